"""V2: which languages a page says that it is in, and which others it names: lang, dir, hreflang sets, counterpart links.

Source of the rules for hreflang: Google Search Central, "Tell Google about localized versions of your page": each version lists itself and
all others, and every pair of them names each other; `x-default` is where readers of no listed language go.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from workflow.languages import direction
from workflow.site.book import Book, Problem
from workflow.site.built import INDEX, language_of, release_of

DEFAULT = "x-default"


def check(book: Book) -> Iterator[Problem]:
    """Yields what is wrong with lang, dir, hreflang and counterpart links."""
    for path in book.pages:
        if language_of(path):
            yield from _page(book, path)
            yield from _counterparts(book, path)
    for versions in _versions(book):
        yield from _sets(book, versions)
    for pages in book.releases().values():
        for language, path in pages.items():
            yield from _pairs(book, path, {other: page for other, page in pages.items() if other != language})


def _page(book: Book, path: str) -> Iterator[Problem]:
    page, language = book.pages[path], language_of(path)
    if not page.language:
        yield Problem("V206", path, 1, f'the page does not say its language: lang="{language}" is missing on <html>')
    elif page.language.lower() != language.lower():
        yield Problem("V206", path, 1, f"lang is “{page.language}”, the page stands under {language}/")
    wanted = direction(language)
    if page.direction not in ((wanted,) if wanted == "rtl" else ("", "ltr")):
        said = f"dir is “{page.direction}”" if page.direction else "dir is missing"
        yield Problem("V207", path, 1, f"{said}: {language} is written from {'right to left' if wanted == 'rtl' else 'left to right'}")


def _counterparts(book: Book, path: str) -> Iterator[Problem]:
    """A link in the text that names a language leads to a page in it."""
    named = [link for link in book.pages[path].links if link.hreflang and link.kind in ("counterpart", "link")]
    for link, target in book.targets(path, named):
        if target in book.pages and link.hreflang.lower() != language_of(target).lower():
            yield Problem("V204", path, link.line, f"hreflang is “{link.hreflang}”, {target} is another language's page")
        if link.language and link.language.lower() != link.hreflang.lower():
            yield Problem("V204", path, link.line, f"lang is “{link.language}” and hreflang “{link.hreflang}” on one link")


def _pairs(book: Book, path: str, others: dict[str, str]) -> Iterator[Problem]:
    linked = {target for _, target in book.targets(path, book.pages[path].all("counterpart"))}
    for language, other in others.items():
        if other not in linked:
            yield Problem("V205", path, 0, f"no link in the text to its counterpart in {language} ({other})")
    for target in sorted(linked - set(others.values())):
        if target in book.pages and release_of(path) != release_of(target):
            yield Problem("V205", path, 0, f"its counterpart link leads to {target}, which is no version of this release")


def _hreflang(book: Book, path: str) -> dict[str, tuple[str, int]]:
    """Hreflang -> (path, line) of the set in a page's head, as far as it stays on this site."""
    found: dict[str, tuple[str, int]] = {}
    for link, target in book.targets(path, book.pages[path].all("alternate")):
        found.setdefault(link.hreflang, (target, link.line))
    return found


def _versions(book: Book) -> Iterator[list[str]]:
    """The pages that are one page in several languages: those of a release, and the lists that name each other."""
    yield from (list(pages.values()) for pages in book.releases().values())
    lists: dict[str, list[str]] = {INDEX: [INDEX]} if book.has_choice() else {}
    for path in sorted(book.pages):
        if language_of(path) and not release_of(path):
            lists.setdefault(path.removeprefix(f"{language_of(path)}/"), []).append(path)
    yield from lists.values()


def _sets(book: Book, versions: list[str]) -> Iterator[Problem]:
    sets = {path: _hreflang(book, path) for path in versions}
    named = {path: {language: target for language, (target, _) in one.items()} for path, one in sets.items()}
    if not any(named.values()):
        if book.site.base_url and len(versions) > 1 and release_of(versions[0]):
            for path in versions:
                yield Problem("V201", path, 0, "no hreflang set in the head, though the page is there in several languages")
        return
    # The set that most versions have is right; of two that differ, the fuller one.
    counted = Counter(tuple(sorted(one.items())) for one in named.values())
    best = dict(max(counted.items(), key=lambda one: (one[1], len(one[0]), one[0]))[0])
    for path, one in sets.items():
        language = language_of(path) or DEFAULT
        line = min((at for _, at in one.values()), default=0)
        if not one:
            yield Problem("V201", path, 0, "no hreflang set in the head, though other languages of the page have one")
            continue
        if one.get(language, ("", 0))[0] != path:
            yield Problem("V201", path, line, f'the hreflang set does not name the page itself (hreflang="{language}")')
            continue
        if named[path] != best:
            missing = ", ".join(sorted(set(best) - set(named[path])))
            said = f"lacks {missing}" if missing else "differs"
            yield Problem("V202", path, line, f"the hreflang set {said}: the page's other languages have another one")
        yield from _default(book, path, one, line)
        for name, (target, at) in one.items():
            if name != DEFAULT and target in book.pages and name.lower() != language_of(target).lower():
                yield Problem("V204", path, at, f"hreflang is “{name}”, {target} is another language's page")


def _default(book: Book, path: str, one: dict[str, tuple[str, int]], line: int) -> Iterator[Problem]:
    source = one.get(book.site.source_language)
    default = one.get(DEFAULT)
    if source is None:
        return
    choice = not release_of(path) and book.has_choice()
    wanted, called = (INDEX, "the choice of languages") if choice else (source[0], "the source language's page")
    if default is None:
        yield Problem("V203", path, line, "the hreflang set has no x-default")
    elif default[0] != wanted:
        yield Problem("V203", path, default[1], f"x-default leads to {default[0]}, not to {called}")
