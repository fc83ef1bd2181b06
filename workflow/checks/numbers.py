"""Checks of numbers, dates and times: read as values, compared across languages.

| code | severity | what |
|---|---|---|
| P201 | error | a number of the source, thirteen or more, is not in the translation |
| P202 | warning | a small or spelled-out number of the source is not in the translation |
| P203 | warning | the translation has a number that the source lacks |
| P204 | error | a date of the source is not in the translation |
| P205 | warning | a month or a day of the week of the source is not in the translation |
| P206 | error | a time of day of the source is not in the translation |

A press office writes small numbers in words and large ones in digits, each language draws the line elsewhere, and many a number is not
said at all (`the two sides`). So only what leaves no doubt is an error. That a value stands there once less often is none.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache

from workflow.checks.amounts import Amount
from workflow.checks.facts import Facts
from workflow.checks.moments import Day, Moments
from workflow.checks.numerals import knows, stands_for
from workflow.checks.subject import Row, Subject

_CERTAIN = 13
"""Numbers from here on are written in digits in all house styles."""
_CERTAIN_UNKNOWN = 100
"""The same for languages whose spelled numbers are not known."""
_MOST = 50
"""Numbers of one entry of which all are looked for in other forms; an entry with more that differ is wrong as a whole."""
_ROMAN = ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))
_HALF_DAY, _DAY = 720, 1440
_MONTHS = (
    ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"],
    ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"],
)


@dataclass(slots=True)
class _Difference:
    """What one side has and the other lacks."""

    lost: list[Amount] = field(default_factory=list)
    added: list[Amount] = field(default_factory=list)
    days: list[Day] = field(default_factory=list)
    months: list[str] = field(default_factory=list)
    times: list[int] = field(default_factory=list)


@lru_cache(maxsize=4)
def _difference(one: Subject) -> _Difference:
    here, there = one.source_facts, one.target_facts
    found = _Difference()
    if not (here.amounts or there.amounts or here.moments.days or here.moments.times or here.moments.months or here.moments.weekdays):
        return found
    lost, added = _unmatched(here.amounts, there.amounts)
    if not (lost or added) and _same_moments(here.moments, there.moments):
        return found
    found.times, more_times = _times(here, there, lost, added)
    found.days, more_days = _days(one, lost, added)
    for day, month in dict.fromkeys(more_days):
        _take(lost, day)
        _take(lost, month)
    for minutes in dict.fromkeys(more_times):
        _take_time(lost, minutes)
    wanted = Counter(here.moments.months)
    said = {*there.moments.months, *(month for day in there.moments.days for _, month in day)}
    found.months = [_MONTHS[0][month - 1] for month in wanted if month not in said and not _take(added, month)]
    found.months += [_MONTHS[1][day] for day in dict.fromkeys(here.moments.weekdays) if day not in there.moments.weekdays]
    for month in dict.fromkeys(there.moments.months):
        _take(lost, month)
    source_language, language = one.languages
    years = {amount.value for amount in added if len(amount.value) in (2, 4)}
    found.lost = [
        amount
        for amount in lost
        if not (
            stands_for(amount.number, one.target_text, language)
            or (there.vague and amount.number % 100 == 0)
            or any(amount.value.endswith(year[-2:]) for year in years if len(year) != len(amount.value) > 1)
            or _is_tens(amount, there.amounts)
            or _is_roman(amount, one.target_text)
        )
    ]
    old_years = {amount.value for amount in here.amounts if len(amount.value) in (2, 4)}
    found.added = [
        amount
        for amount in added
        if amount.digits
        and not (
            stands_for(amount.number, one.source_text, source_language)
            or (here.vague and amount.number % 100 == 0)
            or any(amount.value.endswith(year[-2:]) for year in old_years if len(year) != len(amount.value))
            or _is_roman(amount, one.source_text)
        )
    ]
    return found


def _same_moments(here: Moments, there: Moments) -> bool:
    return (here.days, here.months, here.weekdays, here.times) == (there.days, there.months, there.weekdays, there.times)


def _unmatched(here: tuple[Amount, ...], there: tuple[Amount, ...]) -> tuple[list[Amount], list[Amount]]:
    """Returns the amounts of each side that agree with none of the other."""
    if [one.value for one in here] == [one.value for one in there]:
        return [], []
    return _alien(here, there), _alien(there, here)


def _alien(here: tuple[Amount, ...], there: tuple[Amount, ...]) -> list[Amount]:
    """Returns the amounts of one side that agree with none of the other (`Amount.agrees`), each value once."""
    values = {one.value for one in there}
    possible = values.union(*(one.others for one in there))
    alien = {one.value: one for one in here if one.value not in possible and values.isdisjoint(one.others)}
    return list(alien.values())[:_MOST]


def _take(left: list[Amount], value: int) -> bool:
    """Takes one amount of a value out of what is left; tells if there was one."""
    for at, amount in enumerate(left):
        if amount.value == str(value):
            del left[at]
            return True
    return False


def _take_time(left: list[Amount], minutes: int) -> bool:
    """Takes the hour, and the minutes if there are any, out of what is left: `five o'clock` for 17:00, «17 ч 30» for 17:30."""
    for hour in (minutes // 60, minutes // 60 % 12 or 12):
        if _take(left, hour):
            return minutes % 60 == 0 or _take(left, minutes % 60)
    fraction = f"{minutes // 60}.{minutes % 60:02}".rstrip("0").rstrip(".")
    for at, amount in enumerate(left):
        if amount.value == fraction:
            del left[at]
            return True
    return False


def _times(here: Facts, there: Facts, lost: list[Amount], added: list[Amount]) -> tuple[list[int], list[int]]:
    """Returns the times of the source that the translation lacks, and those that it has more."""
    if not (here.moments.times or there.moments.times):
        return [], []
    wanted, said = Counter(here.moments.times), Counter(there.moments.times)
    missing, more = [], list(said - wanted)
    numbers = [*there.amounts]
    for minutes in wanted - said:
        # A clock of twelve hours without a.m. or p.m. means either.
        twin = next((other for other in more if (other - minutes) % _HALF_DAY == 0 and min(other, minutes) < _HALF_DAY), None)
        if twin is not None and _is_bare(here, minutes, twin):
            more.remove(twin)
        elif minutes not in said and not _take_time(added, minutes) and not _take_time(numbers, minutes):
            missing.append(minutes)
    return missing, more


def _is_bare(here: Facts, minutes: int, twin: int) -> bool:
    """Tells if the source writes a time without saying which half of the day, and the translation says the other."""
    return (
        minutes < _HALF_DAY < twin
        and bool(re.search(rf"(?<!\d)0?{minutes // 60}:", here.addresses.rest))
        and not re.search(r"[ap]\.? ?m\b", here.addresses.rest, re.IGNORECASE)
    )


def _days(one: Subject, lost: list[Amount], added: list[Amount]) -> tuple[list[Day], list[Day]]:
    """Returns the dates of the source that the translation lacks, and those that it has more."""
    here, there = one.source_facts.moments, one.target_facts.moments
    if not (here.days or there.days):
        return [], []
    said = {day for days in there.days for day in days}
    wanted = {day for days in here.days for day in days}
    months = {*there.months, *(month for _, month in said)}

    def in_other_words(day: Day) -> bool:
        """`9/11`; «12-го числа» beside the month; `the first of May`."""
        if day[1] in months:
            return _take(added, day[0]) or (day[1] in there.months and stands_for(Decimal(day[0]), one.target_text, one.languages[1]))
        return _has(added, day) and _take(added, day[0]) and _take(added, day[1])

    missing = [days[0] for days in dict.fromkeys(here.days) if not any(day in said or in_other_words(day) for day in days)]
    more = [days[0] for days in there.days if not any(day in wanted for day in days)]
    return missing, more


def _has(left: list[Amount], day: Day) -> bool:
    """Tells if day and month stand there as numbers: `9/11`."""
    return {str(number) for number in day} <= {amount.value for amount in left}


def _is_tens(amount: Amount, there: tuple[Amount, ...]) -> bool:
    """Tells if a spelled-out number is the beginning of an ordinal, whose end is no number here: «шестьдесят шестой» for 66th."""
    return not amount.digits and amount.number % 10 == 0 and any(amount.number < one.number < amount.number + 10 for one in there)


def _is_roman(amount: Amount, text: str) -> bool:
    """Tells if the number stands in a text in Roman digits: `the 21st century` for «XXI век»."""
    if not amount.digits or not 0 < amount.number < 40 or amount.number % 1:
        return False
    number, roman = int(amount.number), ""
    for value, sign in _ROMAN:
        roman += sign * (number // value)
        number %= value
    # Russian typists use the Cyrillic letter for ten.
    return bool(re.search(rf"(?<!\w){roman.replace('X', '[XХ]')}(?!\w)", text))


def _certain(one: Subject, amount: Amount) -> bool:
    return amount.digits and (amount.number >= (_CERTAIN if knows(one.languages[1]) else _CERTAIN_UNKNOWN) or amount.number % 1 != 0)


def numbers_lost(one: Subject) -> list[str]:
    """A figure is a fact: a lost or changed one is a false statement in the office's name.

    In languages whose spelled numbers are not known to this program, numbers from 100 on count as certain.
    """
    return [f"the number {amount.text} is missing" for amount in _difference(one).lost if _certain(one, amount)]


def small_numbers_lost(one: Subject) -> list[str]:
    """A small number may be said in other words («обе стороны»), so somebody has to look."""
    known = knows(one.languages[1])
    return [
        f"the number {amount.text or amount.value} is missing" for amount in _difference(one).lost if known and not _certain(one, amount)
    ]


def numbers_added(one: Subject) -> list[str]:
    """A number that the source does not have is a slip, or something the translator knows; somebody has to look."""
    known = knows(one.languages[0])
    return [
        f"the number {amount.text} is not in the source" for amount in _difference(one).added if known or amount.number >= _CERTAIN_UNKNOWN
    ]


def dates_lost(one: Subject) -> list[str]:
    """A wrong date sends readers to the wrong day."""
    return [f"the date {day} {_MONTHS[0][month - 1]} is missing" for day, month in _difference(one).days]


def months_lost(one: Subject) -> list[str]:
    """A month or weekday may be said in other words (`last month`), so somebody has to look."""
    return [f"{name} is missing" for name in _difference(one).months]


def times_lost(one: Subject) -> list[str]:
    """17:00, `5 p.m.`, «17 часов» and «5 часов вечера» are one time; any other is another."""
    return [f"the time {minutes // 60}:{minutes % 60:02} is missing" for minutes in _difference(one).times]


CHECKS: dict[str, Row] = {
    "P201": ("error", numbers_lost),
    "P202": ("warning", small_numbers_lost),
    "P203": ("warning", numbers_added),
    "P204": ("error", dates_lost),
    "P205": ("warning", months_lost),
    "P206": ("error", times_lost),
}
