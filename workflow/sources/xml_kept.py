"""What a reader sees of an XML document and nobody translates: kept text, told apart from data.

Text is not translated because of a local `its:translate="no"`, a rule of the document or its vocabulary, or because it is in another
language. Some of it is what the release says (a listing, a quotation in French, the address in a paragraph of its own), and the page
would have a hole without it; some is data that only programs read (an id, a price, a date for an archive), and has no place there.
An untranslated text is kept for the reader where the element that it belongs to is one of these, and stands in nothing that
its vocabulary hides (`Vocabulary.hidden`: a TEI header, the scripts of XHTML) or that says something about the document (`metadata`):

- its name is one that its vocabulary, or for an unknown one common usage, has for text (`Vocabulary.blocks`, `Vocabulary.shown`): a
  title, paragraph, list item, cell, quotation, contact line, caption, listing;
- it stands in a paragraph, quotation or listing by such a name;
- elsewhere in the same document an element of the same name has words that are translated.

So `<id>`, `<code>`, `<price>` under a rule that keeps all of them from translation stay data, and the one `<para its:translate="no">` among
others that are translated is text. The date of a NITF dateline is data: pages tell the date in their own language.
"""

from __future__ import annotations

from collections.abc import Iterable

from workflow.model import Code, Text
from workflow.sources.xml_blocks import Blocks
from workflow.sources.xml_elements import Elements
from workflow.sources.xml_frames import Frame
from workflow.sources.xml_kinds import Kinds

_SURROUND = ("paragraph", "quotation")


class Keeper:
    """Collects the runs of untranslated text of one document, and hands them to its blocks.

    Args:
        blocks: Takes what a reader sees.
        kinds: Makes codes of elements inside a run.
        elements: Of the document.
    """

    def __init__(self, blocks: Blocks, kinds: Kinds, elements: Elements) -> None:
        self._blocks = blocks
        self._kinds = kinds
        self._elements = elements
        self._translated: frozenset[str] | None = None
        self._around: list[tuple[list[tuple[Text | Code, int]], int]] = []
        self._place: int | None = None
        self.run: list[tuple[Text | Code, int]] = []
        """Text and codes that will be one block, each with its offset in the file."""

    def keeps(self, frame: Frame) -> bool:
        """Tells if a reader sees the text that stands in an element by itself; asked of elements that are not translated."""
        owner = frame.owner
        if owner.shown is None:
            owner.shown = not (owner.rules or owner.apart or owner.translatable) and self.shown(owner)
        return owner.shown

    def shown(self, owner: Frame) -> bool:
        """Tells if what an element says is for readers, by the rule of this module."""
        named = False
        one: Frame | None = owner
        while one is not None:
            kind = one.vocabulary.blocks.get(one.local)
            if kind == "metadata" or one.local in one.vocabulary.hidden:
                return False
            named = named or kind in _SURROUND or one.local in one.vocabulary.shown or (kind is not None and one is owner)
            one = one.parent
        if named:
            return True
        if self._translated is None:
            self._translated = self._elements.translated(owner.element.getroottree().getroot())
        return str(owner.element.tag) in self._translated

    def text(self, items: Iterable[tuple[Text | Code, int]]) -> None:
        """Adds text."""
        self.run += items

    @property
    def nested(self) -> bool:
        """Whether a footnote is being read that stands in such a text."""
        return bool(self._around)

    def begin_nested(self) -> None:
        """Begins a footnote, whose text is no part of the run that it stands in."""
        self._around.append((self.run, len(self._blocks.waiting) if self._place is None else self._place))
        self.run, self._place = [], None

    def end_nested(self) -> None:
        """Goes on with the run in which a footnote has ended."""
        self.run, self._place = self._around.pop()

    def holds(self, frame: Frame, within: str) -> bool:
        """Tells if an element that begins in an untranslated one is part of its text: it says no other thing of translation or language."""
        parent = frame.parent
        if within != "yes" or parent is None or frame.translatable or frame.local in frame.vocabulary.hidden:
            return False
        return frame.translate == parent.translate and self.keeps(parent)

    def flush(self, owner: Frame) -> None:
        """Ends the run: what it has collected becomes a block of the innermost element that is not within text."""
        if self.run:
            run, self.run = self.run, []
            self._blocks.keep(run, owner, self._place)
            self._place = None
