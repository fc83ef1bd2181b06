"""Invented translations: every letter accented, the text a third longer, codes as they are.

They show on a preview what is not translated, cut off, or joined from pieces, before any translator has worked.

>>> PseudoEngine("en", "ru").draft(["See <a>the report</a>."])[0].text
'[Šéé <a>ţĥé řéþöřţ</a>. ~~~~~]'
"""

from __future__ import annotations

from collections.abc import Sequence

from workflow.drafts.engine import Draft, Finished, Progress, ignore, silent
from workflow.inline import decode, encode, plain

_ACCENTED = str.maketrans(
    "ACDEGHIJKLNORSTUWYZacdeghijklnoprstuwyz",
    "ÅÇĐÉĜĤÎĴĶĻÑÖŘŠŢÛŴÝŽåçđéĝĥîĵķļñöþřšţûŵýž",
)


class PseudoEngine:
    """Accents letters; needs no package and refuses nothing."""

    name = "pseudo"
    detail = "accents 1"
    notice = "drafts are invented (pseudo-translation): for looking at pages only"

    def __init__(self, source: str, target: str) -> None:
        """Takes what every engine takes, and needs none of it."""

    def draft(self, texts: Sequence[str], progress: Progress = silent, finished: Finished = ignore) -> list[Draft]:
        """Returns one draft a text, in the same order."""
        drafts = {text: Draft(_pseudo(text), 0.0, "", 99, "pseudo-translation") for text in texts}
        finished(list(drafts.items()))
        progress(len(texts))
        return [drafts[text] for text in texts]


def _pseudo(text: str) -> str:
    inline = decode(text)
    longer = "~" * max(1, len(plain(inline)) // 3)
    accented = tuple(part.translate(_ACCENTED) if isinstance(part, str) else part for part in inline)
    return f"[{encode(accented)} {longer}]"
