"""Package files: looked through before anything is unpacked, and unpacked only as far as a package is known to go.

A package file is a zip with one root folder. Taken out of it: `metadata.json`, `README.md`, the tokenizer and the files
of `model/`. Data for sentence splitters (`stanza/`, `minisbd/`, `spacy/`) and anything else stays inside. A file that
climbs out of its folder, links elsewhere, is encrypted, or unpacks to many times its size is refused as a whole.
"""

from __future__ import annotations

import shutil
import stat
import zipfile
import zlib
from pathlib import Path

from workflow.errors import PackageError

MAX_BYTES = 2 * 1024**3
"""Unpacked. The largest known package, a Transformer big with 32,000 pieces, has 216 MB."""

MAX_RATIO = 40
"""Unpacked to packed, of a member above 1 MB. Model weights pack to nine tenths, vocabularies to a quarter."""

MAX_MEMBERS = 2000

_FILES = {"metadata.json", "README.md", "sentencepiece.model", "bpe.model"}
_HINT = "it is no Argos package as they are known; get it again, or from elsewhere"


def known(name: str) -> bool:
    """Tells if a path under a package's root folder belongs to the package; what does not is left where it is."""
    return name in _FILES or (name.startswith("model/") and name.count("/") == 1)


def inspect(path: Path) -> dict[str, zipfile.ZipInfo]:
    """Returns the members to unpack, by their path under the root folder.

    Raises:
        PackageError: It is no package file, or one that must not be unpacked.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
    except (OSError, zipfile.BadZipFile, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else "no zip archive, or only the beginning of one"
        raise PackageError(f"no package file: {reason}", path=str(path), hint=_HINT) from error
    if len(members) > MAX_MEMBERS:
        raise _refused(path, f"{len(members)} members, at most {MAX_MEMBERS} are taken")
    roots: set[str] = set()
    wanted: dict[str, zipfile.ZipInfo] = {}
    for member in members:
        parts = _parts(path, member)
        roots.add(parts[0])
        if len(parts) == 1 and not member.is_dir():
            raise _refused(path, f"{member.filename!r} stands outside a root folder")
        inner = "/".join(parts[1:])
        if member.is_dir() or not known(inner):
            continue
        if inner in wanted:
            raise _refused(path, f"{member.filename!r} is there twice")
        if member.file_size > 1024**2 and member.file_size > MAX_RATIO * max(1, member.compress_size):
            raise _refused(path, f"{member.filename!r} unpacks to {member.file_size // max(1, member.compress_size)} times its size")
        wanted[inner] = member
    if len(roots) != 1:
        raise _refused(path, "it has no root folder" if not roots else f"it has {len(roots)} root folders")
    for needed in ("metadata.json", "model/model.bin"):
        if needed not in wanted:
            raise _refused(path, f"{needed} is missing")
    if sum(member.file_size for member in wanted.values()) > MAX_BYTES:
        raise _refused(path, f"it unpacks to more than {MAX_BYTES // 1024**2} MB")
    return wanted


def unpack(path: Path, folder: Path) -> None:
    """Writes the known members of an inspected package file into an empty folder.

    Raises:
        PackageError: As `inspect`, or a member is damaged, or the disk is full.
    """
    wanted = inspect(path)
    try:
        with zipfile.ZipFile(path) as archive:
            for name, member in wanted.items():
                out = folder / name
                out.parent.mkdir(exist_ok=True)
                with archive.open(member) as packed, out.open("xb") as file:
                    left = member.file_size
                    while data := packed.read(1024**2):
                        left -= len(data)
                        if left < 0:
                            raise _refused(path, f"{member.filename!r} is larger than it says")
                        file.write(data)
                if left:
                    raise _refused(path, f"{member.filename!r} is shorter than it says")
    except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, NotImplementedError, ValueError) as error:
        raise PackageError(f"the package file is damaged: {error}", path=str(path), hint="get it again") from error
    except OSError as error:
        raise PackageError(f"can not be unpacked: {error.strerror or error}", path=str(path)) from error


def copy(source: Path, folder: Path) -> None:
    """Copies the known files of a package folder into an empty one; links are followed.

    Raises:
        PackageError: A file is missing or can not be copied, or the disk is full.
    """
    try:
        names = sorted(name for file in source.rglob("*") if file.is_file() and known(name := file.relative_to(source).as_posix()))
        for needed in ("metadata.json", "model/model.bin"):
            if needed not in names:
                hint = "give the folder that metadata.json is in"
                raise PackageError(f"no package folder: {needed} is missing", path=str(source), hint=hint)
        if sum((source / name).stat().st_size for name in names) > MAX_BYTES:
            raise PackageError(f"no package folder: it has more than {MAX_BYTES // 1024**2} MB", path=str(source))
        for name in names:
            (folder / name).parent.mkdir(exist_ok=True)
            shutil.copyfile(source / name, folder / name)
    except OSError as error:
        raise PackageError(f"can not be copied: {error.strerror or error}", path=str(error.filename or source)) from error


def _parts(path: Path, member: zipfile.ZipInfo) -> list[str]:
    name = member.filename
    parts = name.rstrip("/").split("/")
    if "\\" in name or ":" in name or any(part in {"", ".", ".."} for part in parts):
        raise _refused(path, f"{name!r} leads out of its folder")
    kind = stat.S_IFMT(member.external_attr >> 16)
    if kind not in {0, stat.S_IFREG, stat.S_IFDIR}:
        raise _refused(path, f"{name!r} is a link or a device")
    if member.flag_bits & 1:
        raise _refused(path, f"{name!r} is encrypted")
    return parts


def _refused(path: Path, reason: str) -> PackageError:
    return PackageError(f"package file refused: {reason}", path=str(path), hint=_HINT)
