"""States: one test for each row of the table, and for each way from one to another that could be mistaken for acceptance."""

from __future__ import annotations

import pytest
from hypothesis import given

from tests.locales import catalogs
from tests.locales.catalogs import HEADER, PATH, one, read
from workflow.locales import catalog as po
from workflow.locales.catalog import Entry
from workflow.locales.merge import merge
from workflow.locales.review import (
    accepted_again,
    combined,
    digest,
    drafted,
    is_as_accepted,
    is_persons,
    made_stale,
    note_acceptance,
    refused,
    refused_by,
    state,
    text_digest,
)
from workflow.locales.template import Wanted

DRAFT = f"# draft: argos translate-en_ru 1.9 risk 41 {text_digest(None, 'a', 'б')}"
APPROVED = f"# approved: Anna Petrova 2026-03-01 {text_digest(None, 'a', 'б')}"
STALE = f"# stale: {text_digest(None, '', 'б')}"


@pytest.mark.parametrize(
    ("lines", "expected", "persons"),
    [
        ('msgid "a"\nmsgstr ""', "untranslated", False),
        ('# draft: refused argos translate-en_ru 1.9: too long\nmsgid "a"\nmsgstr ""', "untranslated", False),
        ('#, fuzzy\nmsgid "a"\nmsgstr ""', "untranslated", False),
        (f'{DRAFT}\n#, fuzzy\nmsgid "a"\nmsgstr "б"', "draft", False),
        (f'{DRAFT}; see the glossary\n#, fuzzy\nmsgid "a"\nmsgstr "б"', "draft", False),
        (f'{DRAFT}\n#, fuzzy\n#| msgid "z"\nmsgid "a"\nmsgstr "б"', "draft", False),
        (f'{DRAFT}\n#, fuzzy\nmsgid "a"\nmsgstr "в"', "returned", True),
        (f'{DRAFT}\n#, fuzzy\nmsgid "A"\nmsgstr "б"', "returned", True),
        (f'{DRAFT}\n#, fuzzy\nmsgctxt "c"\nmsgid "a"\nmsgstr "б"', "returned", True),
        ('# draft: this one is mine\n#, fuzzy\nmsgid "a"\nmsgstr "б"', "returned", True),
        ('# rejected: Anna 2026-03-01 wrong name\n#, fuzzy\nmsgid "a"\nmsgstr "б"', "returned", True),
        ('#, fuzzy\nmsgid "a"\nmsgstr "б"', "returned", True),
        ('#, fuzzy\n#| msgid "z"\nmsgid "a"\nmsgstr "б"', "stale", True),
        (f'{STALE}\n#, fuzzy\n#| msgid "z"\nmsgid "a"\nmsgstr "б"', "stale", True),
        ('msgid "a"\nmsgstr "б"', "translated", True),
        ('#| msgid "z"\nmsgid "a"\nmsgstr "б"', "translated", True),
        (f'{DRAFT}\nmsgid "a"\nmsgstr "б"', "translated", True),
        (f'{APPROVED}\nmsgid "a"\nmsgstr "б"', "approved", True),
        (f'{APPROVED}\nmsgid "a"\nmsgstr "в"', "translated", True),
        (f'{APPROVED}\nmsgid "b"\nmsgstr "б"', "translated", True),
        (f'{APPROVED}\n#, fuzzy\nmsgid "a"\nmsgstr "б"', "returned", True),
        ('#~ msgid "a"\n#~ msgstr "б"', "obsolete", True),
        (f'{APPROVED}\n#~ msgid "a"\n#~ msgstr "б"', "obsolete", True),
    ],
)
def test_the_state_is_told_by_the_entry_alone(lines: str, expected: str, persons: bool) -> None:
    """Each row of the table of states, and its near misses."""
    assert (state(one(lines)), is_persons(one(lines))) == (expected, persons)


def accepted(lines: str, *, four_eyes: bool = False, header: str = HEADER) -> Entry:
    """Returns an entry after a run noted what people accepted."""
    (entry,) = note_acceptance(read(f"{header}\n{lines}\n"), lambda _: None, four_eyes=four_eyes).entries
    return entry


def test_a_draft_in_a_cleared_stale_entry_is_a_draft() -> None:
    """Where somebody cleared a stale text, a draft does not inherit `#|`: its source coming back would accept it unread."""
    cleared = one(f'{STALE}\n#, fuzzy\n#| msgid "z"\nmsgid "a"\nmsgstr ""')
    entry = drafted(cleared, "черновик", engine="argos", risk=3)
    assert (state(entry), entry.previous) == ("draft", None)
    merged = merge(read(HEADER).with_entries([entry]), (Wanted((None, "z"), (), ()),)).catalog
    assert [state(one) for one in merged.live()] == ["untranslated"]


def test_a_draft_for_an_entry_with_plural_forms_is_in_the_file() -> None:
    """An empty entry of another tool with plural forms takes a draft like any other."""
    entry = drafted(one('msgid "a"\nmsgid_plural "as"\nmsgstr[0] ""\nmsgstr[1] ""'), "б", engine="argos", risk=3)
    assert [state(one) for one in po.read(po.write(catalogs.new(entry)), PATH).entries] == ["draft"]


