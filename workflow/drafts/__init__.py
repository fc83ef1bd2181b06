"""Drafts: what machines propose for untranslated texts (`engine.py` says what an engine is)."""

from __future__ import annotations

from collections.abc import Mapping
from importlib.metadata import entry_points
from types import MappingProxyType
from typing import Protocol

from workflow.drafts.engine import Cut, Draft, Engine, Progress
from workflow.errors import EngineError

__all__ = ["ENGINES", "Cut", "Draft", "Engine", "Progress", "engine_names", "open_engine"]


class Factory(Protocol):
    """Makes an engine for a pair of BCP 47 tags."""

    def __call__(self, source: str, target: str, *, cut: Cut | None = None) -> Engine: ...


def _argos(source: str, target: str, *, cut: Cut | None = None) -> Engine:
    from workflow.drafts import packages
    from workflow.drafts.argos import ArgosEngine

    package = packages.find(source, target)
    if package is None:
        raise EngineError(
            f"no Argos package translates from {source} into {target}",
            hint=f"run: workflow models install {source} {target}, or: workflow models install FILE",
        )
    return ArgosEngine(package, source, target, cut=cut)


def _pseudo(source: str, target: str, *, cut: Cut | None = None) -> Engine:
    from workflow.drafts.pseudo import PseudoEngine

    return PseudoEngine(source, target, cut=cut)


ENGINES: Mapping[str, Factory] = MappingProxyType({"argos": _argos, "pseudo": _pseudo})
"""The built-in engines. A plug-in can not take one of these names."""

GROUP = "workflow.engines"


def engine_names() -> list[str]:
    """Returns the names that `open_engine` knows: built-in ones, then those of plug-ins."""
    return [*ENGINES, *sorted({point.name for point in entry_points(group=GROUP)} - set(ENGINES))]


def open_engine(name: str, source: str, target: str, *, cut: Cut | None = None) -> Engine:
    """Returns an engine, ready to draft.

    Args:
        name: A key of `ENGINES`, or the name of an entry point in the group `workflow.engines`.
        source: BCP 47 tag of the texts.
        target: BCP 47 tag of the drafts.
        cut: Finds the sentences of a plain text, for engines that take one at a time.

    Raises:
        EngineError: There is no such engine, no package for the pair, or it can not be loaded.
    """
    factory = ENGINES.get(name)
    if factory is None:
        point = next(iter(entry_points(group=GROUP, name=name)), None)
        if point is None:
            raise EngineError(f"there is no engine {name!r}", hint=f"known are: {', '.join(engine_names())}")
        try:
            factory = point.load()
        except Exception as error:  # a plug-in's import may fail in any way
            raise EngineError(f"engine {name!r} can not be loaded: {error}", hint=f"it comes from {point.value}") from error
    return factory(source, target, cut=cut)
