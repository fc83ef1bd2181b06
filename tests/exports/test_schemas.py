"""The exports are what their standards say: official schemas where these are at hand, ids always."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from lxml import etree

from workflow.exports import alignment, tei, tmx
from workflow.exports.parallel import ReleaseInfo, align
from workflow.model import Document

from .release import build, translated

XML_ID = "{http://www.w3.org/XML/1998/namespace}id"
TEI = "{http://www.tei-c.org/ns/1.0}"
JOINED = {3: "Всё</strong> и <a>ссылка</a> <sym/>, третье<br/>предложение.", 4: "<prev/>"}


def sentence_ids(file: bytes) -> list[str]:
    return [one.attrib[XML_ID] for one in etree.fromstring(file).iter(TEI + "s")]


@pytest.mark.parametrize("whole", [False, True], ids=["sentences", "paragraphs"])
def test_tei_is_valid(whole: bool, info: ReleaseInfo, schemas: Path, tmp_path: Path) -> None:
    """Both TEI files, with every kind of block and code in them, are valid against tei_all."""
    if shutil.which("jing") is None:
        pytest.skip("jing is not installed; lxml takes 20 s to compile tei_all")
    release = build(whole=whole)
    nothing = Document("sources/2024/all.txt", "text", "en", "utf-8", b"", "\n", (), (), ())
    (tmp_path / "en.xml").write_bytes(tei.write(release, None, info, "en"))
    (tmp_path / "ru.xml").write_bytes(tei.write(release, translated(release), info, "ru"))
    (tmp_path / "bare.xml").write_bytes(tei.write(nothing, None, ReleaseInfo("all", "sources/all.txt", "en"), "en"))
    files = sorted(str(file) for file in tmp_path.iterdir())
    result = subprocess.run(["jing", str(schemas / "tei/tei_all.rng"), *files], capture_output=True, text=True, check=False)
    assert (result.returncode, result.stdout) == (0, "")


def test_tmx_is_valid(release: Document, info: ReleaseInfo, schemas: Path) -> None:
    """The TMX file, with paired, isolated and void codes in it, is valid against the DTD of TMX 1.4b."""
    file = tmx.write(align(release, translated(release) | JOINED, "ru"), info)
    dtd = etree.DTD(str(schemas / "tmx/tmx14.dtd"))
    assert dtd.validate(etree.fromstring(file)), dtd.error_log


def test_a_side_of_a_pair_is_the_file_of_its_language(release: Document, info: ReleaseInfo) -> None:
    """Sides that are made once for a pair, and a document with texts, give the same two files."""
    texts = translated(release) | JOINED
    pair = align(release, texts, "ru")
    assert tei.write_side(pair.source, pair.source, info) == tei.write(release, None, info, "en")
    assert tei.write_side(pair.target, pair.source, info) == tei.write(release, texts, info, "ru")


def test_every_p_and_s_has_an_id_of_its_own(release: Document, info: ReleaseInfo) -> None:
    """No p or s of a TEI file is without xml:id, and no id stands twice."""
    root = etree.fromstring(tei.write(release, translated(release), info, "ru"))
    named = list(root.iter(TEI + "p", TEI + "s"))
    assert len(named) > 30
    assert all(XML_ID in one.attrib for one in named)
    ids = [one.attrib[XML_ID] for one in root.iter() if XML_ID in one.attrib]
    assert len(ids) == len(set(ids))


def test_links_name_every_sentence_once_and_in_order(release: Document, info: ReleaseInfo) -> None:
    """The two sides of the XCES links, joined, are the ids of the two TEI files, in their order."""
    texts = translated(release) | JOINED
    links = etree.fromstring(alignment.write(align(release, texts, "ru"), info)).iter("link")
    sides = list(zip(*(link.attrib["xtargets"].split(";") for link in links), strict=True))
    assert " ".join(filter(None, sides[0])).split() == sentence_ids(tei.write(release, None, info, "en"))
    assert " ".join(filter(None, sides[1])).split() == sentence_ids(tei.write(release, texts, info, "ru"))
    assert ("p2s2 p2s3", "p2s2") in zip(*sides, strict=True)


def test_links_name_the_tei_files_relative_to_themselves(release: Document, info: ReleaseInfo) -> None:
    """From exports/aligned/2024/, both documents are two folders up."""
    group = etree.fromstring(alignment.write(align(release, translated(release), "ru"), info)).find("linkGrp")
    assert group is not None
    assert (group.attrib["fromDoc"], group.attrib["toDoc"]) == ("../../en/2024/all.tei.xml", "../../ru/2024/all.tei.xml")


def test_a_pair_of_codes_has_the_same_numbers_in_both_languages(release: Document, info: ReleaseInfo) -> None:
    """In TMX, the codes of a unit agree in x and markup between the languages, and each bpt has its ept."""
    root = etree.fromstring(tmx.write(align(release, translated(release) | JOINED, "ru"), info))
    (unit,) = root.findall(".//tu[@tuid='p2s2']")
    codes = [[(one.tag, dict(one.attrib), one.text) for one in segment] for segment in unit.iter("seg")]
    assert codes[0] == codes[1]
    assert [one[0] for one in codes[0]] == ["it", "bpt", "ept", "ph", "ph"]
    assert codes[0][1][1]["i"] == codes[0][2][1]["i"]
    assert codes[0][1][2] == '<a href="https://example.org/a?b=1&c=2">'


def test_one_sided_sentences_make_no_unit(release: Document, info: ReleaseInfo) -> None:
    """What only one language says is in no translation memory."""
    file = tmx.write(align(release, translated(release), "ru"), info)
    assert b'tuid="p18s1"' in file
    assert b'tuid="p19s1"' not in file
    assert b'tuid="p20s1"' not in file


def test_headings_nest(release: Document, info: ReleaseInfo) -> None:
    """A division holds its deeper headings; contacts belong to the release, not to its last section."""
    root = etree.fromstring(tei.write(release, None, info, "en"))
    deep = next(one for one in root.iter(TEI + "head") if "".join(one.itertext()).strip() == "Deep")
    heads = ["".join(one.find(TEI + "head").itertext()).strip() for one in deep.iterancestors(TEI + "div")]
    assert heads == ["Deep", "Kinds", "The bridge opens"]
    contact = root.find(f".//{TEI}div[@type='contact']")
    assert contact is not None
    assert contact.getparent().find(TEI + "head/" + TEI + "s").text == "The bridge opens"


def test_the_header_names_source_date_translator_and_state(release: Document, info: ReleaseInfo) -> None:
    """A translation's header tells where it comes from, who made it and how far it was reviewed; the original's names no translator."""
    header = etree.fromstring(tei.write(release, translated(release), info, "ru")).find(TEI + "teiHeader")
    assert header is not None
    assert header.findtext(f".//{TEI}sourceDesc//{TEI}idno") == "sources/2024/all.xml"
    assert header.find(f".//{TEI}publicationStmt/{TEI}date").get("when") == "2024-02-29"
    assert header.findtext(f".//{TEI}editor") == "И. О. Переводчик"
    assert header.find(f".//{TEI}revisionDesc").get("status") == "approved"
    assert "Переводчик" not in tei.write(release, None, info, "en").decode()
