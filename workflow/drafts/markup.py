"""Codes through translation: the engine sees plain text only, and the codes are put back into what it says.

The sentence is translated without its codes, and in the same batch each phrase between two codes alone. Back in the
translation, a pair of codes goes round

1. the source's own words, where they stand there verbatim (numbers, addresses, names that were kept);
2. else the run of words that is most like the phrase's translation, whatever the endings, and at which the model looked most
   while it read the phrase (`placing_windows.py`), from `LIKENESS` on;
3. else the likeliest of the words that are left, or those that stand in proportion: a guess, which is told and raises the risk.

One end of a pair whose other end is in another sentence encloses the rest of its own, and is placed by that likewise. Codes
that enclose nothing (`<br/>`) go to the word they stood at (`placing_points.py`). The number of a footnote (`report<sup>1</sup>`)
never goes to the engine, which would read it as part of the word: it is carried along with its code.

Inner pairs stay inside outer ones, neighbours never overlap. No word is cut, unless the source cuts that very word
(`CO<sub>2</sub>`). Well-formed codes are always placed, every one of them; a pair for which the translation has no words left
encloses nothing, and is told. Only if the source itself is not well-formed (`inline.compare`), or nested deeper than anyone
writes, there may be no draft: never one that lost a code.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from workflow.drafts.alignment import Alignment
from workflow.drafts.placing import Guesses, Item, place_pairs, reach
from workflow.drafts.placing_attention import Attention
from workflow.drafts.placing_points import anchor, place_points, touching
from workflow.drafts.placing_windows import Frame, widened
from workflow.drafts.placing_words import words
from workflow.inline import compare, encode, join, plain, show
from workflow.model import Inline, Tag

_MARK = re.compile(r"\[[\da-zA-Z*]{1,3}\]|\(\d{1,3}\)|[*†‡§#]{1,3}")
_RAISED_MARK = re.compile(rf"{_MARK.pattern}|\d{{1,3}}|[a-zA-Z]")
"""What the mark of a footnote looks like: anywhere, and in an element that raises it or makes it a link."""

_RAISING = re.compile(r"(?:sup|a|ref|note|fn|footnote)\d*")
_LONGEST_MARK = 7
"""Texts and codes inside a mark: it may be a link, raised, in brackets."""

_NO_SPACE = " \u00a0.,:;!?…)»”"
"""Before these, no space is put that the source has behind a void code."""

MAX_DEPTH = 100
"""Pairs inside each other. What is nested deeper is not placed."""


@dataclass(frozen=True, slots=True)
class Stripped:
    """A text without its codes, and where they stood."""

    inline: Inline
    plain: str
    """The text; a void code between two words has left a space."""
    items: tuple[Item, ...]
    """Outermost pairs and single codes, in order."""
    depth: int = 0
    """How many pairs stand inside each other."""

    def phrases(self) -> list[str]:
        """Returns what is to be asked alone: what codes enclose, outer pairs first, and the words next to codes that enclose nothing.

        What has no letter is left out, and so is the whole text; each phrase is there once.
        """
        if not self.items or self.depth > MAX_DEPTH:
            return []
        frame = Frame(self.plain, (0, len(self.plain)), "", (0, 0), {})
        spans = _asked(list(self.items), frame)
        phrases = dict.fromkeys(self.plain[slice(*span)].strip() for span in spans)
        whole = words(self.plain)
        return [phrase for phrase in phrases if any(map(str.isalpha, phrase)) and words(phrase) != whole]


@dataclass(frozen=True, slots=True)
class Placed:
    """A translation with the codes of its source."""

    text: str
    """As it goes into a catalog; empty if the codes found no legal place."""
    guesses: int = 0
    """What guessing adds to the risk."""
    note: str = ""
    """Which codes stand where they were guessed."""


def strip(inline: Inline) -> Stripped:
    """Takes the codes out of a text, and marks of footnotes with theirs."""
    text = ""
    opened: list[tuple[int, Tag, int]] = []
    pairs: list[tuple[int, int, Item]] = []
    single: list[tuple[int, Item]] = []
    notes = _note_marks(inline)
    carried_until, depth = -1, 0
    for at, part in enumerate(inline):
        if at <= carried_until:
            continue
        here = len(text)
        if isinstance(part, str):
            text += part
        elif at in notes:
            carried_until = notes[at]
            tags = (part, Tag(part.name, "close"))
            pairs.append((at, carried_until, Item(tags, (here, here), carried=inline[at + 1 : carried_until])))
        elif part.kind == "open":
            opened.append((at, part, here))
            depth = max(depth, len(opened))
        elif part.kind == "void":
            behind = next((text for text in inline[at + 1 :] if isinstance(text, str)), "")[:1]
            single.append((at, Item((part,), (here, here), (text[-1:].isspace(), behind.isspace()))))
            text += " " * (part.name != "wbr" and text[-1:].isalnum() and behind.isalnum())
        elif match := next((one for one in reversed(opened) if one[1].name == part.name), None):
            opened.remove(match)
            pairs.append((match[0], at, Item((match[1], part), (match[2], here))))
        else:
            single.append((at, Item((part,), (here, here))))
    single += [(at, Item((tag,), (offset, offset))) for at, tag, offset in opened]
    return Stripped(inline, text, tuple(_nest(pairs, single)), depth)


def place(source: Stripped, target: str, phrases: dict[str, str], alignment: Alignment | None = None) -> Placed:
    """Puts the codes of a source into its translation.

    Args:
        source: The text without its codes.
        target: The plain translation.
        phrases: What the engine made of each of `source.phrases()` alone; some may be missing.
        alignment: Which words of the source the engine looked at for each word of the translation, if it tells.
    """
    if source.depth > MAX_DEPTH:
        return Placed("")
    guesses: Guesses = []
    attention = Attention(alignment, source.plain, target) if alignment and source.items else None
    frame = Frame(source.plain, (0, len(source.plain)), target, (0, len(target)), phrases, attention)
    _place_items(list(source.items), frame, guesses)
    result = join(_render(list(source.items), (0, len(target)), target))
    if compare(source.inline, result):
        return Placed("")
    note = f"place of {', '.join(show(tag) for tag, _ in guesses)} guessed" if guesses else ""
    return Placed(encode(result), sum(risk for _, risk in guesses), note)


def _place_items(items: list[Item], frame: Frame, guesses: Guesses) -> None:
    """Gives each item of one level its place, and then what is inside it."""
    pairs = [item for item in items if _encloses(item, frame.plain)]
    place_pairs(pairs, frame, guesses)
    for item in pairs:
        _place_items(item.children, frame.part(item.span, item.place), guesses)
    place_points(items, pairs, frame, guesses)


def _encloses(item: Item, text: str) -> bool:
    return item.kind == "pair" and bool(text[slice(*item.span)].strip())


def _asked(items: list[Item], frame: Frame) -> list[tuple[int, int]]:
    """Returns the places in the text of what is to be translated alone."""
    pairs = [item for item in items if _encloses(item, frame.plain)]
    spans = []
    for item in items:
        if item in pairs:
            spans += [widened(item.span, frame), *_asked(item.children, frame.part(item.span, (0, 0)))]
        elif item.kind in {"open", "close"}:
            spans.append(reach(item, frame))
        elif not touching(item, pairs, frame.plain):
            spans.append(anchor(item, frame.plain, frame.here))
    return spans


def _note_marks(inline: Inline) -> dict[int, int]:
    """Returns where marks of footnotes begin and end: pairs right behind a word or stop, with nothing like a word behind them.

    Subscripts are none (in `CO<sub>2</sub>` the number belongs to the name), nor are emphasised ends of words and numbers.
    """
    marks: dict[int, int] = {}
    last = -1
    for at, part in enumerate(inline):
        if not isinstance(part, Tag) or part.kind != "open" or at <= last:
            continue
        closing = Tag(part.name, "close")
        end = next((end for end in range(at + 1, min(len(inline), at + 1 + _LONGEST_MARK)) if inline[end] == closing), None)
        if end is None or compare(inner := inline[at + 1 : end], inner):
            continue
        raised = _RAISING.fullmatch(part.name)
        ahead, behind = _letter(reversed(inline[:at]), -1), _letter(iter(inline[end + 1 :]), 0)
        glued = ahead and not ahead.isspace() and ahead not in "([{«„“\"'-–—/" and not behind.isalnum()
        number = ahead.isdigit() and not part.name.startswith("sup")
        if glued and not number and (_RAISED_MARK if raised else _MARK).fullmatch(plain(inner).strip()):
            marks[at] = last = end
    return marks


def _letter(parts: Iterator[str | Tag], at: int) -> str:
    """Returns the first letter of the next text, or its last; empty where a void code or nothing comes first."""
    for part in parts:
        if isinstance(part, str):
            return part[at]
        if part.kind == "void":
            return ""
    return ""


def _nest(pairs: list[tuple[int, int, Item]], single: list[tuple[int, Item]]) -> list[Item]:
    """Puts each item into the smallest pair around it; one end of a pair stays outside all, where alone it is legal."""
    spans = [*pairs, *((at, at, item) for at, item in single)]
    outermost: list[Item] = []
    for first, last, item in sorted(spans, key=lambda one: one[0]):
        around = [(end - start, at) for at, (start, end, _) in enumerate(pairs) if start < first and last < end]
        inner = around and item.kind in {"pair", "void"}
        (pairs[min(around)[1]][2].children if inner else outermost).append(item)
    return outermost


def _render(items: list[Item], span: tuple[int, int], target: str) -> list[str | Tag]:
    """Returns a part of the translation with its codes; round a void code, spaces are as they are in the source."""
    parts: list[str | Tag] = []
    at, end = span
    for _, item in sorted(enumerate(items), key=lambda one: (*one[1].place, one[0])):
        text = target[at : item.place[0]]
        at = item.place[1]
        if item.kind == "void":
            text = text.rstrip(" ") + " " * item.spaced[0] if text else ""
            parts += [text, item.tags[0], " " * (item.spaced[1] and at < end and target[at] not in _NO_SPACE)]
        else:
            inside = item.carried or _render(item.children, item.place, target)
            parts += [text, item.tags[0], *inside, *item.tags[1:]]
    return [*parts, target[at:end]]
