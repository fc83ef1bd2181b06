"""Text as XML content and as attribute values, for files whose elements are few and known."""

from __future__ import annotations

import re

# What XML 1.0 section 2.2 has no place for.
_NO_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>'


def escape(text: str) -> str:
    """Returns text as it stands in an element or in double quotes."""
    return _NO_XML.sub("", text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")
