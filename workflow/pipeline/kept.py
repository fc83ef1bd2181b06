"""status --drafts: what people kept of each engine's drafts, from the `# from:` comments of accepted entries.

How much of a draft was kept is a plain likeness of letters between the draft and what was accepted (rapidfuzz ratio,
`locales/review.py`): a measure of the work that it saved, not of its quality.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass

from workflow.errors import WorkflowError
from workflow.locales.catalog import Entry
from workflow.locales.review import noted
from workflow.pipeline.run import Run

_FROM = re.compile(r"from: (?P<engine>.+?)(?:, (?P<kept>\d{1,3})% kept)?")
_MEMORY = re.compile(r"memory (?P<percent>\d+)% .*")
_KIND = re.compile(r"[^,—]+")


@dataclass(frozen=True, slots=True)
class Kept:
    """What became of one engine's drafts in one language, in one kind of block."""

    language: str
    engine: str
    """Name and detail; the memory's are told by whether the sentence was the same."""
    kind: str
    """Of block, as `#.` comments name it."""
    segments: int
    measured: int
    """Segments of which it is known how much was kept: the cache had the draft when it was accepted."""
    unchanged: int
    """Of these, accepted as they were drafted."""
    percent: float | None
    """Mean of what was kept, 0 to 100; None where nothing was measured."""


def kept(run: Run) -> list[Kept]:
    """Returns what people kept of drafts in the run's catalogs, by language and engine, then by how often."""
    found: dict[tuple[str, str, str], list[int | None]] = defaultdict(list)
    for release in run.releases:
        for language in run.targets(release):
            path = run.project.catalog_path(release.name, language)
            inputs = run.digest_of(path)
            if not inputs:
                continue
            rows = run.index.get("kept", path, inputs)
            if rows is None:
                try:
                    catalog = run.catalog(path)
                except WorkflowError as error:
                    run.failed[release.name] = error
                    continue
                rows = [row for entry in catalog.live() if (row := _row(noted(entry, run.index.draft))) is not None]
                run.index.put("kept", path, inputs, rows)
            for engine, kind, percent in rows:
                found[language, engine, kind].append(percent)
    result = []
    for (language, engine, kind), percents in found.items():
        measured = [percent for percent in percents if percent is not None]
        mean = sum(measured) / len(measured) if measured else None
        result.append(Kept(language, engine, kind, len(percents), len(measured), measured.count(100), mean))
    return sorted(result, key=lambda one: (one.language, one.engine, -one.segments, one.kind))


def _row(entry: Entry) -> tuple[str, str, int | None] | None:
    """Returns engine, kind and what was kept, of an accepted entry that began as a draft."""
    said = [match for match in map(_FROM.fullmatch, entry.comments) if match] if not entry.fuzzy and entry.msgstr else []
    if not said:
        return None
    memory = _MEMORY.fullmatch(said[-1]["engine"])
    engine = said[-1]["engine"] if memory is None else "memory, same sentence" if memory["percent"] == "100" else "memory, similar sentence"
    kind = _KIND.match(entry.extracted[0]) if entry.extracted else None
    return engine, kind[0].strip() if kind else "unknown", int(said[-1]["kept"]) if said[-1]["kept"] else None
