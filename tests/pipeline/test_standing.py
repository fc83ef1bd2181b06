"""What publish wrote of a release is one row of the index; whatever becomes of a file, the next publish sees it."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from workflow import files
from workflow.index import Index

from ..office import CONFIGURATION, Office

NAMES = ("2026-12-01-a", "2026-12-02-b")
PATHS = [f"{language}/{NAMES[0]}{suffix}" for language in ("en", "ru") for suffix in (".html", ".tei.xml")]
PATHS += [f"aligned/{NAMES[0]}.en-ru{suffix}" for suffix in (".tmx", ".xml")]
PATHS += ["en/index.html", "ru/index.html", "ru/404.html"]


@pytest.fixture
def public(tmp_path: Path) -> Office:
    """Two pairs of pages that a second publish has compared, and a third one only looked at."""
    return made(tmp_path / "office")


def made(root: Path) -> Office:
    """The same anywhere."""
    office = Office(root)
    office.write("workflow.toml", CONFIGURATION)
    for name in NAMES:
        office.write(f"sources/{name}.txt", f"Title\n\nIt is open on {name}.\n")
    office.do("sync")
    for name in NAMES:
        office.accept(name)
    office.do("run")
    time.sleep(0.1)  # files as new as the index are read again
    assert office.do("publish").out == office.do("publish").out == "Everything published is up to date.\n"
    return office


def _same_size(path: Path) -> None:
    data = path.read_bytes()
    path.write_bytes(data[:-1] + bytes([data[-1] ^ 1]))


def _same_times(path: Path) -> None:
    """As a careless backup puts a file back: size and time are those of before, the bytes are not."""
    found = path.stat()
    _same_size(path)
    os.utime(path, ns=(found.st_atime_ns, found.st_mtime_ns))


def _replaced(path: Path) -> None:
    found = path.stat()
    other = path.with_name("other")
    other.write_bytes(path.read_bytes().upper())
    os.utime(other, ns=(found.st_atime_ns, found.st_mtime_ns))
    other.replace(path)


CHANGES: dict[str, Callable[[Path], object]] = {
    "removed": Path.unlink,
    "emptied": lambda path: path.write_bytes(b""),
    "other bytes": _same_size,
    "other bytes, times put back": _same_times,
    "another file": _replaced,
}


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
def test_no_exported_file_stays_changed(public: Office, path: str, change: Callable[[Path], object]) -> None:
    """A file of a release, or a list, that somebody changed is written again."""
    before = public.tree("exports")
    change(public.root / "exports" / path)
    said = public.do("publish")
    assert f"wrote exports/{path}" in said.out.splitlines()
    assert public.tree("exports") == before


def test_the_row_is_kept_only_for_files_that_have_settled(tmp_path: Path) -> None:
    """What was compared while it was as new as the clock can tell might have changed unseen."""
    path = tmp_path / "a"
    path.write_text("a")
    index = Index(tmp_path / "cache", "1")
    base = f"{tmp_path}/"
    index.settle("written", "r", "made from", base, ["a"], index.since())
    assert not index.settled("written", "r", "made from", base)
    time.sleep(0.1)
    index.settle("written", "r", "made from", base, ["a", "missing"], index.since())
    standing = index.settled("written", "r", "made from", base)
    assert standing
    assert not index.settled("written", "r", "made from something else", base)
    (tmp_path / "missing").write_text("")
    assert not index.settled("written", "r", "made from", base)
    (tmp_path / "missing").unlink()
    assert index.settled("written", "r", "made from", base) == standing
    index.close()


def test_a_change_during_the_comparison_is_not_hidden(tmp_path: Path) -> None:
    """Between the digest of a file and the look at its times somebody saves: that row is not kept."""
    path = tmp_path / "a"
    path.write_text("a")
    time.sleep(0.1)
    index = Index(tmp_path / "cache", "1")
    since = index.since()
    index.file(str(path))
    path.write_text("b")
    index.settle("written", "r", "made from", f"{tmp_path}/", ["a"], since)
    assert not index.settled("written", "r", "made from", f"{tmp_path}/")
    index.close()


def test_a_copy_of_a_project_looks_at_its_own_files(tmp_path: Path) -> None:
    """With its index: rows name files from the project on, so that those of the original say nothing of the copy."""
    public = made(tmp_path / "office")
    shutil.copytree(public.root, tmp_path / "copy")
    copy = Office(tmp_path / "copy")
    path = f"exports/ru/{NAMES[0]}.html"
    (copy.root / path).unlink()
    assert f"wrote {path}" in copy.do("publish").out
    assert copy.tree("exports") == public.tree("exports")


@pytest.mark.parametrize("change", ["text", "template", "publisher", "metadata"])
def test_whatever_a_page_is_made_from(public: Office, change: str) -> None:
    """A row holds for what the page was made from, and for nothing else."""
    if change == "text":
        public.edit(NAMES[0], lambda entry: entry.but(msgstr="Другой заголовок") if entry.msgid == "Title" else entry)
    elif change == "template":
        public.write("templates/style.css", "body { color: black }\n")
    elif change == "publisher":
        public.write("workflow.toml", 'publisher = "Press Office"\n' + CONFIGURATION)
    else:
        public.write(f"sources/{NAMES[0]}.toml", "date = 2026-12-03\n")
    public.do("publish")
    as_new = public.tree("exports")
    files.remove(public.root / ".workflow/index.sqlite")
    public.do("publish")
    assert public.tree("exports") == as_new
    assert f"exports/ru/{NAMES[0]}.html" in as_new
