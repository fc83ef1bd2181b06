"""What is scored once more of an output, and what is not."""

from __future__ import annotations

from collections.abc import Sequence

from workflow.drafts.backend import Answer, Ask
from workflow.drafts.gate import Cutoff
from workflow.drafts.scrutiny import Look, Weights, look

TEXT = "Police seized heroin near Osh yesterday"
CUTOFF = Cutoff(-0.3, -3.0, -0.05)


def looked(answer: Answer, *, good: bool = True, tokens: int = 3) -> Look | None:
    def attention() -> tuple[Sequence[str], Weights]:
        return [f"▁{word}" for word in TEXT.split()], [[0.5, 0.2, 0.1, 0.1, 0.1, 0.0]]

    return look(Ask(TEXT, scored=True), answer, ["x"] * tokens, CUTOFF, worthwhile=lambda *_: good, attention=attention)


def test_what_is_refused_anyway_is_not_looked_at() -> None:
    """No pass for an output under the mean, without text, or wrong on its face."""
    assert looked(Answer("x", -0.4, -0.4)) is None
    assert looked(Answer("", problem="empty output")) is None
    assert looked(Answer("x", -0.1, -0.1), good=False) is None


def test_one_unheard_word_ends_it() -> None:
    """The word least looked at is left out first; if it was not heard, the others are not tried."""
    one = looked(Answer("x", -0.1, -0.1))
    assert one is not None
    assert one.following(CUTOFF) == ["yesterday"]
    one.take("yesterday", [-0.4])
    assert one.following(CUTOFF) == []
    assert one.answer.changes == {"yesterday": 0.0}


def test_all_words_are_tried_where_all_were_heard() -> None:
    """Two suspects come alone, then the least probable token where it can be under its bound, then the rest in pairs."""
    one = looked(Answer("x", -0.2, -0.2), tokens=19)
    assert one is not None
    tried: list[list[str]] = []
    while words := one.following(CUTOFF):
        tried.append(words)
        for word in words:
            one.take(word, [-2.0] if not word else [-9.0])
    assert tried[:3] == [["yesterday"], ["heroin"], [""]]
    assert sorted(word for words in tried[3:] for word in words) == ["Police", "near", "seized"]
    assert one.answer.weakest == -2.0


def test_a_token_under_its_bound_ends_it() -> None:
    """Then no further word is left out."""
    one = looked(Answer("x", -0.2, -0.2), tokens=19)
    assert one is not None
    for words in iter(lambda: one.following(CUTOFF), [""]):
        one.take(words[0], [-9.0])
    one.take("", [-3.5])
    assert one.following(CUTOFF) == []
