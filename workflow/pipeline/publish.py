"""publish: documents and catalogs -> exports, in an order that leaves no link on disk that leads nowhere.

`exports/` is at the same time the record of what is public: a page that stands there is published, until its release is withdrawn. A
page in another language is written when every segment has reached the configured state; after that it keeps its last text while its source
changes, with a notice, until it is complete again.

Order: new pages, with links only to what is there; then all links; then what is withdrawn goes, after the links to it. A run that
was killed leaves nothing that leads nowhere, and the next run completes the rest.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from workflow import files
from workflow.errors import WorkflowError
from workflow.exports import paths
from workflow.exports.counterpart import relink
from workflow.index import digest
from workflow.model import Finding, Where
from workflow.pipeline import render
from workflow.pipeline.assets import copy_assets
from workflow.pipeline.inspect import Inspected, inspect, texts_of
from workflow.pipeline.load import Loaded, Run, load
from workflow.pipeline.render import Links, Registry
from workflow.pipeline.withdraw import gone, withdraw
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


@dataclass(slots=True)
class Published:
    """What a publish did."""

    pages: list[Page] = field(default_factory=list)
    written: list[str] = field(default_factory=list)
    """Files, relative to the project, in the order in which they were written."""
    removed: list[str] = field(default_factory=list)


def decide(run: Run, release: Release, inspected: dict[str, Inspected]) -> list[Page]:
    """Returns for each language, the source's first, whether the release is or may be published, and why not; reads the clock."""
    project = run.project
    languages = [project.source_language, *project.targets(release)]
    if release.withdrawn:
        return [Page(release.name, language, published=False, why="withdrawn") for language in languages]
    if release.publish_after is not None and release.publish_after > datetime.now(UTC):
        why = f"embargo until {release.publish_after:%Y-%m-%d %H:%M %Z}"
        return [Page(release.name, language, published=False, why=why) for language in languages]
    pages = [Page(release.name, project.source_language, published=True)]
    for language in languages[1:]:
        why = inspected[language].waiting(project.review)
        there = run.path(paths.page_path(language, release.name)).exists()
        if not there and language not in run.languages:
            why = why or "not asked for"
        late = bool(why) and there
        notice = late and project.late_notice and inspected[language].source_changed()
        pages.append(Page(release.name, language, published=late or not why, why=why, late=late, notice=notice))
    return pages


def publish(run: Run) -> Published:
    """Writes the exports of the run's releases; a release that fails goes into `run.failed`, the others go on."""
    result = Published()
    plans = _plans(run)
    leaving = _leaving(run, plans)
    if len(run.releases) < len(run.every) and any(run.path(paths.page_path(language, name)).exists() for name, language in leaving):
        # Pages of other releases may link to what goes.
        plans = [*plans, *_plans(replace(run, releases=tuple(one for one in run.every if one not in run.releases)))]
        leaving = _leaving(run, plans)
    registry = Registry(run, names=run.names)
    registry.planned.update({(language, name): False for name, language in leaving})
    asked = {release.name for release in run.releases}
    for _, pages in plans:
        for page in pages:
            registry.planned[page.language, page.release] = page.published
        result.pages += [one for one in pages if one.release in asked and one.language in (run.project.source_language, *run.languages)]
    run.findings += copy_assets(run, result.written)
    writer = _Writer(run, registry, result, plans)
    with run.reporter.task("publish", len(plans), "releases") as progress:
        for number, (release, pages) in enumerate(plans, 1):
            writer.write(release, pages)
            progress(number)
    writer.finish()
    run.findings += writer.dead_links()
    names_gone = gone(run)
    leaving += [(name, language) for name in names_gone for language in (*run.project.languages, run.project.source_language)]
    try:
        result.removed += withdraw(run, leaving)
    except WorkflowError as error:
        run.findings.append(Finding("E002", "error", Where(error.path), f"not withdrawn: {error.message} ({error.hint})"))
        return result
    for name in names_gone:
        for kind in ("gone", "publish"):
            run.index.drop(kind, name)
    return result


def _leaving(run: Run, plans: list[tuple[Release, list[Page]]]) -> list[tuple[str, str]]:
    """Returns (release, language) of pages that may not be public, whether they are or not."""
    every = (*run.project.languages, run.project.source_language)
    public = {(page.release, page.language) for _, pages in plans for page in pages if page.published}
    return [(release.name, language) for release, _ in plans for language in every if (release.name, language) not in public]


