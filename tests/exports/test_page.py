"""An HTML source's own page: what is replaced in it beside the texts."""

from __future__ import annotations

import codecs
import re

import pytest

from workflow.exports.counterpart import PageLinks
from workflow.exports.page import html_page, language_marks
from workflow.model import Mark
from workflow.sources import read

from .release import build

PLAIN = PageLinks("a", "ru", "en")
HEAD = '<!DOCTYPE html><html lang="en"><head><title>T</title></head>'


def page(source: str, links: PageLinks = PLAIN, *, language: str = "ru", banner: bool = False) -> str:
    document = read(source.encode(), path="sources/a.html", language="en")
    return html_page(document, {} if language != "en" else None, links, language, banner=banner).decode()


@pytest.mark.parametrize(
    ("mark", "language", "expected"),
    [
        (Mark("language", "en", "en"), "ru", "ru"),
        (Mark("language", "en-GB", "en-GB"), "ru", "ru"),
        (Mark("language", "fr", "fr"), "ru", None),
        (Mark("language", "", "", ' lang="', '"'), "ru", "ru"),
        (Mark("language", "", "", ' lang="', '"'), "en", "en"),
        (Mark("language", "en-GB", "en-GB"), "en", None),
        (Mark("direction", "", "", ' dir="', '"'), "ru", None),
        (Mark("direction", "", "", ' dir="', '"'), "ar", "rtl"),
        (Mark("direction", "ltr", "ltr"), "ar", "rtl"),
        (Mark("direction", "rtl", "rtl"), "ru", None),
        (Mark("direction", "auto", "auto"), "ar", None),
        (Mark("og-locale", "en_GB", "en_GB"), "ru", "ru_RU"),
        (Mark("og-locale", "fr_FR", "fr_FR"), "ru", None),
        (Mark("space", " ", " "), "ru", None),
        (Mark("space", " ", " "), "zh", ""),
        (Mark("space", "", ""), "ru", " "),
    ],
)
def test_metadata_of_the_language(mark: Mark, language: str, expected: str | None) -> None:
    """What speaks of the source language speaks of the target's; what speaks of a third one stays."""
    assert language_marks("en", language, None, html_attributes=True)(mark) == expected


def test_links_are_resolved_and_stay_inside_their_attribute() -> None:
    """An address that the caller names is written so that no quoting can be left; others stay as found."""
    new = language_marks("en", "ru", {"a.html": 'b c".html?x&y'}.get, html_attributes=True)
    assert new(Mark("link", "a.html", "a.html")) == "b%20c%22.html?x&amp;y"
    assert new(Mark("link", "z.html", "z.html")) is None


def test_without_a_counterpart_the_marker_goes() -> None:
    """The marker block is left out wholly while its language is not published."""
    source = HEAD + '<body><p>Text.</p><p lang="ru">Эта статья на русском языке</p></body></html>'
    assert "Эта статья" not in page(source, PageLinks("a", "en", "en"), language="en")
    assert "<p>Text.</p></body>" in page(source, PageLinks("a", "en", "en"), language="en")


def test_without_a_marker_the_link_ends_the_article() -> None:
    """The block stands before the end of the article."""
    source = HEAD + "<body><article><p>Text.</p></article><footer>F</footer></body></html>"
    links = PageLinks("a", "ru", "en", (("en", "../en/a.html"),))
    assert "This article in English</a></p><!--/counterpart-->\n</article>" in page(source, links)


def test_without_a_base_address_there_is_no_set_in_the_head() -> None:
    """`hreflang` needs full addresses; with them the set is the same on both pages, itself and x-default included."""
    source = HEAD + "<body><p>Text.</p></body></html>"
    assert "<link" not in page(source, PageLinks("a", "ru", "en", (("en", "../en/a.html"),)))
    russian = page(source, PageLinks("a", "ru", "en", (("en", "../en/a.html"),), "https://example.org/x/"))
    english = page(source, PageLinks("a", "en", "en", (("ru", "../ru/a.html"),), "https://example.org/x/"), language="en")
    sets = [re.findall(r'<link rel="alternate".*?>', one) for one in (russian, english)]
    assert sets[0] == sets[1]
    assert len(sets[0]) == 3
    assert '<link rel="alternate" hreflang="x-default" href="https://example.org/x/en/a.html">' in sets[0]
    assert '<link rel="canonical" href="https://example.org/x/ru/a.html">' in russian


@pytest.mark.parametrize(
    "source",
    [
        HEAD + "<body><p>Text.</p></body></html>",
        "<p>Text.</p>",
        "<!DOCTYPE html>\n<title>T</title><p>Text.",
    ],
)
def test_a_preview_warns_and_is_not_indexed(source: str) -> None:
    """Every preview has the warning and `noindex`, also where the source has no head; the document type stays first."""
    preview = page(source, banner=True)
    assert preview.count('<meta name="robots" content="noindex"><style>body::before{content:"\\41f ') == 1
    assert source.startswith("<p") or preview.startswith("<!DOCTYPE html>")
    assert preview.index("noindex") < preview.index("<p>")


def test_the_source_language_page_is_the_source() -> None:
    """Without counterparts and markers the page in the source language is the source, byte for byte."""
    source = '<!DOCTYPE html>\r\n<html lang="en"><head><title>T</title></head><body><p>One &amp; two.</p>\r\n</body></html>'
    assert page(source, PageLinks("a", "en", "en"), language="en") == source


def test_joined_sentences_stand_once() -> None:
    """A sentence that is said with the one before leaves neither an empty place nor a double space."""
    document = build("html")
    texts = {2: "Одно <em>слово</em> <strong>веско, и <a>два</a></strong> <sym/>.", 3: "<prev/>"}
    written = html_page(document, texts, PLAIN, "ru").decode()
    assert (
        '<p>Одно <em>слово</em> <strong>веско, и <a href="https://example.org/a?b=1&c=2">два</a></strong> <sym>SB/1 &amp; 2</sym>. Third'
        in written
    )


@pytest.mark.parametrize(
    ("source", "marked"),
    [
        ("<!DOCTYPE html><html lang=en><head><title>T</title></head><body><p>One.</p></body></html>", True),
        ("<p>One.</p>", True),
        ("<!DOCTYPE html><html lang=en><head><meta charset=utf-8><title>T</title></head><body><p>One.</p></body></html>", False),
        ('<html lang=en><meta http-equiv="Content-Type" content="text/html; charset=utf-8"><title>T</title><p>One.</p>', False),
        ("<html lang=en><!--" + "x" * 1100 + "--><meta charset=utf-8><title>T</title><p>One.</p>", True),
    ],
)
def test_a_page_tells_its_encoding(source: str, marked: bool) -> None:
    """A source of ASCII need not; its translation, read as windows-1252 by browsers, would be no text. What is ASCII stays as it is."""
    document = read(source.encode(), path="sources/a.html", language="en")
    texts = {number: "Один." if segment.text == "One." else segment.text for number, segment in enumerate(document.segments)}
    translated = html_page(document, texts, PLAIN, "ru")
    assert translated.startswith(codecs.BOM_UTF8) is marked
    assert translated.count(codecs.BOM_UTF8) == marked
    assert "Один." in translated.decode("utf-8-sig")
    assert html_page(document, None, PageLinks("a", "en", "en"), "en") == source.encode()
    linked = html_page(document, None, PageLinks("a", "en", "en", (("ru", "../ru/a.html"),)), "en")
    assert linked.startswith(codecs.BOM_UTF8) is marked
