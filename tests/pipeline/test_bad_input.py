"""Bad input: each with an exit status, a message that names file, line and what to do; the others go on, and nothing is lost."""

from __future__ import annotations

import os
import re
import time
from pathlib import Path

import pytest

from ..office import CONFIGURATION, Office

GOOD = "A good release\n\nIt says one thing. Then it says another.\n"
TEXT = "Another release\n\nIt is fine.\n"


def _published(office: Office) -> dict[str, bytes]:
    """Publishes a good release in both languages, and one that is to be broken; returns everything that is public."""
    office.write("sources/good.txt", GOOD)
    office.write("sources/other.txt", TEXT)
    assert office.do("sync").exit == 0
    office.accept("good")
    office.accept("other")
    assert office.do("run").exit == 0
    assert office.page("other")
    return office.unlisted("exports", "locales")


BROKEN = {
    "no UTF-8": (b"\xcf\xf0\xe8\xe2\xe5\xf2\n", ".txt", "sources/other.txt:1: .*not UTF-8.*save the file as UTF-8"),
    "windows-1251 without a declaration": (b"<p>One</p>\n<p>\xcf\xf0\xe8\xe2\xe5\xf2</p>", ".html", "sources/other.html:2: .*UTF-8"),
    "an unknown declared encoding": (b'<?xml version="1.0" encoding="klingon"?><a/>', ".xml", "sources/other.xml:1: .*klingon.*UTF-8"),
    "XML that is not well-formed": (b"<a>\n<b>\n</a>", ".xml", r"sources/other.xml:3: .*not well-formed.*\("),
    "an empty file": (b" \n", ".txt", "sources/other.txt: .*empty.*remove"),
    "random bytes": (bytes(range(128, 256)), ".txt", "sources/other.txt:1: .*"),
}


@pytest.mark.parametrize("what", BROKEN)
def test_a_source_that_can_not_be_read_stops_nothing_else(office: Office, what: str) -> None:
    """A broken source ends with status 1 and a located message; its pages and catalogs stay, and other releases go on."""
    before = _published(office)
    data, suffix, message = BROKEN[what]
    (office.root / "sources/other.txt").unlink()
    office.write(f"sources/other{suffix}", data)
    office.write("sources/new.txt", TEXT)
    said = office.do("run")
    assert said.exit == 1
    assert re.search(message, said.err), said.err
    after = office.tree("exports", "locales")
    assert {path: after.get(path) for path in before} == before
    assert "exports/en/new.html" in after


UNUSABLE = {
    "two sources with one name": ({"sources/other.html": "<p>Twin</p>"}, r"sources/other.html: error S001: two sources with one name"),
    "a typo in metadata": (
        {"sources/other.toml": "\nwithdrwan = true\n"},
        r"sources/other.toml:2: error S004: unknown key “withdrwan”.*withdrawn",
    ),
    "metadata of the wrong kind": ({"sources/other.toml": 'withdrawn = "yes"\n'}, r"sources/other.toml:1: error S004: .*true or false"),
    "metadata that is no TOML": ({"sources/other.toml": "withdrawn = true\n???\n"}, r"sources/other.toml:2: error S004"),
    "names that differ in case": ({"sources/Other.txt": "Twin\n"}, r"S001: its name differs from"),
}


@pytest.mark.parametrize("what", UNUSABLE)
def test_a_release_that_can_not_be_used_today_stays_public(office: Office, what: str) -> None:
    """A twin, or a typo in metadata, takes no page back and gives no catalog away; the message says where."""
    before = _published(office)
    files, message = UNUSABLE[what]
    for path, text in files.items():
        office.write(path, text)
    # Nearly the same words: it must not be taken for the release that seems to be gone.
    office.write("sources/lookalike.txt", TEXT)
    said = office.do("run")
    assert said.exit == 1
    assert re.search(message, said.err), said.err
    after = office.tree("exports", "locales")
    assert {path: after.get(path) for path in before} == before


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("a..b.txt", "“..”"),
        ("index.html", "the name is taken"),
        ("Index.html", "the name is taken"),
        ("sub/404.txt", "the name is taken"),
        ("aligned/x.txt", "the name is taken"),
        ("a\nb.txt", "character"),
        ("what?.txt", "character"),
    ],
)
def test_a_name_that_can_not_be_a_release(office: Office, name: str, message: str) -> None:
    """A file whose name can not be a release's is named, and nothing is made of it."""
    office.write(f"sources/{name}", TEXT)
    office.write("sources/good.txt", GOOD)
    said = office.do("run")
    assert said.exit == 1
    assert "S003" in said.err
    assert message in said.err
    assert [path for path in office.unlisted("exports", "locales") if "good" not in path] == []


