"""Checks of brackets and quotation marks: what is opened is closed, and what somebody said stays marked as theirs.

| code | severity | what |
|---|---|---|
| P401 | warning | brackets are not balanced as in the source |
| P402 | warning | quotation marks are not balanced as in the source |
| P403 | warning | the source has more quotations than the translation |
| P404 | warning | direct speech of the source is not marked as such |

A sentence of a longer quotation opens it and does not close it, or the other way round: then its translation does the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from workflow.checks.subject import Row, Subject

_BRACKETS = (("(", ")", "round brackets"), ("[", "]", "square brackets"), ("{", "}", "braces"), ("（", "）", "brackets"))
_ROUND = str.maketrans("（）", "()")
_MARK = re.compile('["“”„‟«»‹›「」『』]')
_LEFT = " \t\n\u00a0\u202f([{—–-/=<>\ufffc"
_SPEECH = (
    r"(?:said|says|added|noted|stressed|emphasi[sz]ed|explained|stated|remarked|told|underlined|highlighted|commented|concluded|declared|"
    r"recalled|asked|announced|observed|pointed out|warned|argued|insisted)"
)
_DIRECT = re.compile(rf"[,.?!…—-][\"”][^\"“”]{{0,60}}\b{_SPEECH}\b|\b{_SPEECH}\b[^\"“”,:;.]{{0,40}}[:,] ?[\"“]")


def brackets_unbalanced(one: Subject) -> list[str]:
    """A bracket that is not closed leaves the reader waiting; `a)` before an item of a list is as it is in the source."""
    said = []
    text, source = one.target_text, one.source_text
    for opening, closing, name in _BRACKETS[:3]:
        if opening in text or closing in text or "（" in text or "）" in text:
            there, here = _balance(text, opening, closing), _balance(source, opening, closing)
            if there != (0, 0) and there != here:
                said.append(f"{name} are not balanced")
    return said


def _balance(text: str, opening: str, closing: str) -> tuple[int, int]:
    """Returns how many brackets close nothing, and how many are not closed."""
    text = text.translate(_ROUND) if opening == "(" and not text.isascii() else text
    if opening not in text:
        return text.count(closing), 0
    depth = early = 0
    for match in re.finditer(f"[{re.escape(opening + closing)}]", text):
        if match[0] == opening:
            depth += 1
        elif depth:
            depth -= 1
        else:
            early += 1
    return early, depth


@dataclass(frozen=True, slots=True)
class Quotations:
    """What the quotation marks of a text do."""

    opened: int
    closed: int
    nested: bool
    """A quotation stands inside another."""

    @property
    def balance(self) -> int:
        """More than nothing: not closed; less: closed only."""
        return self.opened - self.closed


def marks(text: str) -> Iterator[tuple[int, str, bool]]:
    """Yields offset, mark and whether it opens, for each quotation mark of a text, by where it stands where its form does not tell.

    A mark behind a figure is a sign of inches or seconds, and yields nothing.
    """
    depth = 0
    for match in _MARK.finditer(text):
        mark, at = match[0], match.start()
        before, after = text[at - 1 : at] if at else " ", text[at + 1 : at + 2] or " "
        if mark in "«‹「『„":
            opens = True
        elif mark in "»›」』”":
            opens = mark == "”" and depth == 0 and before in _LEFT and after not in _LEFT and after not in ".,;:!?"
        elif mark == '"' and before.isdigit() and depth == 0 and not after.isalpha():
            continue
        else:
            # `"`, and “, which opens in English and closes in German and Russian („ “): what stands around it tells, or else what is open.
            left, right = before in _LEFT or before in "«“„‘'", after in _LEFT or after in ".,;:!?…)]»”’"
            if left and right and before.isspace() != after.isspace():
                left, right = before.isspace(), after.isspace()  # ` "/path"`
            opens = left and not right if left != right else not depth
            if mark == "“" and right and not left:
                opens = False
        depth = depth + 1 if opens else max(0, depth - 1)
        yield at, mark, opens


@lru_cache(maxsize=8)
def _quotations(text: str) -> Quotations:
    opened = closed = depth = deepest = 0
    for _, _, opens in marks(text):
        if opens:
            opened += 1
            depth += 1
            deepest = max(deepest, depth)
        else:
            closed += 1
            depth = max(0, depth - 1)
    return Quotations(opened, closed, deepest > 1)


def left_open(text: str, before: int = 0) -> int:
    """Returns how many quotations are open behind a text; `before` are when it begins."""
    for _, _, opens in marks(text):
        before = before + 1 if opens else max(0, before - 1)
    return before


def _has_marks(text: str) -> bool:
    return _MARK.search(text) is not None


def quotes_unbalanced(one: Subject) -> tuple[str, ...]:
    """A quotation that never ends puts the office's words into somebody's mouth.

    In Russian, two marks of the same form that close together may be written as one (Мильчин, Чельцова, «Справочник издателя и автора»).
    """
    if not _has_marks(one.target_text):
        return ()
    here, there = _quotations(one.source_text), _quotations(one.target_text)
    if there.balance == here.balance or (there.balance == here.balance + 1 and there.nested):
        return ()
    if here.balance and not there.balance and not here.closed + here.opened > 1:
        return ("a quotation goes on in the source, and not in the translation",)
    return ("quotation marks are not balanced",)


def quotations_lost(one: Subject) -> tuple[str, ...]:
    """What the source quotes, the translation quotes; names may be set in marks besides."""
    if not _has_marks(one.source_text) or _DIRECT.search(one.source_text):
        return ()
    here, there = _quotations(one.source_text), _quotations(one.target_text)
    wanted, said = max(here.opened, here.closed), max(there.opened, there.closed)
    if wanted <= said:
        return ()
    if there.opened == 0 and re.search(r"‚|[‘’'](?=\w)", one.target_text):
        return ()
    return (f"{wanted} quotations in the source, {said} in the translation" if said else "the quotation marks are gone",)


def direct_speech_lost(one: Subject) -> tuple[str, ...]:
    """What somebody said in their own words may not become what the office says they meant; a dash marks speech as marks do."""
    if not _has_marks(one.source_text) or not _DIRECT.search(one.source_text):
        return ()
    here, there = _quotations(one.source_text), _quotations(one.target_text)
    if max(there.opened, there.closed) >= max(here.opened, here.closed) or one.target_text.lstrip().startswith(("—", "–", "- ")):
        return ()
    # One quotation with words between its parts is one in Russian: «…, — сказал он, — …».
    if there.opened and here.opened - there.opened == 1 and re.search(r"[—–] ", one.target_text):
        return ()
    return ("direct speech is not marked as such",)


CHECKS: dict[str, Row] = {
    "P401": ("warning", brackets_unbalanced),
    "P402": ("warning", quotes_unbalanced),
    "P403": ("warning", quotations_lost),
    "P404": ("warning", direct_speech_lost),
}
