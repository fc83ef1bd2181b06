"""publish: documents and catalogs -> exports, in an order that leaves no link on disk that leads nowhere.

`exports/` is at the same time the record of what is public: a page that stands there is published, until its release is withdrawn. A
page in another language is written when every segment has reached the configured state; after that it keeps its last text while its source
changes, with a notice, until it is complete again. Meanwhile its links and its style sheet are those of today; what stands around its text
is of the template with which it was written, because its text is known from the page alone.

Order: assets; new pages, with links only to what is there; then all links; then the lists of the site; then what is withdrawn goes, after
the lists and links that name it. A run that was killed leaves nothing that leads nowhere, and the next run completes the rest.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import partial

from workflow import files
from workflow.errors import WorkflowError
from workflow.exports import paths
from workflow.exports.counterpart import FORMAT, format_of, relink
from workflow.exports.page import Frame
from workflow.model import Finding, Where
from workflow.pipeline import render, site
from workflow.pipeline.about import changed_on
from workflow.pipeline.assets import copy_assets, held_back, take_back
from workflow.pipeline.behind import as_published, made_from
from workflow.pipeline.checking import texts_of
from workflow.pipeline.decide import Page, decide
from workflow.pipeline.decide import held_back as is_held_back
from workflow.pipeline.each import each
from workflow.pipeline.inspect import is_known, left
from workflow.pipeline.load import Loaded, load
from workflow.pipeline.render import Links, Registry
from workflow.pipeline.run import MANY, Run
from workflow.pipeline.shown import learn
from workflow.pipeline.templates import load_templates
from workflow.pipeline.withdraw import former_languages, gone, withdraw
from workflow.project import Release
from workflow.stamps import digest
from workflow.versions import refuse_newer


@dataclass(slots=True)
class Published:
    """What a publish did."""

    pages: list[Page] = field(default_factory=list)
    written: list[str] = field(default_factory=list)
    """Files, relative to the project, in the order in which they were written."""
    removed: list[str] = field(default_factory=list)
    current: set[str] = field(default_factory=set)
    """Releases whose files are now as they would be written."""


def publish(run: Run) -> Published:
    """Writes the exports of the run's releases; a release that fails goes into `run.failed`, the others go on."""
    run.read_ahead("left", "linked pages", "written")
    result = Published()
    names_gone = gone(run)
    asked = {release.name for release in run.releases}
    releases = run.releases
    leaving = _leaving(run, releases)
    if len(releases) < len(run.every) and any(run.path(paths.page_path(language, name)).exists() for name, language in leaving):
        # Pages of other releases may link to what goes.
        releases = (*releases, *(one for one in run.every if one.name not in asked))
        leaving = _leaving(run, releases)
    registry = Registry(run, names=run.names, templates=load_templates(run))
    registry.planned.update({(language, name): False for name, language in leaving})
    writer = _Writer(run, registry, {release.name: release for release in releases})
    registry.plan = writer.is_published
    hidden = held_back(run, [release for release in run.every if is_held_back(release)])
    run.findings += copy_assets(run, result.written, without=hidden)
    if sum(not registry.there(run.project.source_language, release.name) for release in releases) >= MANY:
        site.prepare(run, registry.templates)
    later: list[Release] = []
    written = dict.fromkeys(result.written)  # in the order in which they were first written
    pages: dict[str, list[Page]] = {}
    for last in (None, False, True):
        # The second and third time: links between releases whose pages came after the pages that link to them.
        writer.last = last is True
        todo, later = [release for release in releases if release.name not in run.failed] if last is None else later, []
        if last is None:
            pages |= {release.name: done.pages for release in todo if (done := writer.stands(release))}
            result.current |= pages.keys()
            todo = [release for release in todo if release.name not in pages]
        for release, done in each(run, todo, writer.write, "publish"):
            pages[release.name] = done.pages
            for page in done.pages:
                registry.planned[page.language, page.release] = page.published
            written.update(dict.fromkeys(done.written))
            later += () if done.complete else (release,)
            result.current |= {release.name} if done.complete else set()
    result.written[:] = written
    result.pages += [
        page for name in asked & set(pages) for page in pages[name] if page.language in (run.project.source_language, *run.languages)
    ]
    result.pages.sort(key=lambda page: page.release)
    run.findings += writer.dead_links(pages)
    former = former_languages(run)
    leaving += [(name, language) for name in names_gone for language in (*run.project.languages, run.project.source_language)]
    leaving += [(name, language) for name in (*sorted(run.names), *names_gone) for language in former]
    try:
        lists, surplus = site.update(run, registry.templates, set(leaving), writer.standing)
        run.findings += site.undated(run)
        result.written += lists
        result.removed += [*surplus, *withdraw(run, leaving), *site.close(run)]
        assets, findings = take_back(run, hidden)
        result.removed += assets
        run.findings += findings
    except WorkflowError as error:
        run.findings.append(Finding("E002", "error", Where(error.path), f"not withdrawn: {error.said}"))
        return result
    if result.written and not run.project.base_url:
        run.reporter.say(
            "no base-url: canonical addresses, hreflang, feeds and sitemap.xml are left out; links are relative, and 404 pages have none"
        )
    for name in names_gone:
        for kind in ("gone", "publish"):
            run.index.drop(kind, name)
    return result


def _leaving(run: Run, releases: Iterable[Release]) -> list[tuple[str, str]]:
    """Returns (release, language) of pages that may not be public, whatever their texts are, whether they are there or not."""
    source, others = run.project.source_language, run.project.languages
    leaving = []
    for release in releases:
        public = () if is_held_back(release) else (source, *run.project.targets(release))
        leaving += [(release.name, language) for language in (*others, source) if language not in public]
    return leaving


