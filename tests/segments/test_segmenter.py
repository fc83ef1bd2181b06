from __future__ import annotations

import subprocess
import sys
import time
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workflow.errors import SegmentationError
from workflow.segments import Segmenter, load
from workflow.segments.abbreviations import KINDS, Abbreviation, Kind, compile_rules, parse
from workflow.segments.lint import position
from workflow.segments.segmenter import RULES
from workflow.segments.srx import Rule, compile_regex

LANGUAGES = ["en", "ru", "fr", "es", "ar", "zh", "und"]

PIECES = "A. |Mr. |U.S. |The |слово |г. |В |т. д. |“|”|« | »|。|！|？”|؟ |... |…|1. |2.|[3] |(|)|word|a.m. |.|!| "
ODD = ("\n", "\r\n", "\t", "\u00a0", "\u202f", "\u2028", "\x1c", "\x85", "\u200b", "\ufeff", "\U0001f600", "e\u0301")
pieces = st.sampled_from([*PIECES.split("|"), *ODD])
texts = st.one_of(st.text(max_size=80), st.lists(pieces, max_size=40).map("".join))


@settings(deadline=None)  # the first example of a language compiles its rules
@given(texts, st.sampled_from(LANGUAGES))
def test_sentences_give_any_text_back(text: str, language: str) -> None:
    """Lead, core and tail joined are the text, whatever it is; only a blank text has an empty sentence."""
    spans = load(language).spans(text)
    assert "".join(part for span in spans for part in span) == text
    assert all(core == core.strip() for _, core, _ in spans)
    assert all(core for _, core, _ in spans) or (not text.strip() and len(spans) == 1)
    assert bool(spans) == bool(text)


@settings(deadline=None)  # the first example of a language compiles its rules
@given(texts, st.sampled_from(LANGUAGES))
def test_offsets_increase_within_the_text(text: str, language: str) -> None:
    """Offsets increase strictly, none stands at an edge, and before white space none stands within it."""
    cut = load(language).cut(text)
    assert all(before < after for before, after in pairwise([0, *cut, len(text)])) or not cut
    assert not any(text[offset - 1].isspace() for offset in cut)


@settings(deadline=None)  # the first example of a language compiles its rules
@given(texts, st.sampled_from(LANGUAGES))
def test_explain_tells_what_cut_does(text: str, language: str) -> None:
    """The decisions that break are the cuts, in the same order, and each decision names a rule of the segmenter."""
    segmenter = load(language)
    decisions = segmenter.explain(text)
    assert [decision.offset for decision in decisions if decision.breaks] == segmenter.cut(text)
    assert {decision.rule for decision in decisions} <= {rule.name for rule in segmenter.rules}


def decides(rules: tuple[Rule, ...], text: str, offset: int) -> bool:
    """Whether the first rule that fits at an offset breaks there."""
    rule = next((rule for rule in rules if compile_regex(position(rule)).match(text, offset)), None)
    return rule is not None and rule.breaks


def plain(rules: tuple[Rule, ...], text: str) -> list[int]:
    """Where sentences end by the plain meaning of rules: at each offset, the first that fits decides; no sentence is blank."""
    found: list[int] = []
    begin, end = len(text) - len(text.lstrip()), len(text.rstrip())
    for offset in range(1, len(text)):
        if begin < offset < end and decides(rules, text, offset):
            found.append(offset)
            begin = len(text) - len(text[offset:].lstrip())
    return found


@cache
def listed(language: str) -> list[str]:
    """The abbreviations of a language, in some of their forms."""
    path = RULES / f"{language}.txt"
    found = parse(path.read_bytes(), path=path.name) if path.exists() else ()
    forms = [form for entry in found for form in (entry.text, entry.text.replace(" ", ""), entry.text[0].upper() + entry.text[1:])]
    return sorted({*forms, *(f"({form})" for form in forms if form.endswith("."))}) or ["x"]


