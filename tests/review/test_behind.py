"""A public page whose source has changed since is not called published."""

from __future__ import annotations

import json

from ..office import Office

NAME = "2026-12-01-a"


def standing(office: Office) -> tuple[str, bool]:
    """What status says of the page in the source language: as text, and as data."""
    line = next(one for one in office.do("status").out.splitlines() if one.startswith(NAME))
    data = next(one for one in json.loads(office.do("status", "--json").out)["status"] if one["language"] == "en")
    return line.split()[2], data["behind"]


def test_until_it_is_published_again(office: Office) -> None:
    """Also where the cache is gone nothing is said that is not known."""
    office.write(f"sources/{NAME}.txt", "Title\n\nIt is open.\n")
    office.do("sync")
    assert standing(office) == ("ready", False)
    office.do("publish")
    assert standing(office) == ("published", False)
    office.write(f"sources/{NAME}.txt", "Title\n\nIt is closed.\n")
    assert standing(office) == ("ready", True)
    office.do("run")
    assert standing(office) == ("published", False)
    office.accept(NAME)
    assert standing(office) == ("published", False)
    for path in (office.root / ".workflow").glob("index.sqlite*"):
        path.unlink()
    assert standing(office) == ("published", False)
