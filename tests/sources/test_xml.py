"""The XML reader: encodings, hardening, what is refused and how; and the XML files that this machine happens to have."""

from __future__ import annotations

import site
import sys
import time
from pathlib import Path

import pytest

from workflow.errors import SourceError
from workflow.model import Code, Region
from workflow.skeleton import write
from workflow.sources import read
from workflow.sources.xml_parse import parse

FOUND_LIMIT = 200


def _texts(source: str | bytes) -> list[str]:
    data = source.encode() if isinstance(source, str) else source
    return [segment.text for segment in read(data, path="a.xml", language="en").segments]


@pytest.mark.parametrize(
    ("label", "codec", "word"),
    [
        ("UTF-8", "utf-8", "мост ☂"),
        ("UTF-8", "utf-8-sig", "мост ☂"),
        ("UTF-16", "utf-16", "мост ☂"),
        ("windows-1251", "cp1251", "мост “№”"),
        ("KOI8-R", "koi8-r", "мост"),
        ("ISO-8859-5", "iso8859-5", "мост"),
        ("ISO-8859-1", "cp1252", "café “x”"),
        ("ISO-8859-2", "iso8859-2", "łódź"),
        ("US-ASCII", "ascii", "bridge"),
        ("Shift_JIS", "shift_jis", "橋"),
    ],
)
def test_every_encoding_gives_text_and_bytes_back(label: str, codec: str, word: str) -> None:
    """The declared encoding is read and written, and a translation's letters that it lacks become references."""
    data = f'<?xml version="1.0" encoding="{label}"?>\r\n<d xml:lang="en"><p>A {word}</p></d>\r\n'.encode(codec)
    document = read(data, path="a.xml", language="en")
    assert [segment.text for segment in document.segments] == [f"A {word}"]
    assert write(document) == data
    assert [segment.text for segment in read(write(document, {0: "Нова ☃"}), path="a.xml", language="en").segments] == ["Нова ☃"]


@pytest.mark.parametrize(
    ("source", "line", "what"),
    [
        ("<a>\n<b></a>", 2, "not well-formed"),
        ("", 1, "not well-formed"),
        ("<a/>\n<b/>", 2, "not well-formed"),
        ("<a>\n&none;</a>", 2, "not well-formed"),
        ("<a>" * 5000 + "</a>" * 5000, 1, "depth"),
        (f"<a>{'x' * 10_000_001}</a>", 1, "Text node too long"),
        (f"<a b='{'x' * 10_000_001}'/>", 1, "Buffer size limit exceeded"),
        ("<a>\x01</a>", 1, "not well-formed"),
        ("<a b='1' b='2'/>", 1, "not well-formed"),
        ("<x:a/>", 1, "not well-formed"),
    ],
)
def test_what_is_not_well_formed_is_refused_with_its_line(source: str, line: int, what: str) -> None:
    """A file that no XML parser takes is an error with its line, not a traceback."""
    with pytest.raises(SourceError) as error:
        _texts(source)
    assert (error.value.line, what in error.value.message) == (line, True)
    assert "HUGE" not in error.value.said, "an option that only a programmer has"


def test_nothing_outside_the_file_is_read(tmp_path: Path) -> None:
    """External entities, parameter entities, DTDs and XInclude stay what they are: references."""
    secret = tmp_path / "secret.txt"
    secret.write_text("SECRET", encoding="utf-8")
    dtd = tmp_path / "local.dtd"
    dtd.write_text('<!ENTITY fromdtd "SECRET"><!ATTLIST p alt CDATA "SECRET">', encoding="utf-8")
    source = (
        f'<!DOCTYPE d SYSTEM "{dtd.as_uri()}" [<!ENTITY x SYSTEM "{secret.as_uri()}"><!ENTITY % p SYSTEM "{dtd.as_uri()}"> %p;]>'
        '<d xmlns:xi="http://www.w3.org/2001/XInclude" xmlns:its="http://www.w3.org/2005/11/its">'
        '<its:rules version="2.0"><its:translateRule selector="//@alt" translate="yes"/></its:rules>'
        f'<p>A &x; and &fromdtd; here.</p><xi:include href="{secret.as_uri()}" parse="text"/></d>'
    )
    document = read(source.encode(), path="a.xml", language="en")
    assert [segment.text for segment in document.segments] == ["A <entity/> and <entity2/> here."]
    assert "SECRET" not in repr(document)


