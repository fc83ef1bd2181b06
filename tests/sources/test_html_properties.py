"""What holds for every page, however malformed: identity, and changes that stay inside the span of one text."""

# ruff: noqa: SIM905 - names in one line
from __future__ import annotations

import importlib.util
import sysconfig
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from workflow.errors import SourceError
from workflow.inline import compare, decode, encode, join, tags
from workflow.model import Code, Document, Mark, Pieces, Region, Slot, Text
from workflow.skeleton import write
from workflow.sources.html import read

_TAGS = [
    f"<{slash}{name}>"
    for name in "p div span b i a em code br li ul dl dt dd h1 h2 table tr td th caption html head body article main title pre script "
    "style textarea svg math object noscript template option select button label blockquote address ruby rt x-y plaintext title".split()
    for slash in ("", "/")
]
_NASTY = [
    *[
        "<",
        ">",
        "</",
        "</>",
        "<!",
        "<!--",
        "-->",
        "<!-->",
        "<?",
        "&",
        "&#",
        ";",
        '"',
        "'",
        "=",
        "\0",
        "\x0b",
        "\x0c",
        "\r",
        "\r\n",
        "\n",
        "\t",
    ],
    *[
        "<p title='",
        '<a href="',
        "<!doctype html>",
        "<!--[if IE]>",
        "<![endif]-->",
        "<![CDATA[",
        "]]>",
        "<img alt=x",
        "<svg><title/></svg>",
    ],
    *["&amp;", "&nbsp;", "&copy", "&copy=", "&notit;", "&#0;", "&#x110000;", "&#" + "9" * 30 + ";", "&unknown;", "&amp;lt;"],
    *[
        '<p lang="en">',
        "<p lang=ru>",
        "<span lang=fr>",
        "<div translate=no>",
        "<p translate=yes>",
        "<span translate=no>",
        "<b class=notranslate>",
    ],
    *[
        '<div its-locale-filter-list="ru">',
        "<i its-locale-filter-list=en>",
        '<img its-locale-filter-list="" alt="a">',
        "<p data-context=c>",
    ],
    *['<a href="x.html" title="t &lt; u">', "<a href=x title=bare>", "<img alt='single' title=\"double\">", "<br/>", "<p/>", "<script/>"],
    *[
        "<p>Эта статья на русском языке</p>",
        "Cet article en français",
        '<meta name="description" content="words">',
        "<input type=submit value=go>",
    ],
    *[
        '<meta property="og:locale" content="en_GB">',
        "<html lang=en dir=ltr>",
        "<html xml:lang='de'>",
        "<body dir=rtl>",
        "<zcript>",
        "</zoscript>",
    ],
]
_PAGES = st.lists(
    st.one_of(st.sampled_from(_NASTY), st.sampled_from(_TAGS), st.sampled_from([" ", "word", "Два слова.", "\u00a0"]), st.text(max_size=3)),
    max_size=25,
).map("".join)
_PATHS = st.sampled_from(["a.html", "a.xhtml"])
_HOSTILE = st.one_of(
    st.sampled_from(['"><script>', "</p><p>", "'", '" onload="x', "-->", "&lt;b>", "<!--", "`=", "a\nb"]), st.text(max_size=12)
)


def _spans(document: Document) -> dict[int, tuple[int, int]]:
    """Returns where the text of each segment stands in the page, in characters."""
    spans: dict[int, tuple[int, int]] = {}
    at = 0

    def walk(pieces: Pieces) -> None:
        nonlocal at
        for piece in pieces:
            if isinstance(piece, Slot):
                start = at
                for item in document.segments[piece.segment].content:
                    if isinstance(item, Code):
                        walk(item.pieces)
                    else:
                        at += len(item.source)
                spans[piece.segment] = start, at
            elif isinstance(piece, Region):
                walk(piece.pieces)
            else:
                at += len(piece.source if isinstance(piece, Mark) else piece)

    walk(document.pieces)
    return spans


@given(_PAGES, _PATHS)
@settings(max_examples=400)
@example("<p>a</p", "a.html")
@example("x</>y\0<script>\0", "a.html")
@example("<svg><style/><p>x", "a.html")
def test_a_page_comes_back_byte_for_byte(page: str, path: str) -> None:
    """Whatever is called HTML is given back as it was, read as it is or with each of its own texts put in."""
    data = page.encode()
    document = read(data, path=path, language="en")
    assert write(document) == data
    assert write(document, {number: segment.text for number, segment in enumerate(document.segments)}) == data


@given(_PAGES, _PATHS, _HOSTILE)
@settings(max_examples=400)
def test_one_changed_text_changes_nothing_else(page: str, path: str, words: str) -> None:
    """With one text replaced, every character outside its span is as it was, and what replaced it adds no tag to the page."""
    data = page.encode()
    document = read(data, path=path, language="en")
    found = data.decode()
    for number, (start, end) in _spans(document).items():
        segment = document.segments[number]
        inline = decode(segment.text)
        if encode(inline) != segment.text or compare(inline, inline):
            continue
        new = encode(join(words if isinstance(part, str) else part for part in inline))
        if new == segment.text or decode(new) != join(words if isinstance(part, str) else part for part in inline):
            continue
        written = write(document, {number: new}).decode("utf-8")
        assert written[:start] == found[:start]
        assert written[len(written) - len(found) + end :] == found[end:]
        inside = written[start : len(written) - len(found) + end]
        if not tags(inline):
            assert "<" not in inside
            assert document.blocks[segment.block].escape == "html" or not set(inside) & {"double": {'"'}, "single": {"'"}}.get(
                document.blocks[segment.block].escape, set(" \"'>")
            )


@given(_PAGES, _PATHS)
@settings(max_examples=200)
@example("<p>one <b>two</i> three</p>", "a.html")
@example("<p>one <b>two <i>three</b> four</i> five <u>six</p>", "a.html")
@example("<p>one <a>two <a>three</a> four", "a.html")
def test_every_text_of_a_page_can_be_given_back_with_its_codes(page: str, path: str) -> None:
    """The codes of a text, malformed nesting or not, are such that a translation with the same codes can be written."""
    document = read(page.encode(), path=path, language="en")
    for segment in document.segments:
        if any("<" in item.value or "&" in item.value for item in segment.content if isinstance(item, Text)):
            continue
        inline = decode(segment.text)
        assert compare(inline, inline) == ()


def _installed_pages() -> list[Path]:
    places = [Path(sysconfig.get_path("purelib"))]
    spec = importlib.util.find_spec("pytest")
    if spec is not None and spec.origin:
        places.append(Path(spec.origin).parent.parent)
    pages = {
        page for place in places for page in place.rglob("*.htm*") if page.suffix in (".html", ".htm") and page.stat().st_size < 2_000_000
    }
    return sorted(pages)[:200]


def test_pages_of_installed_packages_come_back_byte_for_byte() -> None:
    """Every page that happens to be installed beside the tests is given back as it was."""
    pages = _installed_pages()
    if not pages:
        pytest.skip("no installed package holds a page")
    failed = []
    for page in pages:
        data = page.read_bytes()
        try:
            document = read(data, path=page.name, language="en")
        except SourceError as error:
            if "is not" in error.message or "encoding" in error.message:
                continue  # not in the encoding that it declares: said, not read
            raise
        if write(document) != data:
            failed.append(str(page))
    assert failed == []
