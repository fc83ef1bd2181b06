"""The HTML reader's time grows with the page, not with how its tags are nested."""

from __future__ import annotations

import time

import pytest

from workflow.skeleton import write
from workflow.sources.html import read

_MANY = 20_000
_SHAPES = {
    "open blocks": "<div>" * _MANY + "x",
    "open inline elements": "<b>" * _MANY + "x",
    "end tags that find nothing": "<i><div>" + "<b>" * _MANY + "</i>" * _MANY + "x",
    "lists": "<ul><li>" * _MANY + "x",
    "tables": "<table><tr><td>" * _MANY + "x",
    "drawings without end": "<svg>x" * _MANY,
    "kept from translation": "<span translate=no>" * _MANY + "x",
    "one long sentence": "<p>" + "<b>x</b> y <i>" * _MANY,
    "attributes": "<p lang=en " + "a " * _MANY + " " * _MANY + ">x",
    "ampersands": "<p>" + "&" * _MANY + "&#" + "1" * _MANY,
    "comments": "<p>x" + "<!--y-->" * _MANY + "z",
}


def _seconds(page: str) -> float:
    data = page.encode()
    best = 1e9
    for _ in range(2):
        start = time.process_time()
        document = read(data, path="a.html", language="en")
        best = min(best, time.process_time() - start)
    assert write(document) == data
    return best


@pytest.mark.parametrize("shape", _SHAPES)
def test_nesting_costs_nothing_extra(shape: str) -> None:
    """Twenty thousand tags, however nested, are read within the time of a page of that size, and without recursion."""
    assert _seconds(_SHAPES[shape]) < 6


def test_a_filter_inside_a_filter_has_a_limit_that_is_said() -> None:
    """Locale Filters nested beyond all sense are a located error, not a crash."""
    from workflow.errors import SourceError

    with pytest.raises(SourceError, match="Locale Filter") as caught:
        read(b'<p>x</p>\n<div its-locale-filter-list="ru">' * 500, path="a.html", language="en")
    assert caught.value.line > 1
