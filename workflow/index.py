"""What the last runs found out, under `.workflow/`: a cache and nothing else. It can be deleted at any time.

Two questions are answered from it. *Is this file what it was?* A digest is trusted if size, times and inode are the same, and if the
file was not written so shortly before it was read that a change could hide in the clock's grain. *What came of these
inputs?* A result is found by the digest of everything it was made from, so an old one is never taken for a new one; each row has
a checksum, so a damaged one is never taken for what it was.

Rows are looked up one by one, and what is new goes to the disk in portions: a run needs no more memory for a larger archive.

The memory of accepted texts has a file of its own: it grows with the archive, and only `draft` opens it.
"""

from __future__ import annotations

import contextlib
import json
import os
import sqlite3
import time
import zlib
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.parse import quote

FORMAT = "3"
"""Of the file, and of what results mean. Another one is thrown away."""

_GRAIN = 50_000_000
"""Nanoseconds: the grain of a file system's clock, with room to spare."""

_PORTION = 4_000_000
"""Bytes of new rows after which they go to the disk."""

_ROW = 500
"""Bytes of a row beside its value, about."""

_LONG = 8_000
"""Bytes from which on a result is kept compressed."""

_SCHEMA = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT);
CREATE TABLE files (path TEXT PRIMARY KEY, stamp TEXT NOT NULL, seen INTEGER NOT NULL, digest TEXT NOT NULL, sum INTEGER NOT NULL);
CREATE TABLE results (
    kind TEXT NOT NULL, name TEXT NOT NULL, inputs TEXT NOT NULL, value BLOB NOT NULL, sum INTEGER NOT NULL, PRIMARY KEY (kind, name)
);
CREATE TABLE drafts (digest TEXT PRIMARY KEY, text TEXT NOT NULL);
"""


def digest(*parts: bytes | str) -> str:
    """Returns 24 hex digits over the parts and where each ends."""
    whole = sha256()
    for part in parts:
        data = part.encode() if isinstance(part, str) else part
        whole.update(b"%d:" % len(data))
        whole.update(data)
    return whole.hexdigest()[:24]


Changes = tuple[dict[str, tuple[str, int, str]], dict[tuple[str, str], tuple[str, bytes]]]
"""Files and results as the index keeps them."""


class Index:
    """The cache of one project, open during one run.

    Args:
        folder: `.workflow/`; made if it is not there.
        program: Digest of everything in the program that results depend on; another one empties the index.
    """

    def __init__(self, folder: Path, program: str) -> None:
        with contextlib.suppress(OSError):
            folder.mkdir(parents=True, exist_ok=True)
            ignore = folder / ".gitignore"
            if not ignore.exists():
                ignore.write_text("*\n")
        self._path = folder / "index.sqlite"
        self._memory: sqlite3.Connection | None = None
        self._reader = False
        self._size = 0
        self._version = f"{FORMAT} {program}"
        self.connection = self._open()
        self._files: dict[str, tuple[str, int, str]] = {}
        self._asked: dict[str, tuple[str, int, str]] = {}
        """Files that were asked for, as the disk has them: each stage of a run asks for the same, and a row is small."""
        self._results: dict[tuple[str, str], tuple[str, bytes]] = {}

    def _open(self) -> sqlite3.Connection:
        try:
            connection = sqlite3.connect(self._path)
            connection.execute("PRAGMA synchronous = OFF")  # a lost index is rebuilt
            row = connection.execute("SELECT value FROM meta WHERE key = 'version'").fetchone()
            if row == (self._version,):
                for table in ("files", "results", "drafts"):
                    connection.execute(f"SELECT 1 FROM {table} LIMIT 1").fetchall()
                return connection
            connection.close()
        except sqlite3.DatabaseError:
            with contextlib.suppress(Exception):
                connection.close()
        return self._anew()

    def _anew(self) -> sqlite3.Connection:
        try:
            for stale in (self._path, self._path.with_name("index.sqlite-journal")):
                stale.unlink(missing_ok=True)
            return self._made(sqlite3.connect(self._path))
        except (OSError, sqlite3.Error):
            # A full disk, or a place that may not be written to, costs the cache and not the run.
            return self._made(sqlite3.connect(":memory:"))

    def _made(self, connection: sqlite3.Connection) -> sqlite3.Connection:
        connection.execute("PRAGMA synchronous = OFF")
        connection.executescript(_SCHEMA)
        connection.execute("INSERT INTO meta VALUES ('version', ?)", (self._version,))
        connection.commit()
        return connection

    def _row(self, query: str, *key: str) -> Any:
        """Returns the one row that a query finds, or None; a file that is damaged is thrown away."""
        try:
            rows = self.connection.execute(query, key).fetchall()
        except sqlite3.OperationalError:  # another process writes just now: nothing is known, and nothing wrong
            return None
        except sqlite3.Error:
            self._lost()
            return None
        return rows[0] if rows else None

    def _lost(self) -> None:
        with contextlib.suppress(sqlite3.Error):
            self.connection.close()
        self.connection = self._made(sqlite3.connect(":memory:")) if self._reader else self._anew()

    def file(self, path: str) -> str:
        """Returns the digest of a file's bytes; empty if there is no such file."""
        try:
            found = os.stat(path)  # noqa: PTH116 - asked for each file of an archive, several times in a run
        except OSError:
            return ""
        name, now = path, stamp(found)
        known = self._seen(name)
        if known is not None and known[0] == now and max(found.st_mtime_ns, found.st_ctime_ns) + _GRAIN < known[1]:
            return known[2]
        try:
            seen, data = time.time_ns(), Path(path).read_bytes()
        except OSError:
            return ""
        return self._saw(name, now, seen, digest(data))

    def _seen(self, name: str) -> tuple[str, int, str] | None:
        """Returns stamp, time and digest of a file when it was last read."""
        if (new := self._files.get(name) or self._asked.get(name)) is not None:
            return new
        row = self._row("SELECT stamp, seen, digest, sum FROM files WHERE path = ?", name)
        if row is None or row[3] != _sum(name, row[0], str(row[1]), row[2]):
            return None
        known = self._asked[name] = (row[0], row[1], row[2])
        return known

    def _saw(self, name: str, now: str, seen: int, found: str) -> str:
        self._files[name] = (now, seen, found)
        self._asked.pop(name, None)
        self._grew(0)
        return found

    def get(self, kind: str, name: str, inputs: str) -> Any:
        """Returns the result made from inputs with this digest, or None."""
        known = self._result(kind, name)
        return None if known is None or known[0] != inputs else _value(known[1])

    def _result(self, kind: str, name: str) -> tuple[str, bytes] | None:
        """Returns inputs and value of a result."""
        if (new := self._results.get((kind, name))) is not None:
            return new
        row = self._row("SELECT inputs, value, sum FROM results WHERE kind = ? AND name = ?", kind, name)
        if row is None or not isinstance(row[1], bytes) or row[2] != _sum(kind, name, row[0], row[1]):
            return None
        return row[0], row[1]

    def put(self, kind: str, name: str, inputs: str, value: Any) -> None:
        """Keeps a result (anything JSON can hold, not None)."""
        data = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode(errors="surrogatepass")
        self._results[kind, name] = (inputs, data if len(data) < _LONG else zlib.compress(data, 1))
        self._grew(len(data))

    def last(self, kind: str, name: str) -> Any:
        """Returns the latest result of this name, whatever it was made from: for hints only."""
        known = self._result(kind, name)
        return _value(known[1]) if known else None

    def names(self, kind: str) -> list[str]:
        """Returns the names of all results of a kind, sorted."""
        self.checkpoint()
        try:
            return [name for (name,) in self.connection.execute("SELECT name FROM results WHERE kind = ? ORDER BY name", (kind,))]
        except sqlite3.Error:
            return []

    def drop(self, kind: str, name: str) -> None:
        """Forgets a result."""
        self._results.pop((kind, name), None)
        with contextlib.suppress(sqlite3.Error):
            self.connection.execute("DELETE FROM results WHERE kind = ? AND name = ?", (kind, name))

    def draft(self, text_digest: str) -> str | None:
        """Returns the text of a draft by its digest, as it was before a person touched it."""
        row = self._row("SELECT text FROM drafts WHERE digest = ?", text_digest)
        return None if row is None else str(row[0])

    def put_draft(self, text_digest: str, text: str) -> None:
        """Keeps the text of a draft."""
        with contextlib.suppress(sqlite3.Error):
            self.connection.execute("INSERT OR REPLACE INTO drafts VALUES (?, ?)", (text_digest, text))

    def memory(self) -> sqlite3.Connection:
        """Returns the database in which the memory of accepted texts has its tables; it is written to the disk with the index."""
        if self._memory is None:
            self._memory = sqlite3.connect(self._path.with_name("memory.sqlite"))
            self._memory.execute("PRAGMA synchronous = OFF")  # a lost memory is learned again from the catalogs
        return self._memory

    def forget_memory(self) -> None:
        """Throws the memory away: it is damaged, or there is no room for it."""
        if self._memory is not None:
            self._memory.close()
            self._memory = None
        for path in self._path.parent.glob("memory.sqlite*"):
            with contextlib.suppress(OSError):
                path.unlink()

    def detach(self) -> None:
        """Makes the index that a forked process inherited usable there: it may not share the connection, and it writes nothing."""
        self._reader = True
        try:
            self.connection = sqlite3.connect(f"file:{quote(str(self._path))}?mode=ro", uri=True)
        except sqlite3.Error:
            self.connection = self._made(sqlite3.connect(":memory:"))
        self._files, self._results = {}, {}

    def changes(self) -> Changes:
        """Returns what was learned since the last call, for `learn` in another process."""
        changes = (self._files, self._results)
        self._files, self._results = {}, {}
        return changes

    def learn(self, changes: Changes) -> None:
        """Takes over what another process learned."""
        new_files, new_results = changes
        for path in new_files:
            self._asked.pop(path, None)
        self._files.update(new_files)
        self._results.update(new_results)
        self._grew(sum(len(value) for _, value in new_results.values()))

    def _grew(self, by: int) -> None:
        self._size += by + _ROW
        if self._size >= _PORTION and not self._reader:
            self.checkpoint()

    def checkpoint(self) -> None:
        """Writes what is new to the disk, so that it outlives a kill; a disk that is full costs the cache, not the run."""
        if self._reader:
            return
        for _ in range(2):
            try:
                self._save()
                break
            except sqlite3.OperationalError:
                with contextlib.suppress(sqlite3.Error):
                    self.connection.close()
                self.connection = self._made(sqlite3.connect(":memory:"))
            except sqlite3.Error:
                self._lost()
        self._files.clear()
        self._results.clear()
        self._size = 0

    def _save(self) -> None:
        if self._memory is not None:
            with contextlib.suppress(sqlite3.Error):
                self._memory.commit()
        rows = [(path, *row, _sum(path, row[0], str(row[1]), row[2])) for path, row in self._files.items()]
        results = [(*key, *row, _sum(*key, *row)) for key, row in self._results.items()]
        with self.connection:
            self.connection.executemany("INSERT OR REPLACE INTO files VALUES (?, ?, ?, ?, ?)", rows)
            self.connection.executemany("INSERT OR REPLACE INTO results VALUES (?, ?, ?, ?, ?)", results)

    def close(self) -> None:
        """Writes what is new, and lets go of the file. A disk that is full costs the cache, not the run."""
        self.checkpoint()
        self.connection.close()
        if self._memory is not None:
            self._memory.close()


def _value(data: bytes) -> Any:
    try:
        return json.loads((zlib.decompress(data) if data.startswith(b"x") else data).decode(errors="surrogatepass"))
    except (ValueError, zlib.error):
        return None


def _sum(*row: str | bytes) -> int:
    return zlib.crc32(b"\0".join([part.encode(errors="surrogatepass") if isinstance(part, str) else part for part in row]))


def stamp(found: os.stat_result) -> str:
    """Returns what changes when a file is written or replaced: size, times and inode."""
    return f"{found.st_size} {found.st_mtime_ns} {found.st_ctime_ns} {found.st_ino}"


@contextlib.contextmanager
def opened(folder: Path, program: str) -> Iterator[Index]:
    """Opens the index of a project for one run."""
    index = Index(folder, program)
    try:
        yield index
    finally:
        index.close()
