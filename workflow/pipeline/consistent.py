"""What is said in two ways over all releases: one source with two translations, one person with two names.

An archive has thousands of releases, and a change of one must not read all: what is compared of each release is kept in the index, by the
digest of its catalog. Of a text that is two keys and a line, in one string of bytes for a release; an object is made of those alone whose
source has two translations.

After a change only some sources and names are compared: those of catalogs that changed, and those that were said in two ways before. All
others were said in one way, and are where they were, or are no longer said.
"""

from __future__ import annotations

from base64 import b64decode, b64encode
from collections.abc import Collection, Iterator, Mapping, Set
from dataclasses import dataclass
from itertools import chain
from struct import Struct

from workflow.checks import ignoring
from workflow.checks.consistency import KEY, Name, Text, names_of, source_key, target_key, two_spellings, two_translations
from workflow.errors import WorkflowError
from workflow.glossary.stems import stemmer
from workflow.inline import PREVIOUS, shortened
from workflow.languages import primary
from workflow.locales.catalog import Catalog, Entry
from workflow.model import Finding, Where
from workflow.pipeline.checking import without
from workflow.pipeline.load import Loaded
from workflow.pipeline.run import Run
from workflow.stamps import digest

_ROW = Struct(f">{KEY}s{KEY}sI")
_BETWEEN = "\0"
_SOURCE = Struct(f">{KEY}s{KEY + 4}x")
"""Of a row, the key of its source alone."""


def keep_said(run: Run, loaded: Loaded) -> None:
    """Keeps what of the accepted texts of a release is compared with those of all others."""
    for language, catalog in loaded.catalogs.items():
        rows = _said(catalog, loaded.release.name, (loaded.document.language, language))
        run.index.put("said", f"{language} {loaded.release.name}", loaded.digests[catalog.path], rows)


def _said(catalog: Catalog, release: str, languages: tuple[str, str]) -> dict[str, str]:
    """Returns `texts`: `_ROW` after `_ROW`, in base 64; `names`: line, name in the source, and as it is spelled, of one after the other."""
    both = (primary(languages[0]), primary(languages[1]))
    live = catalog.live()
    texts: list[bytes] = []
    names: list[str] = []
    for at, entry in enumerate(live):
        follower = live[at + 1] if at + 1 < len(live) else None
        if not entry.msgstr or entry.fuzzy or entry.msgstr == PREVIOUS or (follower and follower.msgstr == PREVIOUS and not follower.fuzzy):
            continue
        taken_back = ignoring.ignored(entry.comments)[0] if entry.comments else frozenset()
        if "P901" not in taken_back:
            texts.append(_ROW.pack(source_key(entry.msgctxt, entry.msgid), target_key(entry.msgstr), entry.line))
        if "P902" not in taken_back:
            for name in names_of(entry.msgid, entry.msgstr, both):
                names += [str(entry.line), *name]
    return {"texts": b64encode(b"".join(texts)).decode(), "names": _BETWEEN.join(names)}


@dataclass(frozen=True, slots=True)
class _Compared:
    """What was compared when a language was last looked at: which sources and names may be said in two ways by now follows from it."""

    digests: Mapping[str, str]
    """Release -> digest of its catalog."""
    sources: Collection[bytes]
    """Keys of those that were said in two ways."""
    names: Collection[str]
    """Those that were spelled in two ways, without case."""

    def plain(self) -> list[object]:
        return [self.digests, [one.hex() for one in self.sources], list(self.names)]


def _last_compared(run: Run, language: str) -> _Compared | None:
    kept = run.index.last("compared", language)
    return _Compared(kept[0], [bytes.fromhex(one) for one in kept[1]], kept[2]) if kept is not None else None


def _sources(rows: bytes) -> Iterator[bytes]:
    return chain.from_iterable(_SOURCE.iter_unpack(rows))


def _names(said: str) -> Iterator[str]:
    return map(str.casefold, said.split(_BETWEEN)[1::3])


def _in_two_ways(packed: Mapping[str, bytes], among: Set[bytes] | None) -> list[Text]:
    """Returns the texts whose source has several translations.

    Args:
        packed: Release -> its rows.
        among: Keys of the sources that are compared; None: all.
    """
    if among is not None:
        packed = {release: rows for release, rows in packed.items() if not among.isdisjoint(_sources(rows))}
    first: dict[bytes, bytes] = {}
    several: set[bytes] = set()
    for rows in packed.values():
        for source, target, _ in _ROW.iter_unpack(rows):
            if (among is None or source in among) and first.setdefault(source, target) != target:
                several.add(source)
    return [
        Text(release, line, source, target)
        for release, rows in (packed.items() if several else ())
        for source, target, line in _ROW.iter_unpack(rows)
        if source in several
    ]


