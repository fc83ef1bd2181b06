"""What the commands print, where it is more than one value after the other."""

from __future__ import annotations

import tomllib
from collections import Counter
from pathlib import Path

from workflow.drafts.gate import Cutoff, unsure
from workflow.pipeline.decide import Page
from workflow.pipeline.draft import Drafted
from workflow.pipeline.publish import Published
from workflow.pipeline.status import Standing
from workflow.pipeline.sync import SyncReport
from workflow.pipeline.sync_release import Synced
from workflow.show import MOST, drafted, published, synced
from workflow.show_review import status

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
    several = [f"sentence {number}: {reason}" for number, reason in enumerate(filter(None, REASONS), 1)]
    reasons = Counter([*filter(None, REASONS), *scores, *several] * 2)
    lines = [line.split(" left empty: ") for line in drafted([Drafted("ru", "argos", refused=reasons)]).text.splitlines()[2:]]
    counts, kinds = [int(count) for count, _ in lines], [kind for _, kind in lines]
    assert len(set(kinds)) == len(kinds)
    assert {kind for kind in kinds if not kind.startswith("junk (")} <= READABLE
    assert "score under the cut-off -0.30" in kinds
    assert "much shorter than its source" in kinds
    assert sum(counts) == reasons.total()
    assert counts == sorted(counts, reverse=True)


def _standings(releases: int, waiting: set[int]) -> list[Standing]:
    return [
        Standing(
            Page(f"r{number:04}", language, published=number not in waiting, why="1 draft" if number in waiting else ""), None, there=True
        )
        for number in range(releases)
        for language in ("en", "ru")
    ]


def test_an_archive_is_told_in_few_lines() -> None:
    """The table at the end of a run has what waits, the newest of it; all are there for programs, and in `status`."""
    few = status(_standings(MOST, {3}), MOST)
    assert len(few.text.splitlines()) == 1 + 2 * MOST
    one = status(_standings(1000, {700}), MOST)
    assert one.text.splitlines()[-1] == "999 other releases, published in all languages; all of them: workflow status"
    assert [line.split()[0] for line in one.text.splitlines()[1:-1]] == ["r0700", "ru"]
    none = status(_standings(1000, set()), MOST)
    assert none.text == "1,000 releases, published in all languages; all of them: workflow status"
    many = status(_standings(1000, set(range(500))), MOST)
    assert many.text.splitlines()[-1] == "940 other releases, 440 of which wait for something; all of them: workflow status"
    assert "r0499" in many.text
    assert "r0439" not in many.text
    assert [len(report.data["status"]) for report in (few, one, none, many)] == [2 * MOST, 2000, 2000, 2000]
    assert len(status(_standings(1000, set())).text.splitlines()) == 2001


def test_catalogs_and_files_of_an_archive_are_counted() -> None:
    """One by one while a person reads them, then in sum for each language."""
    made = [Synced(f"r{number}", "ru", number > 0, 3, 0, 0, 0, 0) for number in range(MOST + 1)]
    assert synced(SyncReport(tuple(made[:2]))).text.splitlines() == [
        "r0 [ru]: changed: 3 new sentences",
        "r1 [ru]: new catalog: 3 new sentences",
    ]
    assert synced(SyncReport(tuple(made))).text == f"[ru] {MOST} new catalogs, 1 changed, {3 * len(made)} new sentences"
    files = [f"exports/ru/r{number}.html" for number in range(MOST + 1)]
    assert published(Published(written=files[:2])).text.splitlines() == [f"wrote {path}" for path in files[:2]]
    report = published(Published(written=files, removed=files[:1]))
    assert report.text.splitlines() == [f"wrote {len(files)} files under exports/", f"removed {files[0]}"]
    assert report.data["written"] == files
