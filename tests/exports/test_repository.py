"""What `workflow run` wrote in this repository (a test of the pipeline rebuilds it and finds no difference) is fit for a server."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from lxml import etree, html

from workflow.site.published import is_list
from workflow.wording import COUNTERPART

ROOT = Path(__file__).parent.parent.parent
EXPORTS = ROOT / "exports"
PAGES = sorted(EXPORTS.rglob("*.html"))
RELEASES = [page for page in PAGES if page.parent != EXPORTS and not is_list(page.relative_to(EXPORTS).as_posix())]
TEI = sorted(EXPORTS.rglob("*.tei.xml"))
PAIRS = sorted((EXPORTS / "aligned").glob("*.en-ru.xml"))
XML_ID = "{http://www.w3.org/XML/1998/namespace}id"


def test_there_is_something_to_look_at() -> None:
    """Three releases are published in both languages, all six in English."""
    assert [page.parent.name for page in RELEASES] == ["en"] * 6 + ["ru"] * 3
    assert len(PAGES) == len(RELEASES) + 4 + 1
    assert len(TEI) == 6
    assert len(PAIRS) == len(list((EXPORTS / "aligned").glob("*.tmx"))) == 3


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(EXPORTS).as_posix())
def test_every_relative_link_leads_somewhere(page: Path) -> None:
    """Pages, images, style sheets and scripts that a page names beside itself are there."""
    tree = html.document_fromstring(page.read_bytes())
    for element, _, address, _ in tree.iterlinks():
        parts = urlsplit(address)
        if not parts.scheme and not parts.netloc and parts.path:
            target = (page.parent / unquote(parts.path)).resolve()
            assert target.is_file(), f"<{element.tag}> {address}"
            assert target.is_relative_to(EXPORTS)


@pytest.mark.parametrize("page", RELEASES, ids=lambda page: page.relative_to(EXPORTS).as_posix())
def test_pages_say_their_language_and_link_to_their_counterpart(page: Path) -> None:
    """`lang` is the folder's language; where the other language has a page, each links to the other, worded in its language."""
    language = page.parent.name
    other = {"en": "ru", "ru": "en"}[language]
    tree = html.document_fromstring(page.read_bytes())
    assert tree.get("lang") == language
    links = tree.xpath("//a[@rel='alternate']")
    if not (EXPORTS / other / page.name).is_file():
        assert links == []
        return
    (link,) = links
    assert (link.get("hreflang"), link.get("lang"), link.get("href")) == (other, other, f"../{other}/{page.name}")
    assert link.text_content() == COUNTERPART[other]


@pytest.mark.parametrize("page", [page for page in RELEASES if page.parent.name == "en"], ids=lambda page: page.stem)
def test_an_english_page_is_its_source_but_for_the_links(page: Path) -> None:
    """Without the counterpart block, the page of an HTML source is the source, byte for byte, its marker line apart."""
    source = ROOT / "sources" / page.name
    if not source.is_file():
        pytest.skip("the source is not HTML: its page comes from a template")
    written = page.read_bytes()
    while b"<!--counterpart-->" in written:
        start, end = written.index(b"<!--counterpart-->"), written.index(b"<!--/counterpart-->") + len(b"<!--/counterpart-->")
        block = written[start:end]
        marker = b'<p lang="ru">' + COUNTERPART["ru"].encode() + b"</p>" if b'<p lang="ru">' in block else b""
        written = written[:start] + marker + written[end:]
    # With a base address a page says in its head where its other languages are.
    written = re.sub(rb"<!--alternates-->.*?<!--/alternates-->\n?", b"", written, flags=re.S)
    assert written == source.read_bytes()


def test_tei_files_are_valid(schemas: Path) -> None:
    """All TEI files are valid against tei_all of TEI P5."""
    if shutil.which("jing") is None:
        pytest.skip("jing is not installed; lxml takes 20 s to compile tei_all")
    command = ["jing", str(schemas / "tei/tei_all.rng"), *map(str, TEI)]
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (result.returncode, result.stdout) == (0, "")


def test_tmx_files_are_valid(schemas: Path) -> None:
    """All TMX files are valid against the DTD of TMX 1.4b."""
    dtd = etree.DTD(str(schemas / "tmx/tmx14.dtd"))
    for file in sorted((EXPORTS / "aligned").glob("*.tmx")):
        assert dtd.validate(etree.fromstring(file.read_bytes())), (file.name, dtd.error_log)


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: pair.name)
def test_alignments_name_every_sentence_once_and_in_order(pair: Path) -> None:
    """The sides of the links, read one after the other, are the ids of the sentences of the two TEI files, each once."""
    group = etree.fromstring(pair.read_bytes()).find("linkGrp")
    assert group is not None
    sides: tuple[list[str], list[str]] = ([], [])
    for link in group.iter("link"):
        for side, ids in zip(sides, link.attrib["xtargets"].split(";"), strict=True):
            side.extend(ids.split())
    for side, name in zip(sides, ("fromDoc", "toDoc"), strict=True):
        tree = etree.parse(pair.parent / group.attrib[name])
        ids = [one.attrib[XML_ID] for one in tree.iter("{http://www.tei-c.org/ns/1.0}s")]
        assert side == ids
        assert len(set(ids)) == len(ids)
