"""Whether a public page is what the next publish would write: told by the page on disk, made once more beside it.

Of what stands there nothing is believed that the page does not show: it may be of an older version of the program, or come from version
control. The index only spares the comparison: it knows what everything was made from that publish wrote, or that was compared before.
Which counterparts a page links to does not count: they are the news of another page.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from workflow import files
from workflow.errors import ConfigurationError
from workflow.exports import paths
from workflow.exports.counterpart import linked_languages
from workflow.model import Finding, Where
from workflow.pipeline import render
from workflow.pipeline.checking import texts_of
from workflow.pipeline.decide import Page
from workflow.pipeline.each import each
from workflow.pipeline.load import load
from workflow.pipeline.render import Registry
from workflow.pipeline.run import Run
from workflow.pipeline.templates import own_templates
from workflow.project import Release
from workflow.stamps import digest


def made_from(registry: Registry, release: Release, inputs: str, decided: Iterable[Page]) -> str:
    """Returns the digest of all that the published files of a release depend on.

    Args:
        registry: Of the pages there are.
        release: The release.
        inputs: Of the release (`Run.inputs`).
        decided: What becomes of it in each language.
    """
    run = registry.run
    parts = [inputs, run.publisher, registry.templates.digest, release.date]
    parts += [f"{one.language} {one.published} {one.late} {one.notice} {one.why}" for one in decided]
    for target in run.index.last("linked pages", release.name) or []:
        parts += [target, registry.standing(target)]
    return digest(*parts)


def as_published(registry: Registry, release: Release, key: str) -> bool:
    """Tells if the last publish wrote the files of a release from the same (`made_from`), and they are there as it wrote them."""
    run = registry.run
    if run.settled("written", release.name, key):
        return True
    since = run.index.since()
    known = run.index.get("publish", release.name, key)
    if known is None or not all(run.digest_of(path) == found for path, found in known.items()):
        return False
    run.settle("written", release.name, key, list(known), since)
    return True


@dataclass(frozen=True, slots=True)
class Compared:
    """What came of a look at public pages."""

    standing: set[str] = field(default_factory=set)
    """Releases of which all files are as the next publish would write them."""
    behind: set[tuple[str, str]] = field(default_factory=set)
    """(release, language) of those pages that it would write anew."""


def behind(run: Run, decided: Mapping[str, Sequence[Page]]) -> Compared:
    """Compares public pages with what the next publish would write; on all cores.

    A release that can not be read goes into `run.failed`. Where a template of the project is wrong, nothing is known of the pages that are
    made with it: they are not returned, and the template becomes a finding.

    Args:
        run: The run.
        decided: Release -> what becomes of it in each language, as publish decides it.
    """
    try:
        registry = Registry(run, names=run.names, templates=own_templates(run))
    except ConfigurationError as error:
        _tell(run, error)
        return Compared()
    standing: set[str] = set()
    pages: dict[str, list[str]] = {}
    found: dict[str, list[str]] = {}
    keys: dict[str, str] = {}
    for release in run.releases:
        if release.name in decided:
            made = made_from(registry, release, run.seen(release), decided[release.name])
            if as_published(registry, release, made):
                standing.add(release.name)
                continue
            # One that keeps an older text is not meant to be the current one.
            current = [one.language for one in decided[release.name] if one.published and not one.late and run.asks_for(one.language)]
            pages[release.name] = [one for one in current if run.has(paths.page_path(one, release.name))]
            if not pages[release.name]:
                continue
            there = [paths.page_path(language, release.name) for language in pages[release.name]]
            there += [paths.xml_path(language, release.name) for language in pages[release.name]]
            key = digest(made, *map(run.digest_of, there))
            known = run.index.get("behind", release.name, key)
            if known is None:
                keys[release.name] = key
            else:
                found[release.name] = known

    def look(release: Release) -> tuple[list[str], ConfigurationError | None]:
        try:
            return [language for language in pages[release.name] if _differs(registry, release, language)], None
        except ConfigurationError as error:
            return [], error

    left = [release for release in run.releases if release.name in keys]
    for release, (languages, wrong) in each(run, left, look, "compare"):
        found[release.name] = languages
        if wrong is not None:
            _tell(run, wrong)
        else:
            run.index.put("behind", release.name, keys[release.name], languages)
    return Compared(standing, {(name, language) for name, languages in found.items() for language in languages})


def _tell(run: Run, error: ConfigurationError) -> None:
    said = f"{error.said}: whether pages are up to date is not known"
    finding = Finding("S008", "error", Where(error.path, error.line), said)
    if finding not in run.findings:
        run.findings.append(finding)


def _differs(registry: Registry, release: Release, language: str) -> bool:
    """Makes a page with the counterparts that it has, and compares; also the file of an XML source in its own vocabulary."""
    run, project = registry.run, registry.run.project
    path = registry.page(language, release.name)
    public = files.read(run.path(path), path)
    loaded = load(run, release)
    linked_to = linked_languages(public)
    others = {one for one in (project.source_language, *project.languages) if one != language}
    here = replace(registry, planned={(one, release.name): one in linked_to for one in others})
    here.wrote(language, render.INDEX)  # publish sees to it before it writes a page
    texts = None if language == project.source_language else texts_of(loaded, language, accepted_only=True)
    if render.page(here, loaded, language, texts).data != public:
        return True
    if loaded.document.format != "xml":
        return False
    own, data = render.own_vocabulary(here, loaded, language, texts)
    return digest(data) != run.digest_of(own)
