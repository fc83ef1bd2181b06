"""The file of the index: rows, each with a checksum; what can not be read is not known, and what can not be kept is not missed.

Damage of any kind costs the cache and never the run: a broken file is thrown away, and where nothing can be written the rows stay in
memory. Of a file of another version the texts of drafts are kept: they are named by their digests and mean the same to every version, and
nothing else knows what a draft was once somebody has changed it.
"""

from __future__ import annotations

import contextlib
import sqlite3
import zlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote

_SCHEMA = """
CREATE TABLE IF NOT EXISTS drafts (digest TEXT PRIMARY KEY, text TEXT NOT NULL);
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT);
CREATE TABLE files (path TEXT PRIMARY KEY, stamp TEXT NOT NULL, seen INTEGER NOT NULL, digest TEXT NOT NULL, sum INTEGER NOT NULL);
CREATE TABLE results (
    kind TEXT NOT NULL, name TEXT NOT NULL, inputs TEXT NOT NULL, value BLOB NOT NULL, sum INTEGER NOT NULL, PRIMARY KEY (kind, name)
);
"""

_DRAFTS = [("digest", "TEXT"), ("text", "TEXT")]
"""Columns of the table that another version may have filled."""

File = tuple[str, int, str]
"""Of a file: its stamp, when it was read (nanoseconds), and the digest of its bytes."""
Result = tuple[str, bytes]
"""Of a result: the digest of what it was made from, and its value."""


