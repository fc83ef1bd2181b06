"""Reading releases: bytes -> `Document` -> bytes. One module a format, all in one visible table."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from importlib import import_module
from typing import Protocol, cast

from workflow.errors import ConfigurationError, SourceError
from workflow.model import LONGEST_TEXT, Document


class Reader(Protocol):
    """A format: usually a module with these names at its top level; others come by the entry point group `workflow.sources`."""

    suffixes: tuple[str, ...]
    """File name endings, with the dot, lower case."""

    def read(self, data: bytes, *, path: str, language: str, resolve: Callable[[str], bytes] | None = None) -> Document:
        """Returns the document, one segment a block.

        Args:
            data: The whole file.
            path: Relative to the project, with `/`; for errors and comments.
            language: BCP 47 tag of the source language.
            resolve: Returns the bytes of a file named relative to the source (linked ITS rules); raises OSError
                where there is none or it lies outside the project.

        Raises:
            SourceError: The file can not be read; the other releases go on.
        """
        ...


_BUILT_IN = {
    ".txt": "workflow.sources.text",
    ".html": "workflow.sources.html",
    ".htm": "workflow.sources.html",
    ".xhtml": "workflow.sources.html",
    ".xml": "workflow.sources.xml",
}
_PARTS = (b"<", b"&", b"\n", b"\r", b"\0")
_LARGEST = 32 * 1024 * 1024
"""Bytes of a source, pictures inside a page included."""
_MOST_PARTS = 500_000
"""Of a source: each takes up to a kilobyte of memory, and ten megabytes of nothing else would take gigabytes."""
_MOST_TEXT = 5_000_000
"""Characters of all blocks; to cut and to check a million of them takes some seconds."""
NOT_YET_READ = (".md", ".docx")
"""Suffixes of releases that a later version reads; `sync` names such files."""


@cache
def readers() -> dict[str, Reader | str]:
    """Returns suffix -> reader; a built-in one is named by its module and loaded on first use.

    Raises:
        ConfigurationError: A plug-in reads what another reader does.
    """
    # Looking for plug-ins takes as long as reading ten releases: not before a suffix is met that is not built in.
    from importlib.metadata import entry_points

    table: dict[str, Reader | str] = dict(_BUILT_IN)
    for entry in entry_points(group="workflow.sources"):
        reader = cast("Reader", entry.load())
        for suffix in reader.suffixes:
            if suffix in table:
                raise ConfigurationError(f"two readers for {suffix}: {table[suffix]} and {entry.value}", hint="uninstall one of them")
            table[suffix] = reader
    return table


def is_release(suffix: str) -> bool:
    """Tells if a file with this suffix (with the dot, any case) can be a release."""
    return suffix.lower() in _BUILT_IN or suffix.lower() in readers()


def read(data: bytes, *, path: str, language: str, resolve: Callable[[str], bytes] | None = None) -> Document:
    """Returns a source as a document, one segment a block, proven to give the same bytes back.

    Raises:
        SourceError: The file can not be read, has more bytes, parts or text than a release ever has, or the document would not give it
            back.
    """
    from workflow.sources.skeleton import require_identity

    suffix = "." + path.rsplit(".", 1)[-1].lower()
    reader = _BUILT_IN.get(suffix) or readers().get(suffix)
    if reader is None:
        raise SourceError(f"no reader for {suffix} files", path=path, hint=f"releases end in {', '.join(sorted(readers()))}")
    if isinstance(reader, str):
        reader = cast("Reader", import_module(reader))
    if len(data) > _LARGEST:
        message = f"the file has more than {_LARGEST // 2**20} MB"
        raise SourceError(message, path=path, hint="keep pictures in files of their own, and divide it into several")
    if len(data) > _MOST_PARTS and sum(map(data.count, _PARTS)) > _MOST_PARTS:
        message = f"more than {_MOST_PARTS:,} tags, references and lines"
        raise SourceError(message, path=path, hint="a release has some thousand: divide it into several")
    document = reader.read(data, path=path, language=language, resolve=resolve)
    _require_bounds(document)
    require_identity(document, data)
    return document


def _require_bounds(document: Document) -> None:
    left = _MOST_TEXT
    for segment in document.segments:
        block = document.blocks[segment.block]
        if len(segment.text) > LONGEST_TEXT:
            message = f"a text of more than {LONGEST_TEXT:,} characters in one block"
            raise SourceError(message, path=document.path, line=block.line, hint="divide it into paragraphs")
        left -= len(segment.text)
        if left < 0:
            message = f"more than {_MOST_TEXT:,} characters of text"
            raise SourceError(message, path=document.path, line=block.line, hint="divide it into several releases")
