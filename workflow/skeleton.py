"""The skeleton of a source: what of a block moves into it, and filling it: a document and texts -> bytes.

The same for every format; readers prove with it, exports are made with it.

`write(document)` is the source, byte for byte; with one text replaced, every byte outside its span is the same.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import replace

from workflow.errors import InlineError, SourceError
from workflow.inline import collapse, decode, nesting, tags
from workflow.languages import matches
from workflow.model import Block, Code, Content, Document, Escape, Mark, Piece, Pieces, Region, Segment, Slot, Text

# What XML 1.0 section 2.2 has no place for, and HTML calls a parse error: a catalog can not smuggle it into a page.
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
# At the edge of a text a no-break space keeps nothing together, and a translator would only lose it.
_EDGE = " \t\n\r\f\xa0"
# White space of Unicode, and what stands for none: em spaces alone are nothing to translate.
_SILENT = " \t\n\r\f\v\x1c\x1d\x1e\x1f\x85\xa0\u1680\u2028\u2029\u202f\u205f\u3000\u200b\ufeff" + "".join(map(chr, range(0x2000, 0x200B)))


def pieces_of(content: Content) -> Pieces:
    """Returns content as skeleton: texts as found, codes as their pieces."""
    pieces: list[Piece] = []
    for item in content:
        if isinstance(item, Text):
            pieces.append(item.source)
        else:
            pieces.extend(item.pieces)
    return tuple(pieces)


def peel(content: Content, *, preserve: bool) -> tuple[Content, Content, Content]:
    """Splits content into what moves into the skeleton before it, the text to translate, and what moves behind it.

    What moves: white space (unless it is preserved), void codes without words (`br`, `img`) at an edge, and a pair of
    codes that encloses all the rest. Protected content stays, and so does a code of which only one end is here.
    """
    if content and _begins(content[0]) and _ends(content[-1]):
        return (), content, ()  # as most have nothing to move
    items = deque(content)
    lead: list[Text | Code] = []
    tail: list[Text | Code] = []  # from its end
    while items:
        first, last = items[0], items[-1]
        if isinstance(first, Text):
            head, rest = _edge(first, preserve=preserve)
            if head is not None:
                lead.append(head)
                items.popleft()
                if rest is not None:
                    items.appendleft(rest)
                continue
        elif first.kind == "void" and not first.protected:
            lead.append(items.popleft())
            continue
        if isinstance(last, Text):
            rest, trail = _trailing(last, preserve=preserve)
            if trail is not None:
                tail.append(trail)
                items.pop()
                if rest is not None:
                    items.append(rest)
                continue
        elif last.kind == "void" and not last.protected:
            tail.append(items.pop())
            continue
        if isinstance(first, Code) and isinstance(last, Code) and first is not last and first.pair == last.pair:
            lead.append(items.popleft())
            tail.append(items.pop())
            continue
        break
    tail.reverse()
    for item in items:  # asked of each sentence; a generator takes twice as long
        if _says_something(item):
            return tuple(lead), tuple(items), tuple(tail)
    return (*lead, *items, *tail), (), ()


def _begins(item: Text | Code) -> bool:
    return isinstance(item, Text) and item.value[:1] not in _EDGE and _says_something(item)


def _ends(item: Text | Code) -> bool:
    return isinstance(item, Text) and item.value[-1:] not in _EDGE


def around(lead: Content, tail: Content) -> tuple[Code, ...]:
    """Returns the opening codes of the pairs that enclose a whole segment, outermost first: they are part of what it is."""
    if not (lead and tail):
        return ()
    closed = {item.pair for item in tail if isinstance(item, Code) and item.kind == "close"}
    return tuple(item for item in lead if isinstance(item, Code) and item.kind == "open" and item.pair in closed)


def _says_something(item: Text | Code) -> bool:
    return item.protected if isinstance(item, Code) else bool(item.value.strip() and item.value.strip(_SILENT))


def _edge(text: Text, *, preserve: bool) -> tuple[Text | None, Text | None]:
    """Cuts the white space off the start of a run: (white space, rest), either None where there is none."""
    if preserve and text.value.strip():
        return None, text
    kept = text.value.lstrip(_EDGE)
    if not kept:
        return text, None
    cut = len(text.value) - len(kept)
    if not cut or text.value != text.source:
        return None, text
    return Text(text.value[:cut], text.source[:cut]), Text(kept, text.source[cut:])


def _trailing(text: Text, *, preserve: bool) -> tuple[Text | None, Text | None]:
    """Cuts the white space off the end of a run: (rest, white space), either None where there is none."""
    if preserve and text.value.strip():
        return text, None
    kept = text.value.rstrip(_EDGE)
    if not kept:
        return None, text
    if len(kept) == len(text.value) or text.value != text.source:
        return text, None
    return Text(kept, text.source[: len(kept)]), Text(text.value[len(kept) :], text.source[len(kept) :])


def with_segments(block: Block, segments: tuple[int, ...]) -> Block:
    """Returns a block with these segments; the same block if it has them."""
    if block.segments == segments:
        return block
    # By place: where a release is cut, all blocks behind the first cut are made again, and `replace` takes twice the time.
    before = (block.line, block.element, block.attribute, block.context, block.notes, block.level)
    return Block(block.kind, segments, *before, block.header, block.preserve, block.escape, block.locales, block.containers, block.kept)


def with_pieces(segment: Segment, change: Callable[[Pieces], Pieces]) -> Segment:
    """Returns a segment with the pieces of its codes changed; the same segment if none of them has a slot, and so a reason to."""

    def changed(code: Code) -> Code:
        return replace(code, pieces=change(code.pieces)) if _has_slots(code) else code

    if not (segment.codes or segment.around) or not any(map(_has_slots, (*segment.codes.values(), *segment.around))):
        return segment
    return replace(
        segment,
        content=tuple(changed(item) if isinstance(item, Code) else item for item in segment.content),
        codes={tag: changed(code) for tag, code in segment.codes.items()},
        around=tuple(changed(code) for code in segment.around),
    )


def _has_slots(code: Code) -> bool:
    return any(isinstance(piece, (Slot, Region)) for piece in code.pieces)


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
            for item in segment.content:
                if isinstance(item, Text):
                    out.append(item.source)
                elif len(item.pieces) == 1 and isinstance(only := item.pieces[0], str):  # most tags
                    out.append(only)
                else:
                    put(item.pieces)
            return
        block = document.blocks[segment.block]
        inline = decode(text if block.preserve else collapse(text).strip(" "))
        if len(inline) == 1 and not segment.codes and isinstance(words := inline[0], str):  # most texts
            out.append(_escape(words, block.escape, document))
            return
        problems = nesting(decode(segment.text), inline) if segment.codes or tags(inline) else ()
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
