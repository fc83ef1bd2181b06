"""The one way in which texts of other tools enter a catalog: what comes in is compared with what was seen and with what is here now.

It is a merge of three sides. What was *seen* is the entry as the file was made from it; *theirs* is what the file says; *ours* is the
catalog now. Only what somebody changed in the file is an edit, and an edit replaces a text of a person only if that is the text
which was seen. So a file that nobody touched changes nothing however old it is, and an old file never covers newer work.

| theirs | ours | becomes |
|---|---|---|
| as seen, or as here, or empty | any | unchanged |
| an edit | nothing, or a machine's draft | taken |
| an edit | the text that was seen | taken |
| an edit | another text of a person | refused: newer text here |
| an edit | not in the catalog | refused: unknown |
| two different edits of one entry | any | both refused |

A text whose codes are not its source's is a person's work too: it is taken, but stays fuzzy, with the reason in the report.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from workflow.errors import WorkflowError
from workflow.inline import PREVIOUS, compare, decode

State = Literal["untranslated", "draft", "returned", "stale", "translated", "approved"]
"""Of a live entry (DESIGN of states: `locales/review.py`)."""

Outcome = Literal["taken", "unchanged", "refused"]

Key = tuple[str | None, str]
"""msgctxt and msgid."""

Digest = Callable[[str | None, str, str], str]
"""Returns 8 hex digits over msgctxt, msgid and msgstr: `locales.review.text_digest`, which readers are handed."""

_NO_TEXT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")

_PERSONS: frozenset[State] = frozenset({"returned", "stale", "translated", "approved"})
_FINISHED: frozenset[State] = frozenset({"translated", "approved"})


@dataclass(frozen=True, slots=True)
class Current:
    """An entry as the catalog has it now."""

    msgctxt: str | None
    msgid: str
    text: str
    state: State
    digests: frozenset[str]
    """Under which its text may have been seen: `locales.review.digest` of the entry; of a stale one also that of the same text
    under the msgid of `#|`, as a file made before the source changed has it."""
    may_join: bool = False
    """Whether `<prev/>` can stand here: the sentence follows another of its block, and both occur once in the release."""
    comments: tuple[str, ...] = ()
    """`# ` lines: a comment that is there already does not come in again."""


@dataclass(frozen=True, slots=True)
class Incoming:
    """One entry as a file of another tool has it."""

    msgctxt: str | None
    msgid: str
    text: str
    """The translation with codes as catalogs write them; empty: the file has none, which takes nothing away."""
    state: State | None = None
    """None: the file knows no states, and a text in it is one that a person wrote."""
    seen: str | None = None
    """Digest of the entry that the file was made from (`locales.review.digest`, 8 hex digits); None: the file does not say."""
    seen_text: bool | None = None
    """Whether `text` still is what was seen; None: not known, so that it counts as an edit."""
    seen_state: State | None = None
    """The state that was seen; None: the file does not say."""
    comment: str = ""
    """What its author tells translators; becomes a `# ` line."""
    previous: Key | None = None
    """Of a stale text: what it was accepted for."""
    line: int = 0
    """Where it stands in the file (of a spreadsheet: the row), 1-based; 0: not known."""

    @property
    def key(self) -> Key:
        """What its entry is found by."""
        return (self.msgctxt, self.msgid)


class ExchangeError(WorkflowError):
    """A file of another tool can not be used; nothing of it is."""


@dataclass(frozen=True, slots=True)
class Batch:
    """What one file says of one release in one language."""

    release: str
    """Its name; empty: the file does not say, and its name or its texts have to tell."""
    language: str
    """BCP 47 tag of the translations; empty: likewise."""
    entries: tuple[Incoming, ...]
    """In the order of the file."""
    whole: bool = False
    """Whether the file has every sentence of the release in reading order, so that it can be merged with a source that changed since."""


@dataclass(frozen=True, slots=True)
class Decision:
    """What becomes of one incoming entry."""

    incoming: Incoming
    outcome: Outcome
    reason: str = ""
    """Why it was refused, or why a text that was taken stays fuzzy; a phrase without a final stop."""
    text: str = ""
    """Of a taken one: the msgstr to be."""
    state: Literal["translated", "returned", "stale", ""] = ""
    """Of a taken one: `translated`, not fuzzy; `returned`, fuzzy; `stale`, fuzzy with `#|` from `incoming.previous`; "": only the
    comment is new."""
    comment: str = ""
    """Of a taken one: the `# ` line to add; empty where there is none or it is there already."""


def decide(current: Iterable[Current], incoming: Sequence[Incoming]) -> list[Decision]:
    """Returns what becomes of each incoming entry, in their order.

    Args:
        current: The live entries of the catalog.
        incoming: All entries of one file that belong to this catalog.
    """
    here: dict[Key, Current] = {}
    for entry in current:
        here.setdefault((entry.msgctxt, entry.msgid), entry)
    edits: dict[Key, list[Incoming]] = defaultdict(list)
    for one in incoming:
        if not _is_as_seen(one):
            edits[one.key].append(one)
    torn = {key for key, same in edits.items() if len({(one.text, one.state in _FINISHED) for one in same if one.text}) > 1}
    joined = _followed_by_previous(incoming)
    decisions = []
    done: set[Key] = set()
    for one in incoming:
        ours = here.get(one.key)
        if (_is_as_seen(one) or not one.text.strip()) and not one.comment:
            decisions.append(Decision(one, "unchanged"))
        elif ours is None:
            decisions.append(Decision(one, "refused", "the release has no such sentence now"))
        elif one.key in torn and not _is_as_seen(one):
            lines = _lines(edits[one.key])
            decisions.append(Decision(one, "refused", f"the file has different texts for this sentence{lines}"))
        elif one.key in done:
            decisions.append(Decision(one, "unchanged"))
        else:
            decision = _decide(one, ours, joined=one.key in joined)
            if decision.outcome != "unchanged":
                done.add(one.key)
            decisions.append(decision)
    return decisions


def _lines(same: Sequence[Incoming]) -> str:
    lines = [str(one.line) for one in same if one.line]
    return f", in lines {', '.join(lines)}" if lines else ""


def _is_as_seen(one: Incoming) -> bool:
    return one.seen_text is True and (one.state is None or one.state == one.seen_state)


def _followed_by_previous(incoming: Sequence[Incoming]) -> set[Key]:
    """Returns the entries whose text may be said for the next sentence too, so that its codes belong here as well."""
    return {one.key for one, following in zip(incoming, incoming[1:], strict=False) if following.text == PREVIOUS}


def _decide(one: Incoming, ours: Current, *, joined: bool) -> Decision:
    comment = " ".join(_NO_TEXT.sub("\ufffd", one.comment).split())
    if comment in ours.comments:
        comment = ""
    nothing = Decision(one, "taken", comment=comment) if comment else Decision(one, "unchanged")
    if _is_as_seen(one) or not one.text.strip() or _is_here(one, ours):
        return nothing
    refused = _unwritable(one.text) or _newer_here(one, ours)
    if refused:
        return Decision(one, "refused", refused)
    state: Literal["translated", "returned", "stale"] = "translated" if one.state is None or one.state in _FINISHED else "returned"
    reason = ""
    if one.state == "stale" and one.previous is not None:
        state = "stale"
    elif state == "translated":
        reason = _not_acceptable(one, ours, joined=joined)
        if reason:
            state = "returned"
    if (one.text, state) == (ours.text, ours.state):
        return nothing
    return Decision(one, "taken", reason, one.text, state, comment)


def _unwritable(text: str) -> str:
    """Returns why a text can stand in no catalog or page (XML 1.0 section 2.2; lone surrogates are in no UTF-8)."""
    found = _NO_TEXT.search(text)
    return f"it holds the character U+{ord(found[0]):04X}, which no page may hold" if found else ""


def _is_here(one: Incoming, ours: Current) -> bool:
    """Tells if the catalog says already what the file says; a file that can not take back an acceptance says no more than that."""
    if one.text != ours.text:
        return False
    if one.state is None:
        # Without a state, a text that is equal to a draft may be just that draft, which nobody looked at.
        return ours.state in _FINISHED or ours.state == "draft" or one.seen is None
    if one.state in _FINISHED:
        return ours.state in _FINISHED
    return one.state == ours.state or (one.seen is None and ours.state in _FINISHED)


def _newer_here(one: Incoming, ours: Current) -> str:
    """Returns why an edit may not replace what is here; empty if it may."""
    if ours.state not in _PERSONS or one.seen in ours.digests:
        if ours.state == "returned" and one.seen_state not in (None, "returned") and one.text == ours.text:
            return "sent back here since the file was made"
        return ""
    if one.text == ours.text:
        return f"the text is {ours.state} here, and the file was made before that"
    if one.seen is None:
        return "another text here, and the file does not say which one it was made from"
    return "newer text here than the file was made from"


def _not_acceptable(one: Incoming, ours: Current, *, joined: bool) -> str:
    """Returns why a finished text can not count as accepted; empty if it can."""
    if ours.state == "returned" and one.seen in ours.digests and one.seen_state not in (None, "returned"):
        return "sent back here since the file was made"
    if one.text == PREVIOUS:
        return "" if ours.may_join else "<prev/>, but no sentence stands before it in its block, or one of the two occurs twice"
    # Of sentences that are said as one, the first has the codes of all: `workflow check` looks at them together.
    problems = () if joined else compare(decode(one.msgid), decode(one.text))
    return problems[0] if problems else ""
