"""Good translations are quiet: `quiet/<language>.tsv` has sentences in English and in that language, in a press office's words.

A pair on which a check is wrong goes into the file; so the six languages of the United Nations stay quiet together.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from workflow.checks import Subject, check
from workflow.model import Where

FILES = sorted((Path(__file__).parent / "quiet").glob("*.tsv"))
PAIRS = [(path.stem, *line.split("\t")) for path in FILES for line in path.read_text("utf-8").splitlines()]
TURNED = [(language, source, target) for language, source, target in PAIRS if "«Группа" not in target]
"""Marks around the name of a group are Russian, and gone in English."""


def _said(subject: Subject) -> list[str]:
    return [f"{one.code} {one.message}" for one in check(subject, Where("a.po"))]


@pytest.mark.parametrize(("language", "source", "target"), PAIRS, ids=[f"{one[0]}: {one[1][:40]}" for one in PAIRS])
def test_good_translations_are_quiet(language: str, source: str, target: str) -> None:
    """Numbers, dates, times, money, names of codes and marks agree as values, in whatever form each language has them."""
    assert _said(Subject(source, target, language=language)) == []


@pytest.mark.parametrize(("language", "source", "target"), TURNED, ids=[f"{one[0]}: {one[1][:40]}" for one in TURNED])
def test_into_english_too(language: str, source: str, target: str) -> None:
    """What agrees one way agrees the other way."""
    assert _said(Subject(target, source, source_language=language, language="en")) == []


@pytest.mark.parametrize("language", ["ru", "fr", "es", "ar", "zh"])
def test_a_changed_year_is_found_in_each_language(language: str) -> None:
    """2021 in the source and 2012 in the translation are an error, whatever else the sentence has."""
    pairs = [(source, target.replace("2021", "2012")) for name, source, target in PAIRS if name == language and "2021" in target]
    assert pairs
    for source, target in pairs:
        assert any(one.startswith("P201") for one in _said(Subject(source, target, language=language))), target
