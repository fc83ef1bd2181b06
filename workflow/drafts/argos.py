"""Drafts from an Argos package: the only importer of argostranslate, ctranslate2 and sentencepiece.

The package is opened by `argostranslate.package.Package`; its model is driven directly, because `argostranslate.translate`
works paragraph by paragraph with 32 tokens a batch and downloads a sentence splitter. All that a run needs goes through
the model once, in large batches: each sentence without its codes, and each phrase between codes (`markup.py`).

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
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from workflow.drafts import gate, markup, typography
from workflow.drafts.engine import Cut, Draft, Progress, silent
from workflow.drafts.packages import EMBEDDED, PackageInfo
from workflow.drafts.request import Request, lost_names, prepare
from workflow.errors import PackageError

MAX_PIECES = 1024
"""Longer sources are cut silently by CTranslate2 (`max_input_length`)."""

MAX_OUTPUT, PER_PIECE = 256, 2
"""Tokens that any output may have, and for longer sources how many for each of their pieces."""

BATCH = 512
"""Tokens a batch. Fastest at beam 4 on two cores; another value changes the wording of 1-2 % of the outputs of an int8
model, so it is no setting."""

CHUNK = 256
"""Sentences and phrases between two reports of progress: enough for full batches on every core."""

_import_lock = threading.Lock()


@dataclass(frozen=True, slots=True)
class _Output:
    """What the model made of one sentence or phrase."""

    text: str
    score: float
    weakest: float
    problem: str = ""


class ArgosEngine:
    """Drafts with the model of one package.

    Args:
        package: As `packages.find` returned it.
        source: BCP 47 tag of the texts.
        target: BCP 47 tag of the drafts.
        cut: Finds the sentences of a text; without it each text is one sentence.

    Raises:
        PackageError: The package can not be loaded.
    """

    name = "argos"

    def __init__(self, package: PackageInfo, source: str, target: str, *, cut: Cut | None = None) -> None:
        self.package = package
        self.detail = f"{package.name} {package.version}"
        self.notice = notice(package, source, target)
        self._target = target
        self._cut = cut
        self._model = Model(package.path)
        self._cutoff = cutoff(package.digest)

    def draft(self, texts: Sequence[str], progress: Progress = silent) -> list[Draft]:
        """Returns one draft a text, in the same order; equal sentences are translated once."""
        requests = [prepare(text, self._cut) for text in texts]
        asked = dict.fromkeys(one for request in requests for one in request.asked)
        outputs: dict[str, _Output] = {}
        done = 0
        for chunk in self._model.translate(list(asked)):
            outputs.update(chunk)
            while done < len(requests) and all(one in outputs for one in requests[done].asked):
                done += 1
            progress(done)
        progress(len(requests))
        return [self._assemble(request, outputs) for request in requests]

    def _assemble(self, request: Request, outputs: dict[str, _Output]) -> Draft:
        said: list[str] = []
        score, risk = 0.0, 5
        for number, sentence in enumerate(request.sentences, 1):
            if not sentence.asked:
                said.append(sentence.gap + sentence.plain)
                continue
            output = outputs[sentence.asked]
            score = min(score, output.score)
            reason = (
                output.problem
                or gate.unsure(output.score, output.weakest, self._cutoff)
                or gate.refusal(sentence.asked, output.text, self._target)
            )
            if reason:
                return Draft("", score, f"sentence {number}: {reason}" if len(request.sentences) > 1 else reason, 99)
            text = sentence.lead + typography.restore(sentence.asked, output.text, self._target) + sentence.tail
            said.append(sentence.gap + typography.restore(sentence.plain, text, self._target))
            risk = max(risk, gate.risk(output.score, sentence.asked, self._cutoff))
        if not said:
            return Draft("", 0.0, "no text", 99)
        if lost := lost_names({name: outputs[name].text for name in request.names}, "".join(said)):
            return Draft("", score, f"name lost: {', '.join(lost)}", 99)
        phrases = {phrase: typography.restore(phrase, outputs[asked].text, self._target) for phrase, asked in request.phrases.items()}
        placed = markup.place(request.stripped, "".join(said), phrases)
        if not placed.text:
            return Draft("", score, "codes found no place", 99)
        notes = [placed.note] if placed.note else []
        if not any(sentence.asked for sentence in request.sentences):
            notes.append("copied: nothing to translate")
        return Draft(placed.text, score, "", min(99, risk + placed.guesses), "; ".join(notes))


class Model:
    """A package's tokenizer and network, loaded.

    Raises:
        PackageError: They can not be loaded.
    """

    def __init__(self, path: Path) -> None:
        package_class = _package_class()
        try:
            import ctranslate2

            package = package_class(path)
            self._tokenizer: Any = package.tokenizer
            self._prefix: str = package.target_prefix or ""
            self._translator: Any = ctranslate2.Translator(str(path / "model"), inter_threads=_cores(), intra_threads=1)
            self._tokenizer.encode("a")
        except Exception as error:  # the three libraries raise whatever their C++ parts throw
            raise PackageError(
                f"the package can not be loaded: {str(error).splitlines()[0] if str(error) else type(error).__name__}",
                path=str(path),
                hint="remove it and install it again",
            ) from error

    def translate(self, texts: Sequence[str]) -> Iterator[dict[str, _Output]]:
        """Yields what the model makes of the texts, which are all different, chunk by chunk.

        Longer texts come last and by themselves, so that one long sentence sets no limit for the others.
        """
        pieces = {text: self._tokenizer.encode(text) for text in texts}
        too_long = {text for text in texts if not 0 < len(pieces[text]) <= MAX_PIECES}
        if too_long:
            yield {text: _Output("", 0.0, 0.0, _unfit(len(pieces[text]))) for text in too_long}
        fit = [text for text in texts if text not in too_long]
        for long in (False, True):
            group = [text for text in fit if (PER_PIECE * len(pieces[text]) > MAX_OUTPUT) == long]
            for at in range(0, len(group), CHUNK):
                chunk = group[at : at + CHUNK]
                yield dict(zip(chunk, self._batch([pieces[text] for text in chunk]), strict=True))

    def _batch(self, sources: list[list[str]]) -> list[_Output]:
        most = max(MAX_OUTPUT, PER_PIECE * max(map(len, sources)))
        size = {"max_batch_size": BATCH, "batch_type": "tokens"}
        results = self._translator.translate_batch(
            sources,
            target_prefix=[[self._prefix]] * len(sources) if self._prefix else None,
            beam_size=4,
            length_penalty=0.2,
            max_decoding_length=most,
            replace_unknowns=True,
            return_scores=True,
            **size,
        )
        hypotheses = [result.hypotheses[0] for result in results]
        # Beam search returns one figure a sentence only; what each token had is asked for in a second, cheap pass.
        scored = self._translator.score_batch(sources, hypotheses, max_input_length=0, **size)
        return [self._output(hypothesis, one.log_probs, most) for hypothesis, one in zip(hypotheses, scored, strict=True)]

    def _output(self, tokens: list[str], log_probs: list[float], most: int) -> _Output:
        if not tokens or not log_probs:
            return _Output("", 0.0, 0.0, "empty output")
        if len(tokens) >= most:
            return _Output("", sum(log_probs) / len(log_probs), min(log_probs), f"output cut off at {most} tokens")
        return _Output(self._decode(tokens), sum(log_probs) / len(log_probs), min(log_probs))

    def _decode(self, tokens: list[str]) -> str:
        if hasattr(self._tokenizer, "lazy_processor"):
            # Argos's own `decode` turns every underscore of the output into a space.
            text = str(self._tokenizer.lazy_processor().decode_pieces(tokens)).replace("▁", " ")
        else:
            text = str(self._tokenizer.decode(tokens))
        return text.removeprefix(self._prefix).strip() if self._prefix else text.strip()


def verify(path: Path) -> None:
    """Loads a package and translates one word.

    Raises:
        PackageError: It can not be loaded, or says nothing.
    """
    model = Model(path)
    try:
        outputs = [output for chunk in model.translate(["Information"]) for output in chunk.values()]
    except Exception as error:  # as above
        raise PackageError(f"the model does not translate: {error}", path=str(path)) from error
    if not outputs[0].text:
        raise PackageError("the model translates a word into nothing", path=str(path))


def notice(package: PackageInfo, source: str, target: str) -> str:
    """Returns which package drafts, and how to get a full one if it is the embedded one."""
    if not package.embedded:
        return f"drafts by {package.name} {package.version} (Argos Translate)"
    return (
        f"drafts by {package.name} {package.version}, a small model for short sentences that leaves the rest empty; "
        f"for the full one: workflow models install {source} {target}"
    )


def cutoff(digest: str) -> gate.Cutoff:
    """Returns the cut-off of the model with this digest, from `packages/cutoffs.toml`; of others, the one for noise."""
    table = _cutoffs()
    entry = table.get(digest, table["default"])
    return gate.Cutoff(float(entry["mean"]), float(entry["weakest"]))


@cache
def _cutoffs() -> dict[str, dict[str, Any]]:
    return tomllib.loads((EMBEDDED / "cutoffs.toml").read_text(encoding="utf-8"))


def _unfit(pieces: int) -> str:
    return f"{pieces} pieces, the engine takes {MAX_PIECES}" if pieces else "no text"


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


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
