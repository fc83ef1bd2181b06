r"""PO files: bytes <-> `Catalog`. The only importer of polib.

Source of the format: GNU gettext manual, "The Format of PO Files". An entry that nobody changes is written as it was read, wrapping,
unknown comments, `#=` and `#~|` lines included: `write(read(data)) == data` for every file that can be read. polib does the
quoting and the reading of entries; around it stands what it does not do (polib 1.2.0): it drops `#~|`, refuses `#=`, cuts lines at
U+2028 and its like when it is given text, and takes a line whose closing quote is missing as if its last letter were one.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

import polib

from workflow.errors import CatalogError

_CHARSET = re.compile(rb"Content-Type:[^\n]*?charset=([A-Za-z0-9][\w.:-]*)", re.I)
_STRING = re.compile(r'"(?:[^"\\]|\\.)*"')
_KEYWORD = re.compile(r"(?:msgctxt|msgid_plural|msgid|msgstr(?:\[\d+\])?)\s*(?=\")")
_POLIB_LINE = re.compile(r"\(line (\d+)\)")
_CONFLICT = re.compile(r"(?:<{7}|={7}|>{7}|\|{7})(?: |$)")
_HEADER_FOR_POLIB = 'msgid ""\nmsgstr ""\n\n'
_EMPTY_MSGID = re.compile(r'\A(?!(?:.*\n)*?msgctxt )((?:[^"\n]*\n)*?msgid )""(?=\nmsgstr)')
_HEADER = "<header>"
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
    gap: str = field(default="", compare=False)
    """The blank lines behind it."""

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
        end = lines.pop() if lines and lines[-1] == "" else ""
        for number, line in enumerate(lines):
            key = line.partition(":")[0].strip()
            if key in wanted:
                value = wanted.pop(key)
                if line.partition(":")[2].strip() != value:
                    lines[number] = f"{key}: {value}"
        lines += [f"{key}: {value}" for key, value in wanted.items()]
        return replace(self, header=self.header.but(msgstr="\n".join([*lines, end])))

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
    chunks = list(_chunks(text, path))
    # polib takes comments before the first entry as the file's own, and the header out of the entries: an empty header of ours in
    # front, and another msgid for the file's, keep each entry in its place.
    feed = _HEADER_FOR_POLIB + "\n\n".join(_renamed(chunk.feed) for chunk in chunks)
    try:
        parsed = polib.pofile(_Lines(feed), encoding="utf-8", wrapwidth=-1)
    except (OSError, ValueError) as error:
        raise CatalogError("not a PO file as gettext defines it", path=path, line=_line(str(error), chunks), hint=_REPAIR) from None
    if len(parsed) != len(chunks):
        raise CatalogError("an entry is broken: msgid and msgstr do not follow each other", path=path, hint=_REPAIR)
    entries = [_entry(found, chunk) for found, chunk in zip(parsed, chunks, strict=True)]
    tail = ""
    consumed = sum(len(chunk.raw) + len(chunk.gap) for chunk in chunks)
    tail = text[consumed:]
    if entries:
        tail = entries[-1].gap + tail
        entries[-1] = replace(entries[-1], gap="")
    header = Entry("")
    if entries and _is_header(entries[0], chunks[0]):
        header = replace(entries.pop(0), msgid="")
    for entry, chunk in zip(entries, chunks[len(chunks) - len(entries) :], strict=True):
        if _is_header(entry, chunk):
            raise CatalogError(
                "a second header (an empty msgid)", path=path, line=entry.line, hint="remove the entry, or give it its msgid"
            )
    newline = "\r\n" if "\r\n" in text else "\n"
    return Catalog(path, header, tuple(entries), encoding, newline, bom, tail)


def _renamed(feed: str) -> str:
    return _EMPTY_MSGID.sub(rf'\1"{_HEADER}"', feed) if 'msgid ""\nmsgstr' in feed else feed


def _is_header(entry: Entry, chunk: _Chunk) -> bool:
    return entry.msgid == _HEADER and _EMPTY_MSGID.match(chunk.feed) is not None


_REPAIR = "repair the line in a text editor, or take the file from version control; nothing was written"


def _decode(data: bytes, path: str) -> tuple[str, str, bytes]:
    bom = codecs.BOM_UTF8 if data.startswith(codecs.BOM_UTF8) else b""
    match = _CHARSET.search(data[:8192])
    label = match[1].decode("ascii") if match else "UTF-8"
    if label.upper() == "CHARSET":
        label = "UTF-8"
    try:
        encoding = "utf-8" if bom else codecs.lookup(label).name
        return data[len(bom) :].decode(encoding), encoding, bom
    except LookupError:
        raise CatalogError(f"the charset “{label}” in the header is unknown", path=path, line=1, hint="save the file as UTF-8") from None
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start + len(bom)) + 1
        raise CatalogError(
            f"byte 0x{data[error.start + len(bom)]:02X} is not {label}, which the header names",
            path=path,
            line=line,
            hint="open the file in the program that wrote it and save it as UTF-8",
        ) from None


@dataclass(frozen=True, slots=True)
class _Chunk:
    """The lines of one entry."""

    raw: str
    gap: str
    line: int
    feed: str
    """What polib is given: without references, flags as `#,`, previous msgids of obsolete entries as it knows them."""
    references: tuple[str, ...]
    feed_lines: tuple[int, ...]
    """Line number in the file of each line of `feed`."""


def _chunks(text: str, path: str) -> Iterator[_Chunk]:
    """Cuts a file into entries: one begins where, after a msgstr, something else than its continuation stands."""
    lines = text.split("\n")
    raw: list[str] = []
    start = 1
    said = False
    feed: list[tuple[int, str]] = []
    references: list[str] = []
    complete = False

    def chunk() -> _Chunk:
        whole = "".join(raw)
        kept = whole.rstrip("\r\n\t ")
        end = re.match(r"[ \t]*(?:\r?\n)?", whole[len(kept) :])
        at = len(kept) + (end.end() if end else 0)
        return _Chunk(
            whole[:at],
            whole[at:],
            start,
            "\n".join(one for _, one in feed),
            tuple(references),
            tuple(number for number, _ in feed),
        )

    for number, line in enumerate(lines, 1):
        ended = line if number == len(lines) else f"{line}\n"
        stripped = line.strip()
        if _CONFLICT.match(stripped):
            raise CatalogError(
                "a conflict mark of version control", path=path, line=number, hint="settle the conflict in a text editor first"
            )
        obsolete = stripped.startswith("#~")
        body = stripped[2:].lstrip() if obsolete else stripped
        previous = stripped.startswith("#|") or body.startswith("|")
        if previous:
            body = body.lstrip("#|").lstrip()
        keyword = _KEYWORD.match(body) if body else None
        continues = body.startswith('"')
        if body and (keyword or continues) and (not stripped.startswith("#") or obsolete or previous):
            if not _STRING.fullmatch(body[keyword.end() :] if keyword else body):
                raise CatalogError("a text without its closing quote, or with a quote inside", path=path, line=number, hint=_REPAIR)
        elif stripped and not stripped.startswith("#"):
            raise CatalogError(f"neither a comment nor a msgid or msgstr: “{stripped[:40]}”", path=path, line=number, hint=_REPAIR)
        is_msgstr = keyword is not None and keyword[0].startswith("msgstr") and not previous
        if complete and stripped and not is_msgstr and not (continues and not previous):
            yield chunk()
            raw, feed, references, start, complete, said = [], [], [], number, False, False
        raw.append(ended)
        if not stripped:
            continue
        if not raw[:-1] or not "".join(raw[:-1]).strip():
            start = number
        complete = complete or is_msgstr
        said = said or keyword is not None
        if stripped.startswith("#:"):
            references.append(stripped[2:].strip())
        elif stripped.startswith(("#,", "#=")):
            feed.append((number, f"#, {stripped[2:].strip()}"))
        elif previous:
            feed.append((number, f"#| {body}"))
        else:
            feed.append((number, f"#~ {body}" if obsolete else stripped))
    if complete:
        yield chunk()
    elif said:
        raise CatalogError("the last entry has no msgstr: the file seems cut off", path=path, line=start, hint=_REPAIR)


def _line(message: str, chunks: list[_Chunk]) -> int:
    """Translates a line number of what polib was given into one of the file."""
    match = _POLIB_LINE.search(message)
    if match is None:
        return 0
    left = int(match[1]) - _HEADER_FOR_POLIB.count("\n")
    for chunk in chunks:
        count = len(chunk.feed_lines)
        if 1 <= left <= count:
            return chunk.feed_lines[left - 1]
        left -= count + 1
    return 0


def _entry(found: polib.POEntry, chunk: _Chunk) -> Entry:
    plural = None
    if found.msgid_plural:
        plural = (found.msgid_plural, tuple(found.msgstr_plural[number] for number in sorted(found.msgstr_plural)))
    return Entry(
        msgid=found.msgid,
        msgstr=found.msgstr if plural is None else (plural[1][0] if plural[1] else ""),
        msgctxt=found.msgctxt,
        comments=tuple(found.tcomment.split("\n")) if found.tcomment else (),
        extracted=tuple(found.comment.split("\n")) if found.comment else (),
        references=chunk.references,
        flags=tuple(flag for flag in found.flags if flag),
        previous=found.previous_msgid,
        previous_context=found.previous_msgctxt,
        obsolete=bool(found.obsolete),
        plural=plural,
        line=chunk.line,
        raw=chunk.raw,
        gap=chunk.gap,
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
            text += entry.gap if entry.gap.strip(" \t") else catalog.newline
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
    # A comment line without text is `#`, as gettext writes it.
    return re.sub(r"(?m)^# $", "#", str(written.__unicode__(wrapwidth=-1)).rstrip("\n"))
