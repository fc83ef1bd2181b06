"""What a release's files look like: documents, texts and the registry of published pages -> bytes. Writes nothing."""

from __future__ import annotations

import os
import posixpath
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from urllib.parse import quote, unquote, urlsplit, urlunsplit

from workflow.exports import alignment, paths, tei, tmx
from workflow.exports.counterpart import PageLinks
from workflow.exports.page import Frame, frame
from workflow.exports.parallel import align
from workflow.exports.template import template_page
from workflow.exports.templating import Templates
from workflow.exports.xml_source import xml_file
from workflow.model import Code, Mark, Piece, Region
from workflow.pipeline.about import release_info
from workflow.pipeline.checking import texts_of
from workflow.pipeline.load import Loaded
from workflow.pipeline.run import Run
from workflow.project import Project, Release
from workflow.sources import is_release

INDEX = "index"
"""What the first page of a language's index is called, as a release would be."""

NOWHERE = "#"
"""Where a link leads whose page is not public (yet): to the page that it stands on."""


@dataclass(slots=True)
class Registry:
    """Which pages there are, and which there will be when the run is through: what links are made from."""

    run: Run
    root: str = paths.ROOT
    names: frozenset[str] = frozenset()
    """Of all releases, those that can not be read among them."""
    templates: Templates = field(default_factory=Templates)
    planned: dict[tuple[str, str], bool] = field(default_factory=dict)
    """(language, release) -> whether the page is published after this run, for the releases that the run is about."""
    plan: Callable[[str, str], bool] | None = None
    """Tells of a page that is not in `planned` whether it is published after this run; None: if it is there now."""
    _assets: dict[str, bool] = field(default_factory=dict)
    """Name of a file under `sources/` -> whether there is one."""
    _there: set[tuple[str, str]] = field(default_factory=set)
    """Pages that were there when somebody asked; one that was not may be there now, written by another process."""

    def there(self, language: str, release: str) -> bool:
        """Tells if a page is on disk."""
        key = (language, release)
        if key not in self._there and os.path.exists(f"{self.run.project.root}/{self.page(language, release)}"):  # noqa: PTH110 - asked for each link
            self._there.add(key)
        return key in self._there

    def wrote(self, language: str, release: str) -> None:
        """Notes that a page is on disk now."""
        self._there.add((language, release))

    def wanted(self, language: str, release: str) -> bool:
        """Tells if a page will be on disk when the run is through."""
        key = (language, release)
        if key not in self.planned:
            self.planned[key] = self.plan(language, release) if self.plan else self.there(language, release)
        return self.planned[key]

    def own_version(self, target: str, language: str) -> str:
        """Returns an asset's version in a language (`map.ru.png` beside `map.png`) if there is one, else the asset; empty: no asset."""
        name, suffix = posixpath.splitext(target)
        own = f"{name}.{language}{suffix}"
        return next((one for one in (own, target) if self._is_asset(one)), "")

    def _is_asset(self, name: str) -> bool:
        if name not in self._assets:
            self._assets[name] = os.path.isfile(f"{self.run.project.root}/sources/{name}")  # noqa: PTH113 - no name that a link holds raises
        return self._assets[name]

    def standing(self, target: str) -> str:
        """Returns all that links to a target depend on."""
        name, suffix = posixpath.splitext(target)
        languages = (self.run.project.source_language, *self.run.project.languages)
        if is_release(suffix) and name in self.names:
            return " ".join(str(self.wanted(language, name)) for language in languages)
        return " ".join(self.own_version(target, language) for language in languages[1:])

    def is_dead(self, target: str) -> bool:
        """Tells if a target is a release that is not public in the source language, so that links to it may lead nowhere."""
        name, suffix = posixpath.splitext(target)
        return is_release(suffix) and name in self.names and not self.wanted(self.run.project.source_language, name)

    def page(self, language: str, release: str) -> str:
        """Returns the path of a page, relative to the project."""
        return paths.page_path(language, release).replace(paths.ROOT, self.root, 1)


