"""Golden cases of the XML reader: a folder each, with `in.xml`, what a translator sees of it, and what is written."""

from __future__ import annotations

import difflib
import html
from pathlib import Path

import pytest
from lxml import etree

from workflow.inline import decode, encode, join
from workflow.model import Document, Mark
from workflow.skeleton import write
from workflow.sources import read

from .kept import kept

CASES = Path(__file__).parent / "xml"
NAMES = sorted(path.name for path in CASES.iterdir() if (path / "in.xml").exists())


def _read(folder: Path) -> Document:
    return read((folder / "in.xml").read_bytes(), path="in.xml", language="en", resolve=lambda name: (folder / name).read_bytes())


def _shown(document: Document) -> str:
    """Returns all that the reader found, one block a paragraph."""
    lines = []
    for block in document.blocks:
        said = [
            f"[{block.line}] {block.kind}",
            f"level={block.level}" if block.level else "",
            "header" if block.header else "",
            f"<{block.element}{' ' if block.attribute else ''}{block.attribute}>",
            "in " + " ".join(f"{one.kind}-{one.number}" for one in block.containers) if block.containers else "",
            f"context={block.context}" if block.context is not None else "",
            "preserve" if block.preserve else "",
            f"escape={block.escape}" if block.escape != "xml" else "",
            f"{'not for' if block.locales.exclude else 'for'} {','.join(block.locales.ranges)}" if block.locales else "",
        ]
        lines.append(" ".join(one for one in said if one))
        lines += [f"  note: {note}" for note in block.notes]
        lines += kept(block)
        for number in block.segments:
            segment = document.segments[number]
            lines.append(f"  | {segment.text!r}" if block.preserve else f"  | {segment.text}")
            for tag, code in segment.codes.items():
                about = [code.role, "protected" if code.protected else "", code.language, code.note]
                if tag.kind != "close" and any(about):
                    lines.append(f"    {encode((tag,))} {' '.join(one for one in about if one)}")
    lines += [f"{one.severity} {one.code} [{one.where.line}] {one.message}" for one in document.findings]
    return "\n".join(lines) + "\n"


def _swapped(document: Document) -> bytes:
    """Returns the document in Russian, so to speak: every text with its capitals and small letters exchanged, marks made visible."""
    texts = {
        number: encode(join(part.swapcase() if isinstance(part, str) else part for part in decode(segment.text)))
        for number, segment in enumerate(document.segments)
    }

    def marks(mark: Mark) -> str | None:
        return {"language": "ru", "counterpart": f"({mark.value})", "link": html.escape(f"ru/{mark.value}")}.get(mark.kind)

    return write(document, texts, language="ru", marks=marks)


@pytest.mark.parametrize("name", NAMES)
def test_case_is_read_and_written_as_recorded(name: str, request: pytest.FixtureRequest) -> None:
    """A case gives the blocks, segments, codes and notes, and the changed file, that its folder records."""
    folder = CASES / name
    document = _read(folder)
    shown, swapped = _shown(document), _swapped(document)
    etree.fromstring(swapped, etree.XMLParser(resolve_entities=False, no_network=True))
    if request.config.getoption("--save-golden", default=False):
        (folder / "segments.txt").write_text(shown, encoding="utf-8")
        (folder / "out.xml").write_bytes(swapped)
    expected = (folder / "segments.txt").read_text(encoding="utf-8")
    difference = difflib.unified_diff(expected.splitlines(), shown.splitlines(), "segments.txt", "read", lineterm="")
    assert shown == expected, "\n".join(difference)
    assert swapped == (folder / "out.xml").read_bytes()


@pytest.mark.parametrize("name", NAMES)
def test_case_comes_back_byte_for_byte(name: str) -> None:
    """A file whose texts nobody changed is written as it was found."""
    folder = CASES / name
    document = _read(folder)
    own = {number: segment.text for number, segment in enumerate(document.segments)}
    assert write(document, own) == (folder / "in.xml").read_bytes()
