"""What an engine is asked for one text: its sentences without codes, the phrases between codes, and its names.

Everything else about the text stays here and goes round the answers: codes, quotation marks at an edge, addresses behind
a label, line breaks, sentences without a word, and what is protected (`protected.py`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from workflow.drafts import gate, markup, placing, typography
from workflow.drafts.engine import Cut, Terms
from workflow.drafts.protected import Masked, mask
from workflow.inline import decode

_LABELLED = re.compile("([^:]+:)(\\s*[\ue000-\uf8ff]\\W*)")
"""`Email: press@example.org`: only the label goes to the engine."""

_LINE = re.compile(r"\n+")

_NAME = re.compile(r"(?<=[a-z,] )[A-Z][a-z]{3,}(?!\w)(?! [A-Z])")
"""A single capitalised word inside a sentence: mostly a country, a city, an office."""

_TRACE = 0.3
"""Under this likeness, no word of a translation is taken for a form of a name."""

_CYRILLIC = {"ru", "uk", "be", "bg", "mk", "sr", "kk", "ky", "tg", "mn"}

_LATIN = str.maketrans("абвгдеёзийклмнопрстуфыэ", "abvgdeeziyklmnoprstufye") | str.maketrans(
    {"ж": "zh", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ю": "yu", "я": "ya", "ъ": "", "ь": ""}
)


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of a text: what the engine is asked, and what goes round its answer."""

    plain: str
    """As it stands in the text, protected parts as letters."""
    asked: Masked
    """Empty if there is nothing to translate: the sentence is copied."""
    lead: str = ""
    tail: str = ""
    """Quotation marks, or an address behind a label: not shown to the engine."""
    gap: str = ""
    """What stands between the sentence before and this one: a space, or as found if it contains a line break."""


@dataclass(frozen=True, slots=True)
class Request:
    """All that has to be asked for one text."""

    stripped: markup.Stripped
    masked: Masked
    """Its plain text."""
    sentences: tuple[Sentence, ...]
    phrases: dict[str, Masked]
    """Phrase between codes as in the text -> what the engine is asked; empty if nothing."""
    names: tuple[str, ...]
    """Asked alone too, to see whether the answer has them."""


def prepare(text: str, cut: Cut | None, target: str, terms: Terms | None = None) -> Request:
    """Returns what is to be asked for a msgid.

    Args:
        text: Plain text with codes.
        cut: Finds the sentences; without it the text is one sentence, but lines are kept apart.
        target: BCP 47 tag of the language to translate into.
        terms: Knows what is never translated.
    """
    stripped = markup.strip(decode(text))
    never = terms.untranslatable(stripped.plain) if terms else []
    masked = mask(stripped.plain, never)
    phrases = {phrase: _asked(mask(phrase, never)) for phrase in stripped.phrases()}
    names = dict.fromkeys(_NAME.findall(typography.simplify(masked.text))) if target.lower().split("-")[0] in _CYRILLIC else ()
    return Request(stripped, masked, tuple(_sentences(stripped.plain, masked, cut)), phrases, tuple(names))


def lost_names(names: dict[str, str], target: str) -> list[str]:
    """Returns the names of which a translation shows no trace.

    Only names that the engine by itself writes as they sound are looked for (`Turkmenistan`, not `Germany` or `Justice`),
    and only in Cyrillic: of others nobody knows how they look in the translation.

    Args:
        names: Each name with its translation alone.
        target: The translation of the whole text.

    >>> lost_names({"Tashkent": "Ташкент", "Justice": "Правосудие"}, "Министр юстиции посетил столицу.")
    ['Tashkent']
    """
    words = gate.WORD.findall(target)
    lost = []
    for name, said in names.items():
        sounds = (gate.WORD.findall(said) or [""])[0]
        alike = placing.likeness(sounds.lower().translate(_LATIN), name) >= placing.LIKENESS
        if alike and name not in target and max((placing.likeness(sounds, word) for word in words), default=0.0) < _TRACE:
            lost.append(name)
    return lost


def _sentences(plain: str, masked: Masked, cut: Cut | None) -> Iterator[Sentence]:
    cuts = _moved(cut(plain) if cut else (), masked)
    cuts |= {match.end() for match in _LINE.finditer(masked.text)}
    gap = ""
    for start, end in pairwise(sorted({0, *cuts, len(masked.text)})):
        raw = masked.text[start:end]
        if not raw.strip():
            gap += raw
            continue
        gap += raw[: len(raw) - len(raw.lstrip())]
        yield _sentence(masked.slice(raw.strip()), gap if "\n" in gap else " " * bool(gap))
        gap = raw[len(raw.rstrip()) :]


def _moved(cuts: Sequence[int], masked: Masked) -> set[int]:
    """Returns where cuts in the text are in the masked one; a cut inside a protected part is none."""
    if not masked.parts:
        return {cut for cut in cuts if 0 < cut < len(masked.text)}
    parts = dict(masked.parts)
    offsets: dict[int, int] = {}
    at = 0
    for number, letter in enumerate(masked.text):
        offsets[at] = number
        at += len(parts.get(letter, letter))
    return {offsets[cut] for cut in cuts if cut > 0 and cut in offsets}


def _sentence(plain: Masked, gap: str) -> Sentence:
    if not any(letter.isalpha() for letter in plain.text):
        return Sentence(plain.text, Masked(""), gap=gap)
    text = typography.simplify(plain.text)
    if labelled := _LABELLED.fullmatch(text):
        return Sentence(plain.text, plain.slice(labelled[1]), tail=labelled[2], gap=gap)
    lead, inner, tail = typography.unquote(text)
    return Sentence(plain.text, plain.slice(inner), lead, tail, gap)


def _asked(phrase: Masked) -> Masked:
    return phrase.slice(typography.simplify(phrase.text)) if any(map(str.isalpha, phrase.text)) else Masked("")
