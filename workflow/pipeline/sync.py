"""sync: sources -> catalogs. New, changed, renamed and removed releases; what people accepted since the last run is noted."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from workflow import files
from workflow.errors import WorkflowError
from workflow.pipeline.each import each
from workflow.pipeline.run import Run
from workflow.project import Release

if TYPE_CHECKING:
    from workflow.pipeline.sync_release import Synced

RENAMED = 0.8
"""Share of msgids that a new file has in common with a catalog whose source is gone, from which it counts as that source renamed."""


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


def sync(run: Run, *, resegment: bool = False) -> SyncReport:
    """Brings the catalogs of the run's releases up to their sources.

    A release that can not be processed goes into `run.failed`; the others go on. A catalog is written only if its bytes change.
    """
    run.read_ahead("sync")
    orphans = _orphans(run)
    renamed = _rename(run, orphans)
    known = {release.name: None if resegment else run.index.get("sync", release.name, _inputs(run, release)) for release in run.releases}
    changed: list[Synced] = []
    new = [release for release in run.releases if known[release.name] is None]
    for release, (done, other_rules) in _bring_up(run, new, resegment=resegment) if new else ():
        run.look_again(release.name)  # written by another process
        changed += done
        known[release.name] = {"rules": other_rules}
    stay = [name for name, said in known.items() if said is not None and said["rules"]]
    left = sorted(set(orphans) - {old for old, _ in renamed})
    return SyncReport(tuple(changed), tuple(renamed), tuple(left), tuple(stay))


def _bring_up(run: Run, new: list[Release], *, resegment: bool) -> Iterator[tuple[Release, tuple[list[Synced], bool]]]:
    from workflow.pipeline.sync_release import sync_release
    from workflow.pipeline.terms import glossary

    # What all need is made here once, not in each process.
    if run.project.segmentation == "sentence":
        run.rules(run.project.source_language).cut("")
    for language in run.languages:
        glossary(run, language)
    return each(run, new, lambda release: sync_release(run, release, resegment=resegment), "sync")


def _inputs(run: Run, release: Release) -> str:
    return synced_from(run.seen(release), run.targets(release))


def synced_from(inputs: str, languages: Sequence[str]) -> str:
    """Returns the digest by which the index knows that a release is in step with its catalogs in some languages (`Run.inputs`)."""
    return " ".join([inputs, *languages])


def _orphans(run: Run) -> dict[str, dict[str, str]]:
    """Returns release -> language -> catalog, for catalogs whose source is gone."""
    orphans: dict[str, dict[str, str]] = {}
    for language in run.project.languages:
        for name, path in run.catalogs_on_disk(language).items():
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
        from workflow.pipeline.load import load

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
                    run.look_again(release.name)
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
