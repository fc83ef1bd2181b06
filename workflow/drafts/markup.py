"""Codes through translation: the engine sees plain text only, and the codes are put back into what it says.

The sentence is translated without its codes, and in the same batch each phrase between two codes alone. Back in the
translation, a pair of codes goes round

1. the source's own words, where they stand there verbatim (numbers, addresses, names that were kept);
2. else the phrase's translation, where it stands there verbatim;
3. else the run of words that is most like it in character trigrams, from `LIKENESS` on (Russian inflects the ends of
   words, the stems remain);
4. else the run that stands in proportion: a guess, which is told and raises the risk.

Codes that enclose nothing (`<br/>`, one end of a pair whose other end is in another sentence) go before or behind the
word that stands in proportion: a guess too, unless they stand at an edge. Inner pairs stay inside outer ones, neighbours never
overlap. If codes find no legal place (`inline.compare`), there is no draft: never one that lost a code.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field

from workflow.inline import compare, encode, join, show
from workflow.model import Inline, Tag

LIKENESS = 0.5
"""Least Dice coefficient of character trigrams for a pair's place to be more than a guess. Taken over from phrases of
press sentences, whose right places score above 0.6 and whose chance neighbours below 0.4; measure again before changing it."""

GUESSED_PAIR, GUESSED_POINT = 25, 8
"""What a guess adds to the risk."""

_WORD = re.compile(r"\w+(?:[^\w\s]+\w+)*")
_STAMMER = re.compile(r"\b(\w+)(?:\W+\1\b)+", re.IGNORECASE)
_OPENING, _CLOSING = "«„“\"'(", "»“”\"')"


@dataclass(slots=True, eq=False)
class Item:
    """A pair of codes, or one code that encloses nothing, in the source and then in the target."""

    tags: tuple[Tag, ...]
    """Two of a pair, else one."""
    start: int
    """Offset in the plain source text; of a pair, of what it encloses."""
    end: int
    """Equal to `start` where nothing is enclosed."""
    spaced: tuple[bool, bool] = (False, False)
    """Whether white space stands before and behind it."""
    children: list[Item] = field(default_factory=list)
    place: tuple[int, int] = (0, 0)
    """Offsets in the target."""

    @property
    def isolated(self) -> bool:
        """Whether it is one end of a pair."""
        return len(self.tags) == 1 and self.tags[0].kind != "void"


@dataclass(frozen=True, slots=True)
class Stripped:
    """A text without its codes, and where they stood."""

    inline: Inline
    plain: str
    """The text; a void code between two words has left a space."""
    items: tuple[Item, ...]
    """Outermost pairs and single codes, in order."""

    def phrases(self) -> list[str]:
        """Returns the words inside each pair, outer pairs first; those without a letter are left out."""
        return [self.plain[item.start : item.end].strip() for item in _all_pairs(self.items) if self._speaks(item)]

    def _speaks(self, item: Item) -> bool:
        return any(letter.isalpha() for letter in self.plain[item.start : item.end])


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
    plain, stack, flat = "", [], []
    spans: list[tuple[int, int, Item]] = []
    for at, part in enumerate(inline):
        if isinstance(part, str):
            plain += part
        elif part.kind == "open":
            stack.append((at, part, len(plain)))
        elif part.kind == "void":
            behind = _next_text(inline, at)[:1]
            tight = part.name != "wbr" and plain[-1:].isalnum() and behind.isalnum()
            flat.append((at, Item((part,), len(plain), len(plain), (plain[-1:].isspace(), behind.isspace()))))
            plain += " " * tight
        else:
            opened = next((one for one in reversed(stack) if one[1].name == part.name), None)
            if opened is None:
                flat.append((at, Item((part,), len(plain), len(plain))))
            else:
                stack.remove(opened)
                spans.append((opened[0], at, Item((opened[1], part), opened[2], len(plain))))
    flat += [(at, Item((tag,), offset, offset)) for at, tag, offset in stack]
    return Stripped(inline, plain, tuple(_nest(spans, flat)))


def place(source: Stripped, target: str, phrases: dict[str, str]) -> Placed:
    """Puts the codes of a source into its translation.

    Args:
        source: The text without its codes.
        target: The plain translation.
        phrases: What the engine made of each of `source.phrases()` alone.
    """
    notes: list[tuple[Tag, int]] = []
    if not _place(list(source.items), (0, len(source.plain)), (0, len(target)), source.plain, target, phrases, notes):
        return Placed("")
    result = join(_render(source.items, 0, len(target), target))
    if compare(source.inline, result):
        return Placed("")
    note = f"place of {', '.join(show(tag) for tag, _ in notes)} guessed" if notes else ""
    return Placed(encode(result), sum(risk for _, risk in notes), note)


def likeness(one: str, other: str) -> float:
    """Returns the Dice coefficient of two texts' character trigrams, 0 to 1; case is not looked at.

    >>> likeness("новый доклад", "новом докладе") > 0.5 > likeness("новый доклад", "в Ташкенте")
    True
    """
    first, second = _trigrams(one), _trigrams(other)
    return 2 * (first & second).total() / max(1, first.total() + second.total())


def _trigrams(text: str) -> Counter[str]:
    padded = f"  {' '.join(_WORD.findall(text.casefold()))} "
    return Counter(padded[at : at + 3] for at in range(len(padded) - 2))


def _next_text(inline: Inline, at: int) -> str:
    return next((part for part in inline[at + 1 :] if isinstance(part, str)), "")


def _nest(spans: list[tuple[int, int, Item]], flat: list[tuple[int, Item]]) -> list[Item]:
    """Puts each item into the smallest pair around it; one end of a pair stays outside all, where alone it is legal."""
    found: list[tuple[int, Item]] = []
    for first, last, item in [*spans, *((at, at, item) for at, item in flat)]:
        around = [(end - begin, outer) for begin, end, outer in spans if begin < first and last < end]
        if around and not item.isolated:
            min(around, key=lambda one: one[0])[1].children.append(item)
        else:
            found.append((first, item))
    order = {id(item): at for at, _, item in spans} | {id(item): at for at, item in flat}
    for _, _, item in spans:
        item.children.sort(key=lambda one: order[id(one)])
    return [item for _, item in sorted(found, key=lambda one: one[0])]


def _all_pairs(items: tuple[Item, ...] | list[Item]) -> list[Item]:
    return [pair for item in items if len(item.tags) == 2 for pair in (item, *_all_pairs(item.children))]


def _place(
    items: list[Item],
    here: tuple[int, int],
    there: tuple[int, int],
    plain: str,
    target: str,
    phrases: dict[str, str],
    notes: list[tuple[Tag, int]],
) -> bool:
    """Finds a place in `target[there]` for each item of `plain[here]`; tells if there was one."""
    words = [(there[0] + match.start(), there[0] + match.end()) for match in _WORD.finditer(target[there[0] : there[1]])]
    pairs = [item for item in items if item.end > item.start and plain[item.start : item.end].strip()]
    ranked = {id(item): _candidates(item, here, there, plain, target, words, phrases) for item in pairs}
    taken: list[tuple[int, int]] = []
    for item in sorted(pairs, key=lambda one: -max((sure for sure, _ in ranked[id(one)]), default=0.0)):
        ideal = _proportion(item.start, here, there)
        span = max(there[1] - there[0], 1)
        free = [(sure, at) for sure, at in ranked[id(item)] if not _overlaps(at, taken)]
        good = [(sure - 0.1 * abs(at[0] - ideal) / span, at) for sure, at in free if sure >= LIKENESS]
        if good:
            item.place = max(good)[1]
        else:
            guess = _guess(item, ideal, plain, words, taken)
            if guess is None:
                return False
            item.place = guess
            notes.append((item.tags[0], GUESSED_PAIR))
        taken.append(item.place)
    for item in pairs:
        if not _place(item.children, (item.start, item.end), item.place, plain, target, phrases, notes):
            return False
    _place_points(items, pairs, here, there, plain, target, words, notes)
    return True


def _candidates(
    item: Item,
    here: tuple[int, int],
    there: tuple[int, int],
    plain: str,
    target: str,
    words: list[tuple[int, int]],
    phrases: dict[str, str],
) -> list[tuple[float, tuple[int, int]]]:
    phrase = plain[item.start : item.end].strip()
    if phrase == plain[here[0] : here[1]].strip():
        return [(1.0, there)]
    found: list[tuple[float, tuple[int, int]]] = []
    # Small models stammer when they are asked a single word.
    said = _STAMMER.sub(r"\1", phrases.get(phrase, ""))
    for wanted, sure in ((phrase, 1.0), (said, 0.99)):
        if wanted:
            pattern = re.compile(rf"(?<!\w){re.escape(wanted)}(?!\w)", re.IGNORECASE)
            found += [(sure, match.span()) for match in pattern.finditer(target, *there)]
    if found or not said:
        return found
    count = len(_WORD.findall(said))
    for first in range(len(words)):
        for last in range(first + max(0, count - 3), min(first + count + 2, len(words))):
            at = (words[first][0], words[last][1])
            found.append((0.98 * likeness(said, target[at[0] : at[1]]), _with_marks(at, phrase, target, there)))
    return found


def _with_marks(at: tuple[int, int], phrase: str, target: str, there: tuple[int, int]) -> tuple[int, int]:
    """Takes quotation marks and brackets into a place if the source's phrase has them at its edges."""
    start, end = at
    if phrase[0] in _OPENING and start > there[0] and target[start - 1] in _OPENING:
        start -= 1
    if phrase[-1] in _CLOSING and end < there[1] and target[end] in _CLOSING:
        end += 1
    return start, end


