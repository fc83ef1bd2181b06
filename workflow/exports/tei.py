"""A release in one language as TEI P5: divisions by heading, lists, tables, quotations, and every sentence an `s` with an id.

Source: TEI P5 Guidelines, chapters 2 (header), 3 (core), 4.1 (divisions), 17.1 (`s`). Paragraphs may not follow a
division inside another (section 4.1.4): what comes after a section stands in a division of its own, without a head.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from workflow.exports import spans
from workflow.exports.markup import Element, escape, inside, leaf, whole
from workflow.exports.parallel import ReleaseInfo, Side, is_about, side
from workflow.exports.paths import reference, tei_path
from workflow.exports.structure import Group, Leaf, Node, outline
from workflow.languages import english_name
from workflow.model import Document

_NAMESPACE = "http://www.tei-c.org/ns/1.0"
_RENDITION = {
    "emphasis": "italic",
    "strong": "bold",
    "code": "code",
    "subscript": "subscript",
    "superscript": "superscript",
}


def write(document: Document, texts: Mapping[int, str] | None, info: ReleaseInfo, language: str) -> bytes:
    """Returns the TEI file of one language.

    Args:
        document: As split.
        texts: Number of a segment -> its msgstr as it stands in the catalog; None for the source language.
        info: For the header.
        language: Of the texts.

    Raises:
        InlineError: `<prev/>` stands first in a block.
    """
    original = side(document, None, info.source_language)
    return write_side(original if texts is None and language == info.source_language else side(document, texts, language), original, info)


def write_side(said: Side, original: Side, info: ReleaseInfo, shape: Element | None = None) -> bytes:
    """Returns the TEI file of one side of a pair.

    Args:
        said: The side to write.
        original: The release in its source language; the same as `said` for the source language's own file.
        info: For the header.
        shape: What `shape_of` returned for a side that this one looks like.
    """
    root = Element("TEI", {"xmlns": _NAMESPACE, "xml:lang": said.language}, (_header(said, original, info), shape or shape_of(said)))
    return whole(root, lambda number: _sentence(said, number))


def shape_of(said: Side) -> Element:
    """Returns the text of a release with numbers in place of its sentences."""
    return Element("text", {}, (Element("body", {}, _body(said)),))


def _header(said: Side, original: Side, info: ReleaseInfo) -> Element:
    translated = said.language != info.source_language
    title = [_title(said, info)]
    if translated and info.translator:
        title.append(leaf("editor", {"role": "translator"}, info.translator))
    publication = [leaf("publisher", {}, info.publisher) if info.publisher else leaf("distributor", {}, "workflow")]
    date = [leaf("date", {"when": info.date}, info.date)] if info.date else []
    publication += [*date, leaf("idno", {"type": "release"}, info.release)]
    if translated and info.catalog_digest:
        publication.append(leaf("idno", {"type": "catalog"}, info.catalog_digest))
    source = [_title(original, info), *date]
    source.append(leaf("idno", {"type": "source"}, info.source_path))
    if translated:
        address = reference(tei_path(said.language, info.release), tei_path(info.source_language, info.release))
        source.append(inside("relatedItem", {"type": "original", "target": address}, ()))
    file = (
        Element("titleStmt", {}, title),
        Element("publicationStmt", {}, publication),
        Element("sourceDesc", {}, (Element("bibl", {}, source),)),
    )
    language = leaf("language", {"ident": said.language}, english_name(said.language))
    state = (info.state or "translated") if translated else "original"
    change = f"Text of catalog {info.catalog_digest}" if translated and info.catalog_digest else "Text of the source"
    parts = (
        Element("fileDesc", {}, file),
        Element("profileDesc", {}, (Element("langUsage", {}, (language,)),)),
        Element("revisionDesc", {"status": state}, (leaf("change", {}, change),)),
    )
    return Element("teiHeader", {}, parts)


def _title(said: Side, info: ReleaseInfo) -> str:
    block = said.title_block()
    return leaf("title", {"xml:lang": said.language if block is None else said.spoken(block)}, said.title() or info.release)


@dataclass(slots=True)
class _Division:
    level: int
    """Of its heading; 0 for the body and for sections, which only their own end closes."""
    type: str = ""
    head: Element | None = None
    content: list[Element] = field(default_factory=list)
    divisions: list[_Division] = field(default_factory=list)

    def element(self) -> Element:
        head = [self.head] if self.head else []
        return Element("div", {"type": self.type} if self.type else {}, [*head, *self.content, *(one.element() for one in self.divisions)])


def _body(said: Side) -> list[Element]:
    body = _Division(0)
    _divide(said, body, outline(said), is_body=True)
    about = [number for number, block in enumerate(said.document.blocks) if is_about(block) and said.said(number)]
    if about:
        body.divisions.append(_Division(0, "metadata", content=[_about(said, number) for number in about]))
    return [one.element() for one in body.divisions] or [Element("div")]


def _about(said: Side, number: int) -> Element:
    block = said.document.blocks[number]
    name = block.attribute or block.element
    return _carrier(said, "p", number, {"n": name} if name else {})


def _divide(said: Side, frame: _Division, nodes: Sequence[Node], *, is_body: bool = False) -> None:
    """Puts the nodes of the body or of one section into divisions: by heading level, nested."""
    stack = [frame]

    def flow(elements: Iterable[Element]) -> None:
        top = stack[-1]
        if top.divisions or (top is frame and is_body):
            # Level 7: any heading closes a division that has no heading itself.
            stack.append(_Division(7))
            top.divisions.append(stack[-1])
        stack[-1].content += elements

    def close(level: int) -> None:
        while len(stack) > 1 and stack[-1].level >= level:
            stack.pop()

    for node in nodes:
        if isinstance(node, Leaf) and node.kind in ("title", "heading"):
            level = _level(said, node)
            close(level)
            head = _carrier(said, "head", node.block)
            top = stack[-1]
            if top is frame and not is_body and not (top.head or top.content or top.divisions):
                frame.head = head
            else:
                stack.append(_Division(level, head=head))
                top.divisions.append(stack[-1])
        elif isinstance(node, Group) and node.kind == "section":
            close(_level(said, node))
            section = _Division(0)
            stack[-1].divisions.append(section)
            _divide(said, section, node.children)
        elif isinstance(node, Group) and node.kind == "contact":
            # Whom to ask belongs to the release, not to its last section.
            close(2)
            stack[-1].divisions.append(_Division(0, "contact", content=_flows(said, node.children)))
        else:
            flow(_flows(said, (node,)))


def _level(said: Side, node: Node) -> int:
    """The level of a heading, or of the heading that a section begins with; 7 where it begins with something else."""
    while isinstance(node, Group):
        node = node.children[0]
    if node.kind == "title":
        return 1
    return max(1, said.document.blocks[node.block].level or 2) if node.kind == "heading" else 7


def _flows(said: Side, nodes: Iterable[Node]) -> list[Element]:
    """What may stand in a division, an item, a cell or a quotation alike."""
    done: list[Element] = []
    for node in nodes:
        if isinstance(node, Leaf):
            if node.kind == "caption":
                done.append(Element("figure", {}, (_carrier(said, "head", node.block),)))
            else:
                done.append(_carrier(said, "p", node.block, {"rend": "heading"} if node.kind in ("title", "heading") else {}))
        elif node.kind in ("list", "ordered-list"):
            rend = "numbered" if node.kind == "ordered-list" else "bulleted"
            done.append(Element("list", {"rend": rend}, [_holder(said, "item", child) for child in node.children]))
        elif node.kind == "table":
            done.append(Element("table", {}, [_row(said, child) for child in node.children]))
        elif node.kind == "quotation":
            done.append(Element("quote", {}, _flows(said, node.children)))
        else:
            done += _flows(said, node.children)
    return done


def _row(said: Side, node: Node) -> Element:
    if isinstance(node, Leaf):
        return _carrier(said, "head", node.block)
    return Element("row", {}, [_holder(said, "cell", child) for child in node.children])


def _holder(said: Side, name: str, node: Node) -> Element:
    """An item or cell: its first block's sentences stand in it directly, further blocks in elements of their own."""
    children = node.children if isinstance(node, Group) else (node,)
    first = children[0]
    if not isinstance(first, Leaf) or first.kind == "caption":
        return Element(name, {}, _flows(said, children))
    block = said.document.blocks[first.block]
    holder = _carrier(said, name, first.block, {"role": "label"} if name == "cell" and block.header else {})
    if len(children) == 1:
        return holder
    if block.preserve or block.kept is not None:
        return Element(name, {}, _flows(said, children))
    return Element(name, holder.attributes, [*holder.children, *_flows(said, children[1:])])


