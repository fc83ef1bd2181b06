"""Segmentation rules that changed: sentences stay cut as their catalog has them, until somebody asks for new cuts.

Texts are compared by their letters and digits alone, so that codes, quotes and white space do not hide that they are the same words.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from workflow.inline import PREVIOUS, compare, decode, encode, join, plain, tags
from workflow.locales.catalog import Catalog, Entry
from workflow.locales.review import ACCEPTED, is_persons, made_stale, state, without_draft, without_stale
from workflow.locales.template import Wanted
from workflow.locales.together import joined_groups
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

    A sentence that is also said elsewhere keeps its own entry. Sentences that are said together (`<prev/>`) join only all at once;
    any other change of them is left to the merge, which makes them stale together.

    Args:
        old: As read; cut by the old rules.
        wanted: Cut by the new rules.
        cut: Cuts a text of the catalog's language into sentences.
    """
    live = list(old.live())
    have = {entry.key for entry in live}
    still = {one.key for one in wanted}
    letters = [_letters(plain(decode(entry.msgid))) for entry in live]
    together = _together(live)
    new = [(one, _letters(plain(decode(one.key[1])))) for one in wanted]
    made: dict[int, list[Entry]] = {}
    """Index of the first entry that is replaced -> the entries that stand there now."""
    used: set[int] = set()
    for one, text in new:
        if one.key in have:
            continue
        run = _run(text, letters)
        if run is None or len(run) < 2 or used & set(run) or any(not together[number] <= set(run) for number in run):
            continue
        joined = _joined(one, [live[number] for number in run])
        if joined is not None:
            made[run[0]] = [joined]
            used |= set(run)
    for number, entry in enumerate(live):
        if number in used or not is_persons(entry) or entry.plural is not None or len(together[number]) > 1:
            continue
        split = _run(letters[number], [text for _, text in new])
        if split is not None and len(split) > 1 and not any(new[place][0].key in have for place in split):
            made[number] = _split(entry, [new[place][0] for place in split], cut)
            used.add(number)
    if not made:
        return old
    kept: list[Entry] = []
    for number, entry in enumerate(live):
        kept += made.get(number, [])
        if number not in used or entry.key in still:
            kept.append(entry)
    return old.with_entries((*kept, *(entry for entry in old.entries if entry.obsolete)))


def _together(live: list[Entry]) -> list[set[int]]:
    """Returns, for each entry, the indices of those that it is said together with, itself included."""
    place = {id(entry): number for number, entry in enumerate(live)}
    together = [{number} for number in range(len(live))]
    for group in joined_groups(live):
        numbers = {place[id(entry)] for entry in group}
        for number in numbers:
            together[number] = numbers
    return together


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
    if not any(is_persons(entry) for entry in entries) or any(entry.plural is not None for entry in entries):
        return None
    # A `<prev/>` with no sentence before it says nothing of its own: the text was not accepted for its words.
    kept = entries[0].msgstr != PREVIOUS and all(state(entry) in ACCEPTED for entry in entries)
    said: list[str | Tag] = []
    wanted = list(tags(decode(one.key[1])))
    for entry in entries:
        source = tags(decode(entry.msgid))
        names, wanted = dict(zip(source, wanted, strict=False)), wanted[len(source) :]
        if entry.msgstr and entry.msgstr != PREVIOUS:
            said += [" "] if said else []
            said += [names.get(part, part) if isinstance(part, Tag) else part for part in decode(entry.msgstr)]
    text = join(said)
    comments = tuple(dict.fromkeys(comment for entry in entries for comment in without_stale(without_draft(entry.comments))))
    flags = tuple(dict.fromkeys(flag for entry in entries for flag in entry.flags if flag != "fuzzy"))
    # Codes around a whole sentence stood in the skeleton, and are now missing.
    if not kept or compare(decode(one.key[1]), text):
        # Not stale: `#|` would equal the msgid, which says that the source is as it was when the text was accepted.
        flags = ("fuzzy", *flags)
    return Entry(one.key[1], encode(text), one.key[0], comments=comments, flags=flags)


def _split(entry: Entry, wanted: list[Wanted], cut: Callable[[str], list[str]]) -> list[Entry]:
    """Returns the entries that one became: each has its sentence of the text where there are as many, else the first has all.

    They are stale if the text was accepted, and returned if it was not.
    """
    sentences = cut(entry.msgstr)
    texts = sentences if len(sentences) == len(wanted) else [entry.msgstr] + [""] * (len(wanted) - 1)
    before = entry if state(entry) == "returned" else made_stale(entry, entry.previous or entry.msgid if entry.fuzzy else entry.msgid)
    before = before.but(comments=without_draft(before.comments))
    return [
        before.but(msgid=one.key[1], msgctxt=one.key[0], msgstr=text, extracted=(), references=())
        if text
        else Entry(one.key[1], msgctxt=one.key[0])
        for one, text in zip(wanted, texts, strict=True)
    ]
