"""The command line: parse, call one function of the pipeline, print. Reports go to standard output, everything else to standard error.

Exit status: 0 done, also where releases merely wait for review; 1 findings of severity error, a release that could not be processed, or one
named on the command line that could not be published; 2 wrong use, or a project that can not be used.
"""

from __future__ import annotations

import io
import json
import os
import sqlite3
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from workflow.errors import UsageError, WorkflowError

if TYPE_CHECKING:
    from workflow.pipeline import Run
    from workflow.project import Project

_JSON = "workflow.cli.json"
CONTEXT = {"help_option_names": ["-h", "--help"], "max_content_width": 100}


@dataclass(frozen=True, slots=True)
class Options:
    """What every command is given."""

    project: Path
    languages: tuple[str, ...]
    as_json: bool
    quiet: bool

    def load(self) -> Project:
        """Returns the project."""
        from workflow import project as projects

        return projects.load(self.project)

    def wanted(self, project: Project) -> tuple[str, ...]:
        """Returns the languages that were asked for; none: all."""
        from workflow.languages import canonical

        wanted = tuple(dict.fromkeys(canonical(one) for one in self.languages))
        for one in wanted:
            if one not in project.languages:
                raise UsageError(f"“{one}” is not a language of this project", hint=f"it has: {', '.join(project.languages) or 'none yet'}")
        return wanted

    @contextmanager
    def begin(self, names: tuple[str, ...] = ()) -> Iterator[Run]:
        """Opens the project for one run."""
        from workflow import pipeline
        from workflow.progress import Terminal

        project = self.load()
        with pipeline.begin(project, names, languages=self.wanted(project), reporter=Terminal(quiet=self.quiet)) as run:
            yield run


def options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Adds the options that every command has, and hands them over as one value."""

    @click.option(
        "--project",
        "-C",
        "folder",
        type=click.Path(path_type=Path),
        default=Path(),
        metavar="DIR",
        help="The project's folder [default: this one].",
    )
    @click.option(
        "--language", "-l", "languages", multiple=True, metavar="LANG", help="Only this language (BCP 47: ru, pt-BR); can be given again."
    )
    @click.option("--json", "as_json", is_flag=True, help="Print the report as one JSON document.")
    @click.option("--quiet", "-q", is_flag=True, help="Print nothing but the report's errors.")
    def wrapped(folder: Path, languages: tuple[str, ...], as_json: bool, quiet: bool, **rest: Any) -> Any:
        _ask_for_json(as_json)
        return command(Options(folder, languages, as_json, quiet), **rest)

    wrapped.__name__, wrapped.__doc__ = command.__name__, command.__doc__
    wrapped.__click_params__ = getattr(command, "__click_params__", []) + wrapped.__click_params__  # type: ignore[attr-defined]  # click's own way
    return wrapped


def names(command: Callable[..., Any]) -> Callable[..., Any]:
    """Adds the releases that a command is about."""
    return click.argument("releases", nargs=-1, metavar="[RELEASE]...")(command)


class _Group(click.Group):
    """Turns the program's errors into one line and an exit status, never a traceback."""

    def invoke(self, context: click.Context) -> Any:
        for stream in (sys.stdout, sys.stderr):
            if isinstance(stream, io.TextIOWrapper):
                stream.reconfigure(errors="backslashreplace")  # a console that lacks a letter is no reason to end
        try:
            return super().invoke(context)
        except WorkflowError as error:
            self._end(context, error, 2 if isinstance(error, UsageError) else 1)
        except BrokenPipeError:
            # Who read the report has seen enough; what is left in the buffer goes nowhere.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            context.exit(0)
        except OSError as error:
            said = WorkflowError(error.strerror or str(error), path=str(error.filename or ""), hint="free the place and run again")
            self._end(context, said, 2)
        except sqlite3.Error as error:
            self._end(context, WorkflowError(str(error), path=".workflow/index.sqlite", hint="free the disk, or delete the file"), 2)

    def _end(self, context: click.Context, error: WorkflowError, status: int) -> None:
        if context.meta.get(_JSON):
            said = {"message": error.message, "path": error.path, "line": error.line, "hint": error.hint}
            click.echo(json.dumps({"error": said}, ensure_ascii=False, indent=2))
        click.echo(f"workflow: {error}", err=True)
        context.exit(status)


def _ask_for_json(wanted: bool) -> None:
    click.get_current_context().meta[_JSON] = wanted


@click.group(cls=_Group, context_settings=CONTEXT)
@click.version_option(package_name="press-workflow", prog_name="workflow")
def main() -> None:
    """Translation and publishing workflow for press offices.

    Releases under sources/ are cut into sentences, translated in PO catalogs under locales/, and published, aligned sentence
    by sentence, under exports/. The main job is: workflow run
    """


@main.command()
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

    _ask_for_json(as_json)
    show.finish(Options(folder, languages, as_json, quiet), show.made(make(folder, source_language, languages)), None)
    if not quiet:
        click.echo("Put a release (.txt, .html, .xml) into sources/ and run: workflow run", err=True)


