"""The review sheet: a release side by side in one HTML file, to be read, corrected and printed without anything but a browser.

values --write--> HTML        the edits typed in it come back by `workflow exchange import`
"""

from __future__ import annotations

from workflow.sheet.page import write
from workflow.sheet.values import Draft, Frame, Match, Node, Note, Part, Row, Sheet, State

__all__ = ["Draft", "Frame", "Match", "Node", "Note", "Part", "Row", "Sheet", "State", "write"]
