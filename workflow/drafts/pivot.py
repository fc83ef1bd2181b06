"""Two networks in a row, where no package translates a pair directly: into English, and from there."""

from __future__ import annotations

from collections.abc import Iterator

from workflow.drafts import alignment
from workflow.drafts.backend import Answer, Answers, Ask, Backend
from workflow.drafts.typography import simplify

PIVOT = "en"
"""The language through which pairs without a package go, as in Argos Translate: nearly all its packages have it on one side."""

WINDOW = 512


class Pivot:
    """A `Backend` made of two; scores are added, the least probable token is that of both, alignments are multiplied.

    Args:
        first: Translates into the language between.
        second: Translates from it.
    """

    window = WINDOW
    strict = True

    def __init__(self, first: Backend, second: Backend) -> None:
        self._first = first
        self._second = second

    def translate(self, windows: Iterator[list[Ask]]) -> Iterator[Answers]:
        """Yields the answers to all asks, window by window through the first and batch by batch through the second."""
        for window in windows:
            between: dict[Ask, Answer] = {}
            asked = {ask: Ask(ask.text, strict=ask.strict, aligned=ask.aligned, scored=ask.scored) for ask in window}
            for answers in self._first.translate(iter([list(dict.fromkeys(asked.values()))])):
                between |= {ask: given[0] for ask, given in answers.items()}
            then: dict[Ask, list[Ask]] = {}
            failed: dict[Ask, list[Answer]] = {}
            for ask in window:
                middle = between[asked[ask]]
                if middle.problem or not middle.text:
                    failed[ask] = [Answer("", middle.score, middle.weakest, f"in between: {middle.problem or 'empty output'}")]
                else:
                    then.setdefault(Ask(simplify(middle.text), ask.wide, ask.strict, ask.aligned, ask.scored), []).append(ask)
            yield failed
            for answers in self._second.translate(iter([list(then)])):
                yield {ask: [_both(between[asked[ask]], answer) for answer in given] for one, given in answers.items() for ask in then[one]}


def _both(first: Answer, second: Answer) -> Answer:
    return Answer(
        second.text,
        first.score + second.score,
        min(first.weakest, second.weakest),
        second.problem,
        alignment.compose(first.alignment, second.alignment),
        max(first.pieces, second.pieces),
        first.recurs or second.recurs,
        {**first.changes, **second.changes},
    )