def _guess(item: Item, ideal: float, plain: str, words: list[tuple[int, int]], taken: list[tuple[int, int]]) -> tuple[int, int] | None:
    """Returns the free run of words nearest to where the pair stands in proportion, as long as the source's if it can be."""
    for count in range(max(1, len(_WORD.findall(plain[item.start : item.end]))), 0, -1):
        runs = [(words[at][0], words[at + count - 1][1]) for at in range(len(words) - count + 1)]
        free = [run for run in runs if not _overlaps(run, taken)]
        if free:
            return min(free, key=lambda run: abs(run[0] - ideal))
    return None


def _place_points(
    items: list[Item],
    pairs: list[Item],
    here: tuple[int, int],
    there: tuple[int, int],
    plain: str,
    target: str,
    words: list[tuple[int, int]],
    notes: list[tuple[Tag, int]],
) -> None:
    starts, ends = [at for at, _ in words], [at for _, at in words]
    least = there[0]
    for number, item in enumerate(items):
        if item in pairs:
            continue
        before, behind = plain[here[0] : item.start], plain[item.end : here[1]]
        closing = item.tags[0].kind == "close"
        if not _WORD.search(before):
            at, sure = there[0], True
        elif not _WORD.search(behind):
            at, sure = (there[1] if not behind.strip() else ends[-1] if ends else there[1]), True
        else:
            floor = max((one.place[1] for one in items[:number] if one in pairs), default=there[0])
            roof = min((one.place[0] for one in items[number + 1 :] if one in pairs), default=there[1])
            open_ = [
                one for one in (ends if closing else [*starts, there[1]]) if not any(a < one < b for a, b in (pair.place for pair in pairs))
            ]
            fit = [one for one in open_ if floor <= one <= roof] or open_ or [there[1]]
            ideal = _proportion(item.start, here, there)
            at, sure = min(fit, key=lambda one: abs(one - ideal)), False
        if item.isolated:
            at = max(at, least)
            least = at
        item.place = (at, at)
        for child in _flat(item.children):
            child.place = (at, at)
        if not sure:
            notes.append((item.tags[0], GUESSED_POINT))


