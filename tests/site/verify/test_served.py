"""verify --url: a real server on this machine, with what only servers do wrong."""

from __future__ import annotations

import http.server
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import ClassVar

import pytest

from workflow.errors import UsageError
from workflow.site.built import Site
from workflow.site.verify import findings, verify_book
from workflow.site.verify_served import Served, base_of, crawl

from ...office import Office
from .sites import BASE, Built, good

ROOM = "2024-03-01-room"


class Handler(http.server.SimpleHTTPRequestHandler):
    """A server of files that can be told to do one thing wrong."""

    protocol_version = "HTTP/1.1"
    wrong: ClassVar[dict[str, tuple[int, str]]] = {}
    """Path -> status, and where a redirect leads or which kind is told."""
    asked: ClassVar[list[str]] = []

    def do_GET(self) -> None:
        self.asked.append(self.path)
        status, said = self.wrong.get(self.path, (0, ""))
        if status in (301, 302):
            self.send_response(status)
            self.send_header("Location", said)
            self.send_header("Content-Length", "0")
            self.end_headers()
        elif status == 200:
            data = Path(self.translate_path(self.path)).read_bytes() if Path(self.translate_path(self.path)).is_file() else b"<p>Welcome"
            self.send_response(200)
            self.send_header("Content-Type", said)
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)
        elif status:
            self.send_error(status)
        else:
            super().do_GET()

    def log_message(self, *_: object) -> None:
        """Says nothing."""


@pytest.fixture
def served(tmp_path: Path) -> Iterator[tuple[Built, str, type[Handler]]]:
    """A good site, its address under a path of a server, and the server's ways."""
    site = good(tmp_path / "htdocs/news")

    class Own(Handler):
        wrong: ClassVar[dict[str, tuple[int, str]]] = {}
        asked: ClassVar[list[str]] = []

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), lambda *args: Own(*args, directory=str(tmp_path / "htdocs")))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield site, f"http://127.0.0.1:{server.server_address[1]}/news/", Own
    server.shutdown()
    server.server_close()


def verified(url: str, base: str = BASE) -> list[tuple[str, str]]:
    """(code, address below the site) of what is wrong."""
    files = Served(base_of(url))
    site = Site(files, "en", base, (files.base,))
    problems = crawl(site, files, ("en", "ru", "ar"))
    return [(one.code, one.where.path.removeprefix(url)) for one in findings(site, problems + verify_book(site, lambda _: None))]


def test_a_good_site_is_good_on_a_server(served: tuple[Built, str, type[Handler]]) -> None:
    """Every file is found from sitemap and indexes, aligned files too; each is asked for once."""
    site, url, handler = served
    assert verified(url) == []
    there = {path.relative_to(site.root).as_posix() for path in site.root.rglob("*") if path.is_file()}
    asked = [path.removeprefix("/news/") for path in handler.asked]
    assert there - {"en/map.svg"} <= set(asked)
    assert len(asked) == len(set(asked))


def test_what_is_broken_is_found_on_a_server_too(served: tuple[Built, str, type[Handler]]) -> None:
    """The same codes as in a folder, at addresses."""
    site, url, _ = served
    site.change(f"en/{ROOM}.html", "<article>", '<article><a href="no.html">x</a>')
    site.remove(f"aligned/{ROOM}.en-ru.tmx")
    assert verified(url) == [("V101", f"en/{ROOM}.html"), ("V506", f"ru/{ROOM}.html")]


@pytest.mark.parametrize(
    ("path", "wrong", "expected"),
    [
        ("ar/404.html", (500, ""), [("V701", "ar/404.html"), ("V602", "ar/404.html")]),
        (f"en/{ROOM}.tei.xml", (200, "text/html"), [("V704", f"en/{ROOM}.tei.xml")]),
        (f"ru/{ROOM}.html", (200, "text/plain"), [("V704", f"ru/{ROOM}.html")]),
        (f"ru/{ROOM}.html", (200, "text/html; charset=windows-1251"), [("V704", f"ru/{ROOM}.html")]),
        ("workflow-verify-no-such-page.html", (200, "text/html"), [("V703", "workflow-verify-no-such-page.html")]),
        ("ru/workflow-verify-no-such-page.html", (302, "/news/en/index.html"), [("V703", "ru/workflow-verify-no-such-page.html")]),
        ("", (403, ""), [("V701", "")]),
        (f"ru/{ROOM}.html", (301, f"/news/en/{ROOM}.html?"), None),
    ],
)
def test_what_only_a_server_does_wrong(
    served: tuple[Built, str, type[Handler]], path: str, wrong: tuple[int, str], expected: list[tuple[str, str]] | None
) -> None:
    """Errors, kinds, encodings, pages for wrong addresses that say that all is well, redirects of listed pages."""
    _, url, handler = served
    handler.wrong[f"/news/{path}"] = wrong
    found = verified(url)
    if expected is None:
        assert ("V702", path) in found
    else:
        assert sorted(found) == sorted(expected)


def test_no_other_server_is_asked(served: tuple[Built, str, type[Handler]]) -> None:
    """A redirect to another host is told, and not followed."""
    _, url, handler = served
    handler.wrong[f"/news/ru/{ROOM}.html"] = (302, "http://192.0.2.1/x.html")
    assert ("V701", f"ru/{ROOM}.html") in verified(url)


@pytest.mark.parametrize(
    "url", ["", "press.example", "ftp://press.example/", "http://", "http://a:x/", "http://a/?q", "http://[", "file:///etc"]
)
def test_no_address_is_told(url: str) -> None:
    with pytest.raises(UsageError, match="is no address of a site"):
        base_of(url)


def test_no_server_is_told(tmp_path: Path) -> None:
    office = Office(tmp_path)
    office.write("workflow.toml", 'source-language = "en"\nlanguages = ["ru"]\n')
    said = office.do("verify", "--url", "http://127.0.0.1:1/")
    assert (said.exit, "can not be reached" in said.err) == (1, True)


def test_a_server_without_a_site_is_told(served: tuple[Built, str, type[Handler]], tmp_path: Path) -> None:
    """An address where nothing is served is no clean site."""
    _, url, _ = served
    office = Office(tmp_path / "office")
    office.write("workflow.toml", 'source-language = "en"\nlanguages = ["ru"]\n')
    said = office.do("verify", "--url", f"{url}nothing/")
    assert (said.exit, "no site" in said.err) == (1, True)
