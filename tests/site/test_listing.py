"""Index pages and pages for wrong addresses."""

from __future__ import annotations

from dataclasses import replace

import pytest
from lxml import html

from workflow.site.listing import SIZE, index_page, missing_page
from workflow.site.published import Entry, Site

from .sample import BASE, SITE, TITLES, entries, render

ALL = entries(45)


def shown(
    entries: list[Entry], language: str, number: int = 1, *, site: Site = SITE, alone: bool = False, feed: bool = True
) -> html.HtmlElement:
    """An index page; `alone`: nothing else is there."""
    mine = [one for one in entries if one.version(language)]
    return html.document_fromstring(index_page(render, site, mine, language, number, lambda _: not alone, feed=feed))


def test_newest_first_with_dates_and_counterparts() -> None:
    """Each item has its title, its date in the language, its summary, and links to the other languages, worded in these."""
    page = shown(ALL, "ru")
    items = page.findall(".//ol/li")
    assert len(items) == SIZE
    assert items[0].findtext(".//h2/a") == f"{TITLES['ru']} 44"
    assert items[0].find(".//time").get("datetime") == "2024-02-17"
    assert items[0].findtext(".//time").replace("\xa0", " ").replace("\u202f", " ") == "17 февраля 2024 г."
    links = items[0].xpath(".//p[@class='others']/a")
    assert [(one.get("hreflang"), one.get("dir"), one.get("href"), one.text) for one in links] == [
        ("en", None, "../en/2024/044.html", "This article in English"),
        ("ar", "rtl", "../ar/2024/044.html", "هذه المقالة باللغة العربية"),
        ("zh", None, "../zh/2024/044.html", "本文中文版"),
    ]


def test_what_is_in_one_language_has_no_link() -> None:
    """The oldest release is in English alone: no list in another language has it, and it has no empty place for links."""
    oldest = shown(ALL, "en", 3).findall(".//ol/li")[-1]
    assert oldest.xpath(".//p[@class='others']") == []
    assert len(shown(ALL, "ru", 3).findall(".//ol/li")) == 44 - 2 * SIZE


@pytest.mark.parametrize(
    ("number", "links"),
    [(1, [("next", "index-2.html")]), (2, [("prev", "index.html"), ("next", "index-3.html")]), (3, [("prev", "index-2.html")])],
)
def test_pages_lead_to_each_other(number: int, links: list[tuple[str, str]]) -> None:
    """Older and newer, and nothing beyond the ends; only the first page is the other languages' first page's counterpart."""
    page = shown(ALL, "ru", number)
    assert [(one.get("rel"), one.get("href")) for one in page.xpath("//nav[@class='pages']/a")] == links
    assert page.find(".//nav[@class='pages']/span").text == f"страница {number} из 3"
    assert (len(page.xpath("//link[@hreflang]")) > 0) == (number == 1)
    own = page.xpath("//link[@rel='canonical']")[0].get("href")
    assert own == f"{BASE}ru/index{'' if number == 1 else f'-{number}'}.html"


def test_links_lead_only_to_what_is_there() -> None:
    """While other pages of the list, other languages and the feed are not written, there are no links to them."""
    page = shown(ALL, "ru", 2, alone=True, feed=False)
    assert all("2024/" in one.get("href") for one in page.iter("a") if one.get("href") != "#text")
    assert page.xpath("//nav[@class='languages'] | //nav[@class='pages']/a | //link[@type]") == []


def test_right_to_left_and_chinese() -> None:
    """The page says its direction; quotation marks are the language's own; links to other languages say theirs."""
    arabic, chinese = shown(ALL, "ar"), shown(ALL, "zh")
    assert (arabic.get("lang"), arabic.get("dir"), chinese.get("dir")) == ("ar", "rtl", None)
    assert arabic.findtext(".//h1") == "البيانات الصحفية"
    assert chinese.findtext(".//h2/a") == "新桥“开通” 44"
    assert chinese.findtext(".//time") == "2024年2月17日"


def test_without_a_base_address_all_links_are_relative() -> None:
    """No canonical address, no `hreflang` in the head, no feed; the list itself is the same."""
    page = shown(ALL, "ru", site=replace(SITE, base_url=""), feed=False)
    assert page.xpath("//link") == []
    assert not [one for one in page.iter("a") if one.get("href").startswith(("http", "/"))]
    assert len(page.findall(".//ol/li")) == SIZE


def test_an_index_is_small() -> None:
    """A full page with style is under 30 KB in every script."""
    for language in SITE.languages:
        mine = [one for one in ALL if one.version(language)]
        assert len(index_page(render, SITE, mine, language, 1, lambda _: True, feed=True)) < 30_000


def test_titles_are_text() -> None:
    """What a title says is no markup."""
    assert shown(ALL, "en").findtext(".//h2/a") == f"{TITLES['en']} 44"


def test_a_wrong_address() -> None:
    """The page is shown at whatever address was wrong: its links are full, and it is not listed by search engines."""
    page = html.document_fromstring(missing_page(render, SITE, "ar", lambda _: True))
    assert (page.get("dir"), page.findtext(".//h1")) == ("rtl", "هذه الصفحة غير موجودة")
    assert [one.get("href") for one in page.iter("a")][1:] == [f"{BASE}{one}/index.html" for one in ("ar", "en", "ru", "zh")]
    assert page.xpath("//meta[@name='robots']/@content") == ["noindex"]


def test_a_wrong_address_of_a_site_whose_own_is_not_known() -> None:
    """A relative link would lead anywhere from there: there is none."""
    page = html.document_fromstring(missing_page(render, replace(SITE, base_url=""), "ru", lambda _: True))
    assert [one.get("href") for one in page.iter("a")] == ["#text"]
