"""draft: fills untranslated entries, from the memory first, then from an engine, in one job over all releases.

A person's text is never touched: an entry is filled only if it is still empty (or holds an untouched draft) when it is written.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from workflow import files
from workflow.drafts import Draft, Engine, engine_names, open_engine
from workflow.errors import EngineError, UsageError, WorkflowError
from workflow.exports.parallel import side
from workflow.inline import PREVIOUS
from workflow.languages import folder
from workflow.locales import catalog as po
from workflow.locales.catalog import Catalog, Entry, Key
from workflow.locales.review import drafted, refused, refused_by, state, text_digest
from workflow.memory import Memory, Unit
from workflow.pipeline.inspect import texts_of
from workflow.pipeline.load import Run, load
from workflow.project import Release

_TRIES = 5


@dataclass(slots=True)
class Drafted:
    """What one engine, or the memory, did for one language."""

    language: str
    engine: str
    """Name and detail; `memory` for accepted texts that were used again."""
    segments: int = 0
    words: int = 0
    refused: Counter[str] = field(default_factory=Counter)
    """Reason -> number of segments that stay empty for it."""
    risks: list[int] = field(default_factory=list)
    notice: str = ""
    """What the user should know of the engine."""


def draft(run: Run, *, engine: str | None = None, again: bool = False) -> list[Drafted]:
    """Fills what is untranslated in the catalogs of the run's releases.

    Args:
        run: The run.
        engine: Name of the engine; None: the project's.
        again: Makes drafts that nobody touched, and refused ones, anew.

    Raises:
        UsageError: The engine does not exist. A language for which it has no model goes without; the reporter says so.
    """
    done: list[Drafted] = []
    name = engine or run.project.engine
    if name not in engine_names():
        raise UsageError(f"there is no engine “{name}”", hint=f"known are: {', '.join(engine_names())}")
    for language in run.languages:
        releases = [release for release in run.releases if language in run.project.targets(release) and release.name not in run.failed]
        done += _draft_language(run, releases, language, name, again=again)
    return done


@dataclass(slots=True)
class _Job:
    """Proposals for one language, and what became of them."""

    run: Run
    language: str
    label: str
    """Of the engine; empty where there is none."""
    again: bool
    remembered: dict[Key, tuple[str, str]]
    """Key -> (text, release) from the memory."""
    drafts: dict[str, Draft]
    """Msgid -> the engine's draft."""
    memory: Drafted
    engine: Drafted

    def propose(self, entry: Entry) -> Entry:
        """Returns an entry with its draft, or the reason why it has none."""
        if entry.key in self.remembered:
            text, origin = self.remembered[entry.key]
            return drafted(entry, text, engine=f"memory 100% {origin}", risk=0)
        made = self.drafts.get(entry.msgid)
        if made is None:
            return entry
        if made.refused:
            return refused(entry, engine=self.label, reason=made.refused)
        return drafted(entry, made.text, engine=self.label, risk=made.risk, note=made.note)

    def fill(self, release: str, keys: list[Key]) -> None:
        """Writes proposals into one catalog; entries that somebody filled meanwhile are left alone."""
        path = self.run.project.catalog_path(release, self.language)
        wanted = set(keys)
        for attempt in range(_TRIES):
            data = files.read(self.run.path(path), path)
            catalog = po.read(data, path)
            entries = [
                self.propose(entry)
                if not entry.obsolete and entry.key in wanted and _is_open(entry, self.label, again=self.again)
                else entry
                for entry in catalog.entries
            ]
            try:
                files.write(self.run.path(path), po.write(catalog.with_entries(entries)), durable=True, expected=data)
                break
            except files.ChangedMeanwhileError:
                if attempt == _TRIES - 1:
                    raise
        for before, entry in zip(catalog.entries, entries, strict=True):
            if before is not entry:
                self._count(entry)

    def _count(self, entry: Entry) -> None:
        if not entry.msgstr:
            self.engine.refused[self.drafts[entry.msgid].refused] += 1
            return
        remembered = entry.key in self.remembered
        tally = self.memory if remembered else self.engine
        self.run.index.put_draft(text_digest(entry.msgctxt, entry.msgid, entry.msgstr), entry.msgstr)
        tally.segments += 1
        tally.words += len(entry.msgid.split())
        tally.risks.append(0 if remembered else self.drafts[entry.msgid].risk)


