"""Checks of codes: what keeps a translation from being written as the markup of its source, or makes its links say something else.

| code | severity | what |
|---|---|---|
| P101 | error | a code of the source is missing, doubled or not one of the source's |
| P102 | error | codes cross each other, or are not closed |
| P103 | error | `<prev/>` where the sentence can not be said with the one before it |
| P104 | error | a control character, which no page may hold |
| P105 | error | nothing but white space or codes, where the source has words |
| P106 | warning | a code went into another, or out of it |
| P107 | error | a pair of codes encloses words in the source and none in the translation |
"""

from __future__ import annotations

import re

from workflow.checks.subject import Row, Subject
from workflow.inline import PREVIOUS, compare, nesting, show
from workflow.model import Inline, Tag

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\x80-\x84\x86-\x9f\ufffe\uffff]")


def codes_differ(one: Subject) -> tuple[str, ...]:
    """The codes of a translation are exactly those of its source.

    A lost link is a lost fact, a doubled one a doubled id; what is shaped like a code and is none would reach the reader as text.
    """
    if _without_codes(one):
        return ()
    return tuple(problem for problem in compare(one.source_inline, one.target_inline) if _is_inventory(problem))


def codes_nested_wrongly(one: Subject) -> tuple[str, ...]:
    """Codes may change their order with the words, not cross each other: the page would not be well-formed."""
    if _without_codes(one):
        return ()
    return tuple(problem for problem in nesting(one.source_inline, one.target_inline) if not _is_inventory(problem))


def _without_codes(one: Subject) -> bool:
    return "<" not in one.source and "<" not in one.target


def _is_inventory(problem: str) -> bool:
    return problem.endswith((" is missing", " is not a code of the source", " times", " stands twice"))


def previous_misused(one: Subject) -> tuple[str, ...]:
    """`<prev/>` alone says that the sentence is said with the one before it in its block.

    It stands for nothing at the start of a block, where a sentence occurs twice in the release, or beside other text.
    """
    if one.target == PREVIOUS:
        return () if one.may_join else ("<prev/>, but no sentence stands before it in its block, or one of the two occurs twice",)
    return ("<prev/> beside other text",) if PREVIOUS in one.target and PREVIOUS not in one.source else ()


_MOST_PARTS = 2000
"""Texts and codes of a sentence in which one looks for what belongs to what: of more, nobody could say."""


def control_characters(one: Subject) -> tuple[str, ...]:
    """XML 1.0 section 2.2 has no place for them, and they hide in an editor."""
    found = _CONTROL.search(one.target)
    return (f"the control character U+{ord(found[0]):04X}",) if found else ()


def no_words(one: Subject) -> tuple[str, ...]:
    """A translation of words has words: one of white space or codes alone would publish nothing in their place."""
    return ("nothing but white space or codes",) if _is_blank(one.target_inline) and not _is_blank(one.source_inline) else ()


def _is_blank(inline: Inline) -> bool:
    return not any(part.strip(" \t\n\r\f\xa0\u200b\u2028\u2029\u202f\ufeff") for part in inline if isinstance(part, str))


def moved_across(one: Subject) -> tuple[str, ...]:
    """What is inside a link or emphasis stays inside: `<a>the <b>report</b></a>` is not `<a>the</a> <b>report</b>`.

    The order of codes may change with the order of words; what belongs to what may not. Where the inventory differs
    (P101), this says nothing.
    """
    if len(one.source_inline) < 3 or "<" not in one.target or max(len(one.source_inline), len(one.target_inline)) > _MOST_PARTS:
        return ()
    here, there = _parents(one.source_inline), _parents(one.target_inline)
    if here.keys() != there.keys():
        return ()
    said = []
    for tag, before in here.items():
        now = there[tag]
        said += [f"{show(tag)} went into <{pair}>" for pair in sorted(now - before)]
        said += [f"{show(tag)} went out of <{pair}>" for pair in sorted(before - now)]
    return tuple(said)


def _parents(inline: Inline) -> dict[Tag, frozenset[str]]:
    """Returns each opening or void code with the names of the pairs that are open there."""
    opened: dict[str, int] = {}
    names = frozenset[str]()
    found: dict[Tag, frozenset[str]] = {}
    for part in inline:
        if isinstance(part, str):
            continue
        if part.kind != "close":
            found[part] = names
        if part.kind != "void":
            count = opened[part.name] = max(0, opened.get(part.name, 0) + (1 if part.kind == "open" else -1))
            if (count > 0) != (part.name in names):
                names = names ^ {part.name}
    return found


def emptied(one: Subject) -> tuple[str, ...]:
    """A link without words can not be followed, emphasis without words says nothing: the pair is there and its content is lost."""
    if len(one.source_inline) < 3 or "<" not in one.target:
        return ()
    here = _empty_pairs(one.source_inline)
    return tuple(f"<{name}> encloses nothing" for name in _empty_pairs(one.target_inline) if name not in here)


def _empty_pairs(inline: Inline) -> list[str]:
    found = []
    said = 0
    opened: dict[str, int] = {}
    for part in inline:
        if isinstance(part, str):
            said += bool(part.strip())
        elif part.kind == "void":
            said += 1
        elif part.kind == "open":
            opened[part.name] = said
        elif opened.pop(part.name, -1) == said:
            found.append(part.name)
    return found


CHECKS: dict[str, Row] = {
    "P101": ("error", codes_differ),
    "P102": ("error", codes_nested_wrongly),
    "P103": ("error", previous_misused),
    "P104": ("error", control_characters),
    "P105": ("error", no_words),
    "P106": ("warning", moved_across),
    "P107": ("error", emptied),
}
