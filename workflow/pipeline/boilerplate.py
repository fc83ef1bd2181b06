"""Boilerplate: what the office says in every release (whom to ask, "About the office"), translated once and used again word for word.

A release whose metadata say `boilerplate = true` is no page. What is accepted of it is accepted wherever a release says exactly the same,
with who translated and approved it: that was said of this very text for this very sentence.
"""

from __future__ import annotations

from dataclasses import dataclass

from workflow.errors import WorkflowError
from workflow.inline import PREVIOUS
from workflow.locales.catalog import Entry, Key
from workflow.locales.review import ACCEPTED, accepted, notes_of_text, state
from workflow.pipeline.run import Run


@dataclass(frozen=True, slots=True)
class Fixed:
    """A sentence of the boilerplate."""

    text: str
    release: str
    notes: tuple[str, ...]
    """Who translated and approved it."""

    def into(self, entry: Entry) -> Entry:
        """Returns an entry of the same source with the text in it."""
        return accepted(entry, self.text, origin=f"boilerplate {self.release}", notes=self.notes)


def boilerplate(run: Run, language: str) -> dict[Key, Fixed]:
    """Returns what is accepted of the boilerplate in a language; of two releases the first by name decides."""
    found: dict[Key, Fixed] = {}
    for release in run.every:
        if release.boilerplate and language in run.project.targets(release):
            path = run.project.catalog_path(release.name, language)
            try:
                entries = run.catalog(path).live() if run.path(path).is_file() else ()
            except WorkflowError:
                continue  # whoever works on that release is told
            for entry in entries:
                if state(entry) in ACCEPTED and entry.msgstr != PREVIOUS and entry.plural is None:
                    found.setdefault(entry.key, Fixed(entry.msgstr, release.name, notes_of_text(entry)))
    return found
