"""Random lives of a catalog: what authors do to a source and what people do to its catalog, in any order."""

from __future__ import annotations

from dataclasses import dataclass, replace

from hypothesis import strategies as st

from workflow.inline import PREVIOUS
from workflow.locales.catalog import Catalog, Entry, read, write
from workflow.locales.merge import Merged, merge
from workflow.locales.review import drafted, is_persons, state
from workflow.locales.template import Wanted, template
from workflow.locales.together import joined_groups
from workflow.model import Document
from workflow.segments.split import split
from workflow.sources.text import read as read_text

SUBJECTS = ("The office", "The new office", "The regional office", "A laboratory", "The laboratory in Dushanbe")
VERBS = ("opened", "was opened", "trained officers", "handed over equipment", "met partners")
WHEN = ("today", "on Monday", "on Tuesday, 3 March", "in 2023")

UNLIKE = ("Rain fell.", "Nobody came.", "See you there.", "Why?", "It costs 5 < 6 euros.", "We thank Japan.", "Xyz 17 km.", "Yes.")
"""Sentences that no other sentence is similar to."""

built = st.builds(lambda *words: " ".join(words) + ".", st.sampled_from(SUBJECTS), st.sampled_from(VERBS), st.sampled_from(WHEN))
sentences = built | st.sampled_from(UNLIKE)
paragraphs = st.lists(sentences, min_size=1, max_size=4)
sources = st.lists(paragraphs, min_size=1, max_size=4)

Paragraphs = list[list[str]]


def document(source: Paragraphs) -> Document:
    """Returns the release that an author wrote, cut into sentences."""
    text = "A title\n\n" + "\n\n".join(" ".join(paragraph) for paragraph in source) + "\n"
    return split(read_text(text.encode(), path="sources/r.txt", language="en"), lambda text, _: full_stops(text))


def full_stops(text: str) -> list[int]:
    """Returns where sentences end."""
    return [at + 1 for at in range(len(text) - 1) if text[at : at + 2] == ". "]


def wanted_of(source: Paragraphs) -> tuple[Wanted, ...]:
    """Returns what a source asks for."""
    return template(document(source), "ru")


def empty() -> Catalog:
    """Returns a catalog without entries."""
    return read(b'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n', "locales/ru/LC_MESSAGES/r.po")


def synced(catalog: Catalog, source: Paragraphs) -> tuple[Catalog, Merged]:
    """Returns a catalog as it stands on disk after a merge."""
    merged = merge(catalog, wanted_of(source))
    return read(write(merged.catalog), catalog.path), merged


@dataclass(frozen=True)
class Edit:
    """What a person or an engine does to one entry."""

    kind: str
    place: float
    """Which entry, 0 to 1."""
    text: str

    def of(self, catalog: Catalog) -> Catalog:
        """Returns the catalog after the edit."""
        live = [number for number, entry in enumerate(catalog.entries) if not entry.obsolete]
        number = live[min(int(self.place * len(live)), len(live) - 1)]
        entries = list(catalog.entries)
        entries[number] = self._edited(entries[number])
        return read(write(replace(catalog, entries=tuple(entries))), catalog.path)

    def _edited(self, entry: Entry) -> Entry:
        plain = tuple(flag for flag in entry.flags if flag != "fuzzy")
        if self.kind == "draft":
            return entry if is_persons(entry) else drafted(entry, f"машинный {self.text}", engine="argos 1", risk=7)
        if self.kind == "accept":
            return entry.but(msgstr=entry.msgstr or self.text, flags=plain)
        if self.kind == "edit":
            return entry.but(msgstr=self.text)
        if self.kind == "translate":
            return entry.but(msgstr=self.text, flags=plain)
        if self.kind == "send back":
            return entry.but(flags=(*plain, "fuzzy"))
        if self.kind == "join":
            return entry.but(msgstr=PREVIOUS, flags=plain)
        if self.kind == "note":
            return entry.but(comments=(*entry.comments, f"note {self.text}"))
        assert self.kind == "clear"
        return entry.but(msgstr="")


texts = st.integers(0, 999).map(lambda number: f"Текст {number}.")
edits = st.builds(
    Edit,
    st.sampled_from(("draft", "draft", "accept", "accept", "translate", "translate", "edit", "send back", "join", "note", "clear")),
    st.floats(0, 1, allow_nan=False),
    texts,
)


@st.composite
def rewritten(draw: st.DrawFn, before: Paragraphs) -> Paragraphs:
    """A source after an author's edit: sentences and paragraphs added, deleted, moved, doubled, changed, joined, parted."""
    source = [list(paragraph) for paragraph in before]
    for _ in range(draw(st.integers(1, 3))):
        at = draw(st.integers(0, len(source) - 1))
        inside = draw(st.integers(0, len(source[at]) - 1))
        match draw(st.sampled_from(("add", "delete", "change", "move", "double", "part", "join"))):
            case "add":
                source[at].insert(inside, draw(sentences))
            case "delete":
                del source[at][inside]
            case "change":
                source[at][inside] = draw(sentences)
            case "move":
                sentence = source[at].pop(inside)
                source[draw(st.integers(0, len(source) - 1))].append(sentence)
            case "double":
                source[draw(st.integers(0, len(source) - 1))].append(source[at][inside])
            case "part":
                source[at : at + 1] = [source[at][:inside], source[at][inside:]]
            case "join":
                source[at : at + 2] = [[one for paragraph in source[at : at + 2] for one in paragraph]]
        source = [paragraph for paragraph in source if paragraph] or [[draw(sentences)]]
    return source


def texts_of_people(catalog: Catalog) -> set[str]:
    """Returns every text that a person accepted or typed; the second of one key stands in a comment."""
    noted = {
        comment.removeprefix("other text: ")
        for entry in catalog.entries
        for comment in entry.comments
        if comment.startswith("other text: ")
    }
    return {entry.msgstr for entry in catalog.entries if is_persons(entry) and entry.msgstr != PREVIOUS} | noted


def notes_of_people(catalog: Catalog) -> set[str]:
    """Returns every remark of a person."""
    return {comment for entry in catalog.entries for comment in entry.comments if comment.startswith("note ")}


def accepted_pairs(catalog: Catalog) -> set[tuple[str, str]]:
    """Returns (source, text) of what is accepted; of sentences said as one, all their sources joined."""
    live = catalog.live()
    together = {id(entry): group for group in joined_groups(live) for entry in group[:1]}
    pairs = set()
    for entry in live:
        if state(entry) not in ("translated", "approved") or entry.msgstr == PREVIOUS:
            continue
        source = [entry.msgid]
        for other in together.get(id(entry), [entry])[1:]:
            if other.fuzzy:
                break
            source.append(other.msgid)
        pairs.add((" ".join(source), entry.msgstr))
    return pairs
