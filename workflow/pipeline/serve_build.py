"""The half of serve that watches and builds, in a process of its own: the preview, and how everything stands.

It holds the project's lock while it builds, a few releases at a time, so that any command can run beside it, also during the first build
of a large archive. It never syncs: a catalog that changes under the hands of a person would have to be loaded again in the editor. What
waits for a sync says so.
"""

from __future__ import annotations

import multiprocessing
import signal
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from multiprocessing.connection import Connection
from pathlib import Path

from workflow import files
from workflow import project as projects
from workflow.errors import WorkflowError
from workflow.exports.paths import ROOT as PUBLIC
from workflow.exports.paths import page_path
from workflow.model import Finding, Where
from workflow.pipeline import Run, begin
from workflow.pipeline.preview import ROOT as PREVIEW
from workflow.pipeline.preview import preview as build_preview
from workflow.pipeline.status import Standing, status
from workflow.project import Project
from workflow.site.board import Board, Cell, CellState, Row, Trouble

_FOLDERS = ("sources", "locales", "templates", PUBLIC)
_CONFIGURATION = ("workflow.toml", "pyproject.toml")
_BEHIND = "it has changed since it was published: run workflow publish"
_LOOK = 1000
"""Milliseconds after which the watcher looks whether the configuration has changed and whether the server still lives."""
_CALM = 50
"""Milliseconds without another change after which a build begins: an editor may save in several steps."""
_PART = 25
"""Releases that are built while the project is locked."""
_TURN = 0.2
"""Seconds between two parts: other commands look every 0.05 s whether the project is free."""
_SHOW = 3.0
"""Seconds after which the board is shown again while it fills."""
_LONGEST = 400
"""Milliseconds of changes without a pause after which it begins all the same."""


@dataclass(frozen=True, slots=True)
class Built:
    """What the builder sends after a build."""

    board: Board
    pages: list[str]
    """Below the preview."""
    more: bool = False
    """The build goes on."""


class Working:
    """What it sends before one."""


def build_until_stopped(root: str, to: Connection) -> None:
    """Builds all, then what changes, until the server is gone; sends `Working` before each build and `Built` after it."""
    end = _End()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # goes to the server too, which ends this process
    signal.signal(signal.SIGTERM, end.set)
    with suppress(BrokenPipeError, ConnectionError):
        _Builder(Path(root), to, end).run()


class _End:
    """What the watcher asks whether to end: it was told so, or the server is gone."""

    def __init__(self) -> None:
        self._told = False

    def set(self, *_: object) -> None:
        self._told = True

    def is_set(self) -> bool:
        parent = multiprocessing.parent_process()
        return self._told or parent is None or not parent.is_alive()


class _Builder:
    """Builds the preview, and keeps the board."""

    def __init__(self, root: Path, to: Connection, end: _End) -> None:
        self.root = root
        self.to = to
        self.end = end
        self.board = Board(root.name)
        self.sound = False
        """The board shows the project as it is: the last build of everything went through."""

    def run(self) -> None:
        """Builds until the server is gone."""
        from watchfiles import watch

        while not self.end.is_set():
            began, stamp = time.time(), self._stamp()
            self.build(None)
            since: float | None = began
            roots = [path for name in _FOLDERS if (path := self.root / name).is_dir()]
            if not roots:
                self._wait(stamp)
                continue
            for changes in watch(
                *roots,
                watch_filter=None,
                debounce=_LONGEST,
                step=_CALM,
                rust_timeout=_LOOK,
                yield_on_timeout=True,
                stop_event=self.end,
                raise_interrupt=False,
            ):
                if self._stamp() != stamp:
                    break
                changed = {Path(path) for _, path in changes}
                if since is not None:
                    # What was saved after the build had begun, and before anybody watched.
                    changed |= _saved_since(roots, since)
                    since = None
                wanted = {path for path in changed if _counts(path)}
                names, others = self._releases(wanted)
                if names is None or names or others:
                    self.build(names, others)

    def _wait(self, stamp: object) -> None:
        while self._stamp() == stamp and not self.end.is_set():
            time.sleep(_LOOK / 1000)

    def _stamp(self) -> object:
        """What a new start of the watch depends on: the configuration, and which folders there are."""
        found: list[object] = [(self.root / name).is_dir() for name in _FOLDERS]
        for name in _CONFIGURATION:
            with suppress(OSError):
                stat = (self.root / name).stat()
                found.append((name, stat.st_mtime_ns, stat.st_size))
        return found

    def _releases(self, changed: Iterable[Path]) -> tuple[list[str] | None, list[str]]:
        """The releases that files belong to, None: everything has to be built anew; and others, of which a public page has changed."""
        known = {row.release for row in self.board.rows}
        found: set[str] = set()
        public: set[str] = set()
        for path in changed:
            top, *rest = path.relative_to(self.root).parts
            inside = "/".join(rest[2:] if top == "locales" else rest[1:] if top == PUBLIC else rest)
            name = inside.removesuffix(Path(inside).suffix)
            if top == PUBLIC:
                public |= {name} & known if self.sound else set()
            elif not self.sound or top == "templates" or name not in known or (top == "sources" and not path.exists()):
                return None, []
            else:
                found.add(name)
        return sorted(found), sorted(public - found)

    def build(self, names: list[str] | None, others: Sequence[str] = ()) -> None:
        """Builds some releases, or all, and sends how they stand. What can not be read is told, and the others go on.

        Args:
            names: The releases; None: all.
            others: Those of which only the standing has changed.
        """
        self.to.send(Working())
        try:
            project = projects.load(self.root)
            if names is None:
                self._all(project)
            else:
                pages = self._some(project, names, pages=True) + self._some(project, others, pages=False)
                self.to.send(Built(self.board, pages))
            self.sound = True
        except WorkflowError as error:
            self._failed(_failure(error))
        except OSError as error:
            self._failed(Trouble(str(error.filename or ""), error.strerror or str(error)))

    def _some(self, project: Project, names: Sequence[str], *, pages: bool) -> list[str]:
        """Puts some releases on the board as they are now; returns the pages that were built."""
        made: list[str] = []
        for part in _parts(names):
            rows, troubles, built = _built(project, part, pages=pages)
            self.board = self.board.with_rows(rows, troubles)
            made += built
        return made

    def _failed(self, trouble: Trouble) -> None:
        self.sound = False
        self.board = self.board.with_rows((), [trouble])
        self.to.send(Built(self.board, []))

    def _all(self, project: Project) -> None:
        """Builds everything, what is newest first; the board fills meanwhile."""
        with begin(project) as run:
            names = sorted((release.name for release in run.releases), reverse=True)
        rows: list[Row] = []
        troubles: list[Trouble] = []
        pages: list[str] = []
        shown, left = 0.0, len(names)
        for part in _parts(names) if names else [[]]:
            if self.end.is_set():
                return
            now, found, made = _built(project, part)
            rows, troubles, pages = [*rows, *now], list(dict.fromkeys([*troubles, *found])), [*pages, *made]
            left -= len(part)
            if left == 0 or time.monotonic() - shown > _SHOW:
                shown = time.monotonic()
                self.board = Board(self.board.project, project.source_language, tuple(rows), tuple(troubles))
                self.to.send(Built(self.board, pages, more=left > 0))
                pages = []


