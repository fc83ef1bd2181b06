"""XLIFF 2.1: what goes out comes back, is valid, and says to other tools what it means here; what they did comes in."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from lxml import etree

from workflow.exchange.incoming import Decision, ExchangeError, Incoming, State, decide
from workflow.exchange.outgoing import Match, Original, Outgoing, Release
from workflow.exchange.xliff_read import read
from workflow.exchange.xliff_write import write
from workflow.inline import decode
from workflow.locales.review import text_digest
from workflow.model import Tag

from .entries import RELEASES, current, entry, in_order, release

NAMESPACE = {"x": "urn:oasis:names:tc:xliff:document:2.0", "m": "urn:oasis:names:tc:xliff:matches:2.0"}


def file(*entries: Outgoing) -> str:
    return write(release(*entries), text_digest).decode()


def incoming(text: str | bytes) -> list[Incoming]:
    return [one for batch in read(text.encode() if isinstance(text, str) else text, "a.xlf", text_digest) for one in batch.entries]


def brought(one: Outgoing, *changes: tuple[str, str]) -> Decision:
    """What becomes of an entry if somebody replaces parts of its file."""
    text = file(one)
    for old, new in changes:
        assert re.search(old, text), f"{old} is not in {text}"
        text = re.sub(old, new, text)
    (decision,) = decide([current(one)], incoming(text))
    return decision


SAMPLE = release(
    entry("The title", "Заголовок", "approved", notes=("title",)),
    entry("See <a>the <b>report</b></a>.<br/> Then", "<b>Доклад</b> — <a>там</a>.<br/>", "draft", "menu", notes=("paragraph", "<a>: link")),
    entry("ends</em> here <i>and begins", "конец</em> <i>начало", "returned", comments=("comment: why?",)),
    entry("It was. ", "Это", "stale", matches=(Match("memory", "It is.", "Это", "2026-03-01-a", 80),)),
    entry("It is said before.", "<prev/>"),
    entry("Nothing yet <x/>", matches=(Match("draft", "Nothing yet <x/>", "Ещё <x/>", "argos 1.9", 70),)),
)


@given(RELEASES)
def test_what_goes_out_comes_back(made: Release) -> None:
    """Export then import: every entry is as it was seen, in its order, and nothing changes, whatever texts and codes there are."""
    (batch,) = read(write(made, text_digest), "a.xlf", text_digest)
    assert (batch.release, batch.language, batch.whole) == (made.name, made.language, True)
    assert in_order(batch.entries) == [one.key for one in made.entries]
    for one, back in zip(made.entries, batch.entries, strict=True):
        assert decode(back.text) == decode(one.text)
        assert (back.seen_text, back.state, back.seen_state) == (True, one.state, one.state)
    assert {one.outcome for one in decide(map(current, made.entries), batch.entries)} == {"unchanged"}
    assert write(made, text_digest) == write(made, text_digest)


@given(RELEASES)
def test_what_goes_out_is_valid(schemas: Path, made: Release) -> None:
    """Valid against the schemas of XLIFF 2.1 Core, Matches and Metadata, whatever texts and codes there are."""
    schema = etree.XMLSchema(etree.parse(str(schemas / "xliff21/xliff21-all.xsd"))) if not _SCHEMA else _SCHEMA[0]
    _SCHEMA[:] = [schema]
    for one in (made, SAMPLE, release()):
        assert schema.validate(etree.fromstring(write(one, text_digest))), schema.error_log


_SCHEMA: list[etree.XMLSchema] = []


@given(RELEASES)
def test_ids_are_unique_and_references_meet(made: Release) -> None:
    """Rules that no schema tells (Core, section 4.3.1): ids are unique in their scope; dataRef, startRef and subFlows name something."""
    root = etree.fromstring(write(made, text_digest))
    units = [one.get("id") for one in root.iterfind(".//x:unit", NAMESPACE)]
    assert len(set(units)) == len(units)
    for unit in root.iterfind(".//x:unit", NAMESPACE):
        data = {one.get("id") for one in unit.iterfind("x:originalData/x:data", NAMESPACE)}
        for side in (*unit.iterfind("x:segment/x:source", NAMESPACE), *unit.iterfind("x:segment/x:target", NAMESPACE)):
            ids = [one.get("id") for one in side.iter() if one is not side and one.get("id")]
            assert len(set(ids)) == len(ids)
            for one in side.iter():
                assert {value for key, value in one.attrib.items() if str(key).startswith("dataRef")} <= data
                assert one.get("startRef") in (None, *ids)
                name = etree.QName(one).localname
                if name in ("sc", "ec"):
                    assert (one.get("isolated") == "yes") == (name == "sc" and not _closed(side, one.get("id"))) or name == "ec"
        (segment,) = unit.iterfind("x:segment", NAMESPACE)
        assert segment.get("state") == "initial" or segment.find("x:target", NAMESPACE) is not None
        assert segment.get("subState") is None or segment.get("state") is not None


def _closed(side: etree._Element, number: str | None) -> bool:
    return any(one.get("startRef") == number for one in side.iter())


def test_a_link_may_not_be_deleted_and_names_its_texts() -> None:
    """Links and protected words say so; an element with a translatable attribute names the unit of that text."""
    image = Original('<img alt="The river">', "image", flows=((None, "The river"),))
    parts = (
        Outgoing(None, "A <img/> <a>b</a> <sym/>", "", "untranslated", "0" * 8, codes={
            Tag("img", "void"): image,
            Tag("a", "open"): Original("<a>", "link"),
            Tag("a", "close"): Original("</a>", "link"),
            Tag("sym", "void"): Original("<sym>1</sym>", protected=True),
        }),
        entry("The river"),
    )  # fmt: skip
    root = etree.fromstring(file(*parts).encode())
    codes = {one.get("disp") or one.get("dispStart"): one for one in root.iter() if one.get("canCopy")}
    assert {name: one.get("canDelete") for name, one in codes.items()} == {"<img/>": None, "<a>": "no", "<sym/>": "no"}
    units = root.iterfind(".//x:unit", NAMESPACE)
    (river,) = (one.get("id") for one in units if "river" in one.findtext("x:segment/x:source", "", NAMESPACE))
    assert codes["<img/>"].get("subFlows") == river
    assert {one.get("canResegment") for one in root.iterfind(".//x:unit", NAMESPACE)} == {"no"}


def test_matches_have_their_scores() -> None:
    """The memory with its similarity, a draft with its quality, both ordered by matchSuitability."""
    root = etree.fromstring(write(SAMPLE, text_digest))
    names = ("type", "similarity", "matchQuality", "origin")
    said = [tuple(map(one.get, names)) for one in root.iterfind(".//m:match", NAMESPACE)]
    assert said == [
        ("tm", "80", None, "2026-03-01-a"),
        ("mt", None, "70", "argos 1.9"),
    ]


TARGET = r"<target>.*</target>"


@pytest.mark.parametrize(
    ("was", "changes", "outcome", "state"),
    [
        (entry("A", "Б", "draft"), [('state="initial" subState="pp:mt-draft"', 'state="translated"')], "taken", "translated"),
        (entry("A", "Б", "draft"), [('state="initial" subState="pp:mt-draft"', 'state="reviewed"')], "taken", "translated"),
        (entry("A", "Б", "draft"), [('state="initial" subState="pp:mt-draft"', 'state="final"')], "taken", "translated"),
        (entry("A", "Б", "draft"), [(' state="initial" subState="pp:mt-draft"', "")], "unchanged", ""),
        (entry("A", "Б", "draft"), [(TARGET, "<target>В</target>")], "taken", "returned"),
        (entry("A", "Б", "draft"), [(TARGET, "")], "unchanged", ""),
        (entry("A"), [("<source>A</source>", "<source>A</source><target>В</target>")], "taken", "returned"),
        (entry("A"), [('state="initial"', 'state="translated"'), ("</source>", "</source><target/>")], "taken", "translated"),
        (entry("A", "Б"), [(TARGET, "<target>В</target>")], "taken", "translated"),
        (entry("A", "Б"), [('state="translated"', 'state="initial"')], "taken", "returned"),
        (entry("A", "Б", "approved"), [('state="final"', 'state="translated"')], "unchanged", ""),
        (entry("A", "Б", "approved"), [(TARGET, "<target>В</target>")], "taken", "translated"),
        (entry("A", "Б", "stale"), [('state="initial" subState="pp:stale"', 'state="translated"')], "taken", "translated"),
        (entry("A", "Б", "stale"), [(TARGET, "<target>В</target>")], "taken", "returned"),
        (entry("<a>A</a> b", "<a>Б</a> в"), [(TARGET, "<target>Б в</target>")], "taken", "returned"),
    ],
)  # fmt: skip
def test_what_another_tool_did(was: Outgoing, changes: list[tuple[str, str]], outcome: str, state: str) -> None:
    """Its states and texts, as the table of `xliff_write` says; a lost code keeps a text from counting as accepted."""
    decision = brought(was, *changes)
    assert (decision.outcome, decision.state) == (outcome, state)


def test_a_file_without_our_metadata_fills_what_is_empty_and_covers_nothing() -> None:
    """A tool that drops modules can translate, and replaces no text that it may not have seen."""
    gone = (r"<mda:metadata>.*</mda:metadata>", "")
    done = (("</source>", "</source><target>В</target>"), ('state="initial"', 'state="translated"'))
    assert brought(entry("A"), gone, *done).state == "translated"
    assert brought(entry("A", "Б"), gone).outcome == "unchanged"
    assert brought(entry("A", "Б"), gone, (TARGET, "<target>В</target>")).outcome == "refused"
    assert brought(entry("A", "Б", "draft"), gone).outcome == "unchanged"


def test_codes_are_found_by_id_copy_or_how_they_are_shown() -> None:
    """A tool may keep the id, name the code that it copied, or make an id of its own; marks of other tools are looked through."""
    was = entry("<a>A</a> b<br/>")
    for target in (
        '<pc id="1">Б</pc> в<ph id="2"/>',
        '<pc id="9" copyOf="1">Б</pc> в<ph id="8" copyOf="2"/>',
        '<pc id="n1" dispStart="&lt;a&gt;" dispEnd="&lt;/a&gt;">Б</pc> в<ph id="n2" disp="&lt;br/&gt;"/>',
        '<sc id="1"/>Б<ec startRef="1"/> <mrk id="m" type="generic">в</mrk><ph id="2"/>',
        '<sm id="m"/><pc id="1"><!-- -->Б</pc><em startRef="m"/> в<ph id="2"/>',
    ):
        decision = brought(was, ("</source>", f"</source><target>{target}</target>"), ('state="initial"', 'state="final"'))
        assert decision.text == "<a>Б</a> в<br/>"


def test_codes_of_a_file_that_is_not_ours() -> None:
    """Without `disp`, a code is named after the markup that it stands for, or after its type."""
    text = re.sub(r' disp\w*="[^"]*"', "", file(entry("<a>A</a> <a2>b</a2>")))
    assert incoming(text)[0].msgid == "<a>A</a> <a2>b</a2>"
    text = re.sub(r' dataRef\w*="[^"]*"', "", text).replace('type="link"', 'type="fmt" subType="xlf:b"')
    assert incoming(text)[0].msgid.startswith("<b>A</b>")


def test_a_unit_that_was_cut_anew_is_one_text() -> None:
    """Segments are joined, targets in their order; as long as one of them needs work, so does the whole."""
    cut = """<segment id="p1" state="translated"><source>A. </source><target order="2">Б.</target></segment>
      <ignorable><source> </source></ignorable>
      <segment id="p2" state="{}"><source>B.</source><target order="1">В. </target></segment>"""
    segment = r"<segment id=\"s\"[\s\S]*</segment>"
    for state, becomes in (("final", "translated"), ("initial", "returned")):
        decision = brought(entry("A.  B."), (segment, cut.format(state)))
        assert (decision.text, decision.state) == ("В. Б.", becomes)


def test_a_note_that_somebody_added_is_a_comment() -> None:
    """Notes of ours are not taken for a person's."""
    text = file(entry("A", "Б", notes=("title",), comments=("comment: so",)))
    (one,) = incoming(text.replace("</notes>", '<note category="reviewer">Is that\nso?</note></notes>'))
    assert one.comment == "Is that so?"


