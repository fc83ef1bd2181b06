"""What installed packages were when they were first installed: a package that is another one later is noticed.

The record is one small file beside the packages folder, `packages.digests.json`. Two digests (SHA-256) are kept of each
package: that of the file it came from, as pinned ones are, and that of its content, which can be taken again at any time.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from workflow.drafts import packages
from workflow.drafts.archive import known
from workflow.errors import PackageError
from workflow.versions import refuse_newer

FORMAT = 1
"""Of the record, which names it from 2 on, beside the packages: no package is called `format`."""
_FORMAT = "format"

PINNED: Mapping[str, str] = {
    "translate-en_ru-1.9": "591d743ae103752b88ffc38785c50421320f4eff93c8967e0d3d2e14d4e27811",
    "translate-ru_en-1.9": "e9ba8bf722d10a4a4c39f74289d5938fd47eac08dbe4ed0afd22d89445a5c3ac",
}
"""Name and version -> SHA-256 of the package files that are known; the Argos index has none."""


def of_file(path: Path) -> str:
    """Returns the SHA-256 of a file, in hexadecimal.

    Raises:
        PackageError: It can not be read.
    """
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise PackageError(f"can not be read: {error.strerror}", path=str(path)) from error


def of_folder(path: Path) -> str:
    """Returns the SHA-256 over the names and digests of what belongs to a package in its folder.

    Raises:
        PackageError: It can not be read.
    """
    try:
        names = sorted(name for file in path.rglob("*") if file.is_file() and known(name := file.relative_to(path).as_posix()))
    except OSError as error:
        raise PackageError(f"can not be read: {error.strerror}", path=str(path)) from error
    total = hashlib.sha256()
    for name in names:
        total.update(f"{name}\0{of_file(path / name)}\n".encode())
    return total.hexdigest()


def check_file(name: str, found: str, pinned: Mapping[str, str], path: str) -> None:
    """Compares the digest of a package file with the one that is pinned for its name and version, if one is.

    Raises:
        PackageError: They differ.
    """
    expected = {**PINNED, **pinned}.get(name)
    if expected is not None and found.lower() != expected.lower():
        raise PackageError(
            f"not the {name} that is known: SHA-256 {found[:16]}… and not {expected[:16]}…",
            path=path,
            hint="get it again, or from elsewhere",
        )


def recorded(name: str) -> Mapping[str, str]:
    """Returns the digests of a package as first installed: `content`, and `file` unless it came from a folder; none if not known.

    Raises:
        PackageError: The record is of a newer format.
    """
    entry = _read().get(name)
    return entry if isinstance(entry, dict) and all(isinstance(one, str) for one in entry.values()) else {}


def record(name: str, **digests: str) -> None:
    """Keeps the digests of a package.

    Raises:
        PackageError: The record can not be written, or is of a newer format.
    """
    _write({**_read(), name: {key: value for key, value in sorted(digests.items()) if value}})


def forget(name: str) -> None:
    """Removes what is kept of a package.

    Raises:
        PackageError: The record can not be written, or is of a newer format.
    """
    every = _read()
    if every.pop(name, None) is not None:
        _write(every)


def _path() -> Path:
    folder = packages.packages_dir()
    beside = folder.with_name(f"{folder.name}.digests.json")
    inside = folder / ".digests.json"
    # A packages folder that is a disk of its own may have nothing writable beside it; Argos passes over files.
    return beside if beside.exists() or (os.access(folder.parent, os.W_OK) and not inside.exists()) else inside


def _read() -> dict[str, Any]:
    path = _path()
    try:
        every = json.loads(path.read_bytes())
    except (OSError, ValueError, RecursionError):
        return {}
    if not isinstance(every, dict):
        return {}
    refuse_newer(every.get(_FORMAT, FORMAT), FORMAT, PackageError, path=str(path))
    return every


def _write(every: dict[str, Any]) -> None:
    path = _path()
    part = path.with_name(f"{path.name}.part")
    try:
        part.write_text(json.dumps(every, indent=1, sort_keys=True) + "\n", encoding="utf-8")
        part.replace(path)
    except OSError as error:
        with contextlib.suppress(OSError):
            part.unlink()
        raise PackageError(f"the digests of packages can not be written: {error.strerror}", path=str(path)) from error
