"""The values that flow through the program: frozen, without behaviour, without input or output.

    bytes --read--> Document (one segment a block) --split--> Document (one segment a sentence)
          --merge--> Catalog --draft--> Catalog --align--> Parallel --write--> bytes

A `Document` keeps the untranslated bytes of a source *beside* its texts: `pieces` is the skeleton, a tree of literal
strings, slots (where the text of a segment goes), marks (language metadata and links, which an export may replace)
and regions (what an ITS Locale Filter keeps or leaves out). Whoever only wants the texts reads `segments` and `blocks`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeVar, dataclass_transform

Class = TypeVar("Class")


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def value(cls: type[Class]) -> type[Class]:
    """Makes a class one of values: a dataclass that can be hashed, and that mypy, which reads every line of this program, takes for frozen.

    The interpreter does not: to make a frozen one takes it four times as long, an archive has millions, and its first sync would
    take an eighth more.
    """
    return dataclass(slots=True, unsafe_hash=True)(cls)


LONGEST_TEXT = 2_000_000
"""Characters of one block of a source, and of one text that is checked: a report of a megabyte without a blank line is read, and a
translation several times as long can be written; libxml2 reads no text of XML above ten million bytes."""

BlockKind = Literal[
    "title", "heading", "paragraph", "item", "cell", "quotation", "contact", "caption", "attribute", "metadata", "marker", "place"
]
"""What a block is. `attribute`: a text inside a tag (`alt`, `title`, `aria-label`…); `metadata`: a text about the page
(`<title>`, meta description…); `marker`: the place of the counterpart link, which has no segments; `place`: where the release was written,
a text of its metadata, which has a segment and no slot in the skeleton."""

ContainerKind = Literal["list", "ordered-list", "item", "table", "row", "quotation", "contact", "section"]

CodeKind = Literal["open", "close", "void"]

CodeRole = Literal["", "emphasis", "strong", "link", "break", "image", "code", "subscript", "superscript", "quote"]
"""What an inline element does for a reader, as far as its vocabulary is known; "" where it is not."""

Escape = Literal["none", "html", "xml", "double", "single", "bare", "cdata"]
"""How text is written at a place of the source: not at all (plain text); as element content of HTML or XML; in an
attribute value in double, single or no quotes; in a CDATA section."""

MarkKind = Literal["language", "direction", "og-locale", "link", "head", "counterpart", "end", "space"]
"""`language`, `direction`, `og-locale`: the value of such an attribute (or the place where it would stand); `link`: the value
of an `href`; `head`: the place before `</head>`; `counterpart`: the marker block as a whole; `end`: the place before
the end of the last `article`, else `main`, else `body`; `space`: what stands between two sentences of one block."""

Severity = Literal["error", "warning", "note"]


@value
class LocaleFilter:
    """For which languages a part of a source is meant (ITS 2.0 section 8.10, Locale Filter)."""

    ranges: tuple[str, ...]
    """Extended language ranges of BCP 47 (RFC 4647), such as `ru`, `*-CH`; `*` alone means every language."""
    exclude: bool = False
    """True: meant for every language but these."""


@value
class Slot:
    """The place in the skeleton where the text of one segment goes."""

    segment: int
    """Index into `Document.segments`."""


@value
class Mark:
    """Language metadata or a link in the skeleton: written as found, unless an export replaces it."""

    kind: MarkKind
    source: str = ""
    """As found; empty where the mark is a place only."""
    value: str = ""
    """What `source` means, decoded: a language tag, an address; of a `counterpart`, the language that the marker names."""
    before: str = ""
    """Written before a replacement, and only then (` lang="`, the start tag of a marker block)."""
    after: str = ""
    """Written after a replacement, and only then."""


@value
class Region:
    """A part of the skeleton that an export in a language outside `locales` leaves out."""

    locales: LocaleFilter
    pieces: Pieces


Piece = str | Slot | Mark | Region
Pieces = tuple[Piece, ...]


@value
class Text:
    """A run of text inside a block."""

    value: str
    """Decoded: character references resolved, line ends as LF; white space as found."""
    source: str
    """As found in the file. Where `value != source` (a reference, a CDATA section) the run is never cut in two."""


@value
class Code:
    """An inline element inside a block, or one end of it."""

    element: str
    """Name of the element, as the source's vocabulary spells it (HTML: lower case)."""
    kind: CodeKind
    pair: int
    """The same number for the opening and the closing code of one element; otherwise unique in its block."""
    pieces: Pieces
    """The tag as found, with slots for its translatable attributes and marks for its links; of a protected code, the
    whole element with its content."""
    note: str = ""
    """What the code stands for, in a few words for `#.` comments: an address, the content of a protected element."""
    protected: bool = False
    """True: a void code that stands for words which are not translated; it never leaves its segment."""
    role: CodeRole = ""
    href: str = ""
    """Of a link or an image, its address, decoded."""
    language: str = ""
    """BCP 47 tag of protected words that are not in the source language; "" where they are, or nobody says what they are in."""


