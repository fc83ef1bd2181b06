"""One release -> its catalogs: read, merged, written if their bytes change."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime

from workflow import files
from workflow.languages import folder, plural_forms
from workflow.locales import catalog as po
from workflow.locales.catalog import Catalog
from workflow.locales.merge import Merged, merge
from workflow.locales.resegment import resegment as carry_over
from workflow.locales.review import note_acceptance, untouched_drafts
from workflow.locales.template import Wanted, repeated
from workflow.pipeline.inspect import remember
from workflow.pipeline.load import SEGMENTATION, Loaded, load
from workflow.pipeline.run import Run
from workflow.pipeline.sync import synced_from
from workflow.pipeline.terms import wanted_of
from workflow.project import Release
from workflow.stamps import digest


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
class _Catalog:
    """A catalog as it is now, and what was done to it, None if nothing was."""

    catalog: Catalog
    wanted: tuple[Wanted, ...]
    """What the source asks for."""
    data: bytes
    """As it stands on disk."""
    synced: Synced | None


def sync_release(run: Run, release: Release, *, resegment: bool) -> tuple[list[Synced], bool]:
    """Returns what was done, and whether a catalog stays cut by other rules than today's; keeps in the index that it is done."""
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
    run.index.put("sync", release.name, synced_from(inputs, languages), {"rules": other_rules})
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
    # Whoever corrects a draft next leaves no other trace of it; the cache may have been deleted since it was made.
    for one, text in untouched_drafts(found):
        run.index.put_draft(one, text)
    noted = note_acceptance(found, run.index.draft, four_eyes=project.review == "approved")
    if resegment:
        noted = carry_over(noted, wanted, lambda text: [core for _, core, _ in run.rules(language).spans(text)])
    merged = merge(noted, wanted)
    catalog = _with_headers(run, loaded, merged, language, resegment=resegment)
    data = po.write(catalog)
    before = loaded.bytes_of.get(language)
    if not run.save(release.name, path, data, before):
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
