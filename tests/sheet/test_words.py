"""The sheet speaks the six languages of the United Nations: every word is translated, and it says nothing else."""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path
from typing import get_args

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

import workflow.sheet
from workflow.model import BlockKind
from workflow.sheet.words import WORDS, Words, words_in

BASE = Path(workflow.sheet.__file__).parent
LANGUAGES = ("ar", "en", "es", "fr", "ru", "zh")
# Keys, commands and names of codes are Latin in every language.
_LATIN = re.compile(r"Ctrl\+\w+|(?<![A-Za-z])(?:Esc|[JKNEARU])(?![A-Za-z])|workflow exchange import")


def extracted() -> set[str]:
    """What Babel finds in the module of the words."""
    return {str(message) for _, _, message, _, _ in extract_from_dir(str(BASE), method_map=[("words.py", "python")])}


def catalog(language: str) -> Catalog:
    """The words in a language."""
    return read_po(BytesIO((BASE / "locales" / language / "LC_MESSAGES/sheet.po").read_bytes()), locale=language)


def flat(words: Words) -> dict[str, str]:
    """Place -> word."""
    found: dict[str, str] = {}
    for place, one in words.items():
        found |= {place: one} if isinstance(one, str) else {f"{place}.{inner}": word for inner, word in flat(one).items()}
    return found


def test_babel_finds_every_word() -> None:
    """None is written without the mark."""
    assert extracted() == set(flat(WORDS).values())


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_word_is_translated_and_none_is_left_over(language: str) -> None:
    """No translation is empty or fuzzy; what is written in other letters holds no Latin words; signs are those of the language."""
    entries = {str(one.id): one for one in catalog(language) if one.id}
    assert set(entries) == extracted()
    for msgid, entry in entries.items():
        said = str(entry.string)
        assert said, msgid
        assert not entry.fuzzy, msgid
        if language in ("ar", "ru", "zh"):
            assert not re.search("[A-Za-z]", _LATIN.sub("", said)), said
        assert not re.search("[\"']", said), said
        assert language != "fr" or not re.search(r"[^\u00a0][:;?!]", said), said
        assert language != "ru" or " – " not in said
        assert language != "zh" or not re.search(r"[:;,?!]", said), said
        assert language != "ar" or not re.search("[;,?]", said), said


def test_there_is_no_other_language() -> None:
    """A language that is begun has to be finished: its tag belongs into this test."""
    assert sorted(path.name for path in (BASE / "locales").iterdir()) == sorted(LANGUAGES)


def test_a_language_without_words_is_spoken_to_in_english() -> None:
    """A region or script does not matter."""
    assert words_in("pt-BR") == (WORDS, "en")
    assert words_in("fr-CA")[1] == "fr"
    assert words_in("zh-Hans")[0]["title"] == "审校单"


@pytest.mark.parametrize("place", ["sheet.html.j2", "sheet.js"])
def test_every_word_is_said_somewhere(place: str) -> None:
    """What template and script ask for is there: a place that is missing would be an error in one language alone, or nothing at all."""
    text = (BASE / "templates" / place).read_text("utf-8")
    known = {one.partition(".")[0] for one in flat(WORDS)} if place.endswith("j2") else set(flat(WORDS["script"]))  # type: ignore[arg-type]  # a part
    assert set(re.findall(r"\bwords\.(\w+)", text)) <= known


def test_every_kind_of_text_has_a_name() -> None:
    """A marker has no text."""
    kinds = WORDS["kinds"]
    assert not isinstance(kinds, str)
    assert set(get_args(BlockKind)) - {"marker"} <= set(kinds)
