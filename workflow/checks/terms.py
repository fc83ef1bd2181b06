"""Checks of the office's terms, as its glossary has them. They are looked for in the text between codes, never inside a code.

| code | severity | what |
|---|---|---|
| P801 | warning | a term of the source is not said as the glossary says it |
| P802 | warning | a wording stands there that the glossary forbids |
| P803 | warning | a term that stays as it is was changed |
"""

from __future__ import annotations

from collections.abc import Sequence

from workflow.checks.subject import Row, Subject


def terms_missing(one: Subject) -> Sequence[str]:
    """The office says one thing in one way, in any form of its words; of terms that overlap, the longest counts."""
    return one.terms.missing_terms(one.source_text, one.target_text) if one.terms else ()


def terms_forbidden(one: Subject) -> Sequence[str]:
    """What the office decided not to say, for a term that the source has."""
    return one.terms.forbidden(one.source_text, one.target_text) if one.terms else ()


def names_changed(one: Subject) -> Sequence[str]:
    """Names of products and programmes that readers look for as they are."""
    return one.terms.lost_names(one.source_text, one.target_text) if one.terms else ()


CHECKS: dict[str, Row] = {"P801": ("warning", terms_missing), "P802": ("warning", terms_forbidden), "P803": ("warning", names_changed)}
