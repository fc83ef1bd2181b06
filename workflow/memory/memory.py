"""Accepted translations of all releases, by source text.

Only accepted text is ever learned; approved beats translated, then the later revision, then the release name. The units stand in the
project's index, so that a run reads only the catalogs that changed since the last one.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass

_SCHEMA = """
CREATE TABLE IF NOT EXISTS units (
    language TEXT NOT NULL, catalog TEXT NOT NULL, release TEXT NOT NULL, msgctxt TEXT, msgid TEXT NOT NULL, msgstr TEXT NOT NULL,
    approved INTEGER NOT NULL, revised TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS units_by_source ON units (language, msgid);
CREATE INDEX IF NOT EXISTS units_by_catalog ON units (catalog);
CREATE TABLE IF NOT EXISTS learned (catalog TEXT PRIMARY KEY, digest TEXT NOT NULL);
"""


@dataclass(frozen=True, slots=True)
class Unit:
    """One accepted text; two sentences said as one are one unit, under the joined msgid."""

    msgid: str
    msgstr: str
    msgctxt: str | None
    approved: bool
    revised: str
    """PO-Revision-Date of the catalog as it stands there: `2026-03-01 09:00+0300` sorts by day."""


@dataclass(frozen=True, slots=True)
class Match:
    """What the memory proposes for a source text."""

    msgstr: str
    release: str
    """Where it was accepted."""
    percent: int
    """100: the same source text."""


class Memory:
    """The memory of one project.

    Args:
        connection: To the project's index.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        connection.executescript(_SCHEMA)
        self._learned: dict[str, str] = dict(connection.execute("SELECT catalog, digest FROM learned"))

    def knows(self, catalog: str, digest: str) -> bool:
        """Tells if the units of a catalog with this digest were learned."""
        return self._learned.get(catalog) == digest

    def learn(self, catalog: str, digest: str, *, language: str, release: str, units: Iterable[Unit]) -> None:
        """Replaces what is known from one catalog."""
        connection = self._connection
        connection.execute("DELETE FROM units WHERE catalog = ?", (catalog,))
        rows = [(language, catalog, release, one.msgctxt, one.msgid, one.msgstr, int(one.approved), one.revised) for one in units]
        connection.executemany("INSERT INTO units VALUES (?, ?, ?, ?, ?, ?, ?, ?)", rows)
        connection.execute("INSERT OR REPLACE INTO learned VALUES (?, ?)", (catalog, digest))
        self._learned[catalog] = digest

    def forget_others(self, catalogs: Iterable[str], language: str) -> None:
        """Forgets catalogs of a language that are no longer there."""
        known = {row[0] for row in self._connection.execute("SELECT DISTINCT catalog FROM units WHERE language = ?", (language,))}
        for catalog in known - set(catalogs):
            self._connection.execute("DELETE FROM units WHERE catalog = ?", (catalog,))
            self._connection.execute("DELETE FROM learned WHERE catalog = ?", (catalog,))
            self._learned.pop(catalog, None)

    def exact(self, language: str, msgid: str, msgctxt: str | None) -> Match | None:
        """Returns the best accepted text of exactly this source: in the same context before any other."""
        row = self._connection.execute(
            "SELECT msgstr, release FROM units WHERE language = ? AND msgid = ?"
            " ORDER BY msgctxt IS ? DESC, approved DESC, revised DESC, release DESC LIMIT 1",
            (language, msgid, msgctxt),
        ).fetchone()
        return None if row is None else Match(row[0], row[1], 100)
