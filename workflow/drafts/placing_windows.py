"""Which run of words of a translation renders a phrase of the text: every run is scored, by all that is known.

The score of a run, 0 to 1:

- 1 if it is the phrase itself, verbatim: numbers (whatever separates their thousands), addresses, acronyms, kept names;
- else the likeness to what the engine made of the phrase alone: twice the words that both have in the same order, each as
  alike as it is (`placing_words.alike`), over the words of both;
- and with an alignment, by `ATTENTION` parts, the Dice coefficient of the run and the attention to the phrase.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from workflow.drafts import placing_words
from workflow.drafts.placing_attention import Attention
from workflow.drafts.placing_words import LETTERS, WORD, alike, normal, settle, weight

Span = tuple[int, int]
"""Offsets in code points: start, end."""

ATTENTION = 0.3  # chosen with the odd lines of tests/benchmarks/markup, also with phrases left out and swapped; re-run before changing
"""Parts of the score that attention has where there is a phrase to compare with. Where all phrases are good, any figure up to
this one does; with three in ten swapped for others, 0.2 gets 88 % of the placeable codes right, 0.3 gets 95 %."""

LOOKED_AT = 0.25
"""Share of a word's attention from which on a run may begin or end with it although nothing else speaks for it."""

LONGER = 3
"""Words that a run may have beyond those of the phrase."""

UNCUT = 0.6
"""Score of a whole word for a part of it: likely, but not sure."""

_OPENING, _CLOSING, _STOPS = "«„“\"'(", "»“”\"')", ".,:;!?…"

_LINKS = "и или а но в во на с со к ко о об обо от до из у за по при для под над без через про та й або і з із зі від"
LINKS = frozenset(_LINKS.split())
"""Words of Russian and Ukrainian that belong to what follows them and have no place of their own in English: a run does not begin or
end with one, unless the phrase has it too."""

_BEFORE_ENGLISH = "and or but in on at to of by for from with into under during since until through"
_BEFORE = frozenset(_BEFORE_ENGLISH.split())
"""The like in English."""

ARTICLES = frozenset(["the", "a", "an"])


@dataclass(frozen=True, slots=True)
class Frame:
    """Part of a text and the same part of its translation."""

    plain: str
    here: Span
    target: str
    there: Span
    phrases: dict[str, str]
    """What the engine made of phrases of the text alone."""
    attention: Attention | None = None

    def words(self) -> list[Span]:
        """Returns where the words of the translation stand."""
        return [match.span() for match in WORD.finditer(self.target, *self.there)]

    def proportion(self, offset: int) -> float:
        """Returns the offset in the translation that is as far in as an offset in the text."""
        (start, end), (first, last) = self.here, self.there
        return first + (offset - start) / max(1, end - start) * (last - first)

    def part(self, here: Span, there: Span) -> Frame:
        """Returns what stands between the codes of a pair that has its place."""
        return Frame(self.plain, here, self.target, there, self.phrases, self.attention)


def candidates(span: Span, frame: Frame) -> list[tuple[float, Span]]:
    """Returns places in the translation for a phrase of the text, each with its score; unlikely ones are left out."""
    wide = widened(span, frame)
    if wide != span:
        return [_cut(score, at, span, wide, frame) for score, at in candidates(wide, frame)]
    phrase = frame.plain[slice(*span)].strip()
    own = placing_words.words(phrase)
    if phrase == frame.plain[slice(*frame.here)].strip():
        return [(1.0, frame.there)]
    places = frame.words()
    if not own or not places:
        return []
    if own == placing_words.words(frame.plain[slice(*frame.here)]):
        return [(1.0, with_marks((places[0][0], places[-1][1]), phrase, frame))]
    shares = frame.attention.toward(span) if frame.attention else {}
    mass = [shares.get(start, 0.0) for start, _ in places]
    found = [(1.0, at) for at in _verbatim(phrase, frame)]
    if not found:
        said = settle(placing_words.words(frame.phrases.get(phrase, "")), len(own))
        said = _without_link(said, span, frame)
        found = _windows(said, mass, places, frame, own)
        if own[0] in _BEFORE:
            found = [(score, _with_link(at, places, frame)) for score, at in found]
    elif sum(mass):
        found = [(0.9 + 0.1 * _overlap(at, mass, places), at) for _, at in found]
    return [(score, with_marks(at, phrase, frame)) for score, at in found]


def widened(span: Span, frame: Frame) -> Span:
    """Returns a part of the text with the words whole that it begins or ends in."""
    start, end = span
    for match in LETTERS.finditer(frame.plain, *frame.here):
        start = match.start() if match.start() < start < match.end() else start
        end = match.end() if match.start() < end < match.end() else end
    return start, end


def _cut(score: float, at: Span, span: Span, wide: Span, frame: Frame) -> tuple[float, Span]:
    """Cuts a word as the source does if the translation has it unchanged; else keeps it whole, which is not sure."""
    if frame.target[slice(*at)] != frame.plain[slice(*wide)]:
        return min(score, UNCUT), at
    return score, (at[0] + span[0] - wide[0], at[1] + span[1] - wide[1])


