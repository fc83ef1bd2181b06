"""verify --url: the site as a server gives it, fetched from its sitemap and index pages on, link by link.

Everything is checked then as it is in a folder; what only a server can do wrong is told here. Nothing but the given server is asked.
"""

from __future__ import annotations

import http.client
import posixpath
import re
import ssl
import threading
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from urllib.parse import quote, urljoin, urlsplit

from workflow.errors import UsageError, WorkflowError
from workflow.site.book import Problem
from workflow.site.built import ALIGNED, INDEX, Site, language_of, release_of
from workflow.site.reading import read_page
from workflow.site.reading_links import css_links
from workflow.site.reading_xml import Listing, read_xml
from workflow.site.verify_lists import FEED, MISSING, SITEMAP

_CHECKED = (".html", ".xml", ".tmx", ".css")
_KINDS = {
    ".html": re.compile(r"text/html|application/xhtml\+xml"),
    ".xml": re.compile(r"(?:application|text)/(?:[\w.-]+\+)?xml"),
    ".css": re.compile(r"text/css"),
}
_TIMEOUT = 20.0
"""Seconds that a server may take to answer."""
_LARGEST = 32 << 20
"""Bytes of one file."""
_AT_ONCE = 8
_REDIRECTS = 5
_NOWHERE = "workflow-verify-no-such-page.html"


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server said to one address, after its redirects."""

    status: int
    data: bytes = b""
    kind: str = ""
    """Media type, with its parameters."""
    moved: str = ""
    """Where a redirect led to."""
    problem: str = ""
    """Why there is no answer."""


@dataclass(slots=True)
class Served:
    """The files of a site as far as its server gives them."""

    base: str
    """Address of the site's root, with `/` at the end."""
    answers: dict[str, Answer] = field(default_factory=dict)

    def paths(self) -> Iterable[str]:
        """Returns the paths of the files that were given."""
        return [path for path, answer in self.answers.items() if answer.status == 200]

    def has(self, path: str) -> bool:
        """Tells if the server gave a file."""
        answer = self.answers.get(path)
        return answer is not None and answer.status == 200

    def read(self, path: str) -> bytes:
        """Returns the bytes of a file."""
        return self.answers[path].data

    def shown(self, path: str) -> str:
        """Returns the address of a file."""
        return self.base + quote(path, safe="/~")


def base_of(url: str) -> str:
    """Returns the address of a site's root, with `/` at the end.

    Raises:
        UsageError: It is no address of a site.
    """
    try:
        parts = urlsplit(url)
        usable = parts.scheme in ("http", "https") and bool(parts.hostname) and not (parts.query or parts.fragment) and parts.port != 0
    except ValueError:
        usable = False
    if not usable:
        raise UsageError(f"“{url}” is no address of a site", hint="give where exports/ is served, such as http://127.0.0.1:8000/")
    return url if url.endswith("/") else f"{url}/"


def crawl(site: Site, served: Served, languages: Iterable[str], progress: Callable[[int], None] = lambda done: None) -> list[Problem]:
    """Fetches a site into `served`; returns what only its server can do wrong.

    Args:
        site: The site, whose files are `served`.
        served: Takes the answers.
        languages: Whose index pages and feeds are asked for first.
        progress: Is told how many files are there.

    Raises:
        WorkflowError: There is no server.
    """
    fetcher = _Fetcher(served.base)
    listed: set[str] = set()
    first = fetcher.get(SITEMAP)
    if first.problem:
        raise WorkflowError(f"can not be reached: {first.problem}", path=served.base, hint="is a server running there?")
    served.answers[SITEMAP] = first
    wanted = {path for language in languages for path in (f"{language}/{INDEX}", f"{language}/{FEED}", f"{language}/{MISSING}")} | {INDEX}
    wanted |= set(_named(site, SITEMAP, first, listed)) if first.status == 200 else set()
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        while wanted:
            asked = sorted(wanted)
            for path, answer in zip(asked, pool.map(fetcher.get, asked), strict=True):
                served.answers[path] = answer
            progress(len(served.answers))
            found = {one for path in asked if served.has(path) for one in _named(site, path, served.answers[path], listed)}
            wanted = found - set(served.answers)
    problems = [problem for path, answer in served.answers.items() for problem in _wrong(served, path, answer, path in listed)]
    if served.has(INDEX) and (root := fetcher.get("")).status != 200:
        problems.append(Problem("V701", "", 0, f"the server answers {root.status} at the site's own address, and has {INDEX}"))
    for place in ("", *(f"{language}/" for language in languages)):
        answer = fetcher.get(place + _NOWHERE)
        if not answer.problem and answer.status not in (404, 410):
            problems.append(Problem("V703", place + _NOWHERE, 0, f"no such page, and the server answers {answer.status}, not 404"))
    return problems


