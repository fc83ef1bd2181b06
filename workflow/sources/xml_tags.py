"""Start tags as pieces: slots for the attributes that are translated, marks for languages and addresses, the rest as found."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workflow.languages import primary
from workflow.model import Block, Mark, Piece, Pieces
from workflow.sources.its import Annotations, meant_for
from workflow.sources.skeleton import Builder
from workflow.sources.xml_content import Contents
from workflow.sources.xml_kinds import is_address
from workflow.sources.xml_tokens import Attribute, Token, attributes, tag_name

if TYPE_CHECKING:
    from collections.abc import Callable

    from workflow.sources.xml_frames import Frame

XML = "http://www.w3.org/XML/1998/namespace"
XML_LANG = f"{{{XML}}}lang"


class Tags:
    """Makes the pieces of one document's start tags.

    Args:
        builder: Takes the blocks that attributes are.
        line_at: Offset -> line.
        language: Primary language of the source.
        typed: Whether the document has a document type declaration, which may forbid attributes that are not there.
    """

    def __init__(
        self, builder: Builder, annotations: Annotations, contents: Contents, line_at: Callable[[int], int], *, language: str, typed: bool
    ) -> None:
        self._builder = builder
        self._annotations = annotations
        self._contents = contents
        self._line_at = line_at
        self._language = language
        self._typed = typed

    def pieces(self, token: Token, frame: Frame) -> Pieces:
        """Returns a start tag; joined, with its slots as found, it is the tag again."""
        tag = token.source
        out: list[Piece] = []
        at = 0
        if frame.root and frame.vocabulary.takes_xml_lang and not self._typed and not self._has_language(frame):
            at = 1 + len(tag_name(tag))
            out += [tag[:at], Mark("language", before=' xml:lang="', after='"')]
        for attribute in attributes(tag):
            found = self._attribute(attribute, token, frame)
            if found:
                out += [tag[at : attribute.start], *found]
                at = attribute.end
        out.append(tag[at:])
        return tuple(piece for piece in out if piece != "")

    def untranslated(self, text: str, frame: Frame) -> Pieces:
        """Returns text that stays as it is and is all of an element; what tells a language or an address is a mark."""
        source = text.strip()
        if frame.rules or not source:
            return (text,)
        value = self._contents.value(source)
        if frame.vocabulary.language_elements.get(frame.local) == "" and primary(value) == self._language:
            mark = Mark("language", source, value)
        elif frame.local in frame.vocabulary.links and "/" in value:
            mark = Mark("link", source, value)
        else:
            return (text,)
        lead, _, tail = text.partition(source)
        return tuple(piece for piece in (lead, mark, tail) if piece)

    def _has_language(self, frame: Frame) -> bool:
        return frame.element.get(XML_LANG) is not None or bool(
            frame.vocabulary.language_attribute and frame.element.get(frame.vocabulary.language_attribute) is not None
        )

    def _attribute(self, attribute: Attribute, token: Token, frame: Frame) -> Pieces:
        """Returns the pieces of an attribute's value, none where it stays as it is."""
        name = _qualified(attribute.name, frame)
        if name.startswith("xmlns"):
            return ()
        if name == XML_LANG or name == frame.vocabulary.language_attribute or frame.vocabulary.language_elements.get(frame.local) == name:
            value = self._contents.value(attribute.value).strip()
            return (Mark("language", attribute.value, value),) if primary(value) == self._language else ()
        node = (frame.element, name)
        if self._annotations.translate.get(node) and frame.spoken and not frame.rules:
            return self._translated(attribute, name, token, frame)
        if attribute.value and is_address(frame, name):
            return (Mark("link", attribute.value, self._contents.value(attribute.value).strip()),)
        return ()

    def _translated(self, attribute: Attribute, name: str, token: Token, frame: Frame) -> Pieces:
        # ITS 2.0 section 8: Locale Filter reaches attributes, notes and ids do not.
        said, node = self._annotations, (frame.element, name)
        locales = said.locales.get(node, frame.locales)
        prose = frame.local == "meta"
        block = Block(
            "metadata" if prose else "attribute",
            (),
            line=self._line_at(token.start + attribute.start),
            element=frame.local,
            attribute=str(frame.element.get("property") or frame.element.get("name")) if prose else name.rpartition("}")[2],
            context=said.contexts.get(node),
            notes=(said.notes[node],) if node in said.notes else (),
            escape="double" if attribute.quote == '"' else "single",
            locales=meant_for(locales),
            containers=frame.containers,
        )
        return self._builder.attribute(tuple(self._contents.text(attribute.value)), block)


def _qualified(name: str, frame: Frame) -> str:
    """Returns an attribute's name as lxml has it, `{namespace}local`."""
    prefix, colon, local = name.partition(":")
    if not colon or prefix == "xmlns":
        return name
    uri = XML if prefix == "xml" else frame.element.nsmap.get(prefix)
    return f"{{{uri}}}{local}" if uri else name
