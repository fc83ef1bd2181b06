"""How a person takes a finding back: `# check: ignore P201 the source has a slip`, several codes parted by commas.

| code | severity | what |
|---|---|---|
| P001 | warning | a comment that takes a finding back gives no reason, or names no code; it counts as not written |
| P002 | note | a comment takes back what is not found: the text was corrected since |

The reason is for whoever reads the entry next; a comment without one has no effect.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from workflow.model import Finding, Severity, Where

SEVERITIES: dict[str, Severity] = {"P001": "warning", "P002": "note"}

_COMMENT = re.compile(r"\s*check:\s*ignore\b(?P<rest>.*)", re.IGNORECASE | re.DOTALL)
_CODES = re.compile(r"[\s,:]*(P[0-9]{3})\b", re.IGNORECASE)


def ignored(comments: Iterable[str]) -> tuple[frozenset[str], bool]:
    """Returns the codes that an entry's comments take back, and whether one of the comments is not as it has to be.

    >>> codes, wrong = ignored(["check: ignore P201, P203 the source has a slip"])
    >>> sorted(codes), wrong
    (['P201', 'P203'], False)
    """
    codes: set[str] = set()
    wrong = False
    for comment in comments:
        match = _COMMENT.fullmatch(comment) if "ignore" in comment.lower() else None
        if match is None:
            continue
        rest, found = match["rest"], []
        while named := _CODES.match(rest):
            found.append(named[1].upper())
            rest = rest[named.end() :]
        if found and re.search(r"\w", rest):
            codes.update(found)
        else:
            wrong = True
    return frozenset(codes), wrong


def taken_back(findings: Sequence[Finding], comments: Sequence[str], where: Where) -> list[Finding]:
    """Returns the findings on an entry without those that its comments take back, and what is to be said of the comments."""
    if not any("check:" in comment.lower() for comment in comments):
        return list(findings)
    codes, wrong = ignored(comments)
    left = [finding for finding in findings if finding.code not in codes]
    if wrong:
        left.append(
            Finding("P001", "warning", where, "“# check: ignore” needs a code and a reason: # check: ignore P201 the source has a slip")
        )
    # What is said of several releases together is not known here.
    idle = sorted(code for code in codes - {finding.code for finding in findings} if not code.startswith("P9"))
    if idle:
        left.append(Finding("P002", "note", where, f"“# check: ignore {', '.join(idle)}” takes back what is not found any more; remove it"))
    return left
