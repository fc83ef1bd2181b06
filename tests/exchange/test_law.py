"""The law, with files that somebody worked in: no import costs a text that its author had not seen, and no text goes in silence."""

from __future__ import annotations

import csv
import io
import json
import os
import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from workflow.locales.catalog import Entry
from workflow.locales.review import is_persons

from ..office import CONFIGURATION, Office

SENTENCES = [
    "The office opened today.",
    "Nobody came to it.",
    "Ten officers were trained.",
    "They saw the river.",
    "The bridge is long.",
    "It was built in 1902.",
    "The road leads north.",
    "Snow fell in May.",
]
CORE = "{urn:oasis:names:tc:xliff:document:2.0}"
numbers = st.sets(st.integers(0, 8), max_size=5)


def work(path: Path, edited: set[int]) -> dict[str, str]:
    """Types a new text into some entries of a file; returns msgid -> text."""
    typed: dict[str, str] = {}
    if path.suffix == ".csv":
        rows = list(csv.reader(io.StringIO(path.read_text("utf-8-sig"), newline="")))
        for number, row in enumerate(rows[1:]):
            if number in edited:
                row[1] = typed[row[0]] = f"Извне {number}."
        out = io.StringIO()
        csv.writer(out).writerows(rows)
        path.write_text(out.getvalue(), "utf-8")
        return typed
    root = etree.fromstring(path.read_bytes())
    for number, segment in enumerate(root.iter(f"{CORE}segment")):
        if number in edited:
            target = segment.find(f"{CORE}target")
            if target is None:
                target = etree.SubElement(segment, f"{CORE}target")
            target.text = typed[segment.findtext(f"{CORE}source") or ""] = f"Извне {number}."
            segment.set("state", "translated")
            segment.attrib.pop("subState", None)
    path.write_bytes(etree.tostring(root))
    return typed


def texts(office: Office) -> set[str]:
    """Every text of a person that the catalogs hold, live, obsolete, or told in a comment."""
    found: set[str] = set()
    for entry in office.entries("a"):
        found |= {entry.msgstr} if is_persons(entry) else set()
        found |= {comment.removeprefix("other text: ") for comment in entry.comments if comment.startswith("other text: ")}
    return found


def typing(office: Office, numbers: set[int], word: str, *, fuzzy: set[int]) -> None:
    """A translator types into some entries, and leaves some of them unfinished."""
    place = {entry.key: number for number, entry in enumerate(office.entries("a"))}

    def change(entry: Entry) -> Entry:
        number = place[entry.key]
        if number not in numbers or entry.obsolete:
            return entry
        return entry.but(msgstr=f"{word} {number}.", flags=("fuzzy",) if number in fuzzy else (), previous=None)

    office.edit("a", change)


@settings(max_examples=int(os.environ.get("HISTORIES", "20")))
@given(kind=st.sampled_from(["xliff", "csv"]), before=numbers, later=numbers, fuzzy=numbers, edited=numbers, gone=numbers, other=numbers)
def test_no_import_costs_a_text(
    kind: str, before: set[int], later: set[int], fuzzy: set[int], edited: set[int], gone: set[int], other: set[int]
) -> None:
    """A file goes out; people work in it and here, and the source changes; then it comes back, twice."""
    with tempfile.TemporaryDirectory() as folder:
        office = Office(Path(folder))
        office.write("workflow.toml", CONFIGURATION)
        office.write("sources/a.txt", "A title\n\n" + " ".join(SENTENCES) + "\n")
        office.do("sync")
        office.do("draft")
        typing(office, before, "Было", fuzzy=fuzzy)
        office.do("exchange", "export", "a", "--format", kind, "--output", "out")
        (path,) = (office.root / "out/ru").iterdir()
        seen = {entry.msgid: entry.msgstr for entry in office.entries("a")}
        typed = work(path, edited)
        typing(office, later, "Здесь", fuzzy=other)
        left = [one.replace(".", " indeed.") if number in other else one for number, one in enumerate(SENTENCES) if number not in gone]
        office.write("sources/a.txt", "A title\n\n" + " ".join(left or ["Nothing is left."]) + "\n")
        office.do("sync")
        here = texts(office)
        said = json.loads(office.do("exchange", "import", str(path), "--json").out)
        replaced = {seen[msgid] for msgid in typed}
        now = texts(office)
        assert here - now <= replaced
        named = {one["where"]["text"] for one in said["findings"]}
        whole_file = any(one["code"] == "X003" for one in said["findings"])
        for msgid, text in typed.items():
            assert text in now or msgid in named or whole_file, f"{text} went in silence"
        office.do("sync")
        assert texts(office) == now
        catalog = office.catalog("a").read_bytes()
        office.do("exchange", "import", str(path))
        assert office.catalog("a").read_bytes() == catalog
