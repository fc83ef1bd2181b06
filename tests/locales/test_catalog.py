"""PO files: read and written without losing a byte, broken ones refused with the line."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.locales import catalogs
from tests.locales.catalogs import HEADER, PATH, one, read
from workflow.errors import CatalogError
from workflow.locales import catalog as po
from workflow.locales.catalog import Catalog, Entry


@given(catalogs.catalogs)
def test_what_is_written_is_read_again(catalog: Catalog) -> None:
    """Every field of every entry comes back, whatever stands in texts and comments."""
    found = po.read(po.write(catalog), PATH)
    assert found.entries == catalog.entries
    assert found.headers() == catalog.headers()
    assert po.write(found) == po.write(catalog)


@given(catalogs.catalogs, st.data())
def test_a_changed_entry_changes_no_other_byte(catalog: Catalog, data: st.DataObject) -> None:
    """With one entry edited, all other entries stand in the file as they stood."""
    found = po.read(po.write(catalog), PATH)
    if not found.entries:
        return
    number = data.draw(st.integers(0, len(found.entries) - 1))
    changed = list(found.entries)
    changed[number] = changed[number].but(msgstr=data.draw(catalogs.texts))
    written = po.read(po.write(found.with_entries(changed)), PATH)
    assert written.entries == tuple(changed)
    assert [entry.raw for at, entry in enumerate(written.entries) if at != number] == [
        entry.raw for at, entry in enumerate(found.entries) if at != number
    ]


FOREIGN = {
    "wrapped by gettext": 'msgid ""\n"a "\n"b"\nmsgstr ""\n"c "\n"d"\n',
    "flags of 2025": '#= no-wrap\n#, fuzzy\n#| msgid "z"\nmsgid "a"\nmsgstr "b"\n',
    "obsolete with its previous text": '#, fuzzy\n#~| msgid "z"\n#~ msgid "a"\n#~ msgstr "b"\n',
    "obsolete, wrapped": '#~ msgid ""\n#~ "a"\n#~ msgstr ""\n#~ "b"\n',
    "comments without a space": '#one\n#!two\n##three\n#\n#.four\n#:five\n#,fuzzy\nmsgid "a"\nmsgstr "b"\n',
    "no blank lines": 'msgid "a"\nmsgstr "b"\nmsgid "c"\nmsgstr "d"\n',
    "many blank lines": '\n\nmsgid "a"\nmsgstr "b"\n\n\n\nmsgid "c"\nmsgstr "d"\n\n\n',
    "white space at line ends": 'msgid "a"  \nmsgstr "b"\t\n \t\nmsgid "c"\nmsgstr "d"\n',
    "no white space before the quote": 'msgid"a"\nmsgstr"b"\n',
    "no final newline": 'msgid "a"\nmsgstr "b"',
    "a comment at the end": 'msgid "a"\nmsgstr "b"\n\n# that is all "folks\n',
    "escapes": 'msgid "a\\a\\v\\f\\b\\t\\\\\\"\\x41\\101"\nmsgstr ""\n',
    "line separators in text": 'msgid "a\u2028b\u2029c\x85d\x1ce"\nmsgstr "\u2028\x85"\n',
    "plural forms": 'msgid "a"\nmsgid_plural "as"\nmsgstr[0] "b"\nmsgstr[1] "c"\nmsgstr[2] "d"\n',
    "an empty msgid with a context": 'msgctxt "c"\nmsgid ""\nmsgstr "b"\n',
    "tag-like header": 'msgid "<header>"\nmsgstr "b"\n',
    "a comment that speaks of charsets": '# Content-Type: text/plain; charset=koi8-r\nmsgid "ё"\nmsgstr "й"\n',
}


@pytest.mark.parametrize("lines", FOREIGN.values(), ids=list(FOREIGN))
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("bom", ["", "\ufeff"])
def test_a_file_of_another_tool_keeps_its_bytes(lines: str, newline: str, bom: str) -> None:
    """Read and written, a foreign file is the same file."""
    data = f"{bom}{HEADER}\n{lines}".replace("\n", newline).encode()
    assert po.write(po.read(data, PATH)) == data


@pytest.mark.parametrize("data", [b"", b"\n", b"# only a comment\n", b"\xef\xbb\xbf", HEADER.encode(), HEADER.rstrip().encode()])
def test_a_file_without_entries_is_an_empty_catalog(data: bytes) -> None:
    """An empty file and a header alone can be read, filled and read again."""
    empty = po.read(data, PATH)
    assert empty.entries == ()
    assert po.write(empty) == data
    filled = empty.with_entries([Entry("a", "b"), Entry("c", obsolete=True)])
    found = po.read(po.write(filled), PATH)
    assert (found.entries, found.headers()) == (filled.entries, empty.headers())


BROKEN = {
    "no closing quote": ('msgid "a"\nmsgstr "b\n', 7, "without its closing quote"),
    "a quote inside": ('msgid "a"\nmsgstr "b" c"\n', 7, "with a quote inside"),
    "no opening quote": ('msgid "a"\nmsgstr b\n', 7, "neither a comment nor"),
    "cut off after msgid": ('msgid "x"\nmsgstr "y"\n\n# note\nmsgid "a"\n', 9, "seems cut off"),
    "cut off inside a text": ('msgid "a"\nmsgstr ""\n"b c\n', 8, "without its closing quote"),
    "cut off after #|": ('#| msgid "a"\n', 6, "seems cut off"),
    "conflict": ('<<<<<<< HEAD\nmsgid "a"\nmsgstr "b"\n=======\n', 6, "conflict mark"),
    "conflict inside an entry": ('msgid "a"\n<<<<<<< HEAD\nmsgstr "b"\n=======\nmsgstr "c"\n>>>>>>> x\n', 7, "conflict mark"),
    "conflict of diff3": ('msgid "a"\nmsgstr "b"\n||||||| base\n', 8, "conflict mark"),
    "two texts": ('msgid "a"\nmsgstr "b"\nmsgstr "c"\n', 8, "a second msgstr"),
    "two msgids": ('msgid "a"\nmsgid "b"\nmsgstr "c"\n', 7, "a second msgid"),
    "msgstr first": ('msgstr "c"\nmsgid "a"\n', 6, "a second msgstr"),
    "context after msgid": ('msgid "a"\nmsgctxt "c"\nmsgstr "c"\n', 7, "msgctxt behind what it comes before"),
    "context alone": ('msgctxt "a"\nmsgstr "c"\n', 6, "do not belong together"),
    "a text that continues nothing": ('msgid "a"\nmsgstr "b"\n# note\n"c"\n', 9, "continues nothing"),
    "second header": ('msgid "a"\nmsgstr "b"\n\nmsgid ""\nmsgstr "X: y\\n"\n', 9, "second header"),
    "second header in lines": ('msgid ""\n""\nmsgstr "X: y\\n"\n', 6, "second header"),
    "half obsolete": ('msgid "a"\n#~ msgstr "b"\n', 7, "obsolete"),
    "obsolete rubbish": ('#~ msgid "a"\n#~ nothing\n', 7, "neither a comment nor"),
    "unknown escape": ('msgid "a"\nmsgstr "C:\\qx"\n', 7, "the escape"),
    "half a letter": ('msgid "a"\nmsgstr "\\320"\n', 7, "half a letter"),
    "prose": ("Dear colleague,\n", 6, "neither a comment nor"),
    "HTML": ("<html>\n", 6, "neither a comment nor"),
    "Mac line ends": ('msgid "a"\rmsgstr "b"\r', 6, "closing quote"),
}


@pytest.mark.parametrize(("lines", "line", "message"), BROKEN.values(), ids=list(BROKEN))
def test_a_broken_file_is_refused_with_its_line(lines: str, line: int, message: str) -> None:
    """Nothing is guessed and nothing dropped: the error names file and line."""
    with pytest.raises(CatalogError, match=message) as caught:
        read(f"{HEADER}\n{lines}")
    assert (caught.value.path, caught.value.line) == (PATH, line)
    assert caught.value.hint


@pytest.mark.parametrize("size", [10, 100, 1000])
def test_a_file_cut_off_anywhere_is_refused_or_keeps_what_is_there(size: int) -> None:
    """Of a file that ends early, an entry is read whole or not at all: never half a text."""
    whole = f'{HEADER}\n#. paragraph\nmsgid "Some words."\nmsgstr ""\n"Несколько "\n"слов."\n\nmsgid "b"\nmsgstr "{"в" * size}"\n'.encode()
    for at in range(len(HEADER) + 1, len(whole)):
        try:
            found = po.read(whole[:at], PATH)
        except CatalogError:
            continue
        texts = [entry.msgstr for entry in found.entries]
        # A line that is whole can not be told from a text that ends there.
        assert all(text in ("", "Несколько ", "Несколько слов.", "в" * size) for text in texts), whole[:at]


def charset(label: str, rest: bytes = b"") -> bytes:
    return f'msgid ""\nmsgstr "Content-Type: text/plain; charset={label}\\n"\n\n'.encode() + rest


@pytest.mark.parametrize("label", ["windows-1251", "KOI8-R", "utf-8", "UTF8", "iso-8859-5"])
def test_a_catalog_in_another_charset_is_read(label: str) -> None:
    """What the header names is believed, and given back."""
    data = charset(label, 'msgid "a"\nmsgstr "Слово"\n'.encode(label))
    found = po.read(data, PATH)
    assert found.entries[0].msgstr == "Слово"
    assert po.write(found) == data


def test_a_letter_that_the_charset_lacks_makes_the_file_utf8() -> None:
    """A draft with a letter outside windows-1251 is not lost: the file becomes UTF-8 and says so."""
    found = po.read(charset("windows-1251", 'msgid "a"\nmsgstr "Слово"\n'.encode("cp1251")), PATH)
    written = po.write(found.with_entries([found.entries[0].but(msgstr="中文")]))
    again = po.read(written, PATH)
    assert again.entries[0].msgstr == "中文"
    assert again.headers()["Content-Type"] == "text/plain; charset=UTF-8"


@pytest.mark.parametrize("label", ["nonsense", "base64", "rot13", "undefined", "utf-7", "utf-16", "punycode"])
def test_a_charset_that_is_none_is_an_error(label: str) -> None:
    """A label that no PO file can have is refused, not tried."""
    with pytest.raises(CatalogError, match=r"charset|is not|not in"):
        po.read(charset(label, 'msgid "a"\nmsgstr "+AGE- Слово"\n'.encode()), PATH)


def test_a_byte_that_is_not_of_the_charset_is_an_error_with_its_line() -> None:
    """A file saved in another encoding than its header says is refused at the first such byte."""
    with pytest.raises(CatalogError, match=r"byte 0xD1 is not UTF-8") as caught:
        po.read(charset("UTF-8", b'msgid "a"\nmsgstr "\xd1"\n'), PATH)
    assert caught.value.line == 5


def test_the_placeholder_charset_of_a_template_is_utf8() -> None:
    """`charset=CHARSET`, as xgettext leaves it, is no error."""
    assert po.read(charset("CHARSET", 'msgid "ё"\nmsgstr ""\n'.encode()), PATH).entries[0].msgid == "ё"


def test_a_header_under_any_comment_is_the_header() -> None:
    """Quotes in the comment above the header do not make it an entry."""
    found = read('# Translation of "The Release"\n#, fuzzy\n#| msgid ""\nmsgid  ""\nmsgstr ""\n"Language: ru\\n"\n\nmsgid "a"\nmsgstr ""\n')
    assert found.headers() == {"Language": "ru"}
    assert [entry.msgid for entry in found.entries] == ["a"]


def test_setting_a_header_to_what_it_is_changes_nothing() -> None:
    """Other fields keep their order, unknown ones stay, and equal values keep the bytes."""
    data = b'msgid ""\nmsgstr "Language:  ru\\n"\n"X-Own: 1"\n'
    found = po.read(data, PATH)
    assert po.write(found.with_headers(Language="ru", X_Own="1")) == data
    assert found.with_headers(X_Own="2", X_New="3").headers() == {"Language": "ru", "X-Own": "2", "X-New": "3"}


def test_comments_of_any_shape_survive_an_edit() -> None:
    """A remark typed without a space after `#`, or empty, is still there after the entry is written anew."""
    entry = one('#no space\n#  two spaces\n#\n# "quoted\n#~ \nmsgid "a"\nmsgstr "b"')
    again = po.read(po.write(catalogs.new(entry.but(msgstr="c"))), PATH).entries[0]
    assert again.comments == ("no space", " two spaces", "", '"quoted')


def test_a_very_long_line_is_read() -> None:
    """A text of a megabyte in one line is read and written in reasonable time."""
    data = f'{HEADER}\nmsgid "a"\nmsgstr "{"слово " * 100_000}"\n'.encode()
    found = po.read(data, PATH)
    assert len(found.entries[0].msgstr) == 600_000
    assert po.write(found) == data
    assert po.read(po.write(found.with_entries([found.entries[0].but(msgid="b")])), PATH).entries[0].msgstr == found.entries[0].msgstr


@given(st.binary(max_size=60))
def test_any_bytes_are_read_whole_or_refused(noise: bytes) -> None:
    """Whatever follows a header: either the file comes back byte for byte, or a located error."""
    data = HEADER.encode() + noise
    with contextlib.suppress(CatalogError):
        assert po.write(po.read(data, PATH)) == data


LINES = ['msgid "a"', 'msgid ""', 'msgstr "b"', 'msgstr ""', '"c"', "# d", "#, fuzzy", '#| msgid "e"', '#| "f"', '#~ msgid "g"', "", "#~"]
LINES += ['#~ msgstr "h"', '#~| msgid "i"', '#~ "j"', 'msgctxt "k"', 'msgid_plural "l"', 'msgstr[0] "m"', 'msgstr[1] "n"']
lines = st.sampled_from(LINES)


def read_or_line(data: bytes) -> tuple[Catalog | None, int]:
    """Returns the catalog, or the line of the error."""
    try:
        return po.read(data, PATH), 0
    except CatalogError as error:
        return None, error.line


@given(st.lists(lines, max_size=9))
def test_any_order_of_lines_is_read_whole_or_refused(body: list[str]) -> None:
    """No line of a PO file is dropped silently: each text that stands there is in an entry, or the file is refused."""
    body = ['msgid "y"', 'msgstr "z"', *body]
    data = (HEADER + "\n" + "\n".join(body) + "\n").encode()
    found, line = read_or_line(data)
    if found is None:
        assert line > 0
        return
    assert po.write(found) == data
    said = "".join(
        f"{e.msgctxt or ''}{e.msgid}{e.msgstr if e.plural is None else ''.join((e.plural[0], *e.plural[1]))}" for e in found.entries
    )
    typed = [line.split('"')[1] for line in body if '"' in line and "|" not in line]
    assert sorted(said) == sorted("".join(typed))


def test_a_catalog_that_would_not_fit_into_memory_is_refused() -> None:
    """More megabytes than any release has are refused before they are read; some of them in one comment are not."""
    with pytest.raises(CatalogError, match="more than 64 MB") as caught:
        po.read(b'msgid ""\nmsgstr ""\n\n# ' + b"x" * 2**26, PATH)
    assert caught.value.path == PATH
    assert po.read(b'msgid ""\nmsgstr ""\n\n# ' + b"x" * 2**22 + b'\nmsgid "a"\nmsgstr "b"\n', "a.po").entries
