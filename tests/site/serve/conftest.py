"""A served project: a real process on a port of this machine."""

from __future__ import annotations

import http.client
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit

import pytest

import workflow

from ...browser import launched
from ...office import CONFIGURATION, Office, russian

if TYPE_CHECKING:
    from playwright.sync_api import Browser

PATIENCE = 30.0
"""Seconds that a loaded machine may take for anything."""

VISIT, RUSSIAN = "2026-12-01-visit", "2026-12-02-визит-в-долину"
TEXT = "The {} opens\n\nThe office opened in the valley. Officers took part.\n\nЭта статья на русском языке\n"
TAKEN = russian("Officers took part.")
"""What the translator of these tests makes of it."""
COMMAND = [sys.executable, "-c", "from workflow.cli import main; main(prog_name='workflow')"]


@dataclass(slots=True)
class Answer:
    """What the server said."""

    status: int
    headers: dict[str, str]
    data: bytes

    @property
    def text(self) -> str:
        """Its words."""
        return self.data.decode("utf-8", "replace")


@dataclass(slots=True)
class Server:
    """A running `workflow serve`."""

    office: Office
    process: subprocess.Popen[str]
    address: str
    said: list[str] = field(default_factory=list)

    @property
    def port(self) -> int:
        """Where it listens."""
        return urlsplit(self.address).port or 0

    def ask(self, path: str, method: str = "GET", **headers: str) -> Answer:
        """Asks for a path, exactly as it is written."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        try:
            connection.putrequest(method, path, skip_host="host" in headers)
            for name, value in headers.items():
                connection.putheader(name, value)
            connection.endheaders()
            answer = connection.getresponse()
            return Answer(answer.status, {name.lower(): value for name, value in answer.headers.items()}, answer.read())
        finally:
            connection.close()

    def page(self, release: str, language: str = "ru") -> str:
        """The preview of a page."""
        return self.ask(f"/preview/{language}/{quote(release)}.html").text

    def wait(self, what: str, *, there: bool = True, path: str = "/") -> str:
        """Waits until a page says something, or no longer; returns it."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            text = self.ask(path).text
            if (what in text) is there:
                return text
            time.sleep(0.05)
        raise AssertionError(f"{path} {'never said' if there else 'went on saying'} {what!r}:\n{text}")


class Events:
    """The stream of events of one page."""

    def __init__(self, server: Server, page: str, since: int, start: str) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=PATIENCE)
        self.connection.request("GET", f"/-/events?page={quote(page)}&since={since}&start={start}")
        self.answer = self.connection.getresponse()

    def next(self, name: str) -> object:
        """Waits for the next event of a name; returns its data."""
        found = False
        for line in iter(self.answer.readline, b""):
            if line.startswith(b"event:"):
                found = line[6:].strip().decode() == name
            elif found and line.startswith(b"data:"):
                return json.loads(line[5:])
        raise AssertionError(f"the stream ended without {name}")


def make(root: Path) -> Office:
    """Makes a project with two releases, one of them with a Russian name; the first is published in both languages."""
    made = Office(root)
    made.write("workflow.toml", CONFIGURATION)
    made.write(f"sources/{VISIT}.txt", TEXT.format("visit"))
    made.write(f"sources/{RUSSIAN}.txt", TEXT.format("valley"))
    made.write("sources/map.svg", '<svg xmlns="http://www.w3.org/2000/svg"/>')
    assert made.do("sync").exit == 0
    made.accept(VISIT)
    assert made.do("publish").exit == 0
    return made


@contextmanager
def serving(office: Office, *arguments: str) -> Iterator[Server]:
    """Serves a project, and ends it."""
    process = start(office, *arguments)
    try:
        yield Server(office, process, listening(process))
    finally:
        end(process)


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """A project of its own."""
    return make(tmp_path / "office")


@pytest.fixture
def server(office: Office) -> Iterator[Server]:
    """The project, served, after its first build."""
    with serving(office) as served:
        served.wait("Up to date.")
        yield served


@pytest.fixture(scope="session")
def still(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A served project that no test changes, with a file outside it to which links lead."""
    base = tmp_path_factory.mktemp("still")
    office = make(base / "office")
    (base / "secret.txt").write_text("secret")
    (office.root / "exports/secret.txt").symlink_to(base / "secret.txt")
    (office.root / "exports/out").symlink_to(base)
    with serving(office) as served:
        served.wait("Up to date.")
        office.write(".workflow/preview/.hidden", "secret")
        yield served


def start(office: Office, *arguments: str) -> subprocess.Popen[str]:
    """Starts the command on a free port."""
    command = [*COMMAND, "serve", *(arguments or ("--port", "0"))]
    # The program that the tests have imported: an installed copy is another one, and throws away what this one keeps in `.workflow/`.
    path = os.pathsep.join([str(Path(workflow.__file__).parents[1]), *filter(None, [os.environ.get("PYTHONPATH")])])
    environment = {**os.environ, "PYTHONUNBUFFERED": "1", "PYTHONPATH": path}
    return subprocess.Popen(command, cwd=office.root, env=environment, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True)


def listening(process: subprocess.Popen[str]) -> str:
    """Returns the address that it names."""
    assert process.stderr is not None
    line = process.stderr.readline()
    assert line.startswith("http://"), line
    return line.split()[0]


def end(process: subprocess.Popen[str]) -> None:
    """Ends it, whatever it does."""
    if process.poll() is None:
        process.terminate()
        try:
            process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
    if process.stderr is not None:
        process.stderr.close()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium, once for all tests of a process."""
    with launched() as found:
        yield found
