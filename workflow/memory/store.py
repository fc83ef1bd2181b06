"""The memory in SQLite: sources, their texts, between which neighbours they stand, and grams by which similar sources are found.

Grams stand in rows of (gram, page) with the places of sources on that page, two bytes each: a row only ever grows at its end. On the
sentences of tests/benchmarks/memory.py this is built faster than an FTS5 index over the same grams, and tells at once which grams are
rare. What was learned is indexed at the next look-up; a mark says how far the index goes, so that a break at any moment does no harm.
"""

from __future__ import annotations

import json
import sqlite3
from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from hashlib import blake2b
from itertools import islice
from typing import NamedTuple
from zlib import crc32

from workflow.memory.pieces import GRAMS, form, grams
from workflow.memory.unit import Unit, moment

_FORMAT = 3
"""Of the tables, and of what `grams` and `form` make. Another one is thrown away."""

_TABLES = ("sources", "units", "contexts", "origins", "grams", "marks")

_SCHEMA = """
CREATE TABLE memory_marks (name TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE memory_origins (
    id INTEGER PRIMARY KEY, origin TEXT NOT NULL UNIQUE, language TEXT NOT NULL, release TEXT NOT NULL, digest TEXT NOT NULL
);
CREATE TABLE memory_sources (id INTEGER PRIMARY KEY, key INTEGER NOT NULL, msgid TEXT NOT NULL);
CREATE INDEX memory_sources_by_key ON memory_sources (key);
CREATE TABLE memory_units (
    id INTEGER PRIMARY KEY, source INTEGER NOT NULL, language TEXT NOT NULL, msgctxt TEXT, rank INTEGER NOT NULL,
    origin INTEGER NOT NULL, msgstr TEXT NOT NULL, sum INTEGER NOT NULL, pairs BLOB
);
CREATE INDEX memory_units_by_source ON memory_units (source, language, msgctxt, rank);
CREATE INDEX memory_units_by_origin ON memory_units (origin);
CREATE TABLE memory_contexts (
    pair INTEGER NOT NULL, rank INTEGER NOT NULL, unit INTEGER NOT NULL, PRIMARY KEY (pair, rank, unit)
) WITHOUT ROWID;
CREATE TABLE memory_grams (gram INTEGER NOT NULL, page INTEGER NOT NULL, places BLOB NOT NULL, PRIMARY KEY (gram, page)) WITHOUT ROWID;
"""

# Joined, two blobs are text; cast, they are bytes again, as they were.
_GROW = "INSERT INTO memory_grams VALUES (?, ?, ?) ON CONFLICT (gram, page) DO UPDATE SET places = CAST(places || excluded.places AS BLOB)"

_LOW = (1 << 32) - 1
"""The part of a source's key that tells it from others of its form."""

_PAGE = 1 << 16
"""Sources on a page: a place on it fits into two bytes."""

_CHUNK = 4000
"""Units that are learned with one statement."""

_POSTINGS = 30_000
"""Places that are read for one look-up: about 3 ms; the rarest grams come first."""

_CANDIDATES = 80
"""Sources that are compared with a request; chosen by tests/benchmarks/memory.py, where more found nothing more."""

_ALIKE = 200
"""Sources that differ from a request in numbers only, of which the best are taken."""


class Known(NamedTuple):
    """An accepted text as it stands in the memory."""

    msgstr: str
    msgctxt: str | None
    rank: int
    release: str


