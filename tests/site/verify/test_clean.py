"""Whatever the program publishes, in whatever order things happen, verifies clean."""

from __future__ import annotations

import json
import re
import string
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ...office import Office, russian

LETTERS = {"ru": "ж", "ar": "ب", "zh": "文"}
SENTENCES = ("The office opened in the valley.", "Officers of the service took part in it.", "See <the report> & more.", "It is “free”.")
FORMATS = (".txt", ".html", ".xml")

steps = st.lists(
    st.tuples(
        st.sampled_from(["write", "change", "accept", "place", "withdraw", "restore", "remove", "run"]),
        st.integers(0, 3),
        st.sampled_from(sorted(LETTERS)),
        st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=4),
    ),
    max_size=7,
)


def escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")


def source(kind: str, number: int, sentences: list[str], link: str) -> str:
    """A release that may link to another one."""
    words = " ".join(sentences)
    if kind == ".txt":
        return f"Release {number} of the office\n\n{words}\n\nЭта статья на русском языке\n"
    if kind == ".xml":
        return f"<article><title>Release {number} of the office</title><para>{escaped(words)}</para></article>\n"
    return (
        f'<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8"><title>Release {number} of the office</title></head>\n'
        f'<body><main><h1 id="top">Release {number} of the office</h1>\n<p>{escaped(words)} <a href="{link}">More about it</a>'
        f'<img src="map.svg" alt="A map of the valley"></p></main></body></html>\n'
    )


def translation(language: str) -> Callable[[str], str]:
    """What a translator makes of a sentence: the letters of the language, codes and addresses as they are."""
    letters = str.maketrans(dict.fromkeys(string.ascii_letters, LETTERS[language]))
    return lambda msgid: russian(msgid) if "<" in msgid else msgid.translate(letters)


@settings(max_examples=12, deadline=None)
@given(steps=steps, base=st.sampled_from(["", "https://press.example/news/"]))
def test_a_published_site_verifies_clean(steps: list[tuple[str, int, str, list[str]]], base: str) -> None:
    """Releases that are written, changed, translated, taken back, put back and removed, in any order, with and without an address."""
    with tempfile.TemporaryDirectory() as folder:
        office = Office(Path(folder))
        languages = json.dumps(sorted(LETTERS))
        office.write("workflow.toml", f'languages = {languages}\nengine = "pseudo"\nbase-url = "{base}"\n')
        office.write("sources/map.svg", '<svg xmlns="http://www.w3.org/2000/svg"/>')
        office.write("sources/2026-01-01-first.html", source(".html", 9, list(SENTENCES), "#top"))
        for verb, number, language, sentences in (*steps, ("run", 0, "ru", [])):
            kind = FORMATS[number % 3]
            name = f"2026-0{number + 2}-01-release"
            path = office.root / f"sources/{name}{kind}"
            if verb in ("write", "change"):
                office.write(f"sources/{name}{kind}", source(kind, number, sentences, "2026-01-01-first.html#top"))
            elif verb == "accept" and office.catalog(name, language).exists():
                office.accept(name, language, translate=translation(language))
            elif verb == "place" and path.exists() and kind != ".html":
                office.write(f"sources/{name}.toml", 'place = "Upper Valley"\n')
            elif verb == "withdraw" and path.exists():
                office.write(f"sources/{name}.toml", "withdrawn = true\n")
            elif verb in ("restore", "remove"):
                (office.root / f"sources/{name}.toml").unlink(missing_ok=True)
                if verb == "remove":
                    path.unlink(missing_ok=True)
            elif verb == "run":
                office.do("run", "--quiet")
                said = office.do("verify", "--json")
                assert (said.exit, json.loads(said.out)["findings"]) == (0, [])


def test_what_this_repository_publishes_is_clean() -> None:
    """Its own exports, as they are committed."""
    said = Office(Path(__file__).parent.parent.parent.parent).do("verify")
    assert (said.exit, said.err) == (0, "")


@pytest.mark.parametrize("as_json", [False, True])
def test_the_command_ends_with_what_it_found(tmp_path: Path, as_json: bool) -> None:
    """0 if all is well or nothing is there yet, 1 with an error; as text a person or editor can open, or as one JSON document."""
    office = Office(tmp_path)
    office.write("workflow.toml", 'source-language = "en"\nlanguages = ["ru"]\n')
    office.write("sources/2026-01-01-a.txt", "First\n\nIt is there.\n")
    more = ["--json"] if as_json else []
    assert office.do("verify", *more).exit == 0
    office.do("publish")
    assert office.do("verify", *more).exit == 0
    page = tmp_path / "exports/en/2026-01-01-a.html"
    page.write_text(page.read_text("utf-8").replace('href="index.html"', 'href="index-2.html"'), "utf-8")
    said = office.do("verify", *more)
    assert said.exit == 1
    if as_json:
        (found,) = json.loads(said.out)["findings"]
        assert (found["code"], found["where"]["path"]) == ("V101", "exports/en/2026-01-01-a.html")
    else:
        assert said.err.startswith("exports/en/2026-01-01-a.html:")
        assert "error V101: leads to en/index-2.html" in said.err


def test_a_draft_that_slipped_out_is_found(tmp_path: Path) -> None:
    """A preview that somebody copied to the public pages is found by what it is: banner, drafts, English under a Russian address."""
    office = Office(tmp_path)
    office.write("workflow.toml", 'source-language = "en"\nlanguages = ["ru"]\nengine = "pseudo"\n')
    office.write("sources/2026-01-01-a.html", source(".html", 1, list(SENTENCES), "#top"))
    office.write("sources/map.svg", '<svg xmlns="http://www.w3.org/2000/svg"/>')
    office.do("run")
    office.do("publish", "--preview")
    (tmp_path / "exports/ru").mkdir(exist_ok=True)
    (tmp_path / "exports/ru/2026-01-01-a.html").write_bytes((tmp_path / ".workflow/preview/ru/2026-01-01-a.html").read_bytes())
    codes = {line.split(": ")[1].split()[1] for line in office.do("verify").err.splitlines()}
    assert {"V301", "V303"} <= codes


def test_what_can_not_be_told_is_told_once(office: Office) -> None:
    """Of a language whose words are not known here, whatever the number of its pages; the command ends well, and English is still found."""
    office.write("workflow.toml", 'languages = ["tk", "ru"]\nengine = "pseudo"\n')
    english = "The office opened in the valley, and the officers of the service took part in it with the people who live there."
    for name in ("a", "b"):
        office.write(f"sources/{name}.txt", f"Title\n\n{english} They said that it was a good day for all of them and their families.\n")
    office.do("sync")
    for name in ("a", "b"):
        office.accept(name, "tk", translate=lambda msgid: re.sub("[aeiou]", "ý", msgid))
        office.accept(name, "ru")
    office.do("publish")
    said = office.do("verify")
    assert (said.exit, said.err.count("V210")) == (0, 1)
    assert said.err == (
        "exports/tk/index.html: note V210: pages in tk are told from other languages by their letters, and from en by its words: "
        "what words are common in tk is not known here\n"
    )
    page = office.root / "exports/tk/a.html"
    page.write_bytes(re.sub(b"<article>.*</article>", f"<p>{english * 6}</p>".encode(), page.read_bytes(), flags=re.S))
    assert "V208: the page should be in tk, and has words of another language (en)" in office.do("verify").err
