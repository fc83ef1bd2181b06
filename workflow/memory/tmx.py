"""TMX 1.1 to 1.4b read as units, one after the other, so that the size of a file does not matter.

Source: TMX 1.4b Specification. Inline elements (`bpt` with `ept`, `it`, `ph`, `hi`) become our codes, named after the markup that
they hold, else after their `type`; where the two languages' codes can not be matched, or they are not the same, the unit is text only.
What stands around a whole segment is left out, as it stands outside our segments. A document type declaration is not loaded, and one
that declares entities is refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, BinaryIO

from workflow.errors import WorkflowError
from workflow.inline import collapse, compare, encode, join, plain
from workflow.memory.unit import Unit, moment
from workflow.model import CodeKind, Inline, Tag
from workflow.versions import refuse_newer

if TYPE_CHECKING:
    from lxml.etree import _Element

_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
FORMAT = 1
"""Of this program's own files, as their `creationtoolversion` names it."""
_VERSIONS = ("1.1", "1.2", "1.3", "1.4", "1.4b")
_NAMES = {"bold": "b", "italic": "i", "ulined": "u", "link": "a", "lb": "br", "image": "img", "struck": "s", "code": "code"}
_KINDS: dict[str, CodeKind] = {"bpt": "open", "ept": "close", "ph": "void"}
_MARKUP = re.compile(r"\s*<\s*(?:/\s*)?([A-Za-z_][\w.:-]*)")
_EDGE = " \t\r\n\f\u00a0"

Key = tuple[str, str]
"""What makes two ends, or two languages, of one code find each other: how it is numbered, and the number."""


class TmxError(WorkflowError):
    """A TMX file can not be used."""


def read(file: BinaryIO, path: str, *, source: str, target: str) -> Iterator[Unit]:
    """Yields the units that have both languages, in the order of the file, with a text in each.

    Args:
        file: Open for reading; any encoding that XML allows.
        path: For errors.
        source: Language of the msgids; `en` is also found as `en-GB`, `en-GB` also as `en`, and the nearest wins.
        target: Language of the translations, likewise.

    Raises:
        TmxError: It is not well-formed, no TMX, declares entities, or is of a newer format; names the line. Units before that
            place were yielded.
    """
    from lxml import etree

    # Ids would be collected for nothing; entities are left alone, and there are none but XML's own.
    events = etree.iterparse(
        file, events=("end",), resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, collect_ids=False
    )
    root: _Element | None = None
    try:
        for _, element in events:
            if root is None:
                root = element.getroottree().getroot()
                _check_root(root, path)
            parent = element.getparent()
            if _name(element) == "header" and parent is root:
                _check_header(element, path)
            if parent is None or _name(parent) != "body":
                continue
            unit = _unit(element, path, source, target) if _name(element) == "tu" else None
            element.clear()
            while element.getprevious() is not None:
                del parent[0]
            if unit is not None:
                yield unit
    except etree.XMLSyntaxError as error:
        what = re.sub(r"[,.]* line \d+, column \d+.*$", "", error.msg or "it ends too early")
        unsafe = re.search(r"amplification|depth|entity reference loop|huge", f"{error.msg}", re.I)
        hint = "such a file can not be read safely" if unsafe else "export it again, or open it in an XML editor"
        raise TmxError(f"not well-formed: {what}", path=path, line=error.lineno or 1, hint=hint) from None


def _name(element: _Element) -> str:
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def _line(element: _Element) -> int:
    line: Any = element.sourceline
    return int(line or 1)


def _check_root(root: _Element, path: str) -> None:
    line = _line(root)
    dtd: Any = root.getroottree().docinfo.internalDTD
    if dtd is not None and next(iter(dtd.iterentities()), None) is not None:
        raise TmxError("it declares entities, which a TMX file does not need", path=path, line=1, hint="such a file can not be read safely")
    if _name(root) != "tmx":
        raise TmxError(f"no TMX file: its root is <{_name(root)}>", path=path, line=line, hint="only TMX files belong in this folder")
    version = root.get("version", "1.4")
    if version not in _VERSIONS:
        raise TmxError(f"TMX {version} is not known", path=path, line=line, hint="export it as TMX 1.4b")


def _check_header(header: _Element, path: str) -> None:
    if header.get("creationtool") == "workflow":
        refuse_newer(header.get("creationtoolversion"), FORMAT, TmxError, path=path, line=_line(header))


def _unit(unit: _Element, path: str, source: str, target: str) -> Unit | None:
    variants: list[tuple[str, _Element]] = []
    for one in unit:
        if _name(one) == "tuv":
            language = one.get(_LANG) or one.get("lang")
            if not language:
                raise TmxError("a <tuv> does not name its language", path=path, line=_line(one), hint='it needs an xml:lang="…"')
            variants.append((language, one))
    both = _nearest(variants, source), _nearest(variants, target)
    if both[0] is None or both[1] is None or both[0] is both[1]:
        return None
    segments = [_segment(one, path) for one in both if one is not None]
    msgid, msgstr = _coded(*segments) or ("", "")
    if not msgid or not msgstr:
        return None
    dates = [one.get(name) or "" for one in (both[1], unit) for name in ("changedate", "creationdate")]
    told = {one.get("type", ""): (one.text or "") for one in unit if _name(one) == "prop"}
    # `prev` and `next` are OmegaT's, `x-context` is ours.
    contexts = ((collapse(told["prev"]).strip(_EDGE), collapse(told["next"]).strip(_EDGE)),) if {"prev", "next"} <= set(told) else ()
    return Unit(msgid, msgstr, told.get("x-context"), False, max(dates, key=moment), contexts)


