"""Is a text in the language that it should be in? Told by script, and by the commonest words of the six UN languages.

Script decides where two languages differ in it; words decide between English, French and Spanish. A text of a few words, a name, a number
is never judged: a false alarm would teach people to pass over the true ones.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator

_SCRIPTS = {
    "Latn": "A-Za-zªºÀ-ÖØ-öø-ɏᴀ-ᵿḀ-ỿ",
    "Cyrl": "Ѐ-ԯᲀ-ᲊꙀ-ꚟ",
    "Arab": "ؠ-يٮ-ۓەۮۯۺ-ۿݐ-ݿࢠ-ࣉﭐ-ﷻﹰ-ﻼ",
    "Hans": "㐀-䶿一-鿿豈-﫿𠀀-𱍊",
    "Jpan": "㐀-䶿一-鿿ぁ-ヿㇰ-ㇿ",
    "Kore": "ᄀ-ᇿ㄰-㆏가-힣",
    "Grek": "Ͱ-Ͽἀ-῿",
    "Hebr": "א-ת",
    "Armn": "Ա-և",
    "Geor": "Ⴀ-ჿᲐ-Ჿⴀ-ⴭ",
    "Deva": "ऄ-हक़-ॡॲ-ॿ",
    "Beng": "অ-হড়-ৡ",
    "Thai": "ก-ฺเ-ๅ",
    "Mymr": "က-ဪ",
    "Khmr": "ក-ឳ",
    "Laoo": "ກ-ຯເ-ໄ",
    "Ethi": "ሀ-ፚ",
}
_LANGUAGES = {
    "Cyrl": "ru uk be bg mk sr kk ky tg mn",
    "Arab": "ar fa ur ps prs ckb",
    "Hans": "zh yue",
    "Jpan": "ja",
    "Kore": "ko",
    "Grek": "el",
    "Hebr": "he yi",
    "Armn": "hy",
    "Geor": "ka",
    "Deva": "hi ne mr",
    "Beng": "bn",
    "Thai": "th",
    "Mymr": "my",
    "Khmr": "km",
    "Laoo": "lo",
    "Ethi": "am ti",
}
_SCRIPT_OF = {language: script for script, languages in _LANGUAGES.items() for language in languages.split()}
"""The likely script of a language (CLDR, likely subtags); Latin where nothing is said."""
_SAME = {"Hant": "Hans", "Hani": "Hans", "Hang": "Kore", "Hrkt": "Jpan"}
_PATTERNS = {script: re.compile(f"[{letters}]+") for script, letters in _SCRIPTS.items()}

_COMMON = {
    "en": "the and of to was were is are has have been for with that this by from which will said its their at as an be it they",
    "fr": "le les des du une est dans pour qui sur aux par avec ont sont cette ces ce au été leur ses elle il ils nous plus et",
    "es": "el los las del una es para por con su sus como más han fue fueron este esta estos al y o sobre entre lo ha se",
    "ru": "и в на с по для что не из от за его их это также был были была как при о к до или со во между которые",
    "ar": "في من على إلى عن مع التي الذي هذا هذه أن كما وقد بين كان كانت خلال",
}
_WORDS = {language: frozenset(words.split()) for language, words in _COMMON.items()}
_UNIQUE = {
    language: words - frozenset().union(*(other for name, other in _WORDS.items() if name != language))
    for language, words in _WORDS.items()
}
_LETTERS = re.compile(r"[^\W\d_]+")
_SENTENCE = re.compile(r"(?<=[.!?…。！？])[»”’\"')\]]*\s+")
_ENDS = re.compile(r"[.!?…。！？][»”’\"')\]]*$")

_SAMPLE = 12
"""Texts of a page by which it is judged."""
_PAGE_LETTERS = 80
"""Letters from which a page is judged by its script."""
_PAGE_WORDS = 12
"""Common words of another language from which a page is judged by them, if its own are fewer than a third."""
_FOREIGN = 0.85
"""Share of the source's letters from which a sentence can be one that nobody translated."""


def script(tag: str) -> str:
    """Returns the script (ISO 15924) that a language is written in: the tag's own, else the likely one.

    >>> script("ru"), script("sr-Latn"), script("zh-Hant")
    ('Cyrl', 'Latn', 'Hans')
    """
    for part in tag.split("-")[1:]:
        if len(part) == 4 and part.isalpha():
            return _SAME.get(part.title(), part.title())
    return _SCRIPT_OF.get(_primary(tag), "Latn")


def _primary(tag: str) -> str:
    return tag.split("-")[0].lower()


def _count(pattern: re.Pattern[str], text: str) -> int:
    """The characters in the runs that a pattern finds."""
    return sum(map(len, pattern.findall(text)))


def other_language(texts: Iterable[str], tag: str) -> str:
    """Returns what a page is written in, as far as it is not the language it should be in; empty if nothing speaks against that.

    Args:
        texts: Its texts.
        tag: BCP 47 tag of the language it should be in.
    """
    # The longest texts: what a page is about, and not its menu.
    whole = " ".join(sorted(texts, key=len, reverse=True)[:_SAMPLE])[: _SAMPLE * 200]
    pattern = _PATTERNS.get(script(tag))
    letters = _count(_LETTERS, whole)
    if pattern is None or letters < _PAGE_LETTERS:
        return ""
    if _count(pattern, whole) * 2 < letters:
        best = max(_PATTERNS, key=lambda name: _count(_PATTERNS[name], whole))
        return f"letters of another script ({best})"
    own = _WORDS.get(_primary(tag))
    if own is None:
        return ""
    words = Counter(_LETTERS.findall(whole.lower()))
    ours = sum(words[word] for word in own)
    for language, unique in _UNIQUE.items():
        theirs = sum(words[word] for word in unique) if language != _primary(tag) else 0
        if theirs >= _PAGE_WORDS and theirs > 3 * ours:
            return f"words of another language ({language})"
    return ""


def untranslated(text: str, tag: str, source: str) -> Iterator[str]:
    """Yields the sentences of a text that are still in the source language.

    Names, titles and addresses stay as they are in many translations; so a sentence counts only if it ends as one and holds two common
    words of the source language, or holds four of them.

    Args:
        text: Of one block.
        tag: The language it should be in.
        source: The source language.
    """
    theirs = _UNIQUE.get(_primary(source))
    if _primary(tag) == _primary(source):
        return
    ours, pattern = script(tag), _PATTERNS.get(script(source))
    differ = ours != script(source)
    if pattern is None or (not differ and theirs is None) or (differ and not pattern.search(text)):
        return
    for sentence in _SENTENCE.split(text):
        if differ and not pattern.search(sentence):
            continue
        letters = _count(_LETTERS, sentence)
        words = [word.lower() for word in _LETTERS.findall(sentence)]
        if differ and (not letters or _count(pattern, sentence) < _FOREIGN * letters):
            continue
        if theirs is None:  # Chinese, or a language whose words are not known: told by its script alone
            if letters >= 12 and _ENDS.search(sentence):
                yield sentence
            continue
        hits = len({word for word in words if word in theirs})
        if differ:
            left = hits >= 4 or (hits >= 2 and len(words) >= 5 and _ENDS.search(sentence) is not None)
        else:
            own = _UNIQUE.get(_primary(tag), frozenset())
            left = hits >= 3 and len(words) >= 6 and own.isdisjoint(words)
        if left:
            yield sentence
