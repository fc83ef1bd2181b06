"""What becomes of a release: in which languages it is public, and why not in others."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from workflow.exports import paths
from workflow.pipeline.inspect import Left
from workflow.pipeline.run import Run
from workflow.project import Release


@dataclass(frozen=True, slots=True)
class Page:
    """What becomes of one release in one language."""

    release: str
    language: str
    published: bool
    """A page stands in `exports/` when the run is through."""
    why: str = ""
    """Why it is not published, or not as its source is now; empty if all is well."""
    late: bool = False
    """The page says something older than its source."""
    notice: bool = False
    """And it tells its readers so."""

    def plain(self) -> dict[str, object]:
        """Returns the fields by name; of an archive there are thousands, and `asdict` takes ten times as long."""
        return {name: getattr(self, name) for name in self.__slots__}


def decide(run: Run, release: Release, left: Callable[[], dict[str, Left]]) -> list[Page]:
    """Returns for each language, the source's first, whether the release is or may be published, and why not; reads the clock.

    Args:
        run: The run.
        release: The release.
        left: What is left to do on it in each language; asked only if that matters.
    """
    project = run.project
    why = held_back(release)
    if why:
        return [Page(release.name, language, published=False, why=why) for language in (project.source_language, *project.targets(release))]
    pages = [Page(release.name, project.source_language, published=True)]
    for language, one in left().items():
        why = one.why
        there = bool(why or language not in run.languages) and run.has(paths.page_path(language, release.name))
        if not there and language not in run.languages:
            why = why or "not asked for"
        late = bool(why) and there
        notice = late and project.late_notice and one.source_changed
        pages.append(Page(release.name, language, published=late or not why, why=why, late=late, notice=notice))
    return pages


def held_back(release: Release) -> str:
    """Returns why nothing of a release may be public, whatever its translations are; empty if it may."""
    if release.withdrawn:
        return "withdrawn"
    if release.boilerplate:
        return "boilerplate: no page of its own"
    if release.publish_after is not None and release.publish_after > datetime.now(UTC):
        return f"embargo until {release.publish_after:%Y-%m-%d %H:%M %Z}"
    return ""
