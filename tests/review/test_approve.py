"""approve: exactly what stands in the catalog is signed, by somebody else than its translator, whole or not at all."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflow import files
from workflow.locales.catalog import Entry
from workflow.locales.review import digest, state
from workflow.locales.signoff import approval, approved, rejected, rejection, translated_by

from ..office import Office
from .conftest import ANNA, BORIS, TEXT


def _change(msgid: str, **changes: object) -> Callable[[Entry], Entry]:
    return lambda entry: entry.but(**changes) if entry.msgid == msgid else entry


def test_an_approved_release_is_published(office: Office) -> None:
    """Four eyes: what Anna translated waits until Boris has signed it; then the page is there."""
    assert "4 translated" in office.do("run").out
    said = office.do("approve", "a", "--by", BORIS)
    assert (said.exit, said.out, said.err) == (0, f"a [ru]: 4 segments approved by {BORIS}\n", "")
    assert set(office.states("a").values()) == {"approved"}
    assert office.page("a") == ""
    office.do("publish")
    assert office.page("a") != ""
    before = office.tree("locales")
    assert office.do("approve", "a", "--by", BORIS).out == f"a [ru]: 0 segments approved by {BORIS}, 4 approved before\n"
    office.do("run")
    assert office.tree("locales") == before


@pytest.mark.parametrize("by", ["Anna Petrova", "anna  PETROVA", ANNA, "A. Petrova <anna@example.org>", "ANNA@example.org"])
@pytest.mark.parametrize("synced", [True, False])
def test_nobody_approves_their_own_text(office: Office, by: str, synced: bool) -> None:
    """The translator's name, or address, is refused: as the last run noted it, or as the editor has just written it."""
    if synced:
        office.do("sync")
        office.edit("a", lambda entry: entry, by="Somebody Else")
    before = office.tree("locales")
    said = office.do("approve", "a", "--by", by)
    assert said.exit == 1
    assert said.err.count("Anna Petrova <anna@example.org> translated it; somebody else has to approve it") == 4
    assert office.tree("locales") == before


def test_who_translated_has_to_be_known(office: Office) -> None:
    """Where nobody is named as the translator nobody can be told from them; naming them in the header settles it."""
    office.edit("a", lambda entry: entry, by=" ")
    office.do("sync")
    said = office.do("approve", "a", "--by", BORIS)
    assert said.exit == 1
    assert "set Last-Translator in the catalog’s header" in said.err
    office.edit("a", lambda entry: entry, by="Anna Petrova")
    assert office.do("approve", "a", "--by", "Anna Petrova").exit == 1
    assert office.do("approve", "a", "--by", BORIS).exit == 0


def test_without_four_eyes_anybody_may_sign(office: Office) -> None:
    """`review = "translated"`: an approval is welcome from whoever gives it."""
    office.write("workflow.toml", (office.root / "workflow.toml").read_text().replace('review = "approved"', ""))
    assert office.do("approve", "a", "--by", ANNA).exit == 0


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"msgstr": "", "flags": ()}, "it is not translated"),
        ({"flags": ("fuzzy",)}, "it was sent back, or somebody is still at work on it"),
        ({"flags": ("fuzzy",), "previous": "Third."}, "its source has changed since it was translated"),
        ({"msgstr": "Третье <b>предложение</b>."}, "P101: <b> is not a code of the source"),
    ],
)
def test_what_can_not_be_approved(office: Office, change: dict[str, object], why: str) -> None:
    """Not what is not accepted, nor what has an error: such entries are named with their place, and nothing of the catalog is signed."""
    office.edit("a", _change("Third sentence.", comments=(), **change))
    before = office.tree("locales")
    said = office.do("approve", "a", "--by", BORIS)
    line = next(entry.line for entry in office.entries("a") if entry.msgid == "Third sentence.")
    place = f"locales/ru/LC_MESSAGES/a.po:{line}: error R001: segment 4: not approved: {why}"
    assert said.exit == 1
    assert said.err.startswith(place)
    assert "3 segments could be" in said.out
    assert office.tree("locales") == before
    said = office.do("approve", "a", "--by", BORIS, "--ready")
    assert said.exit == 1
    assert said.err.startswith(place)
    assert list(office.states("a").values()).count("approved") == 3


