"""What is public depends on the clock in one place: whether an embargo is over."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import workflow

BASE = Path(workflow.__file__).parent
_CLOCK = {"now", "utcnow", "today", "time", "time_ns", "gmtime", "localtime", "ctime", "strftime"}
_SERVES = {"site/serve.py", "site/serve_files.py", "site/serve_pages.py", "site/verify_served.py", "site/board.py"}
PUBLISHING = sorted(
    {path.relative_to(BASE).as_posix() for folder in ("exports", "site", "sources", "segments") for path in (BASE / folder).glob("*.py")}
    - _SERVES
    | {
        f"pipeline/{name}.py"
        for name in ("about", "assets", "behind", "decide", "each", "load", "publish", "render", "shown", "site", "templates", "withdraw")
    }
)


def readings(path: Path) -> Iterator[tuple[str, str]]:
    """Yields (function, call) of what reads the clock in a module: `datetime.now(…)`, `date.today()`, `time.time()`…"""
    for function in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(function, ast.FunctionDef):
            for node in ast.walk(function):
                if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in _CLOCK:
                    said = ast.unparse(node.func)
                    if said.split(".")[0] in ("datetime", "date", "time"):
                        yield function.name, said


@pytest.mark.parametrize("name", PUBLISHING)
def test_only_an_embargo_is_compared_with_the_clock(name: str) -> None:
    """Everything else that bears a date has it from metadata or a catalog: the same files give the same bytes on any day."""
    wanted = [("held_back", "datetime.now")] if name == "pipeline/decide.py" else []
    assert list(readings(BASE / name)) == wanted
