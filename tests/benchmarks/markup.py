"""Where codes end up in translations: this program's placing beside attention alone, placeholders, and one text node at a time.

    python tests/benchmarks/markup.py [--package FOLDER] [--wrong] [--check]

`markup/sentences.txt` has a sentence a line: its codes, and after a tab where those go that enclose no translated words
(`sup>project`: right behind a form of "project"; `code<signed`: before it). `markup/forms.toml` lists, for each English phrase
inside a code, the Russian forms that are right inside it. A code is right if it encloses exactly one of them, in what
the model itself said. Where the output has none of the forms, no placing could be right: such codes are misses of the
model, told apart as "not placeable".

Odd lines were used to tune `workflow/drafts/`, even lines were kept aside and looked at for the final figures only.

The model is driven below the gate and its cut-off (which would refuse many of these drafts): what is measured is placing.
"""

from __future__ import annotations

import argparse
import re
import sys
import tomllib
import zlib
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import ctranslate2
import sentencepiece

from workflow.drafts import markup, typography
from workflow.drafts.alignment import Alignment, from_pieces
from workflow.drafts.packages import EMBEDDED
from workflow.inline import compare, decode, encode, join, plain, show
from workflow.model import Inline, Tag

DATA = Path(__file__).parent / "markup"

WANTED = 0.90
"""Of the placeable codes, how many have to be right with the shipped model."""

VOID = re.compile(r"(\w+)([<>])(\S+)")


@dataclass(frozen=True, slots=True)
class Case:
    """One sentence, and what is right for each of its codes."""

    line: int
    source: Inline
    inside: dict[Tag, str]
    """Opening code -> the English phrase that it encloses."""
    beside: dict[Tag, tuple[str, str]]
    """Code -> `<` or `>`, and the English phrase before or behind whose translation it goes."""

    @property
    def tuning(self) -> bool:
        """Whether the sentence was looked at while the placing was made."""
        return self.line % 2 == 1


@dataclass(frozen=True, slots=True)
class Said:
    """What the model said."""

    text: str
    alignment: Alignment | None


class Engine:
    """A package's tokenizer and network, with attention, as `workflow.drafts.argos` drives them."""

    def __init__(self, folder: Path) -> None:
        self._tokenizer: Any = sentencepiece.SentencePieceProcessor(model_file=str(folder / "sentencepiece.model"))
        self._translator: Any = ctranslate2.Translator(str(folder / "model"), inter_threads=2, intra_threads=1)
        self._known: dict[str, Said] = {}

    def __call__(self, texts: Iterable[str]) -> list[Said]:
        """Returns what the model says to each text."""
        asked = list(texts)
        new = [text for text in dict.fromkeys(asked) if text not in self._known]
        pieces = [self._tokenizer.encode(text, out_type=str) for text in new]
        results = self._translator.translate_batch(
            pieces,
            beam_size=4,
            length_penalty=0.2,
            replace_unknowns=True,
            return_attention=True,
            max_batch_size=512,
            batch_type="tokens",
        )
        for text, source, result in zip(new, pieces, results, strict=True):
            target = result.hypotheses[0]
            said = self._tokenizer.decode_pieces(target).strip() if target else ""
            self._known[text] = Said(said, from_pieces(source, target, result.attention[0] if target else [], text, said))
        return [self._known[text] for text in asked]


# --- the methods: each takes a source, and returns its translation with codes ---


def ours(source: Inline, engine: Engine, *, attention: bool = True, phrases: bool = True, spoilt: bool = False) -> Inline:
    """The sentence whole, each phrase alone, codes placed by this program."""
    return decode(placed(source, engine, attention=attention, phrases=phrases, spoilt=spoilt).text)


def placed(source: Inline, engine: Engine, *, attention: bool = True, phrases: bool = True, spoilt: bool = False) -> markup.Placed:
    """Returns the sentence with its codes, and which of them were told to be guesses.

    Args:
        source: The sentence.
        engine: What translates.
        attention: Whether the alignment is used.
        phrases: Whether phrases are translated alone.
        spoilt: Three in ten phrases, by their digest, get the translation of another phrase.
    """
    stripped = markup.strip(source)
    asked = typography.simplify(stripped.plain)
    wanted = stripped.phrases() if phrases else []
    swapped = [
        SWAPPED[zlib.crc32(one.encode()) % 10 % len(SWAPPED)] if spoilt and zlib.crc32(one.encode()) % 10 < 3 else one for one in wanted
    ]
    [whole, *alone] = engine([asked, *map(typography.simplify, swapped)])
    said = {phrase: typography.restore(phrase, one.text, "ru") for phrase, one in zip(wanted, alone, strict=True)}
    target = typography.restore(stripped.plain, whole.text, "ru")
    return markup.place(stripped, target, said, whole.alignment if attention else None)


