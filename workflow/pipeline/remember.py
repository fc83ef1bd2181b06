"""Accepted texts of all releases and of TMX files, offered to sentences that have none: what `draft` asks before any engine."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator, Mapping
from itertools import pairwise

from workflow.errors import WorkflowError
from workflow.exports.parallel import side
from workflow.inline import PREVIOUS
from workflow.languages import folder
from workflow.locales.catalog import Catalog, Key
from workflow.locales.review import state
from workflow.locales.template import key_of, repeated
from workflow.locales.together import accepted_groups
from workflow.memory import Memory, Proposal, Request, Unit, tmx
from workflow.model import Finding, Where
from workflow.pipeline.load import load
from workflow.pipeline.run import MANY, Run
from workflow.project import Release

Wanted = dict[str, list[Key]]
"""Release -> the entries that want a text."""


def remembered(run: Run, wanted: Wanted, language: str) -> dict[tuple[str, Key], Proposal]:
    """Returns (release, key) -> the best accepted text, for sentences that have one: in context, the same, or a similar source."""
    reason: sqlite3.Error | None = None
    for _ in range(2):
        try:
            return _proposals(run, run.index.memory(), wanted, language)
        except sqlite3.Error as error:
            # Damaged, it is learned again from the catalogs; a full disk costs the cache, not the run.
            reason = error
            run.index.forget_memory()
    run.reporter.say(f"draft {language}: the memory is kept for this run only ({reason})")
    with contextlib.closing(sqlite3.connect(":memory:")) as connection:
        return _proposals(run, connection, wanted, language)


def _proposals(run: Run, connection: sqlite3.Connection, wanted: Wanted, language: str) -> dict[tuple[str, Key], Proposal]:
    memory = Memory(connection, source=run.project.source_language)
    _learn(run, memory, language)
    places: list[tuple[str, Key]] = []
    requests: list[Request] = []
    every = {release.name: release for release in run.every}
    for release, keys in wanted.items():
        path = run.project.catalog_path(release, language)
        neighbours = _contexts(run, every.get(release), run.catalog(path), language)
        for key in keys:
            for before, after in neighbours.get(key, ((None, None),)):
                places.append((release, key))
                requests.append(Request(key[1], key[0], before, after))
    with run.reporter.task(f"memory {language}", len(requests), "segments") as progress:
        found = memory.propose_all(language, requests, progress=progress)
    best: dict[tuple[str, Key], Proposal] = {}
    for place, proposal in zip(places, found, strict=True):
        # Of the places where a sentence stands, one in which it was accepted decides.
        if proposal is not None and (place not in best or _rank(proposal) > _rank(best[place])):
            best[place] = proposal
    return best


def _rank(proposal: Proposal) -> tuple[bool, bool]:
    return (proposal.usable, proposal.kind == "context")


def _contexts(run: Run, release: Release | None, catalog: Catalog, language: str) -> dict[Key, tuple[tuple[str, str], ...]]:
    """Returns key -> the pairs of msgids between which it stands, "" where there is no neighbour."""
    keys = _order(run, release, language) if release is not None else []
    keys = keys or [entry.key for entry in catalog.live()]
    said = ["", *(msgid for _, msgid in keys), ""]
    pairs: dict[Key, dict[tuple[str, str], None]] = {}
    for number, key in enumerate(keys):
        pairs.setdefault(key, {})[said[number], said[number + 2]] = None
    return {key: tuple(found) for key, found in pairs.items()}


def _order(run: Run, release: Release, language: str) -> list[Key]:
    """Returns the sentences of a release in reading order if some occur several times; nothing where its catalog has that order."""
    known = run.index.get("order", release.name, run.digest_of(release.path))
    if known is not None and language in known:
        return [(msgctxt, msgid) for msgctxt, msgid in known[language]]
    try:
        return repeated(load(run, release).document, language)
    except WorkflowError:
        return []  # whoever works on that release is told


def _learn(run: Run, memory: Memory, language: str) -> None:
    """Brings the memory up to the catalogs of all releases, and to the TMX files of the language; reads what changed."""
    releases = {release.name: release for release in run.every}
    base = f"locales/{folder(language)}"
    names = {path: name for name, path in run.catalogs_on_disk(language).items()}
    files_of_others = {f"{base}/memory/{file.name}": file for file in sorted(run.path(f"{base}/memory").glob("*.tmx"))}
    run.index.ahead([], ["seen", "linked"] if len(names) >= MANY else [])
    digests = {path: run.catalog_digest(releases.get(name), language, path) for path, name in names.items()}
    digests |= {path: run.digest_of(path) for path in files_of_others}
    for path in memory.bring_up(language, digests):
        if path in names:
            name = names[path]
            try:
                catalog, found = run.catalog_and_digest(path)
                units = _accepted(run, releases.get(name), catalog, language)
            except WorkflowError:
                continue  # whoever works on that release is told
            memory.learn(path, found, language=language, release=name, units=units)
            continue
        file = files_of_others[path]
        try:
            with file.open("rb") as opened:
                units_of = tmx.read(opened, path, source=run.project.source_language, target=language)
                memory.learn(path, digests[path], language=language, release=file.stem, units=units_of)
        except WorkflowError as error:
            run.findings.append(Finding("M002", "error", Where(path, error.line), f"not learned: {error.said}"))


def accepted(run: Run, language: str, names: tuple[str, ...] | None = None) -> Iterator[tuple[str, Unit]]:
    """Yields (origin, unit) for the accepted texts of a language.

    Args:
        run: The run.
        language: Of the translations.
        names: Releases; None: all, and the TMX files of the language too.

    Raises:
        WorkflowError: A catalog or TMX file can not be read.
    """
    releases = {release.name: release for release in run.every}
    base = f"locales/{folder(language)}"
    for name in run.catalogs_on_disk(language):
        if names is None or name in names:
            path = f"{base}/LC_MESSAGES/{name}.po"
            catalog = run.catalog(path)
            for unit in _accepted(run, releases.get(name), catalog, language):
                yield name, unit
    for file in sorted(run.path(f"{base}/memory").glob("*.tmx")) if names is None else ():
        with file.open("rb") as opened:
            for unit in tmx.read(opened, f"{base}/memory/{file.name}", source=run.project.source_language, target=language):
                yield file.stem, unit


def _accepted(run: Run, release: Release | None, catalog: Catalog, language: str) -> list[Unit]:
    contexts = _contexts(run, release, catalog, language)
    return [*_units(catalog, contexts), *_joined(run, release, catalog, language, contexts)]


def _units(catalog: Catalog, contexts: Mapping[Key, tuple[tuple[str, str], ...]]) -> Iterator[Unit]:
    """Yields the accepted sentences, obsolete ones too, but for those that are said together with others."""
    revised = catalog.headers().get("PO-Revision-Date", "")
    live = catalog.live()
    # A `<prev/>` that is not accepted says nothing of its neighbour.
    heads = {one.key for one, follower in pairwise(live) if follower.msgstr == PREVIOUS and not follower.fuzzy}
    for entry in catalog.entries:
        said = entry.msgstr and not entry.fuzzy and entry.msgstr != PREVIOUS and entry.plural is None
        if said and (entry.obsolete or entry.key not in heads):
            approved = state(entry.but(obsolete=False)) == "approved"
            places = () if entry.obsolete else contexts.get(entry.key, ())
            yield Unit(entry.msgid, entry.msgstr, entry.msgctxt, approved, revised, places)


def _joined(
    run: Run, release: Release | None, catalog: Catalog, language: str, contexts: Mapping[Key, tuple[tuple[str, str], ...]]
) -> list[Unit]:
    """Returns sentences that are said as one, under their joined source, between the neighbours of the first and the last."""
    groups = [group for group in accepted_groups(list(catalog.live())) if len(group) > 1 and not group[0].fuzzy and group[0].msgstr]
    if release is None or not groups:
        return []
    from workflow.pipeline.checking import texts_of  # with all checks: few releases have such sentences

    loaded = load(run, release)
    said = side(loaded.document, texts_of(loaded, language, accepted_only=True), language)
    joined = {
        key_of(loaded.document, number): (said.document.segments[number].text, text)
        for number, text in said.texts.items()
        if said.document.segments[number].text != loaded.document.segments[number].text
    }
    revised = catalog.headers().get("PO-Revision-Date", "")
    units = []
    for group in groups:
        first = group[0]
        if first.key in joined:
            msgid, text = joined[first.key]
            approved = all(state(entry) == "approved" for entry in group)
            # Both ends stand in one place only: sentences that occur twice are not said together.
            around = (contexts[first.key][0][0], contexts[group[-1].key][0][1])
            units.append(Unit(msgid, text, first.msgctxt, approved, revised, (around,)))
    return units
