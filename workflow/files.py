"""The one writer of every file that the program changes: whole or not at all, and only if its bytes change.

A file is written beside its place and renamed into it, so that a reader, a kill or a full disk never sees half of it. A
file that holds a person's text is flushed to the disk before that, and replaced only if it is still what was read.
"""

from __future__ import annotations

import contextlib
import os
import stat
import tempfile
from collections.abc import Iterator
from pathlib import Path

from workflow.errors import UsageError, WorkflowError

TEMPORARY = ".workflow-"
"""How the name of a file begins while it is written."""


class ChangedMeanwhileError(WorkflowError):
    """Somebody saved the file after it was read: read it again and begin anew."""


def write(path: Path, data: bytes, *, durable: bool = False, expected: bytes | None = None) -> bool:
    """Writes a file whole; returns False, and touches nothing, if it has these bytes already.

    Args:
        path: Where; missing folders are made, a symlink is followed, permissions are kept.
        data: The bytes.
        durable: Flush to the disk before the old file goes: owed to a person's text.
        expected: What the file held when it was read, or None for a file that was not there or does not matter.

    Raises:
        ChangedMeanwhileError: The file no longer holds `expected`.
        WorkflowError: The disk is full, or the place may not be written to.
    """
    target = Path(os.path.realpath(path))
    current = _current(target)
    if current == data:
        return False
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=TEMPORARY, suffix=".tmp", dir=target.parent)
        beside = Path(name)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
                file.flush()
                if durable:
                    os.fsync(file.fileno())
            _keep_mode(target, beside)
            if expected is not None and _current(target) != expected:
                raise ChangedMeanwhileError("somebody saved the file during this run", path=str(path), hint="run the command again")
            beside.replace(target)
        except BaseException:
            with contextlib.suppress(OSError):
                beside.unlink()
            raise
    except OSError as error:
        raise WorkflowError(
            f"can not be written: {error.strerror}", path=str(path), hint="the file is as it was; free the place and run again"
        ) from None
    return True


def _current(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return None


def _keep_mode(target: Path, beside: Path) -> None:
    try:
        beside.chmod(stat.S_IMODE(target.stat().st_mode))
    except FileNotFoundError:
        mask = os.umask(0)
        os.umask(mask)
        beside.chmod(0o666 & ~mask)


def remove(path: Path) -> bool:
    """Removes a file, and the folders that it leaves empty up to two levels; tells if there was one."""
    try:
        path.unlink()
    except FileNotFoundError:
        return False
    for folder in list(path.parents)[:2]:
        try:
            folder.rmdir()
        except OSError:
            break
    return True


def read(path: Path, shown: str) -> bytes:
    """Returns the bytes of a file.

    Raises:
        WorkflowError: It can not be read; names it as `shown`.
    """
    try:
        return path.read_bytes()
    except OSError as error:
        raise WorkflowError(f"can not be read: {error.strerror}", path=shown, hint="look at its permissions") from None


@contextlib.contextmanager
def lock(folder: Path, *, wait: float = 600.0) -> Iterator[None]:
    """Holds the project for one run at a time; a lock whose holder died is free (the system lets go of it).

    Args:
        folder: `.workflow/`.
        wait: Seconds to wait for another run to end.

    Raises:
        UsageError: Another run still works after that; names its process.
    """
    from filelock import FileLock, Timeout

    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(f"can not be made: {error.strerror}", path=str(folder), hint="the project's folder has to be writable") from None
    path = folder / "lock"
    holder = folder / "lock.pid"
    held = FileLock(path)
    try:
        held.acquire(timeout=wait)
    except Timeout:
        who = holder.read_text().strip() if holder.exists() else "unknown"
        raise UsageError(
            f"another run works in this project (process {who})", path=str(folder), hint="wait for its end, or end it"
        ) from None
    try:
        holder.write_text(f"{os.getpid()}\n")
        yield
    finally:
        holder.unlink(missing_ok=True)
        held.release()