def test_a_draft_is_not_approved(office: Office) -> None:
    """Nobody has accepted it."""
    office.write("sources/b.txt", "Title of b\n")
    office.do("run")
    said = office.do("approve", "b", "--by", BORIS)
    assert said.exit == 1
    assert "it is a draft that nobody has accepted yet" in said.err


def test_an_approval_holds_for_one_text(office: Office) -> None:
    """Whoever changes an approved text has a translated one."""
    office.do("approve", "a", "--by", BORIS)
    office.edit("a", _change("Third sentence.", msgstr="Третье."))
    assert office.states("a")["Third sentence."] == "translated"
    office.do("approve", "a", "--by", "Vera")
    (entry,) = [entry for entry in office.entries("a") if entry.msgid == "Third sentence."]
    assert [comment for comment in entry.comments if comment.startswith("approved: ")] == [entry.comments[-1]]
    signed = approval(entry)
    assert signed is not None
    assert signed.who == "Vera"


def test_segments_are_named_by_number_or_words(office: Office) -> None:
    """--segment takes numbers, ranges and a part of the sentence; what is not asked for stays as it is."""
    assert office.do("approve", "a", "--by", BORIS, "--segment", "1-2").exit == 0
    assert office.do("approve", "a", "--by", BORIS, "--segment", "third SENTENCE").exit == 0
    assert list(office.states("a").values()) == ["approved", "approved", "translated", "approved"]


@pytest.mark.parametrize(
    ("asked", "why"),
    [
        ("5", "a has no segment 5 (its segments are 1 to 4"),
        ("0", "a has no segment 0"),
        ("1-9", "a has no segment 1-9"),
        ("sentence", "“sentence” stands in 3 segments of a: 2, 3, 4"),
        ("nowhere", "no segment of a has “nowhere”"),
        (" ", "no segment of a has “ ”"),
    ],
)
def test_a_segment_that_can_not_be_told(office: Office, asked: str, why: str) -> None:
    """Wrong use, named; nothing is signed."""
    before = office.tree("locales")
    for command in (["approve"], ["reject", "--reason", "no"]):
        said = office.do(command[0], "a", "--by", BORIS, "--segment", asked, *command[1:])
        assert said.exit == 2
        assert why in said.err
    assert office.tree("locales") == before


def test_sentences_said_together_are_signed_together(office: Office) -> None:
    """An approval of one of them is one of both, and so is a rejection."""
    office.edit("a", _change("Second sentence there.", msgstr="<prev/>"))
    office.do("approve", "a", "--by", BORIS, "--segment", "3")
    assert list(office.states("a").values()) == ["translated", "approved", "approved", "translated"]
    office.do("reject", "a", "--by", BORIS, "--segment", "2", "--reason", "nicht so")
    assert list(office.states("a").values()) == ["translated", "returned", "returned", "translated"]


def test_what_is_said_together_is_not_signed_by_half(office: Office) -> None:
    """An error in one of them keeps the other from being approved, also where only the rest was asked for."""
    office.edit("a", _change("First sentence here.", msgstr="Первое <b>и второе</b>."))
    office.edit("a", _change("Second sentence there.", msgstr="<prev/>"))
    said = office.do("approve", "a", "--by", BORIS, "--ready")
    assert said.exit == 1
    assert "segment 3: not approved: it is said together with segment 2, which is not" in said.err
    assert list(office.states("a").values()) == ["approved", "translated", "translated", "approved"]


def _saved_meanwhile(monkeypatch: pytest.MonkeyPatch, save: Callable[[], None]) -> None:
    """An editor saves the catalog after the command has read it, each time before it is first written."""
    real, saved = files.write, []

    def write(path: Path, data: bytes, **how: object) -> bool:
        if path.suffix == ".po" and not saved:
            saved.append(path)
            save()
        return real(path, data, **how)  # type: ignore[arg-type]  # handed on as they came

    monkeypatch.setattr(files, "write", write)


