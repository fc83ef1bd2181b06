"""Where a file of another tool belongs: the release and language that it names, else those that its sentences tell."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePath

from workflow.errors import WorkflowError
from workflow.exchange.incoming import Batch, ExchangeError
from workflow.languages import primary
from workflow.locales import catalog as po
from workflow.pipeline.run import Run
from workflow.project import Release

_ITS_OWN = 0.5
"""Share of a file's sentences that a release must have to be taken for the one it was made from, where the file does not say."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a batch belongs."""

    release: Release
    language: str
    batch: Batch


def place(run: Run, batch: Batch, shown: str) -> Place:
    """Returns where a batch belongs.

    Args:
        run: The run, about all releases.
        batch: What a file says.
        shown: The file, for errors.

    Raises:
        ExchangeError: That can not be told, or it is no release or language of this project.
    """
    language = _language(run, batch, shown)
    by_name = {release.name: release for release in run.every}
    msgids = {one.msgid for one in batch.entries}
    release = by_name.get(batch.release)
    if release is None:
        shares = {name: share for name in by_name if (share := _shared(run, name, language, msgids)) >= _ITS_OWN}
        best = sorted(shares, key=lambda name: (shares[name], PurePath(shown).stem == PurePath(name).name), reverse=True)
        if not best:
            what = f"“{batch.release}”, which is no release of this project" if batch.release else "a release that can not be told"
            said = f"it is about {what}: no release has half of its {len(msgids)} sentences"
            raise ExchangeError(said, path=shown, hint="import it in the project that it was exported from; see: workflow status")
        if len(best) > 1 and shares[best[0]] == shares[best[1]] and PurePath(shown).stem != PurePath(best[0]).name:
            said = f"it fits {best[0]} as well as {best[1]}"
            raise ExchangeError(said, path=shown, hint=f"name the file after its release: {PurePath(best[0]).name}{PurePath(shown).suffix}")
        release = by_name[best[0]]
    if language not in run.project.targets(release):
        raise ExchangeError(f"{release.name} is not translated into {language}", path=shown, hint="see the release’s metadata")
    return Place(release, language, batch)


def _language(run: Run, batch: Batch, shown: str) -> str:
    known = run.languages
    if not batch.language:
        if len(known) != 1:
            raise ExchangeError(
                f"it does not name its language; it may be {', '.join(known)}", path=shown, hint="say which with --language"
            )
        return known[0]
    found = [one for one in known if one.lower() == batch.language.lower()]
    found = found or [one for one in known if primary(one) == primary(batch.language)]
    if len(found) != 1:
        said = f"its language is {batch.language}; asked for is {', '.join(known) or 'none'}"
        raise ExchangeError(said, path=shown, hint="see languages in the configuration, and --language")
    return found[0]


def _shared(run: Run, name: str, language: str, msgids: set[str]) -> float:
    """Returns the share of some sentences that a catalog has, 0 to 1."""
    path = run.path(run.project.catalog_path(name, language))
    try:
        has = {entry.msgid for entry in po.read(path.read_bytes(), str(path)).entries}
    except (WorkflowError, OSError):
        return 0.0
    return len(has & msgids) / max(1, len(msgids))