@settings(deadline=None)  # the first example of a language compiles its rules
@given(texts, st.sampled_from(LANGUAGES))
def test_cut_is_what_the_rules_in_their_order_say(text: str, language: str) -> None:
    """What is not asked, because the answer is known, decides nothing: any text."""
    segmenter = load(language)
    assert segmenter.cut(text) == plain(segmenter.rules, text)


@settings(deadline=None)  # the first example of a language compiles its rules
@given(st.data(), st.sampled_from(LANGUAGES))
def test_abbreviations_are_what_the_rules_in_their_order_say(data: st.DataObject, language: str) -> None:
    """The same, in texts full of abbreviations and of words that begin sentences, joined in all ways."""
    words = st.sampled_from([*listed(language), "word", "Имя", "A.", "12", "IV", "5."])
    joints = st.sampled_from([" ", "", "\u00a0", "\n", ". ", ") ", "] ", ".] ", " (", ", ", "5", "5. ", "! “"])
    text = "".join(part for pair in data.draw(st.lists(st.tuples(words, joints), min_size=1, max_size=8)) for part in pair) + "End."
    segmenter = load(language)
    assert segmenter.cut(text) == plain(segmenter.rules, text)


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_abbreviation_is_what_the_rules_in_their_order_say(language: str) -> None:
    """The same, behind each abbreviation of the lists in each of its forms."""
    segmenter = load(language)
    for form in listed(language):
        for after in (" Kim", " 5", " the", " The", " Это", " El", " La", " وقال"):
            text, offset = f"See {form}{after} end", len(form) + 4
            assert (offset in segmenter.cut(text)) == decides(segmenter.rules, text, offset), text


parts = st.sampled_from(["x", "Yz", "ßa", "ı", "é", "e\u0301", "№", "5", ".", "..", ")", "(", " ", "-", "’", "W"])
entries = st.lists(st.tuples(st.lists(parts, min_size=1, max_size=5).map("".join), st.sampled_from(KINDS)), min_size=1, max_size=4)


@settings(deadline=None)  # each example compiles rules
@given(entries, st.data())
def test_lists_of_any_kind_are_what_their_rules_say(entries: list[tuple[str, Kind]], data: st.DataObject) -> None:
    """The same, for lists as odd as a project could write them."""
    found = [Abbreviation(" ".join(text.split()), kind) for text, kind in entries if text.split()]
    rules = compile_rules(found, ["We"], label="own") + load("und").rules
    pieces = st.sampled_from([*(entry.text for entry in found), "We", "Kim", "x", "X", ".", ". ", " ", ")", "5", "A."])
    text = "".join(data.draw(st.lists(pieces, max_size=12)))
    assert Segmenter("und", rules).cut(text) == plain(rules, text)


@settings(deadline=None)  # the first example of a language compiles its rules
@given(texts, st.sampled_from(LANGUAGES))
def test_explain_passes_over_nothing(text: str, language: str) -> None:
    """Wherever a built-in rule fits that would break, also where no stop is looked for, a decision is told."""
    segmenter = load(language)
    patterns = [compile_regex(position(rule)) for rule in segmenter.rules if rule.breaks]
    first, end = len(text) - len(text.lstrip()), len(text.rstrip())
    fitting = {match.start() for pattern in patterns for match in pattern.finditer(text) if first < match.start() < end}
    assert fitting == {decision.offset for decision in segmenter.explain(text)}


def test_rules_of_the_program_have_no_groups() -> None:
    """They are joined into one pattern in which a group marks those that break."""
    assert not [rule.name for language in LANGUAGES for rule in load(language).rules if compile_regex(position(rule)).groups]


