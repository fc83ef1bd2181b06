"""status --history: what git knows of each catalog; without git a notice, and no harm."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import pytest

from ..office import Office
from .conftest import ANNA, BORIS


def _git(office: Office, *arguments: str, date: str = "2026-03-01") -> None:
    when = f"{date}T09:00:00+0000"
    own = {"GIT_AUTHOR_DATE": when, "GIT_COMMITTER_DATE": when, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
    names = ("-c", "user.name=Вера", "-c", "user.email=v@example.org", "-c", "init.defaultBranch=main")
    subprocess.run(["git", *names, *arguments], cwd=office.root, env=os.environ | own, check=True, capture_output=True)


def _commit(office: Office, date: str) -> None:
    _git(office, "add", "-A", date=date)
    _git(office, "commit", "-q", "-m", "work", date=date)


@pytest.fixture
def recorded(office: Office) -> Office:
    """Release `a` from translated to approved over three days; then it is renamed."""
    _git(office, "init", "-q")
    _commit(office, "2026-03-01")
    office.do("approve", "a", "--by", BORIS, "--segment", "1")
    _commit(office, "2026-03-02")
    office.do("approve", "a", "--by", BORIS)
    _commit(office, "2026-03-03")
    return office


def test_each_commit_that_changed_a_state(recorded: Office) -> None:
    """Date, commit, who, and how far it was; a commit that changed none is left out."""
    recorded.edit("a", lambda entry: entry.but(comments=(*entry.comments, "a word to the translator")))
    _commit(recorded, "2026-03-04")
    data = json.loads(recorded.do("status", "--history", "--json").out)
    assert data["notice"] == ""
    assert [(one["date"][:10], one["author"], one["accepted"], one["states"], one["reached"]) for one in data["history"]] == [
        ("2026-03-01", "Вера", 4, {"translated": 4}, ["translated"]),
        ("2026-03-02", "Вера", 4, {"translated": 3, "approved": 1}, []),
        ("2026-03-03", "Вера", 4, {"approved": 4}, ["approved"]),
    ]
    said = recorded.do("status", "--history").out.splitlines()
    assert said[0].split("  ")[0] == "release"
    assert said[2].split()[-4:] == ["75%", "translated,", "25%", "approved"]
    assert said[3].split()[-4:] == ["100%", "approved", "all", "approved"]


def test_a_renamed_release_keeps_its_history(recorded: Office) -> None:
    """Its catalog went with it."""
    (recorded.root / "sources/a.txt").rename(recorded.root / "sources/2026-03-01-a.txt")
    recorded.do("sync")
    recorded.edit("2026-03-01-a", lambda entry: entry.but(flags=("fuzzy",)) if entry.msgid == "The title" else entry)
    _commit(recorded, "2026-03-05")
    data = json.loads(recorded.do("status", "--history", "--json").out)["history"]
    assert [(one["release"], one["accepted"]) for one in data] == [("2026-03-01-a", count) for count in (4, 4, 4, 3)]


def test_a_project_in_a_folder_of_its_repository(office: Office) -> None:
    """Paths are those of the project."""
    outside = Office(office.root / "deep/er")
    for path, data in office.tree(".").items():
        outside.write(path, data)
    _git(office, "init", "-q")
    _commit(office, "2026-03-01")
    said = json.loads(outside.do("status", "a", "--history", "--json").out)
    assert [one["accepted"] for one in said["history"]] == [4]


def test_merged_work_counts_when_it_is_merged(recorded: Office) -> None:
    """The mainline is what the office had that day: a branch's commits do not count before, its merge does."""
    _git(recorded, "checkout", "-q", "-b", "anna")
    recorded.edit("a", lambda entry: entry.but(msgstr=f"{entry.msgstr}!"), by=ANNA)
    _commit(recorded, "2026-03-06")
    _git(recorded, "checkout", "-q", "main")
    recorded.write("notes.md", "Nothing.\n")
    _commit(recorded, "2026-03-07")
    _git(recorded, "merge", "-q", "--no-ff", "-m", "merge", "anna", date="2026-03-08")
    data = json.loads(recorded.do("status", "--history", "--json").out)["history"]
    assert [(one["date"][:10], one["states"]) for one in data][2:] == [
        ("2026-03-03", {"approved": 4}),
        ("2026-03-08", {"translated": 4}),
    ]


def test_what_can_not_be_read_is_left_out_and_said(recorded: Office) -> None:
    """A broken catalog was committed once: the other versions count."""
    recorded.write("locales/ru/LC_MESSAGES/a.po", 'msgid "broken\n')
    _commit(recorded, "2026-03-09")
    _git(recorded, "revert", "--no-edit", "HEAD", date="2026-03-10")
    data = json.loads(recorded.do("status", "--history", "--json").out)
    assert len(data["history"]) == 3
    assert data["notice"] == "left out: 1 earlier version of catalogs that can not be read"


def test_a_shallow_clone_says_so(recorded: Office, tmp_path: Path) -> None:
    """Its history begins late."""
    _git(recorded, "clone", "-q", "--depth", "1", recorded.root.as_uri(), str(tmp_path / "clone"))
    data = json.loads(Office(tmp_path / "clone").do("status", "--history", "--json").out)
    assert [one["states"] for one in data["history"]] == [{"approved": 4}]
    assert data["notice"] == "the repository is a shallow clone: its history begins late"


@pytest.mark.parametrize("how", ["no repository", "no commit", "no git"])
def test_without_git_there_is_a_notice(office: Office, how: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """One line that says why, status 0."""
    if how == "no commit":
        _git(office, "init", "-q")
    if how == "no git":
        monkeypatch.setenv("PATH", str(office.root))
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(office.root.parent))
    said = office.do("status", "--history")
    assert said.exit == 0
    assert said.out.count("\n") == 1
    assert said.out.startswith("There is no history: git")
    assert json.loads(office.do("status", "--history", "--json").out)["history"] == []


def test_a_path_as_git_quotes_it(recorded: Office) -> None:
    """Names with spaces and letters of any script, and a cache that was deleted."""
    recorded.write("sources/Релиз о встрече.txt", "Встреча\n")
    recorded.do("sync")
    _commit(recorded, "2026-03-11")
    for _ in range(2):
        data = json.loads(recorded.do("status", "Релиз о встрече", "--history", "--json").out)["history"]
        assert [one["segments"] for one in data] == [1]
        (recorded.root / ".workflow/index.sqlite").unlink()
