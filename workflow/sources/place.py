"""The place of a release: a text of it that stands in its metadata, not in its source.

A dateline tells where and when a text was written (“Vienna, 14 March 2023”). The name of a place is translated like any other text, by
the same people, with the same memory, glossary and checks, and is reviewed before it is public; so the place is a segment, in catalogs and
in the aligned files. It has no slot in the skeleton: nothing of it is written into a file in the source's own vocabulary. A HTML source
has its dateline where its author wrote it, and gets none here.
"""

from __future__ import annotations

from dataclasses import replace

from workflow.inline import encode, name
from workflow.model import Block, Document, Segment, Text


def with_place(document: Document, place: str) -> Document:
    """Returns a document with the place of its release as its last segment; the same document where there is none, or for HTML.

    Args:
        document: As split: the name of a place is never cut (“St. Petersburg”).
        place: In the source language, on one line; empty: not told.
    """
    if not place or document.format == "html":
        return document
    content = (Text(place, place),)
    inline, codes = name(content, preserve=False)
    number = len(document.segments)
    block = Block("place", (number,), attribute="place")
    segment = Segment(len(document.blocks), content, encode(inline), codes)
    return replace(document, blocks=(*document.blocks, block), segments=(*document.segments, segment))
