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
from workflow.languages import primary
from workflow.model import Code, Container, Finding, LocaleFilter, Mark, Pieces, Text, Where
from workflow.sources.its import EVERYWHERE, Annotations
from workflow.sources.its_rules import ITS
from workflow.sources.skeleton import Builder
from workflow.sources.xml_blocks import Blocks
from workflow.sources.xml_content import Contents
from workflow.sources.xml_frames import Flow, Frame, Pocket
from workflow.sources.xml_kinds import Kinds
from workflow.sources.xml_tags import XML_LANG, Tags
from workflow.sources.xml_tokens import Token, tag_name, unescape
from workflow.sources.xml_vocabularies import GENERIC, Vocabularies

if TYPE_CHECKING:
    from lxml.etree import _Element

_TWO_LETTERS = re.compile(r"\s*[A-Za-z]{2}(?:[-_].*)?\s*")
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
        self.ends, self.mixed = _shape(tokens)
        self.elements = iter(elements)
        self.annotations = annotations
        self.vocabularies = vocabularies
        self.path = path
        self.language = primary(language)
        self.line_ends = [match.end() for match in _LINE_END.finditer(text)]
        self.pairs = count(1)
        self.numbers = count(1)
        self.contents = Contents(declared, lambda: next(self.pairs))
        self.kinds = Kinds()
        self.blocks = Blocks(builder, annotations, self.kinds, self.line_at, language=self.language)
        typed = any(token.kind == "doctype" for token in tokens)
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
        if not self._in_run():
            flow.sink.extend(self._untranslated(number, token))
        elif token.kind == "cdata":
            flow.run.append((self.contents.cdata(token.source), token.start))
        else:
            at = token.start
            for item in self.contents.text(token.source):
                flow.run.append((item, at))
                at += len(item.source) if isinstance(item, Text) else len("".join(map(str, item.pieces)))

    def _untranslated(self, number: int, token: Token) -> Pieces:
        """Returns text that stays as it is; where it is all of an element, and tells a language or an address, as a mark."""
        frame = self.frames[-1] if self.frames else None
        source = token.source.strip()
        if frame is None or frame.rules or not source or token.kind == "cdata":
            return (token.source,)
        if number != frame.start + 1 or number + 1 != self.ends[frame.start]:
            return (token.source,)
        value = self.contents.value(source)
        if frame.vocabulary.language_elements.get(frame.local) == "" and primary(value) == self.language:
            mark = Mark("language", source, value)
        elif frame.local in frame.vocabulary.links and "/" in value:
            mark = Mark("link", source, value)
        else:
            return (token.source,)
        lead, _, tail = token.source.partition(source)
        return tuple(piece for piece in (lead, mark, tail) if piece)

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
        filtered = self._own_filter(frame)
        in_run = self._in_run()
        within = self._within(frame)
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
            self.flows.append(Flow(Pocket(self.builder)))
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

    def _end(self, number: int, source: str, offset: int) -> None:
        frame = self.frames[-1]
        if frame.inline:
            self.flows[-1].run.append((self.kinds.code(frame, "close", frame.pair, (source,)), offset))
            self.frames.pop()
            return
        self._flush()
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
        self.flows[-1].run.append((replace(code, note=words or code.note, protected=kept), self.tokens[frame.start].start))

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
        """Returns the frame of an element, with what it has of its own and what it inherits (ITS 2.0 section 8)."""
        namespace, _, local = str(element.tag).rpartition("}")
        said, node = self.annotations, (element, "")
        frame = Frame(element, local, number, self.vocabularies.of(namespace[1:]), parent, rules=element.tag == f"{{{ITS}}}rules")
        if parent is not None:
            frame.translate, frame.spoken, frame.marker = parent.translate, parent.spoken, parent.marker
            frame.preserve, frame.note, frame.locales = parent.preserve, parent.note, parent.locales
            frame.containers, frame.rules = parent.containers, frame.rules or parent.rules
        frame.translate = said.translate.get(node, frame.translate)
        frame.preserve = said.preserve.get(node, frame.preserve)
        frame.note = said.notes.get(node, frame.note)
        frame.locales = said.locales.get(node, frame.locales)
        language = element.get(XML_LANG)
        if language is None and frame.vocabulary.language_attribute:
            language = element.get(frame.vocabulary.language_attribute)
            # In a vocabulary that nobody knows, `lang` may be anything, a programming language too.
            if frame.vocabulary.guesses and not _TWO_LETTERS.fullmatch(language or ""):
                language = None
        if language is None:
            language = said.languages.get(node)
        if language is not None:
            frame.spoken = not language.strip() or primary(language.strip()) == self.language
            if parent is None and not frame.spoken:
                where = Where(self.path, self.line_at(self.tokens[number].start))
                message = f"the file says that it is in “{language.strip()}”, not in the source language: nothing of it is translated"
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

    def _own_filter(self, frame: Frame) -> LocaleFilter | None:
        """Returns the Locale Filter that begins at an element; None where none does, or one that leaves nothing out."""
        own = self.annotations.locales.get((frame.element, ""))
        above = frame.parent.locales if frame.parent else None
        return None if own is None or own in (above, EVERYWHERE) or (own.exclude and not own.ranges) else own

    def _within(self, frame: Frame) -> str:
        """Returns how an element stands in the text around it: `yes`, `no` or `nested`."""
        said = self.annotations.within.get((frame.element, ""))
        if said is not None:
            return said
        if str(frame.element.tag).startswith(f"{{{ITS}}}"):
            return "yes" if frame.local == "span" else "no"
        parent = frame.parent
        if parent is None or self.kinds.is_structural(frame.vocabulary, frame.local):
            return "no"
        if not (parent.inline or parent.start in self.mixed or self.kinds.is_inline_by_name(frame, parent)):
            return "no"
        # What has blocks in it can not be part of a sentence, but can stand in one.
        structural = any(
            self.kinds.is_structural(frame.vocabulary, str(one.tag).rpartition("}")[2]) or self.annotations.within.get((one, "")) == "no"
            for one in frame.element.iterdescendants("*")
        )
        return "nested" if structural else "yes"

    def _flush(self) -> None:
        """Ends the run: what it has collected becomes a block of the innermost element that is not within text."""
        flow = self.flows[-1]
        if flow.run:
            run, flow.run = flow.run, []
            self.blocks.put(run, next(frame for frame in reversed(self.frames) if not frame.inline), flow.sink)


def _shape(tokens: list[Token]) -> tuple[dict[int, int], set[int]]:
    """Returns the number of each start tag's token -> that of its end tag's, and the start tags whose element has text of its own."""
    ends: dict[int, int] = {}
    mixed: set[int] = set()
    opened: list[int] = []
    for number, token in enumerate(tokens):
        if token.kind == "start":
            opened.append(number)
        elif token.kind == "empty":
            ends[number] = number
        elif token.kind == "end":
            ends[opened.pop()] = number
        elif token.kind in ("text", "cdata") and opened and not token.source.isspace():
            mixed.add(opened[-1])
    return ends, mixed


def _short(text: str) -> str:
    return shortened(collapse(text).strip(), _NOTE)
