"""Blocks and their containers as a tree that a TEI file and a page are built with.

Sources nest as they like (a paragraph in a row, an item outside a list). Here lists hold items, tables hold a caption and
rows, rows hold cells, and lone items, quotations and contact lines have their group, so that writers need not ask.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from workflow.exports.parallel import Side, is_about
from workflow.model import Container as Frame

GroupKind = Literal["list", "ordered-list", "item", "table", "row", "cell", "quotation", "contact", "section"]


@dataclass(frozen=True, slots=True)
class Leaf:
    """A block."""

    block: int
    kind: str


@dataclass(frozen=True, slots=True)
class Group:
    """What stands around blocks; never empty."""

    kind: GroupKind
    children: tuple[Leaf | Group, ...]


Node = Leaf | Group


def outline(side: Side, *, also: Container[int] = ()) -> tuple[Node, ...]:
    """Returns what a reader sees, in document order.

    Args:
        side: A release in one language; blocks that are not said in it are left out.
        also: Blocks that are kept as leaves although they are no text that a reader sees (counterpart markers, images).
    """
    root: list[_Open | Leaf] = []
    stack: list[_Open] = []
    for number, block in enumerate(side.document.blocks):
        if number not in also and (is_about(block) or not side.shows(number)):
            continue
        if stack or block.containers:
            same = 0
            for opened, container in zip(stack, block.containers, strict=False):
                if opened.container.number != container.number:
                    break
                same += 1
            del stack[same:]
            for container in block.containers[same:]:
                opened = _Open(container, [])
                (stack[-1].children if stack else root).append(opened)
                stack.append(opened)
        (stack[-1].children if stack else root).append(Leaf(number, block.kind))
    return _flow(root)


@dataclass(slots=True)
class _Open:
    container: Frame
    children: list[_Open | Leaf]


def _flow(nodes: Sequence[_Open | Leaf], inside: str = "") -> tuple[Node, ...]:
    """Anything may stand here: sections, items' and cells' content, the document itself."""
    done: list[Node] = []
    for node in nodes:
        if isinstance(node, Leaf):
            if node.kind == "item" and inside != "item":
                _grow(done, "list", Group("item", (node,)))
            elif node.kind in ("quotation", "contact") and inside != node.kind:
                _grow(done, "quotation" if node.kind == "quotation" else "contact", node)
            else:
                done.append(node)
            continue
        kind = node.container.kind
        if kind in ("list", "ordered-list"):
            done.append(Group(kind, _items(node.children)))
        elif kind == "item":
            _grow(done, "list", Group("item", _flow(node.children, "item")))
        elif kind == "table":
            done.append(Group("table", _rows(node.children)))
        elif kind == "row":
            _grow(done, "table", Group("row", _cells(node.children)))
        else:
            done.append(Group(kind, _flow(node.children, kind)))
    return tuple(done)


def _grow(done: list[Node], kind: GroupKind, child: Node) -> None:
    """Adds a child without a group of its own to the group before it, if that was made for the same reason, or to a new one."""
    last = done[-1] if done else None
    if isinstance(last, Group) and last.kind == kind:
        done[-1] = Group(kind, (*last.children, child))
    else:
        done.append(Group(kind, (child,)))


def _items(nodes: Sequence[_Open | Leaf]) -> tuple[Node, ...]:
    done: list[Node] = []
    for node in nodes:
        if isinstance(node, _Open) and node.container.kind == "item":
            done.append(Group("item", _flow(node.children, "item")))
            continue
        content = _flow([node], "item")
        last = done[-1] if done else None
        if isinstance(node, _Open) and isinstance(last, Group):
            # A list that stands in a list beside its items belongs to the item before it.
            done[-1] = Group("item", (*last.children, *content))
        else:
            done.append(Group("item", content))
    return tuple(done)


def _rows(nodes: Sequence[_Open | Leaf]) -> tuple[Node, ...]:
    done: list[Node] = []
    for node in nodes:
        if isinstance(node, _Open) and node.container.kind == "row":
            done.append(Group("row", _cells(node.children)))
        elif isinstance(node, Leaf) and node.kind == "caption" and not done:
            done.append(node)
        else:
            done.append(Group("row", _cells([node])))
    return tuple(done)


def _cells(nodes: Sequence[_Open | Leaf]) -> tuple[Node, ...]:
    return tuple(Group("cell", _flow([node], "cell")) for node in nodes)


def leaves(nodes: Iterable[Node]) -> list[Leaf]:
    """Returns the blocks of a tree, in order."""
    found: list[Leaf] = []
    for node in nodes:
        if isinstance(node, Group):
            found += leaves(node.children)
        else:
            found.append(node)
    return found