Content = tuple[Text | Code, ...]
"""What stands in a block or segment, in order."""


@value
class Tag:
    """A code as people see it in a catalog: `<a>`, `</a>`, `<br/>`."""

    name: str
    """The element's name; with a number from 2 on where one segment has several of an element (`a2`)."""
    kind: CodeKind


Inline = tuple[str | Tag, ...]
"""Text with codes. Adjacent strings are joined and none is empty: equal texts have equal tuples."""


@value
class Container:
    """A structure around blocks that a page or TEI file is built with."""

    kind: ContainerKind
    number: int
    """Unique in the document: two blocks stand in the same list if they share its number."""


@value
class Kept:
    """A text that readers see and nobody translates: what its source keeps from translation, a listing, words in another language."""

    text: str
    """As a msgid would be: `encode` of what stands there, white space collapsed unless the block preserves it. Never empty."""
    codes: Mapping[Tag, Code] = field(default_factory=dict)
    """What each tag of `text` stands for."""
    language: str | None = None
    """BCP 47 tag of what it is written in, "" where nobody knows; None: the source language."""
    translate: bool = True
    """False: its source, or what its elements are for, keeps it from translation (ITS 2.0 section 8.1); a browser is told so too."""


@value
class Block:
    """A title, heading, paragraph… of a source: the frame in which sentences are cut and joined."""

    kind: BlockKind
    segments: tuple[int, ...]
    """Indices into `Document.segments`, consecutive and in order; empty only for a marker, and for what is `kept`."""
    line: int = 0
    """Where it begins in the source, 1-based."""
    element: str = ""
    """Name of its element, or of the element whose attribute it is; empty in plain text, but for `attribution`: who is quoted."""
    attribute: str = ""
    """Of an `attribute` or `metadata` block: the attribute or property (`alt`, `og:title`)."""
    context: str | None = None
    """`data-context` or ITS idValue: becomes msgctxt."""
    notes: tuple[str, ...] = ()
    """What the author told the translator (ITS Localization Note…)."""
    level: int = 0
    """Of a heading: 1 to 6; otherwise 0."""
    header: bool = False
    """Of a cell: that it heads a row or column."""
    preserve: bool = False
    """True: white space means something here and is kept in the msgid."""
    escape: Escape = "none"
    locales: LocaleFilter | None = None
    containers: tuple[Container, ...] = ()
    """Outermost first."""
    kept: Kept | None = None
    """The text of a block that is not translated. It stands in the skeleton as found and has no segments, so that no catalog, memory or
    alignment knows of it; pages and TEI files of every language show it."""


@value
class Segment:
    """The unit of translation: one sentence of one block, or the whole block."""

    block: int
    """Index into `Document.blocks`."""
    content: Content
    """As found, without white space and enclosing codes at its edges: those stand in the skeleton."""
    text: str
    """What a translator sees, the msgid: `encode` of the content, white space collapsed unless the block preserves it."""
    codes: Mapping[Tag, Code] = field(default_factory=dict)
    """What each tag of `text` stands for."""
    around: tuple[Code, ...] = ()
    """The opening codes of the pairs that enclose the whole segment and so stand in the skeleton, outermost first."""


@value
class Document:
    """A release as read."""

    path: str
    """Of the source file, relative to the project, with `/`."""
    format: str
    """Name of the format: `text`, `html`, `xml`."""
    language: str
    """BCP 47 tag of the source language."""
    encoding: str
    """Python codec name, without byte order mark."""
    bom: bytes
    """The byte order mark found, or empty."""
    newline: str
    """The source's usual line end: LF, CRLF or CR."""
    pieces: Pieces
    blocks: tuple[Block, ...]
    segments: tuple[Segment, ...]
    findings: tuple[Finding, ...] = ()
    """What the reader wants said about the source, in file order."""


@value
class Where:
    """A place that a person can open."""

    path: str
    line: int = 0
    """1-based; 0: the file as a whole."""
    release: str = ""
    language: str = ""
    text: str = ""
    """The msgid concerned."""

    @property
    def place(self) -> str:
        """`path:line`, as editors open it; the release where there is no file."""
        return f"{self.path}:{self.line}" if self.line else self.path or self.release


@value
class Finding:
    """A problem as data. Whether it blocks anything is decided by who reads it."""

    code: str
    """A letter and three digits; never used again for something else."""
    severity: Severity
    where: Where
    message: str
