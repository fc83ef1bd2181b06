"""The commands about the site as a whole: verify."""

from __future__ import annotations

import click

from workflow.cli.options import Options, options


@click.command()
@click.option("--url", default="", metavar="BASE", help="Ask a running server instead of reading exports/: http://127.0.0.1:8000/")
@options
def verify(opts: Options, url: str) -> None:
    """Open what was built: links, languages, drafts, markup, alignment, feeds and sitemap."""
    from workflow import show
    from workflow.pipeline.verify import verify as verify_site
    from workflow.progress import Terminal

    project = opts.load()
    count, found = verify_site(project, url=url, languages=opts.wanted(project), reporter=Terminal(quiet=opts.quiet))
    errors = sum(one.severity == "error" for one in found)
    said = f"{count:,} files, {len(found)} findings, {errors} errors." if found else f"{count:,} files, no findings."
    report = show.Report(said if count else "Nothing is published yet.", {"files": count, "errors": errors})
    show.finish(opts, report, None, findings=found)


COMMANDS = (verify,)
