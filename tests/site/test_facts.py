"""What lists show of a page is what the page says, whatever page it is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflow.site.facts import Facts, facts

PAGE = "<!DOCTYPE html><html><head>{}</head><body>{}</body></html>"


@pytest.mark.parametrize(
    ("head", "body", "expected"),
    [
        ('<title>T | Office</title><meta property="og:title" content="O &amp; T">', "<h1>H</h1>", Facts("O & T")),
        ("<title>T | Office</title>", "<h1>A <em>long</em>\n  heading</h1>", Facts("A long heading")),
        ("<title>T</title>", "<h1> </h1><p>x</p>", Facts("T")),
        ("", "", Facts("")),
        ('<title>T</title><meta name="description" content=" One\n two ">', "", Facts("T", "One two")),
        ('<title>T</title><meta property="og:description" content="Two">', "", Facts("T", "Two")),
        ('<title>T</title><meta property="article:published_time" content="2024-02-29T10:00:00Z">', "", Facts("T", "", "2024-02-29")),
        (
            '<title>T</title><script type="application/ld+json">{"@type": "NewsArticle", "datePublished": "2024-02-29",'
            ' "dateModified": "2024-03-01"}</script>',
            "",
            Facts("T", "", "2024-02-29", "2024-03-01"),
        ),
        ('<title>T</title><script type="application/ld+json">{not JSON</script>', "", Facts("T")),
        ('<title>T</title><script type="application/ld+json">[1]</script>', "", Facts("T")),
        ('<title>T</title><script type="application/ld+json">{"@type": "NewsArticle", "datePublished": 2024}</script>', "", Facts("T")),
    ],
)
def test_facts(head: str, body: str, expected: Facts) -> None:
    """Open Graph first, then the heading, then the title; what can not be read is not there."""
    assert facts(PAGE.format(head, body).encode()) == expected


@pytest.mark.parametrize("encoding", ["utf-8", "windows-1251", "utf-16"])
def test_every_encoding_that_a_page_declares(encoding: str) -> None:
    """The title is text, whatever the bytes."""
    charset = "" if encoding == "utf-16" else f'<meta charset="{encoding}">'
    assert facts(PAGE.format(f"{charset}<title>Заголовок</title>", "").encode(encoding)).title == "Заголовок"


def test_a_long_description_is_cut_at_a_word() -> None:
    """A list is no place for a page."""
    summary = facts(PAGE.format(f'<meta name="description" content="{"word " * 100}">', "").encode()).summary
    assert len(summary) < 310
    assert summary.endswith("word …")


@given(st.binary(max_size=200))
def test_nothing_fails(page: bytes) -> None:
    """Whatever stands in exports/, a list can be made."""
    assert isinstance(facts(page), Facts)