def test_a_file_name_that_is_not_utf_8(office: Office) -> None:
    """A release and an asset with such names are named in letters that every console has."""
    for suffix in (b".txt", b".png"):
        with open(os.fsencode(office.root / "sources") + b"/caf\xe9" + suffix, "wb") as file:  # noqa: PTH123 - a name in bytes
            file.write(TEXT.encode())
    said = office.do("run")
    assert said.exit == 1
    assert r"sources/caf\udce9.txt: error S003" in said.err
    assert r"sources/caf\udce9.png: error S005" in said.err


def test_an_xml_release_named_like_the_tei_file_of_another(office: Office) -> None:
    """`a.tei.xml` beside `a.txt` would be written over: it is an error; alone it is a release."""
    office.write("sources/a.tei.xml", "<doc><p>One.</p></doc>")
    assert office.do("run").exit == 0
    office.write("sources/a.txt", TEXT)
    said = office.do("run")
    assert said.exit == 1
    assert "sources/a.tei.xml: error S001: the TEI file of a" in said.err


def test_metadata_without_a_release_are_told(office: Office) -> None:
    """An embargo in a file whose name is misspelt would be overlooked: the run says that it belongs to no release."""
    office.write("sources/secret.txt", TEXT)
    office.write("sources/sercet.toml", "publish-after = 2999-01-01\n")
    said = office.do("run")
    assert said.exit == 0
    assert "sources/sercet.toml: warning S006" in said.err
    assert "did you mean secret.toml?" in said.err


def test_links_and_things_that_are_no_files(office: Office) -> None:
    """Nothing outside sources/ is published through a link, and a folder or pipe with a release's name stops nothing."""
    office.write("private/secret.txt", "The password is swordfish.\n")
    for name in ("secret.txt", "secret.png"):
        (office.root / "sources" / name).symlink_to(office.root / "private/secret.txt")
    (office.root / "sources/nowhere.png").symlink_to("nothing")
    (office.root / "sources/nowhere.txt").symlink_to("nothing")
    office.write("sources/folder.txt/inside.txt", TEXT)
    for name in ("pipe.txt", "pipe.xml", "pipe.png"):
        os.mkfifo(office.root / "sources" / name)
    said = office.do("run")
    assert said.exit == 1
    for name in ("secret.txt", "secret.png", "nowhere.png", "nowhere.txt", "pipe.txt", "pipe.xml", "pipe.png"):
        assert f"sources/{name}" in said.err
    assert not any(b"swordfish" in data for data in office.tree("exports", "locales").values())
    assert office.page("folder.txt/inside", "en")


def test_no_sources_folder_takes_nothing_back(office: Office) -> None:
    """A project whose sources/ is missing (a mount, a checkout) can not be used; a folder that is empty means what it says."""
    before = _published(office)
    (office.root / "sources").rename(office.root / "elsewhere")
    said = office.do("run")
    assert (said.exit, "sources: there is no such folder" in said.err) == (2, True)
    assert office.unlisted("exports", "locales") == before
    (office.root / "sources").mkdir()
    assert office.do("run").exit == 0
    assert office.tree("exports") == {}
    assert office.tree("locales") == {path: data for path, data in before.items() if path.startswith("locales")}


CATALOGS = {
    "a line that is no PO": (
        lambda text: text.replace('msgstr "', "mgsstr ", 2),
        r"ru/LC_MESSAGES/other.po:\d+: error E001: .*nothing was written",
    ),
    "a quote that is not closed": (lambda text: text.rstrip().rstrip('"') + "\n", r"ru/LC_MESSAGES/other.po:\d+: error E001: .*quote"),
    "a conflict": (lambda text: text + "<<<<<<< HEAD\n", r"ru/LC_MESSAGES/other.po:\d+: error E001: a conflict mark"),
    "another language": (
        lambda text: text.replace("Language: ru", "Language: fr"),
        r"other.po:1: error E001: .*another language \(fr\).*Language: ru",
    ),
    "bytes in another charset": (lambda text: text.encode("cp1251"), r"other.po:\d+: error E001: .*UTF-8"),
}


