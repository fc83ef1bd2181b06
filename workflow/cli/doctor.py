"""workflow doctor: what killed runs, other tools and hands left behind."""

from __future__ import annotations

from dataclasses import asdict

import click

from workflow.cli.options import Options, options
from workflow.model import Where


@click.command()
@click.option("--dry-run", is_flag=True, help="Only say what would be repaired.")
@options
def doctor(opts: Options, dry_run: bool) -> None:
    """Repair what can only be meant one way (stale locks, leftovers, doubles, a damaged index); say what a person must decide."""
    import sys

    from workflow import show
    from workflow.pipeline.doctor import doctor as look

    found = look(opts.load(), dry_run=dry_run)
    verb = "would repair" if dry_run else "repaired"
    lines = []
    for one in found:
        place = Where(one.path, one.line).place
        said = f"{verb} {place}" if one.repaired else f"for you: {place}"
        lines.append(f"{said}: {one.message}" + (f" — {one.todo}" if one.todo else "") + f" [{one.code}]")
    show.finish(opts, show.Report("\n".join(lines) or "All is well.", {"doctor": [asdict(one) for one in found]}), None)
    if any(one.code in ("D201", "D205") for one in found):
        sys.exit(1)
