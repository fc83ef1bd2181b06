"""exchange export: catalogs -> files of other tools, under `.workflow/exchange/` or where the user wants them. Nothing is changed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from workflow import files
from workflow.errors import WorkflowError
from workflow.exchange import table_csv, table_xlsx, tables, tmx, xliff_write
from workflow.exchange.formats import SUFFIXES
from workflow.exchange.outgoing import Match, Original, Outgoing
from workflow.exchange.outgoing import Release as OneRelease
from workflow.exports import spans
from workflow.languages import folder, plural_forms
from workflow.locales import catalog as po
from workflow.locales.catalog import Entry, Key, entries_by_key
from workflow.locales.review import ACCEPTED, digest, draft_note, state, text_digest
from workflow.locales.template import Wanted, key_of, present
from workflow.memory import Proposal
from workflow.memory.unit import moment
from workflow.model import Document, Pieces, Region, Slot, Tag
from workflow.pipeline.load import Loaded, load
from workflow.pipeline.remember import accepted, remembered
from workflow.pipeline.run import Run
from workflow.pipeline.terms import wanted_of
from workflow.project import Release

_MARKS = ("draft: ", "stale: ", "from: ", "approved: ", "translated: ")
"""Comments of this program, which tell other tools nothing."""


@dataclass(frozen=True, slots=True)
class Exported:
    """One file that was written."""

    path: str
    release: str
    """Empty: the memory of the whole project."""
    language: str
    entries: int


def export(run: Run, kind: str, output: Path | None = None, *, whole_memory: bool = False) -> list[Exported]:
    """Writes a file for each of the run's releases and languages; a release that can not be read goes into `run.failed`.

    Args:
        run: The run.
        kind: Of `formats.SUFFIXES`.
        output: Where; the language's folder is made in it. None: `.workflow/exchange/`.
        whole_memory: `tmx`: one file with the memory of a language instead of one for each release.
    """
    base = output if output is not None else run.project.cache / "exchange"
    done: list[Exported] = []
    for language in run.languages:
        if kind == "tmx" and whole_memory:
            done.append(_memory(run, base / language / "memory.tmx", "", language))
            continue
        releases = [release for release in run.releases if language in run.project.targets(release) and release.name not in run.failed]
        found = _proposals(run, releases, language) if kind == "xliff" else {}
        for release in releases:
            path = base / language / f"{release.name}.{SUFFIXES[kind]}"
            try:
                if kind == "tmx":
                    done.append(_memory(run, path, release.name, language))
                    continue
                loaded = load(run, release)
                wanted = wanted_of(run, loaded, language)
                data = _template(loaded, wanted, language) if kind == "pot" else _file(run, loaded, wanted, language, kind, found)
                files.write(path, data)
                done.append(Exported(str(path), release.name, language, len(wanted)))
            except WorkflowError as error:
                run.failed[release.name] = error
    return done


def _file(run: Run, loaded: Loaded, wanted: tuple[Wanted, ...], language: str, kind: str, found: dict[tuple[str, Key], Proposal]) -> bytes:
    one = outgoing(run, loaded, wanted, language, found)
    if kind == "xliff":
        return xliff_write.write(one, text_digest)
    return table_csv.write(tables.rows(one)) if kind == "csv" else table_xlsx.write(tables.rows(one), one.name.rpartition("/")[2])


def outgoing(run: Run, loaded: Loaded, wanted: tuple[Wanted, ...], language: str, found: dict[tuple[str, Key], Proposal]) -> OneRelease:
    """Returns a release in one language as writers want it.

    Args:
        run: The run.
        loaded: The release.
        wanted: What its source asks for.
        language: Which.
        found: (Release, key) -> what the memory has for it.
    """
    document, name = loaded.document, loaded.release.name
    entries = entries_by_key(loaded.catalogs.get(language))
    segments: dict[Key, int] = {}
    for number in present(document, language):
        segments.setdefault(key_of(document, number), number)
    made = []
    for one in wanted:
        entry = entries.get(one.key, Entry(one.key[1], msgctxt=one.key[0]))
        entry = entry if entry.plural is None else Entry(one.key[1], msgctxt=one.key[0])
        now = state(entry)
        assert now != "obsolete"
        note = draft_note(entry) if now == "draft" else None
        notes = (*one.extracted, *((f"draft: {note.engine}, risk {note.risk}" + (f"; {note.note}" if note.note else ""),) if note else ()))
        comments = tuple(comment for comment in entry.comments if comment and not comment.startswith(_MARKS))
        matches = tuple(_matches(run, name, entry, found.get((name, one.key))))
        codes = _originals(document, segments[one.key])
        made.append(Outgoing(one.key[0], one.key[1], entry.msgstr, now, digest(entry), notes, comments, codes, matches))
    return OneRelease(name, loaded.release.path, run.project.source_language, language, tuple(made))


def _originals(document: Document, segment: int) -> dict[Tag, Original]:
    return {
        tag: Original(spans.as_found(code.pieces, document), code.role, code.protected, tuple(_flows(code.pieces, document)))
        for tag, code in document.segments[segment].codes.items()
    }


def _flows(pieces: Pieces, document: Document) -> Iterator[Key]:
    """Yields the entries of the attributes that stand inside a code."""
    for piece in pieces:
        if isinstance(piece, Slot):
            yield key_of(document, piece.segment)
        elif isinstance(piece, Region):
            yield from _flows(piece.pieces, document)


def _matches(run: Run, release: str, entry: Entry, proposal: Proposal | None) -> Iterator[Match]:
    """Yields what may help with an entry that is not accepted: what the memory has, the draft, the text of the former source."""
    now = state(entry)
    if now in ACCEPTED:
        return
    if now == "stale" and entry.previous:
        from rapidfuzz import fuzz

        yield Match("memory", entry.previous, entry.msgstr, release, round(fuzz.ratio(entry.previous, entry.msgid)))
    if proposal is not None:
        yield Match("memory", proposal.source, proposal.text, proposal.origin, proposal.percent, proposal.kind == "context")
    note = draft_note(entry)
    if note is not None and not note.engine.startswith("memory "):
        text = entry.msgstr if now == "draft" else run.index.draft(note.digest)
        if text:
            yield Match("draft", entry.msgid, text, note.engine, 100 - note.risk)


def _proposals(run: Run, releases: list[Release], language: str) -> dict[tuple[str, Key], Proposal]:
    """Returns what the memory has for the entries that are not accepted."""
    wanted: dict[str, list[Key]] = {}
    for release in releases:
        path = run.project.catalog_path(release.name, language)
        try:
            if run.path(path).is_file():
                catalog = run.catalog(path)
                if keys := [entry.key for entry in catalog.live() if state(entry) not in ACCEPTED]:
                    wanted[release.name] = keys
        except WorkflowError as error:
            run.failed[release.name] = error
    return remembered(run, wanted, language) if wanted else {}


def _template(loaded: Loaded, wanted: tuple[Wanted, ...], language: str) -> bytes:
    """Returns a PO template; its date is that of the catalog, if there is one, so that the same source gives the same bytes."""
    catalog = loaded.catalogs.get(language)
    created = catalog.headers().get("POT-Creation-Date", "") if catalog else ""
    made = po.new(
        f"{loaded.release.name}.pot",
        release=loaded.release.name,
        language=folder(language),
        source_language=loaded.document.language,
        plural_forms=plural_forms(language),
        created=created or datetime.now(UTC).strftime("%Y-%m-%d %H:%M+0000"),
    )
    return po.write(made.with_entries(_empty(one) for one in wanted))


def _empty(one: Wanted) -> Entry:
    return Entry(one.key[1], msgctxt=one.key[0], extracted=one.extracted, references=one.references)


def _memory(run: Run, path: Path, release: str, language: str) -> Exported:
    """Writes accepted texts of a language: of one release, or all of them and of the TMX files, each text once."""
    seen: set[tuple[str | None, str, str]] = set()
    units = []
    for origin, unit in accepted(run, language, (release,) if release else None):
        if (unit.msgctxt, unit.msgid, unit.msgstr) in seen:
            continue
        seen.add((unit.msgctxt, unit.msgid, unit.msgstr))
        revised = moment(unit.revised)
        context = unit.contexts[0] if unit.contexts else None
        when = datetime.fromtimestamp(revised, UTC) if revised else None
        units.append(tmx.Remembered(unit.msgctxt, unit.msgid, unit.msgstr, origin, when, context))
    files.write(path, b"".join(tmx.write(units, source=run.project.source_language, target=language)))
    return Exported(str(path), release, language, len(units))
