"""From a run of text and codes to a block in the skeleton: marker, CDATA section, preserved or plain text."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from workflow.inline import encode, name
from workflow.languages import primary, tag_of
from workflow.model import Block, Code, Content, Kept, LocaleFilter, Mark, Piece, Region, Slot, Text
from workflow.skeleton import around, peel, pieces_of
from workflow.sources.its import Annotations, meant_for
from workflow.sources.skeleton import Builder, texts_of
from workflow.sources.xml_content import ENTITY_CODE, cdata_only
from workflow.sources.xml_frames import Frame, Sink
from workflow.sources.xml_kinds import Kinds
from workflow.sources.xml_tokens import CDATA_CLOSE, CDATA_OPEN
from workflow.sources.xml_vocabularies import PREFORMATTED
from workflow.wording import marker_language


class Blocks:
    """Hands finished runs to the builder.

    Args:
        builder: Takes the markers.
        annotations: Of the document.
        kinds: Says what an element is for a reader.
        line_at: Offset -> line.
        language: Primary language of the source.
    """

    def __init__(self, builder: Builder, annotations: Annotations, kinds: Kinds, line_at: Callable[[int], int], *, language: str) -> None:
        self._builder = builder
        self._annotations = annotations
        self._kinds = kinds
        self._line_at = line_at
        self._language = language
        self.waiting: list[Block] = []
        """Those that are not translated, until what they stand behind is there."""

    def names_other(self, text: str) -> str | None:
        """Returns the language that a text names if it is a counterpart marker for another language than the source's."""
        named = marker_language(text)
        return None if named is None or primary(named) == self._language else named

    def put(self, run: Sequence[tuple[Text | Code, int]], owner: Frame, sink: Sink, shown: Callable[[Frame], bool]) -> None:
        """Makes a run a block of `owner`, in `sink`; a run without words to translate stays as it is.

        Args:
            run: Text and codes, each with its offset in the file.
            owner: The element that they are the text of.
            sink: Takes what they are.
            shown: Tells if a reader sees what stands in an element, where nothing of it is translated.
        """
        content = tuple(item for item, _ in run)
        first = next((at for item, at in run if isinstance(item, Text) and item.value.strip()), None)
        if first is None:
            sink.extend(pieces_of(content))
            if _says_something(content) and shown(owner):
                self.keep(run, owner)
        elif sink is not self._builder or not self._marker(content, owner, first):
            self._text(content, self._block(content, owner, first), sink)

    def keep(self, run: Sequence[tuple[Text | Code, int]], owner: Frame, place: int | None = None) -> None:
        """Makes a run that is not translated a block of `owner`, which readers see; its characters stand in the skeleton already.

        Args:
            run: Text and codes, each with its offset in the file.
            owner: The element that they are the text of.
            place: Before which of those that wait; None: behind them all.
        """
        content = tuple(item for item, _ in run)
        if not _says_something(content):
            return
        preserve = owner.preserve or _is_listing(owner)
        lead, core, tail = _trimmed(content) if preserve else peel(content, preserve=False)
        outside = () if preserve else around(lead, tail)
        pairs = {code.pair for code in outside}
        closing = tuple(item for item in tail if isinstance(item, Code) and item.pair in pairs)
        inline, codes = name((*outside, *core, *closing), preserve=preserve)
        language = None if owner.spoken else tag_of(owner.language)
        block = self._kinds.block(owner, kept=True)
        self.waiting.insert(
            len(self.waiting) if place is None else place,
            replace(
                block,
                line=self._line_at(next(at for item, at in run if isinstance(item, Code) or item.value.strip())),
                preserve=preserve,
                locales=_only_for(content) or meant_for(owner.locales),
                kept=Kept(encode(inline), codes, language, owner.translate),
            ),
        )

    def release(self) -> None:
        """Puts what was kept behind the blocks that there are: a footnote behind the text that it stands in."""
        for block in self.waiting:
            self._builder.kept(block)
        self.waiting.clear()

    def _block(self, content: Content, owner: Frame, at: int) -> Block:
        said = self._annotations
        notes = dict.fromkeys([owner.note, *(said.notes.get((one, ""), "") for one in self._kinds.elements_of(content))])
        return replace(
            self._kinds.block(owner),
            line=self._line_at(at),
            context=said.contexts.get((owner.element, "")),
            notes=tuple(note for note in notes if note),
            preserve=owner.preserve,
            locales=meant_for(owner.locales),
        )

    @staticmethod
    def _text(content: Content, block: Block, sink: Sink) -> None:
        section = cdata_only(content)
        if section is not None:
            lead, inner, tail = section
            sink.extend((*pieces_of(lead), CDATA_OPEN))
            sink.block(tuple(texts_of(inner)), replace(block, escape="cdata"))
            sink.extend((CDATA_CLOSE, *pieces_of(tail)))
        elif block.preserve:
            lead, core, tail = _trimmed(content)
            sink.extend(pieces_of(lead))
            sink.block(core, block)
            sink.extend(pieces_of(tail))
        else:
            sink.block(content, block)

    def _marker(self, content: Content, owner: Frame, at: int) -> bool:
        """Reads a run as the counterpart marker if it is nothing but that; tells if it was."""
        named = self.names_other("".join(item.value for item in content if isinstance(item, Text)))
        if named is None:
            return False
        lead, core, tail = peel(content, preserve=False)
        pieces = pieces_of(core)
        if any(isinstance(piece, Slot) for piece in pieces) or any(isinstance(item, Code) and item.protected for item in core):
            return False
        self._builder.extend(pieces_of(lead))
        block = replace(self._kinds.block(owner, marker=True), line=self._line_at(at))
        self._builder.marker(Mark("counterpart", "".join(_source(piece) for piece in pieces), named), block)
        self._builder.extend(pieces_of(tail))
        return True


