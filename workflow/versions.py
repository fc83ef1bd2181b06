"""Formats of the files that the program writes and reads again, and what becomes of a file of another one.

Each format has a number. A file of an older format is read for ever: where a reader changes, the old files under `tests/upgrades/`
are read as before. A file of a newer one is refused whole, before anything is written: what is understood by half is lost by half. Of
what is a cache only, every other format is thrown away and made anew.

| file | names its format in | number | another one |
|---|---|---|---|
| catalog, glossary | the header field `X-Workflow-Format` | 1, not written | refused |
| edits of a review sheet | `version` | 1 | refused |
| XLIFF | `meta` of type `format` in a unit's `metaGroup` of category `workflow` | 1, not written | refused |
| CSV, XLSX | the beginning of `entry`: `v2 …` | 1, not written | refused |
| TMX | `creationtoolversion`, where `creationtool` is `workflow` | 1 | refused |
| page whose translation is late | the comments around its links: `<!--counterpart 2-->` | 1, not written | refused |
| `exports/.assets.json` | `format` | 1 | refused |
| `packages.digests.json` | `format` | 1, not written | refused |
| `workflow.toml`, metadata of a release | nothing: a key that is not known is refused | | |
| `.workflow/index.sqlite` | `meta`: its format, and the digest of the program | 3 | thrown away, but for the texts of drafts |
| `.workflow/memory.sqlite` | `memory_marks` | 3 | thrown away |
| `.workflow/journal.sqlite` | `PRAGMA user_version` | 1 | thrown away |

What an older program keeps and passes over (a comment, a `#.` line, a property of a unit) needs no new number.
"""

from __future__ import annotations

from workflow.errors import WorkflowError


def refuse_newer(said: object, known: int, error: type[WorkflowError], *, path: str, line: int = 0) -> None:
    """Refuses a file whose format is not known here.

    Args:
        said: The number that the file names, as it stands there.
        known: The newest that is read here.
        error: What to raise.
        path: Of the file.
        line: In it.

    Raises:
        WorkflowError: Of the class `error`: the number is higher than `known`, or none.
    """
    number = str(said).strip()
    if number.isascii() and number.isdecimal() and 0 < int(number[:9]) <= known:
        return
    raise error(
        f"its format is {number[:20]}, and this version of the program knows none after {known}",
        path=path,
        line=line,
        hint="a newer version may have written it: use that",
    )
