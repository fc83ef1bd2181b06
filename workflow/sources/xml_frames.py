"""The state of a walk through an XML document: open elements with what they inherit, and the places where text collects."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from workflow.model import Block, Code, Container, Content, LocaleFilter, Piece, Pieces, Region, Text
from workflow.sources.skeleton import Builder
from workflow.sources.xml_vocabularies import Vocabulary

if TYPE_CHECKING:
    from lxml.etree import _Element


@dataclass(slots=True)
class Frame:
    """An open element, with what its content inherits."""

    element: _Element
    local: str
    """Its name without prefix."""
    start: int
    """Number of its start tag's token."""
    vocabulary: Vocabulary
    parent: Frame | None
    translate: bool = True
    spoken: bool = True
    """Whether its language is that of the source."""
    language: str = ""
    """What the innermost element that says its language says, as found."""
    says_language: bool = False
    """Whether it says so itself."""
    marker: bool = False
    """Whether it is a counterpart marker, though in another language."""
    rules: bool = False
    """Whether it stands in `its:rules`."""
    preserve: bool = False
    note: str = ""
    locales: LocaleFilter | None = None
    containers: tuple[Container, ...] = ()
    inline: bool = False
    """Whether its text is part of the run of an element around it."""
    pair: int = 0
    """Of an inline element: the number of its codes."""
    region: bool = False
    """Whether it began a part for some languages only."""
    flow: bool = False
    """Whether it is a void code with content of its own."""
    apart: bool = False
    """Whether it stands in a protected code of a sentence, which holds its words already."""
    held: bool = False
    """Whether its text is part of the untranslated text of an element around it."""
    nested: bool = False
    """Whether it is a footnote in the untranslated text of an element around it."""
    shown: bool | None = None
    """Whether a reader sees the untranslated text that stands in it by itself; None: not asked yet."""

    @property
    def root(self) -> bool:
        return self.parent is None

    @property
    def owner(self) -> Frame:
        """The element whose block its text belongs to: itself, or the innermost around it that is not within text."""
        one = self
        while (one.inline or one.held) and one.parent is not None:
            one = one.parent
        return one

    @property
    def translatable(self) -> bool:
        return ((self.translate and self.spoken) or self.marker) and not self.rules


class Sink(Protocol):
    """Where tags and finished blocks go: the document's builder, or the pieces of one code."""

    def literal(self, source: str) -> None: ...
    def extend(self, pieces: Pieces) -> None: ...
    def block(self, content: Content, block: Block) -> None: ...
    def open_region(self, locales: LocaleFilter) -> None: ...
    def close_region(self) -> None: ...


class Pocket:
    """Collects the pieces of a void code that has content of its own; its blocks are the document's all the same."""

    def __init__(self, builder: Builder) -> None:
        self._builder = builder
        self._open: list[list[Piece]] = [[]]
        self._filters: list[LocaleFilter] = []

    def literal(self, source: str) -> None:
        self._open[-1].append(source)

    def extend(self, pieces: Pieces) -> None:
        self._open[-1].extend(pieces)

    def block(self, content: Content, block: Block) -> None:
        self.extend(self._builder.attribute(content, block))

    def open_region(self, locales: LocaleFilter) -> None:
        self._open.append([])
        self._filters.append(locales)

    def close_region(self) -> None:
        pieces = tuple(self._open.pop())
        self._open[-1].append(Region(self._filters.pop(), pieces))

    def pieces(self) -> Pieces:
        """Returns what was collected."""
        return tuple(piece for piece in self._open[0] if piece != "")


@dataclass(slots=True)
class Flow:
    """A place where text collects: the document, or a code with content of its own."""

    sink: Sink
    run: list[tuple[Text | Code, int]] = field(default_factory=list)
    """Text and codes that will be one block, each with its offset in the file."""
