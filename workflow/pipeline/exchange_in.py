"""exchange import: files of other tools -> catalogs, and TMX files -> the memory. A file is read whole before anything of it is written.

The catalogs are first brought up to their sources, and a file of an older source is merged with today's as a catalog would be; then
`exchange.incoming.decide` says what of it enters. What enters leaves the traces that a PO editor leaves, and those of the next sync.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from workflow import files
from workflow.errors import UsageError, WorkflowError
from workflow.exchange import formats
from workflow.exchange.incoming import Current, Decision, ExchangeError, Incoming, decide
from workflow.exchange.parse import LARGEST
from workflow.languages import folder
from workflow.locales import catalog as po
from workflow.locales.catalog import Catalog, Entry, Key, entries_by_key
from workflow.locales.merge import merge
from workflow.locales.review import ACCEPTED, digest, state, text_digest
from workflow.locales.signoff import rejection
from workflow.locales.template import Wanted, template
from workflow.memory import tmx
from workflow.model import Finding, Where
from workflow.pipeline.entered import COMMENT, entered
from workflow.pipeline.exchange_place import Place, place
from workflow.pipeline.load import load
from workflow.pipeline.run import Run
from workflow.pipeline.sync import sync

_INDEX = "exchange: "


@dataclass(frozen=True, slots=True)
class Imported:
    """What came in from one file for one release in one language."""

    path: str
    format: str
    release: str
    """Empty: a TMX file, which all releases learn from."""
    language: str
    taken: int = 0
    unchanged: int = 0
    refused: int = 0
    findings: tuple[Finding, ...] = ()
    """What was refused, and what was taken but stays fuzzy, and why."""


def take_in(run: Run, paths: Sequence[Path], *, by: str = "") -> tuple[list[Imported], list[Finding]]:
    """Takes in files, each whole or not at all; returns what came in, and why files could not be used.

    Args:
        run: The run, about all releases.
        paths: The files.
        by: Who worked in them; becomes Last-Translator.

    Raises:
        UsageError: Who worked in the files has to be known here, and is not.
    """
    by = " ".join(by.split())
    done: list[Imported] = []
    broken: list[Finding] = []
    for path in paths:
        shown = str(path)
        try:
            done += _file(run, path, shown, by)
        except UsageError:
            raise
        except WorkflowError as error:
            broken.append(Finding("X003", "error", Where(error.path or shown, error.line), error.said))
    return done, broken


def _file(run: Run, path: Path, shown: str, by: str) -> list[Imported]:
    if path.stat().st_size > LARGEST:
        raise ExchangeError(f"the file has more than {LARGEST // 2**20} MB", path=shown, hint="split it into several")
    data = files.read(path, shown)
    kind = formats.of(data, shown)
    if kind == "tmx":
        return _memory(run, path, shown, data)
    if run.project.review == "approved" and not by:
        said = "review = “approved”: who worked in this file? Somebody else will have to approve its texts"
        raise UsageError(said, path=shown, hint='add --by "Their Name"')
    batches = formats.READERS[kind](data, shown, text_digest)
    plans = [place(run, batch, shown) for batch in batches if batch.entries]
    releases = tuple(dict.fromkeys(plan.release for plan in plans))
    sync(replace(run, releases=releases))
    run.latest = None
    for release in releases:
        if release.name in run.failed:
            raise run.failed.pop(release.name)
    for plan in plans:
        _prepared(run, plan, shown, by)  # whatever can go wrong with one of them goes wrong before the first is written
    return [_write(run, plan, shown, kind, by) for plan in plans]


@dataclass(frozen=True, slots=True)
class _Prepared:
    """A catalog as it is on the disk, and as it would be with a batch in it."""

    before: bytes
    catalog: Catalog
    decisions: list[Decision]
    kept: list[Entry]
    """Accepted texts of sentences that the release no longer has, as obsolete entries."""
    lines: dict[Key, int]
    """Key -> line in the catalog as found."""


def _prepared(run: Run, plan: Place, shown: str, by: str) -> _Prepared:
    loaded = load(run, plan.release)
    wanted = template(loaded.document, plan.language)
    catalog, before = loaded.catalogs[plan.language], loaded.bytes_of[plan.language]
    here = {key: entry for key, entry in entries_by_key(catalog).items() if entry.plural is None}
    incoming = [_without_drafts(run, one) for one in plan.batch.entries]
    if plan.batch.whole and any(one.key not in here for one in incoming):
        incoming = _brought_up(incoming, catalog, wanted)
    if not any(one.key in here for one in incoming) and incoming:
        said = f"none of its {len(incoming)} sentences is in {plan.release.name}: it is of another release, or of another version"
        raise ExchangeError(said, path=shown, hint="export the release again, and move the texts over")
    decisions = decide(_current(here, wanted), incoming)
    kept = _kept(catalog, decisions) if plan.batch.whole else []
    taken = {decision.incoming.key: decision for decision in decisions if decision.outcome == "taken"}
    if not (taken or kept):
        return _Prepared(before, catalog, decisions, [], {})
    four_eyes = by if run.project.review == "approved" else ""
    now = datetime.now(UTC)
    entries = []
    for entry in catalog.entries:
        decision = taken.pop(entry.key, None) if not entry.obsolete else None
        if decision is not None:
            entry = entered(entry, decision, draft_text=run.index.draft, by=by, date=now.date().isoformat(), four_eyes=four_eyes)
        entries.append(entry)
    keys = {entry.key for entry in kept}
    entries = [entry for entry in entries if not (entry.obsolete and entry.key in keys)] + kept
    headers = {"PO_Revision_Date": now.strftime("%Y-%m-%d %H:%M+0000")} | ({"Last_Translator": by} if by else {})
    changed = catalog.with_entries(entries).with_headers(**headers)
    return _Prepared(before, changed, decisions, kept, {key: entry.line for key, entry in here.items()})


def _without_drafts(run: Run, one: Incoming) -> Incoming:
    """Returns an entry without its text if that is a machine's draft, and the file does not say that somebody accepted it."""
    if one.state is None and one.seen is None and one.text and run.index.draft(text_digest(one.msgctxt, one.msgid, one.text)) is not None:
        return replace(one, text="")
    return one


