"""What an element is for a reader: kind and level of a block, container, role and address of a code."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workflow.model import Block, BlockKind, Code, CodeKind, CodeRole, ContainerKind, Content, Pieces
from workflow.sources.xml_vocabularies import CAPTIONED, GUESSED_INLINE, Vocabulary

if TYPE_CHECKING:
    from lxml.etree import _Element

    from workflow.sources.xml_frames import Frame

XLINK_HREF = "{http://www.w3.org/1999/xlink}href"
_STRUCTURE: frozenset[str | None] = frozenset({"list", "ordered-list", "item", "table", "row", "section", "paragraph", "cell"})
_HOLDS_TEXT: frozenset[str | None] = frozenset({"title", "heading", "paragraph", "item", "cell", "caption", "quotation"})
# The words by which vocabularies say in an attribute what an emphasis looks like (DocBook `role`, TEI `rend`).
_RENDITION: dict[str, CodeRole] = {
    "bold": "strong",
    "b": "strong",
    "strong": "strong",
    "sup": "superscript",
    "super": "superscript",
    "superscript": "superscript",
    "sub": "subscript",
    "subscript": "subscript",
}


class Kinds:
    """Knows what came before: whether there is a title yet."""

    def __init__(self) -> None:
        self._titled = False
        self._elements: dict[int, _Element] = {}

    def elements_of(self, content: Content) -> list[_Element]:
        """Returns the elements that the codes in some content stand for."""
        return [self._elements[item.pair] for item in content if isinstance(item, Code) and item.pair in self._elements]

    @staticmethod
    def is_structural(vocabulary: Vocabulary, local: str) -> bool:
        """Tells if elements of this name make up a document and never stand within text, unless a rule says so."""
        return vocabulary.containers.get(local) in _STRUCTURE or vocabulary.blocks.get(local) in _STRUCTURE

    @staticmethod
    def is_inline_by_name(frame: Frame, parent: Frame) -> bool:
        """Tells if an element is inline though no text stands beside it: `<p><em>All of it.</em></p>`."""
        if not parent.vocabulary.guesses or parent.vocabulary.blocks.get(parent.local) not in _HOLDS_TEXT:
            return False
        return all(_local(child) in GUESSED_INLINE for child in parent.element.iterchildren("*"))

    @staticmethod
    def container(frame: Frame) -> ContainerKind | None:
        """Returns the container that an element is, if it is one."""
        kind = frame.vocabulary.containers.get(frame.local)
        element = frame.element
        if kind == "list":
            said = {element.get("type"), element.get("rend"), element.get("list-type")}
            return "ordered-list" if said & {"ordered", "numbered", "arabic"} else kind
        return kind

    def block(self, frame: Frame, *, marker: bool = False, kept: bool = False) -> Block:
        """Returns the block that an element's text is: kind, level, header, containers; the rest is for the caller to fill in.

        Args:
            frame: Of the element.
            marker: The text is a counterpart marker, which is no title.
            kept: The text is not translated. It changes nothing of what translators are told of the others: a title may be the first
                all the same.
        """
        kind = frame.vocabulary.blocks.get(frame.local, "paragraph")
        above = frame.parent
        level = 0
        if kind == "title" and above is not None and above.local in CAPTIONED:
            kind = "caption"
        if not marker and kind == "title":
            kind = "heading" if self._titled else "title"
            self._titled = self._titled or not kept
        if kind == "heading":
            depth = sum(container.kind == "section" for container in frame.containers)
            digit = frame.local[-1]
            level = int(digit) if digit in "123456" and len(frame.local) < 4 else min(6, max(depth + 1, 2 if self._titled else 1))
        if kind == "paragraph":
            kind = self._held(frame)
        return Block(
            kind,
            (),
            element=frame.local,
            level=level,
            header=kind == "cell" and _heads(frame),
            escape="xml",
            containers=frame.containers,
        )

    @staticmethod
    def _held(frame: Frame) -> BlockKind:
        """Returns what a paragraph is where it stands: in a cell, a cell; in a list item, an item."""
        one: Frame | None = frame
        while one is not None:
            found = one.vocabulary.blocks.get(one.local)
            if found == "cell":
                return found
            container = one.vocabulary.containers.get(one.local)
            if container == "item" or container == "quotation" or container == "contact":
                return container
            if container is not None or one.flow:
                return "paragraph"
            one = one.parent
        return "paragraph"

    def code(self, frame: Frame, kind: CodeKind, pair: int, pieces: Pieces) -> Code:
        """Returns the code that an element, or one end of it, is in a sentence."""
        element = frame.element
        self._elements[pair] = element
        role = frame.vocabulary.roles.get(frame.local, "")
        if role in ("", "emphasis"):
            role = _RENDITION.get(str(element.get("role") or element.get("rend") or "").strip().lower(), role)
        href = "" if kind == "close" else address(frame)
        if href and role == "":
            role = "link"
        return Code(frame.local, kind, pair, pieces, note=href, role=role, href=href)


def address(frame: Frame) -> str:
    """Returns what an element links to, decoded; empty if it is no link."""
    element = frame.element
    for name in ("href", XLINK_HREF, "url", "target", "src", "fileref"):
        value = element.get(name)
        if value and is_address(frame, name):
            return str(value)
    return ""


def is_address(frame: Frame, name: str) -> bool:
    """Tells if an attribute (`{namespace}local`) holds an address."""
    return name in ("href", XLINK_HREF, "src") or f"{frame.local}/@{name}" in frame.vocabulary.links


def _heads(frame: Frame) -> bool:
    """Tells if a cell heads a row or column."""
    one: Frame | None = frame
    while one is not None and one.local not in ("table", "informaltable"):
        if one.local in ("th", "thead") or one.element.get("role") == "label":
            return True
        one = one.parent
    return False


def _local(element: _Element) -> str:
    return str(element.tag).rpartition("}")[2]
