"""A written page, as far as it can be checked: language, links, ids, texts, structured data, flaws of its markup.

One pass over the tokens of the file, so that every fact has its line. What is nested wrongly is told as the HTML Standard would mend it
(sections 13.1.2.4, optional tags, and 13.2.6.4.7, "in body"), without building the tree.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from workflow.site.reading_links import Link, LinkKind, css_in, links_of


def _names(names: str) -> frozenset[str]:
    return frozenset(names.split())


_VOID = _names("area base br col embed hr img input link meta param source track wbr")
_OPTIONAL = _names("html head body p li dt dd rt rp optgroup option thead tbody tfoot tr td th caption colgroup")
_INLINE = _names(
    "a abbr b bdi bdo cite code data del dfn em font i img ins kbd mark q rp rt ruby s samp small span strong sub sup time u var wbr"
)
_CLOSES_P = _names(
    "address article aside blockquote details dialog dir div dl fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr "
    "main menu nav ol p pre search section table ul"
)
_SCOPE = _names("html table td th caption button object template svg math applet marquee")
_SILENT = _names("address code kbd noscript pre samp script style svg math template textarea var")
"""What holds no running text of the page's language."""
_RAW = _names("title style script")
_FOREIGN = _names("svg math")
_TEXTS = ("alt", "title", "aria-label", "placeholder")
_LOST = ("eof-in-", "duplicate-attribute", "abrupt-", "incorrectly-", "unexpected-character-in-attribute-name", "cdata-in-html")
"""Errors of the tokenizer by which something is lost or moves; the others every browser mends alike."""
_BLOCKS = ("counterpart", "languages", "alternates")
"""Comments between which stands what the program writes into any page, whoever made it."""
_CHOICE = "language choice"
_CONTENT = re.compile(r"""content:\s*["']([^"']{4,})["']""", re.I)
_ESCAPE = re.compile(r"\\([0-9a-f]{1,5}) ?", re.I)


@dataclass(frozen=True, slots=True)
class Flaw:
    """Something wrong with the markup itself."""

    code: Literal["V401", "V402", "V408"]
    line: int
    message: str
    made: bool = False
    """It stands in a block that the program writes into a page."""


class Data(NamedTuple):
    """Structured data of a page (JSON-LD)."""

    line: int
    text: str
    made: bool
    """It stands in a block that the program writes into a page."""


@dataclass(slots=True)
class Page:
    """What a page says of itself."""

    language: str = ""
    """`lang` of its root."""
    direction: str = ""
    """`dir` of its root."""
    title: str = ""
    heading: str = ""
    """Text of the first `h1`."""
    og_title: str = ""
    base: str = ""
    """`href` of a `base` element."""
    robots: str = ""
    banner: str = ""
    """Text of the first element of class `preview`, which is the preview's banner on pages of a template."""
    generated: list[str] = field(default_factory=list)
    """Texts that style sheets put on the page (`content`): the preview's banner on other pages."""
    late: bool = False
    """It tells that its source has changed since."""
    dates: list[str] = field(default_factory=list)
    """`datetime` of its `time` elements."""
    links: list[Link] = field(default_factory=list)
    ids: set[str] = field(default_factory=set)
    texts: list[tuple[int, str]] = field(default_factory=list)
    """(line, text) of what it says in its own language: blocks, and texts in attributes; contact lines and code left out."""
    data: list[Data] = field(default_factory=list)
    templated: bool = False
    """It comes from a template: it has its way to the text (`class="skip"`)."""
    choice: bool = False
    """It is the program's choice of languages."""
    flaws: list[Flaw] = field(default_factory=list)

    def all(self, kind: LinkKind) -> list[Link]:
        """Returns the links of one kind, in page order."""
        return [link for link in self.links if link.kind == kind]


def read_page(data: bytes) -> Page:
    """Returns a page; whatever is wrong with it is among its flaws, nothing raises."""
    from turbohtml import TokenType, parse, tokenize

    page = Page()
    tree = parse(data, positions=False)
    try:
        codec = codecs.lookup(str(tree.encoding)).name
    except LookupError:
        codec = "utf-8"
    text = data.decode(codec, "replace").removeprefix("\ufeff")
    if codec.startswith("utf") and "\ufffd" in text and "\ufffd".encode(codec) not in data:
        at = text.index("\ufffd")
        page.flaws.append(Flaw("V408", text.count("\n", 0, at) + 1, f"bytes that are no {codec.upper()}: the page shows � for a letter"))
    for error in tree.errors:
        if error.code.startswith(_LOST):
            page.flaws.append(Flaw("V402", error.line, error.code.replace("-", " ")))
    reader = _Reader(page)
    start, end, said = reader.start, reader.end, reader.text
    opening, closing, letters, comment = TokenType.START_TAG, TokenType.END_TAG, TokenType.TEXT, TokenType.COMMENT
    for token in tokenize(text, resolve_references=True):
        kind = token.type
        if kind == letters:
            said(token.data or "", token.line)
        elif kind == opening:
            # The first of two attributes of one name counts (HTML Standard section 13.2.5.33).
            start(token.tag or "", dict(reversed(found)) if (found := token.attrs) else {}, token.line, closed=token.self_closing)
        elif kind == closing:
            end(token.tag or "", token.line)
        elif kind == comment:
            reader.comment(token.data or "")
    reader.finish()
    page.flaws.sort(key=lambda flaw: (flaw.line, flaw.code))
    return page


class _Open(NamedTuple):
    tag: str
    line: int
    silent: bool
    foreign: bool


_ROOT = _Open("", 0, silent=False, foreign=False)


