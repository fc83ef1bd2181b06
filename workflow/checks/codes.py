"""Checks of codes: what keeps a translation from being written as the markup of its source."""

from __future__ import annotations

import re

from workflow.inline import PREVIOUS, compare, decode, nesting, plain

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\x80-\x84\x86-\x9f\ufffe\uffff]")


def codes_differ(source: str, target: str, may_join: bool) -> tuple[str, ...]:
    """The codes of a translation are exactly those of its source.

    A lost link is a lost fact, a doubled one a doubled id; what is shaped like a code and is none would reach the reader as text.
    """
    if target == PREVIOUS:
        return ()
    return tuple(problem for problem in compare(decode(source), decode(target)) if _is_inventory(problem))


def codes_nested_wrongly(source: str, target: str, may_join: bool) -> tuple[str, ...]:
    """Codes may change their order with the words, not cross each other: the page would not be well-formed."""
    if target == PREVIOUS:
        return ()
    return tuple(problem for problem in nesting(decode(source), decode(target)) if not _is_inventory(problem))


def _is_inventory(problem: str) -> bool:
    return problem.endswith((" is missing", " is not a code of the source", " times", " stands twice"))


def previous_misused(source: str, target: str, may_join: bool) -> tuple[str, ...]:
    """`<prev/>` alone says that the sentence is said with the one before it in its block.

    It stands for nothing at the start of a block, where a sentence occurs twice in the release, or beside other text.
    """
    if target == PREVIOUS:
        return () if may_join else ("<prev/>, but no sentence stands before it in its block, or one of the two occurs twice",)
    return ("<prev/> beside other text",) if PREVIOUS in target and "<prev/>" not in source else ()


def control_characters(source: str, target: str, may_join: bool) -> tuple[str, ...]:
    """XML 1.0 section 2.2 has no place for them, and they hide in an editor."""
    found = _CONTROL.search(target)
    return (f"the control character U+{ord(found[0]):04X}",) if found else ()


def no_words(source: str, target: str, may_join: bool) -> tuple[str, ...]:
    """A translation of words has words: one of white space or codes alone would publish nothing in their place."""
    return ("nothing but white space or codes",) if target != PREVIOUS and _is_blank(target) and not _is_blank(source) else ()


def _is_blank(text: str) -> bool:
    return not plain(decode(text)).strip(" \t\n\r\f\xa0\u200b\u2028\u2029\u202f\ufeff")
