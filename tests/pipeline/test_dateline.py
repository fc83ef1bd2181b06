"""The place of a release goes the way of every text: catalog, translator, page."""

from __future__ import annotations

import pytest

from ..office import Office

NAME = "2023-03-14-visit"
TEXT = "A visit\n\nThe office opened in the valley. It is near St. Petersburg.\n"


@pytest.fixture
def visit(office: Office) -> Office:
    """A release whose page in both languages is public, without a place."""
    office.write(f"sources/{NAME}.txt", TEXT)
    office.do("sync")
    office.accept(NAME)
    assert office.do("publish").exit == 0
    return office


def test_a_place_is_translated_and_reviewed_before_it_is_public(visit: Office) -> None:
    """It comes as one entry, uncut; the source page has it at once, the translation with its review; and it goes as it came."""
    before = visit.tree("exports")
    visit.write(f"sources/{NAME}.toml", 'place = "St. Petersburg"\n')
    visit.do("run")
    assert visit.states(NAME)["St. Petersburg"] != "translated"
    assert '<p class="date">St. Petersburg, <time datetime="2023-03-14">14 March 2023</time></p>' in visit.page(NAME, "en")
    assert "St. Petersburg" not in visit.page(NAME, "ru")
    visit.accept(NAME, translate=lambda _: "Санкт-Петербург")
    assert visit.do("run").exit == 0
    assert '<p class="date">Санкт-Петербург, <time datetime="2023-03-14">' in visit.page(NAME, "ru")
    assert "Санкт-Петербург" in visit.tree("exports")[f"exports/ru/{NAME}.tei.xml"].decode()
    assert visit.do("verify").err == ""
    assert visit.do("run").exit == 0
    done = visit.tree("exports", "locales")
    visit.do("run")
    assert visit.tree("exports", "locales") == done
    (visit.root / f"sources/{NAME}.toml").unlink()
    visit.do("run")
    pages = {path: data for path, data in before.items() if path.endswith(".html")}
    assert {path: data for path, data in visit.tree("exports").items() if path.endswith(".html")} == pages


def test_a_place_on_a_page_of_html_is_told(office: Office) -> None:
    """With file and line; the page stays the source, byte for byte."""
    data = '<!DOCTYPE html>\n<html lang="en"><head><title>T</title></head><body><p>Vienna, 1 March.</p></body></html>\n'
    office.write("sources/a.html", data)
    office.write("sources/a.toml", 'date = 2023-03-14\nplace = "Vienna"\n')
    said = office.do("run")
    assert "sources/a.toml:2: warning S010: place: a HTML page has its dateline where its author wrote it" in said.err
    assert office.page("a", "en") == data
    assert "Vienna" not in office.states("a")


@pytest.mark.parametrize("value", ['""', '" "', "3", '["Vienna"]', '{ en = "Vienna" }', '"Vienna\\nGeneva"'])
def test_a_place_that_is_none_is_told(visit: Office, value: str) -> None:
    """With file, line and an example; what is public stays."""
    before = visit.tree("exports")
    visit.write(f"sources/{NAME}.toml", f"date = 2023-03-14\nplace = {value}\n")
    said = visit.do("publish")
    assert said.exit == 1
    assert f"sources/{NAME}.toml:2: error S004: place = " in said.err
    assert 'such as "Vienna"' in said.err
    assert visit.tree("exports") == before


def test_every_command_knows_a_place(visit: Office) -> None:
    """It is drafted, checked, shown side by side, sent out and taken in again like any other text."""
    visit.write(f"sources/{NAME}.toml", 'place = "Upper Valley"\n')
    visit.do("run")
    assert visit.states(NAME)["Upper Valley"] == "draft"
    for arguments in (
        ["sheet", NAME],
        ["check"],
        ["status", "--history"],
        ["status", "--drafts"],
        ["publish", "--preview"],
        ["doctor"],
        ["sync", "--resegment"],
        ["exchange", "export", NAME, "--format", "xliff"],
        ["exchange", "export", NAME, "--format", "csv"],
        ["exchange", "export", NAME, "--format", "pot"],
    ):
        said = visit.do(*arguments)
        assert said.exit == 0, (arguments, said.err)
    assert "Upper Valley" in (visit.root / f".workflow/sheets/{NAME}.ru.html").read_text("utf-8")
    sent = visit.root / f".workflow/exchange/ru/{NAME}.xlf"
    text = sent.read_text("utf-8")
    draft = next(entry.msgstr for entry in visit.entries(NAME) if entry.msgid == "Upper Valley")
    text = text.replace(f"<target>{draft}</target>\n      </segment>", "<target>Верхняя Долина</target>\n      </segment>")
    sent.write_text(text.replace(' subState="pp:mt-draft"', ""), "utf-8")
    assert visit.do("exchange", "import", str(sent)).exit == 0
    assert "Верхняя Долина" in {entry.msgstr for entry in visit.entries(NAME)}
    visit.edit(NAME, lambda entry: entry.but(flags=tuple(flag for flag in entry.flags if flag != "fuzzy")))
    visit.do("run")
    assert visit.do("approve", NAME, "--by", "Second Reader").exit == 0
    assert "Верхняя Долина, <time" in visit.page(NAME)


def test_a_place_that_is_accepted_once_is_accepted_in_every_release(visit: Office) -> None:
    """Boilerplate: what is accepted of it holds wherever a release says the same."""
    visit.write("sources/places.txt", "Places\n\nVienna\n")
    visit.write("sources/places.toml", "boilerplate = true\n")
    visit.do("sync")
    visit.accept("places", translate=lambda _: "Вена")
    visit.write(f"sources/{NAME}.toml", 'place = "Vienna"\n')
    assert visit.do("run").exit == 0
    assert '<p class="date">Вена, <time' in visit.page(NAME)
