"""Text with codes as a tree of elements, and what an element of the source means in another vocabulary."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import quote

from workflow.exports.parallel import Side
from workflow.inline import decode, show
from workflow.languages import joins_without_space, matches
from workflow.model import Code, Document, Inline, Mark, Pieces, Region, Tag, Text

_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
_SAFE = {"http", "https", "mailto"}
_COMMENT = re.compile(r"<!--.*?-->", re.S)
_CDATA = re.compile(r"<!\[CDATA\[(.*?)\]\]>", re.S)
_MARKUP = re.compile(r"<[^<>]*>")
# Anything else that a URI has no place for is percent-encoded (RFC 3986 section 2); what is encoded already stays.
_URI = "%/:?#[]@!$&'()*+,;=~"


@dataclass(frozen=True, slots=True)
class Span:
    """An inline element with what stands in it."""

    code: Code
    children: tuple[Span | str, ...] = ()


def items(inline: Inline, codes: Mapping[Tag, Code]) -> list[str | Code]:
    """Returns text and codes in order; what is shaped like a code but is none of the source's stays text."""
    return [part if isinstance(part, str) else codes.get(part, show(part)) for part in inline]


def paired(parts: Sequence[str | Code]) -> set[int]:
    """Returns the positions of the codes whose other end is among the parts too, and which cross no other pair."""
    if len(parts) < 2:
        return set()
    whole: set[int] = set()
    opened: list[tuple[int, int]] = []
    for at, part in enumerate(parts):
        if isinstance(part, str):
            continue
        if part.kind == "open":
            opened.append((part.pair, at))
        elif part.kind == "close" and any(pair == part.pair for pair, _ in opened):
            pair, start = opened.pop()
            while pair != part.pair:
                pair, start = opened.pop()
            whole |= {start, at}
    return whole


def nest(parts: Sequence[str | Code]) -> tuple[Span | str, ...]:
    """Returns the parts as a tree. A code of which only one end is there is left out, its text stays."""
    if len(parts) == 1 and isinstance(parts[0], str):  # most sentences have no codes
        return (parts[0],)
    whole = paired(parts)
    root: list[Span | str] = []
    stack: list[tuple[Code, list[Span | str]]] = []
    for at, part in enumerate(parts):
        inside = stack[-1][1] if stack else root
        if isinstance(part, str):
            inside.append(part)
        elif part.kind == "void":
            inside.append(Span(part))
        elif at not in whole:
            continue
        elif part.kind == "open":
            stack.append((part, []))
        else:
            code, children = stack.pop()
            (stack[-1][1] if stack else root).append(Span(code, tuple(children)))
    return tuple(root)


def sentence(side: Side, number: int) -> tuple[Span | str, ...]:
    """Returns the tree of one segment, in the codes that enclose it as a whole."""
    segment = side.document.segments[number]
    tree = nest(items(side.inline(number), segment.codes))
    for code in reversed(segment.around):
        tree = (Span(code, tree),)
    return tree


def block(side: Side, number: int) -> tuple[Span | str, ...]:
    """Returns the tree of a block's sentences, joined as the language joins them: a code that spans several is whole here.

    Of a block that nobody translates, the tree of what its source has.
    """
    kept = side.document.blocks[number].kept
    if kept is not None:
        return nest(items(decode(kept.text), kept.codes))
    between = "" if joins_without_space(side.language) else " "
    root: list[Span | str] = []
    run: list[str | Code] = []
    for place, segment in enumerate(side.said(number)):
        found = side.document.segments[segment]
        if found.around:
            # A code around a whole sentence crosses none that spans several.
            root += [*nest([*run, between] if place else run), *sentence(side, segment)]
            run = []
            continue
        if place:
            run.append(between)
        run += items(side.inline(segment), found.codes)
    return (*root, *nest(run))


def as_found(pieces: Pieces, document: Document, language: str = "") -> str:
    """Returns the source's characters of some pieces; without those that are not for the language, where one is named."""
    if len(pieces) == 1 and isinstance(pieces[0], str):  # most tags
        return pieces[0]
    found = []
    for piece in pieces:
        if isinstance(piece, str):
            found.append(piece)
        elif isinstance(piece, Mark):
            found.append(piece.source)
        elif isinstance(piece, Region):
            if not language or matches(language, piece.locales.ranges, exclude=piece.locales.exclude):
                found.append(as_found(piece.pieces, document, language))
        else:
            content = document.segments[piece.segment].content
            found.extend(item.source if isinstance(item, Text) else as_found(item.pieces, document, language) for item in content)
    return "".join(found)


def protected_text(code: Code, side: Side, *, preserve: bool = False) -> str:
    """Returns the words that a protected code stands for, without markup; with their lines, where the block preserves them.

    What is not meant for the side's language is left out.
    """
    source = _COMMENT.sub("", as_found(code.pieces, side.document, side.language))
    source = _CDATA.sub(lambda match: html.escape(match[1], quote=False), source)
    words = html.unescape(_MARKUP.sub("", source))
    return words.replace("\r\n", "\n").replace("\r", "\n") if preserve else " ".join(words.split())


@lru_cache(maxsize=4096)  # every version of a release names the same addresses, and most releases name some of them
def safe_address(address: str) -> str | None:
    """Returns an address of the web, of mail, or relative, as a URI; None for every other scheme (`javascript:`)."""
    # Browsers ignore white space and controls before and inside a scheme (URL Standard, section 4.4).
    address = re.sub(r"[\x00-\x20]+", lambda match: "" if "\n" in match[0] or "\t" in match[0] else " ", address).strip(" \x00")
    scheme = _SCHEME.match(re.sub(r"[\x00-\x20]", "", address))
    if not address or (scheme and scheme[1].lower() not in _SAFE):
        return None
    try:
        return quote(address, safe=_URI)
    except UnicodeEncodeError:
        return None
