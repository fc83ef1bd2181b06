"""What one stage of a run wrote into a catalog is what the next one sees."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from workflow.pipeline import Run, begin
from workflow.pipeline.approve import approve, reject
from workflow.pipeline.draft import draft
from workflow.pipeline.exchange_in import take_in
from workflow.pipeline.fix import fix_texts
from workflow.pipeline.inspect import inspect
from workflow.pipeline.sync import sync
from workflow.project import load

from ..office import CONFIGURATION, Office

NAME = "2026-12-01-a"
TEXTS = {"Title": "Заголовок", "It is “open”.": "Он “открыт”."}


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """A release with a sentence that nobody has translated, and a slip in another that `check --fix` corrects."""
    office = Office(tmp_path)
    office.write("workflow.toml", CONFIGURATION)
    office.write(f"sources/{NAME}.txt", "Title\n\nIt is “open”.\n\nIt stays open.\n")
    office.do("sync")
    office.edit(NAME, lambda entry: entry.but(msgstr=TEXTS.get(entry.msgid, "")))
    office.do("sync")
    return office


def _taken_in(run: Run) -> None:
    path = run.path(f".workflow/exchange/ru/{NAME}.xlf")
    text = path.read_text("utf-8")
    path.write_text(text.replace(">Заголовок</target>", ">Название</target>", 1), "utf-8")
    assert [one.taken for one in take_in(run, [path])[0]] == [1]


def _source_changed(run: Run) -> None:
    run.path(f"sources/{NAME}.txt").write_text("Title\n\nIt is “open”.\n\nIt stays open.\n\nIt is new.\n", "utf-8")
    run.look_again(NAME)
    assert sync(run).catalogs


STAGES: dict[str, Callable[[Run], object]] = {
    "draft": draft,
    "fix": fix_texts,
    "approve": lambda run: approve(run, by="Reviser", segments=["1"]),
    "reject": lambda run: reject(run, by="Reviser", segments=["1"], reason="another word"),
    "import": _taken_in,
    "sync": _source_changed,
}


@pytest.mark.parametrize("stage", STAGES.values(), ids=STAGES.keys())
def test_the_next_stage_sees_it(office: Office, stage: Callable[[Run], object]) -> None:
    """Though each release is looked at once: whoever writes a catalog has it looked at again."""
    office.do("exchange", "export", NAME, "--format", "xliff")
    with begin(load(office.root), [NAME], languages=("ru",)) as run:
        (release,) = run.releases
        inspect(run, release)
        before, catalog = run.seen(release), office.catalog(NAME).read_bytes()
        stage(run)
        assert office.catalog(NAME).read_bytes() != catalog
        assert run.seen(release) != before
        then = inspect(run, release)
    with begin(load(office.root)) as run:
        assert inspect(run, run.releases[0]) == then
