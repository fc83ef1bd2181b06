"""All files of a site as read, and a problem with one of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from workflow.model import Severity
from workflow.site.built import INDEX, Site, language_of, release_of
from workflow.site.reading import Page
from workflow.site.reading_links import Link
from workflow.site.reading_xml import Xml


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong at a place."""

    code: str
    """One of `verify.CODES`."""
    path: str
    """Relative to the site's root."""
    line: int
    message: str
    text: str = ""
    """The words concerned."""
    severity: Severity | None = None
    """Where it differs from the code's own."""
    own: str = ""
    """Where it may be the author's mistake, what is the same of it in all languages (`verify_authored.py`)."""


@dataclass(slots=True)
class Book:
    """What every check is given."""

    site: Site
    pages: dict[str, Page] = field(default_factory=dict)
    """Path -> page, without its texts."""
    xml: dict[str, Xml] = field(default_factory=dict)
    styles: dict[str, list[Link]] = field(default_factory=dict)
    """Path -> addresses in a style sheet."""
    _releases: dict[str, dict[str, str]] | None = None

    def releases(self) -> dict[str, dict[str, str]]:
        """Returns release -> language -> path of its page, both sorted, the source language first; asked when all pages are read."""
        if self._releases is not None:
            return self._releases
        found: dict[str, dict[str, str]] = {}
        for path in sorted(self.pages, key=lambda path: (language_of(path) != self.site.source_language, path)):
            release = release_of(path)
            if release:
                found.setdefault(release, {})[language_of(path)] = path
        self._releases = dict(sorted(found.items()))
        return self._releases

    def has_choice(self) -> bool:
        """Tells if the page at the root is the program's choice of languages."""
        return INDEX in self.pages and self.pages[INDEX].choice

    def targets(self, path: str, links: list[Link]) -> Iterator[tuple[Link, str]]:
        """Yields links of a page with the file of the site that each leads to; those that lead elsewhere are passed over."""
        base = self.pages[path].base
        for link in links:
            target = self.site.target(path, link.address, base)
            if target.path:
                yield link, target.path
