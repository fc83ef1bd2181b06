"""Where in a translation the codes of its source go (`markup.py` tells by which rules).

A text and its translation are looked at through a `Frame`: first whole, then, for codes inside a pair, from the one end of
the pair to the other in both. The pairs of one level are placed together: of all ways to give each a run of words of
its own, the one with the highest sum of scores (`placing_windows.py`), less a little for what stands far from where it stood
or changed sides with a neighbour. A beam search keeps the best ways only, so that many codes cost no more than their number.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from workflow.drafts.placing_windows import Frame, Span, candidates
from workflow.drafts.placing_words import WORD, likeness
from workflow.model import Inline, Tag

__all__ = ["LIKENESS", "Frame", "Guesses", "Item", "Span", "best", "flatten", "likeness", "overlaps", "place_pairs", "reach"]

LIKENESS = 0.5
"""Least score for a place to be more than what is left over: between the forms of a Russian phrase it is mostly above, between
unrelated phrases below 0.3."""

SURE = 0.65  # chosen with the odd lines of tests/benchmarks/markup; re-run it before changing
"""Score under which a place is told to be a guess: tells a third of the places on words that do not render the phrase, and hardly
any of the right ones."""

DOUBTFUL_PAIR, GUESSED_PAIR, GUESSED_EMPTY = 12, 25, 60
"""What adds to the risk: a place that is likely, but not sure; one among what was left over; and a pair that found no words."""

DISTANCE, INVERSION = 0.1, 0.02
"""What is taken off the score of a place that is the whole text away from where it stood in proportion, and of each pair of
places in another order than in the text: enough to decide between equals."""

_HINT = 0.2
"""Least score for a place to be a better guess than proportion."""

_WAYS, _PLACES = 24, 40
"""How many ways the beam search keeps, and how many places of each pair it looks at."""

Guesses = list[tuple[Tag, int]]
"""Codes whose place was guessed, each with what that adds to the risk."""


@dataclass(slots=True, eq=False)
class Item:
    """A pair of codes, or one code that encloses nothing, in the source and then in the translation."""

    tags: tuple[Tag, ...]
    """Two of a pair, else one."""
    span: Span
    """In the source's plain text, what it encloses; empty where that is nothing."""
    spaced: tuple[bool, bool] = (False, False)
    """Whether white space stands before and behind it."""
    children: list[Item] = field(default_factory=list)
    place: Span = (0, 0)
    """In the translation."""
    carried: Inline = ()
    """What a pair encloses that goes round the engine (the number of a footnote); its `span` is empty then."""

    @property
    def kind(self) -> Literal["pair", "void", "open", "close"]:
        """Two codes, a void one, or the one end of a pair whose other end is in another sentence."""
        return "pair" if len(self.tags) == 2 else self.tags[0].kind


@dataclass(frozen=True, slots=True)
class _Way:
    """Places of some pairs."""

    worth: float = 0.0
    places: tuple[tuple[Item, Span, float], ...] = ()


def place_pairs(pairs: list[Item], frame: Frame, guesses: Guesses) -> None:
    """Gives each pair of one level its place.

    Args:
        pairs: In the order of the source; each encloses words.
        frame: The text and the translation at that level.
        guesses: Gets the pairs whose place was guessed.
    """
    ranked = [(item, sorted(candidates(item.span, frame), reverse=True)[:_PLACES]) for item in pairs]
    ranked.sort(key=lambda one: -one[1][0][0] if one[1] else 0.0)
    ways = [_Way()]
    for item, found in ranked:
        good = [(score, at) for score, at in found if score >= LIKENESS]
        # Leaving a pair out is always possible, and is worth nothing: it is guessed from what the others left.
        grown = [*ways, *(longer for way in ways for score, at in good if (longer := _longer(way, item, score, at, frame)))]
        ways = sorted(grown, key=lambda way: -way.worth)[:_WAYS]
    taken: list[Span] = []
    for item, at, score in ways[0].places:
        item.place = at
        taken.append(at)
        if score < SURE:
            guesses.append((item.tags[0], DOUBTFUL_PAIR))
    placed = {id(item) for item, _, _ in ways[0].places}
    for item, found in ranked:
        if id(item) not in placed:
            item.place = _guess(item, found, frame, taken)
            guesses.append((item.tags[0], GUESSED_PAIR if item.place[0] < item.place[1] else GUESSED_EMPTY))
            taken.append(item.place)


def _longer(way: _Way, item: Item, score: float, at: Span, frame: Frame) -> _Way | None:
    """Returns a way with one more place; None if that is taken."""
    if overlaps(at, [other for _, other, _ in way.places]):
        return None
    crossed = sum((item.span < other.span) != (at < there) for other, there, _ in way.places)
    return _Way(way.worth + score - _distance(at, item.span[0], frame) - INVERSION * crossed, (*way.places, (item, at, score)))


def best(found: list[tuple[float, Span]], offset: int, frame: Frame) -> Span | None:
    """Returns the likeliest place, of equal ones that nearest to where the phrase stands in proportion; None if none is likely."""
    good = [(score - _distance(at, offset, frame), at) for score, at in found if score >= LIKENESS]
    return max(good)[1] if good else None


def _distance(at: Span, offset: int, frame: Frame) -> float:
    return DISTANCE * abs(at[0] - frame.proportion(offset)) / max(1, frame.there[1] - frame.there[0])


def _guess(item: Item, found: list[tuple[float, Span]], frame: Frame, taken: list[Span]) -> Span:
    """Returns the best free place however unlikely, else the free run of words nearest to where the pair stands in proportion,
    as long as the source's if it can be, else a place between words, for nothing.
    """
    hints = [(score - _distance(at, item.span[0], frame), at) for score, at in found if score >= _HINT and not overlaps(at, taken)]
    if hints:
        return max(hints)[1]
    words, ideal = frame.words(), frame.proportion(item.span[0])
    for count in range(max(1, len(WORD.findall(frame.plain[slice(*item.span)]))), 0, -1):
        runs = [(words[at][0], words[at + count - 1][1]) for at in range(len(words) - count + 1)]
        free = [run for run in runs if not overlaps(run, taken)]
        if free:
            return min(free, key=lambda run: abs(run[0] - ideal))
    edges = [frame.there[1], *(end for _, end in words), frame.there[0]]
    outside = [edge for edge in edges if not any(start < edge < end for start, end in taken)]
    at = min(outside, key=lambda edge: abs(edge - frame.proportion(item.span[1])))
    return at, at


def reach(item: Item, frame: Frame) -> Span:
    """Returns the part of the frame's text that one end of a pair encloses."""
    return (frame.here[0], item.span[0]) if item.kind == "close" else (item.span[1], frame.here[1])


def flatten(items: list[Item]) -> list[Item]:
    """Returns items and all that is inside them, outer ones first."""
    return [one for item in items for one in (item, *flatten(item.children))]


def overlaps(span: Span, taken: list[Span]) -> bool:
    """Tells if a part of the translation is not free."""
    return any(span[0] < end and start < span[1] for start, end in taken)
