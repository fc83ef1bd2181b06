"""What is said in two ways over all releases: one source with two translations, one person with two names.

An archive has thousands of releases, and a change of one must not read all: what is compared of each release is kept in the index, by the
digest of its catalog.
"""

from __future__ import annotations

from collections.abc import Iterator

from workflow.checks import ignoring
from workflow.checks.consistency import Name, Text, names_of, source_key, target_key, two_spellings, two_translations
from workflow.errors import WorkflowError
from workflow.glossary.stems import stemmer
from workflow.index import digest
from workflow.inline import PREVIOUS, shortened
from workflow.languages import primary
from workflow.locales.catalog import Catalog, Entry
from workflow.model import Finding, Where
from workflow.pipeline.checking import without
from workflow.pipeline.load import Loaded, Run


def keep_said(run: Run, loaded: Loaded) -> None:
    """Keeps what of the accepted texts of a release is compared with those of all others."""
    for language, catalog in loaded.catalogs.items():
        rows = _said(catalog, loaded.release.name, (loaded.document.language, language))
        run.index.put("said", f"{language} {loaded.release.name}", loaded.digests[catalog.path], rows)


def _said(catalog: Catalog, release: str, languages: tuple[str, str]) -> dict[str, list[list[str | int]]]:
    both = (primary(languages[0]), primary(languages[1]))
    live = catalog.live()
    texts: list[list[str | int]] = []
    names: list[list[str | int]] = []
    for at, entry in enumerate(live):
        follower = live[at + 1] if at + 1 < len(live) else None
        if not entry.msgstr or entry.fuzzy or entry.msgstr == PREVIOUS or (follower and follower.msgstr == PREVIOUS and not follower.fuzzy):
            continue
        taken_back = ignoring.ignored(entry.comments)[0] if entry.comments else frozenset()
        if "P901" not in taken_back:
            texts.append([release, entry.line, source_key(entry.msgctxt, entry.msgid), target_key(entry.msgstr)])
        if "P902" not in taken_back:
            names += [[release, entry.line, name, spelled] for name, spelled in names_of(entry.msgid, entry.msgstr, both)]
    return {"texts": texts, "names": names}


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
    texts: list[Text] = []
    names: list[Name] = []
    for name, path in paths.items():
        rows = run.index.get("said", f"{language} {name}", digests[name]) if digests[name] else {"texts": [], "names": []}
        if rows is None:
            catalog = _read(run, path)
            rows = _said(catalog, name, (run.project.source_language, language)) if catalog else {"texts": [], "names": []}
            run.index.put("said", f"{language} {name}", digests[name], rows)
        texts += [Text(*row) for row in rows["texts"]]
        names += [Name(*row) for row in rows["names"]]
    found = []
    read: dict[str, dict[int, Entry]] = {}

    def entry_at(release: str, line: int) -> Entry | None:
        if release not in read:
            catalog = _read(run, paths[release])
            read[release] = {entry.line: entry for entry in catalog.live()} if catalog else {}
        return read[release].get(line)

    for text, usual in two_translations(texts):
        here, there = entry_at(text.release, text.line), entry_at(usual.release, usual.line)
        if here is not None and there is not None:
            said = f"elsewhere translated as “{shortened(there.msgstr, 60)}” ({paths[usual.release]}:{usual.line})"
            found.append(("P901", text.release, text.line, here.msgid, said))
    for name_, other in two_spellings(names, stemmer(language)) if names else ():
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
