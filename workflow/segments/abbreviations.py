r"""Lists of abbreviations -> SRX rules.

A list is UTF-8 text, one abbreviation a line with its kind after it; what follows a `#` is a comment:

    Amb.    title       # never a break before a capital
    para.   ref         # none before a digit or numeral
    e.g.    inner       # never a break
    U.S.    final       # none, except before a word that begins sentences
    mln.    unit        # none before lower case, digits, currency
    The     starter     # such a word

An abbreviation is found as written, and one in lower case with a first capital also (a single letter only as `ref`: a capital with
a stop is an initial). Where it has a space, or a stop before a letter, any white space or none may stand: `т. е.` is also `т.е.`.
One may have several kinds: `с.` is a page before a digit and a village before a name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, get_args

from workflow.errors import SegmentationError
from workflow.segments.srx import SPACE, Rule

Kind = Literal["title", "ref", "inner", "final", "unit", "starter"]
KINDS: tuple[Kind, ...] = get_args(Kind)

OPENERS = r"[\p{Ps}\p{Pi}\u0022'«„“‘]{0,3}"
NUMERAL = rf"{SPACE}*(?:[\p{{Nd}}№#§+]|\(\+|[A-Z]{{1,4}}/[A-Z\p{{Nd}}]|[(\[][\p{{L}}\p{{Nd}}]{{1,4}}[)\]]|[IVXLCDM]{{1,8}}(?!\p{{L}}))"
CURRENCY = r"(?:\p{Sc}|(?:USD|US|EUR|GBP|CHF|JPY|CNY|RUB|RUR|UZS|KZT|KGS|TJS|TMT|США|Канады|Сингапура|Гонконга)(?![\p{L}\p{N}]))"

_WORD = rf"[\p{{L}}\p{{N}}\p{{Pe}}\p{{Pf}},;\u0022']{SPACE}{{1,3}}"
"""The end of a word, and the space behind it."""

CAPITAL = r"\p{Lu}"
"""Among the last letters that a rule names: any single letter that is none of the lower case."""
DIGIT = "0"
_LONGEST = 64
_LONGEST_LINE = 200
"""Characters of a line without its comment."""
_MOST = 2000
"""Lines with an abbreviation: they are compiled into patterns, which takes a millisecond for each, more where they are many."""

_COMMENT = re.compile(r"(?:^|\s)#.*$")


@dataclass(frozen=True, slots=True, order=True)
class Abbreviation:
    """One line of a list."""

    text: str
    """As written, white space collapsed."""
    kind: Kind


def parse(data: bytes, *, path: str) -> tuple[Abbreviation, ...]:
    """Returns the abbreviations of a list, in its order.

    Raises:
        SegmentationError: Not UTF-8, a line without one of the kinds at its end, a line that is too long, or too many lines.
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise SegmentationError("not UTF-8", path=path, line=line, hint="save the file as UTF-8") from None
    found: list[Abbreviation] = []
    for number, entry in enumerate(text.split("\n"), 1):
        words = _COMMENT.sub("", entry).split()
        if not words:
            continue
        if sum(map(len, words)) > _LONGEST_LINE:
            hint = "write one abbreviation a line"
            raise SegmentationError(f"more than {_LONGEST_LINE} characters in a line", path=path, line=number, hint=hint)
        if len(found) == _MOST:
            hint = "keep those that releases really have"
            raise SegmentationError(f"more than {_MOST:,} abbreviations", path=path, line=number, hint=hint)
        if len(words) < 2 or words[-1] not in KINDS:
            hint = f"write an abbreviation and one of {', '.join(KINDS)}, such as: Amb. title"
            raise SegmentationError(f"no kind of abbreviation: {entry.strip()!r}", path=path, line=number, hint=hint)
        found.append(Abbreviation(" ".join(words[:-1]), words[-1]))
    return tuple(found)


