"""Dates, months, weekdays and times of day of a text as values.

`12 March` = «12 марта» = 12.03.2021 = `March 12`; `5 p.m.` = 17:00 = «5 часов вечера».

Names come from CLDR. A year stays in the text: it is a number like any other.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from workflow.checks.numerals import WORD, folded, named, spelled, words
from workflow.languages import month_names, weekday_names

Day = tuple[int, int]
"""Day and month."""

_DAY = r"[0-9]{1,2}(?:st|nd|rd|th|er|-?го|-?е)?"
_JOINED = r"(?:, ?| ?[–—-] ?| ?(?:and|to|or|и|по|до|или|et|au|à|y|al?|و|إلى|至) ?)"
_DAYS = rf"(?<![0-9.,:/-]){_DAY}(?:{_JOINED}{_DAY}){{0,8}}"
_ISO = re.compile(r"(?<![\w-])([0-9]{4})-([0-9]{2})-([0-9]{2})(?![\w-])")
_NUMERIC = re.compile(r"(?<![\w./])([0-9]{1,2})([./])([0-9]{1,2})\2([0-9]{4})(?![\w/]|\.[0-9])")
_CHINESE = re.compile(r"([0-9]{1,2})月(?:([0-9]{1,2})日(?:[至到–—-]([0-9]{1,2})日)?)?")
_NUMBER = re.compile(r"[0-9]+")
_DIGIT = re.compile(r"\d")
# English words that are names only with a capital, and behind a word that says so or before a number.
_AMBIGUOUS = frozenset(["may", "march", "mar", "sat", "sun", "dec", "jan", "sep", "oct", "nov", "jun", "jul", "aug", "apr", "feb"])
_SAYS_SO = re.compile(
    r"(?:in|of|since|until|till|by|early|late|mid|last|next|from|to|and|during|before|after|this|through|between)[ -]\Z", re.IGNORECASE
)

_CLOCK = re.compile(r"(?<![0-9.,:/])([01]?[0-9]|2[0-4]):([0-5][0-9])(?::[0-5][0-9])?(?![0-9:])")
_HALF_DAY = re.compile(
    r"(?<![0-9.,:/])([0-9]{1,2})(?:[:.]([0-5][0-9]))?(?: ?(?:[–—-]|to|and|until|till) ?([0-9]{1,2})(?:[:.]([0-5][0-9]))?)?[ \u00a0]?"
    r"([ap])\.?[ \u00a0]?m(?:\.(?=[ ,;:)])|\b)",
    re.IGNORECASE,
)
_RUSSIAN_CLOCK = re.compile(
    r"(?<![0-9.,])([01]?[0-9]|2[0-4])(?:\.([0-5][0-9])| ?ч(?:ас(?:а|ов|ам)?|\.)? ?([0-5][0-9]) ?м(?:ин(?:ут[аы]?)?)?\.?)(?![0-9]|\.[0-9])"
)
_BEFORE_CLOCK = re.compile(r"(?:\b(?:в|с|до|к|около|после|по|и)[ \u00a0]|[–—-] ?)\Z", re.IGNORECASE)
_RUSSIAN_HALF_DAY = re.compile(
    r"(?<![\w.,:])([0-9]{1,2}|[а-яё]{3,12})(?:[.:]([0-5][0-9]))?(?:[ \u00a0]час(?:а|ов|ам)?)?[ \u00a0](утра|дня|вечера|ночи)\b",
    re.IGNORECASE,
)
_NOON = {"noon": 720, "midday": 720, "midnight": 0, "полдень": 720, "полудня": 720, "полудню": 720, "полночь": 0, "полуночи": 0}
_NOON_WORD = re.compile(rf"\b(?:{'|'.join(_NOON)})\b", re.IGNORECASE)
_PARTS_OF_DAY = frozenset(["утра", "дня", "вечера", "ночи"])
_TIME_WORDS = _PARTS_OF_DAY | _NOON.keys()
"""A text that has no figure and none of these tells no time."""
_RUSSIAN_WEEKDAYS = {
    "понедельник": ("понедельник", ("а", "у", "ом", "е", "и", "ам", "ов")),
    "вторник": ("вторник", ("а", "у", "ом", "е", "и", "ам", "ов")),
    "среда": ("сред", ("а", "у", "ы", "е", "ой", "ам")),
    "четверг": ("четверг", ("а", "у", "ом", "е", "и", "ам", "ов")),
    "пятница": ("пятниц", ("", "а", "у", "ы", "е", "ей", "ам")),
    "суббота": ("суббот", ("", "а", "у", "ы", "е", "ой", "ам")),
    "воскресенье": ("воскресень", ("е", "я", "ю", "ем", "ям")),
}
"""Stem and endings."""


@dataclass(frozen=True, slots=True)
class Moments:
    """What was found, in the order of the text."""

    days: tuple[tuple[Day, ...], ...]
    """Of each date what it may mean: one day, two where day and month can not be told apart (03/04/2021)."""
    months: tuple[int, ...]
    """Months without a day."""
    weekdays: tuple[int, ...]
    """0 is Monday."""
    times: tuple[int, ...]
    """In minutes since midnight."""
    rest: str
    """The text without all that; years stay."""


@dataclass(frozen=True, slots=True)
class _Names:
    """The patterns of a language."""

    hint: frozenset[str]
    """The first words of all names, folded: a text that has none of them has none of the names, which is known at little cost."""
    before: re.Pattern[str]
    """Days, then a month."""
    after: re.Pattern[str]
    """A month, then days."""
    alone: re.Pattern[str]
    months: dict[str, int]
    weekday: re.Pattern[str]
    weekdays: dict[str, int]


@lru_cache(maxsize=32)
def _names(language: str) -> _Names:
    months, weekdays = dict(month_names(language)), dict(weekday_names(language))
    if language == "ru":
        for name, number in list(months.items()):
            stem = name[:-1]
            endings = {"ь": ("е", "ю", "ем", "я"), "й": ("я", "е", "ю", "ем")}.get(
                name[-1], ("а", "у", "ом", "е") if name in ("март", "август") else ()
            )
            months.update({(name if name[-1] in "тм" else stem) + ending: number for ending in endings})
        for name, number in list(weekdays.items()):
            stem, cases = _RUSSIAN_WEEKDAYS[name]
            weekdays.update({stem + case: number for case in cases})
    one = "|".join(sorted(map(re.escape, months), key=len, reverse=True)) or r"(?!)"
    month = rf"(?:{one})(?!\w)\.?(?:/(?:{one})(?!\w))?"
    weekday = "|".join(sorted(map(re.escape, weekdays), key=len, reverse=True)) or r"(?!)"
    of = r"[ \u00a0](?:of |de )?"
    return _Names(
        hint=frozenset(found[0] for name in (*months, *weekdays) if (found := WORD.findall(folded(name)))),
        before=re.compile(rf"({_DAYS}){of}({month})", re.IGNORECASE),
        after=re.compile(
            rf"(?<!\w)({month})[ \u00a0]({_DAY}(?:{_JOINED}{_DAY}){{0,8}})(?![0-9]|[.,:][0-9]|[ \u00a0](?:{one})(?!\w))", re.IGNORECASE
        ),
        alone=re.compile(rf"(?<!\w){month}", re.IGNORECASE),
        months=months,
        weekday=re.compile(rf"(?<!\w)(?:{weekday})(?!\w)", re.IGNORECASE),
        weekdays=weekdays,
    )


def moments(text: str, language: str) -> Moments:
    """Returns the dates, months, weekdays and times of a plain text.

    >>> found = moments("On Monday, 12 March 2021, from 2 to 5:30 p.m.", "en")
    >>> found.days, found.weekdays, found.times, found.rest
    ((((12, 3),),), (0,), (840, 1050), 'On ,  2021, from .')
    """
    days: list[tuple[Day, ...]] = []
    months: list[int] = []
    weekdays: list[int] = []
    times: list[int] = []
    has_digits = _DIGIT.search(text) is not None
    if has_digits:
        text = _numeric(text, days, months)
    names = _names(language)
    said = words(text)
    if not names.hint.isdisjoint(said):
        text = _named(text, names, language, days, months, weekdays, has_digits=has_digits)
    if has_digits or not _TIME_WORDS.isdisjoint(said):
        text = _times(text, language, said, times)
    return Moments(tuple(days), tuple(months), tuple(weekdays), tuple(times), text)


def _numeric(text: str, days: list[tuple[Day, ...]], months: list[int]) -> str:
    def iso(match: re.Match[str]) -> str:
        if not _is_day(int(match[3]), int(match[2])):
            return match[0]
        days.append(((int(match[3]), int(match[2])),))
        return match[1]

    def dotted(match: re.Match[str]) -> str:
        first, second = int(match[1]), int(match[3])
        meant = [(first, second)] if _is_day(first, second) else []
        if match[2] == "/" and _is_day(second, first) and first != second:
            meant.append((second, first))
        if not meant:
            return match[0]
        days.append(tuple(meant))
        return match[4]

    def chinese(match: re.Match[str]) -> str:
        if match[2] is None:
            months.append(int(match[1]))
        days.extend(((int(day), int(match[1])),) for day in match.group(2, 3) if day is not None)
        return ""

    if "-" in text:
        text = _ISO.sub(iso, text)
    if "." in text or "/" in text:
        text = _NUMERIC.sub(dotted, text)
    return _CHINESE.sub(chinese, text) if "月" in text else text


def _is_day(day: int, month: int) -> bool:
    return 0 < day < 32 and 0 < month < 13


def _named(
    text: str, names: _Names, language: str, days: list[tuple[Day, ...]], months: list[int], weekdays: list[int], *, has_digits: bool
) -> str:
    def number(name: str) -> int:
        return named(names.months, name.split("/")[0].rstrip("."))

    def before(match: re.Match[str]) -> str:
        return dated(match[1], match[2], match[0])

    def after(match: re.Match[str]) -> str:
        return dated(match[2], match[1], match[0])

    def dated(said: str, month: str, whole: str) -> str:
        found = [int(one) for one in _NUMBER.findall(said)]
        if not all(_is_day(one, 1) for one in found) or (language == "en" and month in ("may", "march")):
            return whole
        days.extend(((one, number(month)),) for one in found)
        return ""

    def alone(match: re.Match[str]) -> str:
        name = match[0].lower().rstrip(".")
        if language == "en" and name in _AMBIGUOUS:
            numbered = text[match.end() : match.end() + 2].strip()[:1].isdigit()
            if not (match[0][0].isupper() and (numbered or _SAYS_SO.search(text, max(0, match.start() - 9), match.start()))):
                return match[0]
        if language == "ru" and name in ("май", "мар", "мая") and match[0][0].isupper():
            return match[0]  # Майя, Мая: somebody's name
        months.append(number(match[0]))
        return ""

    def weekday(match: re.Match[str]) -> str:
        weekdays.append(named(names.weekdays, match[0]))
        return ""

    if has_digits:
        text = names.before.sub(before, text)
        text = names.after.sub(after, text)
    text = names.alone.sub(alone, text)
    return names.weekday.sub(weekday, text)


def _times(text: str, language: str, said: tuple[str, ...], times: list[int]) -> str:
    def half_day(match: re.Match[str]) -> str:
        hours = [int(match[1]), *([int(match[3])] if match[3] else [])]
        if any(not 0 < hour < 13 for hour in hours):
            return match[0]
        late = match[5].lower() == "p"
        last = _minutes(hours[-1], match[4] if match[3] else match[2], late=late)
        if match[3]:
            first = _minutes(hours[0], match[2], late=late)
            times.append(first if first < last else _minutes(hours[0], match[2], late=not late))
        times.append(last)
        return ""

    def russian_half_day(match: re.Match[str]) -> str:
        word = match[1]
        values = (
            [int(word)]
            if word[0].isdecimal()
            else [int(value) for value, _ in spelled(word, "ru")[0]] or ([2] if folded(word) == "два" else [])
        )
        if not values or not 0 < values[0] < 13:
            return match[0]
        part = match[3].lower()
        times.append(_minutes(values[0], match[2], late=part in ("дня", "вечера")))
        return ""

    def russian(match: re.Match[str]) -> str:
        if match[2] and not _BEFORE_CLOCK.search(text[max(0, match.start() - 7) : match.start()]):
            return match[0]
        times.append(int(match[1]) % 24 * 60 + int(match[2] or match[3]))
        return ""

    def clock(match: re.Match[str]) -> str:
        times.append(int(match[1]) % 24 * 60 + int(match[2]))
        return ""

    def noon(match: re.Match[str]) -> str:
        times.append(named(_NOON, match[0]))
        return ""

    if language == "ru":
        if not _PARTS_OF_DAY.isdisjoint(said):
            text = _RUSSIAN_HALF_DAY.sub(russian_half_day, text)
        text = _RUSSIAN_CLOCK.sub(russian, text)
    else:
        text = _HALF_DAY.sub(half_day, text)
    if ":" in text:
        text = _CLOCK.sub(clock, text)
    return text if _NOON.keys().isdisjoint(said) else _NOON_WORD.sub(noon, text)


def _minutes(hour: int, minutes: str | None, *, late: bool) -> int:
    return (hour % 12 + 12 * late) * 60 + int(minutes or 0)
