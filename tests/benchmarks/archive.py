"""Time and memory of this program on a whole archive, and of Translate Toolkit on the same files, in one run.

    python tests/benchmarks/archive.py [--releases 1000] [--check]

Each step is a whole process, start-up included; what a user waits for. The figures that count are the ratios: both programs have the
same machine, the same minute and the same load beside them. See README.md in this folder.
"""

from __future__ import annotations

import argparse
import os
import platform
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import generate

FIRST, NOTHING, ONE, PUBLISH, AGAIN = (
    "first sync",
    "sync, nothing changed",
    "sync, 1 release changed",
    "publish all",
    "publish, nothing changed",
)
WANTED = {FIRST: 2.0, NOTHING: 20.0, ONE: 20.0, PUBLISH: 1.0}
"""What the project sets itself: step -> how many times as fast as theirs."""

CHEAP = 5.0
"""Seconds under which a step is done several times, and the median taken."""

MOST_MEMORY = 300.0
"""MB that no step of ours may need, whatever the size of the archive."""

MOST_GROWTH = 1.10
"""Times the memory of half the archive: what is left of a constant is the list of releases and what the index says of each."""


@dataclass(frozen=True, slots=True)
class Cost:
    """What one process, or several one after the other, took."""

    seconds: float
    cpu: float
    """Seconds of the processor, also where others had it in between."""
    peak: float
    """MB, resident; of several processes the largest."""

    def __add__(self, other: Cost) -> Cost:
        return Cost(self.seconds + other.seconds, self.cpu + other.cpu, max(self.peak, other.peak))


@dataclass(frozen=True, slots=True)
class Step:
    """One row of the report."""

    name: str
    ours: Cost
    theirs: Cost
    incremental: Cost | None
    """Theirs with `--timestamp`, where that means something."""

    @property
    def wanted(self) -> float:
        """How many times as fast ours has to be; 0: nothing is asked."""
        return WANTED.get(self.name, 0.0)

    @property
    def ratio(self) -> float:
        """Their time through ours."""
        return self.theirs.seconds / self.ours.seconds


