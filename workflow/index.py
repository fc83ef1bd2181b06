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
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from workflow.stamps import GRAIN, digest, stamp, standing_of
from workflow.store import File, Result, Store

FORMAT = "4"
"""Of the file, and of what results mean. Of another one only drafts are kept."""

_PORTION = 4_000_000
"""Bytes of new rows after which they go to the disk."""

_ROW = 500
"""Bytes of a row beside its value, about."""

_LONG = 8_000
"""Bytes from which on a result is kept compressed."""


_DECODER = json.JSONDecoder()
"""What is written here has nothing around it: to look for that takes twice as long as a small value."""

Changes = tuple[dict[str, File], dict[tuple[str, str], Result], dict[str, str]]
"""Files and results as the index keeps them, and texts of drafts."""


class Index:
    """The cache of one project, open during one run.

    Args:
        folder: `.workflow/`; made if it is not there.
        program: Digest of everything in the program that results depend on; another one empties the index but for drafts.
    """

    def __init__(self, folder: Path, program: str) -> None:
        with contextlib.suppress(OSError):
            folder.mkdir(parents=True, exist_ok=True)
            ignore = folder / ".gitignore"
            if not ignore.exists():
                ignore.write_text("*\n")
        self._folder = folder
        self._store = Store(folder / "index.sqlite", f"{FORMAT} {program}")
        self._memory: sqlite3.Connection | None = None
        self._reader = False
        self._files: dict[str, File] = {}
        self._results: dict[tuple[str, str], Result] = {}
        self._drafts: dict[str, str] = {}
        self._size = 0
        """Bytes of these three, which are new, about."""
        self._asked: dict[str, File] = {}
        """Files that were asked for: each stage of a run asks for the same, and a row is small."""
        self._ahead: dict[tuple[str, str], Result] = {}
        self._folders: tuple[str, ...] = ()
        self._kinds: tuple[str, ...] = ()

    def ahead(self, folders: Sequence[str], kinds: Sequence[str]) -> None:
        """Reads at once what a run over a whole archive is going to ask for one by one.

        Args:
            folders: What the paths of files begin with, `/` at the end; of each file a row is small.
            kinds: Of results whose values are small.
        """
        folders = [one for one in folders if not one.startswith(self._folders)]
        kinds = [one for one in kinds if one not in self._kinds]
        if not folders and not kinds:
            return
        self.checkpoint()
        for folder in folders:
            self._asked |= self._store.files_below(folder)
        for kind in kinds:
            self._ahead |= {(kind, name): row for name, row in self._store.results_of(kind).items()}
        self._folders, self._kinds = (*self._folders, *folders), (*self._kinds, *kinds)

    def file(self, path: str) -> str:
        """Returns the digest of a file's bytes; empty if there is no such file."""
        try:
            found = os.stat(path)  # noqa: PTH116 - asked for each file of an archive, several times in a run
        except OSError:
            return ""
        now = stamp(found)
        known = self._seen(path)
        if known is not None and known[0] == now and max(found.st_mtime_ns, found.st_ctime_ns) + GRAIN < known[1]:
            return known[2]
        try:
            seen, data = time.time_ns(), Path(path).read_bytes()
        except OSError:
            return ""
        return self._saw(path, now, seen, digest(data))

    def _seen(self, name: str) -> File | None:
        """Returns stamp, time and digest of a file when it was last read."""
        known = self._files.get(name) or self._asked.get(name)
        if known is None and not name.startswith(self._folders) and (known := self._store.file(name)) is not None:
            self._asked[name] = known
        return known

    def _saw(self, name: str, now: str, seen: int, found: str) -> str:
        self._files[name] = (now, seen, found)
        self._keep_asked({name: self._files[name]})
        self._grew(0)
        return found

    def since(self) -> int:
        """Returns the moment from which on files are compared that are to be settled, in nanoseconds."""
        return time.time_ns()

    def settle(self, kind: str, name: str, inputs: str, base: str, paths: Sequence[str], since: int) -> None:
        """Keeps how the files stand that were made from these inputs.

        Args:
            kind: Of results.
            name: Of the result.
            inputs: Their digest.
            base: What stands before the path of each file.
            paths: Of the files; all have been compared, by their digests.
            since: When that began, in nanoseconds.
        """
        standing, newest = standing_of(base, paths)
        if newest + GRAIN < since:  # else a change could hide in the clock's grain
            self.put(kind, name, inputs, [since, standing, *paths])

    def settled(self, kind: str, name: str, inputs: str, base: str) -> str:
        """Returns a digest of how the files stand if inputs and files are those of the last `settle`, else nothing.

        Told by sizes, times and inodes alone, which are one row for all files of a result: nothing is read.
        """
        known: list[Any] | None = self.get(kind, name, inputs)
        if known is None:
            return ""
        since, before, *paths = known
        standing, newest = standing_of(base, paths)
        return standing if standing == before and newest + GRAIN < since else ""

    def put_of_files(self, kind: str, name: str, inputs: str, value: Any, base: str, paths: Sequence[str], since: int) -> None:
        """Keeps what was made from these inputs and these files; arguments as those of `settle`."""
        standing, newest = standing_of(base, paths)
        if newest + GRAIN < since:
            self.put(kind, name, inputs, [since, standing, value])

    def get_of_files(self, kind: str, name: str, inputs: str, base: str, paths: Sequence[str]) -> Any:
        """Returns what the last `put_of_files` kept if inputs and files are those of it, else None; no file is read."""
        known: list[Any] | None = self.get(kind, name, inputs)
        if known is None:
            return None
        since, before, value = known
        standing, newest = standing_of(base, paths)
        return value if standing == before and newest + GRAIN < since else None

    def get(self, kind: str, name: str, inputs: str) -> Any:
        """Returns the result made from inputs with this digest, or None."""
        known = self._result(kind, name)
        return None if known is None or known[0] != inputs else _value(known[1])

    def holds(self, kind: str, name: str, inputs: str) -> bool:
        """Tells if a result is kept that was made from inputs with this digest, without a look at its value."""
        known = self._result(kind, name)
        return known is not None and known[0] == inputs

    def _result(self, kind: str, name: str) -> Result | None:
        """Returns inputs and value of a result."""
        if (new := self._results.get((kind, name))) is not None:
            return new
        return self._ahead.get((kind, name)) if kind in self._kinds else self._store.result(kind, name)

    def put(self, kind: str, name: str, inputs: str, value: Any) -> None:
        """Keeps a result (anything JSON can hold, not None)."""
        data = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode(errors="surrogatepass")
        self._results[kind, name] = (inputs, data if len(data) < _LONG else zlib.compress(data, 1))
        if kind in self._kinds:
            self._ahead[kind, name] = self._results[kind, name]
        self._grew(len(data))

    def all_of(self, kind: str, prefix: str) -> Iterator[tuple[str, str, Any]]:
        """Yields name, digest of inputs and value of the results of a kind whose names begin so; one that can not be read is left out."""
        self.checkpoint()
        for name, (inputs, data) in self._store.results_from(kind, prefix):
            if (value := _value(data)) is not None:
                yield name, inputs, value

    def last(self, kind: str, name: str) -> Any:
        """Returns the latest result of this name, whatever it was made from: for hints only."""
        known = self._result(kind, name)
        return _value(known[1]) if known else None

    def names(self, kind: str) -> list[str]:
        """Returns the names of all results of a kind, sorted."""
        self.checkpoint()
        return self._store.names(kind)

    def drop(self, kind: str, name: str) -> None:
        """Forgets a result."""
        self._results.pop((kind, name), None)
        self._ahead.pop((kind, name), None)
        self._store.drop(kind, name)

    def draft(self, text_digest: str) -> str | None:
        """Returns the text of a draft by its digest, as it was before a person touched it."""
        return self._drafts.get(text_digest) or self._store.draft(text_digest)

    def put_draft(self, text_digest: str, text: str) -> None:
        """Keeps the text of a draft."""
        self._drafts[text_digest] = text
        self._grew(len(text))

    def memory(self) -> sqlite3.Connection:
        """Returns the database in which the memory of accepted texts has its tables; it is written to the disk with the index."""
        if self._memory is None:
            self._memory = sqlite3.connect(self._folder / "memory.sqlite")
            self._memory.execute("PRAGMA synchronous = OFF")  # a lost memory is learned again from the catalogs
        return self._memory

    def forget_memory(self) -> None:
        """Throws the memory away: it is damaged, or there is no room for it."""
        if self._memory is not None:
            self._memory.close()
            self._memory = None
        for path in self._folder.glob("memory.sqlite*"):
            with contextlib.suppress(OSError):
                path.unlink()

    def detach(self) -> None:
        """Makes the index that a forked process inherited usable there: it may not share the connection, and it writes nothing."""
        self._reader = True
        self._store.detach()
        self._files, self._results, self._drafts = {}, {}, {}

    def changes(self) -> Changes:
        """Returns what was learned since the last call, for `learn` in another process."""
        changes = (self._files, self._results, self._drafts)
        self._files, self._results, self._drafts = {}, {}, {}
        return changes

    def learn(self, changes: Changes) -> None:
        """Takes over what another process learned."""
        new_files, new_results, new_drafts = changes
        self._keep_asked(new_files)
        self._ahead.update({key: row for key, row in new_results.items() if key[0] in self._kinds})
        self._files.update(new_files)
        self._results.update(new_results)
        self._drafts.update(new_drafts)
        self._grew(sum(len(value) for _, value in new_results.values()) + sum(map(len, new_drafts.values())))

    def _grew(self, by: int) -> None:
        self._size += by + _ROW
        if self._size >= _PORTION and not self._reader:
            self.checkpoint()

    def _keep_asked(self, new: dict[str, File]) -> None:
        self._asked |= {path: row for path, row in new.items() if path in self._asked or path.startswith(self._folders)}

    def checkpoint(self) -> None:
        """Writes what is new to the disk, so that it outlives a kill; a disk that is full costs the cache, not the run."""
        if self._reader:
            return
        if self._memory is not None:
            with contextlib.suppress(sqlite3.Error):
                self._memory.commit()
        self._store.write(self._files, self._results, self._drafts)
        self._files.clear()
        self._results.clear()
        self._drafts.clear()
        self._size = 0

    def close(self) -> None:
        """Writes what is new, and lets go of the file."""
        self.checkpoint()
        self._store.close()
        if self._memory is not None:
            self._memory.close()


def _value(data: bytes) -> Any:
    try:
        text = (zlib.decompress(data) if data.startswith(b"x") else data).decode(errors="surrogatepass")
        value, end = _DECODER.raw_decode(text)
        return value if end == len(text) else None
    except (ValueError, zlib.error):
        return None


@contextlib.contextmanager
def opened(folder: Path, program: str) -> Iterator[Index]:
    """Opens the index of a project for one run."""
    index = Index(folder, program)
    try:
        yield index
    finally:
        index.close()
