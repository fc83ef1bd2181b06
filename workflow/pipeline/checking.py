"""What is wrong with the accepted entries of a catalog, in reading order; and which texts a release has in a language."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from workflow.checks import OPTIONAL, Subject, check, ignoring
from workflow.checks.quotes import left_open
from workflow.exports.parallel import side
from workflow.inline import PREVIOUS
from workflow.locales.catalog import Catalog, Entry, Key, entries_by_key
from workflow.locales.template import Wanted, key_of, present
from workflow.model import Document, Finding, Where
from workflow.pipeline.load import Loaded
from workflow.pipeline.run import Run
from workflow.pipeline.terms import glossary
from workflow.project import Project

_NOTE = "note: "
"""How an author's note begins in a `#.` comment."""


def texts_of(loaded: Loaded, language: str, *, accepted_only: bool, catalog: Catalog | None = None) -> dict[int, str]:
    """Returns segment -> text of a release in one language.

    Args:
        loaded: The release.
        language: Which.
        accepted_only: Leaves drafts and other fuzzy texts out.
        catalog: In the place of the one that was loaded.
    """
    entries = entries_by_key(catalog or loaded.catalogs.get(language))
    texts = {}
    for number in present(loaded.document, language):
        entry = entries.get(key_of(loaded.document, number))
        if entry is not None and entry.msgstr and not (accepted_only and entry.fuzzy):
            texts[number] = entry.msgstr
    return texts


def without(project: Project) -> frozenset[str]:
    """Returns the codes of checks that a project does not ask for."""
    return (OPTIONAL - frozenset(project.checks.get("also", ()))) | frozenset(project.checks.get("ignore", ()))


def subjects(run: Run, loaded: Loaded, catalog: Catalog, wanted: tuple[Wanted, ...], language: str) -> Iterator[tuple[Entry, Subject]]:
    """Yields the accepted entries in reading order, with what checks look at; of sentences that are said as one, all are the source."""
    may_join = {one.key: one.before is not None for one in wanted}
    notes = {one.key: tuple(line.removeprefix(_NOTE) for line in one.extracted if line.startswith(_NOTE)) for one in wanted}
    entries = entries_by_key(catalog)
    texts = texts_of(loaded, language, accepted_only=True, catalog=catalog)
    if not texts:  # of a new release nothing is accepted yet
        return
    document = (
        side(loaded.document, sound_texts(loaded, texts, may_join), language).document if PREVIOUS in texts.values() else loaded.document
    )
    terms = glossary(run, language)
    quoted = _quoted(document, present(loaded.document, language), texts)
    seen: set[Key] = set()
    for number, text in texts.items():
        key = key_of(loaded.document, number)
        if key in seen:
            continue
        seen.add(key)
        segment = document.segments[number]
        kind = document.blocks[segment.block].kind
        yield (
            entries[key],
            Subject(segment.text, text, may_join[key], loaded.document.language, language, kind, notes[key], terms, quoted.get(number, 0)),
        )


def _quoted(document: Document, numbers: Sequence[int], texts: Mapping[int, str]) -> dict[int, int]:
    """Returns segment -> how many quotations earlier sentences of its block leave open, where any are.

    A sentence that has no accepted translation yet leaves open what its source does; and what is open in the translation
    alone is a mark that somebody forgot, and tells nothing of the sentences behind it.
    """
    found: dict[int, int] = {}
    block, here, there = -1, 0, 0
    for number in numbers:
        segment = document.segments[number]
        if segment.block != block:
            block, here, there = segment.block, 0, 0
        if here and there:
            found[number] = there
        text = texts.get(number, segment.text)
        if text != PREVIOUS:
            here, there = left_open(segment.text, here), left_open(text, there)
    return found


def findings(run: Run, loaded: Loaded, catalog: Catalog, wanted: tuple[Wanted, ...], language: str) -> Iterator[Finding]:
    """Yields what checks say of the accepted entries, in reading order: what is not accepted is not published either way."""
    left_out, entries = without(run.project), entries_by_key(catalog)
    for entry, subject in subjects(run, loaded, catalog, wanted, language):
        where = Where(catalog.path, entry.line, loaded.release.name, language, entry.msgid)
        yield from ignoring.taken_back(check(subject, where, without=left_out), entry.comments, where)
    for one in wanted:
        # Sync takes such an acceptance back; whoever typed it is told why.
        joined = entries.get(one.key)
        if joined is not None and joined.fuzzy and joined.msgstr == PREVIOUS and one.before is None:
            where = Where(catalog.path, joined.line, loaded.release.name, language, one.key[1])
            yield from (replace(found, severity="warning") for found in check(Subject(one.key[1], PREVIOUS, may_join=False), where))


def sound_texts(loaded: Loaded, texts: dict[int, str], may_join: dict[Key, bool]) -> dict[int, str]:
    """Returns the texts without `<prev/>` where it can not stand."""
    return {number: text for number, text in texts.items() if text != PREVIOUS or may_join.get(key_of(loaded.document, number), False)}
