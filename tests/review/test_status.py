"""status: how far each release is, what keeps it from being published, and what people kept of drafts."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

from workflow.show_review import shares

from ..office import Office
from .conftest import ANNA, BORIS


def test_states_are_told_in_percent_of_words(office: Office) -> None:
    """By words of the source; 100% is said of all only, 0% of nothing."""
    office.edit("a", lambda entry: entry.but(flags=("fuzzy",)) if entry.msgid == "Third sentence." else entry)
    office.do("approve", "a", "--by", BORIS, "--segment", "1-2")
    office.do("publish")
    said = office.do("status", "a").out.splitlines()[2]
    assert said.split("  ")[-1].strip() == "1 returned, 1 translated"
    assert "20% returned, 30% translated, 50% approved" in said
    assert shares({"translated": 999, "draft": 1}) == "99% translated, 1% draft"


def test_days_since_the_source_changed(office: Office) -> None:
    """From POT-Creation-Date, which moves only when a sentence does; a header that can not be read says nothing."""
    path = office.catalog("a")
    before = path.read_text("utf-8")
    start = before.index("POT-Creation-Date: ") + len("POT-Creation-Date: ")
    then = datetime.now(UTC) - timedelta(days=12, hours=1)
    for written, days, said in ((f"{then:%Y-%m-%d %H:%M}+0000", 12, "12 days ago"), ("YEAR-MO-DA HO:MI+ZONE", None, "")):
        path.write_text(before[:start] + written + before[before.index("\\n", start) :], "utf-8")
        data = json.loads(office.do("status", "a", "--json").out)["status"]
        assert [one["days"] for one in data] == [None, days]
        assert said in office.do("status", "a").out


def test_errors_that_block_are_in_the_data(office: Office) -> None:
    """A program learns which sentence keeps the page from being published."""
    office.edit("a", lambda entry: entry.but(msgstr="<b>Заголовок</b>") if entry.msgid == "The title" else entry)
    (_, ru) = json.loads(office.do("status", "a", "--json").out)["status"]
    assert ru["why"].endswith("errors")
    assert {(one["code"], one["text"]) for one in ru["errors"]} == {("P101", "The title")}


def test_what_was_kept_of_drafts(office: Office) -> None:
    """By engine and kind of block: how many were accepted, as they were or corrected, and how much of their letters was kept."""
    assert office.do("status", "--drafts").out.startswith("language  drafted by        kind of block  accepted  as drafted  kept\n")
    office.write("sources/b.txt", "A title of b\n\nA paragraph of b.\n\nAnother paragraph of b.\n")
    office.do("run")
    office.edit("b", lambda entry: entry.but(flags=(), msgstr=entry.msgstr if "Another" in entry.msgid else "Другое"), by=ANNA)
    office.do("sync")
    data = json.loads(office.do("status", "b", "--drafts", "--json").out)["drafts"]
    told = [(one["engine"], one["kind"], one["segments"], one["measured"], one["unchanged"]) for one in data]
    assert told == [("pseudo accents 1", "paragraph", 2, 2, 1), ("pseudo accents 1", "title", 1, 1, 0)]
    assert data[0]["percent"] > data[1]["percent"]


def test_drafts_that_are_no_longer_known_are_counted(office: Office) -> None:
    """Where `.workflow/` was deleted nothing can be measured, and the report says so."""
    office.write("sources/b.txt", "A title of b\n")
    office.do("run")
    (office.root / ".workflow/index.sqlite").unlink()
    office.edit("b", lambda entry: entry.but(flags=()), by=ANNA)
    office.do("sync")
    said = office.do("status", "b", "--drafts").out
    assert "Of 1 segment the draft is no longer known" in said
    assert office.do("status", "c", "--drafts").exit == 2


def test_nothing_began_as_a_draft(office: Office) -> None:
    """A sentence that people wrote from nothing is nobody's draft."""
    office.edit("a", lambda entry: entry.but(comments=()))
    assert office.do("status", "a", "--drafts").out == "No accepted text here began as a draft.\n"


def test_an_accepted_text_of_the_memory_counts_as_its_own(office: Office) -> None:
    """It is told from an engine's drafts, and by whether the sentence was the same."""
    office.do("approve", "a", "--by", BORIS)
    office.write("sources/b.txt", "A title\n\nThird sentence.\n")
    office.do("run")
    office.accept("b", by=ANNA)
    office.do("sync")
    data = json.loads(office.do("status", "b", "--drafts", "--json").out)["drafts"]
    assert "memory, same sentence" in {one["engine"] for one in data}
