"""The face of a long run: progress bars on standard error, where that is a terminal; messages there in any case."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from workflow.pipeline.report import Reporter


class Terminal(Reporter):
    """Shows bars and messages on standard error.

    Args:
        quiet: Shows nothing.
    """

    def __init__(self, *, quiet: bool = False) -> None:
        self.quiet = quiet
        self._bars = sys.stderr.isatty() and not quiet

    @contextmanager
    def task(self, label: str, total: int, unit: str = "") -> Iterator[Callable[[int], None]]:
        """Yields a function that moves a bar; where standard error is no terminal, one that does nothing."""
        if not self._bars or total <= 0:
            yield lambda done: None
            return
        from rich import progress
        from rich.console import Console

        amount = progress.TextColumn("{task.completed:,.0f} of {task.total:,.0f} " + unit)
        columns = (progress.TextColumn("{task.description}"), progress.BarColumn(), amount, progress.TimeRemainingColumn())
        with progress.Progress(*columns, console=Console(stderr=True), transient=True) as bars:
            task = bars.add_task(label, total=total)
            yield lambda done: bars.update(task, completed=done)

    @contextmanager
    def transfer(self, label: str) -> Iterator[Callable[[int, int], None]]:
        """Yields a function that is told bytes done and bytes in all, 0 where that is not known."""
        if not self._bars:
            yield lambda done, total: None
            return
        from rich import progress
        from rich.console import Console

        columns = (
            progress.TextColumn(label),
            progress.BarColumn(),
            progress.DownloadColumn(),
            progress.TransferSpeedColumn(),
            progress.TimeRemainingColumn(),
        )
        with progress.Progress(*columns, console=Console(stderr=True), transient=True) as bars:
            task = bars.add_task(label, total=None)
            yield lambda done, total: bars.update(task, completed=done, total=total or None)

    def say(self, message: str) -> None:
        """Prints a line."""
        if not self.quiet:
            print(message, file=sys.stderr)