def _flat(items: list[Item]) -> list[Item]:
    return [one for item in items for one in (item, *_flat(item.children))]


def _proportion(offset: int, here: tuple[int, int], there: tuple[int, int]) -> float:
    return there[0] + (offset - here[0]) / max(1, here[1] - here[0]) * (there[1] - there[0])


def _overlaps(span: tuple[int, int], taken: list[tuple[int, int]]) -> bool:
    return any(span[0] < end and start < span[1] for start, end in taken)


def _render(items: tuple[Item, ...] | list[Item], start: int, end: int, target: str) -> list[str | Tag]:
    """Returns `target[start:end]` with the codes at their places; round a void code, spaces are as they are in the source."""
    parts: list[str | Tag] = []
    at = start
    order = sorted(range(len(items)), key=lambda number: (*items[number].place, number))
    for item in (items[number] for number in order):
        text = target[at : item.place[0]]
        at = item.place[1]
        if len(item.tags) == 1 and item.tags[0].kind == "void":
            left, right = item.spaced
            if text:
                text = text.rstrip(" ") + " " * left
            if right and at < end and target[at] != " ":
                parts += [text, item.tags[0], " "]
            else:
                parts += [text, item.tags[0]]
        else:
            parts += [text, item.tags[0], *_render(item.children, *item.place, target), *item.tags[1:]]
    return [*parts, target[at:end]]