class _Reader:
    """Takes the tokens of a page and fills in what is known of it."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.stack: list[_Open] = []
        self.made = False
        """Here stands what the program wrote."""
        self.said: list[str] = []
        self.said_at = 0
        self.raw: str = ""
        """The element whose text is no text of the page: `title`, `style`, a JSON-LD `script`…"""

    def comment(self, text: str) -> None:
        if text.removeprefix("/") in _BLOCKS:
            self.made = not text.startswith("/")
        self.page.choice = self.page.choice or text == _CHOICE

    def start(self, tag: str, attributes: dict[str, str], line: int, *, closed: bool) -> None:
        page = self.page
        if tag == "html" and not page.language:
            page.language, page.direction = attributes.get("lang", "").strip(), attributes.get("dir", "").lower()
        if tag not in _INLINE:
            self._block()
        if tag in _CLOSES_P:
            self._close_paragraph()
        above = self.stack[-1] if self.stack else _ROOT
        foreign = tag in _FOREIGN or (above.foreign and above.tag != "foreignobject")
        if attributes:
            own = attributes.get("lang", "")
            spoken = not own or _primary(own) == _primary(page.language)
            silent = tag in _SILENT or attributes.get("translate") == "no" or not spoken or (above.silent and not (own and spoken))
            self._attributes(tag, attributes, line, silent=silent)
        else:
            silent = above.silent or tag in _SILENT
        if tag in _VOID or (foreign and closed):
            return
        self.stack.append(_Open(tag, line, silent=silent, foreign=foreign))
        if tag in _RAW and not (foreign and tag == "title"):
            self.raw = "json" if tag == "script" and attributes.get("type", "").lower() == "application/ld+json" else tag
        elif "class" in attributes:
            classes = attributes["class"].split()
            self.raw = "banner" if "preview" in classes else ""
            page.late = page.late or "late-notice" in classes
            page.templated = page.templated or ("skip" in classes and attributes.get("href") == "#text")

    def end(self, tag: str, line: int) -> None:
        if tag not in _INLINE:
            self._block(heading=tag == "h1")
        self.raw = ""
        if tag in ("br", "html", "body", "head"):
            return
        if self.stack and self.stack[-1].tag == tag:
            self.stack.pop()
            return
        at = next((at for at in range(len(self.stack) - 1, -1, -1) if self.stack[at].tag == tag), -1)
        if at < 0:
            if tag not in _VOID:
                self.page.flaws.append(Flaw("V402", line, f"</{tag}> closes nothing", self.made))
            return
        self._pop(at + 1)
        self.stack.pop()

    def text(self, text: str, line: int) -> None:
        page = self.page
        if self.raw == "title":
            page.title = page.title or " ".join(text.split())
        elif self.raw == "json":
            page.data.append(Data(line, text, self.made))
        elif self.raw == "style":
            page.links += css_in(text, line)
            page.generated += [_ESCAPE.sub(lambda found: chr(int(found[1], 16)), match[1]) for match in _CONTENT.finditer(text)]
        elif self.raw == "banner":
            page.banner = page.banner or " ".join(text.split())
        elif self.raw != "script" and not (self.stack and self.stack[-1].silent):
            if not self.said and text.isspace():
                return
            if not self.said:
                self.said_at = line + text[: len(text) - len(text.lstrip())].count("\n")
            self.said.append(text)

    def finish(self) -> None:
        self._block()
        self._pop(0)

    def _pop(self, at: int) -> None:
        for one in self.stack[at:]:
            if one.tag not in _OPTIONAL:
                self.page.flaws.append(Flaw("V402", one.line, f"<{one.tag}> is not closed where it should be", self.made))
        del self.stack[at:]

    def _close_paragraph(self) -> None:
        for at in range(len(self.stack) - 1, -1, -1):
            if self.stack[at].tag == "p":
                self._pop(at)
                return
            if self.stack[at].tag in _SCOPE:
                return

    def _block(self, *, heading: bool = False) -> None:
        if not self.said:
            return
        said = " ".join("".join(self.said).split())
        if said:
            self.page.texts.append((self.said_at, said))
            if heading and not self.page.heading:
                self.page.heading = said
        self.said.clear()

    def _attributes(self, tag: str, attributes: dict[str, str], line: int, *, silent: bool) -> None:
        page = self.page
        name = attributes.get("id", "")
        if name and name in page.ids:
            page.flaws.append(Flaw("V401", line, f"the id “{name}” stands twice: a link to it leads to the first only", self.made))
        if name:
            page.ids.add(name)
        if tag == "a" and attributes.get("name"):
            page.ids.add(attributes["name"])
        if tag == "time" and attributes.get("datetime"):
            page.dates.append(attributes["datetime"])
        if tag == "meta":
            self._meta(attributes, line)
        elif tag == "base":
            page.base = page.base or attributes.get("href", "").strip()
        elif attributes:
            page.links += links_of(tag, attributes, line, made=self.made)
        if not silent:
            page.texts += [(line, " ".join(attributes[one].split())) for one in _TEXTS if attributes.get(one, "").strip()]

    def _meta(self, attributes: dict[str, str], line: int) -> None:
        page, content = self.page, attributes.get("content", "").strip()
        name = (attributes.get("name") or attributes.get("property") or "").lower()
        if name == "robots":
            page.robots = content.lower()
        elif name == "og:title":
            page.og_title = content
        elif name in ("og:url", "og:image"):
            page.links.append(Link("image" if name == "og:image" else "link", content, line))
        if name in ("description", "og:title", "og:description", "twitter:title", "twitter:description") and content:
            page.texts.append((line, content))


def _primary(tag: str) -> str:
    return re.split("[-_]", tag.strip(), maxsplit=1)[0].lower()
