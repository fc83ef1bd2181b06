"""Encodings: what a file says of itself is believed if it is true, and an error names the line if it is not."""

from __future__ import annotations

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflow.errors import SourceError
from workflow.sources.encoding import decode

PATH = "sources/r.html"
TEXT = "Привет, мир\n"


@pytest.mark.parametrize(
    ("bom", "codec"),
    [
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
        (codecs.BOM_UTF32_LE, "utf-32-le"),
        (codecs.BOM_UTF32_BE, "utf-32-be"),
    ],
)
@pytest.mark.parametrize("declared", [True, False])
def test_a_byte_order_mark_comes_first(bom: bytes, codec: str, declared: bool) -> None:
    """The mark wins over a declaration (HTML Standard 13.2.3.2), and is kept apart."""
    text = f'<meta charset="koi8-r">{TEXT}'
    assert decode(bom + text.encode(codec), PATH, declared=declared) == (text, codec, bom)


@pytest.mark.parametrize("label", ["windows-1251", "Windows-1251", "cp1251", "KOI8-R", "iso-8859-5", "UTF-8", "utf8"])
@pytest.mark.parametrize(
    "form",
    [
        '<meta charset="{}">',
        "<META CHARSET='{}'>",
        "<meta charset={}>",
        '<meta http-equiv="Content-Type" content="text/html; charset={}">',
        '<?xml version="1.0" encoding="{}"?>',
        "<?xml version='1.0' encoding='{}' standalone='yes'?>",
        '<?xml version="1.0" encoding = "{}" ?>',
    ],
)
def test_a_declared_encoding_is_believed(label: str, form: str) -> None:
    """`meta charset` in each of its forms and the XML declaration name the encoding."""
    text = f"{form.format(label)}<p>{TEXT}"
    found, codec, bom = decode(text.encode(label), PATH, declared=True)
    assert (found, found.encode(codec), bom) == (text, text.encode(label), b"")


@pytest.mark.parametrize("label", ["iso-8859-1", "latin1", "LATIN-1", "us-ascii", "ascii", "iso_8859-1", "cp819"])
def test_web_latin_is_windows_1252(label: str) -> None:
    """Pages that say ISO-8859-1 mean windows-1252 (WHATWG Encoding 4.2): curly quotes are quotes."""
    assert decode(f'<meta charset="{label}">“x”'.encode("cp1252"), PATH, declared=True)[0].endswith("“x”")


def test_latin_bytes_that_windows_1252_lacks_are_kept() -> None:
    """Byte 0x81 has no letter in windows-1252; the file is still given back."""
    data = b'<meta charset="iso-8859-1">\x81'
    text, codec, _ = decode(data, PATH, declared=True)
    assert text.encode(codec) == data


@pytest.mark.parametrize("label", ["utf-16", "UTF-16LE", "utf-32"])
def test_a_wide_encoding_that_can_be_read_is_utf8(label: str) -> None:
    """A file whose declaration could be read byte by byte is not UTF-16 (HTML Standard 13.2.3.2)."""
    text = f'<meta charset="{label}">{TEXT}'
    assert decode(text.encode(), PATH, declared=True) == (text, "utf-8", b"")


@pytest.mark.parametrize(
    "label", ["nonsense", "base64", "rot13", "hex", "undefined", "x-user-defined", "idna", "punycode", "utf-7", "unicode_escape"]
)
def test_an_unknown_encoding_is_an_error(label: str) -> None:
    """What is no encoding of text is refused by its name."""
    with pytest.raises(SourceError, match=f"“{label}”.*unknown") as caught:
        decode(f'<meta charset="{label}">'.encode(), PATH, declared=True)
    assert (caught.value.path, caught.value.line) == (PATH, 1)


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("declared", [True, False])
def test_an_undecodable_byte_is_named_with_its_line(newline: str, declared: bool) -> None:
    """A windows-1251 file without a declaration fails at its first Russian letter, whatever ends its lines."""
    with pytest.raises(SourceError, match="byte 0xCF is not UTF-8") as caught:
        decode(f"<p>{newline}{newline}Привет".encode("cp1251"), PATH, declared=declared)
    assert caught.value.line == 3
    assert "let it declare its encoding" in caught.value.hint


def test_a_wrong_declaration_is_an_error_that_names_it() -> None:
    """UTF-8 by declaration and windows-1251 by bytes: nothing is guessed."""
    with pytest.raises(SourceError, match=r"byte 0xCF is not UTF-8 \(the file declares UTF-8\)") as caught:
        decode('<meta charset="UTF-8">\n\nПривет'.encode("cp1251"), PATH, declared=True)
    assert caught.value.line == 3


def test_the_line_is_counted_in_letters_where_a_letter_is_two_bytes() -> None:
    """In UTF-16 a byte 0x0A can be half a letter; it ends no line."""
    data = codecs.BOM_UTF16_LE + "Ċਊ\nx".encode("utf-16-le") + b"\x00\xd8"
    with pytest.raises(SourceError) as caught:
        decode(data, PATH, declared=False)
    assert caught.value.line == 2


def test_a_declaration_behind_the_first_kilobyte_does_not_count() -> None:
    """The place of `meta charset` is the first 1024 bytes."""
    with pytest.raises(SourceError, match="not UTF-8"):
        decode(b" " * 1024 + '<meta charset="windows-1251">Привет'.encode("cp1251"), PATH, declared=True)


def test_plain_text_declares_nothing() -> None:
    """A text about HTML is not in the encoding that it talks about."""
    text = '<meta charset="koi8-r">Привет'
    assert decode(text.encode(), "sources/r.txt", declared=False) == (text, "utf-8", b"")


@given(st.binary(max_size=60), st.sampled_from((b"", b'<meta charset="windows-1251">', b'<meta charset="utf-8">', codecs.BOM_UTF16_BE)))
def test_what_is_decoded_can_be_given_back(noise: bytes, start: bytes) -> None:
    """Either the same bytes come back, or a located error."""
    try:
        text, codec, bom = decode(start + noise, PATH, declared=True)
    except SourceError as error:
        line, same = error.line, True
    else:
        line, same = 1, bom + text.encode(codec) == start + noise
    assert same
    assert line > 0
