"""The page of a text or XML source in one language: a template's, with the release's structure and no more markup than its codes.

The template and its style sheet stand in `templates/`. The page is one file: nothing runs in it, nothing is fetched from elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from workflow.exports import dateline, spans
from workflow.exports.counterpart import END, START, PageLinks, block, placed, set_late_notice, switch
from workflow.exports.head import Article, Found, head
from workflow.exports.markup import clean
from workflow.exports.parallel import ReleaseInfo, Side, side
from workflow.exports.structure import Group, Leaf, Node, leaves, outline
from workflow.exports.templating import Templates
from workflow.languages import direction, long_date, og_locale
from workflow.model import Code, Document, Mark, Piece, Region, Slot
from workflow.wording import preview_notice

if TYPE_CHECKING:
    from markupsafe import Markup

_ELEMENT = {"emphasis": "em", "strong": "strong", "code": "code", "subscript": "sub", "superscript": "sup", "quote": "q"}
# Who said what is quoted, by the names of DocBook and NITF.
_ATTRIBUTION = frozenset({"attribution", "credit"})
# A caption needs none of the dashes with which a text sets off who is quoted.
_DASH = re.compile(r"\A(?:[–—―]|--)\s*(?=\S)")
# What search engines and messengers show of a page.
_DESCRIPTION = 300
_PROGRAM = Templates()


@dataclass(frozen=True, slots=True)
class _View:
    """A node as the template sees it."""

    kind: str
    html: Markup | None = None
    """Of a block: what stands in it."""
    level: int = 0
    header: bool = False
    preserve: bool = False
    pre: bool = False
    """Lines that stand as they are found."""
    about: Markup | str = ""
    """Attributes for the element of a block that is not in the page's language, or not to be translated; each with a space before it."""
    address: str = ""
    """Of an image."""
    children: tuple[_View, ...] = ()


def template_page(
    document: Document,
    texts: Mapping[int, str] | None,
    links: PageLinks,
    info: ReleaseInfo,
    language: str,
    *,
    banner: bool = False,
    templates: Templates = _PROGRAM,
) -> bytes:
    """Returns the page, in UTF-8.

    Args:
        document: As split.
        texts: Number of a segment -> its msgstr as it stands in the catalog; None for the source language.
        links: Counterparts, addresses, and whether the source has changed since.
        info: Date and publisher.
        language: Of the texts.
        banner: Adds a visible warning that this is a preview, and keeps search engines out.
        templates: The project's.

    Raises:
        InlineError: `<prev/>` stands first in a block.
        ConfigurationError: The project's own template is wrong.
    """
    from markupsafe import Markup

    said = side(document, texts, language)
    named = _marker_languages(document)
    images = _images(said, links.resolve)
    nodes = outline(said, also={*named, *images})
    markers = [leaf for leaf in leaves(nodes) if leaf.kind == "marker"]
    places, rest = placed(links, [named[leaf.block] for leaf in markers])
    at = {leaf.block: Markup(f"{START}{block(place)}{END}") for leaf, place in zip(markers, places, strict=True) if place}
    title = _title(said, nodes)
    writer = _Writer(said, links.resolve, at, images, title)
    title_text = clean(said.title() or info.release)
    place = dateline.place_of(said)
    line = dateline.worded(templates.word(language, dateline.JOINED), place, info.date, language) if place else ""
    article = Article.of(title_text, info, place, line)
    page = templates.render(
        "release",
        language,
        title=_inline(said, title.block, links.resolve) if title else None,
        title_about=_about(said, title.block) if title else "",
        title_text=title_text,
        description=_description(said, nodes),
        og_locale=og_locale(language),
        head="" if banner else Markup(head(links, article, Found(locale=True))),
        publisher=clean(info.publisher),
        home=links.home,
        languages=Markup(switch(links)),
        counterparts=bool(links.counterparts),
        place="" if dateline.in_text(document) else place,
        date=info.date,
        long_date=long_date(info.date, language) if info.date else "",
        nodes=writer.views(nodes),
        links=Markup(f"{START}{block(rest)}{END}") if rest else "",
        preview=clean(preview_notice(language)) if banner else "",
    )
    written = page.encode("utf-8", "replace")
    if not links.late:
        return written
    return set_late_notice(written, language, late=True, source_language=links.source_language, changed=links.changed)


