"""check: catalogs -> findings."""

from __future__ import annotations

from workflow.errors import WorkflowError
from workflow.model import Finding
from workflow.pipeline import failures
from workflow.pipeline.consistent import over_all
from workflow.pipeline.inspect import inspect, inspect_all, left
from workflow.pipeline.run import Run
from workflow.pipeline.terms import look_at_glossaries


def check(run: Run) -> list[Finding]:
    """Returns what is wrong: with sources and metadata first, then with catalogs, by release and language, in reading order;
    at last what is said in two ways over all releases.
    """
    findings: list[Finding] = []
    look_at_glossaries(run)
    inspect_all(run)
    run.read_ahead("left")
    for release in run.releases:
        if release.name in run.failed:
            continue
        try:
            if any(one.findings for one in left(run, release).values()):
                for language, inspected in inspect(run, release).items():
                    findings += inspected.findings if language in run.languages else ()
        except WorkflowError as error:
            run.failed[release.name] = error
    return [*run.findings, *failures(run), *findings, *over_all(run)]
