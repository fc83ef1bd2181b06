"""Texts with codes -> HTML: codes as chips, and the words in which two versions of a sentence differ."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from workflow.inline import decode, show
from workflow.model import Inline, Tag

if TYPE_CHECKING:
    from markupsafe import Markup

# A word keeps the white space behind it, so that one changed word is one mark.
_WORD = re.compile(r"[\w’'\-\u00ad]+\s*|[^\w\s]\s*|\s+")


def chips(text: str, codes: Mapping[str, str]) -> Markup:
    """Returns a text of a catalog as HTML.

    Args:
        text: With codes as catalogs write them.
        codes: Code as typed -> what it stands for; a code that is not among them is shown as a wrong one.
    """
    from markupsafe import Markup

    return Markup().join(_part(part, codes) for part in decode(text))


def _part(part: str | Tag, codes: Mapping[str, str]) -> Markup:
    from markupsafe import Markup, escape

    if isinstance(part, str):
        return escape(part)
    shown = show(part)
    if shown not in codes:
        return Markup('<code class="chip wrong">{}</code>').format(shown)
    return Markup('<code class="chip" title="{}">{}</code>').format(codes[shown] or shown, shown)


def changes(before: str, after: str, codes: Mapping[str, str]) -> Markup:
    """Returns `after` as HTML, with what is new in it inside `ins` and what is gone from `before` inside `del`."""
    from markupsafe import Markup

    old, new = list(_words(decode(before))), list(_words(decode(after)))
    known = {**{show(one): "" for one in old if isinstance(one, Tag)}, **codes}
    parts: list[Markup] = []
    matcher = SequenceMatcher(None, [_bare(one) for one in old], [_bare(one) for one in new], autojunk=False)
    for what, start, end, first, last in matcher.get_opcodes():
        if what == "equal":
            parts += [_part(one, known) for one in new[first:last]]
            continue
        if start < end:
            parts.append(Markup("<del>{}</del>").format(Markup().join(_part(one, known) for one in old[start:end])))
        if first < last:
            parts.append(Markup("<ins>{}</ins>").format(Markup().join(_part(one, known) for one in new[first:last])))
    return Markup().join(parts)


def _words(inline: Inline) -> Iterator[str | Tag]:
    for part in inline:
        if isinstance(part, Tag):
            yield part
        else:
            yield from _WORD.findall(part)


def _bare(one: str | Tag) -> str:
    return show(one) if isinstance(one, Tag) else one.strip() or " "
