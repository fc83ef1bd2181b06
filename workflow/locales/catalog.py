r"""PO files: bytes <-> `Catalog`. The only importer of polib.

Source of the format: GNU gettext manual, "The Format of PO Files". An entry that nobody changes is written as it was read, wrapping,
unknown comments, `#=` and `#~|` lines included: `write(read(data)) == data` for every file that can be read. polib does the
quoting and the reading of entries; around it stands what it does not do (polib 1.2.0): it drops `#~|`, refuses `#=`, cuts lines at
U+2028 and its like when it is given text, and takes a line whose closing quote is missing as if its last letter were one.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

import polib

from workflow.errors import CatalogError
from workflow.locales.chunks import REPAIR, Chunk, chunks

# In the header's own lines; a comment may speak of charsets too.
_CHARSET = re.compile(rb'^(?:msgstr\s*)?"(?:[^"\n]*\\n)?Content-Type:[^"\n]*?charset=([A-Za-z0-9][\w.:-]*)', re.I | re.M)
_POLIB_LINE = re.compile(r"\(line (\d+)\)")
_HEADER_FOR_POLIB = 'msgid ""\nmsgstr ""\n\n'
Key = tuple[str | None, str]
"""What an entry is found by: msgctxt and msgid."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a catalog."""

    msgid: str
    msgstr: str = ""
    msgctxt: str | None = None
    comments: tuple[str, ...] = ()
    """`# ` lines, without the sign: what people and this program say for people; every tool keeps them."""
    extracted: tuple[str, ...] = ()
    """`#.` lines: made from the source, replaced by every sync."""
    references: tuple[str, ...] = ()
    """`#:` lines."""
    flags: tuple[str, ...] = ()
    """`#,` and `#=` flags, in order."""
    previous: str | None = None
    """`#| msgid`: the msgid under which the text was accepted."""
    previous_context: str | None = None
    obsolete: bool = False
    plural: tuple[str, tuple[str, ...]] | None = None
    """msgid_plural and its translations, in entries that another tool made; this program makes none."""
    line: int = field(default=0, compare=False)
    """Of its first line in the file, 1-based; 0 for an entry that was not read."""
    raw: str | None = field(default=None, compare=False)
    """As found in the file; None as soon as something was changed."""
    gap: str | None = field(default=None, compare=False)
    """The blank lines found behind it; None for an entry that was last, or was not read."""

    @property
    def key(self) -> Key:
        """What the entry is found by."""
        return (self.msgctxt, self.msgid)

    @property
    def fuzzy(self) -> bool:
        """Tells if the entry says that it is not accepted."""
        return "fuzzy" in self.flags

    def but(self, **changes: object) -> Entry:
        """Returns the entry with fields changed; the same entry, bytes included, if they have these values already."""
        if all(getattr(self, key) == value for key, value in changes.items()):
            return self
        return replace(self, raw=None, **changes)  # type: ignore[arg-type]  # the names are fields of Entry; a wrong one raises


@dataclass(frozen=True, slots=True)
class Catalog:
    """One PO file: one release in one language."""

    path: str
    """Relative to the project, with `/`."""
    header: Entry
    """The entry with the empty msgid."""
    entries: tuple[Entry, ...]
    """In file order, obsolete ones included, the header not."""
    encoding: str = "utf-8"
    newline: str = "\n"
    bom: bytes = b""
    tail: str = ""
    """What stands behind the last entry: blank lines, comments that belong to none."""

    def headers(self) -> dict[str, str]:
        """Returns the header's fields, in order."""
        fields: dict[str, str] = {}
        for line in self.header.msgstr.split("\n"):
            key, colon, value = line.partition(":")
            if colon:
                fields[key.strip()] = value.strip()
        return fields

    def with_headers(self, **values: str) -> Catalog:
        """Returns the catalog with header fields set; `_` in a name stands for `-`. Other fields and their order stay."""
        wanted = {key.replace("_", "-"): value for key, value in values.items()}
        lines = self.header.msgstr.split("\n")
        if lines[-1] == "":
            lines.pop()
        before = list(lines)
        for number, line in enumerate(lines):
            key = line.partition(":")[0].strip()
            if key in wanted:
                value = wanted.pop(key)
                if line.partition(":")[2].strip() != value:
                    lines[number] = f"{key}: {value}"
        lines += [f"{key}: {value}" for key, value in wanted.items()]
        return self if lines == before else replace(self, header=self.header.but(msgstr="\n".join([*lines, ""])))

    def with_entries(self, entries: Iterable[Entry]) -> Catalog:
        """Returns the catalog with these entries; the same catalog if they are the ones it has."""
        new = tuple(entries)
        same = len(new) == len(self.entries) and all(one is other for one, other in zip(new, self.entries, strict=True))
        return self if same else replace(self, entries=new)

    def live(self) -> tuple[Entry, ...]:
        """Returns the entries that are not obsolete."""
        return tuple(entry for entry in self.entries if not entry.obsolete)


