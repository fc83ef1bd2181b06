"""status: per release and language what is there, what is published, and why something is not."""

from __future__ import annotations

import time
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import TYPE_CHECKING

from workflow.errors import WorkflowError
from workflow.exports.paths import page_path
from workflow.memory.unit import moment
from workflow.pipeline.behind import behind
from workflow.pipeline.decide import Page, decide
from workflow.pipeline.inspect import Inspected, inspect, inspect_all, left
from workflow.pipeline.run import Run
from workflow.pipeline.site import undated
from workflow.project import Release

if TYPE_CHECKING:
    from collections.abc import Callable, Set

    from workflow.pipeline.publish import Published


@dataclass(frozen=True, slots=True)
class Standing:
    """One release in one language; what it is worth is looked up when somebody asks, while the run is open: of an archive few are told."""

    page: Page
    error: WorkflowError | None = None
    there: bool = False
    """Its page stands in `exports/`."""
    behind: bool = False
    """Its page is public, and not what its source, its texts and the templates make of it by now: the next publish writes it anew."""
    look: Callable[[], Inspected | None] = lambda: None

    @property
    def inspected(self) -> Inspected | None:
        """None for the source language, and where the release could not be read."""
        return self.look()

    @property
    def days(self) -> int | None:
        """Since a sentence of the source changed last (the catalog's POT-Creation-Date); None: not known, or the source language."""
        found = self.look()
        return _days(found.changed) if found else None


def status(run: Run, published: Published | None = None) -> list[Standing]:
    """Returns the standing of the run's releases, by release, the source language first.

    Args:
        run: The run.
        published: What its publish did, if it did.
    """
    inspect_all(run)
    run.read_ahead("left", "written", "linked pages")
    decided: dict[str, list[Page]] = {}
    for page in published.pages if published else ():
        decided.setdefault(page.release, []).append(page)
    written: Set[str] = published.current if published else frozenset()
    compared: dict[str, list[Page]] = {}
    for release in run.releases:
        try:
            if release.name not in run.failed and release.name not in written:  # nothing of what was written is behind
                compared[release.name] = decided[release.name] = decide(run, release, partial(left, run, release))
        except WorkflowError as error:
            run.failed[release.name] = error
    seen = behind(run, compared)
    standings: list[Standing] = []
    for release in run.releases:
        if release.name in run.failed:
            problem = run.failed[release.name]
            standings += [
                Standing(Page(release.name, language, published=False, why=problem.message), problem)
                for language in (run.project.source_language, *run.targets(release))
            ]
            continue
        whole = release.name in written or release.name in seen.standing
        for page in _asked(run, decided[release.name]):
            there = (page.published and whole) or run.has(page_path(page.language, page.release))
            changed = (release.name, page.language) in seen.behind
            standings.append(Standing(page, None, there, changed, partial(_look, run, release, page.language)))
    run.findings += [one for one in undated(run) if one not in run.findings]
    return standings


def _asked(run: Run, pages: list[Page]) -> list[Page]:
    return [page for page in pages if run.asks_for(page.language)]


def _look(run: Run, release: Release, language: str) -> Inspected | None:
    return inspect(run, release).get(language)


_moment = lru_cache(maxsize=1024)(moment)  # most catalogs of an archive were made by few runs


def _days(changed: str) -> int | None:
    """Returns how many whole days ago a catalog's header says that the source changed."""
    then = _moment(changed)
    return max(0, int((time.time() - then) // 86_400)) if then else None
