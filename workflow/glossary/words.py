"""The words of a text, and where the wordings of terms stand among those of a translation."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable
from functools import lru_cache

_WORD = re.compile(r"[^\W_]+(?:['’](?!s\b)[^\W_]+)*")
"""A word, without a possessive ending: `UNODC's` is `UNODC` and `s`."""

_MARKS = re.compile(r"[\s\-‐‑–—«»„“”\"(),]*")

_PREPOSITION, _INSERTED = 2, 6
"""Letters of a preposition at most, and words that may stand before it at most."""

Word = tuple[str, int, int]
"""As it stands in the text, with its offsets in code points."""

Span = tuple[int, int]
"""Offsets in code points."""


def words_of(text: str) -> list[Word]:
    """Returns the words of a text, possessive endings left out."""
    words = [(match[0], match.start(), match.end()) for match in _WORD.finditer(text)]
    if "'" not in text and "’" not in text:
        return words
    return [one for one in words if not (one[0] == "s" and text[one[1] - 1 : one[1]] in {"'", "’"})]


def found_in(text: str) -> list[str]:
    """Returns the same words without their offsets, and the `s` of possessives among them: much is told by them at a third of the cost."""
    return _WORD.findall(text)


@lru_cache(maxsize=20_000)
def is_acronym(word: str) -> bool:
    """Tells if a word has two capitals or more."""
    return sum(letter.isupper() for letter in word) > 1


def exact(word: str) -> str:
    """Returns the key of an acronym: itself, without the s of a plural."""
    return "=" + (word[:-1] if is_acronym(word) and word.endswith("s") else word)


class Said:
    """A translation in which many wordings are looked for: its words are read once, each wording is looked for once.

    Args:
        text: Plain.
        keys_of: A word -> the keys by which it is found.
    """

    def __init__(self, text: str, keys_of: Callable[[str], tuple[str, ...]]) -> None:
        self.text = text
        self._words = words_of(text)
        self._keys = [keys_of(word) for word, _, _ in self._words]
        self._places: dict[str, list[int]] = defaultdict(list)
        for at, keys in enumerate(self._keys):
            for key in keys:
                self._places[key].append(at)
        self._spans: dict[tuple[str, ...], list[Span]] = {}

    def spans(self, keys: tuple[str, ...]) -> list[Span]:
        """Returns where words with these keys, at least one, stand in this order, by where they begin."""
        found = self._spans.get(keys)
        if found is None:
            runs = (self._run(keys, at) for at in self._places.get(keys[0], ()))
            found = self._spans[keys] = [(self._words[run[0]][1], self._words[run[-1]][2]) for run in runs if run]
        return found

    def _run(self, keys: tuple[str, ...], at: int) -> list[int]:
        """Returns the indices of words that have the keys, from the one at `at` on, which has the first; or an empty list.

        Before a short word of a term (a preposition) others may stand: Региональное представительство УНП ООН в Центральной Азии.
        """
        run = [at]
        for key in keys[1:]:
            here = run[-1] + 1
            reach = min(here + 1 + (_INSERTED if len(key) <= _PREPOSITION else 0), len(self._words))
            found = next((one for one in range(here, reach) if key in self._keys[one] and self._close(here - 1, one)), None)
            if found is None:
                return []
            run.append(found)
        return run

    def _close(self, before: int, at: int) -> bool:
        """Tells if no punctuation that parts clauses stands between the words from `before` to `at`."""
        words = self._words
        return all(_MARKS.fullmatch(self.text, words[one][2], words[one + 1][1]) for one in range(before, at))
