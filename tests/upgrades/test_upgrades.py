"""Files of older versions are read for ever, those of newer ones refused (`workflow/versions.py` has the formats).

Each folder beside this file is what one version left: a `project` in the middle of its work with its `states`, its `caches` (as SQL), and
files that translators `handed` in. `first` was written by the program's first version and one a little later; `format-1` by the one that
gave its formats numbers. Before a format changes, what the program writes then is put into a folder of its own.
"""

from __future__ import annotations

import json
import re
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from workflow.drafts import digests
from workflow.errors import PackageError
from workflow.locales.review import state
from workflow.pipeline.journal import Journal

from ..office import Office

HERE = Path(__file__).parent
OLD = sorted(path.name for path in HERE.iterdir() if (path / "project").is_dir())
CACHES = sorted(HERE.glob("*/caches/*.sql"))
HANDED = sorted(HERE.glob("*/handed/*"))
TRAINING = "2026-03-02-training"
TYPED = "За дополнительной информацией обращайтесь:"
"""What a translator typed into each file that was handed in."""


def _opened(folder: str, tmp_path: Path) -> Office:
    office = Office(tmp_path / "project")
    shutil.copytree(HERE / folder / "project", office.root)
    return office


def _states(office: Office, folder: str) -> dict[str, dict[str, list[str]]]:
    """Release -> msgid -> state and text."""
    known = json.loads((HERE / folder / "states.json").read_text("utf-8"))
    return {release: {entry.msgid: [state(entry), entry.msgstr] for entry in office.entries(release)} for release in known}


@pytest.mark.parametrize("folder", OLD)
def test_an_old_project_goes_on(folder: str, tmp_path: Path) -> None:
    """The states are what they were, no catalog changes by a byte, no link leads nowhere, and the verifier finds nothing."""
    office = _opened(folder, tmp_path)
    before = office.tree("locales", "sources")
    said = office.do("run")
    assert said.exit == 0, said.err
    assert office.tree("locales", "sources") == before
    assert _states(office, folder) == json.loads((HERE / folder / "states.json").read_text("utf-8"))
    assert office.dead_links() == []
    said = office.do("verify")
    assert said.exit == 0, said.out + said.err
    assert office.do("run").out.count("written") == 0
    assert office.tree("locales", "sources") == before


@pytest.mark.parametrize("folder", OLD)
def test_a_late_page_of_an_old_project_keeps_its_text_and_gets_new_links(folder: str, tmp_path: Path) -> None:
    """Its sentences stay as they were last published; its notice, its links and the block in its head are there once."""
    office = _opened(folder, tmp_path)
    before = office.page(TRAINING)
    assert office.do("run").exit == 0
    page = office.page(TRAINING)
    (text,) = [line for line in before.splitlines() if line.startswith("<p>")]
    assert text in page
    assert page.count("late-notice") == page.count("<!--counterpart-->") == page.count("<!--alternates-->") == 1
    assert page.count('hreflang="en"') == before.count('hreflang="en"')
    assert "The " not in page.partition("<body>")[2].replace("This article in English", "")


@pytest.mark.parametrize("folder", OLD)
def test_a_stale_text_of_an_old_project_is_accepted_again_with_its_source(folder: str, tmp_path: Path) -> None:
    """Where the source says again what it said when the old version had the translation accepted, nobody has to look at it again."""
    office = _opened(folder, tmp_path)
    source = (office.root / f"sources/{TRAINING}.html").read_text("utf-8")
    source = source.replace("three days. Twenty officers took part.", "two days.").replace("of this training", "of the training")
    office.write(f"sources/{TRAINING}.html", source)
    assert office.do("run").exit == 0
    live = {entry.msgid: state(entry) for entry in office.entries(TRAINING) if not entry.obsolete}
    assert set(live.values()) == {"translated"}
    assert "late-notice" not in office.page(TRAINING)


