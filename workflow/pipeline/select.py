"""Which segments of a release a person means: a number in reading order, a range of them, or a part of the sentence.

Numbers count the entries that the source asks for, in the order of the catalog and of the review sheet; a sentence that occurs twice has
the number of its first place.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from workflow.errors import UsageError
from workflow.locales.catalog import Key
from workflow.locales.template import Wanted

_NUMBERS = re.compile(r"\d+(?:-\d+)?(?:,\s*\d+(?:-\d+)?)*")
_MOST_NAMED = 6


def select(wanted: Sequence[Wanted], asked: Iterable[str], release: str) -> list[int]:
    """Returns the numbers of the segments that are meant, 1-based, in reading order; of nothing asked, all.

    Args:
        wanted: What the release's source asks for.
        asked: `3`, `1-4,6`, or a part of a msgid that no other segment has (upper and lower case are the same).
        release: For the message.

    Raises:
        UsageError: There is no such segment, or more than one.
    """
    asked = list(asked)
    if not asked:
        return list(range(1, len(wanted) + 1))
    keys = [one.key for one in wanted]
    return sorted({number for one in asked for number in _meant(keys, one, release)})


def _meant(keys: Sequence[Key], asked: str, release: str) -> list[int]:
    numbers = _numbers(asked.strip()) if _NUMBERS.fullmatch(asked.strip()) else []
    if numbers and max(numbers) <= len(keys) and min(numbers) >= 1:
        return numbers
    part = " ".join(asked.casefold().split())
    whole = [number for number, key in enumerate(keys, 1) if " ".join(key[1].casefold().split()) == part]
    found = whole or [number for number, key in enumerate(keys, 1) if part and part in " ".join(key[1].casefold().split())]
    if len(found) == 1:
        return found
    if not found and numbers:
        raise UsageError(f"{release} has no segment {asked}", hint=f"its segments are 1 to {len(keys)}; see: workflow sheet {release}")
    if not found:
        raise UsageError(f"no segment of {release} has “{asked}”", hint=f"give its number; see: workflow sheet {release}")
    named = ", ".join(map(str, found[:_MOST_NAMED])) + (", …" if len(found) > _MOST_NAMED else "")
    raise UsageError(f"“{asked}” stands in {len(found)} segments of {release}: {named}", hint="give the number, or more of the sentence")


def _numbers(asked: str) -> list[int]:
    numbers: list[int] = []
    for part in asked.split(","):
        first, _, last = part.strip().partition("-")
        # Not a range as long as somebody's typing error.
        numbers += range(int(first), min(int(last or first), int(first) + 100_000) + 1)
    return numbers
