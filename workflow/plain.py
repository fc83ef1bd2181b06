"""Documents as plain values that JSON can hold, and back: what a run keeps of a source that it read, for the runs that follow.

Lists by place instead of objects by name, codes once and then by number: reading a source and cutting it takes about five times
as long as making it from these. `document(plain(x)) == x` for every document. The form is nobody's but the index's, which forgets what
another version of the program wrote.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from workflow.model import (
    Block,
    Code,
    Container,
    Content,
    Document,
    Finding,
    Kept,
    LocaleFilter,
    Mark,
    Piece,
    Pieces,
    Region,
    Segment,
    Slot,
    Tag,
    Text,
    Where,
)


def plain(document: Document) -> list[Any]:
    """Returns a document as lists, strings, numbers and None."""
    codes: list[list[Any]] = []
    numbers: dict[int, int] = {}

    def number(code: Code) -> int:
        known = numbers.get(id(code))
        if known is None:
            known = numbers[id(code)] = len(codes)
            codes.append(
                [code.element, code.kind, code.pair, _pieces(code.pieces), code.note, code.protected, code.role, code.href, code.language],
            )
        return known

    def content(items: Content) -> list[Any]:
        return [
            number(item) if isinstance(item, Code) else item.value if item.value == item.source else [item.value, item.source]
            for item in items
        ]

    def segment(one: Segment) -> list[Any]:
        if not (one.codes or one.around) and one.content == (Text(one.text, one.text),):  # most
            return [one.block, one.text]
        return [one.block, one.text, content(one.content), named(one.codes), [number(code) for code in one.around]]

    def named(tags: Mapping[Tag, Code]) -> list[Any]:
        return [[tag.name, tag.kind, number(code)] for tag, code in tags.items()]

    def block(one: Block) -> list[Any]:
        kept = one.kept
        return [*_block(one), None if kept is None else [kept.text, named(kept.codes), kept.language, kept.translate]]

    segments = [segment(one) for one in document.segments]
    blocks = [block(one) for one in document.blocks]
    return [
        [document.path, document.format, document.language, document.encoding, document.bom.hex(), document.newline],
        _pieces(document.pieces),
        blocks,
        codes,
        segments,
        [[one.code, one.severity, *_where(one.where), one.message] for one in document.findings],
    ]


def _pieces(pieces: Pieces) -> list[Any]:
    out: list[Any] = []
    for piece in pieces:
        if isinstance(piece, str):
            out.append(piece)
        elif isinstance(piece, Slot):
            out.append(piece.segment)
        elif isinstance(piece, Mark):
            out.append([piece.kind, piece.source, piece.value, piece.before, piece.after])
        else:
            out.append([_filter(piece.locales), _pieces(piece.pieces)])
    return out


def _filter(locales: LocaleFilter | None) -> list[Any] | None:
    return None if locales is None else [list(locales.ranges), locales.exclude]


def _where(where: Where) -> list[Any]:
    return [where.path, where.line, where.release, where.language, where.text]


def _block(block: Block) -> list[Any]:
    return [
        block.kind,
        list(block.segments),
        block.line,
        block.element,
        block.attribute,
        block.context,
        list(block.notes),
        block.level,
        block.header,
        block.preserve,
        block.escape,
        _filter(block.locales),
        [[one.kind, one.number] for one in block.containers],
    ]


def document(values: list[Any]) -> Document:
    """Returns the document that was made plain.

    Raises:
        ValueError, TypeError, IndexError: These are not the values of one.
    """
    (path, form, language, encoding, bom, newline), pieces, blocks, codes, segments, findings = values
    made = [Code(element, kind, pair, _made(inside), *rest) for element, kind, pair, inside, *rest in codes]

    def content(items: list[Any]) -> Content:
        return tuple(
            [
                Text(item, item) if isinstance(item, str) else made[item] if isinstance(item, int) else Text(item[0], item[1])
                for item in items
            ]
        )

    def segment(block: int, text: str, items: list[Any], named: list[Any], around: list[int]) -> Segment:
        return Segment(block, content(items), text, tags(named), tuple([made[code] for code in around]) if around else ())

    def tags(named: list[Any]) -> dict[Tag, Code]:
        return {_tag(name, kind): made[code] for name, kind, code in named}

    return Document(
        path,
        form,
        language,
        encoding,
        bytes.fromhex(bom),
        newline,
        _made(pieces),
        tuple(
            [
                Block(
                    kind,
                    tuple(own),
                    line,
                    element,
                    attribute,
                    context,
                    tuple(notes),
                    level,
                    header,
                    preserve,
                    escape,
                    _locales(locales),
                    tuple([Container(*one) for one in holders]) if holders else (),
                    Kept(kept[0], tags(kept[1]), *kept[2:]) if kept else None,
                )
                for kind, own, line, element, attribute, context, notes, level, header, preserve, escape, locales, holders, kept in blocks
            ]
        ),
        tuple([Segment(one[0], (Text(one[1], one[1]),), one[1]) if len(one) == 2 else segment(*one) for one in segments]),
        tuple([Finding(code, severity, Where(*where), message) for code, severity, *where, message in findings]),
    )


def _made(pieces: list[Any]) -> Pieces:
    return tuple([piece if isinstance(piece, str) else _slot(piece) if isinstance(piece, int) else _other(piece) for piece in pieces])


# The same few in all documents.
_slot = lru_cache(maxsize=4096)(Slot)
_mark = lru_cache(maxsize=256)(Mark)
_tag = lru_cache(maxsize=256)(Tag)


def _other(values: list[Any]) -> Piece:
    if isinstance(values[0], str):
        return _mark(*values)
    (ranges, exclude), inside = values
    return Region(LocaleFilter(tuple(ranges), exclude), _made(inside))


def _locales(values: list[Any] | None) -> LocaleFilter | None:
    return None if values is None else LocaleFilter(tuple(values[0]), values[1])
