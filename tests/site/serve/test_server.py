"""What the local server shows, whom it answers, and how it keeps up: a real process, asked over HTTP."""

from __future__ import annotations

import multiprocessing
import re
import signal
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest

from workflow.files import lock
from workflow.pipeline.serve_build import Working, _Builder, _End

from ...office import Office
from .conftest import PATIENCE, RUSSIAN, TAKEN, TEXT, VISIT, Events, Server, end, listening, serving, start


def test_it_shows_everything(still: Server) -> None:
    """The dashboard links preview, side by side and public page of every release, whatever letters its name has."""
    board = still.ask("/").text
    assert "2 releases, 3 pages public, 1 waiting for somebody." in board
    links = re.findall(r'href="(/(?:preview|sheet|public)/[^"]*)"', board)
    assert len(links) == 4 + 2 + 3
    for link in links:
        assert still.ask(link).status == 200, link
    assert RUSSIAN in board
    assert "Предварительный просмотр" in still.page(RUSSIAN)
    assert still.ask("/preview/en/map.svg").headers["content-type"] == "image/svg+xml"


def test_the_script_that_reloads_is_never_on_disk(server: Server) -> None:
    """It stands in the served page, once, and in no file."""
    assert server.page(VISIT).count("/-/live.js") == 1
    for path in server.office.root.rglob("*"):
        assert not path.is_file() or b"live.js" not in path.read_bytes(), path
    assert "live.js" not in server.ask(f"/public/ru/{VISIT}.html").text


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "localhost.evil.example:8000", "", "[::1"])
def test_it_answers_to_no_other_name(still: Server, host: str) -> None:
    """A page of another site can not make a browser ask this server under that site's name."""
    answer = still.ask("/", host=host)
    assert answer.status in (400, 421)
    assert VISIT not in answer.text


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost:8000", "LOCALHOST", "[::1]:80"])
def test_it_answers_to_its_own(still: Server, host: str) -> None:
    assert still.ask("/", host=host).status == 200


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"])
def test_it_only_shows(still: Server, method: str) -> None:
    answer = still.ask(f"/preview/ru/{VISIT}.html", method)
    assert (answer.status, answer.headers["allow"]) == (405, "GET, HEAD")


def test_head_is_get_without_a_body(still: Server) -> None:
    got, head = (still.ask(f"/preview/en/{VISIT}.html", method) for method in ("GET", "HEAD"))
    assert (head.status, head.data) == (200, b"")
    assert head.headers["content-length"] == str(len(got.data))


@pytest.mark.parametrize(
    "path",
    [
        "/preview/../../workflow.toml",
        "/preview/%2e%2e/%2e%2e/workflow.toml",
        "/preview/..%2f..%2fworkflow.toml",
        "/preview/en/..%5c..%5cworkflow.toml",
        "/preview//etc/passwd",
        "/preview/%00",
        "/preview/.hidden",
        "/preview/en",
        "/preview/",
        "/public/secret.txt",
        "/public/out/secret.txt",
        "/-/dashboard.html.j2",
        "/-/..%2fserve.py",
        "/nothing",
    ],
)
def test_nothing_else_can_be_had(still: Server, path: str) -> None:
    """No path climbs, no hidden file and no link that leads out is given."""
    answer = still.ask(path)
    assert answer.status == 404
    assert "secret</" not in answer.text
    assert "source-language" not in answer.text


def test_every_answer_tells_browsers_what_is_allowed(still: Server) -> None:
    """Nothing is loaded from other hosts, guessed, or kept."""
    for path in ("/", f"/preview/ru/{VISIT}.html", f"/sheet/ru/{VISIT}", "/-/live.js", "/nothing"):
        headers = still.ask(path).headers
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["cache-control"] == "no-store"
        assert headers["cross-origin-resource-policy"] == "same-origin"
        assert path.startswith("/-/") or "frame-ancestors" in headers["content-security-policy"]
    assert "default-src 'self'" in still.ask(f"/preview/ru/{VISIT}.html").headers["content-security-policy"]


def saved(server: Server, release: str, old: str, new: str) -> None:
    """An editor saves a catalog."""
    path = server.office.catalog(release)
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


def test_a_saved_catalog_is_seen_within_a_second(server: Server) -> None:
    """The open page is told to reload, and shows the new text; on a machine that works on other things too, the best of three counts."""
    page = f"ru/{VISIT}.html"
    found = re.search(r'data-since="(\d+)" data-start="(\w+)"', server.page(VISIT))
    assert found is not None
    events = Events(server, page, int(found[1]), found[2])
    taken = []
    word = TAKEN
    for number in range(3):
        time.sleep(0.6)
        text = f"Десять сотрудников {number}"
        begun = time.monotonic()
        saved(server, VISIT, word, text)
        events.next("reload")
        taken.append(time.monotonic() - begun)
        word = text
        assert text in server.page(VISIT)
    assert min(taken) < 1.0, taken


