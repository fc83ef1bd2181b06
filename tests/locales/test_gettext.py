"""Our catalogs in the hands of the GNU gettext tools: accepted, and understood again when they come back."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.locales import catalogs
from tests.locales.catalogs import PATH, new
from workflow.locales import catalog as po
from workflow.locales.catalog import Catalog, Entry
from workflow.locales.review import drafted, made_stale, state, text_digest

pytestmark = pytest.mark.skipif(
    any(shutil.which(tool) is None for tool in ("msgfmt", "msgcat", "msgmerge", "msgattrib")),
    reason="the GNU gettext tools are not installed (Debian: gettext)",
)


def run(*command: str, data: bytes = b"") -> bytes:
    """Returns what a tool wrote; fails with what it said."""
    done = subprocess.run(command, input=data, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode() + "\n" + data.decode()
    return done.stdout


# gettext 0.21 has its own rules for control characters and isolates in texts; these are about files, not about letters.
plain_texts = st.lists(
    st.sampled_from(('"', "\\", "\n", "\t", "ё", " ", "слово", "<b>", "&lt;", "%", "\u2028")), min_size=1, max_size=6
).map("".join)


@st.composite
def plain_entries(draw: st.DrawFn) -> Entry:
    """An entry as sync and people make it: a msgid and its text begin and end alike with or without a line end."""
    text = draw(st.just("") | plain_texts.map(lambda text: f"в{text}г"))
    # Of an entry without a text msgcat drops `fuzzy`, and of an obsolete one everything: there is nothing to keep.
    fuzzy = bool(text) and draw(st.booleans())
    return Entry(
        msgid=f"a{draw(plain_texts)}b",
        msgstr=text,
        msgctxt=draw(st.none() | plain_texts),
        comments=draw(st.lists(plain_texts.map(lambda text: " ".join(f"n {text}".split())), max_size=2).map(tuple)),
        flags=("fuzzy",) if fuzzy else (),
        previous=draw(st.none() | plain_texts.map(lambda text: f"a{text}")) if fuzzy else None,
        obsolete=bool(text) and draw(st.booleans()),
    )


plain_catalogs = st.lists(plain_entries(), max_size=5, unique_by=lambda entry: entry.key).map(lambda made: new(*made))


@given(plain_catalogs)
@settings(max_examples=15)
def test_msgfmt_accepts_whatever_we_write(catalog: Catalog) -> None:
    """`msgfmt -c` compiles every catalog that the writer can write."""
    run("msgfmt", "-c", "-o", "/dev/null", "-", data=po.write(catalog))


@given(plain_catalogs)
@settings(max_examples=15)
def test_msgcat_gives_every_entry_back(catalog: Catalog) -> None:
    """Wrapped and reordered by msgcat, each entry has its texts, notes, state and previous msgid."""
    found = po.read(run("msgcat", "-", data=po.write(catalog)), PATH)
    assert {entry.key: _essence(entry) for entry in found.entries} == {entry.key: _essence(entry) for entry in catalog.entries}


def _essence(entry: Entry) -> tuple[object, ...]:
    return (entry.msgstr, entry.fuzzy, entry.previous, entry.obsolete, tuple(one for one in entry.comments if one), state(entry))


def one_of_each_state() -> dict[str, Entry]:
    """Returns an entry of every live state, as the program makes it."""
    opened = Entry("The office opened.", "Управление открылось.")
    approved = Entry("Partners met.", "Партнёры встретились.")
    return {
        "untranslated": Entry("Nothing yet."),
        "draft": drafted(Entry("A draft <b>here</b>."), "Черновик <b>тут</b>.", engine="argos translate-en_ru 1.9", risk=41),
        "returned": Entry("Sent back.", "Назад.", comments=("rejected: Anna 2026-03-01 too long",), flags=("fuzzy",)),
        "stale": made_stale(Entry("It was changed.", "Изменено."), "It was."),
        "translated": opened.but(comments=("from: argos translate-en_ru 1.9, 83% kept",)),
        "approved": approved.but(comments=(f"approved: Anna B. 2026-03-01 {text_digest(None, approved.msgid, approved.msgstr)}",)),
        "obsolete": Entry("Gone.", "Ушло.", obsolete=True),
    }


def test_every_state_survives_msgcat_and_msgmerge(tmp_path: Path) -> None:
    """What another tool rewraps and rewrites has the states it had."""
    before = one_of_each_state()
    assert {name: state(entry) for name, entry in before.items()} == {name: name for name in before}
    data = po.write(new(*before.values()))
    (tmp_path / "r.po").write_bytes(data)
    (tmp_path / "r.pot").write_bytes(po.write(new(*(Entry(entry.msgid) for entry in before.values() if not entry.obsolete))))
    merged = run("msgmerge", "--quiet", "--previous", str(tmp_path / "r.po"), str(tmp_path / "r.pot"))
    for rewritten in (run("msgcat", "-", data=data), run("msgcat", "--width=20", "-", data=data), merged):
        after = {entry.msgid: entry for entry in po.read(rewritten, PATH).entries}
        assert {name: state(after[entry.msgid]) for name, entry in before.items()} == {name: name for name in before}


def test_a_draft_that_msgmerge_carried_to_another_source_is_returned(tmp_path: Path) -> None:
    """msgmerge keeps the note of a draft when the msgid changes; the digest shows that it is no longer that draft."""
    entry = drafted(Entry("The office opened a centre today."), "Офис открыл центр сегодня.", engine="argos", risk=1)
    (tmp_path / "r.po").write_bytes(po.write(new(entry)))
    (tmp_path / "r.pot").write_bytes(po.write(new(Entry("The office opened a big centre today."))))
    merged = po.read(run("msgmerge", "--quiet", "--previous", str(tmp_path / "r.po"), str(tmp_path / "r.pot")), PATH)
    assert [(one.msgid, state(one)) for one in merged.live()] == [("The office opened a big centre today.", "returned")]


def test_an_accepted_text_that_msgmerge_carried_is_stale(tmp_path: Path) -> None:
    """`msgmerge --previous` and our own merge say the same of an edited sentence."""
    (tmp_path / "r.po").write_bytes(po.write(new(Entry("The office opened a centre today.", "Управление открыло центр."))))
    (tmp_path / "r.pot").write_bytes(po.write(new(Entry("The office opened a big centre today."))))
    (entry,) = po.read(run("msgmerge", "--quiet", "--previous", str(tmp_path / "r.po"), str(tmp_path / "r.pot")), PATH).live()
    assert (state(entry), entry.previous) == ("stale", "The office opened a centre today.")


def test_clearing_fuzzy_with_msgattrib_is_acceptance() -> None:
    """`msgattrib --clear-fuzzy` accepts every draft of a catalog, as any editor does."""
    catalog = new(one_of_each_state()["draft"])
    (entry,) = po.read(run("msgattrib", "--clear-fuzzy", "-", data=po.write(catalog)), PATH).entries
    assert state(entry) == "translated"


def test_the_golden_catalogs_are_good_po_files() -> None:
    """msgfmt accepts every expected catalog of the merge's golden cases."""
    for path in sorted((Path(__file__).parent / "merge").glob("*/new.po")):
        run("msgfmt", "-c", "-o", "/dev/null", str(path))


@given(catalogs.catalogs)
@settings(max_examples=10)
def test_no_letter_makes_a_file_that_msgcat_can_not_read(catalog: Catalog) -> None:
    """Controls, separators and lone marks in texts and comments leave a file that gettext can read (U+0004 is its own, for contexts)."""
    run("msgcat", "-o", "/dev/null", "-", data=po.write(catalog).replace(b"\x04", b""))
