"""Assets: images, style sheets, ITS rules and other files beside the sources, published beside the pages of the source language."""

from __future__ import annotations

import os
from pathlib import Path

from workflow import files
from workflow.errors import WorkflowError
from workflow.exports.paths import ROOT
from workflow.model import Finding, Where
from workflow.pipeline.load import Run


def copy_assets(run: Run, written: list[str], *, root: str = ROOT) -> list[Finding]:
    """Copies what changed; returns a finding for each asset that is not published.

    Args:
        run: The run.
        written: The paths of copied files, relative to the project, are added here.
        root: `exports`, or the preview's folder.
    """
    findings = []
    base = os.path.realpath(run.path("sources"))
    for name in run.assets:
        shown = f"sources/{name}"
        real = os.path.realpath(run.path(shown))
        if os.path.commonpath([base, real]) != base:
            findings.append(
                Finding("S005", "warning", Where(shown), "a link that leads out of sources/ is not published: put the file itself there")
            )
            continue
        if not real.isprintable() and real.encode(errors="replace").decode() != real:
            said = "its name is not UTF-8: rename the file"
            findings.append(Finding("S005", "error", Where(shown.encode(errors="backslashreplace").decode()), f"not published: {said}"))
            continue
        if not Path(real).is_file():
            findings.append(Finding("S005", "error", Where(shown), "not published: there is no file where it leads, or it is no file"))
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
