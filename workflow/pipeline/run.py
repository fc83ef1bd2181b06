"""What all stages of one run share: the project, its index, the releases, and what was read once for all of them."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from workflow import files
from workflow.errors import WorkflowError
from workflow.index import Index
from workflow.languages import folder
from workflow.model import Finding
from workflow.pipeline.report import Reporter
from workflow.project import Project, Release
from workflow.releases import files_below
from workflow.stamps import digest

if TYPE_CHECKING:
    from workflow.glossary import Glossary
    from workflow.locales.catalog import Catalog
    from workflow.pipeline.inspect import Inspected
    from workflow.pipeline.load import Loaded
    from workflow.segments import Segmenter


MANY = 48
"""Releases from which on work is worth some preparation: processes of its own (0.1 s), or reading ahead."""


def glossary_path(language: str) -> str:
    """Returns where a language's glossary stands, relative to the project."""
    return f"locales/{folder(language)}/LC_MESSAGES/glossary.po"


@dataclass(slots=True)
class Run:
    """What all stages of one run share."""

    project: Project
    index: Index
    reporter: Reporter = field(default_factory=Reporter)
    releases: tuple[Release, ...] = ()
    """Those that the run is about."""
    every: tuple[Release, ...] = ()
    """Those of the project."""
    names: frozenset[str] = frozenset()
    """Of everything under `sources/` that is a release, or would be one if nothing were wrong with it."""
    assets: tuple[str, ...] = ()
    """Paths under `sources/` of all other files."""
    only: tuple[str, ...] = ()
    """Languages that the run is about; empty: all of the project."""
    findings: list[Finding] = field(default_factory=list)
    """What is wrong with files that belong to no release's catalog: sources that can not be one, assets."""
    failed: dict[str, WorkflowError] = field(default_factory=dict)
    """Release -> why it could not be processed; the others went on."""
    latest: Loaded | None = None
    """The release that was loaded last: stages that follow each other share it."""
    glossaries: dict[str, Glossary | None] = field(default_factory=dict)
    """Language -> its glossary, of those that were asked for (`terms.glossary`)."""
    inspected: dict[str, tuple[str, dict[str, Inspected]]] = field(default_factory=dict)
    """Release -> its inputs, and what it is worth in each language: stages ask one after the other (`inspect`)."""
    _seen: dict[str, str] = field(default_factory=dict)
    _catalogs: dict[str, dict[str, str]] = field(default_factory=dict)
    """Release -> language -> digest of its catalog, of those that were seen."""
    _listed: dict[str, dict[str, str]] = field(default_factory=dict)
    """Language -> catalogs on disk, until one is written."""
    _rules: dict[str, Segmenter] = field(default_factory=dict)
    _segmentation: str = ""
    _settings_of: dict[tuple[str, ...], str] = field(default_factory=dict)
    _changed: int = 0
    """Releases of which files had to be looked at one by one."""
    publisher: str = field(init=False)
    """Digest of who publishes, and where."""
    checks: str = field(init=False)
    """Digest of which checks the project asks for."""
    base: str = field(init=False)
    """What stands before the path of a file relative to the project."""
    _glossaries: dict[str, tuple[bytes, str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        root = str(self.project.root)
        self.publisher = digest(self.project.base_url, repr(sorted(self.project.publisher.items())))
        self.checks = digest(repr(sorted(self.project.checks.items())))
        self.base = "" if root == "." else f"{root}/"

    @property
    def languages(self) -> tuple[str, ...]:
        """Returns the target languages that the run is about."""
        return self.only or self.project.languages

    def asks_for(self, language: str) -> bool:
        """Tells if the run is about a language, as it always is about the source's."""
        return language not in self.project.languages or language in self.languages

    def targets(self, release: Release) -> tuple[str, ...]:
        """Returns those of them that a release is translated into."""
        return tuple(one for one in self.project.targets(release) if one in self.languages)

    def read_ahead(self, *kinds: str) -> None:
        """Has the index read at once what a stage asks for each release: the results of these kinds, which are small."""
        if len(self.releases) >= MANY:
            self.index.ahead([], ["seen", "linked", *kinds])

    def rules(self, language: str) -> Segmenter:
        """Returns the segmentation rules of a language, the project's own first."""
        if language not in self._rules:
            from workflow.segments import load as load_rules

            project = self.project
            own = project.abbreviations.get(language)
            self._rules[language] = load_rules(
                language, abbreviations=project.root / own if own else None, srx=project.root / project.srx if project.srx else None
            )
        return self._rules[language]

    def segmentation(self) -> str:
        """Returns the digest of how sources are cut."""
        project, language = self.project, self.project.source_language
        if project.segmentation == "paragraph":
            return "paragraph"
        if not self._segmentation:
            own = [one for one in (project.abbreviations.get(language), project.srx) if one]
            inputs = digest(*own, *map(self.digest_of, own))
            known = None if language in self._rules else self.index.get("segmentation", language, inputs)
            self._segmentation = known or self.rules(language).digest  # rules take a moment to read
            if known is None:
                self.index.put("segmentation", language, inputs, self._segmentation)
        return self._segmentation

    def path(self, relative: str) -> Path:
        """Returns where a file of the project stands."""
        return self.project.root / relative

    def has(self, relative: str) -> bool:
        """Tells if there is such a file in the project."""
        return os.path.exists(self.base + relative)  # noqa: PTH110 - asked for each page of an archive

    def digest_of(self, relative: str) -> str:
        """Returns the digest of a file of the project; empty if it is not there."""
        return self.index.file(f"{self.base}{relative}")

    def seen(self, release: Release) -> str:
        """Returns `inputs` of a release as this run saw it last: one stage after the other asks.

        What is saved meanwhile is the next run's, unless the release is loaded: what is read has inputs of its own.
        """
        known = self._seen.get(release.name)
        if known is None:
            project, linked = self.project, self.linked(release)
            catalogs = {language: project.catalog_path(release.name, language) for language in project.targets(release)}
            paths = [release.path, *linked, *catalogs.values()]
            key = f"{self._settings(tuple(catalogs))} {release.place}"
            row = self.index.get_of_files("seen", release.name, key, self.base, paths)
            if row is None:
                since = self.index.since()
                self._look_closer()
                read = {path: self.digest_of(path) for path in paths}
                row = [self.inputs(release, linked, read), {language: read[path] for language, path in catalogs.items()}]
                self.index.put_of_files("seen", release.name, key, row, self.base, paths, since)
            known, self._catalogs[release.name] = row
            self._seen[release.name] = known
        return known

    def _settings(self, languages: tuple[str, ...]) -> str:
        """Returns the digest of what `inputs` of each release with these languages depend on beside its own files."""
        if languages not in self._settings_of:
            parts = [self.segmentation(), self.project.review, self.project.source_language]
            parts += [part for language in languages for part in (language, self._glossary_digest(language))]
            self._settings_of[languages] = digest(*parts)
        return self._settings_of[languages]

    def _look_closer(self) -> None:
        """Has the index read at once what it knows of each file, when so many releases have changed that it is asked for many."""
        self._changed += 1
        if self._changed == MANY:
            self.index.ahead([f"{self.base}{one}/" for one in ("sources", "locales")], [])

    def catalog_digest(self, release: Release | None, language: str, path: str) -> str:
        """Returns the digest of a catalog's bytes, of a release as this run saw it last (`seen`); empty if it is not there.

        Args:
            release: Whose catalog it is, where its source is there.
            language: Of the catalog.
            path: Of the catalog, relative to the project.
        """
        if release is not None:
            self.seen(release)
            if (known := self._catalogs[release.name].get(language)) is not None:
                return known
        return self.digest_of(path)

    def catalogs_on_disk(self, language: str) -> dict[str, str]:
        """Returns release -> path of its catalog in a language, relative to the project, without the glossary; by path."""
        if language not in self._listed:
            base = f"locales/{folder(language)}/LC_MESSAGES"
            found = (one for one in files_below(str(self.path(base))) if one.endswith(".po") and one != "glossary.po")
            self._listed[language] = {one.removesuffix(".po"): f"{base}/{one}" for one in sorted(found)}
        return self._listed[language]

    def save(self, release: str, path: str, data: bytes, expected: bytes | None) -> bool:
        """Writes a catalog of a release; returns False, and touches nothing, if it has these bytes already.

        Args:
            release: Its name.
            path: Of the catalog, relative to the project.
            data: Its bytes.
            expected: What it held when it was read; None: it was not there.

        Raises:
            ChangedMeanwhileError: Somebody saved it since.
            WorkflowError: The disk is full, or the place may not be written to.
        """
        self.look_again(release)
        return files.write(self.path(path), data, durable=expected is not None, expected=expected, new=expected is None)

    def look_again(self, release: str) -> None:
        """Forgets how a release stood: its catalogs have been written, or moved to it."""
        self._seen.pop(release, None)
        self._listed.clear()

    def settle(self, kind: str, name: str, inputs: str, paths: Sequence[str], since: int) -> None:
        """Keeps how files of the project stand that were made from these inputs, and have been compared since then (`Index.settle`)."""
        self.index.settle(kind, name, inputs, self.base, paths, since)

    def settled(self, kind: str, name: str, inputs: str) -> str:
        """Returns a digest of how these files stand if nothing of all that has changed, else nothing (`Index.settled`)."""
        return self.index.settled(kind, name, inputs, self.base)

    def inputs(self, release: Release, linked: Sequence[str], read: Mapping[str, str] | None = None) -> str:
        """Returns the digest of all that the catalogs and pages of a release are made from.

        Args:
            release: The release.
            linked: Files that its source names (ITS rules), relative to the project.
            read: Path -> digest of files that are in memory; what was made from those depends on nothing newer.
        """
        project = self.project

        def of(path: str) -> str:
            return read[path] if read is not None and path in read else self.digest_of(path)

        parts = [release.path, of(release.path), self.segmentation(), project.review, project.source_language, release.place]
        parts += [of(path) for path in linked]
        for language in project.targets(release):
            parts += [language, of(project.catalog_path(release.name, language)), self._glossary_digest(language)]
        return digest(*parts)

    def glossary_read(self, language: str) -> tuple[bytes, str]:
        """Returns the bytes of a language's glossary and their digest, as they were when the run first asked; empty if there is none.

        Raises:
            WorkflowError: It is there, and can not be read.
        """
        if language not in self._glossaries:
            path = glossary_path(language)
            data = files.read(self.path(path), path) if self.path(path).is_file() else b""
            self._glossaries[language] = data, digest(data) if data else ""
        return self._glossaries[language]

    def _glossary_digest(self, language: str) -> str:
        try:
            return self.glossary_read(language)[1]
        except WorkflowError:
            return "unreadable"

    def catalog(self, relative: str) -> Catalog:
        """Returns a catalog of the project, or its glossary.

        Raises:
            WorkflowError: It can not be read.
        """
        return self.catalog_and_digest(relative)[0]

    def catalog_and_digest(self, relative: str) -> tuple[Catalog, str]:
        """Returns a catalog as `catalog` does, and the digest of the very bytes that were read: what is made of it is kept by that one.

        Raises:
            WorkflowError: It can not be read.
        """
        from workflow.locales import catalog as po

        data = files.read(self.path(relative), relative)
        return po.read(data, relative), digest(data)

    def linked(self, release: Release) -> list[str]:
        """Returns the files that a source named when it was last read."""
        return list(self.index.last("linked", release.name) or [])
