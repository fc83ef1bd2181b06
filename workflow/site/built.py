"""A site as it stands: files by path, from a folder or from a server, and which path an address means."""

from __future__ import annotations

import os
import posixpath
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol
from urllib.parse import unquote, urlsplit

ALIGNED = "aligned"
"""The folder of the pairs; every other folder at the top is a language's."""
INDEX = "index.html"
"""What a server shows of a folder."""
_LIST_PAGE = re.compile(r"[^/]+/(?:index(?:-\d+)?|404)\.html")
_MACHINE = re.compile(r"(?i)file:|[a-z]:[\\/]|\\\\|/(?:[^/]+/)+(?:exports|sources|locales)/")


class Files(Protocol):
    """Where the files of a site come from."""

    def paths(self) -> Iterable[str]:
        """Returns the path of each file, relative to the site's root, with `/`."""

    def read(self, path: str) -> bytes:
        """Returns the bytes of a file.

        Raises:
            OSError: It can not be read.
        """

    def shown(self, path: str) -> str:
        """Returns a path as a person finds it."""

    def has(self, path: str) -> bool:
        """Tells if there is such a file."""


@dataclass(slots=True)
class Folder:
    """The files of a folder; hidden ones are no part of a site, and a link is what it leads to if that is inside."""

    root: Path
    name: str
    """How the folder is called in messages."""
    _paths: frozenset[str] | None = None

    def paths(self) -> frozenset[str]:
        """Returns the path of each file."""
        if self._paths is None:
            found = set()
            base, inside = str(self.root), os.path.realpath(self.root)
            for folder, folders, names in os.walk(base):
                folders[:] = [one for one in folders if not one.startswith(".")]
                for name in names:
                    path = os.path.join(folder, name)  # noqa: PTH118 - thousands of files: strings all the way
                    link = os.path.islink(path)  # noqa: PTH114 - likewise
                    if not name.startswith(".") and not (link and os.path.commonpath([inside, os.path.realpath(path)]) != inside):
                        found.add(path[len(base) + 1 :].replace(os.sep, "/"))
            self._paths = frozenset(found)
        return self._paths

    def read(self, path: str) -> bytes:
        """Returns the bytes of a file."""
        return (self.root / path).read_bytes()

    def shown(self, path: str) -> str:
        """Returns `exports/ru/a.html`."""
        return f"{self.name}/{path}" if path else self.name

    def has(self, path: str) -> bool:
        """Tells if there is such a file."""
        return path in self.paths()


@dataclass(frozen=True, slots=True)
class Target:
    """Where an address leads."""

    path: str
    """Of a file of the site; empty: not into the site."""
    fragment: str = ""
    problem: str = ""
    """Why it can lead nowhere."""
    host: str = ""
    """Of an address on another server."""


@dataclass(slots=True)
class Site:
    """Files and what they are configured to be."""

    files: Files
    source_language: str
    base_url: str = ""
    """Where the site will stand on the web, with `/` at the end; empty: not told."""
    bases: tuple[str, ...] = ()
    """Addresses under which it stands now, with `/` at the end."""
    _known: dict[tuple[str, str], Target] = field(default_factory=dict)

    def address(self, path: str) -> str:
        """Returns the full address of a file; empty without `base_url`."""
        from urllib.parse import quote

        return f"{self.base_url}{quote(path, safe='/~')}" if self.base_url else ""

    def looks_like_another(self, path: str) -> bool:
        """Tells if there is a file whose name has the same letters as a path, in another form of Unicode (Unicode Annex 15)."""
        from unicodedata import normalize

        if path.isascii():
            return False
        composed = normalize("NFC", path)
        return any(one != path and not one.isascii() and normalize("NFC", one) == composed for one in self.files.paths())

    def target(self, path: str, address: str, base: str = "") -> Target:
        """Returns where an address on a page leads.

        Args:
            path: Of the page.
            address: As it stands there.
            base: `href` of the page's `base` element.
        """
        key = (posixpath.dirname(path), address) if not base and not address.startswith(("#", "?")) and address else None
        if key is None:
            return self._target(path, address, base)
        found = self._known.get(key)
        if found is None:
            found = self._known[key] = self._target(path, address, base)
        return found

    def _target(self, path: str, address: str, base: str) -> Target:
        if _MACHINE.match(address):
            return Target("", problem="is a path of the machine on which it was written")
        try:
            parts = urlsplit(address)
            host = parts.netloc.lower()
        except ValueError:
            return Target("", problem="can not be read as an address")
        if base:
            start = self.target(path, base)
            if start.host:
                return Target("", host=host or start.host)
            folder = posixpath.dirname(start.path) if not base.endswith("/") else start.path.removesuffix("index.html").rstrip("/")
        else:
            folder = posixpath.dirname(path)
        if parts.scheme or parts.netloc:
            return self._absolute(address, parts.scheme.lower(), host, parts.path, parts.fragment)
        fragment = unquote(parts.fragment)
        if not parts.path:
            return Target(path, fragment)
        if parts.path.startswith("/"):
            return self._from_root(parts.path, fragment)
        return self._inside(posixpath.join(folder, unquote(parts.path)), fragment)

    def _absolute(self, address: str, scheme: str, host: str, path: str, fragment: str) -> Target:
        for base in (self.base_url, *self.bases):
            start = urlsplit(base)
            if base and host == start.netloc.lower() and scheme in ("", "http", "https"):
                return self._from_root(path or "/", unquote(fragment), start.path)
        if scheme in ("", "http", "https"):
            return Target("", host=host, problem="" if host else "names no server")
        return Target("", host="" if scheme in ("mailto", "tel", "data", "sms", "javascript", "about", "blob") else scheme)

    def _from_root(self, path: str, fragment: str, start: str = "") -> Target:
        """An address from the server's root leads into the site only if it is known where the site stands there."""
        start = start or (urlsplit(self.base_url).path if self.base_url else "")
        if not start or not f"{path}/".startswith(start):
            return Target("")
        return self._inside(unquote(path.removeprefix(start).lstrip("/")), fragment)

    def _inside(self, path: str, fragment: str) -> Target:
        folder = path.endswith("/") or path in ("", ".")
        clean = posixpath.normpath(path) if path else "."
        if clean == ".." or clean.startswith("../"):
            return Target("", problem="leads out of the site")
        clean = "" if clean == "." else clean
        if folder or not posixpath.splitext(clean)[1]:
            index = f"{clean}/index.html".lstrip("/")
            if folder or not self.files.has(clean):
                clean = index
        return Target(clean, fragment)


def language_of(path: str) -> str:
    """Returns the language whose folder a file stands in; empty at the top and under `aligned/`."""
    first, _, rest = path.partition("/")
    return first if rest and first != ALIGNED else ""


def release_of(path: str) -> str:
    """Returns the release whose page a file is; empty for pages of lists, and for everything else.

    >>> release_of("ru/2024/a.html"), release_of("ru/index-2.html"), release_of("ru/a.tei.xml")
    ('2024/a', '', '')
    """
    language = language_of(path)
    if not language or not path.endswith(".html") or _LIST_PAGE.fullmatch(path):
        return ""
    return path[len(language) + 1 :].removesuffix(".html")
