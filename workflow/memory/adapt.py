"""A match made into a text for the request: numbers, months, addresses and codes are replaced where that is certain, or not at all.

What is certain: the number that differs stands once in the match's source and once in its translation, in the same form or in another way
to write thousands and decimals, and no word beside it has to take another form (`2 государства`, `5 государств`; `со 2 мая`, `с 3 мая`);
what it measures is the same (`$5`, `€5`; `5 kg`, `5 g`); the month of a date stands once in both; so does an address or document
symbol; the codes are the same in the same places, under other names.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from workflow.inline import compare, decode, isolated
from workflow.memory.pieces import Piece, cut, whole
from workflow.memory.similar import Step
from workflow.memory.verbatim import readdress
from workflow.model import Tag

Plural = Callable[[int], int]
"""A number -> which form of a noun the target language has with it."""

_GROUPS = (",", "\u00a0", "\u202f", " ", ".", "")
_DECIMALS = (".", ",")
_ENGLISH = re.compile(r"(\d{1,3}(?:,\d{3})+|\d+)(?:\.(\d+))?")
_ORDINALS = ("st", "nd", "rd", "th")
_EUPHONIC = {"с": "со", "в": "во", "к": "ко", "о": "об"}
"""Russian prepositions, and their form before some numbers."""
_SOUNDS = {"со": ("2",), "во": ("2",), "ко": ("2",), "об": ("11",)}
"""Before which ordinals that form stands: `со 2 (второго) мая`, `об 11 (одиннадцати)`."""
_SIGNS = "%‰°±"
_MINUS = re.compile(r"(?<![^\s(])[-−–](?=\d)")
_BETWEEN = (" ", "\u00a0", "\u202f")


class Adapted(NamedTuple):
    """What became of a match."""

    text: str
    certain: bool
    """False: `text` is the translation as it was accepted, and not fit for the request."""


def adapt(
    match: Sequence[Piece],
    translation: str,
    request: Sequence[Piece],
    way: Sequence[Step],
    *,
    msgids: tuple[str, str],
    months: tuple[Mapping[str, int], Mapping[int, str]],
    plural: Plural,
) -> Adapted:
    """Returns the translation of the match as a translation of the request.

    Args:
        match: Words of the match's source.
        translation: Of the match.
        request: Words of the request.
        way: From `match` to `request`.
        msgids: Of the match and of the request.
        months: Of the target language, name -> 1…12 and back.
        plural: Of the target language.
    """
    pairs = [(match[one.start + at], request[one.request_start + at]) for one in way if one.equal for at in range(one.end - one.start)]
    changed = [
        piece for one in way if not one.equal for piece in (*match[one.start : one.end], *request[one.request_start : one.request_end])
    ]
    refused = Adapted(translation, False)
    if any(piece.kind in ("number", "month") for piece in changed):
        return refused
    if Counter(_MINUS.findall(msgids[0])) != Counter(_MINUS.findall(msgids[1])) or any(
        _measures(match, range(one.start, one.end)) or _measures(request, range(one.request_start, one.request_end))
        for one in way
        if not one.equal
    ):
        return refused
    pieces = _joined(cut(translation, months[0]))
    coded = _rename(match, request, pairs, changed, pieces)
    if coded is None:
        return refused
    edits: dict[int, str] = {}
    for found in (*_numbers(match, pairs, coded, plural), *_months(match, pairs, coded, months[1])):
        if found is None:
            return refused
        edits[found[0]] = found[1]
    numbered = whole(piece._replace(text=edits[at]) if at in edits else piece for at, piece in enumerate(coded))
    text = readdress(numbered, *msgids)
    if text is None or compare(decode(msgids[1]), decode(text)):
        return refused
    return Adapted(text, True)


def _rename(
    match: Sequence[Piece], request: Sequence[Piece], pairs: Sequence[tuple[Piece, Piece]], changed: Sequence[Piece], pieces: list[Piece]
) -> list[Piece] | None:
    """Returns the translation's pieces with the request's codes; None where it is not certain where they belong."""
    if any(piece.tag for piece in changed):
        whole_pairs = isolated(decode(whole(match))) == ((), ()) and not any(piece.tag and piece.tag.kind == "void" for piece in match)
        if any(piece.tag for piece in request) or not whole_pairs:
            return None
        return [piece for piece in pieces if piece.tag is None]
    names: dict[str, str] = {}
    for old, new in pairs:
        if old.tag and new.tag and names.setdefault(old.tag.name, new.tag.name) != new.tag.name:
            return None
    if len(set(names.values())) != len(names):
        return None
    return [piece._replace(tag=Tag(names.get(piece.tag.name, piece.tag.name), piece.tag.kind)) if piece.tag else piece for piece in pieces]


def _numbers(
    match: Sequence[Piece], pairs: Sequence[tuple[Piece, Piece]], pieces: Sequence[Piece], plural: Plural
) -> Iterator[tuple[int, str] | None]:
    """Yields (index into pieces, new text) for each number that differs, None for one without a certain place."""
    stands = Counter(piece.text for piece in match if piece.kind == "number")
    for old, new in pairs:
        if old.kind != "number" or old.text == new.text:
            continue
        found = [
            (at, text)
            for at, piece in enumerate(pieces)
            if piece.kind == "number" and (text := _written(old.text, new.text, piece.text)) is not None
        ]
        if stands[old.text] != 1 or len(found) != 1:
            yield None
            continue
        at = found[0][0]
        agrees = not (_counts(pieces, at) or _ends(pieces, at, ordinal=_ordinal(match, old))) or _same_form(old.text, new.text, plural)
        yield found[0] if found[0][1] and agrees and _sounds(pieces, at, old.text) == _sounds(pieces, at, new.text) else None


def _written(old: str, new: str, there: str) -> str | None:
    r"""Returns the new number in the way in which the old one is written there; "" if that is not certain, None if it is another one.

    >>> _written("1,500", "12,000", "1\u00a0500"), _written("13", "14", "13"), _written("13", "14", "15"), _written("1", "1.5", "1")
    ('12\xa0000', '14', None, '')
    """
    if old.isdecimal() and new.isdecimal():
        return new if there == old else None
    one, other = _ENGLISH.fullmatch(old), _ENGLISH.fullmatch(new)
    if one is None or other is None:
        return "" if there == old else None
    for group in _GROUPS:
        for decimal in _DECIMALS:
            if group == decimal or _render(one, group, decimal) != there:
                continue
            known = ("," in one[1] or "," not in other[1]) and (bool(one[2]) or not other[2]) and (group or len(other[1]) < 6)
            return _render(other, group, decimal) if known else ""
    return None


def _render(number: re.Match[str], group: str, decimal: str) -> str:
    return number[1].replace(",", group) + (decimal + number[2] if number[2] else "")


def _joined(pieces: list[Piece]) -> list[Piece]:
    """Returns the pieces with `13 000` as one number."""
    done: list[Piece] = []
    for piece in pieces:
        thousands = piece.kind == "number" and re.match(r"\d{3}(?!\d)", piece.text)
        if thousands and len(done) > 1 and done[-1].text in _BETWEEN and re.fullmatch(r"\d{1,3}(?:[ \u00a0\u202f]\d{3})*", done[-2].text):
            space, first = done.pop(), done.pop()
            piece = first._replace(text=first.text + space.text + piece.text)
        done.append(piece)
    return done


def _measures(pieces: Sequence[Piece], span: range) -> bool:
    """Tells if something in a span says what a number beside it measures: a sign of currency, `%`, `kg`, `p.m.`."""
    for at in span:
        piece, before, behind = pieces[at], _beside(pieces, at, -1), _beside(pieces, at, 1)
        if piece.kind == "word" and len(piece.text) <= 2 and before == "number":
            return True
        if piece.kind != "mark" or "number" not in (before, behind):
            continue
        if piece.text in _SIGNS or unicodedata.category(piece.text) == "Sc":
            return True
    return False


def _beside(pieces: Sequence[Piece], at: int, step: int) -> str:
    """Returns the kind of the next piece that is no space; "" at an edge."""
    at += step
    while 0 <= at < len(pieces) and pieces[at].kind == "space":
        at += step
    return pieces[at].kind if 0 <= at < len(pieces) else ""


def _ordinal(match: Sequence[Piece], number: Piece) -> bool:
    return any(one is number and other.text in _ORDINALS for one, other in pairwise(match))


def _ends(pieces: Sequence[Piece], at: int, *, ordinal: bool) -> bool:
    """Tells if a number has an ending that another one may not have: `3-х` is `5-ти`, but `15-я` is `16-я`."""
    hyphen, ending = ([piece.text for piece in pieces[at + 1 : at + 3]] + ["", ""])[:2]
    return hyphen in ("-", "‑") and ending.isalpha() and len(ending) <= 2 and not ordinal


def _sounds(pieces: Sequence[Piece], at: int, number: str) -> bool:
    """Tells if the preposition before a number has the form that this number asks for."""
    before = next((piece.text.casefold() for piece in reversed(pieces[:at]) if piece.kind == "word"), "") if at else ""
    directly = at > 1 and pieces[at - 1].kind == "space" and pieces[at - 2].kind == "word"
    long = _EUPHONIC.get(before, before)
    return not directly or long not in _SOUNDS or (before == long) == (number in _SOUNDS[long])


def _counts(pieces: Sequence[Piece], at: int) -> bool:
    """Tells if a number may be what a word behind it agrees with: the name of a month, or what is joined without a space, does not."""
    spaced = False
    for piece in pieces[at + 1 :]:
        if piece.kind == "space":
            spaced = True
        elif piece.kind != "code" and piece.text not in "«„“(":
            return piece.kind == "word" and spaced
    return False


def _same_form(old: str, new: str, plural: Plural) -> bool:
    if old.isdecimal() and new.isdecimal() and len(old) == len(new) == 4 and old[:2] in ("19", "20") and new[:2] in ("19", "20"):
        return True  # years are ordinals
    one, other = (number.replace(",", "") for number in (old, new))
    if one.isdecimal() and other.isdecimal():
        return plural(int(one)) == plural(int(other))
    return "." in one and "." in other


def _months(
    match: Sequence[Piece], pairs: Sequence[tuple[Piece, Piece]], pieces: Sequence[Piece], names: Mapping[int, str]
) -> Iterator[tuple[int, str] | None]:
    """Yields (index into pieces, name) for each month that differs, None for one without a certain place."""
    stands = Counter(piece.month for piece in match if piece.month)
    for old, new in pairs:
        if old.month == new.month:
            continue
        found = [at for at, piece in enumerate(pieces) if piece.month == old.month]
        yield (found[0], names[new.month]) if stands[old.month] == 1 and len(found) == 1 and new.month in names else None
