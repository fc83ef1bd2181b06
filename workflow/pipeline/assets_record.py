"""Which published assets are the program's own: `exports/.assets.json`, a part of the record of what is public.

Beside pages there may be files in `exports/` that a person put there. What is written down here, with these bytes, was copied by the
program and may be taken back by it; nothing else is. The index can not know that: it may be deleted at any time. A digest is written down
before the file is copied, and the older one stays until that is done, so that a run that was killed leaves no file that nobody knows.

    {"format": 1, "assets": {"en/map.png": ["<digest>"]}}

Paths are relative to `exports/`, digests those of `workflow.stamps.digest`. The file is hidden, so that it is no part of the site.
"""

from __future__ import annotations

import json
from collections.abc import Mapping

from workflow import files
from workflow.errors import WorkflowError
from workflow.exports.paths import ROOT
from workflow.pipeline.run import Run
from workflow.versions import refuse_newer

PATH = f"{ROOT}/.assets.json"
FORMAT = 1

Digests = Mapping[str, frozenset[str]]
"""Path of a published asset, relative to the project -> digests of what was or is about to be copied there."""


def recorded(run: Run) -> dict[str, frozenset[str]]:
    """Returns what is written down; nothing where there is no such file.

    Raises:
        WorkflowError: The file is damaged, or of a newer format.
    """
    path = run.path(PATH)
    if not path.is_file():
        return {}
    try:
        said = json.loads(files.read(path, PATH))
        number, assets = said["format"], said["assets"]
        found = {f"{ROOT}/{name}": frozenset(map(str, digests)) for name, digests in assets.items()}
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        line = error.lineno if isinstance(error, json.JSONDecodeError) else 0
        hint = "take it from version control; or delete it, and look through exports/ for assets that are gone from sources/"
        raise WorkflowError("this is not what the program writes of its assets", path=PATH, line=line, hint=hint) from error
    refuse_newer(number, FORMAT, WorkflowError, path=PATH)
    return {path: digests for path, digests in found.items() if ".." not in path.split("/")}


def record(run: Run, assets: Digests) -> None:
    """Writes down which assets are public; no file where there are none.

    Raises:
        WorkflowError: It can not be written.
    """
    if not assets:
        files.remove(run.path(PATH))
        return
    said = {path.removeprefix(f"{ROOT}/"): sorted(digests) for path, digests in sorted(assets.items())}
    text = json.dumps({"format": FORMAT, "assets": said}, ensure_ascii=False, indent=1)
    files.write(run.path(PATH), f"{text}\n".encode())
