"""Which words of a translation come from which words of its source, as the model itself saw it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

_MARKERS = ("▁", "@@")
"""Of SentencePiece, before a word's first piece; of byte pair encoding, behind every piece but the last."""


@dataclass(frozen=True, slots=True)
class Alignment:
    """Attention of a model, summed over the pieces of words."""

    source: tuple[str, ...]
    """The words of what the engine was given, as white space parts them."""
    target: tuple[str, ...]
    """The words of what it answered, likewise."""
    weights: tuple[tuple[float, ...], ...]
    """A row for each word of `target`, a column for each word of `source`; each row sums up to about 1."""


def from_pieces(
    source: Sequence[str], target: Sequence[str], attention: Sequence[Sequence[float]], asked: str, answer: str
) -> Alignment | None:
    """Returns the alignment of words that the attention between pieces adds up to; None if pieces and words do not fit.

    Args:
        source: Pieces that the model was given.
        target: Pieces that it answered.
        attention: A row for each target piece, in it a figure for each source piece; more of either at the end (the end
            of the sentence) are left out.
        asked: The text of `source`.
        answer: The text of `target`.
    """
    columns, rows = words_of(source, asked.split()), words_of(target, answer.split())
    if columns is None or rows is None or len(attention) < len(target) or any(len(row) < len(source) for row in attention):
        return None
    words, answered = tuple(asked.split()), tuple(answer.split())
    summed = [[0.0] * len(words) for _ in answered]
    for row, weights in zip(rows, attention, strict=False):
        for column, weight in zip(columns, weights, strict=False):
            summed[row][column] += weight
    return Alignment(words, answered, tuple(_one(row) for row in summed))


def words_of(pieces: Sequence[str], words: Sequence[str]) -> list[int] | None:
    """Returns the number of the word to which each piece belongs; None if the pieces are not those of the words.

    >>> words_of(["▁See", "▁the", "▁re", "port", "."], ["See", "the", "report."])
    [0, 1, 2, 2, 2]
    """
    if not words:
        return None
    bare = [piece.replace(_MARKERS[0], "").removesuffix(_MARKERS[1]) for piece in pieces]
    if sum(map(len, bare)) == sum(map(len, words)):
        ends = list(accumulate(map(len, words)))
        starts = [0, *accumulate(map(len, bare))][:-1]
        return [min(bisect_right(ends, start), len(words) - 1) for start in starts]
    # Normalisation changed how many letters there are (№ → No), not how many words.
    begins = [at == 0 or piece.startswith(_MARKERS[0]) for at, piece in enumerate(pieces)]
    numbers = [number - 1 for number in accumulate(map(int, begins))]
    return numbers if numbers and numbers[-1] + 1 == len(words) else None


def compose(first: Alignment | None, second: Alignment | None) -> Alignment | None:
    """Returns the alignment of a way through a third language; None if one half is missing or they do not meet."""
    if first is None or second is None or len(first.target) != len(second.source):
        return None
    columns = range(len(first.source))
    rows = ([sum(weight * first.weights[at][column] for at, weight in enumerate(row)) for column in columns] for row in second.weights)
    return Alignment(first.source, second.target, tuple(_one(row) for row in rows))


def renamed(alignment: Alignment | None, source: str, target: str) -> Alignment | None:
    """Returns the alignment with the words of the texts that engine texts were made from, where they are as many."""
    if alignment is None:
        return None
    words, answered = tuple(source.split()), tuple(target.split())
    return Alignment(
        words if len(words) == len(alignment.source) else alignment.source,
        answered if len(answered) == len(alignment.target) else alignment.target,
        alignment.weights,
    )


def joined(parts: Sequence[Alignment | None]) -> Alignment | None:
    """Returns the alignment of a text from those of its sentences, in order; None if one is missing."""
    known = [part for part in parts if part is not None]
    if not known or len(known) < len(parts):
        return None
    total = sum(len(part.source) for part in known)
    rows: list[tuple[float, ...]] = []
    before = 0
    for part in known:
        behind = total - before - len(part.source)
        rows += [(0.0,) * before + row + (0.0,) * behind for row in part.weights]
        before += len(part.source)
    return Alignment(
        tuple(word for part in known for word in part.source), tuple(word for part in known for word in part.target), tuple(rows)
    )


def same(text: str) -> Alignment:
    """Returns the alignment of a text that is copied: each word comes from itself."""
    words = tuple(text.split())
    return Alignment(words, words, tuple(tuple(float(one == other) for one in range(len(words))) for other in range(len(words))))


def _one(row: Sequence[float]) -> tuple[float, ...]:
    total = sum(row)
    return tuple(weight / total for weight in row) if total > 0 else tuple(row)
