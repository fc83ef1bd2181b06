"""The same work for many releases, on all cores: processes that share nothing but the disk, and bring home what the index has to learn.

Releases do not depend on each other, and catalogs, pages and index entries of one are made by one process. Where processes can not be
forked safely (other systems than Linux), or for a handful of releases, the work is done one after the other.
"""

from __future__ import annotations

import contextlib
import os
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

from workflow.errors import WorkflowError
from workflow.pipeline.run import MANY, Run
from workflow.project import Release

if TYPE_CHECKING:
    from multiprocessing.pool import Pool

Result = TypeVar("Result")

_AT_ONCE = 8
"""Releases that a process takes at a time."""

_task: tuple[Run, Sequence[Release], Callable[[Release], Any]] | None = None
"""What the forked processes inherit; nothing of it has to be packed up."""


def each(run: Run, releases: Sequence[Release], work: Callable[[Release], Result], label: str) -> Iterator[tuple[Release, Result]]:
    """Yields each release with what the work on it returned, in order; one that fails goes into `run.failed`, and is left out.

    Args:
        run: The run; its index learns what the processes put there.
        releases: What to work on.
        work: Returns something small that can be packed up. What else it changes in memory stays in its process.
        label: For the progress bar.
    """
    global _task
    cores = len(os.sched_getaffinity(0)) if sys.platform == "linux" else 1
    with run.reporter.task(label, len(releases), "releases") as progress:
        # The builder of `workflow serve` is such a process itself, and may not start others.
        if cores < 2 or len(releases) < MANY or _is_helper():
            for number, release in enumerate(releases, 1):
                done = _guarded(run, release, work)
                if done is not None:
                    yield release, done[0]
                progress(number)
            return
        _task = (run, releases, work)
        run.index.checkpoint()  # they read it from the disk
        try:
            with _started(cores) as pool:
                for number, (done, failure, learned) in enumerate(pool.imap(_work, range(len(releases)), chunksize=_AT_ONCE), 1):
                    release = releases[number - 1]
                    run.index.learn(learned)
                    if failure is not None:
                        run.failed[release.name] = failure
                    elif done is not None:
                        yield release, done[0]
                    progress(number)
        finally:
            _task = None


def _is_helper() -> bool:
    """Tells if this process may have none of its own."""
    from multiprocessing import current_process

    return current_process().daemon


def _guarded(run: Run, release: Release, work: Callable[[Release], Result]) -> tuple[Result] | None:
    try:
        return (work(release),)
    except WorkflowError as error:
        run.failed[release.name] = error
        return None


@contextlib.contextmanager
def _started(cores: int) -> Iterator[Pool]:
    """Starts processes, and ends them: each when it has nothing more to do, or all at once where something went wrong."""
    import gc
    import multiprocessing

    gc.freeze()  # what all of them have in common is not looked through by each, and so not copied for each
    # Until a process has its own way to end, it keeps the signal to do so: it would inherit the handler of a server.
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTERM})
    try:
        pool = multiprocessing.get_context("fork").Pool(cores, _begin, (os.getpid(),))
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
    with pool:
        yield pool
        pool.close()
        pool.join()


def _begin(parent: int) -> None:
    """Makes a new process one that ends when it is told to, or when its parent is killed, and that reads the index by itself."""
    import ctypes

    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGTERM})
    ctypes.CDLL(None).prctl(1, signal.SIGKILL)  # PR_SET_PDEATHSIG in linux/prctl.h; nothing is ever half-written
    if os.getppid() != parent:
        os.kill(os.getpid(), signal.SIGKILL)
    assert _task is not None
    _task[0].index.detach()


def _work(number: int) -> tuple[tuple[Any] | None, WorkflowError | None, Any]:
    """Runs in a process of its own."""
    assert _task is not None
    run, releases, work = _task
    release = releases[number]
    done = _guarded(run, release, work)
    return done, run.failed.get(release.name), run.index.changes()
