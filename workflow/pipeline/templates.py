"""The project's own templates, read and tried before a page is written with them."""

from __future__ import annotations

from workflow import files
from workflow.errors import ConfigurationError
from workflow.exports.counterpart import PageLinks
from workflow.exports.parallel import ReleaseInfo
from workflow.exports.template import template_page
from workflow.exports.templating import FOLDER, STYLE, Templates
from workflow.model import Finding, Where
from workflow.pipeline.run import Run
from workflow.pipeline.site import site_of
from workflow.site import listing
from workflow.site.published import Entry, Version
from workflow.sources import read

_SAMPLE = """<article xmlns="http://docbook.org/ns/docbook"><title>Title</title><para>A <emphasis>word</emphasis>. Two.</para>
<section><title>Heading</title><itemizedlist><listitem><para>Item</para></listitem></itemizedlist>
<orderedlist><listitem><para>Item</para></listitem></orderedlist><blockquote><attribution>Speaker</attribution><para>Quotation</para></blockquote>
<table><caption>Table</caption><thead><tr><th>Head</th></tr></thead><tbody><tr><td>Cell</td></tr></tbody></table>
<figure><title>Caption</title></figure><address>Contact</address></section></article>"""
"""A release in DocBook, with what a template has to place."""


def own_templates(run: Run) -> Templates:
    """Returns the project's templates as they stand there; nothing is tried.

    Raises:
        ConfigurationError: One of them can not be read.
    """
    base = run.path(FOLDER)
    own: dict[str, str] = {}
    for path in sorted(base.rglob("*")) if base.is_dir() else ():
        name = path.relative_to(base).as_posix()
        if path.is_file() and (path.suffix == ".j2" or name == STYLE):
            try:
                own[name] = files.read(path, f"{FOLDER}/{name}").decode("utf-8-sig")
            except UnicodeDecodeError:
                raise ConfigurationError("is not UTF-8", path=f"{FOLDER}/{name}", hint="save it as UTF-8") from None
    return Templates(own)


def load_templates(run: Run) -> Templates:
    """Returns the project's templates; what stands there and is used by nothing becomes a finding.

    Raises:
        ConfigurationError: One of them is wrong; names file and line.
    """
    made = own_templates(run)
    unused = made.check()
    if made.digest:
        _try(run, made)
    for name in unused:
        said = "nothing uses it: no template of the program has this name, and none of yours includes it"
        run.findings.append(Finding("S008", "warning", Where(f"{FOLDER}/{name}"), said))
    return made


def _try(run: Run, made: Templates) -> None:
    """Shows a release with a block of each kind, an index and a page for wrong addresses: nothing is written if that fails."""
    language, other = run.project.source_language, "ru" if run.project.source_language != "ru" else "en"
    document = read(_SAMPLE.encode(), path="sample.xml", language=language, resolve=lambda _: b"")
    info = ReleaseInfo("a", "sample.xml", language, "2024-02-29")
    for counterparts in ((), ((other, "../a.html"),)):
        links = PageLinks("a", language, language, counterparts, run.project.base_url, home="index.html")
        for banner in (False, True):
            template_page(document, None, links, info, language, banner=banner, templates=made)
    versions = (Version(language, f"{language}/a.html", "Title", "Summary"), Version(other, f"{other}/a.html", "Title"))
    entries = [Entry("a", versions, "2024-02-29", "2024-02-29T00:00:00Z"), *[Entry("b", versions[:1])] * listing.SIZE]
    site = site_of(run, (language, other))
    for number in (1, 2):
        listing.index_page(made.render, site, entries, language, number, lambda _: True, feed=bool(site.base_url))
    listing.missing_page(made.render, site, language, lambda _: True)
    listing.choice_page(made.render, site, lambda _: True)