def test_lists_are_compiled_where_their_words_stand_only() -> None:
    """A text without abbreviations and initials is cut without compiling a list, which takes longer than to cut it."""
    code = (
        "from workflow.segments import load, srx; from workflow.segments.lint import position\n"
        "english, compiled, compile = load('en'), [], srx.compile_regex\n"
        "import workflow.segments.plan as plan; plan.compile_regex = lambda pattern: compiled.append(pattern) or compile(pattern)\n"
        "english.cut('Officers met on Friday. They came from nine States. Was it late? “No!” they said.')\n"
        "lists = {position(rule): rule.name for rule in english.rules if rule.name.startswith('en.txt')}\n"
        "print(len(compiled) > 0, [lists[pattern] for pattern in compiled if pattern in lists])\n"
        "english.cut('They met Mr. Kim.'); print([lists[pattern] for pattern in compiled if pattern in lists])"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.splitlines() == ["True []", "['en.txt: title']"]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "text",
    [
        "A. " * 20_000,
        "1. " * 20_000,
        "“a " * 20_000,
        "word " * 12_000,
        "." * 60_000,
        ". " * 30_000,
        "x." + " " * 60_000 + "Y",
        "a.)" * 20_000,
        "。”" * 30_000,
    ],
    ids=["initials", "numbers", "quotes", "words", "stops", "spaced-stops", "spaces", "brackets", "full-width"],
)
def test_hostile_text_is_cut_quickly(language: str, text: str) -> None:
    """60 kB of what makes bad patterns slow takes no more than a few seconds (a quadratic rule takes minutes)."""
    segmenter = load(language)
    started = time.process_time()
    segmenter.cut(text)
    assert time.process_time() - started < 5


def test_a_rule_that_breaks_everywhere_is_quick(tmp_path: Path) -> None:
    """A project's rule that breaks between all letters costs each of them the same, however long the word."""
    own = tmp_path / "own.srx"
    own.write_text(srx(r"<rule break='yes'><beforebreak>\p{L}</beforebreak><afterbreak>\p{L}</afterbreak></rule>"), encoding="utf-8")
    segmenter = load("en", srx=own)
    started = time.process_time()
    assert len(segmenter.cut("x" * 50_000)) == 49_999
    assert time.process_time() - started < 5


def test_speed() -> None:
    """At least 2,000 sentences a second, on ordinary English."""
    segmenter = load("en")
    text = (
        "Mr. Zhang Ming, of the SCO, opened the talks at 9 a.m. on Friday in Vienna. “We stay committed to this work,” he said, and left. "
        * 5
    )
    sentences = 0
    started = time.process_time()
    for _ in range(200):
        sentences += len(segmenter.cut(text)) + 1
    assert sentences == 2000
    assert time.process_time() - started < 1


def test_import_is_cheap() -> None:
    """Importing the package loads neither regex nor lxml: the command line starts without them."""
    code = "import sys, workflow.segments; print([name for name in ('regex', 'lxml') if name in sys.modules])"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"


@pytest.mark.parametrize(("tag", "like"), [("en-GB", "en"), ("RU", "ru"), ("zh-Hans-CN", "zh"), ("ru-Cyrl-UZ", "ru")])
def test_longer_tags_fall_back(tag: str, like: str) -> None:
    """A tag without rules of its own takes those of its longest beginning."""
    assert load(tag).digest == load(like).digest


def test_unknown_language_has_the_generic_rules() -> None:
    """A language without rules is cut by the generic ones."""
    segmenter = load("pt-BR")
    assert {rule.name.split(":")[0] for rule in segmenter.rules} == {"generic.srx"}
    assert segmenter.cut("Bom dia. Tudo bem? Sim.") == [8, 18]


def test_decision_names_file_and_rule() -> None:
    """`explain` tells offset, decision and rule for each candidate."""
    decisions = load("en").explain("Mr. Li left. He ran.")
    assert [(found.offset, found.breaks, found.rule) for found in decisions] == [
        (3, False, "en.txt: title"),
        (12, True, "generic.srx: stop"),
    ]


def test_project_abbreviations_come_first(tmp_path: Path) -> None:
    """A project's abbreviation forbids a cut that the built-in rules make, and shows in the explanation and the digest."""
    text = "Meet Wkr. Saidov. Go."
    own = tmp_path / "en.txt"
    own.write_text("Wkr.  title\n", encoding="utf-8")
    assert load("en").cut(text) == [9, 17]
    segmenter = load("en", abbreviations=own)
    assert segmenter.cut(text) == [17]
    assert segmenter.explain(text)[0].rule == "en.txt: title"
    assert segmenter.digest != load("en").digest


