"""The XML files of a site, as far as they can be checked: TEI, XCES links, TMX, sitemap, Atom feed; any other for being well-formed."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from lxml import etree

_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_ID = "{http://www.w3.org/XML/1998/namespace}id"
_TEI = "{http://www.tei-c.org/ns/1.0}"
_SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
_ATOM = "{http://www.w3.org/2005/Atom}"
_XHTML = "{http://www.w3.org/1999/xhtml}"


@dataclass(frozen=True, slots=True)
class Broken:
    """Why a file is no XML."""

    line: int
    message: str


@dataclass(frozen=True, slots=True)
class Tei:
    """A release in one language: its language, and the ids of its sentences in order."""

    language: str
    sentences: dict[str, int]
    """Id -> line."""
    doubles: list[tuple[int, str]]
    """(line, id) of ids that stand twice."""


@dataclass(frozen=True, slots=True)
class Alignment:
    """Which sentences of two TEI files render each other."""

    source: str
    """Address of the TEI file, as written."""
    target: str
    line: int
    """Where the two are named."""
    links: list[tuple[int, tuple[str, ...], tuple[str, ...]]]
    """(line, ids of the source, ids of the target)."""


@dataclass(frozen=True, slots=True)
class Tmx:
    """The units of a translation memory."""

    version: str
    source_language: str
    units: list[tuple[int, str, tuple[str, ...]]]
    """(line, tuid, languages of those variants that say something)."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A page that a sitemap or feed lists, or a sitemap that an index of them does."""

    address: str
    line: int
    alternates: dict[str, tuple[str, int]] = field(default_factory=dict)
    """Hreflang -> (address, line)."""
    updated: str = ""


@dataclass(frozen=True, slots=True)
class Listing:
    """A sitemap, an index of sitemaps, or a feed."""

    kind: Literal["sitemap", "sitemaps", "feed"]
    entries: list[Entry]
    links: list[tuple[int, str, str]]
    """(line, rel, address) of what the file says of itself."""
    language: str = ""
    faults: list[tuple[int, str]] = field(default_factory=list)
    """(line, what the format asks for and is not there)."""


Xml = Tei | Alignment | Tmx | Listing | Broken | None
"""What an XML file is; None: something else, and well-formed."""


def read_xml(data: bytes) -> Xml:
    """Returns an XML file of a site; never loads anything else, whatever its document type names."""
    from lxml import etree

    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, collect_ids=False
    )
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        return Broken(error.lineno or 1, re.sub(r", line \d+, column \d+.*$", "", error.msg or "not well-formed"))
    if root.tag == f"{_TEI}TEI":
        return _tei(root)
    if root.tag == "cesAlign":
        return _alignment(root)
    if root.tag == "tmx":
        return _tmx(root)
    if root.tag in (f"{_SITEMAP}urlset", f"{_SITEMAP}sitemapindex"):
        return _sitemap(root)
    if root.tag == f"{_ATOM}feed":
        return _feed(root)
    return None


def _line(element: etree._Element) -> int:
    return element.sourceline if isinstance(element.sourceline, int) else 0


def _text(element: etree._Element) -> str:
    return "".join(str(one) for one in element.itertext()).strip()


def _tei(root: etree._Element) -> Tei:
    sentences: dict[str, int] = {}
    doubles: list[tuple[int, str]] = []
    seen: set[str] = set()
    for element in root.iter("*"):
        name = element.get(_ID)
        if name is not None:
            if name in seen:
                doubles.append((_line(element), name))
            seen.add(name)
            if element.tag == f"{_TEI}s":
                sentences.setdefault(name, _line(element))
    return Tei(root.get(_LANG, ""), sentences, doubles)


def _alignment(root: etree._Element) -> Alignment:
    group = root.find("linkGrp")
    links = []
    for link in root.iter("link"):
        source, _, target = (link.get("xtargets") or "").partition(";")
        links.append((_line(link), tuple(source.split()), tuple(target.split())))
    if group is None:
        return Alignment("", "", _line(root), links)
    return Alignment(group.get("fromDoc", ""), group.get("toDoc", ""), _line(group), links)


def _tmx(root: etree._Element) -> Tmx:
    header = root.find("header")
    units = []
    for unit in root.iter("tu"):
        said = [
            variant.get(_LANG, "")
            for variant in unit.iterfind("tuv")
            if (seg := variant.find("seg")) is not None and (len(seg) or (seg.text or "").strip())
        ]
        units.append((_line(unit), unit.get("tuid", ""), tuple(said)))
    return Tmx(root.get("version", ""), header.get("srclang", "") if header is not None else "", units)


def _sitemap(root: etree._Element) -> Listing:
    entries = []
    for url in root.iterfind("*"):
        place = url.find(f"{_SITEMAP}loc")
        alternates = {
            link.get("hreflang", ""): (link.get("href", ""), _line(link))
            for link in url.iterfind(f"{_XHTML}link")
            if link.get("rel") == "alternate"
        }
        if place is None:
            entries.append(Entry("", _line(url), alternates))
        else:
            entries.append(Entry((place.text or "").strip(), _line(place), alternates, url.findtext(f"{_SITEMAP}lastmod") or ""))
    return Listing("sitemap" if root.tag == f"{_SITEMAP}urlset" else "sitemaps", entries, [])


def _feed(root: etree._Element) -> Listing:
    faults = _required(root, "feed")
    entries = []
    for entry in root.iterfind(f"{_ATOM}entry"):
        faults += _required(entry, "entry")
        address, line = "", _line(entry)
        alternates: dict[str, tuple[str, int]] = {}
        for link in entry.iterfind(f"{_ATOM}link"):
            if link.get("rel", "alternate") == "alternate":
                language, href = link.get("hreflang", ""), link.get("href", "")
                if not address:
                    address, line = href, _line(link)
                if language:
                    alternates[language] = (href, _line(link))
        entries.append(Entry(address, line, alternates, entry.findtext(f"{_ATOM}updated") or ""))
    links = [(_line(link), link.get("rel", "alternate"), link.get("href", "")) for link in root.iterfind(f"{_ATOM}link")]
    return Listing("feed", entries, links, root.get(_LANG, ""), faults)


def _required(element: etree._Element, name: str) -> list[tuple[int, str]]:
    """What RFC 4287 sections 4.1.1 and 4.1.2 ask of a feed and its entries: id, title, updated."""
    return [
        (_line(element), f"the {name} has no <{one}> (RFC 4287)")
        for one in ("id", "title", "updated")
        if (found := element.find(f"{_ATOM}{one}")) is None or not _text(found)
    ]