def program(name: str) -> str:
    """Returns the path of an installed command, this interpreter's own first."""
    found = shutil.which(name, path=os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")]))
    if found is None:
        sys.exit(f"{name} is not installed; try: pip install -e '.[bench]'")
    return found


def spend(folder: Path, *command: str) -> Cost:
    """Runs a command to its end in a folder and returns what it took; ends this program if the command fails.

    The system's figure for the largest memory of a child begins with that of its parent, so this program stays small: what is large
    (filling catalogs) is a process of its own. An installed program has its byte code: it may keep it, whatever the environment says.
    """
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    with tempfile.TemporaryFile() as said:
        start = time.perf_counter()
        child = subprocess.Popen(command, cwd=folder, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=said)
        _, status, used = os.wait4(child.pid, 0)
        seconds = time.perf_counter() - start
        child.returncode = os.waitstatus_to_exitcode(status)
        if child.returncode:
            said.seek(0)
            sys.exit(f"{' '.join(command)} ended with {child.returncode}:\n{said.read()[-2000:].decode(errors='replace')}")
    scale = 1e6 if sys.platform == "darwin" else 1e3
    return Cost(seconds, used.ru_utime + used.ru_stime, used.ru_maxrss / scale)


def repeated(runs: int, action: Callable[[], Cost], prepare: Callable[[], object] = lambda: None) -> Cost:
    """Returns the median over several runs of an action; one that is not cheap runs once."""
    costs: list[Cost] = []
    while len(costs) < runs and (not costs or costs[0].seconds < CHEAP):
        prepare()
        costs.append(action())
    return Cost(*(median(getattr(one, part) for one in costs) for part in ("seconds", "cpu", "peak")))


@dataclass(slots=True)
class Archive:
    """An archive in a folder of its own, on which one program works."""

    folder: Path
    releases: int
    sentences: int
    revision: int = 0

    def make(self) -> None:
        """Writes the releases."""
        generate.generate(self.folder, releases=self.releases, sentences=self.sentences, formats=["html"], languages=["ru"], seed=1)

    def revise(self) -> None:
        """Corrects one sentence of one release in the middle."""
        self.revision += 1
        generate.write(self.folder, self.releases // 2, sentences=self.sentences, formats=["html"], seed=1, revision=self.revision)

    def accept(self, catalogs: str) -> None:
        """Fills every entry, as if a translator had."""
        spend(self.folder, sys.executable, generate.__file__, "--accept", catalogs)


def ours(archive: Archive, runs: int) -> Iterator[tuple[str, Cost]]:
    """Yields step and cost of this program, one step after the other."""
    workflow, folder = program("workflow"), archive.folder

    def run(verb: str) -> Cost:
        return spend(folder, workflow, verb)

    yield FIRST, run("sync")
    archive.accept("locales")
    run("sync")
    yield NOTHING, repeated(runs, lambda: run("sync"))
    yield ONE, repeated(runs, lambda: run("sync"), archive.revise)
    archive.accept("locales")
    run("sync")  # takes in and checks what was accepted, as every day; po2html checks nothing
    yield PUBLISH, run("publish")
    written = sum(1 for path in (folder / "exports").rglob("*") if path.is_file())
    if written < 6 * archive.releases:
        sys.exit(
            f"publish wrote {written} files for {archive.releases} releases: it should be six for each; see: workflow status -C {folder}"
        )
    yield AGAIN, repeated(runs, lambda: run("publish"))


def theirs(archive: Archive, runs: int) -> Iterator[tuple[str, Cost, Cost | None]]:
    """Yields step and cost of Translate Toolkit, and its cost with `--timestamp`, which compares times of files.

    A second pot2po reads the earlier PO files as its templates and writes beside them: in place it prints a line for each file.
    """
    html2po, pot2po, po2html, folder = program("html2po"), program("pot2po"), program("po2html"), archive.folder
    quiet = "--progress=none"
    extract = (html2po, quiet, "--pot", "-i", "sources", "-o", "pot")
    publish = (po2html, quiet, "-i", "po", "-t", "sources", "-o", "html")

    def update() -> Cost:
        shutil.rmtree(folder / "new", ignore_errors=True)
        return spend(folder, *extract) + spend(folder, pot2po, quiet, "-i", "pot", "-t", "po", "-o", "new")

    def incremental() -> Cost:
        return spend(folder, *extract, "--timestamp") + spend(folder, pot2po, quiet, "--timestamp", "-i", "pot", "-t", "po", "-o", "po")

    yield FIRST, spend(folder, *extract) + spend(folder, pot2po, quiet, "-i", "pot", "-o", "po"), None
    archive.accept("po")
    for name, prepare in ((NOTHING, lambda: None), (ONE, archive.revise)):
        whole = repeated(runs, update, prepare)
        incremental()  # all POT files are newer than the catalogs now: this one time counts for nothing
        yield name, whole, repeated(runs, incremental, prepare)
    archive.accept("po")
    yield PUBLISH, spend(folder, *publish), None
    written = sum(1 for _ in (folder / "html").glob("*.html"))
    if written != archive.releases:
        sys.exit(f"po2html wrote {written} pages for {archive.releases} releases")
    yield AGAIN, repeated(runs, lambda: spend(folder, *publish)), repeated(runs, lambda: spend(folder, *publish, "--timestamp"))


def table(rows: Sequence[Sequence[str]]) -> str:
    """Returns rows as lines with aligned columns, the first column to the left."""
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    lines = []
    for row in rows:
        cells = [cell.rjust(width) if column else cell.ljust(width) for column, (cell, width) in enumerate(zip(row, widths, strict=True))]
        lines.append("  ".join(cells).rstrip())
    return "\n".join(lines)


def comparison(steps: Sequence[Step]) -> str:
    """Returns the table of both programs."""
    rows = [["step", "ours s", "theirs s", "ratio", "wanted", "-S s", "ratio", "CPU ours", "theirs", "ratio", "peak MB ours", "theirs"]]
    for step in steps:
        cost, peer, quick = step.ours, step.theirs, step.incremental
        rows.append(
            [
                step.name,
                f"{cost.seconds:.2f}",
                f"{peer.seconds:.2f}",
                f"{step.ratio:.1f}",
                f"{step.wanted:g}" if step.wanted else "",
                f"{quick.seconds:.2f}" if quick else "",
                f"{quick.seconds / cost.seconds:.1f}" if quick else "",
                f"{cost.cpu:.2f}",
                f"{peer.cpu:.2f}",
                f"{peer.cpu / cost.cpu:.1f}",
                f"{cost.peak:.0f}",
                f"{peer.peak:.0f}",
            ]
        )
    return table(rows)


def growth(half: dict[str, Cost], steps: Sequence[Step], releases: int) -> str:
    """Returns the table of half the archive and the whole one."""
    few = releases // 2
    rows = [["ours", f"ms/release, {few:,}", f"{releases:,}", f"peak MB, {few:,}", f"{releases:,}"]]
    for step in steps:
        before, cost = half[step.name], step.ours
        each = f"{1000 * before.seconds / few:.2f}", f"{1000 * cost.seconds / releases:.2f}"
        rows.append([step.name, *each, f"{before.peak:.1f}", f"{cost.peak:.1f}"])
    return table(rows)


def misses(steps: Sequence[Step], half: dict[str, Cost]) -> list[str]:
    """Returns what falls short of the figures that the project sets itself, one line each."""
    found = [f"{one.name}: {one.ratio:.1f} times as fast, wanted {one.wanted:g}" for one in steps if one.ratio < one.wanted]
    for step in steps:
        peak, before = step.ours.peak, half[step.name].peak
        if peak >= MOST_MEMORY:
            found.append(f"{step.name}: {peak:.0f} MB, wanted under {MOST_MEMORY:.0f}")
        if peak > before * MOST_GROWTH:
            found.append(f"{step.name}: {before:.0f} MB grow to {peak:.0f} MB on twice as many releases")
    return found


def main(arguments: Sequence[str] | None = None) -> int:
    """The command line; returns the exit status."""
    parser = argparse.ArgumentParser(description="Compare time and memory with Translate Toolkit on an archive of HTML releases.")
    parser.add_argument("--releases", type=int, default=1000)
    parser.add_argument("--sentences", type=int, default=30, help="of each release")
    parser.add_argument("--runs", type=int, default=5, help=f"of each step that takes less than {CHEAP:g} s; the median counts")
    parser.add_argument("--folder", type=Path, help="where to work, and to leave the archive [default: a temporary folder]")
    parser.add_argument("--check", action="store_true", help="exit with 1 if a figure that the project sets itself is missed")
    asked = parser.parse_args(arguments)
    if asked.releases < 2:
        parser.error("--releases: at least 2")
    if asked.folder and asked.folder.exists() and any(asked.folder.iterdir()):
        parser.error("--folder: has to be empty or missing")
    with tempfile.TemporaryDirectory(prefix="workflow-benchmark-") as temporary:
        base = asked.folder or Path(temporary)

        def archive(name: str, releases: int) -> Archive:
            made = Archive(base / name, releases, asked.sentences)
            print(f"{name}: {releases:,} releases in {made.folder}", file=sys.stderr)
            made.make()
            return made

        half = dict(ours(archive("half", asked.releases // 2), asked.runs))
        steps = []
        # One step of ours, then the same of theirs: what else the machine does falls on both.
        pairs = zip(ours(archive("ours", asked.releases), asked.runs), theirs(archive("theirs", asked.releases), asked.runs), strict=True)
        for (name, cost), (_, peer, quick) in pairs:
            print(f"{name}: {cost.seconds:.2f} s, theirs {peer.seconds:.2f} s", file=sys.stderr)
            steps.append(Step(name, cost, peer, quick))
    print(
        f"{asked.releases:,} HTML releases, {asked.sentences} sentences each; Python {platform.python_version()}, {os.cpu_count()} cores\n"
    )
    print(comparison(steps))
    print(f"\n{growth(half, steps, asked.releases)}")
    short = misses(steps, half)
    if asked.check:
        print("\n" + ("\n".join(f"short: {one}" for one in short) or "every figure is met"))
    return 1 if asked.check and short else 0


if __name__ == "__main__":
    sys.exit(main())
