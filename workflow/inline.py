r"""Codes and text: the one place that knows how inline markup looks in a catalog.

A segment's `Content` (what stands in the file) becomes an `Inline` (text and tags), and that becomes the plain text which a
translator sees. The way back is `decode`; what the codes stand for is looked up in `Segment.codes`.

    content  --name-->  inline, codes        inline --encode--> text --decode--> inline

Text stays readable. Only what would be read as a code (`<`, an optional `/`, a name, optional attributes, `>`) or as
one of the two escapes is escaped; nothing else is an entity in a catalog:

>>> encode(("R&D, 5 < 6: ", Tag("a", "open"), "the report", Tag("a", "close"), Tag("br", "void")))
'R&D, 5 < 6: <a>the report</a><br/>'
>>> encode(("type <br> or &lt;",))
'type &lt;br> or &amp;lt;'
>>> decode("type &lt;br> or &amp;lt;")
('type <br> or &lt;',)
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache

from workflow.model import Code, CodeKind, Content, Inline, Tag, Text

_NAME = r"[A-Za-z_][\w.:-]*"
# Attributes do not reach over an escape: what encode made of one code-shaped text can not be read as part of another.
_ATTRIBUTES = r"(?:\s(?:[^<>&]|&(?!lt;|amp;))*?)?"
_TOKEN = re.compile(rf"&lt;|&amp;|<(/?)({_NAME}{_ATTRIBUTES})(/?)>")
_ESCAPED = re.compile(rf"&(?=lt;|amp;)|<(?=/?{_NAME}{_ATTRIBUTES}/?>)")
_SPACE = re.compile(r"[ \t\n\r\f]+")
# A text that has none of these has nothing to collapse; to look for each takes a tenth of the time of a substitution.
_MORE_THAN_A_SPACE = ("  ", "\n", "\t", "\r", "\f")
_NOT_IN_NAME = re.compile(r"[^\w.:-]")

PREVIOUS = "<prev/>"
"""The whole msgstr of a sentence that is said together with the one before it."""


def join(parts: Iterable[str | Tag]) -> Inline:
    """Returns the parts as an `Inline`: adjacent strings joined, empty ones left out."""
    joined: list[str | Tag] = []
    run: list[str] = []
    for part in parts:
        if isinstance(part, str):
            if part:
                run.append(part)
            continue
        if run:
            # Put together once: to add to a text again and again takes the square of the time.
            joined.append(run[0] if len(run) == 1 else "".join(run))
            run = []
        joined.append(part)
    if run:
        joined.append(run[0] if len(run) == 1 else "".join(run))
    return tuple(joined)


def encode(inline: Inline) -> str:
    """Returns the text that a translator sees; `decode` gives the same inline back."""
    if len(inline) == 1 and isinstance(only := inline[0], str):  # most texts
        return _escape(only)
    return "".join([_escape(part) if isinstance(part, str) else show(part) for part in join(inline)])


def _escape(text: str) -> str:
    if "&" not in text and "<" not in text:  # most texts; asked again and again in a run
        return text
    return _ESCAPED.sub(lambda match: "&amp;" if match[0] == "&" else "&lt;", text)


def decode(text: str) -> Inline:
    """Returns the text and tags of a msgid or msgstr, in one pass.

    Whatever is shaped like a code becomes a `Tag`, also where its source has none of that name (`compare` says so);
    its name then is all that stood between the angle brackets.
    """
    if "&" not in text and "<" not in text:
        return (text,) if text else ()
    return _decoded(text)


@lru_cache(maxsize=2048)  # of one release: each text is asked for by checks, pages, TEI and TMX
def _decoded(text: str) -> Inline:
    parts: list[str | Tag] = []
    at = 0
    for match in _TOKEN.finditer(text):
        parts.append(text[at : match.start()])
        at = match.end()
        if match[0] == "&lt;":
            parts.append("<")
        elif match[0] == "&amp;":
            parts.append("&")
        else:
            parts.append(_tag(match))
    parts.append(text[at:])
    return join(parts)


def _tag(match: re.Match[str]) -> Tag:
    kind: CodeKind = "close" if match[1] else "void" if match[3] else "open"
    return Tag(match[2], kind)


def show(tag: Tag) -> str:
    """Returns a tag as it is typed: `<a>`, `</a>`, `<br/>`."""
    return f"<{tag.name}>" if tag.kind == "open" else f"</{tag.name}>" if tag.kind == "close" else f"<{tag.name}/>"


def plain(inline: Inline) -> str:
    """Returns the text without its codes."""
    return "".join(part for part in inline if isinstance(part, str))


def tags(inline: Inline) -> tuple[Tag, ...]:
    """Returns the codes without the text."""
    return tuple(part for part in inline if isinstance(part, Tag))


def collapse(text: str) -> str:
    """Returns the text with each run of white space as one space; no-break spaces are no white space (CSS Text 3, section 4.1)."""
    for found in _MORE_THAN_A_SPACE:
        if found in text:
            return _SPACE.sub(" ", text)
    return text


def shortened(text: str, most: int) -> str:
    """Returns a text of so many characters at most, with an ellipsis where something was cut off."""
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def name(content: Content, *, preserve: bool) -> tuple[Inline, dict[Tag, Code]]:
    """Names the codes of a segment and returns its inline text, and what each tag stands for.

    The first code of an element is named after it, the second `<a2>`, whatever their attributes; a name that a real
    element of the segment has is skipped, and so is `prev`, which means something else in a msgstr.
    """
    if len(content) == 1 and isinstance(only := content[0], Text):  # most segments
        value = only.value if preserve else collapse(only.value)
        return (value,) if value else (), {}
    taken: set[str] = set()
    names: dict[int, str] = {}
    counts: dict[str, int] = {}
    parts: list[str | Tag] = []
    codes: dict[Tag, Code] = {}
    for item in content:
        if isinstance(item, Text):
            parts.append(item.value)
            continue
        if item.pair not in names:
            base = _base(item.element)
            number = counts.get(base, 0) + 1
            if number == 1 and base == "prev":
                number = 2
            if number > 1:
                taken = taken or {code.element for code in content if isinstance(code, Code)}
                while f"{base}{number}" in taken:
                    number += 1
            counts[base] = number
            names[item.pair] = base if number == 1 else f"{base}{number}"
        tag = _named(names[item.pair], item.kind)
        parts.append(tag)
        codes[tag] = item
    inline = join(parts)
    if not preserve:
        inline = tuple([collapse(part) if isinstance(part, str) else part for part in inline])
    return inline, codes


@lru_cache(maxsize=256)
def _named(name: str, kind: CodeKind) -> Tag:
    return Tag(name, kind)  # the same few in all segments


@lru_cache(maxsize=256)
def _base(element: str) -> str:
    base = _NOT_IN_NAME.sub("_", element)
    return base if re.match(r"[A-Za-z_]", base) else f"_{base}"


def isolated(source: Inline) -> tuple[tuple[Tag, ...], tuple[Tag, ...]]:
    """Returns the closing codes whose opening is in an earlier sentence, and the opening codes whose closing is in a later one."""
    opened: dict[int, Tag] = {}
    places: dict[str, list[int]] = {}
    closed: list[Tag] = []
    for place, tag in enumerate(tags(source)):
        if tag.kind == "open":
            opened[place] = tag
            places.setdefault(tag.name, []).append(place)
        elif tag.kind == "close":
            if before := places.get(tag.name):
                del opened[before.pop()]
            else:
                closed.append(tag)
    return tuple(closed), tuple(opened.values())


def compare(source: Inline, target: Inline) -> tuple[str, ...]:
    """Returns what is wrong with the codes of a translation, as short phrases; an empty tuple if nothing is.

    >>> compare(decode("See <a>it</a>."), decode("См. это."))
    ('<a> is missing', '</a> is missing')
    """
    expected, found = tags(source), tags(target)
    if not (expected or found):
        return ()
    known, times = set(expected), dict.fromkeys(found, 0)
    for tag in found:
        times[tag] += 1
    problems = [f"{show(tag)} is missing" for tag in expected if tag not in times]
    problems += [f"{show(tag)} is not a code of the source" for tag in times if tag not in known]
    problems += [f"{show(tag)} stands {count} times" for tag, count in times.items() if tag in known and count > 1]
    return tuple(problems) or nesting(source, target)


def nesting(source: Inline, target: Inline) -> tuple[str, ...]:
    """Returns what keeps the codes of a translation from being written as well-formed markup, as short phrases.

    A translation may leave out a void code or a pair; it may not break a pair, cross two, or lose the one end that a
    sentence has of a code which spans several.
    """
    known, found = set(tags(source)), tags(target)
    if not (known or found):
        return ()
    closes, opens = isolated(source)
    starts, ends = set(opens), set(closes)
    stack: list[Tag] = []
    early: list[Tag] = []
    seen: set[Tag] = set()
    for tag in found:
        if tag not in known:
            return (f"{show(tag)} is not a code of the source",)
        if tag in seen:
            return (f"{show(tag)} stands twice",)
        seen.add(tag)
        if tag.kind == "open":
            stack.append(tag)
        elif tag.kind == "close":
            if stack and stack[-1].name == tag.name:
                stack.pop()
            elif not stack and tag in ends:
                early.append(tag)
            else:
                return (f"{show(tag)} closes what is not open there",)
    for tag in stack:
        if tag not in starts:
            return (f"{show(tag)} is not closed",)
    for tag in (*closes, *opens):
        if tag not in seen:
            return (f"{show(tag)} is missing",)
    if tuple(stack) != opens or tuple(early) != closes:
        return (f"{show((*closes, *opens)[0])} stands out of order",)
    return ()


def strip_codes(text: str, codes: Mapping[Tag, Code]) -> str:
    """Returns a msgstr without any code that its source has, as text that can always be written."""
    return encode(join(part for part in decode(text) if isinstance(part, str) or part not in codes))
