"""What a text holds that no translation changes: web and mail addresses, telephone numbers, symbols of documents.

Every pattern begins at the edge of a word and has no repetition inside a repetition of the same letters, so a text of any kind is
read in one pass.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

_URL = re.compile(r"(?:https?://|ftp://|(?<![\w.@/-])www\.)[^\s<>\"“”„«»\ufffc]+", re.IGNORECASE)
_DOMAIN = re.compile(
    r"(?<![\w@./-])(?:[a-z0-9](?:[a-z0-9-]*\.)){1,8}(?:org|com|net|int|gov|edu|info|ru|uz|kz|kg|tj|tm|eu|ch|at|un)(?![\w-]|\.\w)(?:/[^\s<>\"“”«»\ufffc]*)?",
    re.IGNORECASE,
)
_MAIL = re.compile(r"(?<![\w.+@-])[\w.+-]+(?:@|\[at\]|\(at\))(?:[\w-]+(?:\.[\w-]+)*)?")
_PHONE = re.compile(
    r"(?<![\w+/.,-])(?:\+[0-9]{1,3}|\([0-9]{2,5}\))(?:[ \u00a0()./‑–-]{0,2}[0-9]){6,14}(?!\w)"
    r"|(?<![\w/.,+-])(?![0-9]{4}-[0-9]{2}-[0-9]{2}(?![0-9-]))[0-9]{2,4}(?:[-‑][0-9]{2,4}){2,4}(?![\w-])"
)
_SYMBOL = re.compile(r"(?<![\w/])[A-Z]{1,6}(?:/[A-Z0-9][A-Za-z0-9.()-]*)+")
_DIGIT = re.compile("[0-9]")
_CLOSING = ".,;:!?'’…"


@dataclass(frozen=True, slots=True)
class Addresses:
    """What was found, in the order of the text, and the text without it."""

    urls: tuple[str, ...]
    mails: tuple[str, ...]
    phones: tuple[str, ...]
    """As written."""
    symbols: tuple[str, ...]
    rest: str
    """The text with one letter, U+FFFC, in the place of each."""


def addresses(text: str) -> Addresses:
    """Returns the addresses, telephone numbers and symbols of a plain text.

    >>> found = addresses("See A/RES/75/1 at www.un.org/en, write to press@un.org or call +998 71 120-80-50.")
    >>> found.urls, found.mails, found.phones, found.symbols
    (('www.un.org/en',), ('press@un.org',), ('+998 71 120-80-50',), ('A/RES/75/1',))
    """
    urls: list[str] = []
    mails: list[str] = []
    phones: list[str] = []
    symbols: list[str] = []

    def keep(found: list[str]) -> Callable[[re.Match[str]], str]:
        def replaced(match: re.Match[str]) -> str:
            whole = _trimmed(match[0])
            found.append(whole)
            return "\ufffc" + match[0][len(whole) :]

        return replaced

    if "@" in text or "(at)" in text or "[at]" in text:
        text = _MAIL.sub(keep(mails), text)
    if "://" in text or "www." in text.lower():
        text = _URL.sub(keep(urls), text)
    if "." in text[1:-1]:
        text = _DOMAIN.sub(keep(urls), text)
    if "/" in text:
        text = _SYMBOL.sub(lambda match: keep(symbols)(match) if any(map(str.isdigit, match[0])) else match[0], text)
    if len(_DIGIT.findall(text)) > 5:
        text = _PHONE.sub(keep(phones), text)
    return Addresses(tuple(urls), tuple(mails), tuple(phones), tuple(symbols), text)


def _trimmed(found: str) -> str:
    """Returns an address without the punctuation of the sentence that it stands in."""
    surplus = {")": found.count(")") - found.count("("), "]": found.count("]") - found.count("[")}
    end = len(found)
    while end and (found[end - 1] in _CLOSING or surplus.get(found[end - 1], 0) > 0):
        end -= 1
        if found[end] in surplus:
            surplus[found[end]] -= 1
    return found[:end]
