"""Rows <-> CSV, as spreadsheet programs write and read it.

Source: RFC 4180, and what Excel does beyond it: a byte order mark, without which it takes UTF-8 for a code page, and semicolons or tabs
where the computer's language has a decimal comma. A cell that begins with `=`, `+`, `-` or `@` would be run as a formula: it is written
with an apostrophe before it, which is taken away again when it is read.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Iterator, Sequence

from workflow.exchange.incoming import ExchangeError

_FORMULA = re.compile(r"'*[=+\-@\t\r]")
_GUARDED = re.compile(r"'+[=+\-@\t\r]")
_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_DELIMITERS = ",;\t"


def write(rows: Sequence[Sequence[str]]) -> bytes:
    """Returns the file: UTF-8 with a byte order mark, commas, CRLF."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerows([_guard(cell) for cell in row] for row in rows)
    return codecs.BOM_UTF8 + out.getvalue().encode("utf-8", "replace")


def read(data: bytes, path: str) -> Iterator[tuple[int, list[str]]]:
    """Yields the line in which a row begins, 1-based, and its cells.

    Raises:
        ExchangeError: It is not UTF-8 or UTF-16, or a row is broken; names the line.
    """
    text = _decode(data, path)
    head = text.lstrip("\r\n").split("\n", 1)[0]
    if match := re.match(r"\s*sep=(.)\r?\n", text):
        delimiter, text = match[1], text[match.end() :]
        before = 1
    else:
        delimiter, before = max(_DELIMITERS, key=head.count), 0
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    begins = 1
    try:
        for row in reader:
            yield begins + before, [_unguard(cell) for cell in row]
            begins = reader.line_num + 1
    except csv.Error as error:
        raise ExchangeError(f"the row is broken: {error}", path=path, line=begins + before, hint="save it again as CSV") from None


def _guard(cell: str) -> str:
    return f"'{cell}" if _FORMULA.match(cell) else cell


def _unguard(cell: str) -> str:
    cell = cell.replace("\r\n", "\n")
    return cell[1:] if _GUARDED.match(cell) else cell


def _decode(data: bytes, path: str) -> str:
    bom, encoding = next(((bom, encoding) for bom, encoding in _BOMS if data.startswith(bom)), (b"", "utf-8"))
    try:
        return data[len(bom) :].decode(encoding)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start + len(bom)) + 1
        hint = "in Excel, save it as “CSV UTF-8”, or as .xlsx"
        raise ExchangeError("it is not UTF-8", path=path, line=line, hint=hint) from None