@pytest.mark.parametrize("what", CATALOGS)
def test_a_catalog_that_can_not_be_used(office: Office, what: str) -> None:
    """A broken catalog is named with its line and stays as it is, byte for byte; the other releases go on."""
    before = _published(office)
    change, message = CATALOGS[what]
    path = office.catalog("other")
    made = change(path.read_text("utf-8"))
    path.write_bytes(made if isinstance(made, bytes) else made.encode())
    broken = path.read_bytes()
    assert broken != before["locales/ru/LC_MESSAGES/other.po"]
    office.write("sources/other.txt", TEXT + "\nAnd it says more.\n")
    office.write("sources/new.txt", TEXT)
    said = office.do("run")
    assert said.exit == 1
    assert re.search(message, said.err), said.err
    assert path.read_bytes() == broken
    after = office.tree("exports")
    assert {name: after[name] for name in after if "other" in name} == {
        name: before[name] for name in before if name in after and "other" in name
    }
    assert "exports/en/new.html" in after


@pytest.mark.parametrize("place", ["locales/ru/LC_MESSAGES/other.po", "exports/en/other.html", "exports/ru/other.html"])
def test_a_place_that_is_taken_by_a_folder(office: Office, place: str) -> None:
    """Where a file can not be written, the run says so with status 1, and the others go on."""
    office.write("sources/good.txt", GOOD)
    office.write("sources/other.txt", TEXT)
    if place.startswith("exports/ru"):
        office.do("sync")
        office.accept("other")
    (office.root / place / "x").mkdir(parents=True)
    said = office.do("run")
    assert said.exit == 1
    assert place in said.err
    assert office.page("good", "en")
    assert office.catalog("good").is_file()


def test_a_folder_of_exports_that_is_a_file(office: Office) -> None:
    """The source language's pages are written although no folder of the other can be made."""
    office.write("sources/good.txt", GOOD)
    office.do("sync")
    office.accept("good")
    office.write("exports/ru", "a file")
    said = office.do("run")
    assert said.exit == 1
    assert "exports/ru" in said.err
    assert (office.root / "exports/ru").read_text() == "a file"
    assert office.dead_links() == []


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('languages = ["ru"]\n\nlangages = ["fr"]\n', "workflow.toml:3: unknown key “langages” (did you mean languages? valid keys:"),
        ('languages = ["ru"]\nreview = "aproved"\n', "workflow.toml:2: review = 'aproved' (review has to be “translated” or “approved”)"),
        ('languages = ["ru"]\n\n[abreviations]\nen = "x"\n', "workflow.toml:3: unknown key “abreviations” (did you mean abbreviations?"),
        ('languages = ["ru", "en"]\n', "workflow.toml:1: “en” is both source-language and one of languages"),
        ('languages = ["русский"]\n', "workflow.toml:1: languages:"),
        ('languages = ["ru"\n\n[x]\n', "workflow.toml:3:"),
        (b"languages = ['ru'] # \xff", "workflow.toml: is not UTF-8 (save it as UTF-8)"),
    ],
)
def test_a_configuration_with_a_typo(office: Office, text: str | bytes, message: str) -> None:
    """An unknown or wrong key ends every command with status 2, the line, and what is valid."""
    office.write("workflow.toml", text)
    for command in ("run", "status", "sync"):
        said = office.do(command)
        assert (said.exit, said.out) == (2, "")
        assert message in said.err
    assert office.tree(".") == {"workflow.toml": text if isinstance(text, bytes) else text.encode()}


def test_a_typo_in_pyproject_is_found_in_its_table(office: Office) -> None:
    """A key of that name in another table is not meant."""
    (office.root / "workflow.toml").unlink()
    office.write("pyproject.toml", '[project]\nrevew = 1\n\n[tool.workflow]\nlanguages = ["ru"]\nrevew = "approved"\n')
    assert "pyproject.toml:6: unknown key “revew” (did you mean review?" in office.do("run").err
    office.write("pyproject.toml", "tool = 3\n")
    assert office.do("run").exit == 2


