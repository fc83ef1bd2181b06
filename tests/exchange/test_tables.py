"""Spreadsheets: what goes out comes back through CSV and XLSX, whatever people and Excel do to columns, marks and separators."""

from __future__ import annotations

import contextlib
import csv
import io
import zipfile
from collections.abc import Callable, Sequence
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from workflow.exchange import table_csv, table_xlsx, tables
from workflow.exchange.incoming import Batch, Decision, ExchangeError, Incoming, decide
from workflow.exchange.outgoing import Outgoing, Release
from workflow.locales.review import text_digest

from .entries import RELEASES, current, entry, in_order, release

Rows = Sequence[Sequence[str]]


def through_csv(rows: Rows) -> list[Batch]:
    return tables.read(table_csv.read(table_csv.write(rows), "a.csv"), "a.csv", text_digest)


def through_xlsx(rows: Rows) -> list[Batch]:
    return tables.read(table_xlsx.read(table_xlsx.write(rows, "a"), "a.xlsx"), "a.xlsx", text_digest)


def from_csv(text: str | bytes) -> tuple[Incoming, ...]:
    data = text.encode() if isinstance(text, str) else text
    (batch,) = tables.read(table_csv.read(data, "a.csv"), "a.csv", text_digest)
    return batch.entries


BOTH = pytest.mark.parametrize("through", [through_csv, through_xlsx], ids=["csv", "xlsx"])


@BOTH
@given(made=RELEASES)
def test_what_goes_out_comes_back(through: Callable[[Rows], list[Batch]], made: Release) -> None:
    """Export then import: every entry is as it was seen, and nothing changes, whatever texts and codes there are."""
    rows = tables.rows(made)
    if through is through_xlsx:  # XML has no place for control characters: such a text is shown with a stand-in, and is an edit to nobody
        rows = [[cell.translate(dict.fromkeys((*range(9), 11, 12, *range(14, 32), 65534, 65535), " ")) for cell in row] for row in rows]
        made = release(*(entry(row[0], row[1], one.state, one.msgctxt) for row, one in zip(rows[1:], made.entries, strict=True)))
        rows = tables.rows(made)
    (batch,) = through(rows)
    assert (batch.release, batch.language) == (made.name, made.language)
    assert in_order(batch.entries) == [one.key for one in made.entries]
    assert [one.text for one in batch.entries] == [one.text for one in made.entries]
    assert {one.outcome for one in decide(map(current, made.entries), batch.entries)} == {"unchanged"}


@BOTH
@given(made=RELEASES, order=st.permutations(range(7)), extra=st.integers(0, 7))
def test_columns_may_be_moved_and_others_put_between(
    through: Callable[[Rows], list[Batch]], made: Release, order: list[int], extra: int
) -> None:
    """Columns are found by their names, in any order and case, with notes in brackets behind them."""
    rows = [[row[place] for place in order] for row in tables.rows(made)]
    rows[0] = [f" {name.title()} (en)" for name in rows[0]]
    moved = [[*row[:extra], "mine" if number else "My column", *row[extra:]] for number, row in enumerate(rows)]
    plain = through([["source", "translation"], *([row[order.index(0)], row[order.index(1)]] for row in rows[1:])])
    assert [one.text for batch in through(moved) for one in batch.entries] == [one.text for batch in plain for one in batch.entries]


def edited(was: Outgoing, **cells: str) -> Decision:
    """What becomes of an entry if somebody changes cells of its row."""
    head, row = tables.rows(release(was))
    for name, value in cells.items():
        row[head.index(name)] = value
    (batch,) = through_csv([head, row])
    (decision,) = decide([current(was)], batch.entries)
    return decision


@pytest.mark.parametrize(
    ("was", "cells", "outcome", "state"),
    [
        (entry("A"), {"translation": "Б"}, "taken", "translated"),
        (entry("A", "Б", "draft"), {"translation": "В"}, "taken", "translated"),
        (entry("A", "Б", "draft"), {"state": "translated"}, "taken", "translated"),
        (entry("A", "Б", "draft"), {"state": ""}, "unchanged", ""),
        (entry("A", "Б", "draft"), {"entry": ""}, "unchanged", ""),
        (entry("A", "Б", "draft"), {"entry": "", "state": ""}, "unchanged", ""),
        (entry("A", "Б", "draft"), {"translation": ""}, "unchanged", ""),
        (entry("A", "Б"), {"state": "Returned", "comment": "no"}, "taken", "returned"),
        (entry("A", "Б", "returned"), {"translation": "В"}, "taken", "translated"),
        (entry("A", "Б"), {"translation": "В"}, "taken", "translated"),
        (entry("A", "Б"), {"translation": "В", "entry": ""}, "refused", ""),
        (entry("A", "Б"), {"translation": "В", "entry": "nonsense"}, "refused", ""),
        (entry("<b>A</b>"), {"translation": "Б"}, "taken", "returned"),
    ],
)
def test_what_a_translator_did(was: Outgoing, cells: dict[str, str], outcome: str, state: str) -> None:
    """Whoever types has translated; a draft is accepted by its state; a row that lost its last column covers nothing."""
    decision = edited(was, **cells)
    assert (decision.outcome, decision.state) == (outcome, state)


