"""The page of a text or XML source."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from lxml import html

from workflow.exports.counterpart import PageLinks
from workflow.exports.parallel import ReleaseInfo
from workflow.exports.template import template_page
from workflow.model import Block, Code, Document, Mark, Text
from workflow.sources.skeleton import Builder

from .release import build, translated

LINKS = PageLinks("2024/all", "ru", "en", (("en", "../../en/2024/all.html"),))


@pytest.fixture(scope="module")
def page(release: Document, info: ReleaseInfo) -> str:
    return template_page(release, translated(release), LINKS, info, "ru").decode()


def test_the_page_is_one_small_file(page: str) -> None:
    """Nothing runs in it, nothing is fetched from elsewhere, less than 30 KB."""
    assert len(page.encode()) < 30_000
    root = html.document_fromstring(page)
    assert [one.get("type") for one in root.iter("script", "iframe", "img", "object")] == ["application/ld+json"]
    assert not root.xpath("//link[@rel='stylesheet'] | //*[@src] | //@style")
    assert not re.search(r"url\(|@import", page)


def test_a_code_that_spans_sentences_is_whole(page: str) -> None:
    """What two sentences share is one element of the page."""
    assert "<strong>weight. Перевод: Second sentence</strong>" in page


def test_headings_lists_tables_quotations_and_contacts(page: str) -> None:
    """Each kind of block has its element, in the order of the source, under one h1."""
    root = html.document_fromstring(page)
    tags = [
        one.tag for one in root.find(".//article").iter() if one.tag in ("h1", "h2", "h3", "ul", "ol", "table", "blockquote", "address")
    ]
    assert tags == ["h1", "h2", "ul", "ol", "table", "blockquote", "h3", "h2", "address"]
    assert [one.get("scope") for one in root.iter("th")] == ["col", "col", "row"]
    assert root.find(".//p[@class='preserve']").text == "Перевод: 06:00   shift\n07:00"


def test_the_date_is_written_in_the_language(page: str) -> None:
    """The date is CLDR's long form, with its machine form beside it."""
    assert '<time datetime="2024-02-29">29 февраля 2024 г.</time>' in page.replace("\xa0", " ").replace("\u202f", " ")


def test_the_counterpart_stands_at_the_marker(page: str) -> None:
    """The link stands before the contacts, where the source has its marker."""
    assert page.index("Перевод: After the section.") < page.index("This article in English") < page.index("<address>")


def test_a_release_for_one_language_has_no_marker_left(release: Document, info: ReleaseInfo) -> None:
    """Without a counterpart neither a link nor the marker's words are on the page."""
    alone = template_page(release, None, PageLinks("2024/all", "en", "en"), info, "en").decode()
    assert "counterpart-->" not in alone
    assert "Эта статья" not in alone


@pytest.mark.parametrize(
    ("href", "kept"),
    [
        ("https://example.org/a b", "https://example.org/a%20b"),
        ("mailto:a@example.org", "mailto:a@example.org"),
        ("б.html#c", "%D0%B1.html#c"),
        ("javascript:alert(1)", None),
        (" JaVa\nScript:alert(1)", None),
        ("\x01javascript:alert(1)", None),
        ("data:text/html,x", None),
        ("", None),
    ],
)
def test_only_harmless_addresses_are_links(href: str, kept: str | None, info: ReleaseInfo) -> None:
    """Links lead to the web, to mail or within the site; of any other only the text stays."""
    builder = Builder(path="a.xml", format="xml", language="en", encoding="utf-8", bom=b"", text="")
    ends = (Code("a", "open", 1, ("<a>",), role="link", href=href), Text("link", "link"), Code("a", "close", 1, ("</a>",), role="link"))
    builder.block((Text("A ", "A "), *ends, Text(".", ".")), Block("paragraph", ()))
    page = template_page(builder.document(), None, PageLinks("a", "en", "en"), replace(info, date=""), "en").decode()
    assert (f'A <a href="{kept}">link</a>.' if kept else "<p>A link.</p>") in page


def test_links_lead_to_the_language_where_the_caller_knows_one(release: Document, info: ReleaseInfo) -> None:
    """The caller's address stands in place of the source's."""
    links = replace(LINKS, resolve=lambda address: "../b.html" if address.startswith("https://example.org/a") else None)
    assert '<a href="../b.html">' in template_page(release, translated(release), links, info, "ru").decode()


def test_a_preview_warns_and_is_not_indexed(release: Document, info: ReleaseInfo) -> None:
    """The banner stands first in the body, in the page's language."""
    preview = template_page(release, translated(release), LINKS, info, "ru", banner=True).decode()
    assert '<meta name="robots" content="noindex">' in preview
    assert '<aside class="preview">Предварительный просмотр' in preview


def test_right_to_left_pages_say_so(info: ReleaseInfo) -> None:
    """An Arabic page has dir, its links to English have none."""
    release = build()
    page = template_page(release, translated(release), replace(LINKS, language="ar"), info, "ar").decode()
    assert '<html lang="ar" dir="rtl">' in page
    assert 'hreflang="en" lang="en" href' in page


def test_sentences_join_as_the_language_joins_them(release: Document, info: ReleaseInfo) -> None:
    """Chinese sentences follow each other without a space."""
    texts = {2: "一<em>二</em><strong>三。", 3: "四</strong><a>五</a><sym/>。", 4: "六<br/>七。"}
    assert "。四</strong>" in template_page(release, texts, replace(LINKS, language="zh"), info, "zh").decode()


def test_a_picture_is_shown_where_the_caller_has_its_file(info: ReleaseInfo) -> None:
    """An image stands in the page with its translated text and caption if its file is there; otherwise neither text nor link."""
    builder = Builder(path="a.xml", format="xml", language="en", encoding="utf-8", bom=b"", text="")
    builder.literal('<photo href="')
    builder.mark(Mark("link", "map.svg", "map.svg"))
    builder.literal('" alt="')
    builder.extend(builder.attribute((Text("A map", "A map"),), Block("attribute", (), element="photo", attribute="alt", escape="double")))
    builder.literal('"/><caption>')
    builder.block((Text("The river", "The river"),), Block("caption", ()))
    builder.literal("</caption>")
    document, texts = builder.document(), {0: '"Карта" <x', 1: "Река"}
    shown = template_page(document, texts, replace(LINKS, resolve={"map.svg": "../map.svg"}.get), info, "ru").decode()
    assert '<figure><img src="../map.svg" alt="&#34;Карта&#34; &lt;x"><figcaption>Река</figcaption></figure>' in shown
    hidden = template_page(document, texts, LINKS, info, "ru").decode()
    assert "<figure><figcaption>Река</figcaption></figure>" in hidden
    assert "Карта" not in hidden
