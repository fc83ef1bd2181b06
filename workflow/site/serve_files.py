"""A file of a folder for a browser: never one outside it, never a hidden one, never through a link that leads out."""

from __future__ import annotations

import mimetypes
import os
import stat
from pathlib import Path

_TYPES = {
    ".html": "text/html",  # without an encoding: pages say theirs themselves, and are not all UTF-8
    ".css": "text/css",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".xml": "application/xml",
    ".tmx": "application/xml",
    ".svg": "image/svg+xml",
    ".woff2": "font/woff2",
    ".webp": "image/webp",
    ".avif": "image/avif",
}
_UTF16 = ((b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))


def find(root: Path, path: str) -> Path | None:
    """Returns the file that a path names in a folder (of a folder its `index.html`), or None if there is none that may be shown.

    Args:
        root: The folder.
        path: As a browser asked for it, decoded.
    """
    parts = path.split("/")
    if "\0" in path or "\\" in path or any(part.startswith(".") or (os.name == "nt" and ":" in part) for part in parts):
        return None
    if any(not part for part in parts[:-1]) and path:
        return None
    found = root.joinpath(*(part for part in parts if part))
    if not parts[-1]:
        found /= "index.html"
    try:
        base, real = os.path.realpath(root), os.path.realpath(found)
        if os.path.commonpath([base, real]) != base or not stat.S_ISREG(os.stat(real).st_mode):  # noqa: PTH116 - of the resolved name
            return None
    except (OSError, ValueError):
        return None
    return Path(real)


def media_type(path: Path) -> str:
    """Returns what a file is sent as."""
    suffix = path.suffix.lower()
    return _TYPES.get(suffix) or mimetypes.guess_type(path.name)[0] or "application/octet-stream"


def with_script(page: bytes, tag: str) -> bytes:
    """Returns a page with one more tag before its end; whatever its encoding is, the tag is ASCII."""
    for bom, codec in _UTF16:
        if page.startswith(bom):
            return page + tag.encode(codec)
    at = page.lower().rfind(b"</body")
    return page + tag.encode() if at < 0 else page[:at] + tag.encode() + page[at:]
