"""The command line: help everywhere, one JSON document, exit statuses, and a reader who leaves early."""

from __future__ import annotations

import json
import os
import shlex
import subprocess
import sys
from collections.abc import Iterator

import click
import pytest

from workflow.cli import main

from ..office import Office

TEXT = "The title\n\nFirst sentence here. Second sentence there.\n"


def _commands(group: click.Group, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    for name, command in group.commands.items():
        yield (*path, name), command
        if isinstance(command, click.Group):
            yield from _commands(command, (*path, name))


COMMANDS = dict(_commands(main))


@pytest.mark.parametrize("path", COMMANDS, ids=" ".join)
def test_everything_has_a_help_text(path: tuple[str, ...]) -> None:
    """Each command says what it does, and each option what it is for."""
    command = COMMANDS[path]
    assert command.help
    assert command.help.splitlines()[0].endswith((".", ":")) or "." in command.help
    for parameter in command.params:
        if isinstance(parameter, click.Option):
            assert parameter.help, f"{path}: {parameter.name}"


@pytest.mark.parametrize("path", COMMANDS, ids=" ".join)
def test_the_common_options_are_everywhere(path: tuple[str, ...]) -> None:
    """--json and --quiet can be given to each command; --project and --language to all that work in a project."""
    if isinstance(COMMANDS[path], click.Group):
        return
    names = {name for parameter in COMMANDS[path].params for name in parameter.opts}
    if path == ("serve",):
        assert {"--quiet", "--project"} <= names  # what it says is an address, what it shows is everything
        return
    assert {"--json", "--quiet", "--language"} <= names
    assert path == ("init",) or "--project" in names


def test_json_is_one_document_also_for_errors(office: Office) -> None:
    """Whatever happens, standard output is one JSON document; an error says message, path, line and hint."""
    office.write("sources/a.txt", TEXT)
    for arguments in (["run"], ["status"], ["check"], ["sync"], ["draft"], ["publish"], ["publish", "--preview"], ["models", "list"]):
        assert isinstance(json.loads(office.do(*arguments, "--json").out), dict)
    office.write("workflow.toml", "\nlangages = 1\n")
    for arguments in (["run"], ["status"], ["split", "sources/a.txt"], ["models", "verify"], ["init"]):
        said = office.do(*arguments, "--json")
        assert said.exit == 2
        error = json.loads(said.out)["error"]
        assert set(error) == {"message", "path", "line", "hint"}
    assert json.loads(office.do("run", "--json").out)["error"]["line"] == 2


def test_json_names_findings_and_what_is_not_published(office: Office) -> None:
    """A program learns all that a person is told."""
    office.write("sources/a.txt", TEXT)
    office.write("sources/bad.xml", "<a>\n<b></a>")
    office.do("run")
    said = office.do("publish", "a", "--json")
    data = json.loads(said.out)
    assert said.exit == 1
    assert data["unpublished"] == ["a [ru]: 3 draft"]
    said = office.do("run", "--json")
    (finding,) = json.loads(said.out)["findings"]
    assert (finding["code"], finding["where"]["path"], finding["where"]["line"], finding["severity"]) == (
        "E001",
        "sources/bad.xml",
        2,
        "error",
    )


def test_waiting_for_review_is_no_failure(office: Office) -> None:
    """0 while releases merely wait; 1 if one that was named waits; 0 again when it is published."""
    office.write("sources/a.txt", TEXT)
    for command in ("run", "publish", "status", "check", "draft", "sync"):
        assert office.do(command).exit == 0
    assert office.do("publish", "a").exit == 1
    office.accept("a")
    assert office.do("publish", "a").exit == 0
    office.write("sources/a.toml", "withdrawn = true\n")
    assert office.do("publish", "a").exit == 0


@pytest.mark.parametrize("arguments", [["run", "--nonsense"], ["nonsense"], ["split", "nothing.txt"], ["split"], ["models", "install"]])
def test_wrong_use(office: Office, arguments: list[str]) -> None:
    """What the command line does not know ends with status 2 and a message, and nothing is done."""
    said = office.do(*arguments)
    assert (said.exit, said.out) == (2, "")
    assert "Error: " in said.err
    assert office.tree(".") == {"workflow.toml": (office.root / "workflow.toml").read_bytes()}


def test_quiet_says_only_what_is_wrong(office: Office) -> None:
    """--quiet leaves standard output empty, and errors on standard error."""
    office.write("sources/a.txt", TEXT)
    assert (said := office.do("run", "--quiet")).out == said.err == ""
    office.write("sources/bad.xml", "<a>\n<b></a>")
    said = office.do("run", "--quiet")
    assert (said.exit, said.out) == (1, "")
    assert said.err.startswith("sources/bad.xml:2: error E001")
    assert said.err.count("\n") == 1


def test_status_tells_ready_from_published(office: Office) -> None:
    """Before the first publish nothing is said to be published."""
    office.write("sources/a.txt", TEXT)
    office.do("sync")
    assert "a        en    ready" in office.do("status").out
    office.do("publish")
    assert "a        en    published" in office.do("status").out


def _process(office: Office, *arguments: str, shell: str = "", **environment: str) -> subprocess.CompletedProcess[str]:
    code = "import sys; from workflow.cli import main; main(sys.argv[1:], prog_name='workflow')"
    command = [sys.executable, "-c", code, *arguments]
    if shell:
        return subprocess.run(
            ["bash", "-c", f"{shlex.join(command)} {shell}"], cwd=office.root, capture_output=True, text=True, check=False
        )
    return subprocess.run(command, cwd=office.root, capture_output=True, text=True, env=os.environ | environment, check=False)


def test_a_reader_who_leaves_early(office: Office) -> None:
    """`workflow status | true` ends quietly, however long the report."""
    for number in range(300):
        office.write(f"sources/release-with-quite-a-long-name-{number}.txt", "Title\n")
    done = _process(office, "status", "--json", shell="| true; echo ${PIPESTATUS[0]}")
    assert (done.stdout, done.stderr) == ("0\n", "")


def test_a_console_that_lacks_letters(office: Office) -> None:
    """A console in Latin letters gets escapes for others, not a traceback."""
    office.write("sources/Релиз.txt", "Заголовок\n")
    done = _process(office, "run", PYTHONIOENCODING="latin-1")
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr
    assert r"\u0420\u0435\u043b\u0438\u0437" in done.stdout


def test_another_folder(office: Office) -> None:
    """--project works from anywhere; what is printed are paths inside the project."""
    office.write("sources/a.txt", TEXT)
    before = office.root
    outside = Office(before.parent)
    said = outside.do("run", "--project", before.name)
    assert said.exit == 0
    assert office.page("a", "en")
    said = outside.do("publish", "-C", str(before), "--json")
    assert str(before) not in said.out
