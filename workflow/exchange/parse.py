"""XML from strangers, parsed without network, external files, entities or a document type; small and shallow enough for memory."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from workflow.exchange.incoming import ExchangeError

if TYPE_CHECKING:
    from lxml.etree import _Element

LARGEST = 64 * 1024 * 1024
"""Bytes of a file; a release of a press office has some 50 kB."""
_DEEPEST = 100
"""Elements inside each other; codes in a sentence nest a few deep."""

_DOCTYPE = re.compile(rb"<!(?:DOCTYPE|ENTITY)|<\x00!\x00D\x00O\x00C\x00T\x00Y\x00P\x00E|\x00<\x00!\x00D\x00O\x00C\x00T\x00Y\x00P\x00E")


def parse(data: bytes, path: str) -> _Element:
    """Returns the root element of an XML file.

    Raises:
        ExchangeError: It is not well-formed, has a document type declaration (XLIFF has none, entities come with it), or is larger or
            deeper than such a file ever is; names the line.
    """
    from lxml import etree

    if len(data) > LARGEST:
        raise ExchangeError(f"the file has more than {LARGEST // 2**20} MB", path=path, hint="split it into several")
    found = _DOCTYPE.search(data)
    if found:
        line = data.count(b"\n", 0, found.start()) + 1
        raise ExchangeError("it has a document type declaration", path=path, line=line, hint="such a file can not be read safely")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, collect_ids=False)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        what = re.sub(r", (?:try|use) XML_PARSE_HUGE(?: option)?|[,.]* line \d+, column \d+.*$", "", error.msg or "it ends too early")
        unsafe = re.search(r"amplification|depth|entity reference loop|huge", f"{error.msg}", re.I)
        hint = "such a file can not be read safely" if unsafe else "export it again, or open it in an XML editor"
        raise ExchangeError(f"not well-formed: {what}", path=path, line=error.lineno or 1, hint=hint) from None
    if root.getroottree().docinfo.internalDTD is not None:  # in an encoding in which the search above finds nothing
        raise ExchangeError("it has a document type declaration", path=path, line=1, hint="such a file can not be read safely")
    depth = 0
    for event, element in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        if depth > _DEEPEST:
            line = int(element.sourceline or 1)
            raise ExchangeError(
                f"more than {_DEEPEST} elements inside each other", path=path, line=line, hint="such a file can not be read safely"
            )
    return root
