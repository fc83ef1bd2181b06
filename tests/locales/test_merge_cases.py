"""Golden cases of the merge: a folder with the old catalog, the source and the catalog that comes out.

`source.txt` is read as a release, its sentences cut after each full stop, question or exclamation mark. A new case is a new
folder; `pytest --save-golden` writes its `new.po`.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from workflow.locales.catalog import Catalog, read, write
from workflow.locales.merge import merge
from workflow.locales.resegment import resegment
from workflow.locales.review import note_acceptance
from workflow.locales.template import Wanted, template
from workflow.segments.split import split
from workflow.sources.text import read as read_text

CASES = sorted(path for path in (Path(__file__).parent / "merge").iterdir() if path.is_dir())
PATH = "locales/ru/LC_MESSAGES/release.po"


def cut(text: str) -> list[int]:
    """Returns where sentences end, by the simplest rule."""
    return [match.end() for match in re.finditer(r"[.?!](?=\s)", text)]


def sentences(text: str) -> list[str]:
    """Returns the sentences of a translation, by the same rule."""
    ends = [*cut(text), len(text)]
    return [text[start:end].strip() for start, end in zip([0, *ends], ends, strict=False)]


def wanted_of(case: Path) -> tuple[Wanted, ...]:
    """Returns what the case's source asks for; a case with a file named `paragraphs` is not cut."""
    document = read_text((case / "source.txt").read_bytes(), path="sources/release.txt", language="en")
    return template(split(document, lambda text, _: [] if (case / "paragraphs").exists() else cut(text)), "ru")


def merged(case: Path, old: Catalog) -> Catalog:
    """Returns the catalog after a sync; a case whose name begins with `resegment` cuts anew."""
    noted = note_acceptance(old, lambda _: None, four_eyes=False)
    wanted = wanted_of(case)
    if case.name.startswith("resegment"):
        noted = resegment(noted, wanted, sentences)
    return merge(noted, wanted).catalog


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_the_merge_makes_what_the_case_says(case: Path, save_golden: bool) -> None:
    """The new catalog is byte for byte the expected one, and merging it again changes nothing."""
    found = write(merged(case, read((case / "old.po").read_bytes(), PATH)))
    if save_golden:
        (case / "new.po").write_bytes(found)
    assert found.decode() == (case / "new.po").read_bytes().decode()
    assert write(merged(case, read(found, PATH))) == found