@dataclass(slots=True)
class Rendering:
    """One page."""

    data: bytes
    complete: bool = True
    """False: a link was left out, or leads to another language, because its page is not on disk yet."""
    linked: set[str] = field(default_factory=set)
    """Files under `sources/` that the source links to, whether they are there or not."""


class Links:
    """The links of one page: what they are, as far as their pages are on disk."""

    def __init__(self, registry: Registry, release: Release, language: str) -> None:
        self.registry = registry
        self.release = release
        self.language = language
        self.complete = True
        self.linked: set[str] = set()
        self._project = registry.run.project

    def page_links(self, *, late: bool = False, changed: str = "") -> PageLinks:
        """Returns what a page is written with.

        Args:
            late: The page says that its source has changed since.
            changed: The ISO date of that, where it is known.
        """
        counterparts = []
        for other in (self._project.source_language, *self._project.targets(self.release)):
            if other == self.language or not self.registry.wanted(other, self.release.name):
                continue
            if self.registry.there(other, self.release.name):
                counterparts.append((other, paths.counterpart_reference(self.language, other, self.release.name)))
            else:
                self.complete = False
        return PageLinks(
            release=self.release.name,
            language=self.language,
            source_language=self._project.source_language,
            counterparts=tuple(counterparts),
            base_url=self._project.base_url,
            home=self._home(),
            late=late,
            changed=changed,
            resolve=self.resolve,
        )

    def _home(self) -> str:
        """The address of the language's index, which is there before its first page, but in no preview."""
        if not self.registry.there(self.language, INDEX):
            return ""
        return paths.reference(paths.page_path(self.language, self.release.name), paths.page_path(self.language, INDEX))

    def resolve(self, address: str) -> str | None:
        """Returns where a link of the source leads from this page; None: as found.

        A link to a release of the project leads to its page in this language where there is one, else to the source language's, and
        nowhere while neither is public; a link to an asset to this language's own version of it (`map.ru.png` beside `map.png`), else to
        the one beside the source language's page. An address in full counts if it is one of the project's `base-url`.
        """
        project = self._project
        target = target_of(self.release.name, address, published_under(project))
        if not target:
            return None
        parts = urlsplit(address)
        source = project.source_language
        self.linked.add(target)
        name, suffix = posixpath.splitext(target)
        if is_release(suffix) and name in self.registry.names:
            language = self._language_of(name)
            if not language:
                return NOWHERE
            if self.language == source and suffix in (".html", ".xml"):
                return None
            file = paths.page_path(language, name)
        elif self.language != source and (own := self.registry.own_version(target, self.language)):
            file = f"{paths.ROOT}/{source}/{own}"
        else:
            return None
        if parts.netloc:  # written in full, it stays so
            path = project.base_url + quote(file.removeprefix(f"{paths.ROOT}/"), safe="/~")
        else:
            path = paths.reference(paths.page_path(self.language, self.release.name), file)
        return urlunsplit(("", "", path, parts.query, quote(unquote(parts.fragment), safe="/?:@!$&'()*+,;=-._~")))

    def _language_of(self, name: str) -> str:
        """Returns the language in which the page links to a release: its own, else the source language, as far as pages are there."""
        own, source = self.language, self._project.source_language
        best = next((one for one in (own, source) if self.registry.wanted(one, name)), "")
        now = next((one for one in (own, source) if self.registry.wanted(one, name) and self.registry.there(one, name)), "")
        self.complete = self.complete and now == best
        return now


def published_under(project: Project) -> str:
    """Returns the full address of the source language's folder; empty without a base address."""
    return f"{project.base_url}{project.source_language}/" if project.base_url else ""


