"""status --history: how far each catalog was at each commit that touched it, read from the project's git repository.

The mainline is followed (`--first-parent`): what the office had on that day, merges among it. A catalog that was renamed has its
earlier life too. Nothing is fetched and nothing is written, but for counts in the cache.
"""

from __future__ import annotations

import os
import subprocess
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from workflow.errors import WorkflowError
from workflow.locales import catalog as po
from workflow.locales.review import ACCEPTED, STATES, State, state
from workflow.pipeline.run import Run

_LOG = ("log", "--first-parent", "-m", "--raw", "-z", "-M", "--no-abbrev", "--relative", "--format=%x01%H%x1f%cI%x1f%an", "--", "locales")
# Of the user's settings none may change what is printed, run a program or ask a server.
_SETTINGS = ("-c", "log.showSignature=false", "-c", "core.fsmonitor=false", "-c", "core.quotePath=false")
_ENVIRONMENT = {"LC_ALL": "C", "GIT_OPTIONAL_LOCKS": "0", "GIT_TERMINAL_PROMPT": "0", "GIT_NO_LAZY_FETCH": "1"}


@dataclass(frozen=True, slots=True)
class Moment:
    """One catalog as a commit left it."""

    release: str
    language: str
    date: str
    """Of the commit, ISO 8601 with its zone."""
    commit: str
    """40 hex digits (of SHA-256 repositories 64)."""
    author: str
    states: dict[State, int]
    """State -> number of live entries."""
    reached: tuple[State, ...] = ()
    """`translated`: since the moment before, every sentence has become accepted; `approved`: every one approved."""

    @property
    def segments(self) -> int:
        """Returns the number of live entries."""
        return sum(self.states.values())

    @property
    def accepted(self) -> int:
        """Returns how many of them people have accepted."""
        return sum(count for name, count in self.states.items() if name in ACCEPTED)


@dataclass(slots=True)
class History:
    """All moments of the run's catalogs, by release and language, oldest first."""

    moments: list[Moment] = field(default_factory=list)
    notice: str = ""
    """Why there is no history, or what is missing in it; one sentence without a final stop."""


@dataclass(frozen=True, slots=True)
class _Change:
    commit: str
    date: str
    author: str
    blob: str


def history(run: Run) -> History:
    """Returns the history of the run's catalogs; without a repository none, and a notice that says why."""
    try:
        log = _git(run, *_LOG)
    except WorkflowError as error:
        return History(notice=error.message)
    changes = _changes(log)
    wanted = {
        run.project.catalog_path(release.name, language): (release.name, language)
        for release in run.releases
        for language in run.targets(release)
    }
    asked = {path: found for path, found in changes.items() if path in wanted}
    counts = dict(_counts(run, sorted({change.blob for found in asked.values() for change in found})))
    result = History()
    unread = 0
    for path, (release, language) in wanted.items():
        before: tuple[State, ...] = ()
        last: dict[State, int] | None = None
        for change in reversed(asked.get(path, [])):
            states = counts.get(change.blob)
            if states is None:
                unread += 1
                continue
            now = _whole(states)
            if states != last:
                reached = tuple(name for name in now if name not in before)
                result.moments.append(Moment(release, language, change.date, change.commit, change.author, states, reached))
            before, last = now, states
    if unread:
        result.notice = f"left out: {unread} earlier {'version' if unread == 1 else 'versions'} of catalogs that can not be read"
    elif _git(run, "rev-parse", "--is-shallow-repository").strip() == b"true":
        result.notice = "the repository is a shallow clone: its history begins late"
    elif not result.moments:
        result.notice = "no commit holds these catalogs yet"
    return result


def _whole(states: dict[State, int]) -> tuple[State, ...]:
    """Returns the states that every sentence has reached."""
    left = {name for name, count in states.items() if count}
    if not left or left - ACCEPTED:
        return ()
    return ("translated", "approved") if left == {"approved"} else ("translated",)


def _changes(log: bytes) -> dict[str, list[_Change]]:
    """Returns path today -> its changes, newest first, from the output of `git log --raw -z`."""
    changes: dict[str, list[_Change]] = {}
    today: dict[str, str] = {}
    tokens = iter(log.decode("utf-8", "replace").split("\0"))
    commit = date = author = ""
    for token in tokens:
        said = token.lstrip("\n")
        if said.startswith("\x01"):
            commit, date, author = said[1:].split("\x1f")
        elif said.startswith(":"):
            *_, blob, status = said.split(" ")
            path = next(tokens)
            if status[0] in "RC":
                old, path = path, next(tokens)
                if status[0] == "R":
                    today[old] = today.get(path, path)
            if status[0] != "D":
                changes.setdefault(today.get(path, path), []).append(_Change(commit, date, author, blob))
    return changes


def _counts(run: Run, blobs: list[str]) -> Iterator[tuple[str, dict[State, int]]]:
    """Yields blob -> state -> number of live entries; those that are no catalog, or not here, are left out."""
    left = []
    for blob in blobs:
        known = run.index.get("states", blob, "")
        if known is None:
            left.append(blob)
        else:
            yield blob, known
    if not left:
        return
    out = _git(run, "cat-file", "--batch", said="".join(f"{blob}\n" for blob in left))
    at = 0
    while at < len(out):
        end = out.index(b"\n", at)
        head = out[at:end]
        at = end + 1
        blob, kind, *size = head.decode("ascii").split(" ")
        if kind != "blob":
            continue
        data = out[at : at + int(size[0])]
        at += int(size[0]) + 1
        try:
            found = Counter(state(entry) for entry in po.read(data, blob).live())
        except WorkflowError:
            continue
        states = {name: found[name] for name in STATES if found[name]}
        run.index.put("states", blob, "", states)
        yield blob, states


def _git(run: Run, *arguments: str, said: str = "") -> bytes:
    """Returns what git prints.

    Raises:
        WorkflowError: There is no git, or it refuses; says why.
    """
    try:
        done = subprocess.run(
            ["git", *_SETTINGS, *arguments],
            cwd=run.project.root,
            env={**os.environ, **_ENVIRONMENT},
            input=said.encode(),
            capture_output=True,
            check=False,
        )
    except FileNotFoundError:
        raise WorkflowError("there is no history: git is not installed") from None
    if done.returncode:
        why = done.stderr.decode("utf-8", "replace").strip().splitlines()
        raise WorkflowError(f"there is no history: git says “{why[0].removeprefix('fatal: ') if why else 'nothing'}”")
    return done.stdout


def user(folder: Path) -> str:
    """Returns the name with which git signs commits in a folder; empty where there is none, or no git."""
    try:
        done = subprocess.run(["git", "config", "user.name"], cwd=folder, capture_output=True, check=False)
    except (FileNotFoundError, NotADirectoryError):
        return ""
    return done.stdout.decode("utf-8", "replace").strip()
