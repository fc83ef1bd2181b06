"""What a source says and nobody translates, on its way from a file to a site."""

from __future__ import annotations

import pytest

from ..office import BASE, CONFIGURATION, Office

NAME = "2024-02-29-lantern"
SOURCE = """<release xmlns:its="http://www.w3.org/2005/11/its" its:version="2.0" xml:lang="en">
<title>A new desk</title>
<p>The office opened a desk for officers.</p>
<quote xml:lang="fr"><p>Le bureau est ouvert à tous les agents de la vallée et des villes voisines.</p></quote>
<list><item its:translate="no">Nothing of this list is to be said in any other language than that of the office.</item></list>
<p its:translate="no">This paragraph is quoted from the law, and the law is in English only.</p>
<p>Officers may write to it.</p>
<p><link url="mailto:desk@example.org" its:translate="no">desk@example.org</link></p>
</release>
"""
KEPT = ("Le bureau est ouvert", "Nothing of this list", "quoted from the law", ">desk@example.org</a>")


@pytest.fixture
def lantern(office: Office) -> Office:
    """A release whose page in both languages is public."""
    office.write("workflow.toml", f'base-url = "{BASE}"\n{CONFIGURATION}')
    office.write(f"sources/{NAME}.xml", SOURCE)
    office.do("sync")
    office.accept(NAME)
    assert office.do("run").exit == 0
    return office


def test_it_is_published_and_proved_with_the_rest(lantern: Office) -> None:
    """Both pages say it, the verifier finds nothing left untranslated, and the next run finds nothing to do."""
    for language in ("en", "ru"):
        assert [one for one in KEPT if one not in lantern.page(NAME, language)] == []
    said = lantern.do("verify")
    assert (said.exit, said.err) == (0, "")
    before = lantern.tree("exports", "locales")
    assert lantern.do("run").exit == 0
    assert lantern.tree("exports", "locales") == before


def test_no_translator_is_asked_for_it(lantern: Office) -> None:
    """It has no entry, counts no words, and is neither in the review sheet nor in what goes to other tools."""
    assert set(lantern.states(NAME)) == {"A new desk", "The office opened a desk for officers.", "Officers may write to it."}
    assert lantern.do("sheet", NAME).exit == 0
    assert lantern.do("exchange", "export", NAME, "--format", "xliff").exit == 0
    handed = lantern.tree(".workflow/sheets", ".workflow/exchange")
    assert handed
    assert [path for path, data in handed.items() if any(one.encode() in data for one in KEPT)] == []


def test_a_change_of_it_makes_nothing_stale(lantern: Office) -> None:
    """The pages have the new words at once, in both languages, and every acceptance stands."""
    lantern.write(f"sources/{NAME}.xml", SOURCE.replace("quoted from the law", "taken from the law"))
    catalog = lantern.catalog(NAME).read_bytes()
    assert lantern.do("run").exit == 0
    assert lantern.catalog(NAME).read_bytes() == catalog
    for language in ("en", "ru"):
        assert "taken from the law" in lantern.page(NAME, language)
    assert lantern.do("verify").exit == 0


def test_a_document_that_is_known_shows_it_too(lantern: Office) -> None:
    """Built again from what the index keeps of the source, the exports are the same."""
    before = lantern.tree("exports")
    for path in sorted((lantern.root / "exports").rglob("*.html")):
        path.unlink()
    assert lantern.do("publish").exit == 0
    assert lantern.tree("exports") == before
