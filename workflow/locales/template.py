"""Document -> what a catalog should hold: one wanted entry for each different sentence, with what a translator should know of it.

The comments speak of the text alone: no running numbers, no line numbers, no clock, so that an edit elsewhere in the
release changes no entry.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from workflow.inline import decode as decode_inline
from workflow.inline import plain, shortened, show
from workflow.languages import matches
from workflow.locales.catalog import Key
from workflow.model import Block, Code, Document, Segment, value

_LONGEST_NOTE = 80


@value
class Wanted:
    """An entry that the source asks for."""

    key: Key
    extracted: tuple[str, ...]
    """`#.` lines."""
    references: tuple[str, ...]
    """`#:` lines: the source file."""
    before: Key | None = None
    """The sentence before it in the same block, if both occur once in the release: the one that `<prev/>` can join it to."""


def template(document: Document, language: str, hints: Callable[[str], Sequence[str]] | None = None) -> tuple[Wanted, ...]:
    """Returns the wanted entries in reading order, without what an ITS Locale Filter keeps from the language.

    Args:
        document: As split.
        language: BCP 47 tag of the catalog.
        hints: Returns what the glossary says of a plain text, a line a term.
    """
    keys = [key_of(document, number) for number in range(len(document.segments))]
    counts: dict[Key, int] = {}
    for number in present(document, language):
        counts[keys[number]] = counts.get(keys[number], 0) + 1
    wanted: dict[Key, Wanted] = {}
    heading = ""
    for block in document.blocks:
        if not is_for(block, language):
            continue
        for place, number in enumerate(block.segments):
            key = keys[number]
            if key in wanted:
                continue
            before = keys[block.segments[place - 1]] if place else None
            single = before is not None and counts[key] == 1 and counts[before] == 1
            extracted = _comments(block, document.segments[number], place, heading)
            if hints is not None:
                extracted = (*extracted, *hints(plain(decode_inline(key[1]))))
            wanted[key] = Wanted(key, extracted, (_reference(document.path),), before if single else None)
        if block.kind in ("title", "heading") and block.segments:
            heading = " ".join(plain(decode_inline(document.segments[block.segments[0]].text)).split())
    return tuple(wanted.values())


def key_of(document: Document, segment: int) -> Key:
    """Returns the msgctxt and msgid of a segment."""
    found = document.segments[segment]
    return (document.blocks[found.block].context, found.text)


def is_for(block: Block, language: str) -> bool:
    """Tells if a block is meant for a language."""
    return block.locales is None or matches(language, block.locales.ranges, exclude=block.locales.exclude)


def present(document: Document, language: str) -> tuple[int, ...]:
    """Returns the indices of the segments that are meant for a language, in order."""
    return tuple(number for block in document.blocks if is_for(block, language) for number in block.segments)


def repeated(document: Document, language: str) -> list[Key]:
    """Returns the keys of all sentences in reading order if some occur several times; otherwise nothing, as a catalog has that order."""
    keys = [key_of(document, number) for number in present(document, language)]
    return keys if len(set(keys)) < len(keys) else []


def _reference(path: str) -> str:
    # gettext puts file names with spaces between isolates (U+2068, U+2069), else a reader would take them for several.
    return f"\u2068{path}\u2069" if " " in path else path


_KINDS = {"cell": "table cell", "item": "list item", "place": "place of the release, for its dateline"}


def _comments(block: Block, segment: Segment, place: int, heading: str) -> tuple[str, ...]:
    kind = _KINDS.get(block.kind, block.kind)
    if kind == "attribute":
        kind = f"attribute {block.attribute}"
    elif kind == "metadata":
        kind = f"page {block.attribute or 'metadata'}"
    elif block.kind == "quotation" and block.element == "attribution":
        kind = "who is quoted"
    elif block.kind == "cell" and block.header:
        kind = "table header"
    if len(block.segments) > 1:
        kind += f", sentence {place + 1} of {len(block.segments)}"
    if heading and block.kind not in ("title", "heading", "metadata", "contact", "place"):
        kind += f" — under “{shortened(heading, _LONGEST_NOTE)}”"
    lines = [kind]
    seen: set[int] = set()
    for tag, code in segment.codes.items():
        if code.pair in seen or not code.note:
            continue
        seen.add(code.pair)
        lines.append(f"{show(tag)}: {shortened(_said(code), _LONGEST_NOTE)}")
    for note in block.notes:
        lines += [f"note: {' '.join(line.split())}" for line in note.splitlines() if line.strip()]
    return tuple(lines)


def _said(code: Code) -> str:
    return " ".join(code.note.split())
