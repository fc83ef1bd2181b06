"""The server in a real browser: pages reload by themselves, and nobody is kept out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest

from ...browser import violations
from .conftest import PATIENCE, RUSSIAN, VISIT, Server

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A window; whatever it logs as an error fails the test."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    opened = context.new_page()
    opened.set_default_timeout(PATIENCE * 1000)
    wrong: list[str] = []
    opened.on("console", lambda message: wrong.append(message.text) if message.type in ("error", "warning") else None)
    opened.on("pageerror", lambda error: wrong.append(str(error)))
    yield opened
    context.close()
    assert wrong == []


def test_an_open_page_shows_what_was_saved(server: Server, page: Page) -> None:
    """Without anybody touching it, and where it was read."""
    page.goto(f"{server.address}preview/ru/{quote(RUSSIAN)}.html")
    path = server.office.catalog(RUSSIAN)
    path.write_text(
        path.read_text("utf-8").replace(
            'msgid "Officers took part."\nmsgstr ""', 'msgid "Officers took part."\nmsgstr "Участвовали сотрудники."'
        ),
        "utf-8",
    )
    page.get_by_text("Участвовали сотрудники.").wait_for()
    assert RUSSIAN in page.evaluate("decodeURIComponent(location.pathname)")


def test_the_dashboard_changes_in_place(server: Server, page: Page) -> None:
    """What somebody types, and where they are, stays."""
    page.goto(server.address)
    page.get_by_label("Release", exact=True).fill("виз")
    server.office.accept(RUSSIAN)
    page.get_by_text("ready to publish").wait_for()
    assert page.get_by_label("Release", exact=True).input_value() == "виз"
    assert page.evaluate("document.activeElement.id") == "words"
    page.keyboard.press("Enter")
    page.get_by_text("1 of 2 releases").wait_for()


def test_an_error_appears_and_goes(server: Server, page: Page) -> None:
    page.goto(server.address)
    path = server.office.catalog(VISIT)
    good = path.read_bytes()
    path.write_bytes(good.replace(b'msgid "Officers', b"msgid Officers"))
    page.get_by_text("can not be read", exact=True).first.wait_for()
    path.write_bytes(good)
    page.get_by_text("can not be read", exact=True).first.wait_for(state="detached")


def test_every_way_from_the_dashboard_leads_on(server: Server, page: Page) -> None:
    """By keyboard too: the first key leads to the link past the head."""
    page.goto(server.address)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.get_by_role("link", name=f"Preview of {RUSSIAN}, русский").click()
    page.wait_for_url("**/preview/ru/**")
    assert page.locator("html").get_attribute("lang") == "ru"
    page.go_back()
    page.get_by_role("link", name=f"Side by side: {VISIT}, русский").click()
    page.get_by_text("Officers took part.").first.wait_for()


@pytest.mark.parametrize("width", [390, 1280])
def test_nobody_is_kept_out(server: Server, page: Page, width: int) -> None:
    """axe-core finds no barrier on dashboard and previews, on a phone and on a desk; nothing is cut off."""
    page.set_viewport_size({"width": width, "height": 844})
    path = server.office.catalog(VISIT)
    path.write_bytes(path.read_bytes().replace(b'msgid "Officers', b"msgid Officers"))
    server.wait("can not be read")
    for address in ("", "?q=no", f"preview/en/{quote(RUSSIAN)}.html", f"preview/ru/{quote(RUSSIAN)}.html"):
        page.goto(server.address + address)
        assert violations(page) == [], address
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), address
