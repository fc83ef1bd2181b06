"""The server's own pages: the dashboard, and what it says where there is no page. With autoescape: no text of a project is markup."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING
from urllib.parse import quote, urlencode

from workflow.languages import autonym, direction
from workflow.site.board import PAGE, Board, Cell

if TYPE_CHECKING:
    from jinja2 import Environment

_STATES = {
    "published": "published",
    "older": "published, older text",
    "ready": "ready to publish",
    "waiting": "waiting",
    "held": "held back",
    "failed": "can not be read",
}


def dashboard(board: Board, revision: int, start: str, working: bool, query: Mapping[str, str]) -> str:
    """Returns the dashboard.

    Args:
        board: What is shown.
        revision: Of the build that it shows.
        start: Names this start of the server.
        working: A build is under way.
        query: `q`: words of a release's name; `show`: `waiting` for those with something to do; `page`: from 1.
    """
    words, waiting = query.get("q", "").strip(), query.get("show") == "waiting"
    rows = board.selected(words, waiting=waiting)
    pages = max(1, -(-len(rows) // PAGE))
    asked = query.get("page", "")
    number = min(pages, max(1, int(asked))) if asked.isdecimal() and len(asked) < 9 else 1
    cells = [cell for row in board.rows for cell in row.cells]

    def address(page: int) -> str:
        given = {"q": words, "show": "waiting" if waiting else "", "page": str(page) if page > 1 else ""}
        left = {name: value for name, value in given.items() if value}
        return f"/?{urlencode(left)}" if left else "/"

    return (
        _environment()
        .get_template("dashboard.html.j2")
        .render(
            board=board,
            rows=rows[(number - 1) * PAGE : number * PAGE],
            found=len(rows),
            total=len(board.rows),
            waiting_cells=sum(cell.needs_somebody for cell in cells),
            public_cells=sum(cell.public for cell in cells),
            words=words,
            waiting=waiting,
            number=number,
            pages=pages,
            newer=address(number - 1) if number > 1 else "",
            older=address(number + 1) if number < pages else "",
            revision=revision,
            start=start,
            working=working,
        )
    )


def problem(title: str, said: str) -> str:
    """Returns a page that says why there is nothing to show."""
    return _environment().get_template("problem.html.j2").render(title=title, said=said)


def _quoted(path: str) -> str:
    return quote(path, safe="/~")


def _state(cell: Cell) -> str:
    return _STATES[cell.state]


@cache
def _environment() -> Environment:
    from importlib.resources import files

    from jinja2 import Environment, FunctionLoader, StrictUndefined

    folder = files("workflow.site") / "templates"
    made = Environment(
        loader=FunctionLoader(lambda name: (folder / name).read_text("utf-8")),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters.update(quoted=_quoted, state=_state, autonym=autonym, direction=direction)
    return made
