"""Addresses, symbols, telephone numbers and untranslatable terms never reach an engine, and come back whole."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflow.drafts.protected import TRIES, lost, mask


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("See https://www.unodc.org/centralasia/en/news.html.", ["https://www.unodc.org/centralasia/en/news.html"]),
        ("See www.un.org, or unodc.org/unodc/en/index.html?x=1.", ["www.un.org", "unodc.org/unodc/en/index.html?x=1"]),
        ("Write to press.office+ru@un-office.org (or call).", ["press.office+ru@un-office.org"]),
        ("Resolutions A/RES/75/1, S/RES/1373(2001) and E/CN.7/2019/13/Add.1.", ["A/RES/75/1", "S/RES/1373(2001)", "E/CN.7/2019/13/Add.1"]),
        ("Call +998 (71) 120-80-50 or +7 727 258-26-43.", ["+998 (71) 120-80-50", "+7 727 258-26-43"]),
        ("Tel. (71) 120-80-50, 120-80-50-11.", ["(71) 120-80-50", "120-80-50-11"]),
        ("On 2021-05-12, in 2019-2021, 5-10 of 150,000 and 24/7.", []),
        ("HIV/AIDS and/or the EU. The end.Then U.S. officers (2011) paid 12 345 678.", []),
    ],
)
def test_what_is_protected(text: str, parts: list[str]) -> None:
    """Addresses, symbols and telephone numbers are found whole, without the stop behind; dates, ranges, amounts are none."""
    assert [part for _, part in mask(text).parts] == parts


def test_untranslatable_terms_are_protected_as_words() -> None:
    """A term is protected wherever it stands as a word, the longer one of two, and not inside another word."""
    masked = mask("SHERLOC and SHERLOCK, SHERLOC Portal.", ["SHERLOC", "SHERLOC Portal"])
    assert [part for _, part in masked.parts] == ["SHERLOC", "SHERLOC Portal"]
    assert "SHERLOCK" in masked.text


def test_the_engine_sees_stand_ins_and_at_last_the_text() -> None:
    """Each attempt shows another stand-in, and the last one the text as it is."""
    masked = mask("Contact a@b.org or c@d.org in 215 days.")
    asked = [masked.asked(attempt) for attempt in range(TRIES)]
    assert asked == [
        "Contact %(title)s or %(model)s in 215 days.",
        "Contact 538 or 316 in 215 days.",
        "Contact a@b.org or c@d.org in 215 days.",
    ]


def test_more_parts_than_stand_ins_leave_that_kind_out() -> None:
    """A text with more protected parts than a kind has stand-ins is not asked that way, but as it is."""
    masked = mask(" ".join(f"a{number}@b.org" for number in range(9)))
    assert [masked.asked(attempt) is None for attempt in range(TRIES)] == [True, True, False]


@pytest.mark.parametrize("answer", ["Пишите.", "Пишите %(title)s и %(title)s.", "Пишите %(Title)s.", "Пишите 1%(title)s."])
def test_a_stand_in_must_come_back_once(answer: str) -> None:
    """An answer in which a stand-in is missing, there twice, changed or grown together with a word is none."""
    assert mask("Write to a@b.org.").masked(answer, 0) is None


def test_parts_come_back_in_the_answers_order() -> None:
    """Where the answer turns the order round, each part stands where its stand-in was."""
    masked = mask("From a@b.org to c@d.org.")
    answer = masked.masked("К %(model)s от %(title)s.", 0)
    assert answer is not None
    assert masked.restored(answer) == "К c@d.org от a@b.org."


def test_a_lost_part_is_told() -> None:
    """A part that is there less often than in the source is lost, once told."""
    masked = mask("A/RES/75/1, a@b.org, A/RES/75/1.")
    assert lost(masked, "A/RES/75/1, a@b.org") == ["A/RES/75/1"]
    assert lost(masked, masked.restored(masked.text)) == []


_pieces = st.lists(
    st.sampled_from(
        ["See ", "A/RES/75/1", " a@b.org", "\ue000", "www.un.org/x", "+998 71 120-80-50", ", ", ".", "SHERLOC", "%(title)s", "215"]
    )
)


@given(_pieces.map("".join), st.integers(0, TRIES - 1))
def test_what_is_asked_leads_back_to_the_text(text: str, attempt: int) -> None:
    """An engine that repeats what it is asked gives the text back, or is told to have lost something."""
    masked = mask(text, ["SHERLOC"])
    assert masked.restored(masked.text) == text
    asked = masked.asked(attempt)
    if asked is None:
        return
    answer = masked.masked(asked, attempt)
    if answer is not None:
        assert masked.restored(answer) == text
