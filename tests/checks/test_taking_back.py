"""What is asked, of which texts, and how a finding is taken back: by a comment on the entry, by the project, by a correction."""

from __future__ import annotations

import json
from typing import Any

import pytest

from ..office import CONFIGURATION, Office

OPENED = "The meeting was opened by the minister."
NAMED = "Ms. Nurangez Abdulhamidova opened release {}."


def _found(office: Office, *arguments: str) -> list[tuple[str, str, str]]:
    """Release, code and severity of each finding."""
    data: list[dict[str, Any]] = json.loads(office.do("check", "--json", *arguments).out)["findings"]
    return [(one["where"]["release"], one["code"], one["severity"]) for one in data]


def _translated(office: Office, sources: dict[str, str], texts: dict[str, str]) -> None:
    """Writes releases and accepts texts, by msgid; titles get their own."""
    for name, sentence in sources.items():
        office.write(f"sources/{name}.txt", f"The title {name}\n\n{sentence}\n")
    office.do("sync")
    for name in sources:
        office.accept(name, translate=lambda msgid: texts.get(msgid, f"Заголовок {msgid[-1]}"))


def _comment(office: Office, release: str, msgid: str, comment: str) -> None:
    office.edit(release, lambda entry: entry.but(comments=(comment,)) if entry.msgid == msgid else entry)


@pytest.fixture
def clashing(office: Office) -> Office:
    """Three releases that say one thing, one of them otherwise, and another in which a person has another name."""
    _translated(office, {"a": OPENED, "b": OPENED, "c": OPENED}, {OPENED: "Встречу открыл министр."})
    office.edit("c", lambda entry: entry.but(msgstr="Заседание было открыто министром.") if entry.msgid == OPENED else entry)
    names = {NAMED.format(one): f"Г-жа Нурангез Абдулхамидова открыла выпуск {one}." for one in "de"}
    _translated(office, {one: NAMED.format(one) for one in "de"}, names)
    _translated(office, {"f": NAMED.format("f")}, {NAMED.format("f"): "Выпуск f был открыт г-жой Нурангез Абдулгамидовой."})
    return office


def test_the_rarer_wording_is_told_and_nothing_changes(clashing: Office) -> None:
    """Over all releases: one source in two wordings, one person with two names; as warnings, which end a run with status 0."""
    before = clashing.tree("locales", "sources")
    assert _found(clashing) == [("c", "P901", "warning"), ("f", "P902", "warning")]
    assert clashing.do("check").exit == 0
    assert clashing.tree("locales", "sources") == before


def test_of_a_release_alone_its_own_are_told(clashing: Office) -> None:
    """All releases are compared, also where only one is asked about."""
    assert _found(clashing, "a") == []
    assert _found(clashing, "c") == [("c", "P901", "warning")]


def test_endings_marks_and_the_letter_yo_make_no_other_wording(office: Office) -> None:
    """A name in another case, a sentence with other quotation marks, spaces or ё is the same."""
    texts = {
        NAMED.format("a"): "Выпуск a был открыт г-жой Нурангез Абдулхамидовой.",
        NAMED.format("b"): "Нурангез Абдулхамидова открыла выпуск b.",
    }
    _translated(office, {one: NAMED.format(one) for one in "ab"}, texts)
    said = "“All” of it."
    _translated(office, dict.fromkeys("cd", said), {said: "«Всё» это."})
    office.edit("d", lambda entry: entry.but(msgstr="„Все“\u00a0это.") if entry.msgid == said else entry)
    assert [one for one in _found(office) if one[1].startswith("P9")] == []


@pytest.mark.parametrize(("release", "msgid", "code"), [("c", OPENED, "P901"), ("f", NAMED.format("f"), "P902")])
def test_what_is_said_over_all_releases_is_taken_back_like_the_rest(clashing: Office, release: str, msgid: str, code: str) -> None:
    """By a comment with a reason on the entry; and by the project."""
    _comment(clashing, release, msgid, f"check: ignore {code} the office asked for it")
    assert [one for one in _found(clashing) if one[1] == code] == []
    _comment(clashing, release, msgid, "our own")
    assert [one[1] for one in _found(clashing)] == ["P901", "P902"]
    clashing.write("workflow.toml", CONFIGURATION + f'checks = {{ignore = ["{code}"]}}\n')
    assert code not in [one[1] for one in _found(clashing)]


def test_a_comment_that_takes_back_nothing_is_told(office: Office) -> None:
    """As a note, which blocks nothing: the text was corrected since, or somebody named another check; several codes may share a reason."""
    sentence = "The office trained 125 officers."
    _translated(office, {"a": sentence}, {sentence: "Представительство обучило 125 сотрудников."})
    _comment(office, "a", sentence, "check: ignore P201, P203: the office confirmed 152")
    assert _found(office) == [("a", "P002", "note")]
    assert office.do("run").exit == 0
    office.edit("a", lambda entry: entry.but(msgstr=entry.msgstr.replace("125", "152")))
    assert _found(office) == []
    _comment(office, "a", sentence, "Check: Ignore P201 the office confirmed it")
    assert _found(office) == [("a", "P203", "warning")]
    for wrong in ("check: ignore", "check: ignore P201", "check: ignore the number", "check: ignore P201,P203 —"):
        _comment(office, "a", sentence, wrong)
        assert ("a", "P001", "warning") in _found(office), wrong
        assert ("a", "P201", "error") in _found(office), wrong


def test_what_only_some_offices_want_is_asked_where_they_want_it(office: Office) -> None:
    """No-break spaces and ё: neither told nor corrected, until the project says so."""
    sentence = "It is still May."
    _translated(office, {"a": sentence}, {sentence: "Все еще 5 мая — это факт."})
    assert [one for one in _found(office) if one[1].startswith("P5")] == []
    assert json.loads(office.do("check", "--fix", "--json").out)["fixed"] == []
    office.write("workflow.toml", CONFIGURATION + 'checks = {also = ["P505", "P506"]}\n')
    assert {one for one in _found(office) if one[1].startswith("P5")} == {("a", "P505", "warning"), ("a", "P506", "warning")}
    (fixed,) = json.loads(office.do("check", "--fix", "--json").out)["fixed"]
    assert fixed["after"] == "Все ещё 5\u00a0мая\u00a0— это факт."


def test_only_what_a_person_accepted_is_checked(office: Office) -> None:
    """A draft, a returned and a stale text are not published, so nothing is said of them; with their acceptance it is."""
    sentence = "The office trained 125 officers."
    _translated(office, {"a": sentence}, {sentence: "Представительство обучило 152 сотрудника."})
    office.edit("a", lambda entry: entry.but(flags=("fuzzy",)) if entry.msgid == sentence else entry)
    assert _found(office) == []
    office.edit("a", lambda entry: entry.but(flags=()))
    assert {one[1] for one in _found(office)} == {"P201", "P203"}


def test_the_texts_of_attributes_are_asked_for(office: Office) -> None:
    """An image whose description is the source's was forgotten, on whatever page of the catalog it hides."""
    office.write("sources/a.html", '<title>Page</title><p>Here is <img src="m.png" alt="a map of the river"> our map.</p>')
    office.do("sync")
    texts = {"Page": "Страница", "Here is <img/> our map.": "Вот <img/> наша карта."}
    office.accept("a", translate=lambda msgid: texts.get(msgid, msgid))
    assert _found(office) == [("a", "P601", "warning")]
