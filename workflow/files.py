"""The one writer of every file that the program changes: whole or not at all, and only if its bytes change.

A file is written beside its place and renamed into it, so that a reader, a kill or a full disk never sees half of it. A
file that holds a person's text is flushed to the disk before that, and replaced only if it is still what was read.
"""

from __future__ import annotations

import contextlib
import os
import time
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from typing import TypeVar

from workflow import attributes
from workflow.errors import UsageError, WorkflowError

Result = TypeVar("Result")

_SETTLED = 0.1
"""Seconds without a change after which a file counts as saved as a whole."""
_SETTLED_EMPTY = 2.0
"""The same for an empty file: most editors that write in place empty it first."""

_LOOKS = 5
"""How often one waits for a file to settle; one that is saved without end counts as changed."""

_TRIES = 5
"""How often work is done again because somebody saved meanwhile; who saves that often is told."""

TEMPORARY = ".workflow-"
"""How the name of a file begins while it is written."""


class ChangedMeanwhileError(WorkflowError):
    """Somebody saved the file after it was read: read it again and begin anew."""


def again_if_saved(work: Callable[[], Result]) -> Result:
    """Returns what work returns that reads a file and ends in a `write` which expects it; done anew on what an editor saved meanwhile.

    Raises:
        ChangedMeanwhileError: Somebody saves again and again.
    """
    for _ in range(_TRIES - 1):
        with contextlib.suppress(ChangedMeanwhileError):
            return work()
    return work()


def write(path: Path, data: bytes, *, durable: bool = False, expected: bytes | None = None, new: bool = False) -> bool:
    """Writes a file whole; returns False, and touches nothing, if it has these bytes already.

    Args:
        path: Where; missing folders are made, a symlink is followed, owner and permissions are kept (`attributes`).
        data: The bytes.
        durable: Flush to the disk before the old file goes: owed to a person's text.
        expected: What the file held when it was read; None: it does not matter.
        new: The file was not there, and may not be there now.

    Raises:
        ChangedMeanwhileError: The file no longer holds `expected`.
        WorkflowError: The disk is full, or the place may not be written to.
    """
    # A folder that is a symlink leads to the same place by itself; to look each of them up takes as long as all the rest.
    target = Path(os.path.realpath(path)) if path.is_symlink() else path
    try:
        if _current(target) == data:
            return False
        handle, beside = _beside(target)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
                file.flush()
                if durable:
                    os.fsync(file.fileno())
            attributes.keep(target, beside)
            if not _put(beside, target, data, expected, new=new):
                raise ChangedMeanwhileError("somebody saved the file during this run", path=str(path), hint="run the command again")
        except BaseException:
            with contextlib.suppress(OSError):
                beside.unlink()  # not there any more if it has its place
            raise
    except OSError as error:
        raise WorkflowError(
            f"can not be written: {error.strerror}", path=str(path), hint="the file is as it was; free the place and run again"
        ) from None
    return True


def _put(beside: Path, target: Path, data: bytes, expected: bytes | None, *, new: bool) -> bool:
    """Gives a written file its place; False, with everything as it was, if what is there is not what was expected."""
    if new:
        try:
            os.link(beside, target)
        except FileExistsError:
            return False
        except OSError:  # a file system without links
            if target.exists():
                return False
            beside.replace(target)
            return True
        beside.unlink()
        return True
    if expected is None:
        beside.replace(target)
        return True
    # An editor that writes in place shows half a file for a moment: what was saved just now is looked at again.
    if not _is_settled(target, expected):
        return False
    if not _swap(beside, target):
        beside.replace(target)
        return True
    # The two have changed places in one step, so a save since the comparison is not lost: it is in our hands.
    if beside.read_bytes() == expected:
        beside.unlink()
        return True
    _swap(beside, target)
    if beside.read_bytes() != data:
        _swap(beside, target)  # saved once more between the two steps: the later save stays
    beside.unlink()
    return False