def new(path: str, *, release: str, language: str, source_language: str, plural_forms: str, created: str) -> Catalog:
    """Returns an empty catalog with a full header.

    Args:
        path: Where it will stand.
        release: Becomes Project-Id-Version.
        language: As gettext writes it, `pt_BR`.
        source_language: Becomes X-Source-Language, which Poedit reads.
        plural_forms: From CLDR.
        created: POT-Creation-Date, `2026-03-01 09:00+0000`.
    """
    header = "\n".join(
        [
            f"Project-Id-Version: {release}",
            "Report-Msgid-Bugs-To: ",
            f"POT-Creation-Date: {created}",
            "PO-Revision-Date: YEAR-MO-DA HO:MI+ZONE",
            "Last-Translator: ",
            "Language-Team: ",
            f"Language: {language}",
            "MIME-Version: 1.0",
            "Content-Type: text/plain; charset=UTF-8",
            "Content-Transfer-Encoding: 8bit",
            f"Plural-Forms: {plural_forms}",
            f"X-Source-Language: {source_language}",
            "",
        ]
    )
    return Catalog(path, Entry("", header), ())


class _Lines(str):
    """Text that polib cuts into lines at LF only, as a PO file is cut; Python's own `splitlines` cuts at U+2028 and loses text."""

    __slots__ = ()

    def splitlines(self, keepends: bool = False) -> list[str]:
        return self.split("\n")


def read(data: bytes, path: str) -> Catalog:
    """Returns a catalog.

    Raises:
        CatalogError: The bytes are no PO file, or a broken one; names the line. Nothing may be written over such a file.
    """
    text, encoding, bom = _decode(data, path)
    found = list(chunks(text, path))
    # polib takes comments before the first entry as the file's own, and the header out of the entries: an empty header of ours in
    # front, and another msgid for the file's, keep each entry in its place.
    feed = _HEADER_FOR_POLIB + "\n\n".join(_feed(chunk) for chunk in found)
    try:
        parsed = polib.pofile(_Lines(feed), encoding="utf-8", wrapwidth=-1)
    except (OSError, ValueError) as error:
        raise CatalogError("not a PO file as gettext defines it", path=path, line=_line(str(error), found), hint=REPAIR) from None
    if len(parsed) != len(found):
        raise CatalogError("an entry is broken: msgid and msgstr do not follow each other", path=path, hint=REPAIR)
    entries = [_entry(one, chunk) for one, chunk in zip(parsed, found, strict=True)]
    tail = text[sum(len(line) for chunk in found for line in chunk.lines) :]
    if entries:
        tail = (entries[-1].gap or "") + tail
        entries[-1] = replace(entries[-1], gap=None)
    header = entries.pop(0) if entries and found[0].header else Entry("")
    for entry, chunk in zip(entries, found[len(found) - len(entries) :], strict=True):
        if chunk.header:
            message = "a second header (an empty msgid)" if found[0].header else "a header (an empty msgid) behind other entries"
            raise CatalogError(message, path=path, line=entry.line, hint="the header comes first, once; give the entry its msgid")
    newline = "\r\n" if "\r\n" in text else "\n"
    return Catalog(path, header, tuple(entries), encoding, newline, bom, tail)


def _feed(chunk: Chunk) -> str:
    lines = [line for _, line in chunk.feed]
    if chunk.header:
        at = next(number for number, line in enumerate(lines) if line.startswith("msgid "))
        lines[at] = 'msgid "header"'
    return "\n".join(lines)


