"""The index: whatever happens to it, no command gives another result for it."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest

from workflow.index import Index
from workflow.stamps import digest

from .office import CONFIGURATION, Office


def _garbage(path: Path) -> None:
    path.write_bytes(b"\x00garbage\xff" * 999)


def _truncated(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:5000])


def _hole(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[4096:8192] = bytes(4096)
    path.write_bytes(bytes(data))


def _folder(path: Path) -> None:
    path.unlink()
    (path / "x").mkdir(parents=True)


def _sql(*statements: str) -> Callable[[Path], None]:
    def change(path: Path) -> None:
        connection = sqlite3.connect(path)
        for statement in statements:
            connection.execute(statement)
        connection.commit()
        connection.close()

    return change


DAMAGE: dict[str, Callable[[Path], object]] = {
    "deleted": Path.unlink,
    "empty": lambda path: path.write_bytes(b""),
    "garbage": _garbage,
    "truncated": _truncated,
    "a hole": _hole,
    "a folder": _folder,
    "another version": _sql("UPDATE meta SET value = '0 another'"),
    "no version": _sql("DELETE FROM meta"),
    "a table is gone": _sql("DROP TABLE results"),
    "wrong digests": _sql("UPDATE files SET digest = 'wrong'"),
    "swapped digests": _sql("UPDATE files SET stamp = '0 0 0 0'"),
    "results that are no JSON": _sql("UPDATE results SET value = '{'"),
    "results of other inputs": _sql("UPDATE results SET inputs = 'other'"),
    "no drafts": _sql("DELETE FROM drafts"),
    "results of a few letters less": _sql("UPDATE results SET value = replace(value, 'translated', 'approved')"),
    "releases as they were not read": _sql(
        "UPDATE results SET value = (SELECT value FROM results AS other WHERE other.kind = 'document' AND other.name != results.name)"
        " WHERE kind = 'document'"
    ),
    "what was seen is that of another release": _sql(
        "UPDATE results SET value = (SELECT value FROM results AS other WHERE other.kind = 'seen' AND other.name != results.name)"
        " WHERE kind = 'seen'"
    ),
    "what was seen is gone": _sql("DELETE FROM results WHERE kind = 'seen'"),
    "what is left of a release is gone": _sql("DELETE FROM results WHERE kind = 'left'"),
    "nothing is left of any release": _sql("UPDATE results SET value = '{}' WHERE kind = 'left'"),
    "what a release is worth is gone": _sql("DELETE FROM results WHERE kind = 'inspect'"),
    "no page was published": _sql("UPDATE results SET value = '{}' WHERE kind = 'publish'"),
}


@pytest.mark.parametrize("how", DAMAGE)
def test_a_damaged_index_changes_no_result(tmp_path: Path, how: str) -> None:
    """After any damage a run ends well, and exports and catalogs are those of a run that never had an index."""
    trees = []
    for name, damage in (("damaged", DAMAGE[how]), ("fresh", DAMAGE["deleted"])):
        office = Office(tmp_path / name)
        office.write("workflow.toml", CONFIGURATION)
        office.write("sources/a.txt", "A title\n\nA sentence. Another sentence.\n")
        office.write("sources/b.html", '<p>See <a href="a.html">a</a>.</p>')
        office.do("sync")
        office.accept("a")
        office.do("run")
        damage(office.root / ".workflow/index.sqlite")
        office.write("sources/b.html", '<p>Now see <a href="a.html">a</a>.</p>')
        office.write("sources/c.txt", "A title\n")
        said = office.do("run")
        assert said.exit == 0, said.err
        status = [line for line in office.do("status", "--json").out.splitlines() if '"changed"' not in line]  # by the minute
        stamps = [line for text in office.tree("locales").values() for line in text.splitlines() if not line.startswith(b'"POT-Creation')]
        trees.append((office.tree("exports"), stamps, status))
    assert trees[0] == trees[1]


MEMORY_DAMAGE = {name: DAMAGE[name] for name in ("deleted", "empty", "garbage", "truncated", "a hole", "a folder")} | {
    "another text": _sql("UPDATE memory_units SET msgstr = 'Not this.'"),
    "another source": _sql("UPDATE memory_sources SET msgid = 'Not this.' WHERE msgid LIKE 'A sent%'"),
    "texts that stand for others": _sql("UPDATE memory_units SET source = 3 - source WHERE source < 3"),
    "no texts": _sql("DELETE FROM memory_units"),
    "a table is gone": _sql("DROP TABLE memory_contexts"),
    "old digests": _sql("UPDATE memory_origins SET digest = 'old'"),
}


@pytest.mark.parametrize("how", MEMORY_DAMAGE)
def test_a_damaged_memory_drafts_no_other_text(tmp_path: Path, how: str) -> None:
    """After any damage a new release gets the draft that it would have got, or none that was not accepted for its very words."""
    office = Office(tmp_path)
    office.write("workflow.toml", CONFIGURATION)
    office.write("sources/a.txt", "A title\n\nA sentence. Another sentence.\n")
    office.do("sync")
    office.accept("a")
    office.write("sources/b.txt", "B title\n\nAnother sentence.\n")
    office.do("run")
    accepted = {entry.msgid: entry.msgstr for entry in office.entries("a")}
    MEMORY_DAMAGE[how](office.root / ".workflow/memory.sqlite")
    office.write("sources/c.txt", "C title\n\nA sentence.\n")
    said = office.do("run")
    assert said.exit == 0, said.err
    for entry in office.entries("c"):
        assert entry.msgstr in ("", accepted.get(entry.msgid)) or not any("memory" in comment for comment in entry.comments), how
    if how not in ("no texts", "another source"):
        # What is told of an origin is believed as long as the file is sound; texts that are gone from it are not missed.
        found = {entry.msgid: entry.msgstr for entry in office.entries("c")}
        assert found["A sentence."] == accepted["A sentence."]


def test_a_file_written_just_now_is_read_again(tmp_path: Path) -> None:
    """A change could hide in the clock's grain: a digest is trusted only when the file was older than that as it was read."""
    file = tmp_path / "a.txt"
    index = Index(tmp_path / ".workflow", "1")

    def forged() -> str:
        stamp, seen, _ = index._files[str(file)]
        index._files[str(file)] = (stamp, seen, "forged")
        return index.file(str(file))

    file.write_bytes(b"one")
    assert index.file(str(file)) == digest(b"one")
    assert forged() == digest(b"one")
    time.sleep(0.1)
    assert index.file(str(file)) == digest(b"one")
    assert forged() == "forged"
    file.write_bytes(b"two")
    assert index.file(str(file)) == digest(b"two")
    index.close()


