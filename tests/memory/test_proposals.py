"""What the memory proposes, case by case: a new case is a new file in `proposals/`."""

from __future__ import annotations

import sqlite3
import tomllib
from pathlib import Path

import pytest

from workflow.memory import Memory, Unit

CASES = sorted((Path(__file__).parent / "proposals").glob("*.toml"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_case(case: Path) -> None:
    """The claim of the case holds: every field of `expected` is as the proposal has it."""
    given = tomllib.loads(case.read_text(encoding="utf-8"))
    language = given.get("language", "ru")
    memory = Memory(sqlite3.connect(":memory:"), source="en")
    for number, unit in enumerate(given["units"]):
        contexts = tuple((before, after) for before, after in unit.get("contexts", ()))
        known = Unit(unit["msgid"], unit["msgstr"], unit.get("msgctxt"), unit.get("approved", False), unit.get("revised", ""), contexts)
        memory.learn(f"{number}.po", "1", language=language, release=unit.get("release", "r"), units=[known])
    request = given["request"]
    proposal = memory.propose(language, request["msgid"], request.get("msgctxt"), request.get("before"), request.get("after"))
    if given["expected"].get("none"):
        assert proposal is None
        return
    assert proposal is not None
    assert {name: getattr(proposal, name) for name in given["expected"]} == given["expected"]
