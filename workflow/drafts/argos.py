"""Drafts from Argos packages: the only importer of argostranslate.

A package is opened by `argostranslate.package.Package`; its network is driven directly (`network.py`), because
`argostranslate.translate` works paragraph by paragraph with 32 tokens a batch and downloads a sentence splitter. Where a
pair has no package, two are used in a row (`pivot.py`).

Importing argostranslate makes folders for data, configuration and cache under the home directory. Here the import is
pointed at a temporary folder that is gone right after it: nothing is written to the home directory, and a read-only one
is no obstacle.
"""

from __future__ import annotations

import os
import tempfile
import threading
import tomllib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

from workflow.drafts import gate
from workflow.drafts.assembly import Assembler
from workflow.drafts.backend import Ask, Backend
from workflow.drafts.drafter import Drafter
from workflow.drafts.engine import Cut, Terms
from workflow.drafts.network import Network
from workflow.drafts.packages import EMBEDDED, PackageInfo
from workflow.drafts.pivot import Pivot
from workflow.drafts.protected import has_stand_in
from workflow.errors import PackageError

INDIRECT = 10
"""What a way through a third language adds to the risk."""

_import_lock = threading.Lock()


class ArgosEngine(Drafter):
    """Drafts with the model of one package, or of two in a row.

    Args:
        package: As `packages.find` or `packages.route` returned it.
        source: BCP 47 tag of the texts.
        target: BCP 47 tag of the drafts.
        then: Translates what `package` says.
        cut: Finds the sentences of a text; without it each text is one sentence.
        terms: What is to be translated how, and what never.

    Raises:
        PackageError: A package can not be loaded.
    """

    name = "argos"

    def __init__(
        self,
        package: PackageInfo,
        source: str,
        target: str,
        *,
        then: PackageInfo | None = None,
        cut: Cut | None = None,
        terms: Terms | None = None,
    ) -> None:
        self.package = package
        self.packages = (package,) if then is None else (package, then)
        self.detail = " + ".join(f"{one.name} {one.version}" for one in self.packages)
        self.notice = notice(self.packages, source, target)
        networks = [load(one) for one in self.packages]

        def worthwhile(asked: str, answer: str) -> bool:
            # A stand-in is neither of the one language nor of the other: what has one is judged when its part is back.
            return has_stand_in(asked) or not gate.refusal(asked, answer, target, source_language=self.packages[-1].source)

        networks[-1].worthwhile = worthwhile
        backend: Backend = Pivot(*networks) if len(networks) == 2 else networks[0]
        # On the way through a third language, the sum of both scores has to pass the stricter of both.
        strictest = gate.strictest([cutoff(one.digest) for one in self.packages])
        super().__init__(backend, Assembler(source, target, strictest, cut, terms, INDIRECT * (len(networks) - 1)))


def load(package: PackageInfo) -> Network:
    """Returns the network of a package, ready.

    Raises:
        PackageError: It can not be loaded.
    """
    digest = package.digest
    return _load(package.path, cutoff(digest), closely=digest in _cutoffs())


def verify(path: Path) -> None:
    """Loads a package and translates one word.

    Raises:
        PackageError: It can not be loaded, or says nothing.
    """
    network = _load(path, cutoff(""))
    try:
        answers = [answer for batch in network.translate(iter([[Ask("Information")]])) for given in batch.values() for answer in given]
    except Exception as error:  # the three libraries raise whatever their C++ parts throw
        raise PackageError(f"the model does not translate: {getattr(error, 'message', error)}", path=str(path)) from error
    if not answers or not answers[0].text:
        raise PackageError("the model translates a word into nothing", path=str(path))


def notice(packages: Sequence[PackageInfo], source: str, target: str) -> str:
    """Returns which packages draft, and how to get a full one if it is the embedded one."""
    names = " and ".join(f"{one.name} {one.version}" for one in packages)
    small = [one for one in packages if one.embedded]
    if not small:
        return f"drafts by {names} (Argos Translate)"
    pair = f"{source} {target}" if len(packages) == 1 else f"{small[0].source} {small[0].target}"
    which = "a small model" if len(packages) == 1 else "one of them a small model"
    return f"drafts by {names}, {which} for short sentences that leaves the rest empty; for the full one: workflow models install {pair}"


def cutoff(digest: str) -> gate.Cutoff:
    """Returns the cut-off of the model with this digest, from `packages/cutoffs.toml`; of others, the one for noise."""
    table = _cutoffs()
    entry = table.get(digest, table["default"])
    return gate.Cutoff(float(entry["mean"]), float(entry["weakest"]), float(entry["unheard"]) if "unheard" in entry else None)


@cache
def _cutoffs() -> dict[str, dict[str, Any]]:
    return tomllib.loads((EMBEDDED / "cutoffs.toml").read_text(encoding="utf-8"))


def _load(path: Path, under: gate.Cutoff, *, closely: bool = False) -> Network:
    package_class = _package_class()
    try:
        package = package_class(path)
    except Exception as error:  # it parses what it finds without looking
        raise PackageError(f"the package can not be loaded: {error}", path=str(path), hint="remove it and install it again") from error
    return Network(path, package, under, closely=closely)


def _package_class() -> Callable[[Path], Any]:
    """Returns `argostranslate.package.Package`, imported without a trace.

    Raises:
        PackageError: argostranslate can not be imported.
    """
    with _import_lock, _elsewhere():
        try:
            from argostranslate.package import Package
        except Exception as error:  # its settings are parsed at import: a wrong variable raises anything
            raise PackageError(
                f"argostranslate can not be imported: {error}", hint="look at the variables ARGOS_… and at what is installed"
            ) from error
        return Package  # type: ignore[no-any-return]


@contextmanager
def _elsewhere() -> Iterator[None]:
    """Points all folders that importing argostranslate makes to a temporary one."""
    names = ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "ARGOS_PACKAGES_DIR")
    before = {name: os.environ.get(name) for name in names}
    with tempfile.TemporaryDirectory(prefix="workflow-") as folder:
        os.environ.update(dict.fromkeys(names, folder))
        try:
            yield
        finally:
            for name, value in before.items():
                if value is None:
                    del os.environ[name]
                else:
                    os.environ[name] = value
