"""The memory: only accepted texts, the best first, forgotten when their catalog is gone."""

from __future__ import annotations

import sqlite3
from itertools import permutations

import pytest

from workflow.memory import Memory, Unit


@pytest.fixture
def memory() -> Memory:
    """An empty memory."""
    return Memory(sqlite3.connect(":memory:"))


def unit(
    msgstr: str, *, msgid: str = "a", msgctxt: str | None = None, approved: bool = False, revised: str = "2026-01-01 00:00+0000"
) -> Unit:
    """Returns an accepted text of “a”."""
    return Unit(msgid, msgstr, msgctxt, approved, revised)


def said(memory: Memory, msgid: str = "a", msgctxt: str | None = None, language: str = "ru") -> str | None:
    """Returns what the memory proposes."""
    match = memory.exact(language, msgid, msgctxt)
    return None if match is None else match.msgstr


RANKED = [
    ("context", unit("1", msgctxt=None, approved=False)),
    ("approved", unit("2", msgctxt="c", approved=True, revised="2025-01-01 00:00+0000")),
    ("later", unit("3", msgctxt="d", revised="2026-02-01 00:00+0000")),
    ("earlier", unit("4", msgctxt="e", revised="2026-01-01 00:00+0000")),
]


@pytest.mark.parametrize("order", list(permutations(range(4))))
def test_the_best_text_comes_first(memory: Memory, order: tuple[int, ...]) -> None:
    """Same context, then approved, then the later revision: in whatever order the catalogs were learned."""
    for number in order:
        name, one = RANKED[number]
        memory.learn(f"{name}.po", "x", language="ru", release=name, units=[one])
    best = ["1", "2", "3", "4"]
    for number, (name, _) in enumerate(RANKED):
        assert said(memory) == best[number]
        memory.learn(f"{name}.po", "y", language="ru", release=name, units=[])
    assert said(memory) is None


def test_of_equal_texts_the_later_release_name_wins(memory: Memory) -> None:
    """The choice never depends on the order of the disk."""
    for name in ("2026-b", "2026-c", "2026-a"):
        memory.learn(f"{name}.po", "x", language="ru", release=name, units=[unit(name)])
    match = memory.exact("ru", "a", None)
    assert match is not None
    assert (match.msgstr, match.release, match.percent) == ("2026-c", "2026-c", 100)


@pytest.mark.parametrize("other", ["A", "a ", " a", "a.", "ａ", "%", "_", ""])
def test_exact_is_exact(memory: Memory, other: str) -> None:
    """A source that differs in case, space or sign is another source; no sign is a pattern."""
    memory.learn("r.po", "x", language="ru", release="r", units=[unit("б")])
    assert said(memory, other) is None


def test_languages_are_apart(memory: Memory) -> None:
    """A Kyrgyz text is never proposed for a Russian page."""
    memory.learn("ky.po", "x", language="ky", release="r", units=[unit("кыргызча")])
    assert said(memory) is None
    memory.learn("ru.po", "x", language="ru", release="r", units=[unit("по-русски")])
    memory.bring_up("ky", {})
    assert (said(memory), said(memory, language="ky")) == ("по-русски", None)


def test_a_catalog_that_changed_is_learned_anew(memory: Memory) -> None:
    """What a catalog no longer accepts is forgotten; what it did not change is not read again."""
    memory.learn("r.po", "one", language="ru", release="r", units=[unit("б"), unit("г", msgid="в")])
    assert memory.knows("r.po", "one")
    assert not memory.knows("r.po", "two")
    memory.learn("r.po", "two", language="ru", release="r", units=[unit("д", msgid="в")])
    assert (said(memory), said(memory, "в")) == (None, "д")
    assert not memory.knows("r.po", "one")


def test_a_catalog_that_is_gone_is_forgotten(memory: Memory) -> None:
    """Its texts are proposed no more, and it would be learned again."""
    memory.learn("r.po", "one", language="ru", release="r", units=[unit("б")])
    memory.learn("s.po", "one", language="ru", release="s", units=[unit("в", msgid="c")])
    memory.bring_up("ru", {"s.po": ""})
    assert (said(memory), said(memory, "c")) == (None, "в")
    assert not memory.knows("r.po", "one")


def test_what_was_learned_is_known_to_the_next_run() -> None:
    """The units stand in the index; opening it again reads no catalog anew."""
    connection = sqlite3.connect(":memory:")
    Memory(connection).learn("r.po", "one", language="ru", release="r", units=[unit("'; DROP TABLE units; --")])
    assert Memory(connection).knows("r.po", "one")
    assert said(Memory(connection)) == "'; DROP TABLE units; --"
