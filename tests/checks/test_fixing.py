"""workflow check --fix, over any text: once is enough, and what a person said stays what they said."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable

from hypothesis import example, given
from hypothesis import strategies as st

from workflow.checks import Subject, check, fix
from workflow.inline import decode, tags
from workflow.model import Where

_PIECES = [
    *(
        "слово",
        "Заря",
        "еще",
        "её",
        "ещё",
        "5",
        "1,500",
        "1.5",
        "12 000",
        "млн",
        "г-н",
        "А. С.",
        "Пушкин",
        "N",
        "No.",
        "Nº",
        "№",
        "г.",
        "т. д.",
    ),
    *(
        '"',
        "“",
        "”",
        "„",
        "«",
        "»",
        "‘",
        "’",
        "'",
        "-",
        "--",
        "–",
        "—",
        "-то",
        ",",
        ".",
        ";",
        ":",
        "!",
        "?",
        "…",
        "(",
        ")",
        "[",
        "]",
        "%",
        "/",
    ),
    *(" ", "  ", "\u00a0", "\u202f", "\n", "\t"),
    *("<a>", "</a>", "<b>", "</b>", "<br/>", "<x/>", "&lt;", "&amp;", "&", "<", ">", "<prev/>"),
]
_TEXTS = st.lists(st.sampled_from(_PIECES) | st.text(max_size=3), max_size=14).map("".join)
_SPACED = st.lists(st.sampled_from(_PIECES), max_size=14).map(" ".join)
_ALL = frozenset[str]()
"""No check is left out: those that only some offices want are asked, too."""


@st.composite
def subjects(draw: st.DrawFn) -> Subject:
    """Entries in languages with rules of their own and without; the source says the same, something else, or has the same codes."""
    target = draw(_TEXTS | _SPACED)
    source = draw(st.just(target) | _TEXTS | st.just("".join(re.findall(r"</?\w+/?>|[a-z ]", target))) | st.just("The source."))
    return Subject(
        source, target, language=draw(st.sampled_from(["ru", "ru", "kk", "fr", "de", "es", "ar"])), quoted=draw(st.integers(0, 1))
    )


_FOUND = [
    Subject("The source.", '" "'),
    Subject('" "', '" "', language="de", quoted=1),
    Subject("еще ещё", "еще ещё"),
    Subject("The source.", "N  5"),
    Subject("  ", "” ) „"),
    Subject("слово<a>А. С.", "слово<a>А. С."),
]
"""What the search found once, and is right now."""


def _found(test: Callable[..., None]) -> Callable[..., None]:
    """Asks a test of all of these, too."""
    for subject in _FOUND:
        test = example(subject)(test)
    return test


def _fixed(subject: Subject) -> Subject:
    text, _ = fix(subject, without=_ALL)
    return Subject(subject.source, text, language=subject.language, quoted=subject.quoted)


@_found
@given(subjects())
def test_fixing_twice_is_fixing_once(subject: Subject) -> None:
    """The second time nothing is corrected, and no code of a correction is told."""
    once = _fixed(subject)
    assert fix(once, without=_ALL) == (once.target, ())


@_found
@given(subjects())
def test_no_word_no_figure_and_no_code_changes(subject: Subject) -> None:
    """Letters (but for ё and the word for №), figures and codes are the same, in the same order."""
    assert _said(_fixed(subject).target) == _said(subject.target)


def _said(text: str) -> str:
    """Returns letters and figures, and the codes between them."""
    inline = decode(text)
    shown = "".join(part if isinstance(part, str) else f"\x00{tags((part,))}\x01" for part in inline)
    shown = re.sub(r"(?<!\w)(?:No|N[o°º]|N)\.?(?=[ \u00a0\u202f]*[0-9])|№", "", shown)
    return re.sub(r"[^\w\x00\x01]", "", shown.replace("ё", "е").replace("Ё", "Е"))


@_found
@given(subjects())
def test_a_fixed_text_has_no_new_finding(subject: Subject) -> None:
    """No check finds what it did not find before, and none of the corrected kinds more often."""
    before = Counter(one.code for one in check(subject, Where("a.po"), without=_ALL))
    after = Counter(one.code for one in check(_fixed(subject), Where("a.po"), without=_ALL))
    assert set(after) <= set(before)


@given(_TEXTS)
def test_a_text_that_no_check_blames_stays(text: str) -> None:
    """What --fix corrects is what the checks find: a text without a finding is given back letter by letter."""
    subject = Subject(text, text)
    if not check(subject, Where("a.po"), without=_ALL):
        assert fix(subject, without=_ALL) == (text, ())


@given(_TEXTS, st.sets(st.sampled_from(["P413", "P414", "P501", "P502", "P503", "P504", "P505", "P506"])))
def test_what_is_not_asked_for_is_not_corrected(text: str, without: set[str]) -> None:
    """A check that the project or the entry takes back corrects nothing."""
    _, codes = fix(Subject("The source.", text), without=frozenset(without))
    assert without.isdisjoint(codes)
