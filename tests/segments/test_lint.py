from __future__ import annotations

from pathlib import Path

import pytest

from workflow.errors import SegmentationError
from workflow.segments import load
from workflow.segments.lint import lint
from workflow.segments.srx import Rule


@pytest.mark.parametrize("language", ["und", "en", "ru", "fr", "es", "ar", "zh"])
def test_built_in_rules_pass(language: str) -> None:
    """The rules that are shipped, abbreviations among them, satisfy what is asked of a project's."""
    lint(load(language).rules)


@pytest.mark.parametrize(
    ("before", "after", "message"),
    [
        ("", "", "matches empty text"),
        (r"\.*", r"\s*", "matches empty text"),
        (r"x[^x]*[^x]*", "", "takes more than 100 ms"),
        ("", r"(?:\S+\s+)+!", "takes more than 100 ms"),
        (r"(?<=\d", "", "can not be compiled"),
    ],
)
def test_unfit_rules_are_refused(before: str, after: str, message: str) -> None:
    """A rule that matches nothing and so everywhere, takes too long, or can not be compiled is refused with its place."""
    with pytest.raises(SegmentationError, match=message) as caught:
        lint([Rule("own.srx: bad", True, before, after, "own.srx", 7)])
    assert (caught.value.path, caught.value.line) == ("own.srx", 7)
    assert caught.value.hint


def test_project_rules_are_linted_when_loaded(tmp_path: Path) -> None:
    """A project's SRX file with an unfit rule is refused at load, not when a paragraph meets it."""
    path = tmp_path / "own.srx"
    path.write_text(
        '<srx xmlns="http://www.lisa.org/srx20" version="2.0"><header segmentsubflows="yes" cascade="yes"/><body><languagerules>'
        '<languagerule languagerulename="A">\n<!-- slow: it is -->'
        '<rule break="yes"><afterbreak>(?:\\S+\\s+)+!</afterbreak></rule></languagerule>'
        '</languagerules><maprules><languagemap languagepattern=".*" languagerulename="A"/></maprules></body></srx>',
        encoding="utf-8",
    )
    with pytest.raises(SegmentationError, match=r"rule 'own\.srx: slow' takes more than") as caught:
        load("en", srx=path)
    assert (caught.value.path, caught.value.line) == (str(path), 2)
