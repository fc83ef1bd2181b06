"""Corrections that are safe: signs and spaces, never a word (but for ё, where a project asks for it), never a code."""

from __future__ import annotations

import re

from workflow.checks.subject import Subject
from workflow.checks.typography import FIXES
from workflow.inline import PREVIOUS, compare, decode, encode
from workflow.model import Tag

_SPACES = " \u00a0\u202f"
_RUNS = re.compile(rf"[{_SPACES}]{{2,}}")
_BEFORE = re.compile(rf"(?<=[^{_SPACES}\n])[{_SPACES}]+(?=[,;](?!\w)|[.:!?)\]](?![\w.:!?)(/*-])|»)")
_BEHIND = re.compile(rf"(?<=[(\[«])[{_SPACES}]+")
_ROUNDS = 4
_FIRST = 0xE000
"""Where the private use area begins: while signs are moved, a code is one of its letters."""


def fix(subject: Subject, *, without: frozenset[str]) -> tuple[str, tuple[str, ...]]:
    """Returns a translation with all safe corrections, and the codes of those that changed something.

    Nothing changes where the result would have other codes, or where the text has letters of the private use area.

    Args:
        subject: The entry.
        without: Codes that are not asked for.
    """
    if subject.target == PREVIOUS or any(0xE000 <= ord(letter) < 0xF900 for letter in subject.target):
        return subject.target, ()
    parts = subject.target_inline
    codes = [part for part in parts if isinstance(part, Tag)]
    if len(codes) > 0xF900 - _FIRST:
        return subject.target, ()
    numbers = iter(range(_FIRST, _FIRST + len(codes)))
    text = "".join(part if isinstance(part, str) else chr(next(numbers)) for part in parts)
    done: dict[str, None] = {}
    # A correction can make room for an earlier one: what is corrected once is not corrected further the next time.
    for _ in range(_ROUNDS):
        steps = _steps(subject, text, without)
        if not steps:
            break
        text = steps[-1][1]
        done |= dict.fromkeys(code for code, _ in steps)
    if not done:
        return subject.target, ()
    pieces = re.split(r"([\ue000-\uf8ff])", text)
    fixed = encode(tuple(codes[ord(piece) - _FIRST] if at % 2 else piece for at, piece in enumerate(pieces)))
    if compare(subject.source_inline, decode(fixed)) != compare(subject.source_inline, parts):
        return subject.target, ()
    return fixed, tuple(done)


def _steps(subject: Subject, text: str, without: frozenset[str]) -> list[tuple[str, str]]:
    """Returns the code of each correction that changes something, and the text after it."""
    language = subject.languages[1]
    steps: list[tuple[str, str]] = []

    def step(code: str, better: str) -> None:
        nonlocal text
        if code not in without and better != text:
            text = better
            steps.append((code, better))

    if not _RUNS.search(subject.source):
        step("P413", _RUNS.sub(lambda match: "\u00a0" if "\u00a0" in match[0] else " ", text))
    if subject.source.strip() == subject.source:
        step("P413", text.strip())
    if language != "fr" and not _BEFORE.search(subject.source_text) and not _BEHIND.search(subject.source_text):
        step("P414", _BEHIND.sub("", _BEFORE.sub("", text)))
    for code, function in FIXES.items():
        step(code, function(text, subject))
    return steps
