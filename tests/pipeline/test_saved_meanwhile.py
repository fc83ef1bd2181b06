"""An editor saves between two stages of one run: published is what stands in the catalog then, and nothing that is no longer accepted."""

from __future__ import annotations

from pathlib import Path

import pytest

from workflow.pipeline import begin
from workflow.pipeline.publish import publish
from workflow.pipeline.status import status
from workflow.pipeline.sync import sync
from workflow.project import load

from ..office import CONFIGURATION, Office

NAME = "2026-12-01-a"


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """A release with all its sentences accepted, not yet published."""
    office = Office(tmp_path)
    office.write("workflow.toml", CONFIGURATION)
    office.write(f"sources/{NAME}.txt", "Title\n\nIt is open.\n")
    office.do("sync")
    office.accept(NAME)
    office.do("status")
    return office


def test_an_acceptance_that_is_taken_back_counts(office: Office) -> None:
    """The page that was ready when the run began is not written."""
    with begin(load(office.root)) as run:
        sync(run)
        assert [one.page.published for one in status(run)] == [True, True]
        office.edit(NAME, lambda entry: entry.but(flags=("fuzzy",)) if entry.msgid == "Title" else entry)
        published = publish(run)
    assert [(page.language, page.published) for page in published.pages] == [("en", True), ("ru", False)]
    assert not (office.root / f"exports/ru/{NAME}.html").exists()
    assert "../ru/" not in office.page(NAME, "en")


def test_another_text_is_the_one_that_is_published(office: Office) -> None:
    """And the next run finds nothing to do."""
    with begin(load(office.root)) as run:
        sync(run)
        status(run)
        office.edit(NAME, lambda entry: entry.but(msgstr="Сказано иначе.") if entry.msgid == "It is open." else entry)
        publish(run)
    assert "Сказано иначе." in office.page(NAME)
    assert office.do("publish").out == "Everything published is up to date.\n"
