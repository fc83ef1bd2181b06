"""HTML: pages as they are on the web, malformed ones too, every byte kept.

    text --lay_out--> tokens --_Reader--> parts between block boundaries --BlockWriter--> blocks and skeleton

The reader keeps the stack of open elements as the HTML Standard (section 13.2.6) would, as far as it matters here: which block a
text stands in, and what holds for it (language, `translate`, context, notes, containers). Nothing is looked for twice: each name's
places on the stack are listed, so a page of a hundred thousand unclosed tags is read in one pass, too.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from turbohtml import Token, TokenType

from workflow.errors import SourceError
from workflow.languages import marker_language, primary
from workflow.model import Block, Container, Document, Finding, LocaleFilter, Mark, Where
from workflow.sources.encoding import decode
from workflow.sources.html_attributes import Attribute, attributes_of, locale_filter
from workflow.sources.html_content import BlockWriter
from workflow.sources.html_layout import ALIASES, Layout, lay_out
from workflow.sources.html_parts import NO_ATTRIBUTES, SPACE, Frame, Part, TagWriter, with_own
from workflow.sources.html_tags import (
    BLOCK,
    CLOSES,
    CLOSES_P,
    CONTAINERS,
    HEADINGS,
    IN_SENTENCE,
    INTERESTING,
    KINDS,
    MARKER_ELEMENTS,
    NOT_SPECIAL,
    OPAQUE,
    PROTECTED,
    RAW_TEXT,
    SCOPES,
    TABLE_PARTS,
    VOID,
)
from workflow.sources.skeleton import Builder

suffixes = (".html", ".htm", ".xhtml")

# Deeper structures than these are no structure that a person wrote; exports walk through it level by level.
_DEEPEST_CONTAINER = 48
_DEEPEST_REGION = 48
_LONGEST_MARKER = 1000


def read(data: bytes, *, path: str, language: str, resolve: Callable[[str], bytes] | None = None) -> Document:
    """Returns the document, one segment a block (see `workflow.sources.Reader`)."""
    text, encoding, bom = decode(data, path, declared=True)
    builder = Builder(path=path, format="html", language=language, encoding=encoding, bom=bom, text=text)
    xml = path.lower().endswith(".xhtml") or text.startswith("<?xml")
    _Reader(text, builder, lay_out(text, xml=xml), path=path, language=language).run()
    return builder.document()


@dataclass(slots=True)
class _Entry:
    """An element that is open."""

    name: str
    block: bool
    frame: Frame
    translate: bool = True
    spoken: bool = True
    """In the source language."""
    off: bool = False
    """Its text is not translated."""
    region: bool = False
    part: Part | None = None
    """Of an inline element, its start tag."""
    run: int = 0
    """In which stretch between two boundaries that stands."""
    guard: bool = False
    """It is the outermost inline element that keeps its words from translation."""


class _Reader:
    def __init__(self, text: str, builder: Builder, layout: Layout, *, path: str, language: str) -> None:
        self.text = text
        self.builder = builder
        self.layout = layout
        self.path = path
        self.language = language
        self.tags = TagWriter(text, builder, language, root="html" if layout.html >= 0 else "body")
        self.blocks = BlockWriter(self.tags)
        self.stack = [_Entry("", True, Frame())]
        self.places: dict[str, list[int]] = {}
        """Name -> indices on the stack of its open elements."""
        self.block_places = [0]
        self.scopes = [0]
        self.specials = [0]
        self.parts: list[Part] = []
        self.run_number = 0
        self.guard_at = -1
        """Index in `parts` of a guarded element that is still open."""
        self.pairs = 0
        self.pending: tuple[Part, int] | None = None
        """Start tag of a block that may turn out to be a counterpart marker, and its index on the stack: not yet handed over."""
        self.containers = 0
        self.regions = 0

    def run(self) -> None:
        """Goes through the page once."""
        tokens, starts, places = self.layout.tokens, self.layout.starts, self.layout.places
        text_kind, reference = TokenType.TEXT, TokenType.CHARACTER_REFERENCE
        start_tag, end_tag, doctype = TokenType.START_TAG, TokenType.END_TAG, TokenType.DOCTYPE
        index, count = 0, len(tokens)
        while index < count:
            token = tokens[index]
            kind = token.type
            start, end = starts[index], starts[index + 1]
            if kind is text_kind or kind is reference:
                if index in places:
                    self._place(index)
                parts = self.parts
                off = self.stack[-1].off
                if parts and parts[-1].kind == "text" and parts[-1].off == off:
                    parts[-1].end = end
                else:
                    parts.append(Part("text", start, end, off))
            elif kind is start_tag:
                index = self._start(index, token, start, end)
            elif kind is end_tag:
                self._end(index, token, start, end)
            elif kind is doctype:
                self._flush()
                self.builder.literal(self.text[start:end])
            else:
                self.parts.append(Part("comment", start, end, self.stack[-1].off))
            index += 1
        self._flush(closing=True)
        self._pop_to(1)
        self._place(count)
        self.builder.literal(self.text[starts[count] :])

    # Start tags

    def _name(self, token: Token, at: int) -> str:
        """Returns the element's name; `at` is where the page has it."""
        tag = token.tag or ""
        return ALIASES[tag] if tag in ALIASES and self.text[at] not in "zZ" else tag

    def _start(self, index: int, token: Token, start: int, end: int) -> int:
        """Reads a start tag, or an element that is passed over; returns the index of the last token read."""
        name = self._name(token, start + 1)
        attributes = NO_ATTRIBUTES
        if token.attrs and (any(key in INTERESTING for key, _ in token.attrs) or "notranslate" in self.text[start:end].lower()):
            attributes = attributes_of(self.text, start + 1 + len(name), end - 1)
        empty = name in VOID or (token.self_closing and (self.layout.xml or name in ("svg", "math") or name != token.tag))
        part = Part("void" if empty else "open", start, end, False, name, attributes)
        if name in BLOCK and not (name in IN_SENTENCE and index > self.layout.body and self._in_text()):
            down_to = self._implied(name)
            self._flush(closing=down_to < len(self.stack))
            self._pop_to(down_to)
            self._place(index)
            entry = self._entry(part)
            if name == "title":
                return self._title(index, part, entry, empty)
            self._start_block(part, entry, empty)
            return index
        if index in self.layout.places:
            self._place(index)
        if name in OPAQUE:
            return self._opaque(index, part, empty)
        self._start_inline(part, self._entry(part), empty)
        return index

    def _entry(self, part: Part) -> _Entry:
        """Returns what holds inside an element, from its own attributes and what is around it."""
        parent = self.stack[-1]
        entry = _Entry(part.element, False, parent.frame, parent.translate, parent.spoken)
        if part.attributes:
            self._own_state(entry, part.attributes)
        if part.element in PROTECTED and "translate" not in part.attributes:
            entry.translate = False
        entry.off = part.off = not (entry.translate and entry.spoken)
        return entry

    def _in_text(self) -> bool:
        return bool(self.parts) or self.stack[self.block_places[-1]].name not in ("", "html", "head", "body")

    def _own_state(self, entry: _Entry, attributes: dict[str, Attribute]) -> None:
        translate = attributes.get("translate")
        if translate is not None and translate.value.strip().lower() in ("yes", "no", ""):
            entry.translate = translate.value.strip().lower() != "no"
        elif "class" in attributes and "notranslate" in attributes["class"].value.lower().split():
            entry.translate = False
        spoken = attributes.get("lang") or attributes.get("xml:lang")
        if spoken is None or (entry.name == "html" and not spoken.value.strip()):
            return
        entry.spoken = primary(spoken.value.strip()) == primary(self.language)
        if entry.name == "html" and not entry.spoken:
            where = Where(self.path, self.tags.line(spoken.start))
            message = f"the page says that its language is {spoken.value}, the source language is {self.language}: no text is taken from it"
            self.builder.finding(Finding("H001", "warning", where, message))

    def _start_block(self, part: Part, entry: _Entry, empty: bool) -> None:
        name = entry.name
        frame = self._frame(name, entry.frame, part.attributes)
        locales = locale_filter(part.attributes) if part.attributes else None
        if locales:
            self._open_region(locales, part)
        if empty:
            self.builder.extend(self.tags.as_found(part, frame))
            if locales:
                self._close_region()
            return
        entry.block, entry.frame, entry.region = True, frame, locales is not None
        self._push(entry)
        if name in MARKER_ELEMENTS:
            self.pending = part, len(self.stack) - 1
        else:
            self.builder.extend(self.tags.as_found(part, frame))

    def _frame(self, name: str, parent: Frame, attributes: dict[str, Attribute]) -> Frame:
        containers = parent.containers
        container = CONTAINERS.get(name)
        if container and len(containers) < _DEEPEST_CONTAINER:
            self.containers += 1
            containers = (*containers, Container(container, self.containers))
        frame = Frame(
            name,
            KINDS.get(name, "paragraph"),
            int(name[1]) if name in HEADINGS else 0,
            name == "th",
            parent.preserve or name in ("pre", "listing"),
            parent.context,
            parent.notes,
            containers,
        )
        return with_own(frame, attributes)

    def _open_region(self, locales: LocaleFilter, part: Part) -> None:
        self.regions += 1
        if self.regions > _DEEPEST_REGION:
            raise SourceError(
                f"more than {_DEEPEST_REGION} elements with a Locale Filter inside one another",
                path=self.path,
                line=self.tags.line(part.start),
                hint="remove its-locale-filter-list from the inner ones",
            )
        self.builder.open_region(locales)

    def _close_region(self) -> None:
        self.builder.close_region()
        self.regions -= 1

    def _start_inline(self, part: Part, entry: _Entry, empty: bool) -> None:
        parent = self.stack[-1]
        # Within a sentence that is not translated, translate="yes" has nothing to come back to.
        entry.off = part.off = part.off or parent.off
        locales = locale_filter(part.attributes) if part.attributes and not parent.off else None
        if empty:
            self.parts.append(_filtered(part, locales))
            return
        if locales:
            entry.off = part.off = True
        part.locales = locales
        entry.part, entry.run = part, self.run_number
        entry.frame = with_own(parent.frame, part.attributes)
        if entry.off and not parent.off:
            entry.guard = True
            self.guard_at = len(self.parts)
        self.parts.append(part)
        self._push(entry)

    def _opaque(self, index: int, part: Part, empty: bool) -> int:
        """Passes over an element whose content is left alone; in a sentence it is one code."""
        self._entry(part)
        part.off = part.off or self.stack[-1].off
        last = index if empty else self.layout.ends.get(index)
        if last is None:
            # Raw text without an end tag goes on to the end of the page; others are no more than their tag.
            last = len(self.layout.tokens) - 1 if part.element in RAW_TEXT else index
        part.kind = "opaque"
        part.tag_end = part.end
        part.end = self.layout.starts[last + 1]
        self.parts.append(_filtered(part, locale_filter(part.attributes) if part.attributes else None))
        return last

    def _title(self, index: int, part: Part, entry: _Entry, empty: bool) -> int:
        frame = with_own(entry.frame, part.attributes)
        self.builder.extend(self.tags.as_found(part, frame))
        if empty:
            return index
        starts = self.layout.starts
        last = self.layout.ends.get(index, len(self.layout.tokens))
        if entry.off:
            self.builder.literal(self.text[part.end : starts[last]])
        else:
            self.blocks.title(part.end, starts[last], frame)
        self.builder.literal(self.text[starts[last] : starts[min(last + 1, len(starts) - 1)]])
        return last

    # End tags

    def _end(self, index: int, token: Token, start: int, end: int) -> None:
        name = self._name(token, start + 2)
        part = Part("close", start, end, self.stack[-1].off, name)
        if name == "br":
            part.kind = "void"
            self.parts.append(part)
        elif name in BLOCK:
            self._end_block(index, part)
        else:
            self._end_inline(part)

    def _end_inline(self, part: Part) -> None:
        at = self._last(part.element)
        if at <= self.block_places[-1]:
            self.parts.append(part)
            return
        self._pop_to(at + 1)
        entry = self.stack[at]
        part.off = entry.off
        if entry.run == self.run_number and entry.part is not None:
            self.pairs += 1
            entry.part.pair = part.pair = self.pairs
            part.attributes = entry.part.attributes
        self.parts.append(part)
        self._pop_to(at)

    def _end_block(self, index: int, part: Part) -> None:
        name = part.element
        at = max(self._last(one) for one in HEADINGS) if name in HEADINGS else self._last(name)
        if name in ("html", "body"):
            inside = at > 0
        elif name == "table" or name in TABLE_PARTS:
            inside = at > 0 and (name == "table" or at > self._last("table"))
        else:
            inside = at > 0 and (at >= self.scopes[-1])
        if not inside:
            self._flush()
            self._place(index)
            self.builder.literal(self.text[part.start : part.end])
            return
        if self._flush(closing=True, end=part if self.pending and self.pending[1] == at else None):
            self._pop_to(at)
            return
        self._pop_to(at + 1)
        self._place(index)
        self.builder.literal(self.text[part.start : part.end])
        if name not in ("html", "body"):
            self._pop_to(at)

    # The stack

    def _last(self, name: str) -> int:
        places = self.places.get(name)
        return places[-1] if places else -1

    def _implied(self, name: str) -> int:
        """Returns the height to which the stack falls before a block begins."""
        height = len(self.stack)
        if name in CLOSES_P and (at := self._last("p")) > self.scopes[-1]:
            height = at
        if name == "li":
            at = self._last("li")
            if at > self.specials[-1]:
                height = min(height, at)
        elif name in ("dt", "dd"):
            at = max(self._last("dt"), self._last("dd"))
            if at > self.specials[-1]:
                height = min(height, at)
        elif name in HEADINGS:
            if self.stack[-1].name in HEADINGS:
                height = len(self.stack) - 1
        elif name in CLOSES:
            closed, barriers = CLOSES[name]
            barrier = max(self._last(one) for one in barriers)
            found = [at for one in closed if (at := self._last(one)) > barrier]
            if found:
                height = min(height, *found)
        return height

    def _push(self, entry: _Entry) -> None:
        at = len(self.stack)
        self.stack.append(entry)
        self.places.setdefault(entry.name, []).append(at)
        if entry.block:
            self.block_places.append(at)
            if entry.name in SCOPES:
                self.scopes.append(at)
            if entry.name not in NOT_SPECIAL:
                self.specials.append(at)

    def _pop_to(self, height: int) -> None:
        while len(self.stack) > max(height, 1):
            entry = self.stack.pop()
            self.places[entry.name].pop()
            if entry.block:
                self.block_places.pop()
                if entry.name in SCOPES:
                    self.scopes.pop()
                if entry.name not in NOT_SPECIAL:
                    self.specials.pop()
            if entry.region:
                self._close_region()
            if entry.guard and entry.run == self.run_number:
                self._close_guard()

    # What is handed over

    def _place(self, index: int) -> None:
        """Adds the marks that stand before a token."""
        marks = self.layout.places.get(index)
        if marks:
            self._flush()
            for mark in marks:
                self.builder.mark(mark)

    def _close_guard(self) -> None:
        """Makes one part of an inline element whose words are not translated."""
        if self.guard_at < 0:
            return
        inner = self.parts[self.guard_at :]
        first = inner[0]
        guard = Part("guard", first.start, inner[-1].end, True, first.element, inner=inner, locales=first.locales if first.pair else None)
        self.parts[self.guard_at :] = [guard]
        self.guard_at = -1

    def _flush(self, *, closing: bool = False, end: Part | None = None) -> bool:
        """Hands over what stands since the last boundary.

        Args:
            closing: The element of which the start tag is pending ends here.
            end: Its end tag, where it has one.

        Returns:
            True if all that, the end tag included, is a counterpart marker.
        """
        self._close_guard()
        parts, self.parts = self.parts, []
        pending, self.pending = self.pending, None
        self.run_number += 1
        self.pairs = 0
        frame = self.stack[self.block_places[-1]].frame
        if pending is not None:
            tag = pending[0]
            if closing and parts and parts[-1].end - tag.end < _LONGEST_MARKER:
                named = marker_language(self.blocks.plain(parts))
                if named is not None and primary(named) != primary(self.language):
                    self._marker(tag, parts, end, named, frame)
                    return end is not None
            self.builder.extend(self.tags.as_found(tag, frame))
        if parts:
            self.blocks.block(parts, frame)
        return False

    def _marker(self, tag: Part, parts: list[Part], end: Part | None, named: str, frame: Frame) -> None:
        inside = self.text[tag.end : parts[-1].end]
        kept = inside if end else inside.rstrip(SPACE)
        after = self.text[end.start : end.end] if end else ""
        before = self.text[tag.start : tag.end]
        line = self.tags.line(tag.start)
        block = Block("marker", (), line=line, element=frame.element, escape="html", containers=frame.containers)
        self.builder.marker(Mark("counterpart", before + kept + after, named, before, after), block)
        self.builder.literal(inside[len(kept) :])


def _filtered(part: Part, locales: LocaleFilter | None) -> Part:
    """Returns a part that is meant for some languages only as one whose words are not translated."""
    if locales is None:
        return part
    part.off = True
    return Part("guard", part.start, part.end, True, part.element, inner=[part], locales=locales)
