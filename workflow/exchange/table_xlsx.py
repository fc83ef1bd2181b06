"""Rows <-> XLSX (Office Open XML, ECMA-376). The only importer of openpyxl.

All cells are text: nothing is written as a formula, whatever it begins with, and the columns are formatted as text, so that Excel makes no
date of what a translator types. A workbook from outside is looked at before it is opened: what unpacks to more than a spreadsheet of
sentences ever has, or holds a document type declaration, is refused.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Sequence

from workflow.exchange.incoming import ExchangeError
from workflow.exchange.tables import NoText

_LARGEST = 64 * 1024 * 1024
"""Bytes of all parts of a workbook, unpacked."""
_MOST_PARTS = 500
_MOST_ROWS = 100_000
_MOST_COLUMNS = 100
_WIDTHS = (60, 60, 14, 30, 14, 40, 20)
_DOCTYPE = re.compile(rb"<\x00?!\x00?(?:D\x00?O\x00?C\x00?T\x00?Y\x00?P\x00?E|E\x00?N\x00?T\x00?I\x00?T\x00?Y)")
_NO_CELL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_NO_TEXT = {
    "f": NoText("a formula", "type the text itself, with an apostrophe before it"),
    "d": NoText("a date, not a text", "format the column as text and type it again"),
    "e": NoText("an error of the spreadsheet", "type the text itself"),
}
# How Excel writes what XML has no place for: _x000B_ (ECMA-376 part 1, section 22.9.2.19); a text that looks so is escaped.
_ESCAPED = re.compile(r"_x([0-9A-F]{4})_")
_LOOKS_ESCAPED = re.compile(r"_(?=x[0-9A-F]{4}_)")
_DATES = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*")


def write(rows: Sequence[Sequence[str]], title: str) -> bytes:
    """Returns the workbook, the same bytes for the same rows.

    Args:
        rows: The first is the head.
        title: Of its only sheet.
    """
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = re.sub(r"[\\/*?:\[\]]", "-", title)[:31] or "release"
    for number, row in enumerate(rows, 1):
        for column, value in enumerate(row, 1):
            cell = sheet.cell(number, column)
            cell.value = _LOOKS_ESCAPED.sub("_x005F_", _NO_CELL.sub("\ufffd", value))
            cell.data_type = "s"
            cell.number_format = "@"
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            if number == 1:
                cell.font = Font(bold=True)
    for column, width in enumerate(_WIDTHS[: len(rows[0])], 1):
        sheet.column_dimensions[get_column_letter(column)].width = width
    sheet.freeze_panes = "A2"
    out = io.BytesIO()
    book.save(out)
    return _without_clock(out.getvalue())


def _without_clock(data: bytes) -> bytes:
    """Returns the workbook without the moment at which it was written, which says nothing of the texts."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for one in old.infolist():
            content = _DATES.sub(rb"\g<1>2000-01-01T00:00:00Z", old.read(one)) if one.filename == "docProps/core.xml" else old.read(one)
            new.writestr(zipfile.ZipInfo(one.filename, (1980, 1, 1, 0, 0, 0)), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def read(data: bytes, path: str) -> Iterator[tuple[int, list[str | NoText]]]:
    """Yields the number of a row, 1-based, and its cells, of the first sheet.

    Raises:
        ExchangeError: It is no workbook, a broken or a hostile one.
    """
    _check(data, path)
    from openpyxl import load_workbook

    try:
        book = load_workbook(io.BytesIO(data), read_only=True, keep_links=False)
        sheet = book.worksheets[0]
        sheet.reset_dimensions()
        for number, row in enumerate(sheet.iter_rows(max_col=_MOST_COLUMNS), 1):
            if number > _MOST_ROWS:
                raise ExchangeError(f"more than {_MOST_ROWS:,} rows", path=path, line=number, hint="split it into several")
            yield number, [_text(cell.value, cell.data_type) for cell in row]
    except ExchangeError:
        raise
    # openpyxl raises whatever its parsers do: KeyError, IndexError, ValueError, TypeError, ParseError, zlib.error…
    except Exception as error:
        said = " ".join(str(error).split())[:80]
        raise ExchangeError(f"the workbook is broken: {said}", path=path, hint="save it again as .xlsx") from None


def _text(value: object, kind: str) -> str | NoText:
    if value is None:
        return ""
    if kind in _NO_TEXT:
        return _NO_TEXT[kind]
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    said = _ESCAPED.sub(lambda match: chr(int(match[1], 16)), str(value))
    return said.replace("\r\n", "\n")


def _check(data: bytes, path: str) -> None:
    """Refuses a workbook that is dangerous to open.

    Raises:
        ExchangeError: It is no ZIP file, or unpacks to too much, or one of its parts has a document type declaration.
    """
    hint = "save it again as .xlsx"
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as file:
            parts = file.infolist()
            if len(parts) > _MOST_PARTS or sum(one.file_size for one in parts) > _LARGEST:
                raise ExchangeError(
                    "it unpacks to more than a table of sentences has", path=path, hint="such a file can not be read safely"
                )
            for one in parts:
                if one.flag_bits & 1:
                    raise ExchangeError("it is protected with a password", path=path, hint="save it without")
                if one.filename.endswith((".xml", ".rels")) and _DOCTYPE.search(file.read(one)):
                    said = f"{one.filename} has a document type declaration"
                    raise ExchangeError(said, path=path, hint="such a file can not be read safely")
    # zlib.error, NotImplementedError of an unknown compression, EOFError…: one answer to all
    except ExchangeError:
        raise
    except Exception as error:
        said = " ".join(str(error).split())[:80]
        raise ExchangeError(f"it is no workbook: {said}", path=path, hint=hint) from None
