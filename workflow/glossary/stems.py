"""Words -> what all forms of a word have in common, by language.

Of English words only the number is taken off: a full stemmer gives "trafficker" and "trafficking", "organ" and
"organization" one stem, and they are different terms.

Of Russian words the case endings are, by `_russian`. Other ways were measured on all 4,762 case and number forms of the 491
declined words in the starter glossary's translations: Snowball's Russian stemmer gives 4,508 of them the stem of the glossary's
form and loses just the names of the region's countries (it takes Казахстан for a participle, and not Казахстаном);
`_russian` gives it to 4,754. A dictionary (pymorphy3) would know all, for 17 MB on disk, 30 MB in memory and 0.1 s at start.

Other languages have Snowball's stemmers (snowballstemmer: pure Python, 2 MB, 0.02 s to import); of one without, the first
five letters count.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

Stem = Callable[[str], str]
"""Of one word, in any case; the same for its forms."""

_SNOWBALL = {
    "ar": "arabic",
    "da": "danish",
    "de": "german",
    "el": "greek",
    "es": "spanish",
    "fi": "finnish",
    "fr": "french",
    "hu": "hungarian",
    "hy": "armenian",
    "it": "italian",
    "lt": "lithuanian",
    "nb": "norwegian",
    "nl": "dutch",
    "no": "norwegian",
    "pt": "portuguese",
    "ro": "romanian",
    "sr": "serbian",
    "sv": "swedish",
    "tr": "turkish",
}
_IRREGULAR = {"men": "man", "women": "woman", "children": "child", "criteria": "criterion", "lives": "life", "knives": "knife"}
_SIBILANT = re.compile(r"(?:ss|x|z|ch|sh)es\Z")
_ENDINGS = re.compile(
    "(?:[иья]?ями|[иья]?ях|[иья]?ям|[аыи]ми|ьми|[ео]го|[ео]му|[аы]х|[аыи]м|их|[иь]?е[йм]|[ьи]?ев|о[мвй]|[ыи]й|[ая]я|[оеыиь]е|[уюоеиь]ю|[иь]я|[иь]и"
    r"|[аяоеуюыиьй])\Z"
)
"""Longest first, by the order of the alternatives: of several that fit, the search finds the one that begins first."""

_FLEETING = re.compile(r"(?<=[бвгджзйклмнпрстфхцчшщ])[ео](?=[бвгджзйклмнпрстфхцчшщ]\Z)")
_LEAST = 3
"""Letters that a Russian stem has at least, so that дом and домом stay one word."""

_RUSSIAN_IRREGULAR = {
    form: lemma
    for lemma, forms in {
        "тюрьма": "тюрем",
        "день": "дня дню днем дне дни дней дням днями днях",
        "год": "лет",
        "человек": "люди людей людям людьми людях",
        "ош": "оша ошу ошем оше",
    }.items()
    for form in forms.split()
}


def stemmer(language: str) -> Stem:
    """Returns the function for a BCP 47 tag."""
    base = language.lower().split("-")[0]
    own = {"en": _english, "ru": _russian}.get(base)
    if own is None and base in _SNOWBALL:
        import snowballstemmer

        snowball = snowballstemmer.stemmer(_SNOWBALL[base])
        own = lambda word: str(snowball.stemWord(word.casefold()))  # noqa: E731  # one line, named by its place
    return lru_cache(maxsize=20_000)(own or _first_letters)


def _english(word: str) -> str:
    """Returns the singular (the S-stemmer of Harman 1991, "How effective is suffixing?", with sibilants).

    >>> [_english(word) for word in ("Countries", "taxes", "offences", "crisis", "Women")]
    ['country', 'tax', 'offence', 'crisis', 'woman']
    """
    word = word.casefold()
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if _SIBILANT.search(word):
        return word[:-2]
    return word[:-1] if word.endswith("s") and len(word) > 3 and not word.endswith(("ss", "us", "is")) else word


def _russian(word: str) -> str:
    """Returns a word without its case endings, without soft signs, and without the vowel before its last consonant.

    Endings are taken off until none is left, so that система and its genitive plural систем meet; the vowel goes from
    every stem alike, so that посол and посла do.

    >>> {_russian(word) for word in ("посол", "посла", "послами")}, {_russian(word) for word in ("Казахстан", "Казахстаном")}
    ({'посл'}, {'казахстан'})
    """
    word = word.casefold().replace("ё", "е")
    word = _RUSSIAN_IRREGULAR.get(word, word)
    while ending := _ENDINGS.search(word, _LEAST):
        word = word[: ending.start()]
    word = word.replace("ь", "")
    return _FLEETING.sub("", word) if len(word) > _LEAST else word


def _first_letters(word: str) -> str:
    return word.casefold()[:5]
