"""Installs and removes Argos packages, so that at every moment what stands in the packages folder is whole.

    file --inspect--> unpack beside the packages folder --> metadata, model, one word --> rename into place

Argos's own installer is not used: it unpacks anything in place, and one broken folder then hides all packages from it.
For the same reason nothing unfinished ever stands in the packages folder.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from workflow.drafts import archive, download, packages
from workflow.drafts.download import Transfer
from workflow.drafts.packages import PackageInfo
from workflow.errors import PackageError

DEFAULT_INDEX = "https://raw.githubusercontent.com/argosopentech/argospm-index/main/"
"""Where Argos looks for `index.json`; the variable ARGOS_PACKAGE_INDEX names another place, a `file:` folder too."""

PINNED = {
    ("en", "ru", "1.9"): "591d743ae103752b88ffc38785c50421320f4eff93c8967e0d3d2e14d4e27811",
    ("ru", "en", "1.9"): "e9ba8bf722d10a4a4c39f74289d5938fd47eac08dbe4ed0afd22d89445a5c3ac",
}
"""SHA-256 of the package files that are known; the index has none."""


def ignore(done: int, total: int) -> None:
    """Reports no progress."""


def install_file(path: Path, progress: Transfer = ignore) -> PackageInfo:
    """Installs a package from a file and returns it; a folder of the same pair and version is replaced.

    Args:
        path: An `.argosmodel` file.
        progress: Told the bytes of the file, once before and once after.

    Raises:
        PackageError: Nothing was installed, and nothing that was there is lost.
    """
    try:
        size = path.stat().st_size
    except OSError as error:
        raise PackageError(f"can not be read: {error.strerror}", path=str(path)) from error
    progress(0, size)
    with _workplace() as work:
        package = _install(path, work)
    progress(size, size)
    return package


def install_pair(source: str, target: str, index_url: str = "", progress: Transfer = ignore) -> PackageInfo:
    """Fetches the newest package for a pair that the index names, installs and returns it.

    Args:
        source: BCP 47 tag of the language to translate from.
        target: BCP 47 tag of the language to translate into.
        index_url: Folder of `index.json`, or its address; "" for ARGOS_PACKAGE_INDEX or Argos's own.
        progress: Told the bytes that have arrived and all that are expected (0 if unknown).

    Raises:
        PackageError: Nothing was installed, and nothing that was there is lost.
    """
    index_url = index_url or os.environ.get("ARGOS_PACKAGE_INDEX") or DEFAULT_INDEX
    if not index_url.endswith(".json"):
        index_url = f"{index_url.rstrip('/')}/index.json"
    entry = choose(read_index(index_url), source, target, index_url)
    local = urlsplit(index_url).scheme == "file"
    schemes = {"http", "https", "file"} if local else {"http", "https"}
    links = [link for link in entry["links"] if isinstance(link, str) and urlsplit(link).scheme in schemes]
    if not links:
        raise PackageError(f"the index has no address for {source}-{target} that can be fetched", path=index_url)
    version = str(entry.get("package_version", ""))
    name = _folder_name(entry["from_code"], entry["to_code"], version)
    with _workplace() as work:
        file = work / f"{name}.argosmodel"
        download.fetch(links[0], file, progress)
        try:
            _check_digest(file, PINNED.get((entry["from_code"], entry["to_code"], version)), links[0])
            package = _install(file, work)
        finally:
            # A whole file that can not be installed would fail the same way for ever.
            download.discard(file)
    return package


def remove(source: str, target: str) -> PackageInfo:
    """Removes the installed package that is used for a pair and returns what it was; the embedded one stays.

    Raises:
        PackageError: None is installed, or it can not be removed.
    """
    package = packages.find(source, target)
    if package is None or package.embedded:
        what = "only the embedded package, which is a part of this program" if package else "no package"
        raise PackageError(f"{what} translates from {source} into {target}: nothing to remove")
    with _workplace() as work:
        try:
            if package.path.is_symlink():
                package.path.unlink()
            else:
                # Renamed first: a folder half deleted would hide all others from Argos.
                gone = Path(tempfile.mkdtemp(prefix=".removed-", dir=work)) / "package"
                package.path.rename(gone)
                shutil.rmtree(gone.parent)
        except OSError as error:
            raise PackageError(f"can not be removed: {error.strerror}", path=str(package.path)) from error
    return package


def verify(package: PackageInfo) -> None:
    """Loads a package and translates one word.

    Raises:
        PackageError: It can not be used.
    """
    from workflow.drafts import argos

    argos.verify(package.path)


def read_index(url: str) -> list[dict[str, Any]]:
    """Returns the entries of a package index that describe translation packages.

    Raises:
        PackageError: It can not be had or is no index.
    """
    data = download.get(url)
    try:
        entries = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise PackageError("no package index: not JSON", path=url) from error
    if not isinstance(entries, list):
        raise PackageError("no package index: not a list", path=url)
    return [entry for entry in entries if isinstance(entry, dict) and _is_translation(entry)]


def choose(entries: list[dict[str, Any]], source: str, target: str, url: str) -> dict[str, Any]:
    """Returns the newest entry for a pair of BCP 47 tags.

    Raises:
        PackageError: There is none, with the languages that there are.
    """
    for from_code in packages.argos_codes(source):
        for to_code in packages.argos_codes(target):
            fit = [entry for entry in entries if (entry["from_code"], entry["to_code"]) == (from_code, to_code)]
            if fit:
                return max(fit, key=lambda entry: packages.version_key(entry["package_version"]))
    others = sorted({entry["to_code"] for entry in entries if entry["from_code"] in packages.argos_codes(source)})
    hint = f"from {source} there is: {', '.join(others)}" if others else f"there is none from {source}"
    raise PackageError(f"the index has no package from {source} into {target}", path=url, hint=hint)


def _is_translation(entry: dict[str, Any]) -> bool:
    texts = all(isinstance(entry.get(key), str) for key in ("from_code", "to_code", "package_version"))
    return texts and entry.get("type", "translate") == "translate" and isinstance(entry.get("links"), list)


def _check_digest(file: Path, expected: str | None, url: str) -> None:
    if expected is None:
        return
    with file.open("rb") as opened:
        found = hashlib.file_digest(opened, "sha256").hexdigest()
    if found != expected:
        raise PackageError(f"not the file that is known: SHA-256 {found[:16]}…, expected {expected[:16]}…", path=url)


def _folder_name(source: str, target: str, version: str) -> str:
    name = f"translate-{source}_{target}-{version.replace('.', '_')}"
    return "".join(letter if letter.isalnum() or letter in "-_+" else "_" for letter in name)


def _install(file: Path, work: Path) -> PackageInfo:
    from workflow.drafts import argos

    folder = Path(tempfile.mkdtemp(prefix=".unpacked-", dir=work))
    try:
        new = folder / "new"
        new.mkdir()
        archive.unpack(file, new)
        try:
            found = packages.describe(new)
            argos.verify(new)
        except PackageError as error:
            raise PackageError(error.message, path=str(file), hint="nothing was installed") from error
        place = packages.packages_dir() / _folder_name(found.source, found.target, found.version)
        if place.exists() or place.is_symlink():
            place.rename(folder / "old")
        try:
            new.rename(place)
        except OSError:
            if (folder / "old").exists():
                (folder / "old").rename(place)
            raise
        return packages.describe(place)
    except OSError as error:
        raise PackageError(f"can not be installed: {error.strerror or error}", path=str(error.filename or file)) from error
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _workplace() -> Iterator[Path]:
    """Gives the folder for unfinished work, held by one process: beside the packages folder, on the same disk.

    Where the packages folder is a disk of its own, it is a hidden folder inside, gone at the end.
    """
    from filelock import FileLock, Timeout

    folder = packages.packages_dir()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        beside = folder.parent.stat().st_dev == folder.stat().st_dev and os.access(folder.parent, os.W_OK)
        work = folder.with_name(f"{folder.name}-unfinished") if beside else folder / ".unfinished"
        work.mkdir(exist_ok=True)
        try:
            with FileLock(work / "lock", timeout=0):
                yield work
        finally:
            if not beside:
                shutil.rmtree(work, ignore_errors=True)
    except Timeout as error:
        raise PackageError("another installation is under way", path=str(folder), hint="wait for its end") from error
    except OSError as error:
        raise PackageError(f"can not be written: {error.strerror or error}", path=str(error.filename or folder)) from error
