"""Golden cases: a folder holds a source, its translations (`ru.toml`: sentence = translation) and every file that is made of them.

A new case is a new folder with these two files; `pytest --save-golden` writes the others.
"""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from workflow.exports import alignment, tei, tmx
from workflow.exports.counterpart import PageLinks
from workflow.exports.page import html_page
from workflow.exports.parallel import ReleaseInfo, align
from workflow.exports.paths import alignment_path, counterpart_reference, page_path, tei_path, tmx_path, xml_path
from workflow.exports.template import template_page
from workflow.exports.xml_source import xml_file
from workflow.segments.split import split
from workflow.sources import read

from .release import cut

CASES = Path(__file__).parent / "cases"


def exports(case: Path) -> dict[str, bytes]:
    """Returns name -> bytes of all exports of a case."""
    source = next(case.glob("source.*"))
    document = split(read(source.read_bytes(), path=f"sources/{case.name}{source.suffix}", language="en"), cut)
    said = tomllib.loads((case / "ru.toml").read_text("utf-8"))
    texts = {number: said[segment.text] for number, segment in enumerate(document.segments)}
    release = case.name
    info = ReleaseInfo(release, document.path, "en", "2024-02-29", "И. Переводчик", "translated", "0123456789ab", "Press Office")
    pair = align(document, texts, "ru")
    files = {
        tei_path("en", release): tei.write(document, None, info, "en"),
        tei_path("ru", release): tei.write(document, texts, info, "ru"),
        tmx_path("en", "ru", release): tmx.write(pair, info),
        alignment_path("en", "ru", release): alignment.write(pair, info),
    }
    for language, other, own in (("en", "ru", None), ("ru", "en", texts)):
        links = PageLinks(release, language, "en", ((other, counterpart_reference(language, other, release)),))
        if document.format == "html":
            files[page_path(language, release)] = html_page(document, own, links, language)
        else:
            files[page_path(language, release)] = template_page(document, own, links, info, language)
        if document.format == "xml":
            files[xml_path(language, release)] = xml_file(document, own, language)
    return files


@pytest.mark.parametrize("case", sorted(CASES.iterdir()), ids=lambda case: case.name)
def test_exports_are_as_expected(case: Path, request: pytest.FixtureRequest) -> None:
    """Every export of the case is the file in its folder, byte for byte, and the folder holds no other."""
    made = exports(case)
    if request.config.getoption("--save-golden", default=False):
        for name, data in made.items():
            (case / name).parent.mkdir(parents=True, exist_ok=True)
            (case / name).write_bytes(data)
    expected = {file.relative_to(case).as_posix(): file for file in (case / "exports").rglob("*") if file.is_file()}
    assert sorted(made) == sorted(expected)
    for name, data in made.items():
        assert data.decode() == expected[name].read_bytes().decode(), name


@pytest.mark.parametrize("case", sorted(CASES.iterdir()), ids=lambda case: case.name)
def test_exports_are_the_same_again(case: Path) -> None:
    """Nothing but the source and its translations decides what is written."""
    assert exports(case) == exports(case)
