"""Numbers that a text spells out, in English and Russian: `twenty-five`, `two hundred thousand`, «двадцати пяти», «полутора миллионам».

One and two are read only as parts of larger numbers: they mostly go without a number (`the two sides`: стороны, обе стороны).
Ordinals and compounds («двадцать первый», «пятилетний») are no numbers here, but `stands_for` knows them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from functools import lru_cache
from typing import TypeVar

_Meaning = TypeVar("_Meaning")

WORD = re.compile(r"[^\W\d_]+")
_BETWEEN = re.compile(r"[ \u00a0\u202f-]?(?:and )?\Z")

_ENGLISH_UNITS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen"
)
_ENGLISH_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"

_RUSSIAN_UNITS = {
    0: "ноль нуль ноля нуля нолю нулю нолем нулем ноле нуле",
    1: "один одна одно одного одной одному одним одну одном",
    2: "два две двух двум двумя",
    3: "три трех трем тремя трое троих троим троими",
    4: "четыре четырех четырем четырьмя четверо четверых четверым четверыми",
    5: "пять пяти пятью пятеро пятерых пятерым пятерыми",
    6: "шесть шести шестью шестеро шестерых шестерым шестерыми",
    7: "семь семи семью семеро семерых семерым семерыми",
    8: "восемь восьми восемью восьмью восьмеро восьмерых",
    9: "девять девяти девятью девятеро девятерых",
    10: "десять десяти десятью десятеро десятерых",
}
_RUSSIAN_TEENS = "одиннадцат двенадцат тринадцат четырнадцат пятнадцат шестнадцат семнадцат восемнадцат девятнадцат"
_RUSSIAN_TENS = {
    20: "двадцать двадцати двадцатью",
    30: "тридцать тридцати тридцатью",
    40: "сорок сорока",
    50: "пятьдесят пятидесяти пятьюдесятью",
    60: "шестьдесят шестидесяти шестьюдесятью",
    70: "семьдесят семидесяти семьюдесятью",
    80: "восемьдесят восьмидесяти восемьюдесятью",
    90: "девяносто девяноста",
}
_RUSSIAN_HUNDREDS = {
    100: "сто ста",
    200: "двести двухсот двумстам двумястами двухстах",
    300: "триста трехсот тремстам тремястами трехстах",
    400: "четыреста четырехсот четыремстам четырьмястами четырехстах",
    500: "пятьсот пятисот пятистам пятьюстами пятистах",
    600: "шестьсот шестисот шестистам шестьюстами шестистах",
    700: "семьсот семисот семистам семьюстами семистах",
    800: "восемьсот восьмисот восьмистам восемьюстами восьмистах",
    900: "девятьсот девятисот девятистам девятьюстами девятистах",
}
_CASES = ("", "а", "у", "ом", "е", "ы", "ов", "ам", "ами", "ах")


def _forms(table: dict[int, str]) -> dict[str, Decimal]:
    return {form: Decimal(value) for value, forms in table.items() for form in forms.split()}


_SMALL: dict[str, dict[str, Decimal]] = {
    "en": {word: Decimal(value) for value, word in enumerate(_ENGLISH_UNITS.split())}
    | {word: Decimal(10 * at) for at, word in enumerate(_ENGLISH_TENS.split(), 2)},
    "ru": _forms(_RUSSIAN_UNITS)
    | {f"{stem}{case}": Decimal(value) for value, stem in enumerate(_RUSSIAN_TEENS.split(), 11) for case in ("ь", "и", "ью")}
    | _forms(_RUSSIAN_TENS)
    | _forms(_RUSSIAN_HUNDREDS)
    | {"полтора": Decimal("1.5"), "полутора": Decimal("1.5"), "полторы": Decimal("1.5")},
}
_LARGE: dict[str, dict[str, Decimal]] = {
    "en": {
        "dozen": Decimal(12),
        "hundred": Decimal(100),
        "thousand": Decimal(1000),
        "million": Decimal(10**6),
        "billion": Decimal(10**9),
        "trillion": Decimal(10**12),
    },
    "ru": {f"тысяч{case}": Decimal(1000) for case in ("", "а", "и", "е", "у", "ей", "ам", "ами", "ах", "ью")}
    | {f"миллион{case}": Decimal(10**6) for case in _CASES}
    | {f"миллиард{case}": Decimal(10**9) for case in _CASES}
    | {f"триллион{case}": Decimal(10**12) for case in _CASES},
}
_VAGUE = {
    "en": {"hundreds", "thousands", "millions", "billions", "dozens", "scores", *_LARGE["en"]},
    "ru": {
        "сотни",
        "сотен",
        "сотням",
        "сотнями",
        "сотнях",
        "десятки",
        "десятков",
        "десяткам",
        "десятками",
        "десятках",
        "дюжина",
        *_LARGE["ru"],
    },
}

_KNOWN = {language: frozenset(_SMALL[language]) | _VAGUE[language] for language in _SMALL}


def folded(word: str) -> str:
    """Returns a word in small letters, ё as е."""
    return word.lower().replace("ё", "е")


def named(table: Mapping[str, _Meaning], word: str) -> _Meaning:
    """Returns what a word means that a pattern of the table's names found, with `re.IGNORECASE`.

    That takes letters for the same which `str.lower` does not: `ſ` and s, `ı` and i, `ᲅ` and т.

    >>> named({"million": 6}, "Mıllion")
    6
    """
    value = table.get(word.lower())
    if value is not None:
        return value
    return next(value for name, value in table.items() if re.fullmatch(re.escape(name), word, re.IGNORECASE))


@lru_cache(maxsize=8)
def words(text: str) -> tuple[str, ...]:
    """Returns the words of a text, folded, in its order: the same are asked for by several readers, one after the other."""
    return tuple(WORD.findall(folded(text)))


def knows(language: str) -> bool:
    """Tells if spelled numbers of a language are known."""
    return language in _SMALL


def spelled(text: str, language: str) -> tuple[list[tuple[Decimal, int]], bool]:
    """Returns the numbers from three on that a text spells out with where each begins, and whether it has vague ones (`thousands of`).

    >>> [str(value) for value, _ in spelled("Twenty-five judges and two hundred thousand people", "en")[0]]
    ['25', '200000']
    """
    if _KNOWN[language].isdisjoint(words(text)):  # most texts
        return [], False
    text = folded(text)
    small, large, vague_words = _SMALL[language], _LARGE[language], _VAGUE[language]
    found: list[tuple[Decimal, int]] = []
    vague = False
    total = part = Decimal(0)
    begun, end = -1, 0
    zero = False

    def finish() -> None:
        nonlocal total, part, begun, zero
        value = total + part
        if begun >= 0 and (value >= 3 or value % 1 or zero):
            found.append((value, begun))
        total = part = Decimal(0)
        begun, zero = -1, False

    for match in WORD.finditer(text):
        word = match[0]
        if word not in small and word not in large:
            vague = vague or word in vague_words
            continue
        if begun >= 0 and not (match.start() - end <= 5 and _BETWEEN.fullmatch(text, end, match.start())):
            finish()
        if word in large:
            value = large[word]
            if value <= 100 <= part:
                finish()  # nobody counts hundreds in hundreds
            if begun < 0:
                vague = True  # `a thousand`, «тысяча»: may be said in any way
                continue
            if value <= 100:
                part *= value
            else:
                total, part = total + (part or 1) * value, Decimal(0)
        else:
            value = small[word]
            # What can not be part of the number so far begins another: `three four`, «двадцать тридцать».
            if begun >= 0 and not _fits(part, value):
                finish()
            part += value
            zero = value == 0
        if begun < 0:
            begun = match.start()
        end = match.end()
    finish()
    return found, vague


def _fits(part: Decimal, value: Decimal) -> bool:
    """Tells if a number below a thousand can go on: hundreds with what is less than a hundred, tens with units."""
    if value < 10:
        return part % 10 == 0 and part % 100 != 10
    return part % 100 == 0 if value < 100 else part == 0


_ENGLISH_ORDINALS = {
    0: "zero|no|none|nil|nought|null|empty",
    1: "one|first|firstly|once|single|only|an?|each|unilateral",
    2: "two|second|secondly|twice|both|bilateral|double|pair|couple|half|dual|two-",
    3: "three|third|thirdly|trilateral|triple|thrice|trio",
    4: "four|fourth|quarter|quarters|quadruple|quarterly",
    5: "five|fifth|fifths",
    6: "six|sixth|half",
    7: "seven|seventh|week",
    8: "eight|eighth",
    9: "nine|ninth",
    10: "ten|tenth|decade|decades|dozens",
    11: "eleventh",
    12: "twelve|twelfth|dozen|dozens|year|annual",
    13: "thirteenth",
    14: "fourteenth|fortnight",
    15: "fifteenth|quarter",
    20: "twenty|twentieth|twenties|score|decades",
    30: "thirty|thirtieth|half|thirties|month",
    40: "forty|fortieth|forties",
    50: "fifty|fiftieth|half|fifties",
    60: "sixty|sixtieth|sixties|hour|minute",
    70: "seventy|seventieth|seventies",
    80: "eighty|eightieth|eighties",
    90: "ninety|ninetieth|nineties",
    100: "hundred|hundreds|centenary|century|hundredth|fully|completely",
    24: "twenty-four|day|daily|clock",
}
_COMPOUND = (
    r"(?:\w*(?:дневн|летн|летие|летия|летию|месячн|недельн|часов|минутн|процентн|сторонн|кратн|значн|этажн|томн|балльн|"
    r"уровнев|язычн|угольн|местн|мерн|тысячн|миллионн|годичн|бальн|метров|километров|ступенчат|битн|символьн|буквенн|разов)\w*)"
)
_RUSSIAN_STEMS = {
    0: r"ноль|нол[яюе]\w*|нул\w*|отсутств\w*|нет|без|пуст\w*",
    1: r"один|одн[оаиуы]\w*|перв\w*|един\w*|сам|кажд\w*",
    2: r"дв[аеу]\w*|второ\w*|втора\w*|втору\w*|вторы\w*|втори\w*|об[ае]\w*|пар[аыеу]\w*|половин\w*|полу\w*|дважды|вдвое",
    3: rf"сторонн\w*|тр(?:и|ех|ем|емя|ое|оих|оим|оими|еть\w*|ети\w*|иж\w*)|втрое|три{_COMPOUND}|трех{_COMPOUND}",
    4: rf"четыр\w*|четвер\w*|вчетверо|квартал\w*|четырех{_COMPOUND}",
    5: rf"пят(?:ь|и|ью|еро|ерых|ый|ого|ому|ым|ом|ая|ой|ую|ое|ые|ых|ыми|ерка|ерку|ерки)|пяти{_COMPOUND}|впятеро",
    6: rf"шест(?:ь|и|ью|еро|ерых|ой|ого|ому|ым|ом|ая|ую|ое|ые|ых|ыми)|шести{_COMPOUND}",
    7: rf"сем(?:ь|и|ью|еро|ерых)|седьм\w*|семи{_COMPOUND}|недел\w*",
    8: rf"вос(?:емь|ьми|емью|ьмью|ьмеро|ьмой|ьмого|ьмому|ьмым|ьмом|ьмая|ьмую|ьмое|ьмые|ьмых)|восьми{_COMPOUND}",
    9: rf"девят(?:ь|и|ью|еро|ерых|ый|ого|ому|ым|ом|ая|ой|ую|ое|ые|ых|ыми)|девяти{_COMPOUND}",
    10: r"десят(?:ь|и|ью|еро|ерых|ый|ого|ому|ым|ом|ая|ой|ую|ое|ые|ых|ыми|к\w*|ок|ичн\w*|илет\w*|идневн\w*)",
    11: r"одиннадцат\w*",
    12: r"двенадцат\w*|дюжин\w*|год\w*|ежегодн\w*",
    13: r"тринадцат\w*",
    14: r"четырнадцат\w*",
    15: r"пятнадцат\w*|четверт\w*",
    16: r"шестнадцат\w*",
    17: r"семнадцат\w*",
    18: r"восемнадцат\w*",
    19: r"девятнадцат\w*",
    20: r"двадцат\w*",
    24: r"сутк\w*|суток|круглосуточн\w*|суточн\w*",
    30: r"тридцат\w*|пол\w*",
    40: r"сорок\w*",
    50: r"пятьдесят\w*|пятидесят\w*|половин\w*|пол\w*",
    60: r"шестьдесят\w*|шестидесят\w*|час\w*|минут\w*",
    70: r"семьдесят\w*|семидесят\w*",
    80: r"восемьдесят\w*|восьмидесят\w*",
    90: r"девяност\w*",
    100: r"ст[оа]|сотн\w*|сотый|столет\w*|век\w*|полностью",
}
_STEMS = {"en": _ENGLISH_ORDINALS, "ru": _RUSSIAN_STEMS}


@lru_cache(maxsize=512)
def _pattern(language: str, value: int) -> re.Pattern[str] | None:
    stem = _STEMS.get(language, {}).get(value)
    return re.compile(rf"(?<!\w)(?:{stem})(?!\w)") if stem else None


def stands_for(value: Decimal, text: str, language: str) -> bool:
    """Tells if a text of English or Russian has a word that may stand for a number: an ordinal, a part of a compound, `both`."""
    if value != int(value) or not 0 <= value < 1000:
        return False
    number = int(value)
    said = folded(text)
    parts = [number] if number in _STEMS.get(language, {}) or number < 21 else [number // 10 * 10, number % 10]
    patterns = [_pattern(language, part) for part in parts if part or not number]
    return all(pattern is not None and pattern.search(said) for pattern in patterns)
