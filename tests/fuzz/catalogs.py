r"""The reader of PO catalogs, and the fast one beside it.

Both say the same of any text: the same entries with the same lines, bytes and gaps, or the same refusal. What was read is written back byte
for byte; every text between quotes is in some entry; an entry that is written anew is read again as it was; and one whose text is changed
changes nothing else.
"""

from __future__ import annotations

import re
from dataclasses import replace

import polib

from workflow.errors import CatalogError
from workflow.glossary.terms import terms_of
from workflow.locales import catalog as po
from workflow.locales.chunks import chunks
from workflow.locales.entries import _from_chunk, entries_of
from workflow.locales.entry import Entry
from workflow.locales.review import digest, draft_note, refused_by, state
from workflow.locales.signoff import rejection

from .target import Target, files, refused

_PATH = "locales/ru/LC_MESSAGES/fuzz.po"
_QUOTED = re.compile(r'(?:#~\s*)?(?:msg[a-z_]+(?:\[\d\])?\s*)?"(.*)"')
_MEANS = {"n": "\n", "t": "\t", '"': '"', "\\": "\\"}


def _by_lines(text: str) -> tuple[list[Entry], str] | tuple[str, int]:
    entries: list[Entry] = []
    size = 0
    try:
        for chunk in chunks(text.split("\n"), _PATH):
            entries.append(_from_chunk(chunk, polib.unescape))
            size += sum(map(len, chunk.lines))
    except CatalogError as error:
        return error.message, error.line
    return entries, text[size:]


def _agree(text: str) -> None:
    slow = _by_lines(text)
    try:
        fast: tuple[list[Entry], str] | tuple[str, int] = entries_of(text, _PATH, polib.unescape)
    except CatalogError as error:
        fast = error.message, error.line
    if isinstance(slow[0], str) or isinstance(fast[0], str):
        assert fast == slow, f"{str(fast)[:300]} but by lines {str(slow)[:300]}"
        return
    assert len(fast[0]) == len(slow[0]), f"{len(fast[0])} entries, by lines {len(slow[0])}"
    for one, other in zip(fast[0], slow[0], strict=True):
        assert one == other, f"{one} but by lines {other}"
        assert (one.line, one.raw) == (other.line, other.raw), f"{one.line} {one.raw!r} but by lines {other.line} {other.raw!r}"
    gaps = [one.gap for one in fast[0][:-1]], [one.gap for one in slow[0][:-1]]
    assert gaps[0] == gaps[1], f"gaps {gaps}"


def _said(text: str) -> str | None:
    """Returns all that stands between quotes, by an expression of our own; None where it has escapes that this one does not know."""
    parts = []
    for line in text.split("\n"):
        stripped = line.strip()
        if stripped.startswith(("#|", "#~|")) or re.match(r"#~\s*\|", stripped) or (stripped.startswith("#") and stripped[1:2] != "~"):
            continue
        match = _QUOTED.fullmatch(stripped)
        if match:
            if re.search(r"\\[^nt\"\\]", match[1].replace("\\\\", "")):
                return None
            parts.append(re.sub(r"\\(.)", lambda found: _MEANS[found[1]], match[1]))
    return "".join(parts)


def _texts(entry: Entry) -> str:
    if entry.plural is None:
        return f"{entry.msgctxt or ''}{entry.msgid}{entry.msgstr}"
    return f"{entry.msgctxt or ''}{entry.msgid}{entry.plural[0]}{''.join(entry.plural[1])}"


def _meant(entry: Entry) -> Entry:
    """Returns an entry without what every sync makes anew: an obsolete one is written without, a live one with all references in a line."""
    if entry.obsolete:
        return replace(entry, references=(), extracted=())
    return replace(entry, references=tuple(" ".join(entry.references).split()))


def _check(data: bytes) -> object:
    _agree(data.decode("utf-8", "replace"))
    try:
        catalog = po.read(data, _PATH)
    except CatalogError as error:
        return refused(error, _PATH)
    assert po.write(catalog) == data, "not given back byte for byte"
    text = data[len(catalog.bom) :].decode(catalog.encoding)
    entries = ([catalog.header] if catalog.header.raw is not None else []) + list(catalog.entries)
    said = _said(text)
    if said is not None:
        assert "".join(map(_texts, entries)) == said, "a text is in no entry"
    for entry in entries:
        assert state(entry)
        digest(entry), draft_note(entry), refused_by(entry), rejection(entry)
    terms_of((entry.msgid, entry.msgstr, entry.comments) for entry in catalog.live() if not entry.fuzzy)
    changed = [
        entry.but(msgstr=entry.msgstr + ' ж"\\\n') if number % 3 == 0 and entry.plural is None else entry.but(flags=(*entry.flags, "fuzzy"))
        for number, entry in enumerate(catalog.entries)
    ]
    again = po.read(po.write(catalog.with_entries(changed).with_headers(Language="ru")), _PATH)
    assert list(map(_meant, again.entries)) == list(map(_meant, changed)), "written anew, and read otherwise"
    assert again.headers()["Language"] == "ru", "the header was not set"
    return [(one.obsolete, one.fuzzy, one.plural is None, one.previous is None, one.msgctxt is None, state(one)) for one in entries]


TARGETS = {"po": Target(_check, lambda: files("locales/**/*.po", "tests/locales/**/*.po", "tests/checks/*/*.po"))}
