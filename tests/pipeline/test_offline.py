"""Nothing is asked of the network, and nothing is written outside the project: shown by a process that sees every attempt."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from workflow.drafts import packages

_WATCHED = """
import json, os, sys

project, log = sys.argv[1], sys.argv[2]
ours = (project + os.sep, os.environ["TMPDIR"] + os.sep)
seen = []

def hook(event, arguments):
    if event in ("socket.connect", "socket.getaddrinfo", "socket.gethostbyname", "socket.bind", "socket.sendto", "urllib.Request"):
        seen.append([event, repr(arguments[-1])])
        raise PermissionError("the network was asked")
    if event == "open" and isinstance(arguments[0], (str, bytes)) and isinstance(arguments[2], int):
        if arguments[2] & (os.O_WRONLY | os.O_RDWR | os.O_CREAT):
            place = os.path.realpath(os.fsdecode(arguments[0]))
            if not place.startswith((*ours, "/dev/")):
                seen.append(["write", place])
    if event in ("os.mkdir", "os.rename", "os.remove", "shutil.rmtree"):
        place = os.path.realpath(os.fsdecode(arguments[0]))
        if not place.startswith(ours) and place != project:
            seen.append([event, place])

sys.addaudithook(hook)
from workflow.cli import main

for line in json.loads(sys.argv[3]):
    try:
        main(line, prog_name="workflow", standalone_mode=False)
    except SystemExit as end:
        if end.code:
            seen.append(["exit", f"{line}: {end.code}"])
found = json.dumps(seen)
with open(log, "w") as file:
    file.write(found)
"""
_COMMANDS = [
    ["sync"], ["draft"], ["draft", "--again"], ["check"], ["publish"], ["publish", "--preview"], ["status"], ["status", "--json"], ["run"],
    ["split", "--explain", "sources/2026-03-01-a.txt"], ["exchange", "export", "--format", "xliff"], ["verify"], ["models", "list"],
    ["models", "verify"],
]  # fmt: skip
RELEASE = "The training\n\nThe training took place in Tashkent. See https://example.org/report for more.\n\nContact: press@example.org\n"


def _installed(folder: Path) -> None:
    """Puts a package into a packages folder, as an installation does."""
    embedded = packages.find("en", "ru")
    assert embedded is not None
    archive = folder.parent / "full.argosmodel"
    with zipfile.ZipFile(archive, "w") as file:
        for path in sorted(embedded.path.rglob("*")):
            if path.is_file():
                data = path.read_bytes()
                if path.name == "metadata.json":
                    data = data.replace(b'"0.1"', b'"1.9.1"')
                file.writestr(f"translate-en_ru-1_9/{path.relative_to(embedded.path).as_posix()}", data)
    from workflow.drafts import install

    install.install_file(archive)


@pytest.mark.parametrize("installed", [False, True], ids=["the package inside the program", "an installed package"])
def test_a_run_asks_nobody_and_writes_nowhere_else(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, installed: bool) -> None:
    """All commands of a day, in one process: no connection, no name looked up, no file outside the project, an empty home folder."""
    folder = tmp_path / "data" / "packages"
    folder.parent.mkdir()
    monkeypatch.setenv("ARGOS_PACKAGES_DIR", str(folder))
    if installed:
        _installed(folder)
    project, home, temporary = tmp_path / "project", tmp_path / "home", tmp_path / "tmp"
    for made in (home, temporary, project / "sources"):
        made.mkdir(parents=True)
    (project / "workflow.toml").write_text('languages = ["ru"]\n')
    (project / "sources/2026-03-01-a.txt").write_text(RELEASE)
    log = tmp_path / "seen.json"
    kept = {name: value for name, value in os.environ.items() if not name.startswith("XDG_")}
    environment = {"PYTHONPATH": str(Path.cwd()), **kept, "HOME": str(home), "TMPDIR": str(temporary), "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(
        [sys.executable, "-c", _WATCHED, str(project), str(log), json.dumps(_COMMANDS)],
        cwd=project,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert json.loads(log.read_text()) == []
    assert list(home.iterdir()) == list(temporary.iterdir()) == []
    assert ("1.9" in done.stdout) == installed
