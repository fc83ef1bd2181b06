"""Accepted texts as a translation memory for other tools: TMX 1.4b, level 2. `memory.tmx` reads such files.

Source: TMX 1.4b Specification. Codes stand as catalogs write them; `x` pairs them between the languages.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from xml.sax.saxutils import escape, quoteattr

from workflow.inline import decode, isolated, show, tags
from workflow.model import Inline, Tag

_NO_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
# The format's own version, not the program's: the file stays the same when only the program changes.
_FORMAT = "1"


@dataclass(frozen=True, slots=True)
class Remembered:
    """One accepted text."""

    msgctxt: str | None
    msgid: str
    msgstr: str
    origin: str
    """The release."""
    revised: datetime | None = None
    context: tuple[str, str] | None = None
    """The sentences before and behind it."""


def write(units: Iterable[Remembered], *, source: str, target: str) -> Iterator[bytes]:
    """Yields the file in parts, a unit at a time, so that its size does not matter.

    Args:
        units: In the order of the file.
        source: BCP 47 tag of the msgids.
        target: Of the translations.
    """
    header = (
        f'creationtool="workflow" creationtoolversion="{_FORMAT}" segtype="sentence" o-tmf="gettext" adminlang="en" '
        f'srclang={quoteattr(source)} datatype="plaintext"'
    )
    yield f'<?xml version="1.0" encoding="UTF-8"?>\n<tmx version="1.4">\n  <header {header}/>\n  <body>\n'.encode()
    for one in units:
        msgid, msgstr = decode(one.msgid), decode(one.msgstr)
        numbers = {name: str(number) for number, name in enumerate(dict.fromkeys(tag.name for tag in (*tags(msgid), *tags(msgstr))), 1)}
        changed = f' changedate="{one.revised.astimezone(UTC):%Y%m%dT%H%M%SZ}"' if one.revised is not None else ""
        lines = [f"    <tu{changed}>", f"      {_prop('x-release', one.origin)}"]
        if one.msgctxt is not None:
            lines.append(f"      {_prop('x-context', one.msgctxt)}")
        if one.context is not None:
            lines += [f"      {_prop('prev', one.context[0])}", f"      {_prop('next', one.context[1])}"]
        for language, inline in ((source, msgid), (target, msgstr)):
            lines.append(f"      <tuv xml:lang={quoteattr(language)}><seg>{_content(inline, numbers)}</seg></tuv>")
        yield "\n".join([*lines, "    </tu>\n"]).encode()
    yield b"  </body>\n</tmx>\n"


def _prop(name: str, value: str) -> str:
    return f'<prop type="{name}">{_text(value)}</prop>'


def _text(value: str) -> str:
    return escape(_NO_XML.sub("", value), {"\r": "&#13;"})


def _content(inline: Inline, numbers: dict[str, str]) -> str:
    single = {tag for ends in isolated(inline) for tag in ends}
    out: list[str] = []
    for part in inline:
        if isinstance(part, Tag):
            number, markup = numbers[part.name], _text(show(part))
            if part.kind == "void":
                out.append(f'<ph x="{number}">{markup}</ph>')
            elif part in single:
                out.append(f'<it pos="{"begin" if part.kind == "open" else "end"}" x="{number}">{markup}</it>')
            elif part.kind == "open":
                out.append(f'<bpt i="{number}" x="{number}">{markup}</bpt>')
            else:
                out.append(f'<ept i="{number}">{markup}</ept>')
        else:
            out.append(_text(part))
    return "".join(out)
