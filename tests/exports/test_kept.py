"""What a source says and nobody translates: on every page and in every TEI file, and nowhere else."""

from __future__ import annotations

import re
from collections import Counter
from itertools import count

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree, html

from workflow.exports import alignment, tei, tmx
from workflow.exports.counterpart import PageLinks
from workflow.exports.parallel import ReleaseInfo, align, side
from workflow.exports.template import template_page
from workflow.inline import decode, encode, join
from workflow.locales.template import template
from workflow.model import Document
from workflow.segments.split import split
from workflow.skeleton import write
from workflow.sources import read

from .release import cut

_INFO = ReleaseInfo("a", "sources/a.xml", "en", "2024-02-29")
_LINKS = PageLinks("a", "ru", "en", (("en", "../en/a.html"),))
_WORD = re.compile(r"(?:said|kept)\d+x")
_TEI = "{http://www.tei-c.org/ns/1.0}"
_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"

# (start tag's attributes, whether its text is translated)
_STATES = st.sampled_from(
    [
        ("", True),
        ("", True),
        (' its:translate="no"', False),
        (' xml:lang="fr"', False),
        (' xml:lang="ar"', False),
        (' xml:lang="en-GB"', True),
        (' its:translate="yes"', True),
        (' class="legal"', False),
    ]
)


@st.composite
def _releases(draw: st.DrawFn) -> tuple[str, str]:
    """Returns a release of the names that everybody knows, each word once, and the same without what is not translated."""
    numbers = count(1)

    def words(translated: bool) -> str:
        name = "said" if translated else "kept"
        some = [f"{name}{next(numbers)}x" for _ in range(draw(st.integers(1, 3)))]
        inside = draw(st.sampled_from(["{}", "<em>{}</em>", "one {} two", "{}<br/>{}", "<em>{} <ref href='b.html'>{}</ref></em>"]))
        return inside.format(some[0], some[-1] if len(some) > 1 and inside.count("{}") == 2 else f"{name}{next(numbers)}x") + draw(
            st.sampled_from(["", ". ", "."])
        )

    def text(name: str) -> tuple[str, str]:
        attributes, translated = draw(_STATES)
        whole = f"<{name}{attributes}>{words(translated)}</{name}>"
        return whole, whole if translated else ""

    def several(names: list[str], most: int = 3) -> tuple[str, str]:
        found = [text(draw(st.sampled_from(names))) for _ in range(draw(st.integers(1, most)))]
        return "\n".join(one for one, _ in found), "\n".join(one for _, one in found)

    def part() -> tuple[str, str]:
        kind = draw(st.sampled_from(["text", "list", "table", "section", "quote", "figure"]))
        if kind == "text":
            return several(["p", "para", "heading", "title", "pre"])
        if kind == "table":
            inner = several(["cell"])
            return f"<table><row>{inner[0]}</row></table>", f"<table><row>{inner[1]}</row></table>"
        inner = several({"list": ["item"], "figure": ["caption"], "quote": ["p", "line"]}.get(kind, ["heading", "p"]))
        return f"<{kind}>{inner[0]}</{kind}>", f"<{kind}>{inner[1]}</{kind}>"

    parts = [part() for _ in range(draw(st.integers(1, 4)))]
    frame = (
        '<doc xmlns:its="http://www.w3.org/2005/11/its" its:version="2.0" xml:lang="en"><its:rules version="2.0">'
        '<its:translateRule selector="//*[@class] | //id" translate="no"/>'
        '<its:withinTextRule selector="//em | //ref | //br" withinText="yes"/>'
        "</its:rules><id>data</id>\n{}\n</doc>"
    )
    return frame.format("\n".join(one for one, _ in parts)), frame.format("\n".join(one for _, one in parts))


def _read(text: str) -> Document:
    return split(read(text.encode(), path="sources/a.xml", language="en"), cut)


def _translated(document: Document) -> dict[int, str]:
    return {number: encode(join(["Да ", *(part for part in decode(segment.text))])) for number, segment in enumerate(document.segments)}


def _words(text: str) -> Counter[str]:
    return Counter(_WORD.findall(text))


@given(_releases())
@settings(max_examples=50, deadline=None)
def test_every_word_of_a_source_is_on_every_page_once(release: tuple[str, str]) -> None:
    """Translated or not: on the pages and in the TEI files of both languages; what is data is on none."""
    document = _read(release[0])
    texts = _translated(document)
    wanted = _words(release[0])
    for language, own in (("en", None), ("ru", texts)):
        page = html.fromstring(template_page(document, own, _LINKS, _INFO, language))
        body = page.find(".//main")
        assert body is not None
        assert _words(" ".join(map(str, body.itertext()))) == wanted
        assert "data" not in body.text_content()
        file = etree.fromstring(tei.write(document, own, _INFO, language)).find(f"{_TEI}text")
        assert file is not None
        assert _words(" ".join(map(str, file.itertext()))) == wanted


