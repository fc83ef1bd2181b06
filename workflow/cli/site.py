"""The commands about the site as a whole: verify, serve."""

from __future__ import annotations

from pathlib import Path

import click

from workflow.cli.options import Options, options, project


@click.command()
@click.option("--url", default="", metavar="BASE", help="Ask a running server instead of reading exports/: http://127.0.0.1:8000/")
@options
def verify(opts: Options, url: str) -> None:
    """Open what was built: links, languages, drafts, markup, alignment, feeds and sitemap."""
    from workflow import show
    from workflow.pipeline.verify import verify as verify_site
    from workflow.progress import Terminal

    loaded = opts.load()
    count, found = verify_site(loaded, url=url, languages=opts.wanted(loaded), reporter=Terminal(quiet=opts.quiet))
    errors = sum(one.severity == "error" for one in found)
    said = f"{count:,} files, {len(found)} findings, {errors} errors." if found else f"{count:,} files, no findings."
    report = show.Report(said if count else "Nothing is published yet.", {"files": count, "errors": errors})
    show.finish(opts, report, None, findings=found)


@click.command()
@click.option("--port", default=8000, show_default=True, type=click.IntRange(0, 65535), help="0: any that is free.")
@click.option(
    "--host", default="127.0.0.1", show_default=True, metavar="ADDRESS", help="Where to listen; only this machine can ask by default."
)
@project
@click.option("--quiet", "-q", is_flag=True, help="Print nothing but errors.")
def serve(port: int, host: str, folder: Path, quiet: bool) -> None:
    """Show preview and dashboard in a browser; pages reload when a source or catalog is saved. Ctrl-C ends it."""
    from workflow.pipeline.serve import serve as serve_project

    def ready(address: str) -> None:
        if not quiet:
            click.echo(f"{address}   (Ctrl-C ends it)", err=True)
            if not address.startswith(("http://127.", "http://[::1]")):
                click.echo("Drafts and releases under embargo can be read by everybody who can reach this address.", err=True)

    serve_project(Options(folder, (), as_json=False, quiet=quiet).load(), host=host, port=port, ready=ready)


COMMANDS = (verify, serve)
