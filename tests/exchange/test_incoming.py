"""What comes in from another tool never costs a person's text, and an edit reaches the entry that it was made for."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflow.exchange.incoming import Current, Decision, Incoming, State, decide
from workflow.locales.review import text_digest

STATES: tuple[State, ...] = ("untranslated", "draft", "returned", "stale", "translated", "approved")
PERSONS = ("returned", "stale", "translated", "approved")
MSGID = "See <a>it</a>."


def here(text: str, state: State, msgid: str = MSGID) -> Current:
    return Current(None, msgid, text, state, frozenset({text_digest(None, msgid, text)}))


def edit(text: str, state: State | None = "translated", *, seen: str | None = None, msgid: str = MSGID, line: int = 0) -> Incoming:
    """An edit; `seen` is the text that its author saw."""
    digest = None if seen is None else text_digest(None, msgid, seen)
    return Incoming(None, msgid, text, state, digest, None if seen is None else text == seen, line=line)


def one(current: Current, incoming: Incoming) -> Decision:
    (decision,) = decide([current], [incoming])
    return decision


@pytest.mark.parametrize(
    ("ours", "theirs", "outcome", "state"),
    [
        (here("", "untranslated"), edit("<a>Вот</a>.", seen=""), "taken", "translated"),
        (here("", "untranslated"), edit("<a>Вот</a>."), "taken", "translated"),
        (here("<a>Д</a>", "draft"), edit("<a>Д</a>", seen="<a>Д</a>"), "taken", "translated"),
        (here("<a>Д2</a>", "draft"), edit("<a>Д1</a>", seen="<a>Д1</a>"), "taken", "translated"),
        (here("<a>А</a>", "translated"), edit("<a>Б</a>", seen="<a>А</a>"), "taken", "translated"),
        (here("<a>А</a>", "translated"), edit("<a>А</a>", "returned", seen="<a>А</a>"), "taken", "returned"),
        (here("<a>Д</a>", "draft"), edit("<a>Д</a>", "returned", seen="<a>Д</a>"), "taken", "returned"),
        (here("<a>А</a>", "returned"), edit("<a>Б</a>", "draft", seen="<a>А</a>"), "taken", "returned"),
        (here("<a>А</a>", "approved"), edit("<a>А</a>", seen="<a>А</a>"), "unchanged", ""),
        (here("<a>А</a>", "translated"), edit("", seen="<a>А</a>"), "unchanged", ""),
        (here("<a>А</a>", "translated"), edit(" \u00a0", seen="<a>А</a>"), "unchanged", ""),
        (here("<a>В</a>", "translated"), edit("<a>Б</a>", seen="<a>А</a>"), "refused", ""),
        (here("<a>В</a>", "returned"), edit("<a>Б</a>"), "refused", ""),
        (here("<a>А</a>", "returned"), edit("<a>А</a>", seen=""), "refused", ""),
        (here("<a>Д</a>", "draft"), edit("<a>Д</a>", None), "unchanged", ""),
        (here("<a>А</a>", "translated"), edit("<a>А</a>", "draft"), "unchanged", ""),
        (here("", "untranslated"), edit("Вот.", seen=""), "taken", "returned"),
        (here("", "untranslated"), edit("<a>В\x00от</a>", seen=""), "refused", ""),
        (here("", "untranslated"), edit("<a>В\ud800от</a>", seen=""), "refused", ""),
        (here("", "untranslated"), edit("<prev/>", seen=""), "taken", "returned"),
        (here("", "untranslated"), edit("<a>Б</a>", msgid="Gone."), "refused", ""),
    ],
)
def test_what_becomes_of_an_edit(ours: Current, theirs: Incoming, outcome: str, state: str) -> None:
    """One line of the table each."""
    decision = one(ours, theirs)
    assert (decision.outcome, decision.state) == (outcome, state)
    assert bool(decision.reason) == (outcome == "refused" or (state == "returned" and theirs.state == "translated"))


def test_a_file_that_nobody_touched_changes_nothing_however_old() -> None:
    """What is as it was seen is no edit, whatever happened here since."""
    for ours in (here("<a>Б</a>", "translated"), here("", "untranslated"), here("<a>А</a>", "returned")):
        untouched = Incoming(None, MSGID, "<a>А</a>", "translated", text_digest(None, MSGID, "<a>А</a>"), True, "translated")
        assert one(ours, untouched).outcome == "unchanged"


def test_who_did_not_see_that_a_text_was_sent_back_does_not_accept_it() -> None:
    """A text that was accepted when the file was made, and was sent back here since, waits for a person who knows that."""
    seen = text_digest(None, MSGID, "<a>А</a>")
    ours = here("<a>А</a>", "returned")
    assert one(ours, Incoming(None, MSGID, "<a>А</a>", "approved", seen, True, "translated")).outcome == "refused"
    decision = one(ours, Incoming(None, MSGID, "<a>Б</a>", "translated", seen, False, "translated"))
    assert (decision.outcome, decision.text, decision.state) == ("taken", "<a>Б</a>", "returned")


def test_two_texts_for_one_sentence_are_refused_and_named() -> None:
    """Which of two different texts is meant, nobody can tell; the same text twice is one text."""
    ours = here("", "untranslated")
    first, second = decide([ours], [edit("<a>А</a>", line=3), edit("<a>Б</a>", line=9)])
    assert (first.outcome, second.outcome) == ("refused", "refused")
    assert "3, 9" in first.reason
    assert [found.outcome for found in decide([ours], [edit("<a>А</a>"), edit("<a>А</a>")])] == ["taken", "unchanged"]


def test_a_text_in_pieces_is_checked_with_its_pieces() -> None:
    """The first of two sentences that are said as one has the codes of both, and is accepted with them."""
    both = [here("", "untranslated"), Current(None, "<b>Two</b>.", "", "untranslated", frozenset(), may_join=True)]
    said = [edit("<a>Вот</a> <b>два</b>."), edit("<prev/>", msgid="<b>Two</b>.")]
    assert [found.state for found in decide(both, said)] == ["translated", "translated"]


def test_a_comment_comes_in_once() -> None:
    """A comment is taken with a text or without; one that is there already is nothing new."""
    ours = Current(None, "A", "Б", "translated", frozenset({text_digest(None, "A", "Б")}), comments=("Ann: why?",))
    assert one(ours, Incoming(None, "A", "Б", "translated", comment="Ann:  why?")).outcome == "unchanged"
    decision = one(ours, Incoming(None, "A", "Б", "translated", comment="Bob: so"))
    assert (decision.outcome, decision.state, decision.comment) == ("taken", "", "Bob: so")


TEXTS = st.sampled_from(["", "<a>А</a>", "<a>Б</a>", "В", "<prev/>"])
CURRENT = st.builds(here, TEXTS, st.sampled_from(STATES), st.sampled_from([MSGID, "Other."])).filter(
    lambda found: (found.state == "untranslated") == (not found.text)
)
EDITS = st.builds(
    lambda text, state, seen, seen_state, msgid: Incoming(
        None,
        msgid,
        text,
        state,
        None if seen is None else text_digest(None, msgid, seen),
        None if seen is None else seen == text,
        None if seen is None else seen_state,
    ),
    TEXTS,
    st.sampled_from([*STATES, None]),
    st.none() | TEXTS,
    st.none() | st.sampled_from(STATES),
    st.sampled_from([MSGID, "Other.", "Gone."]),
)


@given(st.lists(CURRENT, max_size=2, unique_by=lambda found: found.msgid), st.lists(EDITS, max_size=4))
def test_a_persons_text_gives_way_to_an_edit_of_exactly_it(current: Sequence[Current], incoming: Sequence[Incoming]) -> None:
    """Whatever the file says: another text takes the place of a person's only if that text was seen; nothing is ever emptied, each
    entry is decided once, and no edit of something that is not there is lost in silence.
    """
    decisions = decide(current, incoming)
    assert [found.incoming for found in decisions] == list(incoming)
    ours = {found.msgid: found for found in current}
    taken = [found for found in decisions if found.outcome == "taken"]
    assert len({found.incoming.key for found in taken}) == len(taken)
    for found in taken:
        was = ours[found.incoming.msgid]
        assert found.text.strip()
        if found.text != was.text and was.state in PERSONS:
            assert found.incoming.seen in was.digests
    for found in decisions:
        if found.outcome == "refused":
            assert found.reason
        untouched = found.incoming.seen_text and found.incoming.state in (None, found.incoming.seen_state)
        untouched = untouched or not found.incoming.text
        if found.incoming.msgid not in ours:
            assert found.outcome == ("unchanged" if untouched else "refused")
