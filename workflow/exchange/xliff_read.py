"""XLIFF 2.0 to 2.2 read as what somebody did to a release; the states are those of `xliff_write`.

Source: XLIFF Version 2.1, Core: section 4.3.1.34 state, 4.3.1.35 subState. `reviewed` counts as translated. `final` is no approval: that is
given in this program, by a second person. A unit that another tool has cut anew is joined again; its state is that of
the part which needs most work.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from workflow.exchange.incoming import Batch, Digest, ExchangeError, Incoming, State
from workflow.exchange.parse import parse
from workflow.exchange.xliff_codes import CORE, line_of
from workflow.exchange.xliff_codes import read as read_inline
from workflow.exchange.xliff_write import CATEGORY, FORMAT, STATES
from workflow.inline import PREVIOUS, encode, join
from workflow.model import Inline
from workflow.versions import refuse_newer

if TYPE_CHECKING:
    from lxml.etree import _Element

_MDA = "{urn:oasis:names:tc:xliff:metadata:2.0}"
_ORDER = ("initial", "translated", "reviewed", "final")
_STATES: dict[str, State] = {"translated": "translated", "reviewed": "translated", "final": "approved"}
_SUB_STATES: dict[str, State] = {sub: state for state, (_, sub) in STATES.items() if sub}
_SEEN: dict[str, State] = {state: state for state in STATES}
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*")


def is_xliff(root: str) -> bool:
    """Tells if the name of a root element, with its namespace in braces, is one of XLIFF, of any version."""
    return root.rpartition("}")[2] == "xliff"


def read(data: bytes, path: str, digest: Digest) -> list[Batch]:
    """Returns one batch for each `file` element.

    Args:
        data: The file.
        path: For errors.
        digest: Of msgctxt, msgid and msgstr.

    Raises:
        ExchangeError: It is not well-formed, hostile, no XLIFF 2, or of a newer format of ours; names the line.
    """
    root = parse(data, path)
    _check_root(root, path)
    language = root.get("trgLang") or ""
    batches = []
    for file in root.iter(f"{CORE}file"):
        original = file.get("original") or ""
        release = posixpath.splitext(original.removeprefix("sources/"))[0] if original.startswith("sources/") else ""
        entries = tuple(_entry(unit, path, digest) for unit in file.iter(f"{CORE}unit") if unit.get("translate") != "no")
        batches.append(Batch(release, language, entries, whole=True))
    if not any(batch.entries for batch in batches):
        raise ExchangeError("it has no units", path=path, line=1, hint="export it again")
    return batches


def _check_root(root: _Element, path: str) -> None:
    name = str(root.tag)
    if not is_xliff(name):
        raise ExchangeError(
            f"no XLIFF file: its root is <{name.rpartition('}')[2]}>", path=path, line=line_of(root), hint="export it as XLIFF 2.1"
        )
    version = root.get("version") or ""
    if not name.startswith(CORE) or version not in ("2.0", "2.1", "2.2"):
        raise ExchangeError(f"XLIFF {version} is not read", path=path, line=line_of(root), hint="export it as XLIFF 2.1")
    for attribute in ("srcLang", "trgLang"):
        if not _LANGUAGE.fullmatch(root.get(attribute) or ""):
            raise ExchangeError(f"the root names no {attribute}", path=path, line=line_of(root), hint=f'it needs {attribute}="…"')


def _entry(unit: _Element, path: str, digest: Digest) -> Incoming:
    names: dict[str, str] = {}
    data = unit.iterfind(f"{CORE}originalData/{CORE}data")
    originals = {one.get("id") or "": "".join(str(part) for part in one.itertext()) for one in data}
    parts = [one for one in unit if one.tag in (f"{CORE}segment", f"{CORE}ignorable")]
    if not parts:
        raise ExchangeError("a <unit> has no <segment>", path=path, line=line_of(unit), hint="export it again")
    sources, targets = [], []
    for part in parts:
        source = part.find(f"{CORE}source")
        if source is None:
            raise ExchangeError(f"a <{_name(part)}> has no <source>", path=path, line=line_of(part), hint="export it again")
        sources.append(read_inline(source, names, originals, path))
    for part in parts:
        target = part.find(f"{CORE}target")
        if target is not None:
            targets.append((target, read_inline(target, names, originals, path)))
    segments = [one for one in parts if one.tag == f"{CORE}segment"]
    msgctxt = unit.get("name")
    msgid = encode(join(part for source in sources for part in source))
    text = encode(join(part for target in _ordered(targets) for part in target))
    state = min((one.get("state") or "initial" for one in segments), key=lambda one: _ORDER.index(one) if one in _ORDER else 0)
    translated = [one for one in segments if one.find(f"{CORE}target") is not None]
    if len(translated) < len(segments):
        state = "initial"
    metas = unit.iterfind(f"{_MDA}metadata/{_MDA}metaGroup[@category='{CATEGORY}']/{_MDA}meta")
    meta = {one.get("type") or "": (one.text or "").strip() for one in metas}
    if "format" in meta:
        refuse_newer(meta["format"], FORMAT, ExchangeError, path=path, line=line_of(unit))
    seen = meta.get("seen") or None
    if not text and translated and (state != "initial" or digest(msgctxt, msgid, PREVIOUS) == seen):
        text = PREVIOUS
    as_seen = None if seen is None else digest(msgctxt, msgid, text) in (seen, meta.get("written"))
    seen_state = _SEEN.get(meta.get("state", ""))
    return Incoming(
        msgctxt,
        msgid,
        text,
        _state(state, segments[0].get("subState") if segments else None, seen_state if as_seen else None, has_text=bool(text)),
        seen,
        as_seen,
        seen_state,
        " / ".join(_comments(unit)),
        line=line_of(unit),
    )


def _name(element: _Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _ordered(targets: Sequence[tuple[_Element, Inline]]) -> Iterator[Inline]:
    """Yields the parts of a target in the order in which they are read, which `order` may change (section 4.3.1.24)."""
    places = {}
    for place, (element, _) in enumerate(targets, 1):
        order = element.get("order") or ""
        places[place] = int(order) if order.isdecimal() and len(order) < 9 else place
    for place in sorted(places, key=lambda one: (places[one], one)):
        yield targets[place - 1][1]


def _state(state: str, sub_state: str | None, seen: State | None, *, has_text: bool) -> State:
    """Returns the state that a file means.

    Args:
        state: As it says.
        sub_state: As it says; other tools leave it out.
        seen: Of a text that is as it was seen, the state that was seen.
        has_text: Whether there is a target.
    """
    if state in _STATES:
        return _STATES[state]
    if seen is not None and STATES[seen][0] == "initial" and sub_state not in _SUB_STATES:
        return seen
    if not has_text:
        return "untranslated"
    return _SUB_STATES.get(sub_state or "", "returned")


def _comments(unit: _Element) -> Iterator[str]:
    """Yields the notes that somebody added."""
    for note in unit.iterfind(f"{CORE}notes/{CORE}note"):
        said = " ".join("".join(str(part) for part in note.itertext()).split())
        if said and not (note.get("category") or "").startswith(CATEGORY):
            yield said
