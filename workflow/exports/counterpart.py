"""The link from a page to the same release in another language: written, and changed in a page that is already written.

A block of links stands between two comments, `<!--counterpart-->` and `<!--/counterpart-->`, together with the
element around it. So a page whose text stays as last published (its source has changed, its translation waits for
review) can have its notice and its links changed without being built again, whatever its encoding.
"""

from __future__ import annotations

import codecs
import html
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from workflow.exports.head import rehead
from workflow.languages import autonym, direction, primary
from workflow.wording import LATE_NOTICE, counterpart_label, late_notice, switch_label

START, END = "<!--counterpart-->", "<!--/counterpart-->"
SWITCH_START, SWITCH_END = "<!--languages-->", "<!--/languages-->"

FORMAT = 1
"""Of the comments, which name it from 2 on: `<!--counterpart 2-->`."""

_OTHER = re.compile(r"<!--counterpart ([0-9]+)-->")
_BLOCK = re.compile(f"{re.escape(START)}(.*?){re.escape(END)}", re.S)
_SWITCH = re.compile(f"{re.escape(SWITCH_START)}.*?{re.escape(SWITCH_END)}", re.S)
_LINK = re.compile(r'<a rel="alternate" hreflang="([^"<>]*)" lang="[^"<>]*"(?: dir="[a-z]+")? href="([^"<>]*)">[^<>]*</a>')
_NOTICE = re.compile(r' ?<span class="late-notice"[^<>]*>[^<>]*</span>')
_OWN = '<p class="counterpart">'


@dataclass(frozen=True, slots=True)
class PageLinks:
    """What a page is linked with."""

    release: str
    language: str
    """Of the page."""
    source_language: str
    counterparts: tuple[tuple[str, str], ...] = ()
    """(language, relative address) of each other language in which the release is published, in the order in which they are shown."""
    base_url: str = ""
    """The address under which `exports` is served; without it no `hreflang` set is written."""
    home: str = ""
    """Relative address of the language's index; empty: there is none."""
    late: bool = False
    """True: the source has changed since, and the page says so."""
    changed: str = ""
    """Of a late page, the ISO date on which the source changed, where it is known."""
    resolve: Callable[[str], str | None] | None = None
    """Address in the source -> address to write, or None for as found."""


def link(language: str, address: str) -> str:
    """Returns the link to a counterpart, worded in its language."""
    tag = html.escape(language)
    label = html.escape(counterpart_label(language), quote=False)
    return f'<a rel="alternate" hreflang="{tag}" lang="{tag}"{_way(language)} href="{html.escape(address)}">{label}</a>'


def _way(language: str) -> str:
    return ' dir="rtl"' if direction(language) == "rtl" else ""


def block(counterparts: Sequence[tuple[str, str]]) -> str:
    """Returns a block of its own for links, without the comments around it; nothing where there are none."""
    return f"{_OWN}{inside(counterparts)}</p>" if counterparts else ""


def inside(counterparts: Sequence[tuple[str, str]]) -> str:
    """Returns what stands in a block of links."""
    return " ".join(link(language, address) for language, address in counterparts)


def switch(links: PageLinks) -> str:
    """Returns the list of languages for the top of a page, its own marked, between comments; of one language alone, only these."""
    others = dict(links.counterparts)
    order = sorted({links.language, *others}, key=lambda one: (one != links.source_language, one)) if others else []
    items = []
    for one in order:
        tag, name = html.escape(one), html.escape(_named(one), quote=False)
        if one == links.language:
            items.append(f'<li><span aria-current="true">{name}</span></li>')
        else:
            items.append(f'<li><a hreflang="{tag}" lang="{tag}"{_way(one)} href="{html.escape(others[one])}">{name}</a></li>')
    called = switch_label(links.language)
    label = f' aria-label="{html.escape(called)}"' if called else ""
    shown = f'<nav class="languages"{label}><ul>{"".join(items)}</ul></nav>' if items else ""
    return f"{SWITCH_START}{shown}{SWITCH_END}"


def _named(language: str) -> str:
    name = autonym(language)
    return name[:1].upper() + name[1:]


def placed(links: PageLinks, markers: Sequence[str]) -> tuple[list[tuple[tuple[str, str], ...]], tuple[tuple[str, str], ...]]:
    """Decides which link stands where.

    On a translated page, the marker that names its language is where the source page links to it; the way back stands there.

    Args:
        links: Of the page.
        markers: The languages that the source's markers name, in order.

    Returns:
        For each marker its links (none: the marker goes), and those for which there is no marker.
    """
    left = dict(links.counterparts)
    places: list[tuple[tuple[str, str], ...]] = []
    for marker in markers:
        wanted = links.source_language if _same(marker, links.language, (*left, links.source_language)) else marker
        found = wanted if wanted in left else next((one for one in left if primary(one) == primary(wanted)), None)
        places.append(((found, left.pop(found)),) if found is not None else ())
    return places, tuple(left.items())


