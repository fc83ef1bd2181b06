"""The pair as a translation memory: TMX 1.4b, level 2 (inline markup as `bpt`, `ept`, `it`, `ph`), one unit for each rendering.

Source: TMX 1.4b Specification. A code has the same `x` in both languages; `i` pairs the two ends of one element.
"""

from __future__ import annotations

from collections.abc import Mapping

from workflow.exports import spans
from workflow.exports.markup import Element, escape, inside, leaf, quote, whole
from workflow.exports.parallel import Parallel, ReleaseInfo
from workflow.inline import decode
from workflow.model import Code, Document, Inline, Segment

_DATATYPE = {"text": "plaintext", "html": "html", "xml": "xml"}
_TYPE = {"emphasis": "italic", "strong": "bold", "link": "link", "break": "lb", "image": "image"}
# The format's own version, not the program's: exports stay the same when only the program changes.
_FORMAT = "1"


def write(parallel: Parallel, info: ReleaseInfo) -> bytes:
    """Returns the TMX file of a pair; a sentence that only one language has makes no unit, joined sentences make one."""
    source, target, document = parallel.source, parallel.target, parallel.target.document
    release = _prop("x-release", info.release)
    kinds = {kind: _prop("x-kind", kind) for kind in {block.kind for block in document.blocks}}
    languages = [quote(side.language) for side in (source, target)]
    units = []
    for link in parallel.links:
        if not (link.source and link.target):
            continue
        number = link.target[0]
        segment = document.segments[number]
        block = document.blocks[segment.block]
        numbers: dict[int, str] = {}
        if segment.codes:
            for code in segment.content:
                if isinstance(code, Code):
                    numbers.setdefault(code.pair, str(len(numbers) + 1))
        # Indented here: nearly all of the file are these lines, and a tree of them takes longer to build than all else.
        units += [f'<tu tuid="{source.ids[number]}">', f"  {release}", f"  {kinds[block.kind]}"]
        if block.context is not None:
            units.append(f"  {_prop('x-context', block.context)}")
        texts = (
            (source.words(number) if link.source == (number,) else None) or decode(segment.text),
            target.words(number) or target.inline(number),
        )
        for language, text in zip(languages, texts, strict=True):
            units += [f"  <tuv xml:lang={language}>", f"    {_seg(text, segment, numbers, document)}", "  </tuv>"]
        units.append("</tu>")
    header = Element(
        "header",
        {
            "creationtool": "workflow",
            "creationtoolversion": _FORMAT,
            "segtype": "sentence",
            "o-tmf": "gettext",
            "adminlang": "en",
            "srclang": source.language,
            "datatype": _DATATYPE.get(document.format, "unknown"),
        },
        [_prop("x-catalog", info.catalog_digest)] if info.catalog_digest else [],
    )
    root = Element("tmx", {"version": "1.4"}, (header, Element("body", {}, units)))
    return whole(root)


def _prop(name: str, value: str) -> str:
    return leaf("prop", {"type": name}, value)


def _seg(text: str | Inline, segment: Segment, numbers: Mapping[int, str], document: Document) -> str:
    if isinstance(text, str):  # words alone, as most sentences are
        return f"<seg>{escape(text)}</seg>"
    return inside("seg", {}, _content(text, segment, numbers, document))


def _content(inline: Inline, segment: Segment, numbers: Mapping[int, str], document: Document) -> list[str]:
    parts = spans.items(inline, segment.codes)
    paired = spans.paired(parts)
    done = []
    for at, part in enumerate(parts):
        if isinstance(part, str):
            done.append(escape(part))
            continue
        number = numbers[part.pair]
        kind = {"type": _TYPE[part.role]} if part.role in _TYPE else {}
        markup = spans.as_found(part.pieces, document)
        if part.kind == "void":
            done.append(leaf("ph", {"x": number, **kind}, markup))
        elif at not in paired:
            done.append(leaf("it", {"pos": "begin" if part.kind == "open" else "end", "x": number, **kind}, markup))
        elif part.kind == "open":
            done.append(leaf("bpt", {"i": number, "x": number, **kind}, markup))
        else:
            done.append(leaf("ept", {"i": number}, markup))
    return done
