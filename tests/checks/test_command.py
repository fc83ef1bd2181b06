"""workflow check: suppression, corrections, formats, and what is compared over all releases."""

from __future__ import annotations

import json

import pytest

from ..office import CONFIGURATION, Office

TEXT = "The title\n\nThe office trained 125 officers.\n"


def _say(office: Office, release: str, texts: dict[str, str], comment: str = "") -> None:
    """Accepts texts, by msgid."""
    comments = (comment,) if comment else ()
    office.edit(release, lambda entry: entry.but(msgstr=texts.get(entry.msgid, "Заголовок"), flags=(), comments=comments))


@pytest.fixture
def wrong(office: Office) -> Office:
    """An office whose translation has another number."""
    office.write("sources/a.txt", TEXT)
    office.do("sync")
    _say(office, "a", {"The office trained 125 officers.": "Представительство обучило 152 сотрудника."})
    return office


def test_an_error_blocks_the_page_and_its_correction_opens_it(wrong: Office) -> None:
    """The finding names file, line, code and what is missing; the page waits for it."""
    said = wrong.do("run")
    assert said.exit == 1
    assert "locales/ru/LC_MESSAGES/a.po:" in said.err
    assert "error P201: the number 125 is missing" in said.err
    assert not wrong.page("a")
    _say(wrong, "a", {"The office trained 125 officers.": "Представительство обучило 125 сотрудников."})
    assert wrong.do("run").exit == 0
    assert wrong.page("a")


def test_a_reason_takes_a_finding_back(wrong: Office) -> None:
    """A comment with code and reason counts; one without a reason is told and does not."""
    text = {"The office trained 125 officers.": "Представительство обучило 152 сотрудника."}
    _say(wrong, "a", text, "check: ignore P201, P203 the source has a slip, the office confirmed 152")
    assert wrong.do("check").exit == 0
    _say(wrong, "a", text, "check: ignore P201")
    said = wrong.do("check")
    assert said.exit == 1
    assert "P001" in said.err
    assert "P201" in said.err


def test_a_project_leaves_checks_out(wrong: Office) -> None:
    """By configuration; a code that does not exist is an error that names the line."""
    wrong.write("workflow.toml", CONFIGURATION + 'checks = {ignore = ["P201", "P203"]}\n')
    assert wrong.do("check").out == "No findings.\n"
    wrong.write("workflow.toml", CONFIGURATION + 'checks = {ignore = ["P999"]}\n')
    said = wrong.do("check")
    assert said.exit == 2
    assert "workflow.toml:4" in said.err


def test_fix_corrects_signs_and_nothing_else(office: Office) -> None:
    """Quotation marks, dashes, doubled spaces and № are corrected and told; words and drafts stay; a second time nothing is left."""
    office.write("sources/a.txt", "The title\n\nThe “Dawn” centre — resolution No. 5 of May — is new.\n\nOther words here.\n")
    office.do("run")
    office.edit(
        "a", lambda entry: entry.but(msgstr='Центр "Заря" -  резолюция No. 5 мая - новый.', flags=()) if "Dawn" in entry.msgid else entry
    )
    drafts = [entry for entry in office.entries("a") if entry.fuzzy]
    said = office.do("check", "--fix")
    assert "corrected" in said.out
    text = next(entry.msgstr for entry in office.entries("a") if "Dawn" in entry.msgid)
    assert text == "Центр «Заря» — резолюция №\u00a05 мая — новый."
    assert [entry for entry in office.entries("a") if entry.fuzzy] == drafts
    before = office.catalog("a").read_bytes()
    assert "corrected" not in office.do("check", "--fix").out
    assert office.catalog("a").read_bytes() == before


