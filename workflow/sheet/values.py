"""What a review sheet shows, as plain values: filled by the pipeline, read by the template."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from workflow.model import BlockKind, Finding

State = Literal["untranslated", "draft", "returned", "stale", "translated", "approved"]
STATES: tuple[State, ...] = ("untranslated", "draft", "returned", "stale", "translated", "approved")

FrameKind = Literal["list", "ordered-list", "item", "table", "row", "cell", "quotation", "contact", "section", "other"]


@dataclass(frozen=True, slots=True)
class Draft:
    """Where a machine's text came from."""

    engine: str
    """Name and detail."""
    risk: int
    """0 to 99: how much a reviser should distrust it."""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Match:
    """An accepted text of the same or a similar sentence."""

    percent: int
    origin: str
    """The release, or the TMX file, in which it was accepted."""
    source: str
    text: str
    note: str = ""
    """How it was adapted, or differs."""


@dataclass(frozen=True, slots=True)
class Note:
    """What a person signed: an approval, or why a text was sent back."""

    who: str
    date: str
    """ISO 8601; empty where the entry does not say."""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One segment."""

    number: int
    """In reading order, 1-based: what `approve --segment` takes. A sentence that occurs again has the same number."""
    msgctxt: str | None
    msgid: str
    text: str
    """The msgstr, with codes as catalogs write them."""
    state: State
    seen: str
    """Digest of the entry as shown, which comes back with an edit of it."""
    place: int = 1
    """Which sentence of its block it is, 1-based."""
    codes: tuple[tuple[str, str], ...] = ()
    """Each code as typed, and what it stands for; those without an explanation have an empty one."""
    previous: str | None = None
    """Of a stale text: the msgid under which it was accepted."""
    needs: bool = False
    """It keeps the page from being published, or has a finding that a person should look at."""
    draft: Draft | None = None
    origin: str = ""
    """Of an accepted text: the engine whose draft it was, and how much of that was kept."""
    refused: str = ""
    """Of an untranslated one: which engine refused it, and why."""
    approval: Note | None = None
    translator: str = ""
    rejection: Note | None = None
    findings: tuple[Finding, ...] = ()
    matches: tuple[Match, ...] = ()
    hints: tuple[str, ...] = ()
    """What the source's author tells."""
    comments: tuple[str, ...] = ()
    """What translators wrote beside it."""
    again: bool = False
    """It was shown before on this sheet: what is said of it stands there."""


@dataclass(frozen=True, slots=True)
class Part:
    """A block."""

    kind: BlockKind
    rows: tuple[Row, ...]
    level: int = 0
    """Of a heading."""
    header: bool = False
    """Of a cell: that it heads a row or column."""
    attribute: str = ""
    preserve: bool = False
    """White space means something in it."""


@dataclass(frozen=True, slots=True)
class Frame:
    """What stands around blocks: a list, a table, a quotation…"""

    kind: FrameKind
    children: tuple[Node, ...]


Node = Part | Frame


@dataclass(frozen=True, slots=True)
class Sheet:
    """A release in one language."""

    release: str
    source_path: str
    catalog_path: str
    source_language: str
    language: str
    review: Literal["translated", "approved"]
    """The state that every sentence must reach."""
    changed: str
    """When the source changed last, as the catalog's header has it."""
    nodes: tuple[Node, ...]
    states: dict[State, int]
    """State -> number of segments, each counted once."""
    needs: int
    """Number of segments that need somebody."""
