r"""States: what an entry of a catalog is, told by the entry alone.

| state | in the PO file |
|---|---|
| untranslated | empty msgstr; `# draft: refused <engine>: <reason>` where an engine was asked |
| draft | fuzzy, `# draft: <engine> risk NN <digest>`, the digest of source and text matching |
| stale | fuzzy with `#| msgid` |
| returned | any other fuzzy text: a person's, never replaced |
| translated | not fuzzy |
| approved | not fuzzy, `# approved: <who> <date> <digest>` matching |
| obsolete | `#~` |

A state stands in `# ` comments and in what every PO tool knows, because those survive Poedit, msgmerge, Weblate and Lokalize. A
digest shows that a text is still the one that was meant; it is no signature.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from typing import Literal

from rapidfuzz import fuzz

from workflow.locales.catalog import Catalog, Entry

State = Literal["untranslated", "draft", "returned", "stale", "translated", "approved", "obsolete"]
STATES: tuple[State, ...] = ("untranslated", "draft", "returned", "stale", "translated", "approved", "obsolete")
ACCEPTED: frozenset[State] = frozenset({"translated", "approved"})

_DRAFT = re.compile(r"draft: (?!refused )(?P<engine>.+) risk (?P<risk>\d{1,2}) (?P<digest>[0-9a-f]{8})(?P<note>(?:; .*)?)")
_REFUSED = re.compile(r"draft: refused (?P<engine>.+?): (?P<reason>.*)")
_APPROVED = re.compile(r"approved: (?P<who>.+) (?P<date>\d{4}-\d{2}-\d{2}) (?P<digest>[0-9a-f]{8})")
_TRANSLATED = re.compile(r"translated: (?P<who>.*) (?P<digest>[0-9a-f]{8})")


@dataclass(frozen=True, slots=True)
class DraftNote:
    """What `# draft: …` says."""

    engine: str
    """Engine and detail: `argos translate-en_ru 1.9`."""
    risk: int
    """0 to 99: how much a reviser should distrust it."""
    digest: str
    note: str = ""


def digest(entry: Entry) -> str:
    """Returns 8 hex digits over source and text: what a draft note or an approval is bound to."""
    return text_digest(entry.msgctxt, entry.msgid, entry.msgstr)


def text_digest(msgctxt: str | None, msgid: str, msgstr: str) -> str:
    """Returns 8 hex digits over the parts, which no text can imitate by moving a boundary."""
    parts = "".join(f"{len(part)}:{part}" for part in ("" if msgctxt is None else f"={msgctxt}", msgid, msgstr))
    return sha256(parts.encode()).hexdigest()[:8]


def draft_note(entry: Entry) -> DraftNote | None:
    """Returns the note of the draft that an entry holds or held."""
    for comment in entry.comments:
        match = _DRAFT.fullmatch(comment)
        if match:
            return DraftNote(match["engine"], int(match["risk"]), match["digest"], match["note"][2:])
    return None


def refused_by(entry: Entry) -> tuple[str, str] | None:
    """Returns engine and reason of a refused draft."""
    return next(((match["engine"], match["reason"]) for match in map(_REFUSED.fullmatch, entry.comments) if match), None)


def state(entry: Entry) -> State:
    """Returns the state of an entry."""
    if entry.obsolete:
        return "obsolete"
    if not entry.msgstr:
        return "untranslated"
    if not entry.fuzzy:
        approved = any(match and match["digest"] == digest(entry) for match in map(_APPROVED.fullmatch, entry.comments))
        return "approved" if approved else "translated"
    if entry.previous is not None:
        return "stale"
    note = draft_note(entry)
    return "draft" if note is not None and note.digest == digest(entry) else "returned"


def is_persons(entry: Entry) -> bool:
    """Tells if an entry, live or obsolete, holds a text that a person accepted or typed: one that may never be lost."""
    if not entry.msgstr:
        return False
    if not entry.fuzzy or entry.previous is not None:
        return True
    note = draft_note(entry)
    return note is None or note.digest != digest(entry)


def without_draft(comments: tuple[str, ...]) -> tuple[str, ...]:
    """Returns comments without what engines said."""
    return tuple(comment for comment in comments if not comment.startswith("draft: "))


def drafted(entry: Entry, text: str, *, engine: str, risk: int, note: str = "") -> Entry:
    """Returns an untranslated entry, or one with an untouched draft, with a draft in it."""
    mark = f"draft: {engine} risk {risk:02d} {text_digest(entry.msgctxt, entry.msgid, text)}" + (f"; {note}" if note else "")
    flags = entry.flags if entry.fuzzy else ("fuzzy", *entry.flags)
    return entry.but(msgstr=text, flags=flags, comments=(*without_draft(entry.comments), mark))


def refused(entry: Entry, *, engine: str, reason: str) -> Entry:
    """Returns an untranslated entry with the reason why it stays so; the same engine version is not asked again."""
    flags = tuple(flag for flag in entry.flags if flag != "fuzzy")
    mark = f"draft: refused {engine}: {reason}"
    return entry.but(msgstr="", flags=flags, comments=(*without_draft(entry.comments), mark))


def note_acceptance(catalog: Catalog, draft_text: Callable[[str], str | None], *, four_eyes: bool) -> Catalog:
    """Returns the catalog with what people accepted since the last run noted.

    Args:
        catalog: As found.
        draft_text: Digest of a draft -> its text, where the cache under `.workflow/` still has it.
        four_eyes: `review = "approved"`: note also who translated, so that somebody else has to approve.
    """
    who = catalog.headers().get("Last-Translator", "") or "unknown"
    entries = []
    for entry in catalog.entries:
        if not entry.obsolete and entry.msgstr and not entry.fuzzy:
            entry = entry.but(comments=_accepted_comments(entry, draft_text))
            if four_eyes and not any(_TRANSLATED.fullmatch(one) and one.endswith(digest(entry)) for one in entry.comments):
                others = tuple(one for one in entry.comments if not _TRANSLATED.fullmatch(one))
                entry = entry.but(comments=(*others, f"translated: {who} {digest(entry)}"))
        entries.append(entry)
    return catalog.with_entries(entries)


def _accepted_comments(entry: Entry, draft_text: Callable[[str], str | None]) -> tuple[str, ...]:
    """`# draft: …` of an accepted entry becomes `# from: …`, with how much of the draft was kept."""
    comments = []
    for comment in entry.comments:
        match = _DRAFT.fullmatch(comment)
        if match:
            text = draft_text(match["digest"])
            kept = "" if text is None else f", {round(fuzz.ratio(text, entry.msgstr))}% kept"
            comments.append(f"from: {match['engine']}{kept}")
        elif not comment.startswith("draft: refused "):
            comments.append(comment)
    return tuple(comments)
