"""The one writer: whole or not at all, only if bytes change, permissions and links kept."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflow import files
from workflow.errors import UsageError, WorkflowError


def test_a_file_with_these_bytes_is_not_touched(tmp_path: Path) -> None:
    """Writing what is there already returns False and keeps inode and time."""
    path = tmp_path / "new/folder/a"
    assert files.write(path, b"one")
    before = path.stat()
    assert not files.write(path, b"one")
    assert path.stat() == before
    assert files.write(path, b"two", durable=True, expected=b"one")
    assert path.read_bytes() == b"two"
    assert sorted(one.name for one in path.parent.iterdir()) == ["a"]


def test_permissions_and_links_are_kept(tmp_path: Path) -> None:
    """A file keeps its mode, with `expected` and without; a link stays a link; a new file has the mode that the umask gives."""
    path = tmp_path / "a"
    path.write_bytes(b"one")
    path.chmod(0o640)
    link = tmp_path / "link"
    link.symlink_to(path)
    files.write(link, b"two")
    files.write(link, b"three", expected=b"two")
    assert link.is_symlink()
    assert (path.read_bytes(), path.stat().st_mode & 0o777) == (b"three", 0o640)
    old = os.umask(0o027)
    try:
        files.write(tmp_path / "b", b"")
        files.write(tmp_path / "c", b"", new=True)
    finally:
        os.umask(old)
    assert {(tmp_path / name).stat().st_mode & 0o777 for name in "bc"} == {0o640}


@given(st.binary(max_size=20), st.binary(max_size=20), st.binary(max_size=20))
def test_a_file_that_changed_meanwhile_is_never_written_over(
    tmp_path_factory: pytest.TempPathFactory, was: bytes, is_: bytes, data: bytes
) -> None:
    """Afterwards the file holds the new bytes if it held what was expected, and otherwise what it held."""
    path = tmp_path_factory.mktemp("files") / "a"
    path.write_bytes(is_)
    os.utime(path, (0, 0))
    try:
        files.write(path, data, expected=was)
    except files.ChangedMeanwhileError:
        assert was != is_
        assert path.read_bytes() == is_
    else:
        assert path.read_bytes() == data
        assert was == is_ or data == is_
    assert sorted(one.name for one in path.parent.iterdir()) == ["a"]


def test_an_empty_file_that_is_saved_again_and_again_is_not_taken_for_empty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An editor empties a file before it fills it: that it is empty at both looks does not say that nobody saved in between."""
    path = tmp_path / "a.po"
    path.write_bytes(b"")
    saved = []

    def sleep(_: float) -> None:
        saved.append(b"text %d" % len(saved))
        path.write_bytes(saved[-1])
        if len(saved) < 3:
            path.write_bytes(b"")  # and it is about to be filled again

    monkeypatch.setattr(files.time, "sleep", sleep)
    with pytest.raises(files.ChangedMeanwhileError):
        files.write(path, b"made from nothing", expected=b"")
    assert path.read_bytes() == saved[-1] == b"text 2"
    assert sorted(one.name for one in tmp_path.iterdir()) == ["a.po"]


def test_what_can_not_be_written_or_removed_is_told(tmp_path: Path) -> None:
    """A folder in the place of a file, or a file in the place of a folder, is a located error; nothing is left behind."""
    (tmp_path / "folder").mkdir()
    (tmp_path / "file").write_bytes(b"")
    for path in (tmp_path / "folder", tmp_path / "file/x"):
        with pytest.raises(WorkflowError, match="can not be written") as raised:
            files.write(path, b"data")
        assert str(path) in str(raised.value)
    with pytest.raises(WorkflowError, match="can not be removed"):
        files.remove(tmp_path / "folder")
    with pytest.raises(WorkflowError, match="there is a file of that name"):
        files.move(tmp_path / "folder", tmp_path / "file")
    assert sorted(one.name for one in tmp_path.iterdir()) == ["file", "folder"]


def test_removing_takes_empty_folders_along(tmp_path: Path) -> None:
    """Two levels of folders go with their last file; one that holds something stays."""
    (tmp_path / "keep").write_bytes(b"")
    path = tmp_path / "x/y/a"
    files.write(path, b"")
    assert files.remove(path)
    assert sorted(one.name for one in tmp_path.iterdir()) == ["keep"]
    assert not files.remove(path)


def test_one_run_at_a_time(tmp_path: Path) -> None:
    """Who waits in vain is told the process that works; afterwards the lock is free again."""
    told = f"another run works in this project .process {os.getpid()}."
    with files.lock(tmp_path / ".workflow"), pytest.raises(UsageError, match=told), files.lock(tmp_path / ".workflow", wait=0.05):
        pass
    with files.lock(tmp_path / ".workflow", wait=0.05):
        pass
