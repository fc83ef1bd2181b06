"""sheet: one release in one language as a review sheet under `.workflow/sheets/`. Reads everything, changes nothing but the sheet."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from workflow import files
from workflow.errors import UsageError
from workflow.exports.parallel import is_about, side
from workflow.exports.structure import Leaf, leaves, outline
from workflow.exports.structure import Node as Outlined
from workflow.inline import show
from workflow.locales.catalog import Catalog, Entry, Key, entries_by_key
from workflow.locales.review import ACCEPTED, digest, draft_note, refused_by, state
from workflow.locales.signoff import approval, rejection, translated_by
from workflow.locales.template import is_for, key_of, present, template
from workflow.memory import Proposal
from workflow.model import Document, Finding, Segment
from workflow.pipeline.entered import COMMENT
from workflow.pipeline.inspect import examine
from workflow.pipeline.load import Loaded, load
from workflow.pipeline.remember import remembered
from workflow.pipeline.run import Run
from workflow.project import Release
from workflow.sheet import Draft, Frame, Match, Node, Note, Part, Row, Sheet, State, write
from workflow.sheet.page import GENERATOR

# What this program and its forerunners write into `# ` comments for themselves; the sheet tells it in its own words.
_OURS = re.compile(r"(?:draft|stale|translated|approved|rejected|from): ")
_FROM = re.compile(r"from: (.+)")
_NOTE = "note: "


def sheets(run: Run, output: Path | None = None) -> list[str]:
    """Writes the review sheets of the run's releases in the run's languages.

    Args:
        run: The run.
        output: Where, of one sheet; None: `.workflow/sheets/<release>.<language>.html`.

    Returns:
        Where they stand: paths relative to the project, or `output` as it was given.

    Raises:
        UsageError: There is no catalog yet; `output` is given for several sheets, or names a file that is no sheet.
        WorkflowError: A source or catalog can not be read, or the sheet can not be written.
    """
    wanted = [(release, language) for release in run.releases for language in run.targets(release)]
    if output is not None:
        if len(wanted) != 1:
            raise UsageError(f"--output names one file, and there are {len(wanted)} sheets", hint="name one release and one --language")
        _require_sheet(output)
    made = []
    for release, language in wanted:
        data = write(sheet(run, release, language))
        name = f".workflow/sheets/{release.name}.{language}.html"
        files.write(output or run.path(name), data)
        made.append(str(output) if output else name)
    return made


def _require_sheet(path: Path) -> None:
    """Refuses to write over a file that is not a sheet: it may be somebody's work."""
    if path.is_dir():
        raise UsageError("that is a folder", path=str(path), hint="name a file, such as sheet.html")
    try:
        with path.open("rb") as file:
            head = file.read(4096)
    except FileNotFoundError:
        return
    except OSError as error:
        raise UsageError(f"can not be written: {error.strerror}", path=str(path), hint="name another file") from None
    if GENERATOR.encode() not in head:
        raise UsageError("there is a file of that name, which is no review sheet", path=str(path), hint="name another file")


def sheet(run: Run, release: Release, language: str) -> Sheet:
    """Returns the review sheet of a release in one language.

    Raises:
        UsageError: It has no catalog in that language yet.
        WorkflowError: Source or catalog can not be read.
    """
    loaded = load(run, release)
    catalog = loaded.catalogs.get(language)
    path = run.project.catalog_path(release.name, language)
    if catalog is None:
        raise UsageError("there is no such catalog yet", path=path, hint="make it with: workflow sync")
    wanted = template(loaded.document, language)
    if {one.key for one in wanted} != {entry.key for entry in catalog.live()}:
        run.reporter.say(f"{path}: the source has changed since the last sync; to see it here, run workflow sync first")
    entries = entries_by_key(catalog)
    found = {one.key: entries.get(one.key, Entry(one.key[1], msgctxt=one.key[0])) for one in wanted}
    open_ = [key for key, entry in found.items() if state(entry) not in ACCEPTED]
    rows = _Rows(
        loaded,
        found,
        {one.key: number for number, one in enumerate(wanted, 1)},
        {one.key: tuple(line.removeprefix(_NOTE) for line in one.extracted if line.startswith(_NOTE)) for one in wanted},
        _findings(run, loaded, catalog, language),
        {key: proposal for (_, key), proposal in remembered(run, {release.name: open_}, language).items()} if open_ else {},
        ACCEPTED if run.project.review == "translated" else frozenset({"approved"}),
    )
    nodes = rows.nodes(language)
    seen = {row.number: row for row in _all(nodes)}
    states: dict[State, int] = defaultdict(int)
    for row in seen.values():
        states[row.state] += 1
    return Sheet(
        release.name,
        release.path,
        path,
        run.project.source_language,
        language,
        run.project.review,
        catalog.headers().get("POT-Creation-Date", ""),
        nodes,
        dict(states),
        sum(row.needs for row in seen.values()),
    )


def _findings(run: Run, loaded: Loaded, catalog: Catalog, language: str) -> dict[Key, tuple[Finding, ...]]:
    """Returns what checks say of all texts: a reviser wants to know of a draft, too, what is wrong with it."""
    as_accepted = catalog.with_entries(entry.but(flags=tuple(flag for flag in entry.flags if flag != "fuzzy")) for entry in catalog.entries)
    by_line = {entry.line: entry.key for entry in as_accepted.live()}
    found: dict[Key, list[Finding]] = defaultdict(list)
    for finding in examine(run, replace(loaded, catalogs={**loaded.catalogs, language: as_accepted}), language).findings:
        key = by_line.get(finding.where.line)
        if key is not None:
            found[key].append(finding)
    return {key: tuple(these) for key, these in found.items()}


