"""Two runs at once, an editor that saves while a run works, runs that are killed, and a disk that is full: nothing is lost."""

from __future__ import annotations

import random
import resource
import subprocess
import sys
import time
from pathlib import Path

import pytest

from workflow import files
from workflow.errors import WorkflowError
from workflow.locales import catalog as po

from ..office import Office, dead_links

_EDITOR = """
import sys, time
from pathlib import Path
from workflow.locales import catalog as po
path, how, stop = Path(sys.argv[1]), sys.argv[2], Path(sys.argv[3])
count = 0
while not stop.exists():
    catalog = po.read(path.read_bytes(), "a")
    lost = [entry for entry in catalog.entries if count and entry.msgid == "The title" and entry.msgstr != f"Правка {count}"]
    if lost:
        sys.exit(f"lost {count}: {lost[0].msgstr}")
    count += 1
    entries = [entry.but(msgstr=f"Правка {count}", flags=()) if entry.msgid == "The title" else entry for entry in catalog.entries]
    data = po.write(catalog.with_entries(entries))
    if path.read_bytes() != po.write(catalog):
        count -= 1
        continue
    if how == "rename":
        beside = path.with_suffix(".editor")
        beside.write_bytes(data)
        beside.replace(path)
    else:
        begun = time.monotonic()
        path.write_bytes(data)
        if time.monotonic() > begun + 1:
            sys.exit("stood still")
    time.sleep(0.01)
print(count)
"""


def _command(office: Office, *arguments: str, **options: object) -> subprocess.Popen[str]:
    code = "import sys; from workflow.cli import main; main(sys.argv[1:], prog_name='workflow')"
    return subprocess.Popen(
        [sys.executable, "-c", code, *arguments], cwd=office.root, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, **options
    )  # type: ignore[call-overload]


def _ring(office: Office, count: int) -> None:
    for number in range(count):
        links = f'<a href="r{(number + 1) % count}.html">next</a>'
        office.write(f"sources/r{number}.html", f"<html><head></head><body><p>Number {number}: see {links}.</p></body></html>")


def test_two_runs_at_once(office: Office) -> None:
    """The second waits for the first; both end well, and the files are those of one run."""
    _ring(office, 12)
    office.do("sync")
    for number in range(12):
        office.accept(f"r{number}")
    runs = [_command(office, "run") for _ in range(2)]
    for run in runs:
        _, errors = run.communicate(timeout=60)
        assert run.returncode == 0
        assert all(line.startswith("no base-url") for line in errors.splitlines())
    at_once = office.tree("exports", "locales")
    assert office.do("run").exit == 0
    assert office.tree("exports", "locales") == at_once
    assert len([path for path in office.unlisted("exports") if path.endswith(".html")]) == 24
    assert office.dead_links() == []


@pytest.mark.parametrize("how", ["rename", "in place"])
def test_an_editor_that_saves_during_runs(office: Office, how: str) -> None:
    """While sync and draft change a catalog again and again, no save of an editor is lost."""
    office.write("sources/a.txt", "The title\n\nSentence 0.\n")
    office.do("run")
    catalog = office.catalog("a")
    code = _EDITOR
    stop = office.root / "stop"
    editor = subprocess.Popen(
        [sys.executable, "-c", code, catalog, how, str(stop)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    for number in range(1, 9):
        office.write("sources/a.txt", f"The title\n\nSentence {number}.\n")
        said = office.do("run")
        # Who saves a hundred times a second may be in the way five times in a row, or show half a file: the run says so and writes nothing.
        assert said.exit == 0 or (said.exit == 1 and "locales/ru/LC_MESSAGES/a.po" in said.err), said.err
        if editor.poll() is not None:
            errors = editor.communicate()[1]
            if "stood still" in errors:
                pytest.skip("the machine stood still for a second while the editor had emptied its file: nobody can tell that from an end")
            raise AssertionError(errors)
    stop.touch()
    out, errors = editor.communicate()
    assert editor.returncode == 0, errors
    assert int(out) > 3
    title = next(entry for entry in office.entries("a") if entry.msgid == "The title")
    assert title.msgstr == f"Правка {out.strip()}"


def test_a_run_that_is_killed(office: Office) -> None:
    """After `kill -9` at any moment every link on disk resolves, every catalog is whole, and the next run completes the rest."""
    _ring(office, 15)
    office.do("sync")
    for number in range(15):
        office.accept(f"r{number}")
    catalogs = office.tree("locales")
    assert office.do("run").exit == 0
    wanted = office.tree("exports")
    chance = random.Random(5)
    killed = 0
    for _ in range(3):
        for folder in ("exports", ".workflow"):
            subprocess.run(["rm", "-rf", str(office.root / folder)], check=True)
        run = _command(office, "publish")
        deadline = time.monotonic() + 30
        while not (office.root / "exports/en").is_dir() and time.monotonic() < deadline and run.poll() is None:
            time.sleep(0.001)
        time.sleep(chance.random() * 0.15)
        run.kill()
        run.communicate()
        killed += run.returncode == -9
        assert dead_links(office.root) == []
        assert office.tree("locales") == catalogs
        # What a write was killed in leaves behind goes with the next run.
        office.write("exports/en/.workflow-abc.tmp", "half")
        office.write(".workflow/lock.pid", "1\n")
        assert office.do("run").exit == 0
        assert office.tree("exports") == wanted
    assert killed > 0


def test_a_lock_without_a_holder_is_free(office: Office) -> None:
    """A lock file that a dead run left does not hold the next one."""
    office.write("sources/a.txt", "Title\n")
    office.write(".workflow/lock", "")
    office.write(".workflow/lock.pid", "99999\n")
    assert office.do("run").exit == 0


def test_a_full_disk(office: Office) -> None:
    """Where files can not grow, the run ends with a message; what is on the disk is whole, and the next run completes it."""
    for number in range(3):
        office.write(f"sources/r{number}.txt", f"Title {number}\n\n" + "It says the same thing again and again. " * 20)
    office.write("sources/big.txt", "\n\n".join(f"Paragraph {number} is here." for number in range(600)))
    limit = 20_000

    def narrow() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

    run = _command(office, "run", preexec_fn=narrow)
    _, errors = run.communicate(timeout=60)
    assert run.returncode in (1, 2), errors
    assert "Traceback" not in errors
    assert "big.po: error E001: can not be written: File too large" in errors
    for path, data in office.tree("locales").items():
        po.read(data, path)
        assert data.endswith(b"\n")
    assert not [path for path in office.tree(".") if ".tmp" in path]
    assert office.page("r0", "en").rstrip().endswith("</html>")
    assert office.do("run").exit == 0
    assert len(office.entries("big")) == 600


def test_a_person_who_makes_the_catalog_first(tmp_path: Path) -> None:
    """A file that was not there when the run looked is not written over when it is there at the end."""
    path = tmp_path / "a.po"
    path.write_bytes(b"by a person")
    with pytest.raises(files.ChangedMeanwhileError):
        files.write(path, b"by the run", new=True)
    with pytest.raises(files.ChangedMeanwhileError):
        files.write(path, b"by the run", expected=b"what the run read")
    assert path.read_bytes() == b"by a person"
    assert [one.name for one in tmp_path.iterdir()] == ["a.po"]
    with pytest.raises(WorkflowError, match="can not be written"):
        files.write(path / "x", b"")
