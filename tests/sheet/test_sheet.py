"""The sheet as a file: complete, self-contained, the same for the same catalog, and in no way a danger."""

from __future__ import annotations

import json
import re
from base64 import b64encode
from hashlib import sha256
from html.parser import HTMLParser

from hypothesis import given, settings
from hypothesis import strategies as st

from workflow.locales.review import state, text_digest
from workflow.sheet import Part, Row, Sheet, write
from workflow.sheet.marking import changes, chips

from ..office import Office

RELEASE = "2026-12-01-centre"
PATH = f".workflow/sheets/{RELEASE}.ru.html"


def _data(html: str) -> dict[str, list[dict[str, object]]]:
    found = re.search(r'<script type="application/json" id="data">(.*?)</script>', html, re.S)
    assert found
    data: dict[str, list[dict[str, object]]] = json.loads(found[1])
    return data


class _Read(HTMLParser):
    """The elements of a page, and what would fetch or run something."""

    def __init__(self) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))


def test_all_is_there(office: Office) -> None:
    """Each entry that the source asks for, with its state and the digest of what is shown; numbers are those of `--segment`."""
    html = (office.root / PATH).read_text("utf-8")
    live = [entry for entry in office.entries(RELEASE) if not entry.obsolete]
    rows = sorted(_data(html)["segments"], key=lambda row: int(str(row["number"])))
    assert [(row["number"], row["msgid"], row["text"], row["state"], row["seen"]) for row in rows] == [
        (number, entry.msgid, entry.msgstr, state(entry), text_digest(entry.msgctxt, entry.msgid, entry.msgstr))
        for number, entry in enumerate(live, 1)
    ]
    assert {row["state"] for row in rows} == {"untranslated", "draft", "returned", "stale", "translated", "approved"}


def test_the_layout_is_that_of_the_page(office: Office) -> None:
    """Headings, a list, a quotation, a table with its head; a text inside a tag of the table stands behind it."""
    html = (office.root / PATH).read_text("utf-8")
    main = html[html.index("<main>") : html.index("</main>")]
    order = ("<h2", "<ul>", "First aid", "</ul>", "<blockquote>", "</blockquote>", "<table>", "<th>", "</table>", "A passport", "For more")
    places = [main.index(one) for one in order]
    assert places == sorted(places)
    assert main.count("<td>") == 2
    assert main.count("<th>") == 2


def test_it_fetches_and_runs_nothing(office: Office) -> None:
    """No address but its own fragments, no script but its own, whose hashes its policy names; no event handler, no inline style."""
    html = (office.root / PATH).read_text("utf-8")
    page = _Read()
    page.feed(html)
    for tag, attributes in page.elements:
        assert tag not in ("img", "link", "iframe", "object", "embed", "base", "form"), tag
        assert not any(name.startswith("on") or name in ("src", "style", "action") for name in attributes), (tag, attributes)
        assert (attributes.get("href") or "#").startswith("#")
    (policy,) = [attributes["content"] for _, attributes in page.elements if attributes.get("http-equiv") == "Content-Security-Policy"]
    assert policy is not None
    assert policy.startswith("default-src 'none'; ")
    for name in ("style", "script"):
        (text,) = re.findall(rf"<{name}>(.*?)</{name}>", html, re.S)
        assert f"{name}-src 'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'" in policy
    assert html.count("<script") == 2


def test_it_is_the_same_for_the_same_catalog(office: Office) -> None:
    """No clock, no order of chance; written only if something changed, and catalogs are left alone."""
    before, catalogs = (office.root / PATH).stat().st_mtime_ns, office.tree("locales")
    said = office.do("sheet", RELEASE)
    assert (said.exit, said.out) == (0, f"{PATH}\n")
    assert (office.root / PATH).stat().st_mtime_ns == before
    assert office.tree("locales") == catalogs
    assert json.loads(office.do("sheet", RELEASE, "--json").out)["sheets"] == [PATH]


def test_words_that_changed_are_marked(office: Office) -> None:
    """Those of the sentence under which the text was accepted, and those of now."""
    html = (office.root / PATH).read_text("utf-8")
    assert "<del>Ten </del><ins>Twelve </ins>officers <ins>of the border service </ins>took part." in html


def test_what_a_reviser_is_told(office: Office) -> None:
    """Findings, the draft's engine and risk, the memory, who signed, why it was sent back; in the reviser's language."""
    html = (office.root / PATH).read_text("utf-8")
    for said in (
        "Лист редактора",
        "P101:</span>",
        "риск 99/99, высокий",
        "Память переводов 87%",
        "For more, <del>please </del>write",
        "Возвращено (Борис Орлов, ",
        "Глава – мужчина: «поблагодарил»",
        "Переводчик:</span> Анна Петрова &lt;anna@example.org&gt;",
        "link to /centre",
    ):
        assert said in html, said


