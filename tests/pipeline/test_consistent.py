"""What is said in two ways over all releases: after a change only some texts are compared, and what is told is what a look at all tells."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from random import Random

import pytest

from workflow.model import Finding
from workflow.pipeline import begin
from workflow.pipeline.check import check
from workflow.pipeline.sync import sync
from workflow.project import load

from ..office import CONFIGURATION, Office

NAMES = tuple(f"2026-12-0{number}-release" for number in range(1, 6))
SENTENCES = ("The office opens.", "The office is new.", "Mr John Smith spoke.", "Ms Anna Grey listened.", "It was open.")
WORDS = {
    SENTENCES[0]: ("Офис открывается.", "Офис открыт.", "Бюро открывается."),
    SENTENCES[1]: ("Офис новый.", "Бюро новое."),
    SENTENCES[2]: ("Выступил г-н Джон Смит.", "Выступил г-н Джон Смитт.", "Сказал г-н Джон Смит."),
    SENTENCES[3]: ("Г-жа Анна Грей слушала.", "Г-жа Анна Грэй слушала."),
    SENTENCES[4]: ("Открыто.", "Было открыто."),
}


def _told(office: Office) -> list[Finding]:
    with begin(load(office.root)) as run:
        sync(run)
        return [one for one in check(run) if one.code in ("P901", "P902")]


def _forget(office: Office, *kinds: str) -> None:
    with sqlite3.connect(office.root / ".workflow/index.sqlite") as connection:
        connection.executemany("DELETE FROM results WHERE kind = ?", [(kind,) for kind in kinds])
    connection.close()


def _change(office: Office, random: Random) -> None:
    """Somebody writes a release anew, removes it, translates a sentence in another way, or takes its acceptance back."""
    name = random.choice(NAMES)
    source = office.root / f"sources/{name}.txt"
    what = random.randrange(6)
    if what == 0 or not source.exists():
        office.write(f"sources/{name}.txt", f"{name}\n\n{' '.join(random.sample(SENTENCES, 3))}\n")
    elif what == 1:
        source.unlink()
    elif office.catalog(name).exists():
        chosen = random.choice(SENTENCES)
        text = random.choice((*WORDS[chosen], "")) if what < 5 else "#"
        office.edit(name, lambda entry: entry.but(msgstr=text, flags=()) if entry.msgid == chosen and text != "#" else entry)


@pytest.mark.parametrize("seed", range(2))
def test_after_any_change_it_is_what_a_look_at_all_tells(tmp_path: Path, seed: int) -> None:
    """Whatever people do to some releases in between, and also where the index has lost a part of what it knew."""
    random = Random(seed)
    office = Office(tmp_path)
    office.write("workflow.toml", CONFIGURATION)
    for name in NAMES:
        office.write(f"sources/{name}.txt", f"{name}\n\n{' '.join(SENTENCES)}\n")
    _told(office)
    for name in NAMES:
        office.edit(name, lambda entry: entry.but(msgstr=random.choice(WORDS.get(entry.msgid, ("Выпуск",)))))
    seen = set()
    for step in range(15):
        for _ in range(random.randint(1, 2)):
            _change(office, random)
        if step % 4 == 1:
            _forget(office, random.choice(("said", "compared", "seen", "left")))
        told = _told(office)
        if step % 3 == 2:  # what follows from what followed from what was compared
            _forget(office, "said", "compared", "clashes")
            assert told == _told(office), f"step {step}"
        seen.update(one.code for one in told)
    assert seen == {"P901", "P902"}
