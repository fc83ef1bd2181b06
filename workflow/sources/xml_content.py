"""What text, references and attribute values of an XML file become: runs of text, protected entities, slots, marks.

A reference to an entity whose declaration is plain text is that text, so that a sentence stays whole for a translator; any other one is
a protected code and is never expanded (XML 1.0 section 4.4 leaves that to a non-validating reader).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from html.entities import html5
from typing import TYPE_CHECKING

from workflow.model import Code, Content, Text
from workflow.sources.skeleton import texts_of
from workflow.sources.xml_tokens import CDATA_CLOSE, CDATA_OPEN, CHARACTER, ENTITY, character

if TYPE_CHECKING:
    pass

ENTITY_CODE = "entity"
"""What the code of a reference to an unknown entity is called."""


class Contents:
    """Makes content of stretches of one file.

    Args:
        declared: What `entities` found.
        pair: Returns a new number for a code.
    """

    def __init__(self, declared: Mapping[str, str | None], pair: Callable[[], int]) -> None:
        self._declared = declared
        self._pair = pair

    def text(self, source: str) -> list[Text | Code]:
        """Returns character data or an attribute value as runs of text and protected entities."""
        items: list[Text | Code] = []
        at = 0
        for match in ENTITY.finditer(source):
            items += texts_of(source[at : match.start()], reference=CHARACTER, decode_reference=character)
            items.append(self._entity(match[1], match[0]))
            at = match.end()
        items += texts_of(source[at:], reference=CHARACTER, decode_reference=character)
        return items

    def _entity(self, name: str, source: str) -> Text | Code:
        # What is not declared here is declared in an external subset, or the file would not be well-formed: the public sets
        # of character entities (ISO 8879, XHTML 1.0) are the names that HTML has.
        value = self._declared[name] if name in self._declared else html5.get(f"{name};")
        if value is not None:
            return Text(value, source)
        return Code(ENTITY_CODE, "void", self._pair(), (source,), note=name, protected=True)

    def value(self, source: str) -> str:
        """Returns what an attribute value means, as far as this file says it."""
        return "".join(item.value if isinstance(item, Text) else "".join(map(str, item.pieces)) for item in self.text(source))

    @staticmethod
    def cdata(source: str) -> Text:
        """Returns a CDATA section as one run that is never cut."""
        inner = source[len(CDATA_OPEN) : -len(CDATA_CLOSE)]
        return Text(inner.replace("\r\n", "\n").replace("\r", "\n"), source)


def cdata_only(content: Content) -> tuple[Content, str, Content] | None:
    """Returns what stands before, in and after the CDATA section that is all the words of a block; None where it is not."""
    sections = [number for number, item in enumerate(content) if isinstance(item, Text) and item.source.startswith(CDATA_OPEN)]
    if len(sections) != 1:
        return None
    lead, section, tail = content[: sections[0]], content[sections[0]], content[sections[0] + 1 :]
    if any(item.value.strip() if isinstance(item, Text) else item.kind != "void" or item.protected for item in (*lead, *tail)):
        return None
    assert isinstance(section, Text)
    return lead, section.source[len(CDATA_OPEN) : -len(CDATA_CLOSE)], tail