def _named(site: Site, path: str, answer: Answer, listed: set[str]) -> Iterator[str]:
    """The files of the site that a file names; those of a sitemap or feed are noted as listed."""
    suffix = posixpath.splitext(path)[1].lower()
    if suffix == ".html":
        page = read_page(answer.data)
        yield from (target for link in page.links if (target := site.target(path, link.address, page.base).path))
        release, language = release_of(path), language_of(path)
        if release and language != site.source_language:
            yield from (f"{one}/{release}.tei.xml" for one in (site.source_language, language))
            yield from (f"{ALIGNED}/{release}.{site.source_language}-{language}.{kind}" for kind in ("tmx", "xml"))
    elif suffix == ".css":
        yield from (target for link in css_links(answer.data) if (target := site.target(path, link.address).path))
    elif suffix == ".xml":
        xml = read_xml(answer.data)
        if isinstance(xml, Listing):
            yield from (target for _, _, address in xml.links if (target := site.target(path, address).path))
            for entry in xml.entries:
                for address in (entry.address, *(one for one, _ in entry.alternates.values())):
                    target = site.target(path, address).path
                    if target:
                        listed.add(target)
                        yield target


def _wrong(served: Served, path: str, answer: Answer, listed: bool) -> Iterator[Problem]:
    if answer.problem:
        yield Problem("V701", path, 0, f"no answer: {answer.problem}")
    elif answer.status >= 400 and answer.status not in (404, 410):
        yield Problem("V701", path, 0, f"the server answers {answer.status}")
    elif answer.status != 200:
        if answer.status < 400:
            yield Problem("V701", path, 0, f"the server answers {answer.status} and leads nowhere")
    elif answer.moved and listed:
        yield Problem("V702", path, 0, f"a listed address is redirected, to {answer.moved}")
    suffix = posixpath.splitext(path)[1].lower()
    if served.has(path) and suffix in _KINDS:
        kind, _, rest = answer.kind.lower().partition(";")
        charset = re.search(r"charset\s*=\s*[\"']?([\w.:-]+)", rest)
        if not _KINDS[suffix].fullmatch(kind.strip()):
            yield Problem("V704", path, 0, f"is sent as “{kind.strip() or 'nothing'}”")
        elif suffix == ".html" and charset and _other_encoding(answer.data, charset[1]):
            yield Problem("V704", path, 0, f"is sent as {charset[1]}, and is in another encoding")


def _other_encoding(data: bytes, charset: str) -> bool:
    """Tells if a page is read in another encoding when the server's is believed (HTML Standard section 13.2.3: it wins)."""
    from turbohtml import parse

    try:
        return bool(parse(data, positions=False).encoding != parse(data, positions=False, encoding=charset).encoding) and not data.isascii()
    except LookupError:
        return True


class _Fetcher:
    """Asks one server, each thread by a connection of its own that stays open."""

    def __init__(self, base: str) -> None:
        self._base = base
        self._own = threading.local()

    def get(self, path: str) -> Answer:
        """Returns what the server says to a path of the site; what is not read is only asked for."""
        address, moved = self._base + quote(path, safe="/~"), ""
        whole = not path or posixpath.splitext(path)[1].lower() in _CHECKED
        start = urlsplit(self._base)
        for _ in range(_REDIRECTS + 1):
            try:
                answer, place = self._ask("GET" if whole else "HEAD", address)
                if not whole and answer.status in (405, 501):
                    answer, place = self._ask("GET", address)
            except (OSError, http.client.HTTPException) as error:
                said = "it takes too long" if isinstance(error, TimeoutError) else str(error) or type(error).__name__
                return Answer(0, problem=said)
            if answer.status not in (301, 302, 303, 307, 308) or not place:
                return Answer(answer.status, answer.data, answer.kind, moved)
            address = moved = urljoin(address, place)
            if urlsplit(address)[:2] != start[:2]:
                return Answer(answer.status, moved=moved)  # another server is not asked
        return Answer(answer.status, moved=moved)

    def _ask(self, method: str, address: str) -> tuple[Answer, str]:
        parts = urlsplit(address)
        for again in (True, False):
            connection, used = self._connection(parts.scheme, parts.netloc)
            try:
                connection.request(
                    method, parts.path + (f"?{parts.query}" if parts.query else ""), headers={"User-Agent": "workflow verify"}
                )
                response = connection.getresponse()
                data = response.read(_LARGEST + 1)
            except (OSError, http.client.HTTPException):
                connection.close()
                self._own.connection = None
                if used and again:  # a server may close a connection that was idle
                    continue
                raise
            if len(data) > _LARGEST:
                connection.close()
                self._own.connection = None
                raise http.client.HTTPException(f"more than {_LARGEST >> 20} MB")
            return Answer(response.status, data, response.headers.get("Content-Type", "")), response.headers.get("Location", "")
        raise AssertionError  # the second time either returns or raises

    def _connection(self, scheme: str, host: str) -> tuple[http.client.HTTPConnection, bool]:
        """The thread's connection, and whether it was used before."""
        old: http.client.HTTPConnection | None = getattr(self._own, "connection", None)
        if old is not None:
            return old, True
        new = (
            http.client.HTTPSConnection(host, timeout=_TIMEOUT, context=ssl.create_default_context())
            if scheme == "https"
            else http.client.HTTPConnection(host, timeout=_TIMEOUT)
        )
        self._own.connection = new
        return new, False
