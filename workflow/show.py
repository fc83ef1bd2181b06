"""What commands print: each function turns a result into text for people and data for programs; `finish` prints one of them and ends."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Protocol

import click

from workflow.errors import one_line, visible
from workflow.inline import shortened
from workflow.model import Finding

if TYPE_CHECKING:
    from workflow.drafts.packages import PackageInfo
    from workflow.pipeline.draft import Drafted
    from workflow.pipeline.explain import Explained
    from workflow.pipeline.fix import Fixed
    from workflow.pipeline.main import Outcome
    from workflow.pipeline.publish import Published
    from workflow.pipeline.run import Run
    from workflow.pipeline.sync import SyncReport
    from workflow.pipeline.sync_release import Synced


class _Asked(Protocol):
    """How the user wants it."""

    @property
    def as_json(self) -> bool: ...

    @property
    def quiet(self) -> bool: ...


@dataclass(frozen=True, slots=True)
class Report:
    """A result in both forms."""

    text: str
    """Lines for people, without a line end at the end; empty if there is nothing to say."""
    _data: dict[str, Any] | Callable[[], dict[str, Any]]

    @property
    def data(self) -> dict[str, Any]:
        """The same for programs; of an archive it is made only if it is asked for."""
        return self._data() if callable(self._data) else self._data


def finish(
    asked: _Asked,
    report: Report,
    run: Run | None,
    *,
    findings: Sequence[Finding] | None = None,
    unpublished: Sequence[str] = (),
) -> None:
    """Prints a report, then what failed, and ends with the exit status that follows."""
    from workflow.pipeline import failures

    wrong = [*run.findings, *failures(run)] if run is not None and findings is None else list(findings or ())
    if asked.as_json:
        data = {**report.data, "findings": [asdict(finding) for finding in wrong], "unpublished": list(unpublished)}
        click.echo(json.dumps(data, ensure_ascii=False, indent=2))
    else:
        if report.text and not asked.quiet:
            click.echo(visible(report.text))
        for finding in wrong:
            click.echo(line_of(finding), err=True)
        for why in unpublished:
            click.echo(f"not published: {one_line(why)}", err=True)
    if unpublished:
        sys.exit(1)
    end(wrong)


def end(findings: Sequence[Finding]) -> None:
    """Ends with exit status 1 if a finding is of severity error."""
    if any(finding.severity == "error" for finding in findings):
        sys.exit(1)


def line_of(finding: Finding) -> str:
    """Returns a finding as editors and terminals understand it: `path:line: severity code: message`."""
    where = finding.where
    said = f" — “{shortened(where.text, 60)}”" if where.text else ""
    return one_line(f"{where.place}: {finding.severity} {finding.code}: {finding.message}{said}")


MOST = 60
"""Releases, catalogs or files that are told one by one: of more, people are told how many there are, and programs (`--json`) all."""


def columns(rows: Sequence[Sequence[str]], right: Iterable[int] = ()) -> str:
    """Returns rows as lines with aligned columns; the first row is the head."""
    aligned = set(right)
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    lines = []
    for row in rows:
        cells = [
            cell.rjust(width) if column in aligned else cell.ljust(width)
            for column, (cell, width) in enumerate(zip(row, widths, strict=True))
        ]
        lines.append("  ".join(cells).rstrip())
    return "\n".join(lines)


def counted(number: int, one: str, many: str = "") -> str:
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def _changes(catalogs: Sequence[Synced]) -> str:
    """Returns what a sync did to the entries of some catalogs, in a few words."""
    new, changed, removed, revived, dropped = (
        sum(getattr(one, name) for one in catalogs) for name in ("new", "changed", "removed", "revived", "dropped")
    )
    parts = [
        counted(new, "new sentence") if new else "",
        f"{changed:,} changed, now stale" if changed else "",
        f"{removed:,} gone, kept as obsolete" if removed else "",
        f"{revived:,} back" if revived else "",
        f"{dropped:,} drafts dropped" if dropped else "",
    ]
    return ", ".join(part for part in parts if part)


def synced(report: SyncReport) -> Report:
    """What a sync did."""
    lines = [f"renamed: {old} → {new}, its catalogs with it" for old, new in report.renamed]
    if len(report.catalogs) <= MOST:
        lines += [
            f"{one.release} [{one.language}]: {'new catalog' if one.created else 'changed'}"
            + (f": {said}" if (said := _changes([one])) else "")
            for one in report.catalogs
        ]
    else:
        for language in dict.fromkeys(one.language for one in report.catalogs):
            of = [one for one in report.catalogs if one.language == language]
            new = sum(one.created for one in of)
            parts = [counted(new, "new catalog") if new else "", f"{len(of) - new:,} changed" if len(of) > new else "", _changes(of)]
            lines.append(f"[{language}] {', '.join(part for part in parts if part)}")
    lines += [f"{name}: its source is gone; its catalogs are kept, its pages go with the next publish" for name in report.orphans]
    if report.other_rules:
        stay = counted(len(report.other_rules), "release stays", "releases stay")
        lines.append(f"{stay} cut by older segmentation rules; to cut anew: workflow sync --resegment")
    return Report("\n".join(lines) or "Nothing has changed.", lambda: {"sync": asdict(report)})


_LEAST_SECONDS = 0.05
"""From which a rate says something."""


def drafted(done: Sequence[Drafted]) -> Report:
    """What was drafted by whom, and what was refused."""
    if not done:
        return Report("Nothing to draft.", {"draft": []})
    rows = [("drafted by", "language", "segments", "words", "refused", "mean risk", "segments/s")]
    notes: list[str] = []
    for one in done:
        risk = f"{sum(one.risks) / len(one.risks):.0f}" if one.risks else ""
        asked = one.segments + one.refused.total()
        rate = f"{asked / one.seconds:,.0f}" if one.seconds >= _LEAST_SECONDS else ""
        rows.append((one.engine, one.language, f"{one.segments:,}", f"{one.words:,}", f"{one.refused.total():,}", risk, rate))
        notes += [f"  {count} left empty: {reason}" for reason, count in _grouped(one).items()]
        if one.notice:
            notes.append(one.notice)
    data = [{**asdict(one), "refused": dict(one.refused), "seconds": round(one.seconds, 3)} for one in done]
    return Report("\n".join([columns(rows, right=(2, 3, 4, 5, 6)), *notes]), {"draft": data})


_IN_SENTENCE = re.compile(r"sentence \d+: ")
"""Which of the sentences of an entry was refused."""


def _grouped(one: Drafted) -> dict[str, int]:
    """Returns the kinds of reasons (`Draft.refused`), commonest first."""
    grouped: dict[str, int] = {}
    for reason, count in one.refused.items():
        kind = _IN_SENTENCE.sub("", reason).split(": ")[0]
        grouped[kind] = grouped.get(kind, 0) + count
    return dict(sorted(grouped.items(), key=lambda item: (-item[1], item[0])))


def checked(findings: Sequence[Finding], fixed: Sequence[Fixed] = ()) -> Report:
    """What was corrected, and how many findings there are; they themselves are printed by `finish`."""
    errors = sum(finding.severity == "error" for finding in findings)
    lines = [
        f"{one.path}:{one.line}: corrected {', '.join(one.codes)}: “{one.before}” → “{one.after}”"
        + (" (its approval held for the text before)" if one.approval_lost else "")
        for one in fixed
    ]
    lines.append("No findings." if not findings else f"{counted(len(findings), 'finding')}, {counted(errors, 'error')}.")
    return Report("\n".join(lines), {"errors": errors, "fixed": [asdict(one) for one in fixed]})


def checks() -> Report:
    """The table of all checks."""
    from workflow.checks import OPTIONAL, summaries

    said = summaries()
    rows = [("code", "severity", "what it tells"), *((code, severity, what) for code, (severity, what) in said.items())]
    data = [{"code": code, "severity": severity, "what": what, "optional": code in OPTIONAL} for code, (severity, what) in said.items()]
    return Report(columns(rows), {"checks": data})


def as_sarif(findings: Sequence[Finding]) -> dict[str, Any]:
    """Findings as a SARIF log."""
    from workflow.checks import report, summaries

    return report.sarif(findings, summaries())


def as_annotations(findings: Sequence[Finding]) -> list[str]:
    """Findings as annotations of GitHub Actions, a line each."""
    from workflow.checks import report

    return report.github(findings)


def published(result: Published) -> Report:
    """What was written and removed."""
    lines: list[str] = []
    for verb, paths in (("wrote", result.written), ("removed", result.removed)):
        lines += [f"{verb} {path}" for path in paths] if len(paths) <= MOST else [f"{verb} {len(paths):,} files under exports/"]

    def data() -> dict[str, Any]:
        return {"written": result.written, "removed": result.removed, "pages": [page.plain() for page in result.pages]}

    return Report("\n".join(lines) or "Everything published is up to date.", data)


def previewed(pages: Sequence[str]) -> Report:
    """Where the preview stands."""
    return Report("\n".join(pages), {"preview": list(pages)})


def named_but_unpublished(result: Published, named: Sequence[str]) -> list[str]:
    """Returns why releases that the user named are not published in some language; nothing if none was named, or for one taken back."""
    left = [page for page in result.pages if not page.published and page.why != "withdrawn"]
    return [f"{page.release} [{page.language}]: {page.why}" for page in left] if named else []


def outcome(result: Outcome) -> Report:
    """The main job: what changed, and at the end the status of all."""
    from workflow.show_review import status

    sync, draft, publish = synced(result.synced), drafted(result.drafted), published(result.published)
    table = status(result.standings, most=MOST)
    changed = bool(result.synced.catalogs or result.synced.renamed)
    parts = [sync.text if changed or result.synced.orphans else "", draft.text if result.drafted else ""]
    files, removed = result.published.written, result.published.removed
    if files or removed:
        parts.append(f"exports: {counted(len(files), 'file')} written" + (f", {len(removed)} removed" if removed else ""))
    return Report(
        "\n\n".join([part for part in parts if part] + [table.text]),
        lambda: {**sync.data, **draft.data, "publish": publish.data, **table.data},
    )


def made(paths: Sequence[str]) -> Report:
    """What `init` made."""
    return Report("\n".join(paths), {"made": list(paths)})


def models(found: Sequence[PackageInfo], broken: Sequence[Finding]) -> Report:
    """Packages, and folders that are none."""
    rows = [("package", "version", "from", "to", "size", "where")]
    for one in found:
        where = "part of this program" if one.embedded else str(one.path)
        rows.append((one.name, one.version, one.source, one.target, f"{one.size / 1e6:.1f} MB", where))
    data = [{**asdict(one), "path": str(one.path)} for one in found]
    lines = [columns(rows, right=(4,)) if found else "No packages.", *(line_of(finding) for finding in broken)]
    return Report("\n".join(lines), {"models": data})


def removed(package: PackageInfo) -> Report:
    """Which package went."""
    return Report(f"removed {package.name} {package.version}", {"removed": {**asdict(package), "path": str(package.path)}})


def split(explained: Sequence[Explained], *, explain: bool) -> Report:
    """The sentences of a file, and which rule decided where."""
    lines = []
    for block in explained:
        lines.append(f"{block.line}: {block.kind}")
        lines += [f"    {sentence}" for sentence in block.sentences]
        if explain:
            lines += [f"        {'break' if one.breaks else '  no '}  …{one.before}|{one.after}…  {one.rule}" for one in block.decisions]
    return Report("\n".join(lines), {"blocks": [asdict(block) for block in explained]})
