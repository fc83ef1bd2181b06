"""The names of the months inside a date, per language, from CLDR by way of `workflow.languages`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from workflow.languages import long_date


@cache
def names(language: str) -> Mapping[int, str]:
    """Returns 1…12 -> the month's name as it stands in a full date (`14 марта 2023 г.`: `марта`).

    Empty where it is not exactly one word of the date that tells the month, as in Chinese.
    """
    dates = [set(re.findall(r"[^\W\d_]+", long_date(f"2023-{month:02}-14", language))) for month in range(1, 13)]
    always = set.intersection(*dates)
    found = [sorted(date - always) for date in dates]
    if any(len(one) != 1 for one in found) or len({one[0] for one in found}) != 12:
        return {}
    return {month: one[0] for month, one in enumerate(found, 1)}


@cache
def numbers(language: str) -> Mapping[str, int]:
    """Returns the month's name -> 1…12."""
    return {name: month for month, name in names(language).items()}