def _nearest(variants: list[tuple[str, _Element]], wanted: str) -> _Element | None:
    """Returns the variant whose language is the wanted one, or the beginning of its tag, or begins with it; the nearest, then the first."""
    parts = wanted.lower().replace("_", "-").split("-")
    found: list[tuple[int, int, _Element]] = []
    for number, (language, element) in enumerate(variants):
        has = language.strip().lower().replace("_", "-").split("-")
        shared = min(len(parts), len(has))
        if parts[:shared] == has[:shared]:
            found.append((abs(len(parts) - len(has)), number, element))
    return min(found, key=lambda one: one[:2])[2] if found else None


Part = str | tuple[CodeKind, Key, str]
"""Text, or a code: its kind, what it is matched by, the name that it asks for."""


def _segment(variant: _Element, path: str) -> list[Part]:
    for one in variant:
        if _name(one) == "seg":
            return _parts(one, path)
    raise TmxError("a <tuv> has no <seg>", path=path, line=_line(variant), hint="each language of a unit needs its text")


def _parts(seg: _Element, path: str) -> list[Part]:
    """Returns the text and codes of a segment. What stands inside `bpt`, `ept`, `it`, `ph` and `ut` is markup, not text."""
    from lxml import etree

    parts: list[Part] = [seg.text or ""]
    pairs: dict[str, tuple[Key, str]] = {}
    singles = 0

    def walk(parent: _Element) -> None:
        nonlocal singles
        for one in parent:
            if one.tag is etree.Entity:
                raise TmxError(f"{one.text} is not defined", path=path, line=_line(seg), hint="write the character itself")
            name, number = _name(one), one.get("x", "")
            if name in ("bpt", "ept", "it", "ph", "hi"):
                singles += 1
                key = ("x", number) if number else ("i", one.get("i", "")) if name == "bpt" else (name, str(singles))
                asked = _asked(one)
                kind: CodeKind = "open" if name == "hi" or one.get("pos") == "begin" else "close" if name == "it" else _KINDS[name]
                if name == "bpt":
                    pairs[one.get("i", "")] = (key, asked)
                elif name == "ept":
                    key, asked = pairs.get(one.get("i", ""), (key, asked))
                parts.append((kind, key, asked))
                if name == "hi":
                    parts.append(one.text or "")
                    walk(one)
                    parts.append(("close", key, asked))
            parts.append(one.tail or "")

    walk(seg)
    return parts


def _asked(element: _Element) -> str:
    """Returns the name for a code: of the element in the native markup, else after its type, else `x`."""
    markup = _MARKUP.match(element.text or "") if _name(element) != "hi" else None
    name = markup[1] if markup else _NAMES.get(element.get("type", "").lower(), "hi" if _name(element) == "hi" else "x")
    return "prev2" if name == "prev" else name


def _coded(source: list[Part], target: list[Part]) -> tuple[str, str]:
    """Returns msgid and msgstr, with codes if both have the same, otherwise without any."""
    names: dict[Key, str] = {}
    taken: dict[str, int] = {}
    for part in source:
        if not isinstance(part, str) and part[1] not in names:
            number = taken[part[2]] = taken.get(part[2], 0) + 1
            names[part[1]] = part[2] if number == 1 else f"{part[2]}{number}"
    one, other = (_clean(_inline(side, names)) for side in (source, target))
    if len(set(names.values())) < len(names) or compare(one, other):
        one, other = (_clean((plain(side),)) for side in (_inline(source, names), _inline(target, names)))
    one, other = _peeled(one, other)
    return encode(one), encode(other)


def _inline(parts: list[Part], names: dict[Key, str]) -> Inline:
    return join(part if isinstance(part, str) else Tag(names.get(part[1], f"{part[2]}-"), part[0]) for part in parts)


def _clean(inline: Inline) -> Inline:
    """Returns the text with runs of white space as one space, and none at its edges."""
    parts = [collapse(part) if isinstance(part, str) else part for part in inline]
    if parts and isinstance(parts[0], str):
        parts[0] = parts[0].lstrip(_EDGE)
    if parts and isinstance(parts[-1], str):
        parts[-1] = parts[-1].rstrip(_EDGE)
    return join(parts)


def _peeled(one: Inline, other: Inline) -> tuple[Inline, Inline]:
    """Takes away the codes that enclose both texts as a whole."""
    while len(one) > 2 and len(other) > 2:
        first, last = one[0], one[-1]
        if not (isinstance(first, Tag) and isinstance(last, Tag) and (first, last) == (other[0], other[-1])):
            break
        if (first.kind, last.kind) != ("open", "close") or first.name != last.name:
            break
        one, other = _clean(one[1:-1]), _clean(other[1:-1])
    return one, other
