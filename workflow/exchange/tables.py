"""One release in one language as rows of a spreadsheet, and rows as what somebody did to it.

    source | translation | state | comment | context | note | entry

The first two are enough for a translator: whoever types into `translation` has translated the sentence. To accept a draft as it is, its
`state` is set to `translated`. Columns are found by their names, so they may be moved, others added, and all but the first two deleted.
`entry` holds what the row was made from; a row without it can fill what is empty here, and replaces no text of a person.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from workflow.exchange.incoming import Batch, Digest, ExchangeError, Incoming, State
from workflow.exchange.outgoing import Release
from workflow.versions import refuse_newer


@dataclass(frozen=True, slots=True)
class NoText:
    """A cell that is no text: it matters only in a column that is read."""

    what: str
    hint: str


Row = Sequence[str | NoText]

COLUMNS = ("source", "translation", "state", "comment", "context", "note", "entry")
_STATES: dict[str, State] = {
    "untranslated": "untranslated",
    "draft": "draft",
    "returned": "returned",
    "stale": "stale",
    "translated": "translated",
    "approved": "approved",
}
FORMAT = 1
"""Of `entry`, which names it from 2 on: `v2 …`."""
_NEWER = re.compile(r"v([0-9]+)\b")
_ENTRY = re.compile(r"(?P<seen>[0-9a-f]{8}) (?P<state>[a-z]+) (?P<language>\S+) (?P<release>.+)")


def rows(release: Release) -> list[list[str]]:
    """Returns the head and a row for each entry, in reading order."""
    made = [list(COLUMNS)]
    for one in release.entries:
        entry = f"{one.digest} {one.state} {release.language} {release.name}"
        made.append([one.msgid, one.text, one.state, "", one.msgctxt or "", "\n".join((*one.notes, *one.comments)), entry])
    return made


def read(lines: Iterable[tuple[int, Row]], path: str, digest: Digest) -> list[Batch]:
    """Returns one batch for each release and language that the rows name.

    Args:
        lines: Row number, 1-based, and its cells; the first that is not empty is the head.
        path: For errors.
        digest: Of msgctxt, msgid and msgstr.

    Raises:
        ExchangeError: There is no head with the columns `source` and `translation`, one stands twice, a row names no state, or is of
            a newer format.
    """
    rest = ((number, row) for number, row in lines if any(not isinstance(cell, str) or cell.strip() for cell in row))
    first = next(rest, None)
    if first is None:
        raise ExchangeError("the table is empty", path=path, hint="export it again")
    places = _places(["" if isinstance(cell, NoText) else cell for cell in first[1]], path, first[0])
    found: dict[tuple[str, str], list[Incoming]] = {}
    for number, row in rest:
        cells: dict[str, str] = {}
        for name, place in places.items():
            cell = row[place] if place < len(row) else ""
            if isinstance(cell, NoText):
                raise ExchangeError(f"the {name} is {cell.what}", path=path, line=number, hint=cell.hint)
            cells[name] = cell
        release, language, one = _incoming(cells, number, path, digest)
        if one.msgid:
            found.setdefault((release, language), []).append(one)
    if not found:
        raise ExchangeError("the table has a head and no rows", path=path, line=first[0], hint="export it again")
    # Rows that lost their last column belong to what the others name, if that is one release.
    named = [key for key in found if key != ("", "")]
    if ("", "") in found and len(named) == 1:
        found[named[0]] = sorted(found[named[0]] + found.pop(("", "")), key=lambda one: one.line)
    return [Batch(release, language, tuple(entries)) for (release, language), entries in found.items()]


def _places(head: Sequence[str], path: str, line: int) -> dict[str, int]:
    """Returns column -> its place; what stands behind a name in brackets, and columns of other names, do not matter."""
    places: dict[str, int] = {}
    for place, cell in enumerate(head):
        name = re.sub(r"[(\[].*", "", cell).strip().lower()
        if name in COLUMNS:
            if name in places:
                raise ExchangeError(f"two columns are named “{name}”", path=path, line=line, hint="name one of them otherwise")
            places[name] = place
    missing = [name for name in COLUMNS[:2] if name not in places]
    if missing:
        has = ", ".join(f"“{cell.strip()}”" for cell in head if cell.strip())
        said = f"no column is named “{missing[0]}”; the first row has {has}"
        raise ExchangeError(said, path=path, line=line, hint=f"the first row names the columns: {', '.join(COLUMNS[:2])}, …")
    return places


def _incoming(cells: dict[str, str], number: int, path: str, digest: Digest) -> tuple[str, str, Incoming]:
    entry = cells.get("entry", "").strip()
    if newer := _NEWER.match(entry):
        refuse_newer(newer[1], FORMAT, ExchangeError, path=path, line=number)
    match = _ENTRY.fullmatch(entry)
    msgctxt = cells.get("context") or None
    msgid, text = cells["source"], cells["translation"]
    said = cells.get("state", "").strip().lower()
    if said and said not in _STATES:
        hint = f"write one of: {', '.join(_STATES)}; or leave the cell empty"
        raise ExchangeError(f"“{said}” is no state", path=path, line=number, hint=hint)
    seen = match["seen"] if match else None
    as_seen = None if seen is None else digest(msgctxt, msgid, text) == seen
    seen_state = _STATES.get(match["state"]) if match else None
    state = _STATES.get(said)
    if state == seen_state or (state is not None and seen is None and state not in ("translated", "approved", "returned")):
        # A cell that nobody changed says what was, not what is; whoever typed a text has translated it.
        state = seen_state if as_seen else None
    one = Incoming(msgctxt, msgid, text, state, seen, as_seen, seen_state, cells.get("comment", "").strip(), line=number)
    return (match["release"], match["language"], one) if match else ("", "", one)
