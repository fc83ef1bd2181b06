"""Blocks -> sentences: refines the skeleton and nothing else; one slot becomes `slot " " slot`.

Where a block is cut is told from outside (a `Segmenter`, or the cuts that a catalog already has); this module takes the codes out
of the text, maps the cuts back and puts the codes where they belong: closing codes to the left of a cut, opening codes to its right.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import replace

from workflow.inline import encode, name
from workflow.model import Block, Code, Content, Document, Mark, Piece, Pieces, Region, Segment, Slot, Text
from workflow.skeleton import around, peel, with_pieces, with_segments

Cut = Callable[[str, Block], Sequence[int]]
"""Where to cut: takes the plain text of a block and the block, returns offsets into that text, increasing, each just
before the white space between two sentences."""


def split(document: Document, cut: Cut) -> Document:
    """Returns the document with one segment a sentence.

    Blocks that preserve white space stay whole: there, a line end means something and a sentence does not.
    """
    parts = [_sentences(segment, document.blocks[segment.block], cut) for segment in document.segments]
    if not any(parts):
        return document
    segments: list[Segment] = []
    expansions: list[list[Piece | Code]] = []
    owned: dict[int, list[int]] = {}
    for segment, sentences in zip(document.segments, parts, strict=True):
        numbers = owned.setdefault(segment.block, [])
        if not sentences:
            numbers.append(len(segments))
            expansions.append([Slot(len(segments))])
            segments.append(segment)
            continue
        expansion: list[Piece | Code] = []
        for number, (lead, core, tail) in enumerate(sentences):
            expansion.extend(_between(lead) if number else _as_found(lead))
            if core:
                numbers.append(len(segments))
                expansion.append(Slot(len(segments)))
                segments.append(_segment(segment, core, around(lead, tail)))
            expansion.extend(_as_found(tail))
        expansions.append(expansion)

    def expand(pieces: Pieces) -> Pieces:
        expanded: list[Piece] = []
        for piece in pieces:
            if isinstance(piece, Region):
                expanded.append(Region(piece.locales, expand(piece.pieces)))
            elif isinstance(piece, Slot):
                for part in expansions[piece.segment]:
                    expanded.extend(expand(part.pieces) if isinstance(part, Code) else (part,))
            else:
                expanded.append(piece)
        return tuple(expanded)

    # What stays as it is is not made again: that takes longer than all the rest.
    return replace(
        document,
        pieces=expand(document.pieces),
        blocks=tuple([with_segments(block, tuple(owned.get(number, ()))) for number, block in enumerate(document.blocks)]),
        segments=tuple([with_pieces(segment, expand) for segment in segments]),
    )


def _sentences(segment: Segment, block: Block, cut: Cut) -> list[tuple[Content, Content, Content]]:
    """Returns lead, core and tail of each sentence of a segment, which joined are its content; nothing if it stays whole."""
    offsets = () if block.preserve else cut(text_of(segment.content), block)
    if not offsets:
        return []
    parts = cut_content(segment.content, offsets)
    return [peel(part, preserve=False) for part in parts] if len(parts) > 1 else []


PROTECTED = "\ufffc"
"""Stands for protected words in the text that sentences are found in (U+FFFC, object replacement character)."""


def text_of(content: Content) -> str:
    """Returns the text that sentences are found in: without codes, a line break as a line end, protected words as one character."""
    if len(content) == 1 and isinstance(only := content[0], Text):  # most blocks
        return only.value
    return "".join([item.value if isinstance(item, Text) else _stand_in(item) for item in content])


def _stand_in(code: Code) -> str:
    return PROTECTED if code.protected else "\n" if code.role == "break" else ""


def cut_content(content: Content, offsets: Sequence[int]) -> list[Content]:
    """Returns the content in parts, cut at offsets into its `text_of`; an offset inside a reference is passed over."""
    parts: list[list[Text | Code]] = [[]]
    left = deque(offsets)
    at = 0
    for item in content:
        if isinstance(item, Code):
            if left and left[0] == at and item.kind != "close":
                left.popleft()
                parts.append([])
            parts[-1].append(item)
            at += len(_stand_in(item))
            continue
        start = 0
        while left and left[0] < at + len(item.value):
            where = left.popleft() - at
            if where > start:
                if item.value != item.source:
                    continue
                parts[-1].append(Text(item.value[start:where], item.source[start:where]))
                start = where
            parts.append([])
        parts[-1].append(Text(item.value[start:], item.source[start:]) if start else item)
        at += len(item.value)
    return [tuple(part) for part in parts if part]


def _segment(whole: Segment, core: Content, outside: tuple[Code, ...]) -> Segment:
    inline, codes = name(core, preserve=False)
    return Segment(whole.block, core, encode(inline), codes, (*whole.around, *outside))


def _as_found(content: Content) -> list[Piece | Code]:
    return [item.source if isinstance(item, Text) else item for item in content]


def _between(content: Content) -> list[Piece | Code]:
    """The white space between two sentences is a mark: languages that join sentences without a space leave it out."""
    return [Mark("space", item.source, item.value) if isinstance(item, Text) else item for item in content]
