"""Catalogs, clocks, locales and names as they come from the world: what can be read keeps its texts, what can not is left as it is."""

from __future__ import annotations

import os
import subprocess
import sys
import time
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest

from ..office import Office
from .faults import office_in_the_middle, texts


def _truncated(data: bytes) -> bytes:
    return data[: data.index("Текст 2".encode()) + 3]


def _conflict(data: bytes) -> bytes:
    lines = data.split(b"\n")
    at = next(number for number, line in enumerate(lines) if "Текст 1".encode() in line)
    return b"\n".join(
        [*lines[:at], b"<<<<<<< ours", lines[at], b"=======", 'msgstr "Их текст"'.encode(), b">>>>>>> theirs", *lines[at + 1 :]]
    )


UNREADABLE: dict[str, Callable[[bytes], bytes]] = {
    "truncated in the middle": _truncated,
    "truncated in a quote": lambda data: data[: data.rindex(b'"')],
    "marks of a conflict": _conflict,
    "a charset that it is not in": lambda data: data.replace(b"charset=UTF-8", b"charset=US-ASCII"),
    "a charset that nobody knows": lambda data: data.replace(b"charset=UTF-8", b"charset=X-UNKNOWN"),
    "zeros behind a crash": lambda data: data[: len(data) // 2] + bytes(len(data) // 2),
    "UTF-16": lambda data: data.decode().encode("utf-16"),
}
READABLE: dict[str, Callable[[bytes], bytes]] = {
    "CRLF": lambda data: data.replace(b"\n", b"\r\n"),
    "a byte order mark": lambda data: b"\xef\xbb\xbf" + data,
    "windows-1251": lambda data: data.decode().replace("charset=UTF-8", "charset=CP1251").encode("cp1251"),
    "CRLF in places": lambda data: data.replace(b'msgstr "', b'msgstr "', 1).replace(b"\n\n", b"\r\n\r\n", 2),
    "no header": lambda data: data[data.index(b"\n\n") + 2 :],
    "every entry twice": lambda data: data + b"\n" + data[data.index(b"\n\n") + 2 :],
}


@pytest.mark.parametrize("how", UNREADABLE)
def test_a_catalog_that_can_not_be_read_is_left_as_it_is(tmp_path: Path, how: str) -> None:
    """The run names file and place, touches no byte of it, and does the rest of its work."""
    office = office_in_the_middle(tmp_path / "project")
    others = texts(office.root) - {entry.msgstr for entry in office.entries("a")}
    path = office.catalog("a")
    path.write_bytes(UNREADABLE[how](path.read_bytes()))
    before = path.read_bytes()
    for command in (["run"], ["sync", "--resegment"], ["draft", "--again"], ["run"]):
        said = office.do(*command)
        assert path.read_bytes() == before
        assert said.exit == 1
        assert "locales/ru/LC_MESSAGES/a.po" in said.err
    path.unlink()
    assert texts(office.root) >= others
    assert office.catalog("d").exists()


@pytest.mark.parametrize("how", READABLE)
def test_a_catalog_in_another_shape_keeps_its_texts(tmp_path: Path, how: str) -> None:
    """Whatever an editor made of the file's form, all texts are there after all that a day brings."""
    office = office_in_the_middle(tmp_path / "project")
    path = office.catalog("a")
    path.write_bytes(READABLE[how](path.read_bytes()))
    wanted = texts(office.root)
    for command in (["run"], ["sync", "--resegment"], ["draft", "--again"], ["publish"]):
        assert "Traceback" not in office.do(*command).err
        assert texts(office.root) >= wanted


def test_a_clock_that_goes_backwards(tmp_path: Path) -> None:
    """Files from the future, and files older than what the index saw, are read for what they hold."""
    office = office_in_the_middle(tmp_path / "project")
    office.do("run")
    wanted = texts(office.root)
    for shift in (86_400 * 365, -86_400 * 365, 0):
        moment = time.time() + shift
        office.edit("a", lambda entry, shift=shift: entry.but(msgstr=f"Правка {shift}", flags=()) if entry.msgid == "Come soon." else entry)
        for path in [*(office.root / "locales").rglob("*.po"), *(office.root / "sources").iterdir()]:
            os.utime(path, (moment, moment))
        assert office.do("run").exit == 0
        assert texts(office.root) >= wanted | {f"Правка {shift}"}


@pytest.mark.parametrize("name", ["C", "POSIX", "en_US.ISO-8859-1"])
def test_another_locale(tmp_path: Path, name: str) -> None:
    """What a system takes for its encoding decides nothing."""
    office = office_in_the_middle(tmp_path / "project")
    office.write("sources/Ёлка.txt", "The tree\n\nIt stands.\n")
    wanted = texts(office.root)
    code = "import sys; from workflow.cli import main; main(sys.argv[1:], prog_name='workflow')"
    environment = {**os.environ, "LC_ALL": name, "LANG": name, "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    done = subprocess.run([sys.executable, "-c", code, "run"], cwd=office.root, env=environment, capture_output=True, check=False)
    assert b"Traceback" not in done.stderr, done.stderr
    assert done.returncode == 0, done.stderr
    assert texts(office.root) >= wanted


def test_names_that_look_alike(tmp_path: Path) -> None:
    """Of two names that other systems take for one, in two cases or composed and decomposed, the first is used and the other told."""
    office = Office(tmp_path / "project")
    office.write("workflow.toml", 'languages = ["ru"]\nengine = "pseudo"\n')
    names = ["Report", "report", unicodedata.normalize("NFD", "Йод"), "Йод"]
    for number, name in enumerate(names):
        office.write(f"sources/{name}.txt", f"Title {number}\n\nSentence number {number}.\n")
    if len(list((office.root / "sources").iterdir())) < len(names):
        pytest.skip("this file system takes two of the names for one")
    said = office.do("run")
    assert said.exit == 1
    assert "sources/report.txt: error S001: its name differs from Report in case only" in said.err
    assert "sources/Йод.txt: error S001: its name differs from" in said.err
    assert "Unicode NFC" in said.err
    office.accept("Report", translate=lambda msgid: f"Текст {msgid}")
    office.accept(names[2], translate=lambda msgid: f"Слово {msgid}")
    wanted = texts(office.root)
    assert len(wanted) == 4
    office.do("run")
    (office.root / "sources/Report.txt").unlink()
    office.do("run")
    assert texts(office.root) >= wanted


@pytest.mark.skipif(os.geteuid() == 0, reason="this user may write everything")
def test_a_catalog_that_may_not_be_written(tmp_path: Path) -> None:
    """Said with the file's name; its texts stay, the others go on."""
    office = office_in_the_middle(tmp_path / "project")
    wanted = texts(office.root)
    folder = office.catalog("a").parent
    folder.chmod(0o555)
    try:
        said = office.do("run")
        assert said.exit == 1
        assert "can not be written" in said.err
        assert texts(office.root) >= wanted
    finally:
        folder.chmod(0o755)
    assert office.do("run").exit == 0
    assert texts(office.root) >= wanted
