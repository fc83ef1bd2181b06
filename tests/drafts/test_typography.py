"""Outputs are printed as the target language prints, without a word added or lost."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflow.drafts.typography import restore, simplify, unquote

CASES = sorted((Path(__file__).parent / "typography").glob("*.toml"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_case(case: Path) -> None:
    """`output`, as the translation of `source`, is printed as `expected`."""
    given_ = tomllib.loads(case.read_text(encoding="utf-8"))
    assert restore(given_["source"], given_["output"], given_["language"]) == given_["expected"]


_texts = st.text(st.sampled_from("abАбГг 12.,:?!\"'«»„“”’-–—()…\u00a0%№нжа"), max_size=30)
_languages = st.sampled_from(["ru", "kk", "de", "fr", "pl"])


@given(_texts, _texts, _languages)
def test_letters_and_digits_are_never_changed(source: str, output: str, language: str) -> None:
    """Restoring changes marks, spaces and one capital, never a letter or digit otherwise."""
    restored = restore(source, output, language)
    assert [one for one in restored.casefold() if one.isalnum()] == [one for one in output.casefold() if one.isalnum()]


@given(_texts, _texts, st.sampled_from(["ru", "kk", "pl"]))
def test_any_text_is_restored_once_and_for_all(source: str, output: str, language: str) -> None:
    """What was restored once is as it should be, whatever marks stand where."""
    once = restore(source, output, language)
    assert restore(source, once, language) == once


@given(_texts)
def test_simplifying_changes_no_letter(text: str) -> None:
    """Simplifying changes marks and spaces only, and twice nothing more."""
    simple = simplify(text)
    assert [one for one in simple if one.isalnum()] == [one for one in text if one.isalnum()]
    assert simplify(simple) == simple


_TOKENS = ["слово", '"слово', 'слово"', '"слово"', "-", "5", "1,500", "0.5", "No 5", "г-н", "А.", "%", ",", "так...", "Да."]
_tokens = st.lists(st.sampled_from(_TOKENS), max_size=12).map(" ".join)


@given(_tokens, _tokens)
def test_restoring_twice_changes_nothing_more(source: str, output: str) -> None:
    """What was restored once is as it should be."""
    once = restore(source, output, "ru")
    assert restore(source, once, "ru") == once


@given(_texts)
def test_unquoted_parts_are_the_text(text: str) -> None:
    """A mark that is taken off the edge is handed back, so nothing of the text is lost."""
    text = simplify(text)
    lead, inner, tail = unquote(text)
    assert (lead + inner + tail).replace(" ", "") == text.replace(" ", "")
