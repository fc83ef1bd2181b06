"""The network and tokenizer of one Argos package, driven directly and in full batches.

`argostranslate.translate` works paragraph by paragraph with 32 tokens a batch. Here what a run needs goes through the model in
batches of about `BATCH` tokens, sorted by length within a window, one batch in the works for each core and some
more waiting, so that no core waits for Python; the next window is gathered a portion at a time meanwhile. Names and phrases
come first: they then are there before the sentence that needs them, and a text is final as soon as its last sentence is. Of what
remains, the longest come first: what is left for the end is short, and no core is idle for long while another finishes.
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from workflow.drafts.alignment import Alignment, from_pieces
from workflow.drafts.backend import Answer, Answers, Ask
from workflow.drafts.gate import Cutoff
from workflow.drafts.scrutiny import Look, look
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

PORTION = 256
"""Asks that are gathered for the next window between two batches: preparing them takes less time than the batches that wait."""

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
    answers: dict[Ask, list[Answer]] = field(default_factory=dict)
    looks: list[tuple[int, Look]] = field(default_factory=list)
    """Which of an ask's hypotheses are scored once more."""
    passes: list[tuple[Look, str, Any]] = field(default_factory=list)
    """In the works: the scores of a hypothesis without a word of its source."""


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

    window = PORTION
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
        gathered: list[Ask] = []
        waiting: deque[_Batch] = deque()
        working: deque[_Batch] = deque()
        complete = exhausted = False
        try:
            while gathered or waiting or working or not exhausted:
                if not exhausted and len(gathered) < WINDOW:
                    portion = next(windows, None)
                    exhausted = portion is None
                    gathered += portion or []
                    complete = not portion or len(gathered) >= WINDOW
                if complete and not waiting:
                    unfit, batches = self._batches(gathered)
                    gathered = []
                    if unfit:
                        yield unfit
                    waiting.extend(batches)
                while waiting and len(working) < 2 * self._cores + 1:
                    working.append(self._started(waiting.popleft()))
                if not working or (len(working) <= self._cores and not complete):
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
        """Returns what can not be asked, and the rest in batches of equal lengths, asks of one kind together."""
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
        first: list[_Batch] = []
        last: list[_Batch] = []
        for batch in batches:
            (last if all(ask.scored for ask in batch.asks) else first).append(batch)
        return unfit, [*first, *reversed(last)]

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
            return_attention=self._closely or any(ask.aligned for ask in batch.asks),
        )
        return batch

    def _goes_on(self, batch: _Batch) -> bool:
        """Reads what is ready of a batch, starts what follows from it, and tells if there is such."""
        if batch.results:
            self._read(batch)
        for one, word, pending in batch.passes:
            one.take(word, pending.result().log_probs)
        batch.passes = []
        follows = [(one, word) for _, one in batch.looks for word in one.following(self._cutoff)]
        if follows:
            scores = self._translator.score_batch(
                [self._pieces(one.source(word)) for one, word in follows],
                [one.tokens for one, _ in follows],
                max_input_length=0,
                max_batch_size=BATCH,
                batch_type="tokens",
                asynchronous=True,
            )
            batch.passes = [(*each, pending) for each, pending in zip(follows, scores, strict=True)]
            return True
        for at, one in batch.looks:
            batch.answers[one.ask][at] = one.answer
        return False

    def _read(self, batch: _Batch) -> None:
        for ask, pieces, pending in zip(batch.asks, batch.pieces, batch.results, strict=True):
            result = pending.result()
            answers = [
                self._answer(ask, pieces, tokens, result.scores[at], result.attention[at] if ask.aligned else None, batch.most)
                for at, tokens in enumerate(result.hypotheses)
            ]
            batch.answers[ask] = answers or [Answer("", problem="empty output")]
            for at, tokens in enumerate(result.hypotheses if self._closely else ()):
                given = partial(self._attention, pieces, result, at)
                if one := look(ask, answers[at], tokens, self._cutoff, worthwhile=self.worthwhile, attention=given):
                    batch.looks.append((at, one))
        batch.results = []

    def _attention(self, pieces: list[str], result: Any, at: int) -> tuple[list[str], list[list[float]]]:
        return pieces, result.attention[at]

    def _answer(self, ask: Ask, pieces: list[str], tokens: list[str], score: float, attention: Any, most: int) -> Answer:
        if not tokens:
            return Answer("", problem="empty output")
        mean = _mean(score, len(tokens))
        if len(tokens) >= most:
            return Answer("", mean, mean, f"output cut off: at {most} tokens")
        if not (text := self._decode(tokens)):
            return Answer("", mean, mean, "empty output")
        found = self._aligned(ask, pieces, tokens, attention, text) if ask.aligned else None
        return Answer(text, mean, mean, "", found, len(pieces), _recurs(tokens))

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


def _recurs(tokens: list[str]) -> bool:
    return len(set(zip(tokens, tokens[1:], tokens[2:], strict=False))) < len(tokens) - 2


def _mean(score: float, tokens: int) -> float:
    """Returns the mean over the tokens and the end of the sentence: beam search divides the sum by a power of the length."""
    return score * float((tokens + 1) ** (LENGTH_PENALTY - 1))


def _unfit(pieces: int) -> str:
    return f"longer than the engine takes: {pieces} pieces, at most {MAX_PIECES}" if pieces else "no text"


def _first_line(error: Exception) -> str:
    return str(error).splitlines()[0] if str(error) else type(error).__name__


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
