r"""Sign-off: who translated, approved or sent back an entry, in `# ` comments bound to the text by its digest.

    # translated: Anna Petrova <anna@example.org> 5f0c1a77
    # approved: Boris Orlov 2026-03-02 5f0c1a77
    # rejected: Boris Orlov 2026-03-02 the office has another name since May

An approval holds for exactly the text that it was given for. A text that was sent back has neither of the first two any more: whoever
accepts it again, unchanged, has accepted it anew, and nobody has approved it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from workflow.locales.catalog import Entry
from workflow.locales.review import APPROVED, TRANSLATED, digest

_REJECTED = re.compile(r"rejected: (?:(?P<who>.+?) (?P<date>\d{4}-\d{2}-\d{2})(?: |$))?(?P<reason>.*)")
_ADDRESS = re.compile(r"(?P<name>[^<]*)<(?P<address>[^>]*)>\s*")


@dataclass(frozen=True, slots=True)
class Approval:
    """What a valid `# approved: …` says."""

    who: str
    date: str
    """ISO 8601."""


@dataclass(frozen=True, slots=True)
class Rejection:
    """What a `# rejected: …` says; who and date are empty where a person typed no more than a reason."""

    who: str
    date: str
    reason: str


def approval(entry: Entry) -> Approval | None:
    """Returns who approved exactly this text."""
    found = [match for match in map(APPROVED.fullmatch, entry.comments) if match and match["digest"] == digest(entry)]
    return Approval(found[-1]["who"], found[-1]["date"]) if found else None


def translated_by(entry: Entry) -> str:
    """Returns who accepted exactly this text, as noted with `review = "approved"`; empty where nobody is named."""
    found = [match["who"] for match in map(TRANSLATED.fullmatch, entry.comments) if match and match["digest"] == digest(entry)]
    return "" if not found or found[-1] == "unknown" else found[-1]


def rejection(entry: Entry) -> Rejection | None:
    """Returns why an entry was sent back, the last time."""
    found = [match for match in map(_REJECTED.fullmatch, entry.comments) if match]
    return Rejection(found[-1]["who"] or "", found[-1]["date"] or "", found[-1]["reason"]) if found else None


def approved(entry: Entry, who: str, date: str) -> Entry:
    """Returns an accepted entry with an approval of exactly its text; why it was sent back earlier is settled with that."""
    comments = _without(entry.comments, APPROVED, _REJECTED)
    return entry.but(comments=(*comments, f"approved: {one_line(who)} {date} {digest(entry)}"))


def rejected(entry: Entry, who: str, date: str, reason: str) -> Entry:
    """Returns an entry as one that a person sent back: fuzzy, with the reason; its text stays.

    Args:
        entry: One whose acceptance was noted (`review.noted`), else its text could be taken for a draft that nobody touched.
        who: Who sends it back.
        date: ISO 8601.
        reason: For the translator; made one line.
    """
    flags = entry.flags if entry.fuzzy else ("fuzzy", *entry.flags)
    comments = _without(entry.comments, APPROVED, TRANSLATED)
    return entry.but(flags=flags, comments=(*comments, f"rejected: {one_line(who)} {date} {one_line(reason)}"))


def _without(comments: Iterable[str], *kinds: re.Pattern[str]) -> tuple[str, ...]:
    return tuple(comment for comment in comments if not any(kind.fullmatch(comment) for kind in kinds))


def one_line(text: str) -> str:
    """Returns a text for a comment: runs of white space, line ends among them, as one space."""
    return " ".join(text.split())


def same_person(one: str, other: str) -> bool:
    """Tells if two signatures (`Name`, `Name <address>`, `address`) are of one person: the same name or the same address.

    >>> same_person("Anna Petrova <anna@example.org>", "anna  petrova"), same_person("Anna <a@example.org>", "A. P. <A@example.org>")
    (True, True)
    >>> same_person("Anna Petrova", "Boris Orlov <boris@example.org>")
    False
    """
    return bool(_signs(one) & _signs(other))


def _signs(who: str) -> set[str]:
    found = _ADDRESS.fullmatch(who)
    parts = (found["name"], found["address"]) if found else (who,)
    return {" ".join(unicodedata.normalize("NFKC", part).casefold().split()) for part in parts} - {""}
