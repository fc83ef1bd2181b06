"""Parts of a text that must come out as they went in: never shown to a model, put back, and looked for afterwards.

Protected are web and mail addresses, symbols of United Nations documents (`A/RES/75/1`), telephone numbers, and terms
that a glossary says are never translated. What stands between protected codes is not in the text at all.

In what the engine is asked, each is replaced by a stand-in. No stand-in survives every model, so there are several kinds, tried one
after the other until one comes back exactly once; the last try shows the model the text itself. With the embedded model
(`translate-en_ru-small 0.1`), of 20 sentences with one such place each, these came back whole: `%(title)s`, `%(model)s`
19, `215` 18, `538` 16, `★` 7, `[1]` 1, the address or symbol itself 0.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from workflow.drafts import gate

_FIRST = 0xE000
"""Where the private use area begins: in our hands, a protected part is one of its letters."""

_KINDS: tuple[tuple[str, ...], ...] = (
    ("%(title)s", "%(model)s", "%(name)s", "%(object)s", "%(value)s"),
    ("215", "538", "316", "649", "427", "804"),
)

TRIES = len(_KINDS) + 1
"""Kinds of stand-ins, and the text itself."""

_DOMAIN = (
    r"(?<![\w@.-])(?:[a-z0-9-]+\.)+(?:org|com|net|int|gov|edu|info|ru|uz|kz|kg|tj|tm|eu|ch|at)(?![\w.]*@)"
    r"(?:/[\w./#?=&%~+-]*[\w/]|\b(?!\.?\w))"
)
_SYMBOL = r"(?<![\w/])[A-Z]{1,6}(?=[\w./()-]*\d)(?:/[A-Z0-9][A-Za-z0-9-]*(?:\.[A-Za-z0-9]+)*(?:\(\d{4}\))?)+(?![\w/])"
_PHONE = (
    r"(?<![\w+])(?:\+\d{1,3}|\(\d{2,5}\))(?:[  ()./‑-]{0,2}\d){6,14}(?!\w)"
    r"|(?<![\w/.-])(?!\d{4}-\d\d-\d\d(?!\d|-))\d{2,4}(?:[-‑]\d{2,4}){2,4}(?![\w-])"
)
_PATTERN = re.compile(rf"{gate.ADDRESS.pattern}|{_DOMAIN}|{_SYMBOL}|{_PHONE}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Masked:
    """A text whose protected parts are one letter each."""

    text: str
    parts: tuple[tuple[str, str], ...] = ()
    """Letter of the private use area, protected part; in order."""

    def slice(self, text: str) -> Masked:
        """Returns a piece of the text with the parts in it."""
        return Masked(text, tuple(part for part in self.parts if part[0] in text))

    def asked(self, attempt: int) -> str | None:
        """Returns the text with stand-ins, or the parts themselves at the last attempt; None if that kind has too few."""
        if not self.parts:
            return self.text
        names = self._names(attempt)
        if len(names) < len(self.parts):
            return None
        return _swapped(self.text, {letter: name for (letter, _), name in zip(self.parts, names, strict=False)})

    def masked(self, answer: str, attempt: int) -> str | None:
        """Returns an engine's answer with each stand-in as its letter again; None if one is missing or there too often."""
        if not self.parts:
            return answer
        names = self._names(attempt)[: len(self.parts)]
        for name in sorted(set(names), key=len, reverse=True):
            letters = iter([letter for (letter, _), one in zip(self.parts, names, strict=True) if one == name])
            pieces = re.split(rf"(?<!\w){re.escape(name)}(?!\w)", answer)
            if len(pieces) - 1 != names.count(name):
                return None
            answer = pieces[0] + "".join(letter + piece for letter, piece in zip(letters, pieces[1:], strict=True))
        return answer

    def _names(self, attempt: int) -> list[str]:
        if attempt == TRIES - 1:
            return [part for _, part in self.parts]
        return [name for name in _KINDS[attempt] if name not in self.text]

    def restored(self, text: str) -> str:
        """Returns a text with the protected parts in the place of their letters."""
        return _swapped(text, dict(self.parts)) if self.parts else text


def mask(text: str, untranslatable: Iterable[str] = ()) -> Masked:
    r"""Returns a text with its protected parts taken out.

    Args:
        text: Plain text.
        untranslatable: What else is protected, verbatim, wherever it stands as a word.

    >>> mask("See A/RES/75/1 at www.un.org, or call +998 71 120-80-50.").parts
    (('\ue000', 'A/RES/75/1'), ('\ue001', 'www.un.org'), ('\ue002', '+998 71 120-80-50'))
    """
    spans = [match.span() for match in _PATTERN.finditer(text) if any(map(str.isalnum, match[0]))]
    for term in untranslatable:
        if term:
            spans += [match.span() for match in re.finditer(rf"(?<!\w){re.escape(term)}(?!\w)", text)]
    letters = (chr(code) for code in range(_FIRST, _FIRST + 6400) if chr(code) not in text)
    parts: list[tuple[str, str]] = []
    out, at = "", 0
    # Of overlapping spans the one that begins first is taken, of those the longest.
    for start, end in sorted(spans, key=lambda span: (span[0], -span[1])):
        if start < at or (letter := next(letters, None)) is None:
            continue
        parts.append((letter, text[start:end]))
        out += text[at:start] + letter
        at = end
    return Masked(out + text[at:], tuple(parts))


def has_stand_in(text: str) -> bool:
    """Tells if what an engine is asked has something that stands for a protected part, or looks like it.

    >>> has_stand_in("Write to %(title)s."), has_stand_in("Write to us.")
    (True, False)
    """
    return any(name in text for kind in _KINDS for name in kind)


def lost(source: Masked, text: str) -> list[str]:
    """Returns the protected parts that a translation has less often than its source."""
    parts = [part for _, part in source.parts]
    return [part for part in dict.fromkeys(parts) if text.count(part) < parts.count(part)]


def _swapped(text: str, parts: dict[str, str]) -> str:
    return "".join(parts.get(letter, letter) for letter in text)