def target_of(release: str, address: str, base: str) -> str:
    """Returns the file under `sources/` that an address in a release's source leads to; empty if it leads anywhere else.

    Args:
        release: Whose source.
        address: As found there.
        base: Full address of the folder under which sources are published (`published_under`).
    """
    try:
        parts = urlsplit(address)
    except ValueError:  # no address at all (`http://[`)
        return ""
    if base and address.startswith(base):
        target = posixpath.normpath(unquote(parts.path.removeprefix(urlsplit(base).path)))
        return "" if target.startswith(".") else target
    if parts.scheme or parts.netloc or not parts.path or parts.path.startswith("/"):
        return ""
    target = posixpath.normpath(posixpath.join(posixpath.dirname(release), unquote(parts.path)))
    return "" if target.startswith("..") else target


def targets_of(loaded: Loaded, base: str) -> set[str]:
    """Returns the files under `sources/` that a release links to, whether they are there or not; `base` as for `target_of`."""
    found: set[str] = set()

    def visit(pieces: Iterable[Piece]) -> None:
        for piece in pieces:
            if isinstance(piece, Mark) and piece.kind == "link":
                found.add(target_of(loaded.release.name, piece.value, base))
            elif isinstance(piece, Region):
                visit(piece.pieces)

    visit(loaded.document.pieces)
    for segment in loaded.document.segments:
        for item in segment.content:
            if isinstance(item, Code):
                visit(item.pieces)
    return found - {""}


def page(
    registry: Registry,
    loaded: Loaded,
    language: str,
    texts: Mapping[int, str] | None,
    *,
    banner: bool = False,
    frames: dict[str, Frame] | None = None,
) -> Rendering:
    """Returns the page of a release in one language.

    Args:
        registry: Of the pages there are.
        loaded: The release.
        language: Of the page.
        texts: Segment -> text; None for the source language.
        banner: It is a preview, and says so.
        frames: Language -> what was written of the page before its counterparts were there, from one call to the next.
    """
    links = Links(registry, loaded.release, language)
    shown = links.page_links()
    info = release_info(registry.run, loaded, language, texts if texts and not banner else None)
    if loaded.document.format != "html":
        data = template_page(loaded.document, texts, shown, info, language, banner=banner, templates=registry.templates)
        return Rendering(data, links.complete, links.linked)
    made = frames.get(language) if frames is not None else None
    if made is None:
        counterparts, links.complete = links.complete, True
        made = frame(loaded.document, texts, shown, language)
        if frames is not None and links.complete:
            frames[language] = made
        links.complete = links.complete and counterparts
    return Rendering(made.page(shown, info=info, banner=banner), links.complete, links.linked)


def aligned_files(run: Run, loaded: Loaded, languages: list[str]) -> Iterator[tuple[str, bytes]]:
    """Yields path and bytes of the aligned files of a release: TEI in each language, TMX and XCES for each pair.

    Args:
        run: The run.
        loaded: The release.
        languages: The target languages that are published; all complete, so that the files agree with each other.
    """
    document, name, source = loaded.document, loaded.release.name, run.project.source_language
    for number, language in enumerate(languages):
        texts = texts_of(loaded, language, accepted_only=True)
        info = release_info(run, loaded, language, texts)
        parallel = align(document, texts, language)
        if number == 0:  # the source's own file is the same in every pair
            shape = tei.shape_of(parallel.source)
            yield paths.tei_path(source, name), tei.write_side(parallel.source, parallel.source, release_info(run, loaded, source), shape)
        like = shape if parallel.target.looks_like(parallel.source) else None
        yield paths.tei_path(language, name), tei.write_side(parallel.target, parallel.source, info, like)
        yield paths.tmx_path(source, language, name), tmx.write(parallel, info)
        yield paths.alignment_path(source, language, name), alignment.write(parallel, info)


def own_vocabulary(registry: Registry, loaded: Loaded, language: str, texts: Mapping[int, str] | None) -> tuple[str, bytes]:
    """Returns path and bytes of the file of an XML source in one language, in the source's own vocabulary."""
    links = Links(registry, loaded.release, language)
    return paths.xml_path(language, loaded.release.name), xml_file(loaded.document, texts, language, resolve=links.resolve)
