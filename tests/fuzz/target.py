"""What is fuzzed: one reader, its seeds, its words, and what has to hold for every input."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from workflow.errors import WorkflowError

ROOT = Path(__file__).parent.parent.parent


@dataclass(frozen=True, slots=True)
class Target:
    """One reader."""

    check: Callable[[bytes], object]
    """Reads an input and makes sure of what holds for it; returns something that differs where the reader went another way.

    Raises an AssertionError where something does not hold; a refusal must have passed `refused`."""
    seeds: Callable[[], list[bytes]]
    """Returns sound inputs; those in `seeds/` and `cases/` are added to them."""
    most: int = 6000
    """Bytes of an input; one that grows is not bound to that."""


def refused(error: WorkflowError, path: str) -> tuple[str, str]:
    """Makes sure that a refusal can be acted on: it names the file and says what is wrong, in one line; returns its kind.

    Args:
        error: As raised.
        path: Of the file that was read.
    """
    assert path in error.path, f"{type(error).__name__} names the file {error.path!r}: {error}"
    assert error.message, "nothing is said"
    assert "defect of the program" not in error.hint, f"{error}"
    assert "\n" not in f"{error}", f"more than one line: {error!s:.300}"
    assert f"{error}".isprintable() or not error.message.isprintable(), f"{error}"
    assert len(f"{error}") < 1500, f"{len(f'{error}')} characters: {error!s:.300}"
    return type(error).__name__, error.message.split("“")[0].split(":")[0][:40]


def seeds_of(reader: str, target: Target) -> list[bytes]:
    """Returns all inputs that a run begins with."""
    return [*target.seeds(), *files(f"tests/fuzz/seeds/{reader}/*", f"tests/fuzz/cases/{reader}/*")]


def words_of(reader: str) -> list[bytes]:
    """Returns what the grammar of a format is made of: the lines of `words/<reader>.txt`, with the escapes of Python."""
    lines = (Path(__file__).parent / f"words/{reader}.txt").read_bytes().split(b"\n")
    return [line.decode("unicode_escape").encode("latin-1") for line in lines if line]


def files(*patterns: str) -> list[bytes]:
    """Returns the files of the repository that match, small ones only."""
    found = [path for pattern in patterns for path in sorted(ROOT.glob(pattern)) if path.is_file()]
    return [path.read_bytes() for path in found if 0 < path.stat().st_size < 60_000]
