"""What stages tell while they work; the command line gives it a face, tests and programs need none."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager


class Reporter:
    """Takes progress and messages, and does nothing with them."""

    @contextmanager
    def task(self, label: str, total: int, unit: str = "") -> Iterator[Callable[[int], None]]:
        """Yields a function that is told how much of a long work is done, of `total`.

        Args:
            label: The verb and its object: `sync`, `draft en → ru`.
            total: How many there are.
            unit: Name of what is counted, plural.
        """
        yield lambda done: None

    def say(self, message: str) -> None:
        """Takes one line for the user."""