def _draft_language(run: Run, releases: list[Release], language: str, name: str, *, again: bool) -> Iterator[Drafted]:
    source = run.project.source_language
    machine: Engine | None = None
    try:
        machine = open_engine(name, source, language, cut=run.rules(source).cut)
    except EngineError as error:
        run.reporter.say(f"draft {language}: {error}")
    label = f"{machine.name} {machine.detail}" if machine else ""
    wanted = {release.name: keys for release in releases if (keys := _open_keys(run, release, language, label, again=again))}
    if not wanted:
        return
    remembered = _remembered(run, wanted, language)
    rest = list(dict.fromkeys(key[1] for keys in wanted.values() for key in keys if key not in remembered))
    drafts: dict[str, Draft] = {}
    if rest and machine is not None:
        try:
            with run.reporter.task(f"draft {source} → {language}", len(rest), "segments") as progress:
                drafts = dict(zip(rest, machine.draft(rest, progress), strict=True))
        except EngineError as error:
            run.reporter.say(f"draft {language}: {error}")
    engine = Drafted(language, label, notice=machine.notice if machine else "")
    job = _Job(run, language, label, again, remembered, drafts, Drafted(language, "memory"), engine)
    for release, keys in wanted.items():
        try:
            job.fill(release, keys)
        except WorkflowError as error:
            run.failed[release] = error
    yield from (one for one in (job.memory, job.engine) if one.segments or one.refused)


def _open_keys(run: Run, release: Release, language: str, label: str, *, again: bool) -> list[Key]:
    """Returns what is to be drafted in one catalog; asks the index first, so that a catalog without open entries is not read."""
    path = run.project.catalog_path(release.name, language)
    found = run.digest_of(path)
    inputs = f"{found} {label} {again}"
    if not found or run.index.get("nothing open", path, inputs):
        return []
    try:
        catalog = po.read(files.read(run.path(path), path), path)
    except WorkflowError as error:
        run.failed[release.name] = error
        return []
    keys = [entry.key for entry in catalog.live() if _is_open(entry, label, again=again)]
    if not keys:
        run.index.put("nothing open", path, inputs, True)
    return keys


def _is_open(entry: Entry, label: str, *, again: bool) -> bool:
    now = state(entry)
    if again:
        return now in ("untranslated", "draft")
    if now != "untranslated":
        return False
    said = refused_by(entry)
    return said is None or said[0] != label


def _remembered(run: Run, wanted: dict[str, list[Key]], language: str) -> dict[Key, tuple[str, str]]:
    """Returns key -> (text, release) for sentences that were accepted somewhere in exactly these words."""
    memory = Memory(run.index.connection)
    _learn(run, memory, language)
    found: dict[Key, tuple[str, str]] = {}
    for key in dict.fromkeys(key for keys in wanted.values() for key in keys):
        match = memory.exact(language, key[1], key[0])
        if match is not None:
            found[key] = (match.msgstr, match.release)
    return found


def _learn(run: Run, memory: Memory, language: str) -> None:
    """Brings the memory up to the catalogs of all releases."""
    from workflow.pipeline.sync import catalogs_on_disk

    known = {release.name: release for release in run.every}
    paths = {}
    for name in catalogs_on_disk(run, language):
        path = f"locales/{folder(language)}/LC_MESSAGES/{name}.po"
        paths[path] = found = run.digest_of(path)
        if memory.knows(path, found):
            continue
        try:
            catalog = po.read(files.read(run.path(path), path), path)
            joined = _joined_units(run, known.get(name), catalog, language)
        except WorkflowError:
            continue  # whoever works on that release is told
        memory.learn(path, found, language=language, release=name, units=[*_units(catalog), *joined])
    memory.forget_others(paths, language)


def _units(catalog: Catalog) -> Iterator[Unit]:
    """Yields the accepted sentences, obsolete ones too, but for those that are said together with others."""
    revised = catalog.headers().get("PO-Revision-Date", "")
    entries = catalog.entries
    for number, entry in enumerate(entries):
        followed = number + 1 < len(entries) and entries[number + 1].msgstr == PREVIOUS
        if entry.msgstr and not entry.fuzzy and entry.msgstr != PREVIOUS and not followed:
            live = entry.but(obsolete=False)
            yield Unit(entry.msgid, entry.msgstr, entry.msgctxt, approved=state(live) == "approved", revised=revised)


def _joined_units(run: Run, release: Release | None, catalog: Catalog, language: str) -> list[Unit]:
    """Returns sentences that are said as one, under their joined source."""
    if release is None or not any(entry.msgstr == PREVIOUS for entry in catalog.live()):
        return []
    loaded = load(run, release)
    texts = texts_of(loaded, language, accepted_only=True)
    said = side(loaded.document, texts, language)
    revised = catalog.headers().get("PO-Revision-Date", "")
    return [
        Unit(said.document.segments[number].text, text, None, approved=False, revised=revised)
        for number, text in said.texts.items()
        if said.document.segments[number].text != loaded.document.segments[number].text
    ]
