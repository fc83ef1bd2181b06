"""split --explain: how a file is cut into sentences, and which rule decided at each place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from workflow import files
from workflow.model import Block
from workflow.project import Project
from workflow.segments import load as load_rules
from workflow.segments.split import PROTECTED, split, text_of
from workflow.sources import read

_AROUND = 20


@dataclass(frozen=True, slots=True)
class Decision:
    """A place where a sentence could end."""

    before: str
    """The last letters before it."""
    after: str
    breaks: bool
    rule: str
    """Name of the rule that decided."""


@dataclass(frozen=True, slots=True)
class Explained:
    """A block and its sentences."""

    line: int
    kind: str
    sentences: tuple[str, ...]
    decisions: tuple[Decision, ...]


def explain(project: Project, file: Path) -> list[Explained]:
    """Returns the blocks of a file, cut by the project's rules; the file need not be one of its sources.

    Raises:
        SourceError: The file can not be read.
    """
    own = project.abbreviations.get(project.source_language)
    rules = load_rules(
        project.source_language,
        abbreviations=project.root / own if own else None,
        srx=project.root / project.srx if project.srx else None,
    )
    shown = file.as_posix()

    def resolve(name: str) -> bytes:
        return (file.parent / name).read_bytes()

    def cut(text: str, _block: Block) -> Sequence[int]:
        return rules.cut(text.replace(PROTECTED, "X")) if project.segmentation == "sentence" else ()

    whole = read(files.read(file, shown), path=shown, language=project.source_language, resolve=resolve)
    parts = split(whole, cut)
    explained = []
    for before, after in zip(whole.blocks, parts.blocks, strict=True):
        decisions: list[Decision] = []
        for number in before.segments:
            text = text_of(whole.segments[number].content).replace(PROTECTED, "X")
            decisions += [
                Decision(
                    _flat(text[max(0, one.offset - _AROUND) : one.offset]),
                    _flat(text[one.offset : one.offset + _AROUND]),
                    one.breaks,
                    one.rule,
                )
                for one in rules.explain(text)
            ]
        sentences = tuple(parts.segments[number].text for number in after.segments)
        explained.append(Explained(before.line, before.kind, sentences, tuple(decisions)))
    return explained


def _flat(text: str) -> str:
    return " ".join(text.split()) if not text[:1].isspace() else " " + " ".join(text.split())
