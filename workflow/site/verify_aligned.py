"""V5: the aligned files of each pair exist, name each other, and link every sentence of both languages once and in order."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator

from workflow.site.book import Book, Problem
from workflow.site.built import ALIGNED, language_of
from workflow.site.reading_xml import Alignment, Tei, Tmx


def check(book: Book) -> Iterator[Problem]:
    """Yields what is wrong with TEI, XCES and TMX files, and pairs that lack them."""
    for path, xml in book.xml.items():
        if isinstance(xml, Tei):
            yield from _tei(path, xml)
        elif isinstance(xml, Alignment):
            yield from _alignment(book, path, xml)
        elif isinstance(xml, Tmx):
            yield from _tmx(book, path, xml)
    yield from _complete(book)


def _tei(path: str, tei: Tei) -> Iterator[Problem]:
    language = language_of(path)
    if language and tei.language.lower() != language.lower():
        yield Problem("V505", path, 1, f"xml:lang is “{tei.language}”, the file stands under {language}/")
    for line, name in tei.doubles:
        yield Problem("V505", path, line, f"the id “{name}” stands twice")


def _alignment(book: Book, path: str, alignment: Alignment) -> Iterator[Problem]:
    sides: list[tuple[str, Tei]] = []
    for address in (alignment.source, alignment.target):
        target = book.site.target(path, address)
        tei = book.xml.get(target.path)
        if isinstance(tei, Tei):
            sides.append((target.path, tei))
        else:
            said = target.problem or ("is no TEI file" if book.site.files.has(target.path) else "is not there")
            yield Problem("V501", path, alignment.line, f"“{address}” {said}")
    if len(sides) < 2:
        return
    for side, (file, tei) in enumerate(sides):
        order = {name: number for number, name in enumerate(tei.sentences)}
        last, seen = -1, set()
        for line, *ids in alignment.links:
            for name in ids[side]:
                if name not in order:
                    yield Problem("V502", path, line, f"{file} has no sentence “{name}”")
                    continue
                if name in seen:
                    yield Problem("V503", path, line, f"sentence “{name}” of {file} is named twice")
                elif order[name] < last:
                    yield Problem("V503", path, line, f"sentence “{name}” of {file} is out of order")
                seen.add(name)
                last = max(last, order[name])
        left = [name for name in order if name not in seen]
        if left:
            named = ", ".join(left[:5]) + (" …" if len(left) > 5 else "")
            yield Problem("V503", path, alignment.line, f"sentences of {file} are not named: {named}")


def _tmx(book: Book, path: str, tmx: Tmx) -> Iterator[Problem]:
    pair = _pair(book, path)
    if tmx.version != "1.4":
        yield Problem("V504", path, 1, f"version is “{tmx.version}”, not 1.4")
    if tmx.source_language.lower() != book.site.source_language.lower():
        yield Problem("V504", path, 1, f"srclang is “{tmx.source_language}”, not {book.site.source_language}")
    tei = book.xml.get(f"{book.site.source_language}/{pair[0]}.tei.xml") if pair else None
    seen: set[str] = set()
    for line, name, languages in tmx.units:
        if pair and sorted(languages) != sorted((book.site.source_language, pair[1])):
            said = ", ".join(languages) or "nothing"
            yield Problem("V504", path, line, f"unit “{name}” says {said}, not {book.site.source_language} and {pair[1]}")
        if isinstance(tei, Tei) and name not in tei.sentences:
            yield Problem("V504", path, line, f"unit “{name}” is no sentence of the source")
        if name in seen:
            yield Problem("V504", path, line, f"unit “{name}” stands twice")
        seen.add(name)


def _pair(book: Book, path: str) -> tuple[str, str] | None:
    """(release, language) of `aligned/2024/a.en-ru.tmx`, as far as that is its name."""
    stem = posixpath.splitext(path)[0].removeprefix(f"{ALIGNED}/")
    release, _, pair = stem.rpartition(".")
    mark = f"{book.site.source_language}-"
    return (release, pair.removeprefix(mark)) if path.startswith(f"{ALIGNED}/") and release and pair.startswith(mark) else None


def _complete(book: Book) -> Iterator[Problem]:
    source = book.site.source_language
    releases = book.releases()
    for release, pages in releases.items():
        others = [language for language in pages if language != source]
        # While another language waits for its review, a new pair's aligned files wait with it.
        waiting = len(others) > 1 and any(page.late for page in (book.pages[path] for path in pages.values()))
        for language in others:
            wanted = [*(f"{one}/{release}.tei.xml" for one in (source, language))]
            wanted += [f"{ALIGNED}/{release}.{source}-{language}.{suffix}" for suffix in ("tmx", "xml")]
            missing = [path for path in wanted if path not in book.xml]
            if missing and source in pages and not waiting:
                yield Problem("V506", pages[language], 0, f"the pair has no {', '.join(missing)}")
    for path in book.xml:
        pair = _pair(book, path)
        if pair and not {source, pair[1]} <= set(releases.get(pair[0], ())):
            yield Problem("V506", path, 0, f"belongs to no published pair: {pair[0]} in {source} and {pair[1]}")
        elif path.endswith(".tei.xml") and language_of(path):
            release = path.removeprefix(f"{language_of(path)}/").removesuffix(".tei.xml")
            if language_of(path) not in releases.get(release, ()):
                yield Problem("V506", path, 0, "belongs to no published page")
