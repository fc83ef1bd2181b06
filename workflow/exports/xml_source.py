"""The file of an XML source in another language, in the source's own vocabulary."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from workflow.exports.joined import said_as_one
from workflow.exports.markup import escape
from workflow.exports.page import language_marks
from workflow.languages import primary
from workflow.model import Document, Mark
from workflow.skeleton import write as fill
from workflow.wording import counterpart_label


def xml_file(
    document: Document, texts: Mapping[int, str] | None, language: str, *, resolve: Callable[[str], str | None] | None = None
) -> bytes:
    """Returns the file; a marker that names its language names the source's there.

    Args:
        document: Of an XML source, as split.
        texts: Number of a segment -> its msgstr as it stands in the catalog; None for the source language.
        language: Of the texts.
        resolve: Address in the source -> address to write, or None for as found.

    Raises:
        InlineError: A text's codes can not be written as well-formed markup, or `<prev/>` stands first in a block.
        SourceError: A text holds a letter that can not be written in the file's encoding.
    """
    document, said = said_as_one(document, texts or {})
    metadata = language_marks(document.language, language, resolve, html_attributes=False)

    def new(mark: Mark) -> str | None:
        if mark.kind != "counterpart":
            return metadata(mark)
        if language == document.language or primary(mark.value) != primary(language):
            return None
        return escape(counterpart_label(document.language))

    return fill(document, said, language=language, marks=new)
