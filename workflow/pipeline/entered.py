"""A catalog entry with a text that came from another tool: the traces are those of a PO editor, and of the sync behind it."""

from __future__ import annotations

from collections.abc import Callable

from workflow.exchange.incoming import Decision
from workflow.locales.catalog import Entry
from workflow.locales.review import ACCEPTED, made_stale, noted, state, without_draft, without_stale
from workflow.locales.signoff import rejected

COMMENT = "comment: "
"""How the comment of another tool begins. Without it, a comment could be taken for an approval or a draft's mark."""


def entered(entry: Entry, decision: Decision, *, draft_text: Callable[[str], str | None], by: str, date: str, four_eyes: str) -> Entry:
    """Returns an entry with what was decided of it.

    Args:
        entry: As it is, live.
        decision: With outcome `taken`.
        draft_text: Digest of a draft -> its text, for how much of it was kept.
        by: Who worked in the file; may be empty.
        date: Today, ISO 8601.
        four_eyes: Who translated, to be noted so that somebody else has to approve; empty where nobody has to.
    """
    comment, text = decision.comment, decision.text
    plain = tuple(flag for flag in entry.flags if flag != "fuzzy")
    if decision.state == "translated":
        entry = noted(entry.but(msgstr=text, flags=plain, previous=None, previous_context=None), draft_text, four_eyes)
    elif decision.state == "stale":
        context, previous = decision.incoming.previous or (None, entry.msgid)
        entry = entry.but(msgstr=text, flags=plain, previous=None, previous_context=None, comments=without_draft(entry.comments))
        entry = made_stale(entry, previous, context if context != entry.msgctxt else None)
    elif decision.state == "returned":
        was_accepted = state(entry) in ACCEPTED and text == entry.msgstr
        entry = noted(entry, draft_text)
        kept = without_draft(without_stale(entry.comments))
        entry = entry.but(msgstr=text, flags=("fuzzy", *plain), previous=None, previous_context=None, comments=kept)
        if was_accepted or (comment and decision.incoming.state == "returned"):
            # An approval goes with that, or whoever accepts the text again unchanged would have it approved.
            return rejected(entry, by or "unknown", date, comment or "sent back in another tool")
    return entry.but(comments=(*entry.comments, f"{COMMENT}{comment}")) if comment else entry