def attention_only(source: Inline, engine: Engine) -> Inline:
    """Codes round the window of words with the most attention to the phrase; void codes before the word that looks there."""
    words, spans = _spans(source)
    [whole] = engine([" ".join(words)])
    if not whole.alignment:
        return (whole.text,)
    rows, target = whole.alignment.weights, whole.alignment.target
    places: list[tuple[int, int, Tag, Tag | None]] = []
    for first, last, opening, closing in spans:
        mass = [sum(row[first:last]) for row in rows] if closing else [row[first] if first < len(row) else 0.0 for row in rows]
        if not mass:
            continue
        at = max(range(len(mass)), key=mass.__getitem__)
        if closing:
            runs = [(start, end) for start in range(len(mass)) for end in range(start + 1, len(mass) + 1)]
            start, end = max(runs, key=lambda run: sum(one - 0.5 for one in mass[slice(*run)]))
        else:
            start = end = at
        places.append((start, end, opening, closing))
    parts: list[str | Tag] = []
    for at, word in enumerate(target):
        bare = word.rstrip(".,;:!?")
        parts += [opening for start, _, opening, _ in places if start == at] + [bare]
        parts += [closing for _, end, _, closing in reversed(places) if end == at + 1 and closing]
        parts += [word[len(bare) :], " "]
    return join(parts)


def _spans(source: Inline) -> tuple[list[str], list[tuple[int, int, Tag, Tag | None]]]:
    """Returns the words of a source, and for each code the words that it encloses."""
    text, marks = "", []
    for part in source:
        if isinstance(part, str):
            text += part
        else:
            marks.append((len(text), part))
            if part.kind == "void" and text[-1:].isalnum():
                text += " "
    text = typography.simplify(text) if not marks else text
    starts = [match.start() for match in re.finditer(r"\S+", text)]
    spans: list[tuple[int, int, Tag, Tag | None]] = []
    opened: dict[str, tuple[int, Tag]] = {}
    for offset, tag in marks:
        word = sum(start < offset for start in starts)
        if tag.kind == "void":
            spans.append((word, word, tag, None))
        elif tag.kind == "open":
            opened[tag.name] = (word, tag)
        else:
            first, opening = opened.pop(tag.name)
            spans.append((min(first, word - 1), word, opening, tag))
    return text.split(), spans


NAMES = ("title", "model", "name", "object", "value", "count", "total", "number")


def placeholders(source: Inline, engine: Engine, *, form: str) -> Inline:
    """Each code as a numbered or named mark in the text that the model gets, and back."""
    codes = [part for part in source if isinstance(part, Tag)]
    marks = {form.format(number=number, name=name): part for number, (name, part) in enumerate(zip(NAMES, codes, strict=False), 1)}
    numbers = iter(marks)
    text = "".join(part if isinstance(part, str) else _spaced(next(numbers), part) for part in source)
    [said] = engine([typography.simplify(text)])
    pattern = re.compile("|".join(rf"(?:{re.escape(mark)})" for mark in marks))
    parts: list[str | Tag] = []
    at = 0
    for match in pattern.finditer(said.text):
        parts += [said.text[at : match.start()], marks[match[0]]]
        at = match.end()
    parts.append(said.text[at:])
    return _tight(join(parts))


def _spaced(mark: str, tag: Tag) -> str:
    return f" {mark}" if tag.kind == "close" else f"{mark} "


def _tight(inline: Inline) -> Inline:
    """Takes the white space that surrounds marks out of the codes."""
    parts = list(inline)
    for at, part in enumerate(parts):
        before, behind = parts[at - 1] if at else None, parts[at + 1] if at + 1 < len(parts) else None
        if isinstance(part, str):
            if isinstance(before, Tag) and before.kind == "open":
                part = part.lstrip()
            if isinstance(behind, Tag) and behind.kind == "close":
                part = part.rstrip()
            parts[at] = part
    return join(parts)


