"""What all engines share that translate plain text and know nothing of codes."""

from __future__ import annotations

from collections.abc import Sequence

from workflow.drafts.assembly import Assembler
from workflow.drafts.backend import Backend
from workflow.drafts.engine import Draft, Finished, Progress, ignore, silent
from workflow.drafts.job import Job


class Drafter:
    """An `Engine` on a backend: strips codes, protects, asks, judges, places codes.

    Args:
        backend: Translates.
        assembler: Knows the language pair's rules.
    """

    def __init__(self, backend: Backend, assembler: Assembler) -> None:
        self.backend = backend
        self.assembler = assembler

    def draft(self, texts: Sequence[str], progress: Progress = silent, finished: Finished = ignore) -> list[Draft]:
        """Returns one draft a text, in the same order; equal sentences are translated once.

        Raises:
            EngineError: The backend can not go on; what `finished` was told stays true.
        """
        return Job(self.assembler, self.backend, texts, progress, finished).run()
