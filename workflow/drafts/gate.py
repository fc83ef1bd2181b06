"""What a draft must not pretend: outputs that are wrong on their face are refused, each with a reason in a few words.

The gate knows no grammar. It compares what can be compared without knowing either language well: the engine's own
confidence, script, length, numbers, addresses, names that stay, repetition, known junk (`junk.toml`), and, where a package's
entry in `cutoffs.toml` asks for it, whether each word of the source had any influence on the output.

**Unheard words.** A small model's commonest mistake is a fluent sentence without one of the source's words («Министр
здравоохранения подписал соглашение» for `The Minister of Health of Uzbekistan signed the agreement`), and it is as sure of it
as of the rest. If the same output is as probable without a word in the source as with it, that word was not translated:
`probes` gives the sources to score the output with, `unheard` judges the answer.

Risk, from 0 to 99, orders what is let through; `risk` has the formula.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from workflow.drafts import faults
from workflow.drafts.faults import ADDRESS, WORD
from workflow.drafts.numerals import difference, numbers

__all__ = ["ADDRESS", "WORD", "Cutoff", "bare", "numbers", "probes", "refusal", "risk", "strictest", "unheard", "unsure"]

_NAME = re.compile(r"(?<=[\w,] )[A-Z]\w+(?: [A-Z]\w+)*")
"""Capitalised words inside a sentence, a run of them one name."""

_LIGHT = re.compile(
    "about|above|after|against|also|among|been|before|being|below|between|both|during|each|from|have|into|more|most|other|over|"
    "please|some|such|than|that|their|them|then|there|these|they|this|those|through|under|until|very|were|what|when|where|"
    "which|while|will|with|within|without|would|your"
)
"""Words of four letters and more that a translation may well do without; shorter ones are never probed."""


@dataclass(frozen=True, slots=True)
class Cutoff:
    """Under which scores a model's output is not worth a reader's time; all are negative natural logarithms."""

    mean: float
    """Of the mean over the output's tokens, end of sentence included."""
    weakest: float
    """Of the least probable token."""
    unheard: float | None = None
    """How much less probable the whole output must be without a word of the source; None: not asked."""


def strictest(cutoffs: Sequence[Cutoff]) -> Cutoff:
    """Returns the bounds that satisfy all of several packages which translate in a row."""
    unheard = [one.unheard for one in cutoffs if one.unheard is not None]
    return Cutoff(max(one.mean for one in cutoffs), max(one.weakest for one in cutoffs), min(unheard, default=None))


def refusal(source: str, output: str, language: str, *, source_language: str = "en", protected: Sequence[str] = ()) -> str:
    """Returns what is wrong on its face with an output as a translation of the source, or "".

    Args:
        source: Plain text.
        output: Plain text, as a reader would get it.
        language: BCP 47 tag of the output.
        source_language: BCP 47 tag of the source.
        protected: Terms of the source that stay as they are: the output must have each as often as the source.
    """
    return _refusal(source, output, language, source_language, tuple(protected))


@lru_cache(maxsize=1024)  # an output that is looked at more closely is judged on its face before that and again after it
def _refusal(source: str, output: str, language: str, source_language: str, protected: tuple[str, ...]) -> str:
    if not any(letter.isalnum() for letter in output):
        return "empty output"
    if output.strip().casefold() == source.strip().casefold():
        return "echo of the source"
    return (
        faults.no_text(source, output)
        or faults.junk(source, output)
        or faults.wrong_script(source, output, language, protected)
        or faults.loop(source, output)
        or faults.length(source, output, language)
        or difference(source, output, source_language, language)
        or faults.addresses(source, output)
        or faults.protected_terms(source, output, protected)
    )


def unsure(mean: float, weakest: float, cutoff: Cutoff) -> str:
    """Returns which score is under the cut-off, or "".

    >>> unsure(-0.82, -1.4, Cutoff(-0.45, -2.0))
    'score under the cut-off -0.45: -0.82'
    """
    if mean < cutoff.mean:
        return f"score under the cut-off {cutoff.mean:.2f}: {mean:.2f}"
    if weakest < cutoff.weakest:
        return f"weakest word under the cut-off {cutoff.weakest:.2f}: {weakest:.2f}"
    return ""


def probes(source: str) -> dict[str, str]:
    """Returns the words that a translation should have heard, each with the source without it.

    Numbers are left out (they are compared themselves), and so are short and light words.

    >>> probes("The police of Kazakhstan")
    {'police': 'The of Kazakhstan', 'Kazakhstan': 'The police of'}
    """
    words = source.split(" ")
    found: dict[str, str] = {}
    for at, word in enumerate(words):
        weighty = bare(word)
        if len(weighty) >= 4 and weighty.isalpha() and not _LIGHT.fullmatch(weighty.casefold()):
            found.setdefault(weighty, " ".join(words[:at] + words[at + 1 :]))
    return found if len(words) > 1 else {}


def bare(word: str) -> str:
    """Returns a word of a text without the punctuation around it."""
    return word.strip("\"'()[].,:;!?…")


def unheard(changes: Mapping[str, float], cutoff: Cutoff) -> str:
    """Returns which words of a source had no influence on the output, or "".

    Args:
        changes: For words of `probes`, the logarithm of the output's probability without the word, minus that with it
            (sums over all tokens).
        cutoff: Of the package.

    >>> unheard({"police": -7.1, "Kazakhstan": 0.02}, Cutoff(-0.3, -3.0, -0.05))
    'not translated: Kazakhstan'
    """
    if cutoff.unheard is None:
        return ""
    lost = [word for word, change in changes.items() if change > cutoff.unheard]
    return f"not translated: {', '.join(lost)}" if lost else ""


def risk(
    score: float,
    source: str,
    cutoff: Cutoff,
    guesses: int = 0,
    *,
    weakest: float = 0.0,
    output: str = "",
    pieces: int = 0,
) -> int:
    """Returns the risk of accepting a draft unread, 0 to 99: an order, not a probability.

        5 + 45 * score / cut-off            5 at certainty, 50 at the cut-off
          + 10 * weakest / its cut-off
          + unknown words: 15 for each piece that a word of the source has on average over 1.2, 20 at most
          + 1 for each hundredth that the output is shorter than 0.85 of the source, 20 at most
          + 1 for each word of the source beyond the eighth, 6 at most
          + 3 for each number of the source, 9 at most, and 2 for each name inside it, 6 at most
          + guesses

    Other things equal, it never falls when a score falls, or a guess, a piece, a word, a number or a name is added. The weights
    were chosen by `tests/benchmarks/risk.py` on its part for that; run it again before changing one.

    Args:
        score: Mean over the output's tokens.
        source: Plain text of one sentence.
        cutoff: Of the package.
        guesses: What was guessed while codes were placed (`markup.py`).
        weakest: Of the least probable token.
        output: The draft's plain text; empty: not looked at.
        pieces: Into which the package's tokenizer cuts the source: many for words that it saw rarely. 0: not known.
    """
    words = len(WORD.findall(source))
    doubt = 45 * _share(score, cutoff.mean) + 10 * _share(weakest, cutoff.weakest)
    unknown = min(20.0, max(0.0, 15 * (pieces / words - 1.2))) if words else 0.0
    short = min(20.0, max(0.0, 85 - 100 * len(output) / len(source))) if output and source else 0.0
    facts = min(9, 3 * numbers(source).total()) + min(6, 2 * len(_NAME.findall(source)))
    return min(99, round(5 + doubt + unknown + short + min(6, max(0, words - 8)) + facts + guesses))


def _share(score: float, bound: float) -> float:
    return min(1.0, max(0.0, score / bound))
