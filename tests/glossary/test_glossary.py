"""Terms are found in texts as a reader finds them, and their translations in any form of their words."""

from __future__ import annotations

import time
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflow.glossary import Glossary, Term, terms_of
from workflow.locales import catalog

HERE = Path(__file__).parent
CASES = sorted((HERE / "cases").glob("*.toml"))
STARTER = HERE.parents[1] / "locales" / "ru" / "LC_MESSAGES" / "glossary.po"


def starter() -> list[Term]:
    """The terms of the office's own glossary."""
    entries = catalog.read(STARTER.read_bytes(), STARTER.name).live()
    return terms_of((entry.msgid, entry.msgstr, entry.comments) for entry in entries if not entry.fuzzy)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_case(case: Path) -> None:
    """The five questions about a text and its translation have the case's answers."""
    given_ = tomllib.loads(case.read_text(encoding="utf-8"))
    glossary = Glossary(terms_of((msgid, msgstr, comments) for msgid, msgstr, comments in given_["entries"]), "en", "ru")
    source, target = given_["source"], given_["target"]
    answers = {
        "found": [source[one.start : one.end] for one in glossary.find(source)],
        "untranslatable": glossary.untranslatable(source),
        "missing": glossary.missing(source, target),
        "forbidden": glossary.forbidden(source, target),
        "hints": glossary.hints(source),
    }
    assert answers == {question: given_[question] for question in answers}


_ROWS = [line.split("\t") for line in (HERE / "inflected.tsv").read_text(encoding="utf-8").splitlines()[1:]]


@pytest.mark.parametrize(("source", "translation", "missing"), _ROWS, ids=[row[0][:40] for row in _ROWS])
def test_inflected(source: str, translation: str, missing: str) -> None:
    """Of the starter glossary's terms in a phrase, those that its translation has in any form are not missing, the others are."""
    assert "; ".join(Glossary(starter(), "en", "ru").missing(source, translation)) == missing


def test_the_starter_glossary_is_whole() -> None:
    """Every entry of the office's glossary is a term, none twice, and each finds itself and its own translation."""
    entries = catalog.read(STARTER.read_bytes(), STARTER.name).live()
    terms = starter()
    assert len(terms) == len(entries) >= 150
    glossary = Glossary(terms, "en", "ru")
    for term in terms:
        assert [found.term for found in glossary.find(term.source)] == [term]
        for target in term.targets:
            assert glossary.missing(term.source, target) == []
            assert glossary.forbidden(term.source, target) == []


def test_terms_of_a_file() -> None:
    """Translations are parted by semicolons, comments say what they are for, and the first entry of a term counts."""
    assert terms_of(
        [
            ("workshop", "семинар; практикум;", ["also: рабочее совещание", "forbidden: воркшоп; шоп", "for experts"]),
            ("workshop", "мастерская", []),
            ("goAML", "гоАМЛ", ["Do not translate"]),
            ("empty", " ; ", []),
            ("…", "…", []),
        ]
    ) == [
        Term("workshop", ("семинар", "практикум", "рабочее совещание"), ("воркшоп", "шоп"), False, "for experts", 2),
        Term("goAML", ("goAML",), (), True),
    ]


_WORDS = ["UNODC", "drug", "drugs", "Drug", "trafficking", "route", "s", "who", "WHO", "’s", "'", ",", "-", ".", "\u00a0", "\n"]
_TEXTS = st.lists(st.sampled_from(_WORDS), max_size=12).map(" ".join) | st.text(max_size=20)
_TERMS = st.lists(st.lists(st.sampled_from(_WORDS[:9]), min_size=1, max_size=3).map(" ".join), max_size=6)


@given(_TERMS, _TEXTS, _TEXTS)
def test_what_is_found_stands_there(sources: list[str], text: str, other: str) -> None:
    """Whatever terms and text: what is found are places of the text, in order, without overlaps, and no question fails."""
    glossary = Glossary(terms_of((source, "УНП ООН", ["forbidden: слово"]) for source in sources), "en", "ru")
    found = glossary.find(text)
    edges = [edge for one in found for edge in (one.start, one.end)]
    assert edges == sorted(edges)
    assert all(text[one.start : one.end].strip() for one in found)
    terms = {one.term.source for one in found}
    assert len(glossary.missing(text, other)) <= len(terms) == len(glossary.hints(text))
    assert glossary.missing(text, "УНП ООН") == []
    assert len(glossary.forbidden(text, other)) <= len(terms)


def test_a_large_glossary_is_fast() -> None:
    """Among 5,000 terms, a sentence takes hardly longer than among 300 (generous: 20 times)."""
    text = "UNODC and the Shanghai Cooperation Organization signed a memorandum of understanding on drug trafficking."
    few, many = starter(), [*starter(), *(Term(f"term{number} of number{number % 97}", ("слово",)) for number in range(5_000))]
    seconds = []
    for terms in (few, many):
        glossary = Glossary(terms, "en", "ru")
        assert len(glossary.find(text)) == 4
        begun = time.perf_counter()
        for _ in range(200):
            glossary.find(text)
        seconds.append(time.perf_counter() - begun)
    assert seconds[1] < 20 * seconds[0]


def test_other_languages() -> None:
    """A German translation is found in its forms by Snowball; of a language without a stemmer the beginnings of words count."""
    german = Glossary([Term("United Nations", ("Vereinte Nationen",))], "en", "de")
    assert german.missing("the United Nations", "bei den Vereinten Nationen") == []
    assert german.missing("the United Nations", "bei der Nation") == ["United Nations → Vereinte Nationen"]
    kazakh = Glossary([Term("Kazakhstan", ("Қазақстан",))], "en", "kk")
    assert kazakh.missing("in Kazakhstan", "Қазақстанда") == []
    assert kazakh.missing("in Kazakhstan", "Өзбекстанда") == ["Kazakhstan → Қазақстан"]
