"""Attention between pieces becomes weights between words."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from workflow.drafts.alignment import Alignment, compose, from_pieces, joined, renamed, same, words_of


def test_pieces_are_added_up() -> None:
    """The weights of a word's pieces are summed, and each row sums up to one; what is beyond the pieces is left out."""
    found = from_pieces(
        ["▁the", "▁re", "port"], ["▁до", "клад"], [[0.2, 0.3, 0.5, 0.0], [0.0, 0.5, 0.3, 0.2], [0.9, 0.0, 0.1, 0.0]], "the report", "доклад"
    )
    assert found is not None
    assert (found.source, found.target) == (("the", "report"), ("доклад",))
    assert [round(weight, 3) for weight in found.weights[0]] == [0.111, 0.889]


def test_byte_pairs_are_understood() -> None:
    """Pieces of the older tokenizers, where the sign stands behind, and marks are pieces of their own, belong to their words."""
    assert words_of(["re@@", "port", ",", "please"], ["report,", "please"]) == [0, 0, 0, 1]


def test_normalised_pieces_are_counted_by_their_sign() -> None:
    """Where letters were normalised, words are counted by the sign at their beginning; if they are not as many, there is none."""
    assert words_of(["▁No", "▁5"], ["№", "5"]) == [0, 1]
    assert words_of(["▁No5"], ["№", "5"]) is None
    assert words_of([], []) is None


def test_attention_that_does_not_fit_is_none() -> None:
    """Too few rows or columns give no alignment instead of a wrong one."""
    assert from_pieces(["▁a"], ["▁б", "▁в"], [[1.0]], "a", "б в") is None
    assert from_pieces(["▁a", "▁b"], ["▁б"], [[1.0]], "a b", "б") is None


def test_two_ways_are_multiplied() -> None:
    """Through a language between, a word looks where the words look at which it looks."""
    first = Alignment(("a", "b"), ("x", "y"), ((0.0, 1.0), (1.0, 0.0)))
    second = Alignment(("x", "y"), ("я",), ((0.25, 0.75),))
    assert compose(first, second) == Alignment(("a", "b"), ("я",), ((0.75, 0.25),))
    assert compose(first, None) is None
    assert compose(first, Alignment(("x",), ("я",), ((1.0,),))) is None


def test_sentences_are_joined_block_by_block() -> None:
    """In a text of two sentences no word looks into the other sentence; a sentence without alignment leaves none."""
    whole = joined([same("a b"), same("c")])
    assert whole == Alignment(("a", "b", "c"), ("a", "b", "c"), ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0)))
    assert joined([same("a"), None]) is None
    assert joined([]) is None


def test_words_take_their_final_form() -> None:
    """Words are those of the final texts where they are as many, else as the engine had them."""
    found = renamed(same("a b"), "“a b”", "а б в")
    assert found is not None
    assert (found.source, found.target) == (("“a", "b”"), ("a", "b"))


@given(st.lists(st.text(st.sampled_from("абв"), min_size=1, max_size=6), min_size=1, max_size=6), st.data())
def test_each_piece_belongs_to_its_word(words: list[str], data: st.DataObject) -> None:
    """However words are cut into pieces, each piece's word has it."""
    pieces, expected = [], []
    for number, word in enumerate(words):
        cut = data.draw(st.integers(1, len(word)))
        for at, piece in enumerate(filter(None, (word[:cut], word[cut:]))):
            pieces.append(f"▁{piece}" if at == 0 else piece)
            expected.append(number)
    assert words_of(pieces, words) == expected