def test_project_final_uses_the_languages_starters(tmp_path: Path) -> None:
    """A final abbreviation of the project ends a sentence before a word that the built-in list calls a starter."""
    own = tmp_path / "en.txt"
    own.write_text("Ctte.  final\n", encoding="utf-8")
    segmenter = load("en", abbreviations=own)
    assert segmenter.cut("It met the Ctte. Chair today.") == []
    assert segmenter.cut("It met the Ctte. The rest left.") == [16]


def srx(*rules: str, cascade: str = "yes", pattern: str = "en.*") -> str:
    return (
        f'<srx xmlns="http://www.lisa.org/srx20" version="2.0"><header segmentsubflows="yes" cascade="{cascade}"/><body><languagerules>\n'
        f'<languagerule languagerulename="Own">\n{chr(10).join(rules)}\n</languagerule></languagerules>\n'
        f'<maprules><languagemap languagepattern="{pattern}" languagerulename="Own"/></maprules></body></srx>'
    )


def test_project_srx_comes_before_the_built_in_rules(tmp_path: Path) -> None:
    """A project's rule may break where no built-in rule does, and forbid what a built-in rule breaks."""
    own = tmp_path / "own.srx"
    colon = r"<!-- colon: we cut there --><rule break='yes'><beforebreak>:</beforebreak><afterbreak>\s</afterbreak></rule>"
    motto = r"<!-- motto: one unit --><rule break='no'><beforebreak>Hear!</beforebreak><afterbreak>\s+Hear</afterbreak></rule>"
    own.write_text(srx(colon, motto), encoding="utf-8")
    segmenter = load("en", srx=own)
    assert segmenter.cut("He said: no. Hear! Hear! Go.") == [8, 12, 24]
    assert [found.rule for found in segmenter.explain("He said: no.")] == ["own.srx: colon"]
    assert load("ru", srx=own).digest == load("ru").digest


def test_digest_is_stable_and_follows_the_rules(tmp_path: Path) -> None:
    """The digest is 12 hexadecimal digits; order of lines and comments do not change it, a kind does."""
    own = tmp_path / "en.txt"
    digests = []
    for text in ["Wkr. title\nUst. ref\n", "# ours\nUst.   ref  # page\nWkr. title", "Wkr. title\nUst. unit\n"]:
        own.write_text(text, encoding="utf-8")
        digests.append(load("en", abbreviations=own).digest)
    assert digests[0] == digests[1] != digests[2]
    assert len(digests[0]) == 12
    assert int(digests[0], 16)


def test_missing_file_is_a_located_error(tmp_path: Path) -> None:
    """A rule file that can not be read is named."""
    with pytest.raises(SegmentationError, match=r"nowhere\.txt: can not be read"):
        load("en", abbreviations=tmp_path / "nowhere.txt")


def test_rules_with_groups_keep_their_numbers(tmp_path: Path) -> None:
    """Back references count from the rule's own first group, also after rules with groups of their own."""
    own = tmp_path / "own.srx"
    first = "<rule break='no'><beforebreak>(Oh)(,)!</beforebreak></rule>"
    twice = r"<rule break='no'><beforebreak>!</beforebreak><afterbreak>\s(\p{Lu})\1</afterbreak></rule>"
    own.write_text(srx(first, twice), encoding="utf-8")
    assert load("en", srx=own).cut("Yes! AA. Yes! AB.") == [8, 13]


def test_cut_never_leaves_a_blank_sentence(tmp_path: Path) -> None:
    """Rules that break before and after the same white space make one cut, and none before the end."""
    own = tmp_path / "own.srx"
    rules = [r"<rule break='yes'><beforebreak>\.</beforebreak></rule>", r"<rule break='yes'><beforebreak>\.\s</beforebreak></rule>"]
    own.write_text(srx(*rules), encoding="utf-8")
    assert load("en", srx=own).cut(" One. Two. ") == [5]
