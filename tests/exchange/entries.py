"""Releases as writers want them, and generated ones, with every state, sound and broken codes, and letters that formats trip over."""

from __future__ import annotations

from hypothesis import strategies as st

from workflow.exchange.incoming import Current, Incoming, State
from workflow.exchange.outgoing import Match, Original, Outgoing, Release
from workflow.inline import PREVIOUS, decode, encode, join, tags
from workflow.locales.review import text_digest
from workflow.model import Tag


def entry(
    msgid: str,
    text: str = "",
    state: State = "translated",
    msgctxt: str | None = None,
    *,
    notes: tuple[str, ...] = (),
    comments: tuple[str, ...] = (),
    matches: tuple[Match, ...] = (),
) -> Outgoing:
    """Returns an entry whose codes stand for tags with an attribute."""
    state = state if text else "untranslated"
    originals = {
        tag: Original(f'<{tag.name} title="a&b">' if tag.kind != "close" else f"</{tag.name}>", "link" if tag.name == "a" else "")
        for tag in tags(decode(msgid))
    }
    return Outgoing(msgctxt, msgid, text, state, text_digest(msgctxt, msgid, text), notes, comments, originals, matches)


def release(*entries: Outgoing, language: str = "ru") -> Release:
    """Returns a release with these entries."""
    return Release("2026-03-01-a b", "sources/2026-03-01-a b.html", "en", language, entries)


def current(one: Outgoing) -> Current:
    """Returns what the catalog has, if nothing happened to an entry since it was exported."""
    return Current(one.msgctxt, one.msgid, one.text, one.state, frozenset({one.digest}), may_join=True)


def in_order(incoming: tuple[Incoming, ...]) -> list[tuple[str | None, str]]:
    """Returns the keys."""
    return [one.key for one in incoming]


_LETTERS = st.characters(exclude_categories=["Cs"], exclude_characters="\x00\r")
_WORDS = st.text(st.one_of(st.sampled_from("ab яё<>&;=+-@'\",\t\n\x01\x0b\u2028\u0085\ufeff"), _LETTERS), min_size=1, max_size=12)
_TAGS = st.builds(Tag, st.sampled_from(["a", "a2", "b", "br", "x:y", "prev2"]), st.sampled_from(["open", "close", "void"]))
INLINE = st.lists(st.one_of(_WORDS, _TAGS), min_size=1, max_size=8).map(join)
MSGIDS = INLINE.map(encode).filter(lambda text: bool(text.strip()) and text != PREVIOUS)
TEXTS = st.one_of(st.just(""), st.just(PREVIOUS), INLINE.map(encode), _WORDS, st.sampled_from(["R&amp;D", "&lt;br>", "&amp;lt;", "<foo>"]))
STATES: st.SearchStrategy[State] = st.sampled_from(["draft", "returned", "stale", "translated", "approved"])
ENTRIES = st.builds(entry, MSGIDS, TEXTS, STATES, st.none() | st.text("ab é", min_size=1, max_size=3))
RELEASES = st.lists(ENTRIES, min_size=1, max_size=6, unique_by=lambda one: one.key).map(lambda entries: release(*entries))