@pytest.mark.parametrize("cache", CACHES, ids=lambda path: f"{path.parents[1].name}/{path.stem}")
def test_an_old_cache_changes_nothing(cache: Path, tmp_path: Path) -> None:
    """A run that finds the caches of another version writes what a run without any writes."""
    trees = []
    for name in ("with", "without"):
        office = _opened(cache.parents[1].name, tmp_path / name)
        if name == "with":
            (office.root / ".workflow").mkdir()
            database = cache.stem.split("-")[0]
            connection = sqlite3.connect(office.root / f".workflow/{database}.sqlite")
            connection.executescript(cache.read_text("utf-8"))
            connection.close()
        office.write("sources/2026-03-04-new.txt", "They spoke with the staff.\n\nThey spoke with the staffs. Something new.\n")
        said = office.do("run")
        assert said.exit == 0, said.err
        drafts = [(entry.comments, entry.msgstr) for entry in office.entries("2026-03-04-new")]
        trees.append((office.tree("exports"), drafts, _states(office, cache.parents[1].name)))
    assert trees[0] == trees[1]
    assert any("memory" in comment for comments, _ in trees[0][1] for comment in comments)


@pytest.mark.parametrize("handed", HANDED, ids=lambda path: f"{path.parents[1].name}/{path.name}")
def test_what_was_handed_out_by_an_old_version_is_taken_in(handed: Path, tmp_path: Path) -> None:
    """What a translator typed into the file comes in as translated; no other entry changes."""
    folder = handed.parents[1].name
    office = _opened(folder, tmp_path)
    wanted = json.loads((HERE / folder / "states.json").read_text("utf-8"))
    wanted["2026-03-01-visit"]["For further information, please contact:"] = ["translated", TYPED]
    said = office.do("exchange", "import", str(handed))
    assert said.exit == 0, said.out + said.err
    assert _states(office, folder) == wanted


def test_the_journal_of_a_killed_job_is_read_only_by_its_own_format(tmp_path: Path) -> None:
    """Drafts of the format before it had a number are used; of a later one nothing is, whatever its table is like."""
    label = "argos translate-en_ru 1.9"
    draft = json.dumps({"text": "Слово.", "score": -0.1, "refused": "", "risk": 7, "note": ""})
    for version, table, expected in [
        (0, "CREATE TABLE drafts (engine TEXT NOT NULL, text TEXT NOT NULL, draft TEXT NOT NULL, PRIMARY KEY (engine, text))", ["A word."]),
        (9, "CREATE TABLE drafts (engine TEXT NOT NULL, text TEXT NOT NULL, draft TEXT NOT NULL, PRIMARY KEY (engine, text))", []),
        (9, "CREATE TABLE drafts (of TEXT, source TEXT, made TEXT)", []),
    ]:
        path = tmp_path / "journal.sqlite"
        path.unlink(missing_ok=True)
        connection = sqlite3.connect(path)
        connection.executescript(f"{table}; PRAGMA user_version = {version}")
        with connection:
            connection.execute("INSERT INTO drafts VALUES (?, ?, ?)", (label, "A word.", draft))
        connection.close()
        journal = Journal(tmp_path, label)
        assert list(journal.known(["A word."])) == expected
        journal.close()


def _catalog(office: Office) -> tuple[str, ...]:
    path = office.catalog(TRAINING)
    path.write_bytes(path.read_bytes().replace(b'"X-Source-Language', b'"X-Workflow-Format: 2\\n"\n"X-Source-Language'))
    return ("run",)


def _glossary(office: Office) -> tuple[str, ...]:
    path = office.catalog("glossary")
    path.write_bytes(path.read_bytes().replace(b'"Language: ru', b'"X-Workflow-Format: 2\\n"\n"Language: ru'))
    return ("check",)


def _memory(office: Office) -> tuple[str, ...]:
    path = office.root / "locales/ru/memory/memory.tmx"
    path.write_text(path.read_text("utf-8").replace('creationtoolversion="1"', 'creationtoolversion="2"'), "utf-8")
    office.write("sources/2026-03-04-new.txt", "Something new.\n")
    office.do("sync")
    return ("draft", "--engine", "pseudo")


def _page(office: Office) -> tuple[str, ...]:
    path = office.root / f"exports/ru/{TRAINING}.html"
    path.write_text(path.read_text("utf-8").replace("<!--counterpart-->", "<!--counterpart 2-->"), "utf-8")
    return ("publish",)


def _configuration(office: Office) -> tuple[str, ...]:
    path = office.root / "workflow.toml"
    path.write_text(f'next-year = "all"\n{path.read_text("utf-8")}', "utf-8")
    return ("run",)