def _parts(names: Sequence[str]) -> Iterator[list[str]]:
    """Yields names a few at a time; other commands get their turn between them."""
    for at in range(0, len(names), _PART):
        if at:
            time.sleep(_TURN)
        yield list(names[at : at + _PART])


def _built(project: Project, names: list[str], *, pages: bool = True) -> tuple[tuple[Row, ...], list[Trouble], list[str]]:
    """Returns how releases stand, what is wrong with the project as a whole, and their pages below the preview, where asked for."""
    with begin(project) as run:
        run.releases = tuple(one for one in run.every if one.name in names)  # one may have gone since it was named
        made = build_preview(run, part=True) if pages else []
        rows = _rows(run, status(run))
        return rows, [_trouble(finding) for finding in run.findings], [path.removeprefix(f"{PREVIEW}/") for path in made]


def _saved_since(roots: Sequence[Path], moment: float) -> set[Path]:
    found = set()
    for root in roots:
        for path in root.rglob("*"):
            with suppress(OSError):
                if path.is_file() and path.stat().st_mtime >= moment:
                    found.add(path)
    return found


def _counts(path: Path) -> bool:
    """Tells if a file is one that somebody means: not an editor's copy, and not one that is being written."""
    return not (
        path.name.startswith((".", files.TEMPORARY, "~$")) or path.name.endswith(("~", ".swp", ".tmp", ".bak", ".mo")) or path.is_dir()
    )


def _rows(run: Run, standings: Sequence[Standing]) -> tuple[Row, ...]:
    sources = {release.name: release.path for release in run.releases}
    cells: dict[str, list[Cell]] = {}
    for one in standings:
        row = cells.setdefault(one.page.release, [])
        cell = _cell(run, one)
        # What can not be read stops the whole release: it is told once.
        row.append(replace(cell, troubles=()) if row and cell.state == "failed" and cell.troubles == row[0].troubles else cell)
    return tuple(Row(name, sources.get(name, ""), tuple(cells[name])) for name in sorted(cells, reverse=True))


def _cell(run: Run, one: Standing) -> Cell:
    page, found = one.page, one.inspected
    troubles = [_trouble(finding) for finding in found.findings] if found else []
    if one.error is not None:
        troubles.append(_failure(one.error))
    return Cell(
        language=page.language,
        state=_state(one),
        why="" if one.error else page.why or (_BEHIND if one.behind else ""),
        segments=found.segments if found else 0,
        words=found.words if found else 0,
        accepted=100 * found.words_accepted // found.words if found and found.words else 0 if found else None,
        public=run.path(page_path(page.language, page.release)).is_file(),
        sheet=found is not None and run.path(run.project.catalog_path(page.release, page.language)).is_file(),
        troubles=tuple(troubles),
    )


def _state(one: Standing) -> CellState:
    if one.error is not None:
        return "failed"
    if one.page.late:
        return "older"
    if one.page.published:
        return "published" if one.there and not one.behind else "ready"
    return "held" if one.page.why == "withdrawn" or one.page.why.startswith("embargo") else "waiting"


def _failure(error: WorkflowError) -> Trouble:
    return Trouble(Where(error.path, error.line).place, error.said)


def _trouble(finding: Finding) -> Trouble:
    where = finding.where
    return Trouble(where.place, finding.message + (f" — “{where.text}”" if where.text else ""), finding.severity)
