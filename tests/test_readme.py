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


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of what the sample project is made of, with a `workflow` command that runs this checkout."""
    folder = tmp_path / "office"
    folder.mkdir()
    for name in ("sources", "locales", "exports"):
        shutil.copytree(ROOT / name, folder / name)
    shutil.copy(ROOT / "pyproject.toml", folder)
    command = tmp_path / "bin" / "workflow"
    command.parent.mkdir()
    command.write_text(
        f'#!{sys.executable}\nimport sys\nsys.path.insert(0, {str(ROOT)!r})\nfrom workflow.cli import main\nmain(prog_name="workflow")\n'
    )
    command.chmod(0o755)
    return folder


def test_commands_run_as_they_stand(copy: Path) -> None:
    """Each block of commands, run after those above it, ends with exit status 0 and without a traceback."""
    path = f"{copy.parent / 'bin'}{os.pathsep}{os.environ['PATH']}"
    for block in DAILY:
        command = ["bash", "-euo", "pipefail", "-c", block]
        result = subprocess.run(command, cwd=copy, env={**os.environ, "PATH": path}, capture_output=True, text=True, check=False)
        assert result.returncode == 0, f"{block}\n{result.stdout}{result.stderr}"
        assert "Traceback" not in result.stderr, f"{block}\n{result.stderr}"
