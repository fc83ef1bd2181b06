"""Fetches package files: in pieces, with a time limit, resumed where a server can, renamed into place when complete.

An own User-Agent is sent because the host of the Argos packages is said to refuse Python's. What has arrived stands in
`NAME.part`; beside it, `NAME.part.tag` holds the server's validator, so that only bytes of the same file are joined
(RFC 9110, section 13.1.5, If-Range).
"""

from __future__ import annotations

import http.client
import re
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from workflow.errors import PackageError

USER_AGENT = "press-workflow (Argos packages)"
TIMEOUT = 30.0
"""Seconds without a byte."""

MAX_FILE = 2 * 1024**3
MAX_INDEX = 8 * 1024**2

Transfer = Callable[[int, int], None]
"""Is told the bytes that have arrived and all that are expected; 0 where the server does not say."""

_OFFLINE = "without a network, install from a file: workflow models install FILE"
_RANGE = re.compile(r"bytes (\d+)-\d+/(\d+|\*)")


def get(url: str) -> bytes:
    """Returns a small file, such as the package index; `http`, `https` and `file` are known.

    Raises:
        PackageError: It can not be had, or is larger than an index can be.
    """
    with _open(url, {}) as answer:
        try:
            data: bytes = answer.read(MAX_INDEX + 1)
        except (OSError, http.client.HTTPException) as error:
            raise PackageError(f"the transfer broke off: {error}", path=url, hint=_OFFLINE) from error
    if len(data) > MAX_INDEX:
        raise PackageError(f"larger than {MAX_INDEX // 1024**2} MB: no package index", path=url)
    return data


def fetch(url: str, path: Path, progress: Transfer) -> None:
    """Writes a file to `path`; what an earlier attempt left behind is continued if the server still has the same file.

    Raises:
        PackageError: It can not be had whole. What arrived is kept for the next attempt.
    """
    part, tag = path.with_name(f"{path.name}.part"), path.with_name(f"{path.name}.part.tag")
    try:
        have = part.stat().st_size if part.exists() and tag.exists() else 0
        headers = {"Range": f"bytes={have}-", "If-Range": tag.read_text(encoding="utf-8")} if have else {}
        with _open(url, headers, ranged=bool(have)) as answer:
            start, total = _extent(answer, have, url)
            validator = _validator(answer)
            if start == 0:
                tag.unlink(missing_ok=True)
            with part.open("ab" if start else "wb") as file:
                if validator and start == 0:
                    tag.write_text(validator, encoding="utf-8")
                _copy(answer, file, start, total, url, progress)
        part.replace(path)
        tag.unlink(missing_ok=True)
    except OSError as error:
        raise PackageError(f"can not be written: {error.strerror or error}", path=str(error.filename or path)) from error


def discard(path: Path) -> None:
    """Removes a fetched file and what unfinished attempts left of it."""
    for name in (path.name, f"{path.name}.part", f"{path.name}.part.tag"):
        path.with_name(name).unlink(missing_ok=True)


def _open(url: str, headers: dict[str, str], *, ranged: bool = False) -> Any:
    if urlsplit(url).scheme not in {"http", "https", "file"}:
        raise PackageError("only http, https and file addresses can be fetched", path=url)
    request = urllib.request.Request(url, headers={"User-Agent": USER_AGENT, "Accept-Encoding": "identity", **headers})
    try:
        return urllib.request.urlopen(request, timeout=TIMEOUT)
    except urllib.error.HTTPError as error:
        error.close()
        if error.code == 416 and ranged:
            return _open(url, {})
        raise PackageError(f"the server answers {error.code} {error.reason}", path=url, hint=_OFFLINE) from error
    except urllib.error.URLError as error:
        raise PackageError(f"can not be reached: {_why(error.reason)}", path=url, hint=_OFFLINE) from error
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise PackageError(f"can not be reached: {_why(error)}", path=url, hint=_OFFLINE) from error


def _why(reason: object) -> str:
    return (reason.strerror if isinstance(reason, OSError) else "") or str(reason)


def _extent(answer: Any, have: int, url: str) -> tuple[int, int]:
    """Returns at which byte the answer begins and how long the whole file is, 0 if that is not said."""
    start = 0
    if getattr(answer, "status", None) == 206:
        match = _RANGE.match(answer.headers.get("Content-Range", ""))
        if match is None or int(match[1]) != have:
            raise PackageError("the server sends another part than the one asked for", path=url)
        start = have
    length = answer.headers.get("Content-Length", "")
    total = start + int(length) if length.isdecimal() else 0
    if total > MAX_FILE:
        raise PackageError(f"{total} bytes, at most {MAX_FILE} are taken", path=url)
    return start, total


def _validator(answer: Any) -> str:
    etag = answer.headers.get("ETag", "")
    # A weak ETag must not be used with If-Range.
    return str(etag if etag and not etag.startswith("W/") else answer.headers.get("Last-Modified", ""))


def _copy(answer: Any, file: Any, start: int, total: int, url: str, progress: Transfer) -> None:
    done = start
    progress(done, total)
    while True:
        try:
            data = answer.read1(256 * 1024) if hasattr(answer, "read1") else answer.read(256 * 1024)
        except (OSError, http.client.HTTPException) as error:
            raise PackageError(
                f"the transfer broke off after {done} bytes: {_why(error)}", path=url, hint="run the command again, it goes on from there"
            ) from error
        if not data:
            break
        done += len(data)
        if done > MAX_FILE:
            raise PackageError(f"more than {MAX_FILE} bytes", path=url)
        file.write(data)
        progress(done, total)
    if total and done != total:
        raise PackageError(
            f"the transfer broke off after {done} of {total} bytes", path=url, hint="run the command again, it goes on from there"
        )
