"""Translation memory: accepted texts of all releases, found again by their source: in context, exactly, or nearly.

catalogs and TMX files --learn--> Memory --propose--> Proposal
"""

from __future__ import annotations

from workflow.memory.memory import Match, Memory
from workflow.memory.unit import Kind, Proposal, Request, Unit

__all__ = ["Kind", "Match", "Memory", "Proposal", "Request", "Unit"]