def test_a_result_is_found_by_its_inputs_only(tmp_path: Path) -> None:
    """Other inputs, and another program, find nothing."""
    index = Index(tmp_path, "1")
    index.put("kind", "name", "inputs", {"x": 1})
    assert index.get("kind", "name", "inputs") == {"x": 1}
    assert index.get("kind", "name", "other") is None
    index.close()
    again = Index(tmp_path, "1")
    assert again.get("kind", "name", "inputs") == {"x": 1}
    again.close()
    other = Index(tmp_path, "2")
    assert other.get("kind", "name", "inputs") is None
    other.close()


def test_a_run_holds_no_more_of_a_larger_index(tmp_path: Path) -> None:
    """What was put goes to the disk in portions, is found there by this run and by another process, and by the next run."""
    index = Index(tmp_path, "1")
    source = Random(1)
    values = {f"{number}": source.randbytes(6_000).hex() for number in range(2_000)}  # nothing to compress in it
    for name, value in values.items():
        index.put("kind", name, "inputs", value)
    assert sum(len(data) for _, data in index._results.values()) < 5_000_000
    assert [index.get("kind", name, "inputs") for name in values] == list(values.values())
    index.checkpoint()
    reader = Index(tmp_path, "1")
    reader.detach()
    assert reader.get("kind", "7", "inputs") == values["7"]
    reader.close()
    index.close()
    again = Index(tmp_path, "1")
    assert again.names("kind") == sorted(values)
    again.close()


def test_an_index_that_breaks_under_way_costs_the_cache_alone(tmp_path: Path) -> None:
    """What can not be read is not known; what is put after that is found, in this run and the next."""
    index = Index(tmp_path, "1")
    for number in range(2_000):
        index.put("kind", f"{number}", "inputs", "x" * 500)
    index.close()
    index = Index(tmp_path, "1")
    path = tmp_path / "index.sqlite"
    data = bytearray(path.read_bytes())
    data[4096:] = b"\xff" * (len(data) - 4096)
    path.write_bytes(bytes(data))
    assert index.get("kind", "77", "inputs") is None
    index.put("kind", "77", "inputs", "again")
    assert index.get("kind", "77", "inputs") == "again"
    index.close()
    again = Index(tmp_path, "1")
    assert again.get("kind", "77", "inputs") == "again"
    again.close()


def test_digests_know_where_a_part_ends() -> None:
    """Moving a boundary gives another digest."""
    assert digest("ab", "c") != digest("a", "bc") != digest("abc")
