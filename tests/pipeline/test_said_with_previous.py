"""`<prev/>` where no sentence stands before it."""

from __future__ import annotations

from ..office import Office


def test_who_typed_it_is_told_why(office: Office) -> None:
    """At the start of a block it is taken back by the sync; the finding stays until somebody changes the entry, and is no error."""
    office.write("sources/a.txt", "The title\n\nFirst sentence here. Second sentence there.\n")
    office.do("sync")
    office.edit("a", lambda entry: entry.but(msgstr="<prev/>" if entry.msgid == "First sentence here." else "Текст.", flags=()))
    for _ in range(2):
        said = office.do("run")
        assert said.exit == 0
        assert "warning P103" in said.err
        assert "First sentence here." in said.err
    assert not (office.root / "exports/ru/a.html").exists()
