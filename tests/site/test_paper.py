"""A page on paper: what only a screen can use is not printed; addresses and what a reader has to know are."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from ..browser import launched

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from ..office import Office

LATE = "2024-01-01-r0"


@pytest.fixture(scope="module")
def paper() -> Iterator[Page]:
    """A browser that prints on A4, at 96 dots an inch."""
    with launched() as browser:
        page = browser.new_page(viewport={"width": 718, "height": 1047})
        page.emulate_media(media="print")
        yield page
        page.close()


def seen(page: Page, selector: str) -> list[str]:
    """What is printed of elements."""
    return [one.inner_text() for one in page.locator(selector).all() if one.is_visible()]


@pytest.mark.parametrize("language", ["en", "ar"])
def test_nothing_is_printed_that_paper_can_not_do(paper: Page, generated: Office, language: str) -> None:
    """No way to the text, no list of languages, no link to a counterpart; title, date, text and contacts are there, and fit."""
    paper.goto((generated.root / f"exports/{language}/2024-01-04-r3.html").as_uri())
    for selector in (".skip", ".languages", ".counterpart"):
        assert seen(paper, selector) == []
    for selector in ("h1", ".date", "article > p", "address p", ".site p"):
        assert seen(paper, selector)
    assert not paper.evaluate("document.documentElement.scrollWidth > innerWidth")


def test_that_a_text_is_an_older_one_is_printed(paper: Page, generated: Office) -> None:
    """Its notice stands there without the links beside it."""
    paper.goto((generated.root / f"exports/ar/{LATE}.html").as_uri())
    assert len(seen(paper, ".late-notice")) == 1
    assert seen(paper, ".counterpart a") == []


def test_lists_are_printed_without_their_links_to_other_pages(paper: Page, generated: Office) -> None:
    paper.goto((generated.root / "exports/ru/index.html").as_uri())
    assert len(seen(paper, ".releases h2")) == 20
    assert seen(paper, ".others") == seen(paper, ".pages") == []
