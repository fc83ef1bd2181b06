"""What a release is worth in each language: states, findings, and whether its page may be published. Cached by its inputs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, astuple, dataclass, field
from typing import Any

from workflow.inline import decode, plain
from workflow.locales.catalog import Catalog, Entry, entries_by_key
from workflow.locales.review import ACCEPTED, STATES, State, refused_by, state
from workflow.locales.template import Wanted, template
from workflow.model import Finding, Where
from workflow.pipeline.each import each
from workflow.pipeline.load import Loaded, load
from workflow.pipeline.run import Run
from workflow.project import Release


@dataclass(frozen=True, slots=True)
class Inspected:
    """One release in one language."""

    release: str
    language: str
    states: dict[State, int] = field(default_factory=dict)
    """State -> number of catalog entries, obsolete ones apart."""
    words: int = 0
    """Of the source."""
    words_accepted: int = 0
    words_in: dict[State, int] = field(default_factory=dict)
    """State -> number of words of the source in it."""
    changed: str = ""
    """When a sentence of the source changed last, as the catalog's POT-Creation-Date has it; empty without a catalog."""
    new: int | None = 0
    """Entries that the source asks for and the catalog does not have: it changed since the last sync; None: there is no catalog."""
    obsolete: int = 0
    refused: dict[str, int] = field(default_factory=dict)
    """Engine -> number of untranslated entries that it refused to draft."""
    findings: tuple[Finding, ...] = ()

    def plain(self) -> dict[str, object]:
        """Returns the fields but for the findings by name, not copied in depth as `asdict` does."""
        return {name: getattr(self, name) for name in self.__slots__ if name != "findings"}

    @property
    def segments(self) -> int:
        """Returns the number of entries that the source asks for."""
        return sum(self.states.values())

    def waiting(self, review: State) -> str:
        """Returns why the page may not be published, in a few words; empty if it may.

        Args:
            review: The state that every segment must have reached.
        """
        enough: frozenset[State] = ACCEPTED if review == "translated" else frozenset({"approved"})
        left = [f"{count} {name}" for name in STATES if name not in enough and (count := self.states.get(name, 0))]
        errors = sum(finding.severity == "error" for finding in self.findings)
        if errors:
            left.append(f"{errors} {'error' if errors == 1 else 'errors'}")
        if not self.states:
            left.append("there is nothing to translate")
        elif self.new is None:
            left.append("no catalog yet: run workflow sync")
        elif self.new:
            left.append("the source has changed: run workflow sync")
        return ", ".join(left)

    def source_changed(self) -> bool:
        """Tells if something in the source has no accepted text in this language, other than what a person took back."""
        return not self.states or any(self.states.get(name, 0) for name in ("untranslated", "draft", "stale"))


_TOLD = tuple(name for name in Inspected.__slots__ if name not in ("release", "language", "findings"))
"""Fields in the order in which the index keeps them."""


def inspect(run: Run, release: Release, loaded: Loaded | None = None) -> dict[str, Inspected]:
    """Returns language -> what the release is worth in it.

    Args:
        run: The run.
        release: The release, as this run saw it last (`Run.seen`).
        loaded: The same as it has been read, where it has: that may be newer.

    Raises:
        WorkflowError: Source or catalog can not be read.
    """
    inputs = loaded.inputs if loaded else run.seen(release)
    known = _recalled(run, release, inputs)
    return remember(run, loaded or load(run, release)) if known is None else known


@dataclass(frozen=True, slots=True)
class Left:
    """What is left to do on a release in one language: what most stages ask of `Inspected`, in a row that is empty where all is done."""

    why: str = ""
    """Why the page may not be published (`Inspected.waiting`)."""
    source_changed: bool = False
    lacks_texts: bool = False
    """A sentence of the source has no text at all."""
    findings: bool = False
    """Checks found something."""


_NOTHING_LEFT = Left()


def left(run: Run, release: Release, loaded: Loaded | None = None) -> dict[str, Left]:
    """Returns language -> what is left to do on a release in it; arguments and errors are those of `inspect`."""
    found = _left(run, release, loaded.inputs if loaded else run.seen(release))
    if found is None:
        found = {language: _left_of(run, one) for language, one in inspect(run, release, loaded).items()}
    return found


def is_known(run: Run, release: Release) -> bool:
    """Tells if `left` and `inspect` need not read the release: both are kept at once."""
    return run.index.holds("left", release.name, f"{run.seen(release)} {run.checks}")


def lacks_texts(run: Run, release: Release) -> list[str]:
    """Returns the languages of the run but for those in which it is known that each sentence of a release has some text."""
    known = _left(run, release, run.seen(release)) or {}
    return [language for language in run.targets(release) if language not in known or known[language].lacks_texts]