def test_only_the_page_that_changed_is_told(server: Server) -> None:
    """Who reads another page is not disturbed."""
    found = re.search(r'data-since="(\d+)" data-start="(\w+)"', server.page(RUSSIAN))
    assert found is not None
    saved(server, VISIT, TAKEN, "Слово")
    server.wait("Слово", path=f"/preview/ru/{VISIT}.html")
    server.wait("Up to date.")
    again = re.search(r'data-since="(\d+)"', server.page(RUSSIAN))
    assert again is not None
    assert again[1] == found[1]


def test_a_broken_catalog_is_told_and_the_rest_goes_on(server: Server) -> None:
    """The dashboard names file and line; mended, all is well again; the other release is built meanwhile."""
    path = server.office.catalog(VISIT)
    good = path.read_bytes()
    path.write_bytes(good.replace(b'msgid "Officers', b"msgid Officers"))
    board = server.wait("can not be read")
    assert re.search(rf"<code>locales/ru/LC_MESSAGES/{VISIT}\.po:\d+</code>", board)
    server.office.accept(RUSSIAN)
    server.wait("ready to publish")
    path.write_bytes(good)
    server.wait("can not be read", there=False)


def test_a_broken_configuration_is_told_and_mended(server: Server) -> None:
    path = server.office.root / "workflow.toml"
    good = path.read_text()
    path.write_text(good + "no-such-key = 1\n")
    board = server.wait("unknown key")
    assert "workflow.toml:4" in board
    assert VISIT in board
    path.write_text(good)
    server.wait("unknown key", there=False)


def test_new_and_removed_releases_come_and_go(server: Server) -> None:
    new = server.office.write("sources/2026-12-03-third.txt", "Third\n\nIt is new.\n")
    server.wait("2026-12-03-third")
    assert "It is new." in server.page("2026-12-03-third", "en")
    new.unlink()
    server.wait("2026-12-03-third", there=False)


def test_catalogs_and_exports_are_not_touched(server: Server) -> None:
    """The server shows; what people decided and what is public changes by their commands only."""
    before = server.office.tree("locales", "exports", "sources")
    server.office.write(f"sources/{VISIT}.txt", "Another visit\n\nEverything is new.\n")
    server.wait("Everything is new.", path=f"/preview/en/{VISIT}.html")
    server.ask(f"/sheet/ru/{VISIT}")
    after = server.office.tree("locales", "exports", "sources")
    assert {path for path in after if before.get(path) != after[path]} == {f"sources/{VISIT}.txt"}


def test_a_changed_source_says_what_to_do(server: Server) -> None:
    """The preview shows it at once; the dashboard names the command that brings it to the translator, until that was run."""
    said = "the source has changed: run workflow sync"
    assert said not in server.ask("/").text
    server.office.write(f"sources/{VISIT}.txt", TEXT.format("second visit"))
    board = server.wait(said)
    assert "ready to publish" in board
    assert "it has changed since it was published: run workflow publish" in board
    assert "The second visit opens" in server.page(VISIT, "en")
    assert server.office.do("sync").exit == 0
    server.wait(said, there=False)
    assert server.office.do("publish").exit == 0
    server.wait("run workflow publish", there=False)
    server.office.write("sources/2026-12-03-third.txt", "Third\n\nIt is new.\n")
    server.wait("no catalog yet: run workflow sync")


class Never(_End):
    """A server that goes on."""

    def is_set(self) -> bool:
        return False


def test_other_commands_get_their_turn_in_a_first_build(office: Office) -> None:
    """Of a large archive: another command works in the project before the build is through, and the board fills meanwhile."""
    for number in range(60):
        office.write(f"sources/2025-01-{number % 28 + 1:02}-r{number:02}.txt", TEXT.format(f"office {number}"))
    ours, theirs = multiprocessing.Pipe(duplex=False)
    builder = _Builder(office.root, theirs, Never())
    building = threading.Thread(target=builder.build, args=(None,))
    building.start()
    assert isinstance(ours.recv(), Working)
    time.sleep(0.1)
    with lock(office.root / ".workflow", wait=PATIENCE):
        assert building.is_alive()
        assert len(builder.board.rows) < 62
    building.join(PATIENCE)
    boards = []
    while ours.poll():
        boards.append(ours.recv())
    assert [one.more for one in boards] == [True] * (len(boards) - 1) + [False]
    assert len(boards[-1].board.rows) == 62
    assert [row.release for row in boards[-1].board.rows] == sorted((row.release for row in boards[-1].board.rows), reverse=True)
    assert len({page for one in boards for page in one.pages}) == 2 * 62