def _current(here: dict[Key, Entry], wanted: tuple[Wanted, ...]) -> list[Current]:
    current = []
    for one in wanted:
        entry = here.get(one.key)
        if entry is None:
            continue
        now = state(entry)
        assert now != "obsolete"
        digests = {digest(entry)}
        if now == "stale" and entry.previous is not None:
            digests |= {text_digest(context, entry.previous, entry.msgstr) for context in (entry.previous_context, entry.msgctxt)}
        comments = [comment.removeprefix(COMMENT) for comment in entry.comments]
        sent_back = rejection(entry)
        if sent_back is not None:
            comments.append(sent_back.reason)
        current.append(Current(*one.key, entry.msgstr, now, frozenset(digests), one.before is not None, tuple(comments)))
    return current


def _brought_up(incoming: Sequence[Incoming], catalog: Catalog, wanted: tuple[Wanted, ...]) -> list[Incoming]:
    """Returns entries made from an older source under the sentences of today's, as a sync would carry a catalog over."""
    entries = []
    for number, one in enumerate(incoming):
        untouched_draft = one.seen_text and one.seen_state in ("draft", "untranslated") and one.state == one.seen_state
        accepted = one.state is None or one.state in ACCEPTED
        text = "" if untouched_draft else one.text
        flags = () if accepted or not text else ("fuzzy",)
        entries.append(Entry(one.msgid, text, one.msgctxt, comments=(f"{_INDEX}{number}",), flags=flags))
    moved: dict[int, Incoming] = {}
    for entry in merge(replace(catalog, entries=tuple(entries)), wanted).catalog.live():
        for number in (int(comment.removeprefix(_INDEX)) for comment in entry.comments if comment.startswith(_INDEX)):
            one = incoming[number]
            if one.key != entry.key and entry.msgstr:
                stale = state(entry) == "stale"
                # What its author finished was finished for another source.
                moved[number] = replace(
                    one,
                    msgctxt=entry.msgctxt,
                    msgid=entry.msgid,
                    state="stale" if stale else "returned",
                    previous=(entry.previous_context, entry.previous or one.msgid) if stale else None,
                    seen_state="stale" if one.seen_text and one.state == one.seen_state and stale else one.seen_state,
                )
    return [moved.get(number, one) for number, one in enumerate(incoming)]