def text_nodes(source: Inline, engine: Engine) -> Inline:
    """Each text between two codes translated alone, as tools for HTML do that know no alignment."""
    parts: list[str | Tag] = []
    for part in source:
        if not isinstance(part, str) or not re.search(r"[^\W\d_]", part):
            parts.append(part)
            continue
        [said] = engine([typography.simplify(part)])
        core = typography.restore(part.strip(), said.text, "ru")
        parts.append(part[: len(part) - len(part.lstrip())] + core + part[len(part.rstrip()) :])
    return join(parts)


SWAPPED = ("a new law", "the programme", "representatives")
"""What is translated in the place of a phrase, to see how placing fares when the engine says something else to it alone."""

METHODS: dict[str, Callable[[Inline, Engine], Inline]] = {
    "this program": ours,
    "this program, without attention": lambda source, engine: ours(source, engine, attention=False),
    "this program, without phrases": lambda source, engine: ours(source, engine, phrases=False),
    "3 in 10 phrases swapped": lambda source, engine: ours(source, engine, spoilt=True),
    "the same, without attention": lambda source, engine: ours(source, engine, attention=False, spoilt=True),
    "attention only": attention_only,
    "placeholders [1]": lambda source, engine: placeholders(source, engine, form="[{number}]"),
    "placeholders ⟦1⟧": lambda source, engine: placeholders(source, engine, form="⟦{number}⟧"),
    "placeholders %(name)s": lambda source, engine: placeholders(source, engine, form="%({name})s"),
    "each text node alone": text_nodes,
}


# --- what is right ---


class Forms:
    """The Russian forms that are right for English phrases."""

    def __init__(self, path: Path) -> None:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
        self._endings: dict[str, str] = data["endings"]
        self.forms = {_key(phrase): self._pattern(wordings) for phrase, wordings in data["forms"].items()}

    def __getitem__(self, phrase: str) -> re.Pattern[str]:
        return self.forms[_key(phrase)]

    def _pattern(self, wordings: list[str]) -> re.Pattern[str]:
        endings = {name: f"(?:{ending})" for name, ending in self._endings.items()}
        text = "|".join(
            re.sub(r"\{(\w+)\}", lambda match: endings[match[1]], re.sub(r"\{year\}", endings["year"], one)) for one in wordings
        )
        return re.compile(rf"(?<!\w)(?:{text})(?!\w)", re.IGNORECASE)


def _key(phrase: str) -> str:
    return re.sub(r"^the ", "", phrase.casefold().replace("_", " "))


def read() -> list[Case]:
    """Returns the cases, in order."""
    cases = []
    for number, line in enumerate((DATA / "sentences.txt").read_text(encoding="utf-8").splitlines(), 1):
        text, _, notes = line.partition("\t")
        source = decode(text)
        named = {part.name: part for part in source if isinstance(part, Tag) and part.kind != "close"}
        beside = {named[name]: (side, phrase) for name, side, phrase in VOID.findall(notes)}
        inside = {tag: enclosed(source, tag) or "" for tag in named.values() if tag.kind == "open"}
        cases.append(Case(number, source, inside, beside))
    return cases


def enclosed(inline: Inline, tag: Tag) -> str | None:
    """Returns the text inside a pair; None if the pair is not there whole, in order."""
    closing = Tag(tag.name, "close")
    if inline.count(tag) != 1 or inline.count(closing) != 1 or inline.index(tag) > inline.index(closing):
        return None
    return plain(inline[inline.index(tag) + 1 : inline.index(closing)])


def verdict(case: Case, tag: Tag, target: Inline, forms: Forms) -> str:
    """Returns what became of a code: `right`, `wrong`, or `miss` where the output has none of the forms."""
    text = _plain(_without_marks(case, target))
    side, phrase = case.beside.get(tag, ("", ""))
    if not phrase:
        pattern = forms[case.inside[tag]]
        if not pattern.search(text):
            return "miss"
        found = enclosed(target, tag)
        return "right" if found is not None and pattern.fullmatch(_plain((found,))) else "wrong"
    if not any(forms[one].search(text) for one in phrase.split("|")):
        return "miss"
    if tag not in target:
        return "wrong"
    if tag.kind == "open" and enclosed(target, tag) != case.inside[tag]:
        return "wrong"
    at = target.index(tag)
    before, behind = _plain(_without_marks(case, target[:at])).rstrip(), _plain(target[at + 1 :]).lstrip()
    if tag.kind == "open":
        behind = ""
    sides = zip(side + ">" * phrase.count("|"), phrase.split("|"), strict=True)
    right = any(
        forms[one].match(behind) if way == "<" else any(match.end() == len(before) for match in forms[one].finditer(before))
        for way, one in sides
    )
    return "right" if right else "wrong"


