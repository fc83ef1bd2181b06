"""What a project's own rules must satisfy before they are used.

A rule is written by a person, often at a deadline; one that takes minutes on an unlucky paragraph, or that cuts everywhere, is found
here, when it is loaded, and not in the middle of a run. (That the patterns compile, `srx.parse` has seen to.)
"""

from __future__ import annotations

from collections.abc import Iterable

from workflow.errors import SegmentationError
from workflow.segments.srx import Rule, compile_pattern, compile_regex

HARD: tuple[str, ...] = ("A. " * 200, "1. " * 200, "“a " * 300, "word " * 12_000)
"""Texts on which a badly written pattern takes very long: initials, numbers, quotes never closed, 60 kB without punctuation."""

LIMIT = 0.1
"""Seconds of processor time that a rule may take for all positions of one hard text."""


def lint(rules: Iterable[Rule]) -> None:
    """Returns if every rule is fit for use.

    Raises:
        SegmentationError: The first rule that matches nothing (and so everywhere), or that is too slow.
    """
    for rule in rules:
        for pattern in (rule.before, rule.after):
            compile_pattern(pattern, path=rule.path, line=rule.line)
        compile_pattern(position(rule), path=rule.path, line=rule.line)
        if compile_regex(rule.before).fullmatch("") and compile_regex(rule.after).fullmatch(""):
            hint = "say what stands before or after"
            raise SegmentationError(f"rule {rule.name!r} matches empty text, and so everywhere", path=rule.path, line=rule.line, hint=hint)
        for text in HARD:
            # The second time counts if the first was late: the machine may have been busy.
            if not _in_time(rule, text) and not _in_time(rule, text):
                hint = "avoid a repetition within a repetition; write {1,9} where you can instead of + or *"
                message = f"rule {rule.name!r} takes more than {LIMIT * 1000:.0f} ms on a text like {text[:12]!r}…"
                raise SegmentationError(message, path=rule.path, line=rule.line, hint=hint)


def position(rule: Rule) -> str:
    """Returns the pattern of the positions at which a rule decides: it matches the empty text there.

    What stands before is asked first: read backwards, it fails at the first letter that is no stop, nearly everywhere.
    """
    return (f"(?<={rule.before})" if rule.before else "") + (f"(?={rule.after})" if rule.after else "")


def _in_time(rule: Rule, text: str) -> bool:
    try:
        for _ in compile_regex(position(rule)).finditer(text, timeout=LIMIT):
            pass
    except TimeoutError:
        return False
    return True