def _carrier(said: Side, name: str, number: int, attributes: Mapping[str, str] | None = None) -> Element:
    """A head, p, item or cell with the sentences of one block; of a block that nobody translates, with its text as the source has it.

    That one has no `s`: there is nothing to align. It says its language in the files of all languages alike.
    """
    block = said.document.blocks[number]
    preserve = {"xml:space": "preserve"} if block.preserve else {}
    if block.kept is not None:
        named = {"xml:id": said.block_ids[number], "xml:lang": said.spoken(number), **(attributes or {}), **preserve}
        return Element(name, named, _inline(said, spans.block(said, number), preserve=block.preserve), tight=True)
    return Element(name, {"xml:id": said.block_ids[number], **(attributes or {}), **preserve}, said.said(number), tight=block.preserve)


def _sentence(said: Side, number: int) -> str:
    # Ids are letters and digits: nothing to escape.
    start = f'<s xml:id="{said.ids[number]}"'
    words = said.words(number)
    if words is not None:
        return f"{start}>{escape(words)}</s>"
    preserve = said.document.blocks[said.document.segments[number].block].preserve
    children = _inline(said, spans.sentence(said, number), preserve=preserve)
    return f"{start}>{''.join(children)}</s>" if children else f"{start}/>"


def _inline(said: Side, nodes: Iterable[spans.Span | str], *, preserve: bool) -> list[str]:
    return [escape(node) if isinstance(node, str) else _span(said, node, preserve=preserve) for node in nodes]


def _span(said: Side, span: spans.Span, *, preserve: bool) -> str:
    code = span.code
    if code.protected:
        children = [escape(spans.protected_text(code, said, preserve=preserve))]
    else:
        children = _inline(said, span.children, preserve=preserve)
    address = spans.safe_address(code.href) if code.href else None
    spoken = {"xml:lang": code.language} if code.language else {}
    if code.role in _RENDITION:
        return inside("hi", {"rend": _RENDITION[code.role], **spoken}, children)
    if code.role == "link" and address:
        return inside("ref", {"target": address, **spoken}, children)
    if code.role == "image" and address:
        return inside("graphic", {"url": address}, ())
    if code.role == "break":
        return "<lb/>"
    if code.role == "quote":
        return inside("q", spoken, children)
    return inside("seg", {"type": code.element.rpartition(":")[2], **spoken} if code.element else spoken, children)
