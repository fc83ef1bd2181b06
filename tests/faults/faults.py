"""Faults at every place where the program touches the disk: a run in a process of its own that is hit at its n-th call.

The calls are those that change something under the project (open for writing, rename, link, exchange, remove, make or remove a
folder, change owner, permissions or attributes, flush), as Python's audit events tell them: nothing of the program is replaced.
"""

from __future__ import annotations

import errno
import os
import shutil
import signal
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from workflow.locales import catalog as po
from workflow.locales.review import is_persons

from ..office import CONFIGURATION, Office

Fault = Literal["kill", "disk full", "disk full from then on", "not allowed"]
FAULTS: tuple[Fault, ...] = ("kill", "disk full", "disk full from then on", "not allowed")
_ATTRIBUTES = {"os.chmod", "os.chown", "os.setxattr"}
_CHANGING = _ATTRIBUTES | {"os.rename", "os.link", "os.remove", "os.mkdir", "os.rmdir", "os.truncate", "ctypes.dlsym", "shutil.move"}
_WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC


@dataclass(frozen=True, slots=True)
class Ended:
    """How a run in its own process ended."""

    calls: int
    """That it made, or was hit at."""
    status: int
    """Exit status; negative: the signal that ended it."""
    err: str


def run(root: Path, *arguments: str, at: int = 0, fault: Fault = "kill") -> Ended:
    """Runs a command in a forked process, with a fault at its n-th call; 0: without one."""
    said, count = root.parent / "stderr", root.parent / "calls"
    child = os.fork()
    if child == 0:
        status = 99
        try:
            status = _in_child(root, arguments, at, fault, said, count)
        finally:
            os._exit(status)
    _, ended = os.waitpid(child, 0)
    calls = int(count.read_text()) if count.exists() else at
    count.unlink(missing_ok=True)
    return Ended(calls, os.waitstatus_to_exitcode(ended), said.read_text() if said.exists() else "")


def _in_child(root: Path, arguments: tuple[str, ...], at: int, fault: Fault, said: Path, count: Path) -> int:
    inside = f"{os.path.realpath(root)}{os.sep}"
    seen = 0
    done = False

    def hit() -> None:
        nonlocal seen
        seen += 1
        if not at or seen < at or (seen > at and fault != "disk full from then on"):
            return
        if fault == "kill":
            os.kill(os.getpid(), signal.SIGKILL)
        raise OSError(*((errno.EACCES, "Permission denied") if fault == "not allowed" else (errno.ENOSPC, "No space left on device")))

    def hook(event: str, arguments: tuple[object, ...]) -> None:
        if done:
            return
        if event == "open":
            path, _, flags = arguments
            if not (isinstance(path, str | bytes) and isinstance(flags, int) and flags & _WRITES):
                return
            if not os.path.realpath(os.fsdecode(path)).startswith(inside):
                return
        elif event not in _CHANGING or (event == "ctypes.dlsym" and arguments[-1] != "renameat2"):
            return
        hit()

    flush = os.fsync

    def fsync(file: int) -> None:
        hit()
        flush(file)

    os.chdir(root)
    with said.open("w") as file:
        os.dup2(file.fileno(), 2)
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    sys.stdout, sys.stderr = open(1, "w", closefd=False), open(2, "w", closefd=False)  # noqa: SIM115 - pytest's own are not ours
    from workflow.cli import main

    os.fsync = fsync
    sys.addaudithook(hook)
    status = 0
    try:
        main(list(arguments), prog_name="workflow", standalone_mode=False)
    except SystemExit as end:
        status = int(end.code or 0)
    finally:
        done = True
    sys.stderr.flush()
    count.write_text(str(seen))
    return status


def texts(root: Path) -> set[str]:
    """Returns what people typed or accepted, as it stands in the catalogs: live, stale, returned, obsolete, or told beside an entry."""
    found: set[str] = set()
    for path in sorted((root / "locales").rglob("*.po*")):
        if path.suffix in (".po", ".orig"):
            for entry in po.read(path.read_bytes(), path.name).entries:
                if is_persons(entry):
                    found.add(entry.msgstr)
                found |= {comment.removeprefix("other text: ") for comment in entry.comments if comment.startswith("other text: ")}
    return found


def office_in_the_middle(root: Path) -> Office:
    """Returns an office where much waits to be done at once: sources changed, renamed, removed and new; texts typed, accepted, begun."""
    office = Office(root)
    office.write("workflow.toml", CONFIGURATION)
    office.write("sources/a.txt", "A title\n\nThe office opened today. It serves five countries.\n\nWrite to us.\n")
    office.write("sources/b.html", '<html><head><title>B</title></head><body><p>See <a href="a.html">the office</a>.</p></body></html>')
    office.write("sources/c.txt", "C title\n\nNobody came. Rain fell.\n")
    office.write("sources/old.txt", "Old title\n\nThe laboratory works. The experts left.\n")
    office.do("run")
    count = iter(range(1000))
    for release in ("a", "b", "c", "old"):
        office.accept(release, translate=lambda _: f"Текст {next(count)}" + (" <a>здесь</a>" if "<a>" in _ else ""))
    office.do("run")
    office.edit("c", lambda entry: entry.but(msgstr=f"Начато {next(count)}", flags=("fuzzy",)) if "Rain" in entry.msgid else entry)
    office.write("sources/a.txt", "A title\n\nThe office opened on Monday. It serves five countries.\n\nCome soon.\n")
    (root / "sources/old.txt").rename(root / "sources/new.txt")
    (root / "sources/b.html").unlink()
    office.write("sources/d.txt", "D title\n\nThe office opened today. Something new.\n")
    return office


@dataclass(slots=True)
class Tally:
    """What came of all trials of one kind."""

    fault: str
    tried: int = 0
    at_risk: int = 0
    """Texts of people, summed over the trials."""
    lost: int = 0


def trials(fault: Fault, folder: Path, check: Callable[[Office, Ended, int], None] = lambda office, ended, at: None) -> Iterator[Tally]:
    """Yields the tally after each trial: the same run, hit at its first call, then at its second, until it makes no more.

    Args:
        fault: What happens.
        folder: For the projects.
        check: Asked after each trial.
    """
    model = office_in_the_middle(folder / "model")
    tally = Tally(fault)
    wanted = texts(model.root)
    at = 1
    while True:
        office = Office(folder / "trial" / "project")
        shutil.rmtree(folder / "trial", ignore_errors=True)
        shutil.copytree(model.root, office.root, symlinks=True)
        ended = run(office.root, "run", at=at, fault=fault)
        if ended.calls < at:
            return
        tally.tried += 1
        tally.at_risk += len(wanted)
        tally.lost += len(wanted - texts(office.root))
        check(office, ended, at)
        again = run(office.root, "run")
        assert again.status == 0, again.err
        tally.lost += len(wanted - texts(office.root))
        yield tally
        at += 1
