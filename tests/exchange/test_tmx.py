"""The memory as TMX 1.4b: valid, and read back as it was by the reader of the memory."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from workflow.exchange.tmx import Remembered, write
from workflow.inline import PREVIOUS, decode, nesting, plain, tags
from workflow.memory import tmx

from .entries import MSGIDS

UNITS = [
    Remembered(None, "The title", "Заголовок", "2026-03-01-a", datetime(2026, 3, 1, 9, tzinfo=UTC), ("", "Next.")),
    Remembered("menu", "See <a>the</a> <a2>reports</a2>.<br/>", "<a2>Доклады</a2> и <a>это</a>.<br/>", "b", None, ("A & B", "")),
    Remembered(None, "ends</em> here <i>and", "конец</em> здесь <i>и", "b"),
    Remembered(None, "R&D \x01 <", "НИОКР <", "b"),
]


def test_it_is_valid(schemas: Path) -> None:
    """Against the DTD of TMX 1.4b."""
    dtd = etree.DTD(str(schemas / "tmx/tmx14.dtd"))
    assert dtd.validate(etree.fromstring(b"".join(write(UNITS, source="en", target="pt-BR")))), dtd.error_log


def test_the_memory_reads_it_back() -> None:
    """Texts, codes, contexts, neighbours and dates."""
    data = b"".join(write(UNITS[:3], source="en", target="ru"))
    back = list(tmx.read(io.BytesIO(data), "a.tmx", source="en", target="ru"))
    assert [(one.msgctxt, one.msgid, one.msgstr) for one in back] == [(one.msgctxt, one.msgid, one.msgstr) for one in UNITS[:3]]
    assert [one.contexts for one in back] == [(("", "Next."),), (("A & B", ""),), ()]
    assert back[0].revised == "20260301T090000Z"


@given(st.lists(st.tuples(MSGIDS, MSGIDS), max_size=4))
def test_any_text_is_written_as_well_formed_xml(pairs: list[tuple[str, str]]) -> None:
    """Whatever a text holds, the file can be read, and has its words."""
    units = [Remembered(None, source, target, "a") for source, target in pairs if PREVIOUS not in (source, target)]
    root = etree.fromstring(b"".join(write(units, source="en", target="ru")))
    assert len(root.findall(".//tu")) == len(units)
    for unit, tu in zip(units, root.iter("tu"), strict=True):
        if not nesting(decode(unit.msgid), decode(unit.msgid)):
            (seg, _) = tu.iter("seg")
            assert len(list(seg)) == len(tags(decode(unit.msgid)))
            said = "".join([seg.text or "", *(one.tail or "" for one in seg)])
            assert said == "".join(letter for letter in plain(decode(unit.msgid)) if letter in said)
