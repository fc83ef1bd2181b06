"""What an author did wrong is told apart from what the program did: a warning that says so, and no failure."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from unicodedata import normalize

import pytest

from ...office import Office
from .sites import BASE, Built, good

ROOM = "2024-03-01-room"
EN, RU, AR = (f"{language}/{ROOM}.html" for language in ("en", "ru", "ar"))
AUTHORED = {
    "V101": '<a href="no.html">x</a>',
    "V102": '<a href="#none">x</a>',
    "V104": '<img alt="" src="file:///C:/map.png">',
    "V401": '<i id="facts"></i>',
    "V402": "</section>",
    "V405": '<script type="application/ld+json">{</script>',
}


def put(site: Built, code: str, *paths: str, times: int = 1) -> None:
    for path in paths:
        site.change(path, "</article>", AUTHORED[code] * times + "</article>")


def found(site: Built) -> list[tuple[str, str, str]]:
    """(code, severity, page) of what is said, and that every warning says whose it is."""
    said = site.verify()
    assert all(("(as in its source)" in one.message) is (one.severity == "warning") for one in said)
    return [(one.code, one.severity, one.where.path.removeprefix("exports/")) for one in said]


@pytest.mark.parametrize("code", AUTHORED)
def test_the_same_mistake_in_all_languages_is_the_author_s(code: str, tmp_path: Path) -> None:
    site = good(tmp_path)
    put(site, code, EN, RU, AR)
    assert found(site) == [(code, "warning", path) for path in (AR, EN, RU)]


@pytest.mark.parametrize("code", AUTHORED)
def test_one_that_the_source_language_does_not_have_came_with_the_translation(code: str, tmp_path: Path) -> None:
    site = good(tmp_path)
    put(site, code, RU)
    assert found(site) == [(code, "error", RU)]


def test_one_that_the_translation_has_more_often_is_one_too_many(tmp_path: Path) -> None:
    site = good(tmp_path)
    put(site, "V402", EN)
    put(site, "V402", RU, times=2)
    assert sorted(found(site)) == [("V402", "error", RU), ("V402", "warning", EN), ("V402", "warning", RU)]


def test_a_place_that_is_not_there_in_the_language_that_is_published(tmp_path: Path) -> None:
    """Where the other release has no page in the language, the link leads to the source language's: the author's mistake is the same."""
    site = good(tmp_path)
    other = "2024-04-02-handbook"
    site.change(EN, "</article>", f'<a href="{other}.html#none">x</a></article>')
    site.change(RU, "</article>", f'<a href="../en/{other}.html#none">x</a></article>')
    assert found(site) == [("V102", "warning", EN), ("V102", "warning", RU)]


def test_a_name_that_only_looks_the_same(tmp_path: Path) -> None:
    """Some systems write a letter with its accent as two characters: the message says that this is not the name on the page."""
    site = good(tmp_path)
    site.write(normalize("NFD", "en/план й.png"), b"png")
    for path in (EN, RU):
        site.change(path, "</article>", '<img alt="" src="../en/план%20й.png"></article>')
    said = [one.message for one in site.verify()]
    assert len(said) == 2
    assert all("only looks the same" in one for one in said)


def remove(path: str) -> Callable[[Built], None]:
    return lambda site: site.remove(path)


PROGRAM = {
    "a counterpart": ("V101", EN, lambda site: site.change(EN, f"../ru/{ROOM}.html", "../ru/no.html")),
    "markup in the program's block": ("V402", EN, lambda site: site.change(EN, '<p class="counterpart">', '<p class="counterpart"></b>')),
    "its structured data": ("V405", EN, lambda site: site.change(EN, '"@context":', '@context":')),
    "its canonical address": ("V407", EN, lambda site: site.change(EN, f'canonical" href="{BASE}en', f'canonical" href="{BASE}ru')),
    "a page of a list": ("V101", "en/index.html", lambda site: site.change("en/index.html", "</main>", '<a href="no.html">x</a></main>')),
    "a list that is not there": ("V101", EN, lambda site: site.change(EN, "</article>", '<a href="index-2.html">x</a></article>')),
}


@pytest.mark.parametrize("what", PROGRAM)
def test_what_the_program_writes_is_an_error(what: str, tmp_path: Path) -> None:
    code, path, spoil = PROGRAM[what]
    site = good(tmp_path)
    spoil(site)
    assert (code, "error", path) in found(site)


def test_a_release_that_was_taken_back_by_half_is_an_error(tmp_path: Path) -> None:
    """A link to a page that is not there, where its text for researchers still is."""
    site = good(tmp_path)
    put(site, "V101", EN)
    site.write("en/no.tei.xml", (site.root / f"en/{ROOM}.tei.xml").read_bytes())
    assert ("V101", "error", EN) in found(site)


def test_a_page_of_a_template_is_the_program_s(tmp_path: Path) -> None:
    """But for the addresses in the text of a XML source."""
    site = good(tmp_path)
    site.change(EN, "<body>", '<body>\n<a class="skip" href="#text">Skip to the text</a>')
    put(site, "V402", EN)
    put(site, "V101", EN)
    assert sorted(found(site)) == [("V101", "warning", EN), ("V402", "error", EN)]


def test_a_page_as_its_author_wrote_it(office: Office) -> None:
    """A dead link and a stray end tag in a source of HTML, published in two languages: told for both, and the command ends well."""
    office.write("workflow.toml", 'languages = ["ru"]\nengine = "pseudo"\n')
    office.write(
        "sources/a.html", '<!DOCTYPE html>\n<html lang="en"><title>A</title><body><p>See <a href="no.pdf">this</a>.</p></p></body></html>\n'
    )
    office.do("sync")
    office.accept("a")
    assert office.do("publish").exit == 0
    said = office.do("verify")
    assert said.exit == 0
    lines = [line.split(": ", 1) for line in said.err.splitlines()]
    assert [(path, text.split(": ")[0]) for path, text in lines] == [
        ("exports/en/a.html:2", "warning V101"),
        ("exports/en/a.html:2", "warning V402"),
        ("exports/ru/a.html:2", "warning V101"),
        ("exports/ru/a.html:2", "warning V402"),
    ]
    assert all(text.endswith("(as in its source)") for _, text in lines)
