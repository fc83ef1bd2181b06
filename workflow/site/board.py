"""What the dashboard of `workflow serve` shows: every release in every language, where it stands, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

CellState = Literal["published", "older", "ready", "waiting", "held", "failed"]
"""`published`: its page is public and says what it should; `older`: public, with an older text; `ready`: the next publish writes it;
`waiting`: for translators or revisers; `held`: withdrawn or under embargo; `failed`: source or catalog can not be read."""

PAGE = 100
"""Releases a page of the dashboard."""


@dataclass(frozen=True, slots=True)
class Trouble:
    """Something that a person has to mend."""

    place: str
    """`locales/ru/LC_MESSAGES/a.po:12`, as editors open it."""
    message: str
    severity: str = "error"


@dataclass(frozen=True, slots=True)
class Cell:
    """A release in one language."""

    language: str
    state: CellState
    why: str = ""
    """What it waits for, or what kept it."""
    segments: int = 0
    words: int = 0
    accepted: int | None = None
    """Percent of the words that a person accepted; None for the source language."""
    public: bool = False
    """A page stands in `exports/`."""
    sheet: bool = False
    """It can be looked at side by side."""
    troubles: tuple[Trouble, ...] = ()

    @property
    def needs_somebody(self) -> bool:
        """Tells if a person has something to do here."""
        return self.state in ("older", "waiting", "failed") or bool(self.troubles)


@dataclass(frozen=True, slots=True)
class Row:
    """A release."""

    release: str
    source: str
    """Path of its source file."""
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Board:
    """Everything, after a build."""

    project: str = ""
    """Name of its folder."""
    source_language: str = "en"
    rows: tuple[Row, ...] = ()
    """By release, the newest first as far as names begin with dates."""
    troubles: tuple[Trouble, ...] = ()
    """Of the project as a whole."""

    def with_rows(self, changed: Sequence[Row], troubles: Sequence[Trouble]) -> Board:
        """Returns the board with some rows as they are now."""
        new = {row.release: row for row in changed}
        return replace(self, rows=tuple(new.get(row.release, row) for row in self.rows), troubles=tuple(troubles))

    def selected(self, words: str, *, waiting: bool) -> list[Row]:
        """Returns the rows that a person asked for.

        Args:
            words: All of them stand in the release's name, in any case.
            waiting: Only rows in which somebody has something to do.
        """
        wanted = words.casefold().split()
        return [
            row
            for row in self.rows
            if all(word in row.release.casefold() for word in wanted) and (not waiting or any(cell.needs_somebody for cell in row.cells))
        ]