def _title(said: Side, nodes: Sequence[Node]) -> Leaf | None:
    found = leaves(nodes)
    first = next((leaf for leaf in found if leaf.kind == "title"), None)
    return first or next((leaf for leaf in found if leaf.kind == "heading" and said.document.blocks[leaf.block].level == 1), None)


def _description(said: Side, nodes: Sequence[Node]) -> str:
    """The page's own description where the source has one, otherwise the start of its first paragraph."""
    for number, one in enumerate(said.document.blocks):
        if one.kind == "metadata" and one.attribute == "description" and said.said(number):
            return clean(said.plain(number))
    first = next((leaf for leaf in leaves(nodes) if leaf.kind == "paragraph" and said.said(leaf.block)), None)
    text = clean(said.plain(first.block)) if first else ""
    return text if len(text) <= _DESCRIPTION else text[:_DESCRIPTION].rsplit(" ", 1)[0] + " …"


def _marker_languages(document: Document) -> dict[int, str]:
    """Marker block -> language that it names: markers and their places come in the same order."""
    blocks = [number for number, one in enumerate(document.blocks) if one.kind == "marker"]
    return dict(zip(blocks, _counterpart_marks(document.pieces), strict=False))


def _counterpart_marks(pieces: Iterable[Piece]) -> Iterator[str]:
    for piece in pieces:
        if isinstance(piece, Mark) and piece.kind == "counterpart":
            yield piece.value
        elif isinstance(piece, Region):
            yield from _counterpart_marks(piece.pieces)


def _images(said: Side, resolve: Callable[[str], str | None] | None) -> dict[int, str]:
    """Alternative text -> address of its image, for images outside sentences that the caller has a file for.

    The tag of such an image is skeleton: its address is the link that stands in the same tag as the text.
    """
    found: dict[int, str] = {}
    if resolve is None:
        return found
    for tag in _tags(said.document.pieces):
        link = next((piece for piece in tag if isinstance(piece, Mark) and piece.kind == "link"), None)
        slot = next((piece for piece in tag if isinstance(piece, Slot)), None)
        if link is None or slot is None or slot.segment not in said.present:
            continue
        number = said.document.segments[slot.segment].block
        address = spans.safe_address(resolve(link.value) or "")
        if said.document.blocks[number].attribute == "alt" and address:
            found[number] = address
    return found


def _tags(pieces: Iterable[Piece]) -> Iterator[list[Piece]]:
    """The skeleton in runs that end with each tag."""
    run: list[Piece] = []
    for piece in pieces:
        if isinstance(piece, Region):
            yield from _tags(piece.pieces)
            continue
        run.append(piece)
        if isinstance(piece, str) and piece.rstrip().endswith(">"):
            yield run
            run = []
    yield run


