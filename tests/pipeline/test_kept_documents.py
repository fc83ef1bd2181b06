"""A release that was read and cut once is not read again, and nothing that is made of it differs for that."""

from __future__ import annotations

from pathlib import Path

import pytest

from workflow.index import Index
from workflow.pipeline import begin
from workflow.pipeline.load import load
from workflow.project import load as configured

from ..office import CONFIGURATION, Office

RULES = '<its:rules xmlns:its="http://www.w3.org/2005/11/its" version="2.0"><its:translateRule selector="//{}" translate="no"/></its:rules>'
ARTICLE = (
    '<doc xmlns:its="http://www.w3.org/2005/11/its" xmlns:xlink="http://www.w3.org/1999/xlink">'
    '<its:rules version="2.0" xlink:href="rules.xml"/><p>One. Two.</p><q>Three.</q></doc>'
)
SOURCES = {
    "text": ("a.txt", "A title\n\nA sentence of Mr. Reed. Another one.\n"),
    "html": ("a.html", '<p>See <a href="b.html">it</a> and <img src="m.png" alt="a map">. Then <b>go</b>.</p><p lang="fr">Non.</p>'),
    "xml": ("a.xml", ARTICLE),
}


@pytest.fixture
def kept(tmp_path: Path, request: pytest.FixtureRequest) -> Office:
    """An office whose release was read a second time."""
    office = Office(tmp_path)
    office.write("workflow.toml", CONFIGURATION)
    office.write("sources/rules.xml", RULES.format("nothing"))
    office.write(f"sources/{SOURCES[request.param][0]}", SOURCES[request.param][1])
    office.do("sync")
    office.accept("a")
    office.do("sync")
    return office


def _texts(office: Office) -> list[str]:
    with begin(configured(office.root), ()) as run:
        return [segment.text for segment in load(run, run.releases[0]).document.segments]


@pytest.mark.parametrize("kept", SOURCES, indirect=True)
def test_it_is_what_reading_gives(kept: Office) -> None:
    """The kept document equals the one that is read from the source; it is there after the second reading, not after the first."""
    with begin(configured(kept.root), ()) as run:
        assert run.index.last("document", "a") is not None
        remembered = load(run, run.releases[0])
    (kept.root / ".workflow/index.sqlite").unlink()
    with begin(configured(kept.root), ()) as run:
        assert run.index.last("document", "a") is None
        assert load(run, run.releases[0]).document == remembered.document


@pytest.mark.parametrize("kept", SOURCES, indirect=True)
def test_a_source_that_changed_is_read(kept: Office) -> None:
    """Other bytes, other sentences."""
    name, text = SOURCES[next(key for key, (file, _) in SOURCES.items() if (kept.root / "sources" / file).exists())]
    kept.write(f"sources/{name}", text.replace("ne", "nne").replace("See", "Look at"))
    before = _texts(kept)
    kept.write(f"sources/{name}", text)
    assert _texts(kept) != before


@pytest.mark.parametrize("kept", ["xml"], indirect=True)
def test_rules_that_changed_count(kept: Office) -> None:
    """A file that a source names is part of what its document is made from; one that is gone is an error as before."""
    assert _texts(kept) == ["One.", "Two.", "Three."]
    kept.write("sources/rules.xml", RULES.format("q"))
    assert _texts(kept) == ["One.", "Two."]
    kept.write("sources/rules.xml", RULES.format("nothing"))
    assert _texts(kept) == ["One.", "Two.", "Three."]


@pytest.mark.parametrize("kept", ["text"], indirect=True)
def test_rules_of_cutting_that_changed_count(kept: Office) -> None:
    """A catalog that is gone is made by today's rules, not by those of the kept document."""
    assert _texts(kept) == ["A title", "A sentence of Mr. Reed.", "Another one."]
    kept.write("workflow.toml", CONFIGURATION + 'segmentation = "paragraph"\n')
    kept.catalog("a").unlink()
    assert _texts(kept) == ["A title", "A sentence of Mr. Reed. Another one."]


@pytest.mark.parametrize("kept", ["html"], indirect=True)
def test_what_is_no_document_is_read_anew(kept: Office) -> None:
    """Whatever stands in its place is not taken for it."""
    with begin(configured(kept.root), ()) as run:
        wanted = load(run, run.releases[0]).document
        inputs = _inputs(run.index)
    for other in ([], [1, 2], {"a": 1}, "text", [[], [], [], [], [], []], [["a"] * 6, [[None]], [], [], [], []]):
        with begin(configured(kept.root), ()) as run:
            run.index.put("document", "a", inputs, other)
        with begin(configured(kept.root), ()) as run:
            assert load(run, run.releases[0]).document == wanted


def _inputs(index: Index) -> str:
    inputs: str = index._store.connection.execute("SELECT inputs FROM results WHERE kind = 'document'").fetchone()[0]
    return inputs
