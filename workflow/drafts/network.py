"""The network and tokenizer of one Argos package, driven directly and in full batches.

`argostranslate.translate` works paragraph by paragraph with 32 tokens a batch. Here what a run needs goes through the model in
batches of about `BATCH` tokens, sorted by length within a window, one batch in the works for each core and some
more waiting, so that no core waits for Python. Short texts come first: a name or a phrase then is there before the
sentence that needs it, and a text is final as soon as its last sentence is.
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from workflow.drafts.alignment import Alignment, from_pieces
from workflow.drafts.backend import Answer, Answers, Ask
from workflow.drafts.gate import Cutoff, probes, unsure
from workflow.errors import EngineError, PackageError

MAX_PIECES = 1024
"""Longer sources are cut silently by CTranslate2 (`max_input_length`)."""

MAX_OUTPUT, PER_PIECE = 256, 2
"""Tokens that any output may have, and for longer sources how many for each of their pieces."""

BATCH = 512
"""Tokens a batch, padding included. Fastest at beam 4 on two cores; another value changes the wording of 1-2 % of the outputs
of an int8 model, so it is no setting."""

BEAM, LENGTH_PENALTY = 4, 0.2
"""As Argos Translate has them."""

WINDOW = 4096
"""Asks that are sorted together: enough for batches of equal lengths, few enough to hold their pieces."""

_Open = Callable[[Path], Any]
"""Opens `argostranslate.package.Package`."""


@dataclass(slots=True)
class _Batch:
    """What is in the works."""

    asks: list[Ask]
    pieces: list[list[str]]
    most: int
    """Tokens that an output may have."""
    results: list[Any] = field(default_factory=list)
    tokens: dict[Ask, list[list[str]]] = field(default_factory=dict)
    answers: dict[Ask, list[Answer]] = field(default_factory=dict)
    doubtful: list[tuple[Ask, int]] = field(default_factory=list)
    """Asks, and which of their hypotheses, whose least probable token is asked for."""
    scores: list[Any] = field(default_factory=list)
    probed: list[tuple[Ask, int, str]] = field(default_factory=list)
    """Asks, hypotheses and words without which the hypothesis is scored once more."""
    probes: list[Any] = field(default_factory=list)


class Network:
    """A package's tokenizer and network, loaded; a `Backend`.

    Args:
        path: Package folder.
        package: What argostranslate makes of it: has `tokenizer` and `target_prefix`.
        cutoff: Under which scores nothing is used: whether a token is under the lower bound is only looked at where it is possible.
        closely: Whether single tokens and words are looked at at all; not worth its time where the bounds were not measured.

    Raises:
        PackageError: They can not be loaded.
    """

    window = WINDOW
    strict = True

    def __init__(self, path: Path, package: Any, cutoff: Cutoff, *, closely: bool = True) -> None:
        self.path = path
        self._closely = closely
        self.forced: Callable[[Sequence[Sequence[str]]], int] | None = None
        """Gives the exact number of tokens of a batch's outputs: for benchmarks."""
        self.worthwhile: Callable[[str, str], bool] = lambda asked, answer: True
        """Tells if an answer is good enough on its face to be looked at more closely, which costs more than making it did."""
        self._cutoff = cutoff
        try:
            import ctranslate2

            self._tokenizer: Any = package.tokenizer
            self._prefix: str = package.target_prefix or ""
            self._cores = _cores()
            self._translator: Any = ctranslate2.Translator(str(path / "model"), inter_threads=self._cores, intra_threads=1)
            self._tokenizer.encode("a")
        except Exception as error:  # the three libraries raise whatever their C++ parts throw
            raise PackageError(
                f"the package can not be loaded: {_first_line(error)}", path=str(path), hint="remove it and install it again"
            ) from error

    def translate(self, windows: Iterator[list[Ask]]) -> Iterator[Answers]:
        """Yields the answers to all asks, batch by batch."""
        waiting: deque[_Batch] = deque()
        working: deque[_Batch] = deque()
        exhausted = False
        try:
            while True:
                while len(working) < 2 * self._cores + 1 and not exhausted:
                    if not waiting:
                        window = next(windows, None)
                        exhausted = window is None
                        unfit, batches = self._batches(window or [])
                        if unfit:
                            yield unfit
                        waiting.extend(batches)
                        if not window:
                            break
                    if waiting:
                        working.append(self._started(waiting.popleft()))
                if not working:
                    if exhausted:
                        return
                    continue
                batch = working.popleft()
                # What a batch still lacks is asked for behind what is in the works, so that no core waits for it.
                if self._goes_on(batch):
                    working.append(batch)
                else:
                    yield batch.answers
        except (RuntimeError, MemoryError, ValueError) as error:  # what CTranslate2 throws
            raise EngineError(f"the model does not translate: {_first_line(error)}", path=str(self.path)) from error

    def _batches(self, window: Sequence[Ask]) -> tuple[dict[Ask, list[Answer]], list[_Batch]]:
        """Returns what can not be asked, and the rest in batches: short texts first, asks of one kind together."""
        pieces = {ask: self._pieces(ask.text) for ask in window}
        unfit = {ask: [Answer("", problem=_unfit(len(pieces[ask])))] for ask in window if not 0 < len(pieces[ask]) <= MAX_PIECES}
        batches: list[_Batch] = []
        kinds: dict[tuple[bool, bool, bool], _Batch] = {}
        for ask in sorted((ask for ask in window if ask not in unfit), key=lambda one: (len(pieces[one]), one.text)):
            length = len(pieces[ask])
            # Longer texts by themselves, so that one long sentence sets no limit for the others.
            kind = (ask.wide, ask.strict, PER_PIECE * length > MAX_OUTPUT)
            batch = kinds.get(kind)
            if batch is None or (len(batch.asks) + 1) * length > BATCH:
                batch = kinds[kind] = _Batch([], [], MAX_OUTPUT)
                batches.append(batch)
            batch.asks.append(ask)
            batch.pieces.append(pieces[ask])
            batch.most = max(batch.most, PER_PIECE * length)
        return unfit, batches

    def _pieces(self, text: str) -> list[str]:
        try:
            return list(self._tokenizer.encode(text))
        except (RuntimeError, UnicodeError):  # half a surrogate pair is no text
            return []

    def _started(self, batch: _Batch) -> _Batch:
        forced = self.forced(batch.pieces) if self.forced else 0
        batch.results = self._translator.translate_batch(
            batch.pieces,
            target_prefix=[[self._prefix]] * len(batch.pieces) if self._prefix else None,
            asynchronous=True,
            beam_size=BEAM,
            num_hypotheses=BEAM if batch.asks[0].wide else 1,
            no_repeat_ngram_size=3 if batch.asks[0].strict else 0,
            length_penalty=LENGTH_PENALTY,
            max_decoding_length=forced or batch.most,
            min_decoding_length=forced or 1,
            replace_unknowns=True,
            return_scores=True,
            return_attention=any(ask.aligned for ask in batch.asks),
        )
        return batch

    def _read(self, batch: _Batch) -> None:
        for ask, pieces, pending in zip(batch.asks, batch.pieces, batch.results, strict=True):
            result = pending.result()
            batch.tokens[ask] = list(result.hypotheses)
            batch.answers[ask] = [
                self._answer(ask, pieces, hypothesis, result.scores[at], result.attention[at] if ask.aligned else None, batch.most)
                for at, hypothesis in enumerate(result.hypotheses)
            ] or [Answer("", problem="empty output")]
        batch.results = []

    def _answer(self, ask: Ask, pieces: list[str], tokens: list[str], score: float, attention: Any, most: int) -> Answer:
        if not tokens:
            return Answer("", problem="empty output")
        mean = _mean(score, len(tokens))
        if len(tokens) >= most:
            return Answer("", mean, mean, f"output cut off: at {most} tokens")
        if not (text := self._decode(tokens)):
            return Answer("", mean, mean, "empty output")
        found = self._aligned(ask, pieces, tokens, attention, text) if ask.aligned else None
        return Answer(text, mean, mean, "", found, len(pieces))

    def _look_closer(self, batch: _Batch) -> bool:
        """Asks for the least probable tokens where they can decide, and tells if there are such: beam search gives the sum only.

        No token can be less probable than all together, and what is under the cut-off anyway need not be looked at. It matters:
        a pass over an output costs a third of making it.
        """
        for ask in batch.asks:
            for at, answer in enumerate(batch.answers[ask]):
                total = answer.score * (len(batch.tokens[ask][at]) + 1) if not answer.problem else 0.0
                if self._closely and ask.scored and answer.score >= self._cutoff.mean and total < self._cutoff.weakest:
                    batch.doubtful.append((ask, at))
        if batch.doubtful:
            pieces = dict(zip(batch.asks, batch.pieces, strict=True))
            batch.scores = self._score([pieces[ask] for ask, _ in batch.doubtful], [batch.tokens[ask][at] for ask, at in batch.doubtful])
        return bool(batch.doubtful)

    def _probe(self, batch: _Batch) -> bool:
        """Has what passes the cut-off scored without single words of its source (`gate.unheard`), and tells if there is such."""
        if self._cutoff.unheard is None or not self._closely:
            return False
        sources: list[list[str]] = []
        for ask in batch.asks:
            for at, answer in enumerate(batch.answers[ask] if ask.scored else ()):
                if answer.problem or unsure(answer.score, answer.weakest, self._cutoff) or not self.worthwhile(ask.text, answer.text):
                    continue
                for word, without in probes(ask.text).items():
                    batch.probed.append((ask, at, word))
                    sources.append(self._pieces(without))
        if sources:
            outputs = [batch.tokens[ask][at] for ask, at, _ in batch.probed]
            batch.probes = self._score(sources, outputs)
        return bool(sources)

    def _score(self, sources: list[list[str]], outputs: list[list[str]]) -> list[Any]:
        return list(
            self._translator.score_batch(sources, outputs, max_input_length=0, max_batch_size=BATCH, batch_type="tokens", asynchronous=True)
        )

    def _goes_on(self, batch: _Batch) -> bool:
        """Reads what is ready of a batch, starts what follows from it, and tells if there is such."""
        if batch.results:
            self._read(batch)
            if self._look_closer(batch):
                return True
        for (ask, at), pending in zip(batch.doubtful, batch.scores, strict=True):
            answer = batch.answers[ask][at]
            batch.answers[ask][at] = replace(answer, weakest=min(pending.result().log_probs, default=answer.score))
        batch.doubtful, batch.scores = [], []
        if not batch.probes and self._probe(batch):
            return True
        for (ask, at, word), pending in zip(batch.probed, batch.probes, strict=True):
            answer = batch.answers[ask][at]
            change = sum(pending.result().log_probs) - answer.score * (len(batch.tokens[ask][at]) + 1)
            batch.answers[ask][at] = replace(answer, changes={**answer.changes, word: change})
        return False

    def _aligned(self, ask: Ask, pieces: list[str], tokens: list[str], attention: Any, text: str) -> Alignment | None:
        skipped = int(bool(self._prefix) and tokens[:1] == [self._prefix])
        return from_pieces(pieces, tokens[skipped:], attention[skipped:], ask.text, text)

    def _decode(self, tokens: list[str]) -> str:
        if hasattr(self._tokenizer, "lazy_processor"):
            # Argos's own `decode` turns every underscore of the output into a space.
            text = str(self._tokenizer.lazy_processor().decode_pieces(tokens)).replace("▁", " ")
        else:
            text = str(self._tokenizer.decode(tokens))
        return text.removeprefix(self._prefix).strip() if self._prefix else text.strip()


def _mean(score: float, tokens: int) -> float:
    """Returns the mean over the tokens and the end of the sentence: beam search divides the sum by a power of the length."""
    return score * float((tokens + 1) ** (LENGTH_PENALTY - 1))


def _unfit(pieces: int) -> str:
    return f"longer than the engine takes: {pieces} pieces, at most {MAX_PIECES}" if pieces else "no text"


def _first_line(error: Exception) -> str:
    return str(error).splitlines()[0] if str(error) else type(error).__name__


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
