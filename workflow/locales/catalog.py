r"""PO files: bytes <-> `Catalog`. The only importer of polib.

Source of the format: GNU gettext manual, "The Format of PO Files". An entry that nobody changes is written as it was read, wrapping,
unknown comments, `#=` and `#~|` lines included: `write(read(data)) == data` for every file that can be read. polib does the quoting; lines
and entries are read by `chunks`, because polib (1.2.0) drops `#~|`, refuses `#=`, cuts lines at U+2028 and its like, takes a line
whose closing quote is missing as if its last letter were one, and writes entries anew that nobody changed.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

import polib

from workflow.errors import CatalogError
from workflow.locales.chunks import Chunk, chunks

# In the header's own lines; a comment may speak of charsets too.
_CHARSET = re.compile(rb'^(?:msgstr\s*)?"(?:[^"\n]*\\n)?Content-Type:[^"\n]*?charset=([A-Za-z0-9][\w.:-]*)', re.I | re.M)
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


def read(data: bytes, path: str) -> Catalog:
    """Returns a catalog.

    Raises:
        CatalogError: The bytes are no PO file, or a broken one; names the line. Nothing may be written over such a file.
    """
    text, encoding, bom = _decode(data, path)
    found = list(chunks(text, path))
    entries = [_entry(chunk) for chunk in found]
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


def _entry(chunk: Chunk) -> Entry:
    raw, gap = chunk.raw_and_gap()
    texts = {name: _unescaped(text) for name, text in chunk.keywords.items()}
    plural = None
    if "msgid_plural" in texts:
        plural = (texts["msgid_plural"], tuple(texts[name] for name in sorted(texts) if name.startswith("msgstr[")))
    previous = {name: _unescaped(text) for name, text in chunk.previous.items()}
    return Entry(
        msgid=texts["msgid"],
        msgstr=texts["msgstr"] if plural is None else next((text for text in plural[1] if text), ""),
        msgctxt=texts.get("msgctxt"),
        comments=tuple(chunk.comments),
        extracted=tuple(chunk.extracted),
        references=tuple(chunk.references),
        flags=tuple(chunk.flags),
        previous=previous.get("msgid"),
        previous_context=previous.get("msgctxt"),
        obsolete=bool(chunk.obsolete),
        plural=plural,
        line=chunk.line,
        raw=raw,
        gap=gap,
    )


def _unescaped(text: str) -> str:
    return polib.unescape(text) if "\\" in text else text


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
    lines = [f"# {comment}".rstrip(" ") if not comment else f"# {comment}" for comment in entry.comments]
    if not entry.obsolete:
        lines += [f"#. {comment}" if comment else "#." for comment in entry.extracted]
        lines += [f"#: {' '.join(entry.references)}"] if entry.references else []
    lines += [f"#, {', '.join(entry.flags)}"] if entry.flags else []
    # A comment line that ends in a backslash would swallow the next line (gettext's po-lex.c).
    lines = [f"{line} " if line.endswith("\\") else line for line in lines]
    sign = "#~ " if entry.obsolete else ""
    before = "#~| " if entry.obsolete else "#| "
    if entry.previous_context is not None:
        lines += _field(f"{before}msgctxt", entry.previous_context, before)
    if entry.previous is not None:
        lines += _field(f"{before}msgid", entry.previous, before)
    if entry.msgctxt is not None:
        lines += _field(f"{sign}msgctxt", entry.msgctxt, sign)
    lines += _field(f"{sign}msgid", entry.msgid, sign)
    if entry.plural is None:
        return "\n".join([*lines, *_field(f"{sign}msgstr", entry.msgstr, sign)])
    lines += _field(f"{sign}msgid_plural", entry.plural[0], sign)
    for number, text in enumerate(entry.plural[1]):
        lines += _field(f"{sign}msgstr[{number}]", text, sign)
    return "\n".join(lines)


def _field(keyword: str, text: str, sign: str) -> list[str]:
    """Returns a keyword with its text: on one line, or with a line for each of the text's own lines."""
    if "\n" not in text[:-1]:
        return [f'{keyword} "{polib.escape(text)}"']
    return [f'{keyword} ""', *(f'{sign}"{polib.escape(line)}"' for line in re.split(r"(?<=\n)", text) if line)]
