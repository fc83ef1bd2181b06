"""Taking pages back: first the links to what goes, then the pages and all that was made with them.

What goes is still linked by its own counterparts, by pages that keep an older text, by those whose source can not be read today, and by
others that go with it. So every page on disk loses those links in place before the first file is removed.
"""

from __future__ import annotations

import html
import posixpath
import re
from collections.abc import Container, Iterable, Sequence
from urllib.parse import unquote

from workflow import files
from workflow.errors import UsageError
from workflow.exports import paths
from workflow.exports.counterpart import PageLinks, relink
from workflow.languages import canonical
from workflow.pipeline.render import NOWHERE
from workflow.pipeline.run import Run
from workflow.site.published import is_list

_HREF = re.compile(rb"""(?i)(\shref\s*=\s*)("[^"<>]*"|'[^'<>]*'|[^\s"'<>=`]+)""")


def former_languages(run: Run) -> list[str]:
    """Returns the languages that the project no longer has and of which there are pages: folders that are named so and hold such a page."""
    project, base = run.project, run.path(paths.ROOT)
    found = []
    for folder in sorted(base.iterdir()) if base.is_dir() else ():
        if folder.name not in (project.source_language, *project.languages) and folder.is_dir() and _is_tag(folder.name):
            page = next(folder.rglob("*.html"), None)
            if page is not None and f'lang="{folder.name}"'.encode() in files.read(page, page.as_posix())[:4096]:
                found.append(folder.name)
    return found


def _is_tag(name: str) -> bool:
    try:
        return canonical(name) == name
    except UsageError:
        return False


def _pairs(run: Run, former: Iterable[str]) -> list[tuple[str, str]]:
    """The pairs of languages for which there may be aligned files."""
    source, others, old = run.project.source_language, run.project.languages, tuple(former)
    every = (source, *others, *old)
    return [(one, other) for one in ((source,) if not old else every) for other in every if one != other]


def files_of(run: Run, release: str, former: Sequence[str] = ()) -> list[str]:
    """Returns the exported files of a release that are on disk.

    Args:
        run: The run.
        release: Its name.
        former: Languages that the project no longer has.
    """
    project = run.project
    found = []
    for language in (project.source_language, *project.languages, *former):
        found += [paths.page_path(language, release), paths.tei_path(language, release), paths.xml_path(language, release)]
    for source, language in _pairs(run, former):
        found += [paths.alignment_path(source, language, release), paths.tmx_path(source, language, release)]
    return [path for path in found if run.path(path).is_file()]


def gone(run: Run) -> list[str]:
    """Returns the names of releases whose source is gone, or has another name now; asked before anything is published.

    They are known by their catalogs and by the index; where there is no index (it was deleted, or the program is another one now), by what
    `exports/` says of itself: its lists, and the files that only a release has.
    """
    known = {name for language in run.project.languages for name in run.catalogs_on_disk(language)}
    published = set(run.index.names("publish"))
    known |= {*run.index.names("gone"), *(published or _recorded(run))} - {release.name for release in run.every}
    known -= {release.name for release in run.every}
    return sorted(known - run.names) if known else []


def _recorded(run: Run) -> set[str]:
    """The releases that index pages on disk list, and those of which there is a TEI file."""
    found: set[str] = set()
    for language in (run.project.source_language, *run.project.languages):
        base = run.path(f"{paths.ROOT}/{language}")
        found |= {path.relative_to(base).as_posix().removesuffix(".tei.xml") for path in base.rglob("*.tei.xml")}
        for path in base.glob("index*.html"):
            addresses = (match[2].strip(b"\"'").decode("utf-8", "replace") for match in _HREF.finditer(files.read(path, path.as_posix())))
            names = (unquote(html.unescape(one)) for one in addresses if one.endswith(".html"))
            found |= {name.removesuffix(".html") for name in names if not name.startswith("..") and not is_list(f"{language}/{name}")}
    return {name for name in found if any(files_of(run, name))}


def withdraw(run: Run, leaving: Iterable[tuple[str, str]]) -> list[str]:
    """Removes pages and what belongs to them; returns the paths of the removed files.

    Args:
        run: The run.
        leaving: (release, language) of each page that may not be public any longer; whether it is there does not matter.

    Raises:
        WorkflowError: A file may not be written or removed; the next run goes on from there.
    """
    source, former = run.project.source_language, former_languages(run)
    pairs = _pairs(run, former)
    there = [
        (release, language, path)
        for release, language in leaving
        for path in files_of(run, release, former)
        if _belongs(path, language, pairs)
    ]
    pages = {paths.page_path(language, release): release for release, language, _ in there}
    # A link to a source that is gone is its author's; one to a source that is there is ours, on whatever page it stands.
    ours = {path for path, release in pages.items() if release in run.names} if pages else set()
    for language in (source, *run.project.languages, *former) if pages else ():
        for file in sorted(run.path(f"{paths.ROOT}/{language}").rglob("*.html")):
            path = file.relative_to(run.project.root).as_posix()
            page = neutral(files.read(file, path), path, {*pages} if path in pages else ours, run.project.base_url)
            release = path.removeprefix(f"{paths.ROOT}/{language}/").removesuffix(".html")
            files.write(file, _alone(run, page, release, language, pages) if release in pages.values() else page)
    removed = []
    for _, _, path in there:
        if files.remove(run.path(path)):
            removed.append(path)
    return removed


def _belongs(path: str, language: str, pairs: Iterable[tuple[str, str]]) -> bool:
    if path.startswith(f"{paths.ROOT}/{language}/"):
        return True
    ends = tuple(f".{one}-{other}.{suffix}" for one, other in pairs if language in (one, other) for suffix in ("tmx", "xml"))
    return path.startswith(f"{paths.ROOT}/aligned/") and path.endswith(ends)


def _alone(run: Run, page: bytes, release: str, language: str, leaving: Container[str]) -> bytes:
    """Returns a page without links to those of its counterparts that go."""
    project = run.project
    stay = [one for one in (project.source_language, *project.languages) if one != language]
    there = [one for one in stay if paths.page_path(one, release) not in leaving and run.path(paths.page_path(one, release)).is_file()]
    counterparts = tuple((one, paths.counterpart_reference(language, one, release)) for one in there)
    late = paths.page_path(language, release) not in leaving and b'class="late-notice"' in page
    return relink(page, PageLinks(release, language, project.source_language, counterparts, project.base_url, late=late))


def neutral(page: bytes, path: str, leaving: set[str], base_url: str = "") -> bytes:
    """Returns a written page whose links to pages that go lead nowhere instead (`#`); its text stays.

    Args:
        page: As written.
        path: Where it stands, relative to the project.
        leaving: The paths of pages that go.
        base_url: Under which `exports/` is served: links in full count, too.

    >>> neutral(b'<a href="b.html#c">B</a> <a href="c.html">C</a>', "exports/en/a.html", {"exports/en/b.html"})
    b'<a href="#">B</a> <a href="c.html">C</a>'
    """

    def change(match: re.Match[bytes]) -> bytes:
        address = html.unescape(match[2].strip(b"\"'").decode("utf-8", "replace")).partition("#")[0].partition("?")[0]
        folder = posixpath.dirname(path)
        if base_url and address.startswith(base_url):
            address, folder = address.removeprefix(base_url), paths.ROOT
        target = posixpath.normpath(posixpath.join(folder, unquote(address))) if address else ""
        return match[1] + f'"{NOWHERE}"'.encode() if target in leaving else match[0]

    return _HREF.sub(change, page)
