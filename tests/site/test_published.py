"""The registry of what is public: order, names, addresses."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflow.releases import RESERVED
from workflow.site.published import Entry, Version, absolute, feed_path, index_path, is_list, missing_path, newest_first, pages, relative


def entry(release: str, date: str) -> Entry:
    return Entry(release, (Version("en", f"en/{release}.html", release),), date)


def test_newest_first() -> None:
    """By date, those of a day by name, those without a date at the end."""
    entries = [entry("b", "2024-01-01"), entry("x", ""), entry("a", "2024-01-01"), entry("c", "2025-01-01")]
    assert [one.release for one in newest_first(entries)] == ["c", "a", "b", "x"]


@given(
    st.permutations([entry(name, date) for name, date in zip("abcdef", ["2024-01-01", "", "2024-01-01", "2023", "", "2025"], strict=True)])
)
def test_the_order_depends_on_nothing_else(entries: list[Entry]) -> None:
    """However they come, they are listed in one order."""
    assert newest_first(entries) == newest_first(entries[::-1])


def test_the_names_of_lists_are_taken() -> None:
    """No release can have the name of a list of the site."""
    for path in (index_path("ru"), index_path("ru", 2), feed_path("ru"), feed_path("ru", 13), missing_path("ru")):
        assert is_list(path)
    assert {"index", "404", "feed"} <= RESERVED


@pytest.mark.parametrize(
    "path", ["ru/indexes.html", "ru/index-a.html", "ru/2024/index.html", "ru/404-2.html", "index.html", "ru/feed.html", "ru/x.png"]
)
def test_other_names_are_not(path: str) -> None:
    """Names that only look so are a release's or an asset's."""
    assert not is_list(path)


def test_addresses_are_encoded() -> None:
    """Letters, spaces, colons and question marks of a name are no part of an address's syntax."""
    assert relative("ru/index.html", "ru/2024/а б.html") == "2024/%D0%B0%20%D0%B1.html"
    assert relative("ru/index.html", "en/a:b?c#d.html") == "../en/a%3Ab%3Fc%23d.html"
    assert absolute("https://example.org/n/", "ru/а.html") == "https://example.org/n/ru/%D0%B0.html"


def test_pages() -> None:
    """There is a page for nothing, and none too many."""
    assert [len(one) for one in pages([], 2)] == [0]
    assert [len(one) for one in pages([entry("a", "")] * 4, 2)] == [2, 2]
    assert [len(one) for one in pages([entry("a", "")] * 5, 2)] == [2, 2, 1]
