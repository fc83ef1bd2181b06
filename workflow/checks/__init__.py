"""Checks: a table code -> severity and function; each tells what is wrong with one entry as short phrases, or nothing.

    P1  codes         codes.py
    P2  numbers       numbers.py, units.py
    P3  contacts      contacts.py
    P4  punctuation   quotes.py, punctuation.py
    P5  typography    typography.py
    P6  script        script.py
    P7  length        length.py
    P8  terms         terms.py
    P9  consistency   consistency.py; over all releases, so not in the table of entries

Each module's docstring has its part of the table, each function's its reasons. A finding of severity error blocks publication. Codes are
never used again for something else.

    numerals, amounts, moments, addresses -> facts -> subject -> the modules above -> table -> fixing

A finding is taken back for one entry by a translator's comment with a reason, `# check: ignore P201 the source has a slip`, and for
a project by its configuration.
"""

from __future__ import annotations

from workflow.checks import ignoring, report
from workflow.checks.consistency import OVER_ALL
from workflow.checks.fixing import fix
from workflow.checks.subject import Subject, Terms
from workflow.checks.table import CHECKS, OPTIONAL, SEVERITIES, check, summaries

__all__ = ["CHECKS", "OPTIONAL", "OVER_ALL", "SEVERITIES", "Subject", "Terms", "check", "fix", "ignoring", "report", "summaries"]
