"""What holds for every well-formed XML file: identity, and changes that stay inside the span of one text."""

from __future__ import annotations

from hypothesis import assume, given, settings
from hypothesis import strategies as st
from lxml import etree

from workflow.inline import decode, encode, join, tags
from workflow.model import Document
from workflow.skeleton import write
from workflow.sources import read

_WORDS = st.text(st.sampled_from("ab  .,\nжé—\u00a0'\"]>&<\t"), max_size=12)
_NAMES = st.sampled_from(["p", "b", "em", "list", "item", "section", "x:fn", "x:k", "title", "prev", "quote"])
_HOSTILE = st.one_of(
    st.sampled_from(
        [
            "]]>",
            "<b>",
            "</p>",
            "&amp;",
            "&",
            "<!--",
            "-->",
            "<?x ?>",
            "<![CDATA[",
            "\x00\x0b\x1f",
            "'\"",
            "&#0;",
            "<p/>",
            "&none;",
            "\ufffe",
        ]
    ),
    st.text(max_size=20),
)


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


_TEXT = _WORDS.map(_escaped)
_CDATA = _WORDS.map(lambda text: f"<![CDATA[{text.replace(']]>', '')}]]>")
_COMMENT = _WORDS.map(lambda text: f"<!--{text.replace('-', '')}-->")
_OTHER = st.sampled_from(["<?pi x > y?>", "&#1084;", "&#x20;", "&lt;", "&apos;", "&org;", "&markup;"])
_ATTRIBUTES = st.lists(
    st.sampled_from(
        [
            ' alt="A &quot;b&quot; > c"',
            " title='It&apos;s \"d\"\n e'",
            ' href="a.xml?b&amp;c"',
            ' xml:lang="fr"',
            ' xml:lang = "en"',
            ' xml:space="preserve"',
            ' its:translate="no"',
            ' its:translate="yes"',
            ' its:withinText="nested"',
            ' its:withinText="no"',
            ' its:localeFilterList="en"',
            ' its:locNote="note"',
            '\n  kind = "x"',
        ]
    ),
    max_size=3,
    unique_by=lambda one: one.split("=")[0].strip(),
).map("".join)


@st.composite
def _element(draw: st.DrawFn, children: st.SearchStrategy[str]) -> str:
    name, attributes = draw(_NAMES), draw(_ATTRIBUTES)
    inside = "".join(draw(st.lists(children, max_size=5)))
    space = draw(st.sampled_from(["", " ", "\n"]))
    return f"<{name}{attributes}{space}/>" if not inside and draw(st.booleans()) else f"<{name}{attributes}{space}>{inside}</{name}{space}>"


_NODES = st.recursive(st.one_of(_TEXT, _CDATA, _COMMENT, _OTHER), _element, max_leaves=20)


@st.composite
def _files(draw: st.DrawFn) -> bytes:
    codec, label = draw(
        st.sampled_from(
            [("utf-8", "UTF-8"), ("utf-8-sig", "UTF-8"), ("utf-16", "UTF-16"), ("cp1251", "windows-1251"), ("koi8-r", "KOI8-R")]
        )
    )
    body = "".join(draw(st.lists(_NODES, max_size=5)))
    text = (
        f'<?xml version="1.0" encoding="{label}"?>\n<!DOCTYPE doc [<!ENTITY org "Org\'s"><!ENTITY markup "<b>x</b>">]>\n'
        '<doc xmlns:its="http://www.w3.org/2005/11/its" xmlns:x="urn:x"><its:rules version="2.0">'
        '<its:translateRule selector="//@alt | //@title" translate="yes"/><its:withinTextRule selector="//x:fn" withinText="nested"/>'
        f"</its:rules>{body}</doc>\n"
    )
    text = text.replace("\n", draw(st.sampled_from(["\n", "\r\n", "\r"])))
    return text.encode(codec, "xmlcharrefreplace")


def _read(data: bytes) -> Document:
    return read(data, path="a.xml", language="en")


def _structure(data: bytes) -> list[tuple[object, int, list[str]]]:
    root = etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True))
    return [(one.tag if isinstance(one.tag, str) else "-", len(list(one.iterchildren("*"))), sorted(one.attrib)) for one in root.iter("*")]


@given(_files())
@settings(max_examples=300, deadline=None)
def test_every_file_comes_back_byte_for_byte(data: bytes) -> None:
    """What is read and not changed is written as it was."""
    document = _read(data)
    assert write(document) == data
    assert write(document, {number: segment.text for number, segment in enumerate(document.segments)}) == data


@given(_files(), _HOSTILE, st.integers(min_value=0))
@settings(max_examples=300, deadline=None)
def test_a_replaced_text_changes_its_own_span_only(data: bytes, text: str, choice: int) -> None:
    """Whatever replaces a text, every byte outside its span stays, and the file has the elements and attributes that it had."""
    document = _read(data)
    assume(document.segments)
    number = choice % len(document.segments)
    segment = document.segments[number]
    kept = tags(decode(segment.text))
    new = encode(join([text.encode("utf-8", "replace").decode(), *kept]))
    written = write(document, {number: new})
    assert _structure(written) == _structure(data)
    outside = _outside(document, number)
    assert written.startswith(outside[0])
    assert written.endswith(outside[1])
    assert data.startswith(outside[0])
    assert data.endswith(outside[1])
    assert len(written) >= len(outside[0]) + len(outside[1])


def _outside(document: Document, number: int) -> tuple[bytes, bytes]:
    """Returns what stands before and behind the span of one text, found by writing the file with two marks in its place."""
    kept = tags(decode(document.segments[number].text))
    one = write(document, {number: encode(join(["QZQ", *kept, "QZQ"]))})
    mark = "QZQ".encode(document.encoding)
    first, last = one.index(mark), one.rindex(mark)
    return one[:first], one[last + len(mark) :]
