"""What exports say about a release beside its texts: from its metadata and its catalogs, never from the clock."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from workflow.exports.parallel import ReleaseInfo
from workflow.pipeline.checking import texts_of
from workflow.pipeline.load import Loaded
from workflow.pipeline.run import Run
from workflow.stamps import digest


def release_info(run: Run, loaded: Loaded, language: str, texts: Mapping[int, str] | None = None) -> ReleaseInfo:
    """Returns what exports say about a release in one language: from its metadata and catalog, never the clock.

    Args:
        run: The run.
        loaded: The release.
        language: Which.
        texts: Its accepted texts, where the caller has them already.
    """
    project, catalog = run.project, loaded.catalogs.get(language)
    if texts is None:
        texts = texts_of(loaded, language, accepted_only=True) if catalog else {}
    headers = catalog.headers() if catalog else {}
    return ReleaseInfo(
        release=loaded.release.name,
        source_path=loaded.release.path,
        source_language=project.source_language,
        date=loaded.release.date,
        translator=headers.get("Last-Translator", "").partition("<")[0].strip(),
        state=project.review if catalog else "",
        publisher=project.publisher_in(language),
        modified=_modified(loaded, language),
        catalog_digest=digest(*(f"{loaded.document.segments[number].text}\n{text}" for number, text in texts.items()))[:12]
        if texts
        else "",
    )


def changed_on(loaded: Loaded, language: str) -> str:
    """Returns the ISO date on which the source last changed, as POT-Creation-Date of a language's catalog tells it; otherwise nothing."""
    catalog = loaded.catalogs.get(language)
    return _day(catalog.headers().get("POT-Creation-Date", "")) if catalog else ""


def _modified(loaded: Loaded, language: str) -> str:
    """The ISO date on which the text of a page last changed; of the source only where it bears no date, and as far as catalogs tell."""
    if language in loaded.catalogs:
        return _day(loaded.catalogs[language].headers().get("PO-Revision-Date", ""))
    return "" if loaded.release.date else max((changed_on(loaded, one) for one in loaded.catalogs), default="")


def _day(moment: str) -> str:
    """The day of a moment as catalogs write it (`2026-03-01 09:00+0000`); empty for what a template has there."""
    try:
        return date.fromisoformat(moment[:10]).isoformat()
    except ValueError:
        return ""
