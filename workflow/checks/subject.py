"""What a check looks at, and how it answers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

from workflow.checks.facts import Facts, facts
from workflow.inline import decode
from workflow.languages import primary
from workflow.model import BlockKind, Inline, Severity

HOLE = "\ufffc"
"""Stands in a plain text for a void code: something is there that is no text (Unicode: OBJECT REPLACEMENT CHARACTER)."""


class Terms(Protocol):
    """The office's terms, as far as checks ask for them; `workflow.glossary.Glossary` is one."""

    def missing_terms(self, source: str, target: str) -> Sequence[str]:
        """Returns a line `term → translation` for each term of the source whose translation the target lacks."""

    def lost_names(self, source: str, target: str) -> Sequence[str]:
        """Returns the do-not-translate terms of the source that the target lacks."""

    def forbidden(self, source: str, target: str) -> Sequence[str]:
        """Returns a line for each wording in the target that a term of the source forbids."""

    def keeps(self, word: str) -> bool:
        """Tells if a word may stand in the target in the letters of the source language."""


@dataclass(frozen=True)
class Subject:
    """One translated entry. Derived texts are made when the first check asks for them, and once."""

    source: str
    """The msgid; of several sentences that are said as one, all of them with their codes named over the whole."""
    target: str
    """The msgstr."""
    may_join: bool = True
    """Whether `<prev/>` is allowed: the sentence follows another of its block, and both occur once in the release."""
    source_language: str = "en"
    """BCP 47 tag."""
    language: str = "ru"
    """BCP 47 tag of the translation."""
    kind: BlockKind = "paragraph"
    notes: tuple[str, ...] = ()
    """What the author told the translator."""
    terms: Terms | None = None
    quoted: int = 0
    """Quotations that began in earlier sentences of the block and are still open where the translation begins."""

    @cached_property
    def source_inline(self) -> Inline:
        """The msgid as text and codes."""
        return decode(self.source)

    @cached_property
    def target_inline(self) -> Inline:
        """The msgstr as text and codes."""
        return decode(self.target)

    @cached_property
    def source_text(self) -> str:
        """The source without codes; `HOLE` for each void one."""
        return _plain(self.source_inline)

    @cached_property
    def target_text(self) -> str:
        """The translation without codes; `HOLE` for each void one."""
        return _plain(self.target_inline)

    @cached_property
    def source_facts(self) -> Facts:
        """What the source says in numbers, dates, addresses."""
        return facts(self.source_text, self.languages[0])

    @cached_property
    def target_facts(self) -> Facts:
        """What the translation says in numbers, dates, addresses."""
        return facts(self.target_text, self.languages[1])

    @cached_property
    def languages(self) -> tuple[str, str]:
        """The primary languages of source and translation."""
        return primary(self.source_language), primary(self.language)


def _plain(inline: Inline) -> str:
    if len(inline) == 1 and isinstance(inline[0], str):
        return inline[0]
    return "".join(part if isinstance(part, str) else HOLE if part.kind == "void" else "" for part in inline)


Check = Callable[[Subject], Sequence[str]]
"""Returns what is wrong, a phrase each; nothing if all is well."""

Row = tuple[Severity, Check]
