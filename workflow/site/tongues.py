"""Is a text in the language that it should be in? Told by script, and by the commonest words of languages (`tongues_words.py`).

Script decides where two languages differ in it, words where they do not. A page in a language whose words are not known here is told from
the source language all the same: by the words of that. A text of a few words, a name, a number is never judged: a false alarm would teach
people to pass over the true ones.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache
from typing import TYPE_CHECKING

from workflow.languages import likely_script, primary
from workflow.site.tongues_words import WORDS

if TYPE_CHECKING:
    import regex

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
_SAME = {"Hant": "Hans", "Hani": "Hans", "Hang": "Kore", "Hrkt": "Jpan"}
_SHARED = frozenset({"Latn", "Cyrl", "Arab", "Deva"})
"""Scripts of many languages."""

_KANA = re.compile("[ぁ-ヿ]")
"""What every Japanese sentence has, and no Chinese one."""
_LETTERS = re.compile(r"[^\W\d_]+")
_SENTENCE = re.compile(r"(?<=[.!?…。！？])[»”’\"')\]]*\s+")
_ENDS = re.compile(r"[.!?…。！？][»”’\"')\]]*$")

_SAMPLE = 12
"""Texts of a page by which it is judged."""
_PAGE_LETTERS = 80
"""Letters from which a page is judged by its script."""
_PAGE_WORDS = 12
"""Common words of another language from which a page is judged by them, if its own are fewer than a third."""
_PAGE_SHARE = 0.25
"""Share of the words of a page in a language whose own are not known that are common ones of the source language, from which it is in that.
English has about 0.4 of its words above."""
_FOREIGN = 0.85
"""Share of the source's letters from which a sentence can be one that nobody translated."""


@cache
def script(tag: str) -> str:
    """Returns the script (ISO 15924) that a language is written in: the tag's own, else CLDR's likely one.

    >>> script("ru"), script("sr-Latn"), script("zh-Hant"), script("ta")
    ('Cyrl', 'Latn', 'Hans', 'Taml')
    """
    found = likely_script(tag)
    return _SAME.get(found, found)


def words_are_known(tag: str) -> bool:
    """Tells if a page in this language can be told from any other of its script; by its letters alone, if no other language has them."""
    return script(tag) not in _SHARED or _words(tag) is not None


@cache
def _words(tag: str) -> frozenset[str] | None:
    """The commonest words of a language in the script in which it is written here; None where they are not known."""
    return WORDS.get(primary(tag)) if script(tag) == script(primary(tag)) else None


@cache
def _pattern(name: str) -> re.Pattern[str] | regex.Pattern[str] | None:
    """Finds runs of letters of a script; None for one that Unicode does not know."""
    if name in _SCRIPTS:
        return re.compile(f"[{_SCRIPTS[name]}]+")
    import regex

    try:
        return regex.compile(rf"\p{{Script={name}}}+")
    except regex.error:
        return None


def _count(pattern: re.Pattern[str] | regex.Pattern[str] | None, text: str) -> int:
    """The characters in the runs that a pattern finds."""
    return sum(map(len, pattern.findall(text))) if pattern is not None else 0


def other_language(texts: Iterable[str], tag: str, source: str = "") -> str:
    """Returns what a page is written in, as far as it is not the language it should be in; empty if nothing speaks against that.

    Args:
        texts: Its texts.
        tag: BCP 47 tag of the language it should be in.
        source: The source language: what it may have been left in.
    """
    # The longest texts: what a page is about, and not its menu.
    whole = " ".join(sorted(texts, key=len, reverse=True)[:_SAMPLE])[: _SAMPLE * 200]
    pattern = _pattern(script(tag))
    letters = _count(_LETTERS, whole)
    if pattern is None or letters < _PAGE_LETTERS:
        return ""
    if _count(pattern, whole) * 2 < letters:
        best = max(_SCRIPTS, key=lambda name: _count(_pattern(name), whole))
        return f"letters of another script ({best})"
    if script(tag) == "Jpan" and not _KANA.search(whole):
        return "letters of another script (Hans)"
    words = Counter(_LETTERS.findall(whole.lower()))
    there = words.keys()
    own = _words(tag)
    if own is None:
        left = (_words(source) or frozenset()) if script(source) == script(tag) and primary(source) != primary(tag) else frozenset()
        theirs = sum(words[word] for word in there & left)
        return f"words of another language ({primary(source)})" if theirs >= max(_PAGE_WORDS, _PAGE_SHARE * words.total()) else ""
    found = {language: sum(words[word] for word in there & (common - own)) for language, common in WORDS.items()}
    best = max(found, key=lambda language: found[language])
    ours = sum(words[word] for word in there & (own - WORDS[best]))
    return f"words of another language ({best})" if found[best] >= _PAGE_WORDS and found[best] > 3 * ours else ""


def untranslated(text: str, tag: str, source: str) -> Iterator[str]:
    """Yields the sentences of a text that are still in the source language.

    Names, titles and addresses stay as they are in many translations; so a sentence counts only if it ends as one and holds two common
    words of the source language, or holds four of them.

    Args:
        text: Of one block.
        tag: The language it should be in.
        source: The source language.
    """
    if primary(tag) == primary(source):
        return
    own, theirs = _words(tag) or frozenset(), _words(source)
    theirs = theirs - own if theirs is not None else None
    ours, pattern = script(tag), _pattern(script(source))
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
            left = hits >= 3 and len(words) >= 6 and (own - theirs).isdisjoint(words)
        if left:
            yield sentence
