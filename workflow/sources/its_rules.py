"""ITS 2.0: the rules that a document contains and links, found and read; what they say of nodes is told by `its.py`.

Rules in the document, and in files that it links (section 5.4), whose links are followed too. Nothing is fetched: a rules file stands
beside the sources.
"""

from __future__ import annotations

import posixpath
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

from workflow.errors import SourceError
from workflow.sources.encoding import decode
from workflow.sources.xml_parse import parse
from workflow.sources.xml_tokens import attributes, tag_name, tokens

if TYPE_CHECKING:
    from lxml.etree import _Element

ITS = "http://www.w3.org/2005/11/its"
IN = f"{{{ITS}}}"
RULES = frozenset(f"{IN}{name}Rule" for name in ("translate", "withinText", "locNote", "localeFilter", "preserveSpace", "idValue", "lang"))
"""The rules that are read: one for each data category."""

_HREF = "{http://www.w3.org/1999/xlink}href"
_MOST_LINKS = 20

Resolve = Callable[[str], bytes]


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule element and what its expressions need."""

    element: _Element
    path: str
    """Of the file it stands in, for errors."""
    variables: dict[str, str]
    """Of `its:param`."""


def is_rules(data: bytes) -> bool:
    """Tells if a file is a file of ITS rules, by its first element; False also for what is no XML at all.

    The start of a file is enough, even if it ends within a character.
    """
    text = ""
    for end in range(len(data), max(len(data) - 4, -1), -1):
        try:
            text = decode(data[:end], "", declared=True)[0]
            break
        except SourceError:
            continue
    for token in tokens(text):
        if token.kind in ("start", "empty"):
            prefix, _, local = tag_name(token.source).rpartition(":")
            declaration = f"xmlns:{prefix}" if prefix else "xmlns"
            return local == "rules" and any(one.name == declaration and one.value == ITS for one in attributes(token.source))
    return False


def rules_of(root: _Element, path: str, resolve: Resolve | None) -> list[Rule]:
    """Returns the rules that a document contains and links, in the order in which they apply.

    Raises:
        SourceError: A linked file is missing, no rules file, or links back to itself.
    """
    found: list[Rule] = []
    for rules in root.iter(f"{IN}rules"):
        found += _rules(rules, path, "", resolve, ())
    return found


def _rules(rules: _Element, path: str, folder: str, resolve: Resolve | None, chain: tuple[str, ...]) -> list[Rule]:
    """Returns the rules of one `its:rules`, behind those of the file that it links (section 5.4)."""
    language = rules.get("queryLanguage", "xpath")
    if language != "xpath":
        raise SourceError(
            f"its:rules in the query language “{language}”", path=path, line=line_of(rules), hint="write the selectors in XPath 1.0"
        )
    found = _linked(rules, path, folder, resolve, chain) if rules.get(_HREF) else []
    variables: dict[str, str] = {}
    for element in rules.iterchildren("*"):
        if element.tag == f"{IN}param" and element.get("name"):
            variables[str(element.get("name"))] = text_of(element)
        elif element.tag in RULES:
            found.append(Rule(element, path, variables))
    return found


def _linked(rules: _Element, path: str, folder: str, resolve: Resolve | None, chain: tuple[str, ...]) -> list[Rule]:
    href = str(rules.get(_HREF))
    parts = urlsplit(href)
    name = posixpath.normpath(posixpath.join(folder, unquote(parts.path)))
    line = line_of(rules)
    if parts.scheme or parts.netloc or name.startswith("/"):
        raise SourceError(
            f"ITS rules are linked at {href}", path=path, line=line, hint="keep the rules file beside the sources; nothing is fetched"
        )
    if name in chain or len(chain) >= _MOST_LINKS:
        raise SourceError(
            f"ITS rules link in a circle: {' -> '.join((*chain, name))}", path=path, line=line, hint="remove one of the links"
        )
    if resolve is None:
        raise SourceError(f"ITS rules are linked at {href}, which can not be read here", path=path, line=line)
    try:
        data = resolve(name)
    except OSError as error:
        reason = error.strerror or "it is not in the project"
        raise SourceError(
            f"the linked ITS rules {href} can not be read: {reason}", path=path, line=line, hint="add the file or remove the link"
        ) from None
    shown = posixpath.normpath(posixpath.join(posixpath.dirname(path), posixpath.relpath(name, folder or ".")))
    other = next(parse(data, shown).iter(f"{IN}rules"), None)
    if other is None:
        raise SourceError("there is no its:rules element in this file", path=shown, hint=f"{path} links it as ITS rules")
    return _rules(other, shown, posixpath.dirname(name), resolve, (*chain, name))


def text_of(element: _Element) -> str:
    """Returns all text of an element, its white space collapsed."""
    return " ".join(str(element.xpath("string()")).split())


def line_of(element: _Element) -> int:
    """Returns the line of an element, 1-based; 0 where it is not known."""
    line: Any = element.sourceline
    return int(line or 0)
