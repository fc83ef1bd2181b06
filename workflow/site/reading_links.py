"""The addresses on a page and in a style sheet: what each is for, and where it stands.

Sources: HTML Standard, sections 4.2.4 (`link`), 4.6 (links), 4.8.4.2 (`srcset`); CSS Values and Units, section 4.5 (`url()`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

LinkKind = Literal["link", "image", "style", "script", "frame", "alternate", "canonical", "counterpart", "feed"]
"""`link`: an `a`; `alternate`: a `link rel=alternate hreflang` of the head; `counterpart`: an `a rel=alternate hreflang`; `feed`: a `link
rel=alternate` of another media type; `style` and `script`: what a browser runs or styles the page with."""


_ADDRESSES = {"href": "link", "src": "image", "poster": "image", "data": "frame"}
_FRAMES = frozenset({"iframe", "embed", "frame", "object"})
_CSS = re.compile(r"""(@import\s+|)(?:url\(\s*(?:"([^"]*)"|'([^']*)'|([^'"\s)]+))\s*\)|(?<=@import\s)\s*(?:"([^"]*)"|'([^']*)'))""", re.I)
_SRCSET = re.compile(r"\s*([^\s,]\S*[^\s,]|[^\s,])(?:\s[^,]*)?(?:,|$)")


@dataclass(frozen=True, slots=True)
class Link:
    """A reference from a page."""

    kind: LinkKind
    address: str
    """As a browser reads it: references resolved, white space at the ends gone."""
    line: int
    hreflang: str = ""
    language: str = ""
    """Its own `lang`."""
    made: bool = False
    """It stands in a block that the program writes into a page."""


def links_of(tag: str, attributes: dict[str, str], line: int, *, made: bool = False) -> Iterator[Link]:
    """Yields the addresses in a start tag, those of its `style` too."""
    rel = attributes.get("rel", "").lower().split()
    for name, kind in _ADDRESSES.items():
        address = attributes.get(name)
        if address is None or (name == "data" and tag != "object"):
            continue
        found: LinkKind = "link"
        if tag == "link":
            if "alternate" in rel and "stylesheet" not in rel:
                found = "alternate" if "hreflang" in attributes and not attributes.get("type") else "feed"
            elif "stylesheet" in rel:
                found = "style"
            elif "canonical" in rel:
                found = "canonical"
            elif {"preconnect", "dns-prefetch"} & set(rel):
                continue
        elif tag == "a" and "alternate" in rel and "hreflang" in attributes:
            found = "counterpart"
        elif tag == "script":
            found = "script"
        elif tag in _FRAMES:
            found = "frame"
        elif name != "href":
            found = kind  # type: ignore[assignment]  # one of the table above
        yield Link(found, address.strip(), line, attributes.get("hreflang", "").strip(), attributes.get("lang", "").strip(), made)
    for name in ("srcset", "imagesrcset"):
        if name in attributes:
            yield from (Link("image", match[1], line) for match in _SRCSET.finditer(attributes[name]))
    if "style" in attributes:
        yield from css_in(attributes["style"], line)


def css_in(text: str, line: int) -> Iterator[Link]:
    """Yields the addresses in a style sheet: `url(…)`, and those of `@import`, which is a style sheet of its own."""
    if "url(" not in text.lower() and "@import" not in text.lower():
        return
    for match in _CSS.finditer(text):
        address = next((part for part in match.groups()[1:] if part), "")
        imported = bool(match[1]) or match[0].lstrip()[:1] in "\"'"
        if address:
            yield Link("style" if imported else "image", address.strip(), line + text.count("\n", 0, match.start()))


def css_links(data: bytes) -> list[Link]:
    """Returns the addresses in a style sheet that is a file of its own."""
    return list(css_in(data.decode("utf-8", "replace"), 1))