class Store:
    """Tables in a database; nothing is committed here.

    Args:
        connection: To the database. Tables of another version are thrown away.

    Raises:
        sqlite3.DatabaseError: By any method: the file is damaged. It can be thrown away.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        connection.execute("PRAGMA cache_size = -65536")  # 64 MB: indexes by hash are written all over
        if not self._is_current():
            for name in _TABLES:
                connection.execute(f"DROP TABLE IF EXISTS memory_{name}")
            for statement in filter(str.strip, _SCHEMA.split(";")):
                connection.execute(statement)
            connection.execute("INSERT INTO memory_marks VALUES ('format', ?)", (_FORMAT,))
        self._frequencies: dict[int, int] = {}

    def _is_current(self) -> bool:
        try:
            return self._mark("format") == _FORMAT
        except sqlite3.OperationalError:
            return False

    def knows(self, origin: str, digest: str) -> bool:
        row = self._connection.execute("SELECT digest FROM memory_origins WHERE origin = ?", (origin,)).fetchone()
        return bool(digest) and row == (digest,)

    def origins(self, language: str) -> dict[str, str]:
        """Returns origin -> digest of what is known in a language: one query, as an archive has an origin for each release."""
        return dict(self._connection.execute("SELECT origin, digest FROM memory_origins WHERE language = ?", (language,)))

    def replace(self, origin: str, digest: str, language: str, release: str, units: Iterable[Unit]) -> None:
        connection = self._connection
        touched = self._remove(origin)
        # Without its digest nobody takes it for known, should the disk be full in the middle.
        query = "INSERT INTO memory_origins (origin, language, release, digest) VALUES (?, ?, ?, '')"
        number = connection.execute(query, (origin, language, release)).lastrowid
        try:
            rest = iter(units)
            while chunk := list(islice(rest, _CHUNK)):
                self._add(chunk, language, number or 0)
        except BaseException:
            touched |= self._remove(origin)
            raise
        else:
            connection.execute("UPDATE memory_origins SET digest = ? WHERE id = ?", (digest, number))
        finally:
            self._drop_orphans(touched)

    def forget(self, origin: str) -> None:
        self._drop_orphans(self._remove(origin))

    def _add(self, units: Sequence[Unit], language: str, origin: int) -> None:
        connection = self._connection
        sources = self._sources(units)
        first = _next_id(connection, "units")
        rows, contexts = [], []
        for number, one in enumerate(units, first):
            rank = moment(one.revised) + (int(one.approved) << 40)
            pairs = {_pair(language, one.msgid, one.msgctxt, *context) for context in one.contexts}
            contexts += [(pair, rank, number) for pair in pairs]
            blob = array("q", sorted(pairs)).tobytes() if pairs else None
            rows.append((number, sources[one.msgid], language, one.msgctxt, rank, origin, one.msgstr, _sum(one.msgid, one.msgstr), blob))
        connection.executemany("INSERT INTO memory_units VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", rows)
        connection.executemany("INSERT INTO memory_contexts VALUES (?, ?, ?)", contexts)

    def _sources(self, units: Sequence[Unit]) -> dict[str, int]:
        """Returns msgid -> id of its source, made where there is none."""
        keys = {msgid: _key(msgid) for msgid in dict.fromkeys(one.msgid for one in units)}
        query = "SELECT msgid, id FROM memory_sources WHERE key IN (SELECT value FROM json_each(?))"
        known: dict[str, int] = dict(self._connection.execute(query, (json.dumps(list(keys.values())),)))
        found = {msgid: known[msgid] for msgid in keys if msgid in known}
        # An id is never given twice: the grams of a source that is gone may still name it.
        first = max(_next_id(self._connection, "sources"), self._mark("highest") + 1)
        rows = [(number, keys[msgid], msgid) for number, msgid in enumerate((one for one in keys if one not in found), first)]
        self._connection.executemany("INSERT INTO memory_sources VALUES (?, ?, ?)", rows)
        return found | {row[2]: row[0] for row in rows}

    def _remove(self, origin: str) -> set[int]:
        """Takes away an origin's texts; returns the ids of their sources."""
        connection = self._connection
        row = connection.execute("SELECT id FROM memory_origins WHERE origin = ?", (origin,)).fetchone()
        if row is None:
            return set()
        touched: set[int] = set()
        query = "SELECT id, source, rank, pairs FROM memory_units WHERE origin = ?"
        for unit, source, rank, pairs in connection.execute(query, row).fetchall():
            touched.add(source)
            if pairs:
                gone = [(pair, rank, unit) for pair in array("q", pairs)]
                connection.executemany("DELETE FROM memory_contexts WHERE pair = ? AND rank = ? AND unit = ?", gone)
        connection.execute("DELETE FROM memory_units WHERE origin = ?", row)
        connection.execute("DELETE FROM memory_origins WHERE id = ?", row)
        return touched

    def _drop_orphans(self, sources: set[int]) -> None:
        gone = "DELETE FROM memory_sources WHERE id = ? AND NOT EXISTS (SELECT 1 FROM memory_units WHERE source = memory_sources.id)"
        dropped = self._connection.executemany(gone, ((one,) for one in sorted(sources))).rowcount if sources else 0
        if dropped > 0:
            self._set_mark("dropped", self._mark("dropped") + dropped)

    def in_context(self, language: str, msgid: str, msgctxt: str | None, before: str, after: str) -> Known | None:
        """Returns the best text of a source between these neighbours."""
        query = (
            "SELECT u.msgstr, u.msgctxt, u.rank, o.release, s.msgid, u.sum FROM memory_contexts AS c"
            " JOIN memory_units AS u ON u.id = c.unit JOIN memory_origins AS o ON o.id = u.origin"
            " JOIN memory_sources AS s ON s.id = u.source"
            " WHERE c.pair = ? AND s.msgid = ? AND u.language = ? ORDER BY c.rank DESC, o.release DESC, u.id DESC LIMIT 1"
        )
        row = self._connection.execute(query, (_pair(language, msgid, msgctxt, before, after), msgid, language)).fetchone()
        return _known(row)

    def exact(self, language: str, msgid: str, msgctxt: str | None) -> Known | None:
        """Returns the best text of a source, of the same msgctxt before any other."""
        row = self._connection.execute("SELECT id FROM memory_sources WHERE key = ? AND msgid = ?", (_key(msgid), msgid)).fetchone()
        return None if row is None else self.best(language, row[0], msgctxt)

    def best(self, language: str, source: int, msgctxt: str | None) -> Known | None:
        """Returns the best text of a source by its id."""
        query = (
            "SELECT u.msgstr, u.msgctxt, u.rank, o.release, s.msgid, u.sum FROM memory_units AS u"
            " JOIN memory_origins AS o ON o.id = u.origin JOIN memory_sources AS s ON s.id = u.source"
            " WHERE u.source = ? AND u.language = ?{} ORDER BY u.rank DESC, o.release DESC, u.id DESC LIMIT 1"
        )
        row = self._connection.execute(query.format(" AND u.msgctxt IS ?"), (source, language, msgctxt)).fetchone()
        row = row or self._connection.execute(query.format(""), (source, language)).fetchone()
        return _known(row)

    def alike(self, language: str, msgid: str) -> list[tuple[int, str]]:
        """Returns (id, msgid) of sources that differ from this one in numbers, codes and spaces only, the best first."""
        query = (
            "SELECT s.id, s.msgid FROM memory_sources AS s INDEXED BY memory_sources_by_key"  # SQLite would read all units first
            " JOIN memory_units AS u ON u.source = s.id AND u.language = ?"
            " WHERE s.key BETWEEN ? AND ? AND s.msgid != ? GROUP BY s.id ORDER BY max(u.rank) DESC, s.id DESC LIMIT ?"
        )
        first = _key(msgid) & ~_LOW
        return list(self._connection.execute(query, (language, first, first | _LOW, msgid, _ALIKE)))

    def near(self, language: str, msgid: str, threshold: int) -> list[tuple[int, str]]:
        """Returns (id, msgid) of sources that share rare grams with this one.

        Two texts of n words with k words changed share all but 2k of their n + 1 grams; so among the rarest 2k + 1 there is one
        of each match.
        """
        self.index()
        wanted = grams(msgid)
        changed = len(wanted) * (100 - threshold) // 100 + 1
        rarest = sorted(wanted, key=lambda gram: (self._frequency(gram), gram))[: 2 * changed + 1]
        read, shared = 0, defaultdict[int, Counter[int]](Counter)
        postings = "SELECT page, places FROM memory_grams WHERE gram = ? ORDER BY page DESC"
        for gram in rarest:
            if read and read + self._frequency(gram) > _POSTINGS:
                break
            for page, places in self._connection.execute(postings, (gram,)):
                shared[page].update(array("H", places))
                read += len(places) // 2
                if read > _POSTINGS:
                    break
        found = [(count, page * _PAGE + place) for page, counts in shared.items() for place, count in counts.most_common(_CANDIDATES)]
        best = [number for _, number in sorted(found, reverse=True)[:_CANDIDATES]]
        # A source must be about as long as the request, to reach the threshold.
        least, most = len(msgid) * (2 * threshold - 100) // 100, len(msgid) * 100 // max(1, 2 * threshold - 100) + 1
        query = (
            "SELECT id, msgid FROM memory_sources AS s WHERE id IN (SELECT value FROM json_each(?)) AND msgid != ?"
            " AND length(msgid) BETWEEN ? AND ? AND EXISTS (SELECT 1 FROM memory_units WHERE source = s.id AND language = ?)"
        )
        return list(self._connection.execute(query, (json.dumps(best), msgid, least, most, language)))

    def _frequency(self, gram: int) -> int:
        known = self._frequencies.get(gram)
        if known is None:
            row = self._connection.execute("SELECT sum(length(places)) FROM memory_grams WHERE gram = ?", (gram,)).fetchone()
            known = self._frequencies[gram] = (row[0] or 0) // 2
        return known

    def index(self) -> None:
        """Brings the grams up to the sources."""
        connection = self._connection
        mark, last = self._mark("indexed"), _next_id(connection, "sources") - 1
        dropped = self._mark("dropped")
        if dropped > _PAGE and dropped > connection.execute("SELECT count(*) FROM memory_sources").fetchone()[0]:
            connection.execute("DELETE FROM memory_grams")
            self._set_mark("dropped", 0)
            self._set_mark("indexed", mark := 0)
        elif last <= mark:
            return
        self._frequencies.clear()
        query = "SELECT id, msgid FROM memory_sources WHERE id >= ? AND id < ? ORDER BY id"
        for page in range((mark + 1) // _PAGE, last // _PAGE + 1):
            self._set_mark("highest", max(last, self._mark("highest")))
            first = max(mark + 1, page * _PAGE)
            few = min(last, (page + 1) * _PAGE) - first < _PAGE // 8  # for many sources a list is faster
            places: dict[int, array[int]] | list[array[int]]
            places = defaultdict(lambda: array("H")) if few else [array("H") for _ in range(GRAMS)]
            for number, msgid in connection.execute(query, (first, (page + 1) * _PAGE)):
                for gram in grams(msgid):
                    places[gram].append(number % _PAGE)
            found = enumerate(places) if isinstance(places, list) else sorted(places.items())
            connection.executemany(_GROW, ((gram, page, one.tobytes()) for gram, one in found if one))
            self._set_mark("indexed", min(last, (page + 1) * _PAGE - 1))

    def _mark(self, name: str) -> int:
        row = self._connection.execute("SELECT value FROM memory_marks WHERE name = ?", (name,)).fetchone()
        return row[0] if row else 0

    def _set_mark(self, name: str, value: int) -> None:
        self._connection.execute("INSERT OR REPLACE INTO memory_marks VALUES (?, ?)", (name, value))


def _known(row: tuple[str, str | None, int, str, str, int] | None) -> Known | None:
    if row is None:
        return None
    msgstr, msgctxt, rank, release, msgid, found = row
    if found != _sum(msgid, msgstr):
        raise sqlite3.DatabaseError("the memory is damaged")
    return Known(msgstr, msgctxt, rank, release)


def _next_id(connection: sqlite3.Connection, table: str) -> int:
    return int(connection.execute(f"SELECT coalesce(max(id), 0) + 1 FROM memory_{table}").fetchone()[0])


def _key(text: str) -> int:
    """Returns a number to find a text by, beside those of the same form; the text itself is compared then."""
    return (crc32(form(text).encode()) >> 1) << 32 | crc32(text.encode())


def _sum(msgid: str, msgstr: str) -> int:
    return crc32(f"{msgid}\0{msgstr}".encode(errors="surrogatepass"))


def _pair(language: str, msgid: str, msgctxt: str | None, before: str, after: str) -> int:
    """Returns a number that stands for a context, so many-digit that no two share it."""
    text = "\0".join((language, msgid, repr(msgctxt), before, after))
    return int.from_bytes(blake2b(text.encode(), digest_size=8).digest(), "big", signed=True)
