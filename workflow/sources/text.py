"""Plain text: blocks by blank lines; title, paragraphs, list items, quotations, counterpart marker and contact block recognised.

The first block is the title. A block whose lines begin with a bullet or a number is a list; a marker line such as "Эта статья на русском
языке" is the place of the counterpart link; from a line such as "For further information, please contact:" on, each line is a
contact line. Lines of one paragraph are one text, however they were wrapped. What is a quotation, and who is quoted, is told by
`workflow.sources.quoted`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace

from workflow.model import Block, Container, ContainerKind, Document, Mark
from workflow.sources import contacts, quoted
from workflow.sources.encoding import decode
from workflow.sources.skeleton import Builder, texts_of
from workflow.wording import marker_language

suffixes = (".txt",)

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n|\Z)")
# A capital with a stop is an initial ("A. Guterres"), with a bracket a number.
_BULLET = re.compile(r"\s*(?P<sign>[-*•‣◦–—]|\(?\d{1,3}[.)]|\(?[a-zа-яё]\.|\(?[A-Za-zА-Яа-яЁё]\))\s+(?=\S)")
_NUMBERED = re.compile(r"\s*\(?(?:\d{1,3}|[A-Za-zА-Яа-яЁё])[.)]")
# These begin a list item wherever they stand; a dash or a number may also have come to the start of a line by wrapping.
_ALWAYS_BULLET = "*•‣◦"
_DASHES = "–—"
_ATTRIBUTION = 3
"""Lines of a name with a title. (What stands before them is looked at no more often than this.)"""
_BEFORE_LIST = re.compile(r"[.:;!?…]\s*\Z")


def read(data: bytes, *, path: str, language: str, resolve: Callable[[str], bytes] | None = None) -> Document:
    """Returns the document, one segment a block (see `workflow.sources.Reader`)."""
    text, encoding, bom = decode(data, path, declared=False)
    builder = Builder(path=path, format="text", language=language, encoding=encoding, bom=bom, text=text)
    reader = _Reader(builder, language)
    for line, chunk in _chunks(text):
        reader.chunk(line, chunk)
    return quoted.found(builder.document(), reader.dashed)


def _chunks(text: str) -> Iterator[tuple[int, list[str]]]:
    """Yields each run of blank or of filled lines, line ends kept, with the number of its first line."""
    lines = [match[0] for match in _LINE.finditer(text) if match[0]]
    start = 0
    for number in range(1, len(lines) + 1):
        if number == len(lines) or bool(lines[number].strip()) != bool(lines[start].strip()):
            yield start + 1, lines[start:number]
            start = number


def _begins_item(line: str, before: list[str]) -> bool:
    """Tells if a line begins a list item: after lines that are one themselves only with a sign of the same kind.

    A paragraph may be wrapped anywhere, also before a dash; wrapping it anew makes no list of it.
    """
    bullet = _BULLET.match(line)
    if bullet is None:
        return False
    if bullet["sign"] in _ALWAYS_BULLET:
        return True
    item = _BULLET.match(before[0])
    if item is not None:
        return _kind(item["sign"]) == _kind(bullet["sign"])
    return _BEFORE_LIST.search(before[-1]) is not None


def _is_said_by(before: list[str], rest: list[str]) -> bool:
    """Tells if the rest of a run of lines says who is quoted by the lines before it: several lines with dashes would be a list."""
    if not before or len(rest) > _ATTRIBUTION or not quoted.DASH.match(rest[0]) or any(quoted.DASH.match(one) for one in rest[1:]):
        return False
    return quoted.is_attribution("".join(rest)) and quoted.is_quoted("".join(before))


def _kind(sign: str) -> str:
    """Returns what signs of one list have in common: `1.` and `12.` are of a kind, `-` and `–` are not."""
    return re.sub(r"[^\W\d]", "a", re.sub(r"\d+", "1", sign))


class _Reader:
    """What the blocks before a block tell about it: is there a title yet, are we among the contacts, which list is open."""

    def __init__(self, builder: Builder, language: str) -> None:
        self.builder = builder
        self.language = language
        self.titled = False
        self.contacts: Container | None = None
        self.list: Container | None = None
        self.containers = 0
        self.dashed: set[int] = set()
        """Segments of list items whose sign is a dash."""

    def chunk(self, line: int, lines: list[str]) -> None:
        """Hands one run of lines to the builder."""
        if not lines[0].strip():
            self.builder.literal("".join(lines))
            return
        named = marker_language("".join(lines))
        if named is not None and named != self.language:
            self._marker(line, "".join(lines), named)
            return
        if self.titled and self._contact(line, lines):
            return
        group: list[str] = []
        first = line
        for number, one in enumerate(lines, line):
            if group and _begins_item(one, group):
                self._paragraph(first, group)
                group, first = [], number
            elif self.titled and _is_said_by(group, lines[number - line :]):
                self._paragraph(first, group)
                self._add(number, lines[number - line :], Block("paragraph", ()))
                return
            group.append(one)
        self._paragraph(first, group)

    def _marker(self, line: int, source: str, named: str) -> None:
        body = source.rstrip("\r\n")
        self.builder.marker(Mark("counterpart", body, named), Block("marker", (), line=line))
        self.builder.literal(source[len(body) :])

    def _contact(self, line: int, lines: list[str]) -> bool:
        """Reads lines as contact lines if they are; tells if they were."""
        if self.contacts is None:
            if not contacts.BEGIN.match(lines[0]):
                return False
            self.contacts = self._container("contact")
        elif any(len(one) > contacts.LONGEST for one in lines):
            self.contacts = None
            return False
        for number, one in enumerate(lines, line):
            self._add(number, [one], Block("contact", (), containers=(self.contacts,)))
        return True

    def _paragraph(self, line: int, lines: list[str]) -> None:
        bullet = _BULLET.match(lines[0]) if self.titled else None
        if bullet is None:
            self.list = None
            self._add(line, lines, Block("paragraph" if self.titled else "title", ()))
            self.titled = True
            return
        numbered = _NUMBERED.match(lines[0]) is not None
        wanted: ContainerKind = "ordered-list" if numbered else "list"
        if self.list is None or self.list.kind != wanted:
            self.list = self._container(wanted)
        item = self._container("item")
        if bullet["sign"] in _DASHES:
            self.dashed.add(self.builder.next_segment)
        self.builder.literal(bullet[0])
        self._add(line, [lines[0][bullet.end() :], *lines[1:]], Block("item", (), containers=(self.list, item)))

    def _container(self, kind: ContainerKind) -> Container:
        self.containers += 1
        return Container(kind, self.containers)

    def _add(self, line: int, lines: list[str], block: Block) -> None:
        self.builder.block(tuple(texts_of("".join(lines))), replace(block, line=line))
