"""Bytes to characters and back: byte order mark, then what the file declares, then UTF-8, then a clear error."""

from __future__ import annotations

import codecs
import re

from workflow.errors import SourceError

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_XML_DECLARATION = re.compile(rb"\A\s*<\?xml[^>]*?encoding\s*=\s*[\"']([A-Za-z][\w.:-]*)[\"']")
_META_CHARSET = re.compile(rb"<meta[^>]*?charset\s*=\s*[\"']?\s*([A-Za-z][\w.:-]*)", re.I)
# WHATWG Encoding section 4.2: pages that claim these are windows-1252.
_WEB_LATIN = {"ascii", "iso8859-1"}
# Codecs of Python that no file is in: WHATWG Encoding knows none of them, and some give other bytes back.
_NO_CHARSET = {"idna", "punycode", "utf-7", "unicode-escape", "raw-unicode-escape", "undefined"}
_LINE_END = re.compile(r"\r\n|\r|\n")


def decode(data: bytes, path: str, *, declared: bool) -> tuple[str, str, bytes]:
    """Returns the text, the Python codec that gives the bytes back, and the byte order mark.

    Args:
        data: The whole file.
        path: For errors.
        declared: The format can name its encoding inside (an XML declaration, `meta charset`, whose place is the
            first 1024 bytes: HTML Standard section 13.2.3.2).

    Raises:
        SourceError: The encoding is unknown, or the bytes are not in it; names the line.
    """
    marked = [one for one in _BOMS if data.startswith(one[0])]
    for bom, codec in marked:
        try:
            return _decoded(data[len(bom) :], codec, path, "the byte order mark says so"), codec, bom
        except SourceError:
            # FF FE 00 00 begins UTF-32, or UTF-16 whose first character is U+0000: what can not be the one may be the other.
            if bom == marked[-1][0]:
                raise
    if declared:
        match = _XML_DECLARATION.match(data[:1024]) or _META_CHARSET.search(data[:1024])
        if match:
            return _as_declared(data, match[1].decode("ascii"), path)
    return _decoded(data, "utf-8", path, ""), "utf-8", b""


def _as_declared(data: bytes, label: str, path: str) -> tuple[str, str, bytes]:
    wanted = label.lower()
    if wanted.startswith(("utf-16", "utf-32")):
        wanted = "utf-8"  # a file whose declaration could be read byte by byte is not what it says (HTML Standard 13.2.3.2)
    try:
        codec = codecs.lookup(wanted).name
        if codec in _NO_CHARSET:
            raise LookupError
        "".encode(codec)  # refuses what is no encoding of text (base64, rot13)
    except LookupError:
        raise SourceError(
            f"the encoding “{label}” that the file declares is unknown", path=path, line=1, hint="save the file as UTF-8"
        ) from None
    if codec in _WEB_LATIN:
        for candidate in ("cp1252", "iso8859-1"):
            try:
                return data.decode(candidate), candidate, b""
            except UnicodeDecodeError:
                continue
    return _decoded(data, codec, path, f"the file declares {label}"), codec, b""


def _decoded(data: bytes, codec: str, path: str, why: str) -> str:
    try:
        return data.decode(codec)
    except UnicodeDecodeError as error:
        line = len(_LINE_END.findall(data[: error.start].decode(codec, "replace"))) + 1
        said = f" ({why})" if why else ""
        hint = "save the file as UTF-8" + ("" if why else ", or let it declare its encoding")
        raise SourceError(f"byte 0x{data[error.start]:02X} is not {codec.upper()}{said}", path=path, line=line, hint=hint) from None
