"""workflow exchange: catalogs for other tools, and what comes back from them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from workflow.cli.options import Options, names, options

if TYPE_CHECKING:
    from workflow.pipeline.exchange_in import Imported
    from workflow.show import Report


@click.group()
def exchange() -> None:
    """Exchange translations with other tools: XLIFF 2.1, PO templates, TMX 1.4b, spreadsheets, review sheets."""


@exchange.command("export")
@names
@click.option(
    "--format",
    "-f",
    "kind",
    type=click.Choice(["xliff", "pot", "tmx", "csv", "xlsx"]),
    required=True,
    help="xliff for translation tools, csv or xlsx for a spreadsheet, pot for an empty template, tmx for a translation memory.",
)
@click.option(
    "--output",
    "-o",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="DIR",
    help="Where the folders of the languages are made [default: .workflow/exchange].",
)
@options
def export(opts: Options, releases: tuple[str, ...], kind: str, output: Path | None) -> None:
    """Write releases for another tool; tmx without a release writes the whole memory.

    workflow exchange export 2026-12-01-visit --format xliff
    """
    from workflow import show
    from workflow.pipeline.exchange_out import export as write

    with opts.begin(releases) as run:
        done = write(run, kind, output, whole_memory=not releases)
        data = [{"path": one.path, "release": one.release, "language": one.language, "entries": one.entries} for one in done]
        lines = [f"{one.path}: {one.entries:,} {'entry' if one.entries == 1 else 'entries'}" for one in done]
        show.finish(opts, show.Report("\n".join(lines) or "Nothing to export.", {"export": data}), run)


@exchange.command("import")
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path), metavar="FILE...")
@click.option("--by", default="", metavar="NAME", help="Who worked in the files; asked for where a second person has to approve.")
@options
def take_in(opts: Options, files: tuple[Path, ...], by: str) -> None:
    """Take in what other tools did; never over newer text of a person. A broken file changes nothing.

    workflow exchange import 2026-12-01-visit.xlf
    """
    from workflow import show
    from workflow.pipeline.exchange_in import take_in as read

    with opts.begin() as run:
        done, broken = read(run, files, by=by)
        findings = [*(finding for one in done for finding in one.findings), *broken]
        show.finish(opts, _imported(done), run, findings=findings)


def _imported(done: Sequence[Imported]) -> Report:
    """Returns what came in, file by file; why something did not is among the findings."""
    from workflow.show import Report

    lines, data = [], []
    for one in done:
        place = f"{one.release} [{one.language}]" if one.release else f"memory [{one.language}]"
        refused = f", {one.refused:,} not taken" if one.refused else ""
        lines.append(f"{one.path} → {place}: {one.taken:,} taken, {one.unchanged:,} unchanged{refused}")
        data.append({key: value for key, value in asdict(one).items() if key != "findings"})
    return Report("\n".join(lines) or "Nothing came in.", {"import": data})
