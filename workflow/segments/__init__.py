"""Block -> sentences: SRX 2.0 rules that the project owns, and the engine that applies them.

`load` gives a `Segmenter` for a language; everything heavy (lxml, regex) is imported when rules are loaded, not here.
"""

from __future__ import annotations

from workflow.segments.segmenter import Decision, Segmenter, load

__all__ = ["Decision", "Segmenter", "load"]
