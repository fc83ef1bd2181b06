"""What the commands print, where it is more than one value after the other."""

from __future__ import annotations

import tomllib
from collections import Counter
from pathlib import Path

from workflow.drafts.gate import Cutoff, unsure
from workflow.pipeline.draft import Drafted
from workflow.show import drafted

REASONS = [tomllib.loads(case.read_text("utf-8"))["refusal"] for case in sorted((Path(__file__).parent / "drafts/gate").glob("*.toml"))]
READABLE = {
    "address added",
    "address lost",
    "echo of the source",
    "empty output",
    "left untranslated",
    "much longer than its source",
    "much shorter than its source",
    "not translated",
    "not written in Cyrillic letters",
    "number added",
    "number lost",
    "repeats itself",
    "says a word twice",
    "score under the cut-off -0.30",
    "term lost",
    "two alphabets in one word",
    "weakest word under the cut-off -3.00",
}


def test_refused_drafts_are_counted_by_kind() -> None:
    """Whatever the gate says of single texts, the table has whole phrases, each kind once, the commonest first, no text's own figures."""
    cutoff = Cutoff(-0.3, -3.0)
    scores = [unsure(mean, weakest, cutoff) for mean, weakest in [(-0.31, -1.0), (-0.4, -1.0), (-1.25, -9.0), (-0.1, -4.5)]]
    reasons = Counter([*filter(None, REASONS), *scores] * 2)
    lines = [line.split(" left empty: ") for line in drafted([Drafted("ru", "argos", refused=reasons)]).text.splitlines()[2:]]
    counts, kinds = [int(count) for count, _ in lines], [kind for _, kind in lines]
    assert len(set(kinds)) == len(kinds)
    assert {kind for kind in kinds if not kind.startswith("junk (")} <= READABLE
    assert "score under the cut-off -0.30" in kinds
    assert "much shorter than its source" in kinds
    assert sum(counts) == reasons.total()
    assert counts == sorted(counts, reverse=True)
