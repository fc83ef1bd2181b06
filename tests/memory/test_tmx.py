"""TMX files are read as units, or refused with a place; a new case is a `.tmx` and a `.toml` in `tmx/`."""

from __future__ import annotations

import contextlib
import io
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflow.inline import compare, decode
from workflow.memory import Unit
from workflow.memory.tmx import TmxError, read

CASES = sorted((Path(__file__).parent / "tmx").glob("*.toml"))


def _read(data: bytes) -> list[Unit]:
    return list(read(io.BytesIO(data), "m.tmx", source="en", target="ru"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_case(case: Path) -> None:
    """The claim of the case holds."""
    given_ = tomllib.loads(case.read_text(encoding="utf-8"))
    data = case.with_suffix(".tmx").read_bytes()
    if "error" in given_:
        with pytest.raises(TmxError) as caught:
            _read(data)
        assert given_["error"] in str(caught.value)
        assert caught.value.path == "m.tmx"
        assert caught.value.line == (given_["line"] or caught.value.line)
        assert caught.value.line > 0
        return
    expected = [
        Unit(one["msgid"], one["msgstr"], one.get("msgctxt"), False, one.get("revised", ""), tuple(map(tuple, one.get("contexts", ()))))
        for one in given_["units"]
    ]
    assert _read(data) == expected


_BIG = """
import io, resource, sys
from workflow.memory.tmx import read

UNIT = '<tu><tuv xml:lang="en"><seg>Sentence {}</seg></tuv><tuv xml:lang="ru"><seg>Предложение {}</seg></tuv></tu><note>x</note>'

class Stream(io.RawIOBase):
    parts = 0

    def read(self, size=-1):
        self.parts += 1
        if self.parts == 1:
            return b'<tmx version="1.4"><body>'
        if self.parts > 201:
            return b"</body></tmx>" if self.parts == 202 else b""
        return b"".join(UNIT.format(self.parts, one).encode() for one in range(100))

def peak():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1e6 if sys.platform == "darwin" else 1e3)

units = read(Stream(), "m.tmx", source="en", target="ru")
next(units)
before = peak()
print(sum(1 for _ in units), peak() - before)
"""


def test_size_does_not_matter() -> None:
    """20,000 units are read in less than 8 MB of memory; kept as a tree they would need three times that, or more."""
    pytest.importorskip("resource")
    done = subprocess.run([sys.executable, "-c", _BIG], capture_output=True, text=True, check=True)
    count, grown = done.stdout.split()
    assert int(count) == 19_999
    assert float(grown) < 8


_inline = st.recursive(
    st.sampled_from(["text", " ", "&lt;b&gt;", "&amp;", "13"]),
    lambda inner: st.builds(
        lambda name, attributes, parts: f"<{name} {attributes}>{''.join(parts)}</{name}>",
        st.sampled_from(["bpt", "ept", "it", "ph", "hi", "ut", "sub"]),
        st.sampled_from(['i="1"', 'i="2" x="1"', 'pos="begin"', 'pos="end" x="2"', 'type="bold"', ""]),
        st.lists(inner, max_size=3),
    ),
    max_leaves=8,
)
_segs = st.lists(_inline, max_size=6).map("".join)


@given(_segs, _segs)
def test_any_markup_gives_whole_codes(source: str, target: str) -> None:
    """Whatever inline elements a unit has, its translation has exactly the codes of its source, well nested."""
    unit = f'<tu><tuv xml:lang="en"><seg>{source}</seg></tuv><tuv xml:lang="ru"><seg>{target}</seg></tuv></tu>'
    for one in _read(f'<tmx version="1.4"><body>{unit}</body></tmx>'.encode()):
        assert compare(decode(one.msgid), decode(one.msgstr)) == ()
        assert one.msgid == one.msgid.strip()


@given(st.binary(max_size=300) | st.text(st.sampled_from('<>/&;"= tmxuvseg![]-?%'), max_size=120).map(str.encode))
def test_any_bytes_are_refused_or_read(data: bytes) -> None:
    """No file makes more of an error than a TmxError."""
    with contextlib.suppress(TmxError):
        _read(data)
