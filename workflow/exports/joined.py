"""Sentences that a translator says together (`<prev/>`), as one segment of the document, so that writers need not ask."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from workflow.errors import InlineError
from workflow.inline import PREVIOUS, encode, name
from workflow.languages import joins_without_space
from workflow.model import Block, Content, Document, Mark, Piece, Pieces, Region, Segment, Slot, Text


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
