"""What an element is where it stands in a document: what it has and inherits, and how it stands in the text around it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from workflow.languages import primary
from workflow.model import LocaleFilter
from workflow.sources.its import EVERYWHERE, Annotations
from workflow.sources.its_rules import ITS
from workflow.sources.xml_frames import Frame
from workflow.sources.xml_kinds import Kinds
from workflow.sources.xml_tags import XML_LANG
from workflow.sources.xml_vocabularies import Vocabularies, Vocabulary

if TYPE_CHECKING:
    from lxml.etree import _Element

_TWO_LETTERS = re.compile(r"\s*[A-Za-z]{2}(?:[-_].*)?\s*")


class Elements:
    """Answers for the elements of one document.

    Args:
        annotations: Of the document.
        vocabularies: Of the document.
        mixed: Numbers of the start tags whose element has text of its own.
        language: Primary language of the source.
    """

    def __init__(self, annotations: Annotations, vocabularies: Vocabularies, kinds: Kinds, mixed: set[int], *, language: str) -> None:
        self._annotations = annotations
        self._vocabularies = vocabularies
        self._kinds = kinds
        self._mixed = mixed
        self._language = language

    def frame(self, number: int, element: _Element, parent: Frame | None) -> Frame:
        """Returns the frame of an element, with what it has of its own and what it inherits (ITS 2.0 section 8).

        Args:
            number: Of its start tag's token.
            element: lxml's.
            parent: The frame around it.
        """
        namespace, _, local = str(element.tag).rpartition("}")
        said, node = self._annotations, (element, "")
        frame = Frame(element, local, number, self._vocabularies.of(namespace[1:]), parent, rules=element.tag == f"{{{ITS}}}rules")
        if parent is not None:
            frame.translate, frame.spoken, frame.marker = parent.translate, parent.spoken, parent.marker
            frame.preserve, frame.note, frame.locales = parent.preserve, parent.note, parent.locales
            frame.containers, frame.rules = parent.containers, frame.rules or parent.rules
            frame.language, frame.apart = parent.language, parent.apart
        frame.translate = said.translate.get(node, frame.translate)
        frame.preserve = said.preserve.get(node, frame.preserve)
        frame.note = said.notes.get(node, frame.note)
        frame.locales = said.locales.get(node, frame.locales)
        language = self._own_language(element, frame.vocabulary)
        if language is not None:
            frame.says_language, frame.language, frame.spoken = True, language, self._is_spoken(language)
        return frame

    def _own_language(self, element: _Element, vocabulary: Vocabulary) -> str | None:
        """Returns what an element says of its language, by `xml:lang`, its vocabulary's attribute or a rule; None if nothing."""
        language = element.get(XML_LANG)
        if language is None and vocabulary.language_attribute:
            language = element.get(vocabulary.language_attribute)
            # In a vocabulary that nobody knows, `lang` may be anything, a programming language too.
            if vocabulary.guesses and not _TWO_LETTERS.fullmatch(language or ""):
                language = None
        if language is None and self._annotations.languages:
            language = self._annotations.languages.get((element, ""))
        return None if language is None else language.strip()

    def _is_spoken(self, language: str) -> bool:
        return not language or primary(language) == self._language

    def own_filter(self, frame: Frame) -> LocaleFilter | None:
        """Returns the Locale Filter that begins at an element; None where none does, or one that leaves nothing out."""
        own = self._annotations.locales.get((frame.element, ""))
        above = frame.parent.locales if frame.parent else None
        return None if own is None or own in (above, EVERYWHERE) or (own.exclude and not own.ranges) else own

    def within(self, frame: Frame) -> str:
        """Returns how an element stands in the text around it: `yes`, `no` or `nested`."""
        said = self._annotations.within.get((frame.element, ""))
        if said is not None:
            return said
        if str(frame.element.tag).startswith(f"{{{ITS}}}"):
            return "yes" if frame.local == "span" else "no"
        parent = frame.parent
        if parent is None or self._kinds.is_structural(frame.vocabulary, frame.local):
            return "no"
        if not (parent.inline or parent.held or parent.start in self._mixed or self._kinds.is_inline_by_name(frame, parent)):
            return "no"
        # What has blocks in it can not be part of a sentence, but can stand in one.
        structural = any(
            self._kinds.is_structural(frame.vocabulary, str(one.tag).rpartition("}")[2]) or self._annotations.within.get((one, "")) == "no"
            for one in frame.element.iterdescendants("*")
        )
        return "nested" if structural else "yes"

    def translated(self, root: _Element) -> frozenset[str]:
        """Returns the names, `{namespace}local`, of those elements of a document that have words of their own which are translated."""
        said = self._annotations.translate
        states: dict[_Element, tuple[bool, bool]] = {}
        names: set[str] = set()
        for element in root.iter("*"):
            parent = element.getparent()
            above = (True, True) if parent is None else states[parent]
            language = self._own_language(element, self._vocabularies.of(str(element.tag).rpartition("}")[0][1:]))
            spoken = above[1] if language is None else self._is_spoken(language)
            states[element] = translate, spoken = said.get((element, ""), above[0]), spoken
            if translate and spoken and element.tag not in names and _has_words(element):
                names.add(str(element.tag))
        return frozenset(names)


def _has_words(element: _Element) -> bool:
    return bool((element.text or "").strip()) or any((one.tail or "").strip() for one in element)
