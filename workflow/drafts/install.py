"""Installs and removes Argos packages, so that at every moment what stands in the packages folder is whole.

    file --inspect--> unpack beside the packages folder --> digest, metadata, model, one word --> rename into place

Argos's own installer is not used: it unpacks anything in place, and one broken folder then hides all packages from it.
For the same reason nothing unfinished ever stands in the packages folder. A package that replaces another stands beside it
for a moment, as `NAME-new`: whenever the program is killed, one of the two is there and whole, and the next command
that installs or removes puts the rest in order.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import MappingProxyType
from typing import Any
from urllib.parse import urlsplit

from workflow.drafts import archive, digests, download, packages
from workflow.drafts.download import Transfer
from workflow.drafts.packages import PackageInfo
from workflow.errors import PackageError

DEFAULT_INDEX = "https://raw.githubusercontent.com/argosopentech/argospm-index/main/"
"""Where Argos looks for `index.json`; the variable ARGOS_PACKAGE_INDEX names another place, a `file:` folder too."""

Pinned = Mapping[str, str]
"""Name and version of packages (`translate-en_ru-1.9`) -> SHA-256 of the package file; comes before `digests.PINNED`."""

_NONE: Pinned = MappingProxyType({})
_NEW = "-new"
_ANEW = "if that is meant: workflow models remove, then install it again"


def ignore(done: int, total: int) -> None:
    """Reports no progress."""


def install_file(path: Path, progress: Transfer = ignore, *, pinned: Pinned = _NONE) -> PackageInfo:
    """Installs a package from a file or an unpacked folder and returns it; a package of the same pair and version is replaced.

    Args:
        path: An `.argosmodel` file, or the folder that `metadata.json` is in.
        progress: Told the bytes of the file, once before and once after.
        pinned: Digests that package files must have.

    Raises:
        PackageError: Nothing was installed, and nothing that was there is lost.
    """
    try:
        folder = path.is_dir()
        size = sum(file.stat().st_size for file in path.rglob("*")) if folder else path.stat().st_size
    except OSError as error:
        raise PackageError(f"can not be read: {error.strerror}", path=str(path)) from error
    progress(0, size)
    with _workplace() as work:
        package = _install(path, work, pinned)
    progress(size, size)
    return package


def install_pair(source: str, target: str, index_url: str = "", progress: Transfer = ignore, *, pinned: Pinned = _NONE) -> PackageInfo:
    """Fetches the newest package for a pair that the index names, installs and returns it.

    Args:
        source: BCP 47 tag of the language to translate from.
        target: BCP 47 tag of the language to translate into.
        index_url: Folder of `index.json`, or its address; "" for ARGOS_PACKAGE_INDEX or Argos's own.
        progress: Told the bytes that have arrived and all that are expected (0 if unknown).
        pinned: Digests that package files must have.

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
            promised = f"translate-{entry['from_code']}_{entry['to_code']}-{version}"
            digests.check_file(promised, digests.of_file(file), pinned, links[0])
            package = _install(file, work, pinned, pair=(entry["from_code"], entry["to_code"]), shown=links[0])
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
        digests.forget(f"{package.name}-{package.version}")
    return package


def verify(package: PackageInfo, *, pinned: Pinned = _NONE) -> None:
    """Proves that a package is what was installed and works: digests, loading, one word.

    Raises:
        PackageError: It can not be used, it is no longer what was installed, or it did not come from the file that is pinned.
    """
    from workflow.drafts import argos

    if not package.embedded:
        name = f"{package.name}-{package.version}"
        first = digests.recorded(name)
        if "file" in first:
            digests.check_file(name, first["file"], pinned, str(package.path))
        elif name in pinned:
            raise PackageError(
                "nobody knows from which file it was installed, and one is pinned",
                path=str(package.path),
                hint="install it again from a file",
            )
        if "content" in first and first["content"] != digests.of_folder(package.path):
            raise PackageError("its files have changed since it was installed", path=str(package.path), hint=_ANEW)
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


