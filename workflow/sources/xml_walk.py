"""From tokens and annotations to blocks: the walk through one XML document.

Text collects in a *run*, which belongs to the innermost element that is not within text. The run ends, and becomes a block, where an element begins
or ends that is not within text either. An element inside a sentence becomes codes: an opening and a closing one where its text belongs to the
sentence, one void code otherwise (protected content, a part for some languages only, a footnote, whose own blocks then have
their slots inside that code). Nothing recurses: elements stand on a stack.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from itertools import count
from typing import TYPE_CHECKING, Protocol

from workflow.errors import SourceError
from workflow.inline import collapse, peel
from workflow.languages import marker_language, primary
from workflow.model import Block, Code, Container, Content, LocaleFilter, Mark, Piece, Pieces, Region, Text
from workflow.sources.its import EVERYWHERE, ITS, Annotations
from workflow.sources.skeleton import Builder, pieces_of, texts_of
from workflow.sources.xml_content import Contents, cdata_only
from workflow.sources.xml_kinds import Kinds
from workflow.sources.xml_tags import Tags
from workflow.sources.xml_tokens import CDATA_CLOSE, CDATA_OPEN, Token, unescape
from workflow.sources.xml_vocabularies import GUESSED_INLINE, Vocabularies, Vocabulary

if TYPE_CHECKING:
    from lxml.etree import _Element

XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_DEEPEST = 24
_NOTE = 80


@dataclass(slots=True)
class Frame:
    """An open element, with what its content inherits."""

    element: _Element | None
    local: str
    vocabulary: Vocabulary
    parent: Frame | None
    inline: bool = False
    pair: int = 0
    translate: bool = True
    spoken: bool = True
    """Whether its language is that of the source."""
    preserve: bool = False
    note: str = ""
    locales: LocaleFilter | None = None
    containers: tuple[Container, ...] = ()
    rules: bool = False
    """Whether it stands in `its:rules`."""
    marker: bool = False
    region: bool = False
    flow: bool = False

    @property
    def translatable(self) -> bool:
        return (self.translate and self.spoken or self.marker) and not self.rules


class Sink(Protocol):
    """Where finished blocks and tags go: the document's builder, or the pieces of one code."""

    def literal(self, source: str) -> None: ...
    def extend(self, pieces: Pieces) -> None: ...
    def block(self, content: Content, block: Block) -> None: ...
    def open_region(self, locales: LocaleFilter) -> None: ...
    def close_region(self) -> None: ...


class Pocket:
    """Collects the pieces of a void code that has content of its own."""

    def __init__(self, builder: Builder) -> None:
        self._builder = builder
        self._open: list[list[Piece]] = [[]]
        self._filters: list[LocaleFilter] = []

    def literal(self, source: str) -> None:
        self._open[-1].append(source)

    def extend(self, pieces: Pieces) -> None:
        self._open[-1].extend(pieces)

    def block(self, content: Content, block: Block) -> None:
        self.extend(self._builder.attribute(content, block))

    def open_region(self, locales: LocaleFilter) -> None:
        self._open.append([])
        self._filters.append(locales)

    def close_region(self) -> None:
        pieces = tuple(self._open.pop())
        self._open[-1].append(Region(self._filters.pop(), pieces))

    def pieces(self) -> Pieces:
        return tuple(self._open[0])


@dataclass(slots=True)
class Flow:
    """A place where text collects: the document, or a code with content of its own."""

    sink: Sink
    run: list[tuple[Text | Code, int]] = field(default_factory=list)
    """Content, each item with its offset in the file."""
    start: int = 0
    """Number of the token that began it."""


