"""V1: every link of every page and style sheet leads somewhere, and nothing is fetched from another host."""

from __future__ import annotations

from collections.abc import Iterator

from workflow.site.book import Book, Problem
from workflow.site.built import Target, release_of
from workflow.site.reading_links import Link

_FETCHED = {"style": "style sheet", "script": "script", "frame": "frame"}
_HOSTLESS = "is a path of the machine"


def check(book: Book) -> Iterator[Problem]:
    """Yields links that lead nowhere, to a place that is not there, or ask another host for style or script."""
    for path, page in book.pages.items():
        seen: set[tuple[str, str]] = set()
        for link in page.links:
            # The same dead address twice on a page, as in a menu, is one mistake.
            if (link.kind, link.address) not in seen:
                seen.add((link.kind, link.address))
                yield from _link(book, path, link, page.base)
    for path, links in book.styles.items():
        for link in links:
            yield from _link(book, path, link, "")


def _link(book: Book, path: str, link: Link, base: str) -> Iterator[Problem]:
    target = book.site.target(path, link.address, base)
    shown = link.address or "an empty address"
    if target.problem:
        code = "V104" if target.problem.startswith(_HOSTLESS) else "V101"
        yield Problem(code, path, link.line, f"“{shown}” {target.problem}", own=_own(link))
    elif target.host and link.kind in _FETCHED:
        yield Problem("V103", path, link.line, f"a {_FETCHED[link.kind]} of {target.host}: a reader's browser has to ask there")
    elif target.path:
        yield from _inside(book, path, link, target)


def _inside(book: Book, path: str, link: Link, target: Target) -> Iterator[Problem]:
    if not book.site.files.has(target.path):
        said = f"leads to {target.path}, which is not there: “{link.address}”"
        if book.site.looks_like_another(target.path):
            said += " (the name of a file that is there only looks the same: its letters are in another form of Unicode; rename it)"
        yield Problem("V101", path, link.line, said, own=_own(link))
        return
    page = book.pages.get(target.path)
    # The top of a page is always there (HTML Standard section 7.4.6.4); a fragment with a text directive names no id.
    if page is None or not target.fragment or target.fragment.lower() == "top" or ":~:" in target.fragment or link.kind == "image":
        return
    if target.fragment not in page.ids:
        where = "this page" if target.path == path else target.path
        # The address differs by language where a page is not published in all of them; release and place do not.
        own = f"{release_of(target.path)}#{target.fragment}" if _own(link) else ""
        yield Problem("V102", path, link.line, f"{where} has no place “#{target.fragment}”", own=own)


def _own(link: Link) -> str:
    """What a link is known by in all languages, unless the program wrote it."""
    return "" if link.made else link.address or "#"
