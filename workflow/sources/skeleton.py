"""The bytes of a source that are not translated, with places for the texts: built by the readers, filled by `workflow.skeleton.write`.

A reader goes through its file once, from start to end, and hands every character to a `Builder`: as a literal, a mark, or part of a
block. What comes back, `write(document)`, is the file again, byte for byte; with one text replaced, every byte outside
its span is the same. `require_identity` executes that promise on each source before anything is made of it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace

from workflow.errors import SourceError
from workflow.inline import encode, name
from workflow.model import Block, Code, Content, Document, Finding, LocaleFilter, Mark, Piece, Pieces, Region, Segment, Slot, Text
from workflow.skeleton import around, peel, pieces_of, with_pieces, with_segments, write

_LINE_END = re.compile(r"\r\n|\r")


class Builder:
    """Collects the pieces and blocks of one source, in file order.

    Args:
        path: Of the source file, relative to the project.
        format: The reader's name.
        language: BCP 47 tag of the source language.
        encoding: Python codec name that gives the file's bytes back.
        bom: Byte order mark, or empty.
        text: The decoded file, from which the usual line end is told.
    """

    def __init__(self, *, path: str, format: str, language: str, encoding: str, bom: bytes, text: str) -> None:  # noqa: A002 - a format is what it is
        self._document = Document(
            path=path,
            format=format,
            language=language,
            encoding=encoding,
            bom=bom,
            newline="\r\n" if "\r\n" in text else "\r" if "\r" in text and "\n" not in text else "\n",
            pieces=(),
            blocks=(),
            segments=(),
        )
        self._open: list[list[Piece]] = [[]]
        self._filters: list[LocaleFilter] = []
        self._blocks: list[Block] = []
        self._segments: list[Segment] = []
        self._findings: list[Finding] = []

    @property
    def next_segment(self) -> int:
        """The index of the segment that the next block or attribute gets."""
        return len(self._segments)

    def literal(self, source: str) -> None:
        """Adds characters that stay as they are."""
        if source:
            self._open[-1].append(source)

    def mark(self, mark: Mark) -> None:
        """Adds language metadata, a link or a place."""
        self._open[-1].append(mark)

    def block(self, content: Content, block: Block) -> None:
        """Adds a block where it stands; content without words stays in the skeleton and makes no block.

        Args:
            content: All that stands between the block's tags, white space included, untrimmed.
            block: Its kind and properties; `segments` is filled in here, if it is not `(next_segment,)` already.
        """
        lead, core, tail = peel(content, preserve=block.preserve)
        pieces = self._open[-1]
        if lead:
            pieces.extend(pieces_of(lead))
        if core:
            pieces.append(self._segment(core, block, around(lead, tail)))
        if tail:
            pieces.extend(pieces_of(tail))

    def attribute(self, content: Content, block: Block) -> Pieces:
        """Returns the pieces of an attribute value that is a block of its own, for a tag inside or outside a sentence."""
        lead, core, tail = peel(content, preserve=block.preserve)
        return (*pieces_of(lead), self._segment(core, block, around(lead, tail)), *pieces_of(tail)) if core else pieces_of(lead + tail)

    def extend(self, pieces: Pieces) -> None:
        """Adds pieces made elsewhere (a tag with slots and marks)."""
        self._open[-1].extend(pieces)

    def marker(self, mark: Mark, block: Block) -> None:
        """Adds a counterpart marker: a mark in the skeleton, and a block without segments that keeps its place among the others."""
        self._open[-1].append(mark)
        self._blocks.append(replace(block, kind="marker", segments=()))

    def kept(self, block: Block) -> None:
        """Adds a block whose text is not translated; its characters go into the skeleton by themselves, as literals."""
        if self._filters and not block.locales:
            block = replace(block, locales=self._filters[-1])
        self._blocks.append(block)

    def open_region(self, locales: LocaleFilter) -> None:
        """Begins a part that is meant for some languages only; blocks inside know it."""
        self._open.append([])
        self._filters.append(locales)

    def close_region(self) -> None:
        """Ends the innermost such part."""
        pieces = tuple(self._open.pop())
        self._open[-1].append(Region(self._filters.pop(), pieces))

    def finding(self, finding: Finding) -> None:
        """Adds something that the reader wants said."""
        self._findings.append(finding)

    def _segment(self, core: Content, block: Block, outside: tuple[Code, ...]) -> Slot:
        number = self.next_segment
        inline, codes = name(core, preserve=block.preserve)
        self._segments.append(Segment(len(self._blocks), core, encode(inline), codes, outside))
        if self._filters and not block.locales:
            block = replace(block, locales=self._filters[-1])
        self._blocks.append(with_segments(block, (number,)))
        return Slot(number)

    def document(self) -> Document:
        """Returns the document, its segments numbered in the order in which a reader meets them."""
        document = replace(
            self._document,
            pieces=tuple(self._open[0]),
            blocks=tuple(self._blocks),
            segments=tuple(self._segments),
            findings=tuple(self._findings),
        )
        return renumber(document)


def texts_of(source: str, *, decode_reference: Callable[[str], str] | None = None, reference: re.Pattern[str] | None = None) -> list[Text]:
    """Returns a stretch of a file as runs of text: references and line ends other than LF are runs of their own.

    Args:
        source: As found.
        decode_reference: What a match of `reference` means.
        reference: What is not literal text (a character reference of HTML or XML).
    """
    runs: list[Text] = []

    def literal(part: str) -> None:
        at = 0
        if "\r" not in part:
            runs.extend([Text(part, part)] if part else ())
            return
        for end in _LINE_END.finditer(part):
            if end.start() > at:
                runs.append(Text(part[at : end.start()], part[at : end.start()]))
            runs.append(Text("\n", end[0]))
            at = end.end()
        if at < len(part):
            runs.append(Text(part[at:], part[at:]))

    at = 0
    if reference is not None and decode_reference is not None:
        for match in reference.finditer(source):
            value = decode_reference(match[0])
            if value == match[0]:
                continue
            literal(source[at : match.start()])
            runs.append(Text(value, match[0]))
            at = match.end()
    literal(source[at:])
    return runs


def renumber(document: Document) -> Document:
    """Returns the document with segments and blocks in reading order: a text before the attributes of the codes inside it."""
    order: list[int] = []

    def visit(pieces: Pieces) -> None:
        for piece in pieces:
            if isinstance(piece, Slot):
                order.append(piece.segment)
                for code in document.segments[piece.segment].codes.values():
                    visit(code.pieces)
            elif isinstance(piece, Region):
                visit(piece.pieces)

    visit(document.pieces)
    if order == list(range(len(document.segments))):
        return document
    new = {old: number for number, old in enumerate(order)}
    by_block: dict[int, list[int]] = {}
    for old in order:
        by_block.setdefault(document.segments[old].block, []).append(new[old])
    sequence = _with_markers(document, sorted(by_block, key=lambda one: by_block[one][0]))
    place = {old: number for number, old in enumerate(sequence)}
    return replace(
        document,
        pieces=_moved(document.pieces, new),
        blocks=tuple(with_segments(document.blocks[old], tuple(by_block.get(old, ()))) for old in sequence),
        segments=tuple(_moved_segment(document.segments[old], place, new) for old in order),
    )


def _with_markers(document: Document, ranked: list[int]) -> list[int]:
    """Returns blocks in their new order, and the markers, which have no segments, behind the blocks that they followed."""
    rank = {old: number for number, old in enumerate(ranked)}
    markers: dict[int, list[int]] = {}
    reached = -1
    for number, block in enumerate(document.blocks):
        if number in rank:
            reached = max(reached, rank[number])
        elif not block.segments:
            markers.setdefault(reached, []).append(number)
    sequence = list(markers.get(-1, ()))
    for number, old in enumerate(ranked):
        sequence += [old, *markers.get(number, ())]
    return sequence


def _moved_segment(segment: Segment, place: Mapping[int, int], new: Mapping[int, int]) -> Segment:
    moved = with_pieces(segment, lambda pieces: _moved(pieces, new))
    return moved if place[segment.block] == segment.block else replace(moved, block=place[segment.block])


def _moved(pieces: Pieces, new: Mapping[int, int]) -> Pieces:
    return tuple(
        Slot(new[piece.segment])
        if isinstance(piece, Slot)
        else Region(piece.locales, _moved(piece.pieces, new))
        if isinstance(piece, Region)
        else piece
        for piece in pieces
    )


def require_identity(document: Document, data: bytes) -> None:
    """Makes sure that a document gives its source back.

    Raises:
        SourceError: It does not; names the first line that differs. Nothing may be written for this release then.
    """
    written = write(document)
    if written == data:
        return
    at = next((index for index, (one, other) in enumerate(zip(written, data, strict=False)) if one != other), min(len(written), len(data)))
    raise SourceError(
        f"the {document.format} reader can not give this file back byte for byte",
        path=document.path,
        line=data.count(b"\n", 0, at) + 1,
        hint="this is a defect of the program; the release is left alone, please report the file",
    )
