"""An Arabic and a Chinese sample: what changes with the direction and the script of a language, and what does not."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from lxml import html

from ..browser import launched

if TYPE_CHECKING:
    from ..office import Office

BRIDGE, FERRY = "2024-03-14-bridge", "2024-04-02-ferry"


def words(page: str) -> str:
    """What a page says, spaces of any width as spaces."""
    return re.sub(r"\s+", " ", html.document_fromstring(page).find("body").text_content())


def test_the_direction_is_said_once(bridge: Office) -> None:
    """On the root, of pages from templates and from HTML alike; a link to another language has its own."""
    for name in (BRIDGE, FERRY):
        for language, way in (("ar", "rtl"), ("zh", None), ("en", None)):
            root = html.document_fromstring(bridge.page(name, language))
            assert (root.get("lang"), root.get("dir")) == (language, way)
        links = html.document_fromstring(bridge.page(name, "zh")).xpath("//a[@rel='alternate']")
        assert [(one.get("hreflang"), one.get("dir")) for one in links if one.get("hreflang") == "ar"] == [("ar", "rtl")]


def test_sentences_are_joined_as_the_language_joins_them(bridge: Office) -> None:
    """Without a space in Chinese, with one in Arabic, whatever the source has between them."""
    for name, first, second in (
        (BRIDGE, "地区办事处于星期四举行大桥通车仪式。", "40多名官员参加"),
        (FERRY, "渡轮将于星期一恢复运营。", "维修工作“创纪录地”完成。请参阅"),
    ):
        assert first + second in words(bridge.page(name, "zh"))
    assert "افتتح المكتب الإقليمي الجسر يوم الخميس. وشارك أكثر" in words(bridge.page(BRIDGE, "ar"))
    assert "يوم الاثنين. وقد أُصلحت في «وقت قياسي». انظر الجسر." in words(bridge.page(FERRY, "ar"))


def test_quotations_and_datelines_are_the_language_s_own(bridge: Office) -> None:
    """As the translator wrote them; the date is CLDR's."""
    arabic, chinese = bridge.page(BRIDGE, "ar"), bridge.page(BRIDGE, "zh")
    assert "<p>قالت رئيسة المكتب: «هذا يوم جيد للوادي».</p>" in arabic
    assert "办事处负责人表示：“今天是山谷的好日子。”" in chinese
    assert '<p class="date">فيينا، <time datetime="2024-03-14">14 مارس 2024</time></p>' in arabic
    assert '<p class="date">维也纳，<time datetime="2024-03-14">2024年3月14日</time></p>' in chinese


def test_the_marker_s_place_is_that_of_the_way_back(bridge: Office) -> None:
    """Where the source links to Arabic, the Arabic page links to the source."""
    for language, shown in (("en", "هذه المقالة باللغة العربية"), ("ar", "This article in English"), ("zh", "هذه المقالة باللغة العربية")):
        page = bridge.page(FERRY, language)
        first = re.search(r"<!--counterpart--><p><a [^<>]*>(.*?)</a></p><!--/counterpart-->", page)
        assert first is not None
        assert first[1] == shown


def test_it_verifies_clean(bridge: Office) -> None:
    said = bridge.do("verify")
    assert (said.exit, said.err) == (0, "")


@pytest.mark.parametrize("language", ["ar", "zh", "en"])
def test_everything_begins_at_the_side_where_the_language_begins(bridge: Office, language: str) -> None:
    """Title, date, table and link to the office's list stand at one edge, as a browser sets them."""
    edge = "right" if language == "ar" else "left"
    with launched() as browser:
        page = browser.new_page(viewport={"width": 390, "height": 844})
        page.goto((bridge.root / f"exports/{language}/{BRIDGE}.html").as_uri())
        script = """([selector, edge]) => {
            const range = document.createRange();
            range.selectNodeContents(document.querySelector(selector));
            return Math.round(range.getBoundingClientRect()[edge]);
        }"""
        found = {selector: page.evaluate(script, [selector, edge]) for selector in (".site a", "h1", ".date", "caption", "th", "address p")}
        page.close()
    assert len(set(found.values())) == 1, found
