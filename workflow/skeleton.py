"""Filling a skeleton: a document and texts -> bytes. The same for every format; readers prove with it, exports are made with it.

`write(document)` is the source, byte for byte; with one text replaced, every byte outside its span is the same.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from workflow.errors import InlineError, SourceError
from workflow.inline import collapse, decode, nesting
from workflow.languages import matches
from workflow.model import Content, Document, Escape, Mark, Piece, Pieces, Slot, Text

# What XML 1.0 section 2.2 has no place for, and HTML calls a parse error: a catalog can not smuggle it into a page.
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def pieces_of(content: Content) -> Pieces:
    """Returns content as skeleton: texts as found, codes as their pieces."""
    pieces: list[Piece] = []
    for item in content:
        if isinstance(item, Text):
            pieces.append(item.source)
        else:
            pieces.extend(item.pieces)
    return tuple(pieces)


def write(
    document: Document,
    texts: Mapping[int, str] | None = None,
    *,
    language: str | None = None,
    marks: Callable[[Mark], str | None] | None = None,
) -> bytes:
    """Returns the source with texts, and where asked language metadata and links, replaced.

    Args:
        document: As read, or split.
        texts: Index of a segment -> its translation as it stands in a catalog. Segments that are not named, and texts equal to
            the source's, are written as found.
        language: Leaves out the regions that are not meant for it; None keeps all.
        marks: Called for each mark; returns what to write there, or None for as found. An empty string removes it.

    Raises:
        InlineError: A text's codes can not be written as well-formed markup.
        SourceError: A plain text holds a letter that the file's encoding lacks.
    """
    texts = texts or {}
    out: list[str] = []

    def put(pieces: Pieces) -> None:
        for piece in pieces:
            if isinstance(piece, str):
                out.append(piece)
            elif isinstance(piece, Slot):
                put_segment(piece.segment)
            elif isinstance(piece, Mark):
                new = marks(piece) if marks else None
                out.append(piece.source if new is None else f"{piece.before}{new}{piece.after}" if new else "")
            elif language is None or matches(language, piece.locales.ranges, exclude=piece.locales.exclude):
                put(piece.pieces)

    def put_segment(number: int) -> None:
        segment = document.segments[number]
        text = texts.get(number)
        if text is None or text == segment.text:
            put(pieces_of(segment.content))
            return
        block = document.blocks[segment.block]
        inline = decode(text if block.preserve else collapse(text).strip(" "))
        problems = nesting(decode(segment.text), inline)
        if problems:
            raise InlineError(
                f"{problems[0]} in “{text}”", path=document.path, line=block.line, hint="use the codes as the source has them"
            )
        for part in inline:
            if isinstance(part, str):
                out.append(_escape(part, block.escape, document))
            else:
                put(segment.codes[part].pieces)

    put(document.pieces)
    whole = "".join(out)
    try:
        return document.bom + whole.encode(document.encoding, "strict" if document.format == "text" else "xmlcharrefreplace")
    except UnicodeEncodeError as error:
        raise SourceError(
            f"“{whole[error.start]}” can not be written in {document.encoding}", path=document.path, hint="save the source as UTF-8"
        ) from None


def _escape(text: str, escape: Escape, document: Document) -> str:
    text = _CONTROL.sub("", text)
    if document.newline != "\n":
        text = text.replace("\n", document.newline)
    if escape == "none":
        return text
    if escape == "cdata":
        return _cdata(text, document.encoding)
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    if escape == "double":
        return text.replace('"', "&quot;")
    if escape == "single":
        return text.replace("'", "&#39;")
    if escape == "bare":
        return re.sub(r"[\s\"'=`]", lambda match: f"&#{ord(match[0])};", text)
    return text


def _cdata(text: str, encoding: str) -> str:
    """A CDATA section has no references (XML 1.0 section 2.7): what can not stand in it is written between two sections."""
    text = text.replace("]]>", "]]]]><![CDATA[>")
    out = []
    for character in text:
        try:
            character.encode(encoding)
            out.append(character)
        except UnicodeEncodeError:
            out.append(f"]]>&#{ord(character)};<![CDATA[")
    return "".join(out)
