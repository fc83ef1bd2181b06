"""Quotations of plain text: what people accepted before they were known for what they are stays accepted, and their page says who spoke."""

from __future__ import annotations

import pytest

from ..office import Office

SOURCE = """A bridge opens

The mayor said:

“It took three years. It is ours.”

“It is strong”

— Ana Reed, engineer

"It is open."
-- Bo Tan, driver

«Мы рады».
– Li Wei
"""
# As the program cut and numbered them when a line with a dash was the item of a list, or the end of the paragraph before it.
BEFORE = {
    "A bridge opens": "title",
    "The mayor said:": "paragraph — under “A bridge opens”",
    "“It took three years.": "paragraph, sentence 1 of 2 — under “A bridge opens”",
    "It is ours.”": "paragraph, sentence 2 of 2 — under “A bridge opens”",
    "“It is strong”": "paragraph — under “A bridge opens”",
    "Ana Reed, engineer": "list item — under “A bridge opens”",
    '\\"It is open.\\"': "paragraph, sentence 1 of 2 — under “A bridge opens”",
    "-- Bo Tan, driver": "paragraph, sentence 2 of 2 — under “A bridge opens”",
    "«Мы рады».": "paragraph — under “A bridge opens”",
    "Li Wei": "list item — under “A bridge opens”",
}


@pytest.mark.parametrize("arguments", [("sync",), ("sync", "--resegment")])
def test_what_was_accepted_before_stays_accepted(office: Office, arguments: tuple[str, ...]) -> None:
    """No sentence is worded or cut in another way, so none loses its translation; only the comments tell of quotations."""
    office.write("sources/r.txt", SOURCE)
    header = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n"Language: ru\\n"\n'
    entries = "".join(f'\n#. {kind}\n#: sources/r.txt\nmsgid "{msgid}"\nmsgstr "{msgid}"\n' for msgid, kind in BEFORE.items())
    path = office.write("locales/ru/LC_MESSAGES/r.po", header + entries)
    before = [(entry.msgid, entry.msgstr) for entry in office.entries("r")]
    assert office.do(*arguments).exit == 0
    assert [(entry.msgid, entry.msgstr) for entry in office.entries("r")] == before
    assert set(office.states("r").values()) == {"translated"}
    assert '#. who is quoted — under “A bridge opens”\n#: sources/r.txt\nmsgid "Li Wei"' in path.read_text("utf-8")


def test_the_page_tells_who_is_quoted(office: Office) -> None:
    """In both languages, without the dash of the text, which a translator may keep or leave."""
    office.write("sources/r.txt", SOURCE)
    office.do("sync")
    office.accept("r", by="Translator")
    assert office.do("publish").exit == 0
    english, russian = office.page("r", "en"), office.page("r", "ru")
    assert english.count("<blockquote>") == russian.count("<blockquote>") == 4
    assert [english.count(f"<figcaption>{name}</figcaption>") for name in ("Ana Reed, engineer", "Bo Tan, driver", "Li Wei")] == [1, 1, 1]
    assert russian.count("<figcaption>") == 3
    assert "<figcaption>-" not in russian
    assert "<p>The mayor said:</p>" in english
