"""Plain text releases: read without losing a byte, and cut into the blocks that an author meant."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from workflow.errors import SourceError
from workflow.inline import decode, encode
from workflow.model import Document, Slot
from workflow.segments.split import split
from workflow.skeleton import write
from workflow.sources.text import read

CASES = sorted(path for path in (Path(__file__).parent / "text").iterdir() if path.is_dir())

line = st.sampled_from(
    (
        "Title",
        "Some words. More words!",
        "- an item",
        "– a dash",
        "— Ana Reed,",
        "-- Bo Tan",
        "She said:",
        "“All.”",
        "“Begun",
        '"Straight."',
        "* star",
        "1. one",
        "12) twelve",
        "a) letter",
        "A. Guterres said",
        "",
        "  ",
        "\t",
        "\u00a0",
        "\u2028",
        "x\u2029y",
        "\x0c",
        "\x85",
        "Эта статья на русском языке",
        "For further information, please contact:",
        "press@example.org",
        "<b>&lt;R&D",
        "trailing  ",
        "  leading",
        "long " * 40,
    )
)
sources = st.lists(
    st.tuples(line | st.text(st.characters(exclude_categories=("Cs",)), max_size=8), st.sampled_from(("\n", "\r\n", "\r", "\n\n")))
).map(lambda lines: "".join(text + end for text, end in lines))


def document(data: bytes) -> Document:
    """Returns the release that the bytes are."""
    return read(data, path="sources/r.txt", language="en")


@given(sources, st.booleans(), st.sampled_from(("utf-8", "utf-8-sig", "utf-16")))
@example("\x000\n", False, "utf-16")  # begins like the byte order mark of UTF-32
def test_a_text_is_given_back_byte_for_byte(source: str, final_newline: bool, encoding: str) -> None:
    """Whatever its line ends, white space and byte order mark: written with its own text, a source is the same file."""
    data = (source if final_newline else source.rstrip("\r\n")).encode(encoding)
    found = document(data)
    assert write(found) == data
    assert write(found, {number: segment.text for number, segment in enumerate(found.segments)}) == data


@given(st.binary(max_size=40))
def test_any_bytes_are_given_back_or_refused(data: bytes) -> None:
    """Bytes that are no text are an error, never a changed file."""
    try:
        found = document(data)
    except SourceError as error:
        where = (error.path, error.line > 0)
    else:
        where = ("sources/r.txt", write(found) == data)
    assert where == ("sources/r.txt", True)


@given(sources, st.text(st.characters(exclude_categories=("Cs", "Cc", "Cn")), min_size=1, max_size=20), st.data())
def test_with_one_text_replaced_every_other_byte_stays(source: str, text: str, data: st.DataObject) -> None:
    """A translation changes its own span only, and stands there as one line of text."""
    found = document(source.encode())
    if not found.segments:
        return
    number = data.draw(st.integers(0, len(found.segments) - 1))
    at = next(place for place, piece in enumerate(found.pieces) if isinstance(piece, Slot) and piece.segment == number)
    before = write(_part(found, 0, at)).decode()
    after = write(_part(found, at + 1, len(found.pieces))).decode()
    written = write(found, {number: encode((text,))}).decode()
    assert written.startswith(before)
    assert written.endswith(after)
    middle = written[len(before) : len(written) - len(after)]
    if encode((text,)) != found.segments[number].text:
        assert middle == re.sub(" +", " ", text).strip(" ")


def _part(whole: Document, start: int, end: int) -> Document:
    return replace(whole, pieces=whole.pieces[start:end], bom=b"")


@given(sources, st.data())
def test_cutting_into_sentences_only_refines_the_skeleton(source: str, data: st.DataObject) -> None:
    """Wherever a block is cut, the document still gives its source back, and no word is lost from the texts."""
    whole = document(source.encode())

    def cut(text: str, _: object) -> list[int]:
        return sorted(data.draw(st.sets(st.integers(0, len(text)), max_size=4)))

    parts = split(whole, cut)
    assert write(parts) == source.encode()
    assert _letters(parts) == _letters(whole)
    for number, block in enumerate(parts.blocks):
        assert all(parts.segments[segment].block == number for segment in block.segments)
    assert [segment for block in parts.blocks for segment in block.segments] == list(range(len(parts.segments)))


def _letters(found: Document) -> str:
    texts = (part for segment in found.segments for part in decode(segment.text) if isinstance(part, str))
    return "".join("".join(texts).split())


words = st.lists(
    st.sampled_from(("The", "centre", "–", "-", "in", "2019.", "Japan,", "12.", "A.", "of", "5", "(a)", "opened")), min_size=2, max_size=25
)


@given(words, st.data())
def test_wrapping_a_paragraph_anew_changes_no_text(said: list[str], data: st.DataObject) -> None:
    """Lines may end anywhere in a sentence, also before a dash or a number that a list could begin with."""
    said = ["Words", *said]
    breakable = [not one.rstrip().endswith((".", ":")) for one in said]
    wrapped = said[0]
    for before, one in zip(breakable, said[1:], strict=False):
        wrapped += (data.draw(st.sampled_from((" ", "\n", "  \r\n "))) if before else " ") + one
    plain = document(f"Title\n\n{' '.join(said)}\n".encode())
    assert [segment.text for segment in document(f"Title\n\n{wrapped}\n".encode()).segments] == [segment.text for segment in plain.segments]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_blocks_are_what_the_case_says(case: Path, save_golden: bool) -> None:
    """`blocks.txt` lists each block: kind, containers, text. A new case is a new folder with `in.txt`."""
    found = document((case / "in.txt").read_bytes())
    lines = []
    for block in found.blocks:
        inside = "".join(f" {one.kind}{one.number}" for one in block.containers)
        texts = [found.segments[number].text for number in block.segments]
        lines.append(f"{block.line}: {block.kind}{inside}: {' | '.join(texts)}\n")
    if save_golden:
        (case / "blocks.txt").write_text("".join(lines), encoding="utf-8")
    assert "".join(lines) == (case / "blocks.txt").read_text(encoding="utf-8")


def test_a_letter_that_a_text_file_can_not_hold_is_an_error() -> None:
    """Plain text has no references: nothing is written instead of the letter."""
    found = document("Title\n".encode("utf-16"))
    assert write(found, {0: "中"}).decode("utf-16") == "中\n"
