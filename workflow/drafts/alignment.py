"""Which words of a translation come from which words of its source, as the model itself saw it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Alignment:
    """Attention of a model, summed over the pieces of words."""

    source: tuple[str, ...]
    """The words of what the engine was given, as white space parts them."""
    target: tuple[str, ...]
    """The words of what it answered, likewise."""
    weights: tuple[tuple[float, ...], ...]
    """A row for each word of `target`, a column for each word of `source`; each row sums up to about 1."""