def test_rules_that_can_not_be_used(office: Office) -> None:
    """A file of abbreviations that is missing or wrong makes the project unusable: status 2, and nothing is written."""
    office.write("workflow.toml", CONFIGURATION + '[abbreviations]\nen = "abbr.txt"\n')
    office.write("sources/a.txt", TEXT)
    said = office.do("run")
    assert (said.exit, "abbr.txt" in said.err) == (2, True)
    office.write("abbr.txt", "Approx. nonsense-kind\n")
    said = office.do("run")
    assert (said.exit, "abbr.txt:1" in said.err) == (2, True)
    assert office.tree("locales", "exports") == {}


def test_an_engine_that_does_not_exist(office: Office) -> None:
    """An unknown engine is wrong use, named on the command line or in the configuration; it names those that exist."""
    office.write("sources/a.txt", TEXT)
    said = office.do("draft", "--engine", "argoss")
    assert said.exit == 2
    assert "there is no engine “argoss” (known are: argos, pseudo" in said.err
    office.write("workflow.toml", CONFIGURATION.replace("pseudo", "argoss"))
    said = office.do("run")
    assert said.exit == 2


def test_a_language_without_a_package_waits(office: Office) -> None:
    """Where no model translates a pair, its entries stay empty, the message tells how to install one, and the rest goes on."""
    office.write("workflow.toml", 'languages = ["haw", "ru"]\nengine = "argos"\n')
    office.write("sources/a.txt", TEXT)
    office.do("sync")
    office.accept("a")
    said = office.do("run")
    assert said.exit == 0
    assert "no Argos package translates from en into haw (run: workflow models install en haw" in said.err
    assert set(office.states("a", "haw").values()) == {"untranslated"}
    assert office.page("a")


def test_links_that_are_no_addresses(office: Office) -> None:
    """Whatever an author wrote into an href, the page is published with it."""
    hrefs = [
        "http://[bad",
        "//[x",
        "%00.html",
        "x" * 5000 + ".html",
        "?q",
        "",
        "%FF%FE.png",
        "../../../etc/passwd",
        "a\x0bb.html",
        "mailto:a@b",
    ]
    links = "".join(f'<a href="{href}">{number}</a> ' for number, href in enumerate(hrefs))
    office.write("sources/a.html", f"<html><body><p>Words and {links}</p></body></html>")
    office.do("sync")
    office.accept("a")
    said = office.do("run")
    assert said.exit == 0, said.err
    for language in ("en", "ru"):
        for href in hrefs:
            assert f'href="{href}"' in office.page("a", language)


def test_a_text_of_five_megabytes(office: Office) -> None:
    """A very long release is cut and written in a minute, on a slow machine."""
    office.write(
        "sources/long.txt",
        "\n\n".join(f"Paragraph {number} says something" + ", and something more" * 48 + "." for number in range(5_040)),
    )
    assert (office.root / "sources/long.txt").stat().st_size > 4_900_000
    before = time.monotonic()
    said = office.do("sync")
    assert said.exit == 0, said.err
    assert time.monotonic() - before < 60


def test_names_in_any_letters(office: Office) -> None:
    """A release with spaces and Cyrillic letters in a subfolder works from source to published pair."""
    name = "2026 год/Новый релиз № 5"
    office.write(f"sources/{name}.txt", GOOD)
    assert office.do("sync", name).exit == 0
    assert f"#: \u2068sources/{name}.txt\u2069" in office.catalog(name).read_text("utf-8")
    office.accept(name)
    assert office.do("run", f"sources/{name}.txt").exit == 0
    assert office.page(name)
    assert office.dead_links() == []
    assert 'href="../../en/2026%20%D0%B3%D0%BE%D0%B4/' in office.page(name)
    before = office.tree("locales")
    office.do("run")
    assert office.tree("locales") == before


def test_a_sources_folder_that_can_not_be_read(office: Office, tmp_path: Path) -> None:
    """A folder that the system does not let us read is not taken for an empty one."""
    before = _published(office)
    closed = office.write("sources/closed/x.txt", TEXT).parent
    closed.chmod(0)
    try:
        if os.access(closed, os.R_OK):
            pytest.skip("this user may read everything")
        said = office.do("run")
    finally:
        closed.chmod(0o755)
    assert said.exit == 2
    assert office.tree("exports", "locales") == before
