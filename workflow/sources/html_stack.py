"""The open elements of a page, as far as the HTML Standard's tree construction (section 13.2.6) matters to a reader of texts.

Nothing is looked for step by step: the places of each name, of blocks and of barriers are listed, so that the hundred thousandth
unclosed tag costs as much as the first.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from workflow.sources.html_parts import Frame, Part
from workflow.sources.html_tags import CLOSES, CLOSES_P, HEADINGS, NOT_SPECIAL, SCOPES, TABLE_PARTS


@dataclass
class Entry:
    """An element that is open, and what holds inside it."""

    name: str
    block: bool
    frame: Frame
    translate: bool = True
    spoken: bool = True
    """In the source language."""
    language: str = ""
    """What it, or the innermost around it that says so, says of its language."""
    off: bool = field(default=False, init=False)
    """Its text is not translated."""
    region: bool = field(default=False, init=False)
    """It opened a region of the builder."""
    part: Part | None = field(default=None, init=False)
    """Of an inline element, its start tag."""
    run: int = field(default=0, init=False)
    """In which stretch between two block boundaries that stands."""
    guard: bool = field(default=False, init=False)
    """It is the outermost inline element that keeps its words from translation."""


class Stack:
    """Open elements, outermost first; the first one is the page itself and is never closed."""

    def __init__(self) -> None:
        self.top = Entry("", True, Frame())
        self.block = self.top
        """The innermost block."""
        self.entries = [self.top]
        self._places: dict[str, list[int]] = {}
        self._blocks = [0]
        self._scopes = [0]
        self._specials = [0]

    def __len__(self) -> int:
        return len(self.entries)

    @property
    def block_place(self) -> int:
        """Place of the innermost block."""
        return self._blocks[-1]

    def push(self, entry: Entry) -> None:
        """Opens an element."""
        at = len(self.entries)
        self.entries.append(entry)
        self.top = entry
        name = entry.name
        places = self._places.get(name)
        if places is None:
            self._places[name] = [at]
        else:
            places.append(at)
        if entry.block:
            self.block = entry
            self._blocks.append(at)
            if name in SCOPES:
                self._scopes.append(at)
            if name not in NOT_SPECIAL:
                self._specials.append(at)

    def pop(self) -> Entry:
        """Closes the innermost element and returns it."""
        entry = self.entries.pop()
        self.top = self.entries[-1]
        name = entry.name
        self._places[name].pop()
        if entry.block:
            self._blocks.pop()
            self.block = self.entries[self._blocks[-1]]
            if name in SCOPES:
                self._scopes.pop()
            if name not in NOT_SPECIAL:
                self._specials.pop()
        return entry

    def last(self, name: str) -> int:
        """Returns the place of the innermost open element of this name, or -1."""
        places = self._places.get(name)
        return places[-1] if places else -1

    def inline(self, name: str) -> int:
        """Returns the place of the inline element that an end tag closes, or -1 where it closes none."""
        at = self.last(name)
        return at if at > self._blocks[-1] else -1

    def closed_by(self, name: str) -> int:
        """Returns the place of the block that an end tag closes, or -1 where it closes none (HTML Standard 13.2.6.4.7 and following)."""
        at = max(self.last(one) for one in HEADINGS) if name in HEADINGS else self.last(name)
        if name in ("html", "body", "table"):
            return at
        if name in TABLE_PARTS:
            return at if at > self.last("table") else -1
        return at if at >= self._scopes[-1] else -1

    def height_before(self, name: str) -> int:
        """Returns how many elements stay open when a block of this name begins."""
        height = len(self.entries)
        if name in CLOSES_P and (at := self.last("p")) > self._scopes[-1]:
            height = at
        if name == "li":
            at = self.last("li")
        elif name in ("dt", "dd"):
            at = max(self.last("dt"), self.last("dd"))
        elif name in CLOSES:
            closed, barriers = CLOSES[name]
            barrier = max(self.last(one) for one in barriers)
            return min(height, *(at for one in closed if (at := self.last(one)) > barrier), height)
        elif name in HEADINGS and self.top.name in HEADINGS:
            return min(height, len(self.entries) - 1)
        else:
            return height
        return min(height, at) if at > self._specials[-1] else height