@pytest.mark.parametrize("place", ["<d>&e9;</d>", '<d a="&e9;"/>'])
def test_an_entity_bomb_is_refused(place: str) -> None:
    """Entities that would grow to gigabytes are an error, at once."""
    bomb = "".join(f'<!ENTITY e{one} "{f"&e{one - 1};" * 10}">' for one in range(1, 10))
    start = time.monotonic()
    with pytest.raises(SourceError, match="amplification"):
        _texts(f'<!DOCTYPE d [<!ENTITY e0 "{"ha" * 50}">{bomb}]>{place}')
    assert time.monotonic() - start < 5


def test_deep_nesting_is_read_without_recursion() -> None:
    """As deep as lxml reads, so deep the reader goes, inline and block."""
    for opening, closing in (("<i>", "</i>"), ("<section>", "</section>")):
        assert len(_texts("<d>x " + opening * 250 + "y" + closing * 250 + "</d>")) in (1, 2)


def test_notes_inside_notes_inside_notes_are_refused_at_some_depth() -> None:
    """Footnotes nested beyond reason are a clear error."""
    its = 'xmlns:its="http://www.w3.org/2005/11/its" its:withinText="nested"'
    with pytest.raises(SourceError, match="footnotes or parts"):
        _texts("<d>x" + f"<n {its}>x" * 100 + "</n>" * 100 + "</d>")


def test_identity_does_not_depend_on_ids_being_unique() -> None:
    """An id that stands twice, or is no name, is no reason to refuse a file."""
    assert _texts('<d><p xml:id="a b">One</p><p xml:id="a b">Two</p></d>') == ["One", "Two"]


def test_a_cdata_section_takes_any_translation() -> None:
    """What can not stand in a CDATA section stands between two of them."""
    document = read(b'<?xml version="1.0" encoding="ascii"?><d><![CDATA[a < b]]></d>', path="a.xml", language="en")
    root = parse(write(document, {0: "]]> & ж"}), "a.xml")
    assert "".join(root.itertext()) == "]]> & ж"


def test_an_inline_part_for_some_languages_is_one_region() -> None:
    """What is left out of a sentence for a language is one protected code around one region."""
    source = '<d xmlns:its="http://www.w3.org/2005/11/its"><p>Call<b its:localeFilterList="en"> <i>now</i></b>.</p></d>'
    document = read(source.encode(), path="a.xml", language="en")
    (code,) = [item for item in document.segments[0].content if isinstance(item, Code)]
    assert code.protected
    assert [type(piece) for piece in code.pieces] == [Region]
    assert b"<p>Call.</p>" in write(document, language="ru")


def _installed() -> list[Path]:
    places = [Path("/usr/share"), *map(Path, site.getsitepackages()), Path(sys.prefix) / "share"]
    found = sorted({path.resolve() for place in places if place.is_dir() for path in place.rglob("*.xml") if path.is_file()})
    small = [path for path in found if path.stat().st_size < 100_000]
    return small[:: max(1, len(small) // FOUND_LIMIT)][:FOUND_LIMIT]


def test_the_xml_files_of_this_machine_come_back_byte_for_byte() -> None:
    """Each well-formed file that is installed here is given back as it is; the others are refused with a line."""
    files = _installed()
    if not files:
        pytest.skip("no XML files are installed in /usr/share or site-packages")
    refused: list[str] = []
    for path in files:
        data = path.read_bytes()
        try:
            document = read(data, path=path.name, language="en", resolve=lambda name, folder=path.parent: (folder / name).read_bytes())
        except SourceError as error:
            refused.append(str(error))
            continue
        own = {number: segment.text for number, segment in enumerate(document.segments)}
        assert write(document, own) == data, path
    assert not [one for one in refused if "defect" in one]
    assert len(refused) <= len(files) // 10, refused
