"""What the made-up press releases of the benchmarks say, before they have a format: sentences from a small grammar, all different.

What a release says depends on its number and the seed only, not on how many releases there are.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import NamedTuple


class Span(NamedTuple):
    """A stretch of a sentence."""

    text: str
    element: str = ""
    """`a`, `em` or `strong`; empty: plain text."""
    address: str = ""


Sentence = tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Release:
    """A release before it has a format. Only `sentences` counts towards the length that was asked for."""

    number: int
    day: date
    title: str
    paragraphs: tuple[tuple[Sentence, ...], ...]
    quotation: tuple[Sentence, ...]
    items: tuple[Sentence, ...]
    table: tuple[tuple[str, ...], ...]
    contact: tuple[str, ...]
    earlier: str
    """Name of the release that this one links to; empty in the first."""

    @property
    def name(self) -> str:
        """Its file name without the suffix: `2015-01-04-new-laboratory-opens-in-port-ellery`."""
        return name_of(self.day, self.title)


_PLACES = ("Port Ellery", "Kastan", "the Sarn Valley", "Dunmere", "Lower Ostia", "New Tarvin", "Hollin Bay", "the Upper Reach", "Belmar")
_OFFICES = (
    "the Regional Office", "the Ministry of Health", "the Harbour Authority", "the Statistical Service", "the Customs Academy",
    "the National Library", "the Water Board", "the Council of Mayors", "the Institute of Forestry", "the Rescue Service",
)  # fmt: skip
_PEOPLE = ("Dr. Ilse Marrin", "Tomas Keld", "Mrs. Ada Quill", "Prof. Henrik Sorley", "Noor Haddan", "Capt. Luis Ferro", "Mei Okafor")
_ROLES = ("Head of the Regional Office", "Deputy Minister", "Director of the Institute", "Chief Engineer", "Coordinator of the programme")
_GROUPS = ("officers", "teachers", "nurses", "engineers", "farmers", "librarians", "students", "inspectors", "volunteers", "fishers")
_SUBJECTS = (
    "food safety", "flood protection", "open data", "rural clinics", "the repair of bridges", "clean harbours", "R&D in agriculture",
    "school libraries", "early warning", "the protection of witnesses", "safe drinking water", "public procurement",
)  # fmt: skip
_THINGS = ("laboratory", "training centre", "ferry terminal", "archive", "weather station", "clinic", "reservoir", "help desk")
_PAPERS = ("annual report", "memorandum of understanding", "road map", "joint declaration", "technical guide", "survey")
_VERBS = ("opened", "presented", "inspected", "renovated", "handed over", "completed", "financed")
_EFFECTS = (
    "waiting times fell by a third", "fewer families had to move", "the costs stayed below the estimate", "no incident was reported",
    "twice as many requests were answered", "the old pumps could be switched off", "all districts took part",
)  # fmt: skip
_HOPES = (
    "This is not the end of the work; it is the end of the excuses", "People do not need another strategy, they need a bridge",
    "What we measure together, we can repair together", "A door that is open to everyone needs good hinges",
    "We asked for patience, and today we can return it", "Good data saves more lives than good speeches",
)  # fmt: skip
_MONTHS = ("January", "March", "April", "June", "July", "September", "November")


def _when(rng: Random) -> str:
    return f"{rng.randint(1, 28)} {rng.choice(_MONTHS)} {rng.randint(2010, 2029)}"


def _figure(rng: Random) -> str:
    return rng.choice(
        (f"{rng.randint(12, 990)}", f"{rng.randint(1, 98)},{rng.randint(100, 999)}", f"{rng.randint(2, 40)}.{rng.randint(1, 9)} million")
    )


def _event(rng: Random) -> Sentence:
    who, thing = rng.choice(_OFFICES), rng.choice(_THINGS)
    return (Span(f"On {_when(rng)}, {who} {rng.choice(_VERBS)} a {thing} for {rng.choice(_SUBJECTS)} in {rng.choice(_PLACES)}."),)


def _growth(rng: Random) -> Sentence:
    start = Span(f"More than {_figure(rng)} {rng.choice(_GROUPS)} took part in courses on {rng.choice(_SUBJECTS)}, ")
    return (start, Span(f"an increase of {rng.randint(2, 60)} per cent", "strong"), Span(f" since {rng.randint(2001, 2014)}."))


def _source(rng: Random) -> Sentence:
    paper, number = rng.choice(_PAPERS), rng.randint(100, 9999)
    link = Span(f"{paper} on {rng.choice(_SUBJECTS)}", "a", f"https://www.example.org/documents/{number}?lang=en&view=full")
    return (Span("According to the "), link, Span(f", {rng.choice(_EFFECTS)} in {rng.choice(_PLACES)}."))


def _said(rng: Random) -> Sentence:
    return (Span(f"“{rng.choice(_HOPES)},” said {rng.choice(_PEOPLE)}, {rng.choice(_ROLES)}, on {_when(rng)}."),)


def _plan(rng: Random) -> Sentence:
    first, second = rng.sample(_SUBJECTS, 2)
    who = rng.choice(_OFFICES)
    return (Span(f"By {rng.randint(2025, 2040)}, {who} will extend the programme from {first} to "), Span(second, "em"), Span("."))


def _cost(rng: Random) -> Sentence:
    share = f"of which {rng.choice(_OFFICES)} paid {rng.randint(5, 95)} per cent (see No. {rng.randint(2, 80)})"
    return (Span(f"The {rng.choice(_THINGS)} cost approx. ${_figure(rng)}, {share}."),)


def _reason(rng: Random) -> Sentence:
    first, second = rng.sample(_GROUPS, 2)
    middle = Span(rng.choice(("for the first time", "in all districts", "without fees", "e.g. in summer")), "em")
    return (Span(f"Because {rng.choice(_EFFECTS)}, {first} and {second} can now "), middle, Span(f" work on {rng.choice(_SUBJECTS)}."))


def _short(rng: Random) -> Sentence:
    return (Span(f"The next meeting on {rng.choice(_SUBJECTS)} is planned for {_when(rng)}."),)


_KINDS: tuple[Callable[[Random], Sentence], ...] = (_event, _growth, _source, _said, _plan, _cost, _reason, _short)


def _title(rng: Random) -> str:
    place = rng.choice(_PLACES).removeprefix("the ")
    return rng.choice(
        (
            f"New {rng.choice(_THINGS)} opens in {place}",
            f"{place} hosts {rng.randint(20, 400)} {rng.choice(_GROUPS)} for talks on {rng.choice(_SUBJECTS)}",
            f"{rng.choice(_PAPERS).capitalize()} on {rng.choice(_SUBJECTS)} published",
        )
    )


def name_of(day: date, title: str) -> str:
    """Returns the name of a release from its day and title."""
    return f"{day}-{re.sub(r'[^a-z0-9]+', '-', title.lower()).strip('-')}"


def _head(number: int, seed: int) -> tuple[date, str]:
    return date(2005, 1, 3) + timedelta(days=2 * number), _title(Random(f"{seed}:{number}:title"))


def compose(number: int, *, sentences: int, seed: int, revision: int = 0) -> Release:
    """Returns one release.

    Args:
        number: From 0; what it says depends on this and the seed only, not on how many releases there are.
        sentences: In paragraphs, quotation and list; title, headings, table, menu and contacts are not counted.
        seed: Another one, another archive.
        revision: 0: as first published; each other number is a correction of one sentence in the middle.
    """
    rng = Random(f"{seed}:{number}")
    day, title = _head(number, seed)
    said = [rng.choice(_KINDS)(rng) for _ in range(sentences)]
    if revision:
        last = said[sentences // 2][-1]
        said[sentences // 2] = (*said[sentences // 2][:-1], Span(f"{last.text[:-1]}, as corrected in note {revision}."))
    items = tuple(said.pop() for _ in range(min(4, sentences // 6)))
    quotation = tuple(said.pop() for _ in range(min(2, sentences // 8)))
    paragraphs = []
    while said:
        size = rng.randint(1, 5)
        paragraphs.append(tuple(said[:size]))
        del said[:size]
    rows = [("District", "Courses", "Places")]
    rows += [(place.removeprefix("the "), f"{rng.randint(1, 30)}", f"{rng.randint(20, 900)}") for place in rng.sample(_PLACES, 3)]
    person = rng.choice(_PEOPLE)
    contact = (
        "For further information, please contact:",
        f"{person}, Press Officer",
        f"Tel.: +99 {rng.randint(100, 999)} 555 01 {rng.randint(10, 99)}",
    )
    earlier = name_of(*_head(rng.randrange(number), seed)) if number else ""
    return Release(number, day, title, tuple(paragraphs), quotation, items, tuple(rows), contact, earlier)