class Walk:
    """Reads one document; `run` hands all of it to the builder.

    Args:
        builder: Takes the pieces and blocks.
        tokens: Of the file.
        ends: Number of a start tag's token -> number of its end tag's.
        mixed: Numbers of the start tags whose element has text of its own.
        elements: lxml's, one for each start tag, in order.
        path: For errors.
        language: BCP 47 tag of the source language.
    """

    def __init__(
        self,
        builder: Builder,
        tokens: list[Token],
        ends: dict[int, int],
        mixed: set[int],
        elements: list[_Element],
        annotations: Annotations,
        vocabularies: Vocabularies,
        contents: Contents,
        lines: Lines,
        *,
        path: str,
        language: str,
    ) -> None:
        self.builder = builder
        self.tokens = tokens
        self.ends = ends
        self.mixed = mixed
        self.elements = iter(elements)
        self.annotations = annotations
        self.vocabularies = vocabularies
        self.contents = contents
        self.lines = lines
        self.path = path
        self.language = primary(language)
        self.kinds = Kinds()
        self.tags = Tags(builder, annotations, contents, lines, self.language)
        self.frames: list[Frame] = [Frame(None, "", vocabularies.bare, None)]
        self.flows: list[Flow] = [Flow(builder)]
        self.regions = 0
        self.pairs = count(1)
        self.numbers = count(1)
        self.opened: list[int] = []

    def run(self) -> None:
        """Reads all tokens."""
        skip = -1
        for number, token in enumerate(self.tokens):
            if number == skip:
                continue
            if token.kind == "start" or token.kind == "empty":
                skip = self._start(number, token)
            elif token.kind == "end":
                self._end(number, token)
            elif token.kind == "text" or token.kind == "cdata":
                self._text(number, token)
            else:
                self._aside(token)

    # Text

    def _in_run(self) -> bool:
        return self.frames[-1].translatable and self.frames[-1].element is not None

    def _text(self, number: int, token: Token) -> None:
        frame, flow = self.frames[-1], self.flows[-1]
        if not self._in_run():
            flow.sink.extend(self._untranslated(number, token, frame))
        elif token.kind == "cdata":
            flow.run.append((self.contents.cdata(token.source), token.start))
        else:
            at = token.start
            for item in self.contents.text(token.source):
                flow.run.append((item, at))
                at += len(item.source) if isinstance(item, Text) else len("".join(map(str, item.pieces)))

    def _untranslated(self, number: int, token: Token, frame: Frame) -> Pieces:
        """Returns text that stays as it is; where it is all of an element, and that tells a language or an address, as a mark."""
        alone = number == self.opened[-1] + 1 and number + 1 == self.ends[self.opened[-1]] if self.opened else False
        if token.kind == "text" and alone and not frame.rules:
            value = unescape(token.source).strip()
            source = token.source.strip()
            mark = None
            if frame.vocabulary.language_elements.get(frame.local) == "" and primary(value) == self.language:
                mark = Mark("language", source, value)
            elif frame.local in frame.vocabulary.links and ":" in value or "/" in value and frame.local in frame.vocabulary.links:
                mark = Mark("link", source, value)
            if mark is not None and source:
                lead, _, tail = token.source.partition(source)
                return tuple(piece for piece in (lead, mark, tail) if piece)
        return (token.source,)

    def _aside(self, token: Token) -> None:
        """A comment or processing instruction, or the document type declaration."""
        if self._in_run():
            name = "comment" if token.kind == "comment" else "pi"
            note = _short(token.source.removeprefix("<!--").removesuffix("-->").removeprefix("<?").removesuffix("?>"))
            self.flows[-1].run.append((Code(name, "void", next(self.pairs), (token.source,), note=note), token.start))
        else:
            self.flows[-1].sink.literal(token.source)

    # Elements

    def _start(self, number: int, token: Token) -> int:
        """Reads a start tag; returns the number of its end tag's token if that is read too, otherwise -1."""
        parent = self.frames[-1]
        frame = self._frame(number, next(self.elements), parent)
        filtered = self._own_filter(frame)
        in_run = self._in_run()
        within = self._within(number, frame, parent)
        end = self.ends[number]
        closed = token.kind == "empty" or end == number + 1
        tag = self.tags.pieces(token, frame)
        if in_run and within == "yes" and closed and filtered is None:
            # Without content there is nothing that a pair of codes could enclose.
            pieces = tag if token.kind == "empty" else (*tag, self.tokens[end].source)
            self.flows[-1].run.append((self.kinds.code(frame, "void", next(self.pairs), pieces), token.start))
            return -1 if token.kind == "empty" else end
        if in_run and within == "yes" and frame.translatable and filtered is None:
            frame.inline, frame.pair = True, next(self.pairs)
            self.flows[-1].run.append((self.kinds.code(frame, "open", frame.pair, tag), token.start))
        elif in_run and within != "no":
            frame.flow = True
            self.flows.append(Flow(Pocket(self.builder), start=number))
            self._limit(len(self.flows), token)
        else:
            self._flush()
        if not frame.inline:
            frame.containers = (*parent.containers, *self._container(frame))
            if filtered is not None and parent.element is not None:
                frame.region = True
                self.regions += 1
                self._limit(self.regions, token)
                self.flows[-1].sink.open_region(filtered)
            self.flows[-1].sink.extend(tag)
        self.frames.append(frame)
        self.opened.append(number)
        if token.kind == "empty":
            self._end(number, None)
        return -1

    def _end(self, number: int, token: Token | None) -> None:
        frame = self.frames[-1]
        source = token.source if token else ""
        if frame.inline:
            self.flows[-1].run.append((self.kinds.code(frame, "close", frame.pair, (source,)), token.start if token else 0))
        else:
            self._flush()
            self.flows[-1].sink.literal(source)
            if frame.region:
                self.flows[-1].sink.close_region()
                self.regions -= 1
        self.frames.pop()
        self.opened.pop()
        if frame.flow:
            self._close_flow(number, frame)

    def _close_flow(self, number: int, frame: Frame) -> None:
        flow = self.flows.pop()
        assert isinstance(flow.sink, Pocket)
        words = _short(" ".join(self._words(flow.start, number)))
        code = self.kinds.code(frame, "void", next(self.pairs), flow.sink.pieces())
        # A footnote's words are translated elsewhere; what is left out of the sentence for good holds its place in it.
        kept = bool(words) and (not frame.translatable or frame.region)
        self.flows[-1].run.append((replace(code, note=words or code.note, protected=kept), self.tokens[flow.start].start))

    def _words(self, start: int, end: int) -> list[str]:
        words: list[str] = []
        size = 0
        for token in self.tokens[start : end + 1]:
            if token.kind == "text" or token.kind == "cdata":
                words.append(unescape(token.source) if token.kind == "text" else self.contents.cdata(token.source).value)
                size += len(words[-1].strip())
            if size > _NOTE:
                break
        return words

    def _limit(self, depth: int, token: Token) -> None:
        if depth > _DEEPEST:
            message = f"more than {_DEEPEST} footnotes or parts for some languages inside each other"
            raise SourceError(message, path=self.path, line=self.lines.at(token.start))

    def _frame(self, number: int, element: _Element, parent: Frame) -> Frame:
        """Returns the frame of an element, with what it has of its own and what it inherits (ITS 2.0 section 8)."""
        namespace, _, local = str(element.tag).rpartition("}")
        said, node = self.annotations, (element, "")
        vocabulary = self.vocabularies.of(namespace[1:])
        language = element.get(XML_LANG)
        if language is None and vocabulary.language_attribute:
            language = element.get(vocabulary.language_attribute)
        if language is None:
            language = said.languages.get(node)
        frame = Frame(
            element,
            local,
            vocabulary,
            parent,
            translate=said.translate.get(node, parent.translate),
            spoken=parent.spoken if language is None else not language.strip() or primary(language.strip()) == self.language,
            preserve=said.preserve.get(node, parent.preserve),
            note=said.notes.get(node, parent.note),
            locales=said.locales.get(node, parent.locales),
            containers=parent.containers,
            rules=parent.rules or element.tag == f"{{{ITS}}}rules",
            marker=parent.marker,
        )
        if frame.translate and not frame.spoken and not frame.marker:
            # A marker is written in the other language, and often says so.
            frame.marker = self.ends[number] - number < 8 and self._names(" ".join(self._words(number, self.ends[number])))
        return frame

    def _names(self, text: str) -> bool:
        named = marker_language(text)
        return named is not None and primary(named) != self.language

    def _own_filter(self, frame: Frame) -> LocaleFilter | None:
        """Returns the Locale Filter that begins at an element; None where it begins none, or one that leaves nothing out."""
        own = self.annotations.locales.get((frame.element, "")) if frame.element is not None else None
        above = frame.parent.locales if frame.parent else None
        return None if own is None or own == above or own == EVERYWHERE or (own.exclude and not own.ranges) else own

    def _within(self, number: int, frame: Frame, parent: Frame) -> str:
        said = self.annotations.within.get((frame.element, "")) if frame.element is not None else None
        if said is not None:
            return said
        if str(frame.element.tag if frame.element is not None else "").startswith(f"{{{ITS}}}"):
            return "yes" if frame.local == "span" else "no"
        if parent.element is None or self.kinds.structural(frame):
            return "no"
        named = parent.vocabulary.guesses and self.kinds.structural(parent) and frame.local in GUESSED_INLINE
        if not (parent.inline or named or (self.opened and self.opened[-1] in self.mixed)):
            return "no"
        nested = any(self.kinds.is_structural(frame.vocabulary, str(one.tag).rpartition("}")[2]) for one in _below(frame.element))
        return "nested" if nested else "yes"

    def _container(self, frame: Frame) -> tuple[Container, ...]:
        kind = self.kinds.container(frame)
        return (Container(kind, next(self.numbers)),) if kind else ()

    # Blocks

    def _flush(self) -> None:
        """Ends the run: what it has collected becomes a block of the innermost element that is not within text."""
        flow = self.flows[-1]
        if not flow.run:
            return
        run, flow.run = flow.run, []
        content = tuple(item for item, _ in run)
        first = next((at for item, at in run if isinstance(item, Text) and item.value.strip()), None)
        if first is None:
            flow.sink.extend(pieces_of(content))
            return
        owner = next(frame for frame in reversed(self.frames) if not frame.inline)
        if self._marker(content, owner, first):
            return
        notes = dict.fromkeys([owner.note] + [self.annotations.notes.get((one, ""), "") for one in self._inline(content)])
        node = (owner.element, "")
        block = replace(
            self.kinds.block(owner),
            line=self.lines.at(first),
            context=self.annotations.contexts.get(node) if owner.element is not None else None,  # type: ignore[arg-type]
            notes=tuple(note for note in notes if note),
            preserve=owner.preserve,
            locales=None if owner.locales == EVERYWHERE else owner.locales,
        )
        section = cdata_only(content)
        if section is None:
            flow.sink.block(content, block)
            return
        lead, inner, tail = section
        flow.sink.extend((*pieces_of(lead), CDATA_OPEN))
        flow.sink.block(tuple(texts_of(inner)), replace(block, escape="cdata"))
        flow.sink.extend((CDATA_CLOSE, *pieces_of(tail)))

    def _inline(self, content: Content) -> list[_Element]:
        return [self.kinds.elements[item.pair] for item in content if isinstance(item, Code) and item.pair in self.kinds.elements]

    def _marker(self, content: Content, owner: Frame, at: int) -> bool:
        """Reads a run as the counterpart marker if it is nothing but that; tells if it was."""
        lead, core, tail = peel(content, preserve=False)
        text = "".join(item.value for item in core if isinstance(item, Text))
        if not core or self.flows[-1].sink is not self.builder or not self._names(text) or not all(isinstance(item, Text) for item in core):
            return False
        self.builder.extend(pieces_of(lead))
        source = "".join(map(str, pieces_of(core)))
        block = replace(self.kinds.block(owner, marker=True), line=self.lines.at(at))
        self.builder.marker(Mark("counterpart", source, marker_language(text) or ""), block)
        self.builder.extend(pieces_of(tail))
        return True


class Lines:
    """Line numbers of a text whose lines end as XML 1.0 section 2.11 allows."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0
        self._line = 1

    def at(self, offset: int) -> int:
        """Returns the 1-based line of an offset; cheapest if the offsets asked for grow."""
        if offset < self._at:
            self._at, self._line = 0, 1
        stretch = self._text[self._at : offset]
        self._line += stretch.count("\n") + stretch.count("\r") - stretch.count("\r\n")
        # A CR at the border may be half of a line end; what comes next then counts the other half.
        if stretch.endswith("\r") and self._text[offset : offset + 1] == "\n":
            self._line -= 1
        self._at = offset
        return self._line


def _below(element: _Element | None) -> list[_Element]:
    return list(element.iterdescendants("*")) if element is not None else []


def _short(text: str) -> str:
    words = collapse(text).strip()
    return words if len(words) <= _NOTE else words[: _NOTE - 1].rstrip() + "…"