def _left(run: Run, release: Release, inputs: str) -> dict[str, Left] | None:
    rows = run.index.get("left", release.name, f"{inputs} {run.checks}")
    if rows is None:
        return None
    found = dict.fromkeys(run.project.targets(release), _NOTHING_LEFT)
    return found | {language: Left(*row) for language, row in rows.items()} if rows else found


def _left_of(run: Run, one: Inspected) -> Left:
    return Left(one.waiting(run.project.review), one.source_changed(), one.new != 0 or "untranslated" in one.states, bool(one.findings))


def _recalled(run: Run, release: Release, inputs: str) -> dict[str, Inspected] | None:
    """Returns what the index has of a release with these inputs, taken from it once in a run."""
    before = run.inspected.get(release.name)
    if before is not None and before[0] == inputs:
        return before[1]
    known = _known(run, release, inputs)
    if known is None:
        return None
    found = {language: _from_json(release.name, language, value) for language, value in known.items()}
    run.inspected[release.name] = inputs, found
    return found


def inspect_all(run: Run) -> None:
    """Inspects what is not known yet of the run's releases, on all cores; one that fails goes into `run.failed`."""
    run.read_ahead("left")
    new = [release for release in run.releases if release.name not in run.failed and not is_known(run, release)]
    for _ in each(run, new, lambda release: bool(inspect(run, release)), "check"):
        pass


def _known(run: Run, release: Release, inputs: str) -> Any:
    """Returns what the index has of a release with these inputs; None where that is nothing."""
    return run.index.get("inspect", release.name, f"{inputs} {run.checks}")


def _is_begun(catalog: Catalog) -> bool:
    """Tells if there is anything to check: in an archive that is read for the first time there is nothing, and checks are many modules."""
    return any(entry.msgstr for entry in catalog.entries)


def remember(run: Run, loaded: Loaded, wanted: Mapping[str, tuple[Wanted, ...]] | None = None) -> dict[str, Inspected]:
    """Returns what a loaded release is worth in each language, and keeps it in the index.

    Args:
        run: The run.
        loaded: The release.
        wanted: Language -> what its catalog should hold (`template`), where that is known.
    """
    release = loaded.release
    known = wanted or {}
    inspected = {language: examine(run, loaded, language, known.get(language)) for language in run.project.targets(release)}
    if any(map(_is_begun, loaded.catalogs.values())):
        from workflow.pipeline.consistent import keep_said

        keep_said(run, loaded)
    inputs = f"{loaded.inputs} {run.checks}"
    run.index.put("inspect", release.name, inputs, {language: _to_json(one) for language, one in inspected.items()})
    rows = {language: _left_of(run, one) for language, one in inspected.items()}
    run.index.put("left", release.name, inputs, {language: astuple(one) for language, one in rows.items() if one != _NOTHING_LEFT})
    return inspected


def _to_json(one: Inspected) -> list[object]:
    return [*(getattr(one, name) for name in _TOLD), [asdict(finding) for finding in one.findings]]


def _from_json(release: str, language: str, values: list[Any]) -> Inspected:
    *told, findings = values
    found = (Finding(one["code"], one["severity"], Where(**one["where"]), one["message"]) for one in findings)
    return Inspected(*[release, language, *told, tuple(found)])


def examine(run: Run, loaded: Loaded, language: str, wanted: tuple[Wanted, ...] | None = None) -> Inspected:
    """Returns what a loaded release is worth in one language."""
    catalog = loaded.catalogs.get(language)
    wanted = template(loaded.document, language) if wanted is None else wanted
    entries = entries_by_key(catalog)
    found: tuple[Finding, ...] = ()
    if catalog is not None and _is_begun(catalog):
        from workflow.pipeline.checking import findings

        found = tuple(findings(run, loaded, catalog, wanted, language))
    states: dict[State, int] = {}
    refused: dict[str, int] = {}
    words_in: dict[State, int] = {}
    for one in wanted:
        entry = entries.get(one.key) or Entry(one.key[1], msgctxt=one.key[0])
        now = state(entry)
        states[now] = states.get(now, 0) + 1
        words_in[now] = words_in.get(now, 0) + len(plain(decode(one.key[1])).split())
        said = refused_by(entry) if entry.comments and now == "untranslated" else None
        if said is not None:
            refused[said[0]] = refused.get(said[0], 0) + 1
    return Inspected(
        release=loaded.release.name,
        language=language,
        states={name: states[name] for name in STATES if name in states},
        words=sum(words_in.values()),
        words_accepted=sum(count for name, count in words_in.items() if name in ACCEPTED),
        words_in={name: words_in[name] for name in STATES if name in words_in},
        changed=catalog.headers().get("POT-Creation-Date", "") if catalog else "",
        new=sum(one.key not in entries for one in wanted) if catalog else None,
        obsolete=sum(entry.obsolete for entry in catalog.entries) if catalog else 0,
        refused=dict(sorted(refused.items())),
        findings=found,
    )
