"""What goes into the memory and what comes out of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from typing import Literal

Kind = Literal["context", "exact", "fuzzy"]
"""The same source between the same neighbours; the same source; a similar source."""


@dataclass(frozen=True, slots=True)
class Unit:
    """One accepted text; two sentences said as one are one unit, under the joined msgid."""

    msgid: str
    msgstr: str
    msgctxt: str | None
    approved: bool
    revised: str
    """When it was last touched, in ISO 8601 or as PO-Revision-Date has it; what can not be read counts as long ago."""
    contexts: tuple[tuple[str, str], ...] = ()
    """All pairs (msgid before, msgid after) between which it stands; "" where there is no neighbour."""


@dataclass(frozen=True, slots=True)
class Request:
    """One sentence that wants a text."""

    msgid: str
    msgctxt: str | None = None
    before: str | None = None
    """Msgid of the sentence before it in its release; "": it is the first; None: not known, so no context match."""
    after: str | None = None
    """Msgid of the sentence behind it, likewise."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """A text from the memory."""

    text: str
    """Numbers, months and codes adapted where `usable`; otherwise the text as it was accepted."""
    percent: int
    """100 for the same source text and nothing else."""
    origin: str
    """The release in which it was accepted, or the name under which a TMX file was learned."""
    kind: Kind
    source: str
    """The msgid under which it was accepted."""
    note: str
    """How the request differs from `source`, in a few words on one line; empty where it does not."""
    usable: bool
    """True: it has exactly the request's codes. False: to be shown only, as a number, address or code has no certain place."""


@lru_cache(maxsize=4096)
def moment(text: str) -> int:
    """Returns the second since 1970 that a date means; one without a zone is in UTC, one that can not be read is 0.

    Catalogs write `2026-03-01 09:00+0300`, TMX `20260301T060000Z` (ISO 8601, basic format).

    >>> moment("2026-03-01 09:00+0300") == moment("20260301T060000Z")
    True
    >>> moment("YEAR-MO-DA HO:MI+ZONE")
    0
    """
    try:
        when = datetime.fromisoformat(text.strip())
        return max(0, int((when if when.tzinfo else when.replace(tzinfo=UTC)).timestamp()))
    except (ValueError, OverflowError):
        return 0
