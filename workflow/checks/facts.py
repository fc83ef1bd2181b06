"""All that a text says and its translation has to say too, read once: addresses first, then moments, then what numbers are left."""

from __future__ import annotations

from dataclasses import dataclass

from workflow.checks.addresses import Addresses, addresses
from workflow.checks.amounts import Amount, amounts
from workflow.checks.moments import Moments, moments


@dataclass(frozen=True, slots=True)
class Facts:
    """Of one text."""

    addresses: Addresses
    moments: Moments
    amounts: tuple[Amount, ...]
    vague: bool
    """It has numbers like `thousands of`."""

    @property
    def rest(self) -> str:
        """The text without addresses, dates and times."""
        return self.moments.rest


def facts(text: str, language: str) -> Facts:
    """Returns the facts of a plain text.

    Args:
        text: Without codes.
        language: Primary language.
    """
    found = addresses(text)
    when = moments(found.rest, language)
    numbers, vague = amounts(when.rest, language)
    return Facts(found, when, tuple(numbers), vague)