BOMB = '<?xml version="1.0"?><!DOCTYPE xliff [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>\n<xliff>&b;</xliff>'
OUTSIDE = '<?xml version="1.0"?>\n<!DOCTYPE xliff SYSTEM "file:///etc/passwd">\n<xliff/>'
HEX = "<cp hex='110000'/>"
ROOT = '<xliff xmlns="urn:oasis:names:tc:xliff:document:2.0" version="2.1" srcLang="en" trgLang="ru">'


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        (BOMB, 1, "document type"),
        (BOMB.replace('version="1.0"', 'version="1.0" encoding="utf-16"').encode("utf-16"), 1, "document type"),
        (OUTSIDE, 2, "document type"),
        (f"{ROOT}\n<file id='f'>\n<unit id='u'></file></xliff>", 3, "not well-formed"),
        (f"{ROOT}<file id='f'>" + "<group id='g'>" * 150 + "</group>" * 150 + "</file></xliff>", 1, "inside each other"),
        (f"{ROOT}<file id='f'>" + "<group id='g'>" * 5000, 1, "not well-formed"),
        (f"{ROOT}<file id='f'><unit id='u'/></file></xliff>", 1, "no <segment>"),
        (f"{ROOT}<file id='f'><unit id='u'><segment/></unit></file></xliff>", 1, "no <source>"),
        (f"{ROOT}<file id='f'><unit id='u'><segment><source>\n<b>A</b></source></segment></unit></file></xliff>", 2, "no inline element"),
        (f"{ROOT}<file id='f'><unit id='u'><segment><source>{HEX}</source></segment></unit></file></xliff>", 1, "no character"),
        (f"{ROOT}<file id='f'/></xliff>", 1, "no units"),
        (f"{ROOT.replace(' trgLang=', ' lang=')}<file id='f'/></xliff>", 1, "trgLang"),
        ('<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2"/>', 1, "XLIFF 1.2"),
        ("<xliff>&nbsp;</xliff>", 1, "not well-formed"),
        ("<html/>", 1, "root is <html>"),
        ("", 1, "not well-formed"),
        (b"\xff\xfe\x00", 1, "not well-formed"),
    ],
)  # fmt: skip
def test_a_broken_or_hostile_file_is_refused(text: str | bytes, line: int, said: str) -> None:
    """Entities, document types, depth, other versions: an error with the line, and nothing is read."""
    with pytest.raises(ExchangeError, match=said) as caught:
        incoming(text)
    assert (caught.value.path, caught.value.line) == ("a.xlf", line)
    assert caught.value.hint


def test_states_are_those_of_the_table() -> None:
    """What each state here is called there."""
    table: dict[State, tuple[str | None, str | None]] = {
        "untranslated": ("initial", None),
        "draft": ("initial", "pp:mt-draft"),
        "returned": ("initial", "pp:returned"),
        "stale": ("initial", "pp:stale"),
        "translated": ("translated", None),
        "approved": ("final", None),
    }
    for state, said in table.items():
        (segment,) = etree.fromstring(file(entry("A", "" if state == "untranslated" else "Б", state)).encode()).iter("{*}segment")
        assert (segment.get("state"), segment.get("subState")) == said
