"""What a check looks at, and how it answers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property, partial
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


@dataclass(frozen=True, eq=False)
class Subject:
    """One translated entry, equal to itself only. What it says in numbers is read when the first check asks for it, and once."""

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

    source_inline: Inline = field(init=False)
    """The msgid as text and codes."""
    target_inline: Inline = field(init=False)
    """The msgstr as text and codes."""
    source_text: str = field(init=False)
    """The source without codes; `HOLE` for each void one."""
    target_text: str = field(init=False)
    """The translation without codes; `HOLE` for each void one."""
    languages: tuple[str, str] = field(init=False)
    """The primary languages of source and translation."""

    def __post_init__(self) -> None:
        """Derives what every check asks for."""
        source, target = decode(self.source), decode(self.target)
        derive = partial(object.__setattr__, self)  # the way of frozen dataclasses
        derive("source_inline", source)
        derive("target_inline", target)
        derive("source_text", _plain(source))
        derive("target_text", _plain(target))
        derive("languages", (primary(self.source_language), primary(self.language)))

    @cached_property
    def source_facts(self) -> Facts:
        """What the source says in numbers, dates, addresses."""
        return facts(self.source_text, self.languages[0])

    @cached_property
    def target_facts(self) -> Facts:
        """What the translation says in numbers, dates, addresses."""
        return facts(self.target_text, self.languages[1])


def _plain(inline: Inline) -> str:
    if len(inline) == 1 and isinstance(inline[0], str):
        return inline[0]
    return "".join(part if isinstance(part, str) else HOLE if part.kind == "void" else "" for part in inline)


Check = Callable[[Subject], Sequence[str]]
"""Returns what is wrong, a phrase each; nothing if all is well."""

Row = tuple[Severity, Check]
