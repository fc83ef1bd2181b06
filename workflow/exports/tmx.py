"""The pair as a translation memory: TMX 1.4b, level 2 (inline markup as `bpt`, `ept`, `it`, `ph`), one unit for each rendering.

Source: TMX 1.4b Specification. A code has the same `x` in both languages; `i` pairs the two ends of one element.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from workflow.exports import spans
from workflow.exports.markup import Element, whole
from workflow.exports.parallel import Parallel, ReleaseInfo
from workflow.inline import decode
from workflow.model import Code, Document, Inline, Segment

_DATATYPE = {"text": "plaintext", "html": "html", "xml": "xml"}
_TYPE = {"emphasis": "italic", "strong": "bold", "link": "link", "break": "lb", "image": "image"}
# The format's own version, not the program's: exports stay the same when only the program changes.
_FORMAT = "1"


def write(parallel: Parallel, info: ReleaseInfo) -> bytes:
    """Returns the TMX file of a pair; a sentence that only one language has makes no unit, joined sentences make one."""
    document = parallel.target.document
    units = []
    for link in parallel.links:
        if not (link.source and link.target):
            continue
        number = link.target[0]
        segment = document.segments[number]
        block = document.blocks[segment.block]
        props = [_prop("x-release", info.release), _prop("x-kind", block.kind)]
        if block.context is not None:
            props.append(_prop("x-context", block.context))
        numbers: dict[int, str] = {}
        for code in segment.content:
            if isinstance(code, Code):
                numbers.setdefault(code.pair, str(len(numbers) + 1))
        sides = (
            (parallel.source.language, decode(segment.text)),
            (parallel.target.language, parallel.target.inline(number)),
        )
        tuvs = [
            Element("tuv", {"xml:lang": language}, (Element("seg", {}, _content(inline, segment, numbers, document), tight=True),))
            for language, inline in sides
        ]
        units.append(Element("tu", {"tuid": parallel.source.ids[number]}, [*props, *tuvs]))
    header = Element(
        "header",
        {
            "creationtool": "workflow",
            "creationtoolversion": _FORMAT,
            "segtype": "sentence",
            "o-tmf": "gettext",
            "adminlang": "en",
            "srclang": parallel.source.language,
            "datatype": _DATATYPE.get(document.format, "unknown"),
        },
        [_prop("x-catalog", info.catalog_digest)] if info.catalog_digest else [],
    )
    root = Element("tmx", {"version": "1.4"}, (header, Element("body", {}, units)))
    return whole(root)


def _prop(name: str, value: str) -> Element:
    return Element("prop", {"type": name}, (value,))


def _content(inline: Inline, segment: Segment, numbers: Mapping[int, str], document: Document) -> Sequence[Element | str]:
    parts = spans.items(inline, segment.codes)
    paired = spans.paired(parts)
    done: list[Element | str] = []
    for at, part in enumerate(parts):
        if isinstance(part, str):
            done.append(part)
            continue
        number = numbers[part.pair]
        kind = {"type": _TYPE[part.role]} if part.role in _TYPE else {}
        markup = (spans.as_found(part.pieces, document),)
        if part.kind == "void":
            done.append(Element("ph", {"x": number, **kind}, markup, tight=True))
        elif at not in paired:
            done.append(Element("it", {"pos": "begin" if part.kind == "open" else "end", "x": number, **kind}, markup, tight=True))
        elif part.kind == "open":
            done.append(Element("bpt", {"i": number, "x": number, **kind}, markup, tight=True))
        else:
            done.append(Element("ept", {"i": number}, markup, tight=True))
    return done
