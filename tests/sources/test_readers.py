"""Which reader reads what: built-in ones without a search, others by entry point."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from workflow.errors import SourceError
from workflow.sources import read

_PLUGIN = """
from workflow.model import Document

suffixes = (".note",)

def read(data, *, path, language, resolve=None):
    return Document(path, "note", language, "utf-8", b"", "\\n", (data.decode(),), (), ())
"""


def _run(folder: Path, code: str) -> str:
    """Returns what a new interpreter prints that sees a folder first."""
    found = subprocess.run(
        [sys.executable, "-c", f"import sys; sys.path.insert(0, {str(folder)!r})\n{code}"], capture_output=True, text=True, check=True
    )
    return found.stdout.strip()


def _installed(folder: Path, suffix: str) -> Path:
    (folder / "notes.py").write_text(_PLUGIN.replace(".note", suffix), encoding="utf-8")
    info = folder / "notes-1.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: notes\nVersion: 1\n", encoding="utf-8")
    (info / "entry_points.txt").write_text("[workflow.sources]\nnotes = notes\n", encoding="utf-8")
    return folder


def test_built_in_readers_need_no_search(tmp_path: Path) -> None:
    """A page is read, and told to be a release, without looking through the installed packages."""
    code = (
        "from workflow.sources import is_release, read\n"
        "read(b'<p>One.</p>', path='a.html', language='en')\n"
        "print(is_release('.HTML'), 'importlib.metadata' in sys.modules)"
    )
    assert _run(tmp_path, code) == "True False"


def test_a_plug_in_reads_its_suffix(tmp_path: Path) -> None:
    """A package with an entry point in the group `workflow.sources` makes its suffix one of releases."""
    code = (
        "from workflow.sources import is_release, read\n"
        "print(is_release('.note'), is_release('.css'), read(b'x', path='a.note', language='en').format)"
    )
    assert _run(_installed(tmp_path, ".note"), code) == "True False note"


def test_two_readers_for_one_suffix_are_an_error(tmp_path: Path) -> None:
    """A plug-in that reads what a built-in reader does is named as soon as plug-ins are looked for."""
    code = (
        "from workflow.errors import ConfigurationError\n"
        "from workflow.sources import is_release\n"
        "try: is_release('.css')\n"
        "except ConfigurationError as error: print(error)"
    )
    assert "two readers for .html: workflow.sources.html and notes" in _run(_installed(tmp_path, ".html"), code)


@pytest.mark.parametrize(
    ("suffix", "part"), [(".html", b"<b>x</b> "), (".xml", b"<b/>"), (".txt", b"a\n\n"), (".html", b"&eacute;"), (".html", b"\0")]
)
def test_megabytes_of_tags_are_refused(suffix: str, part: bytes) -> None:
    """What would take gigabytes of memory is refused before it is read; megabytes of words are read."""
    with pytest.raises(SourceError, match="more than 500,000 tags, references and lines") as caught:
        read(b"<a>" + part * 500_001 + b"</a>", path=f"a{suffix}", language="en")
    assert caught.value.path == f"a{suffix}"
    assert read(b"<p>" + b"word " * 300_000 + b"</p>", path="a.html", language="en").segments


_REPORT = b"The office did one thing, and then it did another thing; both were useful to many.\n"
_FRAMES = {".txt": (b"", b""), ".html": (b"<p>Title</p>\n<p>", b"</p>"), ".xml": (b"<a><p>Title</p>\n<p>", b"</p></a>")}


@pytest.mark.parametrize("suffix", _FRAMES)
def test_a_report_of_a_megabyte_in_one_paragraph_is_read(suffix: str) -> None:
    """A long report, though nobody put a blank line into it, is no text to be refused."""
    before, behind = _FRAMES[suffix]
    document = read(before + _REPORT * (1_050_000 // len(_REPORT)) + behind, path=f"a{suffix}", language="en")
    assert max(len(segment.text) for segment in document.segments) > 1_000_000


@pytest.mark.parametrize("suffix", _FRAMES)
def test_a_text_that_no_person_wrote_is_a_located_error(suffix: str) -> None:
    """A paragraph of two million letters, and five million in many paragraphs, are refused with the line where it is too much."""
    before, behind = _FRAMES[suffix]
    with pytest.raises(SourceError, match="more than 2,000,000 characters in one block") as caught:
        read(before + b"word " * 400_001 + behind, path=f"a{suffix}", language="en")
    assert (caught.value.path, caught.value.line) == (f"a{suffix}", 1 if suffix == ".txt" else 2)
    many = (b"word " * 20_000 + (b"\n\n" if suffix == ".txt" else b"</p>\n\n<p>")) * 60
    with pytest.raises(SourceError, match="more than 5,000,000 characters of text") as caught:
        read(before + many + behind, path=f"a{suffix}", language="en")
    assert 99 < caught.value.line < 104


def test_a_file_of_many_megabytes_is_refused_whole() -> None:
    """What holds pictures in its addresses can be large; there is an end to it."""
    with pytest.raises(SourceError, match="the file has more than 32 MB"):
        read(b"<p>x</p>" + b" " * 2**25, path="a.html", language="en")
    assert read(b'<p>x</p><img src="data:,' + b"A" * 2**24 + b'">', path="a.html", language="en").segments
