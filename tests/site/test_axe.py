"""Nobody is kept out: axe-core, all its rules on, over every page that this repository publishes, on a phone and on a desk."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from ..browser import axe, launched, violations

if TYPE_CHECKING:
    from playwright.sync_api import Browser

EXPORTS = Path(__file__).parent.parent.parent / "exports"
PAGES = sorted(path.relative_to(EXPORTS).as_posix() for path in EXPORTS.rglob("*.html"))
LARGEST = 30_000
"""Bytes of a page with its style."""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium, once for all pages."""
    axe()
    with launched() as found:
        yield found


@pytest.mark.parametrize("width", [390, 1280])
def test_published_pages_have_no_barriers(browser: Browser, width: int) -> None:
    """No violation, nothing that has to be scrolled sideways, and no request to another host."""
    context = browser.new_context(viewport={"width": width, "height": 844})
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    found = []
    for path in PAGES:
        page.goto((EXPORTS / path).as_uri())
        found += [f"{path}: {one}" for one in violations(page)]
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            found.append(f"{path}: wider than the window")
    context.close()
    assert PAGES
    assert found == []
    assert {url.split(":")[0] for url in asked} == {"file"}


def test_pages_are_small() -> None:
    """A reader on a slow line waits for one file, or for one and the style sheet that its source brings."""
    assert {path: size for path in PAGES if (size := (EXPORTS / path).stat().st_size) > LARGEST} == {}
