"""Cost per release at growing sizes of an archive in four languages, and what other programs need for the same files.

    python tests/benchmarks/scale.py [--base 625] [--sizes 1 4 16] [--others 100]

Each step is a whole process, start-up included. A cost that grows faster than the work shows as a row whose figures rise to the right.
At 16 times 625 the archive has 10,000 releases and 40,000 catalogs, and needs some 4 GB and, on two cores, about half an hour. See
README.md in this folder.
"""

from __future__ import annotations

import argparse
import os
import platform
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import generate
from archive import Cost, program, spend, table

LANGUAGES = ("ru", "ru-BY", "ru-KG", "ru-KZ")
"""Four catalogs a release, all of which the pseudo-translator of `generate.py` can fill so that checks find nothing."""

MOST_MEMORY = 500.0
"""MB that no step may need."""
NOTHING, ONE = "sync, nothing changed", "sync and draft, 1 release changed"
MOST_SECONDS = {NOTHING: 2.0, ONE: 3.0}
"""What the project sets itself for 10,000 releases in four languages."""

_ENGINE = 'engine = "pseudo"\n'
"""Drafting by a model costs what the model costs; here the memory is asked, and what it does not know is made up at once."""


def add(folder: Path, number: int, sentences: int, words: str) -> None:
    """Writes a sentence that no release has at the end of one of them."""
    path = generate.write(folder, number, sentences=sentences, formats=["html"], seed=1)
    said = f"<p>The Office thanks its partners for {words}.</p>\n</article>"
    path.write_text(path.read_text("utf-8").replace("</article>", said, 1), encoding="utf-8")


