"""Codes come back into a translation at the right words, and always legally."""

from __future__ import annotations

import importlib.util
import re
import sys
import tomllib
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from workflow.drafts.alignment import Alignment
from workflow.drafts.markup import Stripped, place, strip
from workflow.drafts.placing import flatten
from workflow.inline import compare, decode, join
from workflow.model import Inline, Tag

CASES = sorted((Path(__file__).parent / "markup").glob("*.toml"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_case(case: Path) -> None:
    """The codes of `source` stand in `target` as in `expected`; what was guessed is noted and raises the risk."""
    given_ = tomllib.loads(case.read_text(encoding="utf-8"))
    source = decode(given_["source"])
    placed = place(strip(source), given_["target"], given_["phrases"], _alignment(source, given_))
    assert (placed.text, placed.note) == (given_["expected"], given_["note"])
    assert bool(placed.guesses) == bool(placed.note)
    if placed.text:
        assert compare(source, decode(placed.text)) == ()


def _alignment(source: Inline, given_: dict[str, Any]) -> Alignment | None:
    """Reads which word of the translation (first) looked at which word of the source (second), both counted from 0."""
    if "alignment" not in given_:
        return None
    words, answered = tuple(strip(source).plain.split()), tuple(given_["target"].split())
    looks = dict(given_["alignment"])
    rows = tuple(tuple(float(looks.get(row) == column) for column in range(len(words))) for row in range(len(answered)))
    return Alignment(words, answered, rows)


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


@st.composite
def alignments(draw: st.DrawFn) -> Alignment | None:
    """Any weights for any words: also of other texts, and too few."""
    if draw(st.booleans()):
        return None
    source, target = (tuple(draw(st.lists(st.sampled_from(["аб", "вг.", "слово", "«вг"]), max_size=5))) for _ in range(2))
    row = st.lists(st.floats(0, 1), min_size=0, max_size=len(source)).map(tuple)
    return Alignment(source, target, tuple(draw(st.lists(row, max_size=len(target)))))


def _without_carried(source: Inline, target: Inline) -> str:
    """Returns the text of a translation without what codes carried past the engine, and without spaces."""
    return "".join(_own(target, strip(source))).replace(" ", "")


@given(inlines(), _words.map(lambda text: f"{text} слово"), st.lists(_words, max_size=4), alignments())
def test_no_code_is_ever_lost(parts: list[str | Tag], target: str, said: list[str], alignment: Alignment | None) -> None:
    """Whatever the engine says, a translation of a well-formed text has exactly its codes, well-formed, and all that the engine said."""
    source: Inline = join(parts)
    stripped = strip(source)
    placed = place(stripped, target, dict(zip(stripped.phrases(), said, strict=False)), alignment)
    if not compare(source, source):
        assert placed.text
    if placed.text:
        assert compare(source, decode(placed.text)) == ()
        assert _without_carried(source, decode(placed.text)) == target.replace(" ", "")


@given(inlines(), st.text(st.sampled_from("аб. «»—"), max_size=40), alignments())
def test_no_word_is_cut(parts: list[str | Tag], target: str, alignment: Alignment | None) -> None:
    """No code stands inside a word of the translation, where the source cuts none."""
    source = join(parts)
    assume(not re.search(r"\w\0+\w", "".join(part if isinstance(part, str) else "\0" for part in source)))
    stripped = strip(source)
    placed = decode(place(stripped, target, {}, alignment).text)
    pieces = [word for part in _own(placed, stripped) for word in re.findall(r"[аб]+", part)]
    assert pieces == re.findall(r"[аб]+", target)


def _own(placed: Inline, stripped: Stripped) -> list[str]:
    """Returns what the engine said, in the pieces into which codes cut it."""
    carried = {item.tags[0].name for item in flatten(list(stripped.items)) if item.carried}
    pieces: list[str] = []
    inside = ""
    for part in placed:
        if isinstance(part, str):
            pieces += [] if inside else [part]
        elif part.name in carried and not inside:
            inside = part.name
        elif part.name == inside:
            inside = ""
    return pieces


@given(inlines(), _words)
def test_pairs_stay_inside_each_other(parts: list[str | Tag], target: str) -> None:
    """What stands inside a pair in a well-formed text stands inside it in the translation, and nothing else does."""
    source = join(parts)
    if not compare(source, source):
        assert _around(decode(place(strip(source), target, {}).text)) == _around(source)


def _around(inline: Inline) -> dict[Tag, tuple[str, ...]]:
    """Returns for each opening or void code the names of the pairs around it."""
    both = {part.name for part in inline if isinstance(part, Tag) and part.kind == "close"}
    around: dict[Tag, tuple[str, ...]] = {}
    opened: list[str] = []
    for part in inline:
        if not isinstance(part, Tag):
            continue
        if part.kind == "close":
            opened = opened[:-1] if opened else opened
            continue
        around[part] = tuple(opened)
        if part.kind == "open" and part.name in both:
            opened.append(part.name)
    return around


def test_codes_nested_too_deep_are_refused() -> None:
    """A text with a thousand pairs inside each other gets no draft, and no traceback."""
    names = [f"b{number}" for number in range(1000)]
    source = (*(Tag(name, "open") for name in names), "word", *(Tag(name, "close") for name in reversed(names)), " two")
    assert strip(source).phrases() == []
    assert place(strip(source), "слово два", {}).text == ""


@pytest.mark.parametrize(
    ("text", "phrases"),
    [
        ("The report<sup>1</sup> was <b>published</b>.", ["report", "published"]),
        ("<b>All of it</b>.", []),
        ("See <a>the <b>new</b> report</a>, <a2>12</a2>, <i>the new report</i>.", ["the new report", "new"]),
        ("The State Customs Committee<ref/> opened it.", ["State Customs Committee"]),
        ("We saw <code/> the old border posts of it.", ["old border posts"]),
    ],
)
def test_phrases(text: str, phrases: list[str]) -> None:
    """Asked alone are the phrases inside codes and the words next to codes without any, once each; never numbers, or the whole."""
    assert strip(decode(text)).phrases() == phrases


def test_marks_of_footnotes_are_not_shown_to_the_engine() -> None:
    """The number of a footnote is not part of the word before it."""
    assert strip(decode("The report<sup>1</sup> and the list<a>[2]</a>.")).plain == "The report and the list."


def test_most_codes_are_right_with_the_embedded_model() -> None:
    """Of the codes of which the embedded model renders the words at all, nine in ten or more are right, also in sentences kept aside."""
    bench = _benchmark()
    forms, engine = bench.Forms(bench.DATA / "forms.toml"), bench.Engine(bench.EMBEDDED / "translate-en_ru-small")
    for tuning in (True, False):
        cases = [case for case in bench.read() if case.tuning == tuning]
        found = [
            bench.verdict(case, tag, bench.ours(case.source, engine), forms)
            for case in cases
            for tag in dict.fromkeys((*case.inside, *case.beside))
        ]
        assert len(cases) > 75
        assert found.count("right") >= bench.WANTED * (found.count("right") + found.count("wrong")) > 100


def _benchmark() -> ModuleType:
    spec = importlib.util.spec_from_file_location("markup_benchmark", Path(__file__).parents[1] / "benchmarks" / "markup.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def test_text_without_codes_stays() -> None:
    """A translation without codes is only escaped."""
    assert place(strip(("AT&T",)), "R&D &lt; <b>", {}).text == "R&D &amp;lt; &lt;b>"
