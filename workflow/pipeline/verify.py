"""verify: the written exports, or a server that gives them, checked without index, catalogs and sources."""

from __future__ import annotations

from collections.abc import Sequence

from workflow.errors import WorkflowError
from workflow.model import Finding
from workflow.pipeline.report import Reporter
from workflow.project import Project
from workflow.site.built import Folder, Site
from workflow.site.verify import findings, verify_book

ROOT = "exports"


def verify(
    project: Project, *, url: str = "", languages: Sequence[str] = (), reporter: Reporter | None = None
) -> tuple[int, list[Finding]]:
    """Returns how many files were looked at, and what is wrong with them.

    Of the project only its configuration counts: source language, languages and base address.

    Args:
        project: The configuration.
        url: Where a server gives the site; empty: the files in `exports/`.
        languages: Tells only what is wrong in these, and in what belongs to no language; empty: all.
        reporter: Takes progress.

    Raises:
        UsageError: The address is none.
        WorkflowError: There is no server, or no site on it.
    """
    reporter = reporter or Reporter()
    if url:
        from workflow.site.verify_served import Served, base_of, crawl

        served = Served(base_of(url))
        site = Site(served, project.source_language, project.base_url, (served.base,))
        reporter.say(f"fetching {served.base}")
        problems = crawl(site, served, (project.source_language, *project.languages))
        if not any(path.endswith(".html") for path in served.paths()):
            raise WorkflowError(
                "no site is served there: no sitemap, no index page", path=served.base, hint="give where exports/ is served"
            )
    else:
        site = Site(Folder(project.root / ROOT, ROOT), project.source_language, project.base_url)
        problems = []
    count = len(list(site.files.paths()))
    with reporter.task("verify", count, "files") as progress:
        problems += verify_book(site, progress)
    wanted = {"", *languages, project.source_language} if languages else None
    return count, [one for one in findings(site, problems) if wanted is None or one.where.language in wanted]