def _verbatim(phrase: str, frame: Frame) -> list[Span]:
    pattern = re.escape(phrase).replace(r"\ ", r"[ \u00a0\u202f]+")
    if re.fullmatch(r"\d{1,3}(?:[., \u00a0\u202f]\d{3})+", phrase):
        pattern = r"[., \u00a0\u202f]?".join(re.findall(r"\d+", phrase))
    elif re.fullmatch(r"\d+[.,]\d+", phrase):
        pattern = r"[.,]".join(phrase.replace(",", ".").split("."))
    left, right = r"(?<!\w)" if re.match(r"\w", phrase) else "", r"(?!\w)" if re.search(r"\w\Z", phrase) else ""
    return [
        match.span()
        for match in re.finditer(left + pattern + right, frame.target[: frame.there[1]], re.IGNORECASE)
        if match.start() >= frame.there[0]
    ]


def _without_link(said: list[str], span: Span, frame: Frame) -> list[str]:
    """Takes off a preposition that the engine added to a phrase which in the text stands behind one, outside the code."""
    before = [word for word in placing_words.words(frame.plain[frame.here[0] : span[0]])[-2:] if word not in ARTICLES]
    return said[1:] if before and before[-1] in _BEFORE and len(said) > 1 and said[0] in LINKS else said


def _with_link(at: Span, places: list[Span], frame: Frame) -> Span:
    """Takes the preposition before a run into it: the phrase has one, which engines leave out when they are asked it alone."""
    starts = [start for start, end in places if end <= at[0]]
    linked = bool(starts) and frame.target[starts[-1] : at[0]].strip().casefold() in LINKS
    return (starts[-1] if linked else at[0], at[1])


def _windows(said: list[str], mass: list[float], places: list[Span], frame: Frame, own: list[str]) -> list[tuple[float, Span]]:
    """Scores the runs that begin and end with a word for which something speaks."""
    told = [normal(frame.target[slice(*place)]) for place in places]
    like = [[alike(one, word) for one in said] for word in told]
    speaks = [max(row, default=0.0) > 0 or share >= LOOKED_AT for row, share in zip(like, mass, strict=True)]
    kept = frozenset(said[:1]) if said else LINKS if own[0] in _BEFORE else frozenset()
    begins = [ok and (word not in LINKS or word in kept) for ok, word in zip(speaks, told, strict=True)]
    ends = [ok and word not in LINKS for ok, word in zip(speaks, told, strict=True)]
    asked, looked = sum(map(weight, said)), sum(mass)
    share = (ATTENTION if said else 1.0) if looked else 0.0
    found: list[tuple[float, Span]] = []
    for first, ok in enumerate(begins):
        if not ok:
            continue
        best = [0.0] * (len(said) + 1)
        heavy = seen = 0.0
        for last in range(first, min(len(told), first + max(len(said), len(own)) + LONGER)):
            best = _extend(best, like[last], said, told[last])
            heavy += weight(told[last])
            seen += mass[last]
            if ends[last]:
                common = 2 * best[-1] / (asked + heavy) if said else 0.0
                dice = 2 * seen / (last - first + 1 + looked) if looked else 0.0
                found.append(((1 - share) * common + share * dice, (places[first][0], places[last][1])))
    return found


def _extend(best: list[float], like: list[float], said: list[str], word: str) -> list[float]:
    """Returns the next row of the heaviest common subsequence of a phrase and a growing run of words."""
    row = [0.0]
    for at, (degree, one) in enumerate(zip(like, said, strict=True)):
        row.append(max(best[at + 1], row[at], best[at] + degree * (weight(one) + weight(word)) / 2))
    return row


def _overlap(at: Span, mass: list[float], places: list[Span]) -> float:
    inside = [share for share, (start, end) in zip(mass, places, strict=True) if at[0] <= start and end <= at[1]]
    return min(1.0, 2 * sum(inside) / (len(inside) + sum(mass)))


def with_marks(at: Span, phrase: str, frame: Frame) -> Span:
    """Takes quotation marks, brackets and stops into a place if the source's phrase has them at its edges."""
    start, end = at
    opened = start > frame.there[0] and frame.target[start - 1] in _OPENING
    closed = end < frame.there[1] and frame.target[end] in _CLOSING
    behind = phrase[len(phrase.rstrip(_CLOSING + _STOPS)) :]
    begins, ends = phrase[0] in _OPENING, any(mark in _CLOSING for mark in behind)
    # Marks come in pairs: of one that is quoted as a whole, never only one is taken in.
    if begins and ends and opened != closed:
        return at
    if begins and opened:
        start -= 1
    for mark in behind:
        if end < frame.there[1] and (frame.target[end] == mark or (mark in _CLOSING and frame.target[end] in _CLOSING)):
            end += 1
    return start, end