def _folder_name(source: str, target: str, version: str) -> str:
    name = f"translate-{source}_{target}-{version.replace('.', '_')}"
    return "".join(letter if letter.isalnum() or letter in "-_+" else "_" for letter in name)


def _install(source: Path, work: Path, pinned: Pinned, *, pair: tuple[str, str] | None = None, shown: str = "") -> PackageInfo:
    """Unpacks, examines and puts into place; `pair` is what the package has to be for, `shown` where it comes from."""
    from workflow.drafts import argos

    folder = Path(tempfile.mkdtemp(prefix=".unpacked-", dir=work))
    shown = shown or str(source)
    try:
        new = folder / "new"
        new.mkdir()
        whole = source.is_dir()
        (archive.copy if whole else archive.unpack)(source, new)
        try:
            found = packages.describe(new)
            if pair is not None and (found.source, found.target) != pair:
                raise PackageError(f"a package for {packages.pair_of(found)}, and {'-'.join(pair)} was asked for")
            name = f"{found.name}-{found.version}"
            file, content = "" if whole else digests.of_file(source), digests.of_folder(new)
            _check_pinned(name, file, pinned, shown)
            argos.verify(new)
            _check_first(name, content, pinned)
        except PackageError as error:
            raise PackageError(error.message, path=shown, hint=error.hint or "nothing was installed") from error
        place = packages.packages_dir() / _folder_name(found.source, found.target, found.version)
        _put(new, place, folder)
        known = digests.recorded(name)
        digests.record(name, file=file or known.get("file", ""), content=content)
        return packages.describe(place)
    except OSError as error:
        raise PackageError(f"can not be installed: {error.strerror or error}", path=str(error.filename or shown)) from error
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _check_pinned(name: str, file: str, pinned: Pinned, shown: str) -> None:
    if file:
        digests.check_file(name, file, pinned, shown)
    elif name in pinned:
        raise PackageError(f"the file of {name} is pinned, and a folder is none", hint="install it from the package file")


def _check_first(name: str, content: str, pinned: Pinned) -> None:
    """Compares with what was installed first under that name; what is pinned is known to be right."""
    first = digests.recorded(name).get("content", content)
    if first != content and name not in {**digests.PINNED, **pinned}:
        raise PackageError(f"another {name} than the one that was installed first: {content[:16]}… and not {first[:16]}…", hint=_ANEW)


def _put(new: Path, place: Path, work: Path) -> None:
    """Renames a folder into its place; what stands there leaves only when the new one is in the packages folder."""
    if not (place.exists() or place.is_symlink()):
        new.rename(place)
        return
    beside = place.with_name(place.name + _NEW)
    new.rename(beside)
    try:
        place.rename(work / "old")
        beside.rename(place)
    except OSError:
        if not place.exists() and (work / "old").exists():
            (work / "old").rename(place)
        with contextlib.suppress(OSError):
            beside.rename(work / "failed")
        raise


def _tidy(work: Path) -> None:
    """Finishes what a killed process left unfinished; the lock is held."""
    for beside in packages.packages_dir().glob(f"*{_NEW}"):
        place = beside.with_name(beside.name.removesuffix(_NEW))
        if place.exists() or place.is_symlink():
            place.rename(Path(tempfile.mkdtemp(prefix=".replaced-", dir=work)) / "old")
        beside.rename(place)
    for left in work.iterdir():
        if left.is_dir() and left.name.startswith((".unpacked-", ".removed-", ".replaced-")):
            shutil.rmtree(left, ignore_errors=True)


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
                _tidy(work)
                yield work
        finally:
            if not beside:
                shutil.rmtree(work, ignore_errors=True)
    except Timeout as error:
        raise PackageError("another installation is under way", path=str(folder), hint="wait for its end") from error
    except OSError as error:
        raise PackageError(f"can not be written: {error.strerror or error}", path=str(error.filename or folder)) from error
