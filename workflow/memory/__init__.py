"""Translation memory: accepted texts of all releases, found again by their source."""

from __future__ import annotations

from workflow.memory.memory import Match, Memory, Unit

__all__ = ["Match", "Memory", "Unit"]
