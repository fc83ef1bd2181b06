r"""A PO file cut into the lines of its entries: the layer under `catalog`, which knows lines and no meaning.

Source of the format: GNU gettext manual, "The Format of PO Files". What gettext accepts in more than one spelling (`msgid"a"`,
`#,fuzzy`, `#comment`, `\a`, `\x41`) is brought into the usual one; what is broken is an error with its line, because half an entry
would be lost text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from workflow.errors import CatalogError

REPAIR = "repair the line in a text editor, or take the file from version control; nothing was written"

_STRING = re.compile(r'"[^"\\]*+(?:\\.[^"\\]*+)*+"')
_KEYWORD = re.compile(r"(msgctxt|msgid_plural|msgid|msgstr(?:\[\d\])?)\s*(?=\")")
_ORDER = {"msgctx": 0, "msgid": 1, "msgid_": 2, "msgstr": 3}
"""Of the keywords in an entry, told by their first six letters."""
_BEHIND = re.compile(r"[ \t]*(?:\r?\n)?")
_CONFLICT = re.compile(r"(?:<{7}|={7}|>{7}|\|{7})(?: |$)")
# gettext's po-lex.c, control_sequence(): these, octal and hexadecimal numbers, and nothing else.
_ESCAPE = re.compile(r'\\(?:(?P<known>[ntrvbf"\\])|(?P<bell>a)|(?P<octal>[0-7]{1,3})|x(?P<hex>[0-9A-Fa-f]{1,2})|(?P<wrong>.))')


@dataclass(slots=True)
class Chunk:
    """The lines of one entry."""

    line: int
    """Of its first line that is not blank, 1-based."""
    lines: list[str] = field(default_factory=list)
    """As found, line ends included."""
    comments: list[str] = field(default_factory=list)
    """`#` lines, without the sign and one space."""
    extracted: list[str] = field(default_factory=list)
    references: list[str] = field(default_factory=list)
    flags: list[str] = field(default_factory=list)
    """Of `#,` and `#=` lines."""
    keywords: dict[str, str] = field(default_factory=dict)
    """Keyword -> its text as typed so far, between the quotes."""
    previous: dict[str, str] = field(default_factory=dict)
    """The same of `#|` lines."""
    obsolete: bool | None = None
    complete: bool = False
    """A msgstr was read."""
    last: str = ""
    """The keyword that a string would continue; with `|` before it for a previous one."""
    more: list[str] = field(default_factory=list)
    """What continues it, until the next keyword or the end: put together once, as a text of megabytes may have a line for each word."""

    def settle(self) -> None:
        """Adds to the last keyword what continues it."""
        if self.more:
            texts = self.previous if self.last.startswith("|") else self.keywords
            texts[self.last.removeprefix("|")] += "".join(self.more)
            self.more = []

    @property
    def header(self) -> bool:
        """Tells if the entry is a header: a live one with an empty msgid and no context."""
        return self.keywords.get("msgid") == "" and "msgctxt" not in self.keywords and not self.obsolete

    def raw_and_gap(self) -> tuple[str, str]:
        """Returns the entry as found up to its last line end, and the blank lines behind it."""
        whole = "".join(self.lines)
        kept = whole.rstrip("\r\n\t ")
        end = _BEHIND.match(whole, len(kept))
        at = end.end() if end else len(kept)
        return whole[:at], whole[at:]


def chunks(lines: Sequence[str], path: str, start: int = 0) -> Iterator[Chunk]:
    """Yields the entries of a file in order; comments and blank lines behind the last one belong to none.

    Args:
        lines: Of the file, without their line ends.
        path: For errors.
        start: Index of the line to begin with.

    Raises:
        CatalogError: A line is broken, or the file ends inside an entry.
    """
    chunk = Chunk(start + 1)
    blank = True
    for number in range(start + 1, len(lines) + 1):
        line = lines[number - 1]
        stripped = line.strip()
        if stripped and chunk.complete and _begins(stripped):
            _require_whole(chunk, path)
            yield chunk
            chunk = Chunk(number)
        if stripped:
            if blank:
                chunk.line, blank = number, False
            _take(chunk, number, stripped, path)
        chunk.lines.append(line if number == len(lines) else f"{line}\n")
    if chunk.complete:
        _require_whole(chunk, path)
        yield chunk
    elif chunk.keywords or chunk.previous:
        raise CatalogError("the last entry has no msgstr: the file seems cut off", path=path, line=chunk.line, hint=REPAIR)


def _require_whole(chunk: Chunk, path: str) -> None:
    chunk.settle()
    if chunk.keywords.keys() == {"msgid", "msgstr"}:
        return
    forms = any(keyword.startswith("msgstr[") for keyword in chunk.keywords)
    plain = "msgstr" in chunk.keywords
    if "msgid" not in chunk.keywords or forms == plain or forms != ("msgid_plural" in chunk.keywords):
        raise CatalogError("an entry whose msgid and msgstr do not belong together", path=path, line=chunk.line, hint=REPAIR)


def _body(stripped: str) -> tuple[str, bool, bool]:
    """Returns a line without its `#~` and `#|`, and whether it had them."""
    obsolete = stripped.startswith("#~")
    body = stripped[2:].lstrip() if obsolete else stripped
    previous = body.startswith("|") if obsolete else body.startswith("#|")
    if previous:
        body = body[1 if obsolete else 2 :].lstrip()
    return body, obsolete, previous


def _begins(stripped: str) -> bool:
    """Tells if a line, after a msgstr, begins another entry."""
    body, obsolete, previous = _body(stripped)
    return previous or not (body.startswith(('"', "msgstr")) or (obsolete and not body))


def _take(chunk: Chunk, number: int, stripped: str, path: str) -> None:
    """Adds a line that is not blank to an entry."""

    def broken(message: str) -> CatalogError:
        return CatalogError(message, path=path, line=number, hint=REPAIR)

    if stripped[0] in "<=>|" and _CONFLICT.match(stripped):
        raise CatalogError("a conflict mark of version control", path=path, line=number, hint="settle the conflict in a text editor first")
    if stripped[0] == "#" and not stripped.startswith(("#~", "#|")):
        _comment(chunk, stripped)
        return
    body, obsolete, previous = _body(stripped) if stripped[0] == "#" else (stripped, False, False)
    if not body:
        return
    keyword = _KEYWORD.match(body)
    if keyword is None and not body.startswith('"'):
        raise broken(f"neither a comment nor a msgid or msgstr: “{stripped[:40]}”")
    string = body[keyword.end() :] if keyword else body
    if not _STRING.fullmatch(string):
        raise broken("a text without its closing quote, or with a quote inside")
    string = _known_escapes(string, broken)
    if (keyword is None and chunk.last.startswith("|") != previous) or not (keyword or chunk.last):
        raise broken("a text that continues nothing")
    name = keyword[1] if keyword else chunk.last.removeprefix("|")
    texts = chunk.previous if previous else chunk.keywords
    if keyword is not None and name in texts:
        raise broken(f"a second {name} in one entry")
    if keyword is not None and texts and _ORDER[name[:6]] < _ORDER[next(reversed(texts))[:6]]:
        raise broken(f"{name} behind what it comes before in an entry")
    if keyword is None:
        chunk.more.append(string[1:-1])
    else:
        chunk.settle()
        texts[name] = string[1:-1]
    chunk.last = f"|{name}" if previous else name
    if previous:
        return
    if chunk.obsolete not in (None, obsolete):
        raise broken("an entry that is obsolete (#~) in one line and not in another")
    chunk.obsolete = obsolete
    chunk.complete = chunk.complete or name.startswith("msgstr")


def _comment(chunk: Chunk, stripped: str) -> None:
    sign, said = stripped[1:2], stripped[2:]
    if sign == ":":
        chunk.references.append(said.strip())
    elif sign in (",", "="):
        chunk.flags += [flag.strip() for flag in said.split(",") if flag.strip()]
    elif sign == ".":
        chunk.extracted.append(said.removeprefix(" "))
    else:
        chunk.comments.append(stripped[1:].removeprefix(" "))


def _known_escapes(string: str, broken: Callable[[str], CatalogError]) -> str:
    """Returns a quoted string with only the escapes that are written too."""
    if "\\" not in string:
        return string

    def known(match: re.Match[str]) -> str:
        if match["known"]:
            return match[0]
        code = 7 if match["bell"] else int(match["octal"], 8) if match["octal"] else int(match["hex"], 16) if match["hex"] else 0x80
        if code > 0x7F:
            raise broken(f"the escape {match[0]}, which gettext does not know or which is half a letter")
        character = chr(code)
        return {"\n": "\\n", "\r": "\\r", '"': '\\"', "\\": "\\\\"}.get(character, character)

    return _ESCAPE.sub(known, string)
