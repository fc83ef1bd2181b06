"""draft: what the memory offers, what the glossary asks for, and what a killed job leaves."""

from __future__ import annotations

from workflow.drafts import Draft
from workflow.pipeline.journal import opened

from ..office import Office

TMX = """<?xml version="1.0" encoding="UTF-8"?>
<tmx version="1.4">
<header creationtool="x" creationtoolversion="1" segtype="sentence" o-tmf="x" adminlang="en" srclang="en" datatype="plaintext"/>
<body>
<tu><tuv xml:lang="en"><seg>The meeting took place on 12 May in the office.</seg></tuv>
<tuv xml:lang="ru"><seg>Встреча состоялась 12 мая в представительстве.</seg></tuv></tu></body></tmx>"""


def test_a_similar_sentence_of_a_tmx_file_is_adapted(office: Office) -> None:
    """Another day of the month is put in; the draft names percent, file and difference, and is not accepted."""
    office.write("locales/ru/memory/old.tmx", TMX)
    office.write("sources/a.txt", "The title\n\nThe meeting took place on 14 May in the office.\n")
    assert office.do("run").exit == 0
    entry = office.entries("a")[1]
    assert entry.msgstr == "Встреча состоялась 14 мая в представительстве."
    assert entry.fuzzy
    assert entry.comments[0].startswith("draft: memory ")
    assert "% old risk " in entry.comments[0]
    assert "12 → 14" in entry.comments[0]
    assert office.states("a")[entry.msgid] == "draft"


def test_a_broken_tmx_file_is_told_and_the_rest_goes_on(office: Office) -> None:
    """The finding names file and line; drafts come from the engine as ever."""
    office.write("locales/ru/memory/old.tmx", TMX.replace("</tu>", ""))
    office.write("sources/a.txt", "The title\n")
    said = office.do("run")
    assert said.exit == 1
    assert "locales/ru/memory/old.tmx:" in said.err
    assert office.states("a") == {"The title": "draft"}


def test_a_killed_job_goes_on_where_it_was(office: Office) -> None:
    """A draft that is in the journal is not asked for again; when the catalogs are written, the journal is empty."""
    office.write("sources/a.txt", "The title\n\nAnother sentence here.\n")
    office.do("sync")
    with opened(office.root / ".workflow", "pseudo accents 1") as journal:
        journal.add([("The title", Draft("Из журнала", score=-0.1, risk=7))])
    office.do("draft")
    texts = {entry.msgid: entry.msgstr for entry in office.entries("a")}
    assert texts["The title"] == "Из журнала"
    assert texts["Another sentence here."] != ""
    with opened(office.root / ".workflow", "pseudo accents 1") as journal:
        assert journal.known(["The title", "Another sentence here."]) == {}


def test_a_broken_glossary_is_told_and_counts_as_none(office: Office) -> None:
    """The finding names file and line; the glossary is no release, and nothing is written over it."""
    broken = 'msgid "term\nmsgstr "слово"\n'
    path = office.write("locales/ru/LC_MESSAGES/glossary.po", broken)
    office.write("sources/a.txt", "The title\n")
    said = office.do("run")
    assert said.exit == 1
    assert "locales/ru/LC_MESSAGES/glossary.po:1: error G001" in said.err
    assert office.states("a") == {"The title": "draft"}
    assert path.read_text("utf-8") == broken


def test_engine_options_of_an_engine_that_has_none(office: Office) -> None:
    """The message names the option; the run goes on without drafts."""
    office.write("workflow.toml", 'languages = ["ru"]\nengine = "pseudo"\nengine-options = {url = "x"}\n')
    office.write("sources/a.txt", "The title\n")
    said = office.do("run")
    assert said.exit == 0
    assert "url" in said.err
