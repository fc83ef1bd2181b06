"""What stands between two block boundaries of a page, made into a block.

Tags are paired by `html.py`. Here those without a partner get a form in which any translation can be written: at the edge of a
block they are skeleton; between words they are an isolated opening or closing code where the rest of the block nests without
them, and void codes otherwise.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from workflow.inline import encode, name, shortened
from workflow.languages import primary, tag_of
from workflow.model import Block, Code, CodeKind, CodeRole, Content, Kept, Pieces, Region, Text
from workflow.sources.html_attributes import Attribute, own_language, text_runs, text_value
from workflow.sources.html_parts import SPACE, Frame, Part, TagWriter, with_own
from workflow.sources.html_tags import ROLES

_NOTE = 80
_NO_FRAME = Frame()
_TAG = re.compile(r"<[^>]*>")


class BlockWriter:
    """Hands parts to the builder: as a block, or as skeleton where they have no words."""

    def __init__(self, tags: TagWriter) -> None:
        self.tags = tags
        self.text = tags.text
        self.builder = tags.builder
        self.titled = False

    def literal(self, parts: list[Part], frame: Frame) -> None:
        """Adds parts as skeleton."""
        for part in parts:
            self.builder.extend(self.tags.as_found(part, frame))

    def title(self, start: int, end: int, frame: Frame) -> None:
        """Adds the text of the `title` element."""
        frame = replace(frame, kind="metadata", element="title", preserve=False)
        self.builder.block(text_runs(self.text[start:end]), replace(self._block(start, end, frame), attribute="title"))

    def block(self, parts: list[Part], frame: Frame) -> None:
        """Adds what stands between two block boundaries."""
        first, last = 0, len(parts)
        if last == 1 and parts[0].kind == "text" and not (parts[0].off or frame.preserve):  # most blocks
            self._plain_block(parts[0], frame)
            return
        while first < last and parts[first].off and parts[first].kind != "guard":
            first += 1
        worded = None
        for part in parts[first:] if first else parts:
            if part.kind == "text" and self._has_words(part):
                worded = part
                break
        if worded is None:
            self.literal(parts, frame)
            self._keep(parts, frame)
            return
        while self._leaves(parts[first]):
            first += 1
        while self._leaves(parts[last - 1]):
            last -= 1
        self.literal(parts[:first], frame)
        after = ""
        if frame.preserve:
            after = self._trim(parts[first], parts[last - 1])
        if last - first == 1 and parts[first].kind == "text":
            self._plain_block(parts[first], frame)
        else:
            content = self._content(parts[first:last], frame)
            self._put(content, self._block(worded.start, worded.end, _with_inner_notes(frame, parts[first:last])))
        self.builder.literal(after)
        self.literal(parts[last:], frame)

    def _plain_block(self, part: Part, frame: Frame) -> None:
        self._put(text_runs(self.text[part.start : part.end]), self._block(part.start, part.end, frame))

    def _put(self, content: Content, block: Block) -> None:
        if block.level == 1 and not self.titled and any(isinstance(one, Text) and one.value.strip() for one in content):
            self.titled = True
            block = replace(block, kind="title", level=0)
        self.builder.block(content, block)

    def _keep(self, parts: list[Part], frame: Frame) -> None:
        """Adds what of parts without words to translate is said all the same: the page has it as it is, a TEI file would not."""
        first, last = 0, len(parts)
        while first < last and not self._is_kept(parts[first]):
            first += 1
        while last > first and not self._is_kept(parts[last - 1]):
            last -= 1
        if first == last:
            return
        # Pairs of which one tag is cut off enclose all of it, or belong to other words.
        inline, codes = name(self._content(parts[first:last], frame, as_found=False), preserve=frame.preserve)
        text = encode(inline).strip("\r\n" if frame.preserve else None)
        kept = Kept(text, codes, None if frame.language is None else tag_of(frame.language), frame.translate)
        block = replace(self._block(parts[first].start, parts[last - 1].end, frame), segments=(), kept=kept)
        if frame.level == 1 and not self.titled:
            block = replace(block, kind="title", level=0)
        said = [part for part in parts[first:last] if self._is_kept(part)]
        if len(said) == 1 and said[0].locales:
            block = replace(block, locales=said[0].locales)
        self.builder.kept(block)

    def _words(self, part: Part) -> Pieces:
        found = self.text[part.start : part.end]
        return (Region(part.locales, (found,)),) if part.locales else (found,)

    def _is_kept(self, part: Part) -> bool:
        if part.kind == "text":
            return self._has_words(part)
        return bool(self.plain(part.inner).strip()) if part.kind == "guard" else part.kind == "opaque" and self._is_said(part)

    def _block(self, start: int, end: int, frame: Frame) -> Block:
        return Block(
            frame.kind,
            (self.builder.next_segment,),
            line=self.tags.line_of_text(start, end),
            element=frame.element,
            context=frame.context,
            notes=frame.notes,
            level=frame.level,
            header=frame.header,
            preserve=frame.preserve,
            escape="html",
            containers=frame.containers,
        )

    def _has_words(self, part: Part) -> bool:
        return bool(self.text[part.start : part.end].strip(SPACE))

    def _leaves(self, part: Part) -> bool:
        """Tells if a part at the edge of a block is skeleton: a tag without a partner, white space, a code without words."""
        if part.kind in ("open", "close"):
            return not part.pair
        if part.kind == "text":
            return not self._has_words(part)
        return part.kind in ("void", "comment") or (part.kind == "opaque" and not self._is_said(part))

    def _trim(self, first: Part, last: Part) -> str:
        """Moves the blank lines at the edges of `pre` into the skeleton; returns those at its end."""
        if first.kind == "text":
            found = self.text[first.start : first.end]
            blank = found[: len(found) - len(found.lstrip(SPACE))]
            cut = max(blank.rfind("\n"), blank.rfind("\r")) + 1
            self.builder.literal(blank[:cut])
            first.start += cut
        if last.kind != "text":
            return ""
        kept = len(self.text[last.start : last.end].rstrip(SPACE))
        after = self.text[last.start + kept : last.end]
        last.end = last.start + kept
        return after

    def _content(self, parts: list[Part], frame: Frame, *, as_found: bool = True) -> Content:
        content: list[Text | Code] = []
        depth = 0
        isolated = False
        number = max([part.pair for part in parts])
        for part in parts:
            if part.kind == "text":
                content.extend(text_runs(self.text[part.start : part.end]))
                continue
            kind: CodeKind = "void"
            pair = part.pair
            if part.kind == "open":
                if pair or not depth:
                    kind = "open"
                isolated = isolated or not (pair or depth)
                depth += 1 if pair else 0
            elif part.kind == "close":
                depth -= 1 if pair else 0
                if pair or not (depth or isolated):
                    kind = "close"
            if not pair:
                number += 1
                pair = number
            # The pieces of a tag are made once: there may be texts in its attributes.
            pieces = self.tags.as_found(part, frame) if as_found else self._words(part)
            content.append(self._code(part, kind, pair, pieces))
        return tuple(content)

    def _code(self, part: Part, kind: CodeKind, pair: int, pieces: Pieces) -> Code:
        element, attributes = part.element, part.attributes
        role: CodeRole = ROLES.get(element, "")
        note = href = language = ""
        protected = False
        if part.kind == "guard":
            protected = True
            language = self._spoken(part.inner[0].attributes)
            note = _short(self.plain(part.inner))
        elif part.kind == "comment":
            note = _short(self.text[part.start : part.end].strip("<!->"))
        elif part.kind == "opaque":
            protected = self._is_said(part)
            note = _short(self._inner_text(part)) if protected else ""
        elif element == "a" and "href" in attributes:
            role, href = "link", attributes["href"].value
            note = f"link to {href}" if part.kind == "open" else ""
        elif element == "img" and "src" in attributes:
            note = href = attributes["src"].value
        elif element == "time" and "datetime" in attributes and kind == "open":
            note = attributes["datetime"].value
        return Code(element, kind, pair, pieces, note, protected, role, href, language)

    def _spoken(self, attributes: Mapping[str, Attribute]) -> str:
        """Returns the tag of the language that an element says its words are in, where that is not the source's; else nothing."""
        said = own_language(attributes)
        return "" if said is None or primary(said.value.strip()) == self.tags.language else tag_of(said.value.strip())

    def _is_said(self, part: Part) -> bool:
        """A drawing without words is like an image; a formula, or a drawing with words, is something that is said."""
        return part.element in ("math", "svg") and bool(self._inner_text(part).strip())

    def _inner_text(self, part: Part) -> str:
        return _TAG.sub("", self.text[part.tag_end : part.end])

    def plain(self, parts: Sequence[Part]) -> str:
        """Returns the text of parts, decoded."""
        return "".join(
            [
                text_value(self.text[part.start : part.end]) if part.kind == "text" else self.plain(part.inner)
                for part in parts
                if part.kind == "text" or part.inner
            ]
        )


def _with_inner_notes(frame: Frame, parts: list[Part]) -> Frame:
    """Returns the frame with the notes that elements inside the sentence have."""
    inner = [with_own(_NO_FRAME, part.attributes).notes for part in parts if part.attributes and part.kind != "close"]
    if not any(inner):
        return frame
    notes = tuple(dict.fromkeys((*frame.notes, *(note for one in inner for note in one))))
    return frame if notes == frame.notes else replace(frame, notes=notes)


def _short(text: str) -> str:
    return shortened(" ".join(text.split()), _NOTE)
