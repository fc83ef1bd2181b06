"""What the embedded model's cut-off lets through, as a reader found it."""

from __future__ import annotations

from pathlib import Path

import pytest

from workflow.drafts import open_engine

CALIBRATION = Path(__file__).parent / "calibration"
USABLE = {"good", "small change"}


_LISTS = [("sentences.txt", "read.tsv", 0.9, 0.3), ("held-out.txt", "held-out.tsv", 0.9, 0.4), ("second.txt", "second.tsv", 0.85, 0.4)]


@pytest.mark.parametrize(("sentences", "read", "usable", "share"), _LISTS)
def test_what_passes_was_read_and_found_usable(sentences: str, read: str, usable: float, share: float) -> None:
    """Of the drafts that pass, a reader found about nine in ten usable, and at least the share of the sentences has one.

    A draft that nobody has read counts as unusable: other batches change a few.
    """
    rows = [row.split("\t") for row in (CALIBRATION / read).read_text(encoding="utf-8").splitlines()[1:]]
    verdicts = {(source, text): verdict for verdict, source, text in rows}
    texts = (CALIBRATION / sentences).read_text(encoding="utf-8").splitlines()
    drafts = open_engine("argos", "en", "ru").draft(texts)
    passed = [verdicts.get((source, draft.text), "unread") for source, draft in zip(texts, drafts, strict=True) if draft.text]
    assert sum(verdict in USABLE for verdict in passed) >= usable * len(passed)
    assert len(passed) >= share * len(texts)


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("The Minister of Health of Uzbekistan signed the agreement.", "Uzbekistan"),
        ("A delegation from Germany visited the Ministry of Justice.", "Germany"),
        ("New equipment for the border service of Kyrgyzstan", "service"),
        ("The Minister of Health and the Minister of Justice visited the hospital.", "Health"),
    ],
)
def test_a_word_that_was_not_translated_is_a_refusal(text: str, word: str) -> None:
    """A fluent and confident output without a word of its source is refused, and the word is named; of several, the least seen."""
    (draft,) = open_engine("argos", "en", "ru").draft([text])
    assert draft.text == ""
    assert draft.refused == f"not translated: {word}"


def test_the_risk_of_usable_drafts_is_smaller() -> None:
    """On the held-out sentences, good drafts have a smaller mean risk than those that need a change or are wrong."""
    rows = [row.split("\t") for row in (CALIBRATION / "held-out.tsv").read_text(encoding="utf-8").splitlines()[1:]]
    drafts = open_engine("argos", "en", "ru").draft([row[1] for row in rows])
    good = [draft.risk for draft, row in zip(drafts, rows, strict=True) if draft.text and row[0] == "good"]
    other = [draft.risk for draft, row in zip(drafts, rows, strict=True) if draft.text and row[0] != "good"]
    assert sum(good) / len(good) + 10 < sum(other) / len(other)
