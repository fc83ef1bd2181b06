"""A text cut into words, numbers, marks, spaces and codes, for comparing and adapting; and cut into grams, for finding.

Numbers are alike, and so are codes of a kind: in which of them two texts differ is the question of `adapt`, not of similarity.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Literal, NamedTuple
from zlib import crc32

from workflow.inline import decode, encode, show
from workflow.model import Tag

PieceKind = Literal["word", "number", "month", "mark", "space", "code"]

# Han, kana, Thai, Lao, Burmese, Khmer: written without spaces, so each letter counts as a word.
_LETTER = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"
_WORD = rf"[^\W\d_{_LETTER}]+(?:['’][^\W\d_{_LETTER}]+)*"
_PIECE = re.compile(rf"\d+(?:[.,]\d+)*|{_WORD}|\s+|.", re.S)
_GRAM_WORD = re.compile(r"\d[\d.,]*|\w+")
_GRAM_WORD_OR_LETTER = re.compile(rf"\d[\d.,]*|[{_LETTER}]|[^\W\d{_LETTER}]+")
_ANY_LETTER = re.compile(f"[{_LETTER}]")
_CODE = re.compile(r"<[^<>]*>")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")

_CODES = {"open": "\ue000", "close": "\ue001", "void": "\ue002"}

GRAMS = 1 << 16
"""How many grams there are. Of 2^14 to 2^20 this gave short lists without many rows; see tests/benchmarks/memory.py."""

_STEM = 6
"""Letters of a word that count in a gram: an ending more or less does not hide a sentence."""

_LONGEST = 300
"""Words of a text that are looked at for grams."""


class Piece(NamedTuple):
    """A word, number, month, mark, white space or code; pieces joined are the text."""

    text: str
    """As a reader sees it."""
    kind: PieceKind
    norm: str
    """Equal for pieces that are alike."""
    tag: Tag | None = None
    month: int = 0
    """1 to 12 of a month, otherwise 0."""


def cut(text: str, months: Mapping[str, int] | None = None) -> list[Piece]:
    """Returns the pieces of a msgid or msgstr.

    Args:
        text: With codes, as a catalog has it.
        months: Name -> 1…12. A name counts as a month only beside a number (`may` is a verb, too).
    """
    pieces: list[Piece] = []
    for part in decode(text):
        if isinstance(part, Tag):
            pieces.append(Piece(show(part), "code", _CODES[part.kind], part))
        else:
            pieces += map(_piece, _PIECE.findall(part))
    if months:
        _find_months(pieces, months)
    return pieces


@lru_cache(maxsize=1 << 16)
def _piece(text: str) -> Piece:
    first = text[0]
    if first.isdecimal():
        return Piece(text, "number", "0")
    if first.isspace():
        return Piece(text, "space", " ")
    return Piece(text, "word" if first.isalpha() else "mark", text)


def _find_months(pieces: list[Piece], months: Mapping[str, int]) -> None:
    for at in [at for at, piece in enumerate(pieces) if piece.text in months]:
        if any(_is_number(pieces, at, step) for step in (-1, 1)):
            pieces[at] = Piece(pieces[at].text, "month", "\ue003", month=months[pieces[at].text])


def _is_number(pieces: Sequence[Piece], at: int, step: int) -> bool:
    """Tells if a number stands beside a piece, with white space between."""
    near, far = at + step, at + 2 * step
    return 0 <= far < len(pieces) and pieces[near].kind == "space" and pieces[far].kind == "number"


def words(pieces: Iterable[Piece]) -> list[Piece]:
    """Returns all but the white space."""
    return [piece for piece in pieces if piece.kind != "space"]


def whole(pieces: Iterable[Piece]) -> str:
    """Returns the text of pieces, as a catalog has it."""
    return encode(tuple(piece.tag if piece.tag is not None else piece.text for piece in pieces))


def form(text: str) -> str:
    """Returns a msgid with all numbers, codes and spaces alike: equal for texts that differ in nothing else.

    >>> form("See <a>page 13</a>.") == form("See <b>page 4</b>.")
    True
    """
    coded = _CODE.sub(_alike, text) if "<" in text else text
    return " ".join(_NUMBER.sub("0", coded).split())


def _alike(match: re.Match[str]) -> str:
    return "</>" if match[0][1] == "/" else "<0/>" if match[0][-2] == "/" else "<0>"


def grams(text: str) -> set[int]:
    """Returns pairs of neighbouring words as numbers below `GRAMS`, the edges of the text among them.

    Numbers are alike, codes and punctuation do not count, and two pairs may share a number: grams find candidates, no more.
    """
    shown = (_CODE.sub(" ", text) if "<" in text else text).lower()
    pattern = _GRAM_WORD if shown.isascii() or not _ANY_LETTER.search(shown) else _GRAM_WORD_OR_LETTER
    # A digit comes before ":", a letter behind it. To remember the sums would cost more than to make them.
    codes = [crc32(word[:_STEM].encode()) if word > ":" else 1 for word in pattern.findall(shown)[:_LONGEST]]
    return {(one * 31 + other) % GRAMS for one, other in zip([0, *codes], [*codes, 0], strict=True)} if codes else set()