def compile_rules(abbreviations: Iterable[Abbreviation], starters: Iterable[str], *, label: str) -> tuple[Rule, ...]:
    """Returns SRX rules for a list: a few for each kind, in a fixed order, whatever the order of the lines.

    Args:
        abbreviations: Of one list.
        starters: Words that begin sentences: those of the list and of the lists that stand behind it.
        label: Begins the names of the rules.
    """
    of: dict[Kind, list[str]] = {kind: [] for kind in KINDS}
    for abbreviation in sorted(set(abbreviations)):
        of[abbreviation.kind].append(abbreviation.text)
    begins = rf"{SPACE}{{1,3}}{OPENERS}{_words(starters)}(?:(?<=[’'])|(?![\p{{L}}\p{{M}}\p{{N}}.-]))"
    rules: list[Rule] = []

    def add(name: str, before: str, after: str, last: frozenset[str] | None, *, breaks: bool = False) -> None:
        rules.append(Rule(f"{label}: {name}", breaks, before, after, last=last))

    if of["title"]:
        after = rf"{SPACE}+(?:[–—-]{SPACE})?{OPENERS}[\p{{Lu}}\p{{Lt}}\p{{Lo}}]"
        add("title", _before(of["title"]), after, _last(of["title"]))
    if of["ref"]:
        add("ref", _before(of["ref"], letters=True), NUMERAL, _last(of["ref"]))
        # "p.5 The": the stop is the abbreviation's, the digits are no footnote mark.
        add("ref with its number", _before(of["ref"], letters=True) + r"\p{Nd}{1,4}", f"{SPACE}", frozenset([DIGIT]))
        # "see p. 12. The": the stop after the number ends the sentence, though a number after a stop looks like an item's.
        before = rf"[\p{{L}}\p{{N}}\p{{Pe}},;:–—(]{SPACE}{{1,3}}{_words(of['ref'])}{SPACE}{{0,2}}№?\p{{Nd}}{{1,4}}\."
        add("ref and stop", before, rf"{SPACE}+{OPENERS}[\p{{Lu}}\p{{Lo}}]", frozenset([DIGIT]), breaks=True)
    if of["inner"]:
        add("inner", _before(of["inner"], bracket=True), SPACE, _last(of["inner"]))
    if of["final"]:
        last = _last(of["final"])
        add("final", _before(of["final"], bracket=True), f"(?!{begins}){SPACE}" if starters else SPACE, last)
        if starters:
            # "an LL.B. The": later rules would take its last letter for an initial. A word stands before, as for starters below.
            add("final and starter", rf"{_WORD}{_words(of['final'], letters=False)}[)\]]?", begins, last, breaks=True)
    if of["unit"]:
        add("unit", _before(of["unit"]), rf"{SPACE}+(?:\p{{Ll}}|\p{{Nd}}|{CURRENCY})", _last(of["unit"]))
    parts = sorted({text for kind in KINDS if kind != "starter" for text in of[kind] if " " in text})
    if parts:
        firsts = {text.rpartition(" ")[0] for text in parts}
        add("within", _before(firsts), f"{SPACE}+{_words(part.rpartition(' ')[2] for part in parts)}", _last(firsts))
    if starters:
        # "J. Smith" is no end, "Hepatitis C. The" is one. A word stands before, or it would be an item's letter: "B. The".
        before = rf"{_WORD}(?:\p{{Lu}}\.){{0,4}}\p{{Lu}}\."
        add("starter", before, begins, frozenset([CAPITAL]), breaks=True)
    return tuple(rules)


def last_letters(text: str, end: int) -> str:
    """Returns the letters that stand last before an offset, but for stops and closing brackets after them: `Hon` of `(Rt. Hon.)`.

    A digit there is `0`, whichever it is; any other sign is nothing. No more than 64 characters are looked at, so that a project's rule
    that breaks everywhere does not look at a long word again and again.
    """
    least = max(0, end - _LONGEST)
    while end > least and text[end - 1] in ".)]":
        end -= 1
    if end > least and text[end - 1].isdecimal():
        return DIGIT
    start = end
    while start > least and text[start - 1].isalpha():
        start -= 1
    return text[start:end]


def _last(texts: Iterable[str]) -> frozenset[str] | None:
    """The last letters of abbreviations, in all their forms; None if one has no letter that tells."""
    forms: set[str] = set()
    for text in texts:
        words = text.split(" ")
        # Where a list has a space, a text may have none: "et al." is also "etal.".
        joined = ["".join(words[at:]) for at in range(len(words))]
        forms.update(joined, [joined[0][0].upper() + joined[0][1:]])
    last = {last_letters(form, len(form)) for form in forms}
    return None if "" in last else frozenset(last)


def _before(texts: Iterable[str], *, bracket: bool = False, letters: bool = False) -> str:
    """Without a letter before it; a final or inner one may stand in brackets: "the United States (U.S.) Congress"."""
    return rf"(?<![\p{{L}}\p{{M}}]){_words(texts, letters=letters)}" + (r"[)\]]?" if bracket else "")


def _words(texts: Iterable[str], *, letters: bool = True) -> str:
    ordered = sorted(set(texts), key=lambda text: (-len(text), text))
    return "(?:" + "|".join(_pattern(text, letters=letters) for text in ordered) + ")"


def _pattern(text: str, *, letters: bool) -> str:
    pattern = f"{SPACE}*".join(re.escape(part) for part in re.split(r" |(?<=\.)(?=\w)", text))
    first, capital = text[0], text[0].upper()
    if first == capital or len(capital) > 1 or (not letters and text[1:2] == "."):
        return pattern
    return f"[{first}{capital}]{pattern[len(re.escape(first)) :]}"
