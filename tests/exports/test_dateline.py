"""The dateline of a page: place and date, in its language, once."""

from __future__ import annotations

import json
import re
from dataclasses import replace

import pytest

from workflow.exports.counterpart import PageLinks, relink
from workflow.exports.dateline import begins_with
from workflow.exports.parallel import ReleaseInfo
from workflow.exports.template import template_page
from workflow.sources import read
from workflow.sources.place import with_place

INFO = ReleaseInfo("a", "sources/a.txt", "en", "2023-03-14")
PLACES = {"en": "Vienna", "ar": "فيينا", "es": "Viena", "fr": "Vienne", "ru": "Вена", "zh": "维也纳", "kk": "Вена"}
SHOWN = {
    "en": "Vienna, 14 March 2023",
    "ar": "فيينا، 14 مارس 2023",
    "es": "Viena, 14 de marzo de 2023",
    "fr": "Vienne, 14 mars 2023",
    "ru": "Вена, 14 марта 2023 г.",
    "zh": "维也纳，2023年3月14日",
    "kk": "Вена, 2023 ж. 14 наурыз",
}


def shown(language: str, *, text: str = "It opened.", place: str = "Vienna", info: ReleaseInfo = INFO) -> str:
    document = with_place(read(f"Title\n\n{text}\n".encode(), path="sources/a.txt", language="en"), place)
    texts = {number: "x" for number, _ in enumerate(document.segments)} | {2: PLACES[language]} if language != "en" else None
    return template_page(document, texts, PageLinks("a", language, "en"), info, language).decode()


def line(page: str) -> str:
    """What the dateline says, spaces of any width as spaces."""
    found = re.search(r'<p class="date">(.*?)</p>', page)
    return re.sub(r"\s", " ", re.sub("<.*?>", "", found[1])) if found else ""


def linked_data(page: str) -> dict[str, object]:
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', page)
    assert found
    data: dict[str, object] = json.loads(found[1])
    return data


@pytest.mark.parametrize("language", SHOWN)
def test_place_and_date_are_joined_as_the_language_joins_them(language: str) -> None:
    """On the page, its date for machines too, and the same words in the data for search engines."""
    page = shown(language)
    assert line(page) == SHOWN[language]
    assert '<time datetime="2023-03-14">' in page
    data = linked_data(page)
    assert re.sub(r"\s", " ", str(data["dateline"])) == SHOWN[language]
    assert data["locationCreated"] == {"@type": "Place", "name": PLACES[language]}


def test_a_line_before_the_dateline_hides_it_not() -> None:
    """“For immediate release” is no text yet; a place in the middle of a text is no dateline."""
    assert line(shown("en", text="FOR IMMEDIATE RELEASE\n\nVIENNA, 14 March – It opened.")) == "14 March 2023"
    assert line(shown("en", text="It opened.\n\nMore of it.\n\nVienna – as always – is open.")) == "Vienna, 14 March 2023"


def test_what_is_not_known_is_left_out() -> None:
    """A place alone, a date alone, neither."""
    undated = replace(INFO, date="")
    assert line(shown("ru", info=undated)) == "Вена"
    assert linked_data(shown("ru", info=undated))["dateline"] == "Вена"
    assert line(shown("ru", place="")) == "14 марта 2023 г."
    assert "dateline" not in linked_data(shown("ru", place=""))
    assert 'class="date"' not in shown("ru", place="", info=undated)


def test_a_text_with_a_dateline_gets_no_second_one() -> None:
    """Told by the source, so that both pages are alike; search engines are told all the same."""
    text = "VIENNA, 14 March (Press Office) – It opened."
    for language in ("en", "ru"):
        page = shown(language, text=text)
        assert line(page) == re.sub(".*, ", "", SHOWN[language])
        assert re.sub(r"\s", " ", str(linked_data(page)["dateline"])) == SHOWN[language]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Vienna, 14 March 2023 — It opened.", True),
        ("VIENNA (Reuters) -- It opened.", True),
        ("Vienna – It opened.", True),
        ("Vienna/Geneva, 3 May – It opened.", True),
        ("Vienna, 14 March 2023", True),
        ("VIENNA", True),
        ("Vienna, Austria, hosted it.", False),
        ("Vienna. 14 March – a day to remember.", False),
        ("Viennas – It opened.", False),
        ("In Vienna – as elsewhere – it opened.", False),
        ("Vienna-based experts met.", False),
    ],
)
def test_what_a_dateline_in_a_text_is(text: str, expected: bool) -> None:
    assert begins_with(text, "Vienna") is expected


def test_a_place_is_text() -> None:
    """No markup on the page, and none that ends the data for search engines."""
    place = "</script><b>Vienna</b> & “more”"
    page = shown("en", place=place)
    assert "<b>" not in page
    assert line(page).startswith("&lt;/script&gt;&lt;b&gt;Vienna&lt;/b&gt; &amp; “more”, ")
    assert linked_data(page)["locationCreated"] == {"@type": "Place", "name": place}


def test_other_links_keep_it() -> None:
    """A page that keeps its text, and gets a counterpart, says the same of its place."""
    page = shown("ru").encode()
    linked = relink(page, PageLinks("a", "ru", "en", (("en", "../en/a.html"),), "https://example.org/"))
    data = linked_data(linked.decode())
    assert (data["dateline"], data["locationCreated"]) == (
        linked_data(page.decode())["dateline"],
        {"@type": "Place", "name": "Вена"},
    )
    assert "translationOfWork" in data
