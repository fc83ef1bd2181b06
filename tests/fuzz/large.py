"""Megabytes of anything, each in a process of its own: what it costs for each megabyte, in time and memory, and whether that grows.

A target reads an input several times and looks at what came out; a reader alone takes a part of the time that stands here.
"""

from __future__ import annotations

import os
import re
import resource
import sys
from collections.abc import Iterator
from itertools import cycle, islice
from random import Random

from .target import Target, seeds_of, words_of

_MEGABYTE = 1_000_000
_LIMIT = 100
"""Seconds of processor time for one input."""
_MEMORY = 6_000_000_000

_ANYTHING = {
    "spaces": b" ",
    "line ends": b"\n",
    "carriage returns": b"\r",
    "digits": b"1",
    "numbers": b"1,234.5 ",
    "letters": b"a",
    "Cyrillic letters": "я".encode(),
    "capitals and stops": b"A. ",
    "words": b"word ",
    "stops": b".",
    "quotation marks": b'"',
    "marks in turn": "«“".encode(),
    "opened brackets": b"([{",
    "closed brackets": b")]}",
    "less than": b"<",
    "ampersands": b"&",
    "hyphens": b"-",
    "slashes": b"/",
    "at signs": b"a@",
    "no-break spaces": "\u00a0".encode(),
    "combining marks": "\u0301".encode(),
    "zero bytes": b"\0",
}
_OF_FORMATS = {
    "html": {
        "open blocks": b"<div>",
        "open inline": b"<b>",
        "blocks": b"<p>One. Two.</p>\n",
        "codes": b"<b>x</b> <i>",
        "attributes": b" title=x",
        "comments": b"<!--x-->",
        "references": b"&eacute;",
        "tables": b"<table><tr><td>",
        "unfinished": b"<a href='",
    },
    "xml": {
        "blocks": b"<p>One. Two.</p>\n",
        "references": b"&amp;",
        "comments": b"<!--x-->",
        "sections": b"<![CDATA[x]]>",
        "deep": b"<p>",
        "codes": b"<b>x</b> y ",
    },
    "po": {
        "entries": b'b"\n\nmsgid "a"\nmsgstr "',
        "comments": b'"\n\n# x\nmsgid "a"\nmsgstr "',
        "continued": b'x"\n"',
        "obsolete": b'b"\n\n#~ msgid "a"\n#~ msgstr "',
        "escapes": b"\\n",
    },
    "xliff": {"units": b'a</source></segment></unit><unit id="u"><segment><source>', "codes": b'<ph id="1"/>'},
    "tmx": {"units": b'a</seg></tuv><tuv xml:lang="ru"><seg>b</seg></tuv></tu><tu><tuv xml:lang="en"><seg>', "codes": b'<ph x="1"/>'},
    "table": {"rows": b"a,b\n", "columns": b"a,", "objects": b'{"a":'},
    "configuration": {"keys": b"a = 1\n", "tables": b"[a]\n", "lists": b"["},
    "srx": {"rules": b'<rule break="no"><beforebreak>a</beforebreak></rule>'},
    "sentence": {
        "codes": b"<b>",
        "dates": b"12 March 2023, ",
        "escapes": b"&lt;",
        "addresses": b"http://a.b/c ",
        "amounts": "5 млн долл. ".encode(),
    },
    "text": {"items": b"- one\n", "numbered": b"1. one\n", "paragraphs": b"One. Two.\n\n"},
}
_FRAMES = {
    "xml": (b"<a>", b"</a>"),
    "po": (b'msgid ""\nmsgstr ""\n"Language: ru\\n"\n\nmsgid "x"\nmsgstr "', b'"\n'),
    "xliff": (
        b'<xliff xmlns="urn:oasis:names:tc:xliff:document:2.0" version="2.1" srcLang="en" trgLang="ru">'
        b'<file id="f" original="sources/a.txt">'
        b'<unit id="t"><segment><source>',
        b"</source></segment></unit></file></xliff>",
    ),
    "tmx": (b'<tmx version="1.4"><header srclang="en"/><body><tu><tuv xml:lang="en"><seg>', b"</seg></tuv></tu></body></tmx>"),
    "table": (b"source,translation\n", b""),
    "srx": (
        b'<srx xmlns="http://www.lisa.org/srx20" version="2.0"><header segmentsubflows="yes" cascade="yes"/><body><languagerules>'
        b'<languagerule languagerulename="A">',
        b'</languagerule></languagerules><maprules><languagemap languagepattern=".*" languagerulename="A"/></maprules></body></srx>',
    ),
}
"""What stands around, so that a format's reader is reached."""


