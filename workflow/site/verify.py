"""verify: the built site, opened as a reader's browser, a search engine and a translator's tools open it; how it was built is unknown here.

Each file is read once into what can be checked of it (`reading.py`, `reading_xml.py`); each check is a function from those to problems.
What a code means and how severe it is stands in `CODES`, and nowhere else.
"""

from __future__ import annotations

import multiprocessing
import os
import posixpath
import sys
from collections.abc import Callable, Iterator

from workflow.model import Finding, Severity, Where
from workflow.site import verify_aligned, verify_authored, verify_data, verify_languages, verify_links, verify_lists, verify_texts
from workflow.site.book import Book, Problem
from workflow.site.built import Site, language_of, release_of
from workflow.site.reading import Page, read_page
from workflow.site.reading_links import Link, css_links
from workflow.site.reading_xml import Broken, Xml, read_xml

CODES: dict[str, tuple[Severity, str]] = {
    "V101": ("error", "a link leads to a file that is not there, or out of the site"),
    "V102": ("error", "a link names a place (#…) that its page does not have"),
    "V103": ("warning", "style, script or frame of another host: a reader's browser has to ask there"),
    "V104": ("error", "a path of the machine on which the site was built"),
    "V201": ("error", "a page in several languages without a full hreflang set: itself, or all, are left out"),
    "V202": ("error", "the pages of a release have different hreflang sets"),
    "V203": ("error", "x-default is missing, or is not the source language's page"),
    "V204": ("error", "hreflang names another language than the page it leads to has"),
    "V205": ("error", "two languages of a release do not link each other in the text"),
    "V206": ("error", "lang is missing, or is not the language of the page's folder"),
    "V207": ("error", "dir is not the direction of the page's language"),
    "V208": ("error", "a page is written in another language than it says"),
    "V209": ("error", "a sentence is not translated"),
    "V210": ("note", "a language whose words are not known: another one of the same script can not be told from it"),
    "V301": ("error", "a preview: unreviewed text"),
    "V302": ("warning", "a page asks search engines to pass it over (noindex)"),
    "V303": ("error", "invented text (pseudo-translation)"),
    "V304": ("error", "a catalog's code instead of text"),
    "V401": ("error", "an id stands twice"),
    "V402": ("error", "markup that is not closed, closes nothing, or is cut off"),
    "V403": ("error", "XML that is not well-formed"),
    "V404": ("error", "a page without a title"),
    "V405": ("error", "JSON-LD that can not be read"),
    "V406": ("error", "JSON-LD says something else than its page"),
    "V407": ("error", "canonical is not the page's own address"),
    "V408": ("error", "bytes that are not in the page's encoding"),
    "V409": ("error", "a file that can not be read"),
    "V501": ("error", "an alignment names a TEI file that is not there"),
    "V502": ("error", "an alignment names a sentence that its TEI file does not have"),
    "V503": ("error", "alignment: sentences out of order, named twice, or left out"),
    "V504": ("error", "TMX that does not say the pair"),
    "V505": ("error", "TEI in another language than its folder's, or with an id twice"),
    "V506": ("error", "a published pair without its aligned files, or aligned files without their pages"),
    "V601": ("error", "sitemap, feed or index lists a page that is not there"),
    "V602": ("error", "a page that sitemap, feed or index does not list"),
    "V603": ("error", "sitemap or feed names other languages of a page than there are"),
    "V604": ("error", "a page listed twice, or at an address that is not its own"),
    "V605": ("error", "a sitemap or feed without what its format asks for"),
    "V701": ("error", "the server does not give a page that it should"),
    "V702": ("error", "a listed address is redirected"),
    "V703": ("error", "the server answers an address that does not exist as if it did"),
    "V704": ("error", "the server sends a file as another kind, or in another encoding"),
}
"""Code -> how severe it is, and what it says."""

_FEW = 400
"""Files for which starting processes costs more than it brings."""
_AT_ONCE = 32

CHECKS: tuple[Callable[[Book], Iterator[Problem]], ...] = (
    verify_links.check,
    verify_languages.check,
    verify_texts.check,
    verify_data.check,
    verify_aligned.check,
    verify_lists.check,
)


def verify(site: Site, progress: Callable[[int], None] = lambda done: None) -> list[Finding]:
    """Returns what is wrong with a site, by file and line.

    Args:
        site: The site.
        progress: Is told how many files are read.
    """
    return findings(site, verify_book(site, progress))


def verify_book(site: Site, progress: Callable[[int], None]) -> list[Problem]:
    """Reads every file of a site once, and returns what all checks say."""
    book = Book(site)
    problems: list[Problem] = []
    for number, (path, read, found) in enumerate(_read_all(site), 1):
        problems += found
        if isinstance(read, Page):
            book.pages[path] = read
        elif isinstance(read, list):
            book.styles[path] = read
        elif path.endswith((".xml", ".tmx")):
            book.xml[path] = read
        progress(number)
    for check in CHECKS:
        problems += check(book)
    return verify_authored.told_apart(book, problems)


def findings(site: Site, problems: list[Problem]) -> list[Finding]:
    """Returns problems as findings, in their order: by file and line, each once."""
    ordered = sorted(set(problems), key=lambda one: (one.path, one.line, one.code, one.message, one.text))
    return [
        Finding(
            one.code,
            one.severity or CODES[one.code][0],
            Where(site.files.shown(one.path), one.line, release_of(one.path), language_of(one.path), one.text),
            one.message,
        )
        for one in ordered
    ]


_Read = tuple[str, Page | list[Link] | Xml, list[Problem]]
"""Path, what is known of the file, and what is wrong with it alone."""

_task: tuple[Site, list[str]] | None = None
"""What the forked processes inherit."""


def _read_all(site: Site) -> Iterator[_Read]:
    """Yields all files in order, read on all cores where they are many: that is nearly all of the work."""
    global _task
    paths = sorted(site.files.paths())
    cores = len(os.sched_getaffinity(0)) if sys.platform == "linux" else 1
    if cores < 2 or len(paths) < _FEW:
        yield from (_read(site, path) for path in paths)
        return
    _task = (site, paths)
    try:
        with multiprocessing.get_context("fork").Pool(cores) as pool:
            yield from pool.imap(_read_numbered, range(len(paths)), chunksize=_AT_ONCE)
    finally:
        _task = None


def _read_numbered(number: int) -> _Read:
    """Runs in a process of its own."""
    assert _task is not None
    site, paths = _task
    return _read(site, paths[number])


def _read(site: Site, path: str) -> _Read:
    suffix = posixpath.splitext(path)[1].lower()
    if suffix not in (".html", ".xml", ".tmx", ".css"):
        return path, None, []
    try:
        data = site.files.read(path)
    except OSError as error:
        return path, None, [Problem("V409", path, 0, f"can not be read: {error.strerror or error}")]
    if suffix == ".css":
        return path, css_links(data), []
    if suffix != ".html":
        xml = read_xml(data)
        return path, xml, [Problem("V403", path, xml.line, f"not well-formed: {xml.message}")] if isinstance(xml, Broken) else []
    page = read_page(data)
    problems = [Problem(flaw.code, path, flaw.line, flaw.message, own="" if flaw.made else flaw.message) for flaw in page.flaws]
    problems += verify_texts.texts(site, path, page)
    page.texts.clear()  # thousands of pages: only what other files are compared with is kept
    return path, page, problems
