"""What somebody said, in plain text: a paragraph that is all in quotation marks, and the line behind it that says who is quoted.

A text has no element for either, so both are taken for what they are only where that is certain. A quoted paragraph is a quotation if a
line such as “— Name, title” follows it, or if the paragraph before it ends with a colon and it ends as a sentence does (a list of titles
of books has quotation marks too). A quotation of several paragraphs opens in each of them and closes in the last.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import replace

from workflow.inline import decode, plain
from workflow.model import Block, Container, Document

ATTRIBUTION = "attribution"
"""The `element` of a block that says who is quoted, as DocBook calls it."""

DASH = re.compile(r"\s*(?:[–—]|--)\s*(?=[^\s–—-])")
"""With what a line begins that says who is quoted."""

_CLOSING = {"“": "”", "«": "»", "„": "“”", '"': '"', "「": "」", "『": "』", "‘": "’"}
_STOP = ".,;!?…。"
_SENTENCE = re.compile(r"[.!?…。！？؟۔][”»“\"」』’]?\Z|[”»“\"」』’][.!?…。]\Z")
_INTRODUCED = re.compile(r"[:：]\s*\Z")
_LONGEST = 200
"""Characters of an attribution; what is longer is a text that begins with a dash."""


def is_quoted(text: str) -> bool:
    """Tells if a text is one quotation from its first character to its last, but for a stop behind it."""
    return _open_at_end(text) == 0


def is_attribution(text: str) -> bool:
    """Tells if a line behind a quotation, with its dash, says who is quoted: it is short, and neither goes on nor speaks itself."""
    dash = DASH.match(text)
    return dash is not None and _names(text[dash.end() :])


def _names(text: str) -> bool:
    text = text.strip()
    return bool(text) and len(text) <= _LONGEST and text[0].isalpha() and not text[0].islower() and text[-1] not in ":;!?…,"


def _open_at_end(text: str) -> int | None:
    """Returns how many quotations are open behind a text that is all quoted; None where it is not, or not from its first character on."""
    text = text.strip()
    closing = _CLOSING.get(text[:1])
    if closing is None:
        return None
    depth = 1
    for match in re.finditer(f"[{text[0]}{closing}]", text[1:]):
        at = match.start() + 1
        if match[0] == "’" and text[at - 1].isalpha() and text[at + 1 : at + 2].isalpha():
            continue  # an apostrophe
        if match[0] not in closing:
            depth += 1
        elif depth > 1:
            depth -= 1
        else:
            behind = text[at + 1 :]
            return 0 if not behind or (len(behind) == 1 and behind in _STOP) else None
    return depth


def found(document: Document, dashed: Collection[int]) -> Document:
    """Returns a document of plain text with its quotations as such.

    Args:
        document: As read, one segment a block.
        dashed: Segments of list items whose sign is a dash.
    """
    blocks = list(document.blocks)
    number = max((one.number for block in blocks for one in block.containers), default=0)
    texts = [plain(decode(document.segments[block.segments[0]].text)) if block.segments else "" for block in blocks]
    start = 0
    while start < len(blocks):
        end, closed = _end(blocks, texts, start)
        if closed:
            said_by = end < len(blocks) and _says_who(blocks, texts, end, dashed)
            introduced = start > 0 and blocks[start - 1].kind == "paragraph" and _INTRODUCED.search(texts[start - 1]) is not None
            if said_by or (introduced and _SENTENCE.search(texts[end - 1])):
                number += 1
                for one in range(start, end + said_by):
                    element = ATTRIBUTION if one == end else ""
                    blocks[one] = replace(blocks[one], kind="quotation", containers=(Container("quotation", number),), element=element)
        start = max(end, start + 1)
    return replace(document, blocks=tuple(blocks))


def _end(blocks: Sequence[Block], texts: Sequence[str], start: int) -> tuple[int, bool]:
    """Returns the number of the first block that is not part of the quotation that begins at a block, and whether that is closed there."""
    for one in range(start, len(blocks)):
        if blocks[one].kind != "paragraph" or texts[one][:1] != texts[start][:1]:
            return one, False
        still = _open_at_end(texts[one])
        if not still:
            return one + 1, still == 0
    return len(blocks), False


def _says_who(blocks: Sequence[Block], texts: Sequence[str], number: int, dashed: Collection[int]) -> bool:
    """Tells if a block is an attribution: a paragraph that begins with a dash, or the only item of a list with dashes."""
    block = blocks[number]
    if block.kind == "paragraph":
        return is_attribution(texts[number])
    if block.kind != "item" or block.segments[0] not in dashed or not _names(texts[number]):
        return False
    return number + 1 == len(blocks) or block.containers[0] not in blocks[number + 1].containers
