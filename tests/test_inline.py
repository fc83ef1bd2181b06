"""Codes and text: whatever stands in a source comes back from what a translator sees."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflow.inline import compare, decode, encode, join, name, nesting, plain, show, tags
from workflow.model import Code, Content, Inline, Tag, Text
from workflow.skeleton import peel

names = st.from_regex(r"[A-Za-z_][\w.:-]{0,3}", fullmatch=True)
shown_tags = st.builds(Tag, names, st.sampled_from(("open", "close", "void")))
signs = (
    st.text("<>/&;ltamp b1=\"'\u00a0\n", max_size=8)
    | st.text(max_size=5)
    | st.sampled_from(("&lt;", "&amp;lt;", "<b>", "</b", "<a href='x'>"))
)
inlines = st.lists(signs | shown_tags, max_size=8).map(join)


@given(inlines)
def test_decoding_gives_back_what_was_encoded(inline: Inline) -> None:
    """Text that looks like a code, an escape or half of one comes back as text, and codes as codes."""
    assert decode(encode(inline)) == inline


@given(st.text())
def test_any_text_of_a_translator_can_be_decoded_and_shown_again(text: str) -> None:
    """Whatever is typed into a msgstr decodes to something that encodes to the same thing."""
    once = decode(text)
    assert decode(encode(once)) == once


@pytest.mark.parametrize(
    "text",
    ["R&D", "AT&T", "5 < 6", "5 <6> 7", "&nbsp;", "&#60;", "&lt", "x &l t;", "<3", "</>", "<>", "< b>", "if a<b, then"],
)
def test_readable_text_stays_as_it_is(text: str) -> None:
    """Only what would be read as a code or as an escape is escaped."""
    assert encode((text,)) == text
    assert decode(text) == (text,)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("<b>", "&lt;b>"),
        ("</b>", "&lt;/b>"),
        ("<br/>", "&lt;br/>"),
        ("<a href='x'>", "&lt;a href='x'>"),
        ("&lt;", "&amp;lt;"),
        ("&amp;lt;", "&amp;amp;lt;"),
        ("&&lt;<i>", "&&amp;lt;&lt;i>"),
        ("<prev/>", "&lt;prev/>"),
    ],
)
def test_text_that_looks_like_a_code_is_escaped(text: str, shown: str) -> None:
    """A release about HTML can say `<b>` in words."""
    assert encode((text,)) == shown
    assert decode(shown) == (text,)


def code(element: str, kind: str, pair: int, **more: bool) -> Code:
    """Returns a code as a reader makes it."""
    return Code(element, kind, pair, (f"[{element} {kind} {pair}]",), **more)  # type: ignore[arg-type]  # kind is one of three words


@st.composite
def contents(draw: st.DrawFn) -> Content:
    """Texts and codes, pairs closed in any order, elements with odd names."""
    items: list[Text | Code] = []
    opened: list[tuple[str, int]] = []
    elements = st.sampled_from(("a", "b", "a2", "a3", "prev", "prev2", "x:y", "имя", "b1"))
    for pair in range(draw(st.integers(0, 6))):
        words = draw(st.sampled_from((" ", "word", "5 < 6", " \n ", "\u00a0", "<b>")))
        items.append(Text(words, words))
        what = draw(st.sampled_from(("open", "close", "void")))
        if what == "close" and opened:
            element, number = opened.pop(draw(st.integers(0, len(opened) - 1)))
            items.append(code(element, "close", number))
        else:
            element = draw(elements)
            items.append(code(element, "void" if what == "void" else "open", pair, protected=what == "void" and draw(st.booleans())))
            if what != "void":
                opened.append((element, pair))
    return tuple(items)


@given(contents(), st.booleans())
def test_each_element_of_a_segment_has_a_name_of_its_own(content: Content, preserve: bool) -> None:
    """Two elements never share a name, the two ends of one always do, and no code is called `<prev/>`."""
    inline, codes = name(content, preserve=preserve)
    assert {tag.name for tag in codes}.isdisjoint({"prev"})
    assert len({(tag.name, code.pair) for tag, code in codes.items()}) == len({code.pair for code in codes.values()})
    assert len({tag.name for tag in codes}) == len({code.pair for code in codes.values()})
    assert list(tags(decode(encode(inline)))) == list(tags(inline))


@given(contents(), st.booleans())
def test_peeling_moves_things_and_loses_none(content: Content, preserve: bool) -> None:
    """Lead, core and tail joined are the content, character by character."""

    def written(parts: Content) -> str:
        return "".join(part.source if isinstance(part, Text) else "".join(map(str, part.pieces)) for part in parts)

    lead, core, tail = peel(content, preserve=preserve)
    assert written(lead) + written(core) + written(tail) == written(content)
    assert not any(isinstance(item, Code) and item.protected for item in (*lead, *tail)) or not core


@given(contents())
def test_a_source_is_a_right_translation_of_itself(content: Content) -> None:
    """The codes of any sentence, however cut, compare well with themselves if they are nested at all."""
    inline, _ = name(content, preserve=False)
    if not nesting(inline, inline):
        assert compare(inline, inline) == ()


@pytest.mark.parametrize(
    ("source", "target", "problem"),
    [
        ("<a>x</a>", "x", "<a> is missing"),
        ("<a>x</a>", "<a>x</a><a>y</a>", "<a> stands 2 times"),
        ("x", "<script>x</script>", "<script> is not a code of the source"),
        ("<a>x</a>", "<a href='evil'>x</a>", "<a href='evil'> is not a code of the source"),
        ("<a>x</a>", "</a>x<a>", "</a> closes what is not open there"),
        ("<a>x</a> <b>y</b>", "<a>x<b>y</a></b>", "</a> closes what is not open there"),
        ("x<br/>y", "x<br>y", "<br> is not a code of the source"),
        ("</a>x", "x", "</a> is missing"),
        ("x<a>", "<a>x</a>", "</a> is not a code of the source"),
    ],
)
def test_a_wrong_code_is_named(source: str, target: str, problem: str) -> None:
    """A translation with a code missing, doubled, invented or crossed is told so."""
    assert problem in compare(decode(source), decode(target))


def test_the_second_code_of_an_element_has_a_number() -> None:
    """Names count up within a segment, and skip a name that an element of the segment has itself."""
    content = tuple(code(element, "void", pair) for pair, element in enumerate(("a", "a", "a2", "a", "prev")))
    assert encode(name(content, preserve=False)[0]) == "<a/><a3/><a2/><a4/><prev2/>"


def test_plain_text_has_no_codes() -> None:
    """`plain` leaves the codes out and nothing else."""
    assert plain(decode("a <b>c</b>&lt;d>")) == "a c<d>"
    assert show(Tag("br", "void")) == "<br/>"