def test_other_languages(office: Office) -> None:
    """The sheet speaks the language of the translation, with its direction; English where it has no words in that."""
    office.write("workflow.toml", (office.root / "workflow.toml").read_text().replace('["ru"]', '["ru", "ar", "fr-CA", "ur"]'))
    office.do("sync")
    said = office.do("sheet", RELEASE)
    assert said.out.splitlines() == [PATH, *(PATH.replace(".ru.", f".{one}.") for one in ("ar", "fr-CA", "ur"))]
    arabic, french, urdu = ((office.root / PATH.replace(".ru.", f".{one}.")).read_text("utf-8") for one in ("ar", "fr-CA", "ur"))
    assert '<html lang="ar" dir="rtl">' in arabic
    assert "ورقة المراجعة" in arabic
    assert '<html lang="fr" dir="ltr">' in french
    assert "Fiche de relecture\u00a0: <bdi>" in french
    assert '<html lang="en" dir="ltr">' in urdu
    assert 'lang="ur" dir="rtl"' in urdu


def test_where_it_is_written(office: Office) -> None:
    """--output takes one sheet, and is never a file that is none."""
    assert office.do("sheet", RELEASE, "--output", "mine.html").out == "mine.html\n"
    assert office.do("sheet", RELEASE, "--output", "mine.html").exit == 0
    assert (office.root / "mine.html").read_bytes() == (office.root / PATH).read_bytes()
    before = office.tree("sources", "locales")
    for arguments, why in (
        ((RELEASE, "--output", f"sources/{RELEASE}.html"), "there is a file of that name, which is no review sheet"),
        ((RELEASE, "--output", "sources"), "that is a folder"),
        ((RELEASE, "2026-11-01-other", "--output", "x.html"), "names one file, and there are 2 sheets"),
        (("nothing",), "is no release"),
    ):
        said = office.do("sheet", *arguments)
        assert said.exit == 2
        assert why in said.err
    assert office.tree("sources", "locales") == before


def test_a_source_that_changed_since(office: Office) -> None:
    """The sheet says that a sync is due; without a catalog there is none."""
    path = office.root / f"sources/{RELEASE}.html"
    path.write_text(path.read_text().replace("First aid", "First aid and water"), "utf-8")
    assert "run workflow sync first" in office.do("sheet", RELEASE).err
    office.write("sources/new.txt", "New\n")
    said = office.do("sheet", "new")
    assert said.exit == 2
    assert said.err == "workflow: locales/ru/LC_MESSAGES/new.po: there is no such catalog yet (make it with: workflow sync)\n"


_TEXT = st.text(st.characters(exclude_categories=("Cs",)), max_size=40)
_NASTY = st.one_of(
    _TEXT,
    st.sampled_from(
        ["</script><script>alert(1)</script>", "<!--<script>", "\"'><img src=x onerror=alert(1)>", "{{ 7 * 7 }}", "&lt;b>", "]]>"]
    ),
)


@settings(max_examples=50)
@given(msgid=_NASTY, text=_NASTY, previous=_NASTY, note=_NASTY, name=_NASTY)
def test_whatever_a_text_is_it_stays_text(msgid: str, text: str, previous: str, note: str, name: str) -> None:
    """The page has the same elements whatever stands in its texts, but for chips and marks; and its data are exactly these texts."""

    def page(msgid: str, text: str, previous: str, note: str, name: str) -> tuple[list[str], str]:
        row = Row(1, None, msgid, text, "stale", "00000000", previous=previous, hints=(note,), comments=(note,), translator=f"N{name}")
        sheet = Sheet(name, note, note, "en", "ru", "translated", "", (Part("paragraph", (row,)),), {"stale": 1}, 0)
        html = write(sheet).decode()
        read = _Read()
        read.feed(html)
        return [tag for tag, attributes in read.elements if tag not in ("code", "ins", "del") and attributes.get("class") != "none"], html

    elements, html = page(msgid, text, previous, note, name)
    assert elements == page("a", "b", "c", "d", "e")[0]
    (row,) = _data(html)["segments"]
    assert (row["msgid"], row["text"], row["comments"]) == (msgid, text, [note])


@given(before=_NASTY, after=_NASTY)
def test_marks_leave_both_versions_readable(before: str, after: str) -> None:
    """Without what is gone the new sentence stands there, up to its white space; without what is new, the old one."""

    def read(html: str, without: str) -> str:
        kept = re.sub(rf"<{without}>.*?</{without}>", "", html, flags=re.S)
        return "".join(re.sub(r"</?(?:ins|del)>|<code[^>]*>|</code>", "", kept).split())

    marked = str(changes(before, after, {}))
    assert read(marked, "del") == read(str(chips(after, {})), "del")
    assert read(marked, "ins") == read(str(chips(before, {})), "ins")
