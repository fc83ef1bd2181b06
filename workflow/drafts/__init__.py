"""Drafts: what machines propose for untranslated texts (`engine.py` says what an engine is).

Those that translate plain text and know nothing of codes share `Drafter`:

    texts --prepare--> asks (plain sentences, phrases, names) --backend--> answers --assemble--> drafts
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Protocol

from workflow.drafts.engine import Cut, Draft, Engine, Finished, Progress, Terms
from workflow.drafts.faults import no_text
from workflow.errors import EngineError, WorkflowError

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

__all__ = [
    "ENGINES",
    "WITHOUT_OPTIONS",
    "Cut",
    "Draft",
    "Engine",
    "Factory",
    "Finished",
    "Progress",
    "Terms",
    "engine_names",
    "no_text",
    "open_engine",
]

Options = Mapping[str, str]
"""What the user configured for an engine."""


class Factory(Protocol):
    """Makes an engine for a pair of BCP 47 tags; raises an `EngineError` if it can not."""

    def __call__(self, source: str, target: str, *, cut: Cut | None, terms: Terms | None, options: Options) -> Engine: ...


def _argos(source: str, target: str, *, cut: Cut | None, terms: Terms | None, options: Options) -> Engine:
    from workflow.drafts import packages

    _no_options("argos", options)
    route = packages.route(source, target)
    if not route:
        raise EngineError(
            f"no Argos package translates from {source} into {target}",
            hint=f"run: workflow models install {source} {target}, or: workflow models install FILE",
        )
    from workflow.drafts.argos import ArgosEngine

    return ArgosEngine(route[0], source, target, then=route[1] if len(route) > 1 else None, cut=cut, terms=terms)


def _pseudo(source: str, target: str, *, cut: Cut | None, terms: Terms | None, options: Options) -> Engine:
    from workflow.drafts.pseudo import PseudoEngine

    _no_options("pseudo", options)
    return PseudoEngine(source, target)


def _libretranslate(source: str, target: str, *, cut: Cut | None, terms: Terms | None, options: Options) -> Engine:
    from workflow.drafts.libretranslate import LibreTranslateEngine

    return LibreTranslateEngine(source, target, cut=cut, terms=terms, options=options)


ENGINES: Mapping[str, Factory] = MappingProxyType({"argos": _argos, "pseudo": _pseudo, "libretranslate": _libretranslate})
"""The built-in engines. A plug-in can not take one of these names."""

WITHOUT_OPTIONS = ("argos", "pseudo")
"""Those that are configured by nothing but their name."""

GROUP = "workflow.engines"


def _plug_ins() -> list[EntryPoint]:
    from importlib.metadata import entry_points  # a moment, which those who have none need not wait

    return list(entry_points(group=GROUP))


def engine_names() -> list[str]:
    """Returns the names that `open_engine` knows: built-in ones, then those of plug-ins."""
    return [*ENGINES, *sorted({point.name for point in _plug_ins()} - set(ENGINES))]


def open_engine(
    name: str, source: str, target: str, *, cut: Cut | None = None, terms: Terms | None = None, options: Options | None = None
) -> Engine:
    """Returns an engine, ready to draft.

    Args:
        name: A key of `ENGINES`, or the name of an entry point in the group `workflow.engines`.
        source: BCP 47 tag of the texts.
        target: BCP 47 tag of the drafts.
        cut: Finds the sentences of a plain text, for engines that take one at a time.
        terms: What is to be translated how, and what never, for engines that heed it.
        options: What the user configured for this engine; `libretranslate` has `url`, `api-key`, `timeout`.

    Raises:
        EngineError: There is no such engine, no package for the pair, it can not be loaded, or it has no such option.
    """
    factory = ENGINES.get(name)
    if factory is not None:
        return factory(source, target, cut=cut, terms=terms, options=options or {})
    point = next((one for one in _plug_ins() if one.name == name), None)
    if point is None:
        raise EngineError(f"there is no engine {name!r}", hint=f"known are: {', '.join(engine_names())}")
    try:
        made: Engine = point.load()(source, target, cut=cut, terms=terms, options=options or {})
    except WorkflowError:
        raise
    except Exception as error:  # a plug-in may fail in any way
        raise EngineError(f"engine {name!r} can not be loaded: {error}", hint=f"it comes from {point.value}") from error
    return made


def _no_options(name: str, options: Options) -> None:
    if options:
        raise EngineError(f"the engine {name} has no option {next(iter(options))!r}", hint="it has none at all: remove them")
