"""draft with engines of other packages, whatever they say, and the options of one that is asked for by name."""

from __future__ import annotations

import socket
import sys
from pathlib import Path

import pytest

from ..office import CONFIGURATION, Office

ENGINE = """
from workflow.drafts import Draft

SAID = {
    "Zero bytes here.": "Нулевой\\x00 байт.",
    "Half a letter here.": "Полбуквы \\ud800.",
    "Turned round here.": "Наоборот \\u202e.",
    "Nothing here.": "",
    "Good text here.": "Хороший текст.",
}


class Rough:
    name, detail, notice = "rough", "1", ""

    def __init__(self, source, target, **given):
        pass

    def draft(self, texts, progress=None, finished=None):
        drafts = [Draft(SAID.get(text, "Ссылки <b>нет</b>."), 0.0) for text in texts]
        finished(list(zip(texts, drafts)))
        return drafts
"""
PAGE = (
    "<!DOCTYPE html><html><body><p>Zero bytes here.</p><p>Half a letter here.</p><p>Turned round here.</p>"
    '<p>Nothing here.</p><p>Good text here.</p><p>See <a href="x">the link</a> here.</p></body></html>'
)


@pytest.fixture
def _rough(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    info = tmp_path / "plug-in" / "rough-1.0.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: rough\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text("[workflow.engines]\nrough = rough_engine:Rough\n")
    (info.parent / "rough_engine.py").write_text(ENGINE)
    monkeypatch.syspath_prepend(str(info.parent))
    monkeypatch.delitem(sys.modules, "rough_engine", raising=False)


@pytest.mark.usefixtures("_rough")
def test_what_no_catalog_may_hold_is_refused(office: Office) -> None:
    """Characters that are no text, lost codes and nothing at all are refused drafts, and the catalog can be read again."""
    office.write("sources/a.html", PAGE)
    office.do("sync")
    assert office.do("draft", "--engine", "rough").exit == 0
    found = {entry.msgid: (entry.msgstr, entry.comments[0].partition("rough 1: ")[2]) for entry in office.entries("a")}
    character = "a character that is no text: U+"
    assert found == {
        "Zero bytes here.": ("", f"{character}0000"),
        "Half a letter here.": ("", f"{character}D800"),
        "Turned round here.": ("", f"{character}202E"),
        "Nothing here.": ("", "empty output"),
        "Good text here.": ("Хороший текст.", ""),
        "See <a>the link</a> here.": ("", "codes differ"),
    }
    assert office.do("status").exit == 0


def test_options_are_those_of_the_engine_that_has_some(office: Office) -> None:
    """`--engine libretranslate` asks the server that the configuration names, although the configured engine is another."""
    office.write("sources/a.txt", "A title\n")
    office.do("sync")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{free.getsockname()[1]}"
        office.write("workflow.toml", f'{CONFIGURATION}engine-options = {{ url = "{address}" }}\n')
        said = office.do("draft", "--engine", "libretranslate")
    assert address in said.err + said.out
