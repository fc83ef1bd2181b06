"""One entry of a catalog."""

from __future__ import annotations

from dataclasses import field, replace

from workflow.model import value

Key = tuple[str | None, str]
"""What an entry is found by: msgctxt and msgid."""


@value
class Entry:
    """One entry of a catalog."""

    msgid: str
    msgstr: str = ""
    msgctxt: str | None = None
    comments: tuple[str, ...] = ()
    """`# ` lines, without the sign: what people and this program say for people; every tool keeps them."""
    extracted: tuple[str, ...] = ()
    """`#.` lines: made from the source, replaced by every sync."""
    references: tuple[str, ...] = ()
    """`#:` lines."""
    flags: tuple[str, ...] = ()
    """`#,` and `#=` flags, in order."""
    previous: str | None = None
    """`#| msgid`: the msgid under which the text was accepted."""
    previous_context: str | None = None
    obsolete: bool = False
    plural: tuple[str, tuple[str, ...]] | None = None
    """msgid_plural and its translations, in entries that another tool made; this program makes none."""
    line: int = field(default=0, compare=False)
    """Of its first line in the file, 1-based; 0 for an entry that was not read."""
    raw: str | None = field(default=None, compare=False)
    """As found in the file; None as soon as something was changed."""
    gap: str | None = field(default=None, compare=False)
    """The blank lines found behind it; None for an entry that was last, or was not read."""

    @property
    def key(self) -> Key:
        """What the entry is found by."""
        return (self.msgctxt, self.msgid)

    @property
    def fuzzy(self) -> bool:
        """Tells if the entry says that it is not accepted."""
        return "fuzzy" in self.flags

    def but(self, **changes: object) -> Entry:
        """Returns the entry with fields changed; the same entry, bytes included, if they have these values already."""
        if all(getattr(self, key) == value for key, value in changes.items()):
            return self
        return replace(self, raw=None, **changes)  # type: ignore[arg-type]  # the names are fields of Entry; a wrong one raises