def _same(marker: str, language: str, others: Sequence[str]) -> bool:
    return marker == language or (primary(marker) == primary(language) and marker not in others)


def set_late_notice(page: bytes, language: str, late: bool, *, source_language: str | None = None, changed: str = "") -> bytes:
    """Returns a written page with or without the notice that its source has changed since; the same page if it is so already.

    Args:
        page: As written by this package.
        language: Of the page, and of the notice.
        late: Whether it has the notice.
        source_language: Puts the notice beside the link to the original; None: into the first block of links.
        changed: ISO date on which the source changed, where it is known.
    """
    text, write = _opened(page)
    text = _BLOCK.sub(lambda match: _NOTICE.sub("", match[0]), text)
    if late:
        blocks = [match for match in _BLOCK.finditer(text) if _LINK.search(match[1])]
        original = [match for match in blocks if source_language in [one[1] for one in _LINK.finditer(match[1])]]
        for match in (original or blocks)[:1]:
            at = match.start(1) + [one.end() for one in _LINK.finditer(match[1])][-1]
            # Where no wording is known the notice is English, and says so.
            said = html.escape(late_notice(language, changed), quote=False)
            spoken = language if language in LATE_NOTICE or primary(language) in LATE_NOTICE else "en"
            way = ' dir="rtl"' if direction(spoken) == "rtl" else ""
            notice = f' <span class="late-notice" lang="{html.escape(spoken)}"{way}>{said}</span>'
            text = text[:at] + write(notice) + text[at:]
    return _closed(text, page)


def linked_languages(page: bytes) -> set[str]:
    """Returns the languages that a written page links to in its blocks of links."""
    text, _ = _opened(page)
    return {html.unescape(match[1]) for one in _BLOCK.finditer(text) for match in _LINK.finditer(one[1])}


def relink(page: bytes, links: PageLinks) -> bytes:
    """Returns a written page with other counterpart links, in its text, at its top and in its head; the same page if it has these already.

    Links that stay keep their place, new ones join the first block, a block without links goes. The notice stays as
    `links.late` says. A page that was written without any counterpart has no place for one and stays as it is.
    """
    text, write = _opened(page)
    wanted = dict(links.counterparts)
    present = linked_languages(page)
    new = [(language, address) for language, address in wanted.items() if language not in present]
    first = True

    def change(match: re.Match[str]) -> str:
        nonlocal first
        found = list(_LINK.finditer(match[1]))
        if not found:
            return match[0]
        kept = [html.unescape(one[1]) for one in found if html.unescape(one[1]) in wanted]
        here = [(language, wanted[language]) for language in kept] + (new if first else [])
        first = False
        if not here:
            return ""
        before, after = match[1][: found[0].start()], match[1][found[-1].end() :]
        return f"{START}{before}{write(inside(here))}{after}{END}"

    text = _BLOCK.sub(change, text)
    text = _SWITCH.sub(lambda _: write(switch(links)), text)
    page = _closed(rehead(text, links), page)
    return set_late_notice(page, links.language, links.late, source_language=links.source_language, changed=links.changed)


def format_of(page: bytes) -> str:
    """Returns the number of the format of a written page's links; one that has none that are known, nor names another, is of this one."""
    text, _ = _opened(page)
    other = None if START in text else _OTHER.search(text)
    return other[1] if other else str(FORMAT)


def _codec(page: bytes) -> tuple[bytes, str]:
    """The byte order mark, and a codec in which no byte of the page is lost."""
    for bom, codec in ((codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be")):
        if page.startswith(bom):
            return bom, codec
    try:
        page.decode("utf-8")
    except UnicodeDecodeError:
        return b"", "latin-1"
    return b"", "ascii" if page.isascii() else "utf-8"


def _opened(page: bytes) -> tuple[str, Callable[[str], str]]:
    """The page as characters, and how text is put among them."""
    bom, codec = _codec(page)
    text = page[len(bom) :].decode(codec, "surrogatepass" if bom else "strict")
    if codec in ("latin-1", "ascii"):
        # Of what the page declares nothing is known here; in every 8-bit encoding references mean the same.
        return text, lambda added: added.encode("ascii", "xmlcharrefreplace").decode("ascii")
    return text, lambda added: added


def _closed(text: str, page: bytes) -> bytes:
    bom, codec = _codec(page)
    return bom + text.encode(codec, "surrogatepass" if bom else "strict")
