"""draft: fills untranslated entries, from the memory first, then from an engine, in one job over all releases.

A person's text is never touched: an entry is filled only if it is still empty (or holds an untouched draft) when it is written.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from workflow import files
from workflow.drafts import ENGINES, WITHOUT_OPTIONS, Draft, Engine, engine_names, no_text, open_engine
from workflow.errors import EngineError, UsageError, WorkflowError
from workflow.inline import compare, decode
from workflow.locales import catalog as po
from workflow.locales.catalog import Entry, Key
from workflow.locales.review import accepted, draft_note, drafted, refused, refused_by, state
from workflow.memory import Proposal
from workflow.pipeline import journal
from workflow.pipeline.boilerplate import Fixed, boilerplate
from workflow.pipeline.inspect import lacks_texts
from workflow.pipeline.remember import remembered
from workflow.pipeline.run import MANY, Run
from workflow.pipeline.terms import glossary
from workflow.project import Release


@dataclass(slots=True)
class Drafted:
    """What one engine, or the memory, did for one language."""

    language: str
    engine: str
    """Name and detail; `memory` for accepted texts that were used again, `boilerplate` for those that are by declaration."""
    segments: int = 0
    words: int = 0
    refused: Counter[str] = field(default_factory=Counter)
    """Reason -> number of segments that stay empty for it."""
    risks: list[int] = field(default_factory=list)
    notice: str = ""
    """What the user should know of the engine."""
    seconds: float = 0.0
    """What the engine, or looking things up, took."""


def draft(run: Run, *, engine: str | None = None, again: bool = False) -> list[Drafted]:
    """Fills what is untranslated in the catalogs of the run's releases.

    Args:
        run: The run.
        engine: Name of the engine; None: the project's.
        again: Makes drafts that nobody touched, and refused ones, anew.

    Raises:
        UsageError: The engine does not exist. A language for which it has no model goes without; the reporter says so.
    """
    run.read_ahead("left")
    done: list[Drafted] = []
    name = engine or run.project.engine
    if name not in ENGINES and name not in engine_names():
        raise UsageError(f"there is no engine “{name}”", hint=f"known are: {', '.join(engine_names())}")
    lacking: dict[str, list[Release]] = {language: [] for language in run.languages}
    for release in run.releases:
        if release.name not in run.failed:
            for language in run.targets(release) if again else lacks_texts(run, release):
                lacking[language].append(release)
    if max(map(len, lacking.values()), default=0) >= MANY:
        run.read_ahead("nothing open")
    for language, releases in lacking.items():
        done += _draft_language(run, releases, language, name, again=again) if releases else ()
    return done


@dataclass(slots=True)
class _Job:
    """Proposals for one language, and what became of them."""

    run: Run
    language: str
    label: str
    """Of the engine; empty where there is none."""
    again: bool
    remembered: dict[tuple[str, Key], Proposal]
    """(Release, key) -> an accepted text."""
    drafts: dict[str, Draft]
    """Msgid -> the engine's draft."""
    fixed: dict[Key, Fixed]
    """What the boilerplate says."""
    boilerplate: Drafted
    memory: Drafted
    engine: Drafted

    def propose(self, release: str, entry: Entry) -> Entry:
        """Returns an entry with its draft, or the reason why it has none."""
        if entry.key in self.fixed:
            return self.fixed[entry.key].into(entry)
        match = self.remembered.get((release, entry.key))
        if match is not None and match.usable:
            origin = f"memory {match.percent}% {match.origin}"
            if match.kind == "context" and self.run.project.context_matches == "translated":
                return accepted(entry, match.text, origin=f"{origin}, in the same context")
            return drafted(entry, match.text, engine=origin, risk=100 - match.percent, note=match.note)
        made = self.drafts.get(entry.msgid)
        if made is None:
            return entry
        # A match that does not fit as it is stands beside, for whoever translates the sentence.
        like = f"{match.percent}% like {match.origin}: {' '.join(match.text.split())}" if match is not None else ""
        if made.refused:
            return refused(entry, engine=self.label, reason="; ".join(filter(None, (made.refused, like))))
        return drafted(entry, made.text, engine=self.label, risk=made.risk, note="; ".join(filter(None, (made.note, like))))

    def fill(self, release: str, keys: list[Key]) -> None:
        """Writes proposals into one catalog; entries that somebody filled meanwhile are left alone."""
        path = self.run.project.catalog_path(release, self.language)
        wanted = set(keys)

        def filled() -> tuple[Sequence[Entry], Sequence[Entry]]:
            data = files.read(self.run.path(path), path)
            catalog = po.read(data, path)
            entries = [
                self.propose(release, entry)
                if not entry.obsolete and entry.key in wanted and _is_open(entry, self.label, again=self.again)
                else entry
                for entry in catalog.entries
            ]
            self.run.save(release, path, po.write(catalog.with_entries(entries)), data)
            return catalog.entries, entries

        for before, entry in zip(*files.again_if_saved(filled), strict=True):
            if before is not entry:
                self._count(release, entry)

    def _count(self, release: str, entry: Entry) -> None:
        if not entry.msgstr:
            self.engine.refused[self.drafts[entry.msgid].refused] += 1
            return
        match = self.remembered.get((release, entry.key))
        used = match is not None and match.usable
        tally = self.boilerplate if entry.key in self.fixed else self.memory if used else self.engine
        tally.segments += 1
        tally.words += len(entry.msgid.split())
        note = draft_note(entry)
        if note is not None:
            self.run.index.put_draft(note.digest, entry.msgstr)
            tally.risks.append(note.risk)


