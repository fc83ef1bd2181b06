"""The glossary of a language: an ordinary PO file, which translators edit where they edit the rest."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workflow.errors import WorkflowError
from workflow.locales import catalog as po
from workflow.locales.template import Wanted, template
from workflow.model import Finding, Where
from workflow.pipeline.load import Loaded
from workflow.pipeline.run import Run, glossary_path

if TYPE_CHECKING:
    from workflow.glossary import Glossary


def glossary(run: Run, language: str) -> Glossary | None:
    """Returns the glossary of a language; None where there is none. One that can not be read is a finding, and counts as none."""
    if language not in run.glossaries:
        run.glossaries[language] = _read(run, language)
    return run.glossaries[language]


def _read(run: Run, language: str) -> Glossary | None:
    path = glossary_path(language)
    try:
        data, _ = run.glossary_read(language)
        if not data:
            return None
        catalog = po.read(data, path)
    except WorkflowError as error:
        run.findings.append(Finding("G001", "error", Where(path, error.line), f"the glossary is not used: {error.said}"))
        return None
    from workflow.glossary import Glossary, terms_of

    entries = [(entry.msgid, entry.msgstr, entry.comments) for entry in catalog.live() if not entry.fuzzy]
    return Glossary(terms_of(entries), run.project.source_language, language)


def wanted_of(run: Run, loaded: Loaded, language: str) -> tuple[Wanted, ...]:
    """Returns what the catalog of a release should hold, with what the glossary says of each sentence."""
    terms = glossary(run, language)
    return template(loaded.document, language, terms.hints if terms else None)


def look_at_glossaries(run: Run) -> None:
    """Sees to it that a broken glossary is among the run's findings, also where nothing has to be checked anew."""
    for language in run.languages:
        found = run.digest_of(glossary_path(language))
        known = not found or language in run.glossaries or run.index.get("glossary", language, found) is not None
        if not known and glossary(run, language) is not None:
            run.index.put("glossary", language, found, {"read": True})
