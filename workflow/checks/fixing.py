"""Corrections that are safe: signs and spaces, never a word (but for ё, where a project asks for it), never a code."""

from __future__ import annotations

import re
from dataclasses import replace

from workflow.checks.subject import Subject
from workflow.checks.table import CHECKS, check
from workflow.checks.typography import FIXES
from workflow.inline import PREVIOUS, compare, decode, encode
from workflow.model import Tag, Where

_SPACES = " \u00a0\u202f"
_RUNS = re.compile(rf"[{_SPACES}]{{2,}}")
_BEFORE = re.compile(rf"(?<=[^{_SPACES}\n])[{_SPACES}]+(?=[,;](?!\w)|[.:!?)\]](?![\w.:!?)(/*-])|»)")
_BEHIND = re.compile(rf"(?<=[(\[«])[{_SPACES}]+")
_FIXED = {code: function for code, (_, function) in CHECKS.items() if code in {"P413", "P414", *FIXES}}
"""What can be corrected: code -> what finds it."""
_ROUNDS = 8
"""More than corrections that make each other necessary; what does not come to rest by then stays as it is."""
_LONGEST = 100_000
"""Characters of a text that is corrected; after each round all checks are asked again, and no sentence has a thousandth of that."""
_FIRST = 0xE000
"""Where the private use area begins: while signs are moved, a code is one of its letters."""


def fix(subject: Subject, *, without: frozenset[str]) -> tuple[str, tuple[str, ...]]:
    """Returns a translation with all safe corrections of what the checks find, and the codes of those that changed something.

    Nothing changes where the result would have other codes or a finding of another kind than before, where the text has letters of
    the private use area, or where it has more than a hundred thousand characters.

    Args:
        subject: The entry.
        without: Codes that are not asked for.
    """
    if subject.target == PREVIOUS or len(subject.target) > _LONGEST or any(0xE000 <= ord(letter) < 0xF900 for letter in subject.target):
        return subject.target, ()
    done: list[str] = []
    now = subject
    # A mark that was corrected may make a space one to correct: what came out is looked at again, until nothing changes.
    for _ in range(_ROUNDS):
        changed = _corrected(now, frozenset(code for code in _FIXED if code not in without and _FIXED[code](now)))
        if changed is None:
            break
        target, codes = changed
        done += [code for code in codes if code not in done]
        now = replace(subject, target=target)
    else:
        return subject.target, ()
    if done and _kinds(now, without) - _kinds(subject, without):
        return subject.target, ()
    return now.target, tuple(done)


def _kinds(subject: Subject, without: frozenset[str]) -> set[str]:
    return {finding.code for finding in check(subject, Where(""), without=without)}


def _corrected(subject: Subject, found: frozenset[str]) -> tuple[str, list[str]] | None:
    """Returns a translation in which what was found is corrected once, and what was; None if nothing can be."""
    parts = subject.target_inline
    tags = [part for part in parts if isinstance(part, Tag)]
    if not found or len(tags) > 0xF900 - _FIRST:
        return None
    numbers = iter(range(_FIRST, _FIRST + len(tags)))
    text = "".join(part if isinstance(part, str) else chr(next(numbers)) for part in parts)
    steps = _steps(subject, text, found)
    if not steps:
        return None
    pieces = re.split(r"([\ue000-\uf8ff])", steps[-1][1])
    fixed = encode(tuple(tags[ord(piece) - _FIRST] if at % 2 else piece for at, piece in enumerate(pieces)))
    if compare(subject.source_inline, decode(fixed)) != compare(subject.source_inline, parts):
        return None
    return fixed, [code for code, _ in steps]


def _steps(subject: Subject, text: str, found: frozenset[str]) -> list[tuple[str, str]]:
    """Returns the code of each correction that changes something, and the text after it."""
    steps: list[tuple[str, str]] = []

    def step(code: str, better: str) -> None:
        nonlocal text
        if code in found and better != text:
            text = better
            steps.append((code, better))

    if not _RUNS.search(subject.source):
        step("P413", _RUNS.sub(lambda match: "\u00a0" if "\u00a0" in match[0] else " ", text))
    if subject.source.strip() == subject.source:
        step("P413", text.strip())
    step("P414", _BEHIND.sub("", _BEFORE.sub("", text)))
    for code, function in FIXES.items():
        step(code, function(text, subject))
    return steps