@given(_releases())
@settings(max_examples=50, deadline=None)
def test_what_is_not_translated_is_in_no_catalog(release: tuple[str, str]) -> None:
    """Nor in TMX, nor in the alignment; and what translators are told of the other texts is the same with it or without."""
    document, without = _read(release[0]), _read(release[1])
    wanted = template(document, "ru")
    assert wanted == template(without, "ru")
    assert {word for one in wanted for word in _words(one.key[1])} == {word for word in _words(release[0]) if word.startswith("said")}
    pair = align(document, _translated(document), "ru")
    assert not any(word.startswith("kept") for word in _words(tmx.write(pair, _INFO).decode()))
    ids = re.findall(r'<s xml:id="(\w+)"', tei.write(document, None, _INFO, "en").decode())
    assert re.findall(r'xtargets="(\w+);', alignment.write(pair, _INFO).decode()) == ids


@given(_releases())
@settings(max_examples=30, deadline=None)
def test_a_translated_file_keeps_what_is_not_translated(release: tuple[str, str]) -> None:
    """In the source's own vocabulary: the bytes as they were, and with all texts replaced, every kept word once."""
    document = _read(release[0])
    assert write(document) == release[0].encode()
    written = write(document, dict.fromkeys(range(len(document.segments)), "")).decode()
    assert _words(written) == Counter({word: 1 for word in _words(release[0]) if word.startswith("kept")})


@given(_releases())
@settings(max_examples=30, deadline=None)
def test_parts_say_their_language(release: tuple[str, str]) -> None:
    """On a page, every word stands in the language that it is in (WCAG 2.2, 3.1.2), and what its source keeps is kept from browsers."""
    document = _read(release[0])
    spoken = {}
    for element in etree.fromstring(release[0].encode()).iter():
        language = next((one.get(_XML_LANG) for one in [element, *element.iterancestors()] if one.get(_XML_LANG)), "en")
        for word in _WORD.findall(f"{element.text or ''}"):
            spoken[word] = language
    page = html.fromstring(template_page(document, _translated(document), _LINKS, _INFO, "ru"))
    for element in page.find(".//main").iter():
        if not isinstance(element.tag, str):
            continue
        around = [element, *element.iterancestors()]
        language = next(one.get("lang") for one in around if one.get("lang"))
        way = next((one.get("dir") for one in around if one.get("dir") or one.get("lang")), None)
        for word in _WORD.findall(element.text or ""):
            assert language == ("ru" if word.startswith("said") else spoken[word])
            assert way == ("rtl" if language == "ar" else None)


def test_a_filter_of_the_source_holds_for_what_is_not_translated() -> None:
    """A text that is for one language only is on its page alone, and its id in the other file is nobody's."""
    document = _read(
        '<doc xmlns:its="http://www.w3.org/2005/11/its"><p>Text.</p>'
        '<p its:translate="no" its:localeFilterList="ru">Kept.</p><p>End.</p></doc>'
    )
    assert [side(document, None, language).shows(1) for language in ("en", "ru", "fr")] == [False, True, False]
    english, russian = (tei.write(document, None, _INFO, language).decode() for language in ("en", "ru"))
    assert "Kept." not in english
    assert '<p xml:id="p2" xml:lang="en">Kept.</p>' in russian
    assert '<s xml:id="p3s1">End.</s>' in english


def test_a_description_of_a_page_is_in_its_language() -> None:
    """It is the first paragraph that is translated, not a quotation in another language before it."""
    document = _read('<doc><title>T</title><p xml:lang="fr">Un mot.</p><p>Text.</p></doc>')
    page = template_page(document, {0: "Т", 1: "Текст."}, _LINKS, _INFO, "ru").decode()
    assert '<meta name="description" content="Текст.">' in page


@pytest.mark.parametrize("suffix", ["xml", "html"])
def test_words_for_some_languages_only_are_in_no_other(suffix: str) -> None:
    """Alone in a paragraph, and in a sentence."""
    its = ' xmlns:its="http://www.w3.org/2005/11/its"' if suffix == "xml" else ""
    only = 'its:localeFilterList="ru"' if suffix == "xml" else 'its-locale-filter-list="ru"'
    text = f"<div{its}><p>Text <b {only}>kept1x</b> and more.</p><p><b {only}>kept2x</b></p></div>"
    document = split(read(text.encode(), path=f"sources/a.{suffix}", language="en"), cut)
    for language, words in (("ru", ["kept1x", "kept2x"]), ("en", []), ("fr", [])):
        assert _WORD.findall(tei.write(document, None, _INFO, language).decode()) == words
        assert _WORD.findall(template_page(document, None, _LINKS, _INFO, language).decode().partition("<main")[2]) == words


def test_lines_of_a_listing_stay_as_they_are() -> None:
    """In the element that a page has for code too, from HTML and from XML, with line ends of any system."""
    for path, text in (("a.html", "<pre><code>one\r\n  two</code></pre>"), ("a.xml", "<doc><pre its:translate='no'>{}</pre></doc>")):
        whole = text.replace("<doc>", '<doc xmlns:its="http://www.w3.org/2005/11/its">').replace("{}", "<code>one\r\n  two</code>")
        document = read(whole.encode(), path=f"sources/{path}", language="en")
        assert "one\n  two<" in tei.write(document, None, _INFO, "ru").decode()
        assert "one\n  two<" in template_page(document, None, _LINKS, _INFO, "ru").decode()
