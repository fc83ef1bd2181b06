"""The dateline of a page: where and when its text was written, in the page's language.

The date is CLDR's long form; how place and date are joined is one of the templates' words, because languages do it differently. A text that
begins with a dateline of its own, as news agencies write it, gets no second one on its page: whether it does is told by its source, so
that all languages of a release look alike.
"""

from __future__ import annotations

import re

from workflow.exports.markup import clean
from workflow.exports.parallel import Side
from workflow.inline import decode, plain
from workflow.languages import long_date
from workflow.model import Document

JOINED = "%(place)s, %(date)s"
"""The templates' word for a place and a date, one behind the other."""


def place_of(said: Side) -> str:
    """Returns the place of a release in the language of a side; empty where it has none."""
    return next((clean(said.plain(number)) for number, one in enumerate(said.document.blocks) if one.kind == "place"), "")


def in_text(document: Document) -> bool:
    """Tells if a release with a place has a dateline of its own: first of all, or behind a line such as “For immediate release”."""
    numbers = {
        kind: [number for number, one in enumerate(document.blocks) if one.kind == kind and one.segments] for kind in ("place", "paragraph")
    }
    return any(
        begins_with(_source(document, number), _source(document, place))
        for place in numbers["place"]
        for number in numbers["paragraph"][:2]
    )


def _source(document: Document, block: int) -> str:
    return " ".join(" ".join(plain(decode(document.segments[number].text)) for number in document.blocks[block].segments).split())


def begins_with(text: str, place: str) -> bool:
    """Tells if a paragraph begins with a dateline, or is one: a place, at most a date and a source behind it, a dash or the end.

    >>> begins_with("VIENNA, 14 March (Press Office) – The bridge opened.", "Vienna")
    True
    >>> begins_with("Vienna hosted the talks – again.", "Vienna")
    False
    """
    said = rf"\W*{re.escape(place)}\s*(?:[,،，(/][^.!?。؟]{{0,60}}?)?\s*(?:(?:[–—―]+|--?)\s|\Z)"
    return bool(place) and re.match(said, text, re.I) is not None


def worded(joined: str, place: str, date: str, language: str) -> str:
    """Returns a dateline as plain text; what of it is not known is left out.

    Args:
        joined: `JOINED` in the language.
        place: In the language, or empty.
        date: ISO date, or empty.
        language: Of the page.
    """
    shown = long_date(date, language) if date else ""
    return joined % {"place": place, "date": shown} if place and shown else place or shown
