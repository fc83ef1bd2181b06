"""The short way of reading an entry gives what the long way gives, errors included."""

from __future__ import annotations

import polib
from hypothesis import example, given
from hypothesis import strategies as st

from workflow.errors import CatalogError
from workflow.locales.chunks import chunks
from workflow.locales.entries import _from_chunk, entries_of
from workflow.locales.entry import Entry

LINES = [
    "",
    "",
    "",
    " ",
    "# a comment",
    "#",
    "#  ",
    "# two  \t",
    "#!",
    "#. extracted",
    "#.",
    "#: sources/a.txt:3",
    "#, fuzzy",
    "#, fuzzy, c-format ,",
    "#= wrap",
    '#| msgid "before"',
    '#~ msgid "gone"',
    '#~ msgstr "weg"',
    '#~ "on"',
    'msgctxt "here"',
    'msgid ""',
    'msgid "one"',
    'msgid "two \\"q\\" \\n"',
    'msgid_plural "many"',
    'msgstr[0] "eins"',
    'msgstr ""',
    'msgstr "eins"',
    'msgstr "zwei\\n"',
    'msgstr "\\x41"',
    '"more"',
    '  msgstr "in"',
    'msgstr "a',
    "<<<<<<< HEAD",
    "\u2028",
    'msgid "x"\r',
    'msgstr "y"\r',
]
WHOLE = [
    '# c\n#. e\n#: r\n#, fuzzy\nmsgctxt "k"\nmsgid "m"\nmsgstr "t"',
    'msgid "n"\nmsgstr ""',
    '# draft: argos\n\n#, fuzzy\nmsgid "o"\nmsgstr "p"',
]


def _long(text: str) -> tuple[list[Entry], str] | str:
    try:
        found = list(chunks(text.split("\n"), "a.po"))
    except CatalogError as error:
        return str(error)
    entries = [_from_chunk(chunk, polib.unescape) for chunk in found]
    return entries, text[sum(len(line) for chunk in found for line in chunk.lines) :]


def _short(text: str) -> tuple[list[Entry], str] | str:
    try:
        return entries_of(text, "a.po", polib.unescape)
    except CatalogError as error:
        return str(error)


def _all(entries: list[Entry]) -> list[tuple[object, ...]]:
    return [(one, one.line, one.raw, one.gap) for one in entries]


@given(st.lists(st.sampled_from(LINES) | st.sampled_from(WHOLE), max_size=24).map("\n".join))
@example(WHOLE[0] + "\n\n" + WHOLE[1] + "\n")
@example(WHOLE[1] + '\n\nmsgstr "again"\n')
@example(WHOLE[1] + '\n\n#~ "on"\n')
def test_both_ways_agree(text: str) -> None:
    """Whatever lines a file is made of: the same entries with the same lines, bytes and gaps, the same rest, or the same error."""
    long, short = _long(text), _short(text)
    if isinstance(long, str) or isinstance(short, str):
        assert short == long
        return
    entries, tail = short
    assert "".join(f"{one.raw}{one.gap or ''}" for one in entries) + tail == text
    expected, rest = long
    if expected:  # the blank lines behind the last entry are handed over with the rest
        rest = (expected[-1].gap or "") + rest
    assert _all(entries)[:-1] == _all(expected)[:-1]
    assert entries[-1:] == expected[-1:]
    assert [one.line for one in entries] == [one.line for one in expected]
    assert tail == rest
