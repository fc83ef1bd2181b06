"""Text with codes <-> the inline elements of XLIFF 2.1 (Core, section 4.2.3 Inline Elements).

A pair that encloses words is `pc`; one that crosses another, as only a broken text has it, `sc` and `ec`; the one end of a code that
spans sentences is isolated; what stands alone is `ph`. A code has the same id in source and target, and says with `disp` how catalogs
write it, so that it is found again whatever a tool did to the ids.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape, quoteattr

from workflow.exchange.incoming import ExchangeError, Key
from workflow.exchange.outgoing import Original
from workflow.inline import decode, join, show, tags
from workflow.model import CodeKind, CodeRole, Inline, Tag

if TYPE_CHECKING:
    from lxml.etree import _Element

CORE = "{urn:oasis:names:tc:xliff:document:2.0}"

_TYPES: dict[CodeRole, str] = {
    "emphasis": 'type="fmt" subType="xlf:i"',
    "strong": 'type="fmt" subType="xlf:b"',
    "break": 'type="fmt" subType="xlf:lb"',
    "subscript": 'type="fmt"',
    "superscript": 'type="fmt"',
    "link": 'type="link"',
    "image": 'type="image"',
    "quote": 'type="quote"',
}
_NO_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_MARKUP = re.compile(r"\s*<\s*(?:/\s*)?([A-Za-z_][\w.-]*)")
_BY_TYPE = {"xlf:b": "b", "xlf:i": "i", "xlf:u": "u", "xlf:lb": "br", "link": "a", "image": "img", "quote": "q"}


def text(value: str) -> str:
    """Returns text as element content; a character that XML has no place for becomes `cp` (section 4.2.3.1)."""
    return _NO_XML.sub(lambda match: f'<cp hex="{ord(match[0]):04X}"/>', escape(value, {"\r": "&#13;"}))


def attribute(value: str) -> str:
    """Returns text as an attribute value in its quotes, without what XML has no place for."""
    return quoteattr(_NO_XML.sub("", value), {"\r": "&#13;"})


class Codes:
    """The codes of one unit: their ids, and how they are written.

    Args:
        source: The msgid, decoded.
        originals: What its codes stand for; of a code that is not there, nothing is said.
        unit_ids: Entry -> id of its unit, for subFlows.
    """

    def __init__(self, source: Inline, originals: Mapping[Tag, Original], unit_ids: Mapping[Key, str]) -> None:
        names = dict.fromkeys((tag.name, tag.kind == "void") for tag in tags(source))
        self._ids = {name: str(number) for number, name in enumerate(names, 1)}
        self._last = len(self._ids)
        self._originals = originals
        self._unit_ids = unit_ids
        self._data = {tag: f"d{number}" for number, tag in enumerate((tag for tag in dict.fromkeys(tags(source)) if tag in originals), 1)}

    def original_data(self) -> str:
        """Returns `originalData`, or nothing where the unit has no codes."""
        found = [f'<data id="{number}">{text(self._originals[tag].data)}</data>' for tag, number in self._data.items()]
        return f"<originalData>{''.join(found)}</originalData>" if found else ""

    def content(self, inline: Inline, *, data: bool = True) -> str:
        """Returns text with codes as the content of a source or target.

        Args:
            inline: The text.
            data: Whether its codes may refer to the unit's `originalData`; those of a match may not.
        """
        ends = _pairs(inline)
        used: set[str] = set()
        ids: dict[int, str] = {}
        out: list[str] = []
        for at, part in enumerate(inline):
            if isinstance(part, str):
                out.append(text(part))
                continue
            start, crossing = ends.get(at, (at, True))
            if part.kind == "close" and start != at:
                out.append("</pc>" if not crossing else f'<ec startRef="{ids[start]}"{self._said(part, data=data)}/>')
                continue
            number = self._ids.get((part.name, part.kind == "void"), "")
            if not number or number in used:
                # An id may stand once on each side, and a code that the source lacks may not borrow one of its.
                self._last += 1
                number = str(self._last)
            used.add(number)
            ids[at] = number
            if part.kind == "void":
                out.append(f'<ph id="{number}"{self._said(part, data=data)}/>')
            elif at not in ends:
                out.append(f'<{"sc" if part.kind == "open" else "ec"} id="{number}" isolated="yes"{self._said(part, data=data)}/>')
            elif crossing:
                out.append(f'<sc id="{number}"{self._said(part, data=data)}/>')
            else:
                out.append(f'<pc id="{number}"{self._said(part, Tag(part.name, "close"), data=data)}>')
        return "".join(out)

    def _said(self, tag: Tag, close: Tag | None = None, *, data: bool) -> str:
        original = self._originals.get(tag)
        suffix = "" if close is None else "Start"
        said = [f"disp{suffix}={attribute(show(tag))}"]
        if close is not None:
            said.append(f"dispEnd={attribute(show(close))}")
        if data and close is None and tag in self._data:
            said.append(f'dataRef="{self._data[tag]}"')
        if data and close is not None and tag in self._data and close in self._data:
            said += [f'dataRefStart="{self._data[tag]}"', f'dataRefEnd="{self._data[close]}"']
        if original is not None:
            flows = [self._unit_ids[key] for key in original.flows if key in self._unit_ids]
            if data and flows:
                # Of a pair both ends name them (Core 4.3.1, and its Schematron: the two attributes are used in pair).
                said += [f'subFlows{end}="{" ".join(flows)}"' for end in ((suffix, "End") if suffix else ("",))]
            if original.role in _TYPES:
                said.append(_TYPES[original.role])
            if original.role == "link" or original.protected:
                said.append('canDelete="no"')
        said.append('canCopy="no"')
        return " " + " ".join(said)


def _pairs(inline: Inline) -> dict[int, tuple[int, bool]]:
    """Returns index of each end of a pair -> (index of its opening code, whether the pair crosses another)."""
    found: dict[int, tuple[int, bool]] = {}
    opened: list[int] = []
    crossing: set[int] = set()
    for at, part in enumerate(inline):
        if isinstance(part, str) or part.kind == "void":
            continue
        if part.kind == "open":
            opened.append(at)
            continue
        match = next((start for start in reversed(opened) if inline[start] == Tag(part.name, "open")), None)
        if match is None:
            continue
        above = opened[opened.index(match) + 1 :]
        if above:
            crossing |= {match, *above}
        opened.remove(match)
        found[match] = found[at] = (match, False)
    return {at: (start, start in crossing) for at, (start, _) in found.items()}


def read(element: _Element, names: dict[str, str], originals: Mapping[str, str], path: str) -> Inline:
    """Returns the text with codes of a `source`, `target` or the like.

    Args:
        element: Which.
        names: Id of a code -> its name in the catalog; what a source has is added, and found again in its target.
        originals: Id of a `data` element -> its text, for files that do not say how catalogs write a code.
        path: For errors.

    Raises:
        ExchangeError: It holds an element that is no inline element of XLIFF 2; names the line.
    """
    parts: list[str | Tag] = []
    starts: dict[str, str] = {}
    taken: dict[str, int] = {}

    def name_of(one: _Element, suffix: str) -> str:
        shown = decode(one.get(f"disp{suffix}") or "")
        if len(shown) == 1 and isinstance(shown[0], Tag):
            return shown[0].name
        for number in (one.get("id"), one.get("copyOf"), one.get("startRef")):
            if number is not None and (number in names or number in starts):
                return starts.get(number) or names[number]
        markup = _MARKUP.match(originals.get(one.get(f"dataRef{suffix}") or "", ""))
        base = markup[1] if markup else _BY_TYPE.get(one.get("subType") or "") or _BY_TYPE.get(one.get("type") or "") or "x"
        count = taken[base] = taken.get(base, 1 if base == "prev" else 0) + 1
        return base if count == 1 else f"{base}{count}"

    def walk(parent: _Element) -> None:
        parts.append(parent.text or "")
        for one in parent:
            kind = one.tag.removeprefix(CORE) if isinstance(one.tag, str) else ""
            if kind == "pc":
                name = name_of(one, "Start")
                starts[one.get("id") or ""] = name
                parts.append(Tag(name, "open"))
                walk(one)
                parts.append(Tag(name, "close"))
            elif kind in _KINDS:
                name = name_of(one, "")
                starts[one.get("id") or ""] = name
                parts.append(Tag(name, _KINDS[kind]))
            elif kind == "cp":
                parts.append(_character(one, path))
            elif kind == "mrk":
                walk(one)
            elif kind and kind not in ("sm", "em"):
                said = f"<{kind.rpartition('}')[2]}> is no inline element of XLIFF 2"
                raise ExchangeError(said, path=path, line=line_of(one), hint="export it again as XLIFF 2.1")
            parts.append(one.tail or "")

    walk(element)
    for number, name in starts.items():
        names.setdefault(number, name)
    return join(parts)


_KINDS: dict[str, CodeKind] = {"ph": "void", "sc": "open", "ec": "close"}


def _character(element: _Element, path: str) -> str:
    try:
        return chr(int(element.get("hex") or "", 16))
    except (ValueError, OverflowError):
        said = f"cp hex={element.get('hex')!r} is no character"
        raise ExchangeError(said, path=path, line=line_of(element), hint="export it again") from None


def line_of(element: _Element) -> int:
    """Returns where an element begins, 1-based."""
    line: Any = element.sourceline
    return int(line or 1)
