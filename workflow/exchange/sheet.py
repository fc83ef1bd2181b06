"""The edits that a review sheet saved: JSON.

    {"format": "workflow-sheet", "version": 1, "release": "2026-03-01-visit", "language": "ru",
     "edits": [{"msgctxt": null, "msgid": "…", "seen": "5f0c1a77", "text": "…", "state": "translated", "comment": ""}]}

`seen` is the digest of the entry that the sheet showed (`locales.review.digest`), so that an old sheet covers no newer text. `state` is
`translated`, `returned` (sent back, for the reason in `comment`) or `draft` (typed, not finished).
"""

from __future__ import annotations

import json
import re
from typing import Any

from workflow.exchange.incoming import Batch, Digest, ExchangeError, Incoming, State
from workflow.versions import refuse_newer

FORMAT = "workflow-sheet"
VERSION = 1
_STATES: dict[str, State] = {"translated": "translated", "returned": "returned", "draft": "draft"}
_TYPES = {"msgid": str, "seen": str, "text": str, "state": str}


def read(data: bytes, path: str, digest: Digest) -> list[Batch]:
    """Returns the edits as a batch.

    Raises:
        ExchangeError: It is not JSON, no such file, of a newer version, or one of its edits is not as above; names line or edit.
    """
    try:
        found = json.loads(data.decode("utf-8-sig"), parse_constant=_no_number)
    except UnicodeDecodeError as error:
        raise ExchangeError("it is not UTF-8", path=path, line=data.count(b"\n", 0, error.start) + 1, hint="save the sheet again") from None
    except json.JSONDecodeError as error:
        raise ExchangeError(f"not JSON: {error.msg}", path=path, line=error.lineno, hint="save the sheet again") from None
    except (ValueError, RecursionError):
        raise ExchangeError("not as a sheet saves it", path=path, line=1, hint="save the sheet again") from None
    if not isinstance(found, dict) or found.get("format") != FORMAT:
        raise ExchangeError(f"it does not say “format”: “{FORMAT}”", path=path, line=1, hint="save the edits from a review sheet")
    refuse_newer(found.get("version"), VERSION, ExchangeError, path=path, line=1)
    for key in ("release", "language"):
        if not isinstance(found.get(key), str) or not found[key]:
            raise ExchangeError(f"it does not name its {key}", path=path, line=1, hint="save the sheet again")
    edits = found.get("edits")
    if not isinstance(edits, list):
        raise ExchangeError("it has no list of edits", path=path, line=1, hint="save the sheet again")
    return [Batch(found["release"], found["language"], tuple(_edit(one, number, path, digest) for number, one in enumerate(edits, 1)))]


def _no_number(_: str) -> Any:
    raise ValueError


def _edit(one: object, number: int, path: str, digest: Digest) -> Incoming:
    def wrong(what: str) -> ExchangeError:
        return ExchangeError(f"edit {number}: {what}", path=path, hint="save the sheet again")

    if not isinstance(one, dict):
        raise wrong("it is no object")
    for key, kind in _TYPES.items():
        if not isinstance(one.get(key), kind):
            raise wrong(f"“{key}” is missing, or no text")
    msgctxt, comment = one.get("msgctxt"), one.get("comment") or ""
    if not isinstance(msgctxt, str | None) or not isinstance(comment, str):
        raise wrong("“msgctxt” or “comment” is no text")
    if not re.fullmatch("[0-9a-f]{8}", one["seen"]):
        raise wrong("“seen” is no digest")
    if one["state"] not in _STATES:
        raise wrong(f"the state has to be one of {', '.join(_STATES)}")
    text = one["text"].replace("\r\n", "\n")
    as_seen = digest(msgctxt, one["msgid"], text) == one["seen"]
    return Incoming(msgctxt, one["msgid"], text, _STATES[one["state"]], one["seen"], as_seen, None, comment)
