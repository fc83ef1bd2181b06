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
    _rules: dict[str, Segmenter] = field(default_factory=dict)
    _segmentation: str = ""
    publisher: str = field(init=False)
    """Digest of who publishes, and where."""
    _base: str = field(init=False)
    """What stands before the path of a file relative to the project."""
    _glossaries: dict[str, tuple[bytes, str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        root = str(self.project.root)
        self.publisher = digest(self.project.base_url, repr(sorted(self.project.publisher.items())))
        self._base = "" if root == "." else f"{root}/"

    @property
    def languages(self) -> tuple[str, ...]:
        """Returns the target languages that the run is about."""
        return self.only or self.project.languages

    def targets(self, release: Release) -> tuple[str, ...]:
        """Returns those of them that a release is translated into."""
        return tuple(one for one in self.project.targets(release) if one in self.languages)

    def read_ahead(self, *kinds: str) -> None:
        """Has the index read at once what a stage asks for each release: the results of these kinds, which are small."""
        if len(self.releases) >= MANY:
            self.index.ahead([f"{self._base}{one}/" for one in ("sources", "locales")], ["linked", *kinds])

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
        return os.path.exists(self._base + relative)  # noqa: PTH110 - asked for each page of an archive

    def digest_of(self, relative: str) -> str:
        """Returns the digest of a file of the project; empty if it is not there."""
        return self.index.file(f"{self._base}{relative}")

    def seen(self, release: Release) -> str:
        """Returns `inputs` of a release as this run saw it last: one stage after the other asks.

        What is saved meanwhile is the next run's, unless the release is loaded: what is read has inputs of its own.
        """
        known = self._seen.get(release.name)
        if known is None:
            known = self._seen[release.name] = self.inputs(release, self.linked(release))
        return known

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
        """Forgets how a release stood: its catalogs have been written."""
        self._seen.pop(release, None)

    def settle(self, kind: str, name: str, inputs: str, paths: Sequence[str], since: int) -> None:
        """Keeps how files of the project stand that were made from these inputs, and have been compared since then (`Index.settle`)."""
        self.index.settle(kind, name, inputs, self._base, paths, since)

    def settled(self, kind: str, name: str, inputs: str) -> str:
        """Returns a digest of how these files stand if nothing of all that has changed, else nothing (`Index.settled`)."""
        return self.index.settled(kind, name, inputs, self._base)

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
        from workflow.locales import catalog as po

        return po.read(files.read(self.path(relative), relative), relative)

    def linked(self, release: Release) -> list[str]:
        """Returns the files that a source named when it was last read."""
        return list(self.index.last("linked", release.name) or [])
