"""What a draft must not pretend: outputs that are wrong on their face are refused, each with a reason in a few words.

The gate knows no grammar. It compares what can be compared without knowing either language: the engine's own
confidence, script, length, numbers, addresses, repetition.

Risk, from 0 to 99, orders what is let through:

    5 + 65 * score / cut-off            both negative: 5 at certainty, 70 at the cut-off
      + 1 for each word of the source beyond the eighth, 14 at most
      + what was guessed while codes were placed (`markup.py`)

It never falls when the score falls, the source grows or a guess is added.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass
from itertools import combinations, pairwise

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

_NUMBER = re.compile(r"\d+")
_GROUPS = re.compile(r"(?<![\d.,])[1-9]\d{0,2}(?:[,. \u00a0\u202f]\d{3})+(?!\d|[,.]\d)")
WORD = re.compile(r"\w+")
"""A run of letters and digits."""

_LOOP = re.compile(r"(.{1,24}?)\1{4,}")
_TWICE = re.compile(r"\b(\w+(?:\W+\w+){0,3})\W+\1\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Cutoff:
    """Under which scores a model's output is not worth a reader's time; both are negative natural logarithms."""

    mean: float
    """Of the mean over the output's tokens, end of sentence included."""
    weakest: float
    """Of the least probable token."""


def refusal(source: str, output: str, language: str) -> str:
    """Returns what is wrong on its face with an output as a translation of the source, or ""."""
    if not any(letter.isalnum() for letter in output):
        return "empty output"
    if output.strip().casefold() == source.strip().casefold():
        return "echo of the source"
    for look in (_wrong_script, _loop, _length, _numbers, _addresses):
        if reason := look(source, output, language):
            return reason
    return ""


def unsure(mean: float, weakest: float, cutoff: Cutoff) -> str:
    """Returns which score is under the cut-off, or "".

    >>> unsure(-0.82, -1.4, Cutoff(-0.45, -2.0))
    'score -0.82 under -0.45'
    """
    if mean < cutoff.mean:
        return f"score {mean:.2f} under {cutoff.mean:.2f}"
    if weakest < cutoff.weakest:
        return f"weakest word {weakest:.2f} under {cutoff.weakest:.2f}"
    return ""


def risk(score: float, source: str, cutoff: Cutoff, guesses: int = 0) -> int:
    """Returns the risk of accepting a draft unread, 0 to 99, by the formula above."""
    doubt = min(1.0, max(0.0, score / cutoff.mean))
    length = min(14, max(0, len(WORD.findall(source)) - 8))
    return min(99, round(5 + 65 * doubt + length + guesses))


def numbers(text: str) -> Counter[str]:
    """Returns the numbers of a text as digits, thousands joined, each with how often it stands there.

    >>> numbers("150,000 in 2011") == numbers("150 000 в 2011 году")
    True
    """
    joined = _GROUPS.sub(lambda match: re.sub(r"\D", "", match[0]), text)
    return Counter(_NUMBER.findall(joined))


def _wrong_script(source: str, output: str, language: str) -> str:
    script = _SCRIPTS.get(language.lower().split("-")[0])
    if script is None or "latn" in language.lower().split("-"):
        return ""
    kept = {word.casefold() for word in WORD.findall(source)}
    letters = [letter for word in WORD.findall(output) if word.casefold() not in kept for letter in word if letter.isalpha()]
    if not letters:
        return "not translated"
    own = sum(unicodedata.name(letter, "").startswith(script) for letter in letters)
    return "" if own >= 0.8 * len(letters) else f"not written in {script.capitalize()} letters"


def _loop(source: str, output: str, language: str) -> str:
    words, spoken = _words(output), _words(source)
    if _LOOP.search(output) and not _LOOP.search(source):
        return "repeats itself"
    if (twice := _TWICE.search(output)) and any(letter.isalpha() for letter in twice[1]) and not _TWICE.search(source):
        return "says a word twice"
    if not any(_same_stem(*pair) for pair in combinations(spoken, 2)):
        if any(_same_stem(*pair) for pair in pairwise(word for word in words if len(word) > 4)):
            return "says a word twice"
        if any(count > 1 for pair, count in Counter(pairwise(words)).items() if max(map(len, pair)) > 4):
            return "repeats itself"
    triples = Counter(zip(words, words[1:], words[2:], strict=False))
    return "repeats itself" if max(triples.values(), default=0) > 2 else ""


def _words(text: str) -> list[str]:
    return [word.casefold() for word in WORD.findall(text)]


def _same_stem(one: str, other: str) -> bool:
    """Whether two words differ in an ending of up to three letters."""
    stem = max(5, len(one) - 3, len(other) - 3)
    return len(one) >= stem and one[:stem] == other[:stem]


def _length(source: str, output: str, language: str) -> str:
    if language.lower().split("-")[0] in {"zh", "zt", "ja", "ko"}:
        return ""
    if len(output) > 3 * len(source) + 20:
        return f"{len(output)} characters for {len(source)}"
    # 0.62: among 40 press sentences of 40 and more characters that a reader found complete, the shortest Russian had 0.65.
    if len(source) >= 20 and len(output) < 0.62 * len(source):
        return f"only {len(output)} characters for {len(source)}"
    return ""


def _numbers(source: str, output: str, language: str) -> str:
    here, there = numbers(source), numbers(output)
    if lost := here - there:
        return f"number lost: {', '.join(lost)}"
    if added := there - here:
        return f"number added: {', '.join(added)}"
    return ""


def _addresses(source: str, output: str, language: str) -> str:
    for address in ADDRESS.findall(source):
        if address not in output:
            return f"address lost: {address}"
    return ""
