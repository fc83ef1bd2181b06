"""The commands of review: status, approve, reject, sheet."""

from __future__ import annotations

from pathlib import Path

import click

from workflow.cli.options import Options, names, options
from workflow.errors import UsageError

_SEGMENT = "Which: its number in reading order (3, or 1-4,6), or a part of the sentence that no other has; can be given again."
_BY = "Who signs [default: user.name of git]."


@click.command()
@names
@click.option("--history", "ask", flag_value="history", help="How far each translation was at each commit, from git.")
@click.option("--drafts", "ask", flag_value="drafts", help="What people kept of each engine’s drafts, by kind of block.")
@options
def status(opts: Options, releases: tuple[str, ...], ask: str | None) -> None:
    """Show for each release and language what is published, and why something is not."""
    from workflow import show, show_review

    with opts.begin(releases) as run:
        if ask == "history":
            from workflow.pipeline.history import history

            report = show_review.history(history(run))
        elif ask == "drafts":
            from workflow.pipeline.kept import kept

            report = show_review.kept(kept(run))
        else:
            from workflow.pipeline.status import status as standings

            report = show_review.status(standings(run))
        show.finish(opts, report, run)


@click.command()
@click.argument("releases", nargs=-1, required=True, metavar="RELEASE...")
@click.option("--by", default="", metavar="NAME", help=_BY)
@click.option("--segment", "segments", multiple=True, metavar="N|TEXT", help=f"{_SEGMENT} All, if none is given.")
@click.option("--ready", is_flag=True, help="Approve what can be approved, and name the rest.")
@options
def approve(opts: Options, releases: tuple[str, ...], by: str, segments: tuple[str, ...], ready: bool) -> None:
    """Sign accepted translations: a second person has read exactly these texts.

    A catalog is approved whole or not at all, unless --segment or --ready asks for a part.
    """
    from workflow import show, show_review
    from workflow.pipeline.approve import approve as sign

    with opts.begin(releases) as run:
        done = sign(run, by=by or _user(run.project.root), segments=segments, ready=ready)
        show.finish(opts, show_review.signed(done, "approved"), run, findings=[one for signed in done for one in signed.refused])


@click.command()
@click.argument("release", metavar="RELEASE")
@click.option("--segment", "segments", multiple=True, required=True, metavar="N|TEXT", help=_SEGMENT)
@click.option("--reason", required=True, metavar="TEXT", help="Why; the translator sees it as a comment in the editor.")
@click.option("--by", default="", metavar="NAME", help=_BY)
@options
def reject(opts: Options, release: str, segments: tuple[str, ...], reason: str, by: str) -> None:
    """Send accepted translations back to the translator; the text stays."""
    from workflow import show, show_review
    from workflow.pipeline.approve import reject as send_back

    with opts.begin((release,)) as run:
        done = send_back(run, by=by or _user(run.project.root), segments=segments, reason=reason)
        show.finish(opts, show_review.signed(done, "sent back"), run, findings=[one for signed in done for one in signed.refused])


@click.command()
@click.argument("releases", nargs=-1, required=True, metavar="RELEASE...")
@click.option("--output", "-o", type=click.Path(path_type=Path), metavar="FILE", help="Where, of one sheet [default: .workflow/sheets/].")
@options
def sheet(opts: Options, releases: tuple[str, ...], output: Path | None) -> None:
    """Write a release side by side into one HTML file, to be read, corrected and printed in any browser, offline.

    What is typed in it is saved to a file that `workflow exchange import` takes in.
    """
    from workflow import show, show_review
    from workflow.pipeline.sheet import sheets

    with opts.begin(releases) as run:
        show.finish(opts, show_review.sheets(sheets(run, output)), run)


def _user(folder: Path) -> str:
    from workflow.pipeline.history import user

    found = user(folder)
    if not found:
        raise UsageError("who signs?", hint='add --by "Your Name"')
    return found


COMMANDS = (status, approve, reject, sheet)
