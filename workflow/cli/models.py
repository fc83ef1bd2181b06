"""workflow models: Argos translation packages."""

from __future__ import annotations

from pathlib import Path

import click

from workflow.cli.options import Options, options
from workflow.errors import UsageError, WorkflowError


@click.group()
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
@click.argument("what", nargs=-1, required=True, metavar="SOURCE TARGET | FILE | FOLDER")
@click.option("--index", "index_url", default="", metavar="URL", help="Folder of another package index.")
@options
def models_install(opts: Options, what: tuple[str, ...], index_url: str) -> None:
    """Install a package: for a pair of languages from the Argos index, from a file, or from a folder.

    workflow models install en ru
    workflow models install translate-en_ru-1_9.argosmodel
    """
    from workflow import project as projects
    from workflow import show
    from workflow.drafts import install
    from workflow.progress import Terminal

    terminal = Terminal(quiet=opts.quiet)
    project = projects.find(opts.project)  # packages can be installed anywhere; a project may say which
    pinned = project.packages if project else {}
    if len(what) > 2:
        raise UsageError("too many arguments", hint="give two languages (en ru), or one file or folder")
    with terminal.transfer("install") as progress:
        if len(what) == 2:
            package = install.install_pair(what[0], what[1], index_url, progress, pinned=pinned)
        else:
            package = install.install_file(Path(what[0]), progress, pinned=pinned)
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
            install.verify(package, pinned=project.packages)
            found.append(package)
    show.finish(opts, show.models(found, []), None)