@dataclass(frozen=True, slots=True)
class _Done:
    """What became of one release."""

    pages: list[Page]
    written: list[str]
    complete: bool
    """False: links to other releases have to wait for their pages."""


@dataclass(slots=True)
class _Writer:
    """Writes one release after the other; in several processes, each with what it saw when it was forked."""

    run: Run
    registry: Registry
    releases: dict[str, Release]
    """Those that the run is about, by name."""
    last: bool = False
    """What is not there now will not come in this run: links are made from what there is."""
    written: list[str] = field(default_factory=list)
    """Of the release at hand."""
    standing: dict[str, str] = field(default_factory=dict)
    """Release -> digest of how its files stand, of those that are as they would be written."""

    def is_published(self, language: str, release: str) -> bool:
        """Tells if a page will be public when the run is through."""
        if release not in self.releases or release in self.run.failed:
            return self.registry.there(language, release)
        try:
            pages = self._decided(self.releases[release])
        except WorkflowError:
            return self.registry.there(language, release)
        return any(page.published for page in pages if page.language == language)

    def _decided(self, release: Release, loaded: Loaded | None = None) -> list[Page]:
        return decide(self.run, release, partial(left, self.run, release, loaded))

    def _planned(self, release: Release, loaded: Loaded | None = None) -> list[Page]:
        """Decides about the pages of a release; links to it need not ask again."""
        pages = self._decided(release, loaded)
        self.registry.planned.update({(page.language, page.release): page.published for page in pages})
        return pages

    def stands(self, release: Release) -> _Done | None:
        """Returns what became of a release if a look at its files tells that nothing of it has changed; else it has to be written."""
        if release.name in self.run.failed or not is_known(self.run, release):
            return None
        pages = self._planned(release)
        key = made_from(self.registry, release, self.run.seen(release), pages)
        standing = self.run.settled("written", release.name, key)
        if not standing:
            return None
        self.standing[release.name] = standing
        return _Done(pages, [], complete=True)

    def write(self, release: Release) -> _Done:
        """Writes the files of one release, unless they are there as they would be written."""
        self.written = []
        inputs = self.run.seen(release)
        pages = self._planned(release)
        if as_published(self.registry, release, made_from(self.registry, release, inputs, pages)):
            return _Done(pages, [], complete=True)
        made: dict[str, bytes] = {}
        if any(page.published for page in pages):
            loaded = load(self.run, release)
            if loaded.inputs != inputs:  # somebody saved meanwhile, and may have taken an acceptance back
                inputs, pages = loaded.inputs, self._planned(release, loaded)
            if not self._pages(loaded, pages, made):
                return _Done(pages, self.written, complete=self.last)
        key = made_from(self.registry, release, inputs, pages)
        self.run.index.put("publish", release.name, key, {path: digest(data) for path, data in made.items()})
        return _Done(pages, self.written, complete=True)

    def dead_links(self, pages: dict[str, list[Page]]) -> Iterator[Finding]:
        """Yields a finding for each link to a release of the project that is not public."""
        for name in sorted(pages):
            release = self.releases[name]
            if any(page.published for page in pages[name]):
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
        frames: dict[str, Frame] = {}
        waiting = shown
        # Twice: the second page of a new pair is there when the first one's link to it is written.
        for _ in range(2):
            waiting = [page for page in waiting if not self._page(loaded, page, texts, linked, made, frames)]
        self.run.index.put("linked pages", loaded.release.name, "", sorted(linked))
        if loaded.document.format == "xml":
            for language, own in texts.items():
                self._put(*render.own_vocabulary(self.registry, loaded, language, own), made)
        if not any(page.late for page in shown):
            # The aligned files of a release agree with each other: they are those of the last time that all languages were complete.
            for path, data in render.aligned_files(self.run, loaded, [language for language, own in texts.items() if own is not None]):
                self._put(path, data, made)
        return not waiting

    def _page(
        self,
        loaded: Loaded,
        page: Page,
        texts: dict[str, dict[int, str] | None],
        linked: set[str],
        made: dict[str, bytes],
        frames: dict[str, Frame],
    ) -> bool:
        """Writes one page; returns whether its links are complete. A page that is public keeps its links until they are."""
        path = self.registry.page(page.language, page.release)
        if not self.registry.there(page.language, render.INDEX):
            site.open_index(self.run, self.registry.templates, page.language)
            self.registry.wrote(page.language, render.INDEX)
        if page.late:
            links = Links(self.registry, loaded.release, page.language)
            changed = changed_on(loaded, page.language) if page.notice else ""
            public = files.read(self.run.path(path), path)
            refuse_newer(format_of(public), FORMAT, WorkflowError, path=path)
            data = relink(public, links.page_links(late=page.notice, changed=changed))
            if loaded.document.format != "html":
                data = self.registry.templates.restyled(data)
            complete = links.complete
        else:
            rendering = render.page(self.registry, loaded, page.language, texts[page.language], frames=frames)
            data, complete = rendering.data, rendering.complete
            linked |= rendering.linked
        if complete or self.last or not self.registry.there(page.language, page.release):
            self._put(path, data, made)
            if complete:  # else it is written once more
                learn(self.run, path, data)
            self.registry.wrote(page.language, page.release)
        return complete

    def _put(self, path: str, data: bytes, made: dict[str, bytes]) -> None:
        made[path] = data
        if files.write(self.run.path(path), data) and path not in self.written:
            self.written.append(path)
