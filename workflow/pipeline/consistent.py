"""What is said in two ways over all releases: one source with two translations, one person with two names.

An archive has thousands of releases, and a change of one must not read all: what is compared of each release is kept in the index, by the
digest of its catalog. Of a text that is two keys and a line, in one string of bytes for a release; an object is made of those alone whose
source has two translations.
"""

from __future__ import annotations

from base64 import b64decode, b64encode
from collections.abc import Iterator
from struct import Struct
from typing import Any

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


def keep_said(run: Run, loaded: Loaded) -> None:
    """Keeps what of the accepted texts of a release is compared with those of all others."""
    for language, catalog in loaded.catalogs.items():
        rows = _said(catalog, loaded.release.name, (loaded.document.language, language))
        run.index.put("said", f"{language} {loaded.release.name}", loaded.digests[catalog.path], rows)


def _said(catalog: Catalog, release: str, languages: tuple[str, str]) -> dict[str, Any]:
    """Returns `texts`: `_ROW` after `_ROW`, in base 64; `names`: line, name in the source, and as it is spelled."""
    both = (primary(languages[0]), primary(languages[1]))
    live = catalog.live()
    texts: list[bytes] = []
    names: list[tuple[int, str, str]] = []
    for at, entry in enumerate(live):
        follower = live[at + 1] if at + 1 < len(live) else None
        if not entry.msgstr or entry.fuzzy or entry.msgstr == PREVIOUS or (follower and follower.msgstr == PREVIOUS and not follower.fuzzy):
            continue
        taken_back = ignoring.ignored(entry.comments)[0] if entry.comments else frozenset()
        if "P901" not in taken_back:
            texts.append(_ROW.pack(source_key(entry.msgctxt, entry.msgid), target_key(entry.msgstr), entry.line))
        if "P902" not in taken_back:
            names += [(entry.line, name, spelled) for name, spelled in names_of(entry.msgid, entry.msgstr, both)]
    return {"texts": b64encode(b"".join(texts)).decode(), "names": names}


def _in_two_ways(packed: dict[str, bytes]) -> Iterator[Text]:
    """Yields the texts whose source has several translations; release -> its rows."""
    both = 2 * KEY
    pairs = {rows[at : at + both] for rows in packed.values() for at in range(0, len(rows), _ROW.size)}
    seen: set[bytes] = set()
    several: set[bytes] = set()
    for pair in pairs:
        source = pair[:KEY]
        (several if source in seen else seen).add(source)
    if several:
        for release, rows in packed.items():
            for at in range(0, len(rows), _ROW.size):
                if rows[at : at + KEY] in several:
                    source, target, line = _ROW.unpack_from(rows, at)
                    yield Text(release, line, source, target)


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
    paths = {one.name: run.project.catalog_path(one.name, language) for one in run.every if language in run.project.targets(one)}
    digests = {name: run.digest_of(path) for name, path in paths.items()}
    inputs = digest(*(part for pair in sorted(digests.items()) for part in pair))
    known = run.index.get("clashes", language, inputs)
    if known is not None:
        return [tuple(row) for row in known]
    texts: dict[str, bytes] = {}
    names: dict[str, list[Name]] = {}

    def take(name: str, rows: dict[str, Any]) -> None:
        texts[name] = b64decode(rows["texts"])
        names[name] = [Name(name, *row) for row in rows["names"]]

    prefix = f"{language} "
    for kept, made_from, rows in run.index.all_of("said", prefix):
        name = kept.removeprefix(prefix)
        if made_from and digests.get(name) == made_from:
            take(name, rows)
    for name, path in paths.items():
        if digests[name] and name not in texts and (catalog := _read(run, path)) is not None:
            rows = _said(catalog, name, (run.project.source_language, language))
            run.index.put("said", f"{prefix}{name}", digests[name], rows)
            take(name, rows)
    found = []
    read: dict[str, dict[int, Entry]] = {}

    def entry_at(release: str, line: int) -> Entry | None:
        if release not in read:
            catalog = _read(run, paths[release])
            read[release] = {entry.line: entry for entry in catalog.live()} if catalog else {}
        return read[release].get(line)

    # Of what is said equally often, what the first release says is the usual.
    texts = {name: texts[name] for name in paths if name in texts}
    for text, usual in two_translations(_in_two_ways(texts)):
        here, there = entry_at(text.release, text.line), entry_at(usual.release, usual.line)
        if here is not None and there is not None:
            said = f"elsewhere translated as “{shortened(there.msgstr, 60)}” ({paths[usual.release]}:{usual.line})"
            found.append(("P901", text.release, text.line, here.msgid, said))
    spelled = [one for name in texts for one in names[name]]
    for name_, other in two_spellings(spelled, stemmer(language)) if spelled else ():
        entry = entry_at(name_.release, name_.line)
        if entry is not None:
            said = f"“{name_.spelled}” is “{other.spelled}” elsewhere ({paths[other.release]}:{other.line})"
            found.append(("P902", name_.release, name_.line, entry.msgid, said))
    found.sort()
    run.index.put("clashes", language, inputs, found)
    return found


def _read(run: Run, path: str) -> Catalog | None:
    try:
        return run.catalog(path)
    except WorkflowError:
        return None  # whoever works on that release is told
