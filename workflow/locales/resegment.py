"""Segmentation rules that changed: sentences stay cut as their catalog has them, until somebody asks for new cuts.

Texts are compared by their letters and digits alone, so that codes, quotes and white space do not hide that they are the same words.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from workflow.inline import PREVIOUS, decode, encode, join, plain, tags
from workflow.locales.catalog import Catalog, Entry
from workflow.locales.review import ACCEPTED, is_persons, state, without_draft
from workflow.locales.template import Wanted
from workflow.model import Tag


def _letters(text: str) -> str:
    return "".join(character for character in text if character.isalnum())


def known_cuts(catalogs: Sequence[Catalog]) -> Callable[[str], list[int] | None]:
    """Returns a function from the plain text of a block to where these catalogs cut it, or None if they do not have it.

    Offsets are code points into the text, each just before the white space between two sentences.
    """
    sentences: dict[str, str] = {}
    for catalog in catalogs:
        for entry in catalog.live():
            text = plain(decode(entry.msgid))
            letters = _letters(text)
            if letters:
                sentences.setdefault(letters, text)
    lengths = sorted({len(letters) for letters in sentences}, reverse=True)

    def cuts(text: str) -> list[int] | None:
        places = [at for at, character in enumerate(text) if character.isalnum()]
        letters = _letters(text)
        parts = _cover(letters, sentences, lengths)
        if parts is None:
            return None
        offsets = []
        at = 0
        for part in parts[:-1]:
            at += len(part)
            offset = _between(text, places[at - 1] + 1, places[at], sentences[part])
            if offset is None:
                return None
            offsets.append(offset)
        return offsets

    return cuts


def _cover(letters: str, sentences: dict[str, str], lengths: list[int]) -> list[str] | None:
    """Returns known sentences that joined are the letters, long ones first; None if there are none such."""
    if not letters:
        return None
    dead: set[int] = set()
    path: list[tuple[int, int]] = []
    at, choice = 0, 0
    while True:
        for number in range(choice, len(lengths)):
            end = at + lengths[number]
            if end <= len(letters) and end not in dead and letters[at:end] in sentences:
                path.append((at, number))
                at, choice = end, 0
                break
        else:
            dead.add(at)
            if not path:
                return None
            at, number = path.pop()
            choice = number + 1
            continue
        if at == len(letters):
            starts = [start for start, _ in path] + [at]
            return [letters[start:end] for start, end in zip(starts, starts[1:], strict=False)]


def _between(text: str, start: int, end: int, left: str) -> int | None:
    """Returns where the white space between two sentences begins: behind as many signs as the left one ends with."""
    signs = 0
    for character in reversed(left):
        if character.isalnum():
            break
        signs += not character.isspace()
    for at in range(start, end):
        if signs == 0 and text[at].isspace():
            return at
        signs -= not text[at].isspace()
    return None


def resegment(old: Catalog, wanted: tuple[Wanted, ...], cut: Callable[[str], list[str]]) -> Catalog:
    """Returns the catalog with accepted texts carried over to new cuts: what merely joined keeps its state, what was split is stale.

    Args:
        old: As read; cut by the old rules.
        wanted: Cut by the new rules.
        cut: Cuts a text of the catalog's language into sentences.
    """
    live = list(old.live())
    have = {entry.key for entry in live}
    letters = [_letters(plain(decode(entry.msgid))) for entry in live]
    new = [(one, _letters(plain(decode(one.key[1])))) for one in wanted]
    made: list[Entry] = []
    used: set[int] = set()
    for one, text in new:
        if one.key in have:
            continue
        run = _run(text, letters)
        if run is not None and len(run) > 1 and not used & set(run):
            joined = _joined(one, [live[number] for number in run])
            if joined is not None:
                made.append(joined)
                used |= set(run)
    for number, entry in enumerate(live):
        if number in used or not is_persons(entry) or entry.msgstr == PREVIOUS:
            continue
        split = _run(letters[number], [text for _, text in new])
        if split is not None and len(split) > 1 and not any(new[place][0].key in have for place in split):
            made += _split(entry, [new[place][0] for place in split], cut)
            used.add(number)
    if not made:
        return old
    kept = [entry for number, entry in enumerate(live) if number not in used]
    return old.with_entries((*kept, *made, *(entry for entry in old.entries if entry.obsolete)))


def _run(text: str, parts: list[str]) -> list[int] | None:
    """Returns the first run of consecutive parts that joined are the text."""
    if not text:
        return None
    for start, first in enumerate(parts):
        if not first or not text.startswith(first):
            continue
        at, number = 0, start
        while at < len(text) and number < len(parts) and parts[number] and text.startswith(parts[number], at):
            at += len(parts[number])
            number += 1
        if at == len(text):
            return list(range(start, number))
    return None


def _joined(one: Wanted, entries: list[Entry]) -> Entry | None:
    """Returns the entry that several became, or None where nothing of a person is in them."""
    if not any(is_persons(entry) for entry in entries):
        return None
    texts = [entry.msgstr for entry in entries if entry.msgstr and entry.msgstr != PREVIOUS]
    kept = all(state(entry) in ACCEPTED for entry in entries)
    said: list[str | Tag] = []
    wanted = list(tags(decode(one.key[1])))
    for entry in entries:
        source = tags(decode(entry.msgid))
        names, wanted = dict(zip(source, wanted, strict=False)), wanted[len(source) :]
        if entry.msgstr and entry.msgstr != PREVIOUS:
            said += [" "] if said else []
            said += [names.get(part, part) if isinstance(part, Tag) else part for part in decode(entry.msgstr)]
    comments = tuple(dict.fromkeys(comment for entry in entries for comment in without_draft(entry.comments)))
    flags = tuple(dict.fromkeys(flag for entry in entries for flag in entry.flags if flag != "fuzzy"))
    if kept and len(texts) > 0:
        return Entry(one.key[1], encode(join(said)), one.key[0], comments=comments, flags=flags)
    # Not stale: `#|` would equal the msgid, which says that the source is as it was when the text was accepted.
    return Entry(one.key[1], encode(join(said)), one.key[0], comments=comments, flags=("fuzzy", *flags))


def _split(entry: Entry, wanted: list[Wanted], cut: Callable[[str], list[str]]) -> list[Entry]:
    """Returns the entries that one became, all stale: each has its sentence of the text where there are as many, else the first has all."""
    sentences = cut(entry.msgstr)
    texts = sentences if len(sentences) == len(wanted) else [entry.msgstr] + [""] * (len(wanted) - 1)
    previous = entry.previous if entry.fuzzy and entry.previous is not None else entry.msgid
    flags = entry.flags if entry.fuzzy else ("fuzzy", *entry.flags)
    comments = without_draft(entry.comments)
    return [
        Entry(one.key[1], text, one.key[0], comments=comments, flags=flags, previous=previous)
        if text
        else Entry(one.key[1], msgctxt=one.key[0])
        for one, text in zip(wanted, texts, strict=True)
    ]
