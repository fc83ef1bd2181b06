"""The law over random histories: what a person typed or accepted stays until a person replaces or deletes it.

Authors edit, rename, delete and restore sources; translators type, accept, begin, send back and clear; revisers approve and reject;
other tools' files come in; the program syncs, drafts, publishes, cuts anew, is killed, runs twice at once, loses its index. After
each step every text that a person gave and nobody took back is in a catalog (live, stale, returned, obsolete, or told beside
an entry), and no link leads nowhere. For a longer search: HISTORIES=400 python -m pytest tests/faults/test_histories.py
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from workflow.locales import catalog as po
from workflow.locales.catalog import Entry
from workflow.locales.review import is_persons, state

from ..office import CONFIGURATION, Office
from ..properties.histories import paragraphs
from .faults import run, texts

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="forks to kill runs")

NAMES = ("a", "b", "sub/c")
releases = st.sampled_from(NAMES)
places = st.integers(0, 30)


class Histories(RuleBasedStateMachine):
    """One office, and what its people gave it."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="histories-"))
        self.office = Office(self.folder / "project")
        self.given: set[str] = set()
        self.count = 0
        self.removed: dict[str, bytes] = {}

    def teardown(self) -> None:
        """Removes the office."""
        shutil.rmtree(self.folder, ignore_errors=True)

    @initialize(four_eyes=st.booleans())
    def open_the_office(self, four_eyes: bool) -> None:
        """Configures the project."""
        self.office.write("workflow.toml", CONFIGURATION + ('review = "approved"\n' if four_eyes else ""))
        self.office.write("sources/a.txt", "A title\n\nThe office opened today. Nobody came.\n")
        self.office.do("run")

    # Authors

    @rule(name=releases, body=st.lists(paragraphs, min_size=1, max_size=3))
    def write_a_source(self, name: str, body: list[list[list[str]]]) -> None:
        """Writes or changes a source."""
        text = "\n\n".join(" ".join(paragraph) for part in body for paragraph in part)
        self.office.write(f"sources/{name}.txt", f"A title\n\n{text}\n")

    @rule(name=releases)
    def remove_a_source(self, name: str) -> None:
        """Removes a source, and keeps it to be restored."""
        path = self.office.root / f"sources/{name}.txt"
        if path.exists():
            self.removed[name] = path.read_bytes()
            path.unlink()

    @rule(name=releases)
    def restore_a_source(self, name: str) -> None:
        """Puts a removed source back."""
        if name in self.removed:
            self.office.write(f"sources/{name}.txt", self.removed.pop(name))

    @rule(old=releases, new=releases)
    def rename_a_source(self, old: str, new: str) -> None:
        """Renames a source where the new name is free."""
        source, target = (self.office.root / f"sources/{one}.txt" for one in (old, new))
        if source.exists() and not target.exists():
            target.parent.mkdir(exist_ok=True)
            source.rename(target)

    # Translators, in an editor

    def _edit(self, name: str, place: int, change: str) -> None:
        path = self.office.catalog(name)
        if not path.exists():
            return
        catalog = po.read(path.read_bytes(), name)
        live = [number for number, entry in enumerate(catalog.entries) if not entry.obsolete]
        if not live:
            return
        number = live[place % len(live)]
        before = catalog.entries[number]
        after = self._changed(before, change)
        if after == before:
            return
        entries = [after if at == number else entry for at, entry in enumerate(catalog.entries)]
        path.write_bytes(po.write(catalog.with_entries(entries).with_headers(Last_Translator="Translator")))
        # What a person replaced here is gone, unless it stands elsewhere, where nobody did.
        self.given &= texts(self.office.root)
        if is_persons(after):
            self.given.add(after.msgstr)

    def _changed(self, entry: Entry, change: str) -> Entry:
        self.count += 1
        unfuzzy = tuple(flag for flag in entry.flags if flag != "fuzzy")
        match change:
            case "type and accept":
                return entry.but(msgstr=f"Текст {self.count}", flags=unfuzzy, previous=None)
            case "begin":
                return entry.but(msgstr=f"Начато {self.count}", flags=("fuzzy", *unfuzzy))
            case "accept as it is":
                return entry.but(flags=unfuzzy, previous=None) if entry.msgstr else entry
            case "send back":
                return entry.but(flags=("fuzzy", *unfuzzy)) if entry.msgstr and state(entry) != "draft" else entry
            case _:
                return entry.but(msgstr="", flags=unfuzzy, previous=None)

    @rule(name=releases, place=places, change=st.sampled_from(["type and accept", "begin", "accept as it is", "send back", "clear"]))
    def edit_an_entry(self, name: str, place: int, change: str) -> None:
        """Does to one entry what an editor does."""
        self._edit(name, place, change)

    @rule(name=releases)
    def translate_all(self, name: str) -> None:
        """Translates all of a release that is not accepted."""
        for place in range(12):
            path = self.office.catalog(name)
            if path.exists() and place < sum(not entry.obsolete for entry in self.office.entries(name)):
                entry = [one for one in self.office.entries(name) if not one.obsolete][place]
                if state(entry) in ("untranslated", "draft"):
                    self._edit(name, place, "type and accept")

    # Revisers

    @rule(name=releases)
    def approve(self, name: str) -> None:
        """Approves what is translated."""
        self.office.do("approve", name, "--by", "Reviser")

    @rule(name=releases, place=st.integers(1, 6))
    def reject(self, name: str, place: int) -> None:
        """Sends one entry back."""
        self.office.do("reject", name, "--segment", str(place), "--reason", "not so", "--by", "Reviser")

    # Other tools

    @rule(name=releases, kind=st.sampled_from(["xliff", "csv"]), later=st.booleans())
    def exchange(self, name: str, kind: str, later: bool) -> None:
        """Sends a release to another tool and takes it back, perhaps after its source changed."""
        if not self.office.catalog(name).exists():
            return
        if self.office.do("exchange", "export", name, "--format", kind, "--output", "out").exit:
            return
        if later:
            self.office.write(f"sources/{name}.txt", "A title\n\nThe office opened. Xyz 17 km.\n")
            self.office.do("sync")
        for file in sorted((self.office.root / "out").rglob("*.*")):
            self.office.do("exchange", "import", str(file.relative_to(self.office.root)))
        shutil.rmtree(self.office.root / "out", ignore_errors=True)

    # The program

    @rule(
        command=st.sampled_from([("run",), ("sync",), ("draft",), ("draft", "--again"), ("publish",), ("sync", "--resegment"), ("check",)])
    )
    def work(self, command: tuple[str, ...]) -> None:
        """Runs a command."""
        said = self.office.do(*command)
        assert "Traceback" not in said.err

    @rule(at=st.integers(1, 60))
    def be_killed(self, at: int) -> None:
        """Runs the main job, and is killed at some call."""
        run(self.office.root, "run", at=at)

    @precondition(lambda self: self.count % 7 == 0)
    @rule()
    def run_twice_at_once(self) -> None:
        """Runs the main job in two processes."""
        code = "import sys; from workflow.cli import main; main(['run', '-q'], prog_name='workflow')"
        both = [subprocess.Popen([sys.executable, "-c", code], cwd=self.office.root, stderr=subprocess.DEVNULL) for _ in range(2)]
        for one in both:
            one.wait()

    @rule()
    def lose_the_index(self) -> None:
        """Deletes everything that can be rebuilt."""
        shutil.rmtree(self.office.root / ".workflow", ignore_errors=True)

    @invariant()
    def nothing_is_lost(self) -> None:
        """Every text that a person gave and nobody took back is there."""
        assert self.given <= texts(self.office.root)

    @invariant()
    def every_link_leads_somewhere(self) -> None:
        """Whatever happened last."""
        assert self.office.dead_links() == []


TestHistories = Histories.TestCase
TestHistories.settings = settings(
    max_examples=int(os.environ.get("HISTORIES", "25")),
    stateful_step_count=20,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)
