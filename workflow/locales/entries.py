r"""The text of a PO file -> its entries, in file order, the header among them.

Nearly all entries of most catalogs are written as gettext writes them, on a line for each part: those are read by one expression each,
in a sixth of the time that reading them line by line takes. What is written in any other way is left to `chunks`; what comes out is the
same.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache

from workflow.locales.chunks import Chunk, chunks
from workflow.locales.entry import Entry

# Possessive: to be able to go back, it would take a hundred bytes for each escape of a text of megabytes.
_TEXT = r'"([^"\\\n]*+(?:\\[ntrvbf"\\][^"\\\n]*+)*+)"\n'
_USUAL = re.compile(
    r"((?:#(?: [^\n]*)?\n)*)((?:#\.[^\n]*\n)*)((?:#:[^\n]*\n)*)((?:#,[^\n]*\n)*)"
    rf"(?:msgctxt {_TEXT})?msgid {_TEXT}msgstr {_TEXT}"
    # Then a blank line and something that begins an entry: a text there would go on with this one.
    r"(?:\n(?=#[ .:,]|msgid |msgctxt )|\Z)"
)


def entries_of(text: str, path: str, unescape: Callable[[str], str]) -> tuple[list[Entry], str]:
    """Returns the entries, and what stands behind the last one.

    Args:
        text: Of the whole file.
        path: For errors.
        unescape: Reads the escapes between the quotes.

    Raises:
        CatalogError: A line is broken, or the file ends inside an entry.
    """
    entries: list[Entry] = []
    lines: list[str] = []
    at, line = 0, 1
    while at < len(text):
        usual = _USUAL.match(text, at)
        if usual is not None and usual[6]:
            entries.append(_from_lines(usual, line, unescape))
            line += usual[0].count("\n")
            at = usual.end()
            continue
        lines = lines or text.split("\n")
        chunk = next(chunks(lines, path, line - 1), None)
        if chunk is None:
            break
        entries.append(_from_chunk(chunk, unescape))
        line += len(chunk.lines)
        at += sum(map(len, chunk.lines))
    tail = text[at:]
    if entries:
        tail = (entries[-1].gap or "") + tail
        entries[-1] = replace(entries[-1], gap=None)
    return entries, tail


def _from_lines(found: re.Match[str], line: int, unescape: Callable[[str], str]) -> Entry:
    comments, extracted, references, flags, context, msgid, msgstr = found.groups()
    end = found.end(7) + 2
    return Entry(
        unescape(msgid) if "\\" in msgid else msgid,
        unescape(msgstr) if "\\" in msgstr else msgstr,
        context if context is None or "\\" not in context else unescape(context),
        tuple([one.rstrip()[1:].removeprefix(" ") for one in comments.split("\n")[:-1]]) if comments else (),
        tuple([one.rstrip()[2:].removeprefix(" ") for one in extracted.split("\n")[:-1]]) if extracted else (),
        _references(references),
        tuple([flag.strip() for one in flags.split("\n")[:-1] for flag in one[2:].split(",") if flag.strip()]) if flags else (),
        line=line,
        raw=found.string[found.start() : end],
        gap=found.string[end : found.end()],
    )


@lru_cache(maxsize=64)
def _references(lines: str) -> tuple[str, ...]:
    return tuple([one[2:].strip() for one in lines.split("\n")[:-1]])  # the same for all entries of most catalogs


def _from_chunk(chunk: Chunk, unescape: Callable[[str], str]) -> Entry:
    raw, gap = chunk.raw_and_gap()
    texts = {name: unescape(text) if "\\" in text else text for name, text in chunk.keywords.items()}
    plural = None
    if "msgid_plural" in texts:
        plural = (texts["msgid_plural"], tuple(texts[name] for name in sorted(texts) if name.startswith("msgstr[")))
    previous = {name: unescape(text) if "\\" in text else text for name, text in chunk.previous.items()}
    return Entry(
        msgid=texts["msgid"],
        msgstr=texts["msgstr"] if plural is None else next((text for text in plural[1] if text), ""),
        msgctxt=texts.get("msgctxt"),
        comments=tuple(chunk.comments),
        extracted=tuple(chunk.extracted),
        references=tuple(chunk.references),
        flags=tuple(chunk.flags),
        previous=previous.get("msgid"),
        previous_context=previous.get("msgctxt"),
        obsolete=bool(chunk.obsolete),
        plural=plural,
        line=chunk.line,
        raw=raw,
        gap=gap,
    )
