"""doctor: looks for what killed runs, other tools and hands left in a project, repairs what can only be meant one way, and tells the rest.

| code | what | |
|---|---|---|
| D101 | the mark of a run that died | removed |
| D102 | files that a run was killed in the middle of writing | removed |
| D103 | an index or memory that can not be used, or digests in it that are not those of the files | thrown away, or forgotten |
| D104 | entries with one key in a catalog | made one; every text of a person is kept, in the entry or in a comment beside it |
| D201 | a catalog that can not be read | a person repairs it |
| D202 | a catalog without a source | a person restores the source, or removes the catalog |
| D203 | catalogs of a language that the project does not have | a person adds the language, or removes them |
| D204 | catalogs whose names other systems take for one | a person renames one source |
| D205 | a catalog or folder that may not be written | a person gives the permission |
| D206 | a copy that an editor or another tool left beside a catalog | a person looks at it, and removes it |
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from unicodedata import normalize

from workflow import files
from workflow.errors import WorkflowError
from workflow.languages import folder
from workflow.locales import catalog as po
from workflow.locales.review import each_key_once
from workflow.project import Project
from workflow.releases import scan
from workflow.stamps import digest, stamp

_COPIES = (".orig", ".bak", ".rej", "~", ".swp", ".mine")


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """Something that is not as it should be."""

    code: str
    path: str
    message: str
    repaired: bool
    """Done, or with `dry_run` what would be done; False: a person has to decide."""
    line: int = 0
    todo: str = ""
    """What that person can do."""


def doctor(project: Project, *, dry_run: bool = False) -> list[Diagnosis]:
    """Returns what was found, repaired first; waits for a run that is under way.

    Args:
        project: The configuration.
        dry_run: Touch nothing.

    Raises:
        UsageError: Another run does not end.
    """
    dead = list(_of_dead_runs(project))
    with files.lock(project.cache, look=dry_run):
        if not dry_run:
            files.sweep(project.root)
        found = [*dead, *_caches(project, dry_run=dry_run)]
        for catalog in _catalogs(project):
            found += _catalog(project, catalog, dry_run=dry_run)
        found += _names(project)
    return sorted(found, key=lambda one: (not one.repaired, one.code, one.path, one.line))


def _of_dead_runs(project: Project) -> Iterator[Diagnosis]:
    holder = project.cache / "lock.pid"
    try:
        process = int(holder.read_text())
    except (OSError, ValueError):
        process = 0
    if process and _lives(process):
        return
    if process:
        yield Diagnosis("D101", ".workflow/lock.pid", f"process {process} died while it worked here", repaired=True)
    for path in files.leftovers(project.root):
        yield Diagnosis("D102", _shown(project, path), "a run was killed while it wrote this", repaired=True)


def _lives(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True


def _caches(project: Project, *, dry_run: bool) -> Iterator[Diagnosis]:
    path = project.cache / "index.sqlite"
    if path.exists():
        problem = _damage(path)
        if problem:
            yield Diagnosis("D103", ".workflow/index.sqlite", f"thrown away, the next run makes it anew: {problem}", repaired=True)
            if not dry_run:
                _remove(project.cache, "index.sqlite*")
        else:
            wrong = _wrong_digests(path, project.root, repair=not dry_run)
            if wrong:
                said = f"forgot {len(wrong)} digests that are not those of the files, of {wrong[0]} among them"
                yield Diagnosis("D103", ".workflow/index.sqlite", said, repaired=True)
    memory = project.cache / "memory.sqlite"
    if memory.exists() and (problem := _damage(memory)):
        yield Diagnosis("D103", ".workflow/memory.sqlite", f"thrown away, the next draft learns it anew: {problem}", repaired=True)
        if not dry_run:
            _remove(project.cache, "memory.sqlite*")


def _damage(path: Path) -> str:
    try:
        connection = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
        try:
            found = connection.execute("PRAGMA quick_check").fetchone()[0]
        finally:
            connection.close()
    except sqlite3.Error as error:
        return str(error)
    return "" if found == "ok" else str(found)


def _remove(folder_: Path, pattern: str) -> None:
    for path in folder_.glob(pattern):
        path.unlink(missing_ok=True)


def _catalogs(project: Project) -> Iterator[Path]:
    yield from sorted((project.root / "locales").glob("*/LC_MESSAGES/**/*.po"))


def _catalog(project: Project, path: Path, *, dry_run: bool) -> Iterator[Diagnosis]:
    shown = _shown(project, path)
    try:
        data = files.read(path, shown)
        catalog = po.read(data, shown)
    except WorkflowError as error:
        yield Diagnosis("D201", shown, error.message, repaired=False, line=error.line, todo=error.hint)
        return
    if not os.access(path, os.W_OK) or not os.access(path.parent, os.W_OK):
        yield Diagnosis("D205", shown, "may not be written", repaired=False, todo="give yourself the permission to write it")
    whole = catalog.with_entries(each_key_once(catalog.entries))
    if count := len(catalog.entries) - len(whole.entries):
        if not dry_run:
            files.write(path, po.write(whole), durable=True, expected=data)
        yield Diagnosis("D104", shown, f"{count} entries stood there twice; all texts are kept", repaired=True)


def _names(project: Project) -> Iterator[Diagnosis]:
    """What the names of files under `locales/` say."""
    names = scan(project).names
    known = {folder(language): language for language in project.languages}
    base = project.root / "locales"
    folders = sorted(path for path in base.iterdir() if path.is_dir()) if base.is_dir() else []
    for one in folders:
        inside = one / "LC_MESSAGES"
        found = [path.relative_to(inside).with_suffix("").as_posix() for path in sorted(inside.rglob("*.po"))]
        if one.name not in known:
            if found:
                todo = f"add the language to languages in the configuration, or remove {_shown(project, one)}/"
                said = f"{len(found)} catalogs of no language of this project"
                yield Diagnosis("D203", _shown(project, one), said, repaired=False, todo=todo)
            continue
        twins: dict[str, str] = {}
        for name in found:
            path = f"{_shown(project, inside)}/{name}.po"
            if name not in names and name != "glossary":
                todo = f"restore sources/{name}.txt (.html, .xml), or remove the catalog if nobody needs its texts"
                yield Diagnosis("D202", path, "its source is gone", repaired=False, todo=todo)
            twin = twins.setdefault(normalize("NFC", name).casefold(), name)
            if twin != name:
                said = f"other systems take it for {twin}.po"
                yield Diagnosis("D204", path, said, repaired=False, todo="rename one of the two sources; its catalog follows")
        for path_ in sorted(inside.rglob("*")):
            if path_.is_file() and path_.name.endswith(_COPIES):
                todo = "look if it holds a text that the catalog lacks, and remove it"
                yield Diagnosis("D206", _shown(project, path_), "a copy beside the catalogs", repaired=False, todo=todo)


def _shown(project: Project, path: Path) -> str:
    return path.relative_to(project.root).as_posix()


def _wrong_digests(index: Path, root: Path, *, repair: bool) -> list[str]:
    """Returns the files whose digest in an index is not theirs although size, times and inode are; forgets those digests if asked.

    Args:
        index: Its file.
        root: Of the project, from which its paths are told.
        repair: Take what is wrong out of the index.
    """
    wrong = []
    connection = sqlite3.connect(index)
    try:
        for name, known, found in connection.execute("SELECT path, stamp, digest FROM files").fetchall():
            file = root / name
            try:
                same = stamp(file.stat()) == known
                if same and digest(file.read_bytes()) != found:
                    wrong.append(str(name))
            except OSError:
                continue
        if repair and wrong:
            connection.executemany("DELETE FROM files WHERE path = ?", [(name,) for name in wrong])
            connection.commit()
    except sqlite3.Error:
        return []
    finally:
        connection.close()
    return wrong
