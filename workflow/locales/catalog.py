r"""PO files: bytes <-> `Catalog`. The only importer of polib.

Source of the format: GNU gettext manual, "The Format of PO Files". An entry that nobody changes is written as it was read, wrapping,
unknown comments, `#=` and `#~|` lines included: `write(read(data)) == data` for every file that can be read. polib does the quoting;
entries are read by `entries`, because polib (1.2.0) drops `#~|`, refuses `#=`, cuts lines at U+2028 and its like, takes a line whose
closing quote is missing as if its last letter were one, and writes entries anew that nobody changed.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

import polib

from workflow.errors import CatalogError
from workflow.locales.entries import entries_of
from workflow.locales.entry import Entry, Key
from workflow.versions import refuse_newer

__all__ = ["Catalog", "Entry", "Key", "entries_by_key", "new", "read", "write"]

FORMAT = 1
"""Of catalogs and glossaries, as `X-Workflow-Format` names it from 2 on."""

_LARGEST = 64 * 1024 * 1024
"""Bytes of a catalog: some times what the text of the largest source and its translation take."""
_FORMAT_FIELD = "X-Workflow-Format"
_HEADER: Key = (None, "")

# In the header's own lines; a comment may speak of charsets too.
_CHARSET = re.compile(rb'^(?:msgstr\s*)?"(?:[^"\n]*\\n)?Content-Type:[^"\n]*?charset=([A-Za-z0-9][\w.:-]*)', re.I | re.M)


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
        """Returns the header's fields, in order; of a field that stands twice the first, as gettext does."""
        fields: dict[str, str] = {}
        for line in self.header.msgstr.split("\n"):
            key, colon, value = line.partition(":")
            if colon:
                fields.setdefault(key.strip(), value.strip())
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


def entries_by_key(catalog: Catalog | None) -> dict[Key, Entry]:
    """Returns the live entries of a catalog by msgctxt and msgid; of doubles the first."""
    entries: dict[Key, Entry] = {}
    for entry in catalog.live() if catalog else ():
        entries.setdefault(entry.key, entry)
    return entries


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
        CatalogError: The bytes are no PO file, a broken one, of a newer format, or far too many; names the line. Nothing may be written
            over it.
    """
    if len(data) > _LARGEST:
        raise CatalogError(f"the file has more than {_LARGEST // 2**20} MB", path=path, hint="take obsolete entries out of it")
    text, encoding, bom = _decode(data, path)
    found, tail = entries_of(text, path, polib.unescape)
    header = found.pop(0) if found and found[0].key == _HEADER and not found[0].obsolete else Entry("")
    for entry in found:
        if entry.key == _HEADER and not entry.obsolete:
            message = "a second header (an empty msgid)" if header.raw is not None else "a header (an empty msgid) behind other entries"
            raise CatalogError(message, path=path, line=entry.line, hint="the header comes first, once; give the entry its msgid")
    newline = "\r\n" if "\r\n" in text else "\n"
    catalog = Catalog(path, header, tuple(found), encoding, newline, bom, tail)
    if _FORMAT_FIELD in header.msgstr and (said := catalog.headers().get(_FORMAT_FIELD)):
        refuse_newer(said, FORMAT, CatalogError, path=path, line=header.line)
    return catalog


def _decode(data: bytes, path: str) -> tuple[str, str, bytes]:
    bom = codecs.BOM_UTF8 if data.startswith(codecs.BOM_UTF8) else b""
    zero = data.find(b"\0")
    if zero >= 0:
        # What a crash of the system leaves where a text was.
        message = "zero bytes where text should be: the file is damaged"
        raise CatalogError(message, path=path, line=data.count(b"\n", 0, zero) + 1, hint="take it from a backup or from version control")
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
    if text.isprintable() and '"' not in text and "\\" not in text:  # most: there is nothing to escape
        return [f'{keyword} "{text}"']
    if "\n" not in text[:-1]:
        return [f'{keyword} "{polib.escape(text)}"']
    return [f'{keyword} ""', *(f'{sign}"{polib.escape(line)}"' for line in re.split(r"(?<=\n)", text) if line)]
