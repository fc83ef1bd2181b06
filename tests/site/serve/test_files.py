"""Whatever a browser asks for, it gets a file of the folder or nothing."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from workflow.site.board import Board, Cell, Row, Trouble
from workflow.site.serve_files import find, with_script

parts = st.sampled_from(["..", ".", "", "en", "a.html", "out", "secret", ".git", "%2e%2e", "..\\", "\0", "C:", "~", "a.html\n", "ру"])


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    base = tmp_path_factory.mktemp("files")
    (base / "secret").write_text("secret")
    root = base / "root"
    for path in ("en/a.html", "en/index.html", ".git/secret", "en/ру.html"):
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text("shown")
    (root / "out").symlink_to(base)
    (root / "en/secret").symlink_to(base / "secret")
    (root / "en/same.html").symlink_to(root / "en/a.html")
    return root


@given(path=st.lists(parts, max_size=6).map("/".join) | st.text(max_size=20))
@example("out/secret")
@example("en/secret")
@example("out/root/en/../../secret")
@example(".git/secret")
def test_nothing_outside_is_found(folder: Path, path: str) -> None:
    found = find(folder, path)
    assert found is None or (found.is_relative_to(folder.resolve()) and found.read_text() == "shown" and ".git" not in found.parts)


@pytest.mark.parametrize(
    ("path", "name"), [("en/a.html", "a.html"), ("en/", "index.html"), ("en/ру.html", "ру.html"), ("en/same.html", "a.html")]
)
def test_what_is_there_is_found(folder: Path, path: str, name: str) -> None:
    """A folder's index, any letters, and a link that stays inside."""
    found = find(folder, path)
    assert found is not None
    assert found.name == name


def test_a_script_is_put_before_the_end(folder: Path) -> None:
    """In any encoding, and in a page that has no end tag."""
    assert with_script(b"<p>x</BODY></html>", "<s>") == b"<p>x<s></BODY></html>"
    assert with_script(b"<p>x", "<s>") == b"<p>x<s>"
    page = "<p>ы</body>".encode("utf-16")
    assert with_script(page, "<s>").decode("utf-16") == "<p>ы</body><s>"
    assert with_script("<p>ы</body>".encode("cp1251"), "<s>").decode("cp1251") == "<p>ы<s></body>"


def test_a_board_is_searched() -> None:
    """By all words, in any case; or by what waits for somebody."""
    cells = (Cell("en", "published", public=True), Cell("ru", "waiting"))
    board = Board("x", "en", (Row("b-Визит", "", cells), Row("a-visit", "", (Cell("en", "published"),))))
    assert [row.release for row in board.selected("визит", waiting=False)] == ["b-Визит"]
    assert [row.release for row in board.selected("", waiting=True)] == ["b-Визит"]
    assert [row.release for row in board.selected("vis a-", waiting=False)] == ["a-visit"]
    assert not board.selected("visit", waiting=True)


def test_a_changed_row_takes_the_place_of_the_old() -> None:
    board = Board("x", "en", (Row("b", "", ()), Row("a", "", ())))
    new = board.with_rows([Row("a", "sources/a.txt", ())], [Trouble("a", "b")])
    assert [row.source for row in new.rows] == ["", "sources/a.txt"]
    assert new.troubles == (Trouble("a", "b"),)
