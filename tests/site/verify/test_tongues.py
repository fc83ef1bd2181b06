"""A page in the wrong language is known; names, numbers, quotations and short texts are not taken for one."""

from __future__ import annotations

from pathlib import Path

import pytest

from workflow.site.tongues import other_language, untranslated, words_are_known

TEXTS = {path.stem: path.read_text("utf-8") for path in sorted((Path(__file__).parent / "tongues").glob("*.txt"))}
"""Language -> a few sentences in it."""
SIX = ("ar", "en", "es", "fr", "ru", "zh")


@pytest.mark.parametrize("tag", SIX)
@pytest.mark.parametrize("said", SIX)
def test_each_of_the_six_is_told_from_the_others(tag: str, said: str) -> None:
    assert bool(other_language([TEXTS[said]], tag)) is (tag != said)


@pytest.mark.parametrize("tag", TEXTS)
def test_each_is_told_from_all_others(tag: str) -> None:
    """None is taken for another one, and none for its neighbour."""
    assert words_are_known(tag)
    assert not other_language([TEXTS[tag]], tag)
    assert [said for said in TEXTS if said != tag and not other_language([TEXTS[said]], tag)] == []


@pytest.mark.parametrize("tag", ["ba", "tt", "cv", "uz-Cyrl"])
def test_a_language_whose_words_are_not_known_is_told_by_script(tag: str) -> None:
    """Another one of its script can not be told from it, and is not."""
    assert not words_are_known(tag)
    for said in ("ru", "tg", "uk"):
        assert not other_language([TEXTS[said]], tag, "en")
    assert other_language([TEXTS["en"]], tag, "en")


@pytest.mark.parametrize("tag", ["sk", "lt", "eu", "cy", "sr-Latn", "tk"])
def test_and_from_the_source_language_by_the_words_of_that(tag: str) -> None:
    """An English page under the address of a language in Latin letters; but no page that is in any other language."""
    assert not words_are_known(tag)
    assert other_language([TEXTS["en"]], tag, "en") == "words of another language (en)"
    for said in ("de", "cs", "fr", "tr"):
        assert not other_language([TEXTS[said]], tag, "en")
    assert not other_language([TEXTS["en"]], tag)


@pytest.mark.parametrize("tag", [tag for tag in SIX if tag != "en"])
def test_an_english_sentence_under_another_address_is_found(tag: str) -> None:
    sentence = "The room is open to all of them."
    assert list(untranslated(f"{TEXTS[tag]} {sentence}" if tag not in ("fr", "es") else sentence, tag, "en")) in (
        [sentence],
        [] if tag in ("fr", "es") else None,
    )
    assert not list(untranslated(TEXTS[tag], tag, "en"))


@pytest.mark.parametrize("tag", ["fr", "es"])
def test_an_english_paragraph_in_another_latin_language_is_found(tag: str) -> None:
    assert list(untranslated("The room is open to all of them, and they will learn together from the first day.", tag, "en"))


@pytest.mark.parametrize(
    "text",
    [
        "UNODC Regional Office for Central Asia",
        "Office of the High Commissioner for Human Rights",
        "press@example.org",
        "R&D 2024–2026",
        "Эл. почта: press@example.org",
        "Доклад «Strengthening practical cooperation» вышел в марте.",
        "Open Data.",
        "",
    ],
)
def test_names_and_titles_are_no_untranslated_text(text: str) -> None:
    assert not list(untranslated(text, "ru", "en"))


def test_a_short_page_is_not_judged() -> None:
    assert not other_language(["UNODC", "2024"], "ru")


def test_a_russian_sentence_on_an_english_page_is_found() -> None:
    """Where Russian is what the sources are written in."""
    assert list(untranslated("Глава представительства сказала, что это был хороший день для долины.", "en", "ru"))
