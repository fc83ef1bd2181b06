"""Sites that several tests look at: two hundred generated pages, and a sample in Arabic and Chinese by a translator."""

from __future__ import annotations

import re
import shutil
from functools import partial
from pathlib import Path

import pytest

from ..office import Office

GENERATED = 200
"""Pages."""


@pytest.fixture(scope="session")
def bridge(tmp_path_factory: pytest.TempPathFactory) -> Office:
    """Two releases about a bridge, published in English, Arabic and Chinese."""
    root = tmp_path_factory.mktemp("bridge") / "office"
    shutil.copytree(Path(__file__).parent / "bridge", root)
    office = Office(root)
    said = office.do("publish")
    assert (said.exit, said.err) == (0, "")
    return office


@pytest.fixture(scope="session")
def generated(tmp_path_factory: pytest.TempPathFactory) -> Office:
    """Releases of text, HTML and XML in four languages, one of them late, with links to each other."""
    office = Office(tmp_path_factory.mktemp("generated"))
    office.write(
        "workflow.toml",
        'languages = ["ru", "ar", "zh"]\nbase-url = "https://example.org/"\npublisher = "R&D \\"Office\\""\nengine = "pseudo"\n',
    )
    names = [f"2024-{1 + number // 28:02}-{1 + number % 28:02}-r{number}" for number in range(GENERATED // 4)]
    for number, name in enumerate(names):
        office.write(*_release(name, number, names[number - 1]))
    assert office.do("sync").exit == 0
    for language, text in (("ru", "Ш"), ("ar", "ع"), ("zh", "中")):
        for name in names:
            office.accept(name, language, translate=partial(_said, letter=text))
    said = office.do("publish")
    assert said.exit == 0, said.err
    office.write(*_release(names[0], 0, names[1], more=" It says more now."))
    assert office.do("sync").exit == 0
    assert office.do("publish").exit == 0
    assert "late-notice" in office.page(names[0], "ar")
    return office


def _said(msgid: str, letter: str) -> str:
    """Codes, numbers and signs stay, letters are those of another script."""
    parts = re.split("(<[^<>]*>)", msgid)
    return "".join(part if part.startswith("<") else re.sub("[A-Za-z]", letter, part) for part in parts)


def _release(name: str, number: int, other: str, more: str = "") -> tuple[str, str]:
    title = f"Release {number} “opens” & closes"
    contact = "For further information, please contact:\n\nPress Office\n"
    if number % 3 == 0:
        return f"sources/{name}.txt", f"{title}\n\nFirst paragraph {number}. Second sentence.{more}\n\n- one\n- two\n\n{contact}"
    title = title.replace("&", "&amp;")
    if number % 3 == 1:
        body = f'<main><h1>{title}</h1><p>First <em>paragraph</em>, see <a href="{other}.html">another</a>.{more}</p></main>'
        head = '<head><meta charset="utf-8"><title>R</title></head>'
        return f"sources/{name}.html", f'<!DOCTYPE html>\n<html lang="en">{head}<body>{body}</body></html>\n'
    rows = "<thead><tr><th>Place</th><th>Kind</th></tr></thead><tbody><tr><td>Bridge</td><td>Large</td></tr></tbody>"
    inside = f"<para>First.{more} Second.</para><blockquote><para>“Said.”</para></blockquote><table><caption>Plan</caption>{rows}</table>"
    return f"sources/{name}.xml", f'<article xmlns="http://docbook.org/ns/docbook"><title>{title}</title>{inside}</article>\n'
