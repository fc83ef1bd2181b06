"""What becomes of characters on their way into a file."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from workflow.exports.markup import Element, clean, leaf, whole

ANY = st.text(st.characters(codec=None, exclude_categories=()), max_size=20) | st.text(
    '&<>"\r\n\t\x00\x1f\ufffd\ufffe\uffff\ud800ж\U0001f600', max_size=20
)


@given(ANY, ANY)
def test_a_file_says_its_texts_without_what_xml_has_no_place_for(value: str, text: str) -> None:
    """An XML reader gets value and text back, lone surrogates, controls and U+FFFE apart; nothing beside them is lost."""
    root = etree.fromstring(whole(Element("r", {"a": value}, (leaf("t", {}, text),))))
    assert root.get("a") == clean(value)
    assert root.findtext("t") == clean(text)


def test_white_space_is_added_around_lines_only() -> None:
    """Elements and markup stand on a line each, two spaces deeper than what they stand in, and nothing is added in a tight one."""
    tree = Element(
        "r", {}, ("<x/>", Element("p", {"n": "a&b"}, ("<s>1</s>", "<s>2</s>"), tight=True), Element("e"), Element("o", {}, ("<y/>",)))
    )
    lines = ["<r>", "  <x/>", '  <p n="a&amp;b"><s>1</s><s>2</s></p>', "  <e/>", "  <o>", "    <y/>", "  </o>", "</r>", ""]
    assert whole(tree).decode().splitlines(keepends=False) == ['<?xml version="1.0" encoding="UTF-8"?>', *lines[:-1]]
