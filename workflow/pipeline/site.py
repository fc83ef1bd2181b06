"""The lists of the site: index pages, choice of languages, feeds, sitemap and pages for wrong addresses, made from the pages in `exports/`.

They are asked of the pages themselves, not of catalogs: a page that keeps an older text, or whose source can not be read today, is listed
as it is. Order: a list is written when the pages that it names are there, and before those are removed that it names no longer. New pages
of a list have links to what is there only, and get the others when all are.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from workflow import files
from workflow.exports import paths
from workflow.exports.templating import Templates
from workflow.model import Finding, Where
from workflow.pipeline.run import Run
from workflow.pipeline.shown import Pages, entries_of, on_disk
from workflow.pipeline.withdraw import former_languages
from workflow.site import feed, listing, published
from workflow.site.facts import facts
from workflow.site.published import SITEMAP, Entry, Site
from workflow.site.sitemap import sitemaps
from workflow.stamps import digest

_SITEMAP = re.compile(r"sitemap(?:-\d+)?\.xml")
_FEW = 3
"""Findings of one kind on releases from which they are told as one."""
_DATE_HINT = "begin its name with a date (2026-12-01-…), or write date = 2026-12-01 into"


def prepare(run: Run, made: Templates) -> None:
    """Loads what pages are made with, before processes are started that would each load it."""
    listing.index_page(made.render, site_of(run, ()), (), run.project.source_language, 1, lambda _: False, feed=False)
    facts(b"<h1>A page</h1>")


def open_index(run: Run, made: Templates, language: str) -> None:
    """Writes the index of a language that has none yet, without anything in it: pages link to it from the first one on."""
    path = f"{paths.ROOT}/{published.index_path(language)}"
    if not run.path(path).exists():
        site = site_of(run, ())
        files.write(run.path(path), listing.index_page(made.render, site, (), language, 1, lambda _: False, feed=False))


def update(run: Run, made: Templates, leaving: Pages, standing: Mapping[str, str]) -> tuple[list[str], list[str]]:
    """Writes all lists as the pages on disk are, but for those that leave; returns the paths of written and of removed files.

    Args:
        run: The run.
        made: The templates.
        leaving: Pages that are removed after this.
        standing: Release -> digest of how its files stand (`Run.settled`), of those of which this run wrote nothing.
    """
    since = run.index.since()
    all_stand = standing.keys() >= run.names
    quick = digest(_key(run, made), repr(sorted(leaving)), repr(sorted(standing.items()))) if all_stand else ""
    if all_stand and run.settled("lists", "", quick):
        return [], []
    there = on_disk(run, leaving, standing)
    root = f"{paths.ROOT}/{published.CHOICE}"
    foreign = run.path(root).is_file() and not published.is_choice(files.read(run.path(root), root))
    if foreign and there:
        said = "is not this program's, and stays: move it away to have a choice of languages here"
        run.findings.append(Finding("S011", "note", Where(root), said))
    pages = {name: {language: page.digest for language, page in found.items()} for name, found in there.items()}
    key = digest(_key(run, made), repr(pages), str(foreign))
    known = run.index.get("site", "", key)
    if known is not None and all(run.digest_of(path) == found for path, found in known.items()):
        if all_stand and not foreign:
            run.settle("lists", "", quick, [*known, root], since)
        return [], []
    entries = published.newest_first(entries_of(run, there))
    marks = {one.release: f"{one.date} {one.moment} {' '.join(pages[one.release].values())}" for one in entries}
    writer = _Writer(run, made, entries, marks, foreign)
    writer.all()
    run.index.put("undated", "", key, writer.undated())
    run.index.put("site", "", key, {path: run.digest_of(path) for path in sorted(writer.wanted)})
    return list(dict.fromkeys(writer.written)), writer.removed


def undated(run: Run) -> list[Finding]:
    """Returns findings on the public releases of the run that are in no feed, as far as the last publish knows; of many, one for all."""
    names = set(run.index.last("undated", "") or ())
    found = [release for release in run.releases if release.name in names] if names else []
    message = "no date, and nothing tells when it last changed: it stands last in the index, and in no feed"
    if len(found) > _FEW:
        shown = ", ".join(release.name for release in found[:_FEW])
        return [
            Finding(
                "S012", "note", Where("sources"), f"{len(found)} releases ({shown}…) have {message}; {_DATE_HINT} sources/<release>.toml"
            )
        ]
    return [Finding("S012", "note", Where(one.path, 0, one.name), f"has {message}; {_DATE_HINT} sources/{one.name}.toml") for one in found]


def close(run: Run) -> list[str]:
    """Removes the index of each language that has no page any more; returns their paths. Nothing links to them now."""
    removed = []
    for language in _folders(run):
        base = run.path(f"{paths.ROOT}/{language}")
        index = f"{paths.ROOT}/{published.index_path(language)}"
        if not run.path(index).is_file():
            continue
        pages = (path.relative_to(base.parent).as_posix() for path in base.rglob("*.html"))
        if all(map(published.is_list, pages)) and files.remove(run.path(index)):
            removed.append(index)
    return removed


def _folders(run: Run) -> list[str]:
    """The languages that have an index on disk, those among them that the project no longer has."""
    every = (run.project.source_language, *run.project.languages, *former_languages(run))
    return [one for one in every if run.path(f"{paths.ROOT}/{published.index_path(one)}").is_file()]


def _key(run: Run, made: Templates) -> str:
    project = run.project
    dates = [f"{release.name} {release.date} {release.publish_after}" for release in run.every]
    settings = [project.base_url, project.source_language, repr(project.languages), repr(sorted(project.publisher.items())), made.digest]
    return digest(*settings, *dates, *_folders(run))


def site_of(run: Run, languages: Sequence[str]) -> Site:
    """Returns what the lists of the project's site have in common, with the languages in which something is public."""
    project = run.project
    every = (project.source_language, *project.languages)
    return Site(project.source_language, tuple(languages), project.base_url, tuple((one, project.publisher_in(one)) for one in every))


