"""The place of a release is a text of it that its source does not hold."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from workflow.exports.parallel import align
from workflow.inline import decode, plain
from workflow.skeleton import write
from workflow.sources import read
from workflow.sources.place import with_place

SOURCES = {
    "text": ("sources/a.txt", b"Title\n\nFirst sentence. Second one.\n"),
    "xml": ("sources/a.xml", b"<article><title>Title</title><para>First sentence.</para></article>\n"),
}
PLACES = st.text(st.characters(codec="utf-8", categories=["L", "N", "P", "S", "Zs"]), min_size=1).map(lambda one: " ".join(one.split()))


@given(place=PLACES, kind=st.sampled_from(sorted(SOURCES)))
def test_it_is_one_more_segment_and_no_byte_more(place: str, kind: str) -> None:
    """Whatever it is called: the source is given back as it was, with the place translated too; both sides of the pair have it, aligned."""
    path, data = SOURCES[kind]
    document = read(data, path=path, language="en")
    placed = with_place(document, place)
    if not place:
        assert placed is document
        return
    number = len(document.segments)
    assert plain(decode(placed.segments[number].text)) == place
    assert write(placed) == write(placed, {number: "<b>Вена</b>"}) == data
    parallel = align(placed, {number: "Вена"}, "ru")
    assert parallel.links[-1].source == parallel.links[-1].target == (number,)


def test_a_page_of_html_has_its_own() -> None:
    document = read(b"<!DOCTYPE html><title>T</title><p>Vienna, 1 March. It is open.", path="sources/a.html", language="en")
    assert with_place(document, "Vienna") is document
