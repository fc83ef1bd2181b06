"""What files and values are known by: digests of bytes, and how a file stands on the disk."""

from __future__ import annotations

import os
from collections.abc import Sequence
from hashlib import sha256

GRAIN = 50_000_000
"""Nanoseconds: the grain of a file system's clock, with room to spare."""


def digest(*parts: bytes | str) -> str:
    """Returns 24 hex digits over the parts and where each ends."""
    if len(parts) == 1 and isinstance(only := parts[0], bytes):  # a whole file
        whole = sha256(b"%d:" % len(only))
        whole.update(only)
        return whole.hexdigest()[:24]
    found = [part.encode() if isinstance(part, str) else part for part in parts]
    return sha256(b"".join([b"%d:%b" % (len(part), part) for part in found])).hexdigest()[:24]


def stamp(found: os.stat_result) -> str:
    """Returns what changes when a file is written or replaced: size, times and inode."""
    return f"{found.st_size} {found.st_mtime_ns} {found.st_ctime_ns} {found.st_ino}"


def standing_of(base: str, paths: Sequence[str]) -> tuple[str, int]:
    """Returns a digest of how files stand, those that are missing among them, and when the newest of them changed."""
    stamps, newest = [], 0
    for path in paths:
        try:
            found = os.stat(base + path)  # noqa: PTH116 - asked for each file of an archive
        except OSError:
            stamps.append(f"{path} -")
            continue
        stamps.append(f"{path} {stamp(found)}")
        newest = max(newest, found.st_mtime_ns, found.st_ctime_ns)
    return digest("\n".join(stamps)), newest
