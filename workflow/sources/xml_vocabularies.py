"""What the elements of well-known XML vocabularies are: kinds of blocks, containers, roles of inline elements, links, language.

What is translated and what stands within text is not said here but in ITS rules, one file a vocabulary, in the folder `vocabularies/`; they
come before a document's own rules. An element belongs to the vocabulary of its namespace, one without a namespace to that of the root.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

from workflow.model import BlockKind, CodeRole, ContainerKind

if TYPE_CHECKING:
    from lxml.etree import _Element


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The elements of one vocabulary, by local name."""

    name: str
    rules: str = ""
    """Name of its file of ITS rules, in `vocabularies/`; empty where it has none."""
    blocks: Mapping[str, BlockKind] = field(default_factory=dict)
    """`title` here means: the title where it is the first, a heading later, a caption in what has captions."""
    containers: Mapping[str, ContainerKind] = field(default_factory=dict)
    shown: frozenset[str] = frozenset()
    """What has text for readers, beside `blocks`: listings, and what has no kind of its own."""
    hidden: frozenset[str] = frozenset()
    """What readers do not see, whatever stands in it; text of it that is translated is all the same."""
    roles: Mapping[str, CodeRole] = field(default_factory=dict)
    links: frozenset[str] = frozenset()
    """`element/@attribute` that hold an address, beside every `href` and `src`; `element` alone: its text is one."""
    language_attribute: str = ""
    """Its own attribute for the language, beside `xml:lang`."""
    language_elements: Mapping[str, str] = field(default_factory=dict)
    """Element that says the language of the whole document -> the attribute that holds it, "" for the element's text."""
    takes_xml_lang: bool = True
    """Whether a root without a language may be given `xml:lang`."""
    guesses: bool = False
    """Whether elements known by name only are taken for inline inside a paragraph."""


_ROLES: dict[str, CodeRole] = {
    "em": "emphasis", "i": "emphasis", "hi": "emphasis", "emph": "emphasis", "emphasis": "emphasis", "italic": "emphasis",
    "cite": "emphasis",
    "strong": "strong", "b": "strong", "bold": "strong",
    "a": "link", "link": "link", "ulink": "link", "ref": "link", "xref": "link",
    "br": "break", "lb": "break",
    "img": "image", "graphic": "image", "image": "image", "imagedata": "image",
    "code": "code", "literal": "code", "tt": "code", "kbd": "code", "samp": "code", "command": "code", "filename": "code",
    "sub": "subscript", "subscript": "subscript", "inf": "subscript",
    "sup": "superscript", "superscript": "superscript",
    "q": "quote", "quote": "quote", "quotation": "quote",
}  # fmt: skip

GUESSED_INLINE = frozenset(_ROLES) - {"image", "img", "graphic", "imagedata"} | {
    "u",
    "span",
    "phrase",
    "term",
    "abbr",
    "acronym",
    "s",
    "small",
}
"""Names that mean an inline element wherever they stand directly in a paragraph, also one that has no text beside it."""

CAPTIONED = frozenset({"figure", "table", "informaltable", "example", "equation", "media", "image", "photo", "picture", "graphic", "list"})
"""What has a caption: a title or head in it is one."""

PREFORMATTED = frozenset({"pre", "programlisting", "screen", "literallayout", "synopsis", "listing", "verbatim", "eg", "egXML"})
"""What keeps the lines of its text, where that is not translated, also in a vocabulary without a rule for it."""

GENERIC = Vocabulary(
    name="",
    shown=PREFORMATTED,
    blocks={
        "title": "title", "headline": "title", "headline1": "title", "hl1": "title", "heading": "heading", "head": "heading",
        "header": "heading",
        "subtitle": "heading", "subheading": "heading", "subhead": "heading", "h1": "title",
        **dict.fromkeys(("h2", "h3", "h4", "h5", "h6"), "heading"),
        "p": "paragraph", "para": "paragraph", "paragraph": "paragraph", "line": "paragraph",
        "item": "item", "li": "item", "listitem": "item",
        "td": "cell", "th": "cell", "entry": "cell", "cell": "cell",
        "quote": "quotation", "blockquote": "quotation", "quotation": "quotation",
        "contact": "contact", "address": "contact", "email": "contact", "phone": "contact",
        "caption": "caption", "figcaption": "caption", "legend": "caption",
        "description": "metadata", "keyword": "metadata", "keywords": "metadata",
    },
    containers={
        "list": "list", "ul": "list", "itemizedlist": "list", "ol": "ordered-list", "orderedlist": "ordered-list",
        "li": "item", "item": "item", "listitem": "item",
        "table": "table", "tr": "row", "row": "row",
        "quote": "quotation", "blockquote": "quotation", "quotation": "quotation", "contact": "contact", "contacts": "contact",
        "address": "contact", "section": "section", "chapter": "section", "div": "section", "sect": "section",
    },
    roles=_ROLES,
    links=frozenset({"ref/@url", "link/@url", "a/@url", "ref/@target", "xref/@target", "link/@target", "image/@url", "photo/@url"}),
    language_attribute="lang",
    guesses=True,
)  # fmt: skip

