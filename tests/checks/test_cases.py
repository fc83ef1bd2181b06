"""Golden cases of the checks: `<code>/<case>.txt` holds source, translation and what is said of it.

Lines: `source: …`, `target: …` (`\\uXXXX` and `\\n` are read as in Python), optionally `language: …` (of the translation), `first` (the
sentence can not be said with the one before it), `times: …` (each text stands so many times), `quoted` (an earlier sentence began a
quotation), `note: …` (the author's), `glossary` (with the terms below), and `finding: …` for each expected message of that code; a case
without one passes the check. A new case is a new file.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from workflow.checks import (
    CHECKS,
    SEVERITIES,
    Subject,
    check,
    codes,
    contacts,
    length,
    numbers,
    punctuation,
    quotes,
    script,
    summaries,
    terms,
    typography,
    units,
)
from workflow.glossary import Glossary, terms_of
from workflow.model import Where

TERMS = Glossary(
    terms_of(
        [
            ("UNODC", "УНП ООН", ("forbidden: ЮНОДК",)),
            ("side event", "параллельное мероприятие", ()),
            ("goAML", "", ("do not translate",)),
        ]
    ),
    "en",
    "ru",
)
CASES = sorted(Path(__file__).parent.glob("[A-Z]*/*.txt"))


def fields(case: Path) -> dict[str, list[str]]:
    """Returns the lines of a case by what stands before their colon."""
    found: dict[str, list[str]] = {}
    for line in case.read_text(encoding="utf-8").splitlines():
        key, _, value = line.partition(": ")
        found.setdefault(key.strip(), []).append(value.encode("latin-1", "backslashreplace").decode("unicode_escape"))
    return found


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.parent.name}/{case.stem}")
def test_a_check_says_what_the_case_expects(case: Path) -> None:
    """The messages of the folder's code are those of the case, in order."""
    said = fields(case)
    terms = TERMS if "glossary" in said else None
    times = int(said.get("times", ["1"])[0])
    subject = Subject(
        said["source"][0] * times,
        said["target"][0] * times,
        may_join="first" not in said,
        notes=tuple(said.get("note", ())),
        terms=terms,
        quoted="quoted" in said,
        language=said.get("language", ["ru"])[0],
    )
    found = check(subject, Where("locales/ru/LC_MESSAGES/r.po", 3), without=frozenset())
    assert [finding.message for finding in found if finding.code == case.parent.name] == said.get("finding", [])
    assert all(finding.severity == CHECKS[finding.code][0] for finding in found)


@pytest.mark.parametrize("code", CHECKS)
def test_each_check_has_cases_of_both_kinds(code: str) -> None:
    """A check is shown to find something and to pass something."""
    kinds = {"finding" in fields(case) for case in CASES if case.parent.name == code}
    assert kinds == {True, False}


def test_every_code_is_told_where_it_is_made() -> None:
    """Each module's docstring has a row for each of its codes, with the severity; `workflow check --list` prints them."""
    assert set(summaries()) == set(SEVERITIES)
    for module in (codes, numbers, units, contacts, quotes, punctuation, typography, script, length, terms):
        rows = [line.split("|") for line in (module.__doc__ or "").splitlines() if line.startswith("| P")]
        assert {row[1].strip(): row[2].strip() for row in rows} == {code: severity for code, (severity, _) in module.CHECKS.items()}
