"""Configuration and releases, as a program that uses the package sees them."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

from workflow import project as projects
from workflow import releases
from workflow.errors import ConfigurationError, UsageError
from workflow.project import Release


def _project(root: Path, text: str = 'languages = ["ru", "pt-BR"]\n', **sources: str) -> projects.Project:
    (root / "workflow.toml").write_text(text, encoding="utf-8")
    for name, content in sources.items():
        path = root / "sources" / name.replace("__", ".").replace("_S_", "/")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content)
    return projects.load(root)


def test_defaults_and_both_files(tmp_path: Path) -> None:
    """workflow.toml comes before pyproject.toml; what is not said has its default; tags are spelt canonically."""
    (tmp_path / "pyproject.toml").write_text('[tool.workflow]\nlanguages = ["RU"]\nbase-url = "https://example.org/news"\n')
    project = projects.load(tmp_path)
    assert (project.source_language, project.languages, project.review) == ("en", ("ru",), "translated")
    assert project.base_url == "https://example.org/news/"
    assert _project(tmp_path, 'languages = ["pt-br", "pt-BR"]\n').languages == ("pt-BR",)


def test_a_file_with_a_byte_order_mark(tmp_path: Path) -> None:
    """An editor that writes one does no harm."""
    (tmp_path / "workflow.toml").write_bytes(b'\xef\xbb\xbflanguages = ["ru"]\n')
    assert projects.load(tmp_path).languages == ("ru",)


@pytest.mark.parametrize("url", ["example.org", "ftp://example.org/", "https://example.org/?x", "javascript:alert(1)", "https://a b/"])
def test_an_address_that_is_none(tmp_path: Path, url: str) -> None:
    """A base address is http or https, without query and spaces."""
    with pytest.raises(ConfigurationError, match="base-url"):
        _project(tmp_path, f'base-url = "{url}"\n')


@pytest.mark.parametrize(
    ("url", "written"),
    [
        ("https://пресса.example:8443/news", "https://xn--80aj3aega.example:8443/news"),
        ("https://example.org/новости/", "https://example.org/%D0%BD%D0%BE%D0%B2%D0%BE%D1%81%D1%82%D0%B8/"),
    ],
)
def test_an_address_in_other_letters(tmp_path: Path, url: str, written: str) -> None:
    """The error says how it is written in ASCII; that is accepted."""
    with pytest.raises(ConfigurationError, match=re.escape(f"an address in ASCII, here {written}")):
        _project(tmp_path, f'base-url = "{url}"\n')
    assert _project(tmp_path, f'base-url = "{written}"\n').base_url == written.rstrip("/") + "/"


def test_no_project(tmp_path: Path) -> None:
    """A folder without configuration, or a pyproject.toml of somebody else, is no project; the hint tells how to make one."""
    for text in ("", "[project]\nname = 'x'\n", "[tool]\nworkflow = 1\n", "tool = []\n"):
        (tmp_path / "pyproject.toml").write_text(text)
        with pytest.raises(ConfigurationError) as raised:
            projects.load(tmp_path)
        assert "workflow init" in str(raised.value)


def test_releases_and_their_metadata(tmp_path: Path) -> None:
    """A date in the name counts unless metadata say otherwise; rules, assets and metadata are no releases."""
    project = _project(
        tmp_path,
        **{
            "2026-03-01-a__txt": "x",
            "2026-02-30-b__txt": "x",
            "sub_S_2026-03-02-c__html": "x",
            "sub_S_2026-03-02-c__toml": 'date = 2025-01-01\npublish-after = 2026-03-01\nlanguages = ["pt-br"]\nwithdrawn = true\n',
            "rules__xml": '<its:rules xmlns:its="http://www.w3.org/2005/11/its" version="2.0"/>',
            "map__png": "x",
        },
    )
    found = releases.scan(project)
    assert found.findings == ()
    assert found.assets == ("map.png", "rules.xml")
    assert found.releases == (
        Release("2026-02-30-b", "sources/2026-02-30-b.txt"),
        Release("2026-03-01-a", "sources/2026-03-01-a.txt", date="2026-03-01"),
        Release(
            "sub/2026-03-02-c", "sources/sub/2026-03-02-c.html", "2025-01-01", datetime(2026, 3, 1, tzinfo=UTC), ("pt-BR",), withdrawn=True
        ),
    )
    assert project.targets(found.releases[2]) == ("pt-BR",)
    assert project.catalog_path("a", "pt-BR") == "locales/pt_BR/LC_MESSAGES/a.po"


def test_names_hold_what_can_not_be_used_today(tmp_path: Path) -> None:
    """Twins, sources that are not read yet and those with wrong metadata are named, rules and assets are not."""
    project = _project(tmp_path, a__txt="x", a__html="x", b__txt="x", b__toml="nonsense = 1", c__docx="x", d__png="x")
    assert releases.scan(project).releases == ()
    assert releases.scan(project).names == {"a", "b", "c"}


@pytest.mark.parametrize(
    ("given", "name"), [("a", "a"), ("sources/a.txt", "a.txt"), ("./sources/sub/a", "sub/a"), ("sub\\a", "sub/a"), ("a b/ё", "a b/ё")]
)
def test_how_a_release_can_be_named(given: str, name: str) -> None:
    """On the command line a release is its name, or its file as the shell completes it."""
    assert releases.check_name(given) == name


@pytest.mark.parametrize("given", ["", "..", "../x", "a/../b", "/a", ".a", "a/.b", "sources/../a", "..\\a"])
def test_what_is_no_name(given: str) -> None:
    """Nothing that leads out of sources/ is taken."""
    with pytest.raises(UsageError):
        releases.check_name(given)
