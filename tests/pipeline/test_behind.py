"""A public page that is not what the next publish would write is not called published: told by the page itself, not by the cache."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable

import pytest

from ..office import CONFIGURATION, Office

NAME = "2026-12-01-a"
BEFORE, AFTER = "Title\n\nIt is open.\n", "Title\n\nIt is closed.\n"
DOCBOOK = '<article xmlns="http://docbook.org/ns/docbook"><title>Title</title><para role="a">It is open.</para></article>'
Forget = Callable[[], None]


def standing(office: Office, language: str = "en") -> tuple[str, bool]:
    """What status says of a page: as text, and as data."""
    table = office.do("status", NAME).out.splitlines()
    line = next(one for one in table if one.replace(NAME, "").strip().startswith(language))
    data = next(one for one in json.loads(office.do("status", NAME, "--json").out)["status"] if one["language"] == language)
    return line.replace(NAME, "").split()[1], data["behind"]


def published(office: Office, suffix: str = "txt", text: str = BEFORE) -> None:
    """A release whose pages are public in both languages."""
    office.write(f"sources/{NAME}.{suffix}", text)
    office.do("sync")
    office.accept(NAME)
    office.do("run")
    assert [standing(office, language) for language in ("en", "ru")] == [("published", False)] * 2


@pytest.fixture(params=["with the cache", "without"])
def forget(request: pytest.FixtureRequest, office: Office) -> Forget:
    """Deletes the cache, or leaves it."""

    def done() -> None:
        if request.param == "without":
            shutil.rmtree(office.root / ".workflow")

    return done


def test_until_it_is_published_again(office: Office, forget: Forget) -> None:
    """From the change of a source to the next publish, whether the cache is there or not."""
    office.write(f"sources/{NAME}.txt", BEFORE)
    office.do("sync")
    assert standing(office) == ("ready", False)
    office.do("publish")
    forget()
    assert standing(office) == ("published", False)
    office.write(f"sources/{NAME}.txt", AFTER)
    forget()
    assert standing(office) == ("ready", True)
    assert standing(office) == ("ready", True)
    office.do("run")
    forget()
    assert standing(office) == ("published", False)


def test_a_page_from_version_control_is_asked_itself(office: Office, forget: Forget) -> None:
    """Where `exports/` was put back to an older state, what the program published last does not count."""
    published(office)
    page = office.root / f"exports/en/{NAME}.html"
    older = page.read_bytes()
    office.write(f"sources/{NAME}.txt", AFTER)
    office.do("run")
    page.write_bytes(older)
    forget()
    assert standing(office) == ("ready", True)


def test_a_corrected_translation_is_not_public_yet(office: Office, forget: Forget) -> None:
    """What a person corrects in an accepted text is told as ready until it is published; its source's page is as it should be."""
    published(office)
    office.edit(NAME, lambda entry: entry.but(msgstr="Закрыто.") if entry.msgid == "It is open." else entry)
    forget()
    assert [standing(office, "en"), standing(office, "ru")] == [("published", False), ("ready", True)]
    office.do("publish")
    assert standing(office, "ru") == ("published", False)


def test_a_new_counterpart_is_the_news_of_another_page(office: Office, forget: Forget) -> None:
    """That the next publish puts a link to the translation on it does not make a page one that has changed."""
    office.write(f"sources/{NAME}.html", "<!doctype html><title>Title</title><p>It is open.</p><p>Эта статья на русском языке</p>")
    office.write("workflow.toml", 'base-url = "https://example.org/"\n' + CONFIGURATION)
    office.do("run")
    office.accept(NAME)
    forget()
    assert [standing(office, "en"), standing(office, "ru")] == [("published", False), ("ready", False)]
    office.do("run")
    assert "../ru/" in office.page(NAME, "en")
    assert [standing(office, "en"), standing(office, "ru")] == [("published", False)] * 2


def test_what_only_its_own_vocabulary_shows(office: Office, forget: Forget) -> None:
    """An attribute of an XML source is on no page, and in the file that is published beside it."""
    published(office, "xml", DOCBOOK)
    office.write(f"sources/{NAME}.xml", DOCBOOK.replace('role="a"', 'role="b"'))
    forget()
    assert standing(office) == ("ready", True)


def test_templates_and_the_name_of_the_office_count(office: Office, forget: Forget) -> None:
    """They stand on each page that is made with a template."""
    published(office)
    office.write("templates/style.css", "body { color: black }\n")
    forget()
    assert standing(office) == ("ready", True)
    office.do("publish")
    assert standing(office) == ("published", False)
    office.write("workflow.toml", 'publisher = "Press Office"\n' + CONFIGURATION)
    forget()
    assert standing(office) == ("ready", True)


def test_a_broken_template_is_told_once(office: Office, forget: Forget) -> None:
    """Translators see how far they are; the web editor where the mistake is."""
    published(office)
    office.write("templates/release.html.j2", "{% extends 'page.html.j2' %}\n{% block main %}{{ nothing }}{% endblock %}\n")
    forget()
    said = office.do("status")
    assert said.exit == 1
    assert said.err.count("templates/release.html.j2:2: ") == 1
    assert "whether pages are up to date is not known" in said.err
    assert standing(office) == ("published", False)


def test_many_at_once(office: Office) -> None:
    """On all cores, as on one; and an answer is kept."""
    for number in range(60):
        office.write(f"sources/many-{number}.txt", BEFORE)
    published(office)
    for number in range(0, 60, 2):
        office.write(f"sources/many-{number}.txt", AFTER)
    shutil.rmtree(office.root / ".workflow")
    for _ in range(2):
        data = json.loads(office.do("status", "--json").out)["status"]
        assert {one["release"] for one in data if one["behind"]} == {f"many-{number}" for number in range(0, 60, 2)}
