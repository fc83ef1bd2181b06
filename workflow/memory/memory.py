"""Accepted translations of all releases and of TMX files, and what they offer for a new sentence.

Only accepted text is ever learned, by whoever calls `learn`. A text in the same context comes before the same source
elsewhere, that before a similar source; among equals approved beats translated, then the later revision, then the release name. The
units stand in a database of the project's cache, so that a run reads only the catalogs that changed since the last one.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from workflow.inline import compare, decode
from workflow.memory.pieces import Piece, cut, words
from workflow.memory.store import Known, Store
from workflow.memory.unit import Proposal, Request, Unit

if TYPE_CHECKING:
    from workflow.memory.adapt import Plural

THRESHOLD = 75
"""Percent from which a similar source is worth showing (the customary default of translation tools)."""

_LONGEST = 3000
"""Characters of a text for which similar ones are looked for; a longer one is not a sentence, and compared too slowly."""


@dataclass(frozen=True, slots=True)
class Match:
    """An accepted text of exactly the source that was asked for."""

    msgstr: str
    release: str
    """Where it was accepted."""
    percent: int
    """100: the same source text."""


class Memory:
    """The memory of one project.

    Args:
        connection: To a database for it, or to one in which it may have tables named `memory_…`. Who opened it commits.
        source: The source language, for the names of its months; "": months are words like any other.
    """

    def __init__(self, connection: sqlite3.Connection, *, source: str = "") -> None:
        self._store = Store(connection)
        self._source = source

    def knows(self, origin: str, digest: str) -> bool:
        """Tells if the units of a catalog or TMX file with this digest were learned."""
        return self._store.knows(origin, digest)

    def learn(self, origin: str, digest: str, *, language: str, release: str, units: Iterable[Unit]) -> None:
        """Replaces what is known from one catalog or TMX file.

        Args:
            origin: Its path in the project.
            digest: Of its bytes, for `knows`.
            language: Of the translations.
            release: What a proposal names as its origin.
            units: Accepted texts only; read once, a few thousand at a time. If that raises, nothing of the origin is known any more.
        """
        self._store.replace(origin, digest, language, release, units)

    def bring_up(self, language: str, origins: Mapping[str, str]) -> list[str]:
        """Forgets catalogs and TMX files of a language that are no longer there; returns which are to be learned, in their order.

        Args:
            language: Of the translations.
            origins: Path -> digest of its bytes, of those that are there.
        """
        known = self._store.origins(language)
        for origin in known.keys() - origins.keys():
            self._store.forget(origin)
        return [origin for origin, digest in origins.items() if not digest or known.get(origin) != digest]

    def index(self) -> None:
        """Makes what was learned ready for fuzzy look-up; done at the first one at the latest."""
        self._store.index()

    def exact(self, language: str, msgid: str, msgctxt: str | None) -> Match | None:
        """Returns the best accepted text of exactly this source: in the same msgctxt before any other."""
        known = self._store.exact(language, msgid, msgctxt)
        return None if known is None else Match(known.msgstr, known.release, 100)

    def propose(
        self, language: str, msgid: str, msgctxt: str | None, before: str | None, after: str | None, *, threshold: int = THRESHOLD
    ) -> Proposal | None:
        """Returns the best text for a source in a language; see `propose_all`."""
        return next(iter(self.look_up(language, Request(msgid, msgctxt, before, after), threshold=threshold, most=1)), None)

    def propose_all(
        self,
        language: str,
        requests: Sequence[Request],
        *,
        threshold: int = THRESHOLD,
        progress: Callable[[int], None] = lambda done: None,
    ) -> list[Proposal | None]:
        """Returns the best text for each request, in their order, None where there is none.

        Args:
            language: Of the texts.
            requests: Sentences of a release, or of many.
            threshold: Percent that a similar source must reach, 51 to 100; at 100 none is looked for.
            progress: Told how many requests are done, after each.
        """
        known: dict[Request, Proposal | None] = {}
        found: list[Proposal | None] = []
        for number, one in enumerate(requests, 1):
            if one not in known:
                known[one] = self.propose(language, one.msgid, one.msgctxt, one.before, one.after, threshold=threshold)
            found.append(known[one])
            progress(number)
        return found

    def look_up(self, language: str, request: Request, *, threshold: int = THRESHOLD, most: int = 3) -> list[Proposal]:
        """Returns the best texts for a request, best first: the one in context or of the same source alone, else the most similar.

        A text in context that is not usable leaves its place to one of the same source elsewhere that is.
        """
        shown: Proposal | None = None
        if request.before is not None and request.after is not None:
            known = self._store.in_context(language, request.msgid, request.msgctxt, request.before, request.after)
            if known is not None:
                shown = _same(request, known, in_context=True)
                if shown.usable:
                    return [shown]
        known = self._store.exact(language, request.msgid, request.msgctxt)
        if known is not None:
            same = _same(request, known, in_context=False)
            return [same if shown is None or same.usable else shown]
        if threshold >= 100 or len(request.msgid) > _LONGEST:
            return []
        return self._similar(language, request, threshold, most)

    def _similar(self, language: str, request: Request, threshold: int, most: int) -> list[Proposal]:
        from workflow.memory import months, similar

        names = months.numbers(self._source) if self._source else {}
        wanted = words(cut(request.msgid, names))
        candidates = dict(self._store.alike(language, request.msgid))
        if len(candidates) < most:
            candidates |= dict(self._store.near(language, request.msgid, threshold))
        scored: list[tuple[int, int, list[Piece]]] = []
        for number, msgid in candidates.items():
            pieces = words(cut(msgid, names))
            percent = similar.percent(pieces, wanted, threshold)
            if percent >= threshold:
                scored.append((percent, number, pieces))
        scored.sort(key=lambda one: one[0], reverse=True)
        # Among equals the best text counts: all that are as good as the last one wanted are looked at.
        last = scored[:most][-1][0] if scored else 0
        ranked: list[tuple[tuple[int, bool, int, str, int], Proposal]] = []
        for percent, number, pieces in scored:
            known = self._store.best(language, number, request.msgctxt) if percent >= last else None
            if known is not None:
                made = self._adapted(language, (candidates[number], request.msgid), (pieces, wanted), known, percent)
                ranked.append(((percent, made.usable, known.rank, known.release, number), made))
        ranked.sort(key=lambda one: one[0], reverse=True)
        return [one for _, one in ranked[:most]]

    def _adapted(
        self, language: str, msgids: tuple[str, str], cuts: tuple[list[Piece], list[Piece]], known: Known, percent: int
    ) -> Proposal:
        from workflow.memory import adapt, months, similar

        match, wanted = cuts
        way = similar.steps(match, wanted)
        both = (months.numbers(language), months.names(language)) if self._source else ({}, {})
        made = adapt.adapt(match, known.msgstr, wanted, way, msgids=msgids, months=both, plural=_plural(language))
        return Proposal(made.text, percent, known.release, "fuzzy", msgids[0], similar.tell(match, wanted, way), made.certain)


def _same(request: Request, known: Known, *, in_context: bool) -> Proposal:
    """Returns an accepted text of the same source; its codes are compared, as a person may have accepted it without one."""
    problems = compare(decode(request.msgid), decode(known.msgstr))
    said = [] if known.msgctxt == request.msgctxt else [f"context “{known.msgctxt}”" if known.msgctxt else "no context"]
    note = " ".join("; ".join([*said, *problems[:1]]).split())
    return Proposal(known.msgstr, 100, known.release, "context" if in_context else "exact", request.msgid, note, not problems)


@cache
def _plural(language: str) -> Plural:
    from gettext import c2py  # the expression is Babel's, none from a file

    from workflow.languages import plural_forms

    plural: Plural = c2py(plural_forms(language).partition("plural=")[2].rstrip(";"))
    return plural
