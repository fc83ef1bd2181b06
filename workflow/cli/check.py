"""The command `check`: what is wrong with accepted translations, for people, programs and code review sites."""

from __future__ import annotations

import json
from typing import Literal

import click

from workflow.cli.options import Options, names, options


@click.command()
@names
@click.option("--fix", "fix_", is_flag=True, help="Correct signs and spaces where that is safe, and tell what was corrected.")
@click.option(
    "--format",
    "format_",
    type=click.Choice(["text", "github", "sarif"]),
    default="text",
    show_default=True,
    help="github: annotations of GitHub Actions; sarif: SARIF 2.1.0.",
)
@click.option("--list", "list_", is_flag=True, help="List all checks: code, severity, what each asks for.")
@options
def check(opts: Options, releases: tuple[str, ...], fix_: bool, format_: Literal["text", "github", "sarif"], list_: bool) -> None:
    """Check accepted translations; a finding of severity error blocks publication."""
    from workflow import show
    from workflow.errors import UsageError

    if opts.as_json and format_ != "text":
        raise UsageError(f"--json and --format {format_} are two formats", hint="give one of them")
    if list_:
        show.finish(opts, show.checks(), None)
        return
    from workflow.pipeline.check import check as check_texts
    from workflow.pipeline.fix import fix_texts

    with opts.begin(releases) as run:
        fixed = fix_texts(run) if fix_ else []
        findings = check_texts(run)
        report = show.checked(findings, fixed)
        if format_ == "text":
            show.finish(opts, report, run, findings=findings)
            return
        if format_ == "sarif":
            click.echo(json.dumps(show.as_sarif(findings), ensure_ascii=False, indent=2))
        else:
            for line in show.as_annotations(findings):
                click.echo(line)
        show.end(findings)
