"""The tags of a page as pieces of the skeleton: slots for the texts in their attributes, marks for links and language."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from workflow.languages import primary
from workflow.model import Block, BlockKind, Container, LocaleFilter, Mark, Piece, Pieces, Region
from workflow.sources.html_attributes import NO_ATTRIBUTES, Attribute, value_runs
from workflow.sources.html_tags import ADDRESSES, BUTTON_TYPES, ELEMENT_TEXT_ATTRIBUTES, META_TEXT, TEXT_ATTRIBUTES
from workflow.sources.skeleton import Builder

SPACE = "\t\n\f\r "
_CANDIDATE = re.compile(r"(?:^|,)[\t\n\f\r ]*([^\t\n\f\r ,][^\t\n\f\r ]*[^\t\n\f\r ,])")
_OWN = frozenset({"data-context", "data-note", "its-loc-note"})
PartKind = Literal["text", "open", "close", "void", "comment", "opaque", "guard"]


@dataclass(slots=True)
class Frame:
    """What a block takes from the element that it stands in, and from those around."""

    element: str = ""
    kind: BlockKind = "paragraph"
    level: int = 0
    header: bool = False
    preserve: bool = False
    context: str | None = None
    notes: tuple[str, ...] = ()
    containers: tuple[Container, ...] = ()
    language: str | None = None
    """What it says of its language, where that is not the source's."""
    translate: bool = True


@dataclass
class Part:
    """A stretch of the page between two block boundaries: text, a tag, or an element taken as one.

    There is one for each of them, so what most have not is left to the class.
    """

    kind: PartKind
    start: int
    end: int
    off: bool
    """Not to be translated."""
    element: str
    attributes: Mapping[str, Attribute]
    """Of a closing tag, those of its opening one."""
    pair: int = field(default=0, init=False)
    """The same number for both tags of an element, from 1; 0: the other one is not here."""
    tag_end: int = field(default=0, init=False)
    """Of an opaque element, where its start tag ends."""
    inner: Sequence[Part] = field(default=(), init=False)
    """Of a guarded element (one whose words are not translated), its tags and texts."""
    locales: LocaleFilter | None = field(default=None, init=False)


def guarded(inner: Sequence[Part], locales: LocaleFilter | None) -> Part:
    """Returns the parts of an element, its start tag first, as one whose words are not translated."""
    guard = Part("guard", inner[0].start, inner[-1].end, True, inner[0].element, NO_ATTRIBUTES)
    guard.inner, guard.locales = inner, locales
    return guard


