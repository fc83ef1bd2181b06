"""Assets: images, style sheets, ITS rules and other files beside the sources, published beside the pages of the source language.

An asset of releases that may not be public is not published either: it is one's if the release links to it, or if it bears the release's
name (`2026-12-01-visit.jpg`, `2026-12-01-visit/map.png`), and it is public as soon as a release links to it that is. An asset that is
gone is taken back when no page links to it any more, if what is public of it is what the program put there (`assets_record`).
"""

from __future__ import annotations

import os
import posixpath
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path
from urllib.parse import quote

from workflow import files
from workflow.errors import WorkflowError
from workflow.exports.paths import ROOT, page_path
from workflow.model import Finding, Where
from workflow.pipeline.assets_record import record, recorded
from workflow.pipeline.load import load
from workflow.pipeline.render import published_under, targets_of
from workflow.pipeline.run import Run
from workflow.project import Release
from workflow.site.published import is_list
from workflow.stamps import digest


def copy_assets(run: Run, written: list[str], *, root: str = ROOT, without: Collection[str] = ()) -> list[Finding]:
    """Copies what changed; returns a finding for each asset that is not published.

    Args:
        run: The run.
        written: The paths of copied files, relative to the project, are added here.
        root: `exports`, or the preview's folder.
        without: Assets that may not be public.
    """
    findings = []
    base = os.path.realpath(run.path("sources"))
    targets: dict[str, str] = {}
    for name in run.assets:
        if name in without:
            continue
        shown = f"sources/{name}"
        problem = _unusable(run, name, base)
        if problem is not None:
            findings.append(problem)
        else:
            targets[shown] = f"{root}/{run.project.source_language}/{name}"
    changed = {shown: target for shown, target in targets.items() if run.digest_of(shown) != run.digest_of(target)}
    if root == ROOT:
        try:
            known = recorded(run)
            record(run, known | {target: known.get(target, frozenset()) | {run.digest_of(shown)} for shown, target in targets.items()})
        except WorkflowError as error:
            return [
                *findings,
                Finding("S005", "error", Where(error.path, error.line), f"no asset is published or taken back: {error.said}"),
            ]
    for shown, target in changed.items():
        try:
            if files.write(run.path(target), files.read(run.path(shown), shown)):
                written.append(target)
        except WorkflowError as error:
            findings.append(Finding("S005", "error", Where(shown), f"not published: {error.message}"))
    return findings


def _unusable(run: Run, name: str, base: str) -> Finding | None:
    shown = f"sources/{name}"
    real = os.path.realpath(run.path(shown))
    if os.path.commonpath([base, real]) != base:
        return Finding("S005", "warning", Where(shown), "a link that leads out of sources/ is not published: put the file itself there")
    if not real.isprintable() and real.encode(errors="replace").decode() != real:
        said = "its name is not UTF-8: rename the file"
        return Finding("S005", "error", Where(shown.encode(errors="backslashreplace").decode()), f"not published: {said}")
    if not Path(real).is_file():
        return Finding("S005", "error", Where(shown), "not published: there is no file where it leads, or it is no file")
    if is_list(f"{run.project.source_language}/{name}"):
        return Finding("S005", "error", Where(shown), "not published: the site's own list has this name; rename the file")
    return None


def held_back(run: Run, releases: Iterable[Release]) -> set[str]:
    """Returns the assets that may not be public, because they belong to none but these releases.

    Args:
        run: The run.
        releases: Those of which nothing may be public.
    """
    held = {release.name: release for release in releases}
    claimed = {asset for release in held.values() for asset in _claimed(run, release)} if run.assets else set()
    for release in run.every if claimed else ():
        if release.name not in held and claimed:
            claimed -= _linked(run, release, claimed)
    return claimed


def _claimed(run: Run, release: Release) -> Iterator[str]:
    named = (f"{release.name}.", f"{release.name}/")
    linked = _linked(run, release, run.assets)
    yield from (asset for asset in run.assets if asset in linked or asset.startswith(named))


