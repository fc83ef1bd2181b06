"""What a translation engine is to the rest of the program: texts in, drafts out, in the same order.

Built-in engines stand in `workflow.drafts.ENGINES`; another package offers its own by an entry point in the group
`workflow.engines` that names a factory `(source, target, *, cut, terms, options) -> Engine`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

Cut = Callable[[str], Sequence[int]]
"""Offsets (code points) at which the second and every later sentence of a plain text begins, ascending."""

Progress = Callable[[int], None]
"""Is told how many of the texts have their final draft so far; its last call names them all."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A machine's proposal for one text, or its refusal to make one."""

    text: str
    """The msgstr, with the codes of its msgid; empty if refused."""
    score: float
    """Mean natural logarithm of the probability of an output token, end of sentence included; 0.0 where nothing was
    predicted (copied or invented text, an engine that tells no scores). Of several sentences, the lowest; of a way
    through a third language, the sum of both."""
    refused: str = ""
    """Why there is no text, in a few words: a kind of reason, and behind a colon what it is in this text (`number lost: 12`), by which
    refused drafts are not counted; empty if there is a text."""
    risk: int = 0
    """0 to 99: how much is to be feared from accepting the draft unread. An order, not a probability."""
    note: str = ""
    """What a reviewer should look at, in a few words."""


Finished = Callable[[Sequence[tuple[str, Draft]]], None]
"""Is told texts and their final drafts, each text once, as soon as they are there: what a journal is written from."""


class Terms(Protocol):
    """What a glossary knows of a pair of languages."""

    def missing(self, source: str, target: str) -> list[str]:
        """Returns the terms of a plain text whose translation is not in its plain translation, as "term → translation"."""
        ...

    def untranslatable(self, source: str) -> list[str]:
        """Returns the terms in a plain text that are never translated, verbatim."""
        ...


class Engine(Protocol):
    """A translator from one language into another."""

    name: str
    """One word, as in `# draft: argos …`."""
    detail: str
    """Model and version: another detail is another engine, and what this one refused is asked again."""
    notice: str
    """What the user should be told once before a run; empty if nothing."""

    def draft(self, texts: Sequence[str], progress: Progress = ..., finished: Finished = ...) -> list[Draft]:
        """Returns one `Draft` for each text, in the same order.

        Args:
            texts: Msgids: plain text with codes (`workflow.inline`).
            progress: Called from time to time.
            finished: Called from time to time with what is final; every text comes once before `draft` returns.

        Raises:
            EngineError: The engine can not work at all, or no longer; what `finished` was told stays true.
        """
        ...


def silent(done: int) -> None:
    """Reports no progress."""


def ignore(drafts: Sequence[tuple[str, Draft]]) -> None:
    """Keeps nothing of what is finished."""
