"""The sheet's own words, in English and by their place on it; in other languages they are gettext catalogs, `locales/`.

Nothing is put together from parts, but for a label, its colon and what follows. Babel extracts the words that `_` marks.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from workflow.languages import folder, primary, read_words

Words = Mapping[str, "str | Words"]
"""Place -> word, or the words of a part of the sheet."""

_LOCALES = Path(__file__).parent / "locales"


def _(msgid: str) -> str:
    return msgid


WORDS: Words = {
    "dash": _(" – "),
    "colon": _(":"),
    "comma": _(", "),
    "title": _("Review sheet"),
    "source": _("Source"),
    "target": _("Translation"),
    "segments": _("Segments"),
    "needing": _("Need attention"),
    "source_changed": _("Source changed"),
    "legend": _("States"),
    "toolbar": _("Show and save"),
    "filter": _("Show"),
    "filter_all": _("everything"),
    "filter_needs": _("only what needs me"),
    "filter_findings": _("only findings"),
    "filter_edited": _("only my edits"),
    "edits": _("My edits"),
    "save": _("Save edits"),
    "how_to_return": _("Give the saved file back with: workflow exchange import FILE"),
    "no_script": _("This browser runs no scripts: the sheet can be read and printed, not edited."),
    "keyboard": _("Keys"),
    "keyboard_text": _(
        "With a segment selected: J, K – next, previous; N – next that needs me; E – edit; A – accept; R – send back; U – undo. "
        "Ctrl+Enter keeps an edit, Esc leaves it. Ctrl+S saves. The keyboard layout does not matter."
    ),
    "segment": _("Segment"),
    "none": _("not translated yet"),
    "previous": _("said with the sentence before"),
    "changed_since": _("The source has changed since this was accepted; the changes are marked."),
    "draft_by": _("Draft"),
    "risk": _("risk"),
    "risk_low": _("low"),
    "risk_medium": _("medium"),
    "risk_high": _("high"),
    "drafted_from": _("Began as a draft"),
    "refused": _("Left empty"),
    "translated_by": _("Translated by"),
    "approved_by": _("Approved by"),
    "rejected": _("Sent back"),
    "finding": _("Finding"),
    "match": _("Memory"),
    "author": _("From the author"),
    "comment": _("Comment"),
    "codes": _("Codes"),
    "again": _("The same sentence again, see segment"),
    "other": _("Other texts"),
    "text_review": _("A page is published when every sentence is translated and has no error."),
    "text_approved": _("A page is published when every sentence is approved by a second person and has no error."),
    "states": {
        "untranslated": _("untranslated"),
        "draft": _("draft"),
        "returned": _("returned"),
        "stale": _("stale"),
        "translated": _("translated"),
        "approved": _("approved"),
    },
    "explained": {
        "untranslated": _("there is no text yet"),
        "draft": _("a machine’s proposal that nobody has accepted"),
        "returned": _("a person’s text, unfinished or sent back"),
        "stale": _("accepted for an earlier version of the source"),
        "translated": _("a person accepted it"),
        "approved": _("a second person accepted exactly this text"),
    },
    "severity": {
        "error": _("error"),
        "warning": _("warning"),
        "note": _("note"),
    },
    "kinds": {
        "title": _("title"),
        "heading": _("heading"),
        "paragraph": _("paragraph"),
        "item": _("list item"),
        "cell": _("cell"),
        "quotation": _("quotation"),
        "contact": _("contact"),
        "caption": _("caption"),
        "attribute": _("text inside a tag"),
        "metadata": _("text about the page"),
        "place": _("place, for the dateline"),
        "marker": _("link to the other language"),
    },
    "script": {
        "colon": _(":"),
        "edit": _("Edit"),
        "accept": _("Accept"),
        "return": _("Send back"),
        "undo": _("Undo"),
        "keep": _("Keep"),
        "leave": _("Leave as it was"),
        "text": _("Translation"),
        "comment": _("Comment for the translator"),
        "state": _("This text is"),
        "state_translated": _("ready"),
        "state_returned": _("to be worked on"),
        "state_draft": _("not decided yet"),
        "edited_translated": _("edited: ready"),
        "edited_returned": _("edited: to be worked on"),
        "edited_draft": _("edited: not decided"),
        "commented": _("with a comment"),
        "was": _("Was"),
        "insert": _("Insert"),
        "missing": _("Missing codes"),
        "unknown": _("Not codes of the source"),
        "reason_needed": _("Say in the comment why it goes back."),
        "text_needed": _("There is no text to accept."),
        "none": _("not translated yet"),
        "previous": _("said with the sentence before"),
        "earlier": _("You typed this for an earlier version of this sentence:"),
        "use": _("Use it"),
        "drop": _("Drop it"),
        "lost": _("Typed for sentences that the release no longer has:"),
        "saved": _("Saved. Give the file back with: workflow exchange import"),
        "nothing": _("There is nothing to save yet."),
        "not_kept": _("This browser keeps nothing between visits: save the file before you close the page."),
        "unsaved": _("Not saved to a file yet"),
        "all_saved": _("All saved"),
        "shown": _("Shown"),
    },
}


@cache
def words_in(language: str) -> tuple[Words, str]:
    """Returns the words in a language, and the language that they are in: English where there are none in that one."""
    for tag in (language, primary(language)):
        path = _LOCALES / folder(tag) / "LC_MESSAGES" / "sheet.po"
        if path.is_file():
            return _said(WORDS, read_words(path.read_bytes(), tag)), tag
    return WORDS, "en"


def _said(words: Words, known: Mapping[str, str]) -> Words:
    return {place: known.get(one, one) if isinstance(one, str) else _said(one, known) for place, one in words.items()}