class Store:
    """The rows of one index, of one process.

    Args:
        path: Of the file; of one of another version only the texts of drafts stay.
        version: Of the program and of the form of its rows.
    """

    def __init__(self, path: Path, version: str) -> None:
        self._path = path
        self._version = version
        self._reader = False
        self.connection = self._open()

    def _open(self) -> sqlite3.Connection:
        try:
            connection = sqlite3.connect(self._path)
            connection.execute("PRAGMA synchronous = OFF")  # a lost index is rebuilt
            row = connection.execute("SELECT value FROM meta WHERE key = 'version'").fetchone()
            if row == (self._version,):
                for table in ("files", "results", "drafts"):
                    connection.execute(f"SELECT 1 FROM {table} LIMIT 1").fetchall()
                return connection
            if row is not None:
                return self._renewed(connection)
            connection.close()
        except sqlite3.DatabaseError:
            with contextlib.suppress(Exception):
                connection.close()
        return self._anew()

    def _renewed(self, connection: sqlite3.Connection) -> sqlite3.Connection:
        """Empties a file of another version but for its drafts."""
        tables = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        columns = [(name, kind) for _, name, kind, *_ in connection.execute("PRAGMA table_info(drafts)")]
        with connection:
            for name in tables:
                if name != "drafts" or columns != _DRAFTS:
                    connection.execute(f'DROP TABLE "{name}"')
        return self._made(connection)

    def _anew(self) -> sqlite3.Connection:
        try:
            for stale in (self._path, self._path.with_name(f"{self._path.name}-journal")):
                stale.unlink(missing_ok=True)
            return self._made(sqlite3.connect(self._path))
        except (OSError, sqlite3.Error):
            # A full disk, or a place that may not be written to.
            return self._made(sqlite3.connect(":memory:"))

    def _made(self, connection: sqlite3.Connection) -> sqlite3.Connection:
        connection.execute("PRAGMA synchronous = OFF")
        connection.executescript(_SCHEMA)
        connection.execute("INSERT INTO meta VALUES ('version', ?)", (self._version,))
        connection.commit()
        return connection

    def detach(self) -> None:
        """Makes the store that a forked process inherited usable there: it may not share the connection, and it writes nothing."""
        self._reader = True
        try:
            self.connection = sqlite3.connect(f"file:{quote(str(self._path))}?mode=ro", uri=True)
        except sqlite3.Error:
            self.connection = self._made(sqlite3.connect(":memory:"))

    def _lost(self) -> None:
        with contextlib.suppress(sqlite3.Error):
            self.connection.close()
        self.connection = self._made(sqlite3.connect(":memory:")) if self._reader else self._anew()

    def _rows(self, query: str, *key: str) -> list[Any]:
        try:
            return self.connection.execute(query, key).fetchall()
        except sqlite3.OperationalError:  # another process writes just now: nothing is known, and nothing wrong
            return []
        except sqlite3.Error:
            self._lost()
            return []

    def file(self, path: str) -> File | None:
        """Returns what is known of a file."""
        for stamp, seen, digest, found in self._rows("SELECT stamp, seen, digest, sum FROM files WHERE path = ?", path):
            if found == _sum(path, stamp, str(seen), digest):
                return stamp, seen, digest
        return None

    def files_below(self, folder: str) -> dict[str, File]:
        """Returns path -> what is known of it, for all paths that begin with the name of a folder and `/`."""
        rows = self._rows("SELECT path, stamp, seen, digest, sum FROM files WHERE path >= ? AND path < ?", folder, f"{folder[:-1]}0")
        return {path: (stamp, seen, digest) for path, stamp, seen, digest, found in rows if found == _sum(path, stamp, str(seen), digest)}

    def result(self, kind: str, name: str) -> Result | None:
        """Returns a result."""
        for inputs, value, found in self._rows("SELECT inputs, value, sum FROM results WHERE kind = ? AND name = ?", kind, name):
            if isinstance(value, bytes) and found == _sum(kind, name, inputs, value):
                return inputs, value
        return None

    def results_of(self, kind: str) -> dict[str, Result]:
        """Returns name -> result, for all of a kind."""
        rows = self._rows("SELECT name, inputs, value, sum FROM results WHERE kind = ?", kind)
        return {
            name: (inputs, value)
            for name, inputs, value, found in rows
            if isinstance(value, bytes) and found == _sum(kind, name, inputs, value)
        }

    def results_from(self, kind: str, prefix: str) -> Iterator[tuple[str, Result]]:
        """Yields name and result of those of a kind whose names begin so, by name; one after the other, so that they may be large."""
        query = "SELECT name, inputs, value, sum FROM results WHERE kind = ? AND name >= ? AND name < ? ORDER BY name"
        try:
            for name, inputs, value, found in self.connection.execute(query, (kind, prefix, f"{prefix}\U0010ffff")):
                if isinstance(value, bytes) and found == _sum(kind, name, inputs, value):
                    yield name, (inputs, value)
        except sqlite3.Error:  # what is left is not known
            return

    def names(self, kind: str) -> list[str]:
        """Returns the names of all results of a kind, sorted."""
        return [name for (name,) in self._rows("SELECT name FROM results WHERE kind = ? ORDER BY name", kind)]

    def drop(self, kind: str, name: str) -> None:
        """Forgets a result."""
        with contextlib.suppress(sqlite3.Error):
            self.connection.execute("DELETE FROM results WHERE kind = ? AND name = ?", (kind, name))

    def draft(self, digest: str) -> str | None:
        """Returns the text of a draft by its digest."""
        for (text,) in self._rows("SELECT text FROM drafts WHERE digest = ?", digest):
            return str(text)
        return None

    def write(self, files: Mapping[str, File], results: Mapping[tuple[str, str], Result], drafts: Mapping[str, str]) -> None:
        """Writes rows to the disk; where that is not possible they, and all that follow, are kept in memory."""
        for _ in range(2):
            try:
                with self.connection:
                    self.connection.executemany(
                        "INSERT OR REPLACE INTO files VALUES (?, ?, ?, ?, ?)",
                        ((path, *row, _sum(path, row[0], str(row[1]), row[2])) for path, row in files.items()),
                    )
                    self.connection.executemany(
                        "INSERT OR REPLACE INTO results VALUES (?, ?, ?, ?, ?)",
                        ((*key, *row, _sum(*key, *row)) for key, row in results.items()),
                    )
                    self.connection.executemany("INSERT OR REPLACE INTO drafts VALUES (?, ?)", drafts.items())
                return
            except sqlite3.OperationalError:
                with contextlib.suppress(sqlite3.Error):
                    self.connection.close()
                self.connection = self._made(sqlite3.connect(":memory:"))
            except sqlite3.Error:
                self._lost()

    def close(self) -> None:
        """Lets go of the file."""
        self.connection.close()


def _sum(*row: str | bytes) -> int:
    """Returns the checksum of a row; what is large stands last in it, and is not copied."""
    *texts, last = row
    if isinstance(last, str):
        return zlib.crc32("\0".join((*texts, last)).encode(errors="surrogatepass"))  # type: ignore[arg-type]  # bytes stand last
    return zlib.crc32(last, zlib.crc32("\0".join((*texts, "")).encode(errors="surrogatepass")))  # type: ignore[arg-type]  # likewise
