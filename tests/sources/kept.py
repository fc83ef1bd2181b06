"""How golden cases record what is not translated."""

from __future__ import annotations

from workflow.inline import encode
from workflow.model import Block


def kept(block: Block) -> list[str]:
    """Returns what stands in a block that is not translated, and why."""
    if block.kept is None:
        return []
    about = [
        "" if block.kept.language is None else f"in “{block.kept.language}”",
        "" if block.kept.translate else "not translated",
    ]
    said = [f"  = {block.kept.text!r} ({', '.join(one for one in about if one)})"]
    for tag, code in block.kept.codes.items():
        if tag.kind != "close":
            said.append("    " + " ".join(one for one in (encode((tag,)), code.role, code.language, code.href) if one))
    return said
