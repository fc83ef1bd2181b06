"""Where in a translation the codes of its source go (`markup.py` tells by which rules).

A text and its translation are looked at through a `Frame`: first whole, then, for codes inside a pair, from the one end of
the pair to the other in both.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import Literal

from workflow.model import Tag

LIKENESS = 0.5
"""Least Dice coefficient of character trigrams for a place to be more than a guess: between the forms of a Russian word
it is mostly above, between unrelated phrases below 0.3. Measure with a full model's phrases before changing it."""

GUESSED_PAIR, GUESSED_POINT = 25, 8
"""What a guess adds to the risk."""

Span = tuple[int, int]
"""Offsets in code points: start, end."""

WORD = re.compile(r"\w+(?:[^\w\s]+\w+)*")

_STAMMER = re.compile(r"\b(\w+)(?:\W+\1\b)+", re.IGNORECASE)
"""What small models answer when they are asked a single word."""

_OPENING, _CLOSING = "«„“\"'(", "»“”\"')"


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

    @property
    def kind(self) -> Literal["pair", "void", "open", "close"]:
        """Two codes, a void one, or the one end of a pair whose other end is in another sentence."""
        return "pair" if len(self.tags) == 2 else self.tags[0].kind


@dataclass(frozen=True, slots=True)
class Frame:
    """Part of a text and the same part of its translation."""

    plain: str
    here: Span
    target: str
    there: Span
    phrases: dict[str, str]
    """What the engine made of phrases of the text alone."""

    def words(self) -> list[Span]:
        """Returns where the words of the translation stand."""
        return [match.span() for match in WORD.finditer(self.target, *self.there)]

    def proportion(self, offset: int) -> float:
        """Returns the offset in the translation that is as far in as an offset in the text."""
        (start, end), (first, last) = self.here, self.there
        return first + (offset - start) / max(1, end - start) * (last - first)

    def inside(self, item: Item) -> Frame:
        """Returns what stands between the codes of a pair that has its place."""
        return Frame(self.plain, item.span, self.target, item.place, self.phrases)


def place_items(items: list[Item], frame: Frame, guesses: list[tuple[Tag, int]]) -> bool:
    """Gives each item its place; tells if every pair found one.

    Args:
        items: Pairs and single codes of one level, in the order of the source.
        frame: The text and the translation at that level.
        guesses: Gets each code whose place was guessed, and what that adds to the risk.
    """
    pairs = [item for item in items if item.kind == "pair" and frame.plain[slice(*item.span)].strip()]
    ranked = {id(item): candidates(item.span, frame) for item in pairs}
    taken: list[Span] = []
    for item in sorted(pairs, key=lambda one: -max((sure for sure, _ in ranked[id(one)]), default=0.0)):
        span = best([(sure, at) for sure, at in ranked[id(item)] if not _overlaps(at, taken)], item.span[0], frame)
        if span is None:
            span = _guess(item, frame, taken)
            if span is None:
                return False
            guesses.append((item.tags[0], GUESSED_PAIR))
        item.place = span
        taken.append(span)
    if not all(place_items(item.children, frame.inside(item), guesses) for item in pairs):
        return False
    _place_points(items, pairs, frame, guesses)
    return True


def candidates(span: Span, frame: Frame) -> list[tuple[float, Span]]:
    """Returns places in the translation for a phrase of the text, each with how sure it is, 0 to 1."""
    phrase = frame.plain[slice(*span)].strip()
    if phrase == frame.plain[slice(*frame.here)].strip():
        return [(1.0, frame.there)]
    said = _STAMMER.sub(r"\1", frame.phrases.get(phrase, ""))
    found: list[tuple[float, Span]] = []
    for wanted, sure in ((phrase, 1.0), (said, 0.99)):
        if wanted:
            pattern = re.compile(rf"(?<!\w){re.escape(wanted)}(?!\w)", re.IGNORECASE)
            found += [(sure, match.span()) for match in pattern.finditer(frame.target, *frame.there)]
    if found or not said:
        return found
    words, count = frame.words(), len(WORD.findall(said))
    for first in range(len(words)):
        for last in range(first + max(0, count - 3), min(first + count + 2, len(words))):
            at = (words[first][0], words[last][1])
            found.append((0.98 * likeness(said, frame.target[slice(*at)]), _with_marks(at, phrase, frame)))
    return found