@pytest.mark.parametrize(
    "data",
    [
        b"source;translation\r\nA, b;\xd0\x91\r\n",
        b"\xef\xbb\xbfsource;translation\r\nA, b;\xd0\x91\r\n",
        b"sep=;\r\nsource;translation\r\nA, b;\xd0\x91\r\n",
        b"translation\tsource\nlost\n\xd0\x91\tA, b".replace(b"lost\n", b"\n"),
        'source,translation\n"A, b",Б'.encode("utf-16"),
        '\ufeff\n\nsource,translation,,\n"A, b",Б,,\n,,,\n'.encode(),
    ],
)
def test_csv_as_programs_write_it(data: bytes) -> None:
    """Byte order marks, semicolons, tabs, UTF-16, a separator line, empty rows and columns."""
    (one,) = from_csv(data)
    assert (one.msgid, one.text, one.state) == ("A, b", "Б", None)


@given(st.text(st.characters(exclude_characters="\r\x00", exclude_categories=["Cs"]), max_size=8).map(lambda text: text or "x"))
def test_no_cell_is_a_formula(text: str) -> None:
    """Whatever a translation begins with, a spreadsheet program reads text, and the text comes back."""
    for start in ("", "=", "+", "-", "@", "\t", "'", "'="):
        data = table_csv.write([["source", "translation"], ["A", start + text]])
        (cell,) = [row[1] for row in csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")) if row[0] == "A"]
        assert cell[0] not in "=+-@\t"
        assert [row[1] for _, row in table_csv.read(data, "a.csv")] == ["translation", start + text]


def test_no_cell_of_a_workbook_is_a_formula() -> None:
    """Cells are texts by their type, and formatted as such."""
    data = table_xlsx.write([["source", "translation"], ["=1+1", '=HYPERLINK("http://x")']], "a")
    sheet = load_workbook(io.BytesIO(data)).active
    assert sheet is not None
    assert {(cell.data_type, cell.number_format) for row in sheet.iter_rows() for cell in row} == {("s", "@")}
    assert data == table_xlsx.write([["source", "translation"], ["=1+1", '=HYPERLINK("http://x")']], "a")


def test_a_text_that_looks_like_an_escape_of_excel_stays() -> None:
    """`_x0041_` is a letter to Excel; a text that holds it comes back as it was."""
    rows = [["source", "translation"], ["_x0041_ _x_", "_x005F_x0041_"]]
    assert [row[:2] for _, row in table_xlsx.read(table_xlsx.write(rows, "a"), "a.xlsx")] == rows


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("", 0, "empty"),
        ("\n\n", 0, "empty"),
        ("source,translation\n", 1, "no rows"),
        ("english,translation\nA,Б\n", 1, "no column is named “source”"),
        ("source,russian\nA,Б\n", 1, "no column is named “translation”; the first row has “source”, “russian”"),
        ("source,translation,source\nA,Б,В\n", 1, "two columns"),
        ("source,translation,state\nA,Б,\n\nB,В,done\n", 4, "“done” is no state"),
        ('source,translation\nA,"Б\nB,В\n', 2, "broken"),
        ('source,translation\nA,"Б"x\n', 2, "broken"),
        (f"source,translation\nA,{'Б' * 140_000}\n", 2, "broken"),
        ("source,translation\nA,Б\n".encode("cp1251"), 2, "not UTF-8"),
    ],
)
def test_a_broken_table_is_refused(text: str | bytes, line: int, said: str) -> None:
    """The line, what is wrong, and what to do."""
    with pytest.raises(ExchangeError, match=said) as caught:
        from_csv(text)
    assert (caught.value.line, bool(caught.value.hint)) == (line, True)


def workbook(*rows: Sequence[object]) -> bytes:
    book = Workbook()
    assert book.active is not None
    for row in rows:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def from_xlsx(data: bytes) -> tuple[Incoming, ...]:
    (batch,) = tables.read(table_xlsx.read(data, "a.xlsx"), "a.xlsx", text_digest)
    return batch.entries


def test_what_excel_makes_of_cells() -> None:
    """A number is what it shows; a formula, a date or an error is no text where a text belongs, and no matter elsewhere."""
    (one,) = from_xlsx(workbook(["source", "translation", "words"], [2026, 2026.0, "=LEN(B2)"]))
    assert (one.msgid, one.text) == ("2026", "2026")
    for value, said in (("=A2", "a formula"), (date(2026, 3, 1), "a date"), ("#N/A", "an error")):
        with pytest.raises(ExchangeError, match=f"the translation is {said}") as caught:
            from_xlsx(workbook(["source", "translation"], ["A", "Б"], ["B", value]))
        assert caught.value.line == 3


def packed(**parts: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name, data in parts.items():
            file.writestr(name.replace("__", "/") + ".xml", data)
    return out.getvalue()


def test_a_hostile_or_broken_workbook_is_refused() -> None:
    """A bomb, entities, a document type in UTF-16, too many parts, half a file, an archive of something else."""
    good = workbook(["source", "translation"], ["A", "Б"])
    entities = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa">]><x>&a;</x>'
    for data, said in (
        (packed(xl__workbook=b" " * 80_000_000), "unpacks to more"),
        (packed(xl__workbook=entities), "document type"),
        (packed(xl__workbook=entities.decode().encode("utf-16")), "document type"),
        (packed(**{f"a{number}": b"" for number in range(600)}), "unpacks to more"),
        (packed(a=b"<a/>"), "workbook is broken"),
        (good[: len(good) // 2], "no workbook"),
        (good[:-30] + b"x" * 30, "no workbook"),
        (b"PK\x03\x04", "no workbook"),
        (b"", "no workbook"),
    ):
        with pytest.raises(ExchangeError, match=said):
            from_xlsx(data)
    for place in range(0, len(good), 37):  # whatever byte is another, an error is one of ours
        with contextlib.suppress(ExchangeError):
            from_xlsx(good[:place] + bytes([good[place] ^ 0x55]) + good[place + 1 :])
