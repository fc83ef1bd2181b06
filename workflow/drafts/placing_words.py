"""Words, and how alike they are whatever their endings: Russian inflects the ends of words, the stems remain."""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache

_SINGLE = "\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"
WORD = re.compile(rf"[{_SINGLE}]|[^\W{_SINGLE}]+(?:[^\w\s]+[^\W{_SINGLE}]+)*")
"""A word with what it has inside (`3.5`, `press-conference`); where no spaces are written (Chinese, Japanese), a letter."""

LETTERS = re.compile(rf"[^\W{_SINGLE}]+")
"""Letters between which no code may stand."""

ENDING = 3
"""Letters that an ending may have: the longest usual ones of Russian nouns and adjectives (`-ами`, `-ого`, `-ыми`)."""

STEM = 3
"""Letters that two words have in common at least, to be forms of one."""

SAME_STEM, PER_LETTER = 0.95, 0.01
"""How alike two forms of a word are, and what each letter of the longer ending takes from it: equal words come first."""

LEAST = 0.35
"""Under this Dice coefficient of trigrams, words have nothing to do with each other."""

_LIGHT, _LIGHT_WEIGHT = 3, 0.5
"""Words of fewer letters (prepositions, conjunctions) count half."""


def words(text: str) -> list[str]:
    """Returns the words of a text, as they are compared: lower case, ё as е, digits without separators."""
    return [normal(word) for word in WORD.findall(text)]


@lru_cache(maxsize=65536)
def normal(word: str) -> str:
    """Returns a word as it is compared.

    >>> normal("Ещё"), normal("150,000")
    ('еще', '150000')
    """
    folded = word.casefold().replace("ё", "е")
    return re.sub(r"(?<=\d)[.,](?=\d)", "", folded)


@lru_cache(maxsize=65536)
def alike(one: str, other: str) -> float:
    """Returns how likely two words are forms of one, 0 to 1; both as `normal` returns them.

    >>> alike("доклад", "докладе") > 0.9 > alike("министр", "министерство") > alike("доклад", "закон") == 0.0
    True
    """
    if one == other:
        return 1.0
    if one[:1].isdigit() or other[:1].isdigit():
        return 0.0
    common = next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    rest = max(len(one), len(other)) - common
    if common >= STEM and rest <= ENDING and common >= rest:
        return SAME_STEM - PER_LETTER * rest
    dice = likeness(one, other)
    return dice if dice >= LEAST and common else 0.0


@lru_cache(maxsize=65536)
def weight(word: str) -> float:
    """Returns how much a word counts: short ones without digits half."""
    return _LIGHT_WEIGHT if len(word) < _LIGHT and word.isalpha() else 1.0


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


def settle(said: list[str], most: int) -> list[str]:
    """Returns words without the stammer of small models that are asked a single word or phrase.

    Whatever follows its like directly, or with one short word between, is left out, while there are more words than the
    source has.

    Args:
        said: As `words` returned them.
        most: Words of the source.

    >>> settle(["доклад", "доклад", "доклады"], 1), settle(["астане", "в", "астане"], 1), settle(["лицом", "к", "лицу"], 3)
    (['доклад'], ['астане'], ['лицом', 'к', 'лицу'])
    """
    kept: list[str] = []
    at = 0
    while at < len(said):
        size = _repeated(kept, said[at:]) if len(said) > most else 0
        kept += [] if size else [said[at]]
        at += size or 1
    return kept


def _repeated(kept: list[str], rest: list[str]) -> int:
    """Returns how many words at the start of the rest say again what was said last."""
    for size in (1, 2, 3):
        if len(kept) >= size and len(rest) >= size and all(map(_one_stem, kept[-size:], rest[:size])):
            return size
    if len(kept) >= 1 and len(rest) >= 2 and weight(rest[0]) < 1 and _one_stem(kept[-1], rest[1]):
        return 2
    return 0


def _one_stem(one: str, other: str) -> bool:
    cut = len(other) >= STEM and one.startswith(other)
    return cut or alike(one, other) > SAME_STEM - PER_LETTER * (ENDING + 1)
