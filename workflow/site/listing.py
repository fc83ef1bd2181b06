"""Index pages of a language, newest first, its page for wrong addresses, and the choice of languages at the root of the site: what the
templates `index`, `404` and `choice` show.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Protocol

from workflow.languages import autonym, direction, long_date
from workflow.site.published import CHOICE, Entry, Site, absolute, feed_path, index_path, marked_choice, pages, relative
from workflow.wording import counterpart_label, switch_label

SIZE = 20
"""Releases on a page: about 15 KB with style."""


class Render(Protocol):
    """A template, its values filled in."""

    def __call__(self, name: str, language: str, /, **values: Any) -> str:
        """Returns the page."""
        ...


def index_page(
    render: Render, site: Site, entries: Sequence[Entry], language: str, number: int, there: Callable[[str], bool], *, feed: bool
) -> bytes:
    """Returns one page of an index.

    Args:
        render: The templates.
        site: What is public.
        entries: Of this language, newest first.
        language: Of the page.
        number: From 1.
        there: Tells if a file is on disk: links lead nowhere else.
        feed: There is a feed in this language.
    """
    here = index_path(language, number)
    parts = pages(entries, SIZE)
    known = {one: index_path(one) for one in site.languages if one == language or there(index_path(one))}

    def neighbour(at: int) -> str:
        path = index_path(language, at)
        return relative(here, path) if 1 <= at <= len(parts) and there(path) else ""

    return render(
        "index",
        language,
        publisher=site.publisher(language),
        switch_label=switch_label(language),
        languages=[
            _link(one, _named(one), "" if one == language else relative(here, path)) for one, path in known.items() if len(known) > 1
        ],
        items=[_item(one, language, here) for one in parts[number - 1]],
        number=number,
        total=len(parts),
        newer=neighbour(number - 1),
        older=neighbour(number + 1),
        canonical=absolute(site.base_url, here) if site.base_url else "",
        alternates=_alternates(site, known, there) if number == 1 else [],
        feed=relative(here, feed_path(language)) if feed else "",
        preview="",
    ).encode("utf-8", "replace")


def missing_page(render: Render, site: Site, language: str, there: Callable[[str], bool]) -> bytes:
    """Returns the page that a server shows at a wrong address.

    It is shown at whatever address was wrong, so that only full addresses lead anywhere from it: without a base address it has no links.

    Args:
        render: The templates.
        site: What is public.
        language: Of the page.
        there: Tells if a file is on disk.
    """
    others = [one for one in site.languages if one != language and there(index_path(one))] if site.base_url else []
    home = index_path(language)
    return render(
        "404",
        language,
        publisher=site.publisher(language),
        home=absolute(site.base_url, home) if site.base_url and there(home) else "",
        languages=[_link(one, _named(one), absolute(site.base_url, index_path(one))) for one in others],
        preview="",
    ).encode("utf-8", "replace")


def choice_page(render: Render, site: Site, there: Callable[[str], bool]) -> bytes:
    """Returns the page at the root of the site: each language, named in itself, with its index.

    It speaks the source language, and is what search engines show to readers of no language that there is (Google Search Central,
    "Localized versions of your pages": x-default is the page where a language is chosen).

    Args:
        render: The templates.
        site: What is public.
        there: Tells if a file is on disk: links lead nowhere else.
    """
    own, name = site.source_language, site.publisher(site.source_language)
    known = {one: index_path(one) for one in site.languages if there(index_path(one))}
    differ = len({site.publisher(one) for one in known}) > 1
    languages = [
        _link(one, _named(one), relative(CHOICE, path)) | {"publisher": site.publisher(one) if differ else ""}
        for one, path in known.items()
    ]
    page = render(
        "choice",
        own,
        publisher=name,
        switch_label=switch_label(own),
        languages=languages,
        canonical=absolute(site.base_url, CHOICE) if site.base_url else "",
        alternates=_alternates(site, known, lambda _: True),
        preview="",
    )
    return marked_choice(page)


def _alternates(site: Site, known: Mapping[str, str], there: Callable[[str], bool]) -> list[dict[str, str]]:
    """The `hreflang` set that the first index pages and the language choice have in common."""
    if not site.base_url or len(known) < 2:
        return []
    default = CHOICE if there(CHOICE) else known.get(site.source_language, "")
    named = [*sorted(known.items()), *([("x-default", default)] if default else [])]
    return [{"language": one, "address": absolute(site.base_url, path)} for one, path in named]


def _item(entry: Entry, language: str, here: str) -> dict[str, Any]:
    own = next(one for one in entry.versions if one.language == language)
    return {
        "title": own.title or entry.release,
        "address": relative(here, own.path),
        "date": entry.date,
        "long_date": long_date(entry.date, language) if entry.date else "",
        "summary": own.summary,
        "counterparts": [
            _link(one.language, counterpart_label(one.language), relative(here, one.path)) for one in entry.versions if one != own
        ],
    }


def _link(language: str, text: str, address: str) -> dict[str, Any]:
    return {"language": language, "text": text, "address": address, "rtl": direction(language) == "rtl"}


def _named(language: str) -> str:
    name = autonym(language)
    return name[:1].upper() + name[1:]
