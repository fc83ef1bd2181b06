"""What fuzzing found: each input that once broke a reader, and each part that, repeated, once took the square of the time."""

from __future__ import annotations

import random
import time
from importlib import import_module
from pathlib import Path

import pytest

from .large import JOINED, joined
from .mutate import Growing, Mutator
from .run import READERS
from .target import Target, seeds_of, words_of

CASES = sorted(path for path in (Path(__file__).parent / "cases").glob("*/*"))

GROWING = {
    "text: escapes": ("text", Growing(b"One.\n\nTwo ", b"&lt;", b"")),
    "text: carriage returns": ("text", Growing(b"One.\n\n", b"two\r", b"")),
    "html: references": ("html", Growing(b"<p>One ", b"&eacute;", b"</p>")),
    "xml: two kinds of blocks in turn": (
        "xml",
        Growing(b'<TEI xmlns="http://www.tei-c.org/ns/1.0"><text><list>', b"<head>A</head><item>b</item>", b"</list></text></TEI>"),
    ),
    "xml: rules": (
        "xml",
        Growing(
            b'<d xmlns:its="http://www.w3.org/2005/11/its"><its:rules version="2.0">',
            b'<its:translateRule selector="//p" translate="no"/>',
            b"</its:rules>" + b"<p/>" * 1000 + b"</d>",
        ),
    ),
    "configuration: a key of many parts": ("configuration", Growing(b"source-language", b".a", b" = 1\n")),
    "configuration: an abbreviation of many syllables": (
        "configuration",
        Growing(b"languages = ['ru']\n%%%%\n\n%%%%\nAmb. title\ne.g.", b"para", b". ref\nU.S. final\n"),
    ),
    "tmx: white space in markup": (
        "tmx",
        Growing(
            b'<tmx version="1.4"><header srclang="en"/><body><tu><tuv xml:lang="en"><seg>a<ph x="1">&lt;',
            b" ",
            b'</ph></seg></tuv><tuv xml:lang="ru"><seg>b</seg></tuv></tu></body></tmx>',
        ),
    ),
    "sentence: codes of one name": ("sentence", Growing(b"See ", b"<b>", b"it.")),
    "sentence: codes of many names": ("sentence", Growing(b"See ", b"<b>", b"it.\n%%%%\n<b>", 2)),
}
"""Reader, and what grew."""


def _target(reader: str) -> Target:
    found: Target = import_module(f".{READERS[reader]}", __package__).TARGETS[reader]
    return found


@pytest.mark.parametrize("path", CASES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_what_was_found_is_read_or_refused_as_it_has_to_be(path: Path) -> None:
    """All that holds for any input holds for this one: a refusal says where and what in one line, and nothing else is raised."""
    _target(path.parent.name).check(path.read_bytes())


@pytest.mark.parametrize("what", GROWING)
def test_what_grew_takes_time_in_proportion(what: str) -> None:
    """A hundred kilobytes of such parts, which took the square of the time, is read or refused within seconds."""
    reader, growing = GROWING[what]
    data = growing.of(120_000)
    start = time.process_time()
    _target(reader).check(data)
    assert time.process_time() - start < 10


@pytest.mark.parametrize("reader", JOINED)
def test_files_of_the_repository_make_a_large_one(reader: str) -> None:
    """What stands for the files of a format in megabytes of anything is read: an error at its beginning would hide what they cost."""
    target = _target(reader)
    answer = target.check(joined(reader, seeds_of(reader, target), 200_000))
    assert not (isinstance(answer, tuple) and f"{answer[0]}".endswith("Error")), answer


@pytest.mark.parametrize("reader", READERS)
def test_a_short_run_finds_nothing(reader: str) -> None:
    """A few dozen inputs, always the same ones, made from this repository's own files: the harness itself works, and finds nothing."""
    target = _target(reader)
    mutator = Mutator(seeds_of(reader, target), words_of(reader), random.Random(2))
    for _ in range(40):
        target.check(mutator.input(mutator.random.choice(mutator.seeds)[:2000], 2000))
