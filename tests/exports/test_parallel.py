"""What is linked with what, and what an id means."""

from __future__ import annotations

from dataclasses import replace

import pytest

from workflow.errors import InlineError
from workflow.exports.parallel import align, side
from workflow.model import Document
from workflow.sources.skeleton import write

from .release import build, translated

FIRST, SECOND, THIRD = 2, 3, 4
"""The three sentences of the release's first paragraph."""


def named(document: Document, texts: dict[int, str]) -> list[tuple[str, str]]:
    pair = align(document, texts, "ru")
    ids = pair.source.ids
    return [(" ".join(ids[one] for one in link.source), " ".join(ids[one] for one in link.target)) for link in pair.links]


def test_each_sentence_is_linked_with_its_translation(release: Document) -> None:
    """Without joined sentences every link of a paragraph is 1-1, under the same id."""
    links = named(release, translated(release))
    assert [link for link in links if link[0].startswith("p2s")] == [("p2s1", "p2s1"), ("p2s2", "p2s2"), ("p2s3", "p2s3")]


def test_joined_sentences_are_one_link(release: Document) -> None:
    """Two sentences said as one are a 2-1 link, three a 3-1 link."""
    texts = translated(release) | {SECOND: "<prev/>"}
    assert ("p2s1 p2s2", "p2s1") in named(release, texts)
    texts[THIRD] = "<prev/>"
    assert ("p2s1 p2s2 p2s3", "p2s1") in named(release, texts)


def test_codes_of_joined_sentences_are_named_as_one_text(release: Document) -> None:
    """A code that the sentence boundary cut in two is whole in the joined sentence."""
    joined = side(release, translated(release) | {SECOND: "<prev/>"}, "ru").document.segments[FIRST]
    assert joined.text == "First <em>word</em> with <strong>weight. Second sentence</strong> & <a>link</a> of <sym/>."


def test_the_space_before_a_joined_sentence_goes(release: Document) -> None:
    """A page says the joined text once, without a second space or an empty place behind it."""
    said = side(release, {FIRST: "Один <em>и</em> <strong>два</strong> <a>с</a> <sym/>.", SECOND: "<prev/>", THIRD: "Три<br/>."}, "ru")
    page = write(said.document, said.texts).decode()
    assert "</sym>. Три<br>." in page


def test_filtered_blocks_are_on_one_side_only(release: Document) -> None:
    """What a Locale Filter keeps for one language has an empty side in the other."""
    links = named(release, translated(release))
    assert [link for link in links if "" in link] == [("p19s1", ""), ("", "p20s1")]


def test_ids_rise_in_the_order_of_links(release: Document) -> None:
    """What stands in tags is numbered behind what a reader sees, so that ids rise from link to link."""
    numbers = [int((source or target).split("s")[0][1:]) for source, target in named(release, translated(release))]
    assert numbers == sorted(numbers)
    assert named(release, translated(release))[-2:] == [("p23s1", "p23s1"), ("p24s1", "p24s1")]


def test_a_new_alternative_text_moves_no_id_of_a_sentence() -> None:
    """Ids of what a reader sees do not depend on the texts inside tags."""
    release = build()
    about = {number for number, block in enumerate(release.blocks) if block.kind in ("attribute", "metadata")}
    without = replace(
        release, blocks=tuple(replace(block, segments=()) if number in about else block for number, block in enumerate(release.blocks))
    )
    before, after = side(without, None, "en").ids, side(release, None, "en").ids
    assert all(after[number] == name for number, name in before.items())


def test_a_first_sentence_can_not_be_said_with_the_one_before(release: Document) -> None:
    """`<prev/>` at the start of a block is a located error."""
    with pytest.raises(InlineError, match="no sentence before it"):
        align(release, translated(release) | {FIRST: "<prev/>"}, "ru")


def test_empty_texts_count_as_missing(release: Document) -> None:
    """An untranslated sentence shows its source in a preview, never nothing."""
    assert side(release, {1: ""}, "ru").title() == "The bridge opens"
