"""The page of an HTML source in one language: the source's own page with its texts, language metadata and links replaced."""

from __future__ import annotations

import codecs
import html
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from workflow.exports import paths
from workflow.exports.counterpart import END, START, PageLinks, block, inside, placed, set_late_notice
from workflow.exports.head import Article, Found, head
from workflow.exports.joined import said_as_one
from workflow.exports.parallel import ReleaseInfo, side
from workflow.languages import direction, joins_without_space, matches, og_locale, primary
from workflow.model import Document, Mark, Piece, Pieces, Region
from workflow.skeleton import write as fill
from workflow.wording import preview_notice

_BANNER = (
    "body::before{{content:{text};display:block;padding:.6em 1em;background:#a4262c;color:#fff;"
    "font:bold 1rem/1.4 sans-serif;text-align:center;direction:{direction}}}"
)
# Where head content may stand in a page that has no head of its own: behind the document type and the root's start tag.
_PROLOGUE = re.compile(rb"\A(?:\xef\xbb\xbf)?(?:\s|<!--.*?-->|<!doctype[^>]*>|<html\b[^>]*>)*", re.I | re.S)

# What tells a browser the encoding, among the first 1024 bytes (HTML Standard, section 13.2.3.2).
_DECLARED = re.compile(rb"<meta\b[^>]*\bcharset\s*=|\A\s*<\?xml\b[^>]*\bencoding\s*=", re.I)

_CANONICAL = re.compile(r"<link\b[^<>]*\srel\s*=\s*[\"']?\s*canonical\b", re.I)


def html_page(
    document: Document,
    texts: Mapping[int, str] | None,
    links: PageLinks,
    language: str,
    *,
    info: ReleaseInfo | None = None,
    banner: bool = False,
) -> bytes:
    """Returns the page.

    Args:
        document: Of an HTML source, as split.
        texts: Number of a segment -> its msgstr as it stands in the catalog; None for the source language.
        links: Counterparts, addresses, and whether the source has changed since.
        language: Of the texts.
        info: Of the release; None: nothing is said of it in the head. Without a base address nothing is said either, so that the page in
            the source language is the source.
        banner: Adds a visible warning that this is a preview, and keeps search engines out.

    Raises:
        InlineError: A text's codes can not be written as well-formed markup, or `<prev/>` stands first in a block.
    """
    return frame(document, texts, links, language).page(links, info=info, banner=banner)


@dataclass(frozen=True, slots=True)
class Frame:
    """A page in one language, all of it but what depends on which counterparts it has: of a new pair one page is written twice."""

    document: Document
    language: str
    parts: tuple[bytes | Mark, ...]
    """What is written, and the places for counterparts and for what is said in the head."""
    found: Found
    headline: str
    """Empty where nothing is said of the release in the head."""

    def page(self, links: PageLinks, *, info: ReleaseInfo | None = None, banner: bool = False) -> bytes:
        """Returns the page; arguments as of `html_page`."""
        document = self.document
        article = Article.of(self.headline, info) if info and links.base_url and not banner else None
        places, rest = placed(links, [part.value for part in self.parts if isinstance(part, Mark) and part.kind == "counterpart"])
        at_markers = iter(places)
        last = f"{START}{block(rest)}{END}{document.newline}" if rest else ""
        about = ""
        if banner:
            about = _preview(self.language) + document.newline
        elif links.base_url:
            about = head(links, article, self.found, document.newline)
        page = [document.bom]
        for part in self.parts:
            if isinstance(part, bytes):
                page.append(part)
                continue
            if part.kind == "counterpart":
                here = next(at_markers)
                new = f"{START}{part.before}{inside(here)}{part.after}{END}" if here else ""
            else:
                new = about if part.kind == "head" else last
                new = f"{part.before}{new}{part.after}" if new else ""
            page.append(new.encode(document.encoding, "xmlcharrefreplace"))
        kinds = {part.kind for part in self.parts if isinstance(part, Mark)}
        if "end" not in kinds:
            page.append(last.encode(document.encoding, "xmlcharrefreplace"))
        whole = b"".join(page)
        if "head" not in kinds and about:
            whole = _behind_prologue(whole, about, document)
        if links.late:
            whole = set_late_notice(whole, self.language, late=True, source_language=links.source_language, changed=links.changed)
        return _with_encoding(whole, document)


def frame(document: Document, texts: Mapping[int, str] | None, links: PageLinks, language: str) -> Frame:
    """Returns the page without counterparts; arguments and errors as of `html_page`."""
    headline = _headline(document, texts, language) if links.base_url else ""
    document, said = said_as_one(document, texts or {})
    pieces = _meant_for(document.pieces, language)
    found = Found.in_page(_as_found(pieces))
    if found.canonical and language != document.language:
        pieces = _own_canonical(pieces, links)
    marks = language_marks(document.language, language, links.resolve, html_attributes=True)
    parts: list[bytes | Mark] = []
    at = 0
    places = [number for number, piece in enumerate(pieces) if isinstance(piece, Mark) and piece.kind in ("counterpart", "head", "end")]
    for number in (*places, len(pieces)):
        stretch = replace(document, pieces=tuple(pieces[at:number]), bom=b"")
        parts.append(fill(stretch, said, language=language, marks=marks))
        if number < len(pieces) and isinstance(mark := pieces[number], Mark):
            parts.append(mark)
        at = number + 1
    return Frame(document, language, tuple(parts), found, headline)


