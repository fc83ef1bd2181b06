"""approve and reject: a second person signs, or sends back, exactly the texts that stand in a catalog at this moment.

What was read first is what is signed. If an editor saves the catalog before it is written, it is read again, and an entry whose text is
another one then is not signed but named. A catalog is signed whole or not at all: of what was asked for either everything is
approved, or nothing, with the reasons; `ready` asks for what can be approved.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from workflow import files
from workflow.errors import UsageError
from workflow.locales import catalog as po
from workflow.locales.catalog import Catalog, Entry, Key, entries_by_key
from workflow.locales.review import ACCEPTED, State, digest, last_translator, noted, state
from workflow.locales.signoff import approved, one_line, rejected, same_person, translated_by
from workflow.locales.template import template
from workflow.locales.together import accepted_groups
from workflow.model import Finding, Where
from workflow.pipeline.inspect import examine
from workflow.pipeline.load import Loaded, load
from workflow.pipeline.run import Run
from workflow.pipeline.select import select
from workflow.project import Release

_NOT_ACCEPTED: dict[State, str] = {
    "untranslated": "it is not translated",
    "draft": "it is a draft that nobody has accepted yet",
    "stale": "its source has changed since it was translated",
    "returned": "it was sent back, or somebody is still at work on it",
}


@dataclass(frozen=True, slots=True)
class Signed:
    """What was signed in one catalog. Segments are told by their number in reading order."""

    release: str
    language: str
    who: str
    segments: tuple[int, ...] = ()
    """Those that were approved or sent back now."""
    already: tuple[int, ...] = ()
    """Those whose text was approved before."""
    refused: tuple[Finding, ...] = ()
    """Why others were not."""
    held: tuple[int, ...] = ()
    """Those that could have been approved, but for the refused ones."""


@dataclass(frozen=True, slots=True)
class _Asked:
    """What a person wants signed in one catalog, as it was read first."""

    path: str
    release: Release
    language: str
    numbers: dict[Key, int]
    """Key of each segment that the source asks for -> its number."""
    chosen: tuple[Key, ...]
    seen: dict[Key, tuple[str, ...]]
    """Key -> digests of the sentence and of those that are said together with it."""
    entries: dict[Key, Entry]
    together: dict[Key, tuple[Key, ...]]
    """Key of each sentence that is said with others -> the keys of all of them."""

    def refusal(self, key: Key, code: str, why: str) -> Finding:
        """Returns why a segment is not signed."""
        entry = self.entries.get(key)
        where = Where(self.path, entry.line if entry else 0, self.release.name, self.language, key[1])
        return Finding(code, "error", where, f"segment {self.numbers[key]}: {why}")


def approve(run: Run, *, by: str, segments: Sequence[str] = (), ready: bool = False) -> list[Signed]:
    """Signs accepted entries of the run's releases, in the run's language.

    Args:
        run: The run; about one language.
        by: Who approves: a name, or `Name <address>`.
        segments: Of one release: which (see `select`); empty: all.
        ready: Approve what can be approved, and name the rest; otherwise a catalog with such a rest stays as it is.

    Raises:
        UsageError: Nobody signs, or a segment can not be told.
        WorkflowError: Source or catalog can not be read, or an editor saves it again and again.
    """
    by = _signature(by)
    return [_approve(run, release, language, by, segments, ready=ready) for release, language in _catalogs(run, segments)]


def reject(run: Run, *, by: str, segments: Sequence[str], reason: str) -> list[Signed]:
    """Sends accepted entries of one release back to whoever translates: fuzzy, with the reason as a comment; the texts stay.

    Args:
        run: The run; about one release and one language.
        by: Who sends them back.
        segments: Which (see `select`); sentences that are said together go back together.
        reason: For the translator, who sees it in the editor.

    Raises:
        UsageError: Nobody signs, there is no reason, or a segment can not be told.
        WorkflowError: Source or catalog can not be read, or an editor saves it again and again.
    """
    by = _signature(by)
    if not one_line(reason):
        raise UsageError("a translator needs a reason", hint='add --reason "…"')
    if not segments:
        raise UsageError("which segment?", hint="add --segment with its number, or with a part of the sentence")
    return [_reject(run, release, language, by, segments, reason) for release, language in _catalogs(run, segments)]


def _signature(by: str) -> str:
    if not (signed := one_line(by)):
        raise UsageError("a signature needs a name", hint='add --by "Your Name"')
    return signed


def _catalogs(run: Run, segments: Sequence[str]) -> list[tuple[Release, str]]:
    if segments and len(run.releases) > 1:
        raise UsageError("segments of several releases at once", hint="name one release beside --segment")
    found = []
    for release in run.releases:
        languages = run.targets(release)
        if not languages:
            raise UsageError(f"{release.name} is not translated into {', '.join(run.languages) or 'any language'}", hint="see --language")
        if len(languages) > 1:
            # Nobody signs Chinese by the way.
            raise UsageError(f"{release.name} is translated into {', '.join(languages)}", hint="say which with --language")
        found.append((release, languages[0]))
    return found


def _approve(run: Run, release: Release, language: str, by: str, segments: Sequence[str], *, ready: bool) -> Signed:
    loaded = load(run, release)
    asked = _asked(run, loaded, language, segments)
    already = {key for key in asked.chosen if key in asked.entries and state(asked.entries[key]) == "approved"}
    refused = dict(_not_approvable(run, loaded, asked, by))
    refused |= {key: said for key in asked.chosen if key not in already | refused.keys() and (said := _not_with(asked, key, refused))}
    wanted = [key for key in asked.chosen if key not in already and key not in refused]
    done: list[Key] = []
    if wanted and (ready or not refused):
        today = _today()
        who = "" if run.project.review == "translated" else last_translator(loaded.catalogs[language])
        done, changed = _write(
            run, asked, wanted, lambda entry: approved(noted(entry, run.index.draft, who), by, today), whole=not ready, code="R001"
        )
        refused |= changed
    return _signed(asked, by, done, already, refused)


def _reject(run: Run, release: Release, language: str, by: str, segments: Sequence[str], reason: str) -> Signed:
    loaded = load(run, release)
    asked = _asked(run, loaded, language, segments)
    refused = {}
    for key in asked.chosen:
        entry = asked.entries.get(key)
        now = state(entry) if entry else "untranslated"
        if now not in ACCEPTED and now != "returned":
            refused[key] = asked.refusal(key, "R002", f"not sent back: {_NOT_ACCEPTED[now]}")
    done: list[Key] = []
    if not refused:
        today = _today()
        done, refused = _write(
            run, asked, asked.chosen, lambda entry: rejected(noted(entry, run.index.draft), by, today, reason), whole=True, code="R002"
        )
    return _signed(asked, by, done, set(), refused)


def _asked(run: Run, loaded: Loaded, language: str, segments: Sequence[str]) -> _Asked:
    release = loaded.release
    wanted = template(loaded.document, language)
    numbers = {one.key: number for number, one in enumerate(wanted, 1)}
    catalog = loaded.catalogs.get(language)
    path = run.project.catalog_path(release.name, language)
    if catalog is None:
        raise UsageError("there is no such catalog yet", path=path, hint="make it with: workflow sync")
    entries = entries_by_key(catalog)
    together = _together(catalog)
    meant = {wanted[number - 1].key for number in select(wanted, segments, release.name)}
    meant |= {key for one in list(meant) for key in together.get(one, ()) if key in numbers}
    chosen = tuple(one.key for one in wanted if one.key in meant)
    return _Asked(path, release, language, numbers, chosen, _seen(entries, together, chosen), entries, together)


def _together(catalog: Catalog) -> dict[Key, tuple[Key, ...]]:
    """Returns the keys of sentences that are said as one, by each of them."""
    groups = [tuple(entry.key for entry in group) for group in accepted_groups(list(catalog.live()))]
    return {key: group for group in groups for key in group}


def _seen(entries: dict[Key, Entry], together: dict[Key, tuple[Key, ...]], keys: Iterable[Key]) -> dict[Key, tuple[str, ...]]:
    return {key: tuple(digest(entries[one]) for one in together.get(key, (key,)) if one in entries) for key in keys}


def _not_approvable(run: Run, loaded: Loaded, asked: _Asked, by: str) -> Iterable[tuple[Key, Finding]]:
    """Yields the chosen segments that may not be approved, and why."""
    errors: dict[tuple[int, str], str] = {}
    for finding in examine(run, loaded, asked.language).findings:
        if finding.severity == "error":
            errors.setdefault((finding.where.line, finding.where.text), f"{finding.code}: {finding.message}")
    header = last_translator(loaded.catalogs[asked.language])
    for key in asked.chosen:
        entry = asked.entries.get(key)
        now = state(entry) if entry else "untranslated"
        if entry is None or now not in ACCEPTED:
            yield key, asked.refusal(key, "R001", f"not approved: {_NOT_ACCEPTED[now]}")
        elif (entry.line, key[1]) in errors:
            yield key, asked.refusal(key, "R001", f"not approved: {errors[entry.line, key[1]]}")
        elif run.project.review == "approved" and now != "approved":
            translator = translated_by(entry) or ("" if header == "unknown" else header)
            if not translator:
                said = "nobody is named as its translator, so nobody can be told from them; set Last-Translator in the catalog’s header"
                yield key, asked.refusal(key, "R001", f"not approved: {said}")
            elif same_person(translator, by):
                yield key, asked.refusal(key, "R001", f"not approved: {translator} translated it; somebody else has to approve it")


def _not_with(asked: _Asked, key: Key, refused: dict[Key, Finding]) -> Finding | None:
    """Returns why a segment can not be approved that is said together with one that can not."""
    first = next((one for one in asked.together.get(key, ()) if one in refused), None)
    if first is None:
        return None
    return asked.refusal(key, "R001", f"not approved: it is said together with segment {asked.numbers[first]}, which is not")


def _write(
    run: Run, asked: _Asked, keys: Sequence[Key], sign: Callable[[Entry], Entry], *, whole: bool, code: str
) -> tuple[list[Key], dict[Key, Finding]]:
    """Signs entries in the catalog on the disk; returns those that were, and why others were not.

    Args:
        run: The run.
        asked: As it was read first.
        keys: What is to be signed.
        sign: Entry -> signed entry.
        whole: Sign nothing if one of them is no longer what was read.
        code: Of the findings.
    """
    wanted = set(keys)

    def signed() -> tuple[list[Key], dict[Key, Finding]]:
        data = files.read(run.path(asked.path), asked.path)
        catalog = po.read(data, asked.path)
        entries = entries_by_key(catalog)
        now = _seen(entries, _together(catalog), keys)
        # `now` tells texts; a person may also have made an entry fuzzy, or taken it out.
        gone = [key for key in keys if key not in entries or now[key] != asked.seen[key] or entries[key].fuzzy != asked.entries[key].fuzzy]
        changed = {key: asked.refusal(key, code, "somebody changed it just now: read it again, then run the command again") for key in gone}
        if changed and whole:
            return [], changed
        done = [key for key in keys if key not in changed]
        first = {id(entry) for key, entry in entries.items() if key in wanted and key not in changed}
        new = catalog.with_entries(sign(entry) if id(entry) in first else entry for entry in catalog.entries)
        run.save(asked.release.name, asked.path, po.write(new), data)
        return done, changed

    return files.again_if_saved(signed)


def _signed(asked: _Asked, by: str, done: Sequence[Key], already: set[Key], refused: dict[Key, Finding]) -> Signed:
    def numbers(keys: Iterable[Key]) -> tuple[int, ...]:
        return tuple(sorted(asked.numbers[key] for key in keys))

    ordered = tuple(refused[key] for key in sorted(refused, key=lambda key: asked.numbers[key]))
    held = set(asked.chosen) - set(done) - already - set(refused)
    return Signed(asked.release.name, asked.language, by, numbers(done), numbers(already), ordered, numbers(held))


def _today() -> str:
    return datetime.now(UTC).date().isoformat()
