"""What the head of a page says to search engines and messengers: one block between two comments, made anew with the page's links.

Canonical address and hreflang (Google Search Central, "Localized versions of your pages": the same full set on every version, itself
included), Open Graph locales (ogp.me), and a schema.org NewsArticle as JSON-LD. What needs a full address is left out without one.
"""

from __future__ import annotations

import html
import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from workflow.exports.paths import page_address
from workflow.languages import og_locale

if TYPE_CHECKING:
    from workflow.exports.counterpart import PageLinks
    from workflow.exports.parallel import ReleaseInfo

HEAD_START, HEAD_END = "<!--alternates-->", "<!--/alternates-->"

_BLOCK = re.compile(f"{re.escape(HEAD_START)}.*?{re.escape(HEAD_END)}", re.S)
_SCRIPT = re.compile(r'<script type="application/ld\+json">([^<]*)</script>')
_CANONICAL = re.compile(r"<link\b[^<>]*\srel\s*=\s*[\"']?\s*canonical\b", re.I)
_LOCALE = re.compile(r"<meta\b[^<>]*\sproperty\s*=\s*[\"']?og:locale[\"'\s/>]", re.I)
_LINKED_DATA = re.compile(r"<script\b[^<>]*\stype\s*=\s*[\"']?application/ld\+json\b", re.I)
_END_OF_HEAD = re.compile(r"</head\b", re.I)


@dataclass(frozen=True, slots=True)
class Article:
    """What the metadata of a page says about its text."""

    headline: str
    published: str = ""
    """ISO date of the release, or empty."""
    modified: str = ""
    """ISO date of the text's last change, or empty."""
    translator: str = ""
    publisher: str = ""
    place: str = ""
    """Where the text was written, in its language."""
    dateline: str = ""
    """Place and date in the page's language; only where there is a place."""

    @classmethod
    def of(cls, headline: str, info: ReleaseInfo, place: str = "", dateline: str = "") -> Article:
        """Returns what is said of a release under this headline."""
        later = info.modified if info.modified >= info.date else ""
        return cls(headline or info.release, info.date, later, info.translator, info.publisher, place, dateline)


@dataclass(frozen=True, slots=True)
class Found:
    """What a page has of its own, so that it is not said twice."""

    canonical: bool = False
    locale: bool = False
    """`og:locale`: only then are there alternates to it."""
    linked_data: bool = False

    @classmethod
    def in_page(cls, text: str) -> Found:
        """Returns what stands in a page outside the block of this module."""
        text = _BLOCK.sub("", text)
        return cls(*(pattern.search(text) is not None for pattern in (_CANONICAL, _LOCALE, _LINKED_DATA)))


def head(links: PageLinks, article: Article | None, found: Found, newline: str = "\n") -> str:
    """Returns the block with its comments, each tag on a line; nothing where there is nothing to say.

    Args:
        links: Of the page. Without a base address there is no canonical address, no `hreflang`, and no address in the JSON-LD.
        article: None: no JSON-LD.
        found: What the page says itself.
        newline: Line end.
    """
    languages = sorted({links.language, *(language for language, _ in links.counterparts)})
    lines: list[str] = []
    if links.base_url and not found.canonical:
        lines.append(f'<link rel="canonical" href="{_address(links, links.language)}">')
    if links.base_url and len(languages) > 1:
        entries = [(language, language) for language in languages]
        if links.source_language in languages:
            entries.append(("x-default", links.source_language))
        lines += [f'<link rel="alternate" hreflang="{html.escape(name)}" href="{_address(links, language)}">' for name, language in entries]
    if found.locale:
        others = [language for language in languages if language != links.language]
        lines += [f'<meta property="og:locale:alternate" content="{html.escape(og_locale(one))}">' for one in others]
    if article is not None and not found.linked_data:
        lines.append(f'<script type="application/ld+json">{_json(_news_article(links, article))}</script>')
    return newline.join([HEAD_START, *lines, HEAD_END]) + newline if lines else ""


def rehead(text: str, links: PageLinks) -> str:
    """Returns a written page with the block as its links are now; what the block says about the text stays.

    A page that was written before there was a base address gets its block before the end of its head.
    """
    old = _BLOCK.search(text)
    newline = "\r\n" if "\r\n" in (old[0] if old else text) else "\n"
    new = head(links, _article(old[0]) if old else None, Found.in_page(text), newline)
    if old:
        after = old.end() + len(newline) if not new and text.startswith(newline, old.end()) else old.end()
        return text[: old.start()] + new.removesuffix(newline) + text[after:]
    end = _END_OF_HEAD.search(text) if links.base_url else None
    return text[: end.start()] + new + text[end.start() :] if end else text


def _address(links: PageLinks, language: str) -> str:
    return html.escape(page_address(links.base_url, language, links.release))


def _news_article(links: PageLinks, article: Article) -> dict[str, Any]:
    """The page as a schema.org NewsArticle; `workTranslation` and `translationOfWork` are the inverse of each other.

    The place of a dateline is where the text was written (`locationCreated`); what it tells of may have happened elsewhere.
    """
    data: dict[str, Any] = {"@context": "https://schema.org", "@type": "NewsArticle"}
    if links.base_url:
        own = page_address(links.base_url, links.language, links.release)
        data |= {"@id": own, "url": own}
    data |= {"headline": article.headline, "inLanguage": links.language}
    if article.published:
        data["datePublished"] = article.published
    if article.modified:
        data["dateModified"] = article.modified
    if article.place:
        data |= {"dateline": article.dateline, "locationCreated": {"@type": "Place", "name": article.place}}
    if article.translator and links.language != links.source_language:
        data["translator"] = {"@type": "Person", "name": article.translator}
    if article.publisher:
        data["publisher"] = {"@type": "Organization", "name": article.publisher}
    if links.base_url:
        others = {
            language: {"@type": "NewsArticle", "@id": page_address(links.base_url, language, links.release), "inLanguage": language}
            for language, _ in links.counterparts
        }
        if links.language == links.source_language:
            if others:
                data["workTranslation"] = [others[language] for language in sorted(others)]
        elif links.source_language in others:
            data["translationOfWork"] = others[links.source_language]
    return data


def _json(data: dict[str, Any]) -> str:
    """JSON that means the same in every encoding, and that can not end the script element or begin a comment in it."""
    text = json.dumps(data, ensure_ascii=True, separators=(", ", ": "))
    return text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e")


def _article(block: str) -> Article | None:
    match = _SCRIPT.search(block)
    if match is None:
        return None
    data = json.loads(match[1])
    translator, publisher, place = (data.get(key, {}).get("name", "") for key in ("translator", "publisher", "locationCreated"))
    dates = (data.get("datePublished", ""), data.get("dateModified", ""))
    return Article(data["headline"], *dates, translator, publisher, place, data.get("dateline", ""))
