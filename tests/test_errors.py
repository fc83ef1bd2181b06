"""What is said about a file does nothing to a terminal, whatever stands in the file."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from workflow.errors import WorkflowError, one_line, visible
from workflow.model import Finding, Where
from workflow.show import line_of

_ORDERS = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_ANY = st.text(st.characters(exclude_categories=[]) | st.sampled_from("\x1b\x9b\n\r\t\u2028\u202e\ud800a"))


@given(_ANY, _ANY)
def test_an_error_is_one_line_without_orders(message: str, text: str) -> None:
    """Controls, marks that turn text round and halves of characters are written out, line ends are spaces; a long message is cut."""
    error = WorkflowError(message * 40, path="a.txt", line=3, hint="do this")
    finding = line_of(Finding("P101", "error", Where("a.po", 2, text=text), message))
    for said in (f"{error}", finding):
        assert not _ORDERS.search(said), said
        assert "\n" not in said
        said.encode()
    assert len(error.message) <= 600
    assert f"{error}".endswith("(do this)")


@given(_ANY)
def test_what_can_be_shown_is_shown_as_it_is(text: str) -> None:
    """A second time changes nothing, and neither do letters, spaces and signs of any language."""
    assert one_line(one_line(text)) == one_line(text)
    assert visible(visible(text)) == visible(text)
    assert one_line("«Новости» \u00a0— نص \u200f，…") == "«Новости» \u00a0— نص \u200f，…"
