"""sync: sources -> catalogs. New, changed, renamed and removed releases; what people accepted since the last run is noted."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime

from workflow import files
from workflow.errors import WorkflowError
from workflow.index import digest
from workflow.languages import folder, plural_forms
from workflow.locales import catalog as po
from workflow.locales.catalog import Catalog
from workflow.locales.merge import Merged, merge
from workflow.locales.resegment import resegment as carry_over
from workflow.locales.review import note_acceptance
from workflow.locales.template import Wanted, repeated
from workflow.pipeline.each import each
from workflow.pipeline.inspect import remember
from workflow.pipeline.load import SEGMENTATION, Loaded, Run, load
from workflow.pipeline.terms import glossary, wanted_of
from workflow.project import Release
from workflow.releases import files_below

RENAMED = 0.8
"""Share of msgids that a new file has in common with a catalog whose source is gone, from which it counts as that source renamed."""


@dataclass(frozen=True, slots=True)
class Synced:
    """What a sync did to the catalog of one release in one language."""

    release: str
    language: str
    created: bool
    new: int
    changed: int
    removed: int
    revived: int
    dropped: int


@dataclass(frozen=True, slots=True)
class SyncReport:
    """What a sync did; releases and languages in which nothing changed are left out."""

    catalogs: tuple[Synced, ...] = ()
    renamed: tuple[tuple[str, str], ...] = ()
    """(old name, new name)"""
    orphans: tuple[str, ...] = ()
    """Releases whose source is gone; their catalogs are kept."""
    other_rules: tuple[str, ...] = ()
    """Releases that stay cut by older segmentation rules."""


@dataclass(frozen=True, slots=True)
class _Catalog:
    """A catalog as it is now, and what was done to it, None if nothing was."""

    catalog: Catalog
    wanted: tuple[Wanted, ...]
    """What the source asks for."""
    data: bytes
    """As it stands on disk."""
    synced: Synced | None


def sync(run: Run, *, resegment: bool = False) -> SyncReport:
    """Brings the catalogs of the run's releases up to their sources.

    A release that can not be processed goes into `run.failed`; the others go on. A catalog is written only if its bytes change.
    """
    orphans = _orphans(run)
    renamed = _rename(run, orphans)
    known = {release.name: None if resegment else run.index.get("sync", release.name, _inputs(run, release)) for release in run.releases}
    changed: list[Synced] = []
    new = [release for release in run.releases if known[release.name] is None]
    if new and run.project.segmentation == "sentence":
        run.rules(run.project.source_language).cut("")  # compiled here once, not in each process
    for language in run.languages if new else ():
        glossary(run, language)
    for release, (done, other_rules) in each(run, new, lambda release: _sync_release(run, release, resegment=resegment), "sync"):
        changed += done
        known[release.name] = {"rules": other_rules}
    stay = [name for name, said in known.items() if said is not None and said["rules"]]
    left = sorted(set(orphans) - {old for old, _ in renamed})
    return SyncReport(tuple(changed), tuple(renamed), tuple(left), tuple(stay))


def _inputs(run: Run, release: Release) -> str:
    return " ".join([run.inputs(release, run.linked(release)), *run.targets(release)])


def _sync_release(run: Run, release: Release, *, resegment: bool) -> tuple[list[Synced], bool]:
    """Returns what was done, and whether a catalog stays cut by other rules than today's."""
    if release.name in run.failed:
        raise run.failed[release.name]
    languages = run.targets(release)

    def merged() -> tuple[Loaded, list[_Catalog]]:
        loaded = load(run, release, resegment=resegment)
        return loaded, [_sync_catalog(run, loaded, language, resegment=resegment) for language in languages]

    loaded, done = files.again_if_saved(merged)
    catalogs = dict(zip(languages, done, strict=True))
    digests = loaded.digests | {one.catalog.path: digest(one.data) for one in done if one.synced is not None}
    inputs = run.inputs(release, run.linked(release), digests)
    run.index.put("order", release.name, loaded.digests[release.path], {one: repeated(loaded.document, one) for one in languages})
    other_rules = any(one.catalog.headers().get(SEGMENTATION) != run.segmentation() for one in done)
    run.index.put("sync", release.name, " ".join([inputs, *languages]), {"rules": other_rules})
    if all(one.synced is None or one.synced.created for one in done) and set(languages) == set(run.project.targets(release)):
        # All is at hand that a later stage would read the release again for. (Of a catalog that changed, lines would be those of before.)
        now = replace(loaded, catalogs={language: one.catalog for language, one in catalogs.items()}, digests=digests, inputs=inputs)
        remember(run, now, {language: one.wanted for language, one in catalogs.items()})
    return [one.synced for one in done if one.synced is not None], other_rules


