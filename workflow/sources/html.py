"""HTML: pages as they are on the web, malformed ones too, every byte kept.

    text --lay_out--> tokens --_Reader--> parts between block boundaries (Run) --BlockWriter--> blocks and skeleton

The reader keeps the stack of open elements as the HTML Standard (section 13.2.6) would, as far as it matters here: which block a
text stands in, and what holds for it (language, `translate`, context, notes, containers). Nothing is looked for twice: each name's
places on the stack are listed, so a page of a hundred thousand unclosed tags is read in one pass, too.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from turbohtml import Token, TokenType

from workflow.errors import SourceError
from workflow.languages import primary
from workflow.model import Container, Document, Finding, LocaleFilter, Where
from workflow.sources.encoding import decode
from workflow.sources.html_attributes import NO_ATTRIBUTES, Attribute, attributes_of, locale_filter, own_language
from workflow.sources.html_layout import ALIASES, Layout, lay_out
from workflow.sources.html_parts import Frame, Part, TagWriter, with_own
from workflow.sources.html_run import Run
from workflow.sources.html_stack import Entry, Stack
from workflow.sources.html_tags import (
    BLOCK,
    CONTAINERS,
    HEADINGS,
    IN_SENTENCE,
    INTERESTING,
    KINDS,
    MARKER_ELEMENTS,
    OPAQUE,
    PROTECTED,
    RAW_TEXT,
    VOID,
)
from workflow.sources.skeleton import Builder

suffixes = (".html", ".htm", ".xhtml")

# Deeper structures than these are no structure that a person wrote; exports walk through it level by level.
_DEEPEST_CONTAINER = 48
_DEEPEST_REGION = 48


def read(data: bytes, *, path: str, language: str, resolve: Callable[[str], bytes] | None = None) -> Document:
    """Returns the document, one segment a block (see `workflow.sources.Reader`)."""
    text, encoding, bom = decode(data, path, declared=True)
    builder = Builder(path=path, format="html", language=language, encoding=encoding, bom=bom, text=text)
    xml = path.lower().endswith(".xhtml") or text.startswith("<?xml")
    _Reader(text, builder, lay_out(text, xml=xml), path=path, language=language).read()
    return builder.document()


class _Reader:
    def __init__(self, text: str, builder: Builder, layout: Layout, *, path: str, language: str) -> None:
        self.text = text
        self.builder = builder
        self.layout = layout
        self.path = path
        self.language = language
        self.tags = TagWriter(text, builder, language, root="html" if layout.html >= 0 else "body")
        self.run = Run(self.tags, language)
        self.stack = Stack()
        self.containers = 0
        self.regions = 0

    def read(self) -> None:
        """Goes through the page once."""
        tokens, starts, places = self.layout.tokens, self.layout.starts, self.layout.places
        text_kind, reference = TokenType.TEXT, TokenType.CHARACTER_REFERENCE
        start_tag, end_tag, doctype = TokenType.START_TAG, TokenType.END_TAG, TokenType.DOCTYPE
        run, stack = self.run, self.stack
        index, count = 0, len(tokens)
        while index < count:
            token = tokens[index]
            kind = token.type
            start, end = starts[index], starts[index + 1]
            if kind is text_kind or kind is reference:
                if index in places:
                    self._place(index)
                run.add_text(start, end, stack.top.off)
            elif kind is start_tag:
                index = self._start(index, token, start, end)
            elif kind is end_tag:
                self._end(index, token, start, end)
            elif kind is doctype:
                self._flush()
                self.builder.literal(self.text[start:end])
            else:
                run.parts.append(Part("comment", start, end, stack.top.off, "comment", NO_ATTRIBUTES))
            index += 1
        self._flush(closing=True)
        self._pop_to(1)
        self._place(count)
        self.builder.literal(self.text[starts[count] :])

    # Start tags

    def _aliased(self, tag: str, at: int) -> str:
        """Returns the element's name; `at` is where the page has it."""
        return tag if self.text[at] in "zZ" else ALIASES[tag]

    def _start(self, index: int, token: Token, start: int, end: int) -> int:
        """Reads a start tag, or an element that is passed over; returns the index of the last token read."""
        name = token.tag or ""
        if name in ALIASES:
            name = self._aliased(name, start + 1)
        attributes = NO_ATTRIBUTES
        found = token.attrs
        if found and _is_interesting(found):
            attributes = attributes_of(self.text, start + 1 + len(name), end - 1)
        empty = name in VOID or (token.self_closing and (self.layout.xml or name in ("svg", "math") or name != token.tag))
        part = Part("void" if empty else "open", start, end, False, name, attributes)
        if name in BLOCK and not (name in IN_SENTENCE and index > self.layout.body and self._in_text()):
            down_to = self.stack.height_before(name)
            self._flush(closing=down_to < len(self.stack.entries))
            self._pop_to(down_to)
            if index in self.layout.places:
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

    def _entry(self, part: Part) -> Entry:
        """Returns what holds inside an element, from its own attributes and what is around it."""
        parent = self.stack.top
        entry = Entry(part.element, False, parent.frame, parent.translate, parent.spoken, parent.language)
        if part.attributes:
            self._own_state(entry, part.attributes)
        if part.element in PROTECTED and "translate" not in part.attributes:
            entry.translate = False
        entry.off = part.off = not (entry.translate and entry.spoken)
        return entry

    def _in_text(self) -> bool:
        return bool(self.run.parts) or self.stack.block.name not in ("", "html", "head", "body")

    def _own_state(self, entry: Entry, attributes: Mapping[str, Attribute]) -> None:
        translate = attributes.get("translate")
        if translate is not None and translate.value.strip().lower() in ("yes", "no", ""):
            entry.translate = translate.value.strip().lower() != "no"
        elif "class" in attributes and "notranslate" in attributes["class"].value.lower().split():
            entry.translate = False
        spoken = own_language(attributes)
        if spoken is None or (entry.name == "html" and not spoken.value.strip()):
            return
        entry.language = spoken.value.strip()
        entry.spoken = primary(entry.language) == primary(self.language)
        if entry.name == "html" and not entry.spoken:
            where = Where(self.path, self.tags.line(spoken.start))
            message = f"the page says that its language is {spoken.value}, the source language is {self.language}: no text is taken from it"
            self.builder.finding(Finding("H001", "warning", where, message))

    def _start_block(self, part: Part, entry: Entry, empty: bool) -> None:
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
        if entry.off:
            frame.language, frame.translate = None if entry.spoken else entry.language, entry.translate
        entry.block, entry.frame, entry.region = True, frame, locales is not None
        self.stack.push(entry)
        if name in MARKER_ELEMENTS:
            self.run.pending = part
        else:
            self.builder.extend(self.tags.as_found(part, frame))

    def _frame(self, name: str, parent: Frame, attributes: Mapping[str, Attribute]) -> Frame:
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

    def _start_inline(self, part: Part, entry: Entry, empty: bool) -> None:
        parent = self.stack.top
        # Within a sentence that is not translated, translate="yes" has nothing to come back to.
        entry.off = part.off = part.off or parent.off
        locales = locale_filter(part.attributes) if part.attributes and not parent.off else None
        if empty:
            self.run.add_filtered(part, locales)
            return
        if locales:
            entry.off = part.off = True
        part.locales = locales
        entry.frame = with_own(parent.frame, part.attributes)
        self.run.open(entry, part, guard=entry.off and not parent.off)
        self.stack.push(entry)

    def _opaque(self, index: int, part: Part, empty: bool) -> int:
        """Passes over an element whose content is left alone; in a sentence it is one code."""
        self._entry(part)
        part.off = part.off or self.stack.top.off
        last = index if empty else self.layout.ends.get(index)
        if last is None:
            # Raw text without an end tag goes on to the end of the page; others are no more than their tag.
            last = len(self.layout.tokens) - 1 if part.element in RAW_TEXT else index
        part.kind = "opaque"
        part.tag_end = part.end
        part.end = self.layout.starts[last + 1]
        self.run.add_filtered(part, locale_filter(part.attributes) if part.attributes else None)
        return last

    def _title(self, index: int, part: Part, entry: Entry, empty: bool) -> int:
        frame = with_own(entry.frame, part.attributes)
        self.builder.extend(self.tags.as_found(part, frame))
        if empty:
            return index
        starts = self.layout.starts
        last = self.layout.ends.get(index, len(self.layout.tokens))
        if entry.off:
            self.builder.literal(self.text[part.end : starts[last]])
        else:
            self.run.blocks.title(part.end, starts[last], frame)
        self.builder.literal(self.text[starts[last] : starts[min(last + 1, len(starts) - 1)]])
        return last

    # End tags

    def _end(self, index: int, token: Token, start: int, end: int) -> None:
        name = token.tag or ""
        if name in ALIASES:
            name = self._aliased(name, start + 2)
        if name in BLOCK:
            self._end_block(index, name, start, end)
            return
        part = Part("close", start, end, self.stack.top.off, name, NO_ATTRIBUTES)
        if name == "br":
            # HTML Standard 13.2.6.4.7: it acts as a start tag.
            part.kind = "void"
            self.run.parts.append(part)
        else:
            self._end_inline(part)

    def _end_inline(self, part: Part) -> None:
        at = self.stack.inline(part.element)
        if at < 0:
            self.run.parts.append(part)
            return
        self._pop_to(at + 1)
        self.run.close(self.stack.top, part)
        self._pop_to(at)

    def _end_block(self, index: int, name: str, start: int, end: int) -> None:
        at = self.stack.closed_by(name)
        if at < 0:
            self._flush()
        elif self._flush(closing=True, end=(start, end) if self.stack.block_place == at else None):
            self._pop_to(at)
            return
        else:
            self._pop_to(at + 1)
        if index in self.layout.places:
            self._place(index)
        self.builder.literal(self.text[start:end])
        # What stands behind these still belongs to the body (HTML Standard 13.2.6.4.19).
        if at > 0 and name not in ("html", "body"):
            self._pop_to(at)

    def _pop_to(self, height: int) -> None:
        stack = self.stack
        while len(stack.entries) > height:
            entry = stack.pop()
            if entry.region:
                self._close_region()
            if entry.guard:
                self.run.closed(entry)

    # What is handed over

    def _place(self, index: int) -> None:
        """Adds the marks that stand before a token."""
        marks = self.layout.places.get(index)
        if marks:
            self._flush()
            for mark in marks:
                self.builder.mark(mark)

    def _flush(self, *, closing: bool = False, end: tuple[int, int] | None = None) -> bool:
        return bool(self.run.parts or self.run.pending) and self.run.flush(self.stack.block.frame, closing=closing, end=end)


def _is_interesting(attributes: list[tuple[str, str]]) -> bool:
    for name, value in attributes:  # noqa: SIM110 - asked of each tag; a generator takes twice as long
        if name in INTERESTING or (name == "class" and "notranslate" in value.lower()):
            return True
    return False
