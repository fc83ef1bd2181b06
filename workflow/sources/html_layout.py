"""Where things stand in a page, found before it is read: tokens with their exact places, elements to pass over, places for links.

`turbohtml` tells tokens as a browser sees them. It normalises line ends and NUL, drops `</>` and an unfinished tag at the end, and
takes `noscript` for raw text; so it is shown a text of the same length in which these stand differently, and only the lengths of
its tokens are used: every character that goes on comes from the page itself.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field

import turbohtml
from turbohtml import Token, TokenType

from workflow.model import Mark
from workflow.sources.html_tags import BLOCK, HEAD, OPAQUE, RAW_TEXT

_OPAQUE_OR_TITLE = OPAQUE | {"title"}
_STRUCTURE = frozenset({"html", "head", "body", "article", "main"})
# ASCII: `ſ` is no s in a name (HTML Standard 13.2.5.8).
_NOSCRIPT = re.compile(r"(</?)n(?=oscript[\t\n\f\r />])", re.I | re.A)
_END = "</zoscript>"
# In XML, and in SVG within HTML, `<script/>` is an empty element; in HTML everything behind it would be script.
_EMPTY_RAW = re.compile(rf"<(?=(?:{'|'.join(sorted(RAW_TEXT))})(?:[\t\n\f\r ][^<>]*)?/>)[a-z]", re.I | re.A)

ALIASES = {"z" + name[1:]: name for name in (*RAW_TEXT, "noscript")}
"""Names under which the tokenizer was shown elements that it would take for raw text."""


@dataclass(slots=True)
class Layout:
    """A page as tokens."""

    tokens: list[Token]
    starts: list[int]
    """Of each token, its place in the page; one more: the end of what the tokenizer saw."""
    ends: dict[int, int]
    """Index of the start tag of an opaque element or `title` -> index of its end tag; not told where it has none."""
    xml: bool
    """True: `<p/>` is an empty element."""
    html: int = -1
    """Index of the first `html` tag, or -1."""
    page: bool = False
    """False: a fragment, without doctype, html, head or body."""
    body: int = 0
    """Index of the token with which the body begins."""
    places: dict[int, list[Mark]] = field(default_factory=dict)
    """Index of a token -> marks that stand before it; the number of tokens stands for the end of the page."""


def _shown(text: str, *, xml: bool) -> str:
    shown = text.replace("\r", " ").replace("\0", "\x01").replace("</>", "<!>")
    return _without_noscript(_with_empty_raw(shown, xml=xml))


def _with_empty_raw(shown: str, *, xml: bool) -> str:
    """Returns the page with elements that are empty there, and would be raw text elsewhere, under other names."""
    if xml:
        return _EMPTY_RAW.sub("<z", shown)
    at = shown.find("<svg")
    if at < 0:
        return shown
    parts = [shown[:at]]
    while at >= 0:
        end = shown.find("</svg", at)
        end = len(shown) if end < 0 else end
        parts.append(_EMPTY_RAW.sub("<z", shown[at:end]))
        at = shown.find("<svg", end)
        parts.append(shown[end : at if at >= 0 else len(shown)])
    return "".join(parts)


def _without_noscript(shown: str) -> str:
    """Returns the page with `noscript` under another name, so that its content is tags and texts.

    Where scripts run, `noscript` is raw text and ends at the first `</noscript` (HTML Standard 13.2.6.4.4 and 13.2.5.12); where they do
    not, a `title`, a comment, or a quotation mark in it may reach beyond that. What browsers take so differently is one comment here.
    """
    if not _NOSCRIPT.search(shown):
        return shown
    parts: list[str] = []
    kept = at = 0
    inside = False
    for token in _tokens(shown):
        size = len(token.data or "") if token.source is None else len(token.source)
        if inside and token.type is TokenType.TEXT and not _ends_itself(shown[at : at + size]):
            parts += [shown[kept:at], f"<!{' ' * (size - 3)}>" if size > 2 else "-" * size]
            kept = at + size
        inside = token.type is TokenType.START_TAG and token.tag == "noscript"
        at += size
    parts.append(shown[kept:])
    return _NOSCRIPT.sub(r"\1z", "".join(parts))


def _ends_itself(content: str) -> bool:
    """Tells if an end tag behind this content is read as one."""
    if "<" not in content:
        return True
    last = deque(_tokens(_NOSCRIPT.sub(r"\1z", content) + _END), maxlen=1)
    return bool(last) and last[0].type is TokenType.END_TAG and last[0].source == _END


def _tokens(shown: str) -> Iterator[Token]:
    return turbohtml.tokenize(shown, resolve_references=False, capture_source=True)


def lay_out(text: str, *, xml: bool) -> Layout:
    """Returns the tokens of a page and the places of what an export adds to it.

    Args:
        text: The page.
        xml: It is XHTML, where any element can be written as an empty one.
    """
    tokens = list(_tokens(_shown(text, xml=xml)))
    starts: list[int] = []
    opened: dict[str, list[int]] = {}
    ends: dict[int, int] = {}
    structure: list[int] = []
    at = 0
    start_tag, end_tag, doctype = TokenType.START_TAG, TokenType.END_TAG, TokenType.DOCTYPE
    for index, token in enumerate(tokens):
        starts.append(at)
        source = token.source
        at += len(token.data or "") if source is None else len(source)
        kind = token.type
        if kind is start_tag:
            name = token.tag
            if name in _OPAQUE_OR_TITLE:
                if not (token.self_closing and (xml or name in ("svg", "math"))):
                    opened.setdefault(name, []).append(index)
            elif name in _STRUCTURE:
                structure.append(index)
        elif kind is end_tag:
            name = token.tag
            if opened.get(name or ""):
                ends[opened[name or ""].pop()] = index
            elif name in _STRUCTURE:
                structure.append(index)
        elif kind is doctype:
            structure.append(index)
    starts.append(at)
    layout = Layout(tokens, starts, ends, xml)
    _find_places(layout, structure)
    return layout


def _find_places(layout: Layout, structure: list[int]) -> None:
    tokens = layout.tokens
    passed = _outermost(layout.ends)
    begins = [start for start, _ in passed]

    def visible(index: int) -> bool:
        number = bisect_right(begins, index) - 1
        return number < 0 or index > passed[number][1]

    seen = [index for index in structure if visible(index)]
    layout.page = any(tokens[index].type is TokenType.DOCTYPE or tokens[index].tag in ("html", "head", "body") for index in seen)
    htmls = [index for index in seen if tokens[index].type is TokenType.START_TAG and tokens[index].tag == "html"]
    layout.html = htmls[0] if htmls else -1
    if layout.page:
        first, layout.body, head_end = _head(layout)
        if not htmls:
            # A start tag of html that is left out stands, as it were, before all but doctype and comments.
            layout.places.setdefault(first, []).append(Mark("language", before='<html lang="', after='">'))
        layout.places.setdefault(head_end, []).append(Mark("head"))
    layout.places.setdefault(_end(layout, seen), []).append(Mark("end"))


def _outermost(ends: dict[int, int]) -> list[tuple[int, int]]:
    ranges: list[tuple[int, int]] = []
    for start in sorted(ends):
        if not ranges or start > ranges[-1][1]:
            ranges.append((start, ends[start]))
    return ranges


def _head(layout: Layout) -> tuple[int, int, int]:
    """Returns the indices of the first token of the page proper, of the first of its body, and of the token before which the head ends."""
    tokens = layout.tokens
    first = head_end = -1
    index = 0
    while index < len(tokens):
        token = tokens[index]
        kind = token.type
        if kind is TokenType.START_TAG:
            first = index if first < 0 else first
            name = ALIASES.get(token.tag or "", token.tag)
            if name not in HEAD:
                break
            index = layout.ends.get(index, index)
        elif kind is TokenType.END_TAG:
            if token.tag == "head" and head_end < 0:
                head_end = index
            elif token.tag in ("body", "html") or (token.tag in BLOCK and ALIASES.get(token.tag or "", token.tag) not in HEAD):
                break
        elif kind is TokenType.CHARACTER_REFERENCE or (kind is TokenType.TEXT and (token.data or "").strip("\t\n\f\r \ufeff")):
            break
        index += 1
    return (first if first >= 0 else index), index, (head_end if head_end >= 0 else index)


def _end(layout: Layout, seen: list[int]) -> int:
    """Returns the index of the token before which the counterpart link stands where a page has no marker for it."""
    last: dict[str, int] = {}
    opened: dict[str, list[bool]] = {"article": [], "main": []}
    for index in seen:
        token = layout.tokens[index]
        name = token.tag or ""
        if token.type is TokenType.START_TAG and name in opened:
            # What is left out for some languages can not hold what all of them need.
            opened[name].append(any(key.startswith("its-locale-filter") for key, _ in token.attrs or ()))
        elif token.type is TokenType.END_TAG and (name in ("body", "html") or (opened.get(name) and not opened[name].pop())):
            last[name] = index
    return next((last[name] for name in ("article", "main", "body", "html") if name in last), len(layout.tokens))
