"""A release in two languages, sentence by sentence: a join on segment numbers, never a guess.

    document, texts --side--> Side (one language)        two sides --align--> Parallel --write--> TEI, TMX, XCES

Ids are the same in both languages. Block number k is `p{k}`, its n-th segment `p{k}s{n}`. What a reader sees is numbered before
the texts about the page and inside tags (`description`, `alt`), because that is their order in the TEI files: ids then
rise through a file, and a new `alt` moves no sentence's id. A sentence that is said with the one before it (`<prev/>`)
has an id in the source language only.

A block that nobody translates (`Block.kept`) is numbered with the others and stands on both sides; it has no sentences, and so nothing
to align.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from workflow.exports.joined import said_as_one
from workflow.inline import collapse, decode, plain
from workflow.languages import joins_without_space, matches
from workflow.model import Block, Document, Inline, Piece, Region, Slot

_ABOUT = ("attribute", "metadata", "place")


@dataclass(frozen=True, slots=True)
class ReleaseInfo:
    """What an export says about a release beside its texts."""

    release: str
    source_path: str
    """Of the source file, relative to the project, with `/`."""
    source_language: str
    date: str = ""
    """ISO 8601, or empty."""
    translator: str = ""
    state: str = ""
    """`translated` or `approved`; of the source language's own file, empty."""
    catalog_digest: str = ""
    publisher: str = ""
    modified: str = ""
    """ISO date of the last change of the text, where the catalog tells it."""


@dataclass(frozen=True, slots=True)
class Side:
    """A release in one language."""

    language: str
    document: Document
    """Sentences that are said together are one segment here; all other segments keep their numbers."""
    texts: Mapping[int, str]
    """Number of a segment -> its translation, as in a catalog but without `<prev/>`; empty for the source language."""
    segments: tuple[int, ...]
    """What is said in this language, in the order of the TEI file."""
    ids: Mapping[int, str]
    """Number of a segment -> its id."""
    block_ids: Mapping[int, str]
    """Number of a block with a text -> its id."""
    present: frozenset[int]
    """`segments`, to be asked."""
    kept: frozenset[int]
    """Blocks that nobody translates and that are meant for this language."""
    _words: dict[int, str | None] = field(default_factory=dict, compare=False, repr=False)
    """What `words` returned: TEI and TMX ask for the same."""

    def inline(self, number: int) -> Inline:
        """Returns a segment's text and tags; the source's where there is no translation."""
        segment = self.document.segments[number]
        text = self.texts.get(number, segment.text)
        return decode(text if self.document.blocks[segment.block].preserve else collapse(text).strip(" "))

    def words(self, number: int) -> str | None:
        """Returns a segment's text where it is words alone, as most are; None where it is empty, or has codes in or around it."""
        if number not in self._words:
            segment = self.document.segments[number]
            inline = () if segment.codes or segment.around else self.inline(number)
            self._words[number] = inline[0] if len(inline) == 1 and isinstance(inline[0], str) else None
        return self._words[number]

    def looks_like(self, other: Side) -> bool:
        """Tells if the other side has the same sentences in the same places, so that the two files differ in their words alone."""
        return self.document is other.document and self.present == other.present and self.kept == other.kept

    def said(self, block: int) -> tuple[int, ...]:
        """Returns the segments of a block that are said in this language, in order."""
        segments = self.document.blocks[block].segments
        return segments if self.present.issuperset(segments) else tuple(number for number in segments if number in self.present)

    def shows(self, block: int) -> bool:
        """Tells if a block stands in this language, translated or as its source has it."""
        return block in self.kept or bool(self.said(block))

    def spoken(self, block: int) -> str:
        """Returns the BCP 47 tag of what a block is written in on this side; empty where nobody knows."""
        kept = self.document.blocks[block].kept
        return self.language if kept is None else self.document.language if kept.language is None else kept.language

    def title_block(self) -> int | None:
        """Returns the release's title: the first title, else the first heading, else None."""
        for kind in ("title", "heading"):
            for number, block in enumerate(self.document.blocks):
                if block.kind == kind and self.shows(number):
                    return number
        return None

    def title(self) -> str:
        """Returns the release's title as plain text; empty where it has none."""
        block = self.title_block()
        return "" if block is None else self.plain(block)

    def plain(self, block: int) -> str:
        """Returns a block's text without codes."""
        kept = self.document.blocks[block].kept
        if kept is not None:
            return plain(decode(kept.text))
        between = "" if joins_without_space(self.language) else " "
        return between.join(plain(self.inline(number)) for number in self.said(block))


