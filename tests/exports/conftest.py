"""The release that the tests of this folder share, and the folder of the official schemas."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from workflow.exports.parallel import ReleaseInfo
from workflow.model import Document

from .release import build


@pytest.fixture(scope="session")
def release() -> Document:
    """A release with every kind of block, container and code."""
    return build()


@pytest.fixture(scope="session")
def info() -> ReleaseInfo:
    """What its exports say about it."""
    return ReleaseInfo("2024/all", "sources/2024/all.xml", "en", "2024-02-29", "И. О. Переводчик", "approved", "0123456789ab", "Office")


@pytest.fixture(scope="session")
def schemas() -> Path:
    """The official schemas, which are not part of this project."""
    folder = os.environ.get("WORKFLOW_SCHEMAS")
    if not folder:
        pytest.skip("WORKFLOW_SCHEMAS names no folder with tei/tei_all.rng and tmx/tmx14.dtd")
    return Path(folder)
