"""ITS 2.0: what rules and local markup say about the elements and attributes of an XML document.

Read are the data categories Translate (section 8.2), Localization Note (8.3), Language Information (8.6), Elements Within Text (8.7),
Locale Filter (8.10), Id Value (8.14) and Preserve Space (8.15), by rules (`its_rules.py`) and by local attributes. Precedence is that of
section 5.5: local markup, then the last rule that selects a node, then what is inherited, then the default. `Annotations` holds the
first two; inheritance is the business of whoever walks the tree.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from workflow.errors import SourceError
from workflow.model import LocaleFilter
from workflow.sources.its_rules import IN, Rule, line_of, text_of
from workflow.sources.xpaths import alternatives, cost

if TYPE_CHECKING:
    from lxml.etree import _Element

_XML = "{http://www.w3.org/XML/1998/namespace}"
_MOST_NODES = 4_000_000
"""Nodes that the rules of one document may look at: a few seconds."""
_MOST_TIMES = 50
"""How often they may go through a document that is larger."""

Node = tuple["_Element", str]
"""An element, and the name (`{namespace}local`) of its attribute that is meant; "" for the element itself."""

EVERYWHERE = LocaleFilter(("*",))
"""The default of Locale Filter."""


def meant_for(locales: LocaleFilter | None) -> LocaleFilter | None:
    """Returns the filter that a block has; None where it is meant for every language."""
    return None if locales == EVERYWHERE else locales


@dataclass(slots=True)
class Annotations:
    """What is said explicitly about a node, by data category; a node that is missing inherits, or has the default."""

    translate: dict[Node, bool] = field(default_factory=dict)
    within: dict[Node, str] = field(default_factory=dict)
    """`yes`, `no` or `nested`."""
    notes: dict[Node, str] = field(default_factory=dict)
    locales: dict[Node, LocaleFilter] = field(default_factory=dict)
    preserve: dict[Node, bool] = field(default_factory=dict)
    contexts: dict[Node, str] = field(default_factory=dict)
    languages: dict[Node, str] = field(default_factory=dict)


def annotate(root: _Element, rules: Sequence[Rule], elements: Sequence[_Element]) -> Annotations:
    """Returns what rules and local markup say.

    Args:
        root: Of the document.
        rules: In order; a later one wins.
        elements: All elements of the document. Whoever keeps the result has to keep them too: nodes are known by identity.

    Raises:
        SourceError: A selector or pointer is no XPath, or a rule lacks what it must have; names the rule's file and line.
    """
    found = Annotations()
    left = max(_MOST_NODES, _MOST_TIMES * len(elements))
    for rule in rules:
        apply = _APPLY[str(rule.element.tag)]
        left -= cost(_whole(rule), len(elements))
        if left < 0:
            message = f"with this rule, {len(elements):,} elements take too long: it goes through the whole document for each of them"
            raise SourceError(message, path=rule.path, line=line_of(rule.element), hint="write its XPath without // in brackets")
        for node in _selected(rule, root):
            apply(rule, node, found)
    for element in elements:
        if element.attrib:
            _local(element, found)
    return found


def _selected(rule: Rule, root: _Element) -> list[Node]:
    selector = rule.element.get("selector")
    if not selector:
        raise SourceError("a rule without a selector", path=rule.path, line=line_of(rule.element))
    nodes: list[Node] = []
    for path in alternatives(selector):
        result = _xpath(rule, root, path)
        if not isinstance(result, list):
            raise SourceError(f"the selector {selector} selects no nodes", path=rule.path, line=line_of(rule.element))
        for item in result:
            if isinstance(item, str):
                if getattr(item, "is_attribute", False):
                    nodes.append((item.getparent(), str(item.attrname)))  # type: ignore[attr-defined]  # a string that lxml made
            elif isinstance(getattr(item, "tag", None), str):
                nodes.append((item, ""))
    return nodes


def _whole(rule: Rule) -> str:
    """Returns what is asked for one rule: its selector, and for each node that it selects, its pointer."""
    pointers = (rule.element.get(name) for name in ("locNotePointer", "locNoteRefPointer", "idValue", "langPointer"))
    return rule.element.get("selector", "") + "".join(f"[{pointer}]" for pointer in pointers if pointer)


def _xpath(rule: Rule, context: _Element, expression: str) -> Any:
    from lxml import etree

    namespaces = {prefix: uri for prefix, uri in rule.element.nsmap.items() if prefix}
    try:
        # Without EXSLT's regular expressions, which XPath 1.0 lacks: one that a stranger wrote can take any time.
        evaluate: Any = etree.XPathElementEvaluator(context, namespaces=namespaces, regexp=False)
        return evaluate(expression, **rule.variables)
    except (etree.XPathError, ValueError, TypeError) as error:
        raise SourceError(f"the XPath {expression} can not be used: {error}", path=rule.path, line=line_of(rule.element)) from None


def _pointed(rule: Rule, node: Node, pointer: str) -> str:
    """Returns the text that a pointer, an XPath relative to the node, leads to; "" where it leads nowhere."""
    element, attribute = node
    if not attribute:
        return " ".join(str(_xpath(rule, element, f"string({pointer})")).split())
    # lxml has no attribute nodes to start from: `@alt/../@id` is the same path from the element.
    uri, _, local = attribute.rpartition("}")
    step = f"@*[local-name() = '{local}' and namespace-uri() = '{uri[1:]}']"
    return " ".join(str(_xpath(rule, element, f"string({step}/{pointer})")).split())


def _required(rule: Rule, name: str) -> str:
    value = rule.element.get(name)
    if value is None:
        raise SourceError(f"a {_short(rule.element)} without {name}", path=rule.path, line=line_of(rule.element))
    return str(value)


def _one_of(rule: Rule, name: str, values: tuple[str, ...]) -> str:
    value = _required(rule, name)
    if value not in values:
        message = f'{name}="{value}" in a {_short(rule.element)}'
        raise SourceError(message, path=rule.path, line=line_of(rule.element), hint=f"write {' or '.join(values)}")
    return value


def _translate(rule: Rule, node: Node, found: Annotations) -> None:
    found.translate[node] = _one_of(rule, "translate", ("yes", "no")) == "yes"


def _within(rule: Rule, node: Node, found: Annotations) -> None:
    found.within[node] = _one_of(rule, "withinText", ("yes", "no", "nested"))


def _note(rule: Rule, node: Node, found: Annotations) -> None:
    element = rule.element
    own = element.find(f"{IN}locNote")
    if own is not None:
        note = text_of(own)
    elif pointer := element.get("locNotePointer") or element.get("locNoteRefPointer"):
        note = _pointed(rule, node, pointer)
    else:
        note = element.get("locNoteRef") or ""
    if note:
        found.notes[node] = _worded(note, element.get("locNoteType"))


def _worded(note: str, kind: str | None) -> str:
    return f"alert: {note}" if kind == "alert" else note


def _locales(rule: Rule, node: Node, found: Annotations) -> None:
    found.locales[node] = _filter(_required(rule, "localeFilterList"), rule.element.get("localeFilterType"))


def _filter(ranges: str, kind: str | None) -> LocaleFilter:
    return LocaleFilter(tuple(one.strip() for one in ranges.split(",") if one.strip()), exclude=kind == "exclude")


def _preserve(rule: Rule, node: Node, found: Annotations) -> None:
    found.preserve[node] = _one_of(rule, "space", ("preserve", "default")) == "preserve"


def _context(rule: Rule, node: Node, found: Annotations) -> None:
    # Section 8.14: where a rule selects an element that has an xml:id, that is its id.
    value = "" if node[1] else str(node[0].get(f"{_XML}id", ""))
    value = value or _pointed(rule, node, _required(rule, "idValue"))
    if value:
        found.contexts[node] = value


def _language(rule: Rule, node: Node, found: Annotations) -> None:
    found.languages[node] = _pointed(rule, node, _required(rule, "langPointer"))


_APPLY: dict[str, Callable[[Rule, Node, Annotations], None]] = {
    f"{IN}translateRule": _translate,
    f"{IN}withinTextRule": _within,
    f"{IN}locNoteRule": _note,
    f"{IN}localeFilterRule": _locales,
    f"{IN}preserveSpaceRule": _preserve,
    f"{IN}idValueRule": _context,
    f"{IN}langRule": _language,
}


def _local(element: _Element, found: Annotations) -> None:
    """Reads local markup: attributes of ITS, which stand without prefix on ITS's own `span` (section 6.4)."""
    own = str(element.tag).startswith(IN)
    node = (element, "")

    def get(name: str) -> str | None:
        return element.get(name if own else IN + name)

    space = element.get(f"{_XML}space")
    if space in ("preserve", "default"):
        found.preserve[node] = space == "preserve"
    if own and element.tag != f"{IN}span":
        return
    translate = get("translate")
    if translate in ("yes", "no"):
        found.translate[node] = translate == "yes"
    within = get("withinText")
    if within in ("yes", "no", "nested"):
        found.within[node] = str(within)
    note = get("locNote") or get("locNoteRef")
    if note:
        found.notes[node] = _worded(" ".join(note.split()), get("locNoteType"))
    locales = get("localeFilterList")
    if locales is not None:
        found.locales[node] = _filter(locales, get("localeFilterType"))


def _short(element: _Element) -> str:
    return "its:" + str(element.tag).rpartition("}")[2]
