"""The words of the templates are complete in the six languages of the United Nations, and are all that the templates say."""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

import workflow.exports

BASE = Path(workflow.exports.__file__).parent
LANGUAGES = ("ar", "en", "es", "fr", "ru", "zh")
_PLACE = re.compile(r"%\(\w+\)s")


def words() -> set[str]:
    found = extract_from_dir(str(BASE / "templates"), method_map=[("**.j2", "jinja2")])
    return {str(message) for _, _, message, _, _ in found}


def catalog(language: str) -> Catalog:
    return read_po(BytesIO((BASE / "locales" / language / "LC_MESSAGES/templates.po").read_bytes()), locale=language)


def test_there_are_words() -> None:
    """Babel finds them in the templates."""
    assert {"Skip to the text", "Press releases", "page %(number)s of %(total)s"} <= words()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_word_is_translated_and_none_is_left_over(language: str) -> None:
    """Extraction finds nothing that a catalog lacks, and a catalog has nothing that no template says; no translation is fuzzy."""
    entries = {str(one.id): one for one in catalog(language) if one.id}
    assert set(entries) == words()
    for msgid, entry in entries.items():
        assert entry.string, msgid
        assert not entry.fuzzy, msgid
        assert set(_PLACE.findall(str(entry.string))) == set(_PLACE.findall(msgid))
        if language in ("ar", "ru", "zh"):
            assert not re.search("[A-Za-z]", _PLACE.sub("", str(entry.string)))


def test_there_is_no_other_language() -> None:
    """A language that is begun has to be finished: its tag belongs into this test."""
    assert sorted(path.name for path in (BASE / "locales").iterdir()) == sorted(LANGUAGES)


def test_templates_say_nothing_that_is_not_a_word() -> None:
    """Text between tags is either a value or a word: nothing is English on every page."""
    for path in sorted((BASE / "templates").glob("*.j2")):
        text = re.sub(r"\{%.*?%\}|\{\{.*?\}\}|\{#.*?#\}", "", path.read_text("utf-8"), flags=re.S)
        text = re.sub(r"<[^<>]*>|\s(?:lang|dir)=\"\w*\"", "", text)
        assert not re.search(r"\w", text), (path.name, text.split())
