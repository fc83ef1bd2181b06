"""V6: sitemap, feeds and index pages list exactly the pages that are there, with their other languages.

Sources: sitemaps.org protocol 0.9 with Google's `xhtml:link` alternates; RFC 4287 (Atom) and RFC 5005 section 3 (feeds in several pages). A
page without a date can be in no feed, because an entry needs one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from workflow.site.book import Book, Problem
from workflow.site.built import INDEX, language_of, release_of
from workflow.site.reading_xml import Entry, Listing
from workflow.site.verify_languages import DEFAULT

_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_INDEX = re.compile(r"index(?:-\d+)?\.html")
SITEMAP, FEED, MISSING = "sitemap.xml", "feed.xml", "404.html"


def check(book: Book) -> Iterator[Problem]:
    """Yields what lists say too much, too little, or otherwise than the pages do."""
    pages = {path: release for path in book.pages if (release := release_of(path))}
    for path, xml in book.xml.items():
        if isinstance(xml, Listing):
            yield from (Problem("V605", path, line, message) for line, message in xml.faults)
            yield from _entries(book, path, xml)
    if not pages:
        return
    languages = sorted({language_of(path) for path in pages})
    if book.site.base_url:
        yield from _sitemap(book, set(pages))
        for language in languages:
            yield from _feed(book, language, {path for path in pages if language_of(path) == language})
    for language in languages:
        yield from _index(book, language, {path for path in pages if language_of(path) == language})
    yield from _choice(book, languages)


def _choice(book: Book, languages: list[str]) -> Iterator[Problem]:
    """What stands at the root; a page that somebody else put there may be anything."""
    if INDEX not in book.pages:
        yield Problem("V602", INDEX, 0, "is not there: what readers see at the site's own address")
    elif book.has_choice():
        named = {target for _, target in book.targets(INDEX, book.pages[INDEX].all("link"))}
        for language in languages:
            if f"{language}/{INDEX}" not in named:
                yield Problem("V602", INDEX, 0, f"does not list {language}/{INDEX}")


def _entries(book: Book, path: str, listing: Listing) -> Iterator[Problem]:
    site, seen = book.site, set[str]()
    for line, rel, address in listing.links:
        target = site.target(path, address)
        if rel == "self" and target.path != path:
            yield Problem("V604", path, line, f"names “{address}” as its own address")
        elif target.path and not site.files.has(target.path):
            yield Problem("V601", path, line, f"leads to {target.path}, which is not there")
    if listing.kind == "feed" and listing.language and listing.language.lower() != language_of(path).lower():
        yield Problem("V605", path, 1, f"xml:lang is “{listing.language}”, the feed stands under {language_of(path)}/")
    for entry in listing.entries:
        target = site.target(path, entry.address)
        if not target.path:
            said = f"is not under {site.base_url}" if site.base_url else "is no page of this site"
            yield Problem("V604", path, entry.line, f"“{entry.address}” {said}")
            continue
        if target.path in seen:
            yield Problem("V604", path, entry.line, f"lists {target.path} twice")
        seen.add(target.path)
        if not site.files.has(target.path):
            yield Problem("V601", path, entry.line, f"lists {target.path}, which is not there")
        else:
            if listing.kind == "feed" and language_of(target.path) != language_of(path):
                yield Problem("V604", path, entry.line, f"lists {target.path}, a page of another language")
            yield from _alternates(book, path, entry, target.path, full=listing.kind == "sitemap")


def _alternates(book: Book, path: str, entry: Entry, page: str, *, full: bool) -> Iterator[Problem]:
    """What an entry says of a page's other languages; a sitemap's names the page itself too."""
    release, own = release_of(page), language_of(page)
    there = book.releases().get(release, {}) if release else {}
    named: dict[str, str] = {}
    for language, (address, line) in entry.alternates.items():
        target = book.site.target(path, address).path
        if not target or not book.site.files.has(target):
            yield Problem("V601", path, line, f"names {target or address} as another language, which is not there")
            return
        if language == DEFAULT:
            continue
        if language_of(target).lower() != language.lower():
            yield Problem("V603", path, line, f"hreflang is “{language}”, {target} is another language's page")
            return
        named[language] = target
    if not release:
        return
    wanted = {language: target for language, target in there.items() if language != own}
    if {language: target for language, target in named.items() if language != own} != wanted:
        said = ", ".join(sorted(wanted)) or "none"
        yield Problem("V603", path, entry.line, f"other languages of {page}: {said}; listed are {', '.join(sorted(named)) or 'none'}")
    elif full and named and named.get(own) != page:
        yield Problem("V603", path, entry.line, f"the alternates of {page} do not name the page itself")


def _listed(book: Book, path: str) -> set[str]:
    """The pages that a sitemap or feed lists, with those that it is continued in."""
    site, left, done = book.site, [path], set[str]()
    listed: set[str] = set()
    while left:
        at = left.pop()
        xml = book.xml.get(at)
        if at in done or not isinstance(xml, Listing):
            continue
        done.add(at)
        pages = [site.target(at, entry.address).path for entry in xml.entries]
        if xml.kind == "sitemaps":
            left += pages
        else:
            listed.update(pages)
        left += [site.target(at, address).path for _, rel, address in xml.links if rel == "next"]
    return listed


def _sitemap(book: Book, pages: set[str]) -> Iterator[Problem]:
    if not isinstance(book.xml.get(SITEMAP), Listing):
        yield Problem("V602", SITEMAP, 0, "is not there, or is no sitemap: search engines can not find the pages")
        return
    for page in sorted(pages - _listed(book, SITEMAP)):
        yield Problem("V602", SITEMAP, 0, f"does not list {page}")


def _feed(book: Book, language: str, pages: set[str]) -> Iterator[Problem]:
    path = f"{language}/{FEED}"
    dated = sorted(page for page in pages if _dated(book, page))
    if dated and not isinstance(book.xml.get(path), Listing):
        yield Problem("V602", path, 0, f"is not there, or is no feed: readers in {language} can not subscribe")
        return
    listed = _listed(book, path)
    for page in dated:
        if page not in listed:
            yield Problem("V602", path, 0, f"does not list {page}")


def _dated(book: Book, path: str) -> bool:
    return _DATE.match(path.rsplit("/", 1)[-1]) is not None or any(map(_DATE.match, book.pages[path].dates))


def _index(book: Book, language: str, pages: set[str]) -> Iterator[Problem]:
    first = f"{language}/{INDEX}"
    lists = [path for path in book.pages if language_of(path) == language and _INDEX.fullmatch(path.removeprefix(f"{language}/"))]
    if first not in book.pages:
        yield Problem("V602", first, 0, f"is not there: nothing leads to the pages in {language}")
        return
    listed: set[str] = set()
    for path in lists:
        listed |= {target for _, target in book.targets(path, book.pages[path].all("link"))}
    for page in sorted(pages - listed):
        yield Problem("V602", first, 0, f"does not list {page}, nor do the pages that follow it")
    if f"{language}/{MISSING}" not in book.pages:
        yield Problem("V602", f"{language}/{MISSING}", 0, f"is not there: what readers in {language} see at a wrong address")
