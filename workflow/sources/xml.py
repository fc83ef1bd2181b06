"""XML of any vocabulary, with exact source, and ITS 2.0 to say what is translated.

lxml proves that the file is well-formed and gives the elements to which ITS rules apply; the file's own characters, tag by tag, give the
skeleton. Both have the same elements in the same order, which is checked. Rules apply in this order: those of the known vocabularies
(`xml_vocabularies.py`), those in the document and in files it links, local markup. Where nothing says whether an element stands within
text, it does if text stands beside it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from workflow.errors import SourceError
from workflow.model import Document
from workflow.sources import contacts
from workflow.sources.encoding import decode
from workflow.sources.its import annotate
from workflow.sources.its_rules import rules_of
from workflow.sources.skeleton import Builder
from workflow.sources.xml_parse import entities, parse
from workflow.sources.xml_tokens import Token, tag_name, tokens
from workflow.sources.xml_vocabularies import rules_file, vocabularies
from workflow.sources.xml_walk import Walk

if TYPE_CHECKING:
    from lxml.etree import _Element

suffixes = (".xml",)


def read(data: bytes, *, path: str, language: str, resolve: Callable[[str], bytes] | None = None) -> Document:
    """Returns the document, one segment a block (see `workflow.sources.Reader`).

    Nothing outside the file is read but linked ITS rules: no DTD, no external entity, no XInclude; no entity is expanded.

    Raises:
        SourceError: The file is not well-formed, too deep, or its ITS rules can not be used.
    """
    text, encoding, bom = decode(data, path, declared=True)
    root = parse(text, path)
    elements = list(root.iter("*"))
    cut = list(tokens(text))
    _require_same(cut, elements, text, path)
    known = vocabularies(root, {str(one.tag)[1:].partition("}")[0] if str(one.tag).startswith("{") else "" for one in elements})
    rules = [
        rule
        for one in known.used
        for rule in rules_of(parse(rules_file(one.rules), f"workflow/sources/vocabularies/{one.rules}"), one.rules, None)
    ]
    annotations = annotate(root, rules + rules_of(root, path, resolve), elements)
    builder = Builder(path=path, format="xml", language=language, encoding=encoding, bom=bom, text=text)
    Walk(builder, text, cut, elements, annotations, known, entities(root), path=path, language=language).run()
    return contacts.found(builder.document())


def _require_same(cut: list[Token], elements: list[_Element], text: str, path: str) -> None:
    """Makes sure that the tokens are the text, and their start tags the elements."""
    names = [tag_name(token.source).rpartition(":")[2] for token in cut if token.kind in ("start", "empty")]
    same = names == [str(one.tag).rpartition("}")[2] for one in elements]
    if not same or sum(len(token.source) for token in cut) != len(text):
        raise SourceError(
            "the tags of this file can not be told apart", path=path, hint="this is a defect of the program, please report the file"
        )
