"""What stands between two block boundaries of a page, made into a block: texts, codes, and the pieces of their tags.

Tags are paired by `html.py`. Here those without a partner get a form in which any translation can be written: at the edge of a
block they are skeleton; between words they are an isolated opening or closing code where the rest of the block nests without
them, and void codes otherwise.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

from workflow.languages import primary
from workflow.model import Block, BlockKind, Code, CodeKind, CodeRole, Container, LocaleFilter, Mark, Piece, Pieces, Region, Text
from workflow.sources.html_attributes import Attribute, text_runs, value_runs
from workflow.sources.html_tags import BUTTON_TYPES, ELEMENT_TEXT_ATTRIBUTES, META_TEXT, ROLES, TEXT_ATTRIBUTES
from workflow.sources.skeleton import Builder, pieces_of

_SPACE = "\t\n\f\r "
_NOTE = 80
NO_ATTRIBUTES: dict[str, Attribute] = {}

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


@dataclass(slots=True)
class Part:
    """A stretch of the page between two block boundaries: text, a tag, or an element taken as one."""

    kind: PartKind
    start: int
    end: int
    off: bool
    """Not to be translated."""
    element: str = ""
    attributes: dict[str, Attribute] = field(default_factory=dict)
    pair: int = 0
    """The same number for both tags of an element, from 1; 0: the other one is not here."""
    tag_end: int = 0
    """Of an opaque element, where its start tag ends."""
    inner: list[Part] = field(default_factory=list)
    """Of a guarded element, its tags and texts."""
    locales: LocaleFilter | None = None


class Writer:
    """Makes pieces and blocks of parts.

    Args:
        text: The page.
        builder: Gets them.
        language: BCP 47 tag of the source language.
    """

    def __init__(self, text: str, builder: Builder, language: str) -> None:
        self.text = text
        self.builder = builder
        self.language = primary(language)
        self.titled = False
        newline = "\n" if "\n" in text else "\r"
        self._line_ends = [at for at, character in enumerate(text) if character == newline]

    def line(self, at: int) -> int:
        """Returns the 1-based line of a place."""
        return bisect_left(self._line_ends, at) + 1

    def tag(self, part: Part, frame: Frame) -> Pieces:
        """Returns a start tag (or of an opaque element, the whole) with slots for its texts and marks for its links and language."""
        end = part.tag_end or part.end
        html = part.element == "html" and part.kind == "open"
        if not part.attributes and not html:
            return (self.text[part.start : part.end],)
        pieces: list[Piece] = []
        at = part.start
        if html:
            at += 5
            pieces.append(self.text[part.start : at])
            if "lang" not in part.attributes:
                pieces.append(Mark("language", before=' lang="', after='"'))
            if "dir" not in part.attributes:
                pieces.append(Mark("direction", before=' dir="', after='"'))
        for name, attribute in part.attributes.items():
            new = self._value(name, attribute, part, frame)
            if new is not None:
                pieces.append(self.text[at : attribute.start])
                pieces.extend(new)
                at = attribute.start + len(attribute.raw)
        pieces.append(self.text[at:end])
        if end < part.end:
            pieces.append(self.text[end : part.end])
        return tuple(pieces)

    def _value(self, name: str, attribute: Attribute, part: Part, frame: Frame) -> Pieces | None:
        element = part.element
        if name == "href":
            if element not in ("a", "area") or not attribute.raw:
                return None
            quote = '"' if attribute.escape == "bare" else ""
            return (Mark("link", attribute.raw, attribute.value, before=quote, after=quote),)
        if name in ("lang", "xml:lang"):
            spoken = element == "html" or (not part.off and primary(attribute.value.strip()) == self.language)
            return (Mark("language", attribute.raw, attribute.value),) if spoken else None
        if name == "dir":
            return (Mark("direction", attribute.raw, attribute.value),) if element == "html" else None
        if element == "meta":
            return self._meta(attribute, part, frame) if name == "content" else None
        if part.off or not _is_text(name, part):
            return None
        return self._attribute("attribute", name, attribute, part, frame)

    def _attribute(self, kind: BlockKind, name: str, attribute: Attribute, part: Part, frame: Frame) -> Pieces:
        own = part.attributes.get("data-context")
        block = Block(
            kind,
            (),
            line=self.line(attribute.start),
            element=part.element,
            attribute=name,
            context=own.value if own else frame.context,
            notes=_notes(part.attributes) or frame.notes,
            escape=attribute.escape,
            containers=frame.containers,
        )
        return self.builder.attribute(tuple(value_runs(attribute.raw)), block)

    def _meta(self, attribute: Attribute, part: Part, frame: Frame) -> Pieces | None:
        said = {
            part.attributes[name].value.strip().lower() for name in ("property", "name", "itemprop", "http-equiv") if name in part.attributes
        }
        if "og:locale" in said:
            return (Mark("og-locale", attribute.raw, attribute.value),)
        if "content-language" in said:
            return (Mark("language", attribute.raw, attribute.value),)
        named = sorted(said & META_TEXT)
        return self._attribute("metadata", named[0], attribute, part, frame) if named and not part.off else None

    def title(self, start: int, end: int, frame: Frame) -> None:
        """Adds the text of the `title` element."""
        block = Block("metadata", (), line=self._line_of_text(start, end), element="title", attribute="title", escape="html")
        self.builder.block(
            tuple(text_runs(self.text[start:end])), _with(block, frame)
        )

    def _line_of_text(self, start: int, end: int) -> int:
        found = self.text[start:end]
        return self.line(start + len(found) - len(found.lstrip(_SPACE)))

    def literal(self, parts: list[Part], frame: Frame) -> None:
        """Adds parts as skeleton."""
        for part in parts:
            self.builder.extend(self._as_found(part, frame))

    def _as_found(self, part: Part, frame: Frame) -> Pieces:
        if part.kind == "guard":
            pieces = tuple(piece for one in part.inner for piece in self._as_found(one, frame))
            return (Region(part.locales, pieces),) if part.locales else pieces
        if part.kind in ("open", "void", "opaque"):
            return self.tag(part, frame)
        return (self.text[part.start : part.end],)

    def block(self, parts: list[Part], frame: Frame) -> None:
        """Adds what stands between two block boundaries: as a block, or as skeleton where it has no words."""
        first, last = 0, len(parts)
        while first < last and (parts[first].off and parts[first].kind != "guard"):
            first += 1
        if not any(part.kind == "text" and not self.text[part.start : part.end].isspace() for part in parts[first:]):
            self.literal(parts, frame)
            return
        while self._leaves(parts[first]):
            first += 1
        while self._leaves(parts[last - 1]):
            last -= 1
        self.literal(parts[:first], frame)
        inside = parts[first:last]
        if frame.preserve:
            inside, after = self._without_blank_lines(inside)
        else:
            after = ""
        block = Block(
            frame.kind,
            (),
            line=next(self._line_of_text(part.start, part.end) for part in inside if part.kind == "text" and self._has_words(part)),
            element=frame.element,
            level=frame.level,
            header=frame.header,
            preserve=frame.preserve,
            escape="html",
        )
        content = self._content(inside, frame)
        if frame.level == 1 and not self.titled and any(isinstance(one, Text) and one.value.strip() for one in content):
            self.titled = True
            block = Block("title", (), line=block.line, element=frame.element, preserve=frame.preserve, escape="html")
        self.builder.block(content, _with(block, frame))
        self.builder.literal(after)
        self.literal(parts[last:], frame)

    def _has_words(self, part: Part) -> bool:
        return not self.text[part.start : part.end].isspace()

    def _leaves(self, part: Part) -> bool:
        """Tells if a part at the edge of a block is skeleton: a tag without a partner, white space, a code without words."""
        if part.kind in ("open", "close"):
            return not part.pair
        if part.kind == "text":
            return not self._has_words(part) and not part.off
        return part.kind in ("void", "comment") or (part.kind == "opaque" and not self._protected(part))

    def _without_blank_lines(self, parts: list[Part]) -> tuple[list[Part], str]:
        """Moves the line end behind `<pre>` and the blank end of its text into the skeleton."""
        first, after = parts[0], ""
        if first.kind == "text":
            found = self.text[first.start : first.end]
            cut = max(found.rfind("\n", 0, len(found) - len(found.lstrip(_SPACE))), found.rfind("\r", 0, len(found) - len(found.lstrip(_SPACE))))
            self.builder.literal(found[: cut + 1])
            first.start += cut + 1
        last = parts[-1]
        if last.kind == "text":
            found = self.text[last.start : last.end]
            kept = len(found.rstrip(_SPACE))
            after = found[kept:]
            last.end = last.start + kept
        return parts, after

    def _content(self, parts: list[Part], frame: Frame) -> tuple[Text | Code, ...]:
        content: list[Text | Code] = []
        depth = 0
        isolated = False
        number = max((part.pair for part in parts), default=0)
        for part in parts:
            kind = part.kind
            if kind == "text":
                content.extend(text_runs(self.text[part.start : part.end]))
                continue
            code_kind: CodeKind = "void"
            pair = part.pair
            if kind == "open":
                if pair or not depth:
                    code_kind = "open"
                isolated = isolated or not (pair or depth)
                depth += 1 if pair else 0
            elif kind == "close":
                depth -= 1 if pair else 0
                if pair or not (depth or isolated):
                    code_kind = "close"
            if not pair:
                number += 1
                pair = number
            content.append(self._code(part, code_kind, pair, frame))
        return tuple(content)

    def _code(self, part: Part, kind: CodeKind, pair: int, frame: Frame) -> Code:
        element, attributes = part.element, part.attributes
        role: CodeRole = ROLES.get(element, "")
        note = href = ""
        if part.kind == "guard":
            return Code(element, "void", pair, self._as_found(part, frame), self._words(part.inner), True, role)
        if part.kind == "comment":
            return Code("comment", "void", pair, (self.text[part.start : part.end],), _short(self.text[part.start + 2 : part.end - 1].strip("- \n")))
        if part.kind == "opaque":
            protected = self._protected(part)
            note = _short(" ".join(self._inner_text(part).split())) if protected else ""
            return Code(element, "void", pair, self._as_found(part, frame), note, protected)
        if part.kind != "close":
            if element == "a" and "href" in attributes:
                role, href = "link", attributes["href"].value
                note = f"link to {href}"
            elif element == "img" and "src" in attributes:
                note = href = attributes["src"].value
            elif element == "time" and "datetime" in attributes:
                note = attributes["datetime"].value
        elif element == "a":
            role = "link"
        return Code(element, kind, pair, self._as_found(part, frame), note, False, role, href)

    def _protected(self, part: Part) -> bool:
        """A drawing without words is like an image; a formula, or a drawing with words, is something that is said."""
        return part.element in ("math", "svg") and bool(self._inner_text(part).strip())

    def _inner_text(self, part: Part) -> str:
        return _without_tags(self.text[part.tag_end : part.end])

    def _words(self, parts: list[Part]) -> str:
        return _short(" ".join(self.plain(parts).split()))

    def plain(self, parts: list[Part]) -> str:
        """Returns the text of parts, decoded."""
        return "".join(
            "".join(run.value for run in text_runs(self.text[part.start : part.end])) if part.kind == "text" else self.plain(part.inner)
            for part in parts
        )
