"""What a file keeps when it is written anew: owner, group, permissions, access list, attributes; and what it may never gain."""

from __future__ import annotations

import errno
import os
import shutil
import struct
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from workflow import files

ANNA, BORIS, PRESS, OTHERS = 12_001, 12_002, 12_101, 12_102
"""Users and groups that this machine need not know."""

root_only = pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root may give a file to somebody")


@pytest.fixture
def shared() -> Iterator[Path]:
    """A folder that every user may reach and write to; those of pytest are closed to others."""
    path = Path(tempfile.mkdtemp())
    path.chmod(0o777)
    yield path
    shutil.rmtree(path)


def _made(path: Path, mode: int) -> Path:
    path.write_bytes(b"one")
    os.chown(path, ANNA, PRESS)
    path.chmod(mode)
    return path


def _of(path: Path) -> tuple[int, int, int]:
    found = path.stat()
    return found.st_uid, found.st_gid, found.st_mode & 0o7777


def _as(user: int, group: int, others: list[int], work: Callable[[], object]) -> None:
    """Does something as another user, in a process of its own."""
    child = os.fork()
    if child == 0:
        status = 1
        try:
            os.setgroups(others)
            os.setgid(group)
            os.setuid(user)
            work()
            status = 0
        finally:
            os._exit(status)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


def _write_twice(path: Path) -> None:
    files.write(path, b"two")
    files.write(path, b"three", expected=b"two")


@root_only
def test_root_leaves_a_file_with_its_owner(shared: Path) -> None:
    """A run of the administrator's takes no translator's file away: owner, group and mode are what they were, by both ways of writing."""
    path = _made(shared / "a.po", 0o640)
    _write_twice(path)
    assert (path.read_bytes(), _of(path)) == (b"three", (ANNA, PRESS, 0o640))


@root_only
def test_a_colleague_leaves_a_file_with_its_group(shared: Path) -> None:
    """Who is in the group of a file owns it afterwards, because no system lets him give it away; the group has it as before."""
    path = _made(shared / "a.po", 0o664)
    _as(BORIS, OTHERS, [PRESS], lambda: _write_twice(path))
    assert (path.read_bytes(), _of(path)) == (b"three", (BORIS, PRESS, 0o664))


@root_only
@pytest.mark.parametrize(("mode", "then"), [(0o664, 0o644), (0o604, 0o644), (0o2666, 0o666)])
def test_a_stranger_gives_no_rights_to_his_group(shared: Path, mode: int, then: int) -> None:
    """Who can not keep the group leaves it no more than everybody had; it is no failure."""
    path = _made(shared / "a.po", mode)
    _as(BORIS, OTHERS, [], lambda: _write_twice(path))
    assert (path.read_bytes(), _of(path)) == (b"three", (BORIS, OTHERS, then))


def _supports(path: Path, name: str, value: bytes) -> None:
    if not hasattr(os, "setxattr"):
        pytest.skip("this system has no extended attributes")
    try:
        os.setxattr(path, name, value)
    except OSError as error:
        if error.errno not in (errno.ENOTSUP, errno.EPERM):
            raise
        pytest.skip(f"this file system does not keep {name}")


def test_attributes_that_people_gave_are_kept(tmp_path: Path) -> None:
    """`user.*` attributes, such as where a browser got a file from, come along."""
    path = tmp_path / "a.po"
    path.write_bytes(b"one")
    _supports(path, "user.xdg.origin.url", b"https://example.org/a.po")
    _write_twice(path)
    assert os.getxattr(path, "user.xdg.origin.url") == b"https://example.org/a.po"


def test_an_access_list_is_kept(tmp_path: Path) -> None:
    """A user who was named in the list of those who may write is named there afterwards, and the mode is the same."""
    path = tmp_path / "a.po"
    path.write_bytes(b"one")
    path.chmod(0o640)
    # acl(5): owner rw, user Anna rw, group r, mask rw, others nothing.
    entries = [(0x01, 6, 0xFFFFFFFF), (0x02, 6, ANNA), (0x04, 4, 0xFFFFFFFF), (0x10, 6, 0xFFFFFFFF), (0x20, 0, 0xFFFFFFFF)]
    listed = struct.pack("<I", 2) + b"".join(struct.pack("<HHI", *entry) for entry in entries)
    _supports(path, "system.posix_acl_access", listed)
    mode = path.stat().st_mode
    _write_twice(path)
    assert os.getxattr(path, "system.posix_acl_access") == listed
    assert path.stat().st_mode == mode