def _spelled_in_two_ways(said: Mapping[str, str], among: Set[str] | None) -> list[Name]:
    """Returns the names that are spelled in several ways, were it in their endings; arguments as those of `_in_two_ways`."""
    said = {release: rows for release, rows in said.items() if rows and (among is None or not among.isdisjoint(_names(rows)))}
    first: dict[str, str] = {}
    several: set[str] = set()
    for rows in said.values():
        for name, spelled in zip(_names(rows), rows.split(_BETWEEN)[2::3], strict=True):
            if (among is None or name in among) and first.setdefault(name, spelled) != spelled:
                several.add(name)
    found: list[Name] = []
    for release, rows in said.items() if several else ():
        parts = rows.split(_BETWEEN)
        every = zip(_names(rows), parts[::3], parts[1::3], parts[2::3], strict=True)
        found += [Name(release, int(line), name, spelled) for key, line, name, spelled in every if key in several]
    return found


def over_all(run: Run) -> Iterator[Finding]:
    """Yields what is said in two ways over all releases of the project, at those that the run is about."""
    left_out = without(run.project)
    if {"P901", "P902"} <= left_out:
        return
    asked = {release.name for release in run.releases}
    for language in run.languages:
        for code, release, line, source, message in _clashes(run, language):
            if release in asked and code not in left_out:
                yield Finding(code, "warning", Where(run.project.catalog_path(release, language), line, release, language, source), message)


def _clashes(run: Run, language: str) -> list[tuple[str, str, int, str, str]]:
    """Returns code, release, line, msgid and message of what is said in two ways; kept until a catalog changes."""
    asked = [one for one in run.every if language in run.project.targets(one)]
    paths = {one.name: run.project.catalog_path(one.name, language) for one in asked}
    digests = {one.name: run.catalog_digest(one, language, paths[one.name]) for one in asked}
    inputs = digest(*(part for pair in sorted(digests.items()) for part in pair))
    known = run.index.get("clashes", language, inputs)
    if known is not None:
        return [tuple(row) for row in known]
    texts: dict[str, bytes] = {}
    names: dict[str, str] = {}

    def take(name: str, rows: dict[str, str]) -> None:
        texts[name], names[name] = b64decode(rows["texts"]), rows["names"]

    saved_meanwhile = False
    prefix = f"{language} "
    for kept, made_from, rows in run.index.all_of("said", prefix):
        name = kept.removeprefix(prefix)
        if made_from and digests.get(name) == made_from:
            take(name, rows)
    for name, path in paths.items():
        if digests[name] and name not in texts and (read := _read(run, path)) is not None:
            rows = _said(read[0], name, (run.project.source_language, language))
            run.index.put("said", f"{prefix}{name}", read[1], rows)
            take(name, rows)
            saved_meanwhile |= read[1] != digests[name]
    found = []
    entries: dict[str, dict[int, Entry]] = {}

    def entry_at(release: str, line: int) -> Entry | None:
        if release not in entries:
            found = _read(run, paths[release])
            entries[release] = {entry.line: entry for entry in found[0].live()} if found else {}
        return entries[release].get(line)

    # Of what is said equally often, what the first release says is the usual.
    texts = {name: texts[name] for name in paths if name in texts}
    before = _last_compared(run, language)
    among_sources: set[bytes] | None = None
    among_names: set[str] | None = None
    if before is not None:
        changed = [name for name in texts if before.digests.get(name) != digests[name]]
        among_sources = {*before.sources, *(source for name in changed for source in _sources(texts[name]))}
        among_names = {*before.names, *(one for name in changed for one in _names(names[name]))}
    in_two_ways = _in_two_ways(texts, among_sources)
    spelled = _spelled_in_two_ways({name: names[name] for name in texts}, among_names)
    for text, usual in two_translations(in_two_ways):
        here, there = entry_at(text.release, text.line), entry_at(usual.release, usual.line)
        if here is not None and there is not None:
            said = f"elsewhere translated as “{shortened(there.msgstr, 60)}” ({paths[usual.release]}:{usual.line})"
            found.append(("P901", text.release, text.line, here.msgid, said))
    for name_, other in two_spellings(spelled, stemmer(language)) if spelled else ():
        entry = entry_at(name_.release, name_.line)
        if entry is not None:
            said = f"“{name_.spelled}” is “{other.spelled}” elsewhere ({paths[other.release]}:{other.line})"
            found.append(("P902", name_.release, name_.line, entry.msgid, said))
    found.sort()
    if saved_meanwhile:  # of other bytes than the run saw: what came of them is told, and not kept
        return found
    run.index.put("clashes", language, inputs, found)
    compared = {name: digests[name] for name in texts}
    now = _Compared(compared, {one.source for one in in_two_ways}, {one.name.casefold() for one in spelled})
    run.index.put("compared", language, "", now.plain())
    return found


def _read(run: Run, path: str) -> tuple[Catalog, str] | None:
    try:
        return run.catalog_and_digest(path)
    except WorkflowError:
        return None  # whoever works on that release is told
