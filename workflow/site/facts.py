"""What a written page says of itself: what lists show of it. Asked of the file, so that it holds for pages that keep an older text, too."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any

_SPACE = re.compile(r"\s+")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_LONGEST = 300
"""Characters of a summary; a description may be as long as its author likes."""


@dataclass(frozen=True, slots=True)
class Facts:
    """Of one page."""

    title: str
    """Without markup; empty if the page has none."""
    summary: str = ""
    published: str = ""
    """ISO date, or empty."""
    modified: str = ""
    """ISO date, or empty."""


def facts(page: bytes) -> Facts:
    """Returns what a page says of itself: Open Graph and JSON-LD first, then its heading, title and description.

    Args:
        page: HTML in any encoding that it declares.
    """
    from lxml import html
    from lxml.etree import ParserError

    def parsed(data: bytes) -> Any:
        try:
            return html.document_fromstring(data)
        except (ParserError, ValueError):
            return None

    root = parsed(_telling(page))
    if root is None or _first(root, "h1") == "":
        root = parsed(page)
    if root is None:
        return Facts("")
    meta: dict[str, str] = {}
    for one in root.iter("meta"):
        name = (one.get("property") or one.get("name") or "").strip().lower()
        meta.setdefault(name, _text(one.get("content") or ""))
    about = _article(root)
    title = meta.get("og:title") or _first(root, "h1") or _first(root, "title")
    return Facts(
        title,
        _short(meta.get("description") or meta.get("og:description") or ""),
        _day(about.get("datePublished") or meta.get("article:published_time")),
        _day(about.get("dateModified") or meta.get("article:modified_time")),
    )


def _telling(page: bytes) -> bytes:
    """A page up to its first heading and the last thing that its metadata say: to read the rest takes most of the time."""
    lower = page.lower()
    heading, meta, script = lower.find(b"</h1"), lower.rfind(b"<meta"), lower.rfind(b"ld+json")
    ends = (lower.find(end, at) for at, end in ((heading, b">"), (meta, b">"), (script, b"</script")) if at >= 0)
    return page[: max(ends) + len("</script>")] if heading >= 0 else page


def _article(root: Any) -> dict[str, Any]:
    """The last article in the page's JSON-LD: the program's own stands behind what the source brought."""
    found: dict[str, Any] = {}
    for one in root.iter("script"):
        if (one.get("type") or "").strip().lower() == "application/ld+json":
            try:
                data = json.loads(one.text or "")
            except ValueError:
                continue
            if isinstance(data, dict) and str(data.get("@type", "")).endswith("Article"):
                found = data
    return found


def _first(root: Any, name: str) -> str:
    return next((text for one in root.iter(name) if (text := _text(one.text_content()))), "")


def _text(text: str) -> str:
    return _SPACE.sub(" ", text).strip()


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else text[:_LONGEST].rsplit(" ", 1)[0] + " …"


def _day(value: object) -> str:
    match = _DAY.match(value) if isinstance(value, str) else None
    return match[0] if match else ""