XHTML = Vocabulary(
    name="xhtml",
    rules="xhtml.its.xml",
    shown=frozenset({
        "article", "aside", "body", "button", "center", "details", "div", "fieldset", "figure", "footer", "form", "header", "main", "nav",
        "option", "pre", "section", "summary",
    }),
    hidden=frozenset({"head", "script", "style", "template", "iframe"}),
    blocks={
        "title": "metadata", "h1": "title", **dict.fromkeys(("h2", "h3", "h4", "h5", "h6"), "heading"), "meta": "metadata",
        "p": "paragraph", "li": "item", "dt": "item", "dd": "item", "td": "cell", "th": "cell", "blockquote": "quotation",
        "address": "contact", "caption": "caption", "figcaption": "caption", "legend": "caption",
    },
    containers={
        "ul": "list", "dl": "list", "menu": "list", "ol": "ordered-list", "li": "item", "dt": "item", "dd": "item", "table": "table",
        "tr": "row",
        "blockquote": "quotation", "address": "contact", "section": "section",
    },
    roles=_ROLES,
    language_attribute="lang",
)  # fmt: skip

DOCBOOK = Vocabulary(
    name="docbook",
    rules="docbook.its.xml",
    shown=PREFORMATTED | frozenset({"attribution", "cmdsynopsis", "funcsynopsis", "glossterm", "mathphrase"}),
    hidden=frozenset({"indexterm", "remark", "revhistory"}),
    blocks={
        "title": "title", "subtitle": "heading", "bridgehead": "heading", "refname": "heading", "refpurpose": "paragraph",
        "para": "paragraph", "simpara": "paragraph", "listitem": "item", "member": "item", "term": "item", "entry": "cell",
        "td": "cell", "th": "cell",
        "blockquote": "quotation", "epigraph": "quotation", "address": "contact", "caption": "caption",
        "keyword": "metadata", "subjectterm": "metadata",
    },
    containers={
        "itemizedlist": "list", "simplelist": "list", "variablelist": "list", "segmentedlist": "list", "orderedlist": "ordered-list",
        "procedure": "ordered-list", "listitem": "item", "member": "item", "step": "item",
        "table": "table", "informaltable": "table", "row": "row", "tr": "row", "blockquote": "quotation", "epigraph": "quotation",
        "address": "contact",
        **dict.fromkeys(("section", "simplesect", "sect1", "sect2", "sect3", "sect4", "sect5", "chapter", "appendix", "part",
        "preface"), "section"),
        **dict.fromkeys(("refsect1", "refsect2", "refsect3", "refsection", "refsynopsisdiv"), "section"),
    },
    roles={**_ROLES, "option": "code", "varname": "code", "function": "code", "systemitem": "code", "link": "link"},
    links=frozenset({"ulink/@url", "imagedata/@fileref", "graphic/@fileref", "videodata/@fileref",
        "audiodata/@fileref", "textdata/@fileref"}),
    language_attribute="lang",
)  # fmt: skip

TEI = Vocabulary(
    name="tei",
    rules="tei.its.xml",
    shown=PREFORMATTED | frozenset({
        "bibl", "closer", "dateline", "epigraph", "formula", "l", "note", "opener", "salute", "signed", "sp", "speaker", "stage",
        "trailer", "u",
    }),
    hidden=frozenset({"teiHeader", "standOff", "facsimile", "sourceDoc"}),
    blocks={
        "title": "metadata", "titlePart": "title", "head": "title", "p": "paragraph", "ab": "paragraph", "item": "item", "label": "item",
        "cell": "cell", "quote": "quotation", "address": "contact", "addrLine": "contact", "figDesc": "caption", "byline": "paragraph",
        "keywords": "metadata", "term": "metadata",
    },
    containers={
        "list": "list", "item": "item", "table": "table", "row": "row", "quote": "quotation", "cit": "quotation", "address": "contact",
        **dict.fromkeys(("div", "div1", "div2", "div3", "div4", "div5", "div6", "div7"), "section"),
    },
    roles={**_ROLES, "ptr": "link", "title": "emphasis", "foreign": "emphasis", "mentioned": "emphasis"},
    links=frozenset({"ref/@target", "ptr/@target", "graphic/@url", "media/@url"}),
)  # fmt: skip

