"""What a translation has as its source has it: e-mail addresses, links, names of domains, document symbols.

`press@example.org` may not stay where the request says `media@example.org`: it is replaced where that is certain, else the match is only
shown.
"""

from __future__ import annotations

import re
from collections import Counter

from workflow.inline import decode, encode, plain

_VERBATIM = re.compile(
    r"""(?<![\w.@/-])(?:
        [\w.+-]+@[\w-]+(?:\.[\w-]+)+
        | (?:https?://|www\.)[^\s<>"“”«»]+
        | [\w-]+(?:\.[\w-]+)*\.[a-z]{2,}(?:/[^\s<>"“”«»]*)?
        | [A-Z]+(?:/[\w.-]+)+
    )""",
    re.X | re.A,
)
_CLOSING = ".,;:!?)]-…"


def verbatim(text: str) -> Counter[str]:
    """Returns how often each address and symbol stands in a msgid or msgstr.

    >>> sorted(verbatim("Write to <b>press@example.org</b>, see example.org/news or A/HRC/52/19."))
    ['A/HRC/52/19', 'example.org/news', 'press@example.org']
    """
    return Counter(one.rstrip(_CLOSING) for one in _VERBATIM.findall(plain(decode(text))))


def readdress(text: str, match: str, request: str) -> str | None:
    """Returns a translation of the match with the addresses and symbols of the request; None where they have no certain place.

    Args:
        text: The translation, its numbers adapted already, so that a symbol may be the new one already.
        match: Msgid of the match.
        request: Msgid of the request.
    """
    old, new = verbatim(match), verbatim(request)
    gone, come = old - new, new - old
    if gone.total() != come.total():
        return None
    there = verbatim(text)
    wrong, missing = [one for one in gone if there[one]], [one for one in come if there[one] < come[one]]
    if not wrong and not missing:
        return text
    if len(wrong) != 1 or len(missing) != 1 or there[wrong[0]] != 1 or text.count(encode((wrong[0],))) != 1:
        return None
    return text.replace(encode((wrong[0],)), encode((missing[0],)))
