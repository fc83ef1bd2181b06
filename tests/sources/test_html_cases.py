"""Golden cases of the HTML reader: a folder each, with `in.html`, what a translator sees of it, and what is written."""

from __future__ import annotations

import difflib
from pathlib import Path

import pytest

from workflow.inline import decode, encode, join
from workflow.model import Code, Document, Mark, Pieces, Region, Slot
from workflow.skeleton import write
from workflow.sources import read

from .kept import kept

CASES = Path(__file__).parent / "html"
NAMES = sorted(path.name for path in CASES.iterdir() if (path / "in.html").exists())


def _read(name: str) -> Document:
    return read((CASES / name / "in.html").read_bytes(), path="in.html", language="en")


def _marks(document: Document, pieces: Pieces) -> list[Mark]:
    found: list[Mark] = []
    for piece in pieces:
        if isinstance(piece, Mark):
            found.append(piece)
        elif isinstance(piece, Region):
            found += _marks(document, piece.pieces)
        elif isinstance(piece, Slot):
            for item in document.segments[piece.segment].content:
                if isinstance(item, Code):
                    found += _marks(document, item.pieces)
    return found


def _shown(document: Document) -> str:
    """Returns all that the reader found: blocks with their segments and codes, marks, findings."""
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
            f"escape={block.escape}" if block.escape != "html" else "",
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
    for mark in _marks(document, document.pieces):
        parts = [repr(one) if one else "-" for one in (mark.source, mark.value, mark.before, mark.after)]
        lines.append(f"{mark.kind} {' '.join(parts)}")
    lines += [f"{one.severity} {one.code} [{one.where.line}] {one.message}" for one in document.findings]
    return "\n".join(lines) + "\n"


def _swapped(document: Document) -> bytes:
    """Returns the document in Russian, so to speak: capitals and small letters of every text exchanged, marks made visible."""
    texts = {
        number: encode(join(part.swapcase() if isinstance(part, str) else part for part in decode(segment.text)))
        for number, segment in enumerate(document.segments)
    }
    new = {
        "language": "ru",
        "direction": "ltr",
        "og-locale": "ru_RU",
        "head": "<!--head-->",
        "end": "<!--end-->",
        "counterpart": "<a>…</a>",
    }

    def marks(mark: Mark) -> str | None:
        return f"ru/{mark.source}" if mark.kind == "link" else new.get(mark.kind)

    return write(document, texts, language="ru", marks=marks)


@pytest.mark.parametrize("name", NAMES)
def test_case_is_read_and_written_as_recorded(name: str, save_golden: bool) -> None:
    """A case gives the blocks, segments, codes, notes and marks, and the changed page, that its folder records."""
    folder = CASES / name
    document = _read(name)
    shown, swapped = _shown(document), _swapped(document)
    if save_golden:
        (folder / "segments.txt").write_text(shown, encoding="utf-8", newline="\n")
        (folder / "out.html").write_bytes(swapped)
    expected = (folder / "segments.txt").read_text(encoding="utf-8")
    difference = difflib.unified_diff(expected.splitlines(), shown.splitlines(), "segments.txt", "read", lineterm="")
    assert shown == expected, "\n".join(difference)
    assert swapped == (folder / "out.html").read_bytes()


@pytest.mark.parametrize("name", NAMES)
def test_case_comes_back_byte_for_byte(name: str) -> None:
    """A page whose texts nobody changed is written as it was found."""
    document = _read(name)
    own = {number: segment.text for number, segment in enumerate(document.segments)}
    assert write(document, own) == (CASES / name / "in.html").read_bytes()


@pytest.mark.parametrize("name", NAMES)
def test_container_numbers_are_unique_and_there_is_one_end(name: str) -> None:
    """Containers of one number are the same one; a page has exactly one place for the counterpart link and one title at most."""
    document = _read(name)
    containers = {container for block in document.blocks for container in block.containers}
    assert len({container.number for container in containers}) == len(containers)
    assert [mark.kind for mark in _marks(document, document.pieces)].count("end") == 1
    assert [block.kind for block in document.blocks].count("title") <= 1
