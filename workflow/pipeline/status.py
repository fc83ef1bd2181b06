"""status: per release and language what is there, what is published, and why something is not."""

from __future__ import annotations

import time
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from workflow.errors import WorkflowError
from workflow.exports.paths import page_path
from workflow.memory.unit import moment
from workflow.pipeline.behind import behind
from workflow.pipeline.decide import Page, decide
from workflow.pipeline.inspect import Inspected, inspect, inspect_all
from workflow.pipeline.run import Run
from workflow.pipeline.site import undated

if TYPE_CHECKING:
    from collections.abc import Set

    from workflow.pipeline.publish import Published


@dataclass(frozen=True, slots=True)
class Standing:
    """One release in one language."""

    page: Page
    inspected: Inspected | None
    """None for the source language, and where the release could not be read."""
    error: WorkflowError | None = None
    there: bool = False
    """Its page stands in `exports/`."""
    behind: bool = False
    """Its page is public, and not what its source, its texts and the templates make of it by now: the next publish writes it anew."""
    days: int | None = None
    """Since a sentence of the source changed last (the catalog's POT-Creation-Date); None: not known, or the source language."""


def status(run: Run, published: Published | None = None) -> list[Standing]:
    """Returns the standing of the run's releases, by release, the source language first.

    Args:
        run: The run.
        published: What its publish did, if it did.
    """
    now = time.time()
    inspect_all(run)
    run.read_ahead("written", "linked pages")
    inspected: dict[str, dict[str, Inspected]] = {}
    decided: dict[str, list[Page]] = {}
    for page in published.pages if published else ():
        decided.setdefault(page.release, []).append(page)
    written: Set[str] = published.current if published else frozenset()
    current: dict[str, list[str]] = {}
    for release in run.releases:
        try:
            if release.name not in run.failed:
                found = inspected[release.name] = inspect(run, release)
                if release.name in written:
                    continue  # nothing of it is behind
                pages = decided[release.name] = decide(run, release, found.copy)
                if languages := [page.language for page in _asked(run, pages) if _is_current(run, page)]:
                    current[release.name] = languages
        except WorkflowError as error:
            run.failed[release.name] = error
    changed = behind(run, decided, current)
    standings: list[Standing] = []
    for release in run.releases:
        if release.name in run.failed:
            problem = run.failed[release.name]
            standings += [
                Standing(Page(release.name, language, published=False, why=problem.message), None, problem)
                for language in (run.project.source_language, *run.targets(release))
            ]
            continue
        for page in _asked(run, decided[release.name]):
            one = inspected[release.name].get(page.language)
            days = _days(one.changed, now) if one else None
            there = (page.published and release.name in written) or _is_there(run, page)
            standings.append(Standing(page, one, None, there, (release.name, page.language) in changed, days))
    run.findings += [one for one in undated(run) if one not in run.findings]
    return standings


def _asked(run: Run, pages: list[Page]) -> list[Page]:
    return [page for page in pages if page.language not in run.project.languages or page.language in run.languages]


def _is_current(run: Run, page: Page) -> bool:
    """Tells if a page is public and keeps no older text."""
    return page.published and not page.late and _is_there(run, page)


def _is_there(run: Run, page: Page) -> bool:
    return run.has(page_path(page.language, page.release))


_moment = lru_cache(maxsize=1024)(moment)  # most catalogs of an archive were made by few runs


def _days(changed: str, now: float) -> int | None:
    """Returns how many whole days ago a catalog's header says that the source changed."""
    then = _moment(changed)
    return max(0, int((now - then) // 86_400)) if then else None
