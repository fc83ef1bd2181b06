"""XML as it stands in the file: tags, text, comments… cut at their borders, every character kept.

The cutting is exact for well-formed text only; `workflow.sources.xml` lets lxml prove that first. Joined again, the tokens are the
text, and the start tags are, in order, the elements that lxml has.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal, NamedTuple

TokenKind = Literal["start", "empty", "end", "text", "cdata", "comment", "pi", "doctype"]

# XML 1.0 sections 2.5 to 2.8 and 3.1. `<` and `>` may stand in the literals of a document type declaration, `>` in attribute values.
_TOKEN = re.compile(
    r"""(?P<comment><!--.*?-->)
    |(?P<pi><\?.*?\?>)
    |(?P<cdata><!\[CDATA\[.*?\]\]>)
    |(?P<doctype><!DOCTYPE(?:[^\[\]<>"']++|"[^"]*"|'[^']*')*+(?:\[(?:<!--.*?-->|<\?.*?\?>|"[^"]*"|'[^']*'|[^\]"'<]++|<)*+\]\s*+)?>)
    |(?P<end></[^>]*>)
    |(?P<start><[^\s<>!?/](?:[^<>"']++|"[^"]*"|'[^']*')*+>)
    |(?P<text>[^<]++)""",
    re.X | re.S,
)
_ATTRIBUTE = re.compile(r"""\s([^\s=<>"'/]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_NAME = re.compile(r"</?([^\s/>]+)")

CDATA_OPEN, CDATA_CLOSE = "<![CDATA[", "]]>"

CHARACTER = re.compile(r"&(?:#[0-9]+|#x[0-9a-fA-F]+|lt|gt|amp|quot|apos);")
"""A reference that means one character everywhere (XML 1.0 sections 4.1 and 4.6)."""
ENTITY = re.compile(r"&(?!(?:lt|gt|amp|quot|apos);)([^#&;\s][^&;\s]*);")
"""A reference to an entity that a document type declaration has to define."""

_PREDEFINED = {"&lt;": "<", "&gt;": ">", "&amp;": "&", "&quot;": '"', "&apos;": "'"}


class Token(NamedTuple):
    """A stretch of an XML file."""

    kind: TokenKind
    source: str
    start: int
    """Offset in the decoded text, in code points, 0-based."""


class Attribute(NamedTuple):
    """An attribute in a tag; offsets are those of its value, inside the quotes, from the start of the tag."""

    name: str
    value: str
    """As found, references unresolved."""
    start: int
    end: int
    quote: Literal['"', "'"]


def tokens(text: str) -> Iterator[Token]:
    """Yields the tokens of an XML text in order."""
    for match in _TOKEN.finditer(text):
        kind: TokenKind = match.lastgroup  # type: ignore[assignment]  # the groups are named after the kinds
        if kind == "start" and match[0].endswith("/>"):
            kind = "empty"
        yield Token(kind, match[0], match.start())


def attributes(tag: str) -> Iterator[Attribute]:
    """Yields the attributes of a start tag in order."""
    for match in _ATTRIBUTE.finditer(tag):
        group = 2 if match[2] is not None else 3
        yield Attribute(match[1], match[group], match.start(group), match.end(group), '"' if group == 2 else "'")


def tag_name(tag: str) -> str:
    """Returns the name in a tag, with its prefix."""
    match = _NAME.match(tag)
    return match[1] if match else ""


def character(reference: str) -> str:
    """Returns what a match of `CHARACTER` means."""
    if reference in _PREDEFINED:
        return _PREDEFINED[reference]
    number = reference[2:-1]
    return chr(int(number[1:], 16) if number.startswith("x") else int(number))


def unescape(source: str) -> str:
    """Returns text with its character references resolved; references to other entities stay as they are."""
    return CHARACTER.sub(lambda match: character(match[0]), source)


def shape(tokens: list[Token]) -> tuple[dict[int, int], set[int]]:
    """Returns the number of each start tag's token -> that of its end tag's, and the start tags whose element has text of its own."""
    ends: dict[int, int] = {}
    mixed: set[int] = set()
    opened: list[int] = []
    for number, token in enumerate(tokens):
        if token.kind == "start":
            opened.append(number)
        elif token.kind == "empty":
            ends[number] = number
        elif token.kind == "end":
            ends[opened.pop()] = number
        elif token.kind in ("text", "cdata") and opened and not token.source.isspace():
            mixed.add(opened[-1])
    return ends, mixed
