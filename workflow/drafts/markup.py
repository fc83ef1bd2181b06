"""Codes through translation: the engine sees plain text only, and the codes are put back into what it says.

The sentence is translated without its codes, and in the same batch each phrase between two codes alone. Back in the
translation, a pair of codes goes round

1. the source's own words, where they stand there verbatim (numbers, addresses, names that were kept);
2. else the phrase's translation, where it stands there verbatim;
3. else the run of words that is most like it in character trigrams, from `LIKENESS` on (Russian inflects the ends of
   words, the stems remain);
4. else the run that stands in proportion: a guess, which is told and raises the risk.

One end of a pair whose other end is in another sentence encloses the rest of its own, and is placed by that likewise. Codes
that enclose nothing (`<br/>`) go before the word that stands in proportion: a guess, unless they stand at an edge. Inner
pairs stay inside outer ones, neighbours never overlap. If codes find no legal place (`inline.compare`), there is no draft:
never one that lost a code.
"""

from __future__ import annotations

from dataclasses import dataclass

from workflow.drafts.placing import Frame, Item, flatten, place_items, reach
from workflow.inline import compare, encode, join, show
from workflow.model import Inline, Tag


@dataclass(frozen=True, slots=True)
class Stripped:
    """A text without its codes, and where they stood."""

    inline: Inline
    plain: str
    """The text; a void code between two words has left a space."""
    items: tuple[Item, ...]
    """Outermost pairs and single codes, in order."""

    def phrases(self) -> list[str]:
        """Returns what is enclosed by codes, outer pairs first; what has no letter is left out."""
        whole = Frame(self.plain, (0, len(self.plain)), "", (0, 0), {})
        spans = [item.span if item.kind == "pair" else reach(item, whole) for item in flatten(list(self.items)) if item.kind != "void"]
        phrases = [self.plain[slice(*span)].strip() for span in spans]
        return [phrase for phrase in phrases if any(map(str.isalpha, phrase)) and phrase != self.plain.strip()]


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
    """Takes the codes out of a text."""
    plain = ""
    opened: list[tuple[int, Tag, int]] = []
    pairs: list[tuple[int, int, Item]] = []
    single: list[tuple[int, Item]] = []
    for at, part in enumerate(inline):
        if isinstance(part, str):
            plain += part
            continue
        here = len(plain)
        if part.kind == "open":
            opened.append((at, part, here))
        elif part.kind == "void":
            behind = next((text for text in inline[at + 1 :] if isinstance(text, str)), "")[:1]
            single.append((at, Item((part,), (here, here), (plain[-1:].isspace(), behind.isspace()))))
            plain += " " * (part.name != "wbr" and plain[-1:].isalnum() and behind.isalnum())
        elif match := next((one for one in reversed(opened) if one[1].name == part.name), None):
            opened.remove(match)
            pairs.append((match[0], at, Item((match[1], part), (match[2], here))))
        else:
            single.append((at, Item((part,), (here, here))))
    single += [(at, Item((tag,), (offset, offset))) for at, tag, offset in opened]
    return Stripped(inline, plain, tuple(_nest(pairs, single)))


def place(source: Stripped, target: str, phrases: dict[str, str]) -> Placed:
    """Puts the codes of a source into its translation.

    Args:
        source: The text without its codes.
        target: The plain translation.
        phrases: What the engine made of each of `source.phrases()` alone.
    """
    guesses: list[tuple[Tag, int]] = []
    frame = Frame(source.plain, (0, len(source.plain)), target, (0, len(target)), phrases)
    if not place_items(list(source.items), frame, guesses):
        return Placed("")
    result = join(_render(list(source.items), (0, len(target)), target))
    if compare(source.inline, result):
        return Placed("")
    note = f"place of {', '.join(show(tag) for tag, _ in guesses)} guessed" if guesses else ""
    return Placed(encode(result), sum(risk for _, risk in guesses), note)


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
            parts += [text, item.tags[0], " " * (item.spaced[1] and at < end and target[at] != " ")]
        else:
            parts += [text, item.tags[0], *_render(item.children, item.place, target), *item.tags[1:]]
    return [*parts, target[at:end]]
