"""A run looks at the files of a release once, and knows by one row if they are those of the last run; it sees whatever becomes of them."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from workflow.pipeline import Run, begin
from workflow.pipeline.check import check
from workflow.pipeline.remember import remembered
from workflow.project import load

from ..office import CONFIGURATION, Office

NAME, OTHER, THIRD = "2026-12-01-a", "2026-12-02-b", "2026-12-03-c"
CATALOG = f"locales/ru/LC_MESSAGES/{NAME}.po"
TEXT, ELSE = "Он открыт.", "Он закрыт."


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """Two releases that say the same and are translated alike, and a third one that waits."""
    office = Office(tmp_path)
    office.write("workflow.toml", CONFIGURATION)
    for name in (NAME, OTHER, THIRD):
        office.write(f"sources/{name}.txt", "Title\n\nIt is open.\n")
    office.do("sync")
    for name in (NAME, OTHER):
        office.edit(name, lambda entry: entry.but(msgstr=TEXT if entry.msgid == "It is open." else "Заголовок"))
    office.do("sync")
    time.sleep(0.1)  # files as new as the index are read again
    _seen(office)
    return office


def _seen(office: Office) -> tuple[str, bool]:
    """Returns how the release stands, and whether the index told by one row."""
    with begin(load(office.root)) as run:
        files = _files_asked(run)
        return run.seen(run.releases[0]), not files


def _files_asked(run: Run) -> list[str]:
    asked: list[str] = []
    file = run.index.file

    def counted(path: str) -> str:
        asked.append(path)
        return file(path)

    run.index.file = counted  # type: ignore[method-assign]  # looked at, and done all the same
    run.seen(run.releases[0])
    return [one for one in asked if one.endswith((".po", ".txt"))]


def _times_put_back(path: Path) -> None:
    found, data = path.stat(), path.read_bytes()
    path.write_bytes(data.replace(b"open", b"shut").replace(TEXT.encode(), ELSE.encode()))
    os.utime(path, ns=(found.st_atime_ns, found.st_mtime_ns))


def _replaced(path: Path) -> None:
    other = path.with_name("other")
    other.write_bytes(path.read_bytes() + b"\n")
    other.replace(path)


CHANGES: dict[str, Callable[[Path], object]] = {
    "removed": Path.unlink,
    "emptied": lambda path: path.write_bytes(b""),
    "other bytes of the same size, times put back": _times_put_back,
    "another file": _replaced,
}


@pytest.mark.parametrize("path", [CATALOG, f"sources/{NAME}.txt"])
@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
def test_no_change_is_missed(office: Office, path: str, change: Callable[[Path], object]) -> None:
    """A row holds for the very files that it was made from."""
    before, by_one_row = _seen(office)
    assert by_one_row
    if path == CATALOG or change is not Path.unlink:
        change(office.root / path)
        after, by_one_row = _seen(office)
        assert after != before
        assert not by_one_row


def test_of_a_file_that_is_newer_than_the_run_no_row_is_kept(office: Office) -> None:
    """A change could hide in the clock's grain, or behind a clock that went backwards: the file is read again."""
    path = office.write(f"sources/{NAME}.txt", "Title\n\nIt is shut.\n")
    later = time.time_ns() + 3_600_000_000_000
    os.utime(path, ns=(later, later))
    first = _seen(office)
    assert _seen(office) == first == (first[0], False)


def _saved_meanwhile(office: Office, work: Callable[[Run], object]) -> None:
    """Does something in a run that has seen a catalog, while an editor saves it with other words; then the editor takes them back."""
    path = office.catalog(OTHER)
    before = path.read_bytes()
    with begin(load(office.root)) as run:
        for release in run.releases:
            run.seen(release)
        path.write_bytes(before.replace(TEXT.encode(), ELSE.encode()))
        work(run)
    path.write_bytes(before)


def test_what_is_compared_is_kept_by_the_bytes_that_were_read(office: Office) -> None:
    """Words that an editor saved during a run and took back are not told as the catalog's when that run is over."""
    (office.root / ".workflow/index.sqlite").unlink()
    _saved_meanwhile(office, check)
    with begin(load(office.root)) as run:
        assert not [one for one in check(run) if one.code == "P901"]


def test_what_is_learned_is_kept_by_the_bytes_that_were_read(office: Office) -> None:
    """Nor are they offered for another release."""

    def offered(run: Run) -> set[str]:
        return {one.text for one in remembered(run, {THIRD: [(None, "It is open.")]}, "ru").values()}

    _saved_meanwhile(office, offered)
    with begin(load(office.root)) as run:
        assert offered(run) == {TEXT}
