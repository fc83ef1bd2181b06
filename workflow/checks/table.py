"""The table of checks of one entry, and how it is asked: code -> severity and function."""

from __future__ import annotations

from functools import lru_cache

from workflow.checks import codes, consistency, contacts, ignoring, length, numbers, punctuation, quotes, script, terms, typography, units
from workflow.checks.consistency import OVER_ALL
from workflow.checks.subject import Check, Row, Subject
from workflow.inline import PREVIOUS, shortened
from workflow.model import Finding, Severity, Where

_MODULES = (codes, numbers, units, contacts, quotes, punctuation, typography, script, length, terms)

CHECKS: dict[str, Row] = {code: row for module in _MODULES for code, row in module.CHECKS.items()}
"""What is asked of one entry, in the order in which it is asked."""

OPTIONAL = frozenset({"P505", "P506"})
"""Off unless a project asks for them: whole literatures are printed without."""

_LONGEST = 500
"""Characters of a message; a text that is no sentence (a table of numbers) can lack thousands of values."""

SEVERITIES: dict[str, Severity] = {**{code: severity for code, (severity, _) in CHECKS.items()}, **OVER_ALL, **ignoring.SEVERITIES}
"""Of all codes that there are."""


def check(subject: Subject, where: Where, *, without: frozenset[str] = OPTIONAL) -> tuple[Finding, ...]:
    """Returns the findings on one translated entry, in the order of the table.

    Args:
        subject: The entry.
        where: Where it stands.
        without: Codes that are not asked for.
    """
    found = []
    only = "P103" if subject.target == PREVIOUS else "P703" if length.unchecked(subject) else ""
    for code, severity, function in _asked(without, only):
        if messages := function(subject):
            found += [Finding(code, severity, where, shortened(message, _LONGEST)) for message in messages]
    return tuple(found)


@lru_cache(maxsize=16)
def _asked(without: frozenset[str], only: str) -> tuple[tuple[str, Severity, Check], ...]:
    rows = {only: CHECKS[only]} if only else CHECKS
    return tuple((code, severity, function) for code, (severity, function) in rows.items() if code not in without)


def summaries() -> dict[str, tuple[Severity, str]]:
    """Returns code -> severity and what it tells, of all codes, as the tables of the modules have it."""
    found: dict[str, tuple[Severity, str]] = {}
    for module in (ignoring, *_MODULES, consistency):
        for line in (module.__doc__ or "").splitlines():
            cells = [cell.strip() for cell in line.split("|")]
            if len(cells) == 5 and cells[1] in SEVERITIES:
                found[cells[1]] = (SEVERITIES[cells[1]], cells[3])
    return found