def test_a_text_that_changed_a_second_ago_is_not_approved(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its editor saved it between reading and signing: it is named, the new text stays, nothing of the catalog is signed."""
    _saved_meanwhile(monkeypatch, lambda: office.edit("a", _change("Third sentence.", msgstr="Новее.")))
    said = office.do("approve", "a", "--by", BORIS)
    assert said.exit == 1
    assert "segment 4: somebody changed it just now" in said.err
    assert set(office.states("a").values()) == {"translated"}
    assert office.entries("a")[3].msgstr == "Новее."


def test_the_others_are_approved_if_that_was_asked(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """--ready signs what is still what was read."""
    _saved_meanwhile(monkeypatch, lambda: office.edit("a", _change("Third sentence.", msgstr="Новее.")))
    said = office.do("approve", "a", "--by", BORIS, "--ready")
    assert said.exit == 1
    assert "segment 4: somebody changed it just now" in said.err
    assert list(office.states("a").values()) == ["approved", "approved", "approved", "translated"]
    assert office.entries("a")[3].msgstr == "Новее."


def test_a_save_elsewhere_in_the_catalog_does_not_matter(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was asked for is still what was read: it is signed, and the editor's other change is kept."""
    _saved_meanwhile(monkeypatch, lambda: office.edit("a", _change("Third sentence.", msgstr="Новее.")))
    assert office.do("approve", "a", "--by", BORIS, "--segment", "1-3").exit == 0
    assert list(office.states("a").values()) == ["approved", "approved", "approved", "translated"]
    assert office.entries("a")[3].msgstr == "Новее."


def test_a_rejection_does_not_meet_a_newer_text(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """The translator has just corrected what is sent back: the correction stays accepted."""
    _saved_meanwhile(monkeypatch, lambda: office.edit("a", _change("Third sentence.", msgstr="Новее.")))
    said = office.do("reject", "a", "--by", BORIS, "--segment", "4", "--reason", "old")
    assert said.exit == 1
    assert "error R002: segment 4: somebody changed it just now" in said.err
    assert office.states("a")["Third sentence."] == "translated"


def test_a_rejected_text_goes_back_with_its_reason(office: Office) -> None:
    """Fuzzy, with a comment that every editor shows; the text stays, an approval goes, and it is not a draft that may be replaced."""
    office.do("approve", "a", "--by", BORIS)
    text = office.entries("a")[3].msgstr
    said = office.do("reject", "a", "--by", BORIS, "--segment", "4", "--reason", "the office has\nanother name since May")
    assert (said.exit, said.out) == (0, f"a [ru]: 1 segment sent back by {BORIS}\n")
    entry = office.entries("a")[3]
    assert (state(entry), entry.msgstr) == ("returned", text)
    back = rejection(entry)
    assert back is not None
    assert (back.who, back.reason) == (BORIS, "the office has another name since May")
    office.do("draft", "--again")
    assert office.entries("a")[3].msgstr == text
    # Accepted again, unchanged: translated, not approved; and the reason goes when it is approved.
    office.edit("a", _change("Third sentence.", flags=()))
    office.do("sync")
    assert office.states("a")["Third sentence."] == "translated"
    office.do("approve", "a", "--by", BORIS)
    assert rejection(office.entries("a")[3]) is None


def test_a_draft_that_was_accepted_as_it_is_can_be_sent_back(office: Office) -> None:
    """Even before a run has seen the acceptance: it becomes a person's text, which no engine replaces."""
    office.write("sources/b.txt", "Title of b\n")
    office.do("run")
    office.edit("b", lambda entry: entry.but(flags=()), by=ANNA)
    text = office.entries("b")[0].msgstr
    assert office.do("reject", "b", "--by", BORIS, "--segment", "1", "--reason", "no").exit == 0
    assert list(office.states("b").values()) == ["returned"]
    assert any(comment.startswith("from: pseudo") for comment in office.entries("b")[0].comments)
    office.do("draft", "--again")
    assert office.entries("b")[0].msgstr == text


@pytest.mark.parametrize("command", [["approve", "b"], ["reject", "b", "--segment", "1", "--reason", "no"]])
def test_a_release_without_a_catalog(office: Office, command: list[str]) -> None:
    """Its catalog is not made by the way."""
    office.write("sources/b.txt", "Title of b\n")
    said = office.do(*command, "--by", BORIS)
    assert said.exit == 2
    assert said.err == "workflow: locales/ru/LC_MESSAGES/b.po: there is no such catalog yet (make it with: workflow sync)\n"


def test_wrong_use(office: Office) -> None:
    """No name, no reason, no segment, several releases at once, two languages: said, and nothing done."""
    office.write("sources/b.txt", "Title of b\n")
    office.write("workflow.toml", (office.root / "workflow.toml").read_text().replace('["ru"]', '["ru", "fr"]'))
    office.do("sync")
    before = office.tree("locales")
    for arguments, why in (
        (["approve", "a", "b", "--by", BORIS, "--segment", "1", "-l", "ru"], "name one release"),
        (["approve", "a", "--by", BORIS], "a is translated into ru, fr (say which with --language)"),
        (["reject", "a", "--by", BORIS, "--segment", "1", "--reason", " ", "-l", "ru"], "a translator needs a reason"),
        (["reject", "a", "--by", BORIS, "--segment", "1"], "--reason"),
        (["reject", "a", "--by", BORIS, "--reason", "no"], "--segment"),
        (["approve", "--by", BORIS], "RELEASE"),
        (["approve", "a", "--by", "\n", "-l", "ru"], "a signature needs a name"),
        (["approve", "c", "--by", BORIS], "“c” is no release of this project"),
    ):
        said = office.do(*arguments)
        assert said.exit == 2, arguments
        assert why in said.err
    assert office.tree("locales") == before


def test_the_name_of_git_signs(office: Office, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Without --by the user of git; without one somebody has to say who it is."""
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(tmp_path / "gitconfig"))
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    said = office.do("approve", "a")
    assert said.exit == 2
    assert '--by "Your Name"' in said.err
    subprocess.run(["git", "config", "--global", "user.name", "Вера Орлова"], check=True)
    assert office.do("approve", "a").out == "a [ru]: 4 segments approved by Вера Орлова\n"


def test_programs_learn_it_too(office: Office) -> None:
    """--json: who signed which segments, and as findings why others were not."""
    office.edit("a", _change("Third sentence.", msgstr=""))
    data = json.loads(office.do("approve", "a", "--by", BORIS, "--json").out)
    assert data["approved"] == [{"release": "a", "language": "ru", "who": BORIS, "segments": [], "already": [], "held": [1, 2, 3]}]
    assert [(one["code"], one["where"]["text"]) for one in data["findings"]] == [("R001", "Third sentence.")]


_TEXT = st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=30)


@given(who=_TEXT, date=st.dates().map(str), reason=_TEXT, msgid=_TEXT, msgstr=_TEXT)
def test_signatures_can_be_read_again(who: str, date: str, reason: str, msgid: str, msgstr: str) -> None:
    """Whatever a name or a reason looks like: an approval approves its text and no other, and a rejection takes it away."""
    entry = Entry(msgid, msgstr)
    name = " ".join(who.split())
    if not name:
        return
    signed = approved(entry, who, date)
    found = approval(signed)
    assert found is not None
    assert (found.who, found.date) == (name, date)
    assert approval(signed.but(msgstr=f"{msgstr}.")) is None
    assert translated_by(signed.but(comments=(*signed.comments, f"translated: {name} {digest(entry)}"))) in (name, "")
    back = rejected(signed, who, date, reason)
    assert (approval(back), state(back), back.msgstr) == (None, "returned", msgstr)
    said = rejection(back)
    assert said is not None
    assert said.reason.endswith(" ".join(reason.split()))


def test_the_text_of_the_tests_has_four_segments(office: Office) -> None:
    """What the numbers above rest on."""
    assert TEXT.count("sentence") == 3
    assert len(office.entries("a")) == 4
