"""The sitemap: every public page with its other languages.

Sources: sitemaps.org protocol 0.9 (50,000 addresses a file, then an index of sitemaps); Google Search Central, "Localized versions of your
pages", for the `xhtml:link` alternates: each page names all versions, itself included.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from workflow.site.published import CHOICE, SITEMAP, Entry, Site, absolute, index_path
from workflow.site.xml_text import DECLARATION, escape

_SCHEMA = "http://www.sitemaps.org/schemas/sitemap/0.9"
_MOST = 50_000
_DEFAULT = "x-default"


def sitemaps(site: Site, entries: Iterable[Entry], *, choice: bool = False, most: int = _MOST) -> list[tuple[str, bytes]]:
    """Returns path and bytes of the sitemap; of several and, at last, of their index where there are too many addresses for one.

    Args:
        site: With a base address.
        entries: In any order; they are listed by release.
        choice: There is a language choice at the root.
        most: Addresses a file.
    """
    urls = [*_indexes(site, choice), *(url for entry in sorted(entries, key=lambda one: one.release) for url in _entry(site, entry))]
    parts = [urls[at : at + most] for at in range(0, len(urls), most)]
    if len(parts) < 2:
        return [(SITEMAP, _file("urlset", ' xmlns:xhtml="http://www.w3.org/1999/xhtml"', urls))]
    names = [f"sitemap-{number}.xml" for number in range(1, len(parts) + 1)]
    index = [f"<sitemap><loc>{escape(absolute(site.base_url, name))}</loc></sitemap>" for name in names]
    return [
        *((name, _file("urlset", ' xmlns:xhtml="http://www.w3.org/1999/xhtml"', part)) for name, part in zip(names, parts, strict=True)),
        (SITEMAP, _file("sitemapindex", "", index)),
    ]


def _file(root: str, namespaces: str, lines: Sequence[str]) -> bytes:
    return "\n".join([DECLARATION, f'<{root} xmlns="{_SCHEMA}"{namespaces}>', *lines, f"</{root}>", ""]).encode()


def _indexes(site: Site, choice: bool) -> Iterator[str]:
    indexes, root = [(language, index_path(language), "") for language in site.languages], [(_DEFAULT, CHOICE, "")] if choice else []
    for one in ([*root, *indexes],) if len(indexes) > 1 else (root, indexes):
        yield from _urls(site, one)


def _entry(site: Site, entry: Entry) -> Iterator[str]:
    yield from _urls(site, [(one.language, one.path, one.modified) for one in entry.versions])


def _urls(site: Site, versions: Sequence[tuple[str, str, str]]) -> Iterator[str]:
    links = ""
    if len(versions) > 1:
        named = sorted((language, path) for language, path, _ in versions)
        if not any(language == _DEFAULT for language, _ in named):
            named += [(_DEFAULT, path) for language, path in named if language == site.source_language]
        links = "".join(
            f'\n<xhtml:link rel="alternate" hreflang="{escape(language)}" href="{escape(absolute(site.base_url, path))}"/>'
            for language, path in named
        )
    for _, path, modified in versions:
        last = f"\n<lastmod>{escape(modified)}</lastmod>" if modified else ""
        yield f"<url>\n<loc>{escape(absolute(site.base_url, path))}</loc>{last}{links}\n</url>"
