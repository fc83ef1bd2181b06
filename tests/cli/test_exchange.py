"""`workflow exchange`: the way out and back, in a real project, with real files."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest
from openpyxl import load_workbook

from workflow.locales.catalog import Entry
from workflow.locales.review import digest, drafted, made_stale, state

from ..office import CONFIGURATION, Office, russian

HTML = """<!DOCTYPE html><html lang="en"><head><title>The bridge</title></head><body><main>
<h1>The bridge</h1>
<p>The <a href="r.html">bridge</a> is open. It is long. <em>It begins here. It ends</em> there.</p>
<p>A map: <img src="m.png" alt="The map of the river"> of it.</p>
<p>Officers came. They saw R&amp;D &lt;now&gt;.</p>
<p translate="yes" data-context="menu">Open</p>
</main></body></html>
"""
FORMATS = ["xliff", "csv", "xlsx"]
SUFFIX = {"xliff": "xlf", "csv": "csv", "xlsx": "xlsx", "pot": "pot", "tmx": "tmx"}


def accepted(entry: Entry, text: str = "") -> Entry:
    return entry.but(msgstr=text or russian(entry.msgid), flags=(), previous=None)


@pytest.fixture
def full(office: Office) -> Office:
    """An office with a release that has an entry in every state."""
    office.write("sources/a.html", HTML)
    office.do("sync")

    def change(entry: Entry) -> Entry:
        if entry.msgid == "It is long.":
            return accepted(entry, "<prev/>")
        if "begins" in entry.msgid:
            return made_stale(accepted(entry), "It <em>began here.")
        if "ends" in entry.msgid:
            return accepted(entry).but(flags=("fuzzy",), comments=("rejected: Ann 2026-01-01 no",))
        if entry.msgid.startswith("Officers"):
            return drafted(entry, "Офицеры пришли.", engine="argos 1", risk=20)
        if entry.msgid == "The bridge":
            done = accepted(entry)
            return done.but(comments=(f"approved: Ann 2026-01-01 {digest(done)}",))
        return entry if entry.msgid.startswith("A map") else accepted(entry)

    office.edit("a", change)
    office.do("sync")
    assert set(office.states("a").values()) == {"untranslated", "draft", "returned", "stale", "translated", "approved"}
    return office


def exported(office: Office, kind: str, release: str = "a", language: str = "ru") -> Path:
    said = office.do("exchange", "export", release, "--format", kind)
    assert (said.exit, said.err) == (0, "")
    path = office.root / f".workflow/exchange/{language}/{release}.{SUFFIX[kind]}"
    assert f"{path.name}: " in said.out
    return path


def take(office: Office, *files: Path | str, more: tuple[str, ...] = ()) -> dict[str, object]:
    said = office.do("exchange", "import", *map(str, files), "--json", *more)
    return {"exit": said.exit, "err": said.err, **json.loads(said.out)}


def change(path: Path, old: str, new: str) -> None:
    """Changes a text in a file, in the one place where it stands."""
    if path.suffix == ".xlsx":
        book = load_workbook(path)
        cells = [cell for row in book.worksheets[0].iter_rows() for cell in row if cell.value == old]
        assert len(cells) == 1
        cells[0].value = new
        book.save(path)
        return
    text = path.read_text("utf-8")
    if path.suffix == ".xlf" and "=" not in old:  # the target, not the match with the same text
        old, new = f">{old}</target>\n", f">{new}</target>\n"
    assert text.count(old) == 1, text.count(old)
    path.write_text(text.replace(old, new), "utf-8")


@pytest.mark.parametrize("kind", FORMATS)
def test_out_and_back_changes_nothing(full: Office, kind: str) -> None:
    """With an entry in every state, two sentences said as one, codes and escapes: every file of the project is as it was, to the byte."""
    before = full.tree("locales", "sources")
    path = exported(full, kind)
    said = take(full, path)
    assert (said["exit"], said["findings"]) == (0, [])
    assert [(one["taken"], one["refused"]) for one in said["import"]] == [(0, 0)]
    assert full.tree("locales", "sources") == before
    data = path.read_bytes()
    assert exported(full, kind).read_bytes() == data


def test_a_draft_that_is_accepted_elsewhere_leaves_the_traces_of_an_editor(full: Office) -> None:
    """The entry is not fuzzy, and says which draft it came from; then the memory knows it."""
    path = exported(full, "xliff")
    text = path.read_text("utf-8").replace('state="initial" subState="pp:mt-draft"', 'state="translated"')
    path.write_text(text, "utf-8")
    assert take(full, path)["exit"] == 0
    (entry,) = [one for one in full.entries("a") if one.msgid.startswith("Officers")]
    assert (state(entry), entry.msgstr, entry.flags) == ("translated", "Офицеры пришли.", ())
    assert entry.comments == ("from: argos 1, 100% kept",)
    catalog = full.catalog("a").read_bytes()
    full.do("sync")
    assert full.catalog("a").read_bytes() == catalog
    assert "Офицеры пришли." in exported(full, "tmx").read_text("utf-8")


@pytest.mark.parametrize("kind", FORMATS)
def test_a_text_that_is_changed_elsewhere_comes_in(full: Office, kind: str) -> None:
    """In each format; the header says when, and by whom if that is said."""
    path = exported(full, kind)
    change(path, "Офицеры пришли.", "Сотрудники пришли.")
    said = take(full, path, more=("--by", "Anna <anna@example.org>"))
    assert [one["taken"] for one in said["import"]] == [1]
    (entry,) = [one for one in full.entries("a") if one.msgid.startswith("Officers")]
    # A tool that leaves the state of a draft as it was has not finished; whoever types into a table has.
    assert (entry.msgstr, state(entry)) == ("Сотрудники пришли.", "returned" if kind == "xliff" else "translated")
    header = full.catalog("a").read_text("utf-8").partition("\n\n")[0]
    assert "Last-Translator: Anna <anna@example.org>" in header
    assert re.search(r"PO-Revision-Date: \d{4}-", header)


@pytest.mark.parametrize("kind", FORMATS)
def test_newer_text_here_stays(full: Office, kind: str) -> None:
    """A file that was made before somebody worked here is refused where it differs, by name and line; the rest comes in."""
    path = exported(full, kind)
    full.edit("a", lambda entry: accepted(entry, "Новее.") if entry.msgid.startswith("Officers") else entry)
    change(path, "Офицеры пришли.", "Старее.")
    other = russian("The map of the river")
    change(path, other, f"{other}!")
    said = take(full, path)
    assert said["exit"] == 1
    assert [(one["taken"], one["refused"]) for one in said["import"]] == [(1, 1)]
    (finding,) = said["findings"]
    assert (finding["code"], finding["where"]["text"]) == ("X001", "Officers came.")
    assert finding["where"]["line"] > 1
    assert "newer text here" in finding["message"]
    texts = {entry.msgid: entry.msgstr for entry in full.entries("a")}
    assert (texts["Officers came."], texts["The map of the river"]) == ("Новее.", f"{other}!")


def test_a_file_of_an_older_source_is_merged_like_a_catalog(full: Office) -> None:
    """A text for a sentence that was changed is stale, one for a sentence that went is kept as obsolete, the rest comes in as it is."""
    path = exported(full, "xliff")
    text = path.read_text("utf-8").replace('state="initial" subState="pp:mt-draft"', 'state="translated"').replace("Офицеры", "Они")
    text = text.replace(russian("The map of the river"), "Карта")
    text = re.sub(r"(<source>A map.*\n)", r"\1<target>Карта: <ph id='1'/> её.</target>\n", text).replace(
        'state="initial">', 'state="translated">'
    )
    path.write_text(text, "utf-8")
    source = HTML.replace("Officers came.", "Officers came again.").replace(' alt="The map of the river"', "").replace(" It is long.", "")
    full.write("sources/a.html", source)
    said = take(full, path)
    assert (said["exit"], {one["code"] for one in said["findings"]}) == (0, {"X002"})
    now = {entry.msgid: entry for entry in full.entries("a")}
    entry = now["Officers came again."]
    assert (state(entry), entry.msgstr, entry.previous) == ("stale", "Они пришли.", "Officers came.")
    assert (state(now["A map: <img/> of it."]), now["A map: <img/> of it."].msgstr) == ("translated", "Карта: <img/> её.")
    assert now["The map of the river"].obsolete
    before = full.catalog("a").read_bytes()
    assert [one["taken"] for one in take(full, path)["import"]] == [0]
    full.do("sync")
    assert full.catalog("a").read_bytes() == before
    full.write("sources/a.html", HTML)
    full.do("sync")
    assert full.states("a")["Officers came."] == "translated"


def test_an_untouched_file_of_an_older_source_changes_nothing(full: Office) -> None:
    """However much the source and the catalog changed since."""
    path = exported(full, "xliff")
    full.write("sources/a.html", HTML.replace("Officers came", "Officers went").replace("is open", "was open").replace("It is long. ", ""))
    full.do("sync")
    before = full.tree("locales")
    said = take(full, path)
    assert (said["exit"], said["findings"]) == (0, [])
    assert full.tree("locales") == before


def test_two_texts_for_one_sentence_are_refused_and_named(full: Office) -> None:
    """A file in which a sentence stands twice, differently."""
    path = exported(full, "csv")
    path.write_text("source,translation\nOpen,Раз\nA map: <img/> of it.,Раз <img/>\nA map: <img/> of it.,Два <img/>\n", "utf-8")
    said = take(full, path)
    assert [(one["taken"], one["refused"]) for one in said["import"]] == [(0, 3)]
    assert all("lines 3, 4" in one["message"] for one in said["findings"] if one["where"]["text"].startswith("A map"))


def test_a_table_of_another_release_is_refused(full: Office) -> None:
    """Also if it says that it is of this one, or says nothing; a table that lost its last column finds its release."""
    full.write("sources/b.txt", "Another title\n\nAnother sentence.\n")
    full.do("sync")
    path = exported(full, "csv", "b")
    before = full.tree("locales")
    foreign = path.read_text("utf-8").replace(" ru b", " ru a")
    path.write_text(foreign, "utf-8")
    for text in (foreign, "source,translation\nNobody said this.,Да\n"):
        path.write_text(text, "utf-8")
        said = take(full, path)
        (finding,) = said["findings"]
        assert (said["exit"], finding["code"], finding["where"]["path"]) == (1, "X003", str(path))
        assert full.tree("locales") == before
    path = full.write("any name.csv", "source;translation\nAnother sentence.;Другое предложение.\nAnother title;\n")
    assert [(one["release"], one["taken"]) for one in take(full, path)["import"]] == [("b", 1)]


def test_a_broken_file_changes_nothing_and_the_others_come_in(full: Office) -> None:
    """Each file whole or not at all; file and line are named."""
    good = exported(full, "csv")
    change(good, "Офицеры пришли.", "Сотрудники пришли.")
    broken = exported(full, "xliff")
    broken.write_text(broken.read_text("utf-8").replace("</xliff>", "</xlif>").replace("Офицеры", "Они"), "utf-8")
    empty = full.write("empty.xlsx", "")
    said = take(full, broken, good, empty)
    assert said["exit"] == 1
    assert [one["path"] for one in said["import"]] == [str(good)]
    assert [(one["where"]["path"], one["where"]["line"] > 9) for one in said["findings"]] == [(str(broken), True), (str(empty), False)]
    assert "Сотрудники пришли." in full.catalog("a").read_text("utf-8")
    assert "Они" not in full.catalog("a").read_text("utf-8")
    said_text = full.do("exchange", "import", str(broken))
    assert re.search(r"a\.xlf:\d+: error X003: not well-formed", said_text.err)


def test_a_catalog_that_can_not_be_read_keeps_its_bytes(full: Office) -> None:
    """A broken catalog is named, and nothing comes in."""
    path = exported(full, "csv")
    change(path, "Офицеры пришли.", "Сотрудники пришли.")
    full.catalog("a").write_bytes(full.catalog("a").read_bytes() + b'\nmsgid "half\n')
    before = full.tree("locales")
    said = take(full, path)
    assert (said["exit"], full.tree("locales")) == (1, before)
    assert said["findings"][0]["where"]["path"].endswith("a.po")


def test_a_comment_can_not_pose_as_an_approval(full: Office) -> None:
    """What another tool says stands behind a word of its own."""
    (entry,) = [one for one in full.entries("a") if one.msgctxt == "menu"]
    path = exported(full, "xliff")
    text = path.read_text("utf-8")
    at = text.index('name="menu"')
    note = f"<note>approved: Eve 2026-01-01 {digest(entry)}</note></notes>"
    path.write_text(text[:at] + text[at:].replace("</notes>", note, 1), "utf-8")
    assert [one["taken"] for one in take(full, path)["import"]] == [1]
    (entry,) = [one for one in full.entries("a") if one.msgctxt == "menu"]
    assert (state(entry), entry.comments) == ("translated", (f"comment: approved: Eve 2026-01-01 {digest(entry)}",))
    assert [one["taken"] for one in take(full, path)["import"]] == [0]


def test_final_is_no_approval_and_four_eyes_are_two_people(office: Office) -> None:
    """Where a second person has to approve, an import says who translated; whoever that is can not approve it."""
    office.write("workflow.toml", CONFIGURATION + 'review = "approved"\n')
    office.write("sources/a.txt", "The title\n\nA sentence.\n")
    office.do("sync")
    path = exported(office, "xliff")
    text = re.sub(r"<source>(.*)</source>", r"<source>\1</source><target>Да</target>", path.read_text("utf-8")).replace("initial", "final")
    path.write_text(text, "utf-8")
    said = office.do("exchange", "import", str(path))
    assert (said.exit, "--by" in said.err) == (2, True)
    assert set(office.states("a").values()) == {"untranslated"}
    assert take(office, path, more=("--by", "Anna"))["exit"] == 0
    assert set(office.states("a").values()) == {"translated"}
    assert all(entry.comments[-1].startswith("translated: Anna ") for entry in office.entries("a"))
    assert office.do("approve", "a", "--by", "Anna").exit == 1
    assert office.do("approve", "a", "--by", "Boris").exit == 0


def test_edits_of_a_review_sheet_come_in(full: Office) -> None:
    """Accepted, sent back with a reason; an edit of a text that changed a second ago is refused."""
    now = {entry.msgid: entry for entry in full.entries("a")}
    edits = [
        {"msgctxt": None, "msgid": "Officers came.", "text": "Они пришли.", "state": "translated", "comment": ""},
        {"msgctxt": None, "msgid": "The bridge", "text": now["The bridge"].msgstr, "state": "returned", "comment": "Which one?"},
        {"msgctxt": "menu", "msgid": "Open", "text": "Открыть", "state": "translated", "comment": ""},
    ]
    for edit in edits:
        edit["seen"] = digest(now[str(edit["msgid"])])
    full.edit("a", lambda entry: accepted(entry, "Только что.") if entry.msgid == "Open" else entry)
    sheet = {"format": "workflow-sheet", "version": 1, "release": "a", "language": "ru", "edits": edits}
    said = take(full, full.write("a.json", json.dumps(sheet)), more=("--by", "Boris"))
    assert [(one["taken"], one["refused"]) for one in said["import"]] == [(2, 1)]
    now = {entry.msgid: entry for entry in full.entries("a")}
    assert (now["Officers came."].msgstr, state(now["Officers came."])) == ("Они пришли.", "translated")
    assert state(now["The bridge"]) == "returned"
    assert re.fullmatch(r"rejected: Boris \d{4}-\d\d-\d\d Which one\?", now["The bridge"].comments[-1])
    assert not any(comment.startswith("approved") for comment in now["The bridge"].comments)
    assert now["Open"].msgstr == "Только что."
    before = full.catalog("a").read_bytes()
    assert [(one["taken"], one["refused"]) for one in take(full, "a.json", more=("--by", "Boris"))["import"]] == [(0, 1)]
    assert full.catalog("a").read_bytes() == before


def test_tmx_goes_into_the_memory_and_out_of_it(office: Office) -> None:
    """A TMX file is put beside the catalogs, and drafts come from it; the memory of the project is one file again."""
    office.write("sources/a.txt", "The title\n\nSee it. Then go.\n")
    office.do("sync")
    unit = '<tu><tuv xml:lang="en-GB"><seg>See it.</seg></tuv><tuv xml:lang="ru"><seg>Смотри.</seg></tuv></tu>'
    header = (
        '<header creationtool="x" creationtoolversion="1" segtype="sentence" o-tmf="x" adminlang="en" srclang="en" datatype="plaintext"/>'
    )
    tmx = office.write("old memory.tmx", f'<tmx version="1.4">{header}<body>{unit}</body></tmx>')
    assert [(one["format"], one["taken"]) for one in take(office, tmx)["import"]] == [("tmx", 1)]
    assert (office.root / "locales/ru/memory/old memory.tmx").read_bytes() == tmx.read_bytes()
    assert [one["unchanged"] for one in take(office, tmx)["import"]] == [1]
    office.do("draft")
    assert {entry.msgid: entry.msgstr for entry in office.entries("a")}["See it."] == "Смотри."
    said = office.do("exchange", "export", "--format", "tmx", "--output", "out")
    assert (said.exit, said.out) == (0, "out/ru/memory.tmx: 1 entry\n")
    assert "<seg>Смотри.</seg>" in (office.root / "out/ru/memory.tmx").read_text("utf-8")
    for text, why in (
        (tmx.read_text("utf-8").replace("Смотри", "Глядь"), "there is another locales/ru/memory/old memory.tmx"),
        (tmx.read_text("utf-8").replace('"ru"', '"fr"'), "no unit with en and ru"),
        (tmx.read_text("utf-8").replace("</seg></tuv></tu>", "</seg></tu>"), "not well-formed"),
        ("<!DOCTYPE tmx [<!ENTITY a 'b'>]>" + tmx.read_text("utf-8"), "declares entities"),
    ):
        before = office.tree("locales")
        said = office.do("exchange", "import", str(office.write("old memory.tmx", text)))
        assert (said.exit, why in said.err) == (1, True), said.err
        assert office.tree("locales") == before


def test_a_template_is_an_empty_catalog(full: Office) -> None:
    """All sentences, their comments and contexts, no text; the same bytes each time, and msgfmt has nothing against it."""
    path = exported(full, "pot")
    text = path.read_text("utf-8")
    assert text.count("\nmsgid ") == len([entry for entry in full.entries("a") if not entry.obsolete])
    assert text.count('\nmsgstr ""') == text.count("\nmsgid ") + 1
    assert 'msgctxt "menu"' in text
    assert "#. paragraph, sentence 1 of 4" in text
    data = path.read_bytes()
    assert exported(full, "pot").read_bytes() == data
    assert not re.search("[а-я]", text)


def test_wrong_use_is_told(full: Office) -> None:
    """Formats, files, releases and languages that are none."""
    assert full.do("exchange", "export", "a", "--format", "doc").exit == 2
    assert full.do("exchange", "export", "nosuch", "--format", "csv").exit == 2
    assert full.do("exchange", "export", "a", "--format", "csv", "--language", "fr").exit == 2
    assert full.do("exchange", "import", "nosuch.xlf").exit == 2
    path = exported(full, "xliff")
    change(path, 'trgLang="ru"', 'trgLang="fr"')
    said = full.do("exchange", "import", str(path))
    assert (said.exit, "its language is fr" in said.err) == (1, True)


def test_a_release_that_was_renamed_finds_its_texts(full: Office) -> None:
    """A file from before the release was renamed is known by its sentences."""
    path = exported(full, "csv")
    change(path, "Офицеры пришли.", "Сотрудники пришли.")
    shutil.move(full.root / "sources/a.html", full.root / "sources/b.html")
    full.do("sync")
    assert [(one["release"], one["taken"]) for one in take(full, path)["import"]] == [("b", 1)]


def test_a_save_in_an_editor_during_an_import_is_kept(full: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody saves the catalog between reading and writing: what they typed stays, and the file is compared with that."""
    from workflow.pipeline import exchange_in

    path = exported(full, "csv")
    change(path, "Офицеры пришли.", "Сотрудники пришли.")
    original, saves = (
        exchange_in.po.write,
        iter([lambda: full.edit("a", lambda one: accepted(one, "Карта") if "map of" in one.msgid else one)]),
    )

    def write(catalog: object) -> bytes:
        for save in saves:
            monkeypatch.setattr(exchange_in.po, "write", original)
            save()
        return original(catalog)  # type: ignore[arg-type]  # what the program hands over

    monkeypatch.setattr(exchange_in.po, "write", write)
    assert [one["taken"] for one in take(full, path)["import"]] == [1]
    texts = {entry.msgid: entry.msgstr for entry in full.entries("a")}
    assert (texts["The map of the river"], texts["Officers came."]) == ("Карта", "Сотрудники пришли.")
