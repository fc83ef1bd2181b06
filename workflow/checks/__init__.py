"""Checks: a table code -> function; each tells what is wrong with one entry as short phrases, or nothing.

| code | severity | what |
|---|---|---|
| P101 | error | a code of the source is missing, doubled or not one of the source's |
| P102 | error | codes cross each other, or are not closed |
| P103 | error | `<prev/>` where the sentence can not be said with the one before it |
| P104 | error | a control character, which no page may hold |
| P105 | error | nothing but white space or codes, where the source has words |

A finding of severity error blocks publication. Codes are never used again for something else.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from workflow.checks.codes import codes_differ, codes_nested_wrongly, control_characters, no_words, previous_misused
from workflow.model import Finding, Severity, Where


@dataclass(frozen=True, slots=True)
class Subject:
    """What a check looks at: one translated entry."""

    source: str
    """The msgid; of several sentences that are said as one, all of them with their codes named over the whole."""
    target: str
    """The msgstr."""
    may_join: bool
    """Whether `<prev/>` is allowed: the sentence follows another of its block, and both occur once in the release."""


Check = Callable[[str, str, bool], tuple[str, ...]]
"""Takes the source, the translation and `may_join`; returns what is wrong, a phrase each."""

CHECKS: dict[str, tuple[Severity, Check]] = {
    "P101": ("error", codes_differ),
    "P102": ("error", codes_nested_wrongly),
    "P103": ("error", previous_misused),
    "P104": ("error", control_characters),
    "P105": ("error", no_words),
}


def check(subject: Subject, where: Where) -> tuple[Finding, ...]:
    """Returns the findings of all checks on one translated entry, in the order of their codes."""
    return tuple(
        Finding(code, severity, where, message)
        for code, (severity, function) in CHECKS.items()
        for message in function(subject.source, subject.target, subject.may_join)
    )
