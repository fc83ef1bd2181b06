"""What holds for any units and any request."""

from __future__ import annotations

import sqlite3

from hypothesis import given
from hypothesis import strategies as st

from workflow.inline import compare, decode, encode
from workflow.memory import Memory, Request, Unit
from workflow.memory.pieces import GRAMS, cut, form, grams, whole

_texts = st.lists(
    st.sampled_from(
        ["the", "report", "of", "13", "14", "1,500", "March", "April", "<a>", "</a>", "<b>", "</b>", "<br/>", "&lt;b>", ".", "“", "доклад"]
    ),
    min_size=1,
    max_size=9,
).map(" ".join)
_contexts = st.tuples(st.sampled_from(["", "the", "of"]), st.sampled_from(["", "the", "of"]))
_units = st.builds(
    Unit,
    _texts,
    _texts,
    st.sampled_from([None, "verb"]),
    st.booleans(),
    st.sampled_from(["", "2026-01-01 09:00+0300", "2026-01-01 07:00+0000", "never"]),
    st.lists(_contexts, max_size=2).map(tuple),
)


@given(st.lists(_units, max_size=12), st.lists(_units, max_size=4), _texts, _contexts)
def test_a_usable_text_has_the_codes_of_the_request(units: list[Unit], others: list[Unit], text: str, context: tuple[str, str]) -> None:
    """A usable proposal has exactly the request's codes, and it is of the language asked for."""
    connection = sqlite3.connect(":memory:")
    memory = Memory(connection, source="en")
    memory.learn("a.po", "1", language="ru", release="a", units=units)
    memory.learn("b.po", "1", language="kk", release="b", units=others)
    for one in memory.look_up("ru", Request(text, None, *context), threshold=55):
        assert not (one.usable and compare(decode(text), decode(one.text)))
        assert (one.percent == 100) == (one.source == text)
        assert any(unit.msgid == one.source for unit in units)
        assert one.usable or any((unit.msgid, unit.msgstr) == (one.source, one.text) for unit in units)
        assert one.origin == "a"
        assert "\n" not in one.note
    connection.close()


@given(st.lists(_units, max_size=6), st.lists(_units, max_size=6), st.lists(_units, max_size=6))
def test_forgetting_is_as_if_never_learned(first: list[Unit], second: list[Unit], third: list[Unit]) -> None:
    """After learning, replacing and forgetting, look-up answers as in a memory that only ever learned what is left."""
    used, fresh = sqlite3.connect(":memory:"), sqlite3.connect(":memory:")
    memory, other = Memory(used, source="en"), Memory(fresh, source="en")
    for origin, units in (("a", first), ("b", second), ("c", third), ("a", second)):
        memory.learn(origin, "1", language="ru", release=origin, units=units)
        memory.index()
    memory.bring_up("ru", {"a": "", "c": ""})
    for origin, units in (("a", second), ("c", third)):
        other.learn(origin, "1", language="ru", release=origin, units=units)
    for unit in (*first, *second, *third):
        request = Request(unit.msgid, unit.msgctxt, "", "")
        one, two = memory.propose_all("ru", [request])[0], other.propose_all("ru", [request])[0]
        assert (one and (one.kind, one.percent)) == (two and (two.kind, two.percent))
        if one and two and one.percent == 100:
            ranks = {(text.approved, text.revised) for text in (*second, *third) if text.msgid == unit.msgid}
            assert one.origin == two.origin or len(ranks) <= 1
    used.close()
    fresh.close()


_any = st.text(st.sampled_from("ab1.,<>/&;lt' \n\u00a0Ж報¼²\u0660\U0001f600\u0301"), max_size=30)


@given(_any)
def test_pieces_are_the_text(text: str) -> None:
    """A text cut into pieces and joined is the same text."""
    assert decode(whole(cut(text))) == decode(text)
    assert whole(cut(text)) == encode(decode(text))
    assert all(0 <= gram < GRAMS for gram in grams(text))


@given(_texts)
def test_numbers_do_not_count_in_the_form(text: str) -> None:
    """Texts that differ in numbers only have one form, and one set of grams."""
    other = text.replace("13", "7").replace("14", "2023").replace("1,500", "3")
    assert form(text) == form(other)
    assert grams(text) == grams(other)