def _metadata(office: Office) -> tuple[str, ...]:
    office.write(f"sources/{TRAINING}.toml", 'next-year = "all"\n')
    return ("run",)


def _handed(name: str, old: str, new: str) -> Callable[[Office], tuple[str, ...]]:
    def change(office: Office) -> tuple[str, ...]:
        text = (HERE / "format-1/handed" / name).read_bytes().decode()
        assert old in text
        office.write(f"in/{name}", text.replace(old, new))
        return ("exchange", "import", f"in/{name}")

    return change


def _csv(office: Office) -> tuple[str, ...]:
    text = (HERE / "format-1/handed/visit.csv").read_text("utf-8")
    office.write("in/visit.csv", re.sub(r"([0-9a-f]{8} [a-z]+ ru 2026)", r"v2 \1", text))
    return ("exchange", "import", "in/visit.csv")


def _table(office: Office) -> tuple[str, ...]:
    import openpyxl

    book = openpyxl.load_workbook(HERE / "format-1/handed/visit.xlsx")
    for row in list(book.active.iter_rows())[1:]:
        row[-1].value = f"v2 {row[-1].value}"
    (office.root / "in").mkdir()
    book.save(office.root / "in/visit.xlsx")
    return ("exchange", "import", "in/visit.xlsx")


NEWER: dict[str, tuple[Callable[[Office], tuple[str, ...]], str]] = {
    "a catalog": (_catalog, f"{TRAINING}.po:1: "),
    "a glossary": (_glossary, "glossary.po:1: "),
    "a memory": (_memory, "memory.tmx:3: "),
    "a page": (_page, f"{TRAINING}.html: "),
    "a configuration": (_configuration, "workflow.toml:1: unknown key “next-year”"),
    "metadata": (_metadata, f"{TRAINING}.toml:1: "),
    "edits of a sheet": (_handed("visit.json", '"version": 1', '"version": 2'), "visit.json:1: "),
    "XLIFF": (
        _handed("visit.xlf", '<mda:meta type="seen">', '<mda:meta type="format">2</mda:meta><mda:meta type="seen">'),
        "visit.xlf:4: ",
    ),
    "CSV": (_csv, "visit.csv:2: "),
    "XLSX": (_table, "visit.xlsx:2: "),
    "TMX": (_handed("../project/locales/ru/memory/memory.tmx", 'creationtoolversion="1"', 'creationtoolversion="2"'), "memory.tmx:3: "),
}


@pytest.mark.parametrize("what", NEWER)
def test_a_file_of_a_newer_format_is_refused(what: str, tmp_path: Path) -> None:
    """The error names file, line and format; nothing that a person wrote or that is public changes."""
    office = _opened("format-1", tmp_path)
    assert office.do("run").exit == 0
    change, place = NEWER[what]
    command = change(office)
    new = office.catalog("2026-03-04-new")  # drafted without the memory that can not be read
    before = office.tree("locales", "sources", "exports")
    said = office.do(*command)
    assert said.exit != 0
    assert place in said.err
    if "unknown key" not in said.err:
        assert "its format is 2, and this version of the program knows none after 1 (a newer version may have written it" in said.err
    office.do("doctor")
    after = office.tree("locales", "sources", "exports")
    assert {path for path in before if before[path] != after.get(path)} <= {new.relative_to(office.root).as_posix()}
    assert after.keys() == before.keys()


def test_a_newer_record_of_packages_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was installed first is not forgotten by a program that can not read it; a record without a number is of the first format."""
    monkeypatch.setenv("ARGOS_PACKAGES_DIR", str(tmp_path / "packages"))
    record = tmp_path / "packages.digests.json"
    record.write_text('{"translate-en_ru-1.9": {"content": "5f0c", "file": "591d"}}')
    assert digests.recorded("translate-en_ru-1.9") == {"content": "5f0c", "file": "591d"}
    record.write_text('{"format": 2, "packages": []}')
    for work in (lambda: digests.recorded("translate-en_ru-1.9"), lambda: digests.record("translate-en_ru-1.9", content="aaaa")):
        with pytest.raises(PackageError, match="its format is 2"):
            work()
    assert record.read_text() == '{"format": 2, "packages": []}'
