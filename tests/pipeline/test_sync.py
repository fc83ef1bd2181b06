"""sync: new, changed, removed and renamed releases; new languages; other rules; and nothing at all where nothing changed."""

from __future__ import annotations

import os

import pytest

from ..office import CONFIGURATION, Office

TEXT = "The title\n\nFirst sentence here. Second sentence there.\n\nApprox. Ten people came. They left.\n"


def _stamps(office: Office) -> dict[str, tuple[int, int, bytes]]:
    return {
        path: ((office.root / path).stat().st_mtime_ns, (office.root / path).stat().st_ino, data)
        for path, data in office.tree("locales", "exports").items()
    }


def test_a_run_that_changes_nothing_touches_no_file(office: Office) -> None:
    """A second run, a touched source, a re-wrapped one and a lost index leave bytes, times and inodes of every file."""
    office.write("sources/a.txt", TEXT)
    office.write("sources/b.html", "<p>One\nthing.</p>")
    office.do("run")
    office.accept("a")
    office.do("run")
    office.do("run")
    before = _stamps(office)
    office.do("run")
    assert _stamps(office) == before
    os.utime(office.root / "sources/a.txt")
    office.do("run")
    (office.root / ".workflow/index.sqlite").unlink()
    office.do("run")
    assert _stamps(office) == before
    office.write("sources/b.html", "<p>One \n  thing.</p>")
    office.do("sync")
    assert {path: one for path, one in _stamps(office).items() if "locales" in path} == {
        path: one for path, one in before.items() if "locales" in path
    }


def test_a_changed_sentence_becomes_stale_and_the_others_stay(office: Office) -> None:
    """An edited sentence keeps its text, fuzzy, under the old msgid; one that is gone is obsolete; new ones are empty."""
    office.write("sources/a.txt", TEXT)
    office.do("sync")
    office.accept("a")
    office.write("sources/a.txt", TEXT.replace("First sentence here", "First sentence is here").replace(" They left.", ""))
    said = office.do("sync")
    assert said.out == "a [ru]: changed: 1 changed, now stale, 1 gone, kept as obsolete\n"
    states = office.states("a")
    assert states["First sentence is here."] == "stale"
    assert states["They left."] == "obsolete"
    assert states["Second sentence there."] == "translated"
    office.write("sources/a.txt", TEXT)
    office.do("sync")
    assert set(office.states("a").values()) == {"translated"}


def test_a_renamed_release_takes_its_catalogs_along(office: Office) -> None:
    """A source under another name, equal or nearly, keeps what people decided in all languages; its old pages go."""
    office.write("workflow.toml", 'languages = ["ru", "fr"]\nengine = "pseudo"\n')
    office.write("sources/old.txt", TEXT)
    office.do("sync")
    office.accept("old", "ru")
    office.accept("old", "fr")
    office.do("run")
    (office.root / "sources/old.txt").unlink()
    office.write("sources/2026/new.txt", TEXT + "\nOne more.\n")
    # One language alone: the other's catalog goes along all the same.
    said = office.do("sync", "-l", "ru")
    assert "renamed: old → 2026/new, its catalogs with it" in said.out
    for language in ("ru", "fr"):
        assert not office.catalog("old", language).exists()
        assert office.states("2026/new", language)["First sentence here."] == "translated"
    said = office.do("run")
    assert not any("old" in path for path in office.tree("exports"))
    assert office.page("2026/new", "en")
    assert "old" not in said.out


def test_a_copy_is_no_rename(office: Office) -> None:
    """While the old source is there, the new one gets a catalog of its own, filled from the memory."""
    office.write("sources/old.txt", TEXT)
    office.do("sync")
    office.accept("old")
    office.write("sources/new.txt", TEXT)
    said = office.do("run")
    assert "renamed" not in said.out
    assert set(office.states("old").values()) == {"translated"}
    assert set(office.states("new").values()) == {"draft"}
    assert "memory" in said.out


