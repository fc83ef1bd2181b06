"""Numbers of a text, in digits or spelled out, compared with those of its translation.

Press offices write small numbers in words and large ones in digits, and each language draws the line elsewhere: `5 officers`
may be «пять сотрудников» and `Twenty judges` «20 судей». Spelled numbers are known in English and Russian, from three to
ninety-nine; one and two are left out, because they go without a number (`the two sides`: стороны, обе стороны).
"""

from __future__ import annotations

import re
from collections import Counter

_NUMBER = re.compile(r"\d+")
_GROUPS = re.compile(r"(?<![\d.,])[1-9]\d{0,2}(?:[,. \u00a0\u202f]\d{3})+(?!\d|[,.]\d)")
_WORD = re.compile(r"[^\W\d_]+")

_ENGLISH = {
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "nine": 9,
    "ten": 10,
    "eleven": 11,
    "twelve": 12,
    "thirteen": 13,
    "fourteen": 14,
    "fifteen": 15,
    "sixteen": 16,
    "seventeen": 17,
    "eighteen": 18,
    "nineteen": 19,
    "twenty": 20,
    "thirty": 30,
    "forty": 40,
    "fifty": 50,
    "sixty": 60,
    "seventy": 70,
    "eighty": 80,
    "ninety": 90,
}

_RUSSIAN = {
    3: "тр(?:и|ех|ем|емя|ое|оих|оим|оими)",
    4: "четыр(?:е|ех|ем|ьмя)|четвер(?:о|ых|ым|ыми)",
    5: "пят(?:ь|и|ью|еро|ерых)",
    6: "шест(?:ь|и|ью|еро|ерых)",
    7: "сем(?:ь|и|еро|ерых)",
    8: "вос(?:емь|ьми|емью|ьмью)",
    9: "девят(?:ь|и|ью)",
    10: "десят(?:ь|и|ью)",
    11: "одиннадцат(?:ь|и|ью)",
    12: "двенадцат(?:ь|и|ью)",
    13: "тринадцат(?:ь|и|ью)",
    14: "четырнадцат(?:ь|и|ью)",
    15: "пятнадцат(?:ь|и|ью)",
    16: "шестнадцат(?:ь|и|ью)",
    17: "семнадцат(?:ь|и|ью)",
    18: "восемнадцат(?:ь|и|ью)",
    19: "девятнадцат(?:ь|и|ью)",
    20: "двадцат(?:ь|и|ью)",
    30: "тридцат(?:ь|и|ью)",
    40: "сорока?",
    50: "пят(?:ь|и|ью)десяти?",
    60: "шест(?:ь|и|ью)десяти?",
    70: "сем(?:ь|и|ью)десяти?",
    80: "вос(?:емь|ьми|емью)десяти?",
    90: "девяност[оа]",
}
_RUSSIAN_WORD = re.compile("|".join(f"(?P<n{number}>{forms})" for number, forms in _RUSSIAN.items()))
_SCALES = {
    "en": re.compile(r"hundreds?|thousands?|millions?|billions?|trillions?|dozens?"),
    "ru": re.compile(r"ст[оа]|сот\w*|двест\w*|трист\w*|\w+сот|тысяч\w*|тыс|миллион\w*|млн|миллиард\w*|млрд|триллион\w*|дюжин\w*"),
}
"""Beside these a spelled number is part of a larger one, or may well go."""

_FOLDED = re.compile(
    r"(?<![\d.,])(\d+(?:[.,]\d{1,2})?)[ \u00a0](thousand|million|billion|тыс\w*|миллион(?!ер)\w*|миллиард\w*|млн|млрд)(?!\w)", re.IGNORECASE
)
_POWERS = {"th": 3, "тыс": 3, "b": 9, "миллиа": 9, "млрд": 9, "m": 6, "м": 6}
"""By the first letters of such a word, the first that fits."""

