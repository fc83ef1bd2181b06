"""Feeds: what RFC 4287 asks for, dates that no clock made, and pages that hold every release once."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from workflow.site.feed import dated, feed_page, updated
from workflow.site.published import Entry, Version

from .sample import BASE, SITE, TITLES, entries

ATOM = {"a": "http://www.w3.org/2005/Atom"}


def read(number: int = 1, *, count: int = 5, size: int = 2, there: bool = True, language: str = "ru") -> etree._Element:
    listed = dated(entries(count), language)
    return etree.fromstring(feed_page(SITE, listed, language, number, lambda _: there, title="Новости", size=size))


def test_what_the_format_asks_for() -> None:
    """Feed and entries have id, title, updated; the feed an author and its own address."""
    feed = read()
    for element in (feed, *feed.iterfind("a:entry", ATOM)):
        for name in ("id", "title", "updated"):
            assert len(element.findall(f"a:{name}", ATOM)) == 1
    assert feed.findtext("a:author/a:name", namespaces=ATOM) == "Пресс-служба"
    assert feed.xpath("a:link[@rel='self']/@href", namespaces=ATOM) == [f"{BASE}ru/feed.xml"]
    assert feed.findtext("a:entry/a:title", namespaces=ATOM) == f"{TITLES['ru']} 4"
    assert feed.xpath("a:entry[1]/a:link/@hreflang", namespaces=ATOM) == ["ru", "en", "ar", "zh"]


def test_an_office_without_a_name_is_its_host() -> None:
    """Every entry has an author, whatever the configuration says."""
    data = feed_page(replace(SITE, publishers=()), entries(1), "en", 1, lambda _: True, title="News")
    assert b"<name>example.org</name>" in data


def test_pages_hold_every_release_once() -> None:
    """They lead to each other, and have one id."""
    feeds = [read(number) for number in (1, 2)]
    assert [len(one.findall("a:entry", ATOM)) for one in feeds] == [2, 2]
    assert len({one.findtext("a:id", namespaces=ATOM) for one in feeds}) == 1
    assert feeds[0].xpath("a:link[@rel='next']/@href", namespaces=ATOM) == [f"{BASE}ru/feed-2.xml"]
    assert feeds[1].xpath("a:link[@rel='previous']/@href", namespaces=ATOM) == [f"{BASE}ru/feed.xml"]
    assert feeds[1].xpath("a:link[@rel='next']", namespaces=ATOM) == []
    assert [link.get("rel") for link in read(there=False).iterfind("a:link", ATOM)] == ["alternate", "self"]


@pytest.mark.parametrize(
    ("moment", "modified", "expected"),
    [
        ("2024-02-29T00:00:00Z", "", "2024-02-29T00:00:00Z"),
        ("2024-02-29T10:00:00Z", "2024-02-29", "2024-02-29T10:00:00Z"),
        ("2024-02-29T10:00:00Z", "2024-03-01", "2024-03-01T00:00:00Z"),
        ("", "2024-03-01", "2024-03-01T00:00:00Z"),
        ("", "", ""),
    ],
)
def test_the_last_change(moment: str, modified: str, expected: str) -> None:
    """The later of the two that are known."""
    version = Version("en", "en/a.html", "T", "", modified)
    assert updated(Entry("a", (version,), moment=moment), version) == expected


def test_a_release_without_any_date_is_in_no_feed() -> None:
    """A date that is not known is not invented."""
    version = Version("en", "en/a.html", "T")
    assert dated([Entry("a", (version,))], "en") == []
    assert dated(entries(1), "ru") == []


@given(st.text(max_size=30), st.text(max_size=30))
def test_every_text_is_well_formed(title: str, summary: str) -> None:
    """Whatever a page is called, its feed is XML that says so, but for characters that XML has no place for."""
    entry = Entry("a", (Version("en", "en/a.html", title, summary),), "2024-02-29", "2024-02-29T00:00:00Z")
    feed = etree.fromstring(feed_page(SITE, [entry], "en", 1, lambda _: True, title=title))
    kept = (
        "".join(one for one in title if one in "\t\n\r" or (one >= " " and one not in "\ufffe\uffff"))
        .replace("\r\n", "\n")
        .replace("\r", "\n")
    )
    assert (feed.findtext("a:entry/a:title", namespaces=ATOM) or "") == kept
