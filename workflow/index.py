"""What the last runs found out, under `.workflow/`: a cache and nothing else. It can be deleted at any time.

Two questions are answered from it. *Is this file what it was?* A digest is trusted if size, times and inode are the same, and if the
file was not written so shortly before it was read that a change could hide in the clock's grain. *What came of these
inputs?* A result is found by the digest of everything it was made from, so an old one is never taken for a new one; each has
a checksum, so a damaged one is never taken for a result.

The memory of accepted texts has a file of its own: it grows with the archive, and only `draft` opens it.
"""

from __future__ import annotations

import contextlib
import json
import os
import sqlite3
import time
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.parse import quote
from zlib import crc32

FORMAT = "2"
"""Of the file, and of what results mean. Another one is thrown away."""

_GRAIN = 50_000_000
"""Nanoseconds: the grain of a file system's clock, with room to spare."""

_SCHEMA = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT);
CREATE TABLE files (path TEXT PRIMARY KEY, stamp TEXT NOT NULL, seen INTEGER NOT NULL, digest TEXT NOT NULL);
CREATE TABLE results (
    kind TEXT NOT NULL, name TEXT NOT NULL, inputs TEXT NOT NULL, value TEXT NOT NULL, sum INTEGER NOT NULL, PRIMARY KEY (kind, name)
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


Changes = tuple[dict[str, tuple[str, int, str]], dict[tuple[str, str], tuple[str, str]]]
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
        self._version = f"{FORMAT} {program}"
        self.connection = self._open()
        self._files: dict[str, tuple[str, int, str]] = {
            path: (stamp, seen, found)
            for path, stamp, seen, found in self.connection.execute("SELECT path, stamp, seen, digest FROM files")
        }
        self._changed_files: dict[str, tuple[str, int, str]] = {}
        self._results: dict[tuple[str, str], tuple[str, str]] = {}
        for kind, name, inputs, value, found in self.connection.execute("SELECT kind, name, inputs, value, sum FROM results"):
            if found == _sum(kind, name, inputs, value):
                self._results[kind, name] = (inputs, value)
        self._changed_results: dict[tuple[str, str], tuple[str, str]] = {}

    def _open(self) -> sqlite3.Connection:
        try:
            connection = sqlite3.connect(self._path)
            connection.execute("PRAGMA synchronous = OFF")  # a lost index is rebuilt
            row = connection.execute("SELECT value FROM meta WHERE key = 'version'").fetchone()
            if row == (self._version,) and connection.execute("PRAGMA quick_check").fetchone() == ("ok",):
                for table in ("files", "results", "drafts"):
                    connection.execute(f"SELECT 1 FROM {table} LIMIT 1")
                return connection
            connection.close()
        except sqlite3.DatabaseError:
            with contextlib.suppress(Exception):
                connection.close()
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

    def file(self, path: Path) -> str:
        """Returns the digest of a file's bytes; empty if there is no such file."""
        try:
            found = path.stat()
        except OSError:
            return ""
        name, stamp = str(path), _stamp(found)
        known = self._files.get(name)
        if known is not None and known[0] == stamp and max(found.st_mtime_ns, found.st_ctime_ns) + _GRAIN < known[1]:
            return known[2]
        try:
            seen, data = time.time_ns(), path.read_bytes()
        except OSError:
            return ""
        return self._saw(name, stamp, seen, digest(data))

    def _saw(self, name: str, stamp: str, seen: int, found: str) -> str:
        self._files[name] = self._changed_files[name] = (stamp, seen, found)
        return found

    def get(self, kind: str, name: str, inputs: str) -> Any:
        """Returns the result made from inputs with this digest, or None."""
        known = self._results.get((kind, name))
        if known is None or known[0] != inputs:
            return None
        try:
            return json.loads(known[1])
        except json.JSONDecodeError:
            return None

    def put(self, kind: str, name: str, inputs: str, value: Any) -> None:
        """Keeps a result (anything JSON can hold, not None)."""
        self._results[kind, name] = self._changed_results[kind, name] = (inputs, json.dumps(value, ensure_ascii=False))

    def last(self, kind: str, name: str) -> Any:
        """Returns the latest result of this name, whatever it was made from: for hints only."""
        known = self._results.get((kind, name))
        return self.get(kind, name, known[0]) if known else None

    def names(self, kind: str) -> list[str]:
        """Returns the names of all results of a kind, sorted."""
        return sorted(name for one, name in self._results if one == kind)

    def drop(self, kind: str, name: str) -> None:
        """Forgets a result."""
        if self._results.pop((kind, name), None) is not None:
            self._changed_results.pop((kind, name), None)
            with contextlib.suppress(sqlite3.Error):
                self.connection.execute("DELETE FROM results WHERE kind = ? AND name = ?", (kind, name))

    def draft(self, text_digest: str) -> str | None:
        """Returns the text of a draft by its digest, as it was before a person touched it."""
        row = self.connection.execute("SELECT text FROM drafts WHERE digest = ?", (text_digest,)).fetchone()
        return None if row is None else str(row[0])

    def put_draft(self, text_digest: str, text: str) -> None:
        """Keeps the text of a draft."""
        with contextlib.suppress(sqlite3.Error):
            self.connection.execute("INSERT OR REPLACE INTO drafts VALUES (?, ?)", (text_digest, text))

    @staticmethod
    def wrong_digests(path: Path, root: Path, *, repair: bool) -> list[str]:
        """Returns the files whose digest in an index is not theirs although size, times and inode are; forgets those digests if asked.

        Args:
            path: Of the index.
            root: Of the project, from which its paths are told.
            repair: Take what is wrong out of the index.
        """
        wrong = []
        connection = sqlite3.connect(path)
        try:
            for name, stamp, found in connection.execute("SELECT path, stamp, digest FROM files").fetchall():
                file = root / name
                try:
                    same = _stamp(file.stat()) == stamp
                    if same and digest(file.read_bytes()) != found:
                        wrong.append(str(name))
                except OSError:
                    continue
            if repair and wrong:
                connection.executemany("DELETE FROM files WHERE path = ?", [(name,) for name in wrong])
                connection.commit()
        except sqlite3.Error:
            return []
        finally:
            connection.close()
        return wrong

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
        self.connection = sqlite3.connect(f"file:{quote(str(self._path))}?mode=ro", uri=True)
        self._changed_files, self._changed_results = {}, {}

    def changes(self) -> Changes:
        """Returns what was learned since the last call, for `learn` in another process."""
        changes = (self._changed_files, self._changed_results)
        self._changed_files, self._changed_results = {}, {}
        return changes

    def learn(self, changes: Changes) -> None:
        """Takes over what another process learned."""
        new_files, new_results = changes
        self._files.update(new_files)
        self._changed_files.update(new_files)
        self._results.update(new_results)
        self._changed_results.update(new_results)

    def checkpoint(self) -> None:
        """Writes what is new to the disk, so that it outlives a kill; a disk that is full costs the cache, not the run."""
        with contextlib.suppress(sqlite3.Error):
            self.save()

    def save(self) -> None:
        """Writes what is new to the disk."""
        if self._memory is not None:
            self._memory.commit()
        rows = [(path, *row) for path, row in self._changed_files.items()]
        results = [(*key, *row, _sum(*key, *row)) for key, row in self._changed_results.items()]
        with self.connection:
            self.connection.executemany("INSERT OR REPLACE INTO files VALUES (?, ?, ?, ?)", rows)
            self.connection.executemany("INSERT OR REPLACE INTO results VALUES (?, ?, ?, ?, ?)", results)
        self._changed_files.clear()
        self._changed_results.clear()

    def close(self) -> None:
        """Writes what is new, and lets go of the file. A disk that is full costs the cache, not the run."""
        self.checkpoint()
        self.connection.close()
        if self._memory is not None:
            self._memory.close()


def _sum(*row: str) -> int:
    return crc32("\0".join(row).encode(errors="surrogatepass"))


def _stamp(found: os.stat_result) -> str:
    return f"{found.st_size} {found.st_mtime_ns} {found.st_ctime_ns} {found.st_ino}"


@contextlib.contextmanager
def opened(folder: Path, program: str) -> Iterator[Index]:
    """Opens the index of a project for one run."""
    index = Index(folder, program)
    try:
        yield index
    finally:
        index.close()
