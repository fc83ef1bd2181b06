"""What checks and corrections cost grows with the length of a text, not with its square: a catalog from outside can not stop a run."""

from __future__ import annotations

import pytest

from workflow.checks import Subject, check, fix
from workflow.model import Where

from ..benchmarks.long_texts import PIECES, growth

LETTERS = 4_000
ALLOWED = 9
"""Times: four times the length costs four times as much, with the square of the length sixteen times."""


@pytest.mark.parametrize("half", [0, 1])
def test_time_grows_with_the_text(half: int) -> None:
    """Of a text that is one piece again and again; what seems to grow faster is measured again, as others use the machine too."""
    slow = {}
    for piece in PIECES[half::2]:
        if any(times > ALLOWED for times, _ in growth(piece, LETTERS).values()):
            again = growth(piece, 3 * LETTERS, times=3)
            slow |= {(piece, name): found for name, found in again.items() if found[0] > ALLOWED}
    assert slow == {}


def test_a_number_of_hundreds_of_hundreds_is_no_traceback() -> None:
    """However many powers of ten stand in a row, they end in numbers that can be told."""
    check(Subject("Twenty-five hundred and " * 500, "двадцать пять тысяч миллиардов " * 500), Where("a.po"), without=frozenset())


def test_a_text_that_is_no_sentence_is_checked_and_not_corrected() -> None:
    """What has a hundred thousand characters is told to be wrong, and stays as it is; with one less it is put right."""
    source, words = "Word " * 25_000, "Слово «да» , " * 7_693
    assert len(words) > 100_000
    subject = Subject(source, words)
    assert "P414" in {finding.code for finding in check(subject, Where("a.po"))}
    assert fix(subject, without=frozenset()) == (words, ())
    better, codes = fix(Subject(source, words[: 13 * 7_600]), without=frozenset())
    assert "» ," not in better
    assert "P414" in codes
