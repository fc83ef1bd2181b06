"""How well, and how fast, are texts cut into sentences?

    python tests/benchmarks/segmentation.py [FOLDER] [--misses] [--check]

*Treebanks*: the files `<language>_pud-ud-test.conllu` in FOLDER, read at run time and not kept: a thousand sentences of news and Wikipedia
each, from the repositories UniversalDependencies/UD_English-PUD, UD_Russian-PUD, UD_French-PUD, UD_Spanish-PUD, UD_Arabic-PUD and
UD_Chinese-PUD on GitHub (also at universaldependencies.org; CC BY-SA). The sentences of a document are joined with a space, in Chinese
with nothing, and cut; sentences that name no document are joined by fives.

*Press*: the golden lines of this repository, known failures among them (`tests/segments/`): hard, and tuned on.

*The score*: a boundary is where a sentence of the text ends and another follows; the end of a text is none, as nobody can miss it, and a
cut at any other place is wrong, also in documents of one sentence. Precision, recall and F1 are over all boundaries of a row, not a mean
of documents. A sentence for a treebank is what its makers took for one, so a few ends have no stop, and a few quotations of two sentences
count as one.

*Speed*: sentences by the processor's time of `cut`, the best of nine passes, rules compiled before. *Back*: for each text, the spans of
its sentences joined are the text.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))
sys.path.insert(0, str(Path(__file__).parents[1] / "segments"))

from golden import CASES, KNOWN_FAILURES, Case

from workflow.segments import Segmenter, load

LANGUAGES = {"en": "English", "ru": "Russian", "fr": "French", "es": "Spanish", "ar": "Arabic", "zh": "Chinese"}
PUD = {"en": 99.5, "ru": 99.0, "fr": 97.5, "es": 97.0, "ar": 99.0, "zh": 98.0}
PRESS = {"en": 92.0, "ru": 88.0}
SPEED = 2000.0
"""Sentences a second, at least."""

TOGETHER = 5
"""Sentences that are joined where documents are not marked."""

PASSES = 9


@dataclass
class Score:
    right: int = 0
    wrong: int = 0
    missed: int = 0
    sentences: int = 0
    seconds: float = 0.0
    texts: int = 0
    back: int = 0
    misses: list[str] = field(default_factory=list)

    @property
    def precision(self) -> float:
        return 100 * self.right / max(1, self.right + self.wrong)

    @property
    def recall(self) -> float:
        return 100 * self.right / max(1, self.right + self.missed)

    @property
    def f1(self) -> float:
        return 200 * self.right / max(1, 2 * self.right + self.wrong + self.missed)

    @property
    def speed(self) -> float:
        return self.sentences / max(self.seconds, 1e-9)


def documents(path: Path) -> Iterator[list[str]]:
    """Yields the sentences of each document of a CoNLL-U file; some treebanks name the document before each of its sentences."""
    sentences: list[str] = []
    document, named = "", False
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("# newdoc"):
            if line != document and sentences:
                yield sentences
                sentences = []
            document, named = line, True
        elif line.startswith("# text = "):
            if not named and len(sentences) == TOGETHER:
                yield sentences
                sentences = []
            sentences.append(line.removeprefix("# text = ").strip())
    if sentences:
        yield sentences


def treebank(path: Path, language: str) -> list[Case]:
    """Returns each document as a text with its boundaries."""
    space = "" if language == "zh" else " "
    cases: list[Case] = []
    for number, sentences in enumerate(documents(path), 1):
        breaks, at = [], 0
        for sentence in sentences[:-1]:
            breaks.append(at + len(sentence))
            at += len(sentence) + len(space)
        cases.append(Case(language, f"{path.name}, document {number}", space.join(sentences), breaks))
    return cases


def measure(segmenter: Segmenter, cases: list[Case]) -> Score:
    """Returns the score over all cases."""
    score = Score(texts=len(cases))
    segmenter.cut("One. Two.")  # compiles the rules
    score.seconds = min(_pass(segmenter, cases) for _ in range(PASSES))
    for case in cases:
        cut, meant = set(segmenter.cut(case.text)), set(case.breaks)
        score.right += len(cut & meant)
        score.wrong += len(cut - meant)
        score.missed += len(meant - cut)
        score.sentences += len(cut) + 1
        score.back += "".join(part for span in segmenter.spans(case.text) for part in span) == case.text
        rules = {found.offset: found.rule for found in segmenter.explain(case.text)}
        for at in sorted(cut ^ meant):
            kind = "wrong" if at in cut else "missed"
            around = f"{case.text[max(0, at - 50) : at]} ‖{case.text[at : at + 40]}"
            score.misses.append(f"  {kind} ({case.name}; {rules.get(at, 'no rule')}): {around}")
    return score


def _pass(segmenter: Segmenter, cases: list[Case]) -> float:
    started = time.process_time()
    for case in cases:
        segmenter.cut(case.text)
    return time.process_time() - started


def rows(folder: Path | None) -> Iterator[tuple[str, str, list[Case], float | None]]:
    """Yields name, language, cases and bar of each row of the table."""
    for language, name in LANGUAGES.items():
        if folder is not None:
            path = folder / f"{language}_pud-ud-test.conllu"
            yield f"PUD {name}", language, treebank(path, language) if path.exists() else [], PUD[language]
    for language, name in LANGUAGES.items():
        cases = [case for case in CASES + KNOWN_FAILURES if case.language == language]
        yield f"press {name}", language, cases, PRESS.get(language)


def main() -> int:
    """Prints the table; returns 1 if a bar is missed and `--check` was given, 2 if there is no treebank."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, nargs="?", help="with the CoNLL-U files; without it, the golden lines only")
    parser.add_argument("--misses", action="store_true", help="print each boundary that is wrong or missed, and the rule that decided")
    parser.add_argument("--check", action="store_true", help="exit with 1 if a bar is missed or a treebank is not there")
    options = parser.parse_args()
    if options.folder is not None and not any(options.folder.glob("*_pud-ud-test.conllu")):
        print(
            f"{options.folder}: no file *_pud-ud-test.conllu; take it from UniversalDependencies/UD_English-PUD on GitHub", file=sys.stderr
        )
        return 2
    print(f"wanted of every row: {SPEED:,.0f} sentences/s, every text back")
    print("|  | texts | sentences | precision | recall | F1 | bar | sentences/s | back |\n|---|--:|--:|--:|--:|--:|--:|--:|--:|")
    short = False
    for name, language, cases, bar in rows(options.folder):
        if not cases:
            print(f"| {name} | not there |")
            short = True
            continue
        got = measure(load(language), cases)
        kept = got.f1 >= (bar or 0) and got.speed >= SPEED and got.back == got.texts
        short = short or not kept
        cells = [f"{got.precision:.2f}", f"{got.recall:.2f}", f"{got.f1:.2f}", f"{bar:g}" if bar else "", f"{got.speed:,.0f}"]
        back = "all" if got.back == got.texts else f"{got.back} of {got.texts}"
        print(f"| {name} | {got.texts:,} | {got.sentences:,} | {' | '.join(cells)} | {back} |{'' if kept else ' MISSED'}", flush=True)
        if options.misses and got.misses:
            print("\n".join(got.misses), flush=True)
    return 1 if short and options.check else 0


if __name__ == "__main__":
    raise SystemExit(main())