def _all(nodes: tuple[Node, ...]) -> Iterator[Row]:
    for node in nodes:
        if isinstance(node, Part):
            yield from node.rows
        else:
            yield from _all(node.children)


class _Rows:
    """Makes rows of entries, in the layout of the page.

    Args:
        loaded: The release.
        entries: Key -> entry, for all that the source asks for; an empty one where the catalog has none.
        numbers: Key -> number in reading order.
        hints: Key -> what the source's author tells.
        findings: Key -> what checks say.
        matches: Key -> an accepted text of the memory.
        enough: States in which a sentence may be published.
    """

    def __init__(
        self,
        loaded: Loaded,
        entries: dict[Key, Entry],
        numbers: dict[Key, int],
        hints: dict[Key, tuple[str, ...]],
        findings: dict[Key, tuple[Finding, ...]],
        matches: dict[Key, Proposal],
        enough: frozenset[str],
    ) -> None:
        self._document: Document = loaded.document
        self._entries, self._numbers, self._hints = entries, numbers, hints
        self._findings, self._matches, self._enough = findings, matches, enough
        self._behind: list[int] = []
        self._main: dict[Key, int] = {}
        self._present: frozenset[int] = frozenset()

    def nodes(self, language: str) -> tuple[Node, ...]:
        """Returns all rows, in the structure of the page; texts inside tags of a table stand behind it."""
        document = self._document
        self._present = frozenset(present(document, language))
        # What is said of a sentence stands where a reader meets it first; of a text about the page only if it is nowhere else.
        for number in sorted(self._present, key=lambda number: (is_about(document.blocks[document.segments[number].block]), number)):
            self._main.setdefault(key_of(document, number), number)
        about = {number for number, block in enumerate(document.blocks) if is_about(block) and block.segments and is_for(block, language)}
        inside = {number for number in about if any(one.kind in ("table", "row") for one in document.blocks[number].containers)}
        self._behind = sorted(inside)
        nodes = self._flow(outline(replace(side(document, None, language), kept=frozenset()), also=about - inside), len(document.blocks))
        return (*nodes, *self._tags_before(len(document.blocks)))

    def _flow(self, outlined: tuple[Outlined, ...], end: int, *, holds_text: bool = True) -> tuple[Node, ...]:
        """Returns nodes that follow each other; behind each, where text may stand, the texts inside tags that belong there.

        Args:
            outlined: The nodes.
            end: The first block behind them all.
            holds_text: Whether blocks may stand between them.
        """
        nodes: list[Node] = []
        for one, upto in zip(outlined, [*(_first(one) for one in outlined[1:]), end], strict=True):
            if isinstance(one, Leaf):
                part = self._part(one.block)
                nodes += [part] if part is not None else []
            else:
                inner = one.kind not in ("list", "ordered-list", "table", "row")
                nodes.append(Frame(one.kind, self._flow(one.children, upto, holds_text=inner and (holds_text or one.kind == "item"))))
            nodes += self._tags_before(upto) if holds_text else ()
        return tuple(nodes)

    def _tags_before(self, end: int) -> list[Node]:
        """Returns the texts inside a table's tags that stand before a block and were not shown yet."""
        blocks = [number for number in self._behind if number < end]
        self._behind = [number for number in self._behind if number >= end]
        return [part for number in blocks if (part := self._part(number)) is not None]

    def _part(self, number: int) -> Part | None:
        block = self._document.blocks[number]
        segments = [one for one in block.segments if one in self._present]
        rows = tuple(self._row(segment, place) for place, segment in enumerate(segments, 1))
        if not rows:
            return None
        return Part(block.kind, rows, block.level, block.header, block.attribute, block.preserve)

    def _row(self, number: int, place: int) -> Row:
        segment = self._document.segments[number]
        key = key_of(self._document, number)
        entry = self._entries[key]
        now = state(entry)
        assert now != "obsolete"  # only live entries are looked up
        again = self._main[key] != number
        findings = self._findings.get(key, ())
        note = draft_note(entry) if now == "draft" else None
        refused = refused_by(entry) if now == "untranslated" else None
        signed, back = approval(entry) if now == "approved" else None, rejection(entry)
        origin = next((match[1] for match in map(_FROM.fullmatch, entry.comments) if match), "")
        match = self._matches.get(key)
        return Row(
            self._numbers[key],
            entry.msgctxt,
            entry.msgid,
            entry.msgstr,
            now,
            digest(entry),
            place,
            _codes(segment),
            entry.previous if now == "stale" else None,
            now not in self._enough or any(finding.severity != "note" for finding in findings),
            Draft(note.engine, note.risk, note.note) if note else None,
            origin,
            f"{refused[0]}: {refused[1]}" if refused else "",
            Note(signed.who, signed.date) if signed else None,
            translated_by(entry) if now in ACCEPTED else "",
            Note(back.who, back.date, back.reason) if back else None,
            findings,
            (Match(match.percent, match.origin, match.source, match.text, match.note),) if match else (),
            self._hints.get(key, ()),
            tuple(one.removeprefix(COMMENT) for one in entry.comments if one.strip() and not _OURS.match(one)),
            again,
        )


def _first(one: Outlined) -> int:
    """Returns the first block of a node."""
    return min(leaf.block for leaf in leaves([one]))


def _codes(segment: Segment) -> tuple[tuple[str, str], ...]:
    return tuple((show(tag), " ".join(code.note.split()) if code.kind != "close" else "") for tag, code in segment.codes.items())
