r"""Text -> where its sentences end.

Rules are asked in their order and the first that fits a position decides; a position is a candidate if some rule would break there. They
come from, in this order: the project's abbreviations, the project's SRX file, the language's SRX file and abbreviations, the generic file.

>>> english = load("en")
>>> english.spans("Mr. Zhang Ming spoke.  It was late.")
[('', 'Mr. Zhang Ming spoke.', ''), ('  ', 'It was late.', '')]
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from workflow.errors import SegmentationError
from workflow.segments import abbreviations as lists
from workflow.segments import srx as files
from workflow.segments.lint import lint, position
from workflow.segments.plan import Plan
from workflow.segments.srx import Rule, compile_regex

RULES = Path(__file__).parent / "rules"

ENGINE = "1"
"""Part of every digest: raised when the same rules would cut otherwise than before."""


@dataclass(frozen=True, slots=True)
class Decision:
    """What was decided at one candidate position, and by which rule."""

    offset: int
    """Code points from the start of the text."""
    breaks: bool
    rule: str
    """File and name of the rule: `en.txt: title`."""


class Segmenter:
    """Cuts the text of a block into sentences. Immutable; made by `load`."""

    __slots__ = ("_plan", "digest", "language", "rules")

    def __init__(self, language: str, rules: tuple[Rule, ...], own: Iterable[Rule] = ()) -> None:
        """`own` are those of the rules from the project's SRX file, which may break anywhere and have groups."""
        self.language = language
        """BCP 47 tag, in lower case."""
        self.rules = rules
        """In the order in which they are asked."""
        self.digest = _digest(rules)
        """12 hexadecimal digits that change when a rule or an abbreviation does (not when a comment does)."""
        self._plan = Plan(rules, frozenset(own))

    def __repr__(self) -> str:
        return f"<Segmenter {self.language} {self.digest}>"

    def cut(self, text: str) -> list[int]:
        """Returns where sentences end: offsets in code points, increasing, none at an edge of the text.

        Each stands before the white space that separates two sentences, or between the characters where there is none (`。`).
        A cut that would leave a sentence without a visible character is not made.

        Args:
            text: A block's text without its inline codes; it may have line ends and no-break spaces.
        """
        found: list[int] = []
        visible, end = _skip(text, 0), len(text.rstrip())
        for offset in self._plan.positions(text):
            if visible < offset < end and self._plan.breaks(text, offset):
                found.append(offset)
                visible = _skip(text, offset)
        return found

    def spans(self, text: str) -> list[tuple[str, str, str]]:
        """Returns the sentences as (white space before, sentence, white space after), which joined give the text back.

        A text without a visible character is one span, all of it white space before an empty sentence; an empty text has none.
        """
        bounds = [0, *self.cut(text), len(text)] if text else []
        spans: list[tuple[str, str, str]] = []
        for start, end in zip(bounds, bounds[1:], strict=False):
            piece = text[start:end]
            core = piece.strip()
            lead = piece[: len(piece) - len(piece.lstrip())]
            spans.append((lead, core, piece[len(lead) + len(core) :]))
        if "".join(part for span in spans for part in span) != text:
            raise AssertionError("bug in segmentation: the sentences do not give the text back")
        return spans

    def explain(self, text: str) -> list[Decision]:
        """Returns the deciding rule at each candidate position, in the order of the text."""
        return list(self._decisions(text))

    def _decisions(self, text: str) -> Iterator[Decision]:
        visible, end = _skip(text, 0), len(text.rstrip())
        for offset in self._plan.positions(text):
            if not visible < offset < end:
                continue
            fitting = (rule for rule in self.rules if compile_regex(position(rule)).match(text, offset))
            rule = next(fitting, None)
            if rule is None or not (rule.breaks or any(later.breaks for later in fitting)):
                continue
            visible = _skip(text, offset) if rule.breaks else visible
            yield Decision(offset, rule.breaks, rule.name)

    def srx(self) -> str:
        """Returns all rules as one SRX 2.0 file, so that a translator's tool cuts the same sentences."""
        return files.serialise(self.rules, self.language)


def _skip(text: str, at: int) -> int:
    """The first visible character from there on."""
    while at < len(text) and text[at].isspace():
        at += 1
    return at


def _digest(rules: Iterable[Rule]) -> str:
    stable = "\n".join([ENGINE, *(f"{rule.breaks:d}\0{rule.before}\0{rule.after}" for rule in rules)])
    return hashlib.sha256(stable.encode()).hexdigest()[:12]


def load(language: str, *, abbreviations: Path | None = None, srx: Path | None = None) -> Segmenter:
    """Returns the segmenter for a language, with a project's own abbreviations and rules before the built-in ones.

    Args:
        language: BCP 47 tag; without rules for `pt-BR` those for `pt` are taken, without those the generic ones alone.
        abbreviations: A list as `workflow.segments.abbreviations` describes it.
        srx: An SRX 2.0 file; its rules for the language are linted.

    Raises:
        SegmentationError: A file can not be read or used; with its line.
    """
    tag = language.lower()
    if abbreviations is None and srx is None:
        return _built_in(tag)
    own: list[Rule] = []
    if abbreviations is not None:
        found = lists.parse(_read(abbreviations), path=str(abbreviations))
        starters = {entry.text for entry in (*found, *_abbreviations(tag)) if entry.kind == "starter"}
        own += lists.compile_rules(found, starters, label=abbreviations.name)
    if srx is not None:
        rules = files.parse(_read(srx), tag, path=str(srx), label=srx.name)
        lint(rules)
        own += rules
    return Segmenter(tag, (*own, *_built_in(tag).rules), rules if srx is not None else ())


@cache
def _built_in(language: str) -> Segmenter:
    entries = _abbreviations(language)
    starters = {entry.text for entry in entries if entry.kind == "starter"}
    own = _tag(language, ".srx")
    # "Annex B. The": what a language's file says of captions and dates is told before a word counts as the beginning of a sentence.
    rules = list(_file(own, language)) if own else []
    rules += lists.compile_rules(entries, starters, label=f"{_tag(language, '.txt')}.txt") if entries else ()
    return Segmenter(language, (*rules, *_file("generic", language)))


def _file(tag: str, language: str) -> tuple[Rule, ...]:
    return files.parse((RULES / f"{tag}.srx").read_bytes(), language, path=f"{tag}.srx", label=f"{tag}.srx", built_in=True)


@cache
def _abbreviations(language: str) -> tuple[lists.Abbreviation, ...]:
    tag = _tag(language, ".txt")
    return lists.parse((RULES / f"{tag}.txt").read_bytes(), path=f"{tag}.txt") if tag else ()


def _tag(language: str, suffix: str) -> str:
    """The longest beginning of a tag for which there is a built-in file (RFC 4647, section 3.4, lookup), or nothing."""
    parts = language.split("-")
    built_in = {path.stem.lower(): path.stem for path in RULES.glob(f"*{suffix}")}
    return next((built_in[tag] for size in range(len(parts), 0, -1) if (tag := "-".join(parts[:size])) in built_in), "")


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise SegmentationError(f"can not be read: {error.strerror}", path=str(path)) from None
