"""Many texts through one backend: each sentence once, in windows, each text handed out as soon as it is final.

What is held at any time: the texts and their drafts, which belong to the caller; the texts whose sentences are in one or two
windows; and the answers to the last `REMEMBERED` questions, for sentences, phrases and names that come again.
"""

from __future__ import annotations

from collections import Counter, OrderedDict
from collections.abc import Iterator, Sequence

from workflow.drafts.assembly import Assembler, Work
from workflow.drafts.backend import Answer, Answers, Ask, Backend
from workflow.drafts.engine import Draft, Finished, Progress

REMEMBERED = 8_192
"""Answers kept, some 1,000 bytes each: a name comes again within a few thousand questions, and a sentence is asked once."""

TOGETHER = 8
"""Questions asked again that make a batch worth its time."""

REPORTED = 256
"""Drafts that are handed out together at most."""


class Job:
    """One call of `Engine.draft`.

    Args:
        assembler: Makes asks of texts, and drafts of answers.
        backend: Answers.
        texts: In the order of the releases.
        progress: As `Engine.draft` has it.
        finished: As `Engine.draft` has it.
    """

    def __init__(self, assembler: Assembler, backend: Backend, texts: Sequence[str], progress: Progress, finished: Finished) -> None:
        self._assembler = assembler
        self._backend = backend
        self._texts = texts
        self._times = Counter(texts)
        self._progress = progress
        self._finished = finished
        self._drafts: dict[str, Draft] = {}
        self._waiting: dict[Ask, list[Work]] = {}
        self._again: dict[Ask, None] = {}
        self._known: OrderedDict[Ask, Sequence[Answer]] = OrderedDict()
        self._new: list[tuple[str, Draft]] = []
        self._done = 0

    def run(self) -> list[Draft]:
        """Returns one draft a text, in the same order.

        Raises:
            EngineError: The backend can not go on.
        """
        for answers in self._backend.translate(self._windows()):
            self._take(answers)
            self._report()
        self._report()
        self._progress(len(self._texts))
        return [self._drafts[text] for text in self._texts]

    def _windows(self) -> Iterator[list[Ask]]:
        texts = iter(self._times)
        exhausted = False
        while True:
            if exhausted and len(self._again) < TOGETHER and len(self._waiting) > len(self._again):
                # What is to be asked again waits for what is under way: few texts at a time make poor batches, and all at the end
                # leave no work for the other cores.
                yield []
                continue
            window, self._again = self._again, {}
            while len(window) < self._backend.window and not exhausted:
                text = next(texts, None)
                if text is None:
                    exhausted = True
                    break
                work = self._assembler.begin(text)
                self._enter(work, self._assembler.asks(work), window)
            self._report()
            if exhausted and not window and not self._waiting:
                return
            yield list(window)

    def _enter(self, work: Work, asks: Sequence[Ask], window: dict[Ask, None]) -> None:
        """Puts what is not known yet into a window; what is known already may finish the text."""
        for ask in dict.fromkeys(asks):
            if ask in work.answers:
                continue
            if (known := self._known.get(ask)) is not None:
                self._known.move_to_end(ask)
                work.answers[ask] = known
                continue
            if ask not in self._waiting:
                window[ask] = None
            self._waiting.setdefault(ask, []).append(work)
            work.missing += 1
        if not work.missing:
            self._settle(work)

    def _settle(self, work: Work) -> None:
        result = self._assembler.result(work)
        if not isinstance(result, Draft):
            self._enter(work, result, self._again)
            return
        self._drafts[work.text] = result
        self._new.append((work.text, result))
        self._done += self._times[work.text]
        if len(self._new) >= REPORTED:
            self._report()

    def _take(self, answers: Answers) -> None:
        for ask, given in answers.items():
            # With alignments, answers are large, and sentences with codes seldom come twice.
            if not ask.aligned:
                self._known[ask] = given
                if len(self._known) > REMEMBERED:
                    self._known.popitem(last=False)
            for work in self._waiting.pop(ask, ()):
                work.answers[ask] = given
                work.missing -= 1
                if not work.missing:
                    self._settle(work)

    def _report(self) -> None:
        if self._new:
            new, self._new = self._new, []
            self._finished(new)
            self._progress(self._done)
