"""fix: corrections of signs and spaces in texts that people accepted or typed, where somebody asked for it; each is told.

A draft is a machine's and stays; a stale text waits for a person as it was accepted. A text that a second person had approved is another
text now, so its approval holds no more, and that is told as well.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from workflow import files
from workflow.checks import fix, ignoring
from workflow.errors import WorkflowError
from workflow.locales import catalog as po
from workflow.locales.catalog import Catalog, Entry
from workflow.locales.review import is_persons, state
from workflow.locales.template import template
from workflow.pipeline.checking import subjects, without
from workflow.pipeline.load import Loaded, load
from workflow.pipeline.run import Run
from workflow.project import Release


@dataclass(frozen=True, slots=True)
class Fixed:
    """One corrected text."""

    release: str
    language: str
    path: str
    line: int
    """Of the entry in the catalog, as it was read."""
    codes: tuple[str, ...]
    before: str
    after: str
    approval_lost: bool
    """A second person had approved what is another text now."""


def fix_texts(run: Run) -> list[Fixed]:
    """Corrects the texts of the run's releases; a release that fails goes into `run.failed`, the others go on."""
    fixed: list[Fixed] = []
    for release in run.releases:
        try:
            for language in run.targets(release):
                fixed += files.again_if_saved(partial(_fix_catalog, run, release, language))
        except WorkflowError as error:
            run.failed[release.name] = error
    return fixed


def _fix_catalog(run: Run, release: Release, language: str) -> list[Fixed]:
    loaded = load(run, release)
    catalog = loaded.catalogs.get(language)
    if catalog is None:
        return []
    changed, fixed = _corrected(run, loaded, catalog, language)
    if fixed:
        run.save(release.name, catalog.path, po.write(changed), loaded.bytes_of[language])
    return fixed


def _corrected(run: Run, loaded: Loaded, catalog: Catalog, language: str) -> tuple[Catalog, list[Fixed]]:
    left_out = without(run.project)
    typed = [
        entry.but(flags=tuple(flag for flag in entry.flags if flag != "fuzzy")) if _is_returned(entry) else entry
        for entry in catalog.entries
    ]
    better: dict[tuple[str | None, str], tuple[str, tuple[str, ...]]] = {}
    for entry, subject in subjects(run, loaded, catalog.with_entries(typed), template(loaded.document, language), language):
        after, codes = fix(subject, without=left_out | ignoring.ignored(entry.comments)[0])
        if codes and after != entry.msgstr:
            better[entry.key] = (after, codes)
    entries: list[Entry] = []
    fixed: list[Fixed] = []
    for entry in catalog.entries:
        if not entry.obsolete and entry.key in better and entry.plural is None and (not entry.fuzzy or _is_returned(entry)):
            after, codes = better.pop(entry.key)
            lost = state(entry) == "approved"
            fixed.append(Fixed(loaded.release.name, language, catalog.path, entry.line, codes, entry.msgstr, after, lost))
            entry = entry.but(msgstr=after)
        entries.append(entry)
    return catalog.with_entries(entries), fixed


def _is_returned(entry: Entry) -> bool:
    """Tells if an entry holds a text that a person typed and that nobody accepted under another source."""
    return not entry.obsolete and entry.fuzzy and entry.previous is None and is_persons(entry)
