"""What all tests share: golden files, and how hypothesis searches."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from .office import CONFIGURATION, Office

# On a shared machine a slow example says nothing; in CI the search is the same every time.
settings.register_profile("here", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("ci", settings.get_profile("here"), derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "here")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Adds the option that writes golden files anew."""
    parser.addoption(
        "--save-golden", action="store_true", help="write the expected files of golden cases anew; read the diff before committing"
    )


@pytest.fixture
def save_golden(request: pytest.FixtureRequest) -> bool:
    """Tells if golden files are to be written instead of compared."""
    return bool(request.config.getoption("--save-golden"))


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """A project that translates from English into Russian and drafts with the pseudo engine."""
    made = Office(tmp_path)
    made.write("workflow.toml", CONFIGURATION)
    (tmp_path / "sources").mkdir()
    return made
