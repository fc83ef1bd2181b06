"""What stands between two block boundaries while it is being read: parts, pairs of tags, and what may be a counterpart marker."""

from __future__ import annotations

import re

from workflow.languages import primary
from workflow.model import Block, LocaleFilter, Mark
from workflow.sources.html_attributes import NO_ATTRIBUTES, text_value
from workflow.sources.html_content import BlockWriter
from workflow.sources.html_parts import SPACE, Frame, Part, TagWriter, guarded
from workflow.sources.html_stack import Entry
from workflow.wording import LONGEST_MARKER, marker_language, may_begin_marker

_OPENED = re.compile(r"<[/!?]?\Z")


class Run:
    """Collects the parts since the last boundary; `flush` hands them over.

    Args:
        tags: Writes tags.
        language: BCP 47 tag of the source language.
    """

    def __init__(self, tags: TagWriter, language: str) -> None:
        self.tags = tags
        self.text = tags.text
        self.builder = tags.builder
        self.blocks = BlockWriter(tags)
        self.language = primary(language)
        self.number = 0
        self.parts: list[Part] = []
        self.pending: Part | None = None
        """Start tag of the innermost block, not yet handed over: all that stands in it may turn out to be a counterpart marker."""
        self._pairs = 0
        self._guard_at = -1

    def add_text(self, start: int, end: int, off: bool) -> None:
        """Adds text or a character reference."""
        parts = self.parts
        if parts and parts[-1].kind == "text" and parts[-1].off == off:
            parts[-1].end = end
        else:
            parts.append(Part("text", start, end, off, "", NO_ATTRIBUTES))

    def add_filtered(self, part: Part, locales: LocaleFilter | None) -> None:
        """Adds an element taken as one; if it is meant for some languages only, as one whose words are not translated."""
        if locales is not None:
            part.off = True
            part = guarded([part], locales)
        self.parts.append(part)

    def open(self, entry: Entry, part: Part, *, guard: bool) -> None:
        """Adds the start tag of an inline element; a guard keeps all in it from translation."""
        entry.part, entry.run, entry.guard = part, self.number, guard
        if guard:
            self._guard_at = len(self.parts)
        self.parts.append(part)

    def close(self, entry: Entry, part: Part) -> None:
        """Adds the end tag of an inline element, and pairs the two if both are here."""
        part.off = entry.off
        if entry.run == self.number and entry.part is not None:
            self._pairs += 1
            entry.part.pair = part.pair = self._pairs
            part.attributes = entry.part.attributes
        self.parts.append(part)

    def closed(self, entry: Entry) -> None:
        """Ends the guard of an element that is no longer open."""
        if entry.run == self.number and self._guard_at >= 0:
            self._close_guard()

    def _close_guard(self) -> None:
        inner = self.parts[self._guard_at :]
        behind = self._opened(inner[-1]) if len(inner) > 1 else []
        if behind and inner[-1].start == inner[-1].end:
            inner.pop()
        # Without its end tag here, what a filter means reaches farther than this sentence.
        self.parts[self._guard_at :] = [guarded(inner, inner[0].locales if inner[0].pair else None), *behind]
        self._guard_at = -1

    def _opened(self, last: Part) -> list[Part]:
        """Returns what is text only because of what follows, `<` or `</` at the end of a block, cut off from a text that is kept as it is.

        A translator may put words behind the kept one, and they would be a tag; as text of the sentence it is written as a reference.
        """
        found = _OPENED.search(self.text, last.start, last.end) if last.kind == "text" else None
        if found is None:
            return []
        last.end = found.start()
        return [Part("text", found.start(), found.end(), False, "", NO_ATTRIBUTES)]

    def flush(self, frame: Frame, *, closing: bool = False, end: tuple[int, int] | None = None) -> bool:
        """Hands over what stands since the last boundary.

        Args:
            frame: Of the innermost block.
            closing: That block ends here.
            end: Where its end tag stands, if it has one.

        Returns:
            True if all that, the end tag included, is a counterpart marker.
        """
        parts, pending = self.parts, self.pending
        if not parts and pending is None:
            return False
        self.number += 1
        self._pairs = 0
        if self._guard_at >= 0:
            self._close_guard()
        self.parts, self.pending = [], None
        blank = not parts or (len(parts) == 1 and self.text[parts[0].start : parts[0].end].isspace())
        if pending is not None:
            if closing and not blank and self._marker(pending, parts, end, frame):
                return end is not None
            self.builder.extend(self.tags.as_found(pending, frame))
        if blank:
            for part in parts:
                self.builder.literal(self.text[part.start : part.end])
        else:
            self.blocks.block(parts, frame)
        return False

    def _marker(self, tag: Part, parts: list[Part], end: tuple[int, int] | None, frame: Frame) -> bool:
        """Hands over the innermost block as a counterpart marker if its words are those of one; tells if they are."""
        words = ""
        for part in parts:
            if part.kind == "text":
                words += text_value(self.text[part.start : part.end])
            elif part.kind == "guard":
                words += self.blocks.plain([part])
            else:
                continue
            if len(words) >= LONGEST_MARKER or not may_begin_marker(words):
                return False
        named = marker_language(words)
        if named is None or primary(named) == self.language:
            return False
        inside = self.text[tag.end : parts[-1].end]
        kept = inside if end else inside.rstrip(SPACE)
        after = self.text[end[0] : end[1]] if end else ""
        before = self.text[tag.start : tag.end]
        block = Block("marker", (), self.tags.line(tag.start), frame.element, escape="html", containers=frame.containers)
        self.builder.marker(Mark("counterpart", before + kept + after, named, before, after), block)
        self.builder.literal(inside[len(kept) :])
        return True
