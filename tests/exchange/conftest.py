"""The folder of the official schemas, which are not part of this project."""

from __future__ import annotations

import os
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def schemas() -> Path:
    """Where they are."""
    folder = os.environ.get("WORKFLOW_SCHEMAS")
    if not folder:
        pytest.skip("WORKFLOW_SCHEMAS names no folder with xliff21/xliff21-all.xsd and tmx/tmx14.dtd")
    return Path(folder)
