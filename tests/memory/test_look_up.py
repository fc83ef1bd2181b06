"""The memory learns, forgets and finds: nothing twice, nothing in another language, nothing that is gone."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest

from workflow.memory import Match, Memory, Request, Unit
from workflow.memory.pieces import cut, words
from workflow.memory.similar import percent


def _unit(msgid: str, msgstr: str, **values: object) -> Unit:
    return Unit(msgid, msgstr, **({"msgctxt": None, "approved": False, "revised": "2026-01-01 09:00+0300"} | values))  # type: ignore[arg-type]


REPORT = _unit("The Committee adopted its report today.", "Сегодня Комитет принял свой доклад.", contexts=(("", "Contacts"),))
NEAR = "The Committee adopted the report today."


@pytest.fixture
def connection() -> Iterator[sqlite3.Connection]:
    """A database in memory."""
    made = sqlite3.connect(":memory:")
    yield made
    made.close()


@pytest.fixture
def memory(connection: sqlite3.Connection) -> Memory:
    """A memory that knows one sentence, in Russian."""
    made = Memory(connection, source="en")
    made.learn("locales/ru/a.po", "1", language="ru", release="a", units=[REPORT])
    return made


def _rows(connection: sqlite3.Connection) -> list[tuple[object, ...]]:
    rows = connection.execute(
        "SELECT s.msgid, u.language, u.msgstr, u.rank, u.pairs FROM memory_units u JOIN memory_sources s ON s.id = u.source"
    )
    return sorted(rows, key=repr)


def _counts(connection: sqlite3.Connection) -> list[int]:
    return [connection.execute(f"SELECT count(*) FROM memory_{name}").fetchone()[0] for name in ("sources", "units", "contexts", "origins")]


def test_learning_twice_is_learning_once(memory: Memory, connection: sqlite3.Connection) -> None:
    """The same catalog learned again leaves the same rows."""
    memory.index()
    rows, counts = _rows(connection), _counts(connection)
    memory.learn("locales/ru/a.po", "1", language="ru", release="a", units=[REPORT])
    memory.index()
    assert (_rows(connection), _counts(connection)) == (rows, counts)
    assert counts == [1, 1, 1, 1]


def test_learning_replaces(memory: Memory) -> None:
    """A text that its catalog no longer has is proposed no more, in context, exactly or nearly."""
    assert memory.propose("ru", NEAR, None, "", "Contacts") is not None
    memory.learn("locales/ru/a.po", "2", language="ru", release="a", units=[_unit("Contacts", "Контакты")])
    assert memory.propose("ru", REPORT.msgid, None, "", "Contacts") is None
    assert memory.propose("ru", NEAR, None, "", "Contacts") is None
    assert memory.knows("locales/ru/a.po", "2")
    assert not memory.knows("locales/ru/a.po", "1")


def test_forgetting_leaves_what_others_know(memory: Memory) -> None:
    """A text that two releases share stays until both are gone; other languages stay."""
    memory.learn("locales/ru/b.po", "1", language="ru", release="b", units=[REPORT])
    memory.learn("locales/kk/a.po", "1", language="kk", release="a", units=[_unit(REPORT.msgid, "Комитет есебін қабылдады.")])
    memory.bring_up("ru", {"locales/ru/b.po": ""})
    assert memory.exact("ru", REPORT.msgid, None) == Match(REPORT.msgstr, "b", 100)
    memory.bring_up("ru", {})
    assert memory.exact("ru", REPORT.msgid, None) is None
    assert memory.propose("ru", NEAR, None, None, None) is None
    assert memory.exact("kk", REPORT.msgid, None) is not None


def test_forgetting_all_leaves_nothing(memory: Memory, connection: sqlite3.Connection) -> None:
    """No row of a catalog that is gone is left."""
    memory.index()
    memory.bring_up("ru", {})
    assert _counts(connection) == [0, 0, 0, 0]
    assert not memory.knows("locales/ru/a.po", "1")


def test_a_new_source_is_found_where_an_old_one_was(memory: Memory) -> None:
    """What is learned after something was forgotten is found nearly, too: no place in the index is used twice."""
    memory.index()
    memory.bring_up("ru", {})
    memory.learn(
        "locales/ru/b.po", "1", language="ru", release="b", units=[_unit("Farewell to the old bridge over the river.", "Прощание.")]
    )
    assert memory.propose("ru", NEAR, None, None, None) is None
    found = memory.propose("ru", "Farewell to the old bridge over the lake.", None, None, None)
    assert found is not None
    assert found.text == "Прощание."


def test_another_language_is_never_proposed(memory: Memory) -> None:
    """What is known in Russian says nothing in Kazakh."""
    assert memory.look_up("kk", Request(REPORT.msgid, None, "", "Contacts")) == []
    assert memory.look_up("kk", Request(NEAR)) == []


def test_a_nearer_source_of_another_language_hides_nothing(memory: Memory) -> None:
    """What is known in another language only does not stand in the way of a match that is less near."""
    memory.learn("locales/kk/a.po", "1", language="kk", release="a", units=[_unit("The Committee adopted the report today!", "x")])
    found = memory.propose("ru", NEAR, None, None, None)
    assert found is not None
    assert found.source == REPORT.msgid


def test_an_error_while_learning_leaves_nothing_of_the_file(memory: Memory, connection: sqlite3.Connection) -> None:
    """A file that breaks off is not half known, and is read again the next time."""

    def broken() -> Iterator[Unit]:
        yield from (_unit(f"Sentence {number} of the file.", "x") for number in range(5000))
        raise ValueError("line 5001")

    with pytest.raises(ValueError, match="5001"):
        memory.learn("m.tmx", "1", language="ru", release="m.tmx", units=broken())
    assert not memory.knows("m.tmx", "1")
    assert _counts(connection) == [1, 1, 1, 1]
    assert memory.exact("ru", REPORT.msgid, None) is not None


def test_a_memory_on_disk_goes_on(tmp_path: Path) -> None:
    """Another process finds what was learned, also if it was never indexed."""
    first = sqlite3.connect(tmp_path / "m.sqlite")
    Memory(first).learn("a.po", "1", language="ru", release="a", units=[REPORT])
    first.commit()
    first.close()
    second = sqlite3.connect(tmp_path / "m.sqlite")
    memory = Memory(second)
    assert memory.knows("a.po", "1")
    assert memory.propose("ru", NEAR, None, None, None) is not None
    second.close()


def test_an_index_broken_off_is_made_complete(memory: Memory, connection: sqlite3.Connection) -> None:
    """After a break before the mark was set, the same texts are found, with the same figures."""
    for number in range(20):
        memory.learn(f"{number}.po", "1", language="ru", release="b", units=[_unit(f"A sentence about {number} and {'x' * number}.", "x")])
    whole = memory.look_up("ru", Request(NEAR))
    assert whole
    connection.execute("UPDATE memory_marks SET value = 0 WHERE name = 'indexed'")
    assert Memory(connection, source="en").look_up("ru", Request(NEAR)) == whole


def test_an_index_of_what_is_gone_is_made_anew(memory: Memory, connection: sqlite3.Connection) -> None:
    """Where more was forgotten than is known, the index is built again, and finds what it found."""
    whole = memory.look_up("ru", Request(NEAR))
    connection.execute("INSERT OR REPLACE INTO memory_marks VALUES ('dropped', 100000)")
    connection.execute("DELETE FROM memory_grams WHERE gram % 2")
    assert memory.look_up("ru", Request(NEAR)) == whole
    assert connection.execute("SELECT value FROM memory_marks WHERE name = 'dropped'").fetchone() == (0,)
    assert connection.execute("SELECT count(*) FROM memory_grams WHERE gram % 2").fetchone()[0]


def test_tables_of_another_version_are_thrown_away(memory: Memory, connection: sqlite3.Connection) -> None:
    """A memory that another version of the program wrote is not half-understood: it is empty."""
    connection.execute("UPDATE memory_marks SET value = 0 WHERE name = 'format'")
    again = Memory(connection)
    assert not again.knows("locales/ru/a.po", "1")
    assert again.exact("ru", REPORT.msgid, None) is None


def test_proposals_stand_in_the_order_of_the_requests(memory: Memory) -> None:
    """One proposal or None for each request, repeated ones included, and progress to the end."""
    done: list[int] = []
    again = Request(REPORT.msgid, None, "", "Contacts")
    found = memory.propose_all("ru", [Request("Nothing like it."), again, Request(NEAR), again], progress=done.append)
    assert [one and one.kind for one in found] == [None, "context", "fuzzy", "context"]
    assert done == [1, 2, 3, 4]
    assert found[1] == found[3] == memory.propose("ru", REPORT.msgid, None, "", "Contacts")


def test_the_threshold_is_kept(memory: Memory) -> None:
    """Nothing below the threshold is proposed; at 100 nothing similar at all."""
    found = memory.propose("ru", NEAR, None, None, None, threshold=60)
    assert found is not None
    assert 60 <= found.percent < 100
    assert memory.propose("ru", NEAR, None, None, None, threshold=found.percent) == found
    assert memory.propose("ru", NEAR, None, None, None, threshold=found.percent + 1) is None
    assert memory.propose("ru", NEAR, None, None, None, threshold=100) is None


def test_best_three_in_order(memory: Memory) -> None:
    """Several similar sources come with the most similar first, among equals the approved one, then the later."""
    texts = [("today", "1", True, "2020"), ("today", "2", False, "2024"), ("today", "3", False, "2023"), ("now", "4", True, "2026")]
    for number, (word, text, approved, year) in enumerate(texts):
        unit = _unit(f"In {number} of the rooms the light is on {word}.", text, approved=approved, revised=f"{year}-01-01 00:00+0000")
        memory.learn(f"{number}.po", "1", language="ru", release=f"{number}", units=[unit])
    found = memory.look_up("ru", Request("In 9 of the rooms the light is on today."))
    assert [one.origin for one in found] == ["0", "1", "2"]


def test_a_text_of_many_pages_is_looked_up_exactly_only(memory: Memory) -> None:
    """5,000 words are found in the same words; nothing similar is looked for."""
    text = "word " * 4999
    memory.learn("b.po", "1", language="ru", release="b", units=[_unit(text + "end", "слово")])
    assert memory.propose("ru", text + "end", None, None, None) is not None
    assert memory.propose("ru", text + "END", None, None, None) is None


def test_the_index_finds_what_a_search_through_all_finds() -> None:
    """Of 60 changed sentences at least 58 get a match as good as the best of 1,500."""
    random = Random(5)
    starts, ends = ("ba", "de", "fi", "go", "lu", "mo", "na", "pe", "ri", "su"), ("ban", "den", "fil", "gon", "lum", "mor", "nas", "pel")
    vocabulary = [start + end for start in starts for end in ends]
    sentences = [" ".join(random.choices(vocabulary, k=random.randint(4, 25))) for _ in range(1500)]
    connection = sqlite3.connect(":memory:")
    memory = Memory(connection)
    memory.learn("a.po", "1", language="ru", release="a", units=[_unit(one, "x") for one in sentences])
    pieces = [words(cut(one)) for one in sentences]
    good = 0
    for one in random.sample(sentences, 60):
        changed = one.split()
        for at in random.sample(range(len(changed)), max(1, len(changed) // 5)):
            changed[at] = random.choice(vocabulary)
        request = words(cut(" ".join(changed)))
        best = max(percent(other, request) for other in pieces)
        found = memory.propose("ru", " ".join(changed), None, None, None, threshold=70)
        good += best < 70 or (found is not None and found.percent >= best)
    connection.close()
    assert good >= 58


def test_no_look_up_reads_a_whole_table(memory: Memory, connection: sqlite3.Connection) -> None:
    """Every query of a look-up, in context, exact or similar, goes by an index: its time does not grow with the memory."""
    memory.index()
    asked: list[str] = []
    connection.set_trace_callback(asked.append)
    assert memory.look_up("ru", Request(REPORT.msgid, None, "Other", "Other"))
    assert memory.look_up("ru", Request(NEAR, None, "", "Contacts"))
    connection.set_trace_callback(None)
    plans = [row[3] for one in asked for row in connection.execute(f"EXPLAIN QUERY PLAN {one}")]
    assert any("memory_sources_by_key" in one for one in plans)
    assert any("SEARCH memory_grams" in one for one in plans)
    assert [one for one in plans if one.startswith("SCAN") and "json_each" not in one] == []
