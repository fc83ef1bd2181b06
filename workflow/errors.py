"""Errors that a person can act on: where, what is wrong, what to do.

Everything that the program raises on purpose is a `WorkflowError`; only `cli.py` turns one into text and an exit status.
A problem that does not stop the work is not an error but a `Finding` (`model.py`).
"""

from __future__ import annotations

import re

# Orders to a terminal, marks that turn text round (Unicode Bidirectional Algorithm, UAX 9, section 2), and halves of characters.
_UNSEEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_BREAK = re.compile(r"[ \t]*[\n\r\u2028\u2029]\s*|\t")
_LONGEST = 600
"""Characters of what is said to be wrong; it may quote what stands in a file, which can be megabytes."""


def visible(text: str) -> str:
    r"""Returns text that does nothing to a terminal but show itself: other characters as Python writes them, `\x1b`; line ends stay."""
    return _UNSEEN.sub(lambda match: match[0].encode("unicode_escape").decode(), text)


def one_line(text: str) -> str:
    r"""Returns text as one line that can be shown.

    >>> print(one_line("the key “a\x1b[2J”\n is unknown"))
    the key “a\x1b[2J” is unknown
    """
    return visible(_BREAK.sub(" ", text.strip("\n\r")))


class WorkflowError(Exception):
    """Base of all errors of this program.

    Whatever a message quotes from a file, it is one line of some hundred characters that can be shown.

    Args:
        message: What is wrong, one sentence without a final stop.
        path: The file concerned, as the user would type it.
        line: 1-based; 0 where there is none.
        hint: What to do about it, one sentence without a final stop.

    >>> print(SourceError("not well-formed: mismatched tag", path="sources/a.xml", line=7, hint="close <b> first"))
    sources/a.xml:7: not well-formed: mismatched tag (close <b> first)
    """

    def __init__(self, message: str, *, path: str = "", line: int = 0, hint: str = "") -> None:
        message = one_line(message[: 2 * _LONGEST])
        self.message = message if len(message) <= _LONGEST else f"{message[: _LONGEST - 1]}…"
        self.path = path
        self.line = line
        self.hint = hint
        super().__init__(self.message)

    @property
    def said(self) -> str:
        """What is wrong and what to do, without the place."""
        return self.message + (f" ({self.hint})" if self.hint else "")

    def __str__(self) -> str:
        where = f"{self.path}:{self.line}: " if self.path and self.line else f"{self.path}: " if self.path else ""
        return f"{where}{self.said}"


class UsageError(WorkflowError):
    """The command line or the configuration asks for something that can not be done: exit status 2."""


class ConfigurationError(UsageError):
    """`workflow.toml`, `[tool.workflow]` or a release's metadata is not as it should be."""


class SourceError(WorkflowError):
    """A source file can not be read; the other releases go on."""


class CatalogError(WorkflowError):
    """A PO file can not be used; nothing is written over it."""


class InlineError(WorkflowError):
    """A text's codes can not be written: they are not its source's, or they are nested wrongly."""


class SegmentationError(UsageError):
    """A file of segmentation rules or abbreviations can not be used."""


class EngineError(WorkflowError):
    """A translation engine can not do its work."""


class PackageError(EngineError):
    """A model package can not be fetched, opened or installed."""
