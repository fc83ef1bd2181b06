"""Outputs are printed as the target language prints, without a word added or lost."""

from __future__ import annotations

import re
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


_texts = st.text(st.sampled_from("abАб 12.,:?!\"'«»„“”’-–—()…\u00a0"), max_size=30)


@given(_texts, _texts)
def test_words_are_never_changed(source: str, output: str) -> None:
    """Restoring changes marks, spaces and one capital, never a letter or digit otherwise."""
    assert re.findall(r"\w+", restore(source, output, "ru").casefold()) == re.findall(r"\w+", output.casefold())


_tokens = st.lists(st.sampled_from(["слово", '"слово', 'слово"', '"слово"', "-", "5", "No 5", ",", "так...", "Да."]), max_size=12).map(
    " ".join
)


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
