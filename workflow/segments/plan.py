"""Rules -> which of them are asked at a position, and where to look at all.

What is decided is what the rules in their order decide, the first that fits; this module only leaves out questions whose answer is known:

- Rules of this program break behind a stop without a letter between, and not behind white space; nearly all of them only before white
  space. A project's SRX file may break anywhere.
- A rule made of a list of abbreviations breaks before white space only, and fits only behind one of their last parts (`Rule.last`).
  Behind other words it is not asked, and where there are none, it is never compiled: to compile a list takes longer than to cut a release.
- Neighbouring rules that are always asked are one pattern.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from workflow.segments.abbreviations import CAPITAL, last_letters
from workflow.segments.lint import position
from workflow.segments.srx import SPACE, Rule, compile_regex

_STOP = re.compile("[.!?…؟۔।॥։።‽⁇⁈⁉。！？｡]")
_SPACED = re.compile(re.escape(SPACE) + r"(?![*?]|\{0|\{,)[^|]*")
"""Patterns that begin with white space. A `|` could stand between two of which only one does."""


class _Step:
    """One or more rules as one pattern, compiled when first asked."""

    __slots__ = ("_match", "_pattern", "breaks")

    def __init__(self, pattern: str, breaks: bool | None = None) -> None:
        self._pattern = pattern
        self._match: Any = None
        self.breaks = breaks
        """None: the pattern marks the rules that break by an empty group."""

    def match(self, text: str, offset: int) -> Any:
        if self._match is None:
            self._match = compile_regex(self._pattern).match
        return self._match(text, offset)


class Plan:
    """What is asked, and where. Made of the rules of a segmenter.

    Args:
        rules: In the order in which they are asked; those that are not in `own` have no capturing groups.
        own: Those from the project's SRX file.
    """

    __slots__ = ("_always", "_anywhere", "_behind", "_unspaced")

    def __init__(self, rules: tuple[Rule, ...], own: frozenset[Rule]) -> None:
        steps = list(_steps(rules, own))
        self._always = tuple(step for last, step in steps if last is None)
        """Behind a word that ends no abbreviation."""
        words = {word for last, _ in steps if last is not None for word in last}
        self._behind: dict[str, tuple[_Step, ...]] = {}
        for word in words:
            asked = {word, CAPITAL} if len(word) == 1 and not word.islower() else {word}
            self._behind[word] = tuple(step for last, step in steps if last is None or not asked.isdisjoint(last))
        breaking = [rule for rule in rules if rule.breaks and rule.last is None and rule not in own]
        unspaced = [position(rule) for rule in breaking if not _SPACED.fullmatch(rule.after)]
        self._unspaced = _Step("|".join(unspaced)) if unspaced else None
        # One search after the other: an alternation of all is tried at each character, and takes twice the time.
        self._anywhere = [position(rule) for rule in rules if rule.breaks and rule in own]

    def positions(self, text: str) -> list[int]:
        """Returns offsets, increasing, among which are all those at which some rule would break."""
        found: list[int] = []
        reached, size = 0, len(text)
        for stop in _STOP.finditer(text):
            at = stop.end()
            while reached < at < size:
                after = text[at]
                if not text[at - 1].isspace() and (after.isspace() or (self._unspaced and self._unspaced.match(text, at))):
                    found.append(at)
                if after.isalpha():
                    break
                at += 1
            reached = max(reached, at)
        if not self._anywhere:
            return found
        return sorted({*found, *(match.start() for pattern in self._anywhere for match in compile_regex(pattern).finditer(text))})

    def breaks(self, text: str, offset: int) -> bool:
        """Tells whether the first rule that fits at an offset breaks there; no if none fits."""
        word = last_letters(text, offset)
        steps = self._behind.get(word)
        if steps is None:
            steps = self._behind.get(CAPITAL, self._always) if len(word) == 1 and not word.islower() else self._always
        for step in steps:
            match = step.match(text, offset)
            if match:
                return match.lastindex is not None if step.breaks is None else step.breaks
        return False


def _steps(rules: Iterable[Rule], own: frozenset[Rule]) -> Iterable[tuple[frozenset[str] | None, _Step]]:
    """Yields steps in the order of the rules, each with what may stand before; those of the project stay alone.

    Names, recursion and flags in one of theirs may change what another means.
    """
    merged: list[str] = []
    for rule in rules:
        if rule.last is None and rule not in own:
            merged.append(f"{position(rule)}()" if rule.breaks else position(rule))
            continue
        if merged:
            yield None, _Step("|".join(merged))
            merged = []
        yield rule.last, _Step(position(rule), rule.breaks)
    if merged:
        yield None, _Step("|".join(merged))
