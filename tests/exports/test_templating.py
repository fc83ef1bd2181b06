"""A project's own templates: single ones in place of the program's, and errors in them told with file and line."""

from __future__ import annotations

import pytest

from workflow.errors import ConfigurationError
from workflow.exports.counterpart import PageLinks
from workflow.exports.parallel import ReleaseInfo
from workflow.exports.template import template_page
from workflow.exports.templating import Templates
from workflow.model import Document

LINKS = PageLinks("a", "en", "en")
INFO = ReleaseInfo("a", "sources/a.txt", "en", "2024-02-29")


def shown(document: Document, own: dict[str, str], language: str = "en") -> str:
    return template_page(document, None, LINKS, INFO, language, templates=Templates(own)).decode()


def test_a_style_sheet_of_ones_own(release: Document) -> None:
    """It stands in place of the program's, as it is: braces and percent signs mean nothing in it."""
    style = "p { width: 50% } /* {{ x }} {% y %} {# */"
    page = shown(release, {"style.css": style})
    assert f"<style>\n{style}\n</style>" in page
    assert "--ink" not in page
    assert "<address>" in page


def test_a_written_page_gets_the_style_of_today(release: Document) -> None:
    """Only where a template put it: in the head, once; what stands in the text is text."""
    page = shown(release, {}).replace("</article>", "<pre>&lt;style&gt;</pre></article>").encode()
    assert Templates().restyled(page) == page
    red = Templates({"style.css": "p { color: red }"}).restyled(page)
    assert b"<style>\np { color: red }\n</style>" in red
    assert Templates().restyled(red) == page
    for other in (b"<p>no head", page.replace(b"<style>", b"<style media=print>"), page.replace(b"</head>", b"<style>p {}</style></head>")):
        assert Templates({"style.css": ""}).restyled(other) == other


def test_a_template_of_ones_own(release: Document) -> None:
    """One template is replaced, those that it uses stay; its text is escaped as in the program's."""
    own = '{% extends "page.html.j2" %}{% block main %}<h1 class="x">{{ title_text }} {{ "<" }}</h1>{% endblock %}'
    page = shown(release, {"release.html.j2": own})
    assert '<h1 class="x">The bridge opens &lt;</h1>' in page
    assert "Skip to the text" in page


def test_part_of_a_page(release: Document) -> None:
    """A project may have parts of its own, and replace what others are built on."""
    page = shown(release, {"page.html.j2": '{% include "banner.j2" %}{% block main %}{% endblock %}', "banner.j2": "<b>Ours</b>"})
    assert page.startswith("<b>Ours</b>")
    assert "<article>" in page


WRONG = {
    "syntax": ({"release.html.j2": "\n\n{% if %}"}, "templates/release.html.j2", 3, "Expected an expression"),
    "a value that is not there": ({"release.html.j2": "\n{{ titel }}"}, "templates/release.html.j2", 2, "'titel' is undefined"),
    "an attribute that is not there": ({"release.html.j2": "{{ title.x.y }}"}, "templates/release.html.j2", 1, "x"),
    "a template that is not there": ({"release.html.j2": '\n{% extends "pag.html.j2" %}'}, "templates/release.html.j2", 2, "pag.html.j2"),
    "an error in a part": (
        {"release.html.j2": '{% include "part.j2" %}', "part.j2": "\n\n\n{{ 1 / 0 }}"},
        "templates/part.j2",
        4,
        "division by zero",
    ),
    "the end of the style": ({"style.css": "p {}\n</Style>"}, "templates/style.css", 2, "would end the style sheet"),
}


@pytest.mark.parametrize("what", WRONG)
def test_an_error_is_told_where_it_is(release: Document, what: str) -> None:
    """Path, line, what is wrong, and what to do."""
    own, path, line, message = WRONG[what]
    with pytest.raises(ConfigurationError) as caught:
        shown(release, own)
    assert (caught.value.path, caught.value.line) == (path, line)
    assert message in caught.value.message
    assert caught.value.hint


def test_all_files_are_compiled_when_asked() -> None:
    """`check` finds an error in a template that no page was written with yet, and names files that nothing uses."""
    with pytest.raises(ConfigurationError, match="endblock"):
        Templates({"404.html.j2": "{% block a %}"}).check()
    assert Templates({"relase.html.j2": "x", "404.html.j2": '{% include "used.j2" %}', "used.j2": "x", "style.css": ""}).check() == [
        "relase.html.j2"
    ]
    assert Templates().check() == []


def test_pages_depend_on_the_templates_of_the_project_alone() -> None:
    """The digest is the same for the same files, and another one for others."""
    assert Templates().digest == Templates({}).digest == ""
    assert Templates({"a": "bc"}).digest != Templates({"ab": "c"}).digest


def test_a_language_without_words_is_spoken_to_in_english(release: Document) -> None:
    """The page says so, for those who hear it."""
    page = template_page(release, None, PageLinks("a", "kk", "en"), INFO, "kk").decode()
    assert '<a class="skip" href="#text" lang="en">Skip to the text</a>' in page
    assert ">Перейти к тексту</a>" in template_page(release, None, PageLinks("a", "ru", "en"), INFO, "ru").decode()