def _decode(data: bytes, path: str) -> tuple[str, str, bytes]:
    bom = codecs.BOM_UTF8 if data.startswith(codecs.BOM_UTF8) else b""
    match = _CHARSET.search(data[:8192])
    label = match[1].decode("ascii") if match else "UTF-8"
    if label.upper() == "CHARSET":
        label = "UTF-8"
    try:
        encoding = "utf-8" if bom else codecs.lookup(label).name
        text = data[len(bom) :].decode(encoding)
        if text.encode(encoding) != data[len(bom) :]:
            raise LookupError
    except LookupError:
        message = f"the charset “{label}” in the header is unknown, or not one for PO files"
        raise CatalogError(message, path=path, line=1, hint="save the file as UTF-8") from None
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start + len(bom)) + 1
        raise CatalogError(
            f"byte 0x{data[error.start + len(bom)]:02X} is not {label}, which the header names",
            path=path,
            line=line,
            hint="open the file in the program that wrote it and save it as UTF-8",
        ) from None
    except UnicodeError:
        raise CatalogError(f"the file is not in “{label}”, which the header names", path=path, line=1, hint="save it as UTF-8") from None
    return text, encoding, bom


def _line(message: str, found: list[Chunk]) -> int:
    """Translates a line number of what polib was given into one of the file."""
    match = _POLIB_LINE.search(message)
    if match is None:
        return 0
    left = int(match[1]) - _HEADER_FOR_POLIB.count("\n")
    for chunk in found:
        count = len(chunk.feed)
        if 1 <= left <= count:
            return chunk.feed[left - 1][0]
        left -= count + 1
    return 0


def _entry(found: polib.POEntry, chunk: Chunk) -> Entry:
    raw, gap = chunk.raw_and_gap()
    plural = None
    if found.msgid_plural:
        plural = (found.msgid_plural, tuple(found.msgstr_plural[number] for number in sorted(found.msgstr_plural)))
    return Entry(
        msgid="" if chunk.header else found.msgid,
        msgstr=found.msgstr if plural is None else next((text for text in plural[1] if text), ""),
        msgctxt=found.msgctxt,
        comments=tuple(chunk.comments),
        extracted=tuple(chunk.extracted),
        references=tuple(chunk.references),
        flags=tuple(chunk.flags),
        previous=found.previous_msgid,
        previous_context=found.previous_msgctxt,
        obsolete=bool(found.obsolete),
        plural=plural,
        line=chunk.line,
        raw=raw,
        gap=gap,
    )


def write(catalog: Catalog) -> bytes:
    """Returns the PO file: entries that were not changed as they were read, others as gettext writes them, unwrapped.

    A catalog in another charset is written in UTF-8 as soon as it holds a letter that its own lacks.
    """
    entries = [catalog.header, *catalog.entries] if catalog.header.msgstr or catalog.header.raw is not None else list(catalog.entries)
    try:
        return catalog.bom + _text(entries, catalog).encode(catalog.encoding)
    except UnicodeEncodeError:
        header = catalog.header.but(msgstr=re.sub(r"(?i)(charset=)[\w.:-]+", r"\1UTF-8", catalog.header.msgstr))
        return _text([header, *catalog.entries], catalog).encode("utf-8")


def _text(entries: list[Entry], catalog: Catalog) -> str:
    out: list[str] = []
    for number, entry in enumerate(entries):
        text = entry.raw if entry.raw is not None else _render(entry).replace("\n", catalog.newline) + catalog.newline
        if number < len(entries) - 1:
            if not text.endswith("\n"):
                text += catalog.newline
            text += catalog.newline if entry.gap is None else entry.gap
        out.append(text)
    return "".join(out) + catalog.tail


def _render(entry: Entry) -> str:
    plural = entry.plural
    written = polib.POEntry(
        msgid=entry.msgid,
        msgstr=entry.msgstr if plural is None else "",
        msgid_plural=plural[0] if plural else "",
        msgstr_plural=dict(enumerate(plural[1])) if plural else {},
        msgctxt=entry.msgctxt,
        tcomment="\n".join(entry.comments),
        comment="\n".join(entry.extracted),
        occurrences=[(reference, "") for reference in entry.references],
        flags=list(entry.flags),
        previous_msgid=entry.previous,
        previous_msgctxt=entry.previous_context,
        obsolete=entry.obsolete,
    )
    # A comment line without text is `#`, as gettext writes it; one that ends in a backslash would swallow the next line (po-lex.c).
    lines = re.sub(r"(?m)^(#\.?) $", r"\1", str(written.__unicode__(wrapwidth=-1)).rstrip("\n"))
    return re.sub(r"(?m)^(#(?![~|]).*\\)$", r"\1 ", lines)
