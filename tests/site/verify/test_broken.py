"""One thing broken in a good site is one finding, of its own code, at its place."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from workflow.site.verify import CODES

from .sites import BASE, Built, good

ROOM = "2024-03-01-room"
INDEXES = ("ar/index.html", "en/index.html", "index.html", "ru/index.html")
EN, RU, AR = (f"{language}/{ROOM}.html" for language in ("en", "ru", "ar"))
XCES, TMX = f"aligned/{ROOM}.en-ru.xml", f"aligned/{ROOM}.en-ru.tmx"

BANNER = r'body::before{content:"Preview\3a \20 unreviewed\20 text\2c \20 not\20 for\20 publication"}'

Break = Callable[[Built], None]


def change(path: str, old: str, new: str, count: int = 1) -> Break:
    return lambda site: site.change(path, old, new, count)


def add(path: str, data: str | bytes) -> Break:
    return lambda site: site.write(path, data)


def remove(*paths: str) -> Break:
    return lambda site: [site.remove(path) for path in paths] and None


CASES: list[tuple[str, str, str, Break]] = [
    ("a dead link", "V101", EN, change(EN, "<article>", '<article><a href="no.html">x</a>')),
    ("a dead link in a menu, twice", "V101", EN, change(EN, "<article>", '<a href="no.html">x</a><a href="no.html">x</a><article>')),
    ("a dead picture", "V101", EN, change(EN, 'src="../en/map.svg"', 'src="../en/plan.svg"')),
    ("a dead picture of a set", "V101", EN, change(EN, "map.svg 2x", "map2.svg 2x")),
    ("a dead address in a style sheet", "V101", "en/press.css", change("en/press.css", "map.svg", "plan.svg")),
    ("a dead import", "V101", "en/press.css", change("en/press.css", "body", '@import "print.css"; body')),
    ("a dead address in a style attribute", "V101", EN, change(EN, "<article>", '<article style="background:url(x.png)">')),
    ("another letter's case", "V101", EN, change(EN, 'href="../en/press.css"', 'href="../en/Press.css"')),
    ("a folder without an index", "V101", EN, change(EN, "<article>", '<article><a href="../aligned/">x</a>')),
    ("a link out of the site", "V101", EN, change(EN, "<article>", '<article><a href="../../sources/a.txt">x</a>')),
    ("no address at all", "V101", EN, change(EN, "<article>", '<article><a href="http://[x">x</a>')),
    ("a page's full address that is dead", "V101", EN, change(EN, "<article>", f'<article><a href="{BASE}en/no.html">x</a>')),
    ("an address from the server's root that is dead", "V101", EN, change(EN, "<article>", '<article><a href="/news/en/no.html">x</a>')),
    ("a place that is not there", "V102", "en/2024-04-02-handbook.html", change(EN, 'id="facts"', 'id="fact"')),
    ("a place on the page itself", "V102", RU, change(RU, "<article>", '<article><a href="#none">x</a>')),
    ("style of another host", "V103", EN, change(EN, "<body>", '<body><link rel="stylesheet" href="https://cdn.example/a.css">')),
    ("script of another host", "V103", EN, change(EN, "<body>", '<body><script src="//cdn.example/a.js"></script>')),
    ("an import of another host", "V103", "en/press.css", change("en/press.css", "body", "@import url(https://cdn.example/a.css); body")),
    ("a path of the machine", "V104", EN, change(EN, "<article>", '<article><a href="/srv/office/exports/en/a.html">x</a>')),
    ("a file address", "V104", EN, change(EN, "<article>", '<article><img alt="" src="file:///C:/map.png">')),
    ("a page without itself in its set", "V201", RU, change(RU, f'<link rel="alternate" hreflang="ru" href="{BASE}{RU}">\n', "")),
    ("a page without a set", "V201", AR, lambda site: _without_set(site, AR)),
    ("a set that lacks a language", "V202", RU, change(RU, f'<link rel="alternate" hreflang="ar" href="{BASE}{AR}">\n', "")),
    ("a set without x-default", "V203", EN, lambda site: _default(site, "")),
    (
        "x-default of another language",
        "V203",
        EN,
        lambda site: _default(site, f'<link rel="alternate" hreflang="x-default" href="{BASE}{RU}">'),
    ),
    ("hreflang of another language", "V204", EN, change(EN, 'hreflang="ru" lang="ru" href', 'hreflang="fr" lang="fr" href')),
    ("lang and hreflang that differ", "V204", EN, change(EN, 'hreflang="ru" lang="ru" href', 'hreflang="ru" lang="en" href')),
    ("a counterpart without the way back", "V205", RU, lambda site: _without_counterpart(site, RU, "en")),
    ("no language", "V206", RU, change(RU, '<html lang="ru">', "<html>")),
    ("another language", "V206", RU, change(RU, '<html lang="ru">', '<html lang="uk">')),
    ("no direction", "V207", AR, change(AR, '<html lang="ar" dir="rtl">', '<html lang="ar">')),
    ("the wrong direction", "V207", "ru/404.html", change("ru/404.html", '<html lang="ru">', '<html lang="ru" dir="rtl">')),
    ("English under a Russian address", "V208", RU, lambda site: _said_by(site, RU, EN)),
    ("an English sentence", "V209", RU, change(RU, "С первого дня они", "They will learn together from the first day. С первого дня они")),
    ("an English paragraph", "V209", AR, change(AR, "<p><img", "<p>The room is open to all of them.</p>\n<p><img")),
    (
        "a preview",
        "V301",
        RU,
        change(RU, "<main", '<aside class="preview">Предварительный просмотр: непроверенный текст, не для публикации</aside><main'),
    ),
    ("a preview by its style", "V301", EN, change(EN, "</head>", f"<style>{BANNER}</style></head>")),
    ("a page kept from search engines", "V302", RU, change(RU, "</head>", '<meta name="robots" content="noindex">\n</head>')),
    ("invented text", "V303", RU, change(RU, "<p><img", "<p>[Ţĥé řöömîš öþéñ. ~~~~~]</p>\n<p><img")),
    ("a catalog's code", "V304", RU, change(RU, "<p><img", "<p>&lt;prev/&gt;</p>\n<p><img")),
    ("an id twice", "V401", EN, change(EN, "<article>", '<article id="text">')),
    ("an element that is not closed", "V402", EN, change(EN, "<article>", "<article><b>")),
    ("an end without a start", "V402", EN, change(EN, "</article>", "</section></article>")),
    ("a block in a paragraph", "V402", EN, change(EN, '<p id="facts">', '<p id="facts"><ul><li>x</ul>')),
    ("an attribute twice", "V402", EN, change(EN, 'id="text"', 'id="text" id="more"')),
    (
        "a page that is cut off",
        "V402",
        "ar/404.html",
        lambda site: site.write("ar/404.html", (site.root / "ar/404.html").read_bytes()[:-22]),
    ),
    ("XML that is cut off", "V403", f"ru/{ROOM}.xml", add(f"ru/{ROOM}.xml", "<a><b></a>")),
    ("no title", "V404", "ru/404.html", change("ru/404.html", "<title>Такой страницы нет</title>\n", "")),
    ("structured data that is no JSON", "V405", EN, change(EN, '"@context":', '@context":')),
    ("structured data of another language", "V406", RU, change(RU, '"inLanguage": "ru"', '"inLanguage": "en"')),
    ("structured data with another title", "V406", RU, change(RU, '"headline": "Представительство', '"headline": "Консульство')),
    ("structured data with another date", "V406", RU, change(RU, '"datePublished": "2024-03-01"', '"datePublished": "2024-03-02"')),
    ("structured data of another page", "V406", RU, change(RU, f'"url": "{BASE}{RU}"', f'"url": "{BASE}{EN}"')),
    (
        "a translation that is not there",
        "V406",
        EN,
        change(EN, f'"inLanguage": "ru", "url": "{BASE}{RU}"', f'"inLanguage": "ru", "url": "{BASE}fr/a.html"'),
    ),
    ("canonical of another page", "V407", RU, change(RU, f'rel="canonical" href="{BASE}{RU}"', f'rel="canonical" href="{BASE}{EN}"')),
    (
        "canonical on another host",
        "V407",
        RU,
        change(RU, f'rel="canonical" href="{BASE}', 'rel="canonical" href="https://other.example/news/'),
    ),
    (
        "bytes of another encoding",
        "V408",
        EN,
        lambda site: site.write(EN, (site.root / EN).read_bytes().replace(b"Press Office,", b"Press Office\xe9,")),
    ),
    ("an alignment without its text", "V501", XCES, change(XCES, f"../ru/{ROOM}.tei.xml", "../ru/other.tei.xml")),
    ("an alignment with an unknown sentence", "V502", XCES, change(XCES, "p2s2;p2s2", "p2s2;p2s2 p9s9")),
    ("an alignment out of order", "V503", XCES, lambda site: _swapped(site)),
    ("an alignment that names a sentence twice", "V503", XCES, change(XCES, "p2s2;p2s2", "p2s2;p2s1 p2s2")),
    (
        "an alignment that leaves one out",
        "V503",
        XCES,
        change(XCES, '    <link xtargets="p2s2;p2s2"/>\n', '    <link xtargets="p2s2;"/>\n'),
    ),
    ("a unit in one language", "V504", TMX, change(TMX, "<seg>Представительство открыло учебный класс</seg>", "<seg></seg>")),
    ("a unit of another language", "V504", TMX, change(TMX, '<tuv xml:lang="ru">', '<tuv xml:lang="uk">')),
    ("a unit that is no sentence", "V504", TMX, change(TMX, 'tuid="p2s2"', 'tuid="p7s7"')),
    ("another version of TMX", "V504", TMX, change(TMX, '<tmx version="1.4">', '<tmx version="1.1">')),
    ("a text of another language", "V505", f"ru/{ROOM}.tei.xml", change(f"ru/{ROOM}.tei.xml", 'xml:lang="ru"', 'xml:lang="en"')),
    ("a sentence's id twice", "V505", f"ar/{ROOM}.tei.xml", change(f"ar/{ROOM}.tei.xml", 'xml:id="p2"', 'xml:id="p1"')),
    ("a pair without its memory", "V506", RU, remove(TMX)),
    (
        "an alignment without pages",
        "V506",
        "aligned/old.en-ru.xml",
        lambda site: site.write("aligned/old.en-ru.xml", (site.root / XCES).read_bytes()),
    ),
    (
        "a text without its page",
        "V506",
        "ru/old.tei.xml",
        lambda site: site.write("ru/old.tei.xml", (site.root / f"ru/{ROOM}.tei.xml").read_bytes()),
    ),
    ("a feed with a page that is gone", "V601", "ru/feed.xml", lambda site: _add_entry(site, f"{BASE}ru/gone.html")),
    (
        "a sitemap with a page that is gone",
        "V601",
        "sitemap.xml",
        change("sitemap.xml", "</urlset>", f"<url><loc>{BASE}en/gone.html</loc></url></urlset>"),
    ),
    (
        "a sitemap without a page",
        "V602",
        "sitemap.xml",
        change("sitemap.xml", f"  <url>\n    <loc>{BASE}en/2024-04-02-handbook.html</loc>\n  </url>\n", ""),
    ),
    ("no choice of languages", "V602", "index.html", lambda site: _without_choice(site, remove=True)),
    (
        "a choice without a language",
        "V602",
        "index.html",
        change("index.html", '<li><a hreflang="ru" lang="ru" href="ru/index.html">Русский</a></li>\n', ""),
    ),
    (
        "a choice without itself in its set",
        "V201",
        "index.html",
        change("index.html", f'<link rel="alternate" hreflang="x-default" href="{BASE}index.html">\n', ""),
    ),
    ("no sitemap", "V602", "sitemap.xml", remove("sitemap.xml")),
    ("a feed without the newest page", "V602", "en/feed.xml", lambda site: _without_entry(site)),
    (
        "an index without a page",
        "V602",
        "en/index.html",
        change("en/index.html", '<li><a href="2024-04-02-handbook.html">Handbook for officers is out</a></li>\n', ""),
    ),
    ("no 404 page", "V602", "ar/404.html", remove("ar/404.html")),
    (
        "a sitemap without a language",
        "V603",
        "sitemap.xml",
        change("sitemap.xml", f'    <xhtml:link rel="alternate" hreflang="ru" href="{BASE}{RU}"/>\n', ""),
    ),
    ("a feed that names the wrong language", "V603", "en/feed.xml", change("en/feed.xml", 'hreflang="ru"', 'hreflang="fr"')),
    (
        "a page listed twice",
        "V604",
        "sitemap.xml",
        change("sitemap.xml", "</urlset>", f"<url><loc>{BASE}en/2024-04-02-handbook.html</loc></url></urlset>"),
    ),
    (
        "a sitemap of another host",
        "V604",
        "sitemap.xml",
        change("sitemap.xml", "</urlset>", "<url><loc>https://other.example/</loc></url></urlset>"),
    ),
    (
        "a feed with another address",
        "V604",
        "ru/feed.xml",
        change("ru/feed.xml", f'rel="self" href="{BASE}ru/', f'rel="self" href="{BASE}en/'),
    ),
    ("an entry without a date", "V605", "ru/feed.xml", lambda site: _without_date(site)),
]


def _without_set(site: Built, path: str) -> None:
    text = (site.root / path).read_text("utf-8")
    site.write(path, "".join(line for line in text.splitlines(True) if not line.startswith('<link rel="alternate"')))


def _default(site: Built, new: str) -> None:
    """Changes x-default on all versions alike, so that the sets stay equal."""
    old = f'<link rel="alternate" hreflang="x-default" href="{BASE}{EN}">'
    for path in (EN, RU, AR):
        site.change(path, old, new)


def _without_choice(site: Built, *, remove: bool = False) -> None:
    """Lists lead readers of no language that there is to the English ones."""
    for path in INDEXES:
        site.change(path, f'hreflang="x-default" href="{BASE}index.html"', f'hreflang="x-default" href="{BASE}en/index.html"')
    if remove:
        site.remove("index.html")


def _without_counterpart(site: Built, path: str, language: str) -> None:
    text = (site.root / path).read_text("utf-8")
    start = text.index(f'<a rel="alternate" hreflang="{language}"')
    site.write(path, text[:start] + text[text.index("</a>", start) + 4 :])


def _said_by(site: Built, path: str, other: str) -> None:
    """The words of another page between the same head and the same links."""
    text, words = ((site.root / one).read_text("utf-8") for one in (path, other))
    start, end, mark = '<p id="facts">', "</p>\n<p><img", "</h1>"
    body = words[words.index(start) : words.index(end)]
    ours = text[: text.index(start)] + body * 3 + text[text.index(end) :]
    assert mark in ours
    site.write(path, ours.replace('<p id="facts">', "</p><p>").replace("</p><p>", '<p id="facts">', 1))


def _swapped(site: Built) -> None:
    site.change(XCES, "p2s1;p2s1", "p2s1;@")
    site.change(XCES, "p2s2;p2s2", "p2s2;p2s1")
    site.change(XCES, "p2s1;@", "p2s1;p2s2")


def _add_entry(site: Built, address: str) -> None:
    entry = f'<entry><id>{address}</id><title>x</title><updated>2024-01-01T00:00:00Z</updated><link href="{address}"/></entry>'
    site.change("ru/feed.xml", "</feed>", f"{entry}</feed>")


def _without_entry(site: Built) -> None:
    text = (site.root / "en/feed.xml").read_text("utf-8")
    start, end = text.index("  <entry>"), text.index("</entry>\n") + len("</entry>\n")
    site.write("en/feed.xml", text[:start] + text[end:])


def _without_date(site: Built) -> None:
    site.change("ru/feed.xml", "    <updated>2024-03-01T00:00:00Z</updated>\n", "")


EACH = {name: tuple(sorted((AR, EN, RU))) for name in ("a set without x-default", "x-default of another language")}
"""What is wrong with a set is told on each of its pages."""


AS_IN_SOURCE = {
    name
    for name, code, path, _ in CASES
    if (path == EN or path.endswith(".css")) and (code in ("V104", "V401", "V402", "V408") or (code in ("V101", "V102") and "dead" in name))
} | {"another letter's case", "a folder without an index", "a link out of the site", "no address at all", "a place that is not there"}
"""What an author can do wrong, and what so is a warning, on the page in the source language."""


def test_a_good_site_has_no_findings(tmp_path: Path) -> None:
    assert good(tmp_path).verify() == []


@pytest.mark.parametrize(("name", "code", "path", "spoil"), CASES, ids=[case[0] for case in CASES])
def test_one_broken_thing_is_one_finding(name: str, code: str, path: str, spoil: Break, tmp_path: Path) -> None:
    """Of its code, at its file; nothing else is said."""
    site = good(tmp_path)
    spoil(site)
    found = site.verify()
    assert [(one.code, one.where.path) for one in found] == [(code, f"exports/{page}") for page in EACH.get(name, (path,))], found
    assert all(one.message and one.severity == ("warning" if name in AS_IN_SOURCE else CODES[code][0]) for one in found)


def test_lists_that_pass_the_choice_over(tmp_path: Path) -> None:
    """Where there is a choice of languages, it is what readers of no language that there is are shown."""
    site = good(tmp_path)
    _without_choice(site)
    assert site.codes() == [("V201" if path == "index.html" else "V203", f"exports/{path}") for path in INDEXES]


def test_a_page_at_the_root_of_somebody_else_may_be_anything(tmp_path: Path) -> None:
    """As long as its links lead somewhere."""
    site = good(tmp_path)
    _without_choice(site)
    site.write("index.html", '<!DOCTYPE html><html lang="en"><title>Office</title><p><a href="en/index.html">News</a>')
    assert site.codes() == []
    site.change("index.html", "en/index.html", "fr/index.html")
    assert site.codes() == [("V101", "exports/index.html")]


def test_every_code_of_a_folder_has_a_case() -> None:
    """But for what a disk (V409) or a server (V7) does, and what is not known (V210), which have tests of their own."""
    assert {code for code in CODES if code < "V7"} - {"V210", "V409"} == {case[1] for case in CASES}


def test_a_file_that_can_not_be_read_is_told(tmp_path: Path) -> None:
    """A link within the site whose file is gone."""
    site = good(tmp_path)
    (site.root / "en/old.css").symlink_to("gone.css")
    assert site.codes() == [("V409", "exports/en/old.css")]


def test_a_link_out_of_the_site_is_no_file_of_it(tmp_path: Path) -> None:
    """What a web server would not give, or would give to everybody, is not there."""
    site = good(tmp_path / "exports")
    (tmp_path / "map.svg").write_text("<svg/>")
    site.remove("en/map.svg")
    (site.root / "en/map.svg").symlink_to(tmp_path / "map.svg")
    assert ("V101", f"exports/{EN}") in site.codes()


def test_findings_come_in_one_order(tmp_path: Path) -> None:
    """By file and line; twice the same."""
    site = good(tmp_path)
    for _, _, _, spoil in CASES[:20]:
        try:
            spoil(site)
        except AssertionError:
            continue
    found = site.verify()
    places = [(one.where.path, one.where.line) for one in found]
    assert places == sorted(places)
    assert site.verify() == found


def test_a_finding_names_its_line(tmp_path: Path) -> None:
    """A person can open it there."""
    site = good(tmp_path)
    site.change(EN, "<article>", '<article>\n<a href="no.html">x</a>')
    (found,) = site.verify()
    lines = (site.root / EN).read_text("utf-8").splitlines()
    assert "no.html" in lines[found.where.line - 1]
    assert (found.where.release, found.where.language) == (ROOM, "en")
