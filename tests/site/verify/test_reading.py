"""A page is read as a browser reads it: what is nested wrongly is told, what HTML allows is not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflow.site.reading import read_page
from workflow.site.reading_links import css_links
from workflow.site.reading_xml import Broken, read_xml

HEAD = '<!DOCTYPE html><html lang="en"><title>x</title>'


@pytest.mark.parametrize(
    "body",
    [
        "<p>a<p>b<ul><li>c<li>d</ul>",
        "<table><tr><td>a<td>b<tr><td>c</table>",
        "<dl><dt>a<dd>b<dt>c</dl>",
        "<p>a<br>b<img src=x alt=''><hr>",
        "<svg><path d='M0'/><g><title>x</title></g></svg>",
        "<select><option>a<option>b</select>",
        "<p>a <b>b <i>c</i></b> d</p>",
        "<script>if (a < b) { '<div>' }</script><style>a > b {}</style>",
        "<!-- <div> --><p>5 &lt; 6 & 7",
        "<ruby>漢<rp>(<rt>kan<rp>)</ruby>",
        "</body></html>",
    ],
)
def test_what_html_allows_is_no_flaw(body: str) -> None:
    assert read_page((HEAD + body).encode()).flaws == []


@pytest.mark.parametrize(
    ("body", "line"),
    [
        ("\n<div>", 2),
        ("\n\n</div>", 3),
        ("<p>a\n<div>b</div>\n</p>", 3),
        ("\n<b><i>x</b></i>", 2),
        ("<ul>\n<li><b>x</li></ul>", 2),
        ("\n<a href=x href=y>z</a>", 2),
        ("\n<a href=x", 2),
        ("\n<!-- x", 2),
    ],
)
def test_what_is_lost_or_moves_is_a_flaw(body: str, line: int) -> None:
    """With the line where a person mends it."""
    flaws = read_page((HEAD + body).encode()).flaws
    assert {flaw.code for flaw in flaws} == {"V402"}
    assert flaws[0].line == line


def test_text_is_what_is_said_in_the_page_s_language() -> None:
    """No code, no contact lines, no quotation in another language, nothing that is not to be translated; but texts in attributes."""
    page = read_page(
        (
            HEAD + "<p>one <b>two</b></p><p lang=fr>trois <b>quatre</b> <span lang=en-GB>three</span></p><code>x</code>"
            "<address>here</address><p translate=no>brand</p><img alt='four' src=x><pre>y</pre>"
        ).encode()
    )
    assert sorted(text for _, text in page.texts) == ["four", "one two", "three"]


@pytest.mark.parametrize(("charset", "codec"), [("windows-1251", "cp1251"), ("koi8-r", "koi8-r"), ("utf-8", "utf-8")])
def test_a_page_is_read_in_its_own_encoding(charset: str, codec: str) -> None:
    page = read_page(f'<!DOCTYPE html><html lang="ru"><meta charset="{charset}"><title>Визит</title><p>Да</p>'.encode(codec))
    assert (page.title, page.texts[-1][1], page.flaws) == ("Визит", "Да", [])


def test_every_kind_of_address_is_seen() -> None:
    page = read_page(
        (
            HEAD + '<link rel="stylesheet" href="a.css"><link rel="icon" href="b.png"><a href=" c.html ">x</a>'
            '<img src="d.png" srcset="e.png 1x, f.png 2x" alt=""><script src="g.js"></script><iframe src="h.html"></iframe>'
            "<style>@import 'i.css'; x { background: url( \"j.png\" ) }</style><p style='background:url(k.png)'>"
            '<video poster="l.png"><source src="m.mp4"><track src="n.vtt"></video><object data="o.svg"></object>'
        ).encode()
    )
    assert "".join(sorted(link.address.split(".")[0] for link in page.links)) == "abcdefghijklmno"
    assert {link.address for link in page.all("style")} == {"a.css", "i.css"}


def test_addresses_of_a_style_sheet_have_lines() -> None:
    found = css_links(b"a {}\n@import url(b.css);\nx { src: url('c.woff2') }\n")
    assert [(link.kind, link.address, link.line) for link in found] == [("style", "b.css", 2), ("image", "c.woff2", 3)]


@given(st.binary(max_size=60) | st.text("<>/=\"'!-ap &;\n", max_size=60).map(str.encode))
def test_nothing_breaks_the_reader(data: bytes) -> None:
    """Whatever a file holds, it is read, or told to be broken."""
    read_page(data)
    read_page(HEAD.encode() + data)
    css_links(data)
    assert read_xml(data) is None or isinstance(read_xml(data), Broken)


def test_xml_loads_nothing(tmp_path) -> None:
    """An entity that names a file stays what it is."""
    secret = tmp_path / "secret"
    secret.write_text("secret")
    data = f'<!DOCTYPE a [<!ENTITY x SYSTEM "{secret.as_uri()}">]><a>&x;</a>'.encode()
    assert read_xml(data) is None