def _without_marks(case: Case, target: Inline) -> Inline:
    """Leaves out what stands in the codes of footnotes, which is no text of the model."""
    parts: list[str | Tag] = []
    inside = ""
    for part in target:
        if isinstance(part, Tag) and part.kind == "open" and part in case.beside:
            inside = part.name
        parts += [] if inside else [part]
        if isinstance(part, Tag) and part.kind == "close" and part.name == inside:
            inside = ""
    return tuple(parts)


def _plain(inline: Inline) -> str:
    return plain(inline).replace("ё", "е").replace("Ё", "Е").replace("\u00a0", " ")


@dataclass(slots=True)
class Count:
    """How many codes came out how."""

    right: int = 0
    wrong: int = 0
    miss: int = 0
    broken: int = 0
    """Sentences whose codes are not exactly the source's, or not well-formed."""

    def row(self) -> str:
        """Returns the figures as cells of a table."""
        placeable, codes = self.right + self.wrong, self.right + self.wrong + self.miss
        return (
            f"{self.right:>6} {placeable:>9} {self.right / max(1, placeable):>10.1%} "
            f"{self.miss:>13} {self.right / max(1, codes):>8.1%} {self.broken:>6}"
        )


def table(cases: list[Case], forms: Forms, engine: Engine) -> Count:
    """Prints a row for each method; returns the figures of the first."""
    codes = sum(len({*case.inside, *case.beside}) for case in cases)
    print(f"{len(cases)} sentences, {codes} codes")
    print(f"{'':<32} {'right':>6} {'placeable':>9} {'% of those':>10} {'not placeable':>13} {'% of all':>8} {'broken':>6}")
    counts = {}
    for name, method in METHODS.items():
        count = counts[name] = Count()
        for case in cases:
            target = method(case.source, engine)
            count.broken += bool(compare(case.source, target))
            for tag in dict.fromkeys((*case.inside, *case.beside)):
                found = verdict(case, tag, target, forms)
                setattr(count, found, getattr(count, found) + 1)
        print(f"{name:<32} {count.row()}")
    told = Counter(
        verdict(case, tag, decode(one.text), forms)
        for case in cases
        if (one := placed(case.source, engine)).note
        for tag in dict.fromkeys((*case.inside, *case.beside))
        if re.search(rf"{re.escape(show(tag))}[ ,]", one.note)
    )
    print(f"told to be guesses: of the right {told['right']}, of the wrong {told['wrong']}, of the not placeable {told['miss']}")
    return next(iter(counts.values()))


def print_wrong(cases: list[Case], forms: Forms, engine: Engine) -> None:
    """Prints where this program put codes wrong."""
    for case in cases:
        target = ours(case.source, engine)
        for tag in dict.fromkeys((*case.inside, *case.beside)):
            if verdict(case, tag, target, forms) == "wrong":
                print(f"{case.line}: {show(tag)} in {encode(case.source)}\n    {encode(target)}")


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--package", type=Path, default=EMBEDDED / "translate-en_ru-small", help="folder of an unpacked en-ru package")
    parser.add_argument("--wrong", action="store_true", help="print the wrong codes of the tuning part, and nothing else")
    parser.add_argument("--check", action="store_true", help=f"exit status 1 under {WANTED:.0%} of the placeable codes in either part")
    options = parser.parse_args()
    cases, forms, engine = read(), Forms(DATA / "forms.toml"), Engine(options.package)
    parts = {
        "tuning (odd lines)": [case for case in cases if case.tuning],
        "kept aside (even lines)": [case for case in cases if not case.tuning],
        "all": cases,
    }
    if options.wrong:
        print_wrong(parts["tuning (odd lines)"], forms, engine)
        return 0
    good = True
    for name, chosen in parts.items():
        print(f"{name}: ", end="")
        count = table(chosen, forms, engine)
        good = good and count.right >= WANTED * (count.right + count.wrong)
        print()
    return 0 if good or not options.check else 1


if __name__ == "__main__":
    sys.exit(main())
