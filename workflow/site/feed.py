"""Atom feeds (RFC 4287), one for each language, in pages that lead to each other (RFC 5005 section 3).

An entry needs a date of its last change (section 4.2.15). The clock has none to give: it is the later of the release's date and the
day on which its text last changed; where neither is known in a language, the day on which another one last changed. A release without any
of these is in no feed, and the run says so.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from urllib.parse import urlsplit

from workflow.site.published import Entry, Site, Version, absolute, feed_path, index_path, pages
from workflow.site.xml_text import DECLARATION, escape

_NEIGHBOUR = re.compile(rb'<link rel="(?:first|previous|next|last)" [^<>]*/>\n')

SIZE = 100
"""Entries a page."""


def updated(entry: Entry, version: Version) -> str:
    """Returns when an entry last changed, as RFC 3339 has it; empty if nothing tells."""
    known = max(entry.moment, _midnight(version.modified))
    return known or max((_midnight(one.modified) for one in entry.versions), default="")


def _midnight(day: str) -> str:
    return f"{day}T00:00:00Z" if day else ""


def dated(entries: Iterable[Entry], language: str) -> list[Entry]:
    """Returns what a language's feed lists of these entries, in their order."""
    return [one for one in entries if (version := one.version(language)) is not None and updated(one, version)]


def feed_page(
    site: Site, entries: Sequence[Entry], language: str, number: int, there: Callable[[str], bool], *, title: str, size: int = SIZE
) -> bytes:
    """Returns one page of a language's feed.

    Args:
        site: With a base address.
        entries: All that the feed lists (`dated`), at least one.
        language: Of the feed.
        number: From 1.
        there: Tells if a file is on disk: links lead nowhere else.
        title: Of the feed, in its language.
        size: Entries a page.
    """
    parts = pages(entries, size)
    links = [("self", number)]
    if len(parts) > 1:
        links += [("first", 1), ("previous", number - 1), ("next", number + 1), ("last", len(parts))]
    shown = [
        (rel, feed_path(language, at)) for rel, at in links if rel == "self" or (1 <= at <= len(parts) and there(feed_path(language, at)))
    ]
    here = [(one, version) for one in parts[number - 1] if (version := one.version(language)) is not None]
    lines = [
        DECLARATION,
        f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{escape(language)}">',
        f"<id>{escape(absolute(site.base_url, feed_path(language)))}</id>",
        f"<title>{escape(title)}</title>",
        f"<updated>{max(updated(one, version) for one, version in here)}</updated>",
        f"<author><name>{escape(_author(site, language))}</name></author>",
        f'<link rel="alternate" type="text/html" hreflang="{escape(language)}"'
        f' href="{escape(absolute(site.base_url, index_path(language)))}"/>',
        *(f'<link rel="{rel}" type="application/atom+xml" href="{escape(absolute(site.base_url, path))}"/>' for rel, path in shown),
        *(_entry(site, one, version) for one, version in here),
        "</feed>",
        "",
    ]
    return "\n".join(lines).encode()


def alone(page: bytes) -> bytes:
    """Returns a page of a feed, as written here, without its links to the others."""
    return _NEIGHBOUR.sub(b"", page)


def _author(site: Site, language: str) -> str:
    return site.publisher(language) or urlsplit(site.base_url).hostname or site.base_url


def _entry(site: Site, entry: Entry, version: Version) -> str:
    own = absolute(site.base_url, version.path)
    lines = ["<entry>", f"<id>{escape(own)}</id>", f"<title>{escape(version.title)}</title>"]
    if entry.moment:
        lines.append(f"<published>{entry.moment}</published>")
    lines.append(f"<updated>{updated(entry, version)}</updated>")
    for one in (version, *(other for other in entry.versions if other != version)):
        address = escape(absolute(site.base_url, one.path))
        lines.append(f'<link rel="alternate" type="text/html" hreflang="{escape(one.language)}" href="{address}"/>')
    if version.summary:
        lines.append(f"<summary>{escape(version.summary)}</summary>")
    return "\n".join([*lines, "</entry>"])
