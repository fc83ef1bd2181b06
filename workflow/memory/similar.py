"""How alike two sources are, and in what they differ, as a translator would say it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from rapidfuzz.distance import Levenshtein

from workflow.memory.pieces import Piece

_LONGEST_NOTE = 120
"""Characters of a note: one line of a comment."""

_LONGEST_PHRASE = 40
"""Characters of one quotation in it."""


class Step(NamedTuple):
    """A run of words of the match (from `start` to `end`) beside one of the request."""

    equal: bool
    start: int
    end: int
    request_start: int
    request_end: int


def percent(match: Sequence[Piece], request: Sequence[Piece], least: int = 0) -> int:
    """Returns how alike two texts of different wording are, 0 to 99: the mean of the similarity of their words and of their letters.

    Words alone would punish an ending as much as another word, letters alone find a third of any two sentences alike. Both are
    1 - Levenshtein distance / length of the longer text. Numbers are alike, and so are codes of a kind.

    Args:
        match: The words of one text, without spaces.
        request: Of the other.
        least: What is below need not be exact; 0 may be returned for it.
    """
    one, other = [piece.norm for piece in match], [piece.norm for piece in request]
    # The mean reaches `least` only if each part does at least this.
    floor = max(0.0, 2 * least / 100 - 1)
    by_word = Levenshtein.normalized_similarity(one, other, score_cutoff=floor)
    if by_word < floor or not by_word:
        return 0
    by_letter = Levenshtein.normalized_similarity(" ".join(one), " ".join(other))
    return min(99, int((by_word + by_letter) * 50))


def steps(match: Sequence[Piece], request: Sequence[Piece]) -> list[Step]:
    """Returns how the words of the match become those of the request, in order."""
    found = Levenshtein.opcodes([piece.norm for piece in match], [piece.norm for piece in request])
    return [Step(one.tag == "equal", one.src_start, one.src_end, one.dest_start, one.dest_end) for one in found]


def tell(match: Sequence[Piece], request: Sequence[Piece], way: Sequence[Step]) -> str:
    """Returns in what the request differs from the match: `13 → 14 March; “joint” added`; one line, empty where nothing differs."""
    said: list[str] = []
    for step in way:
        old, new = match[step.start : step.end], request[step.request_start : step.request_end]
        if step.equal:
            said += [_swap(request, step.request_start + at, one) for at, one in enumerate(old) if one.text != new[at].text]
        elif not old:
            said.append(f"{_quote(new)} added")
        elif not new:
            said.append(f"{_quote(old)} left out")
        else:
            said.append(f"{_quote(old)} → {_quote(new)}")
    said = list(dict.fromkeys(said))
    kept = 0
    while kept < len(said) and (not kept or len("; ".join(said[: kept + 1])) <= _LONGEST_NOTE):
        kept += 1
    more = len(said) - kept
    return "; ".join(said[:kept]) + (f"; {more} more" if more else "")


def _swap(request: Sequence[Piece], at: int, old: Piece) -> str:
    """Tells a number, month or code that took another's place; a number with the word behind it."""
    follows = request[at + 1] if at + 1 < len(request) else None
    # A short word is a preposition or an article, not what is counted.
    named = follows is not None and (follows.kind == "month" or (follows.kind == "word" and len(follows.text) > 3))
    unit = f" {follows.text}" if follows and named and old.kind == "number" else ""
    return f"{old.text} → {request[at].text}{unit}"


def _quote(pieces: Sequence[Piece]) -> str:
    text = ""
    for before, piece in zip((None, *pieces), pieces, strict=False):
        apart = before is not None and "mark" not in (before.kind, piece.kind) and "code" not in (before.kind, piece.kind)
        text += f" {piece.text}" if apart else piece.text
    return f"“{text}”" if len(text) <= _LONGEST_PHRASE else f"“{text[: _LONGEST_PHRASE - 1].rstrip()}…”"
