"""What lxml says about an XML file: its elements, and the entities that its internal subset declares; nothing is loaded or expanded."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from workflow.errors import SourceError
from workflow.sources.encoding import decode
from workflow.sources.xml_tokens import CHARACTER, unescape

if TYPE_CHECKING:
    from lxml.etree import _Element

# A longer text behind a short name is worth a code; a file full of references to it would also grow without bounds.
_LONGEST_ENTITY = 200


def entities(root: _Element) -> dict[str, str | None]:
    """Returns the entities that the internal subset of a document declares: name -> its text, None where it is more than plain text."""
    declared: dict[str, str | None] = {}
    dtd: Any = root.getroottree().docinfo.internalDTD
    for entity in dtd.iterentities() if dtd is not None else ():
        content = entity.content
        plain = content is not None and len(content) <= _LONGEST_ENTITY and "<" not in content and "%" not in content
        text = unescape(content) if plain else ""
        declared[str(entity.name)] = text if plain and "&" not in CHARACTER.sub("", content) else None
    return declared


def parse(data: bytes | str, path: str) -> _Element:
    """Returns the root of an XML file, read without network, external files or entity expansion.

    Args:
        data: Text, or the bytes of a file.
        path: For errors.

    Raises:
        SourceError: It is not well-formed, or larger or deeper than lxml allows; names the line.
    """
    from lxml import etree

    text = data if isinstance(data, str) else decode(data, path, declared=True)[0]
    # Parsing what was decoded, and not the bytes once more, leaves no room for two opinions on the encoding.
    # An id that occurs twice is no fault of form, yet lxml would refuse it; to keep it from collecting ids where there is a document type
    # declaration would make it load the DTD.
    parser = etree.XMLParser(
        encoding="utf-8", resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, collect_ids="<!DOCTYPE" in text
    )
    try:
        root = etree.fromstring(text.encode("utf-8"), parser)
    except etree.XMLSyntaxError as error:
        unsafe = re.search(r"amplification|depth|XML_PARSE_HUGE", str(error))
        hint = "such a file can not be read safely" if unsafe else "open it in an XML editor"
        what = re.sub(r", (?:try|use) XML_PARSE_HUGE(?: option)?|[,.]* line \d+, column \d+$", "", error.msg or "")
        raise SourceError(f"not well-formed: {what}", path=path, line=error.lineno or 1, hint=hint) from None
    for entry in parser.error_log:
        # lxml overlooks a prefix without a namespace where an entity that is not declared follows.
        if entry.domain_name == "NAMESPACE" and entry.level_name != "WARNING":
            raise SourceError(f"not well-formed: {entry.message}", path=path, line=entry.line, hint="open it in an XML editor")
    for entity in list(root.iter(etree.Entity)):
        # XPath would expand a reference where it asks for a string value, a bomb's too; a comment has no part in that value.
        stand_in = etree.Comment("entity")
        stand_in.tail = entity.tail
        parent = entity.getparent()
        if parent is not None:
            parent.replace(entity, stand_in)
    return root
