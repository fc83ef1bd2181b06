"""A release in two languages, sentence by sentence: a join on segment numbers, never a guess.

    document, texts --side--> Side (one language)        two sides --align--> Parallel --write--> TEI, TMX, XCES

Ids are the same in both languages. Block number k is `p{k}`, its n-th segment `p{k}s{n}`. What a reader sees is numbered before
the texts about the page and inside tags (`description`, `alt`), because that is their order in the TEI files: ids then
rise through a file, and a new `alt` moves no sentence's id. A sentence that is said with the one before it (`<prev/>`)
has an id in the source language only.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from workflow.errors import InlineError
from workflow.inline import PREVIOUS, collapse, decode, encode, name, plain
from workflow.languages import joins_without_space, matches
from workflow.model import Block, Content, Document, Inline, Mark, Piece, Pieces, Region, Segment, Slot, Text

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
    """Number of a block with segments -> its id."""
    present: frozenset[int]
    """`segments`, to be asked."""
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
        return self.document is other.document and self.present == other.present

    def said(self, block: int) -> tuple[int, ...]:
        """Returns the segments of a block that are said in this language, in order."""
        segments = self.document.blocks[block].segments
        return segments if self.present.issuperset(segments) else tuple(number for number in segments if number in self.present)

    def title(self) -> str:
        """Returns the release's title as plain text: the first title, else the first heading, else nothing."""
        for kind in ("title", "heading"):
            for number, block in enumerate(self.document.blocks):
                if block.kind == kind and self.said(number):
                    return self.plain(number)
        return ""

    def plain(self, block: int) -> str:
        """Returns a block's text without codes."""
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


def said_as_one(document: Document, texts: Mapping[int, str]) -> tuple[Document, dict[int, str]]:
    """Returns the document with the sentences that are said together as one segment, and the texts that are there, without `<prev/>`.

    Args:
        document: As split; it comes back as it is where nothing is said together.
        texts: Number of a segment -> its msgstr; empty ones count as missing.

    Raises:
        InlineError: `<prev/>` stands first in a block.
    """
    known = {number: text for number, text in texts.items() if text}
    gone = {number for number, text in known.items() if text == PREVIOUS}
    if not gone:
        return document, known
    return _joined(document, gone), {number: text for number, text in known.items() if number not in gone}


@dataclass(frozen=True, slots=True)
class _Numbering:
    """What both sides of a release have in common."""

    order: tuple[int, ...]
    """Blocks with segments: what a reader sees, then what is said about it."""
    block_ids: Mapping[int, str]
    ids: Mapping[int, str]


def _numbered(document: Document) -> _Numbering:
    seen: list[int] = []
    about: list[int] = []
    for number, block in enumerate(document.blocks):
        if block.segments:
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
    )


def is_about(block: Block) -> bool:
    """Tells if a block is no part of the text that a reader sees: a text about the page, or inside a tag."""
    return block.kind in _ABOUT


def _said(document: Document, language: str) -> set[int]:
    said: set[int] = set()

    def visit(pieces: Iterable[Piece]) -> None:
        for piece in pieces:
            if isinstance(piece, str):  # first, because most pieces are
                continue
            if isinstance(piece, Slot):
                segment = document.segments[piece.segment]
                locales = document.blocks[segment.block].locales
                if locales is None or matches(language, locales.ranges, exclude=locales.exclude):
                    said.add(piece.segment)
                    for code in segment.codes.values():
                        visit(code.pieces)
            elif isinstance(piece, Region) and matches(language, piece.locales.ranges, exclude=piece.locales.exclude):
                visit(piece.pieces)

    visit(document.pieces)
    said.update(number for block in document.blocks if block.kind == "place" for number in block.segments)
    return said


def _joined(document: Document, gone: set[int]) -> Document:
    """The document with each sentence of `gone` made part of the one before it, codes named anew over the whole."""
    space: Content = () if joins_without_space(document.language) else (Text(" ", " "),)
    segments = list(document.segments)
    blocks = list(document.blocks)
    for number, block in enumerate(document.blocks):
        if gone.isdisjoint(block.segments):
            continue
        if block.segments[0] in gone:
            raise InlineError(
                f"{PREVIOUS} stands for “{segments[block.segments[0]].text}”, which has no sentence before it",
                path=document.path,
                line=block.line,
                hint="translate the sentence by itself",
            )
        kept: list[int] = []
        for one in block.segments:
            if one in gone:
                segments[kept[-1]] = _with(segments[kept[-1]], (*space, *segments[one].content), block)
            else:
                kept.append(one)
        blocks[number] = replace(block, segments=tuple(kept))
    return replace(
        document,
        pieces=_without(document.pieces, gone, document),
        segments=tuple(segments),
        blocks=tuple(blocks),
    )


def _with(segment: Segment, more: Content, block: Block) -> Segment:
    content = (*segment.content, *more)
    inline, codes = name(content, preserve=block.preserve)
    return replace(segment, content=content, text=encode(inline), codes=codes)


def _without(pieces: Pieces, gone: set[int], document: Document) -> Pieces:
    """The pieces without the slots of `gone`, and without the space that stood before each."""
    kept: list[Piece] = []
    for piece in pieces:
        if isinstance(piece, Region):
            kept.append(Region(piece.locales, _without(piece.pieces, gone, document)))
        elif isinstance(piece, Slot) and piece.segment in gone:
            block = document.segments[piece.segment].block
            for at in range(len(kept) - 1, -1, -1):
                before = kept[at]
                if isinstance(before, Mark) and before.kind == "space":
                    del kept[at]
                    break
                if isinstance(before, Slot) and document.segments[before.segment].block == block:
                    break
        else:
            kept.append(piece)
    return tuple(kept)
