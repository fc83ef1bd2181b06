"""One release with all that belongs to it: source -> document, cut as its catalogs have it; catalogs; what its results depend on."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from workflow import files
from workflow.errors import CatalogError, SourceError
from workflow.languages import folder, primary
from workflow.locales import catalog as po
from workflow.locales.catalog import Catalog
from workflow.locales.resegment import known_cuts
from workflow.model import Block, Document
from workflow.pipeline.run import Run
from workflow.plain import document, plain
from workflow.project import Release
from workflow.segments.split import PROTECTED, split
from workflow.sources import read
from workflow.sources.place import with_place
from workflow.stamps import digest

SEGMENTATION = "X-Segmentation"
"""Header of a catalog: digest of the rules by which its sentences were cut."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """A release in memory."""

    release: Release
    document: Document
    catalogs: dict[str, Catalog]
    """Language -> catalog, as found; languages without one are missing."""
    bytes_of: dict[str, bytes]
    """Language -> the catalog's bytes."""
    digests: dict[str, str]
    """Path -> digest of what was read of it; of a catalog that is not there, empty."""
    inputs: str
    """Digest of all that results of this release are made from (`Run.inputs`), as it was read."""


def load(run: Run, release: Release, *, resegment: bool = False) -> Loaded:
    """Returns a release, its source cut into sentences.

    Sentences that a catalog has are cut as it has them, also after the rules changed, unless `resegment` asks for new cuts.

    Raises:
        SourceError: The source can not be read.
        CatalogError: A catalog can not be read, or is one of another language.
    """
    latest = run.latest
    if latest is not None and latest.release == release and not resegment and latest.inputs == run.inputs(release, run.linked(release)):
        return latest
    loaded = _read(run, release, resegment=resegment)
    run.latest = None if resegment else loaded
    return loaded


def _read(run: Run, release: Release, *, resegment: bool) -> Loaded:
    project = run.project
    data = files.read(run.path(release.path), release.path)
    if not data.strip(b" \t\r\n\xef\xbb\xbf"):
        # A save that was cut short looks like this; what is public stays.
        raise SourceError("the file is empty", path=release.path, hint="put the release into it, or remove the file")
    digests = {release.path: digest(data)}
    catalogs: dict[str, Catalog] = {}
    bytes_of: dict[str, bytes] = {}
    for language in project.targets(release):
        path = project.catalog_path(release.name, language)
        if run.path(path).is_file():
            bytes_of[language] = files.read(run.path(path), path)
            digests[path] = digest(bytes_of[language])
            if bytes_of[language].strip():  # a file without anything in it is no catalog yet
                catalogs[language] = _catalog(bytes_of[language], path, language)
        else:
            digests[path] = ""
    rules = run.segmentation()
    other = [] if resegment else [one for one in catalogs.values() if one.entries and one.headers().get(SEGMENTATION, "") != rules]
    linked = run.linked(release)
    found = None if other or resegment else _kept(run, release, linked, digests, rules)
    if found is None:
        before, linked = linked, []
        whole = read(
            data, path=release.path, language=project.source_language, resolve=lambda name: _linked(run, release, name, linked, digests)
        )
        if linked != before:
            run.index.put("linked", release.name, "", linked)
        found = _split(run, whole, known_cuts(other) if other else None)
        if catalogs and not other:  # not when a release is new: most of an archive is read no second time
            run.index.put("document", release.name, _made_from(run, release, linked, digests, rules), plain(found))
    inputs = run.inputs(release, linked, digests)
    return Loaded(release, with_place(found, release.place), catalogs, bytes_of, digests, inputs)


def _kept(run: Run, release: Release, linked: Sequence[str], digests: dict[str, str], rules: str) -> Document | None:
    """Returns the document that an earlier run read and cut, if it was of the same bytes by the same rules; adds linked digests."""
    try:
        found = digests | {path: digest(run.path(path).read_bytes()) for path in linked}
        values = run.index.get("document", release.name, _made_from(run, release, linked, found, rules))
        kept = document(values) if values else None
    except (OSError, ValueError, TypeError, IndexError):
        return None
    digests |= found
    return kept


def _made_from(run: Run, release: Release, linked: Sequence[str], digests: Mapping[str, str], rules: str) -> str:
    return digest(release.path, run.project.source_language, rules, *(digests[path] for path in (release.path, *linked)))


def _linked(run: Run, release: Release, name: str, linked: list[str], digests: dict[str, str]) -> bytes:
    """Returns a file that a source names; a name that leads out of the project is refused."""
    root = os.path.realpath(run.project.root)
    path = os.path.realpath(run.path(os.path.join(os.path.dirname(release.path), name)))  # noqa: PTH118, PTH120 - a POSIX name inside the project
    if os.path.commonpath([root, path]) != root:
        raise OSError(f"{name} lies outside the project")
    relative = Path(path).relative_to(root).as_posix()
    if relative not in linked:
        linked.append(relative)
    data = Path(path).read_bytes()
    digests[relative] = digest(data)
    return data


def _catalog(data: bytes, path: str, language: str) -> Catalog:
    catalog = po.read(data, path)
    said = catalog.headers().get("Language", "")
    if said and primary(said.replace("@", "_")) != primary(language):
        hint = f"put it under locales/{said}/, or set its header to Language: {folder(language)}"
        raise CatalogError(f"a catalog of another language ({said}) where {folder(language)} should be", path=path, line=1, hint=hint)
    return catalog


def _split(run: Run, document: Document, known: Callable[[str], Sequence[int] | None] | None) -> Document:
    rules = None if run.project.segmentation == "paragraph" else run.rules(document.language)

    def cut(text: str, _block: Block) -> Sequence[int]:
        cuts = known(text) if known is not None else None
        if cuts is not None:
            return cuts
        # Protected words can begin a sentence like any other: a capital letter says so to every rule.
        return rules.cut(text.replace(PROTECTED, "X")) if rules is not None else ()

    return split(document, cut)
