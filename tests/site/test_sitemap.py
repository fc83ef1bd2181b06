"""The sitemap names every public page with all its languages."""

from __future__ import annotations

from dataclasses import replace

from lxml import etree

from workflow.site.published import Entry, Version
from workflow.site.sitemap import sitemaps

from .sample import BASE, SITE, entries

NS = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}


def test_every_page_once_with_the_same_set() -> None:
    """Each version of a release names all of them, itself and x-default included; one that is alone has no set."""
    ((path, data),) = sitemaps(SITE, entries(3))
    root = etree.fromstring(data)
    assert path == "sitemap.xml"
    places = root.xpath("//s:loc/text()", namespaces=NS)
    assert len(places) == len(set(places)) == 4 + 1 + 2 * 4
    sets = {}
    for url in root.iterfind("s:url", NS):
        found = [(link.get("hreflang"), link.get("href")) for link in url.iterfind("x:link", NS)]
        sets.setdefault(url.findtext("s:loc", namespaces=NS).partition("/2024/")[2], set()).add(tuple(found))
    assert sets.pop("000.html") == {()}
    for release in ("001.html", "002.html"):
        (only,) = sets[release]
        assert dict(only) == {one: f"{BASE}{one}/2024/{release}" for one in SITE.languages} | {"x-default": f"{BASE}en/2024/{release}"}


def test_the_choice_of_languages_is_the_default_of_the_indexes() -> None:
    """It is listed with them, in one set; beside a single index it stands alone."""
    root = etree.fromstring(sitemaps(SITE, (), choice=True)[0][1])
    sets = {tuple((link.get("hreflang"), link.get("href")) for link in url.iterfind("x:link", NS)) for url in root.iterfind("s:url", NS)}
    (only,) = sets
    assert dict(only) == {one: f"{BASE}{one}/index.html" for one in SITE.languages} | {"x-default": f"{BASE}index.html"}
    assert len(root.findall("s:url", NS)) == len(SITE.languages) + 1
    alone = sitemaps(replace(SITE, languages=("en",)), (), choice=True)[0][1].decode()
    assert (alone.count("<loc>"), alone.count("xhtml:link")) == (2, 0)


def test_only_a_known_change_is_told() -> None:
    """`lastmod` is the day on which a translation changed; where nothing tells it, there is none."""
    root = etree.fromstring(sitemaps(SITE, entries(2))[0][1])
    told = {url.findtext("s:loc", namespaces=NS): url.findtext("s:lastmod", namespaces=NS) for url in root.iterfind("s:url", NS)}
    assert told[f"{BASE}ru/2024/001.html"] == "2024-12-31"
    assert told[f"{BASE}en/2024/001.html"] is None


def test_the_order_of_entries_is_no_matter() -> None:
    """The bytes depend on what is public only."""
    assert sitemaps(SITE, entries(5)) == sitemaps(SITE, entries(5)[::-1])


def test_names_are_encoded() -> None:
    """Letters and signs of a release's name are percent-encoded, and no markup."""
    site = replace(SITE, languages=("en",))
    data = sitemaps(site, [Entry("а&b", (Version("en", "en/а&b<c.html", "T"),))])[0][1].decode()
    assert f"<loc>{BASE}en/%D0%B0%26b%3Cc.html</loc>" in data


def test_too_many_for_one_file() -> None:
    """More addresses than a sitemap may hold are several sitemaps and an index of them, which is written last."""
    files = sitemaps(SITE, entries(5), most=8)
    assert [path for path, _ in files] == ["sitemap-1.xml", "sitemap-2.xml", "sitemap-3.xml", "sitemap.xml"]
    index = etree.fromstring(files[-1][1])
    assert index.xpath("//s:loc/text()", namespaces=NS) == [f"{BASE}{path}" for path, _ in files[:-1]]
    assert sum(data.count(b"<loc>") for _, data in files[:-1]) == sitemaps(SITE, entries(5))[0][1].count(b"<loc>")
