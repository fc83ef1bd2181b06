"""What is public, as values: the one registry that index pages, feeds and the sitemap are written from.

Paths are POSIX paths below the folder that is served (`ru/2024/a.html`), as files are named, not encoded.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import quote

SITEMAP = "sitemap.xml"
CHOICE = "index.html"
"""The page at the root of the site: a choice of languages."""
_CHOICE_MARK = b"<!--language choice-->"

_OURS = re.compile(r"(?:index|feed)(?:-\d+)?|404")
_SUFFIXES = {"index": ".html", "404": ".html", "feed": ".xml"}


@dataclass(frozen=True, slots=True)
class Version:
    """A release's page in one language."""

    language: str
    path: str
    title: str
    summary: str = ""
    """Plain text; empty if the page has none."""
    modified: str = ""
    """ISO date on which the text last changed, where that is known."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A release of which at least one page is public."""

    release: str
    versions: tuple[Version, ...]
    """In the order in which languages are shown; at least one."""
    date: str = ""
    """ISO date that the release bears, or empty."""
    moment: str = ""
    """RFC 3339 moment at which it was published, or empty."""

    def version(self, language: str) -> Version | None:
        """Returns the page in a language, if there is one."""
        return next((one for one in self.versions if one.language == language), None)


@dataclass(frozen=True, slots=True)
class Site:
    """What the lists of a site have in common."""

    source_language: str
    languages: tuple[str, ...]
    """Those in which something is public, in the order in which they are shown."""
    base_url: str = ""
    """Where the folder is served, with a slash at the end; empty: not known, and nothing is written that needs it."""
    publishers: tuple[tuple[str, str], ...] = ()
    """(language, name of the office in it)."""

    def publisher(self, language: str) -> str:
        """Returns the name of the office in a language; empty where none is known."""
        return dict(self.publishers).get(language, "")


def newest_first(entries: Iterable[Entry]) -> list[Entry]:
    """Returns entries by date, the newest first; those of one day by name, those without a date last."""
    return sorted(sorted(entries, key=lambda one: one.release), key=lambda one: one.date, reverse=True)


def index_path(language: str, number: int = 1) -> str:
    """Returns where a page of a language's index stands: `ru/index.html`, `ru/index-2.html`."""
    return f"{language}/index.html" if number == 1 else f"{language}/index-{number}.html"


def feed_path(language: str, number: int = 1) -> str:
    """Returns where a page of a language's feed stands: `ru/feed.xml`, `ru/feed-2.xml`."""
    return f"{language}/feed.xml" if number == 1 else f"{language}/feed-{number}.xml"


def missing_path(language: str) -> str:
    """Returns where the page for wrong addresses stands: `ru/404.html`."""
    return f"{language}/404.html"


def is_list(path: str) -> bool:
    """Tells if a file has a name that index pages, feeds and pages for wrong addresses have.

    >>> is_list("ru/index-2.html"), is_list("ru/2024/index.html"), is_list("ru/feed.html")
    (True, False, False)
    """
    folder, _, name = path.rpartition("/")
    stem, suffix = posixpath.splitext(name)
    return bool(folder) and "/" not in folder and _OURS.fullmatch(stem) is not None and _SUFFIXES[stem.partition("-")[0]] == suffix


def marked_choice(page: str) -> bytes:
    """Returns a language choice as it is written: it says that it is one, so that no page that somebody else put there is written over."""
    return page.rstrip("\n").encode("utf-8", "replace") + b"\n" + _CHOICE_MARK + b"\n"


def is_choice(page: bytes) -> bool:
    """Tells if a page at the root is a language choice of this program."""
    return page.rstrip().endswith(_CHOICE_MARK)


def relative(of: str, to: str) -> str:
    """Returns the relative address of one file as another writes it, percent-encoded (RFC 3986 section 2.1).

    >>> relative("ru/index.html", "en/2024/a b.html")
    '../en/2024/a%20b.html'
    """
    return quote(posixpath.relpath(to, posixpath.dirname(of) or "."), safe="/~")


def absolute(base_url: str, path: str) -> str:
    """Returns the full address of a file."""
    return base_url + quote(path, safe="/~")


def pages(entries: Sequence[Entry], size: int) -> list[Sequence[Entry]]:
    """Returns the entries in pages; one without any where there are none."""
    return [entries[at : at + size] for at in range(0, len(entries), size)] or [()]
