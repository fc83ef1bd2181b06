"""main: sync, draft, check, publish and status, one after the other."""

from __future__ import annotations

from dataclasses import dataclass

from workflow.model import Finding
from workflow.pipeline.check import check
from workflow.pipeline.draft import Drafted, draft
from workflow.pipeline.publish import Published, publish
from workflow.pipeline.run import Run
from workflow.pipeline.status import Standing, status
from workflow.pipeline.sync import SyncReport, sync


@dataclass(frozen=True, slots=True)
class Outcome:
    """What `workflow run` did."""

    synced: SyncReport
    drafted: list[Drafted]
    findings: list[Finding]
    published: Published
    standings: list[Standing]


def everything(run: Run) -> Outcome:
    """The main job: sync, draft, check, publish, status."""
    synced = sync(run)
    drafted = draft(run)
    published = publish(run)
    standings = status(run, published)
    return Outcome(synced, drafted, check(run), published, standings)
