"""The rules of XLIFF 2.1 that its schemas can not say: the official Schematron of Core and Matches, where it can be run."""

from __future__ import annotations

import importlib.util
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from ..office import Office

ROOT = Path(__file__).parents[2]
HERE = Path(__file__).parent


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """This repository's releases as XLIFF files: every kind of code, texts of attributes, drafts and matches."""
    office = Office(tmp_path_factory.mktemp("office"))
    for name in ("sources", "locales"):
        shutil.copytree(ROOT / name, office.root / name)
    office.write("workflow.toml", 'languages = ["ru"]\nengine = "pseudo"\n')
    office.write(
        "sources/new.html",
        '<p>See <a href="/a" title="The map">a map <img src="m.png" alt="A river"></a> or<br>ask <em>us. Or</em> them.</p>',
    )
    assert office.do("draft").exit == office.do("sync").exit == office.do("draft").exit == 0
    assert office.do("exchange", "export", "--format", "xliff").exit == 0
    return sorted(str(path) for path in (office.root / ".workflow/exchange/ru").glob("*.xlf"))


@pytest.mark.parametrize(("rules", "least"), [("xliff_core_2.1.sch", 1000), ("matches.sch", 20)])
def test_the_official_rules_hold(rules: str, least: int, exported: list[str], schemas: Path) -> None:
    """None of them is broken by a file; they were asked many times."""
    if importlib.util.find_spec("saxonche") is None:
        pytest.skip("saxonche is not installed: XSLT 2 is what these rules need")
    asked = [sys.executable, str(HERE / "schematron.py"), str(schemas / "xliff21" / rules), *exported]
    said = subprocess.run(asked, capture_output=True, text=True, check=False)
    *broken, count = said.stdout.splitlines() or [said.stderr]
    assert broken == []
    assert int(count) >= least
