"""Sentences that went and sentences that came -> which of these are those, edited.

First inside each region that changed, then anywhere; the likest pair first, of equally like ones the nearest. What is compared is
bounded: a report of thousands of sentences that was written anew is compared with what stands near the same place, and a sentence of many
thousand letters word by word, so that no source from outside can keep a run busy for hours.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence

from rapidfuzz import fuzz, process

from workflow.locales.catalog import Entry, Key
from workflow.locales.review import is_persons
from workflow.locales.template import Wanted

SIMILAR = 60.0
"""Percent (rapidfuzz ratio) from which a sentence in a changed region counts as the old one, edited. Lower finds more rewritten
sentences and more false friends; a wrong match costs a reviser one look, a missed one costs a search among the obsolete."""

SIMILAR_ANYWHERE = 80.0
"""Percent from which a sentence counts as moved and edited."""

_LONG = 10_000
"""Characters from which a sentence is compared by words: letters take the square of its length."""
_MOST = 3_000_000_000
"""Steps of comparing in one region, some seconds: 64 letters with one, or a part of what it takes to begin."""
_BEGIN = 160


def edited(gone: Sequence[Entry], missing: Sequence[Wanted], live: Sequence[Entry], wanted: Sequence[Wanted]) -> dict[Key, Wanted]:
    """Returns old key -> wanted entry, for sentences that were edited.

    Args:
        gone: Of `live`, those whose sentence the source no longer says.
        missing: Of `wanted`, those that the catalog does not have.
        live: The catalog's entries in their order, each key once.
        wanted: The source's sentences in their order, each key once.
    """
    if not gone or not missing:
        return {}
    lost = {entry.key for entry in gone}
    open_ = {one.key: one for one in missing}
    pairs: dict[Key, Wanted] = {}

    def take(old: Sequence[Key], new: Sequence[Key], cutoff: float) -> None:
        old, new = [key for key in old if key in lost and key not in pairs], [key for key in new if key in open_]
        for key, other in _likest(old, new, cutoff):
            if key not in pairs and other in open_:
                pairs[key] = open_.pop(other)

    before, after = [entry.key for entry in live], [one.key for one in wanted]
    for start, end, first, last in _regions(before, after):
        take(before[start:end], after[first:last], SIMILAR)
    take([entry.key for entry in gone if is_persons(entry)], list(open_), SIMILAR_ANYWHERE)
    return pairs


def _likest(old: Sequence[Key], new: Sequence[Key], cutoff: float) -> list[tuple[Key, Key]]:
    """Returns pairs that are like enough, the likest first."""
    if not old or not new:
        return []
    steps = len(old) * len(new) * _BEGIN + sum(len(key[1]) for key in old) * sum(len(key[1]) for key in new) // 64
    reach = max(1, len(new) * _MOST // max(steps, _MOST))
    texts: list[Sequence[str]] = [key[1] for key in new]
    words: list[Sequence[str]] = [key[1].split() for key in new] if any(len(key[1]) > _LONG for key in old) else []
    found = []
    for place, key in enumerate(old):
        first = max(0, min(place * len(new) // len(old) - reach // 2, len(new) - reach))
        by_words = len(key[1]) > _LONG
        text: Sequence[str] = key[1].split() if by_words else key[1]
        near = (words if by_words else texts)[first : first + reach]
        for _, score, index in process.extract(text, near, scorer=fuzz.ratio, score_cutoff=cutoff, limit=3):
            other = new[first + index]
            # Of equally similar ones the one at the same place of the region.
            found.append((-score - (10 if key[0] == other[0] else 0), abs(place - first - index), key, other))
    return [(key, other) for _, _, key, other in sorted(found, key=lambda one: one[:2])]


def _regions(before: Sequence[Key], after: Sequence[Key]) -> Iterator[tuple[int, int, int, int]]:
    """Yields where something stands in the place of something else: start and end in the old order, start and end in the new one.

    What stayed in order is the longest rising subsequence of new places (Schensted 1961), found in n log n steps.
    """
    place = {key: number for number, key in enumerate(after)}
    kept = [(number, place[key]) for number, key in enumerate(before) if key in place]
    last: list[int] = []
    at: list[int] = []
    previous: list[int] = []
    for number, (_, new) in enumerate(kept):
        size = bisect_left(last, new)
        previous.append(at[size - 1] if size else -1)
        last[size : size + 1] = [new]
        at[size : size + 1] = [number]
    chain = []
    number = at[-1] if at else -1
    while number >= 0:
        chain.append(kept[number])
        number = previous[number]
    start = first = 0
    for end, until in (*reversed(chain), (len(before), len(after))):
        if start < end and first < until:
            yield start, end, first, until
        start, first = end + 1, until + 1
