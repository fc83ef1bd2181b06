"""Taking pages back: first the links to what goes, then the pages and all that was made with them.

What goes is still linked by its own counterparts, by pages that keep an older text, by those whose source can not be read today, and by
others that go with it. So every page on disk loses those links in place before the first file is removed.
"""

from __future__ import annotations

import html
import posixpath
import re
from collections.abc import Container, Iterable
from urllib.parse import unquote

from workflow import files
from workflow.exports import paths
from workflow.exports.counterpart import PageLinks, relink
from workflow.pipeline.load import Run
from workflow.pipeline.render import NOWHERE
from workflow.pipeline.sync import catalogs_on_disk

_HREF = re.compile(rb"""(?i)(\shref\s*=\s*)("[^"<>]*"|'[^'<>]*'|[^\s"'<>=`]+)""")


def files_of(run: Run, release: str) -> list[str]:
    """Returns the exported files of a release that are on disk."""
    project = run.project
    found = []
    for language in (project.source_language, *project.languages):
        found += [paths.page_path(language, release), paths.tei_path(language, release), paths.xml_path(language, release)]
        if language != project.source_language:
            found += [
                paths.alignment_path(project.source_language, language, release),
                paths.tmx_path(project.source_language, language, release),
            ]
    return [path for path in found if run.path(path).is_file()]


def gone(run: Run) -> list[str]:
    """Returns the names of releases whose source is gone, or has another name now, as far as catalogs or the index know them."""
    known = {name for language in run.project.languages for name in catalogs_on_disk(run, language)}
    known |= {*run.index.names("gone"), *run.index.names("publish")} - {release.name for release in run.every}
    known -= {release.name for release in run.every}
    return sorted(known - run.names) if known else []


def withdraw(run: Run, leaving: Iterable[tuple[str, str]]) -> list[str]:
    """Removes pages and what belongs to them; returns the paths of the removed files.

    Args:
        run: The run.
        leaving: (release, language) of each page that may not be public any longer; whether it is there does not matter.

    Raises:
        WorkflowError: A file may not be written or removed; the next run goes on from there.
    """
    source = run.project.source_language
    there = [
        (release, language, path) for release, language in leaving for path in files_of(run, release) if _belongs(path, language, source)
    ]
    pages = {paths.page_path(language, release): release for release, language, _ in there}
    # A link to a source that is gone is its author's; one to a source that is there is ours, on whatever page it stands.
    ours = {path for path, release in pages.items() if release in run.names} if pages else set()
    for language in (source, *run.project.languages) if pages else ():
        for file in sorted(run.path(f"{paths.ROOT}/{language}").rglob("*.html")):
            path = file.relative_to(run.project.root).as_posix()
            page = neutral(files.read(file, path), path, {*pages} if path in pages else ours)
            release = path.removeprefix(f"{paths.ROOT}/{language}/").removesuffix(".html")
            files.write(file, _alone(run, page, release, language, pages) if release in pages.values() else page)
    removed = []
    for _, _, path in there:
        if files.remove(run.path(path)):
            removed.append(path)
    return removed


def _belongs(path: str, language: str, source: str) -> bool:
    pair = tuple(f".{source}-{language}.{suffix}" for suffix in ("tmx", "xml"))
    aligned = path.startswith(f"{paths.ROOT}/aligned/")
    return (aligned and (language == source or path.endswith(pair))) or path.startswith(f"{paths.ROOT}/{language}/")


def _alone(run: Run, page: bytes, release: str, language: str, leaving: Container[str]) -> bytes:
    """Returns a page without links to those of its counterparts that go."""
    project = run.project
    stay = [one for one in (project.source_language, *project.languages) if one != language]
    there = [one for one in stay if paths.page_path(one, release) not in leaving and run.path(paths.page_path(one, release)).is_file()]
    counterparts = tuple((one, paths.counterpart_reference(language, one, release)) for one in there)
    late = paths.page_path(language, release) not in leaving and b'class="late-notice"' in page
    return relink(page, PageLinks(release, language, project.source_language, counterparts, project.base_url, late=late))


def neutral(page: bytes, path: str, leaving: set[str]) -> bytes:
    """Returns a written page whose links to pages that go lead nowhere instead (`#`); its text stays.

    >>> neutral(b'<a href="b.html#c">B</a> <a href="c.html">C</a>', "exports/en/a.html", {"exports/en/b.html"})
    b'<a href="#">B</a> <a href="c.html">C</a>'
    """

    def change(match: re.Match[bytes]) -> bytes:
        address = unquote(html.unescape(match[2].strip(b"\"'").decode("utf-8", "replace"))).partition("#")[0].partition("?")[0]
        target = posixpath.normpath(posixpath.join(posixpath.dirname(path), address)) if address else ""
        return match[1] + f'"{NOWHERE}"'.encode() if target in leaving else match[0]

    return _HREF.sub(change, page)
