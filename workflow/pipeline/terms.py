"""The glossary of a language: an ordinary PO file, which translators edit where they edit the rest."""

from __future__ import annotations

from workflow import files
from workflow.errors import WorkflowError
from workflow.glossary import Glossary, terms_of
from workflow.locales import catalog as po
from workflow.model import Finding, Where
from workflow.pipeline.load import Run, glossary_path


def glossary(run: Run, language: str) -> Glossary | None:
    """Returns the glossary of a language; None where there is none. One that can not be read is a finding, and counts as none."""
    if language not in run.glossaries:
        run.glossaries[language] = _read(run, language)
    return run.glossaries[language]


def _read(run: Run, language: str) -> Glossary | None:
    path = glossary_path(language)
    if not run.path(path).is_file():
        return None
    try:
        catalog = po.read(files.read(run.path(path), path), path)
    except WorkflowError as error:
        said = f"the glossary is not used: {error.message}" + (f" ({error.hint})" if error.hint else "")
        run.findings.append(Finding("G001", "error", Where(path, error.line), said))
        return None
    entries = [(entry.msgid, entry.msgstr, entry.comments) for entry in catalog.live() if not entry.fuzzy]
    return Glossary(terms_of(entries), run.project.source_language, language)


def look_at_glossaries(run: Run) -> None:
    """Sees to it that a broken glossary is among the run's findings, also where nothing has to be checked anew."""
    for language in run.languages:
        found = run.digest_of(glossary_path(language))
        known = not found or language in run.glossaries or run.index.get("glossary", language, found) is not None
        if not known and glossary(run, language) is not None:
            run.index.put("glossary", language, found, {"read": True})
