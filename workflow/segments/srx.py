r"""SRX 2.0 files -> rules, and rules -> an SRX 2.0 file.

SRX (Segmentation Rules eXchange 2.0, LISA OSCAR 2008) is what OmegaT, Okapi and LanguageTool read, so that a translator's tool can cut
the segments that this program cuts. Here a rule has a name: the words of the XML comment before it, up to the first colon.

    <!-- initials: "J. Smith" is one name, a single capital with a stop ends no sentence before a capital -->
    <rule break="no"><beforebreak>(?&lt;!\p{L})\p{Lu}\.</beforebreak><afterbreak>\s+\p{Lu}</afterbreak></rule>

Regular expressions are read as the `regex` package's version 1 does, which has the set operations and the scope of inline flags that
Java and ICU have. A difference is left: `\s` includes the no-break spaces here, so rules list them beside it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from html import escape as escape_html
from typing import TYPE_CHECKING, Any

from workflow.errors import SegmentationError

if TYPE_CHECKING:
    from lxml import etree

NAMESPACE = "http://www.lisa.org/srx20"
SPACE = r"[\s\u00A0\u202F]"
"""A white space character in rules: Java's `\\s` lacks the two no-break spaces."""

_MOST_RULES = 5000
"""Each is compiled and tried on unlucky texts, which takes milliseconds."""

_IN = "{" + NAMESPACE + "}"


@dataclass(frozen=True, slots=True)
class Rule:
    """One SRX rule: at a position where `before` ends and `after` begins, there is a break, or there is none."""

    name: str
    """Its file and its name in it: `en.srx: caption`."""
    breaks: bool
    before: str
    """Regular expression for the text that ends at the position; empty: any."""
    after: str
    """Regular expression for the text that begins at the position; empty: any."""
    path: str = ""
    line: int = 0
    """1-based; 0: not from an SRX file."""
    last: frozenset[str] | None = None
    """What `abbreviations.last_letters` can be where the rule fits; None: anything. Says nothing that `before` does not say."""


def parse(data: bytes, language: str, *, path: str, label: str, built_in: bool = False) -> tuple[Rule, ...]:
    """Returns the rules of an SRX file that apply to a language, in the order in which they are asked.

    With `cascade="yes"` these are the rules of all language maps that match the tag, in the file's order; otherwise those of the first.
    Language patterns match the whole tag, in either case (SRX 2.0, section on `languagemap`).

    Args:
        data: The bytes of the file.
        language: BCP 47 tag.
        path: As told in errors.
        label: Begins the names of the rules.
        built_in: The patterns are known to compile; to see that takes a run longer than all the rest of the file.

    Raises:
        SegmentationError: Not well-formed, not SRX 2.0, a rule set that is named but missing, a pattern that can not be compiled.
    """
    root = _root(data, path)
    header = root.find(f"{_IN}header")
    if header is None or root.find(f"{_IN}body") is None:
        raise SegmentationError("an SRX file has a header and a body", path=path, line=_line(root), hint="see SRX 2.0, section 3")
    sets = {str(found.get("languagerulename")): found for found in root.iter(f"{_IN}languagerule")}
    rules: list[Rule] = []
    for mapping in root.iter(f"{_IN}languagemap"):
        if not _applies(mapping, language, path):
            continue
        name = str(mapping.get("languagerulename"))
        if name not in sets:
            hint = f"the file has {', '.join(sorted(sets)) or 'none'}"
            raise SegmentationError(f"there is no languagerule {name!r}", path=path, line=_line(mapping), hint=hint)
        if not built_in and len(rules) + len(sets[name]) > _MOST_RULES:
            hint = "see which of them the language needs"
            raise SegmentationError(f"more than {_MOST_RULES:,} rules for one language", path=path, line=_line(sets[name]), hint=hint)
        rules += _rules(sets[name], path, label, built_in=built_in)
        if header.get("cascade") != "yes":
            break
    return tuple(rules)


def _root(data: bytes, path: str) -> etree._Element:
    from lxml import etree

    # The file may come from anybody: no entity, no DTD, no network, no huge tree.
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise SegmentationError(f"not well-formed: {error.msg}", path=path, line=error.lineno or 0) from None
    if root.tag != f"{_IN}srx" or root.get("version") != "2.0":
        hint = f'its root is <srx version="2.0" xmlns="{NAMESPACE}">'
        raise SegmentationError("this is not an SRX 2.0 file", path=path, line=_line(root), hint=hint)
    return root


