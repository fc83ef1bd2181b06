"""Whom to ask: the line with which contacts begin, and contacts that a source wrote as plain paragraphs.

Where a source has no element for them, they are taken for contacts only where that is certain: behind a line or title that says so, each of
them short, and an e-mail address or a telephone number among them.
"""

from __future__ import annotations

import re
from dataclasses import replace

from workflow.inline import decode, plain
from workflow.model import Block, Code, Document

BEGIN = re.compile(
    r"\s*(?:for (?:further|more|additional|media) (?:information|details|enquiries|inquiries|queries)\b"
    r"|(?:media |press )?contacts?(?: information)?\s*:?\s*$"
    r"|(?:за )?дополнительн\w+ информац\w+|контакт(?:ы|ная информация)(?: для (?:прессы|сми))?\s*:?\s*$"
    r"|pour (?:tout complément d['’]information|plus d['’]informations?|en savoir plus)|contacts? (?:presse|médias?)"
    r"|para (?:más|mayor|obtener más) información|contactos?(?: de prensa)?\s*:?\s*$"
    r"|لمزيد من المعلومات|للاستفسارات|如需(?:更多|进一步)|联系(?:人|方式)|媒体联络)",
    re.I,
)
"""The line with which contacts begin, in the languages of the United Nations."""

LONGEST = 160
"""Characters of a contact line; a longer text after the contacts is a note about the office, not a contact."""

# A number without a word for what it is or its country's sign may be anything.
_REACHED = re.compile(
    r"[^\s@<>]+@[^\s@<>]+\.\w|(?:\+|\b(?:tel|phone|telephone|fax|mobile|тел|телефон|факс|моб|tél|téléphone|teléfono|móvil)\b[.:]*\s*\+?|"
    r"(?:هاتف|الهاتف|电话|传真)\s*[:：]?\s*\+?)\(?\d[\d\s()./-]{5,}\d",
    re.I,
)
_ONLY_A_TITLE = re.compile(r"[\w\s’'-]*\Z|[^.!?。؟]*[:：]\s*\Z")


def found(document: Document) -> Document:
    """Returns a document with paragraphs as contact lines where they certainly are: those that follow a line or a title that says so."""
    blocks = list(document.blocks)
    for number, block in enumerate(blocks):
        if block.kind not in ("paragraph", "heading") or block.attribute:
            continue
        said = _text(document, block)
        if len(said) > LONGEST or BEGIN.match(said) is None:
            continue
        lines = [number] if block.kind == "paragraph" else []
        if _ONLY_A_TITLE.fullmatch(said):
            lines += _that_follow(document, number)
        if any(_REACHED.search(_text(document, blocks[one])) for one in lines):
            for one in lines:
                blocks[one] = replace(blocks[one], kind="contact")
    return document if blocks == list(document.blocks) else replace(document, blocks=tuple(blocks))


def _that_follow(document: Document, number: int) -> list[int]:
    """Returns the short paragraphs behind a block, in the same section or cell, up to the first that is something else.

    What is not translated is one where it is short too, and ends nothing: translators are told the same of the others, with it or without.
    """
    lines = []
    for after in range(number + 1, len(document.blocks)):
        one = document.blocks[after]
        if one.kept is not None and len(one.kept.text) > LONGEST:
            continue
        same = one.kind == "paragraph" and one.containers == document.blocks[number].containers
        if not same or len(_text(document, one)) > LONGEST:
            break
        lines.append(after)
    return lines


def _text(document: Document, block: Block) -> str:
    """What a reader sees of a block, what is protected in it too."""
    parts: list[str] = []
    for segment in (document.segments[one] for one in block.segments):
        parts.append(plain(decode(segment.text)))
        parts += [
            " ".join(one for one in code.pieces if isinstance(one, str))
            for code in segment.content
            if isinstance(code, Code) and code.protected
        ]
    return " ".join(" ".join(parts).split())
