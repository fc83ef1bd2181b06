"""The program's table of contents: the only place where stages meet, in the order in which data flows.

    sync      sources -> catalogs         read, split, merge
    draft     catalogs -> catalogs        memory, then an engine
    check     catalogs -> findings
    publish   catalogs -> exports         align, write
    status    what is there, and why something is not

Each verb takes a `Run` (project, index, the releases it is about) and returns what it did as data. Only `begin` opens files of
the program's own, and only `cli.py` prints.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from workflow import files
from workflow.errors import UsageError, WorkflowError
from workflow.index import digest, opened
from workflow.model import Finding, Where
from workflow.pipeline.consistent import over_all
from workflow.pipeline.draft import Drafted, draft
from workflow.pipeline.each import FEW
from workflow.pipeline.fix import Fixed, fix_texts
from workflow.pipeline.inspect import inspect, inspect_all
from workflow.pipeline.load import Run
from workflow.pipeline.preview import preview
from workflow.pipeline.publish import Page, Published, publish
from workflow.pipeline.report import Reporter
from workflow.pipeline.status import Standing, status
from workflow.pipeline.sync import Synced, SyncReport, sync
from workflow.pipeline.terms import look_at_glossaries
from workflow.project import Project
from workflow.releases import check_name, scan

__all__ = [
    "Drafted",
    "Fixed",
    "Outcome",
    "Page",
    "Published",
    "Reporter",
    "Run",
    "Standing",
    "SyncReport",
    "Synced",
    "begin",
    "check",
    "draft",
    "everything",
    "failures",
    "fix_texts",
    "preview",
    "publish",
    "status",
    "sync",
]


@contextmanager
def begin(
    project: Project, names: Iterable[str] = (), *, languages: tuple[str, ...] = (), reporter: Reporter | None = None
) -> Iterator[Run]:
    """Opens a project for one run, alone.

    Args:
        project: The configuration.
        names: Releases that the run is about; empty: all.
        languages: Target languages that the run is about; empty: all. What it is not about stays as it is.
        reporter: Takes progress and messages.

    Raises:
        UsageError: A name is no release of the project, or another run does not end.
    """
    wanted = list(dict.fromkeys(check_name(name) for name in names))
    with files.lock(project.cache), opened(project.cache, _program()) as index:
        found = scan(project)
        every, findings = found.releases, found.findings
        by_name = {release.name: release for release in every} | {release.path.removeprefix("sources/"): release for release in every}
        unknown = [name for name in wanted if name not in by_name]
        if unknown:
            raise UsageError(_unknown(unknown[0], sorted(by_name), findings), hint="see: workflow status")
        chosen = tuple(dict.fromkeys(by_name[name] for name in wanted)) if wanted else every
        run = Run(
            project,
            index,
            reporter=reporter or Reporter(),
            releases=chosen,
            every=every,
            names=found.names,
            assets=found.assets,
            only=languages,
            findings=list(findings),
        )
        if len(chosen) >= FEW:
            run.read_ahead()
        yield run


def _unknown(name: str, known: list[str], findings: tuple[Finding, ...]) -> str:
    import difflib

    said = next((finding.message for finding in findings if Path(finding.where.path).stem == Path(name).stem), "")
    near = difflib.get_close_matches(name, known, 1)
    return f"“{name}” is no release of this project" + (f": {said}" if said else f"; did you mean {near[0]}?" if near else "")


def _program() -> str:
    """Returns the digest of the program as installed: results of another one are not used."""
    base = Path(__file__).parent.parent
    parts = []
    for path in sorted(base.rglob("*")):
        if path.suffix in (".py", ".srx", ".txt", ".xml", ".j2", ".css", ".po", ".toml") and "__pycache__" not in path.parts:
            found = path.stat()
            parts.append(f"{path.relative_to(base)} {found.st_size} {found.st_mtime_ns}")
    return digest(*parts)


def check(run: Run) -> list[Finding]:
    """Returns what is wrong: with sources and metadata first, then with catalogs, by release and language, in reading order;
    at last what is said in two ways over all releases.
    """
    findings: list[Finding] = []
    look_at_glossaries(run)
    inspect_all(run)
    for release in run.releases:
        if release.name in run.failed:
            continue
        try:
            for language, inspected in inspect(run, release).items():
                findings += inspected.findings if language in run.languages else ()
        except WorkflowError as error:
            run.failed[release.name] = error
    return [*run.findings, *failures(run), *findings, *over_all(run)]


def failures(run: Run) -> list[Finding]:
    """Returns what kept releases from being processed, as findings."""
    return [Finding("E001", "error", Where(error.path, error.line, name), error.said) for name, error in sorted(run.failed.items())]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What `workflow run` did."""

    synced: SyncReport
    drafted: list[Drafted]
    findings: list[Finding]
    published: Published
    standings: list[Standing]


def everything(run: Run) -> Outcome:
    """The main job: sync, draft, check, publish, status."""
    synced = sync(run)
    drafted = draft(run)
    published = publish(run)
    standings = status(run)
    return Outcome(synced, drafted, check(run), published, standings)
