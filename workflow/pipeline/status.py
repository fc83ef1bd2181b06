"""status: per release and language what is there, what is published, and why something is not."""

from __future__ import annotations

import time
from dataclasses import dataclass

from workflow.errors import WorkflowError
from workflow.exports.paths import page_path
from workflow.memory.unit import moment
from workflow.pipeline.inspect import Inspected, inspect, inspect_all
from workflow.pipeline.publish import Page, decide, is_behind
from workflow.pipeline.run import Run
from workflow.pipeline.site import undated


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
    """Of the source language: its source has changed since the page was published; the next publish writes it anew."""
    days: int | None = None
    """Since a sentence of the source changed last (the catalog's POT-Creation-Date); None: not known, or the source language."""


def status(run: Run) -> list[Standing]:
    """Returns the standing of the run's releases, by release, the source language first."""
    standings: list[Standing] = []
    now = time.time()
    inspect_all(run)
    for release in run.releases:
        error = run.failed.get(release.name)
        try:
            if error is not None:
                raise error
            inspected = inspect(run, release)
            pages = decide(run, release, inspected.copy)
            standings += [
                Standing(
                    page,
                    found := inspected.get(page.language),
                    there=run.path(page_path(page.language, release.name)).is_file(),
                    behind=page.published and page.language == run.project.source_language and is_behind(run, release),
                    days=_days(found.changed, now) if found else None,
                )
                for page in pages
                if page.language not in run.project.languages or page.language in run.languages
            ]
        except WorkflowError as problem:
            run.failed[release.name] = problem
            for language in (run.project.source_language, *run.targets(release)):
                standings.append(Standing(Page(release.name, language, published=False, why=problem.message), None, problem))
    run.findings += [one for one in undated(run) if one not in run.findings]
    return standings


def _days(changed: str, now: float) -> int | None:
    """Returns how many whole days ago a catalog's header says that the source changed."""
    then = moment(changed)
    return max(0, int((now - then) // 86_400)) if then else None
