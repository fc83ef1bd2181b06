"""The README is run: every command in it, in the order in which it stands there, in a copy of this repository."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text("utf-8")
BLOCKS = re.findall(r"^```sh\n(.*?)^```$", README, re.M | re.S)
# The first two install the program and run these tests, the developer's block installs and runs the linters: `.ci/run` runs those three.
INSTALLING = [block for block in BLOCKS if "pip install" in block]
DAILY = [block for block in BLOCKS if "pip install" not in block]


def test_the_first_two_commands_install_and_test() -> None:
    """What a newcomer types first stands at the top; `.ci/run` takes these two blocks from here and runs them in a clean clone."""
    assert "workflow run" in BLOCKS[0]
    assert "pytest" in BLOCKS[1]
    assert len(INSTALLING) == 3


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of what the sample project is made of, with a `workflow` command that runs this checkout."""
    folder = tmp_path_factory.mktemp("readme") / "office"
    folder.mkdir()
    for name in ("sources", "locales", "exports"):
        shutil.copytree(ROOT / name, folder / name)
    shutil.copy(ROOT / "pyproject.toml", folder)
    command = folder.parent / "bin" / "workflow"
    command.parent.mkdir()
    command.write_text(
        f'#!{sys.executable}\nimport sys\nsys.path.insert(0, {str(ROOT)!r})\nfrom workflow.cli import main\nmain(prog_name="workflow")\n'
    )
    command.chmod(0o755)
    return folder


@pytest.mark.xdist_group("readme")
@pytest.mark.parametrize("number", range(len(DAILY)))
def test_commands_run_as_they_stand(copy: Path, number: int) -> None:
    """Each block of commands ends with exit status 0, run after those above it."""
    done = copy / f".done-{number - 1}"
    if number and not done.exists():
        pytest.fail("the block before this one failed")
    path = f"{copy.parent / 'bin'}{os.pathsep}{os.environ['PATH']}"
    result = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", DAILY[number]],
        cwd=copy,
        env={**os.environ, "PATH": path},
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 0, result.stdout + result.stderr
    assert "Traceback" not in result.stderr
    (copy / f".done-{number}").touch()
