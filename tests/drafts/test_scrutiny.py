"""What is scored once more of an output, and what is not."""

from __future__ import annotations

from collections.abc import Sequence

from workflow.drafts.backend import Answer, Ask
from workflow.drafts.gate import Cutoff
from workflow.drafts.scrutiny import HEARD, Look, Weights, look

TEXT = "Police seized heroin near Osh yesterday"
CUTOFF = Cutoff(-0.3, -3.0, -0.05)


def looked(answer: Answer, *, good: bool = True, tokens: int = 3, times: int = 1) -> Look | None:
    def attention() -> tuple[Sequence[str], Weights]:
        return [f"▁{word}" for word in TEXT.split()], [[0.5, 0.2, 0.1, 0.1, 0.1, 0.0]] * times

    return look(Ask(TEXT, scored=True), answer, ["x"] * tokens, CUTOFF, worthwhile=lambda *_: good, attention=attention)


def test_what_is_refused_anyway_is_not_looked_at() -> None:
    """No pass for an output under the mean, without text, or wrong on its face."""
    assert looked(Answer("x", -0.4, -0.4)) is None
    assert looked(Answer("", problem="empty output")) is None
    assert looked(Answer("x", -0.1, -0.1), good=False) is None


def test_one_unheard_word_ends_it() -> None:
    """The two words least looked at are left out first; if one was not heard, the others are not tried."""
    one = looked(Answer("x", -0.1, -0.1))
    assert one is not None
    assert one.following(CUTOFF) == ["yesterday", "heroin"]
    one.take("yesterday", [-0.4])
    one.take("heroin", [-9.0])
    assert one.following(CUTOFF) == []
    assert one.answer.changes["yesterday"] == 0.0


def test_all_words_are_tried_where_all_were_heard() -> None:
    """The least probable token comes first where it can be under its bound, then the suspects, then the rest."""
    one = looked(Answer("x", -0.2, -0.2), tokens=19)
    assert one is not None
    tried: list[str] = []
    while words := one.following(CUTOFF):
        tried += words
        for word in words:
            one.take(word, [-2.0] if not word else [-9.0])
    assert tried[:3] == ["", "yesterday", "heroin"]
    assert sorted(tried[3:]) == ["Police", "near", "seized"]
    assert one.answer.weakest == -2.0


def test_a_word_that_was_looked_at_long_was_heard() -> None:
    """It is not left out, which costs a pass."""
    one = looked(Answer("x", -0.1, -0.1), times=4)
    assert one is not None
    left_out: list[str] = []
    while words := one.following(CUTOFF):
        left_out += words
        for word in words:
            one.take(word, [-9.0])
    assert left_out == ["yesterday", "heroin", "near", "seized"]
    assert 4 * 0.2 < HEARD < 4 * 0.5