NEWS = Vocabulary(
    name="news",
    rules="news.its.xml",
    shown=frozenset({"pre"}),
    hidden=frozenset({"head", "media-metadata", "revision-history", "itemMeta", "contentMeta", "rightsInfo"}),
    blocks={
        "title": "metadata", "headline": "title", "hl1": "title", "hl2": "heading", "p": "paragraph", "li": "item", "dt": "item",
        "dd": "item",
        "td": "cell", "th": "cell", "bq": "quotation", "credit": "quotation", "media-caption": "caption", "caption": "caption",
        "keyword": "metadata",
        "description": "metadata", "byline": "contact", "by": "contact", "tagline": "contact", "abstract": "paragraph",
    },
    containers={
        "ul": "list", "dl": "list", "ol": "ordered-list", "li": "item", "dt": "item", "dd": "item", "table": "table", "nitf-table": "table",
        "tr": "row", "bq": "quotation", "block": "section",
    },
    roles=_ROLES,
    links=frozenset({"media-reference/@source"}),
    language_elements={"language": "tag"},
)  # fmt: skip

FEEDS = Vocabulary(
    name="feeds",
    rules="feeds.its.xml",
    blocks={
        "title": "title", "description": "paragraph", "subtitle": "paragraph", "summary": "paragraph", "content": "paragraph",
        "encoded": "paragraph", "category": "metadata", "rights": "metadata", "copyright": "metadata",
    },
    containers={"item": "section", "entry": "section"},
    links=frozenset({"link", "enclosure/@url", "url"}),
    language_elements={"language": ""},
)  # fmt: skip

# Nearly all that Dublin Core says is said for catalogs of libraries; what feeds show of it is translated.
_DUBLIN_CORE = replace(FEEDS, hidden=frozenset(FEEDS.blocks))

_NAMESPACES: dict[str, Vocabulary] = {
    "http://www.w3.org/1999/xhtml": XHTML,
    "http://docbook.org/ns/docbook": DOCBOOK,
    "http://www.tei-c.org/ns/1.0": TEI,
    "http://iptc.org/std/NITF/2006-10-18/": NEWS,
    "http://iptc.org/std/nar/2006-10-01/": NEWS,
    "http://www.w3.org/2005/Atom": FEEDS,
    "http://purl.org/rss/1.0/modules/content/": FEEDS,
    "http://purl.org/dc/elements/1.1/": _DUBLIN_CORE,
}
_DOCBOOK_ROOTS = frozenset({"article", "book", "chapter", "section", "sect1", "refentry", "part", "set", "appendix", "preface"})
_DOCBOOK_SIGNS = ("para", "simpara", "articleinfo", "bookinfo", "refnamediv")


@dataclass(frozen=True, slots=True)
class Vocabularies:
    """The vocabularies that one document uses."""

    bare: Vocabulary
    """Of elements without a namespace."""
    used: tuple[Vocabulary, ...]
    """Those with rules, in the order in which these apply."""

    def of(self, namespace: str) -> Vocabulary:
        """Returns the vocabulary of a namespace; the generic one where it is not known."""
        return _NAMESPACES.get(namespace, GENERIC) if namespace else self.bare


def vocabularies(root: _Element, namespaces: set[str]) -> Vocabularies:
    """Returns the vocabularies of a document.

    Args:
        root: Of the document.
        namespaces: Of all its elements, "" among them where some have none.
    """
    bare = _bare(root) if "" in namespaces else GENERIC
    found = {bare.name: bare} | {_NAMESPACES[one].name: _NAMESPACES[one] for one in sorted(namespaces) if one in _NAMESPACES}
    return Vocabularies(bare, tuple(one for _, one in sorted(found.items()) if one.rules))


def _bare(root: _Element) -> Vocabulary:
    from lxml import etree

    name = etree.QName(root)
    if name.namespace:
        return GENERIC
    if name.localname == "nitf":
        return NEWS
    if name.localname == "rss":
        return _RSS
    information = root.getroottree().docinfo
    if "DocBook" in (information.public_id or ""):
        return DOCBOOK
    if "XHTML" in (information.public_id or ""):
        return XHTML
    if name.localname in _DOCBOOK_ROOTS and any(next(root.iter(sign), None) is not None for sign in _DOCBOOK_SIGNS):
        return DOCBOOK
    return GENERIC


# RSS says its language in an element of its own (RSS 2.0, "Optional channel elements").
_RSS = Vocabulary(
    name="feeds",
    rules=FEEDS.rules,
    blocks=FEEDS.blocks,
    containers=FEEDS.containers,
    links=FEEDS.links,
    language_elements=FEEDS.language_elements,
    takes_xml_lang=False,
)


@cache
def rules_file(name: str) -> str:
    """Returns the text of a vocabulary's ITS rules."""
    return resources.files("workflow.sources").joinpath("vocabularies", name).read_text(encoding="utf-8")