JOINED = ("text", "html", "xml", "po", "sentence")
"""Formats of which several files can be one."""
_ONCE = {
    "xml": re.compile(r"<\?xml[^>]*\?>|<!DOCTYPE[^>\[]*(?:\[.*?\]\s*)?>|\ufeff", re.DOTALL),
    "po": re.compile(r'\A(?:#[^\n]*\n)*msgid ""\nmsgstr.*?\n\n|^#~[^\n]*\n', re.DOTALL | re.MULTILINE),
}
"""What may stand only once in a file of a format, or not behind other content."""
_HEAD = (b'msgid ""\nmsgstr ""\n"Language: ru\\n"\n"Content-Type: text/plain; charset=UTF-8\\n"\n\n', b"\n")


def large(reader: str, target: Target, megabytes: float) -> None:
    """Prints, for each kind of input, seconds and memory for each megabyte; ends with status 1 if one was not done in time or memory."""
    before, behind = _FRAMES.get(reader, (b"", b""))
    kinds = {**_ANYTHING, **_OF_FORMATS.get(reader, {})}
    size = int(megabytes * _MEGABYTE)
    target.check(target.seeds()[0])  # what is loaded once is not paid for by the first input
    failed = False
    for kind, part in kinds.items():
        failed |= not _measured(f"{reader}: {kind}", target, before + part * (size // len(part)) + behind)
    random = Random(1)
    words = words_of(reader)
    failed |= not _measured(
        f"{reader}: words in any order", target, b"".join(islice((random.choice(words) for _ in cycle([0])), size // 10))
    )
    if reader in JOINED:
        failed |= not _measured(f"{reader}: files of the repository", target, joined(reader, seeds_of(reader, target), size))
    failed |= not _measured(f"{reader}: random bytes", target, random.randbytes(size))
    sys.exit(failed)


def joined(reader: str, seeds: list[bytes], size: int) -> bytes:
    """Returns files of a format as one that can be read: of another encoding than UTF-8 none, which would be the end of all."""
    bodies: list[bytes] = []
    for seed in seeds:
        try:
            text = seed.decode("utf-8")
        except UnicodeDecodeError:
            continue
        if "\0" not in text and len(seed) < 100_000:
            bodies.append(_ONCE[reader].sub("", text).encode() if reader in _ONCE else seed)
    bodies = [body for body in bodies if reader != "xml" or _is_whole(body)]
    before, behind = (b"<a>", b"</a>") if reader == "xml" else _HEAD if reader == "po" else (b"", b"")
    return before + b"\n\n".join(islice(_numbered(reader, bodies), max(1, size * len(bodies) // sum(map(len, bodies))))) + behind


def _is_whole(body: bytes) -> bool:
    from xml.parsers.expat import ExpatError, ParserCreate

    try:
        ParserCreate().Parse(b"<a>" + body + b"</a>", True)
    except ExpatError:
        return False
    return b"rules" not in body  # of rules only so many are read


def _numbered(reader: str, bodies: list[bytes]) -> Iterator[bytes]:
    for number, body in enumerate(cycle(bodies)):
        # The same text twice in one catalog is an error.
        yield re.sub(rb'(?m)^msgid "', b'msgid "%d ' % number, body) if reader == "po" else body


def _measured(what: str, target: Target, data: bytes) -> bool:
    """Checks an input in a child process and prints what it took; tells if that came to an end in time and memory."""
    child = os.fork()
    if child == 0:
        resource.setrlimit(resource.RLIMIT_CPU, (_LIMIT, _LIMIT))
        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
        try:
            answer = target.check(data)
            refused = isinstance(answer, tuple) and f"{answer[0]}".endswith("Error")
            print("refused" if refused else "read", end=" ", flush=True)
        except BaseException as error:  # the parent goes on with the next input
            print(f"{type(error).__name__}: {str(error)[:150]}", end=" ", flush=True)
            os._exit(1)
        os._exit(0)
    _, status, used = os.wait4(child, 0)
    megabytes = len(data) / _MEGABYTE
    seconds = used.ru_utime + used.ru_stime
    print(
        f"{what}: {len(data) / _MEGABYTE:.1f} MB, {seconds / megabytes:.2f} s and {used.ru_maxrss / 1024 / megabytes:.0f} MB for each"
        + ("" if status == 0 else "  FAILED"),
        flush=True,
    )
    return status == 0