@main.command()
@names
@click.option("--resegment", is_flag=True, help="Cut all sentences anew, by today's rules; accepted texts are carried over.")
@options
def sync(opts: Options, releases: tuple[str, ...], resegment: bool) -> None:
    """Bring the catalogs up to the sources: new, changed, renamed and removed releases."""
    from workflow import pipeline, show

    with opts.begin(releases) as run:
        report = pipeline.sync(run, resegment=resegment)
        show.finish(opts, show.synced(report), run)


@main.command()
@names
@click.option("--engine", metavar="NAME", help="What drafts: argos, pseudo, or a plug-in [default: the project's].")
@click.option("--again", is_flag=True, help="Make drafts that nobody touched anew.")
@options
def draft(opts: Options, releases: tuple[str, ...], engine: str | None, again: bool) -> None:
    """Fill untranslated entries: accepted texts first, then machine drafts, always marked as drafts."""
    from workflow import pipeline, show

    with opts.begin(releases) as run:
        done = pipeline.draft(run, engine=engine, again=again)
        show.finish(opts, show.drafted(done), run)


@main.command()
@names
@options
def check(opts: Options, releases: tuple[str, ...]) -> None:
    """Check accepted translations; a finding of severity error blocks publication."""
    from workflow import pipeline, show

    with opts.begin(releases) as run:
        findings = pipeline.check(run)
        show.finish(opts, show.checked(findings), run, findings=findings)


@main.command()
@names
@click.option("--preview", is_flag=True, help="Render everything, drafts included, into .workflow/preview/.")
@options
def publish(opts: Options, releases: tuple[str, ...], preview: bool) -> None:
    """Write exports/: pages, TEI, TMX and alignment of every release that is ready."""
    from workflow import pipeline, show

    with opts.begin(releases) as run:
        if preview:
            show.finish(opts, show.previewed(pipeline.preview(run)), run)
            return
        published = pipeline.publish(run)
        show.finish(opts, show.published(published), run, unpublished=show.named_but_unpublished(published, releases))


@main.command()
@names
@options
def status(opts: Options, releases: tuple[str, ...]) -> None:
    """Show for each release and language what is published, and why something is not."""
    from workflow import pipeline, show

    with opts.begin(releases) as run:
        show.finish(opts, show.status(pipeline.status(run)), run)


@main.command()
@names
@options
def run(opts: Options, releases: tuple[str, ...]) -> None:
    """The main job: sync, draft, check, publish, and the status of all."""
    from workflow import pipeline, show

    with opts.begin(releases) as run_:
        outcome = pipeline.everything(run_)
        show.finish(opts, show.outcome(outcome), run_, findings=outcome.findings)


@main.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--explain", is_flag=True, help="Tell for each place which rule decided.")
@options
def split(opts: Options, file: Path, explain: bool) -> None:
    """Show how a file is cut into sentences."""
    from workflow import show
    from workflow.pipeline.explain import explain as explain_file

    show.finish(opts, show.split(explain_file(opts.load(), file), explain=explain), None)


@main.group()
def models() -> None:
    """Argos translation packages: list, install, remove, verify."""


@models.command("list")
@options
def models_list(opts: Options) -> None:
    """List the packages on this machine."""
    from workflow import show
    from workflow.drafts import packages

    show.finish(opts, show.models([*packages.installed(), *packages.embedded()], packages.broken()), None)


@models.command("install")
@click.argument("what", nargs=-1, required=True, metavar="SOURCE TARGET | FILE")
@click.option("--index", "index_url", default="", metavar="URL", help="Folder of another package index.")
@options
def models_install(opts: Options, what: tuple[str, ...], index_url: str) -> None:
    """Install a package: for a pair of languages from the Argos index, or from a file.

    workflow models install en ru
    workflow models install translate-en_ru-1_9.argosmodel
    """
    from workflow import show
    from workflow.drafts import install
    from workflow.progress import Terminal

    terminal = Terminal(quiet=opts.quiet)
    if len(what) > 2:
        raise UsageError("too many arguments", hint="give two languages (en ru), or one file")
    with terminal.transfer("install") as progress:
        if len(what) == 2:
            package = install.install_pair(what[0], what[1], index_url, progress)
        else:
            package = install.install_file(Path(what[0]), progress)
    show.finish(opts, show.models([package], []), None)


@models.command("remove")
@click.argument("source", metavar="SOURCE")
@click.argument("target", metavar="TARGET")
@options
def models_remove(opts: Options, source: str, target: str) -> None:
    """Remove the installed package of a pair of languages."""
    from workflow import show
    from workflow.drafts import install

    package = install.remove(source, target)
    show.finish(opts, show.removed(package), None)


@models.command("verify")
@options
def models_verify(opts: Options) -> None:
    """Prove that every pair of this project can be drafted offline: load each package and translate a word."""
    from workflow import show
    from workflow.drafts import install, packages

    project = opts.load()
    found = []
    for language in opts.wanted(project) or project.languages:
        route = packages.route(project.source_language, language)
        if not route:
            pair = f"{project.source_language} {language}"
            raise WorkflowError(f"no package for {pair}", hint=f"workflow models install {pair}")
        for package in route:
            install.verify(package)
            found.append(package)
    show.finish(opts, show.models(found, []), None)
