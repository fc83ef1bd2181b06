"""One release in one language as XLIFF 2.1.

Source: XLIFF Version 2.1, OASIS Standard, 13 February 2018: Core (section 4), Translation Candidates Module (5.1, `mtc`), Metadata Module
(5.4, `mda`). Each entry is a unit with one segment that is not to be cut anew. States:

| here | state | subState | target |
|---|---|---|---|
| untranslated | initial | | none |
| draft | initial | pp:mt-draft | the draft |
| returned | initial | pp:returned | the text |
| stale | initial | pp:stale | the text; what it was made for stands among the matches |
| translated | translated | | the text |
| approved | final | | the text |

A sentence that is said with the one before it has an empty target. What the file was made from stands in the unit's metadata, so that
`xliff_read` can tell what somebody changed.
"""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256

from workflow.exchange.incoming import Digest, Key, State
from workflow.exchange.outgoing import Match, Outgoing, Release
from workflow.exchange.xliff_codes import Codes, attribute, text
from workflow.inline import PREVIOUS, decode, encode

CATEGORY = "workflow"
"""Of notes and metadata that this program writes, and does not read as if a person had written them."""

FORMAT = 1
"""Of the metadata, which name it from 2 on, in a `meta` of type `format`."""

STATES: dict[State, tuple[str, str]] = {
    "untranslated": ("initial", ""),
    "draft": ("initial", "pp:mt-draft"),
    "returned": ("initial", "pp:returned"),
    "stale": ("initial", "pp:stale"),
    "translated": ("translated", ""),
    "approved": ("final", ""),
}

_NAMESPACES = (
    'xmlns="urn:oasis:names:tc:xliff:document:2.0" xmlns:mtc="urn:oasis:names:tc:xliff:matches:2.0" '
    'xmlns:mda="urn:oasis:names:tc:xliff:metadata:2.0"'
)


def write(release: Release, digest: Digest) -> bytes:
    """Returns the file; the same bytes for the same entries.

    Args:
        release: What it is about.
        digest: Of msgctxt, msgid and msgstr, as `Outgoing.digest` was made.
    """
    ids = _unit_ids(release.entries)
    units = [line for entry in release.entries for line in _unit(entry, ids, digest)]
    if not units:  # a file needs a unit (section 4.2.2.2)
        units = ['<unit id="none" translate="no"><segment><source/></segment></unit>']
    languages = f'srcLang="{release.source_language}" trgLang="{release.language}"'
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<xliff {_NAMESPACES} version="2.1" {languages}>',
        f'  <file id="release" original={attribute(release.path)} xml:space="preserve">',
        *(f"    {line}" for line in units),
        "  </file>",
        "</xliff>",
        "",
    ]
    return "\n".join(lines).encode()


def _unit_ids(entries: Sequence[Outgoing]) -> dict[Key, str]:
    """Returns key -> id: the same in every file that has the sentence, so that other tools know it again."""
    ids: dict[Key, str] = {}
    for entry in entries:
        context = "" if entry.msgctxt is None else f"{len(entry.msgctxt)}:{entry.msgctxt}"
        number = f"s{sha256(f'{context}|{entry.msgid}'.encode(errors='surrogatepass')).hexdigest()[:12]}"
        ids[entry.key] = number
    return ids


def _unit(entry: Outgoing, ids: dict[Key, str], digest: Digest) -> list[str]:
    source, target = decode(entry.msgid), decode(entry.text)
    codes = Codes(source, entry.codes, ids)
    state, sub_state = STATES[entry.state]
    name = f" name={attribute(entry.msgctxt)}" if entry.msgctxt is not None else ""
    lines = [f'<unit id="{ids[entry.key]}"{name} canResegment="no">']
    if entry.matches:
        lines += ["  <mtc:matches>", *(f"    {_match(one, codes)}" for one in entry.matches), "  </mtc:matches>"]
    seen = {"seen": entry.digest, "state": entry.state}
    written = digest(entry.msgctxt, entry.msgid, encode(target))
    if written != entry.digest:
        seen["written"] = written  # a text that escapes more than it has to, which no element can say
    metas = "".join(f'<mda:meta type="{key}">{value}</mda:meta>' for key, value in seen.items())
    lines.append(f'  <mda:metadata><mda:metaGroup category="{CATEGORY}">{metas}</mda:metaGroup></mda:metadata>')
    if entry.notes or entry.comments:
        notes = [f'<note category="{CATEGORY}">{_said(note)}</note>' for note in entry.notes]
        notes += [f'<note category="{CATEGORY}-comment">{_said(note)}</note>' for note in entry.comments]
        lines += ["  <notes>", *(f"    {note}" for note in notes), "  </notes>"]
    originals = codes.original_data()
    if originals:
        lines.append(f"  {originals}")
    lines.append(f'  <segment id="s" state="{state}"' + (f' subState="{sub_state}">' if sub_state else ">"))
    lines.append(f"    <source>{codes.content(source)}</source>")
    if entry.text == PREVIOUS:
        lines.append("    <target/>")
    elif entry.text:
        lines.append(f"    <target>{codes.content(target)}</target>")
    return [*lines, "  </segment>", "</unit>"]


def _match(match: Match, codes: Codes) -> str:
    """Returns a translation candidate: of the memory with its similarity, of an engine with its quality (section 5.1.6)."""
    if match.kind == "draft":
        said = f'type="mt" matchQuality="{match.percent}" matchSuitability="{match.percent}"'
    else:
        said = f'type="{"icm" if match.in_context else "tm"}" similarity="{match.percent}" matchSuitability="{match.percent}"'
    content = [codes.content(decode(one), data=False) for one in (match.source, match.text)]
    return (
        f'<mtc:match ref="#s" {said} origin={attribute(match.origin)}>'
        f"<source>{content[0]}</source><target>{content[1]}</target></mtc:match>"
    )


def _said(note: str) -> str:
    # A note has text only, so what XML has no place for is left out here.
    return text("".join(letter for letter in note if letter.isprintable() or letter in "\t\n"))