def _with_encoding(page: bytes, document: Document) -> bytes:
    """Returns a page that tells its encoding, by a byte order mark, where its source is ASCII, says nothing and needs to say nothing.

    A browser would take the other letters for windows-1252, and no place for a `meta` is certain to be among the first 1024 bytes. A source
    with other letters is as its author, and the server, have it.
    """
    if document.bom or document.encoding != "utf-8" or page.isascii() or _DECLARED.search(page[:1024]) or not fill(document).isascii():
        return page
    return codecs.BOM_UTF8 + page


def _headline(document: Document, texts: Mapping[int, str] | None, language: str) -> str:
    """What the release is called: its heading of the first level, else the page's title, as in lists; else its first heading."""
    said = side(document, texts, language)
    number = said.title_block()
    if number is None or document.blocks[number].kind != "title":
        titles = (at for at, one in enumerate(document.blocks) if one.kind == "metadata" and one.element == "title" and said.said(at))
        number = next(titles, number)
    return "" if number is None else said.plain(number)


def _as_found(pieces: list[Piece]) -> str:
    return "".join(piece if isinstance(piece, str) else piece.source if isinstance(piece, Mark) else "" for piece in pieces)


def _own_canonical(pieces: list[Piece], links: PageLinks) -> list[Piece]:
    """The pieces with the page's own address where the source names its own: a translation is no copy of the source's page."""
    own = paths.page_path(links.language, links.release)
    address = paths.page_address(links.base_url, links.language, links.release) if links.base_url else paths.reference(own, own)
    done = list(pieces)
    for at, piece in enumerate(pieces):
        if isinstance(piece, Mark) and piece.kind == "link":
            before, after = (
                one if isinstance(one, str) else ""
                for one in (pieces[at - 1] if at else "", pieces[at + 1] if at + 1 < len(pieces) else "")
            )
            tag = before[before.rfind("<") :] + after[: after.find(">") + 1]
            if _CANONICAL.match(tag):
                done[at] = html.escape(address)
    return done


def _behind_prologue(page: bytes, about: str, document: Document) -> bytes:
    if not document.encoding.replace("_", "-").lower().startswith("utf-16"):
        match = _PROLOGUE.match(page)
        at = match.end() if match else 0
        return page[:at] + about.encode("ascii", "xmlcharrefreplace") + page[at:]
    return document.bom + about.encode(document.encoding) + page[len(document.bom) :]


def _meant_for(pieces: Pieces, language: str) -> list[Piece]:
    """The pieces for one language, those of its regions among them."""
    found: list[Piece] = []
    for piece in pieces:
        if not isinstance(piece, Region):
            found.append(piece)
        elif matches(language, piece.locales.ranges, exclude=piece.locales.exclude):
            found += _meant_for(piece.pieces, language)
    return found


def language_marks(
    source_language: str, language: str, resolve: Callable[[str], str | None] | None, *, html_attributes: bool
) -> Callable[[Mark], str | None]:
    """Returns what to write at a mark of the language's metadata, at a link, and between two sentences; None: as found.

    Values that name another language than the source's (a quotation's `lang`) stay. `dir` is written where there is one
    already, or where the language runs from right to left.
    """
    escape = html.escape if html_attributes else _xml_attribute
    translated = language != source_language
    unspaced = translated and joins_without_space(language)

    def new(mark: Mark) -> str | None:
        if mark.kind == "space":  # first, because most marks are
            return "" if unspaced else None if mark.source or not translated else " "
        if mark.kind == "link":
            address = resolve(mark.value) if resolve else None
            return None if address is None or address == mark.value else escape(_unquoted(address))
        if mark.kind == "language":
            if not mark.value:
                return language
            return language if translated and primary(mark.value) == primary(source_language) else None
        if mark.kind == "direction":
            if not mark.value:
                return "rtl" if direction(language) == "rtl" else None
            return direction(language) if translated and mark.value.lower() == direction(source_language) != direction(language) else None
        if mark.kind == "og-locale":
            return og_locale(language) if translated and mark.value and primary(mark.value) == primary(source_language) else None
        return None

    return new


def _xml_attribute(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;").replace("'", "&apos;")


def _unquoted(address: str) -> str:
    """An address that can stand in an attribute without quotes too (HTML Standard, section 13.1.2.3)."""
    return re.sub(r"[\s\"'<>`]", lambda match: "".join(f"%{byte:02X}" for byte in match[0].encode()), address)


def _preview(language: str) -> str:
    # CSS escapes (CSS Syntax section 4.3.7): the same in every encoding, and nothing in them can end the style element.
    text = '"' + "".join(one if one.isalnum() and one.isascii() else f"\\{ord(one):x} " for one in preview_notice(language)) + '"'
    style = _BANNER.format(text=text, direction=direction(language))
    return f'<meta name="robots" content="noindex"><style>{style}</style>'
