"""The house: imports run one way, each heavy package has one importer, and `workflow --help` loads none of them."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

BASE = Path(__file__).parent.parent / "workflow"
BOTTOM = {"model", "errors", "versions", "inline", "languages", "skeleton", "wording"}
MIDDLE = {"attributes", "files", "index", "plain", "project", "releases", "stamps", "store", "pipeline"}
TOP = {"show", "show_review", "progress", "init", "cli", "__main__"}
STAGES = {path.name for path in BASE.iterdir() if path.is_dir() and (path / "__init__.py").exists()} - MIDDLE - TOP
MODULES = sorted(BASE.rglob("*.py"))
HEAVY = (
    "lxml",
    "polib",
    "babel",
    "regex",
    "rapidfuzz",
    "jinja2",
    "rich",
    "argostranslate",
    "ctranslate2",
    "sentencepiece",
    "turbohtml",
    "openpyxl",
    "starlette",
    "uvicorn",
    "watchfiles",
)
ONE_IMPORTER = {
    "polib": {"locales/catalog.py"},
    "babel": {"languages.py"},
    "openpyxl": {"exchange/table_xlsx.py"},
    "argostranslate": {"drafts/argos.py"},
    "ctranslate2": {"drafts/argos.py", "drafts/network.py"},
    "sentencepiece": {"drafts/argos.py"},
}


def _part(name: str) -> str:
    """`workflow.sources.html` -> `sources`; the package itself -> ``."""
    return name.split(".")[1] if "." in name else ""


def _imports(path: Path, *, typing_too: bool = False) -> Iterator[tuple[str, int]]:
    """Yields the full name and line of what a module imports, inside functions too; what only type checkers read is left out."""
    tree = ast.parse(path.read_text("utf-8"))
    skipped = {
        id(inner)
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING" and not typing_too
        for inner in ast.walk(node)
    }
    for node in ast.walk(tree):
        if id(node) in skipped:
            continue
        if isinstance(node, ast.Import):
            yield from ((alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}:{node.lineno}: a relative import"
            yield from (
                (f"{node.module}.{alias.name}" if node.module == "workflow" else node.module or "", node.lineno) for alias in node.names
            )


def _layer(part: str) -> int:
    return 0 if part in BOTTOM else 1 if part in STAGES else 2 if part in MIDDLE else 3


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(BASE).as_posix())
def test_imports_run_one_way(path: Path) -> None:
    """model, errors, versions, inline, languages, skeleton, wording <- stages.

    These <- attributes, files, index, plain, project, releases, stamps, store, pipeline <- show, progress, init, cli.

    No stage imports another's code.
    """
    relative = path.relative_to(BASE)
    own = relative.parts[0].removesuffix(".py")
    if own == "__init__":
        return
    wrong = []
    for name, line in _imports(path):
        part = _part(name) if name.split(".")[0] == "workflow" else own
        foreign_stage = own in STAGES and part in STAGES and part != own
        if part and part != own and (_layer(part) > _layer(own) or foreign_stage):
            wrong.append(f"workflow/{relative}:{line}: {own} may not import {name}")
    assert wrong == []


def test_every_part_is_in_a_layer() -> None:
    """A new module at the top level has to be put into a layer here."""
    found = {path.stem for path in BASE.glob("*.py")} - {"__init__"}
    assert found <= BOTTOM | MIDDLE | TOP
    assert {"sources", "segments", "locales", "memory", "drafts", "checks", "exports"} <= STAGES


@pytest.mark.parametrize("package", ONE_IMPORTER)
def test_a_package_has_one_importer(package: str) -> None:
    """Where a dependency is touched by one module only, it can be replaced there."""
    found = {
        path.relative_to(BASE).as_posix()
        for path in MODULES
        for name, _ in _imports(path, typing_too=True)
        if name.split(".")[0] == package
    }
    assert found <= ONE_IMPORTER[package]


def test_the_command_line_starts_without_heavy_packages() -> None:
    """After `import workflow.cli` none of them is loaded: help and wrong use answer at once."""
    code = f"import sys, workflow.cli; print(*[name for name in {HEAVY!r} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""