class TagWriter:
    """Makes pieces of tags, and blocks of their attributes.

    Args:
        text: The page.
        builder: Gets the blocks.
        language: BCP 47 tag of the source language.
        root: The element on which the page's direction stands: `html`, or `body` where the tag of `html` is left out.
    """

    def __init__(self, text: str, builder: Builder, language: str, *, root: str) -> None:
        self.root = root
        self.text = text
        self.builder = builder
        self.language = primary(language)
        self._line_ends = [match.start() for match in re.finditer("\n" if "\n" in text else "\r", text)]

    def line(self, at: int) -> int:
        """Returns the 1-based line of a place."""
        return bisect_left(self._line_ends, at) + 1

    def line_of_text(self, start: int, end: int) -> int:
        """Returns the line of the first word of a stretch."""
        found = self.text[start:end]
        return self.line(start + len(found) - len(found.lstrip(SPACE)))

    def as_found(self, part: Part, frame: Frame) -> Pieces:
        """Returns a part as skeleton."""
        if part.kind == "guard":
            pieces = tuple(piece for one in part.inner for piece in self.as_found(one, frame))
            return (Region(part.locales, pieces),) if part.locales else pieces
        root = part.element == self.root and part.kind == "open"
        if not (root or part.attributes) or part.kind == "close":
            return (self.text[part.start : part.end],)
        found: list[Piece] = []
        at = part.start
        if root:
            at += 1 + len(self.root)
            found.append(self.text[part.start : at])
            if "lang" not in part.attributes and part.element == "html":
                found.append(Mark("language", before=' lang="', after='"'))
            if "dir" not in part.attributes:
                found.append(Mark("direction", before=' dir="', after='"'))
        for name, attribute in part.attributes.items():
            new = self._value(name, attribute, part, frame)
            if new is not None:
                found.append(self.text[at : attribute.start])
                found.extend(new)
                at = attribute.start + len(attribute.raw)
        found.append(self.text[at : part.end])
        return tuple(found)

    def _value(self, name: str, attribute: Attribute, part: Part, frame: Frame) -> Pieces | None:
        """Returns what stands in the skeleton for a value, or None for itself."""
        element = part.element
        if name in ADDRESSES:
            if not attribute.raw or element in ADDRESSES[name]:
                return None
            quote = '"' if attribute.escape == "bare" else ""
            return (Mark("link", attribute.raw, attribute.value, before=quote, after=quote),)
        if name == "srcset":
            return _candidates(attribute.raw)
        if name in ("lang", "xml:lang"):
            spoken = element == "html" or (not part.off and primary(attribute.value.strip()) == self.language)
            return (Mark("language", attribute.raw, attribute.value),) if spoken else None
        if name == "dir":
            return (Mark("direction", attribute.raw, attribute.value),) if element == self.root else None
        if element == "meta":
            return self._meta(attribute, part, frame) if name == "content" else None
        if part.off or not _is_text(name, part):
            return None
        return self._attribute("attribute", name, attribute, part, frame)

    def _meta(self, attribute: Attribute, part: Part, frame: Frame) -> Pieces | None:
        names = [part.attributes[name].value.strip().lower() for name in ("property", "name", "http-equiv") if name in part.attributes]
        if "og:locale" in names:
            return (Mark("og-locale", attribute.raw, attribute.value),)
        if "content-language" in names:
            return (Mark("language", attribute.raw, attribute.value),)
        named = next((name for name in names if name in META_TEXT), None)
        return self._attribute("metadata", named, attribute, part, frame) if named and not part.off else None

    def _attribute(self, kind: BlockKind, name: str, attribute: Attribute, part: Part, frame: Frame) -> Pieces:
        about = with_own(frame, part.attributes)
        block = Block(
            kind,
            (),
            line=self.line_of_text(attribute.start, attribute.start + len(attribute.raw)),
            element=part.element,
            attribute=name,
            context=about.context,
            notes=about.notes,
            escape=attribute.escape,
            containers=about.containers,
        )
        return self.builder.attribute(value_runs(attribute.raw), block)


def with_own(frame: Frame, attributes: Mapping[str, Attribute]) -> Frame:
    """Returns the frame with the context and notes that an element's own attributes give; nearer ones replace farther ones."""
    if _OWN.isdisjoint(attributes):
        return frame
    context = attributes.get("data-context")
    notes = tuple(
        dict.fromkeys(
            " ".join(attributes[name].value.split())
            for name in ("its-loc-note", "data-note")
            if name in attributes and attributes[name].value.strip()
        )
    )
    if context is None and not notes:
        return frame
    return replace(frame, context=context.value if context else frame.context, notes=notes or frame.notes)


def _candidates(raw: str) -> Pieces | None:
    """Returns a `srcset` with a mark for each of its addresses (HTML Standard 4.8.4.2.1), or None where a reference hides one."""
    if "&" in raw:
        return None
    found: list[Piece] = []
    at = 0
    for match in _CANDIDATE.finditer(raw):
        found += [raw[at : match.start(1)], Mark("link", match[1], match[1])]
        at = match.end(1)
    return (*found, raw[at:]) if found else None


def _is_text(name: str, part: Part) -> bool:
    element, attributes = part.element, part.attributes
    if name in TEXT_ATTRIBUTES or name in ELEMENT_TEXT_ATTRIBUTES.get(element, ()):
        return True
    return name == "value" and element == "input" and "type" in attributes and attributes["type"].value.strip().lower() in BUTTON_TYPES
