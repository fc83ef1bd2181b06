"""What can be wrong on its face with an output, each a function that returns the reason in a few words, or "".

A reason is a kind, or a kind, a colon and what it is in this text: `number lost: 12`; drafts that were refused are counted by kind.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from functools import cache, lru_cache
from itertools import combinations, pairwise
from operator import itemgetter
from pathlib import Path
from typing import TypeVar

ADDRESS = re.compile(r"(?:https?://|www\.)\S*[\w/]|[\w.+-]+(?:@|\[at\])[\w-]+(?:\.[\w-]+)*", re.ASCII)
"""A web or mail address in running text, without the punctuation behind it."""

_SCRIPTS = {
    **dict.fromkeys(["ru", "uk", "be", "bg", "mk", "sr", "kk", "ky", "tg", "mn"], "CYRILLIC"),
    **dict.fromkeys(["ar", "fa", "ur", "ps", "ug"], "ARABIC"),
    **dict.fromkeys(["zh", "zt"], "CJK"),
    "el": "GREEK",
    "he": "HEBREW",
    "hi": "DEVANAGARI",
    "hy": "ARMENIAN",
    "ka": "GEORGIAN",
    "ko": "HANGUL",
    "th": "THAI",
}
"""First word of the Unicode names of a language's letters, by language subtag; absent where it writes Latin letters,
several scripts, or was not thought of: then script is not looked at."""

WORD = re.compile(r"\w+")
"""A run of letters and digits."""

_NO_TEXT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ue000-\uf8ff\ufffe\uffff]")
"""Control characters, those that turn the direction of a text round, halves of surrogate pairs, letters of private use."""

_LOOP = re.compile(r"(.{1,24}?)\1{4,}")
_TWICE = re.compile(r"\b(\w+(?:\W+\w+){0,3})\W+\1\b", re.IGNORECASE)

_PLAIN = re.compile(r"(?<![\w.@/-])[a-z]{4,}(?![\w@/-]|\.\w)")
_QUOTED = re.compile(r"[“\"«]([^”\"»]+)[”\"»]")
"""Titles of books and songs may stay as they are."""


_STEM = 5
"""Letters that forms of one word have in common at least."""

_BEGINNING = itemgetter(slice(_STEM))

Thing = TypeVar("Thing")


@cache
def patterns() -> tuple[tuple[str, re.Pattern[str], re.Pattern[str] | None], ...]:
    """Returns the reasons of `junk.toml`, each with its pattern and what in a source excuses it."""
    entries = tomllib.loads((Path(__file__).parent / "junk.toml").read_text(encoding="utf-8"))["junk"]
    return tuple(
        (one["reason"], re.compile(one["pattern"], re.IGNORECASE), re.compile(one["unless"], re.IGNORECASE) if "unless" in one else None)
        for one in entries
    )


def no_text(source: str, output: str) -> str:
    """Returns which character of an output no person reads or writes, unless the source has it too, or ""."""
    found = next((letter for letter in _NO_TEXT.findall(output) if letter not in source), "")
    return f"a character that is no text: U+{ord(found):04X}" if found else ""


def junk(source: str, output: str) -> str:
    """Returns what of `junk.toml` an output has, or ""."""
    for reason, pattern, unless in patterns():
        match = pattern.search(output)
        if match and not (unless.search(source) if unless else match[0] in source):
            return f"junk ({reason})"
    return ""


def wrong_script(source: str, output: str, language: str, protected: Sequence[str]) -> str:
    """Returns what is wrong with an output's letters, or ""."""
    script = _SCRIPTS.get(language.lower().split("-")[0])
    if script is None or "latn" in language.lower().split("-"):
        return ""
    kept = {word.casefold() for word in WORD.findall(source)}
    words = [word for word in WORD.findall(ADDRESS.sub(" ", output)) if word.casefold() not in kept]
    letters = [letter for word in words for letter in word if letter.isalpha()]
    if not letters:
        return "not translated"
    own = sum(_is_of(letter, script) for letter in letters)
    if own < 0.8 * len(letters):
        return f"not written in {script.capitalize()} letters"
    if script == "CYRILLIC" and own < len(letters):
        for word in words:
            if any(_is_of(letter, script) for letter in word) and any(_is_of(letter, "LATIN") for letter in word):
                return f"two alphabets in one word: {word}"
    latin = _PLAIN.findall(ADDRESS.sub(" ", output))
    if not latin:
        return ""
    spared = {word for text in (*protected, *ADDRESS.findall(source), *_QUOTED.findall(source)) for word in WORD.findall(text)}
    left = [word for word in latin if word in _words(source) and word not in spared]
    return f"left untranslated: {', '.join(dict.fromkeys(left))}" if left else ""


