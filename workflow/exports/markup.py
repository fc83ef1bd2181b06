"""Elements to XML text, for the exports whose vocabulary is ours to choose (TEI, TMX, XCES).

A file is a tree of `Element` down to what stands on one line; what stands inside a line is written as text at once, by
`escape`, `inside` and `tag`: there are ten times as many of those, and they need no indentation.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

# What XML 1.0 section 2.2 has no place for, lone surrogates included: no text can make a file ill-formed.
_NO_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_CONTROLS = bytes({*range(0x20)} - {*b"\t\n\r"})
_NONCHARACTERS = ("\ufffe".encode(), "\uffff".encode())


@dataclass(slots=True)
class Element:
    """An element that begins on a line of its own."""

    name: str
    attributes: Mapping[str, str] = field(default_factory=dict)
    """Values as text, escaped when written; in the order in which they are written."""
    children: Sequence[Element | str | int] = ()
    """Elements, and markup as it is written, each on a line of its own; a number stands for markup that is asked for when it is written."""
    tight: bool = False
    """True: white space inside means something, so none is added; the children are markup then."""


def clean(text: str) -> str:
    """Returns the text without the characters that XML and HTML have no place for."""
    return _NO_XML.sub("", text)


def escape(text: str) -> str:
    """Returns text as element content; what XML has no place for goes when the `whole` file is written."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\r", "&#13;")


def quote(text: str) -> str:
    """Returns text as an attribute value, with its double quotes around it."""
    if text.isalnum():  # ids, numbers, names: most values
        return f'"{text}"'
    return '"' + escape(text).replace('"', "&quot;").replace("\n", "&#10;").replace("\t", "&#9;") + '"'


def tag(name: str, attributes: Mapping[str, str]) -> str:
    """Returns what stands between the angle brackets of a start tag."""
    return name + "".join([f" {key}={quote(value)}" for key, value in attributes.items()]) if attributes else name


def inside(name: str, attributes: Mapping[str, str], children: Sequence[str]) -> str:
    """Returns an element with markup in it, without added white space; an empty tag where there are no children."""
    return f"<{tag(name, attributes)}>{''.join(children)}</{name}>" if children else f"<{tag(name, attributes)}/>"


def leaf(name: str, attributes: Mapping[str, str], text: str) -> str:
    """Returns an element with text in it."""
    return f"<{tag(name, attributes)}>{escape(text)}</{name}>"


def whole(root: Element, say: Callable[[int], str] = str) -> bytes:
    """Returns a whole file in UTF-8, indented by two spaces a level.

    No document type: it would name a file which is not there, and readers go looking for it.

    Args:
        root: The file.
        say: Returns the markup that a number among the children stands for.
    """
    lines = ['<?xml version="1.0" encoding="UTF-8"?>']
    _write(root, "", lines, say)
    lines.append("")
    # Once a file instead of once a text: UTF-8 itself refuses lone surrogates, and bytes are searched many times faster than text.
    data = "\n".join(lines).encode("utf-8", "ignore").translate(None, _CONTROLS)
    for one in _NONCHARACTERS:
        data = data.replace(one, b"")
    return data


def _write(element: Element, indent: str, lines: list[str], say: Callable[[int], str]) -> None:
    start = tag(element.name, element.attributes)
    if not element.children:
        lines.append(f"{indent}<{start}/>")
    elif element.tight:
        inside = [say(child) if isinstance(child, int) else child for child in element.children if not isinstance(child, Element)]
        lines.append(f"{indent}<{start}>{''.join(inside)}</{element.name}>")
    else:
        lines.append(f"{indent}<{start}>")
        deeper = indent + "  "
        for child in element.children:
            if isinstance(child, Element):
                _write(child, deeper, lines, say)
            else:
                lines.append(deeper + (say(child) if isinstance(child, int) else child))
        lines.append(f"{indent}</{element.name}>")
