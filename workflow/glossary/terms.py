"""Entries of a glossary file -> terms."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

_LABEL = re.compile(r"(also|forbidden|note):\s*(.*)", re.IGNORECASE | re.DOTALL)
_KEEP = re.compile(r"(?:do not translate|do-not-translate)\W*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Term:
    """One term of the source language and how it is said in the other."""

    source: str
    targets: tuple[str, ...]
    """What is allowed, dictionary forms, never empty; the first is preferred."""
    forbidden: tuple[str, ...] = ()
    """What is not, dictionary forms."""
    keep: bool = False
    """True: stays as it is, and `targets` is `source` alone."""
    note: str = ""
    """What translators should know, one line."""
    proposed: int = 1
    """How many of `targets` are shown to translators."""


def terms_of(entries: Iterable[tuple[str, str, Sequence[str]]]) -> list[Term]:
    """Returns the terms of a glossary file, in its order.

    Args:
        entries: msgid, msgstr and `# ` comments of each entry that counts: not fuzzy, not obsolete, not the header.

    >>> terms_of([("CIS", "СНГ", ["also: Содружество Независимых Государств"])])[0].targets
    ('СНГ', 'Содружество Независимых Государств')
    """
    terms: dict[str, Term] = {}
    for msgid, msgstr, comments in entries:
        source = " ".join(msgid.split())
        if term := _term(source, msgstr, comments):
            terms.setdefault(source, term)
    return list(terms.values())


def _term(source: str, msgstr: str, comments: Sequence[str]) -> Term | None:
    also: list[str] = []
    forbidden: list[str] = []
    notes: list[str] = []
    keep = False
    for line in (one.strip() for comment in comments for one in comment.split("\n")):
        if _KEEP.fullmatch(line):
            keep = True
        elif label := _LABEL.fullmatch(line):
            {"also": also, "forbidden": forbidden, "note": notes}[label[1].lower()].append(label[2])
        elif line:
            notes.append(line)
    note = " ".join(" ".join(notes).split())
    if not any(letter.isalnum() for letter in source):
        return None
    if keep:
        return Term(source, (source,), _parts(forbidden), keep=True, note=note)
    proposed = _parts([msgstr])
    targets = tuple(dict.fromkeys((*proposed, *_parts(also))))
    if not proposed:
        return None
    return Term(source, targets, _parts(forbidden), note=note, proposed=len(proposed))


def _parts(texts: Sequence[str]) -> tuple[str, ...]:
    """Returns what `; ` parts, without white space at the edges, each once."""
    parts = (" ".join(part.split()) for text in texts for part in re.split(r";(?:\s+|\Z)", text))
    return tuple(dict.fromkeys(part for part in parts if any(letter.isalnum() for letter in part)))