def _line(element: etree._Element) -> int:
    line: Any = element.sourceline
    return int(line or 0)


def _applies(mapping: etree._Element, language: str, path: str) -> bool:
    import regex

    try:
        return regex.fullmatch(str(mapping.get("languagepattern")), language, regex.V1 | regex.IGNORECASE) is not None
    except regex.error as error:
        raise SegmentationError(f"languagepattern: {error}", path=path, line=_line(mapping)) from None


def _rules(languagerule: etree._Element, path: str, label: str, *, built_in: bool) -> list[Rule]:
    rules: list[Rule] = []
    name = ""
    for child in languagerule:
        if not isinstance(child.tag, str):
            name = (child.text or "").split(":")[0].strip()
        elif child.tag == f"{_IN}rule":
            name = name or f"rule {len(rules) + 1}"
            before = _pattern(child, "beforebreak", path)
            after = _pattern(child, "afterbreak", path)
            for pattern in () if built_in else (before, after):
                compile_pattern(pattern, path=path, line=_line(child))
            rules.append(Rule(f"{label}: {name}", child.get("break") != "no", before, after, path, _line(child)))
            name = ""
    return rules


def _pattern(rule: etree._Element, name: str, path: str) -> str:
    from lxml import etree

    found = rule.find(_IN + name)
    if found is None:
        return ""
    text = found.text or ""
    for child in found:
        if not isinstance(child, etree._Comment):
            hint = "a pattern is text; only the entities of XML itself are known"
            raise SegmentationError(f"{name} has something else than text", path=path, line=_line(rule), hint=hint)
        text += child.tail or ""
    return text


# SRX has the regular expressions of ICU, which know no recursion; in those of `regex`, one without an end takes all memory.
_RECURSION = re.compile(r"(?<!\\)(?:\\\\)*\(\?(?:R|[+-]?[0-9]|&|P>)")


@cache
def compile_regex(pattern: str) -> Any:
    """Returns the compiled pattern; a second request costs nothing. Raises `regex.error`."""
    import regex

    return regex.compile(pattern, regex.V1)


def compile_pattern(pattern: str, *, path: str, line: int) -> Any:
    """Returns the compiled pattern, or raises a located error.

    Raises:
        SegmentationError: The pattern can not be compiled.
    """
    import regex

    hint = r"use what Java and Python's regex have in common, such as \p{Lu} and (?:…|…)"
    if _RECURSION.search(pattern):
        raise SegmentationError(f"the pattern {pattern!r} calls itself or a group of its own", path=path, line=line, hint=hint)
    try:
        compiled = compile_regex(pattern)
        if compiled.flags & regex.REVERSE:
            raise SegmentationError(f"the pattern {pattern!r} runs backwards: (?r)", path=path, line=line, hint=hint)
        return compiled
    except (regex.error, OverflowError, RecursionError) as error:
        raise SegmentationError(f"the pattern {pattern!r} can not be compiled: {error}", path=path, line=line, hint=hint) from None


def serialise(rules: tuple[Rule, ...], language: str) -> str:
    """Returns an SRX 2.0 file with the rules in their order, for other tools; it gives the same rules back when parsed."""
    name = escape_html(language)
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', f'<srx xmlns="{NAMESPACE}" version="2.0">']
    lines += ['  <header segmentsubflows="yes" cascade="no">', '    <formathandle type="start" include="no"/>']
    lines += ['    <formathandle type="end" include="yes"/>', '    <formathandle type="isolated" include="no"/>', "  </header>", "  <body>"]
    lines += ["    <languagerules>", f'      <languagerule languagerulename="{name}">']
    for rule in rules:
        lines += [f"        <!-- {_escape(rule.name).replace(': ', ', ').replace('--', '-')} -->"]
        lines += [f'        <rule break="{"yes" if rule.breaks else "no"}">']
        lines += [f"          <beforebreak>{_escape(rule.before)}</beforebreak>"] if rule.before else []
        lines += [f"          <afterbreak>{_escape(rule.after)}</afterbreak>"] if rule.after else []
        lines += ["        </rule>"]
    lines += ["      </languagerule>", "    </languagerules>", "    <maprules>"]
    lines += [f'      <languagemap languagepattern=".*" languagerulename="{name}"/>', "    </maprules>", "  </body>", "</srx>", ""]
    return "\n".join(lines)


def _escape(text: str) -> str:
    return escape_html(text, quote=False)
