"""Which published assets are the program's own is written down beside them, so that the cache may be deleted between any two runs."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from ..office import Office

RECORD = "exports/.assets.json"


def _without_index(office: Office) -> None:
    shutil.rmtree(office.root / ".workflow")


def _keep(office: Office) -> None:
    assert office.root.is_dir()


def _publish(office: Office) -> None:
    for name in ("map.png", "sub/план города.pdf", "stays.css"):
        office.write(f"sources/{name}", name)
    office.write("sources/r.txt", "A bridge opens\n\nIt is open.\n")
    assert office.do("run").exit == 0


@pytest.mark.parametrize("between", [_without_index, _keep])
def test_an_asset_that_is_gone_is_taken_back(office: Office, between: Callable[[Office], None]) -> None:
    """Whatever was deleted meanwhile; a file that a person put there stays, and the record says what is left."""
    _publish(office)
    office.write("exports/en/robots.txt", "a person's")
    for name in ("map.png", "sub/план города.pdf"):
        (office.root / "sources" / name).unlink()
    between(office)
    said = office.do("publish")
    assert said.exit == 0
    assert "removed exports/en/map.png" in said.out
    assert "removed exports/en/sub/план города.pdf" in said.out
    assert not (office.root / "exports/en/sub").exists()
    assert office.write("exports/en/robots.txt", "a person's").exists()
    assert list(json.loads((office.root / RECORD).read_text("utf-8"))["assets"]) == ["en/stays.css"]
    assert office.do("verify").exit == 0


def test_a_file_that_a_person_changed_is_not_removed(office: Office) -> None:
    """It bears the name of an asset that is gone, and is not what was published of it: a person decides."""
    _publish(office)
    (office.root / "sources/map.png").unlink()
    office.write("exports/en/map.png", "mine")
    _without_index(office)
    said = office.do("publish")
    assert said.err.count("S009") == 1
    assert "exports/en/map.png is not as it was published" in said.err
    assert (office.root / "exports/en/map.png").read_text() == "mine"
    assert "S009" in office.do("publish").err
    (office.root / "exports/en/map.png").unlink()
    assert "S009" not in office.do("publish").err


def test_what_a_page_links_to_stays_although_its_source_can_not_be_read(office: Office) -> None:
    """Nor is there an index that remembers it: the page on disk tells."""
    office.write(
        "sources/r.html", '<!DOCTYPE html><html lang="en"><head><title>A</title></head><body><p><img src="a%20map.png" alt="x"></p>'
    )
    office.write("sources/a map.png", "png")
    office.write("sources/other.png", "png")
    office.do("run")
    office.write("sources/r.html", b"\xff\xfe<")
    for name in ("a map.png", "other.png"):
        (office.root / "sources" / name).unlink()
    _without_index(office)
    said = office.do("publish")
    assert "sources/a map.png: warning S009: is gone, but sources/r.html links to it" in said.err
    assert (office.root / "exports/en/a map.png").exists()
    assert not (office.root / "exports/en/other.png").exists()


def test_the_last_asset_takes_the_record_with_it(office: Office) -> None:
    """A project without assets has no record of any."""
    office.write("sources/r.txt", "A bridge opens\n")
    office.do("run")
    assert not (office.root / RECORD).exists()
    office.write("sources/map.png", "png")
    office.do("publish")
    assert (office.root / RECORD).exists()
    (office.root / "sources/map.png").unlink()
    office.do("publish")
    assert not (office.root / RECORD).exists()


@pytest.mark.parametrize(
    "damaged", ["", "{", "<<<<<<< ours", "[]", '{"format": 1}', '{"format": 1, "assets": {"en/a": 3}}', '{"format": 99, "assets": {}}']
)
def test_a_damaged_record_is_told_and_kept(office: Office, damaged: str) -> None:
    """Nothing is copied over or removed until a person has settled it; pages go on."""
    _publish(office)
    office.write(RECORD, damaged)
    (office.root / "sources/map.png").unlink()
    office.write("sources/stays.css", "new")
    office.write("sources/r.txt", "A bridge opens\n\nIt is wide.\n")
    said = office.do("publish")
    assert said.exit == 1
    assert said.err.count("exports/.assets.json") == 1
    assert (office.root / RECORD).read_text("utf-8") == damaged
    assert (office.root / "exports/en/map.png").exists()
    assert (office.root / "exports/en/stays.css").read_text() == "stays.css"
    assert "It is wide." in office.page("r", "en")


_KILL = """
import os, signal, sys
from workflow import files
before = files.write
def write(path, *rest, **more):
    if path.name == "map.png":
        if sys.argv[1] == "behind":
            before(path, *rest, **more)
        os.kill(os.getpid(), signal.SIGKILL)
    return before(path, *rest, **more)
files.write = write
from workflow.cli import main
main(["publish"])
"""


@pytest.mark.parametrize("when", ["before", "behind"])
@pytest.mark.parametrize("first", [True, False])
def test_a_killed_copy_is_known(office: Office, when: str, first: bool) -> None:
    """Killed at the copy of an asset whose source is gone by the next run: what is public of it is the program's all the same."""
    office.write("sources/r.txt", "A bridge opens\n")
    if not first:
        office.write("sources/map.png", "old")
    office.do("run")
    office.write("sources/map.png", "new")
    environment = os.environ | {"PYTHONPATH": os.pathsep.join([str(Path(__file__).parents[2]), os.environ.get("PYTHONPATH", "")])}
    done = subprocess.run([sys.executable, "-c", _KILL, when], cwd=office.root, env=environment, check=False)
    assert done.returncode == -9
    (office.root / "sources/map.png").unlink()
    shutil.rmtree(office.root / ".workflow")
    said = office.do("publish")
    assert said.exit == 0
    assert not (office.root / "exports/en/map.png").exists()
    assert "S009" not in said.err