@lru_cache(maxsize=4096)
def _is_of(letter: str, script: str) -> bool:
    return unicodedata.name(letter, "").startswith(script)


def loop(source: str, output: str) -> str:
    """Returns how an output repeats itself, or ""."""
    words, spoken = _words(output), _words(source)
    if _LOOP.search(output) and not _LOOP.search(source):
        return "repeats itself"
    if (twice := _TWICE.search(output)) and any(letter.isalpha() for letter in twice[1]) and not _TWICE.search(source):
        return "says a word twice"
    if not any(_same_stem(*pair) for pair in _paired(spoken, _BEGINNING)):
        if any(_same_stem(*pair) for pair in _neighbours(words)):
            return "says a word twice"
        shouted = {word.casefold() for word in WORD.findall(output) if len(word) > 1 and word.isupper()}
        phrases = [pair for pair in pairwise(words) if max(map(len, pair)) > 4 or shouted.issuperset(pair)]
        alike = _paired(phrases, lambda phrase: (_BEGINNING(phrase[0]), _BEGINNING(phrase[1])))
        if any(all(one == other or _same_stem(one, other) for one, other in zip(*two, strict=True)) for two in alike):
            return "repeats itself"
    triples = Counter(zip(words, words[1:], words[2:], strict=False))
    return "repeats itself" if max(triples.values(), default=0) > 2 else ""


def _paired(things: Iterable[Thing], key: Callable[[Thing], Hashable]) -> Iterator[tuple[Thing, Thing]]:
    """Yields all pairs of things of which a key is equal: what is alike has equal beginnings, so nothing else need be compared."""
    groups: dict[Hashable, list[Thing]] = {}
    for thing in things:
        groups.setdefault(key(thing), []).append(thing)
    for group in groups.values():
        yield from combinations(group, 2)


def _neighbours(words: list[str]) -> list[tuple[str, str]]:
    """Returns the longer words that have only short ones between them, and no number (3 октября и 4 октября)."""
    pairs = []
    before = ""
    for word in words:
        if word.isdigit():
            before = ""
        elif len(word) > 4:
            if before:
                pairs.append((before, word))
            before = word
    return pairs


def _words(text: str) -> list[str]:
    return [word.casefold() for word in WORD.findall(text)]


def _same_stem(one: str, other: str) -> bool:
    """Whether two words differ in an ending of up to three letters."""
    stem = max(_STEM, len(one) - 3, len(other) - 3)
    return len(one) >= stem and one[:stem] == other[:stem]


def length(source: str, output: str, language: str) -> str:
    """Returns how far the lengths are apart, or ""."""
    if language.lower().split("-")[0] in {"zh", "zt", "ja", "ko"}:
        return ""
    if len(output) > 3 * len(source) + 20:
        return f"much longer than its source: {len(output)} characters for {len(source)}"
    # 0.62: among 40 press sentences of 40 and more characters that a reader found complete, the shortest Russian had 0.65.
    if len(source) >= 20 and len(output) < 0.62 * len(source):
        return f"much shorter than its source: {len(output)} characters for {len(source)}"
    return ""


def addresses(source: str, output: str) -> str:
    """Returns which address was lost or added, or ""."""
    known = ADDRESS.findall(source)
    for address in known:
        if address not in output:
            return f"address lost: {address}"
    invented = [address for address in ADDRESS.findall(output) if address not in source]
    return f"address added: {invented[0]}" if invented else ""


def protected_terms(source: str, output: str, protected: Sequence[str]) -> str:
    """Returns which terms that stay as they are were lost, or ""."""
    lost = [term for term in dict.fromkeys(protected) if output.count(term) < source.count(term)]
    return f"term lost: {', '.join(lost)}" if lost else ""
