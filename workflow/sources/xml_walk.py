"""From tokens and annotations to blocks: the walk through one XML document.

Text collects in a *run*, which belongs to the innermost element that is not within text. The run ends, and becomes a block, where an
element begins or ends that is not within text either. An element inside a sentence becomes codes: an opening and a closing one where
its text belongs to the sentence, otherwise one void code (protected content, a part for some languages only, a footnote, whose own
blocks then have their slots inside that code). Nothing recurses: open elements stand on a stack.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import replace
from itertools import count
from typing import TYPE_CHECKING

from workflow.errors import SourceError
from workflow.inline import collapse, shortened
from workflow.languages import primary, tag_of
from workflow.model import Code, CodeKind, Container, Finding, LocaleFilter, Text, Where
from workflow.sources.its import Annotations
from workflow.sources.skeleton import Builder
from workflow.sources.xml_blocks import Blocks
from workflow.sources.xml_content import Contents
from workflow.sources.xml_elements import Elements
from workflow.sources.xml_frames import Flow, Frame, Pocket
from workflow.sources.xml_kept import Keeper
from workflow.sources.xml_kinds import Kinds
from workflow.sources.xml_tags import Tags
from workflow.sources.xml_tokens import Token, shape, tag_name, unescape
from workflow.sources.xml_vocabularies import GENERIC, Vocabularies

if TYPE_CHECKING:
    from lxml.etree import _Element

_LINE_END = re.compile(r"\r\n|\r|\n")
# Deeper nesting of what `write` has to follow means a hostile file, not a text.
_DEEPEST = 24
_NOTE = 80
_LONGEST_MARKER = 12


class Walk:
    """Reads one document; `run` hands all of it to the builder.

    Args:
        builder: Takes the pieces and blocks.
        text: The whole file.
        tokens: Of the text.
        elements: lxml's, one for each start tag, in order.
        declared: Entities of the internal subset, as `xml_content.entities` returns them.
        path: For errors.
        language: BCP 47 tag of the source language.
    """

    def __init__(
        self,
        builder: Builder,
        text: str,
        tokens: list[Token],
        elements: list[_Element],
        annotations: Annotations,
        vocabularies: Vocabularies,
        declared: dict[str, str | None],
        *,
        path: str,
        language: str,
    ) -> None:
        self.builder = builder
        self.tokens = tokens
        self.ends, mixed = shape(tokens)
        self.elements = iter(elements)
        self.path = path
        self.language = primary(language)
        self.line_ends = [match.end() for match in _LINE_END.finditer(text)]
        self.pairs = count(1)
        self.numbers = count(1)
        self.contents = Contents(declared, lambda: next(self.pairs))
        self.kinds = Kinds()
        self.known = Elements(annotations, vocabularies, self.kinds, mixed, language=self.language)
        self.blocks = Blocks(builder, annotations, self.kinds, self.line_at, language=self.language)
        typed = any(token.kind == "doctype" for token in tokens)
        self.keeper = Keeper(self.blocks, self.kinds, self.known)
        self.tags = Tags(builder, annotations, self.contents, self.line_at, language=self.language, typed=typed)
        self.frames: list[Frame] = []
        self.flows: list[Flow] = [Flow(builder)]
        self.regions = 0

    def line_at(self, offset: int) -> int:
        """Returns the 1-based line of an offset."""
        return bisect_right(self.line_ends, offset) + 1

    def run(self) -> None:
        """Reads all tokens."""
        done = -1
        for number, token in enumerate(self.tokens):
            if number <= done:
                continue
            if token.kind == "start" or token.kind == "empty":
                done = self._start(number, token)
            elif token.kind == "end":
                self._end(number, token.source, token.start)
            elif token.kind == "text" or token.kind == "cdata":
                self._text(number, token)
            else:
                self._aside(token)

    # Text, comments, processing instructions

    def _in_run(self) -> bool:
        return bool(self.frames) and self.frames[-1].translatable

    def _text(self, number: int, token: Token) -> None:
        flow = self.flows[-1]
        if self._in_run():
            flow.run += self._items(token)
            return
        frame = self.frames[-1] if self.frames else None
        if frame is None or token.source.isspace():
            flow.sink.literal(token.source)
        else:
            alone = token.kind == "text" and number == frame.start + 1 and number + 1 == self.ends[frame.start]
            flow.sink.extend(self.tags.untranslated(token.source, frame) if alone else (token.source,))
        if frame is not None and (self.keeper.run or not token.source.isspace()) and self.keeper.keeps(frame):
            self.keeper.text(self._items(token))

    def _items(self, token: Token) -> list[tuple[Text | Code, int]]:
        """Returns text and entities, each with its offset."""
        if token.kind == "cdata":
            return [(self.contents.cdata(token.source), token.start)]
        items: list[tuple[Text | Code, int]] = []
        at = token.start
        for item in self.contents.text(token.source):
            items.append((item, at))
            at += len(item.source) if isinstance(item, Text) else len("".join(map(str, item.pieces)))
        return items

    def _aside(self, token: Token) -> None:
        """Reads a comment, a processing instruction, or the document type declaration."""
        if self._in_run():
            comment = token.kind == "comment"
            note = _short(token.source[4:-3] if comment else token.source[2:-2])
            code = Code("comment" if comment else "pi", "void", next(self.pairs), (token.source,), note=note)
            self.flows[-1].run.append((code, token.start))
        else:
            self.flows[-1].sink.literal(token.source)

    # Elements

    def _start(self, number: int, token: Token) -> int:
        """Reads a start tag; returns the number of its end tag's token if that is read too, otherwise -1."""
        parent = self.frames[-1] if self.frames else None
        frame = self._frame(number, next(self.elements), parent)
        filtered = self.known.own_filter(frame)
        in_run = self._in_run()
        within = self.known.within(frame)
        if in_run and within == "yes":
            self._doubt_marker(frame)
            end = self.ends[number]
            if end <= number + 1 and filtered is None:
                # Without content there is nothing that a pair of codes could enclose.
                closing = () if end == number else (self.tokens[end].source,)
                code = self.kinds.code(frame, "void", next(self.pairs), (*self.tags.pieces(token, frame), *closing))
                self.flows[-1].run.append((code, token.start))
                return end
            if frame.translatable and filtered is None:
                frame.inline, frame.pair = True, next(self.pairs)
                self.flows[-1].run.append((self.kinds.code(frame, "open", frame.pair, self.tags.pieces(token, frame)), token.start))
                self.frames.append(frame)
                return -1
        if in_run and within != "no":
            frame.flow = True
            # A part of a sentence that is for some languages only has no sentence of its own to be translated in.
            frame.translate = frame.translate and (filtered is None or within == "nested")
            frame.apart = frame.apart or not frame.translatable
            self.flows.append(Flow(Pocket(self.builder)))
        elif not in_run and filtered is None and self.keeper.holds(frame, within):
            self._hold(number, token, frame)
        elif not in_run and within == "nested" and self.keeper.run:
            frame.nested = True
            self.keeper.begin_nested()
        else:
            self._flush()
        self._open(frame, token, filtered)
        if token.kind == "empty":
            self._end(number, "", token.start)
        return -1

    def _open(self, frame: Frame, token: Token, filtered: LocaleFilter | None) -> None:
        """Begins an element that is not within text, or that has a flow of its own."""
        if kind := self.kinds.container(frame):
            frame.containers = (*frame.containers, Container(kind, next(self.numbers)))
        # Without its root a document is none: a filter there only tells for which languages the blocks are.
        if filtered is not None and not frame.root:
            frame.region = True
            self.regions += 1
            self.flows[-1].sink.open_region(filtered)
        if max(len(self.flows), self.regions) > _DEEPEST:
            message = f"more than {_DEEPEST} footnotes or parts for some languages inside each other"
            raise SourceError(message, path=self.path, line=self.line_at(token.start), hint="split the document")
        self.flows[-1].sink.extend(self.tags.pieces(token, frame))
        self.frames.append(frame)

    def _hold(self, number: int, token: Token, frame: Frame) -> None:
        """Begins an element in untranslated text, as a code of it."""
        frame.held, frame.pair = True, next(self.pairs)
        kind: CodeKind = "open" if self.ends[number] > number + 1 else "void"
        code = self.kinds.code(frame, kind, frame.pair, (token.source,))
        # What the block or a code around it says is not said again.
        language = tag_of(frame.language) if frame.says_language and not frame.spoken else ""
        self.keeper.text([(replace(code, language=language), token.start)])

    def _end(self, number: int, source: str, offset: int) -> None:
        frame = self.frames[-1]
        if frame.inline:
            self.flows[-1].run.append((self.kinds.code(frame, "close", frame.pair, (source,)), offset))
            self.frames.pop()
            return
        if frame.held:
            if number > frame.start + 1:
                self.keeper.text([(self.kinds.code(frame, "close", frame.pair, (source,)), offset)])
            self.flows[-1].sink.literal(source)
            self.frames.pop()
            return
        self._flush()
        if frame.nested:
            self.keeper.end_nested()
        self.flows[-1].sink.literal(source)
        if frame.region:
            self.flows[-1].sink.close_region()
            self.regions -= 1
        self.frames.pop()
        if frame.flow:
            self._close_flow(number, frame)

    def _close_flow(self, number: int, frame: Frame) -> None:
        sink = self.flows.pop().sink
        assert isinstance(sink, Pocket)
        words = _short(self._words(frame.start, number))
        code = self.kinds.code(frame, "void", next(self.pairs), sink.pieces())
        # A footnote's words are translated at their own place; others are not, and hold their place in the sentence.
        kept = bool(words) and (not frame.translatable or frame.region)
        language = tag_of(frame.language) if kept and not frame.spoken else ""
        code = replace(code, note=words or code.note, protected=kept, language=language)
        self.flows[-1].run.append((code, self.tokens[frame.start].start))

    def _words(self, start: int, end: int) -> str:
        """Returns the text between two tokens, as much of it as a note or a marker can have."""
        words: list[str] = []
        size = 0
        for token in self.tokens[start : end + 1]:
            if token.kind == "text" or token.kind == "cdata":
                words.append(unescape(token.source) if token.kind == "text" else self.contents.cdata(token.source).value)
                size += len(words[-1].strip())
            elif self.kinds.is_structural(GENERIC, tag_name(token.source).rpartition(":")[2]):
                words.append(" ")
            if size > 4 * _NOTE:
                break
        return "".join(words)

    # What an element is

    def _frame(self, number: int, element: _Element, parent: Frame | None) -> Frame:
        frame = self.known.frame(number, element, parent)
        if frame.says_language:
            if parent is None and not frame.spoken:
                where = Where(self.path, self.line_at(self.tokens[number].start))
                message = f"the file says that it is in “{frame.language}”, not in the source language: nothing of it is translated"
                self.builder.finding(Finding("X001", "warning", where, message))
            # A marker is written in the other language, and often says so.
            frame.marker = not frame.spoken and self.ends[number] - number < _LONGEST_MARKER and self._is_marker(frame)
        return frame

    def _is_marker(self, frame: Frame) -> bool:
        return self.blocks.names_other(self._words(frame.start, self.ends[frame.start])) is not None

    def _doubt_marker(self, frame: Frame) -> None:
        """Takes an element inside a sentence for no marker if the sentence has other words too."""
        if frame.marker:
            frame.marker = self._is_marker(next(one for one in reversed(self.frames) if not one.inline))

    def _flush(self) -> None:
        """Ends the run: what it has collected becomes a block of the innermost element that is not within text."""
        flow = self.flows[-1]
        if flow.run:
            run, flow.run = flow.run, []
            self.blocks.put(run, self.frames[-1].owner, flow.sink, self.keeper.shown)
        elif self.keeper.run:
            self.keeper.flush(self.frames[-1].owner)
        if self.blocks.waiting and len(self.flows) == 1 and not self.keeper.nested:
            self.blocks.release()


def _short(text: str) -> str:
    return shortened(collapse(text).strip(), _NOTE)
