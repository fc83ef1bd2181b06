"""Checks over all releases: they tell, and change nothing.

| code | severity | what |
|---|---|---|
| P901 | warning | one source has another accepted translation elsewhere |
| P902 | warning | the name of one person is spelled in two ways |

Said at the rarer wording, of equally many at the later release. What is compared of an entry is small enough to be kept for a whole
archive: keys of its texts, and the names in it.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from hashlib import blake2b
from typing import NamedTuple, TypeVar

from workflow.checks.names import pairs, spelling
from workflow.inline import decode, plain
from workflow.model import Severity

OVER_ALL: dict[str, Severity] = {"P901": "warning", "P902": "warning"}

_NOT_COMPARED = re.compile(r"[«»„“”\"'’‘\s]+")
_MAY_BE_NAME = re.compile(r"[^\W\d_]\.? [A-ZÀ-ÞА-ЯЁ][^\W\d_]")


class Text(NamedTuple):
    """An accepted text."""

    release: str
    line: int
    source: bytes
    """Key of msgctxt and msgid: `KEY` bytes."""
    target: bytes
    """Key of the translation, without case, spaces, quotation marks and the dots of ё: `KEY` bytes."""


class Name(NamedTuple):
    """A person's name in an accepted text."""

    release: str
    line: int
    name: str
    """In the source."""
    spelled: str
    """In the translation, in whatever case it stands there."""


Said = TypeVar("Said", Text, Name)


KEY = 6
"""Bytes of a key: among a million texts, two share one in one archive of five hundred."""


def source_key(context: str | None, source: str) -> bytes:
    """Returns what entries with one source have in common; a msgctxt asks for a translation of its own."""
    return blake2b(f"{context}\0{source}".encode(), digest_size=KEY).digest()


def target_key(target: str) -> bytes:
    """Returns what translations have in common that differ in signs only."""
    return blake2b(_NOT_COMPARED.sub(" ", target).strip().casefold().replace("ё", "е").encode(), digest_size=KEY).digest()


def names_of(source: str, target: str, languages: tuple[str, str]) -> Sequence[tuple[str, str]]:
    """Returns the names of people in an entry, each with how the translation spells it.

    Args:
        source: The msgid.
        target: The msgstr.
        languages: Primary languages.
    """
    # Two words with capitals are the least; asked of every text of an archive.
    return list(pairs(plain(decode(source)), plain(decode(target)), languages)) if _MAY_BE_NAME.search(source) else []


def two_translations(texts: Iterable[Text]) -> Iterator[tuple[Text, Text]]:
    """Yields P901: each text whose source is translated otherwise elsewhere, with an example of that."""
    by_source: dict[bytes, list[Text]] = defaultdict(list)
    for one in texts:
        by_source[one.source].append(one)
    for same in by_source.values():
        if any(one.target != same[0].target for one in same):
            yield from _rarer(same, lambda one: one.target)


def two_spellings(names: Iterable[Name], stem: Callable[[str], str]) -> Iterator[tuple[Name, Name]]:
    """Yields P902: each name whose spelling differs from the usual one by more than its ending, with an example of that.

    Names are recognised, not known: a title before them, or a run of capitals, says that somebody is meant.

    Args:
        names: Of all releases.
        stem: Word of the target language -> what its forms have in common.
    """
    by_name: dict[str, list[Name]] = defaultdict(list)
    for one in names:
        by_name[one.name.casefold()].append(one)
    for same in by_name.values():
        if any(one.spelled != same[0].spelled for one in same):
            yield from _rarer(same, lambda one: spelling(one.spelled, stem))


def _rarer(same: list[Said], key: Callable[[Said], Hashable]) -> Iterator[tuple[Said, Said]]:
    """Yields what has another key than most, once a release, with the first of those."""
    keys = [key(one) for one in same]
    usual = Counter(keys).most_common(1)[0][0]
    example = same[keys.index(usual)]
    told: set[tuple[str, Hashable]] = set()
    for one, found in zip(same, keys, strict=True):
        if found != usual and (one.release, found) not in told:
            told.add((one.release, found))
            yield one, example
