"""Numbers of a text as values: `1,234.5`, «1 234,5», `2 million`, «2 млн», `66th`, `50-х`, spelled-out ones.

A number has the value that its language's signs give it (CLDR), and sometimes another that it may have as well: `1.234` in Russian
is mostly a decimal fraction typed the English way, and rarely thousands. Two numbers agree if they share a value.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from functools import lru_cache

from workflow.checks.numerals import knows, named, spelled
from workflow.languages import number_signs

_SPACES = " \u00a0\u202f\u2009"
_DIGITS = re.compile(rf"[0-9](?:[.,'’\u066b\u066c{_SPACES}]?[0-9])*")
_DIGIT = re.compile(r"\d")
_OTHER_DIGIT = re.compile(r"[^\D0-9]")
_SPACE = re.compile(rf"[{_SPACES}]")
_THOUSANDS = re.compile(r"[1-9][0-9]{0,2}(?:[.,'’ ][0-9]{3})+\Z")
_LONGEST = 40
"""Letters from which a run of digits is no amount: such a one is compared letter by letter."""

_POWERS: dict[str, tuple[tuple[str, int], ...]] = {
    "en": (("hundred", 2), ("thousand", 3), ("k", 3), ("million", 6), ("mln", 6), ("mn", 6), ("billion", 9), ("bn", 9), ("trillion", 12)),
    "ru": (
        ("тысяч", 3),
        ("тыс", 3),
        ("миллионов", 6),
        ("миллион", 6),
        ("млн", 6),
        ("миллиард", 9),
        ("млрд", 9),
        ("триллион", 12),
        ("трлн", 12),
    ),
    "fr": (("mille", 3), ("millier", 3), ("millions", 6), ("million", 6), ("milliard", 9), ("billion", 12)),
    "es": (("mil millones", 9), ("millones", 6), ("millón", 6), ("mil", 3), ("billones", 12), ("billón", 12)),
    "ar": (("ألف", 3), ("آلاف", 3), ("ملايين", 6), ("مليون", 6), ("مليار", 9), ("بليون", 9)),
    "zh": (("万亿", 12), ("亿", 8), ("千万", 7), ("百万", 6), ("万", 4), ("千", 3)),
}
_INFLECTED = {
    "en": "s?",
    "ru": r"(?!ер)[а-яё]{0,4}\.?",
    "fr": "s?",
    "es": "",
    "ar": "(?:اً|ا)?",
    "zh": "",
}
_RANGE = re.compile(r" ?[-–—/] ?|[ \u00a0](?:to|or|and|до|или|и|à|a|y|et|ou|o|至|到|إلى)[ \u00a0](?:до )?|至|到|и до ")


@dataclass(frozen=True, slots=True)
class Amount:
    """A number of a text."""

    value: str
    """In decimal digits, without thousands signs and trailing zeros; a run that is no number, such as `3.11.2`, as it stands."""
    others: tuple[str, ...]
    """What else it may mean."""
    start: int
    """Offset in code points."""
    digits: bool
    """False: spelled out."""
    text: str = ""
    """As written; empty where it is spelled out."""

    def agrees(self, other: Amount) -> bool:
        """Tells if two numbers share a value."""
        return self.value == other.value or self.value in other.others or other.value in self.others

    @property
    def number(self) -> Decimal:
        """The value; of a run that is no number, minus one."""
        return number_of(self.value)


def number_of(value: str) -> Decimal:
    """Returns a value as a number; of a run that is none, or that is longer than any amount, minus one."""
    try:
        return Decimal(value if len(value) <= _LONGEST else -1)
    except InvalidOperation:
        return Decimal(-1)


def amounts(text: str, language: str) -> tuple[list[Amount], bool]:
    """Returns the numbers of a plain text in its order, and whether it has vague ones (`thousands of`).

    >>> [one.value for one in amounts("$2.5 million for 1,234 schools", "en")[0]]
    ['2500000', '1234']
    >>> [one.value for one in amounts("2,5 млн долл. США для 1 234 школ", "ru")[0]]
    ['2500000', '1234']
    """
    found = _digits(text, language) if _DIGIT.search(text) else []
    if not knows(language):
        return found, False
    words, vague = spelled(text, language)
    if words:
        found = sorted([*found, *(Amount(shown(value), (), start, digits=False) for value, start in words)], key=lambda one: one.start)
    return found, vague


def shown(value: Decimal) -> str:
    """Returns a value in the form in which amounts are compared."""
    return format(value.normalize(), "f") if value == value.to_integral_value() or value.as_tuple().exponent else str(value)


@lru_cache(maxsize=32)
def _scale(language: str) -> tuple[re.Pattern[str] | None, dict[str, int]]:
    powers = _POWERS.get(language)
    if powers is None:
        return None, {}
    words = "|".join(re.escape(word) for word, _ in powers)
    edge = "" if language == "zh" else r"(?!\w)"
    return re.compile(rf"[{_SPACES}-]?({words}){_INFLECTED[language]}{edge}", re.IGNORECASE), dict(powers)


def _digits(text: str, language: str) -> list[Amount]:
    # Digits of other scripts (Arabic-Indic, full-width) count as their values.
    if _OTHER_DIGIT.search(text):
        text = "".join(str(int(letter)) if letter.isdecimal() and not letter.isascii() else letter for letter in text)
    pattern, powers = _scale(language)
    found: list[Amount] = []
    found_at: list[int] = []
    ends: list[int] = []
    scaled: list[Decimal] = []
    for start, end, value, others in _runs(text, language):
        power = 0
        match = pattern.match(text, end) if pattern else None
        if match:
            power = named(powers, match[1])
            end = match.end()
            value, others = _times(value, power), tuple(_times(one, power) for one in others)
        factor = Decimal(10) ** power
        gap = text[ends[-1] : start] if ends else ""
        if power and found and scaled[-1] > factor and _SPACE.fullmatch(gap):
            # «2 млн 500 тыс.»
            value = shown(found.pop().number + number_of(value))
            start = found_at.pop()
            ends.pop()
            scaled.pop()
        elif power and found and scaled[-1] == 1 and _RANGE.fullmatch(gap):
            # `2–3 million`, or two million and three.
            before = found.pop()
            found.append(replace(before, others=(*before.others, _times(before.value, power))))
        found.append(Amount(value, others, start, digits=True, text=text[start:end]))
        found_at.append(start)
        ends.append(end)
        scaled.append(factor)
    return found


def _times(value: str, power: int) -> str:
    try:
        return shown(Decimal(value).scaleb(power))
    except InvalidOperation:
        return value


def _runs(text: str, language: str) -> Iterator[tuple[int, int, str, tuple[str, ...]]]:
    """Yields start, end, value and other values of each run of digits."""
    decimal, group = _signs(language)
    for match in _DIGITS.finditer(text):
        run = match[0]
        if run.isascii() and run.isdigit():
            yield match.start(), match.end(), _plain(run), ()
        elif len(run) > _LONGEST:
            for part in re.finditer("[0-9]+", run):
                yield match.start() + part.start(), match.start() + part.end(), _plain(part[0]), ()
        else:
            yield from _signed(
                _SPACE.sub(" ", run).replace("\u066b", ".").replace("\u066c", ",").replace("’", "'"), match.start(), decimal, group
            )


@lru_cache(maxsize=32)
def _signs(language: str) -> tuple[str, str]:
    decimal, group = number_signs(language)
    return decimal, " " if group in _SPACES else group


def _plain(run: str) -> str:
    return (run.lstrip("0") or "0") if len(run) < _LONGEST else run


def _signed(run: str, start: int, decimal: str, group: str) -> Iterator[tuple[int, int, str, tuple[str, ...]]]:
    """Yields the numbers of a run of digits with signs between them."""
    if " " in run:
        at = start
        for part in _grouped(run):
            yield from _unspaced(part, at, decimal, group)
            at += len(part) + 1
    else:
        yield from _unspaced(run, start, decimal, group)


def _grouped(run: str) -> list[str]:
    """Returns a run cut at the spaces that do not stand between thousands."""
    parts: list[str] = []
    open_ = False
    for token in run.split(" "):
        whole = re.split("[.,]", token, maxsplit=1)[0]
        if open_ and len(whole) == 3:
            parts[-1] += " " + token
        else:
            parts.append(token)
            open_ = len(whole) < 4 and not whole.startswith("0")
        open_ = open_ and whole == token
    return parts


def _unspaced(run: str, start: int, decimal: str, group: str) -> Iterator[tuple[int, int, str, tuple[str, ...]]]:
    joined = run.replace(" ", "")
    signs = [letter for letter in joined if not letter.isdigit()]
    end = start + len(run)
    if not signs:
        yield start, end, _plain(joined), ()
    elif len(signs) == 1:
        sign = signs[0]
        thousands = " " not in run and bool(_THOUSANDS.match(joined))
        whole, fraction = joined.replace(sign, ""), _fraction(joined.replace(sign, "."))
        if thousands and sign in (group, "'"):
            yield start, end, whole, (fraction,)
        elif sign == "," and decimal == "." and not thousands:
            # `Articles 5,6`, or a fraction typed the continental way
            before, after = joined.split(",")
            yield start, start + len(before), _plain(before), (fraction,)
            yield start + len(before) + 1, end, _plain(after), (fraction,)
        else:
            yield start, end, fraction, (whole,) if thousands else ()
    elif len(set(signs)) == 1 and _THOUSANDS.match(joined):
        yield start, end, joined.replace(signs[0], ""), ()
    elif len(set(signs[:-1])) == 1 and signs[-1] != signs[0] and _THOUSANDS.match(joined[: joined.rindex(signs[-1])]):
        yield start, end, _fraction(joined.replace(signs[0], "").replace(signs[-1], ".")), ()
    elif "," in signs:
        at = start
        for part in run.split(","):
            yield from _unspaced(part, at, decimal, group)
            at += len(part) + 1
    else:
        yield start, end, joined, ()


def _fraction(run: str) -> str:
    try:
        return shown(Decimal(run))
    except InvalidOperation:
        return run