@dataclass(slots=True)
class _Writer:
    run: Run
    made: Templates
    entries: list[Entry]
    marks: dict[str, str]
    """Release -> what its line in a list depends on."""
    foreign: bool
    """At the root of the site stands a page of somebody else."""
    wanted: set[str] = field(default_factory=set)
    """Paths of all lists that there are when it is done."""
    written: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)

    def all(self) -> None:
        """Writes what is not there as it should be, in an order in which no link leads nowhere; then removes what is one too many."""
        every = (self.run.project.source_language, *sorted(self.run.project.languages))
        by_language = {one: found for one in every if (found := [entry for entry in self.entries if entry.version(one)])}
        site = site_of(self.run, list(by_language))
        feeds = {one: listed for one, found in by_language.items() if site.base_url and (listed := feed.dated(found, one))}
        for language, found in by_language.items():
            self._open_indexes(language, found)
        for again in (False, True):
            for language, listed in feeds.items():
                self._feeds(site, language, listed, again=again)
        if by_language and not self.foreign:
            self._put(published.CHOICE, listing.choice_page(self.made.render, site, self._is_there))
        for language, found in by_language.items():
            self._indexes(site, language, found)
            self._put(published.missing_path(language), listing.missing_page(self.made.render, site, language, self._is_there))
        emptied = [one for one in _folders(self.run) if one not in by_language]
        for language in emptied:
            page = listing.index_page(self.made.render, site, (), language, 1, self._is_there, feed=False)
            self._put(published.index_path(language), page)
        for path, data in sitemaps(site, self.entries, choice=not self.foreign) if site.base_url and by_language else ():
            self._put(path, data)
        self._sweep()

    def undated(self) -> list[str]:
        """The releases that a feed should list, and can not."""
        base = self.run.project.base_url
        return sorted({one.release for one in self.entries if base and not all(feed.updated(one, version) for version in one.versions)})

    def _is_there(self, path: str) -> bool:
        return not (path == published.CHOICE and self.foreign) and self.run.path(f"{paths.ROOT}/{path}").is_file()

    def _indexes(self, site: Site, language: str, entries: Sequence[Entry]) -> None:
        has_feed = self._is_there(published.feed_path(language)) and bool(site.base_url)
        parts = published.pages(entries, listing.SIZE)
        for number, part in enumerate(parts, 1):
            path = published.index_path(language, number)
            others = [one for one in site.languages if self._is_there(published.index_path(one))]
            around = [self._is_there(published.index_path(language, at)) for at in (number - 1, number + 1)]
            around.append(self._is_there(published.CHOICE))

            def made(number: int = number) -> bytes:
                return listing.index_page(self.made.render, site, entries, language, number, self._is_there, feed=has_feed)

            self._list(path, part, (site, number, len(parts), others, around, has_feed), made, again=True)

    def _open_indexes(self, language: str, entries: Sequence[Entry]) -> None:
        """Writes the pages of an index that are not there yet, without anything in them: they lead to each other."""
        paths_of = [published.index_path(language, number) for number, _ in enumerate(published.pages(entries, listing.SIZE), 1)]
        if missing := [path for path in paths_of if not self._is_there(path)]:
            blank = listing.index_page(self.made.render, site_of(self.run, ()), (), language, 1, self._is_there, feed=False)
            for path in missing:
                self._put(path, blank)

    def _feeds(self, site: Site, language: str, entries: Sequence[Entry], *, again: bool) -> None:
        title = " | ".join(filter(None, (self.made.word(language, "Press releases"), site.publisher(language))))
        parts = published.pages(entries, feed.SIZE)
        for number, part in enumerate(parts, 1):
            around = [self._is_there(published.feed_path(language, at)) for at in (1, number - 1, number + 1, len(parts))]

            def made(number: int = number) -> bytes:
                return feed.feed_page(site, entries, language, number, self._is_there, title=title, size=feed.SIZE)

            self._list(published.feed_path(language, number), part, (site, number, len(parts), title, around), made, again=again)

    def _list(self, path: str, part: Sequence[Entry], values: object, made: Callable[[], bytes], *, again: bool) -> None:
        """Writes one page of a list: the first time only if there is none, the second time if it would be another one."""
        shown = f"{paths.ROOT}/{path}"
        key = digest(self.made.digest, repr(values), *(f"{one.release} {self.marks[one.release]}" for one in part))
        self.wanted.add(shown)
        known = self.run.index.get("list", path, key)
        if (self._is_there(path) and not again) or (known is not None and known == self.run.digest_of(shown)):
            return
        data = made()
        self._put(path, data)
        self.run.index.put("list", path, key, digest(data))

    def _put(self, path: str, data: bytes) -> None:
        shown = f"{paths.ROOT}/{path}"
        self.wanted.add(shown)
        if files.write(self.run.path(shown), data):
            self.written.append(shown)

    def _sweep(self) -> None:
        """Removes lists that nothing asks for any more: pages of a list that has become shorter, what needs a base address."""
        base = self.run.path(paths.ROOT)
        languages = (self.run.project.source_language, *self.run.project.languages, *former_languages(self.run))
        found = [path for path in base.glob("sitemap*.xml") if _SITEMAP.fullmatch(path.name)]  # one of another name is somebody else's
        found += [base / published.CHOICE] if self._is_there(published.CHOICE) else []
        for language in languages:
            names = os.listdir(base / language) if (base / language).is_dir() else ()  # noqa: PTH208 - a folder of thousands
            found += [base / language / name for name in names if published.is_list(f"{language}/{name}")]
        surplus = {shown: path for path in found if (shown := path.relative_to(self.run.project.root).as_posix()) not in self.wanted}
        for shown, path in surplus.items():
            # They lead to each other: the first that goes may not be missed by the others.
            language, _, name = shown.removeprefix(f"{paths.ROOT}/").partition("/")
            if name.startswith("index"):
                page = listing.index_page(self.made.render, site_of(self.run, ()), (), language, 1, self._is_there, feed=False)
                files.write(path, page)
            elif name.startswith("feed"):
                files.write(path, feed.alone(files.read(path, shown)))
        for shown in sorted(surplus, key=lambda one: (not one.endswith(SITEMAP), one)):
            if files.remove(surplus[shown]):
                self.removed.append(shown)
