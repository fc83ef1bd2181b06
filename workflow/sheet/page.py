"""Sheet -> HTML: one file that fetches nothing, runs no script but its own, and is the same for the same sheet.

Its Content-Security-Policy (CSP Level 3) allows the one style sheet and the one script by their hashes, and nothing else: whatever a
catalog contains stays text. The data for the script stand in a JSON block, which no browser runs (HTML Standard, section 4.12.1.1).
"""

from __future__ import annotations

from base64 import b64encode
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from workflow.languages import autonym, direction, long_date
from workflow.sheet.marking import changes, chips
from workflow.sheet.values import STATES, Frame, Node, Part, Row, Sheet
from workflow.sheet.words import Words, words_in

if TYPE_CHECKING:
    from jinja2 import Template

GENERATOR = "press-workflow review sheet"
"""Told by the page's `generator`: only such a file is ever written over."""

FORMAT, VERSION = "workflow-sheet", 1
"""Of the file of edits; `workflow exchange import` reads it."""

_BASE = Path(__file__).parent


def write(sheet: Sheet) -> bytes:
    """Returns the sheet as an HTML page in UTF-8."""
    words, spoken = words_in(sheet.language)
    style, script = _file("sheet.css"), _file("sheet.js")
    page = _template().render(
        sheet=sheet,
        words=words,
        page_language=spoken,
        page_direction=direction(spoken),
        source_direction=direction(sheet.source_language),
        direction=direction(sheet.language),
        source_name=autonym(sheet.source_language),
        name=autonym(sheet.language),
        states=[name for name in STATES if sheet.states.get(name)],
        changed=_day(sheet.changed, spoken),
        segments=sum(sheet.states.values()),
        generator=GENERATOR,
        policy=_policy(style, script),
        style=style,
        script=script,
        data=_data(sheet, words),
    )
    return page.encode("utf-8", "replace")


def _day(changed: str, language: str) -> str:
    """Returns the day of a catalog's date as people write it; as it stands where it is none."""
    try:
        return long_date(changed[:10], language)
    except ValueError:
        return changed


def _policy(style: str, script: str) -> str:
    def allowed(text: str) -> str:
        return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"

    return f"default-src 'none'; style-src {allowed(style)}; script-src {allowed(script)}; base-uri 'none'; form-action 'none'"


def _data(sheet: Sheet, words: Words) -> dict[str, Any]:
    """What the script works with."""
    rows: dict[int, Row] = {}
    for row in _rows(sheet.nodes):
        rows.setdefault(row.number, row)
    return {
        "format": FORMAT,
        "version": VERSION,
        "release": sheet.release,
        "language": sheet.language,
        "words": words["script"],
        "segments": [
            {
                "number": row.number,
                "msgctxt": row.msgctxt,
                "msgid": row.msgid,
                "text": row.text,
                "seen": row.seen,
                "state": row.state,
                "codes": [code for code, _ in row.codes],
                "comments": [*row.comments, *([row.rejection.reason] if row.rejection else [])],
            }
            for row in rows.values()
        ],
    }


def _rows(nodes: tuple[Node, ...]) -> list[Row]:
    found: list[Row] = []
    for node in nodes:
        found += node.rows if isinstance(node, Part) else _rows(node.children)
    return found


@cache
def _file(name: str) -> str:
    return (_BASE / "templates" / name).read_text("utf-8")


@cache
def _template() -> Template:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined
    from markupsafe import Markup

    environment = Environment(
        loader=FileSystemLoader(_BASE / "templates"), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters["chips"] = lambda text, row: chips(text, dict(row.codes))
    environment.filters["changed_from"] = lambda text, before, row: changes(before, text, dict(row.codes))
    environment.filters["own"] = Markup
    environment.tests["part"] = lambda node: isinstance(node, Part)
    environment.tests["frame"] = lambda node: isinstance(node, Frame)
    return environment.get_template("sheet.html.j2")
