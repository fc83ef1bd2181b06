"""Elements to XML text, for the exports whose vocabulary is ours to choose (TEI, TMX, XCES)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

# What XML 1.0 section 2.2 has no place for, lone surrogates included: no text can make a file ill-formed.
_NO_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Element:
    """An element to be written."""

    name: str
    attributes: Mapping[str, str] = field(default_factory=dict)
    """Values as text, escaped when written; in the order in which they are written."""
    children: Sequence[Element | str] = ()
    tight: bool = False
    """True: white space inside means something, so none is added."""


def clean(text: str) -> str:
    """Returns the text without the characters that XML and HTML have no place for."""
    return _NO_XML.sub("", text)


def escape(text: str) -> str:
    """Returns text as element content."""
    return clean(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\r", "&#13;")


def quote(text: str) -> str:
    """Returns text as an attribute value, with its double quotes around it."""
    return '"' + escape(text).replace('"', "&quot;").replace("\n", "&#10;").replace("\t", "&#9;") + '"'


def whole(root: Element) -> bytes:
    """Returns a whole file in UTF-8, indented by two spaces a level.

    No document type: it would name a file which is not there, and readers go looking for it.
    """
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{_written(root, 0)}\n'.encode()


def _written(element: Element, depth: int) -> str:
    start = element.name + "".join(f" {name}={quote(value)}" for name, value in element.attributes.items())
    if not element.children:
        return f"<{start}/>"
    if element.tight or any(isinstance(child, str) for child in element.children):
        inside = "".join(escape(child) if isinstance(child, str) else _written(_tight(child), 0) for child in element.children)
        return f"<{start}>{inside}</{element.name}>"
    indent = "\n" + "  " * (depth + 1)
    inside = "".join(indent + _written(child, depth + 1) for child in element.children if isinstance(child, Element))
    return f"<{start}>{inside}\n{'  ' * depth}</{element.name}>"


def _tight(element: Element) -> Element:
    return Element(element.name, element.attributes, element.children, tight=True)
