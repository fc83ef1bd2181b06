"""Which sentences are old ones, edited: each once, whatever changed, and in time that does not grow with the square of a report."""

from __future__ import annotations

import time
from collections.abc import Sequence
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflow.locales import edited as module
from workflow.locales.catalog import Entry
from workflow.locales.edited import edited
from workflow.locales.template import Wanted

_WORDS = (
    *("office", "river", "border", "customs", "training", "police", "valley", "report", "session", "meeting"),
    *("winter", "summer", "women", "judges", "money", "paper", "seed", "cotton"),
)


def _sentences(count: int, seed: int = 1) -> list[str]:
    random = Random(seed)
    return [f"{number} {' '.join(random.choice(_WORDS) for _ in range(12))}" for number in random.sample(range(10 * count), count)]


def _pairs(before: Sequence[str], after: Sequence[str]) -> dict[str, str]:
    """Returns old -> new text, of sentences that were accepted before."""
    live = [Entry(text, "Текст.") for text in before]
    wanted = [Wanted((None, text), (), ()) for text in after]
    gone, missing = [one for one in live if one.msgid not in after], [one for one in wanted if one.key[1] not in before]
    return {old[1]: new.key[1] for old, new in edited(gone, missing, live, wanted).items()}


def _seconds(before: Sequence[str], after: Sequence[str]) -> float:
    best = 1e9
    live, wanted = [Entry(text) for text in before], [Wanted((None, text), (), ()) for text in after]
    old, new = set(before), set(after)
    gone, missing = [one for one in live if one.msgid not in new], [one for one in wanted if one.key[1] not in old]
    for _ in range(3):
        start = time.process_time()
        edited(gone, missing, live, wanted)
        best = min(best, time.process_time() - start)
    return best


@given(st.lists(st.text("abc ", min_size=1, max_size=12), unique=True), st.lists(st.text("abc ", min_size=1, max_size=12), unique=True))
def test_each_sentence_is_paired_once_and_only_if_it_changed(before: list[str], after: list[str]) -> None:
    """What went is paired with what came, no sentence twice, and none that stayed."""
    found = _pairs(before, after)
    assert set(found) <= set(before) - set(after)
    assert set(found.values()) <= set(after) - set(before)
    assert len(set(found.values())) == len(found)


def test_every_second_sentence_edited_is_found_in_its_place() -> None:
    """A word that was replaced in the whole report makes the sentences with it stale, each with its own text."""
    before = _sentences(300)
    after = [f"Today: {text}" if number % 2 else text for number, text in enumerate(before)]
    assert _pairs(before, after) == {old: new for old, new in zip(before, after, strict=True) if old != new}


@pytest.mark.parametrize("length", [9_990, 10_040, 300_000])
def test_a_sentence_of_many_pages_is_known_again(length: int) -> None:
    """Beyond some length words are compared, and an edited sentence is the same one still, also where the edit crosses that length."""
    text = " ".join(_sentences(1 + length // 80))[:length]
    assert _pairs([text, "Two."], [f"Once more in the valley we say: {text}", "Two."]) == {text: f"Once more in the valley we say: {text}"}


def test_a_report_that_was_written_anew_is_compared_near_each_place(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where all with all would be too many, each is compared with what stands where it stood, and edits are found there."""
    before = _sentences(2000)
    monkeypatch.setattr(module, "_MOST", 2000 * 50 * module._BEGIN)
    after = [f"Today: {text}" for text in before]
    assert _pairs(before, after) == dict(zip(before, after, strict=True))
    quarter, whole = (_seconds(_sentences(count), _sentences(count, seed=2)) for count in (1000, 4000))
    assert whole < 9 * quarter


def test_what_stayed_is_found_in_time_that_grows_with_the_report() -> None:
    """Four times the sentences, every second edited, take about four times as long, not sixteen times."""

    def seconds(count: int) -> float:
        before = _sentences(count)
        return _seconds(before, [f"Today: {text}" if number % 2 else text for number, text in enumerate(before)])

    assert seconds(16_000) < 9 * seconds(4000)
