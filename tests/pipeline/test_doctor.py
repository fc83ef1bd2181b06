"""doctor: what it repairs and what it leaves to a person, on projects that are broken as they are in life."""

from __future__ import annotations

import json
import sqlite3
import unicodedata

import pytest

from ..faults.faults import texts
from ..office import Office


@pytest.fixture
def settled(office: Office) -> Office:
    """An office in which all is well."""
    office.write("sources/a.txt", "A title\n\nA sentence here.\n")
    office.do("run")
    office.accept("a")
    office.do("run")
    assert office.do("doctor").out == "All is well.\n"
    return office


def _codes(office: Office, *arguments: str) -> list[tuple[str, str, bool]]:
    found = json.loads(office.do("doctor", "--json", *arguments).out)["doctor"]
    return [(one["code"], one["path"], one["repaired"]) for one in found]


def test_what_a_dead_run_left(settled: Office) -> None:
    """Its mark and its half-written files go; with --dry-run they are only told."""
    settled.write(".workflow/lock.pid", "999999\n")
    settled.write("locales/ru/LC_MESSAGES/.workflow-999999-1.tmp", "half")
    expected = [("D101", ".workflow/lock.pid", True), ("D102", "locales/ru/LC_MESSAGES/.workflow-999999-1.tmp", True)]
    assert _codes(settled, "--dry-run") == expected
    assert (settled.root / "locales/ru/LC_MESSAGES/.workflow-999999-1.tmp").exists()
    assert _codes(settled) == expected
    assert not (settled.root / "locales/ru/LC_MESSAGES/.workflow-999999-1.tmp").exists()
    assert _codes(settled) == []


def test_a_leftover_without_the_mark_of_its_run_goes_too(settled: Office) -> None:
    """What is told as repaired is."""
    left = settled.write("exports/en/.workflow-999999-1.tmp", "half")
    assert _codes(settled) == [("D102", "exports/en/.workflow-999999-1.tmp", True)]
    assert not left.exists()


@pytest.mark.parametrize("name", ["index.sqlite", "memory.sqlite"])
def test_a_damaged_cache_is_thrown_away(settled: Office, name: str) -> None:
    """The next run makes it anew."""
    settled.write("sources/b.txt", "B title\n\nA sentence here.\n")
    settled.do("run")
    settled.write(f".workflow/{name}", b"no database at all" * 500)
    assert _codes(settled) == [("D103", f".workflow/{name}", True)]
    assert not (settled.root / ".workflow" / name).exists()
    assert settled.do("run").exit == 0


def test_a_digest_that_is_not_the_files(settled: Office) -> None:
    """It is forgotten, so that the file is read again."""
    with sqlite3.connect(settled.root / ".workflow/index.sqlite") as connection:
        connection.execute("UPDATE files SET digest = 'other' WHERE path LIKE '%a.txt'")
    connection.close()
    assert _codes(settled) == [("D103", ".workflow/index.sqlite", True)]
    assert _codes(settled) == []


def test_doubles_become_one_and_no_text_is_lost(settled: Office) -> None:
    """Of two texts one is the entry's, the other stands beside it."""
    path = settled.catalog("a")
    data = path.read_bytes()
    double = 'msgid "A sentence here."\nmsgstr "Второй текст"\n'
    path.write_bytes(data + b"\n" + double.encode())
    before = texts(settled.root)
    assert _codes(settled, "--dry-run") == [("D104", "locales/ru/LC_MESSAGES/a.po", True)]
    assert path.read_bytes() == data + b"\n" + double.encode()
    assert _codes(settled) == [("D104", "locales/ru/LC_MESSAGES/a.po", True)]
    assert texts(settled.root) >= before
    assert len([entry for entry in settled.entries("a") if entry.msgid == "A sentence here."]) == 1


def test_what_a_person_decides(settled: Office) -> None:
    """Each with what can be done; nothing of it is touched; only what stands in the way of work is a failure."""
    settled.write("locales/ru/LC_MESSAGES/gone.po", settled.catalog("a").read_bytes())
    settled.write("locales/fr/LC_MESSAGES/a.po", settled.catalog("a").read_bytes())
    settled.write("locales/ru/LC_MESSAGES/a.po.orig", "text")
    for name in (unicodedata.normalize("NFD", "Йод"), "Йод"):
        settled.write(f"locales/ru/LC_MESSAGES/{name}.po", settled.catalog("a").read_bytes())
    before = settled.tree("locales")
    said = settled.do("doctor")
    assert said.exit == 0
    for part in ("gone.po: its source is gone — restore sources/gone.txt", "locales/fr", "a.po.orig: a copy", "other systems take it for"):
        assert part in said.out, part
    settled.write("locales/ru/LC_MESSAGES/broken.po", 'msgid "a\n')
    said = settled.do("doctor")
    assert said.exit == 1
    assert "for you: locales/ru/LC_MESSAGES/broken.po:1: " in said.out
    assert {path: data for path, data in settled.tree("locales").items() if "broken" not in path} == before
