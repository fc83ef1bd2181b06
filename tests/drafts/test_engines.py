"""Engines are opened by name: built-in ones from a table, others by entry point."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflow.drafts import ENGINES, engine_names, open_engine
from workflow.drafts.pseudo import PseudoEngine
from workflow.errors import EngineError, PackageError
from workflow.inline import compare, decode, encode


def test_the_built_in_engines_are_visible() -> None:
    """The table names the built-in engines, and each opens under its name."""
    assert list(ENGINES) == ["argos", "pseudo", "libretranslate"]
    assert [open_engine(name, "en", "ru").name for name in ENGINES] == ["argos", "pseudo", "libretranslate"]


def test_an_unknown_engine_is_an_error_that_names_the_known_ones() -> None:
    """A misspelt name is an error with the names that there are."""
    with pytest.raises(EngineError, match="'argus'") as error:
        open_engine("argus", "en", "ru")
    assert "argos, pseudo, libretranslate" in error.value.hint


@pytest.mark.parametrize("name", ["argos", "pseudo"])
def test_an_option_that_an_engine_does_not_have_is_an_error(name: str) -> None:
    """What an engine does not know is told and not passed over."""
    with pytest.raises(EngineError, match="no option 'url'"):
        open_engine(name, "en", "ru", options={"url": "http://127.0.0.1"})


def test_without_a_package_the_way_to_one_is_named() -> None:
    """A pair that no package translates is an error with both ways to install one."""
    with pytest.raises(EngineError, match="from en into fr") as error:
        open_engine("argos", "en", "fr")
    assert "workflow models install en fr" in error.value.hint
    assert "install FILE" in error.value.hint


def test_a_broken_installed_package_is_not_passed_over(packages_folder: Path, tmp_path: Path) -> None:
    """If the full package can not be loaded, that is an error: the small one does not draft in its name."""
    folder = packages_folder / "full"
    (folder / "model").mkdir(parents=True)
    (folder / "metadata.json").write_text('{"package_version": "1.9", "from_code": "en", "to_code": "ru"}')
    (folder / "model" / "model.bin").write_bytes(b"broken")
    (folder / "sentencepiece.model").write_bytes(b"broken")
    with pytest.raises(PackageError, match="can not be loaded") as error:
        open_engine("argos", "en", "ru")
    assert error.value.path == str(folder)


def test_a_plug_in_is_opened_by_entry_point(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another distribution's engine opens by its name; one that fails to import is an error that names it."""
    info = tmp_path / "echo-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: echo\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text(
        "[workflow.engines]\necho = echo_engine:Echo\nbroken = no_such_module:X\nargos = echo_engine:Echo\n"
    )
    (tmp_path / "echo_engine.py").write_text(
        "class Echo:\n    name, detail, notice = 'echo', '1', ''\n    def __init__(self, source, target, **given): self.given = given\n"
    )
    monkeypatch.syspath_prepend(str(tmp_path))
    try:
        assert engine_names() == ["argos", "pseudo", "libretranslate", "broken", "echo"]
        echo: Any = open_engine("echo", "en", "ru", options={"loud": "yes"})
        assert (echo.name, echo.given) == ("echo", {"cut": None, "terms": None, "options": {"loud": "yes"}})
        assert open_engine("argos", "en", "ru").name == "argos"
        with pytest.raises(EngineError, match="'broken' can not be loaded"):
            open_engine("broken", "en", "ru")
    finally:
        sys.modules.pop("echo_engine", None)


def test_opening_the_table_loads_no_model_library() -> None:
    """Importing the package of engines imports neither argostranslate nor ctranslate2: the command line starts with it."""
    import subprocess

    code = "import sys, workflow.drafts, workflow.drafts.packages; print({'argostranslate', 'ctranslate2'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=Path(__file__).parents[2])
    assert done.stdout.strip() == "set()"


@given(st.lists(st.text(), max_size=5).map(lambda texts: [encode((text,)) for text in texts]))
def test_pseudo_keeps_codes_and_order(texts: list[str]) -> None:
    """Invented drafts are as many as the texts, longer than they are, and have their codes."""
    coded = [f"<a>{text}</a><br/>" for text in texts]
    seen: list[int] = []
    drafts = PseudoEngine("en", "ru").draft(coded, seen.append)
    assert seen == [len(texts)]
    assert [compare(decode(text), decode(draft.text)) for text, draft in zip(coded, drafts, strict=True)] == [()] * len(texts)
    assert all(len(draft.text) > len(text) for text, draft in zip(coded, drafts, strict=True))
