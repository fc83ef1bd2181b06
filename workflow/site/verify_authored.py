"""Mistakes that the program did not make: told as warnings, “as in its source”.

A page of HTML is its source but for translated spans, and is published with its author's dead links and stray end tags. How it was built
is unknown here, and its source is not looked at; two things tell whose a mistake is. What the program writes stands between comments (links
to counterparts, the head's block) or on a page of a template. And a translated page has its author's mistakes where the page in the source
language has them too, and no more often: any other came with the translation.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from workflow.site.book import Book, Problem
from workflow.site.built import language_of, release_of

_ON_TEMPLATE_PAGES = frozenset({"V101", "V104"})
"""What an author can also do where the page is a template's: addresses in the text of a XML source."""


def told_apart(book: Book, problems: Sequence[Problem]) -> list[Problem]:
    """Returns problems, those of authors as warnings that say so; in their order."""
    source = book.site.source_language
    known: dict[str, Counter[tuple[str, str]]] = {}
    authors: set[int] = set()
    for number, problem in enumerate(problems):
        if problem.own and (problem.path.endswith(".css") or (language_of(problem.path) == source and _is_authors(book, problem))):
            authors.add(number)
            known.setdefault(release_of(problem.path), Counter())[problem.code, problem.own] += 1
    left: dict[str, Counter[tuple[str, str]]] = {}
    for number, problem in enumerate(problems):
        release = release_of(problem.path)
        if problem.own and release in known and language_of(problem.path) != source:
            here = left.setdefault(problem.path, Counter(known[release]))
            if here[problem.code, problem.own] > 0:
                here[problem.code, problem.own] -= 1
                authors.add(number)
    return [
        replace(one, severity="warning", message=f"{one.message} (as in its source)") if number in authors else one
        for number, one in enumerate(problems)
    ]


def _is_authors(book: Book, problem: Problem) -> bool:
    """Tells if a mistake on a page in the source language is its author's."""
    if not release_of(problem.path):
        return False
    page = book.pages[problem.path]
    if page.templated and problem.code not in _ON_TEMPLATE_PAGES:
        return False
    return problem.code != "V101" or not _was_published(book, book.site.target(problem.path, problem.own, page.base).path)


def _was_published(book: Book, path: str) -> bool:
    """Tells if a page that is not there belongs to the program: a list, or a release of which something else is there."""
    if not path.endswith(".html") or not language_of(path):
        return False
    release = release_of(path)
    left = (one.partition("/")[2] for one in book.xml if one.endswith((".tei.xml", ".tmx")))
    return not release or release in book.releases() or any(one.startswith(f"{release}.") for one in left)
