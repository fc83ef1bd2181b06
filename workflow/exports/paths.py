"""Names of the written files, as POSIX paths relative to the project, and how they refer to each other.

A language's folder is its BCP 47 tag; a release's name may hold folders and any letters (`2024/а`).
"""

from __future__ import annotations

import posixpath
from urllib.parse import quote

ROOT = "exports"


def page_path(language: str, release: str) -> str:
    """Returns where the page stands: `exports/ru/R.html`."""
    return f"{ROOT}/{language}/{release}.html"


def tei_path(language: str, release: str) -> str:
    """Returns where the TEI file stands: `exports/ru/R.tei.xml`."""
    return f"{ROOT}/{language}/{release}.tei.xml"


def xml_path(language: str, release: str) -> str:
    """Returns where the file in the source's own vocabulary stands: `exports/ru/R.xml`."""
    return f"{ROOT}/{language}/{release}.xml"


def tmx_path(source_language: str, language: str, release: str) -> str:
    """Returns where the pair's TMX file stands: `exports/aligned/R.en-ru.tmx`."""
    return f"{ROOT}/aligned/{release}.{source_language}-{language}.tmx"


def alignment_path(source_language: str, language: str, release: str) -> str:
    """Returns where the pair's links stand: `exports/aligned/R.en-ru.xml`."""
    return f"{ROOT}/aligned/{release}.{source_language}-{language}.xml"


def reference(of: str, to: str) -> str:
    """Returns the relative address of one file as another writes it, percent-encoded (RFC 3986 section 2.1).

    >>> reference("exports/en/2024/a.html", "exports/ru/2024/a.html")
    '../../ru/2024/a.html'
    """
    # A colon in a first segment would be read as a scheme (RFC 3986 section 4.2); `quote` encodes it.
    return quote(posixpath.relpath(to, posixpath.dirname(of) or "."), safe="/~")


def counterpart_reference(language: str, other: str, release: str) -> str:
    """Returns how the page in a language links to the page in another: `../ru/R.html`."""
    return reference(page_path(language, release), page_path(other, release))


def page_address(base_url: str, language: str, release: str) -> str:
    """Returns the full address of a page, given the address under which the folder `exports` is served."""
    return f"{base_url.rstrip('/')}/{quote(f'{language}/{release}.html', safe='/~')}"
