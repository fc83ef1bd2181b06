"""What is wrong on its face is refused with its reason; risk grows with doubt."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflow.drafts import faults
from workflow.drafts.gate import Cutoff, probes, refusal, risk, unheard, unsure
from workflow.drafts.numerals import difference, spelled

CASES = sorted((Path(__file__).parent / "gate").glob("*.toml"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_case(case: Path) -> None:
    """`output` as a translation of `source` is refused for the reason in `refusal`, or let through where it is empty."""
    given_ = tomllib.loads(case.read_text(encoding="utf-8"))
    found = refusal(given_["source"], given_["output"], given_["language"], protected=given_.get("protected", ()))
    assert found == given_["refusal"]


def test_every_junk_pattern_has_a_case() -> None:
    """Each reason in `junk.toml` refuses the output of a golden case."""
    reasons = {tomllib.loads(case.read_text(encoding="utf-8"))["refusal"] for case in CASES}
    assert {f"junk ({reason})" for reason, _, _ in faults.patterns()} <= reasons


def test_scores_under_the_cutoff_are_refused() -> None:
    """Each of the two scores has its own cut-off, and what equals it is let through."""
    cutoff = Cutoff(-0.15, -1.0)
    assert unsure(-0.15, -1.0, cutoff) == ""
    assert unsure(-0.82, -0.9, cutoff) == "score under the cut-off -0.15: -0.82"
    assert unsure(-0.1, -1.14, cutoff) == "weakest word under the cut-off -1.00: -1.14"


def test_words_that_were_not_heard_are_named() -> None:
    """What makes the output no less probable by its absence was not translated; without a bound nothing is asked."""
    changes = {"police": -7.1, "Kazakhstan": 0.02, "border": -0.05}
    assert unheard(changes, Cutoff(-0.3, -3.0, -0.05)) == "not translated: Kazakhstan"
    assert unheard(changes, Cutoff(-0.3, -3.0, -0.1)) == "not translated: Kazakhstan, border"
    assert unheard(changes, Cutoff(-0.3, -3.0)) == ""


def test_probes_leave_out_one_word_each() -> None:
    """Words of weight are left out one by one; short, light and numeric ones and single words are not asked about."""
    assert probes('The "police" of Kazakhstan met with them in 2023.') == {
        "police": "The of Kazakhstan met with them in 2023.",
        "Kazakhstan": 'The "police" of met with them in 2023.',
    }
    assert probes("Background") == {}
    assert probes("") == {}


_WORDS = st.lists(st.sampled_from(["The", "police", "seized", "Kazakhstan,", "12", "with", "(drugs)", "border-control"]), max_size=10)


@given(_WORDS.map(" ".join))
def test_a_probe_is_the_source_without_its_word(source: str) -> None:
    """Each probe has one word less than the source, and all others in their order."""
    for word, without in probes(source).items():
        left = without.split(" ")
        at = next(at for at, one in enumerate(source.split(" ")) if word in one)
        assert source.split(" ")[:at] + source.split(" ")[at + 1 :] == left


_scores = st.floats(-5, 0)
_lengths = st.integers(1, 60)
_few = st.integers(0, 60)
_risks = st.tuples(_scores, _scores, _lengths, _few, _few)


@given(_risks, _risks)
def test_risk_is_monotone(one: tuple[float, float, int, int, int], other: tuple[float, float, int, int, int]) -> None:
    """Lower scores, a longer source, more numbers and more guesses never lower the risk, which stays within 0 and 99."""
    better = max(one[0], other[0]), max(one[1], other[1]), *(min(pair) for pair in zip(one[2:], other[2:], strict=True))
    worse = min(one[0], other[0]), min(one[1], other[1]), *(max(pair) for pair in zip(one[2:], other[2:], strict=True))
    cutoff = Cutoff(-0.15, -1.0)
    low, high = (
        risk(score, "word " * length + "7 " * figures, cutoff, guesses, weakest=weakest)
        for score, weakest, length, figures, guesses in (better, worse)
    )
    assert 0 <= low <= high <= 99


def test_risk_tells_apart() -> None:
    """Certainty in a short sentence is a small risk; each doubt adds its part."""
    cutoff = Cutoff(-0.15, -1.0)
    assert risk(0.0, "One word", cutoff) == 5
    assert risk(-0.15, "One word", cutoff) == 50
    assert risk(-0.15, "One word", cutoff, weakest=-1.0) == 60
    assert risk(-0.15, "word " * 30, cutoff) == 56
    assert risk(0.0, "One word", cutoff, pieces=6) == 5 + 20
    assert risk(0.0, "One word", cutoff, output="Слово") == 5 + 20
    assert risk(0.0, "On 5 May, the Minister of Foreign Affairs came", cutoff) == 5 + 1 + 3 + 6
    assert risk(0.0, "One word", cutoff, 200) == 99


@given(st.text(), st.text(), st.sampled_from(["ru", "de", "zh", "sr-Latn", "x"]))
def test_the_gate_takes_any_text(source: str, output: str, language: str) -> None:
    """No text makes the gate fail, and its reasons are one line."""
    assert "\n" not in refusal(source, output, language).replace(source, "")


_NUMERALS = ["три", "двадцать", "пять", "пятьдесят", "сорок", "семь", "one", "two", "five", "twenty", "fifty", "ninety", "слово", "-"]


@given(st.lists(st.sampled_from(_NUMERALS), max_size=8).map(" ".join), st.sampled_from(["en", "ru"]))
def test_spelled_numbers_are_small(text: str, language: str) -> None:
    """Whatever stands beside each other, numbers read from words are from three to ninety-nine."""
    found = spelled(text, language)
    assert found is not None
    assert all(3 <= int(number) <= 99 for number in found)


def test_a_letter_of_old_prints_in_a_number_is_the_letter() -> None:
    """What finds «тысяч» in any case finds it with a letter of old Cyrillic prints too, and knows what it means."""
    assert difference("5 thousand", "5 ᲅысяч", "en", "ru") == ""
