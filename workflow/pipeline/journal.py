"""The journal of a drafting job: finished drafts are on the disk at once, so that a job that was killed goes on where it was.

It lives only as long as the job: when all catalogs are written, it is emptied.
"""

from __future__ import annotations

import contextlib
import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from pathlib import Path

from workflow.drafts import Draft

FORMAT = 1
"""Of the table, and of what a draft is as JSON. Another one is thrown away."""

_SCHEMA = "CREATE TABLE IF NOT EXISTS drafts (engine TEXT NOT NULL, text TEXT NOT NULL, draft TEXT NOT NULL, PRIMARY KEY (engine, text))"


class Journal:
    """Drafts of one engine that no catalog has yet.

    Args:
        folder: `.workflow/`.
        engine: Name, model and version, and what else a draft depends on: drafts of another are not used.
    """

    def __init__(self, folder: Path, engine: str) -> None:
        self._engine = engine
        self._path = folder / "journal.sqlite"
        try:
            self._connection = self._opened()
        except sqlite3.DatabaseError:
            self._path.unlink(missing_ok=True)
            self._connection = self._opened()

    def _opened(self) -> sqlite3.Connection:
        connection = sqlite3.connect(self._path)
        try:
            connection.execute("PRAGMA synchronous = NORMAL")
            (found,) = connection.execute("PRAGMA user_version").fetchone()
            if found not in (0, FORMAT):  # 0: a new file, or one of before it was numbered
                connection.execute("DROP TABLE IF EXISTS drafts")
            connection.execute(_SCHEMA)
            connection.execute(f"PRAGMA user_version = {FORMAT}")
        except sqlite3.DatabaseError:
            connection.close()
            raise
        return connection

    def known(self, texts: Iterable[str]) -> dict[str, Draft]:
        """Returns the drafts that a killed job left, of these texts."""
        wanted = set(texts)
        found = {}
        for text, draft in self._connection.execute("SELECT text, draft FROM drafts WHERE engine = ?", (self._engine,)):
            if text in wanted:
                with contextlib.suppress(ValueError, TypeError):
                    found[text] = Draft(**json.loads(draft))
        return found

    def add(self, done: Sequence[tuple[str, Draft]]) -> None:
        """Keeps finished drafts; when this returns, a kill does not lose them."""
        rows = [(self._engine, text, json.dumps(asdict(draft), ensure_ascii=False)) for text, draft in done]
        with self._connection:
            self._connection.executemany("INSERT OR REPLACE INTO drafts VALUES (?, ?, ?)", rows)

    def empty(self) -> None:
        """Forgets everything: the catalogs have it now."""
        with self._connection:
            self._connection.execute("DELETE FROM drafts WHERE engine = ?", (self._engine,))

    def close(self) -> None:
        """Lets go of the file."""
        self._connection.close()


@contextlib.contextmanager
def opened(folder: Path, engine: str) -> Iterator[Journal]:
    """Opens the journal for one job."""
    journal = Journal(folder, engine)
    try:
        yield journal
    finally:
        journal.close()