_LOOSE = {
    "1": ("one|first|once|single|a|an", r"од(?:ин|н)\w*|перв\w*|одно\w*"),
    "2": ("two|second|twice|both|bilateral", r"дв[аеу]\w*|втор\w*|об[ае]\w*"),
    "3": ("three|third|trilateral", r"тр[еио]\w*"),
    "4": ("four|fourth", r"четв\w*|четыр\w*"),
    "5": ("five|fifth", r"пят\w*"),
    "6": ("six|sixth", r"шест\w*"),
    "7": ("seven|seventh", r"сем\w*|седьм\w*"),
    "8": ("eight|eighth", r"вос\w*"),
    "9": ("nine|ninth", r"девят\w*"),
    "10": ("ten|tenth", r"десят\w*"),
}
"""What may stand for a number in digits: ordinals and compounds too."""


def numbers(text: str) -> Counter[str]:
    """Returns the numbers of a text as digits, thousands joined, each with how often it stands there.

    >>> numbers("150,000 in 2011") == numbers("150 000 в 2011 году")
    True
    """
    joined = _GROUPS.sub(lambda match: re.sub(r"\D", "", match[0]), text)
    return Counter(_NUMBER.findall(joined))


def spelled(text: str, language: str) -> Counter[str] | None:
    """Returns the numbers from three to ninety-nine that a text spells out, as digits; None if it has larger or vague ones.

    >>> spelled("Twenty-five judges from three countries", "en") == spelled("двадцать пять судей из трёх стран", "ru")
    True
    """
    words = _WORD.findall(text.casefold().replace("ё", "е"))
    if any(_SCALES[language].fullmatch(word) for word in words):
        return None
    found: list[int] = []
    before = 0
    for word in words:
        value = _value(word, language)
        unit = value or {"one": 1, "two": 2, "один": 1, "одного": 1, "два": 2, "две": 2, "двух": 2}.get(word, 0)
        if before >= 20 and before % 10 == 0 and 0 < unit < 10:
            found[-1] += unit
        elif value:
            found.append(value)
        before = value
    return Counter(map(str, found))


def difference(source: str, output: str, source_language: str, language: str) -> str:
    """Returns which number a translation lost or added, as `number lost: 12`, or ""."""
    source, output = _unfolded(source), _unfolded(output)
    here, there = numbers(source), numbers(output)
    lost, added = here - there, there - here
    if (source_language.lower().split("-")[0], language.lower().split("-")[0]) == ("en", "ru"):
        said, told = spelled(source, "en"), spelled(output, "ru")
        if said is not None and told is not None:
            lost += said - told - there
            added += told - said - here
        lost = _unless(lost, output, told, 1)
        added = _unless(added, source, said, 0)
    if lost:
        return f"number lost: {', '.join(lost)}"
    return f"number added: {', '.join(added)}" if added else ""


def _unfolded(text: str) -> str:
    """Returns a text with `1.5 million` and «150 тыс.» in digits alone."""

    def digits(match: re.Match[str]) -> str:
        power = next(power for start, power in _POWERS.items() if match[2].casefold().startswith(start))
        return str(round(float(match[1].replace(",", ".")) * 10**power))

    return _FOLDED.sub(digits, text)


def _unless(left: Counter[str], text: str, spelled_there: Counter[str] | None, side: int) -> Counter[str]:
    """Returns the numbers without those that the other text spells out."""
    if spelled_there is None:
        left = Counter({number: count for number, count in left.items() if int(number) % 100})
    words = _WORD.findall(text.casefold().replace("ё", "е"))
    return Counter(
        {
            number: count
            for number, count in (left - (spelled_there or Counter())).items()
            if number not in _LOOSE or not any(re.fullmatch(_LOOSE[number][side], word) for word in words)
        }
    )


def _value(word: str, language: str) -> int:
    if language == "en":
        return _ENGLISH.get(word, 0)
    match = _RUSSIAN_WORD.fullmatch(word)
    return int(str(match.lastgroup)[1:]) if match else 0
