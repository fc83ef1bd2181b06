"""Readers of what comes from other tools: XLIFF, TMX, and the tables CSV, XLSX and review sheet.

What is read is read the same way twice; its texts with codes can be read back; and whatever is taken into a catalog can be written there.
"""

from __future__ import annotations

import io
import zipfile
from functools import cache

from workflow.errors import WorkflowError
from workflow.exchange import formats, table_csv, table_xlsx, tables, xliff_write
from workflow.exchange import tmx as tmx_out
from workflow.exchange.incoming import Batch, Current, State, decide
from workflow.exchange.outgoing import Original, Outgoing, Release
from workflow.inline import compare, decode, encode, tags
from workflow.locales.review import text_digest
from workflow.memory import tmx
from workflow.memory.unit import moment

from .target import Target, files, refused

_PART = b"%%%% "
"""Begins a part of a workbook, with its name: what is fuzzed is what is in the parts, and not the archive around them."""


def _decided(batches: list[Batch]) -> object:
    seen: list[object] = []
    for batch in batches:
        here = {one.key: one for one in batch.entries if max(one.msgid or "a") < "\ud800"}
        current = [
            Current(
                one.msgctxt,
                one.msgid,
                ("", "Было.", one.text)[number % 3],
                "translated" if number % 3 else "untranslated",
                frozenset(),
                may_join=True,
            )
            for number, one in enumerate(here.values())
        ]
        for decision in decide(current, batch.entries):
            if decision.outcome == "taken":
                decision.text.encode(), decision.comment.encode()
                assert encode(decode(decision.text)) or not decision.text, "its text can not be read back"
            seen.append((decision.outcome, decision.state, decision.reason[:12], decision.incoming.state))
        f"{batch.release}{batch.language}".encode("utf-8", "surrogatepass")
    return seen[:20]


def _exchanged(data: bytes, path: str) -> object:
    try:
        kind = formats.of(data, path)
        if kind == "tmx":
            return _tmx(data)
        batches = formats.READERS[kind](data, path, text_digest)
    except WorkflowError as error:
        return refused(error, path)
    assert formats.READERS[kind](data, path, text_digest) == batches, "read otherwise the second time"
    return kind, _decided(batches)


def _xliff(data: bytes) -> object:
    return _exchanged(data, "back.xlf")


def _table(data: bytes) -> object:
    return _exchanged(_packed(data) if data.startswith(_PART) else data, "back.csv")


def _packed(data: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as book:
        for part in data.removeprefix(_PART).split(b"\n" + _PART):
            name, _, content = part.partition(b"\n")
            book.writestr(name.decode("utf-8", "replace").replace("\0", "")[:100] or "x", content)
    return out.getvalue()


def _unpacked(data: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        return b"\n".join(_PART + one.filename.encode() + b"\n" + book.read(one) for one in book.infolist())


def _tmx(data: bytes) -> object:
    try:
        units = list(tmx.read(io.BytesIO(data), "memory.tmx", source="en", target="ru"))
    except tmx.TmxError as error:
        return refused(error, "memory.tmx")
    for unit in units:
        assert unit.msgid, "a unit without source"
        assert unit.msgstr, "a unit without translation"
        assert compare(decode(unit.msgid), decode(unit.msgstr)) == (), f"other codes: {unit}"
        assert encode(decode(unit.msgid)) == unit.msgid, f"{unit}"
        f"{unit.msgid}{unit.msgstr}{unit.msgctxt}{unit.contexts}".encode()
        moment(unit.revised)
    return [(unit.msgctxt is None, len(unit.contexts), len(decode(unit.msgid))) for unit in units]


def _entry(msgid: str, text: str, state: State = "translated", msgctxt: str | None = None, *, comment: str = "") -> Outgoing:
    codes = {tag: Original(f"<{tag.name} title=x>", "link" if tag.name == "a" else "") for tag in tags(decode(msgid))}
    comments = (comment,) if comment else ()
    return Outgoing(msgctxt, msgid, text, state, text_digest(msgctxt, msgid, text), ("a note",), comments, codes)


_ENTRIES = (
    _entry("See <a>the report</a> of <b>2022</b>.<br/>Now.", "См. <a>доклад</a> за <b>2022</b> год.<br/>Сейчас.", comment="check"),
    _entry('=1+1, R&D &lt;br> "x"', "«НИОКР»", "draft", "ctx"),
    _entry("Second.", "<prev/>", "approved"),
    _entry("Third <i>half", "", "untranslated"),
    _entry("Fourth.", "Четвёртое.", "stale"),
)
_RELEASE = Release("2026-03-01-a", "sources/2026-03-01-a.html", "en", "ru", _ENTRIES)


@cache
def _xliff_seeds() -> list[bytes]:
    return [xliff_write.write(_RELEASE, text_digest), *files("tests/exchange/**/*.xlf")]


@cache
def _tmx_seeds() -> list[bytes]:
    units = [tmx_out.Remembered(one.msgctxt, one.msgid, one.text, "a", None, ("b", "c")) for one in _ENTRIES if one.text]
    return [b"".join(tmx_out.write(units, source="en", target="ru")), *files("exports/aligned/*.tmx", "tests/memory/tmx/*.tmx")]


@cache
def _table_seeds() -> list[bytes]:
    rows = tables.rows(_RELEASE)
    book = table_xlsx.write(rows, "a")
    return [table_csv.write(rows), table_csv.write(rows).replace(b",", b";"), book, _unpacked(book), _unpacked(book)]


TARGETS = {
    "xliff": Target(_xliff, _xliff_seeds),
    "tmx": Target(_tmx, _tmx_seeds),
    "table": Target(_table, _table_seeds, most=20_000),
}
