"""Boilerplate is translated once and used word for word; sentences in the same context may be accepted by configuration; terms are told."""

from __future__ import annotations

import pytest

from ..office import CONFIGURATION, Office

ABOUT = "About the office\n\nThe office serves five countries.\n\nContact: press@example.org\n"
RELEASE = "A new centre opens\n\nThe centre opened today.\n\nThe office serves five countries.\n\nContact: press@example.org\n"


def _with_boilerplate(office: Office) -> None:
    office.write("sources/about.txt", ABOUT)
    office.write("sources/about.toml", "boilerplate = true\n")
    office.do("sync")
    office.accept("about", by="Translator")


def test_boilerplate_is_accepted_wherever_it_stands(office: Office) -> None:
    """The same sentence has the same text, accepted, and says from where; other sentences are drafts as ever; nothing of it is a page."""
    _with_boilerplate(office)
    office.write("sources/a.txt", RELEASE)
    said = office.do("run")
    assert said.exit == 0
    assert "boilerplate" in said.out
    states = office.states("a")
    assert states["The office serves five countries."] == states["Contact: press@example.org"] == "translated"
    assert states["The centre opened today."] == states["A new centre opens"] == "draft"
    entry = next(one for one in office.entries("a") if one.msgid == "The office serves five countries.")
    assert entry.msgstr == next(one.msgstr for one in office.entries("about") if one.msgid == entry.msgid)
    assert entry.comments == ("from: boilerplate about",)
    assert not office.page("about", "en")
    assert not office.page("about", "ru")
    assert office.page("a", "en")


def test_boilerplate_that_is_not_accepted_is_none(office: Office) -> None:
    """A draft of the boilerplate is no declaration."""
    office.write("sources/about.txt", ABOUT)
    office.write("sources/about.toml", "boilerplate = true\n")
    office.write("sources/a.txt", RELEASE)
    office.do("run")
    assert set(office.states("a").values()) == {"draft"}


def test_a_persons_text_stays_beside_boilerplate(office: Office) -> None:
    """What a translator began is not replaced."""
    _with_boilerplate(office)
    office.write("sources/a.txt", RELEASE)
    office.do("sync")
    office.edit("a", lambda entry: entry.but(msgstr="Начато", flags=("fuzzy",)) if "five" in entry.msgid else entry)
    office.do("run")
    assert office.states("a")["The office serves five countries."] == "returned"
    assert next(one.msgstr for one in office.entries("a") if "five" in one.msgid) == "Начато"


def test_the_approval_of_boilerplate_comes_along(office: Office) -> None:
    """Where two people have to accept, the two who accepted the boilerplate accepted exactly this text for this sentence."""
    office.write("workflow.toml", CONFIGURATION + 'review = "approved"\n')
    _with_boilerplate(office)
    office.do("sync")
    assert office.do("approve", "about", "--by", "Reviser").exit == 0
    office.write("sources/a.txt", "The office serves five countries.\n")
    assert office.do("run").exit == 0
    assert set(office.states("a").values()) == {"approved"}
    assert office.page("a", "ru")


@pytest.mark.parametrize(("setting", "expected"), [("", "draft"), ('context-matches = "translated"\n', "translated")])
def test_the_same_sentence_between_the_same_sentences(office: Office, setting: str, expected: str) -> None:
    """Accepted at once if the configuration says so; without the same neighbours a draft all the same."""
    office.write("workflow.toml", CONFIGURATION + setting)
    office.write("sources/a.txt", "One here.\n\nTwo here.\n\nThree here.\n\nFour here.\n")
    office.do("sync")
    office.accept("a")
    office.write("sources/b.txt", "One here.\n\nTwo here.\n\nThree here.\n\nAnother.\n\nFour here.\n")
    assert office.do("run").exit == 0
    states = office.states("b")
    assert states["One here."] == states["Two here."] == expected
    assert states["Three here."] == states["Four here."] == states["Another."] == "draft"
    entry = office.entries("b")[1]
    assert ("from: memory 100% a, in the same context" in entry.comments) == (expected == "translated")


def test_a_sentence_that_stands_twice_has_both_contexts(office: Office) -> None:
    """Between either pair of neighbours it is a match in context, although its catalog has it once."""
    office.write("workflow.toml", CONFIGURATION + 'context-matches = "translated"\n')
    office.write("sources/a.txt", "One here.\n\nYes.\n\nTwo here.\n\nThree here.\n\nYes.\n\nFour here.\n")
    office.do("sync")
    office.accept("a")
    office.write("sources/b.txt", "Three here.\n\nYes.\n\nFour here.\n")
    office.write("sources/c.txt", "Five here.\n\nYes.\n\nSix here.\n\nThree here.\n\nYes.\n\nFour here.\n")
    office.do("run")
    assert office.states("b")["Yes."] == "translated"
    assert office.states("c")["Yes."] == "translated"
    (office.root / ".workflow/index.sqlite").unlink()
    (office.root / ".workflow/memory.sqlite").unlink()
    office.write("sources/d.txt", "Zero.\n\nThree here.\n\nYes.\n\nFour here.\n")
    office.do("run")
    assert office.states("d")["Yes."] == "translated"


def test_terms_are_told_to_the_translator(office: Office) -> None:
    """In `#.`, also when the glossary changes later; texts and states stay."""
    office.write("sources/a.txt", "The side event was opened.\n")
    office.do("sync")
    office.accept("a")
    assert office.entries("a")[0].extracted == ("title",)
    office.write("locales/ru/LC_MESSAGES/glossary.po", 'msgid "side event"\nmsgstr "параллельное мероприятие"\n')
    office.do("sync")
    entry = office.entries("a")[0]
    assert entry.extracted == ("title", "term: параллельное мероприятие (side event)")
    assert office.states("a") == {"The side event was opened.": "translated"}
    before = office.catalog("a").read_bytes()
    office.do("sync")
    assert office.catalog("a").read_bytes() == before
