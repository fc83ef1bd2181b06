"""What people kept of drafts is known over versions of the program, and over a cache that was deleted."""

from __future__ import annotations

import json
import re
import shutil
import sqlite3
from pathlib import Path

import pytest

from workflow.locales.review import state

from ..office import Office
from .test_upgrades import HERE, OLD

VISIT = "2026-03-01-visit"


def _corrected(office: Office) -> set[str]:
    """A translator corrects every pending draft a little, and accepts it; the program notes it. Returns their sources."""
    pending = {msgid for msgid, one in office.states(VISIT).items() if one == "draft"}
    office.edit(VISIT, lambda entry: entry.but(flags=(), msgstr=f"{entry.msgstr}!") if state(entry) == "draft" else entry)
    office.do("sync")
    return pending


def _measured(office: Office, msgids: set[str]) -> list[bool]:
    """Whether the catalog says how much of each was kept, more than nine tenths."""
    said = [" ".join(entry.comments) for entry in office.entries(VISIT) if entry.msgid in msgids]
    assert all("from: pseudo accents 1" in one for one in said)
    return [re.search(r"9\d% kept", one) is not None for one in said]


def _opened(folder: str, tmp_path: Path) -> Office:
    office = Office(tmp_path / "project")
    shutil.copytree(HERE / folder / "project", office.root)
    return office


@pytest.mark.parametrize("folder", OLD)
def test_of_a_draft_that_an_older_version_made(folder: str, tmp_path: Path) -> None:
    """Corrected before this version first ran, so that only the older one's index knows what the draft was."""
    office = _opened(folder, tmp_path)
    (office.root / ".workflow").mkdir()
    connection = sqlite3.connect(office.root / ".workflow/index.sqlite")
    connection.executescript((HERE / folder / "caches/index.sql").read_text("utf-8"))
    connection.close()
    pending = _corrected(office)
    assert pending
    assert all(_measured(office, pending))
    assert "no longer known" not in office.do("status", VISIT, "--drafts").out


@pytest.mark.parametrize("folder", OLD)
def test_of_a_draft_that_stands_in_an_old_catalog_only(folder: str, tmp_path: Path) -> None:
    """The first sync learns it from there; corrected before, it is counted, and the report says why it is not measured."""
    office = _opened(folder, tmp_path)
    office.do("sync")
    pending = _corrected(office)
    assert pending
    assert all(_measured(office, pending))
    shutil.rmtree(office.root)
    office = _opened(folder, tmp_path)
    assert not any(_measured(office, _corrected(office)))
    assert "no sync ran before the draft was corrected" in office.do("status", VISIT, "--drafts").out


def test_of_many_releases_at_once(office: Office) -> None:
    """Processes that share the work bring home what they learn from catalogs."""
    for number in range(60):
        office.write(f"sources/r{number}.txt", f"Title {number}\n")
    office.do("run")
    shutil.rmtree(office.root / ".workflow")
    office.do("sync")
    for number in range(60):
        office.edit(f"r{number}", lambda entry: entry.but(flags=(), msgstr=f"{entry.msgstr}!"))
    office.do("sync")
    (one,) = json.loads(office.do("status", "--drafts", "--json").out)["drafts"]
    assert (one["segments"], one["measured"]) == (60, 60)


def test_a_table_of_another_shape_is_thrown_away(office: Office) -> None:
    """What a version that is not known here keeps of drafts is not believed."""
    office.write("sources/a.txt", "Title\n")
    office.do("run")
    with sqlite3.connect(office.root / ".workflow/index.sqlite") as connection:
        connection.execute("DROP TABLE drafts")
        connection.execute("CREATE TABLE drafts (digest TEXT, made TEXT, text TEXT)")
        connection.execute("UPDATE meta SET value = '99 next'")
    connection.close()
    assert office.do("run").exit == 0
    office.edit("a", lambda entry: entry.but(flags=(), msgstr=f"{entry.msgstr}!"))
    office.do("sync")
    assert json.loads(office.do("status", "--drafts", "--json").out)["drafts"][0]["measured"] == 1
