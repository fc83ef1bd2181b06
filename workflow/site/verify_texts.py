"""V2, V3: what a page says is in its language, translated, and no draft."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from workflow.inline import PREVIOUS, shortened
from workflow.site.book import Book, Problem
from workflow.site.built import INDEX, Site, language_of, release_of
from workflow.site.reading import Page
from workflow.site.tongues import other_language, untranslated, words_are_known
from workflow.wording import preview_notice

# What the engine `pseudo` makes: brackets around accented letters, and a tail of tildes.
_PSEUDO = re.compile(r"\[[^\[\]]*[šéåţřñþöçđĝĥķļĵŵýžûî][^\[\]]* ~+\]")
_CODE = re.compile(r"<(?:[a-z][a-z0-9]*)?prev/>")

_SHOWN = 120
"""Characters of a text that a finding shows."""


@cache
def _notices() -> frozenset[str]:
    return frozenset(preview_notice(language) for language in ("en", "ar", "es", "fr", "ru", "zh"))


def texts(site: Site, path: str, page: Page) -> Iterator[Problem]:
    """Yields what the texts of a page say against it; asked while it is read, because they are not kept."""
    language = language_of(path)
    if not language:
        return
    for line, text in page.texts:
        if "~" in text and _PSEUDO.search(text):
            yield Problem("V303", path, line, "invented text (pseudo-translation)", shortened(text, _SHOWN))
        if PREVIOUS in text or ("/>" in text and _CODE.search(text)):
            yield Problem("V304", path, line, "a catalog's code stands in the text", shortened(text, _SHOWN))
    wrong = other_language((text for _, text in page.texts), language, site.source_language)
    if wrong:
        yield Problem("V208", path, 0, f"the page should be in {language}, and has {wrong}")
    elif language != site.source_language:
        seen: set[str] = set()
        for line, text in page.texts:
            for sentence in untranslated(text, language, site.source_language):
                if sentence not in seen:
                    seen.add(sentence)
                    yield Problem("V209", path, line, f"not translated into {language}", shortened(sentence, _SHOWN))


def check(book: Book) -> Iterator[Problem]:
    """Yields pages that are previews, or that search engines are asked to pass over; and in which languages a wrong one can hide."""
    for language in sorted({language_of(path) for path in book.pages if release_of(path)}):
        if not words_are_known(language):
            said = f"pages in {language} are told from other languages by their letters"
            more = f", and from {book.site.source_language} by its words" if words_are_known(book.site.source_language) else ""
            yield Problem("V210", f"{language}/{INDEX}", 0, f"{said}{more}: what words are common in {language} is not known here")
    for path, page in book.pages.items():
        # A page of the author's own may have a class of that name; it has neither these words nor is it hidden.
        if _notices() & {page.banner, *page.generated} or (page.banner and "noindex" in page.robots):
            yield Problem("V301", path, 0, "a preview: its text is not reviewed, and it says so")
        elif "noindex" in page.robots and release_of(path):
            yield Problem("V302", path, 0, "asks search engines to pass it over (noindex)")
