from __future__ import annotations

from functools import cache

import pytest

from tests.segments.golden import BARS, CASES, KNOWN_FAILURES, Case
from workflow.segments import Segmenter, load


@cache
def segmenter(language: str) -> Segmenter:
    return load(language)


def show(text: str, breaks: list[int]) -> str:
    return "‖".join(text[start:end] for start, end in zip([0, *breaks], [*breaks, len(text)], strict=True))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_case_is_cut_as_marked(case: Case) -> None:
    """Each line is cut at its marks and nowhere else."""
    assert show(case.text, segmenter(case.language).cut(case.text)) == show(case.text, case.breaks)


@pytest.mark.parametrize("case", KNOWN_FAILURES, ids=lambda case: case.name)
@pytest.mark.xfail(strict=True, reason="only the meaning tells")
def test_known_failure(case: Case) -> None:
    """A known failure is still one: whoever mends it moves the line to `cases/`."""
    assert segmenter(case.language).cut(case.text) == case.breaks


@pytest.mark.parametrize("language", BARS)
def test_boundary_f1(language: str) -> None:
    """Over all lines of a language, known failures among them, boundary F1 is at least the bar."""
    right = wrong = missed = 0
    for case in (case for case in CASES + KNOWN_FAILURES if case.language == language):
        cut, meant = set(segmenter(language).cut(case.text)), set(case.breaks)
        right, wrong, missed = right + len(cut & meant), wrong + len(cut - meant), missed + len(meant - cut)
    assert 200 * right / (2 * right + wrong + missed) >= BARS[language]


@pytest.mark.parametrize(("language", "lines"), [("en", 60), ("ru", 60), ("fr", 10), ("es", 10), ("ar", 10), ("zh", 10)])
def test_there_are_enough_cases(language: str, lines: int) -> None:
    """No language lost its cases: a pattern that finds no file would let everything pass."""
    assert sum(case.language == language for case in CASES) >= lines


@pytest.mark.parametrize("case", CASES + KNOWN_FAILURES, ids=lambda case: case.name)
def test_other_tools_cut_the_same(case: Case) -> None:
    """The rules written as one SRX file and read back cut each line the same."""
    assert reread(case.language).cut(case.text) == segmenter(case.language).cut(case.text)


@cache
def reread(language: str) -> Segmenter:
    from workflow.segments.srx import parse

    data = segmenter(language).srx().encode()
    return Segmenter(language, parse(data, language, path="export.srx", label="export"))