def _draft_language(run: Run, releases: list[Release], language: str, name: str, *, again: bool) -> Iterator[Drafted]:
    source = run.project.source_language
    machine: Engine | None = None
    try:
        options = run.project.engine_options if name == run.project.engine or _takes_over(run.project.engine, name) else {}
        machine = open_engine(name, source, language, cut=run.rules(source).cut, terms=glossary(run, language), options=options)
    except EngineError as error:
        run.reporter.say(f"draft {language}: {error}")
    label = f"{machine.name} {machine.detail}" if machine else ""
    wanted = {release.name: keys for release in releases if (keys := _open_keys(run, release, language, label, again=again))}
    if not wanted:
        return
    fixed = boilerplate(run, language)
    begun = time.monotonic()
    found = remembered(run, {name: [key for key in keys if key not in fixed] for name, keys in wanted.items()}, language)
    memory = Drafted(language, "memory", seconds=time.monotonic() - begun)
    fits = {place for place, match in found.items() if match.usable}
    places = [(release, key) for release, keys in wanted.items() for key in keys]
    rest = list(dict.fromkeys(key[1] for release, key in places if key not in fixed and (release, key) not in fits))
    with journal.opened(run.project.cache, label) as kept:
        begun = time.monotonic()
        drafts = _asked(run, machine, rest, kept, f"draft {source} → {language}") if rest and machine is not None else {}
        engine = Drafted(language, label, notice=machine.notice if machine else "", seconds=time.monotonic() - begun)
        job = _Job(run, language, label, again, found, drafts, fixed, Drafted(language, "boilerplate"), memory, engine)
        for release, keys in wanted.items():
            try:
                job.fill(release, keys)
            except WorkflowError as error:
                run.failed[release] = error
        kept.empty()
    yield from (one for one in (job.boilerplate, job.memory, job.engine) if one.segments or one.refused)


def _asked(run: Run, machine: Engine, texts: list[str], kept: journal.Journal, label: str) -> dict[str, Draft]:
    """Returns the engine's drafts; what a killed job had finished is not asked again, and what is finished is kept at once."""
    drafts = kept.known(texts)
    left = [text for text in texts if text not in drafts]

    def finished(done: Sequence[tuple[str, Draft]]) -> None:
        checked = [(text, _fit(text, draft)) for text, draft in done]
        kept.add(checked)
        drafts.update(checked)

    try:
        with run.reporter.task(label, len(texts), "segments") as progress:
            already = len(texts) - len(left)
            made = machine.draft(left, lambda done: progress(already + done), finished)
            drafts.update((text, _fit(text, draft)) for text, draft in zip(left, made, strict=True))
    except EngineError as error:
        run.reporter.say(f"{label}: {error}")
    return drafts


def _takes_over(configured: str, asked: str) -> bool:
    """Tells if options in the configuration are those of an engine that is asked for by name: the configured one has none."""
    return configured in WITHOUT_OPTIONS and asked not in WITHOUT_OPTIONS


def _fit(text: str, draft: Draft) -> Draft:
    """Returns an engine's draft, refused if no catalog may hold it: engines of other packages pass no gate of ours."""
    if not draft.text:
        return draft if draft.refused else replace(draft, refused="empty output", risk=99)
    wrong = no_text(text, draft.text) or ("codes differ" if compare(decode(text), decode(draft.text)) else "")
    return replace(draft, text="", refused=wrong, risk=99) if wrong else draft


def _open_keys(run: Run, release: Release, language: str, label: str, *, again: bool) -> list[Key]:
    """Returns what is to be drafted in one catalog; asks the index first, so that a catalog without open entries is not read."""
    path = run.project.catalog_path(release.name, language)
    found = run.catalog_digest(release, language, path)
    how = f"{label} {again}"
    if not found or run.index.get("nothing open", path, f"{found} {how}"):
        return []
    try:
        catalog, found = run.catalog_and_digest(path)
    except WorkflowError as error:
        run.failed[release.name] = error
        return []
    keys = [entry.key for entry in catalog.live() if _is_open(entry, label, again=again)]
    if not keys:
        run.index.put("nothing open", path, f"{found} {how}", True)
    return keys


def _is_open(entry: Entry, label: str, *, again: bool) -> bool:
    now = state(entry)
    if again:
        return now in ("untranslated", "draft")
    if now != "untranslated":
        return False
    said = refused_by(entry)
    return said is None or said[0] != label
