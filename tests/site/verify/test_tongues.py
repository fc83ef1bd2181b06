"""A page in the wrong language is known; names, numbers, quotations and short texts are not taken for one."""

from __future__ import annotations

import pytest

from workflow.site.tongues import other_language, untranslated

TEXTS = {
    "en": "On 1 March the Regional Office opened a training room for the officers of the border service. They will learn together, "
    "and the room is open to all of them. The head of the office said that it was a good day for the valley.",
    "fr": "Le 1er mars, le bureau régional a ouvert une salle de formation pour les agents du service des frontières. Ils apprendront "
    "dans la même salle, qui est ouverte à tous. La cheffe du bureau a dit que c’est un beau jour pour les habitants de la vallée.",
    "es": "El 1 de marzo, la oficina regional abrió una sala de formación para los agentes del servicio de fronteras. Van a aprender "
    "en la misma sala, que es para todos. La jefa de la oficina dijo que fue un gran día para los habitantes del valle y sus familias.",
    "ru": "1 марта региональное представительство открыло учебный класс для сотрудников пограничной службы. Они будут учиться вместе, "
    "и класс открыт для всех. Глава представительства сказала, что это был хороший день для долины.",
    "ar": "في الأول من مارس افتتح المكتب الإقليمي قاعة تدريب لموظفي دائرة الحدود. سيتعلمون معا، والقاعة مفتوحة للجميع.",
    "zh": "3月1日，地区办事处为边防人员开设了培训室。他们将在一起学习，培训室向所有人开放。办事处负责人表示，这一天对山谷来说是个好日子。"
    "培训从今天开始，共有十名官员参加。培训内容包括证件检查、急救和语言。办事处感谢所有合作伙伴的支持，并期待今后继续合作。",
}


@pytest.mark.parametrize("tag", TEXTS)
@pytest.mark.parametrize("said", TEXTS)
def test_each_of_the_six_is_told_from_the_others(tag: str, said: str) -> None:
    assert bool(other_language([TEXTS[said]], tag)) is (tag != said)


@pytest.mark.parametrize("tag", ["uk", "kk", "tg", "sr"])
def test_a_language_whose_words_are_not_known_is_told_by_script(tag: str) -> None:
    """Ukrainian and Russian can not be told apart, and are not."""
    assert not other_language([TEXTS["ru"]], tag)
    assert other_language([TEXTS["en"]], tag)


def test_the_tag_s_own_script_counts() -> None:
    assert other_language([TEXTS["ru"]], "sr-Latn")
    assert not other_language([TEXTS["zh"]], "zh-Hant")


@pytest.mark.parametrize("tag", [tag for tag in TEXTS if tag != "en"])
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
