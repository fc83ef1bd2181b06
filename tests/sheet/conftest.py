"""A release with all that a page and a catalog can have, its sheet, and a browser to read it with."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from workflow.locales.catalog import Entry

from ..browser import launched
from ..office import CONFIGURATION, Office

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

SOURCE = """<!DOCTYPE html>
<html lang="en"><head><title>Border training centre opens</title><meta name="description" content="A centre for 1,200 officers."></head>
<body><main><article>
<h1>Border training centre opens</h1>
<p>On 1 December, the Regional Office opened a <a href="/centre">training centre</a>. Ten officers took part.
The head of the office thanked <em>all partners</em>.</p>
<p>On 1 December, the Regional Office opened a <a href="/centre">training centre</a>.</p>
<h2>What officers learn</h2>
<ul><li>Reading documents, even <strong>old</strong> ones</li><li>First aid: R&amp;D, 5 &lt; 6</li></ul>
<blockquote><p>This is a good day for the valley.</p></blockquote>
<table><tr><th>Course</th><th>Weeks</th></tr><tr><td>Documents <img src="d.png" alt="A passport"></td><td>4</td></tr></table>
<p>For more, write to the press office.</p>
</article></main></body></html>
"""
CHANGED = SOURCE.replace("Ten officers took part.", "Twelve officers of the border service took part.")

_TEXTS = {
    "Border training centre opens": "Открылся центр подготовки пограничников",
    "A centre for 1,200 officers.": "Центр на 1200 сотрудников.",
    "On 1 December, the Regional Office opened a <a>training centre</a>.": "1 декабря представительство открыло <a>учебный центр</a>.",
    "Ten officers took part.": "В открытии участвовали десять сотрудников.",
    "The head of the office thanked <em>all partners</em>.": "Глава представительства поблагодарила <em>всех партнёров</em>.",
    "What officers learn": "Чему учатся сотрудники",
    "Reading documents, even <strong>old</strong> ones": "Читать документы, даже старые",
    "This is a good day for the valley.": "Это хороший день для долины <script>alert(1)</script>\"'&amp;<img src=x onerror=alert(2)>",
    "Course": "Курс",
}


def _translated(entry: Entry) -> Entry:
    text = _TEXTS.get(entry.msgid)
    if text is None or entry.obsolete:
        return entry
    return entry.but(msgstr=text, flags=tuple(flag for flag in entry.flags if flag != "fuzzy"))


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """A project with release `2026-12-01-centre`: every state, findings, a rejection, a memory match, hostile texts."""
    made = Office(tmp_path)
    made.write("workflow.toml", f'{CONFIGURATION}review = "approved"\n')
    made.write("sources/2026-11-01-other.txt", "Other\n\nFor more, please write to the press office.\n")
    made.write("sources/2026-12-01-centre.html", SOURCE)
    made.do("sync")
    made.edit(
        "2026-11-01-other", lambda entry: entry.but(msgstr="За справками обращайтесь в пресс-службу.") if "more" in entry.msgid else entry
    )
    made.edit("2026-12-01-centre", _translated, by="Анна Петрова <anna@example.org>")
    made.do("sync")
    made.do("approve", "2026-12-01-centre", "--by", "Борис Орлов", "--segment", "1-3")
    made.do(
        "reject", "2026-12-01-centre", "--by", "Борис Орлов", "--segment", "all partners", "--reason", "Глава – мужчина: «поблагодарил»"
    )
    made.write("sources/2026-12-01-centre.html", CHANGED)
    made.do("sync")
    made.do("draft")
    made.edit("2026-12-01-centre", lambda entry: entry.but(msgstr="", flags=(), comments=()) if entry.msgid == "Weeks" else entry)
    made.do("sheet", "2026-12-01-centre")
    return made


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium, once for all tests of a process."""
    with launched() as found:
        yield found


@pytest.fixture
def page(browser: Browser, office: Office) -> Iterator[Page]:
    """The sheet, open; anything that it logs as an error, or a script of a text that runs, fails the test."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, accept_downloads=True)
    opened = context.new_page()
    wrong: list[str] = []
    opened.on("console", lambda message: wrong.append(message.text) if message.type in ("error", "warning") else None)
    opened.on("pageerror", lambda error: wrong.append(str(error)))
    opened.on("dialog", lambda dialog: (wrong.append(dialog.message), dialog.dismiss()))
    opened.goto((office.root / ".workflow/sheets/2026-12-01-centre.ru.html").as_uri())
    yield opened
    context.close()
    assert wrong == []
