"""What is scored once more of an output: its least probable token, and all of it without single words of its source (`gate.unheard`).

Beam search gives the sum of an output's logarithms only, and a pass over an output costs a third of making it. So each pass is
made only where it can still change what becomes of the output:

1. What its mean or its face refuses anyway is not looked at.
2. No token can be less probable than all together: the least probable one is asked for where the sum is under its bound.
3. The words at which the model looked least are left out first, and the others only if these were heard: one unheard word is
   enough for a refusal, which names those that were found. How long it looked only orders them: it looked at `Health` in
   `The Minister of Health and the Minister of Justice` for nearly three tokens, and said «Министр юстиции и министр юстиции».
4. The least probable token is seldom under its bound, and what is refused for a word does not need it: it comes behind the first words.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from workflow.drafts.alignment import words_of
from workflow.drafts.backend import Answer, Ask
from workflow.drafts.gate import Cutoff, bare, probes, unheard

SUSPECTS = 2  # of 54 outputs with an unheard word (tests/drafts/calibration, tests/benchmarks/drafting.py), 45 had one among these
"""Words that are left out one after the other; further ones go in pairs."""

Weights = Sequence[Sequence[float]]
"""Attention: a row for each token of the output, in it a figure for each piece of the source."""


@dataclass(slots=True)
class Look:
    """An output, what is known of it, and what is still to be seen."""

    ask: Ask
    answer: Answer
    tokens: list[str]
    without: dict[str, str]
    """Words of the source, each with the source without it."""
    rounds: list[list[str]]
    """Words to be left out, "" for none, in the order in which that is worth a pass."""

    def following(self, cutoff: Cutoff) -> list[str]:
        """Returns the words without which the output is to be scored next, "" for none; empty if no pass can change anything."""
        seen = [""] not in self.rounds
        if unheard(self.answer.changes, cutoff) or (seen and self.answer.weakest < cutoff.weakest):
            return []
        return self.rounds.pop(0) if self.rounds else []

    def source(self, word: str) -> str:
        """Returns the source without a word."""
        return self.without[word] if word else self.ask.text

    def take(self, word: str, scores: Sequence[float]) -> None:
        """Notes the logarithms of the tokens' probabilities without a word."""
        if not word:
            self.answer = replace(self.answer, weakest=min(scores, default=self.answer.score))
            return
        change = sum(scores) - _sum(self.answer, self.tokens)
        self.answer = replace(self.answer, changes={**self.answer.changes, word: change})


def look(
    ask: Ask,
    answer: Answer,
    tokens: list[str],
    cutoff: Cutoff,
    *,
    worthwhile: Callable[[str, str], bool],
    attention: Callable[[], tuple[Sequence[str], Weights]],
) -> Look | None:
    """Returns what is to be seen of an output; None if no pass can change what becomes of it.

    Args:
        ask: What was asked.
        answer: One answer.
        tokens: Of the answer.
        cutoff: Of the package.
        worthwhile: Tells if an answer to a text is good enough on its face.
        attention: Gives the pieces of the source, and how the model looked at them; only called where it is needed.
    """
    if not ask.scored or answer.problem or answer.score < cutoff.mean:
        return None
    unseen = _sum(answer, tokens) < cutoff.weakest
    without = probes(ask.text) if cutoff.unheard is not None else {}
    if not (unseen or without) or not worthwhile(ask.text, answer.text):
        return None
    words = _least_first(list(without), ask.text, *attention()) if len(without) > 1 else list(without)
    suspects, others = words[:SUSPECTS], words[SUSPECTS:]
    pairs = [others[at : at + 2] for at in range(0, len(others), 2)]
    return Look(ask, answer, tokens, without, [*([word] for word in suspects), *[[""]] * unseen, *pairs])


def _sum(answer: Answer, tokens: Sequence[str]) -> float:
    return answer.score * (len(tokens) + 1)


def _least_first(words: list[str], text: str, pieces: Sequence[str], weights: Weights) -> list[str]:
    """Returns words of a text, those at which the model looked least before the others."""
    split = text.split()
    columns = words_of(pieces, split)
    if columns is None:
        return words
    looked = dict.fromkeys(map(bare, reversed(split)), 0.0)
    for row in weights:
        for column, weight in zip(columns, row, strict=False):
            looked[bare(split[column])] += weight
    return sorted(words, key=lambda word: looked.get(word, 0.0))
