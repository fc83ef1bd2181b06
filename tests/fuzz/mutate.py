"""Inputs from inputs: cut, doubled, moved, spliced, with a format's own words put in; and inputs that grow by one repeated part.

Everything is drawn from one `Random`, so that a run with the same seed makes the same inputs.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from random import Random
from typing import NamedTuple

_PART = re.compile(rb"<[^<>]{0,200}>?|\"[^\"\n]{0,200}\"?|\r?\n|[\x80-\xff\w]+|[ \t]+|.", re.DOTALL)

NASTY: tuple[bytes, ...] = (
    *(b"\0", b"\x01", b"\x08", b"\x0b", b"\x0c", b"\x1a", b"\x1b", b"\x1c", b"\x7f", b"\r", b"\r\n", b"\n", b"\n\n", b"\t", b"  "),
    *(b"<", b">", b"&", b"&lt;", b"&amp;", b"&#0;", b"&#x10FFFF;", b"&#xD800;", b"&#13;", b'"', b"'", b"\\", b"\\\\", b"%", b"{", b"}"),
    *(b"\xff", b"\xfe\xff", b"\xff\xfe", b"\xff\xfe\0\0", b"\xef\xbb\xbf", b"\xc0\x80", b"\xed\xa0\x80", b"\xf4\x90\x80\x80", b"\x80"),
    *(sign.encode() for sign in "\x85\u2028\u2029\xa0\u202f\u200b\ufeff\xad\u202e\u0301\ufffe\U0001f600İßǅ٣。"),
    *(b"0", b"-1", b"1e9", b"99999999999999999999", b"00", b"1.2.3", b"2023-02-30", b"24:60", b"CHARSET", b"None"),
)
"""What readers of any format trip over: controls, broken UTF-8, separators that are lines to some and not to others, numbers."""


class Growing(NamedTuple):
    """An input that grows by one part."""

    before: bytes
    part: bytes
    behind: bytes
    number_at: int = -1
    """Where each repetition gets a number of its own, so that names differ; -1: nowhere."""

    def of(self, size: int) -> bytes:
        """Returns the input with so many bytes of repetitions."""
        if self.number_at < 0:
            return self.before + self.part * (size // max(1, len(self.part)) + 1) + self.behind
        start, end = self.part[: self.number_at], self.part[self.number_at :]
        numbers = range(size // (len(self.part) + 5) + 1)
        return self.before + b"".join(b"%s%d%s" % (start, number, end) for number in numbers) + self.behind


class Mutator:
    """Makes inputs of one format.

    Args:
        seeds: Sound inputs, whose parts are spliced into others.
        words: What the grammar of the format is made of.
        random: Where all choices come from.
    """

    def __init__(self, seeds: Sequence[bytes], words: Sequence[bytes], random: Random) -> None:
        self.seeds = seeds
        self.words = [*words, *words, *NASTY]
        self.random = random

    def input(self, data: bytes, most: int) -> bytes:
        """Returns a changed input, of so many bytes at most."""
        for _ in range(self.random.choice((1, 1, 1, 2, 2, 3, 5, 8))):
            data = self.random.choice(_CHANGES)(self, data)[:most]
        return data

    def growing(self, data: bytes) -> Growing:
        """Returns an input with a part that may be repeated without end."""
        parts = _PART.findall(data[:2000]) or [b"x"]
        at = self.random.randrange(len(parts))
        until = min(len(parts), at + self.random.choice((1, 1, 1, 2, 3, 6)))
        part = b"".join(parts[at:until]) if self.random.random() < 0.5 else b"".join(self._words())
        behind = b"".join(parts[until:]) if self.random.random() < 0.5 else b""
        ends = [match.end() for match in re.finditer(rb"\w\b", part)]
        number_at = self.random.choice(ends) if ends and self.random.random() < 0.3 else -1
        return Growing(b"".join(parts[:at]), part, behind, number_at)

    def _words(self) -> list[bytes]:
        return [self.random.choice(self.words) for _ in range(self.random.choice((1, 1, 2, 3)))]

    def _parts(self, data: bytes) -> tuple[list[bytes], int, int]:
        parts = _PART.findall(data) or [b""]
        at = self.random.randrange(len(parts))
        return parts, at, min(len(parts), at + self.random.choice((1, 1, 1, 2, 3, 5, 9, 20, 60)))

    def _delete(self, data: bytes) -> bytes:
        parts, at, until = self._parts(data)
        return b"".join(parts[:at] + parts[until:])

    def _double(self, data: bytes) -> bytes:
        parts, at, until = self._parts(data)
        return b"".join(parts[:until] + parts[at:until] * self.random.choice((1, 1, 2, 5, 40)) + parts[until:])

    def _move(self, data: bytes) -> bytes:
        parts, at, until = self._parts(data)
        taken = parts[at:until]
        del parts[at:until]
        to = self.random.randint(0, len(parts))
        return b"".join(parts[:to] + taken + parts[to:])

    def _insert(self, data: bytes) -> bytes:
        parts, at, _ = self._parts(data)
        return b"".join(parts[:at] + self._words() + parts[at:])

    def _replace(self, data: bytes) -> bytes:
        parts, at, until = self._parts(data)
        return b"".join(parts[:at] + self._words() + parts[until:])

    def _splice(self, data: bytes) -> bytes:
        other, at, until = self._parts(self.random.choice(self.seeds))
        parts, here, gone = self._parts(data)
        return b"".join(parts[:here] + other[at:until] + parts[gone if self.random.random() < 0.5 else here :])

    def _byte(self, data: bytes) -> bytes:
        at = self.random.randint(0, max(0, len(data) - 1))
        return data[:at] + bytes([self.random.randrange(256)]) + data[at + self.random.randint(0, 1) :]

    def _cut_off(self, data: bytes) -> bytes:
        at = self.random.randint(0, len(data))
        return data[:at] if self.random.random() < 0.7 else data[at:]

    def _lines(self, data: bytes) -> bytes:
        return data.replace(b"\r\n", b"\n").replace(b"\n", self.random.choice((b"\r\n", b"\r", b"\n\n", b" ", b"")))

    def _encode(self, data: bytes) -> bytes:
        to = self.random.choice(("utf-16", "utf-16-le", "utf-32", "cp1251", "koi8-r", "cp1252", "utf-8-sig", "shift_jis", "iso2022_jp"))
        return data.decode("utf-8", "replace").encode(to, "replace")


_CHANGES = (
    *(Mutator._delete, Mutator._delete, Mutator._double, Mutator._move, Mutator._insert, Mutator._insert, Mutator._insert),
    *(Mutator._replace, Mutator._replace, Mutator._splice, Mutator._splice, Mutator._byte, Mutator._cut_off),
    *(Mutator._lines if number else Mutator._encode for number in range(2)),
)
