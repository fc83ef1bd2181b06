"""An office that asks for four eyes, with one translated release."""

from __future__ import annotations

from pathlib import Path

import pytest

from ..office import CONFIGURATION, Office

TEXT = "The title\n\nFirst sentence here. Second sentence there.\n\nThird sentence.\n"
ANNA, BORIS = "Anna Petrova <anna@example.org>", "Boris Orlov"


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """A project that publishes what a second person approved; Anna has translated release `a`."""
    made = Office(tmp_path)
    made.write("workflow.toml", f'{CONFIGURATION}review = "approved"\n')
    made.write("sources/a.txt", TEXT)
    made.do("run")
    made.accept("a", by=ANNA)
    return made
