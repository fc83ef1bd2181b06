"""Golden cases: a folder each, with `cmd` (a command a line), the project before (`in/`), and what is said (`stdout`, `stderr`, `exit`).

A new case is a new folder with `cmd` and `in/`; `pytest tests/cli --save-golden` writes the rest. A line `cmd` that begins with
`accept ` stands for the work of a translator, `write PATH TEXT` for an author's, `remove PATH` for whoever removes a file.
"""

from __future__ import annotations

import json
import re
import shlex
import shutil
from pathlib import Path

import pytest

from ..office import Office

CASES = sorted(path.parent for path in Path(__file__).parent.glob("cases/*/cmd"))


def _play(office: Office, lines: list[str]) -> tuple[str, str, str]:
    """Returns what all commands said to standard output and error, each under its line, and their exit statuses."""
    out, err, status = [], [], []
    for line in lines:
        verb, *arguments = shlex.split(line)
        match verb:
            case "accept":
                office.accept(*arguments)
            case "write":
                office.write(arguments[0], arguments[1].encode().decode("unicode_escape").encode("latin-1"))
            case "remove":
                (office.root / arguments[0]).unlink()
            case "workflow":
                said = office.do(*arguments)
                out.append(f"$ {line}\n{said.out}")
                err.append(f"$ {line}\n{said.err}")
                status.append(f"{said.exit}\n")
            case _:
                raise AssertionError(f"no such verb in cmd: {verb}")
    return "".join(out), "".join(err), "".join(status)


def _without_clock(text: str) -> str:
    """Leaves out when something was, and how fast."""
    text = re.sub(r'("changed": )"[\d: +-]+"', r'\1"NOW"', text)
    text = re.sub(r'("seconds": )[\d.]+', r"\g<1>0", text)
    width, lines = 0, []
    for line in text.split("\n"):
        width = line.find("segments/s") if line.startswith("drafted by") else width if line else 0
        lines.append(line[:width].rstrip() if width and line[width:].strip().isdigit() else line)
    return "\n".join(lines)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_command_says_what_its_case_says(case: Path, tmp_path: Path, save_golden: bool) -> None:
    """Standard output, standard error and exit status of real commands, letter by letter."""
    root = tmp_path / "project"
    if (case / "in").is_dir():
        shutil.copytree(case / "in", root)
    root.mkdir(exist_ok=True)
    lines = [line for line in (case / "cmd").read_text("utf-8").splitlines() if line and not line.startswith("#")]
    said = dict(zip(("stdout", "stderr", "exit"), _play(Office(root), lines), strict=True))
    said["stdout"] = _without_clock(said["stdout"])
    if save_golden:
        for name, text in said.items():
            (case / name).write_text(text, "utf-8")
    assert said == {name: (case / name).read_text("utf-8") for name in said}
    for command in re.split(r"(?m)^\$ (?=.*--json)", said["stdout"])[1:]:
        json.loads(command.partition("\n")[2].partition("\n$ ")[0])
