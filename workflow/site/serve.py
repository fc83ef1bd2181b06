"""The local web server of `workflow serve`: dashboard, preview, side by side, what is public; pages reload when they were built anew.

It reads, and writes nothing. It answers only to names that can not be somebody else's (against DNS rebinding), only GET and HEAD, and tells
browsers to load nothing from other hosts. The script that reloads a page is put into pages on their way out, never into files.
"""

from __future__ import annotations

import asyncio
import html
import ipaddress
import json
import secrets
from collections.abc import AsyncIterator, Awaitable, Callable, MutableMapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlsplit

from workflow.errors import WorkflowError
from workflow.site.board import Board
from workflow.site.serve_files import find, media_type, with_script
from workflow.site.serve_pages import dashboard, problem

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

Scope = MutableMapping[str, Any]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]

_HEADERS = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cache-control": "no-store",
}
_OWN_PAGES = (
    "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self' data:; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)
# What a page brings with it runs as it will on the web, but for what it would fetch elsewhere: a preview may be under embargo.
_PREVIEWS = "default-src 'self' 'unsafe-inline' data:; form-action 'none'; frame-ancestors 'self'"
_SHEETS = "frame-ancestors 'none'"
_HEARTBEAT = 15.0
"""Seconds after which a silent stream of events says that it lives."""


@dataclass(slots=True)
class Desk:
    """What the server shows, and who waits for news of it."""

    board: Board = field(default_factory=Board)
    working: bool = True
    revision: int = 0
    """Counts the builds; it begins anew with each start."""
    start: str = field(default_factory=lambda: secrets.token_hex(4))
    built: dict[str, int] = field(default_factory=dict)
    """Page -> revision in which it was built last."""
    ended: bool = False
    _waiting: set[asyncio.Event] = field(default_factory=set)

    def show(self, board: Board, pages: list[str], more: bool = False) -> None:
        """Takes a new build; in the server's own thread.

        Args:
            board: As it is now.
            pages: Those that were built, below the preview.
            more: The build goes on.
        """
        self.revision += 1
        self.board, self.working = board, more
        self.built.update(dict.fromkeys(pages, self.revision))
        self.wake()

    def work(self) -> None:
        """Takes that a build has begun."""
        self.working = True
        self.wake()

    def end(self) -> None:
        """Ends all streams of events."""
        self.ended = True
        self.wake()

    def wake(self) -> None:
        """Lets everybody look who waits."""
        for one in self._waiting:
            one.set()

    def last(self, page: str) -> int:
        """Returns the revision in which a page was built last; the dashboard is in every one."""
        return self.revision if not page else self.built.get(page, 0)

    async def news(self, page: str, since: int, start: str) -> AsyncIterator[str]:
        """Yields server-sent events (HTML Standard, 9.2): `reload` when a page is newer than the one shown, before that `working`."""
        changed = asyncio.Event()
        self._waiting.add(changed)
        told = False
        try:
            yield "retry: 1000\n\n"
            while not self.ended:
                changed.clear()
                if start != self.start or self.last(page) > since:
                    since, start, told = self.last(page), self.start, False
                    yield f"event: reload\ndata: {json.dumps({'revision': since, 'start': start})}\n\n"
                elif self.working != told:
                    told = self.working
                    yield f"event: working\ndata: {json.dumps(told)}\n\n"
                try:
                    await asyncio.wait_for(changed.wait(), _HEARTBEAT)
                except TimeoutError:
                    yield ": still here\n\n"
        finally:
            self._waiting.discard(changed)


def application(
    desk: Desk, *, preview: Path, public: Path, sheet: Callable[[str, str], bytes], host: str
) -> Callable[..., Awaitable[None]]:
    """Returns the server as an ASGI application.

    Args:
        desk: What is shown.
        preview: Folder of the preview.
        public: Folder of what is public.
        sheet: Release and language -> the two side by side, as an HTML page; raises a WorkflowError where there is none.
        host: The name under which the server is asked for.
    """
    from starlette.applications import Starlette
    from starlette.concurrency import run_in_threadpool
    from starlette.responses import HTMLResponse, Response, StreamingResponse
    from starlette.routing import Route

    def own(page: str, status: int = 200) -> Response:
        return HTMLResponse(page, status, {"content-security-policy": _OWN_PAGES})

    async def home(request: Request) -> Response:
        return own(dashboard(desk.board, desk.revision, desk.start, desk.working, request.query_params))

    async def asset(request: Request) -> Response:
        name = request.path_params["name"]
        if name not in ("dashboard.css", "live.js"):
            return own(problem("There is no such page", request.url.path), 404)
        return Response(_asset(name), media_type="text/css" if name.endswith(".css") else "text/javascript")

    async def events(request: Request) -> Response:
        query = request.query_params
        since = query.get("since", "")
        stream = desk.news(query.get("page", ""), int(since) if since.isdecimal() else 0, query.get("start", ""))
        return StreamingResponse(stream, media_type="text/event-stream")

    def folder(root: Path, *, live: bool) -> Callable[[Request], Awaitable[Response]]:
        async def answer(request: Request) -> Response:
            path = request.path_params["path"]
            found = await run_in_threadpool(find, root, path)
            if found is None:
                return own(problem("There is no such page", f"{'preview' if live else 'exports'}/{path}"), 404)
            headers = {"content-security-policy": _PREVIEWS}
            kind = media_type(found)
            data = await run_in_threadpool(found.read_bytes)
            if live and kind == "text/html":
                revision = desk.last(path)
                about = f'data-page="{html.escape(quote(path))}" data-since="{revision}" data-start="{desk.start}"'
                tag = f'<script src="/-/live.js" {about} defer></script>'
                data = with_script(data, tag)
            response = Response(data, headers=headers)
            response.headers["content-type"] = kind
            return response

        return answer

    async def side_by_side(request: Request) -> Response:
        language, release = request.path_params["language"], request.path_params["release"]
        try:
            data = await run_in_threadpool(sheet, release, language)
        except WorkflowError as error:
            return own(problem("This can not be shown side by side", str(error)), 404)
        return Response(data, media_type="text/html", headers={"content-security-policy": _SHEETS})

    async def no_icon(_: Request) -> Response:
        return Response(status_code=204)  # browsers ask for one by themselves

    routes = [
        Route("/", home),
        Route("/favicon.ico", no_icon),
        Route("/-/events", events),
        Route("/-/{name}", asset),
        Route("/preview/{path:path}", folder(preview, live=True)),
        Route("/public/{path:path}", folder(public, live=False)),
        Route("/sheet/{language}/{release:path}", side_by_side),
    ]

    async def missing(request: Request, _: Exception) -> Response:
        return own(problem("There is no such page", request.url.path), 404)

    return _Guard(Starlette(routes=routes, exception_handlers={404: missing}), host)


@cache
def _asset(name: str) -> bytes:
    return (files("workflow.site") / "templates" / name).read_bytes()


class _Guard:
    """Stands before the application: whom it answers, what it is asked for, and what every answer says to the browser."""

    def __init__(self, app: Callable[..., Awaitable[None]], host: str) -> None:
        self.app = app
        self.host = host.lower()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        asked = [value.decode("latin-1") for name, value in scope["headers"] if name == b"host"]
        if len(asked) != 1 or not self._is_ours(asked[0]):
            await _refuse(send, 421, "this server answers to its own address only")
        elif scope["method"] not in ("GET", "HEAD"):
            await _refuse(send, 405, "this server only shows", ((b"allow", b"GET, HEAD"),))
        else:
            await self.app(scope, receive, _with_headers(send))

    def _is_ours(self, host: str) -> bool:
        """Tells if a Host header can not be the name of another site: an address, `localhost`, or the name that was given."""
        try:
            name = (urlsplit(f"//{host}").hostname or "").lower()
        except ValueError:
            return False
        if name in ("localhost", self.host):
            return True
        try:
            ipaddress.ip_address(name)
        except ValueError:
            return False
        return True


def _with_headers(send: Send) -> Send:
    async def sent(message: MutableMapping[str, Any]) -> None:
        if message["type"] == "http.response.start":
            there = {name for name, _ in message["headers"]}
            own = [(name.encode(), value.encode()) for name, value in _HEADERS.items() if name.encode() not in there]
            message = {**message, "headers": [*message["headers"], *own]}
        await send(message)

    return sent


async def _refuse(send: Send, status: int, why: str, headers: tuple[tuple[bytes, bytes], ...] = ()) -> None:
    body = f"{why}\n".encode()
    sent = [(b"content-type", b"text/plain; charset=utf-8"), (b"content-length", str(len(body)).encode()), *headers]
    await _with_headers(send)({"type": "http.response.start", "status": status, "headers": sent})
    await send({"type": "http.response.body", "body": body})