@dataclass(frozen=True, slots=True)
class Link:
    """Which segments render which; an empty side is one that a Locale Filter leaves out."""

    source: tuple[int, ...]
    target: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Parallel:
    """A release in its source language and one other."""

    source: Side
    target: Side
    links: tuple[Link, ...]
    """In the order of the TEI files."""


def align(document: Document, texts: Mapping[int, str], language: str) -> Parallel:
    """Returns the two sides and their links: 1-1; n-1 where a translator joined sentences; 1-0 and 0-1 for what is meant for one language.

    Args:
        document: As split.
        texts: Number of a segment -> its msgstr as it stands in the catalog.
        language: Of the texts.

    Raises:
        InlineError: `<prev/>` stands first in a block.
    """
    numbering = _numbered(document)
    source = _side(numbering, document, {}, document.language)
    target = _side(numbering, *said_as_one(document, texts), language)
    links = []
    for block in numbering.order:
        groups: list[list[int]] = []
        heads = set(target.document.blocks[block].segments)
        for number in document.blocks[block].segments:
            if number in heads:
                groups.append([number])
            else:
                groups[-1].append(number)
        for group in groups:
            in_source, in_target = source.present.issuperset(group), group[0] in target.present
            left = tuple(group) if in_source else tuple(one for one in group if one in source.present)
            if left or in_target:
                links.append(Link(left, (group[0],) if in_target else ()))
    return Parallel(source, target, tuple(links))


def side(document: Document, texts: Mapping[int, str] | None, language: str) -> Side:
    """Returns the release in one language.

    Args:
        document: As split.
        texts: Number of a segment -> its msgstr; empty ones count as missing. None for the source language.
        language: Decides what a Locale Filter leaves out.

    Raises:
        InlineError: `<prev/>` stands first in a block.
    """
    return _side(_numbered(document), *said_as_one(document, texts or {}), language)


@dataclass(frozen=True, slots=True)
class _Numbering:
    """What both sides of a release have in common."""

    order: tuple[int, ...]
    """Blocks with a text: what a reader sees, then what is said about it."""
    block_ids: Mapping[int, str]
    ids: Mapping[int, str]


def _numbered(document: Document) -> _Numbering:
    seen: list[int] = []
    about: list[int] = []
    for number, block in enumerate(document.blocks):
        if block.segments or block.kept is not None:
            (about if block.kind in _ABOUT else seen).append(number)
    order = (*seen, *about)
    block_ids = {block: f"p{number}" for number, block in enumerate(order, start=1)}
    ids = {
        number: f"{name}s{place}"
        for block, name in block_ids.items()
        for place, number in enumerate(document.blocks[block].segments, start=1)
    }
    return _Numbering(order, block_ids, ids)


def _side(numbering: _Numbering, document: Document, texts: Mapping[int, str], language: str) -> Side:
    """The side of a document in which sentences that are said together are one already."""
    said = _said(document, language)
    return Side(
        language=language,
        document=document,
        texts=texts,
        segments=tuple(number for block in numbering.order for number in document.blocks[block].segments if number in said),
        ids=numbering.ids,
        block_ids=numbering.block_ids,
        present=frozenset(said),
        kept=frozenset([number for number in numbering.order if (block := document.blocks[number]).kept and _is_for(block, language)]),
    )


def is_about(block: Block) -> bool:
    """Tells if a block is no part of the text that a reader sees: a text about the page, or inside a tag."""
    return block.kind in _ABOUT


def _is_for(block: Block, language: str) -> bool:
    return block.locales is None or matches(language, block.locales.ranges, exclude=block.locales.exclude)


def _said(document: Document, language: str) -> set[int]:
    said: set[int] = set()

    def visit(pieces: Iterable[Piece]) -> None:
        for piece in pieces:
            if isinstance(piece, str):  # first, because most pieces are
                continue
            if isinstance(piece, Slot):
                segment = document.segments[piece.segment]
                if _is_for(document.blocks[segment.block], language):
                    said.add(piece.segment)
                    for code in segment.codes.values():
                        visit(code.pieces)
            elif isinstance(piece, Region) and matches(language, piece.locales.ranges, exclude=piece.locales.exclude):
                visit(piece.pieces)

    visit(document.pieces)
    said.update(number for block in document.blocks if block.kind == "place" for number in block.segments)
    return said
