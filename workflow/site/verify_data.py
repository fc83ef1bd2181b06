"""V4: titles, canonical addresses, and structured data that say the same as the page.

Source of the names: schema.org `NewsArticle` (`headline`, `inLanguage`, `datePublished`, `workTranslation`, `translationOfWork`).
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from workflow.site.book import Book, Problem
from workflow.site.built import language_of, release_of
from workflow.site.reading import Data, Page

_ARTICLES = frozenset({"Article", "NewsArticle", "PressRelease", "Report"})
_TRANSLATIONS = ("workTranslation", "translationOfWork")


def check(book: Book) -> Iterator[Problem]:
    """Yields missing titles, wrong canonical addresses, and JSON-LD that is broken or disagrees with its page."""
    for path, page in book.pages.items():
        if not page.title:
            yield Problem("V404", path, 1, "the page has no <title>", own="title")
        for link in page.all("canonical"):
            target = book.site.target(path, link.address, page.base)
            # Canonical means the address on the web: a relative one is right on a site that does not know its own.
            own = "" if link.made else link.address
            if target.path and target.path != path:
                yield Problem("V407", path, link.line, f"canonical is “{link.address}”, another page's address", own=own)
            elif target.host and book.site.base_url:
                yield Problem("V407", path, link.line, f"canonical is “{link.address}”, not under {book.site.base_url}", own=own)
        for one in page.data:
            yield from (replace(problem, own="" if one.made else one.text) for problem in _data(book, path, page, one))


def _data(book: Book, path: str, page: Page, found: Data) -> Iterator[Problem]:
    try:
        data = json.loads(found.text)
    except ValueError as error:
        yield Problem("V405", path, found.line, f"JSON-LD can not be read: {error}")
        return
    for one in _articles(data):
        yield from _article(book, path, page, found.line, one)


def _articles(data: Any) -> Iterator[dict[str, Any]]:
    if isinstance(data, list):
        for one in data:
            yield from _articles(one)
    elif isinstance(data, dict):
        kinds = data.get("@type")
        if _ARTICLES & set(kinds if isinstance(kinds, list) else [kinds]):
            yield data
        yield from _articles(data.get("@graph"))


def _article(book: Book, path: str, page: Page, line: int, data: dict[str, Any]) -> Iterator[Problem]:
    if not release_of(path):
        return
    language = data.get("inLanguage")
    if isinstance(language, str) and language.lower() != language_of(path).lower():
        yield Problem("V406", path, line, f"inLanguage is “{language}”, the page stands under {language_of(path)}/")
    headline = data.get("headline")
    if isinstance(headline, str):
        # A headline may be shortened, and then says so.
        shown = " ".join(headline.split()).rstrip("….").rstrip()
        if not any(title.startswith(shown) for title in (page.heading, page.title, page.og_title) if title):
            yield Problem("V406", path, line, "headline is none of the page's titles", headline)
    for name in ("url", "mainEntityOfPage", "@id"):
        address = _address(data.get(name))
        if address and _path(book, path, address) not in ("", path):
            yield Problem("V406", path, line, f"{name} is “{address}”, another page's address")
    published = data.get("datePublished")
    if isinstance(published, str) and page.dates and published[:10] not in {date[:10] for date in page.dates}:
        yield Problem("V406", path, line, f"datePublished is {published}, the page says {page.dates[0]}")
    others = {target for _, target in book.targets(path, [*page.all("alternate"), *page.all("counterpart")])}
    for name in _TRANSLATIONS:
        yield from _translations(book, path, line, name, data.get(name), others)


def _translations(book: Book, path: str, line: int, name: str, value: Any, others: set[str]) -> Iterator[Problem]:
    for one in value if isinstance(value, list) else [value]:
        address = _address(one)
        target = _path(book, path, address) if address else ""
        if not target:
            continue
        if not book.site.files.has(target):
            yield Problem("V406", path, line, f"{name} leads to {target}, which is not there")
        elif target not in others:
            yield Problem("V406", path, line, f"{name} leads to {target}, which the page does not link")
        else:
            said = one.get("inLanguage") if isinstance(one, dict) else None
            if isinstance(said, str) and said.lower() != language_of(target).lower():
                yield Problem("V406", path, line, f"{name}: inLanguage is “{said}”, {target} is in {language_of(target)}")


def _address(value: Any) -> str:
    if isinstance(value, dict):
        value = value.get("@id") or value.get("url")
    return value if isinstance(value, str) else ""


def _path(book: Book, path: str, address: str) -> str:
    return book.site.target(path, address.partition("#")[0]).path if not address.startswith("#") else path
