"""Sentences that are said as one: an entry with the text, and behind it those whose whole msgstr is `<prev/>`."""

from __future__ import annotations

from collections.abc import Iterable

from workflow.inline import PREVIOUS
from workflow.locales.catalog import Entry


def joined_groups(entries: Iterable[Entry]) -> list[list[Entry]]:
    """Returns each run of an entry and the `<prev/>` entries that follow it, in file order."""
    groups: list[list[Entry]] = []
    run: list[Entry] = []
    for entry in entries:
        if entry.msgstr == PREVIOUS and run:
            run.append(entry)
            continue
        if len(run) > 1:
            groups.append(run)
        run = [entry] if entry.msgstr else []
    if len(run) > 1:
        groups.append(run)
    return groups


def accepted_groups(live: list[Entry]) -> list[list[Entry]]:
    """Returns each run of an entry and the accepted `<prev/>` that follow it; a `<prev/>` with nothing before it is a run alone.

    A `<prev/>` that is no longer accepted says nothing of its neighbour, else that could never be accepted alone.
    """
    runs: list[list[Entry]] = []
    for entry in live:
        if runs and entry.msgstr == PREVIOUS and not entry.fuzzy:
            runs[-1].append(entry)
        else:
            runs.append([entry])
    return [run for run in runs if len(run) > 1 or (run[0].msgstr == PREVIOUS and not run[0].fuzzy)]
