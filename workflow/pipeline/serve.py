"""serve: preview and dashboard in a browser, built anew whenever a source or catalog is saved.

Two processes: one serves, and only reads; the other watches and builds (`serve_build.py`). Neither changes catalogs or exports.
"""

from __future__ import annotations

import asyncio
import multiprocessing
import os
import signal
import socket
import threading
from collections.abc import Callable, Generator
from contextlib import contextmanager, suppress
from dataclasses import replace
from multiprocessing.connection import Connection
from pathlib import Path
from typing import TYPE_CHECKING

from workflow import files
from workflow import project as projects
from workflow.errors import UsageError
from workflow.exports.paths import ROOT as PUBLIC
from workflow.pipeline import begin
from workflow.pipeline.preview import ROOT as PREVIEW
from workflow.pipeline.serve_build import Built, build_until_stopped
from workflow.pipeline.sheet import sheets
from workflow.project import Project
from workflow.site.board import Trouble

if TYPE_CHECKING:
    import uvicorn

    from workflow.site.serve import Desk


def serve(project: Project, *, host: str, port: int, ready: Callable[[str], None]) -> None:
    """Serves until it is interrupted.

    Args:
        project: The project; its configuration is read again when it changes.
        host: Address to listen on.
        port: 0: any that is free.
        ready: Is told the address when the server listens.

    Raises:
        UsageError: Nobody can listen there.
    """
    from workflow.site.serve import Desk, application

    listening = _listen(host, port)
    name, at = listening.getsockname()[:2]
    desk = Desk()
    app = application(
        desk,
        preview=project.root / PREVIEW,
        public=project.root / PUBLIC,
        sheet=lambda release, language: _sheet(project.root, release, language),
        host=host,
    )
    # A new interpreter, not a copy of this one: it forks processes of its own, which is safe without threads only.
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe(duplex=False)
    builder = context.Process(target=build_until_stopped, args=(str(project.root.resolve()), theirs))
    builder.start()
    theirs.close()
    try:
        ready(f"http://{f'[{name}]' if ':' in name else name}:{at}/")
        asyncio.run(_serve(_server(app), desk, ours, listening))
    finally:
        builder.terminate()
        builder.join(3)
        if builder.is_alive():
            builder.kill()  # in the middle of a long build; no file is ever half-written
        listening.close()


async def _serve(server: uvicorn.Server, desk: Desk, builds: Connection, listening: socket.socket) -> None:
    loop = asyncio.get_running_loop()

    def end(*_: object) -> None:
        server.should_exit = True
        # Streams of events end first: the server waits for every answer that it has begun.
        loop.call_soon_threadsafe(desk.end)

    for wanted in (signal.SIGINT, signal.SIGTERM):
        signal.signal(wanted, end)
    threading.Thread(target=_hear, args=(builds, desk, loop), daemon=True).start()
    await server.serve(sockets=[listening])


def _hear(builds: Connection, desk: Desk, loop: asyncio.AbstractEventLoop) -> None:
    """Hands over what the builder sends, in a thread of its own."""
    with suppress(RuntimeError):  # the loop has ended
        try:
            while True:
                said = builds.recv()
                if isinstance(said, Built):
                    loop.call_soon_threadsafe(desk.show, said.board, said.pages, said.more)
                else:
                    loop.call_soon_threadsafe(desk.work)
        except (EOFError, OSError):
            if not desk.ended:
                lost = Trouble("workflow serve", "the process that builds has ended; nothing is built any more: start the command again")
                loop.call_soon_threadsafe(desk.show, replace(desk.board, troubles=(lost,)), [])


def _server(app: object) -> uvicorn.Server:
    import uvicorn

    class Quiet(uvicorn.Server):
        """Leaves signals to us: its own way ends this process before the builder is ended."""

        @contextmanager
        def capture_signals(self) -> Generator[None, None, None]:
            yield

    return Quiet(
        uvicorn.Config(
            app,  # type: ignore[arg-type]  # any ASGI application
            log_level="error",
            access_log=False,
            proxy_headers=False,
            server_header=False,
            timeout_graceful_shutdown=1,
            lifespan="off",
            ws="none",
        )
    )


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    found = socket.socket(family, socket.SOCK_STREAM)
    try:
        if os.name == "posix":
            found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        found.bind((host, port))
        found.listen(64)
    except (OSError, OverflowError) as error:
        found.close()
        said = getattr(error, "strerror", None) or str(error)
        raise UsageError(f"can not listen on {host}, port {port}: {said}", hint="give another --port, or --host 127.0.0.1") from None
    return found


def _sheet(root: Path, release: str, language: str) -> bytes:
    """Returns a release side by side with its translation, as it is at this moment."""
    project = projects.load(root)
    if language not in project.languages:
        raise UsageError(f"“{language}” is not a language of this project", hint=f"it has: {', '.join(project.languages)}")
    with begin(project, [release], languages=(language,)) as run:
        made = sheets(run)
        if not made:
            raise UsageError(f"“{release}” is not translated into {language}")
        return files.read(run.path(made[0]), made[0])
