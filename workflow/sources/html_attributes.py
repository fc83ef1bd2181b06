"""Attributes and character references of HTML, with their exact places in the source."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from functools import lru_cache
from html.entities import html5
from typing import NamedTuple

from workflow.model import Escape, LocaleFilter, Text
from workflow.sources.skeleton import texts_of

_SPACE = r"\t\n\f\r "
# HTML Standard 13.2.5.32 to 39. Possessive: a page of blanks and no "=" must not make it slow.
_ATTRIBUTE = re.compile(
    rf"([^{_SPACE}/>][^{_SPACE}/>=]*+)"
    rf"(?:[{_SPACE}]*+=[{_SPACE}]*+(?:\"([^\"]*+)\"|'([^']*+)'|([^{_SPACE}>\"'][^{_SPACE}>]*+)))?"
)
_ESCAPES: tuple[Escape, ...] = ("double", "single", "bare")

# What XML, and so a catalog and every exchange format, has no place for; a browser does not show it either.
_CONTROLS = r"[\x00-\x08\x0b\x0e-\x1f\x7f\ufffe\uffff]"
_NUMBER = r"#(?:[0-9]++|[xX][0-9a-fA-F]++);?"
TEXT_REFERENCE = re.compile(rf"&(?:{_NUMBER}|[A-Za-z][A-Za-z0-9]*+;?)|{_CONTROLS}")
# In a value, `&copy=` and `&copyright` are no references: they stand in addresses (HTML Standard 13.2.5.73).
VALUE_REFERENCE = re.compile(rf"&(?:{_NUMBER}|[A-Za-z][A-Za-z0-9]*+(?:;|(?!=)))|{_CONTROLS}")
_TO_DECODE = re.compile(rf"[&\r]|{_CONTROLS}")


class Attribute(NamedTuple):
    """An attribute of a tag."""

    start: int
    """Where its value begins in the document, without quotes."""
    raw: str
    """The value as found."""
    escape: Escape
    """How text is written in these quotes."""

    @property
    def value(self) -> str:
        """The value, decoded."""
        return _value(self.raw) if "&" in self.raw else self.raw


@lru_cache(maxsize=64)
def _value(raw: str) -> str:
    # Kept for a moment: an address is asked for by the mark, the note and both codes of its link.
    return VALUE_REFERENCE.sub(lambda match: value_reference(match[0]), raw)


NO_ATTRIBUTES: Mapping[str, Attribute] = {}


def attributes_of(text: str, start: int, end: int) -> dict[str, Attribute]:
    """Returns the attributes of a tag by lower-case name, without those that have no value; of two with one name, the first.

    Args:
        text: The document.
        start: Behind the tag's name.
        end: At its `>`.
    """
    found: dict[str, Attribute] = {}
    for match in _ATTRIBUTE.finditer(text, start, end):
        number = match.lastindex or 0
        if number > 1:
            found.setdefault(match[1].lower(), Attribute(match.start(number), match[number], _ESCAPES[number - 2]))
    return found


@lru_cache(maxsize=256)
def text_reference(source: str) -> str:
    """Returns what a character reference in text means; of a control character, nothing."""
    if source[0] != "&":
        return ""
    if source[1] == "#":
        return _number(source)
    return html.unescape(source)


def value_reference(source: str) -> str:
    """Returns what a character reference in an attribute value means; itself where it is none there."""
    if source[0] != "&":
        return ""
    if source[1] == "#":
        return _number(source)
    return html5.get(source[1:], source)


def _number(source: str) -> str:
    digits = source[2:].rstrip(";")
    # Python refuses to read very long numbers; none of them is a character.
    return "\ufffd" if len(digits.lstrip("xX0")) > 8 else html.unescape(source)


def text_runs(source: str) -> tuple[Text, ...]:
    """Returns a stretch of text between tags as runs."""
    if _TO_DECODE.search(source) is None:
        return (Text(source, source),)
    return tuple(texts_of(source, decode_reference=text_reference, reference=TEXT_REFERENCE))


def text_value(source: str) -> str:
    """Returns what a stretch of text between tags says."""
    return source if _TO_DECODE.search(source) is None else "".join([run.value for run in text_runs(source)])


def value_runs(source: str) -> tuple[Text, ...]:
    """Returns an attribute value as runs of text."""
    if _TO_DECODE.search(source) is None:
        return (Text(source, source),)
    return tuple(texts_of(source, decode_reference=value_reference, reference=VALUE_REFERENCE))


def own_language(attributes: Mapping[str, Attribute]) -> Attribute | None:
    """Returns the attribute by which an element says its language, or None."""
    return attributes.get("lang") or attributes.get("xml:lang")


def locale_filter(attributes: Mapping[str, Attribute]) -> LocaleFilter | None:
    """Returns for which languages an element is meant (ITS 2.0 section 8.10.2), or None if it does not say."""
    ranges, kind = attributes.get("its-locale-filter-list"), attributes.get("its-locale-filter-type")
    if ranges is None and kind is None:
        return None
    listed = ranges.value if ranges else "*"
    found = tuple(part for one in listed.split(",") if (part := one.strip()))
    return LocaleFilter(found, exclude=kind is not None and kind.value.strip().lower() == "exclude")