def _kept(catalog: Catalog, decisions: Sequence[Decision]) -> list[Entry]:
    """Returns accepted texts of sentences that the release has no more, as the obsolete entries that a merge makes of such."""
    have = {entry.key: entry for entry in catalog.entries}
    kept: dict[Key, Entry] = {}
    for decision in decisions:
        one = decision.incoming
        there = have.get(one.key)
        free = there is None or (there.obsolete and one.seen == digest(there))
        if decision.outcome == "refused" and free and one.text.strip() and (one.state is None or one.state in ACCEPTED):
            kept.setdefault(one.key, Entry(one.msgid, one.text, one.msgctxt, obsolete=True))
    return list(kept.values())


def _write(run: Run, plan: Place, shown: str, kind: str, by: str) -> Imported:
    path = run.project.catalog_path(plan.release.name, plan.language)

    def taken() -> _Prepared:
        made = _prepared(run, plan, shown, by)
        run.save(plan.release.name, path, po.write(made.catalog), made.before)
        return made

    return _told(plan, files.again_if_saved(taken), shown, kind)


def _told(plan: Place, made: _Prepared, shown: str, kind: str) -> Imported:
    kept = {entry.key for entry in made.kept}
    counts = {"taken": 0, "unchanged": 0, "refused": 0}
    findings = []
    for decision in made.decisions:
        one = decision.incoming
        obsolete = decision.outcome == "refused" and one.key in kept
        counts["taken" if obsolete else decision.outcome] += 1
        # By the sentence that the file has, where today's is another.
        where = Where(shown, one.line, plan.release.name, plan.language, one.previous[1] if one.previous else one.msgid)
        if obsolete:
            findings.append(Finding("X002", "note", where, "the release has no such sentence now: kept as obsolete"))
        elif decision.outcome == "refused":
            findings.append(Finding("X001", "error", where, f"not taken: {decision.reason}"))
        elif decision.outcome == "taken" and decision.reason:
            findings.append(Finding("X002", "warning", where, f"taken, but not as accepted: {decision.reason}"))
        elif decision.state == "stale":
            findings.append(Finding("X002", "warning", where, "taken, but not as accepted: its source has changed since"))
    return Imported(shown, kind, plan.release.name, plan.language, counts["taken"], counts["unchanged"], counts["refused"], tuple(findings))


def _memory(run: Run, path: Path, shown: str, data: bytes) -> list[Imported]:
    """Puts a TMX file beside the catalogs of the languages that it has; the memory learns it when it is next asked."""
    counts = {}
    for language in run.languages:
        with path.open("rb") as opened:
            counts[language] = sum(1 for _ in tmx.read(opened, shown, source=run.project.source_language, target=language))
    if not any(counts.values()):
        pairs = ", ".join(f"{run.project.source_language} and {language}" for language in run.languages)
        raise ExchangeError(
            f"it has no unit with {pairs}", path=shown, hint="see xml:lang of its <tuv>, and languages in the configuration"
        )
    targets = {language: run.path(f"locales/{folder(language)}/memory/{path.stem}.tmx") for language, count in counts.items() if count}
    for target in targets.values():
        if target.exists() and target.read_bytes() != data:
            place = target.relative_to(run.project.root).as_posix()
            raise ExchangeError(f"there is another {place}", path=shown, hint="give the file another name, or remove that one")
    done = []
    for language, target in targets.items():
        count = counts[language]
        wrote = not target.exists() and files.write(target, data, durable=True, new=True)
        done.append(Imported(shown, "tmx", "", language, count if wrote else 0, 0 if wrote else count))
    return done
