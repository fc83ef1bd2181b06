"""Documents as plain values: whatever a reader makes comes back as it was, through JSON."""

from __future__ import annotations

import contextlib
import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workflow.model import Block, Code, Container, Document, Finding, Kept, LocaleFilter, Mark, Region, Segment, Slot, Tag, Text, Where
from workflow.plain import document, plain
from workflow.segments import load
from workflow.segments.split import split
from workflow.sources import read

_SOURCES = Path(__file__).parent.parent / "sources"

_TEXT = st.text(max_size=8)
_NUMBER = st.integers(min_value=0, max_value=9)
_FILTER = st.builds(LocaleFilter, st.lists(_TEXT, max_size=2).map(tuple), st.booleans())
_PIECE = st.one_of(
    _TEXT, st.builds(Slot, _NUMBER), st.builds(Mark, st.sampled_from(["link", "space", "language"]), _TEXT, _TEXT, _TEXT, _TEXT)
)
_PIECES = st.lists(
    st.recursive(_PIECE, lambda inner: st.builds(Region, _FILTER, st.lists(inner, max_size=3).map(tuple)), max_leaves=5), max_size=4
).map(tuple)
_CODE = st.builds(
    Code,
    _TEXT,
    st.sampled_from(["open", "close", "void"]),
    _NUMBER,
    _PIECES,
    _TEXT,
    st.booleans(),
    st.sampled_from(["", "link", "image"]),
    _TEXT,
    _TEXT,
)
_RUN = st.one_of(_TEXT.map(lambda text: Text(text, text)), st.builds(Text, _TEXT, _TEXT))
_CONTENT = st.lists(st.one_of(_RUN, _CODE), max_size=4).map(tuple)
_TAG = st.builds(Tag, _TEXT, st.sampled_from(["open", "close", "void"]))
_SEGMENT = st.one_of(
    st.builds(Segment, _NUMBER, _CONTENT, _TEXT, st.dictionaries(_TAG, _CODE, max_size=2), st.lists(_CODE, max_size=2).map(tuple)),
    st.builds(lambda block, text: Segment(block, (Text(text, text),), text), _NUMBER, _TEXT),
)
_KEPT = st.builds(Kept, _TEXT, st.dictionaries(_TAG, _CODE, max_size=2), st.none() | _TEXT, st.booleans())
_BLOCK = st.builds(
    Block,
    st.sampled_from(["title", "paragraph", "marker"]),
    st.lists(_NUMBER, max_size=3).map(tuple),
    _NUMBER,
    _TEXT,
    _TEXT,
    st.none() | _TEXT,
    st.lists(_TEXT, max_size=2).map(tuple),
    _NUMBER,
    st.booleans(),
    st.booleans(),
    st.sampled_from(["none", "html", "double"]),
    st.none() | _FILTER,
    st.lists(st.builds(Container, st.sampled_from(["list", "section"]), _NUMBER), max_size=2).map(tuple),
    st.none() | _KEPT,
)
_FINDING = st.builds(Finding, _TEXT, st.sampled_from(["error", "note"]), st.builds(Where, _TEXT, _NUMBER, _TEXT, _TEXT, _TEXT), _TEXT)
_DOCUMENT = st.builds(
    Document,
    *([_TEXT] * 4),
    st.binary(max_size=3),
    _TEXT,
    _PIECES,
    st.lists(_BLOCK, max_size=3).map(tuple),
    st.lists(_SEGMENT, max_size=4).map(tuple),
    st.lists(_FINDING, max_size=2).map(tuple),
)


@given(_DOCUMENT)
@settings(max_examples=300, deadline=None)
def test_every_document_comes_back(one: Document) -> None:
    """Through JSON, equal in every part."""
    assert document(json.loads(json.dumps(plain(one)))) == one


@pytest.mark.parametrize(
    "path", sorted(one for one in _SOURCES.iterdir() if one.suffix in (".txt", ".html", ".xml")), ids=lambda one: one.name
)
def test_releases_come_back(path: Path) -> None:
    """The repository's own, cut into sentences."""
    data = path.read_bytes()
    whole = read(data, path=path.name, language="en", resolve=lambda name: (_SOURCES / name).read_bytes())
    rules = load("en")
    one = split(whole, lambda text, _: rules.cut(text))
    assert document(json.loads(json.dumps(plain(one)))) == one


@given(
    st.recursive(st.none() | st.booleans() | _NUMBER | _TEXT, lambda inner: st.lists(inner, max_size=6), max_leaves=30), _DOCUMENT, _NUMBER
)
@settings(max_examples=300, deadline=None)
def test_other_values_are_refused(other: object, one: Document, at: int) -> None:
    """What is none of it raises what `document` says, and nothing else."""
    values = plain(one)
    values[at % len(values)] = other
    with contextlib.suppress(ValueError, TypeError, IndexError):
        document(values)
