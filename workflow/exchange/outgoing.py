"""What writers are given: one release in one language, as plain values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from workflow.exchange.incoming import Key, State
from workflow.model import CodeRole, Tag


@dataclass(frozen=True, slots=True)
class Original:
    """What a code of a sentence stands for in the source."""

    data: str
    """The tag as found; of a protected code, the whole element."""
    role: CodeRole = ""
    protected: bool = False
    flows: tuple[Key, ...] = ()
    """The texts of its translatable attributes, which are entries of their own."""


@dataclass(frozen=True, slots=True)
class Match:
    """A text that may help with a sentence."""

    kind: Literal["memory", "draft"]
    source: str
    """The msgid that it was accepted for, or drafted from."""
    text: str
    origin: str
    """The release or TMX file, or engine and detail."""
    percent: int
    """Of the memory: how similar `source` is, 0 to 100; of a draft: 100 less its risk."""
    in_context: bool = False
    """The same sentence between the same neighbours."""


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One entry of a catalog."""

    msgctxt: str | None
    msgid: str
    text: str
    state: State
    digest: str
    """`locales.review.digest`: comes back as `Incoming.seen`."""
    notes: tuple[str, ...] = ()
    """What the source tells a translator: `#.` lines."""
    comments: tuple[str, ...] = ()
    """What people wrote beside it."""
    codes: Mapping[Tag, Original] = field(default_factory=dict)
    """What the codes of the msgid stand for."""
    matches: tuple[Match, ...] = ()

    @property
    def key(self) -> Key:
        """What it is found by."""
        return (self.msgctxt, self.msgid)


@dataclass(frozen=True, slots=True)
class Release:
    """One release in one language."""

    name: str
    path: str
    """Of its source, relative to the project."""
    source_language: str
    language: str
    entries: tuple[Outgoing, ...]
    """In reading order, obsolete ones left out."""
