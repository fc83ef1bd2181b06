"""Assets: images, style sheets, ITS rules and other files beside the sources, published beside the pages of the source language."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from workflow import files
from workflow.errors import WorkflowError
from workflow.exports.paths import ROOT
from workflow.model import Finding, Where
from workflow.pipeline.load import Run
from workflow.project import head
from workflow.sources import NOT_YET_READ, is_release
from workflow.sources.its import is_rules


def assets(run: Run) -> Iterator[str]:
    """Yields the path of each asset under `sources/`, with `/`, sorted."""
    base = run.path("sources")
    for folder, folders, names in os.walk(base):
        folders[:] = sorted(one for one in folders if not one.startswith("."))
        for name in sorted(names):
            suffix = Path(name).suffix.lower()
            if name.startswith(".") or suffix == ".toml" or suffix in NOT_YET_READ:
                continue
            if not is_release(suffix) or (suffix == ".xml" and is_rules(head(Path(folder, name)))):
                yield Path(folder, name).relative_to(base).as_posix()


def copy_assets(run: Run, written: list[str], *, root: str = ROOT) -> list[Finding]:
    """Copies what changed; returns a finding for each asset that is not published.

    Args:
        run: The run.
        written: The paths of copied files, relative to the project, are added here.
        root: `exports`, or the preview's folder.
    """
    findings = []
    base = os.path.realpath(run.path("sources"))
    for name in assets(run):
        shown = f"sources/{name}"
        real = os.path.realpath(run.path(shown))
        if os.path.commonpath([base, real]) != base:
            findings.append(
                Finding("S005", "warning", Where(shown), "a link that leads out of sources/ is not published: put the file itself there")
            )
            continue
        target = f"{root}/{run.project.source_language}/{name}"
        if run.digest_of(shown) == run.digest_of(target):
            continue
        try:
            if files.write(run.path(target), files.read(run.path(shown), shown)):
                written.append(target)
        except WorkflowError as error:
            findings.append(Finding("S005", "error", Where(shown), f"not published: {error.message}"))
    return findings
