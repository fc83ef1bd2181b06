"""The command line: parse, call one function of the pipeline, print. Reports go to standard output, everything else to standard error.

Exit status: 0 done, also where releases merely wait for review; 1 findings of severity error, a release that could not be processed, or one
named on the command line that could not be published; 2 wrong use, or a project that can not be used.
"""

from __future__ import annotations

import click

from workflow.cli import check, daily, doctor, exchange, models, review, site
from workflow.cli.options import Group

__all__ = ["main"]


@click.group(cls=Group, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="press-workflow", prog_name="workflow")
def main() -> None:
    """Translation and publishing workflow for press offices.

    Releases under sources/ are cut into sentences, translated in PO catalogs under locales/, and published, aligned sentence
    by sentence, under exports/. The main job is: workflow run
    """


for _command in (*daily.COMMANDS, check.check, *review.COMMANDS, *site.COMMANDS, exchange.exchange, models.models, doctor.doctor):
    main.add_command(_command)
