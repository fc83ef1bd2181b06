"""Checks of length.

| code | severity | what |
|---|---|---|
| P701 | warning | the translation is much shorter or longer than translations of such a source are |
| P702 | warning | the translation is longer than the source's author allows |
| P703 | error | source or translation are too long to be checked |
"""

from __future__ import annotations

import re
from math import sqrt

from workflow.checks.subject import HOLE, Row, Subject
from workflow.model import LONGEST_TEXT

_SIZE = {
    "zh": 0.33,
    "ja": 0.45,
    "ko": 0.5,
    "ar": 0.85,
    "he": 0.8,
    "ru": 1.06,
    "uk": 1.04,
    "fr": 1.15,
    "es": 1.12,
    "de": 1.12,
    "pt": 1.1,
    "it": 1.1,
    "kk": 1.08,
}
"""Characters of a text in a language, for one of the same text in English."""
_VARIANCE = 9.0
"""Of the length of a translation, for each character of the source (Gale and Church 1993 have 6.8 for European languages)."""
_SHORT, _LONG = -3.0, 5.5
"""Standard deviations from which a length is suspicious."""
_LEAST = 20
"""Characters of a source below which its translation may have any length."""
_LIMIT = re.compile(
    r"(?:max(?:imum|\.)?(?: length)?|at most|no(?:t)? (?:more|longer) than|up to|limit(?:ed to)?|not exceed(?:ing)?|≤|<=)"
    r"[ :=of]{0,6}([0-9]{1,5}) ?"
    r"(?:characters?|chars?|letters?|signs?|symbols?)\b"
    r"|([0-9]{1,5})[ -](?:characters?|chars?|letters?) ?(?:max(?:imum|\.)?|at most|or (?:less|fewer)|limit)",
    re.IGNORECASE,
)


def unlikely_length(one: Subject) -> tuple[str, ...]:
    """A sentence that lost its second half, or got a paragraph's text, stands out by its length (Gale and Church 1993, section 3.1)."""
    here, there = len(one.source_text.replace(HOLE, "")), len(one.target_text.replace(HOLE, ""))
    if here < _LEAST:
        return ()
    source, target = (_SIZE.get(language, 1.0) for language in one.languages)
    wanted = here / source * target
    distance = (there - wanted) / sqrt(wanted * _VARIANCE * target / source)
    if _SHORT <= distance <= _LONG:
        return ()
    return (f"{'shorter' if distance < 0 else 'longer'} than expected: {there} characters for {here}",)


def over_limit(one: Subject) -> list[str]:
    """What the author says of the length in a note (`at most 60 characters`; ITS 2.0 section 8.4) is asked of the translation."""
    limits = [int(match[1] or match[2]) for note in one.notes for match in _LIMIT.finditer(note)]
    length = len(one.target_text)
    return [f"{length} characters, the author allows {min(limits)}"] if limits and length > min(limits) else []


def unchecked(one: Subject) -> tuple[str, ...]:
    """No sentence is as long; all checks of a text from outside of ten megabytes would take a minute, and gigabytes of memory."""
    most = max(len(one.source), len(one.target))
    return (f"a text of {most:,} characters is not checked: {LONGEST_TEXT:,} are the most",) if most > LONGEST_TEXT else ()


CHECKS: dict[str, Row] = {"P701": ("warning", unlikely_length), "P702": ("warning", over_limit), "P703": ("error", unchecked)}