def _trimmed(content: Content) -> tuple[Content, Content, Content]:
    """Cuts blank lines off the start and white space off the end of preserved text: they are layout of the file, not of the text."""
    rest = list(content)
    lead: list[Text] = []
    tail: list[Text] = []
    while rest and isinstance(first := rest[0], Text) and not first.value.strip(" \t\n"):
        lead.append(first)
        del rest[0]
    if rest and isinstance(first := rest[0], Text) and first.value == first.source:
        cut = first.value.rfind("\n", 0, len(first.value) - len(first.value.lstrip(" \t\n"))) + 1
        lead.append(Text(first.value[:cut], first.value[:cut]))
        rest[0] = Text(first.value[cut:], first.value[cut:])
    while rest and isinstance(last := rest[-1], Text) and not last.value.strip(" \t\n"):
        tail.insert(0, last)
        del rest[-1]
    if rest and isinstance(last := rest[-1], Text) and last.value == last.source:
        cut = len(last.value.rstrip(" \t\n"))
        tail.insert(0, Text(last.value[cut:], last.value[cut:]))
        rest[-1] = Text(last.value[:cut], last.value[:cut])
    return tuple(lead), tuple(rest), tuple(tail)


def _only_for(content: Content) -> LocaleFilter | None:
    """Returns for which languages some content is, if it is nothing but one part for some languages only."""
    said = [item for item in content if isinstance(item, Code) or item.value.strip()]
    only = said[0] if len(said) == 1 else None
    region = only.pieces[0] if isinstance(only, Code) and len(only.pieces) == 1 else None
    return region.locales if isinstance(region, Region) else None


def _is_listing(owner: Frame) -> bool:
    one: Frame | None = owner
    while one is not None and one.local not in PREFORMATTED:
        one = one.parent
    return one is not None


def _says_something(content: Content) -> bool:
    """Tells if some content has words for a reader; an entity of which nothing is known has none."""
    return any(item.value.strip() if isinstance(item, Text) else item.protected and item.element != ENTITY_CODE for item in content)


def _source(piece: Piece) -> str:
    return piece if isinstance(piece, str) else piece.source if isinstance(piece, Mark) else ""
