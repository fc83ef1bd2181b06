"""Segmentation rules that change: what people decided goes over to the new cuts."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.properties import histories
from workflow.inline import PREVIOUS
from workflow.locales.catalog import Catalog, read, write
from workflow.locales.merge import merge
from workflow.locales.resegment import known_cuts, resegment
from workflow.locales.template import Wanted, template
from workflow.segments.split import split
from workflow.sources.text import read as read_text


def wanted_of(source: histories.Paragraphs, kept: set[str]) -> tuple[Wanted, ...]:
    """Returns what a source asks for if it is cut only behind some of its sentences."""
    text = "A title\n\n" + "\n\n".join(" ".join(paragraph) for paragraph in source) + "\n"

    def cut(block: str, _: object) -> list[int]:
        return [at for at in histories.full_stops(block) if any(block[:at].endswith(one) for one in kept)]

    return template(split(read_text(text.encode(), path="sources/r.txt", language="en"), cut), "ru")


def cut_text(text: str) -> list[str]:
    """Returns the sentences of a translation."""
    ends = [*histories.full_stops(text), len(text)]
    return [part for start, end in zip([0, *ends], ends, strict=False) if (part := text[start:end].strip())]


@given(st.data())
@settings(max_examples=150)
def test_no_text_is_lost_and_none_is_accepted_that_was_not(data: st.DataObject) -> None:
    """Cut anew in any way: the words of every text are still there, and what is accepted was accepted for these words."""
    source = data.draw(histories.sources)
    every = sorted({one for paragraph in source for one in paragraph})
    rules = st.sets(st.sampled_from(every))
    wanted = wanted_of(source, data.draw(rules))
    catalog = read(write(merge(histories.empty(), wanted).catalog), "r.po")
    for edit in data.draw(st.lists(histories.edits, max_size=8)):
        catalog = edit.of(catalog)
    before, accepted = _words(catalog), histories.accepted_pairs(catalog)
    wanted = wanted_of(source, data.draw(rules))
    catalog = read(write(merge(resegment(catalog, wanted, cut_text), wanted).catalog), "r.po")
    assert before <= _words(catalog)
    for msgid, text in histories.accepted_pairs(catalog):
        assert _is_made_of(msgid, text, accepted)
    again = merge(resegment(catalog, wanted, cut_text), wanted)
    assert write(again.catalog) == write(catalog)


def _words(catalog: Catalog) -> set[str]:
    return {part for text in histories.texts_of_people(catalog) if text != PREVIOUS for part in cut_text(text)}


def _is_made_of(msgid: str, text: str, accepted: set[tuple[str, str]]) -> bool:
    """Tells if accepted pairs, one behind the other, are this pair."""
    if (msgid, text) in accepted:
        return True
    return any(
        msgid.startswith(f"{one} ") and text.startswith(f"{said} ") and _is_made_of(msgid[len(one) + 1 :], text[len(said) + 1 :], accepted)
        for one, said in accepted
    )


@given(histories.sources, st.data())
def test_a_catalog_keeps_its_own_cuts(source: histories.Paragraphs, data: st.DataObject) -> None:
    """A source that is cut as its catalog has it makes the entries that are there, whatever the rules say today."""
    every = sorted({one for paragraph in source for one in paragraph})
    wanted = wanted_of(source, data.draw(st.sets(st.sampled_from(every))))
    catalog = merge(histories.empty(), wanted).catalog
    cuts = known_cuts([catalog])
    text = "A title\n\n" + "\n\n".join(" ".join(paragraph) for paragraph in source) + "\n"
    parts = split(read_text(text.encode(), path="sources/r.txt", language="en"), lambda block, _: cuts(block) or [])
    known = {one.key for one in wanted}
    assert {one.key for one in template(parts, "ru")} <= known


def test_a_text_that_the_catalog_does_not_have_has_no_known_cuts() -> None:
    """A block that is new is left to the rules, and so is one without a letter."""
    cuts = known_cuts([merge(histories.empty(), wanted_of([["Rain fell.", "We thank Japan."]], {"Rain fell."})).catalog])
    assert cuts("Rain fell. We thank Japan.") == [10]
    assert cuts("Rain fell. We thank Tajikistan.") is None
    assert cuts("* * *") is None
