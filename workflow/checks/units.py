"""Checks of what numbers are of: percent and money.

| code | severity | what |
|---|---|---|
| P207 | warning | the source speaks of percent, the translation does not |
| P208 | warning | a currency of the source is not in the translation |
"""

from __future__ import annotations

import re

from workflow.checks.subject import Row, Subject

_PERCENT = re.compile(r"[0-9][ \u00a0]?[%٪‰]|[0-9]\)?[ \u00a0-]per ?cent\b|\bper cent\b", re.IGNORECASE)
_PERCENT_SAID = re.compile(
    r"[%٪‰]|per ?cent|процент|промилле|\bп\.[ \u00a0]?п\."
    r"|por ciento|pour[ -]cent|في المائة|بالمائة|百分|половин|треть|четверт|дол[яиейю]|half|third|quarter",
    re.IGNORECASE,
)
_MONEY = re.compile(
    r"[$€£¥₽₸₴₹]|\b(?:USD|EUR|GBP|RUB|CHF|JPY|CNY|KZT|UZS|KGS|TJS|TMT|dollar|euro\b|euros\b"
    r"|pound sterling|pounds sterling|rouble|ruble|tenge|somoni|soum|som\b)"
)
_SPOKEN_OF = {
    "dollars": r"\$|\bUSD|\bdollars?\b|долл|dólar|دولار|美元|美金",
    "euros": r"€|\bEUR(?!OP)|\beuros?\b|\bевро\b|يورو|欧元",
    "pounds": r"£|\bGBP|\bpounds? sterling|фунт\w* стерлинг|\blibras? esterlina|\blivres? sterling|جنيه|英镑",
    "roubles": r"₽|\bRUB(?![A-Z])|\broubles?\b|\brubles?\b|\bруб|\brublos?\b|روبل|卢布",
    "yen": r"\bJPY|\byen\b|\bиен",
    "yuan": r"\bCNY|\byuan\b|\bюан|人民币|(?<!美)元",
    "francs": r"\bCHF|\bfrancs?\b|\bфранк(?!ф)",
    "tenge": r"₸|\bKZT|\btenge\b|\bтенге\b",
    "soums": r"\bUZS|\bsoums?\b|[0-9](?: [a-z]+illion)? sum\b|\bсум(?:ов|а|ы)?\b",
    "somoni": r"\bTJS|\bsomoni\b|\bсомони\b",
    "som": r"\bKGS|\bsoms?\b|\bсом(?:ов|а)?\b",
    "manat": r"\bTMT|\bmanats?\b|\bманат",
}
"""How a source speaks of a currency, word by word: a library has no pounds, France no francs, and Europe no euros."""
_SAID = {
    "dollars": r"\$|USD|dollar|долл|dólar|دولار|美元|美金|元|доллар",
    "euros": r"€|EUR|euro|евро|يورو|欧元",
    "pounds": r"£|GBP|pound|фунт|libra|livre|جنيه|英镑",
    "roubles": r"₽|RUB|rouble|ruble|руб|rublo|روبل|卢布",
    "yen": r"JPY|yen\b|иен|йен",
    "yuan": r"CNY|yuan|юан|人民币|元",
    "francs": r"CHF|franc|франк",
    "tenge": r"₸|KZT|tenge|тенге",
    "soums": r"UZS|soum|sum\b|сум",
    "somoni": r"TJS|somoni|сомони",
    "som": r"KGS|\bsom\b|\bсом",
    "manat": r"TMT|manat|манат",
}
"""How a translation may, in any form."""
_CURRENCIES = {name: (re.compile(_SPOKEN_OF[name], re.IGNORECASE), re.compile(_SAID[name], re.IGNORECASE)) for name in _SAID}


def percent_lost(one: Subject) -> tuple[str, ...]:
    """Five per cent and five are not the same; half and a third may be said for 50 and 33 per cent."""
    text = one.source_text
    if not ((any(sign in text for sign in "%٪‰") or "cent" in text.lower()) and _PERCENT.search(text)):
        return ()
    return () if _PERCENT_SAID.search(one.target_text) else ("the source says percent",)


def currency_lost(one: Subject) -> list[str]:
    """An amount of money without its currency, or in another, is wrong by any rate of exchange."""
    if not one.source_facts.amounts or not _MONEY.search(one.source_text):
        return []
    text = one.source_facts.rest
    return [
        f"the source speaks of {name}"
        for name, (spoken_of, said) in _CURRENCIES.items()
        if spoken_of.search(text) and not said.search(one.target_text)
    ]


CHECKS: dict[str, Row] = {"P207": ("warning", percent_lost), "P208": ("warning", currency_lost)}
