"""The formats: which one a file is, told by what is in it and not by its name, and the table of readers."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import PurePath
from typing import Literal

from workflow.exchange import sheet, table_csv, table_xlsx, tables, xliff_read
from workflow.exchange.incoming import Batch, Digest, ExchangeError

Format = Literal["xliff", "tmx", "csv", "xlsx", "sheet"]

SUFFIXES = {"xliff": "xlf", "pot": "pot", "tmx": "tmx", "csv": "csv", "xlsx": "xlsx"}
"""Of what can be exported."""

_ROOT = re.compile(r"<(?![?!])(?:[\w.-]+:)?([\w.-]+)")


def _read_csv(data: bytes, path: str, digest: Digest) -> list[Batch]:
    return tables.read(table_csv.read(data, path), path, digest)


def _read_xlsx(data: bytes, path: str, digest: Digest) -> list[Batch]:
    return tables.read(table_xlsx.read(data, path), path, digest)


READERS: dict[Format, Callable[[bytes, str, Digest], list[Batch]]] = {
    "xliff": xliff_read.read,
    "csv": _read_csv,
    "xlsx": _read_xlsx,
    "sheet": sheet.read,
}
"""A TMX file belongs to no release: it is learned by the memory, which reads it."""


def of(data: bytes, path: str) -> Format:
    """Returns the format of a file.

    Raises:
        ExchangeError: It is none of them.
    """
    suffix = PurePath(path).suffix.lower()
    if data.startswith(b"PK"):
        if suffix in (".ods", ".docx", ".odt"):
            raise ExchangeError(f"{suffix} files are not read", path=path, hint="save the table as .xlsx or as CSV")
        return "xlsx"
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise ExchangeError("it is an old or a protected Office file", path=path, hint="save it as .xlsx, without a password")
    if not data.strip():
        raise ExchangeError("the file is empty", path=path, hint="export it again")
    utf16 = data[:2] in (b"\xff\xfe", b"\xfe\xff")
    begins = data[:8192].decode("utf-16" if utf16 else "utf-8-sig", "ignore").lstrip()
    if begins.startswith("<"):
        root = _ROOT.search(re.sub(r"<!--.*?-->", "", begins, flags=re.DOTALL))
        if root is not None and root[1] in ("xliff", "tmx"):
            return "tmx" if root[1] == "tmx" else "xliff"
        raise ExchangeError(f"no format for <{root[1] if root else '?'}>", path=path, line=1, hint="XLIFF 2 and TMX are read")
    if begins.startswith("{") or suffix == ".json":
        return "sheet"
    if suffix in (".po", ".pot"):
        raise ExchangeError("a catalog needs no import", path=path, hint="put it into locales/<language>/LC_MESSAGES/")
    if suffix in (".csv", ".tsv", ".txt"):
        return "csv"
    raise ExchangeError("of no format that is read", path=path, hint="XLIFF 2, TMX, CSV, XLSX, or the edits of a review sheet")
