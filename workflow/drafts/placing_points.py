"""Where codes go that enclose no translated words: void ones, marks of footnotes, empty pairs, and single ends of pairs.

A code that stands right behind a word or pair, with space behind it (`the report<ref/> was`), belongs to what is before it, every
other to what is behind it; line breaks always do. It goes to the place of the pair that it touches; else to the word
or words that it touches, found like a phrase (`placing_windows.py`); else it stands in proportion, which is a guess.
"""

from __future__ import annotations

import re

from workflow.drafts.placing import LIKENESS, Guesses, Item, best, flatten, reach
from workflow.drafts.placing_windows import ARTICLES, LINKS, Frame, Span, candidates
from workflow.drafts.placing_words import WORD

GUESSED_POINT = 8
"""What a guess adds to the risk."""

_ANCHOR = 3
"""Words next to a code that are looked for together: a noun with its adjectives."""

_BREAKS = re.compile(r"(?:br|wbr|lb|img|hr)\d*")
_LETTERS = 3
_SMALL_ENGLISH = "of in on at to by for from with into and or but was were is are be been has have had will that this which their its"
_SMALL = ARTICLES | frozenset(_SMALL_ENGLISH.split())
"""Words that have no place of their own in Russian, or none by which it would be found."""


def before(item: Item, plain: str) -> bool:
    """Tells if a code belongs to what stands before it."""
    if item.kind in {"open", "close"}:
        return item.kind == "close"
    start, end = item.span
    touches = not item.spaced[0] and bool(plain[:start].strip()) and not plain[start - 1].isspace()
    return touches and (bool(item.carried) or (not _BREAKS.fullmatch(item.tags[0].name) and not plain[end : end + 1].isalnum()))


def anchor(item: Item, plain: str, here: Span) -> Span:
    """Returns the words of the text that a code belongs to, as a place in it; empty where there are none."""
    found: list[re.Match[str]] = []
    if before(item, plain):
        for match in reversed([*WORD.finditer(plain, max(here[0], item.span[0] - 200), item.span[0])]):
            if found and (_is_small(match[0]) or plain[match.end() : found[0].start()].strip()):
                break
            found.insert(0, match)
            if len(found) == _ANCHOR:
                break
    else:
        for match in WORD.finditer(plain, item.span[1], here[1]):
            if found and (_is_small(match[0]) or plain[found[-1].end() : match.start()].strip() or len(found) == _ANCHOR):
                break
            if not _is_small(match[0]):
                found.append(match)
    return (found[0].start(), found[-1].end()) if found else (item.span[0], item.span[0])


def touching(item: Item, pairs: list[Item], plain: str) -> Item | None:
    """Returns the pair of its level that a code touches on the side to which it belongs."""
    for pair in pairs:
        between = (pair.span[1], item.span[0]) if before(item, plain) else (item.span[1], pair.span[0])
        if between[0] <= between[1] and not plain[slice(*between)].strip(" \u00a0,;:.!?…»”\"')"):
            return pair
    return None


def place_points(items: list[Item], pairs: list[Item], frame: Frame, guesses: Guesses) -> None:
    """Places what encloses nothing: between words, outside the pairs of its level, ends of pairs in their order."""
    least = frame.there[0]
    for number, item in enumerate(items):
        if item in pairs:
            continue
        floor = max((one.place[1] for one in items[:number] if one in pairs), default=frame.there[0])
        roof = min((one.place[0] for one in items[number + 1 :] if one in pairs), default=frame.there[1])
        at, sure = _end(item, pairs, (floor, roof), frame) if item.kind in {"open", "close"} else _point(item, pairs, (floor, roof), frame)
        if item.kind in {"open", "close"}:
            at = least = max(at, least)
        item.place = (at, at)
        for child in flatten(item.children):
            child.place = (at, at)
        if not sure:
            guesses.append((item.tags[0], GUESSED_POINT))


