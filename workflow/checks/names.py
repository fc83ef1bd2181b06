"""Names of people in a sentence and in its translation, and which of the one is which of the other.

A name is known by the title before it (`Ms. Ghada Waly`, «г-жа Гада Вали»), or as a run of two to four capitalised words in the
middle of a sentence. Which belong together is told by their sound: letters of both are turned into classes of consonants.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from rapidfuzz.distance import Levenshtein

_CAPITALISED = r"[A-ZА-ЯЁ][^\W\d_]*(?:[-'’][^\W\d_]+)*"
_RUN = re.compile(
    rf"(?<![\w-])(?:{_CAPITALISED}|[A-ZА-ЯЁ]\.)"
    rf"(?:[ \u00a0](?:{_CAPITALISED}|[A-ZА-ЯЁ]\.|al-{_CAPITALISED}|de|van|von|bin|ибн|ван|фон|де)){{1,3}}(?![\w-])"
)
_TITLED = {
    "en": re.compile(
        rf"(?<!\w)(?:Mr|Ms|Mrs|Miss|Dr|Prof|Professor|Ambassador|Judge|Colonel|General|Major|Capt|Sir|Madam)\.? "
        rf"({_CAPITALISED}(?: {_CAPITALISED}){{0,3}})"
    ),
    "ru": re.compile(
        rf"(?<!\w)(?:[Гг]-(?:н|на|ну|ном|не|жа|жи|же|жу|жой)|[Гг]оспо(?:дин|дина|дину|дином|жа|жи|же|жу|жой)|[Дд]октор(?:а|у|ом)?|[Пп]роф(?:ессор(?:а|у|ом)?|\.)|[Сс]удь(?:я|и|е|ю|ёй|ей)|[Пп]осол|[Пп]осл(?:а|у|ом))"
        rf"[ \u00a0]({_CAPITALISED}(?:[ \u00a0]{_CAPITALISED}){{0,3}})"
    ),
}
_SOUNDS = {
    **dict.fromkeys("bpfvwбпфв", "p"),
    **dict.fromkeys("dtдт", "t"),
    **dict.fromkeys("gkqchхгкҳқғ", "k"),
    **dict.fromkeys("szjxсзжшщчц", "s"),
    **dict.fromkeys("lл", "l"),
    **dict.fromkeys("mм", "m"),
    **dict.fromkeys("nн", "n"),
    **dict.fromkeys("rр", "r"),
}
_DIGRAPHS = re.compile("sch|tch|kh|gh|sh|ch|zh|ts|th|ph|dzh|dj|дж|тс")
_AS_ONE = {"kh": "k", "gh": "k", "th": "t", "ph": "p"}
_CLOSE = 0.34
"""Share of a name's sounds that may differ."""


def sound(name: str) -> str:
    """Returns the consonants of a name as classes; equal for `Ghada Waly` and «Гада Вали» but for what endings add.

    >>> sound("Ghada Waly"), sound("Гада Вали")
    ('kt pl', 'kt pl')
    """
    words = []
    for word in re.findall(r"[^\W\d_]+", name.lower()):
        letters = _DIGRAPHS.sub(lambda match: _AS_ONE.get(match[0], "s"), word)
        kept = "".join(_SOUNDS.get(letter, "") for letter in letters)
        words.append(re.sub(r"(.)\1+", r"\1", kept))
    return " ".join(words)


def names(text: str, language: str) -> list[str]:
    """Returns the names of people in a plain text: behind titles, and capitalised runs that do not begin it."""
    titled = _TITLED.get(language)
    found = [match[1] for match in titled.finditer(text)] if titled else []
    for match in _RUN.finditer(text):
        if match.start() and not any(name in match[0] or match[0] in name for name in found):
            found.append(match[0])
    return list(dict.fromkeys(" ".join(name.split()) for name in found))


def pairs(source: str, target: str, languages: tuple[str, str]) -> Iterator[tuple[str, str]]:
    """Yields the names of a sentence with those of its translation that sound alike and have as many words."""
    here = names(source, languages[0])
    there = names(target, languages[1]) if here else []
    for name in here:
        if len(name.split()) < 2:
            continue
        wanted = sound(name)
        close = sorted((_distance(wanted, sound(one)), one) for one in there if len(one.split()) == len(name.split()))
        if close and close[0][0] <= _CLOSE:
            yield name, close[0][1]


def _distance(one: str, other: str) -> float:
    return Levenshtein.normalized_distance(one, other)


def spelling(name: str, stem: Callable[[str], str]) -> str:
    """Returns what all forms of a name have in common: the stems of its words."""
    return " ".join(stem(word) for word in re.findall(r"[^\W\d_]+", name))
