"""What is wrong with the accepted entries of a catalog, in reading order; and which texts a release has in a language."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from workflow.checks import Subject, check
from workflow.exports.parallel import side
from workflow.inline import PREVIOUS
from workflow.locales.catalog import Catalog, Entry, Key
from workflow.locales.template import Wanted, key_of, present
from workflow.model import Finding, Where
from workflow.pipeline.load import Loaded


def entries_by_key(catalog: Catalog | None) -> dict[Key, Entry]:
    """Returns the live entries of a catalog by msgctxt and msgid; of doubles the first."""
    entries: dict[Key, Entry] = {}
    for entry in catalog.live() if catalog else ():
        entries.setdefault(entry.key, entry)
    return entries


def texts_of(loaded: Loaded, language: str, *, accepted_only: bool) -> dict[int, str]:
    """Returns segment -> text of a release in one language.

    Args:
        loaded: The release.
        language: Which.
        accepted_only: Leaves drafts and other fuzzy texts out.
    """
    entries = entries_by_key(loaded.catalogs.get(language))
    texts = {}
    for number in present(loaded.document, language):
        entry = entries.get(key_of(loaded.document, number))
        if entry is not None and entry.msgstr and not (accepted_only and entry.fuzzy):
            texts[number] = entry.msgstr
    return texts


def findings(loaded: Loaded, catalog: Catalog, wanted: tuple[Wanted, ...], language: str) -> Iterator[Finding]:
    """Yields what checks say of the accepted entries, in reading order: what is not accepted is not published either way."""
    may_join = {one.key: one.before is not None for one in wanted}
    entries = entries_by_key(catalog)
    texts = texts_of(loaded, language, accepted_only=True)
    said = side(loaded.document, sound_texts(loaded, texts, may_join), language)
    seen: set[Key] = set()
    for number, text in texts.items():
        key = key_of(loaded.document, number)
        if key not in seen:
            seen.add(key)
            where = Where(catalog.path, entries[key].line, loaded.release.name, language, key[1])
            # Of sentences that are said as one, all are the source.
            yield from check(Subject(said.document.segments[number].text, text, may_join[key]), where)
    for one in wanted:
        # Sync takes such an acceptance back; whoever typed it is told why.
        entry = entries.get(one.key)
        if entry is not None and entry.fuzzy and entry.msgstr == PREVIOUS and one.before is None:
            where = Where(catalog.path, entry.line, loaded.release.name, language, one.key[1])
            yield from (replace(found, severity="warning") for found in check(Subject(one.key[1], PREVIOUS, may_join=False), where))


def sound_texts(loaded: Loaded, texts: dict[int, str], may_join: dict[Key, bool]) -> dict[int, str]:
    """Returns the texts without `<prev/>` where it can not stand."""
    return {number: text for number, text in texts.items() if text != PREVIOUS or may_join.get(key_of(loaded.document, number), False)}
