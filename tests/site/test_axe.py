"""Nobody is kept out: axe-core, all its rules on, over every page that this repository publishes, and over those of generated sites."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from ..browser import axe, launched, violations
from ..office import Office
from .conftest import GENERATED

if TYPE_CHECKING:
    from playwright.sync_api import Browser

EXPORTS = Path(__file__).parent.parent.parent / "exports"


def _pages(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*.html"))


PAGES = _pages(EXPORTS)
LARGEST = 30_000
"""Bytes of a page with its style."""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium, once for all pages."""
    axe()
    with launched() as found:
        yield found


def barriers(browser: Browser, folder: Path, pages: list[str], width: int) -> list[str]:
    """What keeps somebody out of pages: violations, what has to be scrolled sideways, requests to another host."""
    context = browser.new_context(viewport={"width": width, "height": 844})
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    found = []
    for path in pages:
        page.goto((folder / path).as_uri())
        found += [f"{path}: {one}" for one in violations(page)]
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            found.append(f"{path}: wider than the window")
    context.close()
    return found + [url for url in asked if not url.startswith("file:")]


@pytest.mark.parametrize("width", [390, 1280])
def test_published_pages_have_no_barriers(browser: Browser, width: int) -> None:
    """On a phone and on a desk."""
    assert PAGES
    assert barriers(browser, EXPORTS, PAGES, width) == []


@pytest.mark.parametrize("width", [390, 1280])
def test_arabic_and_chinese_pages_have_no_barriers(browser: Browser, bridge: Office, width: int) -> None:
    """Nor where a page runs from right to left."""
    folder = bridge.root / "exports"
    assert barriers(browser, folder, _pages(folder), width) == []


def test_generated_pages_have_no_barriers(browser: Browser, generated: Office) -> None:
    """Two hundred of them, in every direction, on a phone."""
    folder = generated.root / "exports"
    pages = _pages(folder)
    assert len(pages) >= GENERATED
    assert barriers(browser, folder, pages, 390) == []


def test_pages_are_small() -> None:
    """A reader on a slow line waits for one file, or for one and the style sheet that its source brings."""
    assert {path: size for path in PAGES if (size := (EXPORTS / path).stat().st_size) > LARGEST} == {}
