"""What an XPath of ITS rules will cost, before it is asked: a source from outside brings its own.

lxml can not be stopped while it looks for nodes. A path goes once through a document; one that, for each node, goes through the
document again takes the square of that, and hours where the document has megabytes. Source of the grammar: XPath 1.0, sections 2 and 3.7.
"""

from __future__ import annotations

import re

_TOKEN = re.compile(
    r"""\s+|(?P<literal>"[^"]*"|'[^']*')|(?P<sign>//|\.\.|::|!=|<=|>=|[/.@()\[\],|=<>+*$-])|(?P<name>[^\s"'/.@()\[\],|=<>+*$:!]+)|."""
)
_OPERATORS = frozenset({"(", "[", ",", "|", "=", "!=", "<", ">", "<=", ">=", "+", "-", "*operator", "word operator"})
_WORDS = frozenset({"and", "or", "div", "mod"})
_UP = frozenset({"..", "parent", "ancestor", "ancestor-or-self"})
_BESIDE = frozenset({"preceding", "following", "preceding-sibling", "following-sibling"})


def _tokens(expression: str) -> list[tuple[str, int]]:
    """Returns the tokens with their offsets; a literal is `""`, and a `*` or a word that stands between operands says so (section 3.7)."""
    found: list[tuple[str, int]] = []
    for match in _TOKEN.finditer(expression):
        token = '""' if match["literal"] else match[0].strip()
        if not token:
            continue
        operand = bool(found) and found[-1][0] not in _OPERATORS | {"/", "//", "::", "@", "$"}
        if operand and token == "*":
            token = "*operator"
        elif operand and token in _WORDS:
            token = "word operator"
        found.append((token, match.start()))
    return found


def alternatives(expression: str) -> list[str]:
    """Returns the paths that a union is made of: libxml2 compares each node of the one with each of the other, where one may ask twice.

    >>> alternatives("//p | //a[b | c]")
    ['//p ', ' //a[b | c]']
    """
    cuts, depth = [0], 0
    for token, at in _tokens(expression):
        depth += (token in "([") - (token in ")]")
        if token == "|" and depth == 0:
            cuts.append(at + 1)
    return [expression[start : end - 1] for start, end in zip(cuts, [*cuts[1:], len(expression) + 1], strict=True)]


def cost(expression: str, nodes: int) -> int:
    """Returns how many nodes are looked at, at most and roughly.

    Args:
        expression: XPath 1.0.
        nodes: Of the document.

    >>> cost("//p[@id]/b", 100), cost("//p[//b]", 100), cost("//p[count(//p[following::p])]", 100)
    (100, 10000, 2000000)
    """
    again = [False]
    times, degree, upwards = 0, 1, False
    tokens = [token for token, _ in _tokens(expression)]
    for number, token in enumerate(tokens):
        before = tokens[number - 1] if number else "("
        behind = tokens[number + 1] if number + 1 < len(tokens) else ""
        if token == "[":
            again.append(False)
        elif token == "]" and len(again) > 1:
            again.pop()
        if token in _OPERATORS:
            upwards = False
            continue
        inside = len(again) > 1
        upwards = upwards or token in _UP
        from_the_top = token in ("/", "//") and before in _OPERATORS
        down_again = token in ("/", "//") and upwards and behind not in ("@", "..", ".")
        if (inside and (from_the_top or down_again)) or (token in _BESIDE and behind == "::"):
            again[-1] = True
            times += 1
            degree = max(degree, 1 + sum(again))
    looked_at: int = max(1, nodes) ** degree
    return max(1, times) * looked_at