@dataclass(frozen=True, slots=True)
class _Writer:
    said: Side
    resolve: Callable[[str], str | None] | None
    markers: Mapping[int, Markup]
    images: Mapping[int, str]
    title: Leaf | None

    def views(self, nodes: Iterable[Node]) -> tuple[_View, ...]:
        """What the template shows; a caption that follows an image becomes its own."""
        done: list[_View] = []
        for node in nodes:
            if isinstance(node, Group):
                children = self.views(node.children)
                if node.kind == "section":
                    done += children
                elif children:
                    children = self._attributed(node, children) if node.kind == "quotation" else children
                    done.append(_View(node.kind, header=self._is_header(node), children=children))
            elif node.kind == "marker":
                if node.block in self.markers:
                    done.append(_View("marker", self.markers[node.block]))
            elif node != self.title:
                view = self._leaf(node)
                if view.kind == "caption" and done and done[-1].kind == "image":
                    view = replace(done.pop(), children=(view,))
                done.append(view)
        return tuple(done)

    def _attributed(self, quotation: Group, views: tuple[_View, ...]) -> tuple[_View, ...]:
        """The views of a quotation, the one that says who said it as an attribution where it stands, before or behind all that was said."""
        from markupsafe import Markup

        if len(views) == len(quotation.children) > 1:
            for at in (0, -1):
                one = quotation.children[at]
                if isinstance(one, Leaf) and self.said.document.blocks[one.block].element in _ATTRIBUTION:
                    changed = list(views)
                    changed[at] = replace(views[at], kind="attribution", html=Markup(_DASH.sub("", views[at].html or "", count=1)))
                    return tuple(changed)
        return views

    def _leaf(self, leaf: Leaf) -> _View:
        from markupsafe import escape

        if leaf.block in self.images:
            return _View("image", escape(clean(self.said.plain(leaf.block))), address=self.images[leaf.block])
        one = self.said.document.blocks[leaf.block]
        kind = "heading" if leaf.kind == "title" else leaf.kind
        return _View(
            kind,
            _inline(self.said, leaf.block, self.resolve),
            level=min(6, max(2, one.level)),
            preserve=one.preserve,
            pre=one.preserve and one.kept is not None,
            about=_about(self.said, leaf.block),
        )

    def _is_header(self, group: Group) -> bool:
        first = group.children[0]
        if group.kind == "row":
            return all(isinstance(one, Group) and self._is_header(one) for one in group.children)
        return group.kind == "cell" and isinstance(first, Leaf) and self.said.document.blocks[first.block].header


def _inline(said: Side, number: int, resolve: Callable[[str], str | None] | None) -> Markup:
    from markupsafe import Markup

    return Markup(_markup(spans.block(said, number), said, resolve, preserve=said.document.blocks[number].preserve))


def _about(said: Side, number: int) -> Markup | str:
    """Returns what the element of a block says of its language (WCAG 2.2, 3.1.2, Language of Parts) and of translation."""
    from markupsafe import Markup

    kept = said.document.blocks[number].kept
    if kept is None:
        return ""
    return Markup(_spoken(said.spoken(number), said) + ("" if kept.translate else ' translate="no"'))


def _spoken(language: str, said: Side) -> str:
    """Returns the attributes for a text in some language, where it is not that of the page; "" means that nobody knows it."""
    if language == said.language:
        return ""
    way = direction(language) if language else "auto"
    return f' lang="{language}"' + (f' dir="{way}"' if way != direction(said.language) else "")


def _markup(nodes: Iterable[spans.Span | str], said: Side, resolve: Callable[[str], str | None] | None, *, preserve: bool) -> str:
    """What stands in a block, as characters: `Markup` would go through all of it again with every part that is added."""
    from markupsafe import escape

    done: list[str] = []
    for node in nodes:
        if isinstance(node, str):
            done.append(escape(clean(node)))
        elif node.code.protected:
            words = spans.protected_text(node.code, said, preserve=preserve)
            done.append(_element(node.code, escape(clean(words)), said, resolve))
        else:
            done.append(_element(node.code, _markup(node.children, said, resolve, preserve=preserve), said, resolve))
    return "".join(done)


def _element(code: Code, inside: str, said: Side, resolve: Callable[[str], str | None] | None) -> str:
    from markupsafe import escape

    if code.role == "break":
        return "<br>"
    about = _spoken(code.language, said) if code.language else ""
    if code.role == "link":
        address = spans.safe_address((resolve(code.href) if resolve else None) or code.href)
        if address:
            return f'<a{about} href="{escape(address)}">{inside}</a>'
    name = _ELEMENT.get(code.role) or ("span" if about else "")
    return f"<{name}{about}>{inside}</{name}>" if name else inside