def _linked(run: Run, release: Release, assets: Iterable[str]) -> set[str]:
    """Returns those of the assets that a release links to, or whose own version in a language it would.

    A source that can not be read today links to whatever it names.
    """
    base = published_under(run.project)
    found = run.index.get("targets", release.name, digest(run.digest_of(release.path), base))
    if found is None:
        named = _named(run, release, assets)
        if not named:
            return set()
        try:
            loaded = load(run, release)
        except WorkflowError:
            return named
        found = sorted(targets_of(loaded, base))
        run.index.put("targets", release.name, digest(loaded.digests[release.path], base), found)
    targets = set(found)
    return {asset for asset in assets if not targets.isdisjoint(_versions(run, asset))}


def _named(run: Run, release: Release, assets: Iterable[str]) -> set[str]:
    """The assets whose file name stands in a source, as a cheap look at it tells."""
    try:
        data = files.read(run.path(release.path), release.path)
    except WorkflowError:
        return set()
    return {asset for asset in assets if _is_named(data, run, asset)}


def _is_named(data: bytes, run: Run, asset: str) -> bool:
    """Tells if the file name of an asset, or of the one whose version it is, stands in a source or page."""
    names = (posixpath.basename(one) for one in _versions(run, asset))
    return any(name.encode(errors="replace") in data or quote(name, errors="replace").encode() in data for name in names)


def _versions(run: Run, asset: str) -> set[str]:
    """The asset, and the one whose version in a language it is (`map.png` of `map.ru.png`)."""
    stem, suffix = posixpath.splitext(asset)
    base, _, language = stem.rpartition(".")
    return {asset, f"{base}{suffix}"} if base and language in run.project.languages else {asset}


def take_back(run: Run, without: Collection[str]) -> tuple[list[str], list[Finding]]:
    """Removes published assets that are gone or may not be public; returns their paths, and a finding for each that has to stay for now.

    Args:
        run: The run.
        without: Assets that may not be public.
    """
    folder = f"{ROOT}/{run.project.source_language}/"
    try:
        known = recorded(run)
    except WorkflowError:  # told when assets were to be copied
        return [], []
    withheld = {f"{folder}{name}" for name in without}
    wanted = {f"{folder}{name}" for name in run.assets} - withheld
    surplus = sorted(path for path in {*known, *withheld} - wanted if run.path(path).is_file() and not _is_page(run, path))
    removed: list[str] = []
    findings: list[Finding] = []
    linking: dict[str, str] = {}
    unknown: list[tuple[str, bytes]] = []
    for release in run.every if surplus else ():
        page = page_path(run.project.source_language, release.name)
        if run.path(page).is_file():
            targets = run.index.last("linked pages", release.name)
            linking |= dict.fromkeys(targets or (), release.path)
            # Its source can not be read today, and the index is new: the page itself tells what it links to.
            unknown += [(release.path, files.read(run.path(page), page))] if targets is None else []
    kept: list[str] = []
    for path in surplus:
        asset = path.removeprefix(folder)
        by = next((linking[one] for one in sorted(_versions(run, asset)) if one in linking), "") if path.startswith(folder) else ""
        by = by or next((shown for shown, page in unknown if _is_named(page, run, asset)), "")
        if by:
            said = f"is gone, but {by} links to it: what is published of it stays until that does not"
        elif path not in withheld and run.digest_of(path) not in known[path]:
            said = f"is gone, but {path} is not as it was published: who changed it may want it; else remove it"
        else:
            removed += [path] if files.remove(run.path(path)) else []
            continue
        findings.append(Finding("S009", "warning", Where(f"sources/{asset}"), said))
        kept.append(path)
    there = ((path, run.digest_of(path)) for path in sorted({*wanted, *kept} & {*known}))
    record(run, {path: frozenset({now}) if now in known[path] else known[path] for path, now in there if now})
    return removed, findings


def _is_page(run: Run, path: str) -> bool:
    """Tells if a file is a page, TEI or XML of a release by now: a release may have got the name of an asset that is gone."""
    name = path.partition("/")[2].partition("/")[2]
    stems = {posixpath.splitext(name)[0], name.removesuffix(".tei.xml")}
    return posixpath.splitext(name)[1] in (".html", ".xml") and not stems.isdisjoint(run.names)
