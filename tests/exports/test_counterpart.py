"""Links between the languages, and changing them in pages that are already written."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workflow.exports.counterpart import PageLinks, link, placed, relink, set_late_notice
from workflow.exports.page import html_page
from workflow.exports.parallel import ReleaseInfo
from workflow.exports.template import template_page
from workflow.model import Document

from .release import build, translated

ENGLISH, FRENCH, RUSSIAN = ("en", "../en/a.html"), ("fr", "../fr/a.html"), ("ru", "../ru/a.html")
LINKS = PageLinks("a", "ru", "en", (ENGLISH,))
INFO = ReleaseInfo("a", "sources/a.txt", "en")
NOTICE = "Исходный текст этой статьи с тех пор обновлён; перевод уточняется."


def test_a_link_names_its_language_in_that_language() -> None:
    """rel, hreflang, lang and the wording all are the counterpart's; dir only where it runs from right to left."""
    assert link(*RUSSIAN) == '<a rel="alternate" hreflang="ru" lang="ru" href="../ru/a.html">Эта статья на русском языке</a>'
    assert ' dir="rtl"' in link("ar", "../ar/a.html")


def test_the_way_back_stands_where_the_way_out_stood() -> None:
    """On the Russian page the link to the original stands at the marker that on the original leads to the Russian page."""
    assert placed(replace(LINKS, language="en", counterparts=(RUSSIAN,)), ["ru"]) == ([(RUSSIAN,)], ())
    assert placed(LINKS, ["ru"]) == ([(ENGLISH,)], ())


def test_a_marker_without_a_published_counterpart_goes() -> None:
    """No counterpart, no link, no empty block; and the link of a language without a marker is left for the end."""
    assert placed(replace(LINKS, language="en", counterparts=(FRENCH,)), ["ru", "ru"]) == ([(), ()], (FRENCH,))


def test_three_languages_find_their_markers() -> None:
    """On the French page, the French marker leads to the original and the Russian one to the Russian page."""
    links = PageLinks("a", "fr", "en", (ENGLISH, RUSSIAN))
    assert placed(links, ["ru", "fr"]) == ([(RUSSIAN,), (ENGLISH,)], ())


def pages(release: Document, links: PageLinks = LINKS) -> list[bytes]:
    page = build("html")
    return [
        html_page(page, translated(page), links, "ru"),
        template_page(release, translated(release), links, INFO, "ru"),
        html_page(replace(page, encoding="cp1251"), translated(page), links, "ru"),
        html_page(replace(page, encoding="utf-16-le", bom=b"\xff\xfe"), translated(page), links, "ru"),
    ]


def test_a_notice_comes_and_goes_without_a_trace(release: Document) -> None:
    """Setting and lifting the notice gives the page back, byte for byte, in UTF-8, an 8-bit encoding and UTF-16."""
    for page in pages(release):
        late = set_late_notice(page, "ru", late=True, source_language="en")
        assert late != page
        assert set_late_notice(late, "ru", late=True) == late
        assert set_late_notice(late, "ru", late=False) == page
        assert set_late_notice(page, "ru", late=False) == page


def test_a_page_written_late_is_the_page_with_the_notice_set(release: Document) -> None:
    """Both ways to a late page give the same bytes."""
    assert pages(release, replace(LINKS, late=True)) == [set_late_notice(page, "ru", late=True) for page in pages(release)]


def test_a_notice_can_be_read_in_any_encoding(release: Document) -> None:
    """In a page that is not UTF-8 the notice is written as references, in its own encoding otherwise."""
    utf8, _, cyrillic, wide = (set_late_notice(page, "ru", late=True) for page in pages(release))
    assert NOTICE in utf8.decode()
    assert NOTICE.encode("ascii", "xmlcharrefreplace") in cyrillic
    assert NOTICE in wide.decode("utf-16")


def test_relinking_with_the_same_links_changes_nothing(release: Document) -> None:
    """A page that has its links keeps its bytes."""
    for links in (LINKS, replace(LINKS, base_url="https://example.org/", late=True), replace(LINKS, counterparts=(ENGLISH, FRENCH))):
        for page in pages(release, links):
            assert relink(page, links) == page


def test_a_new_language_joins_the_block_and_leaves_it_again(release: Document) -> None:
    """A link that is added to a written page and taken out again leaves the page as it was, its `hreflang` set included."""
    links = replace(LINKS, base_url="https://example.org")
    more = replace(links, counterparts=(ENGLISH, FRENCH))
    for page in pages(release, links):
        changed = relink(page, more)
        decoded = changed.decode("utf-16" if changed.startswith(b"\xff\xfe") else "cp1251" if b"windows" in changed else "latin-1")
        assert '<a rel="alternate" hreflang="fr" lang="fr" href="../fr/a.html">' in decoded
        assert '<link rel="alternate" hreflang="fr" href="https://example.org/fr/a.html">' in decoded
        assert relink(changed, links) == page


def test_the_last_link_takes_its_block_along(release: Document) -> None:
    """A page without counterparts has no empty block, and a notice can not be put where none is."""
    page = relink(pages(release)[1], replace(LINKS, counterparts=(), late=True))
    assert b"counterpart-->" not in page
    assert b'late-notice"' not in page


def test_a_page_without_blocks_stays_as_it_is() -> None:
    """What this package did not write, it does not change."""
    page = b'<p><a rel="alternate" hreflang="en" lang="en" href="x">y</a></p>'
    assert relink(page, replace(LINKS, late=True)) == page
    assert set_late_notice(page, "ru", late=True) == page


@settings(max_examples=50, deadline=None)
@given(st.text(max_size=30))
def test_a_written_link_is_found_again(name: str) -> None:
    """Whatever the address, the notice finds its link and the block is replaced whole."""
    links = replace(LINKS, counterparts=(("en", f"../en/{name}.html"),))
    page = template_page(Document("a.txt", "text", "en", "utf-8", b"", "\n", (), (), ()), {}, links, INFO, "ru")
    late = set_late_notice(page, "ru", late=True)
    assert late.count(b'class="late-notice"') == 1
    assert set_late_notice(late, "ru", late=False) == page


@pytest.mark.parametrize(("language", "spoken"), [("ru", "ru"), ("zh-Hans", "zh-Hans"), ("kk", "en")])
def test_a_notice_says_its_language(release: Document, language: str, spoken: str) -> None:
    """Where no wording is known the notice is English, and marked so."""
    page = set_late_notice(pages(release)[0], language, late=True)
    assert f'class="late-notice" lang="{spoken}"' in page.decode()
