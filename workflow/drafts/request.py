"""What an engine is asked for one text: its sentences without codes, the phrases between codes, and its names.

Everything else about the text stays here and goes round the answers: codes, quotation marks at an edge, addresses behind
a label, line breaks, sentences without a word.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from workflow.drafts import gate, markup, placing, typography
from workflow.drafts.engine import Cut
from workflow.inline import decode

_LABELLED = re.compile(rf"([^:]+:)(\s*(?:{gate.ADDRESS.pattern})\W*)", re.ASCII)
"""`Email: press@example.org`: only the label goes to the engine."""

_LINE = re.compile(r"\n+")

_NAME = re.compile(r"(?<=[a-z,] )[A-Z][a-z]{3,}(?!\w)(?! [A-Z])")
"""A single capitalised word inside a sentence: mostly a country, a city, an office."""

_TRACE = 0.3
"""Under this likeness, no word of a translation is taken for a form of a name."""

_LATIN = str.maketrans("абвгдеёзийклмнопрстуфыэ", "abvgdeeziyklmnoprstufye") | str.maketrans(
    {"ж": "zh", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ю": "yu", "я": "ya", "ъ": "", "ь": ""}
)


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of a text: what the engine is asked, and what goes round its answer."""

    plain: str
    """As it stands in the text."""
    asked: str
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
    sentences: tuple[Sentence, ...]
    phrases: dict[str, str]
    """Phrase between codes as in the text -> what the engine is asked."""
    names: tuple[str, ...]
    """Asked alone too, to see whether the answer has them."""

    @property
    def asked(self) -> list[str]:
        """Returns the texts to translate, with repetitions."""
        return [*(one.asked for one in self.sentences if one.asked), *self.phrases.values(), *self.names]


def prepare(text: str, cut: Cut | None) -> Request:
    """Returns what is to be asked for a msgid.

    Args:
        text: Plain text with codes.
        cut: Finds the sentences; without it the text is one sentence, but lines are kept apart.
    """
    stripped = markup.strip(decode(text))
    phrases = {phrase: typography.simplify(phrase) for phrase in stripped.phrases()}
    names = tuple(dict.fromkeys(_NAME.findall(typography.simplify(stripped.plain))))
    return Request(stripped, tuple(_sentences(stripped.plain, cut)), phrases, names)


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


def _sentences(plain: str, cut: Cut | None) -> Iterator[Sentence]:
    cuts = {at for at in (cut(plain) if cut else ()) if 0 < at < len(plain)}
    cuts |= {match.end() for match in _LINE.finditer(plain)}
    gap = ""
    for start, end in pairwise(sorted({0, *cuts, len(plain)})):
        raw = plain[start:end]
        if not raw.strip():
            gap += raw
            continue
        gap += raw[: len(raw) - len(raw.lstrip())]
        yield _sentence(raw.strip(), gap if "\n" in gap else " " * bool(gap))
        gap = raw[len(raw.rstrip()) :]


def _sentence(plain: str, gap: str) -> Sentence:
    if not any(letter.isalpha() for letter in gate.ADDRESS.sub(" ", plain)):
        return Sentence(plain, "", gap=gap)
    text = typography.simplify(plain)
    if labelled := _LABELLED.fullmatch(text):
        return Sentence(plain, labelled[1], tail=labelled[2], gap=gap)
    lead, inner, tail = typography.unquote(text)
    return Sentence(plain, inner, lead, tail, gap)