def test_formats_of_review_sites(wrong: Office) -> None:
    """SARIF 2.1.0 with rule, level, file and line; annotations of GitHub Actions, one a line; the exit status is the same."""
    said = wrong.do("check", "--format", "sarif")
    assert said.exit == 1
    log = json.loads(said.out)
    assert log["version"] == "2.1.0"
    result = next(one for one in log["runs"][0]["results"] if one["ruleId"] == "P201")
    assert result["level"] == "error"
    place = result["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == "locales/ru/LC_MESSAGES/a.po"
    assert place["region"]["startLine"] > 1
    said = wrong.do("check", "--format", "github")
    assert said.exit == 1
    assert said.out.startswith("::error file=locales/ru/LC_MESSAGES/a.po,line=")


def test_two_translations_of_one_source(office: Office) -> None:
    """Told at the later one, as a warning; nothing is changed."""
    for name in ("a", "b"):
        office.write(f"sources/{name}.txt", f"The title {name}\n\nThe meeting was opened by the minister.\n")
    office.do("sync")
    _say(office, "a", {"The meeting was opened by the minister.": "Встречу открыл министр."})
    _say(office, "b", {"The meeting was opened by the minister.": "Заседание было открыто министром."})
    before = office.tree("locales")
    said = office.do("check", "--json")
    assert said.exit == 0
    found = [one for one in json.loads(said.out)["findings"] if one["code"] == "P901"]
    assert [one["where"]["release"] for one in found] == ["b"]
    assert office.tree("locales") == before
    assert office.do("check", "--json").out == said.out


def test_one_person_with_two_names(office: Office) -> None:
    """The same name, spelled in two ways in two releases."""
    for name in ("a", "b"):
        office.write(f"sources/{name}.txt", f"The title {name}\n\nMs. Nurangez Abdulhamidova opened release {name}.\n")
    office.do("sync")
    office.edit(
        "a", lambda entry: entry.but(msgstr="Г-жа Нурангез Абдулхамидова открыла выпуск a.", flags=()) if "Ms." in entry.msgid else entry
    )
    office.edit(
        "b", lambda entry: entry.but(msgstr="Г-жа Нурангез Абдулгамидова открыла выпуск b.", flags=()) if "Ms." in entry.msgid else entry
    )
    found = [one for one in json.loads(office.do("check", "--json").out)["findings"] if one["code"] == "P902"]
    assert found


def test_the_list_of_checks() -> None:
    """Every code with its severity, in the order of the table."""
    from click.testing import CliRunner

    from workflow.cli import main

    out = CliRunner().invoke(main, ["check", "--list"]).output
    assert out.index("P101") < out.index("P201") < out.index("P901")


def test_marks_inside_a_quotation_of_several_sentences(office: Office) -> None:
    """A sentence in the middle of a quotation has inner marks; where the translator only forgot to close one, the next has outer ones."""
    office.write(
        "sources/a.txt", "The title\n\n“It is here. We call it ‘Dawn’. It works,” she said.\n\nThe “Dawn” opened. The “Sunrise” followed.\n"
    )
    office.do("sync")
    texts = {
        "“It is here.": "«Он здесь.",
        "We call it ‘Dawn’.": "Мы зовём его „Заря“.",
        "It works,” she said.": "Он работает», — сказала она.",
        "The “Dawn” opened.": "Открылся «Заря.",
        "The “Sunrise” followed.": "За ним «Восход».",
    }
    _say(office, "a", texts)
    found = [(one["code"], one["where"]["text"]) for one in json.loads(office.do("check", "--json").out)["findings"]]
    assert found == [("P402", "The “Dawn” opened.")]
    before = office.catalog("a").read_bytes()
    assert "corrected" not in office.do("check", "--fix").out
    assert office.catalog("a").read_bytes() == before


def test_an_approval_does_not_hold_for_a_corrected_text(office: Office) -> None:
    """The second person approved another text: that is told, the entry waits for them, and the public page keeps what they approved."""
    office.write("workflow.toml", CONFIGURATION + 'review = "approved"\n')
    office.write("sources/a.txt", "The “Dawn” centre\n\nThe centre is new.\n")
    office.do("sync")
    office.accept("a", translate={"The “Dawn” centre": 'Центр "Заря"', "The centre is new.": "Центр новый."}.__getitem__, by="Anna Petrova")
    office.do("run")
    assert office.do("approve", "a", "--by", "Boris Orlov").exit == 0
    assert office.do("run").exit == 0
    page = office.page("a")
    assert "Центр" in page
    (fixed,) = json.loads(office.do("check", "--fix", "--json").out)["fixed"]
    assert (fixed["before"], fixed["after"], fixed["approval_lost"]) == ('Центр "Заря"', "Центр «Заря»", True)
    assert office.states("a") == {"The “Dawn” centre": "translated", "The centre is new.": "approved"}
    assert office.do("run").exit == 0
    assert office.page("a") == page
    assert "1 translated" in office.do("status").out
    office.do("approve", "a", "--by", "Boris Orlov")
    office.do("publish")
    assert "Центр «Заря»" in office.page("a")


def test_fix_leaves_what_nobody_typed_or_what_waits(office: Office) -> None:
    """Drafts, stale and obsolete texts stay as they are; what a person typed and did not accept yet is corrected, and stays unaccepted."""
    office.write("sources/a.txt", "The title\n\nOne is “here”. Two is “there”. Three is “gone”. Four is “new”.\n")
    office.do("sync")
    office.accept("a", translate=lambda msgid: f'{msgid.split()[0]} "это".')
    office.write("sources/a.txt", "The title\n\nOne is “here”. Two was “there”. Four is “new”. Five is “drafted”.\n")
    office.do("run")
    office.edit("a", lambda entry: entry.but(flags=("fuzzy",)) if entry.msgid.startswith("Four") else entry)
    said = json.loads(office.do("check", "--fix", "--json").out)["fixed"]
    assert {one["after"] for one in said} == {"One «это».", "Four «это».", "The «это»."}
    texts = {entry.msgid.split()[0]: (entry.msgstr, entry.fuzzy, entry.obsolete) for entry in office.entries("a")}
    assert texts["Four"] == ("Four «это».", True, False)
    assert texts["Two"] == ('Two "это".', True, False)
    assert texts["Three"] == ('Three "это".', False, True)
    assert texts["Five"][1]