def _is_settled(target: Path, expected: bytes) -> bool:
    """Waits until nobody has saved a file for a moment; tells if it holds then, and has held all the while, what was expected.

    Who saves again and again may have it half-written each time one looks: one look after one wait would say nothing.
    """
    settled = _SETTLED if expected else _SETTLED_EMPTY
    for _ in range(_LOOKS):
        if _current(target) != expected:
            return False
        age = time.time() - target.stat().st_mtime if target.exists() else settled
        if not 0 <= age < settled:
            return True
        time.sleep(settled - age)
    return False


def _swap(one: Path, other: Path) -> bool:
    """Lets two files change places in one step (`renameat2`, Linux 3.15); False where the system can not."""
    import ctypes

    try:
        rename = ctypes.CDLL(None, use_errno=True).renameat2
    except (AttributeError, OSError, TypeError):
        return False
    here, exchange = -100, 2  # AT_FDCWD, RENAME_EXCHANGE in linux/fcntl.h and linux/fs.h
    done: int = rename(here, os.fsencode(one), here, os.fsencode(other), exchange)
    return done == 0


def _current(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return None


_number = count()


def _beside(target: Path) -> tuple[int, Path]:
    """Opens a new file in the folder of another, with the permissions that new files have; makes the folder if it is not there."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    folder = target.parent
    while True:
        path = folder / f"{TEMPORARY}{os.getpid()}-{next(_number)}.tmp"
        try:
            return os.open(path, flags, 0o666), path
        except FileExistsError:
            continue  # left by a run that was killed
        except FileNotFoundError:
            folder.mkdir(parents=True, exist_ok=True)


def remove(path: Path) -> bool:
    """Removes a file, and the folders that it leaves empty up to two levels; tells if there was one.

    Raises:
        WorkflowError: It may not be removed.
    """
    try:
        path.unlink()
    except FileNotFoundError:
        return False
    except OSError as error:
        raise WorkflowError(f"can not be removed: {error.strerror}", path=str(path), hint="free the place and run again") from None
    for folder in list(path.parents)[:2]:
        try:
            folder.rmdir()
        except OSError:
            break
    return True


def move(path: Path, target: Path) -> None:
    """Gives a file another name, which no file has yet.

    Raises:
        WorkflowError: There is such a file, or the place may not be written to.
    """
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        if target.exists():
            raise FileExistsError(17, "there is a file of that name")
        path.rename(target)
    except OSError as error:
        raise WorkflowError(f"can not be renamed to {target}: {error.strerror}", path=str(path), hint="rename it by hand") from None


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
def lock(folder: Path, *, wait: float = 600.0, look: bool = False) -> Iterator[None]:
    """Holds the project for one run at a time; a lock whose holder died is free (the system lets go of it).

    Args:
        folder: `.workflow/`.
        wait: Seconds to wait for another run to end.
        look: Only look at the project: the mark of a run that was killed stays, and so does what it left half-written.

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
    except OSError as error:
        raise UsageError(f"can not be locked: {error.strerror}", path=str(path), hint="the folder has to be writable") from None
    try:
        if look:
            yield
            return
        if holder.exists():
            # The last run was killed.
            sweep(folder.parent)
        with contextlib.suppress(OSError):
            holder.write_text(f"{os.getpid()}\n")
        try:
            yield
        finally:
            with contextlib.suppress(OSError):
                holder.unlink(missing_ok=True)
    finally:
        held.release()


def sweep(root: Path) -> None:
    """Removes what a killed run left half-written beside its place in a project."""
    for path in leftovers(root):
        with contextlib.suppress(OSError):
            path.unlink()


def leftovers(root: Path) -> list[Path]:
    """Returns what a killed run left half-written beside its place in a project."""
    return [path for name in ("locales", "exports", ".workflow") for path in sorted((root / name).rglob(f"{TEMPORARY}*.tmp"))]
