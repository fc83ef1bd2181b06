"""What is public: the pages in `exports/`, and what each says of itself. Lists are made of nothing else."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import UTC

from workflow import files
from workflow.exports import paths
from workflow.pipeline.run import Run
from workflow.project import Release
from workflow.releases import date_of
from workflow.site.facts import Facts, facts
from workflow.site.published import Entry, Version
from workflow.stamps import digest

Pages = Collection[tuple[str, str]]
"""(release, language) of pages."""


def learn(run: Run, path: str, page: bytes) -> None:
    """Keeps what a page that was just written says of itself."""
    run.index.put("facts", path, digest(page), asdict(facts(page)))


@dataclass(slots=True)
class Shown:
    """A page on disk."""

    digest: str
    facts: dict[str, str] | None = None
    """What it says of itself, where that is at hand."""


def on_disk(run: Run, leaving: Pages, standing: Mapping[str, str]) -> dict[str, dict[str, Shown]]:
    """Returns release -> language -> its page, of those that stay.

    Args:
        run: The run.
        leaving: Pages that are removed after this.
        standing: Release -> digest of how its files stand (`Run.settled`), of those of which this run wrote nothing.
    """
    languages = (run.project.source_language, *run.project.languages)
    there: dict[str, dict[str, Shown]] = {}
    run.read_ahead("entry")
    for name in sorted(run.names):
        rows = run.index.get("entry", name, standing[name]) if name in standing else None
        if rows is None:
            path_of = {language: paths.page_path(language, name) for language in languages}
            rows = {language: (found,) for language, path in path_of.items() if (found := run.digest_of(path))}
            if name in standing:
                rows = {language: (found, asdict(_facts(run, path_of[language], found))) for language, (found,) in rows.items()}
                run.index.put("entry", name, standing[name], rows)
        if pages := {language: Shown(*row) for language, row in rows.items() if (name, language) not in leaving}:
            there[name] = pages
    return there


def entries_of(run: Run, there: dict[str, dict[str, Shown]]) -> Iterable[Entry]:
    """Yields what lists say of each release that is public."""
    by_name = {release.name: release for release in run.every}
    for name, found in there.items():
        about = {
            language: Facts(**page.facts) if page.facts else _facts(run, paths.page_path(language, name), page.digest)
            for language, page in found.items()
        }
        versions = [
            Version(language, f"{language}/{name}.html", one.title or name, one.summary, one.modified) for language, one in about.items()
        ]
        date, moment = _dates(name, by_name.get(name), about.values())
        yield Entry(name, tuple(versions), date, moment)


def _facts(run: Run, path: str, digested: str) -> Facts:
    known = run.index.get("facts", path, digested)
    if known is not None:
        return Facts(**known)
    found = facts(files.read(run.path(path), path))
    run.index.put("facts", path, digested, asdict(found))
    return found


def _dates(name: str, release: Release | None, about: Iterable[Facts]) -> tuple[str, str]:
    """The date that a release bears, and the moment at which it became public; by its name and pages if its metadata can not be read."""
    after = release.publish_after.astimezone(UTC) if release is not None and release.publish_after is not None else None
    date = (release.date if release else date_of(name)) or next((one.published for one in about if one.published), "")
    if after is not None:
        return date or after.date().isoformat(), f"{after:%Y-%m-%dT%H:%M:%SZ}"
    return date, f"{date}T00:00:00Z" if date else ""
