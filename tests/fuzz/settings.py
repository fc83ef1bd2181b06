"""Readers of what an office sets: `workflow.toml`, the metadata of a release, lists of abbreviations, its own SRX rules.

What can be read can be used: sentences are cut with it, by every rule as by all together.
"""

from __future__ import annotations

import tempfile
from functools import cache
from pathlib import Path

from workflow import project, releases
from workflow.errors import UsageError
from workflow.segments import Segmenter, load

from .target import Target, files, refused

_NEXT = b"\n%%%%\n"
"""Between the configuration, the metadata and the list of abbreviations of one input."""
_TEXTS = (
    "Mr. A. Smith met Amb. Jones on p. 5. The U.S. said: “No.” (See fig. 3.) It cost 5 mln. som. Next… и т. д. Конец.",
    "1. One. 2. Two! Three? Four 4.5 five。六。",
)


@cache
def _folder() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="fuzz-"))
    (folder / "sources").mkdir()
    (folder / "sources/a.txt").write_text("A release.\n", encoding="utf-8")
    return folder


def _usable(segmenter: Segmenter) -> None:
    for text in _TEXTS:
        decided = [one.offset for one in segmenter.explain(text) if one.breaks]
        assert segmenter.cut(text) == decided, f"cut at {segmenter.cut(text)}, explained {decided}"
        segmenter.spans(text)
    segmenter.srx()


def _configuration(data: bytes) -> object:
    settings, metadata, abbreviations = (*data.split(_NEXT, 2), b"", b"")[:3]
    folder = _folder()
    (folder / "workflow.toml").write_bytes(settings)
    (folder / "sources/a.toml").write_bytes(metadata)
    (folder / "list.txt").write_bytes(abbreviations)
    seen: list[object] = []
    try:
        found = project.find(folder)
        assert found is not None
        assert project.find(folder) == found, "read otherwise the second time"
        hash(found.publisher_in("ru"))
    except UsageError as error:
        found = project.Project(folder, languages=("ru",))
        seen.append(refused(error, "workflow.toml"))
    scan = releases.scan(found)
    for one in scan.findings:
        assert one.where.path.startswith("sources/a"), f"{one}"
        assert "\n" not in one.message, f"{one}"
        assert len(one.message) < 1500, f"{one.message:.300}"
        seen.append((one.code, one.message.split("“")[0].split("=")[0]))
    seen += [(one.withdrawn, one.boilerplate, bool(one.date), one.languages is None, one.publish_after is None) for one in scan.releases]
    for one in scan.releases:
        found.targets(one), f"{one.date}{one.publish_after}".encode()
    try:
        _usable(load("en", abbreviations=folder / "list.txt"))
    except UsageError as error:
        seen.append(refused(error, "list.txt"))
    return seen


def _srx(data: bytes) -> object:
    path = _folder() / "own.srx"
    path.write_bytes(data)
    try:
        segmenter = load("en", srx=path)
        _usable(segmenter)
    except UsageError as error:
        return refused(error, "own.srx")
    return len(segmenter.rules)


TARGETS = {
    "configuration": Target(_configuration, lambda: files("tests/**/workflow.toml")),
    "srx": Target(_srx, lambda: files("workflow/segments/rules/fr.srx", "tests/segments/**/*.srx"), most=3000),
}