def test_a_rename_never_writes_over_a_catalog(office: Office) -> None:
    """A new source that has a catalog in any language of the project is no newcomer, even if it is not translated into that language."""
    office.write("workflow.toml", 'languages = ["ru", "fr"]\n')
    office.write("sources/old.txt", TEXT)
    office.do("sync")
    office.accept("old", "fr")
    kept = office.catalog("old", "fr").read_bytes().replace("ш".encode(), "щ".encode())
    office.write("locales/fr/LC_MESSAGES/new.po", kept)
    (office.root / "sources/old.txt").unlink()
    office.write("sources/new.txt", TEXT)
    office.write("sources/new.toml", 'languages = ["ru"]\n')
    office.do("sync")
    assert office.catalog("new", "fr").read_bytes() == kept


def test_a_new_language_is_configuration_alone(office: Office) -> None:
    """A language added to the configuration gets catalogs, drafts, a folder in gettext's spelling, and pages under its BCP 47 tag."""
    office.write("sources/a.txt", TEXT)
    office.do("run")
    before = office.catalog("a").read_bytes()
    office.write("workflow.toml", CONFIGURATION.replace('["ru"]', '["ru", "pt-BR"]'))
    assert office.do("run").exit == 0
    assert office.catalog("a").read_bytes() == before
    text = office.catalog("a", "pt_BR").read_text("utf-8")
    assert '"Language: pt_BR\\n"' in text
    office.accept("a", "pt_BR")
    office.do("run", "-l", "pt-BR")
    assert 'lang="pt-BR"' in office.page("a", "pt-BR")


def test_other_rules_leave_sentences_as_they_are_cut(office: Office) -> None:
    """After the project's abbreviations changed, sync says so and cuts nothing anew; --resegment does, and joins keep their text."""
    office.write("sources/a.txt", "The title\n\nSee Abt. Nine for more. It is good.\n")
    office.do("sync")
    office.accept("a")
    cut = [entry.msgid for entry in office.entries("a")]
    assert "See Abt." in cut
    before = office.catalog("a").read_bytes()
    office.write("workflow.toml", CONFIGURATION + '[abbreviations]\nen = "abbreviations.txt"\n')
    office.write("abbreviations.txt", "Abt. title\n")
    for _ in range(2):
        said = office.do("sync")
        assert said.exit == 0, said.err
        assert "1 release stays cut by older segmentation rules; to cut anew: workflow sync --resegment" in said.out
        assert office.catalog("a").read_bytes() == before
    said = office.do("sync", "--resegment")
    assert [entry.msgid for entry in office.entries("a") if not entry.obsolete] == ["The title", "See Abt. Nine for more.", "It is good."]
    assert office.states("a")["See Abt. Nine for more."] == "translated"
    assert "older segmentation rules" not in office.do("sync").out


def test_paragraph_mode(office: Office) -> None:
    """With `segmentation = "paragraph"` an entry is a paragraph; catalogs that are there stay cut in sentences until --resegment."""
    office.write("sources/a.txt", TEXT)
    office.do("sync")
    office.accept("a")
    before = office.catalog("a").read_bytes()
    office.write("workflow.toml", CONFIGURATION + 'segmentation = "paragraph"\n')
    office.write("sources/b.txt", TEXT)
    office.do("sync")
    assert office.catalog("a").read_bytes() == before
    assert "First sentence here. Second sentence there." in office.states("b")
    office.do("sync", "--resegment")
    assert office.states("a")["First sentence here. Second sentence there."] == "translated"


def test_an_empty_po_file_is_filled(office: Office) -> None:
    """A catalog of no bytes (a save that was cut short, a `touch`) becomes a whole one, with its charset in the header."""
    office.write("sources/a.txt", TEXT)
    office.write("locales/ru/LC_MESSAGES/a.po", b"")
    assert office.do("run").exit == 0
    assert "charset=UTF-8" in office.catalog("a").read_text("utf-8")


@pytest.mark.parametrize("unknown", ["other", "relaese", "../a", "/etc/passwd", "a/../a", ".hidden", ""])
def test_a_release_that_does_not_exist(office: Office, unknown: str) -> None:
    """A name that is no release is wrong use, and nothing is written; a near one is proposed."""
    office.write("sources/release.txt", TEXT)
    said = office.do("run", unknown)
    assert said.exit == 2
    assert ("did you mean release?" in said.err) == (unknown == "relaese")
    assert office.tree("locales", "exports") == {}
