"""The commands of every day: init, sync, draft, publish, run, split."""

from __future__ import annotations

from pathlib import Path

import click

from workflow.cli.options import Options, ask_for_json, names, options


@click.command()
@click.argument("folder", type=click.Path(path_type=Path), default=Path(), metavar="[DIR]")
@click.option("--source-language", default="en", show_default=True, metavar="LANG", help="What the sources are written in.")
@click.option(
    "--language",
    "-l",
    "languages",
    multiple=True,
    default=("ru",),
    show_default=True,
    metavar="LANG",
    help="What they are translated into.",
)
@click.option("--json", "as_json", is_flag=True, help="Print what was made as one JSON document.")
@click.option("--quiet", "-q", is_flag=True, help="Print nothing but errors.")
def init(folder: Path, source_language: str, languages: tuple[str, ...], as_json: bool, quiet: bool) -> None:
    """Make a project: a commented workflow.toml and the folders."""
    from workflow import show
    from workflow.init import init as make

    ask_for_json(as_json)
    show.finish(Options(folder, languages, as_json, quiet), show.made(make(folder, source_language, languages)), None)
    if not quiet:
        click.echo("Put a release (.txt, .html, .xml) into sources/ and run: workflow run", err=True)


@click.command()
@names
@click.option("--resegment", is_flag=True, help="Cut all sentences anew, by today's rules; accepted texts are carried over.")
@options
def sync(opts: Options, releases: tuple[str, ...], resegment: bool) -> None:
    """Bring the catalogs up to the sources: new, changed, renamed and removed releases."""
    from workflow import show
    from workflow.pipeline.sync import sync as bring_up

    with opts.begin(releases) as run:
        report = bring_up(run, resegment=resegment)
        show.finish(opts, show.synced(report), run)


@click.command()
@names
@click.option("--engine", metavar="NAME", help="What drafts: argos, pseudo, libretranslate, or a plug-in [default: the project's].")
@click.option("--again", is_flag=True, help="Make drafts that nobody touched anew.")
@options
def draft(opts: Options, releases: tuple[str, ...], engine: str | None, again: bool) -> None:
    """Fill untranslated entries: accepted texts first, then machine drafts, always marked as drafts."""
    from workflow import show
    from workflow.pipeline.draft import draft as fill

    with opts.begin(releases) as run:
        done = fill(run, engine=engine, again=again)
        show.finish(opts, show.drafted(done), run)


@click.command()
@names
@click.option("--preview", is_flag=True, help="Render everything, drafts included, into .workflow/preview/.")
@options
def publish(opts: Options, releases: tuple[str, ...], preview: bool) -> None:
    """Write exports/: pages, TEI, TMX and alignment of every release that is ready."""
    from workflow import show
    from workflow.pipeline.preview import preview as render
    from workflow.pipeline.publish import publish as write

    with opts.begin(releases) as run:
        if preview:
            show.finish(opts, show.previewed(render(run)), run)
            return
        published = write(run)
        show.finish(opts, show.published(published), run, unpublished=show.named_but_unpublished(published, releases))


@click.command()
@names
@options
def run(opts: Options, releases: tuple[str, ...]) -> None:
    """The main job: sync, draft, check, publish, and the status of all."""
    from workflow import show
    from workflow.pipeline.main import everything

    with opts.begin(releases) as run_:
        outcome = everything(run_)
        show.finish(opts, show.outcome(outcome), run_, findings=outcome.findings)


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--explain", is_flag=True, help="Tell for each place which rule decided.")
@options
def split(opts: Options, file: Path, explain: bool) -> None:
    """Show how a file is cut into sentences."""
    from workflow import show
    from workflow.pipeline.explain import explain as explain_file

    show.finish(opts, show.split(explain_file(opts.load(), file), explain=explain), None)


COMMANDS = (init, sync, draft, publish, run, split)
