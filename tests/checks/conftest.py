"""An office with an empty project."""

from __future__ import annotations

from pathlib import Path

import pytest

from ..office import CONFIGURATION, Office


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """A project that translates from English into Russian and drafts with the pseudo engine."""
    made = Office(tmp_path)
    made.write("workflow.toml", CONFIGURATION)
    (tmp_path / "sources").mkdir()
    return made
