"""Attention of the model, looked up by places in a text and in its translation.

An alignment speaks of the words that the engine was given and answered, split at white space. The text and its translation
have more: quotation marks that were put back, other capitals, sentences that were copied. Both are brought together by
their words; what finds no partner has no attention, and placing does without it there.
"""

from __future__ import annotations

import re
from difflib import SequenceMatcher

from workflow.drafts.alignment import Alignment
from workflow.drafts.placing_words import WORD, normal

Span = tuple[int, int]

_TOKEN = re.compile(r"\S+")
_BARE = re.compile(r"[^\w]+")


class Attention:
    """An alignment over the offsets of a text and its translation."""

    def __init__(self, alignment: Alignment, plain: str, target: str) -> None:
        tokens = [match.span() for match in _TOKEN.finditer(plain)]
        columns = _partners([plain[slice(*span)] for span in tokens], alignment.source)
        self._columns = {tokens[at]: column for at, column in columns.items()}
        answered = [match.span() for match in _TOKEN.finditer(target)]
        rows = _partners([target[slice(*span)] for span in answered], alignment.target)
        self._rows: dict[int, tuple[tuple[float, ...], float]] = {}
        for at, row in rows.items():
            if row < len(alignment.weights):
                for match in WORD.finditer(target, *answered[at]):
                    self._rows[match.start()] = (alignment.weights[row], sum(alignment.weights[row]))

    def toward(self, span: Span) -> dict[int, float]:
        """Returns for each word of the translation, by its start, which share of its attention went to a part of the text."""
        columns = {column for (start, end), column in self._columns.items() if start < span[1] and span[0] < end}
        return {
            start: sum(row[column] for column in columns if column < len(row)) / total
            for start, (row, total) in self._rows.items()
            if total > 0
        }


def _partners(tokens: list[str], known: tuple[str, ...]) -> dict[int, int]:
    """Returns which token is which word of the alignment, by their indices."""
    ours, theirs = [_key(token) for token in tokens], [_key(word) for word in known]
    if ours == theirs:
        return {at: at for at in range(len(ours))}
    matcher = SequenceMatcher(None, ours, theirs, autojunk=False)
    partners: dict[int, int] = {}
    for operation, start, end, first, last in matcher.get_opcodes():
        # A run of as many changed words: spelling was restored (№ for No, a capital), the order was not touched.
        if operation == "equal" or (operation == "replace" and end - start == last - first):
            partners.update(zip(range(start, end), range(first, last), strict=True))
    return partners


def _key(token: str) -> str:
    return normal(_BARE.sub("", token)) or token
