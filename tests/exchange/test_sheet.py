"""The edits of a review sheet: what it saves comes in, and nothing that is not as it saves it."""

from __future__ import annotations

import contextlib
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflow.exchange.incoming import ExchangeError, decide
from workflow.exchange.sheet import read
from workflow.locales.review import text_digest

from .entries import current, entry

EDIT: dict[str, Any] = {"msgctxt": None, "msgid": "A", "seen": "00000000", "text": "Б", "state": "translated", "comment": ""}


def saved(*edits: object, **fields: object) -> bytes:
    whole = {"format": "workflow-sheet", "version": 1, "release": "a", "language": "ru", "edits": list(edits), **fields}
    return json.dumps({key: value for key, value in whole.items() if value is not ...}).encode()


@pytest.mark.parametrize(
    ("text", "state", "outcome", "becomes"),
    [
        ("В", "translated", "taken", "translated"),
        ("Б", "translated", "taken", "translated"),
        ("Б", "returned", "taken", "returned"),
        ("В", "draft", "taken", "returned"),
        ("Б", "draft", "unchanged", ""),
        ("", "translated", "unchanged", ""),
    ],
)
def test_an_edit_of_what_was_seen_is_taken(text: str, state: str, outcome: str, becomes: str) -> None:
    """Accepted as it is, changed, sent back, typed and not finished."""
    was = entry("A", "Б", "draft")
    (batch,) = read(saved({**EDIT, "seen": was.digest, "text": text, "state": state}), "a.json", text_digest)
    assert (batch.release, batch.language) == ("a", "ru")
    (decision,) = decide([current(was)], batch.entries)
    assert (decision.outcome, decision.state) == (outcome, becomes)


def test_an_old_sheet_covers_no_newer_text() -> None:
    """The digest of what the sheet showed is not that of what is here."""
    was = entry("A", "Б")
    (batch,) = read(saved({**EDIT, "seen": was.digest, "text": "В"}), "a.json", text_digest)
    assert [one.outcome for one in decide([current(entry("A", "Г"))], batch.entries)] == ["refused"]


@pytest.mark.parametrize(
    ("data", "line", "said"),
    [
        (b"{\n\n", 3, "not JSON"),
        (b"\xff", 1, "not UTF-8"),
        (b"[]", 1, "does not say"),
        (b"[" * 100_000, 1, "not as a sheet"),
        (b'{"format": "workflow-sheet", "version": NaN}', 1, "not as a sheet"),
        (saved(format="other"), 1, "does not say"),
        (saved(version=2), 1, "format is 2"),
        (saved(version=True), 1, "format is True"),
        (saved(release=...), 1, "its release"),
        (saved(language=3), 1, "its language"),
        (saved(edits={}), 1, "no list"),
        (saved("A"), 0, "edit 1: it is no object"),
        (saved(EDIT, {**EDIT, "text": None}), 0, "edit 2: “text”"),
        (saved({**EDIT, "msgctxt": 1}), 0, "edit 1: “msgctxt”"),
        (saved({**EDIT, "seen": "no"}), 0, "no digest"),
        (saved({**EDIT, "state": "approved"}), 0, "state has to be"),
    ],
)
def test_what_no_sheet_saves_is_refused(data: bytes, line: int, said: str) -> None:
    """The line or the edit, and what is wrong; an approval is not given in a sheet."""
    with pytest.raises(ExchangeError, match=said) as caught:
        read(data, "a.json", text_digest)
    assert (caught.value.line, bool(caught.value.hint)) == (line, True)


def test_half_a_character_is_refused() -> None:
    """JSON can write what UTF-8 can not."""
    data = saved({**EDIT, "text": "Б"}).replace(b'"\\u0411"', b'"\\ud800"')
    (batch,) = read(data, "a.json", text_digest)
    assert [one.outcome for one in decide([current(entry("A"))], batch.entries)] == ["refused"]


@given(
    st.recursive(st.none() | st.booleans() | st.integers() | st.text(), lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner))
)
def test_any_json_is_read_or_refused(value: object) -> None:
    """Nothing but an error of ours comes out."""
    for data in (json.dumps(value).encode(), saved(value), saved({**EDIT, "msgid": value}), saved(edits=value, release=value)):
        with contextlib.suppress(ExchangeError):
            read(data, "a.json", text_digest)
