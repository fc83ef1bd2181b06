"""What drives a model or a server: plain sentences and phrases in, what it made of each out, batch by batch.

An engine (`Drafter`) prepares texts, judges answers and puts drafts together; a backend only translates.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from workflow.drafts.alignment import Alignment


@dataclass(frozen=True, slots=True)
class Ask:
    """One plain text to translate. Equal ones are asked once."""

    text: str
    wide: bool = False
    """All hypotheses are wanted and not only the best."""
    strict: bool = False
    """No run of three tokens may come twice in the answer."""
    aligned: bool = False
    """The alignment of words is wanted, if there is one."""
    scored: bool = False
    """The least probable token is wanted, where it can decide anything."""


@dataclass(frozen=True, slots=True)
class Answer:
    """One hypothesis."""

    text: str
    score: float = 0.0
    """Mean natural logarithm of the probability of an output token, end of sentence included; 0.0 if not known."""
    weakest: float = 0.0
    """The same of the least probable token; the mean where it was not looked at."""
    problem: str = ""
    """Why there is no text; empty if there is one."""
    alignment: Alignment | None = None
    pieces: int = 0
    """Into which the text that was asked was cut; 0 if not known."""
    recurs: bool = True
    """Whether a run of three tokens comes twice in it, or that is not known; without one, `Ask.strict` would change nothing."""
    changes: Mapping[str, float] = field(default_factory=dict)
    """Of single words of the source, how much less probable the whole is without it (`gate.unheard`); empty if not looked at."""


Answers = Mapping[Ask, Sequence[Answer]]
"""Hypotheses of some asks, the best first, at least one each."""


class Backend(Protocol):
    """Translates."""

    window: int
    """How many asks it sorts and batches at a time."""
    strict: bool
    """Whether it heeds `Ask.strict`."""

    def translate(self, windows: Iterator[list[Ask]]) -> Iterator[Answers]:
        """Yields the answers to all asks, each once, as they are ready.

        Args:
            windows: Lists of different asks; an empty one means that there are none before an answer to what is under
                way was yielded.

        Raises:
            EngineError: It can not go on.
        """
        ...
