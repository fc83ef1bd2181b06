"""A packages folder of its own for each test, package files made from the embedded package, and a server on loopback."""

from __future__ import annotations

import threading
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from workflow.drafts import packages
from workflow.drafts.packages import PackageInfo

PackageFile = Callable[..., Path]


@dataclass
class Server:
    """Serves byte strings by path; notes what was asked for; can break off, and knows ranges."""

    url: str = ""
    files: dict[str, bytes] = field(default_factory=dict)
    break_after: int | None = None
    etag: str = '"one"'
    length: bool = True
    requests: list[tuple[str, str | None, str | None]] = field(default_factory=list)
    """Path, Range, User-Agent."""


@pytest.fixture(autouse=True)
def packages_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Points the program to a packages folder that does not exist yet."""
    folder = tmp_path / "data" / "packages"
    monkeypatch.setenv("ARGOS_PACKAGES_DIR", str(folder))
    monkeypatch.delenv("ARGOS_PACKAGE_INDEX", raising=False)
    return folder


@pytest.fixture
def small() -> PackageInfo:
    """The embedded package."""
    package = packages.find("en", "ru")
    assert package is not None
    assert package.embedded
    return package


@pytest.fixture
def package_file(tmp_path: Path, small: PackageInfo) -> PackageFile:
    """Makes a package file of the embedded package, with members changed (None: left out) or added."""

    def make(name: str = "full.argosmodel", root: str = "translate-en_ru-1_9", **changes: bytes | None) -> Path:
        members = {path.relative_to(small.path).as_posix(): path.read_bytes() for path in sorted(small.path.rglob("*")) if path.is_file()}
        members["metadata.json"] = members["metadata.json"].replace(b'"0.1"', b'"1.9.1"')
        renamed = {key.replace("__", "/"): value for key, value in changes.items()}
        with zipfile.ZipFile(tmp_path / name, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
            for member, data in {**members, **renamed}.items():
                if data is not None:
                    archive.writestr(f"{root}/{member}", data)
        return tmp_path / name

    return make


@pytest.fixture
def server() -> Iterator[Server]:
    """A server in a thread of its own."""
    state = Server()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked = self.headers.get("Range")
            state.requests.append((self.path, asked, self.headers.get("User-Agent")))
            data = state.files.get(self.path)
            if data is None:
                self.send_error(404)
                return
            start = 0
            if asked and self.headers.get("If-Range") == state.etag:
                start = int(asked.removeprefix("bytes=").removesuffix("-"))
            if start and start >= len(data):
                self.send_error(416)
                return
            self.send_response(206 if start else 200)
            if start:
                self.send_header("Content-Range", f"bytes {start}-{len(data) - 1}/{len(data)}")
            if state.length:
                self.send_header("Content-Length", str(len(data) - start))
            self.send_header("ETag", state.etag)
            self.end_headers()
            end = len(data) if state.break_after is None else start + state.break_after
            self.wfile.write(data[start:end])

        def log_message(self, *args: object) -> None:
            """Writes nothing to stderr."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as http:
        state.url = f"http://127.0.0.1:{http.server_port}"
        thread = threading.Thread(target=http.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield state
        http.shutdown()
        thread.join()