def _point(item: Item, pairs: list[Item], between: Span, frame: Frame) -> tuple[int, bool]:
    """Returns the place of a void code, a mark of a footnote or an empty pair, and if it is more than a guess."""
    back = before(item, frame.plain)
    pair = touching(item, pairs, frame.plain)
    if pair:
        return (_past_stops(pair.place[1], frame.plain[pair.span[1] : item.span[0]], frame) if back else pair.place[0]), True
    words, edge = frame.words(), _edge(item, frame)
    if edge is not None and (not back or not words):
        return edge, True
    here = anchor(item, frame.plain, frame.here)
    span = best(candidates(here, frame), here[0], frame) if here[0] < here[1] else None
    free = _free([end for _, end in words] if back else [start for start, _ in words], pairs)
    if span and span[back] in free:
        if back:
            return _past_stops(span[1], frame.plain[here[1] : item.span[0]], frame), True
        at = _with_links(span[0], frame.plain[item.span[0] : here[0]], free, frame)
        # What stood between two pairs and comes to stand elsewhere may belong to its other neighbour.
        return at, between[0] <= at <= between[1]
    if edge is not None:
        return edge, True
    if (start := _looked_at(item, back, frame)) is not None:
        at = next((end for first, end in words if first == start), start) if back else start
        if at in free:
            return at, True
    return _nearest(item, free if back else free[1:], between, frame), False


def _end(item: Item, pairs: list[Item], between: Span, frame: Frame) -> tuple[int, bool]:
    """Returns the place of one end of a pair whose other end is in another sentence, and if it is more than a guess."""
    edge = _edge(item, frame)
    if edge is not None:
        return edge, True
    words = frame.words()
    boundaries = [end for _, end in words[:-1]] if item.kind == "close" else [start for start, _ in words[1:]]
    free = _free(boundaries, pairs)
    span = best(candidates(reach(item, frame), frame), reach(item, frame)[0], frame)
    if span and (at := span[item.kind == "close"]) in free:
        return at, True
    return _nearest(item, free, between, frame), False


def _edge(item: Item, frame: Frame) -> int | None:
    """Returns the start or end of the translation for what has no words before or behind it in the text."""
    ahead, behind = frame.plain[frame.here[0] : item.span[0]], frame.plain[item.span[1] : frame.here[1]]
    words = frame.words()
    if not words or not WORD.search(ahead):
        return frame.there[0]
    if not WORD.search(behind):
        return words[-1][1] if behind.strip() else frame.there[1]
    return None


def _looked_at(item: Item, back: bool, frame: Frame) -> int | None:
    """Returns the word of the translation, by its start, that looked most at the word next to a code."""
    if not frame.attention:
        return None
    near = [
        match.span() for match in WORD.finditer(frame.plain, *((frame.here[0], item.span[0]) if back else (item.span[1], frame.here[1])))
    ]
    shares = frame.attention.toward(near[-1] if back else near[0]) if near else {}
    inside = {start: share for start, share in shares.items() if frame.there[0] <= start < frame.there[1]}
    start = max(inside, key=inside.__getitem__, default=None)
    return start if start is not None and inside[start] >= LIKENESS else None


def _free(boundaries: list[int], pairs: list[Item]) -> list[int]:
    return [one for one in boundaries if not any(start < one < end for start, end in (pair.place for pair in pairs))]


def _nearest(item: Item, free: list[int], between: Span, frame: Frame) -> int:
    fit = [one for one in free if between[0] <= one <= between[1]] or free or [frame.there[1]]
    return min(fit, key=lambda one: abs(one - frame.proportion(item.span[0])))


def _past_stops(at: int, stops: str, frame: Frame) -> int:
    """Returns the place behind the punctuation that stands between a word and its code in the text too."""
    for mark in stops:
        at += at < frame.there[1] and frame.target[at] == mark
    return at


def _with_links(at: int, skipped: str, free: list[int], frame: Frame) -> int:
    """Returns the place before the prepositions and conjunctions of a word, if the text has some too."""
    links = [word for word in WORD.findall(skipped) if word.casefold() not in ARTICLES]
    starts = [start for start, end in frame.words() if end <= at]
    for _ in links:
        if starts and starts[-1] in free and frame.target[starts[-1] : at].strip().casefold() in LINKS:
            at = starts.pop()
    return at


def _is_small(word: str) -> bool:
    return word.casefold() in _SMALL or (len(word) < _LETTERS and word.islower())
