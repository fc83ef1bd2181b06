"""What every command shares: its options, and how an error of the program ends it."""

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

from workflow.errors import UsageError, WorkflowError, one_line

if TYPE_CHECKING:
    from workflow.pipeline import Run
    from workflow.project import Project

_JSON = "workflow.cli.json"


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
        import gc

        from workflow import pipeline
        from workflow.progress import Terminal

        # Documents and catalogs are large trees without cycles: to look for cycles after each 700 new objects costs a run 6 % of its time.
        gc.set_threshold(10_000)
        project = self.load()
        with pipeline.begin(project, names, languages=self.wanted(project), reporter=Terminal(quiet=self.quiet)) as run:
            yield run


project = click.option(
    "--project",
    "-C",
    "folder",
    type=click.Path(path_type=Path),
    default=Path(),
    metavar="DIR",
    help="The project's folder [default: this one].",
)


def options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Adds the options that every command has, and hands them over as one value."""

    @project
    @click.option(
        "--language", "-l", "languages", multiple=True, metavar="LANG", help="Only this language (BCP 47: ru, pt-BR); can be given again."
    )
    @click.option("--json", "as_json", is_flag=True, help="Print the report as one JSON document.")
    @click.option("--quiet", "-q", is_flag=True, help="Print nothing but the report's errors.")
    def wrapped(folder: Path, languages: tuple[str, ...], as_json: bool, quiet: bool, **rest: Any) -> Any:
        ask_for_json(as_json)
        return command(Options(folder, languages, as_json, quiet), **rest)

    wrapped.__name__, wrapped.__doc__ = command.__name__, command.__doc__
    wrapped.__click_params__ = getattr(command, "__click_params__", []) + wrapped.__click_params__  # type: ignore[attr-defined]  # click's own way
    return wrapped


def names(command: Callable[..., Any]) -> Callable[..., Any]:
    """Adds the releases that a command is about."""
    return click.argument("releases", nargs=-1, metavar="[RELEASE]...")(command)


class Group(click.Group):
    """Turns the program's errors into one line and an exit status, never a traceback."""

    def main(self, *arguments: Any, **options: Any) -> Any:
        if os.name == "posix" and sys.getfilesystemencoding() != "utf-8" and os.environ.get("PYTHONUTF8") != "1":
            # In a locale of another encoding no file with a Cyrillic name could be named; Python can not change that once it runs.
            os.execve(sys.executable, [sys.executable, *sys.orig_argv[1:]], {**os.environ, "PYTHONUTF8": "1"})
        return super().main(*arguments, **options)

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
        click.echo(one_line(f"workflow: {error}"), err=True)
        context.exit(status)


def ask_for_json(wanted: bool) -> None:
    """Makes an error that ends this command part of its JSON document."""
    click.get_current_context().meta[_JSON] = wanted
