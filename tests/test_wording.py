"""How pages name their counterpart, and how a marker for it is recognised."""

from __future__ import annotations

import pytest

from workflow import wording


@pytest.mark.parametrize("tag", sorted(wording.COUNTERPART))
def test_every_wording_of_a_marker_is_recognised(tag: str) -> None:
    """What a page says of its counterpart is a marker, in any case and with any punctuation."""
    label = wording.COUNTERPART[tag]
    for said in (label, f"  {label.upper()} …", f"«{label}»\n", f"> {label.replace(' ', '  ')}."):
        assert wording.marker_language(said) == tag


@pytest.mark.parametrize("text", ["", "Эта статья", "Эта статья на русском языке вышла вчера.", "This article in English " * 9, "русский"])
def test_a_sentence_is_no_marker(text: str) -> None:
    """Only a block that says nothing else is one."""
    assert wording.marker_language(text) is None


def test_a_language_without_a_wording_is_called_by_its_own_name() -> None:
    """A counterpart in a language that nobody worded a label for still has one, with a capital."""
    assert wording.counterpart_label("de") == "Deutsch"
    assert wording.counterpart_label("pt-BR").startswith("Portugu")
    assert wording.counterpart_label("fr-CA") == wording.COUNTERPART["fr"]
