"""draft: what is filled, by whom, and that no person's text is ever replaced."""

from __future__ import annotations

from workflow.locales.catalog import Entry
from workflow.locales.review import refused

from ..office import Office

TEXT = "The title\n\nFirst sentence here. Second sentence there.\n"


def test_acceptance_is_noted(office: Office) -> None:
    """Removing `fuzzy` turns `# draft:` into `# from:`, with how much of the draft was kept; without the cache, without the figure."""
    office.write("sources/a.txt", TEXT)
    office.do("run")

    def accept(entry: Entry) -> Entry:
        text = "Совсем другое." if entry.msgid.startswith("First") else entry.msgstr
        return entry.but(flags=(), msgstr=text)

    office.edit("a", accept)
    office.do("sync")
    comments = {entry.msgid: entry.comments for entry in office.entries("a")}
    assert comments["The title"] == ("from: pseudo accents 1, 100% kept",)
    kept = comments["First sentence here."][0]
    assert kept.startswith("from: pseudo accents 1, ")
    assert int(kept.split(", ")[1].split("%")[0]) < 40
    office.write("sources/b.txt", "Another title\n")
    office.do("run")
    office.edit("b", accept)
    (office.root / ".workflow/index.sqlite").unlink()
    office.do("run")
    assert office.entries("b")[0].comments == ("from: pseudo accents 1",)


def test_an_accepted_text_fills_the_same_sentence_elsewhere(office: Office) -> None:
    """The memory comes before the engine; what it proposes is a draft like any other, and names its release."""
    office.write("sources/a.txt", TEXT)
    office.do("sync")
    office.accept("a")
    office.write("sources/b.txt", "The title\n\nSomething new.\n")
    office.do("run")
    by_id = {entry.msgid: entry for entry in office.entries("b")}
    assert by_id["The title"].fuzzy
    assert by_id["The title"].comments[0].startswith("draft: memory 100% a risk 00 ")
    assert by_id["Something new."].comments[0].startswith("draft: pseudo accents 1 risk ")
    assert office.page("b") == ""


def test_only_accepted_texts_are_remembered(office: Office) -> None:
    """A draft or a returned text never comes out of the memory."""
    office.write("sources/a.txt", TEXT)
    office.do("run")
    office.edit("a", lambda entry: entry.but(msgstr="сомнительно"))
    office.write("sources/b.txt", TEXT)
    said = office.do("run")
    assert "memory" not in said.out
    assert "сомнительно" not in office.catalog("b").read_text("utf-8")


def test_a_refused_sentence_is_not_tried_again(office: Office) -> None:
    """The same engine version is not asked again, another one is; --again asks in any case."""
    office.write("sources/a.txt", TEXT)
    office.do("sync")
    office.edit("a", lambda entry: refused(entry, engine="pseudo accents 1", reason="too odd"))
    before = office.catalog("a").read_bytes()
    assert office.do("draft").out == "Nothing to draft.\n"
    assert office.catalog("a").read_bytes() == before
    office.do("draft", "--again")
    assert set(office.states("a").values()) == {"draft"}
    office.edit("a", lambda entry: refused(entry, engine="pseudo accents 0", reason="too odd"))
    office.do("draft")
    assert set(office.states("a").values()) == {"draft"}


def test_no_text_of_a_person_is_replaced(office: Office) -> None:
    """An edited draft, a returned text, an accepted one and a stale one survive run, draft and draft --again, byte for byte."""
    office.write("sources/a.txt", "One.\n\nTwo.\n\nThree.\n\nFour is here now.\n\nFive.\n")
    office.do("run")

    def work(entry: Entry) -> Entry:
        match entry.msgid:
            case "One.":
                return entry.but(msgstr="правка черновика")
            case "Two.":
                return entry.but(msgstr="не закончено", comments=("rejected: Anna 2026-03-01 style",))
            case "Three." | "Four is here now.":
                return entry.but(msgstr="принято", flags=())
        return entry

    office.edit("a", work)
    office.write("sources/a.txt", (office.root / "sources/a.txt").read_text().replace("Four is here", "Four was here"))
    office.do("sync")
    before = {entry.msgid: entry.msgstr for entry in office.entries("a")}
    assert office.states("a") == {
        "One.": "returned", "Two.": "returned", "Three.": "translated", "Four was here now.": "stale", "Five.": "draft",
    }  # fmt: skip
    data = office.catalog("a").read_bytes()
    for command in (["draft"], ["draft", "--again"], ["run"], ["draft", "--again", "--engine", "pseudo"]):
        assert office.do(*command).exit == 0
        assert {entry.msgid: entry.msgstr for entry in office.entries("a")} == before
    assert office.catalog("a").read_bytes() == data


def test_a_draft_whose_source_changed_is_made_anew(office: Office) -> None:
    """Nobody's draft is worth keeping for another sentence: it is dropped and drafted again."""
    office.write("sources/a.txt", TEXT)
    office.do("run")
    office.write("sources/a.txt", TEXT.replace("First", "Fifth"))
    office.do("run")
    entries = {entry.msgid: entry for entry in office.entries("a")}
    assert "First sentence here." not in entries
    assert entries["Fifth sentence here."].msgstr.startswith("[Fîfţĥ")


def test_the_model_of_this_program_drafts_offline(office: Office) -> None:
    """With the Argos engine and the package that is part of this program, the way from a source to marked drafts needs no network."""
    office.write("workflow.toml", 'languages = ["ru"]\n')
    office.write("sources/a.txt", "The training centre opened today.\n")
    said = office.do("run")
    assert said.exit == 0, said.err
    (entry,) = office.entries("a")
    assert entry.comments[-1].startswith("draft: ")
    assert "argos translate-en_ru" in entry.comments[-1]
    assert entry.msgstr == "" or (entry.fuzzy and any("а" <= letter <= "я" for letter in entry.msgstr.lower()))
    assert not office.page("a")
    before = office.catalog("a").read_bytes()
    assert "Nothing to draft." in office.do("draft").out
    assert office.catalog("a").read_bytes() == before


def test_what_the_model_is_not_sure_of_is_told_by_kind(office: Office) -> None:
    """A text that the model knows nothing of stays empty: the catalog has its figures, the table the phrase that all such texts share."""
    office.write("workflow.toml", 'languages = ["ru"]\n')
    office.write("sources/a.txt", "Sourdough loaves rise slowly overnight.\n\nHer violin teacher hummed an old lullaby.\n")
    office.do("sync")
    said = office.do("draft")
    reasons = [comment.split(": ", 2)[2] for entry in office.entries("a") for comment in entry.comments if "refused" in comment]
    assert len(reasons) == 2
    assert all(reason.startswith("score under the cut-off -0.") for reason in reasons), reasons
    assert f"  2 left empty: {reasons[0].split(': ')[0]}\n" in said.out
