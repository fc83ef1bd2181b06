"""Checks of punctuation and spaces that hold in most languages.

| code | severity | what |
|---|---|---|
| P411 | warning | the translation does not end as its source does |
| P412 | warning | a word stands twice in a row |
| P413 | warning | two spaces, or a space at the edge |
| P414 | warning | a space before a punctuation mark, or behind an opening bracket |
| P415 | warning | no space behind a punctuation mark |
"""

from __future__ import annotations

import re

from workflow.checks.numerals import words
from workflow.checks.subject import HOLE, Row, Subject

_SPACES = " \u00a0\u202f"
_CLOSING = "\"”“»›’'」』)]）" + _SPACES + HOLE
_RUNNING = frozenset(["paragraph", "quotation"])
"""Kinds of blocks that are running text."""
_CLASSES = {
    **dict.fromkeys(".。।۔", "."),
    **dict.fromkeys("?？؟", "?"),
    **dict.fromkeys("!！", "!"),
    **dict.fromkeys(":：", ":"),
    **dict.fromkeys(";；؛", ";"),
    **dict.fromkeys(",，،、", ","),
    "…": "…",
}
_ABBREVIATED = re.compile(
    r"(?:\b(?:гг?|вв?|др|пр|т\. ?[дпк]|руб|коп|долл|тыс|стр|рис|табл|см|чел|экз|ул|кв|им|проф|акад|инж"
    r"|корп|обл|англ|н\. ?э|мин|сек|проц|ст|ч|п|т|Jr|Sr|Inc|Ltd|Co"
    r"|etc|[ap]\.? ?m|[A-ZА-ЯЁ]))\.\Z",
)
_TWICE = re.compile(r"(?<!\w)([^\W\d_]++)[ \u00a0]\1(?!\w)", re.IGNORECASE)
_MAY_STAND_TWICE = {
    "en": {"had", "that", "is"},
    "fr": {"nous", "vous", "faire"},
    "de": {"die", "der", "das", "sie"},
    "es": {"no"},
}
_WORDS = re.compile(r"\w")
_DOUBLE = re.compile(rf"[{_SPACES}]{{2}}")
_BEFORE = re.compile(rf"(?<=[^{_SPACES}\n])[{_SPACES}]+(?:[,;](?!\w)|[.:!?)\]](?![\w.:!?)(/*-])|»)")
_BEHIND = re.compile(rf"(?:[(\[]|(?<![\w»”])«)[{_SPACES}]")
_SPACED_BEFORE = re.compile(rf"[{_SPACES}][,;.:!?)\]»]")
_SPACED_BEHIND = re.compile(rf"[(\[«][{_SPACES}]")
_MARK_AND_LETTER = re.compile(r"[,;.!?][^\W\d_]")
"""What a text has in which one of the patterns around finds something: most have not, which is known at little cost."""
_CLINGING = re.compile(r"[^\W\d_]{2}(?:[,;](?=[^\W\d_])|[.!?](?=[A-ZА-ЯЁ][a-zа-яё]))")


def _ending(text: str) -> str:
    text = text.rstrip(_CLOSING)
    if text.endswith("..."):
        return "…"
    last = text[-1:]
    if last and last in _CLASSES:
        # Three of a kind say no more than one.
        return "!" if last in "!！" else _CLASSES[last]
    return ""


def ends_otherwise(one: Subject) -> tuple[str, ...]:
    """A question stays a question, a sentence ends with a full stop and a heading without one, in the target language's own signs.

    A full stop that belongs to an abbreviation counts as none or as one; an ellipsis may be a full stop. Where a text stands by itself (a
    heading, an item, a cell, a caption, an attribute), each language has its own custom with full stops, so they are not compared.
    """
    here, there = _ending(one.source_text), _ending(one.target_text)
    if here == there:
        return ()
    text, source = one.target_text.rstrip(_CLOSING), one.source_text.rstrip(_CLOSING)
    if not (_WORDS.search(text) and source) or one.kind == "contact":
        return ()
    if {here, there} <= {".", ""} and (one.kind not in _RUNNING or _ABBREVIATED.search(text) or _ABBREVIATED.search(source)):
        return ()
    if {here, there} <= {".", "!", "…"} or (here in ";," and there in ";," and here and there):
        return ()
    if one.languages[1] == "th":
        return ()
    said = f"“{there}”" if there else "no punctuation mark"
    return (f"ends with {said}, the source with " + (f"“{here}”" if here else "none"),)


def word_twice(one: Subject) -> list[str]:
    """A word that stands twice in a row, with ё or е, is mostly a slip; not where the source says something twice."""
    text = one.target_text
    found = _twice(text)
    if not found or _twice(one.source_text) or found[1].lower() in _MAY_STAND_TWICE.get(one.languages[1], ()):
        return []
    return [f"“{text[found.start() : found.end()]}”"]


def _twice(text: str) -> re.Match[str] | None:
    said = words(text)
    return _TWICE.search(text.replace("ё", "е").replace("Ё", "Е")) if len(set(said)) < len(said) else None


def spaces_doubled(one: Subject) -> list[str]:
    """White space is kept in a catalog where it means something, and then the source has it too."""
    said = []
    if _DOUBLE.search(one.target) and not _DOUBLE.search(one.source):
        said.append("two spaces in a row")
    if one.target.strip() != one.target and one.source.strip() == one.source:
        said.append("a space at the edge")
    return said


def space_before_mark(one: Subject) -> list[str]:
    """In most languages a mark follows its word at once; French sets a no-break space before high marks (CLDR, fr), so it is left out."""
    if one.languages[1] == "fr":
        return []
    text = one.target_text
    found = (_BEFORE.search(text) if _SPACED_BEFORE.search(text) else None) or (
        _BEHIND.search(text) if _SPACED_BEHIND.search(text) else None
    )
    if not found or _BEFORE.search(one.source_text) or _BEHIND.search(one.source_text):
        return []
    return [f"a space before or behind “{found[0].strip(_SPACES)}”"]


def no_space_behind_mark(one: Subject) -> list[str]:
    """Two words with a mark and no space between them are a slip; addresses and file names have their marks inside in the source too."""
    text = one.target_facts.addresses.rest
    found = _CLINGING.search(text) if _MARK_AND_LETTER.search(text) else None
    if not found or (found[0][-1] in one.source_text and _CLINGING.search(one.source_text)):
        return []
    return [f"no space behind “{found[0][-1]}”"]


CHECKS: dict[str, Row] = {
    "P411": ("warning", ends_otherwise),
    "P412": ("warning", word_twice),
    "P413": ("warning", spaces_doubled),
    "P414": ("warning", space_before_mark),
    "P415": ("warning", no_space_behind_mark),
}