def steps(folder: Path, releases: int, sentences: int) -> Iterator[tuple[str, Cost]]:
    """Yields step and cost of this program on a new archive."""
    workflow = program("workflow")
    generate.generate(folder, releases=releases, sentences=sentences, formats=["html"], languages=LANGUAGES, seed=1)
    configuration = folder / "workflow.toml"
    configuration.write_text(configuration.read_text("utf-8") + _ENGINE, encoding="utf-8")

    def run(*arguments: str) -> Cost:
        return spend(folder, workflow, *arguments)

    yield "first sync", run("sync")
    spend(folder, sys.executable, generate.__file__, "--accept", "locales")
    yield "sync, all accepted", run("sync")
    yield "publish all", run("publish")
    yield NOTHING, run("sync")
    yield "publish, all compared", run("publish")
    yield "publish, nothing changed", run("publish")
    yield "status", run("status")
    yield "check, all compared", run("check")
    yield "check, nothing changed", run("check")
    add(folder, releases // 2, sentences, "their support in twelve regions of the country")
    yield "sync and draft, memory learned", run("sync") + run("draft")
    add(folder, releases // 3, sentences, "their support in seven regions of the country")
    yield ONE, run("sync") + run("draft")
    run("run")
    generate.write(folder, releases // 4, sentences=sentences, formats=["html"], seed=1, revision=1)
    yield "run, 1 release changed", run("run")
    run("run")  # what was written is compared
    yield "run, nothing changed", run("run")


def others(base: Path, releases: int, sentences: int) -> Iterator[tuple[str, dict[str, Cost]]]:
    """Yields program and its cost a step, for one language, on an archive that is small because po4a is slow."""
    archives = {name: base / name for name in ("workflow", "Translate Toolkit", "po4a")}
    for folder in archives.values():
        generate.generate(folder, releases=releases, sentences=sentences, formats=["html"], languages=["ru"], seed=1)

    def measured(folder: Path, sync: Callable[[], Cost], publish: Callable[[], Cost], catalogs: str) -> dict[str, Cost]:
        costs = {"first sync": sync()}
        spend(folder, sys.executable, generate.__file__, "--accept", catalogs)
        sync()  # takes in what was accepted
        costs[NOTHING] = sync()
        costs["publish all"] = publish()
        return costs

    ours = archives["workflow"]
    yield (
        "workflow",
        measured(ours, lambda: spend(ours, program("workflow"), "sync"), lambda: spend(ours, program("workflow"), "publish"), "locales"),
    )

    theirs, quiet = archives["Translate Toolkit"], "--progress=none"

    def extract() -> Cost:
        made = spend(theirs, program("html2po"), quiet, "--pot", "-i", "sources", "-o", "pot")
        merged = ("-t", "po", "-o", "new") if (theirs / "po").exists() else ("-o", "po")
        return made + spend(theirs, program("pot2po"), quiet, "-i", "pot", *merged)

    yield (
        "Translate Toolkit",
        measured(theirs, extract, lambda: spend(theirs, program("po2html"), quiet, "-i", "po", "-t", "sources", "-o", "html"), "po"),
    )
    if shutil.which("po4a") is None:
        print("po4a is not installed (Debian: apt install po4a): left out", file=sys.stderr)
        return
    fourth = archives["po4a"]
    lines = ["[po4a_langs] ru", "[po4a_paths] po/$master/$master.pot $lang:po/$master/$lang.po"]
    for path in sorted((fourth / "sources").glob("*.html")):
        (fourth / "po" / path.name).mkdir(parents=True)
        lines.append(f"[type: xhtml] sources/{path.name} ru:out/{path.name}")
    (fourth / "po4a.cfg").write_text("\n".join(lines) + "\n", encoding="utf-8")
    (fourth / "out").mkdir()
    update = ("po4a", "--no-translations", "po4a.cfg")
    yield "po4a", measured(fourth, lambda: spend(fourth, *update), lambda: spend(fourth, "po4a", "--keep", "0", "po4a.cfg"), "po")


def growth(found: dict[int, dict[str, Cost]]) -> str:
    """Returns the table of all sizes: seconds, then processor time a catalog in milliseconds, then peaks."""
    sizes = sorted(found)
    heads = [f"{size:,}" for size in sizes]
    rows = [["step", *(f"s, {one}" for one in heads), *(f"CPU ms/catalog, {one}" for one in heads), *(f"MB, {one}" for one in heads)]]
    for step in found[sizes[0]]:
        costs = [found[size][step] for size in sizes]
        each = [f"{1000 * cost.cpu / (size * len(LANGUAGES)):.2f}" for size, cost in zip(sizes, costs, strict=True)]
        rows.append([step, *(f"{cost.seconds:.2f}" for cost in costs), *each, *(f"{cost.peak:.0f}" for cost in costs)])
    return table(rows)


def main(arguments: Sequence[str] | None = None) -> int:
    """The command line; returns the exit status."""
    parser = argparse.ArgumentParser(description="Measure how costs grow with an archive in four languages.")
    parser.add_argument("--base", type=int, default=625, help="releases of the smallest archive")
    parser.add_argument("--sizes", type=int, nargs="*", default=[1, 4, 16], help="times that; none: only the comparison with others")
    parser.add_argument("--sentences", type=int, default=30, help="of each release")
    parser.add_argument("--others", type=int, default=100, help="releases on which other programs are compared; 0: not at all")
    parser.add_argument("--folder", type=Path, help="where to work [default: a temporary folder]")
    asked = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="workflow-benchmark-", dir=asked.folder) as temporary:
        base = Path(temporary)
        machine = f"Python {platform.python_version()}, {os.cpu_count()} cores"
        print(f"{len(LANGUAGES)} languages, {asked.sentences} sentences a release; {machine}\n")
        found: dict[int, dict[str, Cost]] = {}
        for times in sorted(asked.sizes):
            releases = asked.base * times
            folder = base / str(releases)
            found[releases] = {}
            for step, cost in steps(folder, releases, asked.sentences):
                print(f"{releases:,}: {step}: {cost.seconds:.2f} s, {cost.cpu:.2f} s CPU, {cost.peak:.0f} MB", file=sys.stderr, flush=True)
                found[releases][step] = cost
            shutil.rmtree(folder)
        if found:
            print(growth(found))
        if asked.others:
            rows = [["one language", "first sync, ms/release", NOTHING, "publish all", "peak MB"]]
            for name, costs in others(base, asked.others, asked.sentences):
                each = [f"{1000 * cost.cpu / asked.others:.1f}" for cost in costs.values()]
                rows.append([name, *each, f"{max(cost.peak for cost in costs.values()):.0f}"])
            print(f"\n{asked.others} releases, processor time:\n\n{table(rows)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