def _plans(run: Run) -> list[tuple[Release, list[Page]]]:
    plans = []
    for release in run.releases:
        if release.name in run.failed:
            continue
        try:
            plans.append((release, decide(run, release, inspect(run, release))))
        except WorkflowError as error:
            run.failed[release.name] = error
    return plans


@dataclass(slots=True)
class _Writer:
    """Writes releases one after the other, and keeps in mind whose links are not complete yet."""

    run: Run
    registry: Registry
    result: Published
    plans: list[tuple[Release, list[Page]]]
    later: list[tuple[Release, list[Page]]] = field(default_factory=list)
    last: bool = False
    """What is not there now will not come in this run: links are made from what there is."""

    def write(self, release: Release, pages: list[Page]) -> None:
        """Writes the files of one release, unless they are there as they would be written."""
        try:
            inputs = self._inputs(release, pages)
            known = self.run.index.get("publish", release.name, inputs)
            if known is not None and all(self.run.digest_of(path) == found for path, found in known.items()):
                return
            made: dict[str, bytes] = {}
            if any(page.published for page in pages) and not self._pages(load(self.run, release), pages, made):
                if not self.last:
                    self.later.append((release, pages))
                return
            self.run.index.put("publish", release.name, self._inputs(release, pages), {path: digest(data) for path, data in made.items()})
        except WorkflowError as error:
            self.run.failed[release.name] = error

    def finish(self) -> None:
        """Completes the links between releases whose pages came after the pages that link to them."""
        for self.last in (False, True):
            left, self.later = self.later, []
            for release, pages in left:
                self.write(release, pages)

    def _inputs(self, release: Release, pages: list[Page]) -> str:
        run, project = self.run, self.run.project
        linked = run.index.last("linked pages", release.name) or []
        parts = [run.inputs(release, run.linked(release)), project.base_url, release.date, *(str(page) for page in pages)]
        for target in linked:
            parts += [target, self.registry.standing(target)]
        return digest(*parts)

    def dead_links(self) -> Iterator[Finding]:
        """Yields a finding for each link to a release of the project that is not public."""
        for release, pages in self.plans:
            if any(page.published for page in pages):
                for target in self.run.index.last("linked pages", release.name) or []:
                    if self.registry.is_dead(target):
                        said = f"links to {target}, which is not published: the link leads nowhere until it is"
                        yield Finding("S007", "warning", Where(release.path, 0, release.name), said)

    def _pages(self, loaded: Loaded, pages: list[Page], made: dict[str, bytes]) -> bool:
        """Writes pages and aligned files; returns whether all links are complete."""
        shown = [page for page in pages if page.published]
        texts = {
            page.language: None
            if page.language == self.run.project.source_language
            else texts_of(loaded, page.language, accepted_only=True)
            for page in shown
            if not page.late
        }
        linked: set[str] = set()
        # Twice: the second page of a new pair is there when the first one's link to it is written.
        for _ in range(2):
            incomplete = False
            for page in shown:
                path = self.registry.page(page.language, page.release)
                if page.late:
                    links = Links(self.registry, loaded.release, page.language)
                    data = relink(files.read(self.run.path(path), path), links.page_links(late=page.notice))
                    complete = links.complete
                else:
                    rendering = render.page(self.registry, loaded, page.language, texts[page.language])
                    data, complete = rendering.data, rendering.complete
                    linked |= rendering.linked
                incomplete = incomplete or not complete
                if complete or self.last or not self.registry.there(page.language, page.release):
                    self._put(path, data, made)
                    self.registry.wrote(page.language, page.release)
            if not incomplete:
                break
        self.run.index.put("linked pages", loaded.release.name, "", sorted(linked))
        if loaded.document.format == "xml":
            for language, own in texts.items():
                self._put(*render.own_vocabulary(self.registry, loaded, language, own), made)
        if not any(page.late for page in shown):
            # The aligned files of a release agree with each other: they are those of the last time that all languages were complete.
            for path, data in render.aligned_files(self.run, loaded, [language for language, own in texts.items() if own is not None]):
                self._put(path, data, made)
        return not incomplete

    def _put(self, path: str, data: bytes, made: dict[str, bytes]) -> None:
        made[path] = data
        if files.write(self.run.path(path), data) and path not in self.result.written:
            self.result.written.append(path)
