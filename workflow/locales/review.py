r"""States: what an entry of a catalog is, told by the entry alone.

| state | in the PO file |
|---|---|
| untranslated | empty msgstr; `# draft: refused <engine>: <reason>` where an engine was asked |
| draft | fuzzy, `# draft: <engine> risk NN <digest>`, the digest of source and text matching |
| stale | fuzzy with `#| msgid`, and `# stale: <digest>` of the text that was accepted |
| returned | any other fuzzy text: a person's, never replaced |
| translated | not fuzzy |
| approved | not fuzzy, `# approved: <who> <date> <digest>` matching |
| obsolete | `#~` |

A state stands in `# ` comments and in what every PO tool knows, because those survive Poedit, msgmerge, Weblate and Lokalize. A
digest shows that a text is still the one that was meant; it is no signature.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Literal

from rapidfuzz import fuzz

from workflow.inline import PREVIOUS
from workflow.locales.catalog import Catalog, Entry, Key

State = Literal["untranslated", "draft", "returned", "stale", "translated", "approved", "obsolete"]
STATES: tuple[State, ...] = ("untranslated", "draft", "returned", "stale", "translated", "approved", "obsolete")
ACCEPTED: frozenset[State] = frozenset({"translated", "approved"})

_RANK: dict[State, int] = {"approved": 4, "translated": 3, "stale": 2, "returned": 2, "draft": 1}

_DRAFT = re.compile(r"draft: (?!refused )(?P<engine>.+) risk (?P<risk>\d{1,2}) (?P<digest>[0-9a-f]{8})(?P<note>(?:; .*)?)")
_REFUSED = re.compile(r"draft: refused (?P<engine>.+?): (?P<reason>.*)")
APPROVED = re.compile(r"approved: (?P<who>.+) (?P<date>\d{4}-\d{2}-\d{2}) (?P<digest>[0-9a-f]{8})")
_STALE = re.compile(r"stale: (?P<digest>[0-9a-f]{8})")
_OF_TEXT = re.compile(r"(?:approved|translated|from): ")
TRANSLATED = re.compile(r"translated: (?P<who>.*) (?P<digest>[0-9a-f]{8})")


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
    # Files of other tools can hold halves of characters: they are told apart here, and refused by whoever reads the text.
    return sha256(parts.encode("utf-8", "surrogatepass")).hexdigest()[:8]


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
        approved = any(match and match["digest"] == digest(entry) for match in map(APPROVED.fullmatch, entry.comments))
        return "approved" if approved else "translated"
    if _is_untouched_draft(entry):
        return "draft"
    return "returned" if entry.previous is None else "stale"


def _is_untouched_draft(entry: Entry) -> bool:
    # Also with `#|`, which another tool may have left there: the digest says that this text was made for this msgid.
    note = draft_note(entry)
    return note is not None and note.digest == digest(entry)


def untouched_drafts(catalog: Catalog) -> Iterator[tuple[str, str]]:
    """Yields digest and text of each draft in a catalog that nobody has changed."""
    for entry in catalog.live():
        if entry.fuzzy and entry.comments and entry.msgstr and _is_untouched_draft(entry):
            yield digest(entry), entry.msgstr


def is_persons(entry: Entry) -> bool:
    """Tells if an entry, live or obsolete, holds a text that a person accepted or typed: one that may never be lost."""
    return bool(entry.msgstr) and not (entry.fuzzy and _is_untouched_draft(entry))


def without_draft(comments: tuple[str, ...]) -> tuple[str, ...]:
    """Returns comments without what engines said."""
    return tuple(comment for comment in comments if not _DRAFT.fullmatch(comment) and not _REFUSED.fullmatch(comment))


def without_stale(comments: tuple[str, ...]) -> tuple[str, ...]:
    """Returns comments without the digest of the text that went stale."""
    return tuple(comment for comment in comments if not _STALE.fullmatch(comment))


def made_stale(entry: Entry, previous: str, previous_context: str | None = None) -> Entry:
    """Returns an accepted or stale entry as one that was accepted under another msgid.

    The digest of the text goes along, so that the entry is not taken for accepted again if somebody worked on the text meanwhile.
    """
    comments = entry.comments
    if not entry.fuzzy:
        comments = (*without_stale(without_draft(comments)), f"stale: {text_digest(None, '', entry.msgstr)}")
    flags = entry.flags if entry.fuzzy else ("fuzzy", *entry.flags)
    return entry.but(flags=flags, previous=previous, previous_context=previous_context, comments=comments)


def is_as_accepted(entry: Entry) -> bool:
    """Tells if a stale entry still holds the text that was accepted; one that another tool made stale is taken at its word."""
    marks = [match["digest"] for match in map(_STALE.fullmatch, entry.comments) if match]
    return not marks or marks[-1] == text_digest(None, "", entry.msgstr)


def accepted_again(entry: Entry) -> Entry:
    """Returns a stale entry as an accepted one."""
    flags = tuple(flag for flag in entry.flags if flag != "fuzzy")
    return entry.but(flags=flags, previous=None, previous_context=None, comments=without_stale(entry.comments))


def returned(entry: Entry) -> Entry:
    """Returns a stale entry as one that waits for a person, whatever its source becomes."""
    return entry.but(previous=None, previous_context=None, comments=without_stale(entry.comments))


def combined(entries: Sequence[Entry]) -> Entry:
    """Returns one of several entries with the same key, with what people said in the others in its comments.

    gettext refuses a file with two entries of one key, obsolete ones included. The best is what is accepted, then what a person
    typed; a live one before an obsolete one, then the first of the live and the last of the obsolete ones.
    """
    order = [*(one for one in entries if not one.obsolete), *(one for one in reversed(entries) if one.obsolete)]
    best = max(order, key=lambda one: (is_persons(one), not one.obsolete, _RANK.get(state(one.but(obsolete=False)), 0)))
    comments = dict.fromkeys(best.comments)
    for one in entries:
        if one is not best:
            texts = (one.msgstr,) if one.plural is None else one.plural[1]
            known = {best.msgstr, "", PREVIOUS}
            comments |= dict.fromkeys(f"other text: {_one_line(text)}" for text in texts if is_persons(one) and text not in known)
            comments |= dict.fromkeys(comment for comment in without_stale(without_draft(one.comments)) if not _OF_TEXT.match(comment))
    obsolete = all(one.obsolete for one in entries)
    return best.but(comments=tuple(comments), obsolete=obsolete)


def each_key_once(entries: Iterable[Entry]) -> list[Entry]:
    """Returns the entries, those of one key as one, where the first of them stands; a merge of branches leaves such doubles."""
    by_key: dict[Key, list[Entry]] = {}
    for entry in entries:
        by_key.setdefault(entry.key, []).append(entry)
    return [same[0] if len(same) == 1 else combined(same) for same in by_key.values()]


def drafted(entry: Entry, text: str, *, engine: str, risk: int, note: str = "") -> Entry:
    """Returns an untranslated entry, or one with an untouched draft, with a draft in it."""
    said = f"; {_one_line(note)}" if note else ""
    mark = f"draft: {_one_line(engine)} risk {risk:02d} {text_digest(entry.msgctxt, entry.msgid, text)}{said}"
    flags = entry.flags if entry.fuzzy else ("fuzzy", *entry.flags)
    return _emptied(entry).but(msgstr=text, flags=flags, comments=(*without_draft(without_stale(entry.comments)), mark))


def accepted(entry: Entry, text: str, *, origin: str, notes: Sequence[str] = ()) -> Entry:
    """Returns an entry without a text of its own with one that a person accepted for the same sentence elsewhere.

    Args:
        entry: Untranslated, or with an untouched draft.
        text: The accepted text.
        origin: Where it was accepted, for `# from: …`.
        notes: Comments of exactly this text that come along (`approved: …`).
    """
    flags = tuple(flag for flag in entry.flags if flag != "fuzzy")
    comments = (*without_draft(without_stale(entry.comments)), f"from: {_one_line(origin)}", *notes)
    return _emptied(entry).but(msgstr=text, flags=flags, comments=comments)


def notes_of_text(entry: Entry) -> tuple[str, ...]:
    """Returns the comments that say who translated and who approved exactly the text that an entry holds."""
    found = ((comment, TRANSLATED.fullmatch(comment) or APPROVED.fullmatch(comment)) for comment in entry.comments)
    return tuple(comment for comment, match in found if match and match["digest"] == digest(entry))


def refused(entry: Entry, *, engine: str, reason: str) -> Entry:
    """Returns an untranslated entry with the reason why it stays so; the same engine version is not asked again."""
    flags = tuple(flag for flag in entry.flags if flag != "fuzzy")
    mark = f"draft: refused {_one_line(engine)}: {_one_line(reason)}"
    return _emptied(entry).but(flags=flags, comments=(*without_draft(without_stale(entry.comments)), mark))


def _emptied(entry: Entry) -> Entry:
    """Without its text and what belonged to it: a `#|` left there would make a draft a text that was accepted once."""
    return entry.but(msgstr="", previous=None, previous_context=None, plural=None)


def _one_line(text: str) -> str:
    return " ".join(text.split())


def note_acceptance(catalog: Catalog, draft_text: Callable[[str], str | None], *, four_eyes: bool) -> Catalog:
    """Returns the catalog with what people accepted since the last run noted.

    Args:
        catalog: As found.
        draft_text: Digest of a draft -> its text, where the cache under `.workflow/` still has it.
        four_eyes: `review = "approved"`: note also who translated, so that somebody else has to approve.
    """
    who = last_translator(catalog) if four_eyes else ""
    return catalog.with_entries(noted(entry, draft_text, who) for entry in catalog.entries)


def last_translator(catalog: Catalog) -> str:
    """Returns whom the header names as the last translator; `unknown` where it names nobody."""
    return catalog.headers().get("Last-Translator", "") or "unknown"


def noted(entry: Entry, draft_text: Callable[[str], str | None], who: str = "") -> Entry:
    """Returns an entry with its acceptance noted, if it is accepted.

    Args:
        entry: Of any state.
        draft_text: Digest of a draft -> its text, as for `note_acceptance`.
        who: Four eyes: who translated, unless the entry says so of this text already.
    """
    if entry.obsolete or not entry.msgstr or entry.fuzzy:
        return entry
    # `#|` of an accepted text says nothing any more, and would make it stale if somebody sent it back.
    entry = entry.but(comments=_accepted_comments(entry, draft_text), previous=None, previous_context=None)
    if who and not any(TRANSLATED.fullmatch(one) and one.endswith(digest(entry)) for one in entry.comments):
        others = tuple(one for one in entry.comments if not TRANSLATED.fullmatch(one))
        entry = entry.but(comments=(*others, f"translated: {who} {digest(entry)}"))
    return entry


def _accepted_comments(entry: Entry, draft_text: Callable[[str], str | None]) -> tuple[str, ...]:
    """`# draft: …` of an accepted entry becomes `# from: …`, with how much of the draft was kept."""
    comments = []
    for comment in without_stale(entry.comments):
        match = _DRAFT.fullmatch(comment)
        if match:
            text = draft_text(match["digest"])
            kept = "" if text is None else f", {round(fuzz.ratio(text, entry.msgstr))}% kept"
            comments.append(f"from: {match['engine']}{kept}")
        elif not _REFUSED.fullmatch(comment):
            comments.append(comment)
    return tuple(comments)
