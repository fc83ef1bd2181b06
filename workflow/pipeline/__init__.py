"""The program's table of contents: one run over a project, and the stages in the order in which data flows.

    sync      sources -> catalogs         read, split, merge
    draft     catalogs -> catalogs        memory, then an engine
    check     catalogs -> findings
    publish   catalogs -> exports         align, write
    status    what is there, and why something is not
    main      all of these, one after the other: `workflow run`

Each verb is a module and its function, which takes a `Run` (project, index, the releases it is about) and returns what it did as data. Only
`begin` opens files of the program's own, and only `cli` prints. A command imports the verbs that it needs: with all of them it would start
half as fast.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from workflow import files
from workflow.errors import UsageError
from workflow.index import opened
from workflow.model import Finding, Where
from workflow.pipeline.report import Reporter
from workflow.pipeline.run import Run
from workflow.project import Project
from workflow.releases import check_name, scan
from workflow.stamps import digest

__all__ = ["Reporter", "Run", "begin", "failures"]


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
        yield Run(
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


def failures(run: Run) -> list[Finding]:
    """Returns what kept releases from being processed, as findings."""
    return [Finding("E001", "error", Where(error.path, error.line, name), error.said) for name, error in sorted(run.failed.items())]
