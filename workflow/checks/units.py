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
_CURRENCIES = {
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
_CURRENCY = {name: re.compile(forms, re.IGNORECASE) for name, forms in _CURRENCIES.items()}


def percent_lost(one: Subject) -> tuple[str, ...]:
    """Five per cent and five are not the same; half and a third may be said for 50 and 33 per cent."""
    if _PERCENT.search(one.source_text) and not _PERCENT_SAID.search(one.target_text):
        return ("the source says percent",)
    return ()


def currency_lost(one: Subject) -> list[str]:
    """An amount of money without its currency, or in another, is wrong by any rate of exchange."""
    if not _MONEY.search(one.source_text) or not one.source_facts.amounts:
        return []
    text = one.source_facts.rest
    return [f"the source speaks of {name}" for name, forms in _CURRENCY.items() if forms.search(text) and not forms.search(one.target_text)]


CHECKS: dict[str, Row] = {"P207": ("warning", percent_lost), "P208": ("warning", currency_lost)}