def _sync_catalog(run: Run, loaded: Loaded, language: str, *, resegment: bool) -> _Catalog:
    project, release = run.project, loaded.release
    path = project.catalog_path(release.name, language)
    found = loaded.catalogs.get(language)
    if found is None:
        found = po.new(
            path,
            release=release.name,
            language=folder(language),
            source_language=project.source_language,
            plural_forms=plural_forms(language),
            created=_now(),
        )
    wanted = wanted_of(run, loaded, language)
    noted = note_acceptance(found, run.index.draft, four_eyes=project.review == "approved")
    if resegment:
        noted = carry_over(noted, wanted, lambda text: [core for _, core, _ in run.rules(language).spans(text)])
    merged = merge(noted, wanted)
    catalog = _with_headers(run, loaded, merged, language, resegment=resegment)
    data = po.write(catalog)
    before = loaded.bytes_of.get(language)
    if not files.write(run.path(path), data, durable=before is not None, expected=before, new=before is None):
        return _Catalog(catalog, wanted, data, None)
    counts = (len(merged.new), len(merged.changed), len(merged.removed), len(merged.revived), len(merged.dropped))
    return _Catalog(catalog, wanted, data, Synced(release.name, language, before is None, *counts))


def _with_headers(run: Run, loaded: Loaded, merged: Merged, language: str, *, resegment: bool) -> Catalog:
    catalog = merged.catalog
    if language in loaded.catalogs and merged.msgids_changed:
        catalog = catalog.with_headers(POT_Creation_Date=_now())
    cut_by = {one.headers().get(SEGMENTATION, "") for one in loaded.catalogs.values() if one.entries}
    # A new language is cut as the release's other catalogs are, and says so.
    old = (cut_by - {run.segmentation(), ""}) if not resegment else set()
    own = catalog.headers().get(SEGMENTATION, "")
    rules = own if own and not resegment else min(old) if old else run.segmentation()
    return catalog if own == rules else catalog.with_headers(X_Segmentation=rules)


def _now() -> str:
    return datetime.now(UTC).strftime("%Y-%m-%d %H:%M+0000")


def catalogs_on_disk(run: Run, language: str) -> dict[str, str]:
    """Returns release -> path of its catalog in a language, relative to the project, without the glossary; by path."""
    base = f"locales/{folder(language)}/LC_MESSAGES"
    found = (one for one in files_below(str(run.path(base))) if one.endswith(".po") and one != "glossary.po")
    return {one.removesuffix(".po"): f"{base}/{one}" for one in sorted(found)}


def _orphans(run: Run) -> dict[str, dict[str, str]]:
    """Returns release -> language -> catalog, for catalogs whose source is gone."""
    orphans: dict[str, dict[str, str]] = {}
    for language in run.project.languages:
        for name, path in catalogs_on_disk(run, language).items():
            if name not in run.names:
                orphans.setdefault(name, {})[language] = path
    return orphans


def _rename(run: Run, orphans: dict[str, dict[str, str]]) -> list[tuple[str, str]]:
    """Gives catalogs whose source is gone to the new source that says the same; returns (old, new) names."""
    if not orphans:
        return []
    newcomers = [
        release
        for release in run.releases
        if not any(run.path(run.project.catalog_path(release.name, one)).exists() for one in run.project.languages)
    ]
    renamed: list[tuple[str, str]] = []
    for release in newcomers:
        try:
            document = load(run, release).document
        except WorkflowError:
            continue  # the sync of this release says why
        texts = {segment.text for segment in document.segments}
        best = max(((_shared(run, texts, paths), old) for old, paths in orphans.items()), default=(0.0, ""))
        if best[0] >= RENAMED:
            # First, so that the old pages go with the next publish even if this run is killed here.
            run.index.put("gone", best[1], "", True)
            run.index.checkpoint()
            try:
                for language, path in orphans[best[1]].items():
                    files.move(run.path(path), run.path(run.project.catalog_path(release.name, language)))
            except WorkflowError as error:
                run.failed[release.name] = error
                continue
            del orphans[best[1]]
            renamed.append((best[1], release.name))
    return renamed


def _shared(run: Run, texts: set[str], paths: dict[str, str]) -> float:
    """Returns the share of msgids that the best of some catalogs has in common with texts, 0 to 1."""
    shares = [0.0]
    for path in paths.values():
        try:
            msgids = {entry.msgid for entry in run.catalog(path).live()}
        except WorkflowError:
            continue
        if msgids or texts:
            shares.append(len(msgids & texts) / max(len(msgids), len(texts)))
    return max(shares)
