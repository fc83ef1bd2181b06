"""Codes come back into a translation at the right words, and always legally."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflow.drafts.markup import place, strip
from workflow.inline import compare, decode, join, plain, tags
from workflow.model import Inline, Tag

CASES = sorted((Path(__file__).parent / "markup").glob("*.toml"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_case(case: Path) -> None:
    """The codes of `source` stand in `target` as in `expected`; what was guessed is noted and raises the risk."""
    given_ = tomllib.loads(case.read_text(encoding="utf-8"))
    source = decode(given_["source"])
    placed = place(strip(source), given_["target"], given_["phrases"])
    assert (placed.text, placed.note) == (given_["expected"], given_["note"])
    assert bool(placed.guesses) == bool(placed.note)
    if placed.text:
        assert compare(source, decode(placed.text)) == ()


_words = st.text(st.sampled_from("аб вг. ab12<>&—«»"), max_size=12)


@st.composite
def inlines(draw: st.DrawFn, depth: int = 3) -> list[str | Tag]:
    """Text with pairs, void codes and, outermost, single ends of pairs; each code once."""
    counter = iter(range(1000))

    def content(depth: int) -> list[str | Tag]:
        parts: list[str | Tag] = []
        for _ in range(draw(st.integers(0, 3))):
            kind = draw(st.sampled_from(["text", "text", "void", "pair"]))
            if kind == "text":
                parts.append(draw(_words))
            elif kind == "void":
                parts.append(Tag(f"v{next(counter)}", "void"))
            elif depth:
                name = f"p{next(counter)}"
                parts += [Tag(name, "open"), *content(depth - 1), Tag(name, "close")]
        return parts

    closing = [Tag(f"c{number}", "close") for number in range(draw(st.integers(0, 2)))]
    opening = [Tag(f"o{number}", "open") for number in range(draw(st.integers(0, 2)))]
    parts = content(depth)
    for tag in closing:
        parts += [tag, *content(depth)]
    for tag in opening:
        parts += [tag, *content(depth)]
    return parts


@given(inlines(), _words.map(lambda text: f"{text} слово"), st.lists(_words, max_size=4))
def test_no_code_is_ever_lost(parts: list[str | Tag], target: str, said: list[str]) -> None:
    """Whatever the engine says, a translation has every code of its source, legally nested, or there is none."""
    source: Inline = join(parts)
    stripped = strip(source)
    phrases = dict(zip(stripped.phrases(), said, strict=False))
    placed = place(stripped, target, phrases)
    if placed.text:
        assert compare(source, decode(placed.text)) == ()
        assert plain(decode(placed.text)).replace(" ", "") == target.replace(" ", "")


@given(inlines(), st.lists(st.sampled_from(["раз", "два", "три", "слово"]), min_size=30, max_size=40).map(" ".join))
def test_with_room_every_code_finds_a_place(parts: list[str | Tag], target: str) -> None:
    """Where a translation has a word for each pair, well-formed codes are never a reason to refuse it."""
    source = join(parts)
    if all(word for word in plain(source).split()) and len(tags(source)) < 12:
        assert place(strip(source), target, {}).text or not target


def test_text_without_codes_stays() -> None:
    """A translation without codes is only escaped."""
    assert place(strip(("AT&T",)), "R&D &lt; <b>", {}).text == "R&D &amp;lt; &lt;b>"