def best(found: list[tuple[float, Span]], offset: int, frame: Frame) -> Span | None:
    """Returns the likeliest place, of equal ones that nearest to where the phrase stands in proportion; None if none is likely."""
    ideal, width = frame.proportion(offset), max(1, frame.there[1] - frame.there[0])
    good = [(sure - 0.1 * abs(at[0] - ideal) / width, at) for sure, at in found if sure >= LIKENESS]
    return max(good)[1] if good else None


def likeness(one: str, other: str) -> float:
    """Returns the Dice coefficient of two texts' character trigrams, 0 to 1; case is not looked at.

    >>> likeness("новый доклад", "новом докладе") > 0.5 > likeness("новый доклад", "в Ташкенте")
    True
    """
    first, second = _trigrams(one), _trigrams(other)
    return 2 * (first & second).total() / max(1, first.total() + second.total())


def _trigrams(text: str) -> Counter[str]:
    padded = f"  {' '.join(WORD.findall(text.casefold()))} "
    return Counter(padded[at : at + 3] for at in range(len(padded) - 2))


def _with_marks(at: Span, phrase: str, frame: Frame) -> Span:
    """Takes quotation marks and brackets into a place if the source's phrase has them at its edges."""
    start, end = at
    if phrase[0] in _OPENING and start > frame.there[0] and frame.target[start - 1] in _OPENING:
        start -= 1
    if phrase[-1] in _CLOSING and end < frame.there[1] and frame.target[end] in _CLOSING:
        end += 1
    return start, end


def _guess(item: Item, frame: Frame, taken: list[Span]) -> Span | None:
    """Returns the free run of words nearest to where the pair stands in proportion, as long as the source's if it can be."""
    words, ideal = frame.words(), frame.proportion(item.span[0])
    for count in range(max(1, len(WORD.findall(frame.plain[slice(*item.span)]))), 0, -1):
        runs = [(words[at][0], words[at + count - 1][1]) for at in range(len(words) - count + 1)]
        free = [run for run in runs if not _overlaps(run, taken)]
        if free:
            return min(free, key=lambda run: abs(run[0] - ideal))
    return None


def _place_points(items: list[Item], pairs: list[Item], frame: Frame, guesses: list[tuple[Tag, int]]) -> None:
    """Places what encloses nothing: between words, outside the pairs of its level, ends of pairs in their order."""
    least = frame.there[0]
    for number, item in enumerate(items):
        if item in pairs:
            continue
        floor = max((one.place[1] for one in items[:number] if one in pairs), default=frame.there[0])
        roof = min((one.place[0] for one in items[number + 1 :] if one in pairs), default=frame.there[1])
        at, sure = _point(item, pairs, (floor, roof), frame)
        if item.kind != "void":
            at = least = max(at, least)
        item.place = (at, at)
        for child in flatten(item.children):
            child.place = (at, at)
        if not sure:
            guesses.append((item.tags[0], GUESSED_POINT))


def _point(item: Item, pairs: list[Item], between: Span, frame: Frame) -> tuple[int, bool]:
    """Returns the place of a code that encloses nothing, and if it is more than a guess."""
    before, behind = frame.plain[frame.here[0] : item.span[0]], frame.plain[item.span[1] : frame.here[1]]
    words = frame.words()
    if not words or not WORD.search(before):
        return frame.there[0], True
    if not WORD.search(behind):
        return (words[-1][1] if behind.strip() else frame.there[1]), True
    boundaries = [end for _, end in words[:-1]] if item.kind == "close" else [start for start, _ in words[1:]]
    free = [one for one in boundaries if not any(start < one < end for start, end in (pair.place for pair in pairs))]
    if item.kind in {"open", "close"}:
        span = best(candidates(reach(item, frame), frame), item.span[0], frame)
        if span and (at := span[item.kind == "close"]) in free:
            return at, True
    fit = [one for one in free if between[0] <= one <= between[1]] or free or [frame.there[1]]
    return min(fit, key=lambda one: abs(one - frame.proportion(item.span[0]))), False


def reach(item: Item, frame: Frame) -> Span:
    """Returns the part of the frame's text that one end of a pair encloses."""
    return (frame.here[0], item.span[0]) if item.kind == "close" else (item.span[1], frame.here[1])


def flatten(items: list[Item]) -> list[Item]:
    """Returns items and all that is inside them, outer ones first."""
    return [one for item in items for one in (item, *flatten(item.children))]


def _overlaps(span: Span, taken: list[Span]) -> bool:
    return any(span[0] < end and start < span[1] for start, end in taken)
