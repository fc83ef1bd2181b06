"""Translations are text: whatever a catalog contains, a page has the elements and attributes that it has with harmless text."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree, html

from workflow.errors import InlineError
from workflow.exports import tei, tmx
from workflow.exports.counterpart import PageLinks
from workflow.exports.page import html_page
from workflow.exports.parallel import ReleaseInfo, align
from workflow.exports.template import template_page
from workflow.exports.xml_source import xml_file
from workflow.inline import encode

from .release import build, translated

RELEASE = build()
PAGE = build("html")
INFO = ReleaseInfo("all", "sources/all.xml", "en", "2024-02-29", "N. N.", "approved", "0123456789ab")
LINKS = PageLinks("all", "ru", "en", (("en", "../en/all.html"),), late=True)
HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='alert(1)",
    "]]><script/>",
    "<!--",
    "--><script>",
    "</style><script>",
    "</title><script>",
    "javascript:alert(1)",
    "<a href=javascript:alert(1)>x</a>",
    "&lt;script&gt;",
    "{{ 7 * 7 }}{% raw %}",
    "<?php ?>",
    "\x00\x08\ufffe",
    "<!--counterpart-->",
]
texts = st.lists(st.one_of(st.sampled_from(HOSTILE), st.text(max_size=12)), min_size=1, max_size=4).map("".join)
harmless = translated(RELEASE)


def shape(root: etree._Element) -> list[tuple[str, tuple[str, ...]]]:
    """Elements and the names of their attributes; comments count as elements."""
    return [(str(one.tag), tuple(sorted(map(str, one.attrib)))) for one in root.iter()]


def addresses(root: etree._Element) -> list[str]:
    return [value for one in root.iter(etree.Element) for name, value in one.attrib.items() if name in ("href", "src", "target", "style")]


def hostile(text: str) -> dict[int, str]:
    """Every segment says the text, as text, before its own words and codes."""
    said = encode((text,))
    return {number: said + segment.text for number, segment in enumerate(RELEASE.segments)}


@settings(max_examples=60, deadline=None, derandomize=True)
@given(texts)
def test_text_is_never_markup(text: str) -> None:
    """No text adds an element, an attribute or an address to the page of a template, the source's own page, TEI, TMX or XML."""
    ours = hostile(text)

    def both(write: object, parse: object) -> None:
        bad, good = parse(write(ours)), parse(write(harmless))  # type: ignore[operator]
        assert shape(bad) == shape(good)
        assert addresses(bad) == addresses(good)

    both(lambda said: template_page(RELEASE, said, LINKS, INFO, "ru"), html.document_fromstring)
    both(lambda said: html_page(PAGE, said, LINKS, "ru"), lambda page: html.document_fromstring(page.decode()))
    both(lambda said: tei.write(RELEASE, said, INFO, "ru"), etree.fromstring)
    both(lambda said: tmx.write(align(RELEASE, said, "ru"), INFO), etree.fromstring)


@settings(max_examples=60, deadline=None, derandomize=True)
@given(texts)
def test_code_shaped_text_is_text_or_refused(text: str) -> None:
    """A msgstr that was never escaped adds nothing to template pages and TEI; the source's own page refuses it."""
    raw = {number: text.replace("<prev/>", "") + segment.text for number, segment in enumerate(RELEASE.segments)}
    page = html.document_fromstring(template_page(RELEASE, raw, LINKS, INFO, "ru"))
    assert [one.get("type") for one in page.iter("script", "img", "iframe")] == ["application/ld+json"]
    assert shape(etree.fromstring(tei.write(RELEASE, raw, INFO, "ru"))) == shape(etree.fromstring(tei.write(RELEASE, harmless, INFO, "ru")))
    try:
        filled = html.document_fromstring(html_page(PAGE, raw, LINKS, "ru").decode())
    except InlineError:
        return
    assert shape(filled) == shape(html.document_fromstring(html_page(PAGE, harmless, LINKS, "ru").decode()))


@pytest.mark.parametrize("text", HOSTILE)
def test_an_xml_file_stays_well_formed(text: str) -> None:
    """In the source's own vocabulary too, a text stays inside its element."""
    file = xml_file(RELEASE, hostile(text), "ru").decode()
    assert file.count("<script") == 0
    assert file.count("onerror=alert(1)>") == 0
