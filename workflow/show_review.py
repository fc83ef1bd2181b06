"""What the commands of review print: status, its history, what was kept of drafts, signatures, and where sheets stand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from workflow.show import Report, columns, counted

if TYPE_CHECKING:
    from workflow.locales.review import State
    from workflow.pipeline.approve import Signed
    from workflow.pipeline.history import History
    from workflow.pipeline.inspect import Inspected
    from workflow.pipeline.kept import Kept
    from workflow.pipeline.status import Standing


def percent(part: int, whole: int) -> int:
    """Returns a share in percent that says 100 only of all, and 0 only of nothing.

    >>> percent(199, 200), percent(1, 1000), percent(2, 3), percent(0, 7), percent(7, 7)
    (99, 1, 67, 0, 100)
    """
    if part in (0, whole):
        return 100 if part else 0
    return min(99, max(1, round(100 * part / whole)))


def shares(states: Mapping[State, int]) -> str:
    """Returns counts by state as `62% translated, 38% draft`."""
    whole = sum(states.values())
    return ", ".join(f"{percent(part, whole)}% {name}" for name, part in states.items() if part)


def status(standings: Sequence[Standing], most: int = 0) -> Report:
    """The table of what is published and why something is not.

    Args:
        standings: By release, the source language first.
        most: How many releases the table has at most; 0: all. Of more, it has those that wait for something, the last by name, which are
            the newest where names begin with a date.
    """
    if not standings:
        return Report("No releases yet: put one (.txt, .html, .xml) into sources/.", {"status": []})
    rows = [("release", "lang", "page", "segments", "words", "words by state", "source changed", "waiting for")]
    told, rest = _newest_waiting(standings, most)
    before = ""
    for one in told:
        page, found = one.page, one.inspected
        label = (
            ("published" if one.there and not one.behind else "ready")
            if page.published and not page.late
            else "older text"
            if page.late
            else "not yet"
        )
        segments, words = (f"{found.segments:,}", f"{found.words:,}") if found else ("", "")
        by_state = shares(found.words_in if found.words else found.states) if found else ""
        release = "" if page.release == before else page.release
        rows.append((release, page.language, label, segments, words, by_state, _ago(one.days), page.why))
        before = page.release

    def data() -> dict[str, Any]:
        return {"status": [_standing(one) for one in standings]}

    table = [columns(rows, right=(3, 4))] if told else []
    return Report("\n".join([*table, rest] if rest else table), data)


def _standing(one: Standing) -> dict[str, object]:
    inspected = _inspected(one.inspected) if one.inspected else {}
    return {**one.page.plain(), "there": one.there, "behind": one.behind, "days": one.days, **inspected}


def _newest_waiting(standings: Sequence[Standing], most: int) -> tuple[Sequence[Standing], str]:
    """Returns the standings of so many releases, and what is to be said of the others."""
    names = dict.fromkeys(one.page.release for one in standings)
    if not most or len(names) <= most:
        return standings, ""
    waiting = list(dict.fromkeys(one.page.release for one in standings if one.page.why or one.behind or not one.there))
    told = set(waiting[-most:])
    others = counted(len(names) - len(told), "other release", "other releases") if told else counted(len(names), "release")
    left = len(waiting) - len(told)
    said = f"{others}, {left:,} of which wait for something" if left else f"{others}, published in all languages"
    return [one for one in standings if one.page.release in told], f"{said}; all of them: workflow status"


def _ago(days: int | None) -> str:
    return "" if days is None else "today" if days == 0 else f"{counted(days, 'day')} ago"


def _inspected(found: Inspected) -> dict[str, object]:
    """Its fields, and of its findings those that keep the page from being published."""
    errors = [
        {"code": one.code, "message": one.message, "path": one.where.path, "line": one.where.line, "text": one.where.text}
        for one in found.findings
        if one.severity == "error"
    ]
    return {**found.plain(), "errors": errors}


def history(found: History) -> Report:
    """How far each catalog was at each commit that changed it."""
    rows = [("release", "lang", "date", "commit", "by", "segments", "accepted", "segments by state", "reached")]
    before: tuple[str, str] = ("", "")
    for one in found.moments:
        now = (one.release, one.language)
        release, language = ("", "") if now == before else now
        before = now
        reached = f"all {one.reached[-1]}" if one.reached else ""
        accepted = f"{percent(one.accepted, one.segments)}%" if one.segments else ""
        rows.append(
            (release, language, one.date[:10], one.commit[:8], one.author, f"{one.segments:,}", accepted, shares(one.states), reached)
        )
    lines = [columns(rows, right=(5, 6))] if found.moments else []
    lines += [f"{found.notice[:1].upper()}{found.notice[1:]}."] if found.notice else []
    data = [{**asdict(one), "segments": one.segments, "accepted": one.accepted} for one in found.moments]
    return Report("\n".join(lines), {"history": data, "notice": found.notice})


def kept(found: Sequence[Kept]) -> Report:
    """What people kept of each engine's drafts, by kind of block."""
    if not found:
        return Report("No accepted text here began as a draft.", {"drafts": []})
    rows = [("language", "drafted by", "kind of block", "accepted", "as drafted", "kept")]
    before: tuple[str, str] = ("", "")
    for one in found:
        now = (one.language, one.engine)
        share = "" if one.percent is None else f"{one.percent:.0f}%"
        as_drafted = f"{one.unchanged:,}" if one.measured else ""
        rows.append((*(("", "") if now == before else now), one.kind, f"{one.segments:,}", as_drafted, share))
        before = now
    unknown = sum(one.segments - one.measured for one in found)
    lines = [columns(rows, right=(3, 4, 5))]
    if unknown:
        lines.append(
            f"Of {counted(unknown, 'segment')} the draft is no longer known (.workflow/ was deleted, and no sync ran before the draft was "
            "corrected): they are counted, not measured."
        )
    return Report("\n".join(lines), {"drafts": [asdict(one) for one in found]})


def signed(done: Sequence[Signed], verb: str) -> Report:
    """What was approved or sent back; why others were not is printed by `finish` as findings.

    Args:
        done: By catalog.
        verb: `approved` or `sent back`.
    """
    lines = []
    for one in done:
        parts = [f"{counted(len(one.segments), 'segment')} {verb} by {one.who}"]
        parts += [f"{len(one.already)} approved before"] if one.already else []
        parts += [f"{len(one.refused)} not"] if one.refused else []
        lines.append(f"{one.release} [{one.language}]: {', '.join(parts)}")
        if one.held:
            lines.append(
                f"  {counted(len(one.held), 'segment')} could be: a catalog is signed whole or not at all; see --ready and --segment"
            )
    data = [{key: value for key, value in asdict(one).items() if key != "refused"} for one in done]
    return Report("\n".join(lines), {verb.replace(" ", "_"): data})


def sheets(paths: Sequence[str]) -> Report:
    """Where the sheets stand."""
    return Report("\n".join(paths), {"sheets": list(paths)})