def test_plural_forms_are_a_persons_text_whichever_is_filled() -> None:
    """A text in the second form alone is a text."""
    assert is_persons(one('msgid "a"\nmsgid_plural "as"\nmsgstr[0] ""\nmsgstr[1] "б"'))


def test_notes_of_engines_are_one_line() -> None:
    """A line end in what an engine says can not break its note in two."""
    entry = drafted(Entry("a"), "б", engine="x\ny", risk=3, note="p\nq")
    assert [state(one) for one in po.read(po.write(catalogs.new(entry)), PATH).entries] == ["draft"]
    no = po.read(po.write(catalogs.new(refused(Entry("a"), engine="x\ny", reason="p\nq"))), PATH).entries[0]
    assert refused_by(no) == ("x y", "p q")


@given(catalogs.entries(), catalogs.texts.filter(bool))
def test_a_draft_is_a_draft_until_somebody_touches_it(entry: Entry, text: str) -> None:
    """Whatever an entry held: a draft put into it is one, and with one more letter it is a person's."""
    made = drafted(entry.but(obsolete=False), text, engine="argos 1", risk=5)
    assert (state(made), is_persons(made)) == ("draft", False)
    assert (state(made.but(msgstr=f"{text}!")), is_persons(made.but(msgstr=f"{text}!"))) == ("returned", True)


@given(catalogs.entries())
def test_a_persons_remark_is_never_taken_for_an_engines(entry: Entry) -> None:
    """Drafting and refusing keep every comment that no engine wrote, also one that begins with “draft: ”."""
    for made in (drafted(entry, "б", engine="argos", risk=5), refused(entry, engine="argos", reason="no")):
        assert made.comments[:-1] == entry.comments


def test_accepting_a_draft_says_where_it_came_from() -> None:
    """Removing `fuzzy` is acceptance; the note of the draft becomes its origin, and is no draft any more if sent back."""
    entry = accepted(f'{DRAFT}\nmsgid "a"\nmsgstr "б"')
    assert entry.comments == ("from: argos translate-en_ru 1.9",)
    assert state(entry.but(flags=("fuzzy",))) == "returned"


def test_accepting_a_stale_text_forgets_its_old_source() -> None:
    """Sent back later, it is a person's text, and its first source coming back does not accept it."""
    entry = accepted(f'{STALE}\n#| msgid "z"\nmsgid "a"\nmsgstr "в"')
    assert (entry.previous, entry.comments) == (None, ())
    assert state(entry.but(flags=("fuzzy",))) == "returned"


def test_four_eyes_notes_who_translated() -> None:
    """The run that first sees an acceptance writes the Last-Translator beside it, once."""
    header = HEADER.replace('"Language: ru\\n"', '"Last-Translator: Anna <a@example.org>\\n"')
    entry = accepted('msgid "a"\nmsgstr "б"', four_eyes=True, header=header)
    assert entry.comments == (f"translated: Anna <a@example.org> {digest(entry)}",)
    catalog = read(HEADER).with_entries([entry])
    assert note_acceptance(catalog, lambda _: None, four_eyes=True) is catalog


def test_nothing_accepted_nothing_changed() -> None:
    """A run that finds no new acceptance leaves the catalog as it is, bytes included."""
    catalog = read(f'{HEADER}\n#, fuzzy\nmsgid "a"\nmsgstr "б"\n\nmsgid ""\n"b"\nmsgstr "в"\n\nmsgid "c"\nmsgstr ""\n')
    assert note_acceptance(catalog, lambda _: None, four_eyes=False) is catalog


@given(catalogs.texts.filter(bool), catalogs.texts.filter(bool))
def test_a_stale_text_that_was_worked_on_is_not_the_accepted_one(text: str, other: str) -> None:
    """The digest tells if the text is still the one that was accepted."""
    stale = made_stale(Entry("b", text), "a")
    assert state(stale) == "stale"
    assert is_as_accepted(stale)
    assert accepted_again(stale) == Entry("b", text)
    assert is_as_accepted(stale.but(msgstr=other)) == (text == other)


@given(catalogs.entries(), catalogs.entries())
def test_one_of_two_entries_has_what_both_said(first: Entry, second: Entry) -> None:
    """Combining two entries of one key loses no text of a person."""
    second = second.but(msgid=first.msgid, msgctxt=first.msgctxt)
    entry = combined((first, second))
    for text in {said.msgstr for said in (first, second) if is_persons(said) and said.msgstr != "<prev/>"}:
        assert entry.msgstr == text or f"other text: {' '.join(text.split())}" in entry.comments


def test_no_text_moves_a_boundary_of_a_digest() -> None:
    """Two different splits of the same letters have different digests."""
    assert len({text_digest(None, "ab", "c"), text_digest(None, "a", "bc"), text_digest("a", "b", "c"), text_digest("", "ab", "c")}) == 4
