"""What is wrong on its face is refused with its reason; risk grows with doubt."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflow.drafts.gate import Cutoff, refusal, risk, unsure

CASES = sorted((Path(__file__).parent / "gate").glob("*.toml"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_case(case: Path) -> None:
    """`output` as a translation of `source` is refused for the reason in `refusal`, or let through where it is empty."""
    given_ = tomllib.loads(case.read_text(encoding="utf-8"))
    assert refusal(given_["source"], given_["output"], given_["language"]) == given_["refusal"]


def test_scores_under_the_cutoff_are_refused() -> None:
    """Each of the two scores has its own cut-off, and what equals it is let through."""
    cutoff = Cutoff(-0.15, -1.0)
    assert unsure(-0.15, -1.0, cutoff) == ""
    assert unsure(-0.82, -0.9, cutoff) == "score -0.82 under -0.15"
    assert unsure(-0.1, -1.14, cutoff) == "weakest word -1.14 under -1.00"


_scores = st.floats(-5, 0)
_lengths = st.integers(1, 60)
_guesses = st.integers(0, 60)


@given(st.tuples(_scores, _lengths, _guesses), st.tuples(_scores, _lengths, _guesses))
def test_risk_is_monotone(one: tuple[float, int, int], other: tuple[float, int, int]) -> None:
    """A lower score, a longer source and more guesses never lower the risk, which stays within 0 and 99."""
    better = max(one[0], other[0]), min(one[1], other[1]), min(one[2], other[2])
    worse = min(one[0], other[0]), max(one[1], other[1]), max(one[2], other[2])
    cutoff = Cutoff(-0.15, -1.0)
    low, high = (risk(score, "word " * length, cutoff, guesses) for score, length, guesses in (better, worse))
    assert 0 <= low <= high <= 99


def test_risk_tells_apart() -> None:
    """Certainty in a short sentence is a small risk, the cut-off in a long one a large one."""
    cutoff = Cutoff(-0.15, -1.0)
    assert risk(0.0, "One word", cutoff) == 5
    assert risk(-0.15, "word " * 30, cutoff) == 84


@given(st.text(), st.text(), st.sampled_from(["ru", "de", "zh", "sr-Latn", "x"]))
def test_the_gate_takes_any_text(source: str, output: str, language: str) -> None:
    """No text makes the gate fail, and its reasons are one line."""
    assert "\n" not in refusal(source, output, language).replace(source, "")
