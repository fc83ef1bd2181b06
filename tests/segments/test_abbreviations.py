from __future__ import annotations

from pathlib import Path

import pytest

from workflow.errors import SegmentationError
from workflow.segments import load
from workflow.segments.abbreviations import Abbreviation, parse
from workflow.segments.segmenter import RULES


def cuts(tmp_path: Path, entry: str, text: str) -> bool:
    """Whether the text is cut at its mark `|`, with one abbreviation of the project on top of the generic rules."""
    path = tmp_path / "list.txt"
    path.write_text(f"{entry}\nWe starter\n", encoding="utf-8")
    return text.index("|") in load("und", abbreviations=path).cut(text.replace("|", ""))


@pytest.mark.parametrize(
    ("entry", "text", "cut"),
    [
        ("Xyz. title", "Meet Xyz.| Kim.", False),
        ("Xyz. title", "Meet Xyz.| “Kim”.", False),
        ("Xyz. title", "Meet Xyz.| We go.", False),
        ("Xyz. title", "Meet Xyz.| 12 came.", True),
        ("Xyz. title", "Meet Axyz.| Kim.", True),
        ("xyz. ref", "See xyz.| 5.", False),
        ("xyz. ref", "See xyz.| IV.", False),
        ("xyz. ref", "See xyz.| (a).", False),
        ("xyz. ref", "See xyz.| Kim.", True),
        ("xyz. ref", "See xyz.| In.", True),
        ("xyz. ref", "See xyz. 5.| Kim.", True),
        ("xyz. ref", "See Xyz.| 5.", False),
        ("xyz. inner", "One xyz.| Kim.", False),
        ("xyz. inner", "One xyz.| 5.", False),
        ("Xyz. final", "The Xyz.| Kim.", False),
        ("Xyz. final", "The (Xyz.)| Kim.", False),
        ("Xyz. final", "The Xyz.|  We go.", True),
        ("Xyz. final", "The Xyz.| “We go.”", True),
        ("Xyz. final", "The Xyz.| Western.", False),
        ("xyz. unit", "Some 5 xyz.| 6.", False),
        ("xyz. unit", "Some 5 xyz.| $.", False),
        ("xyz. unit", "Some 5 xyz.| USD.", False),
        ("xyz. unit", "Some 5xyz.| 6.", False),
        ("xyz. unit", "Some 5 xyz.| Kim.", True),
        ("x. yz. inner", "One x.yz.| Kim.", False),
        ("x. Yz. inner", "One x.| Yz. Kim.", False),
        ("x.yz. inner", "One x.\u00a0yz.| Kim.", False),
        ("x. title", "Type X.| 5 of them.", True),
        ("X+z. title", "Meet X+z.| Kim.", False),
    ],
)
def test_kinds(tmp_path: Path, entry: str, text: str, cut: bool) -> None:
    """Each kind of abbreviation forbids the breaks that its description tells, and no others."""
    assert cuts(tmp_path, entry, text) is cut


def test_a_starter_ends_a_sentence_after_a_single_capital(tmp_path: Path) -> None:
    """A single capital ends a sentence before a starter only, and an item's letter never."""
    assert cuts(tmp_path, "Xyz. title", "It is plan B.| We go.")
    assert not cuts(tmp_path, "Xyz. title", "It is B.| Kim.")
    assert not cuts(tmp_path, "Xyz. title", "Go. B.| We go.")


def test_parse_reads_kinds_and_comments() -> None:
    """Byte order mark, comments, blank lines, CRLF and inner white space are dealt with; `#` within an abbreviation is no comment."""
    data = "\ufeff# ours\r\n\r\nAmb.  title # Ambassador\r\nт.   е.\tinner\r\nC#.  ref\n".encode()
    assert parse(data, path="x") == (Abbreviation("Amb.", "title"), Abbreviation("т. е.", "inner"), Abbreviation("C#.", "ref"))


@pytest.mark.parametrize(
    ("data", "line"), [(b"a. ref\nAmb.\n", 2), (b"title\n", 1), (b"\nAmb. titel", 2), (b"a. ref\nb. ref\n\xff. ref\n", 3)]
)
def test_bad_lines_are_located_errors(data: bytes, line: int) -> None:
    """A line without a kind, without an abbreviation, or not in UTF-8 is an error with its number."""
    with pytest.raises(SegmentationError) as caught:
        parse(data, path="list.txt")
    assert (caught.value.path, caught.value.line) == ("list.txt", line)
    assert caught.value.hint


@pytest.mark.parametrize(
    ("data", "line", "said"),
    [
        (b"a. ref\ne.g." + b"para" * 60 + b". ref\n", 2, "more than 200 characters in a line"),
        (b"# ours\n" + b"".join(b"a%d. ref\n" % number for number in range(2001)), 2002, "more than 2,000 abbreviations"),
    ],
)
def test_what_would_take_long_to_compile_is_a_located_error(data: bytes, line: int, said: str) -> None:
    """A line that no abbreviation needs, and more lines than any office has, are refused before a pattern is made of them."""
    with pytest.raises(SegmentationError) as caught:
        parse(data, path="list.txt")
    assert (caught.value.message, caught.value.line) == (said, line)


def test_long_comments_and_lists_of_a_thousand_are_read() -> None:
    """What is said about an abbreviation has no bound, and four times what the largest built-in list has is no problem."""
    data = b"".join(b"a%d. ref # %s\n" % (number, b"why " * 100) for number in range(2000))
    assert len(parse(data, path="list.txt")) == 2000


@pytest.mark.parametrize("path", sorted(RULES.glob("*.txt")), ids=lambda path: path.name)
def test_built_in_lists_are_clean(path: Path) -> None:
    """No line stands twice, and what is in a list is either a starter or has a stop or a hyphen: a plain word would silence sentences."""
    found = parse(path.read_bytes(), path=path.name)
    assert len(found) == len(set(found)) > 20
    assert [
        entry.text for entry in found if entry.kind != "starter" and not ("." in entry.text or "-" in entry.text or "США" in entry.text)
    ] == []
