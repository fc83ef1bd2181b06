"""publish --preview: every page as it would be, drafts included, under `.workflow/preview/`, each with a banner that says so."""

from __future__ import annotations

from workflow import files
from workflow.errors import WorkflowError
from workflow.inline import PREVIOUS, decode, nesting, strip_codes
from workflow.locales.template import key_of, template
from workflow.pipeline import render
from workflow.pipeline.assets import copy_assets
from workflow.pipeline.checking import sound_texts, texts_of
from workflow.pipeline.load import Loaded, load
from workflow.pipeline.render import Registry
from workflow.pipeline.run import Run
from workflow.pipeline.templates import load_templates

ROOT = ".workflow/preview"


def preview(run: Run, *, part: bool = False) -> list[str]:
    """Writes the preview of the run's releases; returns the paths of all pages, relative to the project.

    Untranslated sentences are shown as the source has them; a text whose codes can not be written is shown without them.

    Args:
        run: The run.
        part: The other releases have their previews too, or will have them soon: links lead there.
    """
    registry = Registry(run, root=ROOT, names=run.names, templates=load_templates(run))
    source = run.project.source_language
    for release in run.every if part else run.releases:
        for language in (source, *run.targets(release)):
            registry.wrote(language, release.name)
    written: list[str] = []
    run.findings += copy_assets(run, [], root=ROOT)
    with run.reporter.task("preview", len(run.releases), "releases") as progress:
        for number, release in enumerate(run.releases, 1):
            try:
                loaded = load(run, release)
                for language in (source, *run.targets(release)):
                    texts = None if language == source else _texts(loaded, language)
                    page = registry.page(language, release.name)
                    files.write(run.path(page), render.page(registry, loaded, language, texts, banner=True).data)
                    written.append(page)
            except WorkflowError as error:
                run.failed[release.name] = error
            progress(number)
    return written


def _texts(loaded: Loaded, language: str) -> dict[int, str]:
    may_join = {one.key: one.before is not None for one in template(loaded.document, language)}
    texts = sound_texts(loaded, texts_of(loaded, language, accepted_only=False), may_join)
    heads = {number for number, text in texts.items() if text != PREVIOUS}
    shown = {}
    for number, text in texts.items():
        before = number - 1
        if text == PREVIOUS and before not in heads and texts.get(before) != PREVIOUS:
            continue  # said with a sentence that has no text: shown as the source has it
        segment = loaded.document.segments[number]
        joined = texts.get(number + 1) == PREVIOUS and key_of(loaded.document, number + 1) in may_join
        legal = text == PREVIOUS or joined or not nesting(decode(segment.text), decode(text))
        shown[number] = text if legal else strip_codes(text, segment.codes)
    return shown
