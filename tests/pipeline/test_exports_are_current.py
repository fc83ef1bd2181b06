"""What this repository has published is what its sources and catalogs say."""

from __future__ import annotations

import shutil
from pathlib import Path

from ..office import Office

ROOT = Path(__file__).parent.parent.parent


def test_exports_are_current(tmp_path: Path) -> None:
    """sources/, locales/ and the configuration alone give exports/ of this checkout, byte for byte."""
    for name in ("sources", "locales"):
        shutil.copytree(ROOT / name, tmp_path / name)
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    office = Office(tmp_path)
    said = office.do("publish")
    assert said.exit == 0, said.err
    assert office.tree("exports") == Office(ROOT).tree("exports"), "run: workflow publish"


def test_catalogs_are_current(tmp_path: Path) -> None:
    """A sync of this checkout changes none of its catalogs."""
    for name in ("sources", "locales"):
        shutil.copytree(ROOT / name, tmp_path / name)
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    office = Office(tmp_path)
    assert office.do("sync").exit == 0
    before, after = Office(ROOT).tree("locales"), office.tree("locales")
    assert {path: after.get(path) for path in before} == before
