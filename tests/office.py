"""A press office for tests: a project in a folder, real commands, and a translator who works on its catalogs as an editor does."""

from __future__ import annotations

import html
import os
import posixpath
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from click.testing import CliRunner

from workflow.cli import main
from workflow.locales import catalog as po
from workflow.locales.catalog import Entry
from workflow.locales.review import state
from workflow.site.published import is_list

CONFIGURATION = 'source-language = "en"\nlanguages = ["ru"]\nengine = "pseudo"\n'
_STAYS = re.compile(r"(<[^<>]*>|\S*(?:@|://|www\.)[^\s<>]*\w)")
_LATIN = "abcdefghijklmnopqrstuvwxyz"
_CYRILLIC = str.maketrans(_LATIN + _LATIN.upper(), "абцдефгхийклмнопярстуввхыз" + "АБЦДЕФГХИЙКЛМНОПЯРСТУВВХЫЗ")
_HREF = re.compile(r"""\shref="([^"]*)"|<loc>([^<]*)</loc>""")


@dataclass(frozen=True, slots=True)
class Said:
    """What a command said."""

    exit: int
    out: str
    err: str


def russian(msgid: str) -> str:
    """Returns what the translator of these tests makes of a sentence: codes and addresses stay, Latin letters become Cyrillic ones."""
    return "".join(part if _STAYS.fullmatch(part) else part.translate(_CYRILLIC) for part in _STAYS.split(msgid))


@dataclass(frozen=True, slots=True)
class Office:
    """A project."""

    root: Path

    def write(self, path: str, content: str | bytes) -> Path:
        """Puts a file there."""
        target = self.root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content if isinstance(content, bytes) else content.encode())
        return target

    def do(self, *arguments: str) -> Said:
        """Runs a command in this process; an exception that is no exit fails the test."""
        before = Path.cwd()
        os.chdir(self.root)
        try:
            result = CliRunner().invoke(main, list(arguments))
        finally:
            os.chdir(before)
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        return Said(result.exit_code, result.stdout, result.stderr)

    def catalog(self, release: str, language: str = "ru") -> Path:
        """Where a catalog stands."""
        return self.root / f"locales/{language}/LC_MESSAGES/{release}.po"

    def entries(self, release: str, language: str = "ru") -> list[Entry]:
        """The entries of a catalog."""
        return list(po.read(self.catalog(release, language).read_bytes(), release).entries)

    def states(self, release: str, language: str = "ru") -> dict[str, str]:
        """Msgid -> state."""
        return {entry.msgid: state(entry) for entry in self.entries(release, language)}

    def edit(self, release: str, change: Callable[[Entry], Entry], language: str = "ru", *, by: str = "") -> None:
        """Changes the entries of a catalog, and saves it."""
        path = self.catalog(release, language)
        catalog = po.read(path.read_bytes(), release)
        if by:
            catalog = catalog.with_headers(Last_Translator=by)
        path.write_bytes(po.write(catalog.with_entries([change(entry) for entry in catalog.entries])))

    def accept(self, release: str, language: str = "ru", *, translate: Callable[[str], str] = russian, by: str = "") -> None:
        """Translates all live entries that are not accepted yet."""

        def change(entry: Entry) -> Entry:
            if entry.obsolete or (entry.msgstr and not entry.fuzzy):
                return entry
            flags = tuple(flag for flag in entry.flags if flag != "fuzzy")
            return entry.but(msgstr=translate(entry.msgid), flags=flags, previous=None)

        self.edit(release, change, language, by=by)

    def tree(self, *folders: str) -> dict[str, bytes]:
        """Path -> bytes of all files in folders, but for those of the cache."""
        return {
            path.relative_to(self.root).as_posix(): path.read_bytes()
            for folder in folders
            for path in sorted((self.root / folder).rglob("*"))
            if path.is_file()
        }

    def unlisted(self, *folders: str) -> dict[str, bytes]:
        """The files of `tree` that are of one release or asset: without index pages and all other lists."""
        return {
            path: data
            for path, data in self.tree(*folders).items()
            if path not in ("exports/sitemap.xml", "exports/index.html", "exports/.assets.json")
            and not (path.startswith("exports/") and is_list(path.removeprefix("exports/")))
        }

    def page(self, release: str, language: str = "ru") -> str:
        """The text of a page; empty where there is none."""
        path = self.root / f"exports/{language}/{release}.html"
        return path.read_text("utf-8") if path.exists() else ""

    def dead_links(self, ignoring: Iterable[str] = ()) -> list[str]:
        """The links on disk whose file is not there, as `page -> address`."""
        return dead_links(self.root, ignoring)


BASE = "https://example.org/news/"
"""The address of sites in tests: links that are written in full under it lead into `exports/`."""


def dead_links(root: Path, ignoring: Iterable[str] = ()) -> list[str]:
    """Returns the links on the pages, in the feeds and in the sitemap of a project whose file is not there."""
    dead = []
    exports = root / "exports"
    lists = [*exports.glob("sitemap*.xml"), *exports.glob("*/feed*.xml")]
    for path in sorted([*exports.rglob("*.html"), *lists]):
        shown = path.relative_to(root).as_posix()
        for match in _HREF.finditer(path.read_text("utf-8")):
            address, folder = html.unescape(match[1] or match[2]), posixpath.dirname(shown)
            if address.startswith(BASE):
                address, folder = address.removeprefix(BASE), "exports"
            parts = urlsplit(address)
            if parts.scheme or parts.netloc or not parts.path or parts.path in ignoring:
                continue
            target = posixpath.normpath(posixpath.join(folder, unquote(parts.path)))
            if not (root / target).is_file():
                dead.append(f"{shown} -> {match[1] or match[2]}")
    return dead


def watch(root: Path, monkeypatch: pytest.MonkeyPatch, ignoring: Iterable[str] = ()) -> list[str]:
    """Returns a list that collects the dead links which stand on the disk of a project after any one write or removal."""
    left_out = list(ignoring)
    found: list[str] = []
    replace, unlink = Path.replace, Path.unlink

    def look(what: str) -> None:
        if "exports" in what:
            found.extend(f"after {what}: {one}" for one in dead_links(root, left_out))

    def replaced(self: Path, target: Path) -> Path:
        made = replace(self, target)
        look(str(target))
        return made

    def unlinked(self: Path, missing_ok: bool = False) -> None:
        unlink(self, missing_ok=missing_ok)
        look(str(self))

    monkeypatch.setattr(Path, "replace", replaced)
    monkeypatch.setattr(Path, "unlink", unlinked)
    return found
