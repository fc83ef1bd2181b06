"""Finds Argos packages: the ones a person installed, and the small one that is part of this program.

A package is a folder with `metadata.json`, a tokenizer (`sentencepiece.model` or `bpe.model`) and a CTranslate2 model in
`model/`. Installed packages stand where Argos Translate itself keeps them, so each sees what the other installed. Looking
for packages creates no folder, and a folder that is no package hides no other.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from workflow.errors import PackageError
from workflow.model import Finding, Where

EMBEDDED = Path(__file__).parent / "packages"
"""Packages that are used in place, as they are shipped."""

_ARGOS_CODES = {"pt-br": "pb", "zh-hant": "zt", "zh-tw": "zt", "zh-hk": "zt"}
"""Where the codes of the Argos index are not the language subtag of BCP 47."""

_CODE = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*\Z")
_VERSION = re.compile(r"[A-Za-z0-9][A-Za-z0-9.+-]{0,19}\Z")


@dataclass(frozen=True, slots=True)
class PackageInfo:
    """A package folder that can be opened."""

    path: Path
    name: str
    """`translate-en_ru`; of an embedded package the name of its folder, `translate-en_ru-small`."""
    version: str
    source: str
    """Argos language code, mostly the language subtag of BCP 47."""
    target: str
    embedded: bool
    size: int
    """Bytes of all its files."""

    @property
    def digest(self) -> str:
        """SHA-256 of `model/model.bin`, in hexadecimal; read anew at each call.

        Raises:
            PackageError: The file can not be read.
        """
        try:
            with (self.path / "model" / "model.bin").open("rb") as file:
                return hashlib.file_digest(file, "sha256").hexdigest()
        except OSError as error:
            raise PackageError(f"the model can not be read: {error.strerror}", path=str(self.path)) from error


def packages_dir() -> Path:
    """Returns the folder of installed packages, which need not exist: Argos's own, by Argos's own variables."""
    if chosen := os.environ.get("ARGOS_PACKAGES_DIR"):
        return Path(chosen).expanduser()
    data = os.environ.get("XDG_DATA_HOME")
    return (Path(data) if data else Path.home() / ".local" / "share") / "argos-translate" / "packages"


def describe(path: Path, *, embedded: bool = False) -> PackageInfo:
    """Returns what a package folder says of itself.

    Raises:
        PackageError: It is no translation package, with what is missing or wrong.
    """
    where = str(path)
    try:
        metadata = json.loads((path / "metadata.json").read_bytes())
    except OSError as error:
        raise PackageError(f"no package: metadata.json can not be read: {error.strerror}", path=where) from error
    except (ValueError, RecursionError) as error:
        raise PackageError(f"no package: metadata.json is not JSON: {error}", path=where) from error
    if not isinstance(metadata, dict) or metadata.get("type", "translate") != "translate":
        raise PackageError("no translation package, says metadata.json", path=where)
    source, target = (_language(metadata.get(key), key, where) for key in ("from_code", "to_code"))
    known = metadata.get("argos_version", "1")
    if not isinstance(known, str) or not re.match(r"[01](?:\.|\Z)", known):
        raise PackageError(f"a package of the unknown format version {known!r}", path=where, hint="this program knows 1.x")
    version = metadata.get("package_version", "")
    if not isinstance(version, str) or not _VERSION.match(version):
        raise PackageError(f"package_version in metadata.json is no version: {version!r}", path=where)
    if not (path / "model" / "model.bin").is_file():
        raise PackageError("model/model.bin is missing", path=where)
    if not any((path / name).is_file() for name in ("sentencepiece.model", "bpe.model")):
        raise PackageError("the tokenizer is missing: neither sentencepiece.model nor bpe.model", path=where)
    name = path.name if embedded else f"translate-{source}_{target}"
    try:
        size = sum(file.stat().st_size for file in path.rglob("*") if file.is_file())
    except OSError as error:
        raise PackageError(f"can not be read: {error.strerror}", path=where) from error
    return PackageInfo(path, name, version, source, target, embedded, size)


def installed() -> list[PackageInfo]:
    """Returns the packages that a person installed, by pair, the newest version first."""
    return _sorted(package for package in _scan(packages_dir(), embedded=False) if isinstance(package, PackageInfo))


def embedded() -> list[PackageInfo]:
    """Returns the packages that are part of this program, by pair."""
    return _sorted(package for package in _scan(EMBEDDED, embedded=True) if isinstance(package, PackageInfo))


def broken() -> list[Finding]:
    """Returns a warning (M001) for each folder among the installed packages that can not be used, by path."""
    return [
        Finding("M001", "warning", Where(found.path), f"{found.message}; Argos itself lists no package while this folder is there")
        for found in _scan(packages_dir(), embedded=False)
        if isinstance(found, PackageError)
    ]


def find(source: str, target: str) -> PackageInfo | None:
    """Returns the package for a pair of BCP 47 tags: the newest installed one, else the embedded one, else None.

    A package for exactly the tag comes before one for its language alone (`pt-BR` before `pt`).
    """
    for packages in (installed(), embedded()):
        for from_code in argos_codes(source):
            for to_code in argos_codes(target):
                for package in packages:
                    if (package.source.lower(), package.target.lower()) == (from_code, to_code):
                        return package
    return None


def route(source: str, target: str) -> tuple[PackageInfo, ...]:
    """Returns the packages that lead from one BCP 47 tag to another: one, else two through English, else none."""
    if direct := find(source, target):
        return (direct,)
    languages = {source.lower().split("-")[0], target.lower().split("-")[0]}
    first, second = (find(source, "en"), find("en", target)) if "en" not in languages else (None, None)
    return (first, second) if first and second else ()


def argos_codes(tag: str) -> list[str]:
    """Returns the Argos codes that a BCP 47 tag may have, the closest first, in lower case.

    >>> argos_codes("pt-BR"), argos_codes("ru")
    (['pb', 'pt-br', 'pt'], ['ru'])
    """
    tag = tag.lower().replace("_", "-")
    candidates = [_ARGOS_CODES.get(tag, tag), tag, tag.split("-")[0]]
    return list(dict.fromkeys(candidates))


def pair_of(package: PackageInfo) -> str:
    """Returns what a package translates: `en-ru`."""
    return f"{package.source}-{package.target}"


def version_key(version: str) -> tuple[int, ...]:
    """Returns what versions are ordered by.

    >>> version_key("1.10") > version_key("1.9")
    True
    """
    return tuple(int(number) for number in re.findall(r"\d+", version))


def _language(code: object, key: str, where: str) -> str:
    if not isinstance(code, str) or not _CODE.match(code):
        raise PackageError(f"{key} in metadata.json is no language code: {code!r}", path=where)
    return code


def _scan(folder: Path, *, embedded: bool) -> Iterator[PackageInfo | PackageError]:
    try:
        paths = sorted(path for path in folder.iterdir() if path.is_dir() and not path.name.startswith((".", "__")))
    except OSError:
        return
    for path in paths:
        try:
            yield describe(path, embedded=embedded)
        except PackageError as error:
            yield error


def _sorted(packages: Iterator[PackageInfo]) -> list[PackageInfo]:
    newest_first = sorted(packages, key=lambda one: version_key(one.version), reverse=True)
    return sorted(newest_first, key=lambda one: (one.source, one.target))
