"""Cutting blocks with codes: the skeleton is refined, the codes go where they belong."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflow.inline import decode, nesting
from workflow.model import Block, Code, Content, Document, Text
from workflow.segments.split import PROTECTED, cut_content, split, text_of
from workflow.skeleton import pieces_of, write
from workflow.sources.skeleton import Builder, texts_of


def code(element: str, kind: str, pair: int, source: str, **more: object) -> Code:
    """Returns a code as a reader makes it."""
    return Code(element, kind, pair, (source,), **more)  # type: ignore[arg-type]  # kind is one of three words


def document(content: Content, *, preserve: bool = False) -> Document:
    """Returns a release of one block between two literals."""
    builder = Builder(path="sources/r.html", format="html", language="en", encoding="utf-8", bom=b"", text="\n")
    builder.literal("<p>")
    builder.block(content, Block("paragraph", (), element="p", preserve=preserve, escape="html"))
    builder.literal("</p>")
    return builder.document()


def full_stops(text: str, _: Block) -> list[int]:
    """Returns where sentences end."""
    return [at + 1 for at in range(len(text) - 1) if text[at] == "." and text[at + 1].isspace()]


CODES = {
    "<i>": code("i", "open", 1, "<i>"),
    "</i>": code("i", "close", 1, "</i>"),
    "<a>": code("a", "open", 2, '<a href="x">'),
    "</a>": code("a", "close", 2, "</a>"),
    "<br/>": code("br", "void", 3, "<br>", role="break"),
    "<img/>": code("img", "void", 4, "<img>", role="image"),
    "<code/>": code("code", "void", 5, "<code>x. y</code>", protected=True),
}


def content(shown: str) -> Content:
    """Returns the content that a line with codes shows."""
    parts: list[Text | Code] = []
    while shown:
        name = next((name for name in CODES if shown.startswith(name)), None)
        if name is not None:
            parts.append(CODES[name])
            shown = shown[len(name) :]
        else:
            end = min((shown.find(name) for name in CODES if name in shown), default=len(shown))
            parts += texts_of(shown[:end])
            shown = shown[end:]
    return tuple(parts)


@pytest.mark.parametrize(
    ("shown", "expected"),
    [
        ("One. Two.", ["One.", "Two."]),
        ("One.</i> Two.", ["One.</i>", "Two."]),
        ("<i>One.</i> Two.", ["One.", "Two."]),
        ("One. <i>Two.</i>", ["One.", "Two."]),
        ("<i>One. Two.</i>", ["One.", "Two."]),
        ("A <i>one. Two</i> b.", ["A <i>one.", "Two</i> b."]),
        ("A <i>one.</i> <a>Two</a> b.", ["A <i>one.</i>", "<a>Two</a> b."]),
        ("One.<br/> Two.", ["One.", "Two."]),
        ("<img/> One. <img/>Two.", ["One.", "Two."]),
        ("See <code/>. Two.", ["See <code/>.", "Two."]),
        ("<code/> One. <code/>", ["<code/> One.", "<code/>"]),
        ("One. \u00a0 Two.", ["One.", "Two."]),
        ("One.\r\n  Two.", ["One.", "Two."]),
        ("One. <i></i> Two.", ["One.", "<i></i> Two."]),
    ],
)
def test_sentences_have_the_codes_that_belong_to_them(shown: str, expected: list[str]) -> None:
    """Closing codes stay left of a cut, opening ones right; what encloses a sentence stands in the skeleton."""
    whole = document(content(shown))
    parts = split(whole, full_stops)
    assert [segment.text for segment in parts.segments] == expected
    assert write(parts) == write(whole)


codes = st.sampled_from(sorted(CODES))
shown = st.lists(codes | st.sampled_from(("One. ", "two", ". ", " ", "\r\n", "three. Four", "\u00a0", "&", "<b")), max_size=12).map("".join)


@given(shown, st.data(), st.booleans())
def test_any_cuts_of_any_content_give_the_source_back(line: str, data: st.DataObject, preserve: bool) -> None:
    """Cut anywhere, with codes crossing, doubled and unclosed: the document writes its source, and every code is in one place."""
    whole = document(content(line), preserve=preserve)

    def cut(text: str, _: Block) -> list[int]:
        return sorted(data.draw(st.sets(st.integers(0, len(text)), max_size=5)))

    parts = split(whole, cut)
    assert write(parts) == write(whole)
    assert write(parts, {number: segment.text for number, segment in enumerate(parts.segments)}) == write(whole)
    assert [number for block in parts.blocks for number in block.segments] == list(range(len(parts.segments)))
    if preserve:
        assert parts == whole


@given(shown, st.lists(st.integers(0, 40), unique=True, max_size=6).map(sorted))
def test_cut_content_joined_is_the_content(line: str, offsets: list[int]) -> None:
    """No character and no code is lost or doubled between the parts."""
    whole = content(line)
    parts = cut_content(whole, offsets)
    assert [piece for part in parts for piece in pieces_of(part) if not isinstance(piece, str)] == []
    assert "".join(str(piece) for part in parts for piece in pieces_of(part)) == "".join(str(piece) for piece in pieces_of(whole))
    assert "".join(text_of(part) for part in parts) == text_of(whole)


def test_a_reference_is_never_cut_in_two() -> None:
    """A run that is written otherwise than it reads (`&#46;&nbsp;` as one) stays whole."""
    run = (Text("a. b", "&#97;. b"),)
    assert cut_content(run, [2]) == [run]


def test_a_block_that_keeps_its_white_space_stays_whole() -> None:
    """In preformatted text a line end means something and a sentence does not."""
    whole = document(content("One. Two."), preserve=True)
    assert split(whole, full_stops) is whole


def test_protected_words_are_one_character_for_the_rules() -> None:
    """A stop inside protected words ends no sentence."""
    assert text_of(content("See <code/>.")) == f"See {PROTECTED}."


def test_each_sentence_of_a_well_formed_block_can_be_written_alone() -> None:
    """A code that spans sentences stays as an isolated end in each, and each is a right translation of itself."""
    parts = split(document(content("A <i>one. Two <a>x</a>. Three</i> b.")), full_stops)
    assert [segment.text for segment in parts.segments] == ["A <i>one.", "Two <a>x</a>.", "Three</i> b."]
    assert all(nesting(decode(segment.text), decode(segment.text)) == () for segment in parts.segments)