def test_other_commands_run_beside_it(server: Server) -> None:
    """The lock is free between builds; and while another run has it, the server answers, and builds afterwards."""
    assert server.office.do("run").exit == 0
    server.wait("Up to date.")
    with lock(server.office.root / ".workflow", wait=PATIENCE):
        saved(server, VISIT, TAKEN, "Потом")
        server.wait("Building…")
        assert server.ask(f"/preview/en/{VISIT}.html").status == 200
        assert "Потом" not in server.page(VISIT)
    server.wait("Потом", path=f"/preview/ru/{VISIT}.html")


def test_what_an_editor_leaves_beside_a_catalog_is_nothing(server: Server) -> None:
    """Backups and locks of editors start no build."""
    found = re.search(r'data-since="(\d+)"', server.ask("/").text)
    assert found is not None
    folder = server.office.catalog(VISIT).parent
    for name in (".a.po.swp", "a.po~", "~$a.po", f"{VISIT}.mo"):
        (folder / name).write_text("x")
    time.sleep(0.8)
    again = re.search(r'data-since="(\d+)"', server.ask("/").text)
    assert again is not None
    assert again[1] == found[1]


def children(process: int) -> Iterator[int]:
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            after = path.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(after[1]) == process:
            yield int(path.parent.name)


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="looks for processes in /proc")
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_it_ends_with_all_that_it_started(server: Server, how: signal.Signals) -> None:
    """Ctrl-C and a request to end are no failure and say nothing, with pages open; killed, it leaves no process behind either."""
    started = list(children(server.process.pid))
    assert started
    Events(server, "", 0, "")
    server.process.send_signal(how)
    assert server.process.wait(PATIENCE) == (0 if how != signal.SIGKILL else -signal.SIGKILL)
    assert server.process.stderr is not None
    assert server.process.stderr.read() == ""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and any(Path(f"/proc/{one}").exists() for one in started):
        time.sleep(0.05)
    assert not any(Path(f"/proc/{one}").exists() for one in started)


def test_a_port_that_is_taken_is_told(office: Office) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        said = office.do("serve", "--port", str(taken.getsockname()[1]))
    assert said.exit == 2
    assert "can not listen on 127.0.0.1" in said.err
    assert "--port" in said.err


def test_an_empty_project_can_be_served(tmp_path: Path) -> None:
    """Its first release appears when it is put there."""
    office = Office(tmp_path)
    office.write("workflow.toml", 'source-language = "en"\nlanguages = ["ru"]\n')
    with serving(office) as server:
        server.wait("No releases yet")
        office.write("sources/2026-12-01-first.txt", "First\n\nIt is there.\n")
        server.wait("2026-12-01-first")


def test_many_releases_are_shown_in_pages(tmp_path: Path) -> None:
    """A hundred a page, the newest first, found by words of their names."""
    office = Office(tmp_path)
    office.write("workflow.toml", 'source-language = "en"\nlanguages = []\n')
    for number in range(120):
        office.write(f"sources/2026-01-{number:03}.txt", f"Release {number}\n")
    with serving(office) as server:
        first = server.wait("page 1 of 2")
        assert "2026-01-119" in first
        assert "2026-01-019<" not in first
        assert "2026-01-019<" in server.ask("/?page=2").text
        assert "1 of 120 releases" in server.ask("/?q=2026-01-042").text
        assert "No release like that." in server.ask(f"/?q={quote('<b>')}").text
        for strange in ("/?page=0", "/?page=-1", "/?page=999999999999", "/?page=x", "/?page=%D9%A3"):
            assert server.ask(strange).status == 200


def test_it_warns_when_others_can_reach_it(office: Office) -> None:
    process = start(office, "--port", "0", "--host", "0.0.0.0")
    try:
        listening(process)
        assert process.stderr is not None
        assert "embargo" in process.stderr.readline()
    finally:
        end(process)


def test_a_publish_does_not_hide_that_a_build_failed(server: Server) -> None:
    """While the configuration is wrong, a page that changes in exports/ makes nothing well."""
    path = server.office.root / "workflow.toml"
    good = path.read_text()
    path.write_text(good + "no-such-key = 1\n")
    server.wait("unknown key")
    page = server.office.root / f"exports/en/{VISIT}.html"
    page.write_bytes(page.read_bytes() + b"\n")
    time.sleep(1.5)
    assert "unknown key" in server.ask("/").text
    path.write_text(good)
    server.wait("unknown key", there=False)
