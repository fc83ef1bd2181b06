"""Terms found in texts and in their translations.

Texts are plain, without codes: whoever calls takes them out first, so a term is found across a code and never inside one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from workflow.glossary.stems import Stem, stemmer
from workflow.glossary.terms import Term
from workflow.glossary.words import Said, Span, Word, exact, found_in, is_acronym, words_of

_POSSESSIVE = re.compile(r"['’](?:s\b)?")
_LOOSE = re.compile(r"[\s\-‐‑–—_]+")


@dataclass(frozen=True, slots=True)
class Found:
    """A term in a text."""

    term: Term
    start: int
    """Offset in code points."""
    end: int
    """Without a possessive ending."""


@dataclass(frozen=True, slots=True)
class _Pattern:
    """What is looked for: one key a word, and what stands between the words but white space and hyphens."""

    keys: tuple[str, ...]
    gaps: tuple[str, ...]


class Glossary:
    """All terms of a pair of languages, ready to be looked for.

    Words of a source term that have two capitals or more (acronyms) are found exactly so, with a plural s at most; other
    words in any case and number. A term of one word with a capital is a name, and needs one in the text too: `Turkey`.
    Of two terms that overlap, the one that begins first is found, of those the longest.

    Args:
        terms: As `terms_of` returns them.
        source_language: BCP 47 tag.
        target_language: BCP 47 tag.
    """

    def __init__(self, terms: Iterable[Term], source_language: str, target_language: str) -> None:
        self.terms = tuple(terms)
        self._stem = stemmer(source_language)
        self._target_language = target_language
        self._target_stem: Stem | None = None
        self._wanted: dict[str, tuple[str, ...]] = {}
        self._kept: set[str] | None = None
        # Several questions are asked of one text, and of one translation, after the other.
        self._latest: tuple[str, list[Term]] | None = None
        self._latest_said: Said | None = None
        self._latest_lost: tuple[str, str, list[Term]] | None = None
        self._acronyms = {exact(word) for term in self.terms for word, _, _ in words_of(term.source) if is_acronym(word)}
        self._key_of: Callable[[str], str] = lru_cache(maxsize=20_000)(self._source_key)
        self._keys_of: Callable[[str], tuple[str, ...]] = lru_cache(maxsize=20_000)(self._target_keys)
        self._index: dict[str, list[tuple[_Pattern, Term]]] = {}
        for term in self.terms:
            pattern = self._source_pattern(term.source)
            self._index.setdefault(pattern.keys[0], []).append((pattern, term))
        for candidates in self._index.values():
            candidates.sort(key=lambda one: -len(one[0].keys))

    def find(self, text: str) -> list[Found]:
        """Returns the terms of a plain text of the source language, in its order, without overlaps."""
        if self._index.keys().isdisjoint(map(self._key_of, found_in(text))):
            return []
        words = words_of(text)
        keys = tuple([self._key_of(word) for word, _, _ in words])
        found: list[Found] = []
        at = 0
        while at < len(words):
            for pattern, term in self._index.get(keys[at], ()):
                end = at + len(pattern.keys)
                alike = end == at + 1 or (keys[at:end] == pattern.keys and _gaps(text, words[at:end]) == pattern.gaps)
                if alike and _name(term, words[at][0]):
                    found.append(Found(term, words[at][1], words[end - 1][2]))
                    at = end
                    break
            else:
                at += 1
        return found

    def missing(self, source: str, target: str) -> list[str]:
        """Returns the terms of a text of which no allowed translation stands in the target, in any form of its words.

        Returns:
            Lines `term → translation`, with the preferred one; each once.
        """
        return [f"{term.source} → {term.targets[0]}" for term in self._lost(source, target)]

    def missing_terms(self, source: str, target: str) -> list[str]:
        """Returns the same lines without the terms that stay as they are."""
        return [f"{term.source} → {term.targets[0]}" for term in self._lost(source, target) if not term.keep]

    def lost_names(self, source: str, target: str) -> list[str]:
        """Returns the do-not-translate terms of a text that the target lacks."""
        return [f"{term.source} stays as it is" for term in self._lost(source, target) if term.keep]

    def keeps(self, word: str) -> bool:
        """Tells if a word is part of a do-not-translate term, or of a translation that is written in the source's letters."""
        if self._kept is None:
            said = [text for term in self.terms for text in (term.targets if not term.keep else (term.source,))]
            self._kept = {word for text in said for word, _, _ in words_of(text) if word.isascii()}
        return word in self._kept

    def _lost(self, source: str, target: str) -> list[Term]:
        if self._latest_lost is None or self._latest_lost[:2] != (source, target):
            lost = [term for term in self._terms_in(source) if not self._stands_in(target, term)]
            self._latest_lost = (source, target, lost)
        return self._latest_lost[2]

    def _stands_in(self, target: str, term: Term) -> bool:
        return term.source in target if term.keep else any(self._spans(target, one) for one in term.targets)

    def untranslatable(self, source: str) -> list[str]:
        """Returns the do-not-translate terms of a text, as they stand there, each once."""
        return list(dict.fromkeys(source[one.start : one.end] for one in self.find(source) if one.term.keep))

    def forbidden(self, source: str, target: str) -> list[str]:
        """Returns what stands in the target although the glossary forbids it for a term of the source.

        What is part of an allowed translation (`Объединённые Нации` in `Организация Объединённых Наций`) is none.

        Returns:
            Lines `forbidden (term → translation)`, each once.
        """
        terms = self._terms_in(source)
        if not any(term.forbidden for term in terms):
            return []
        lines = []
        allowed = [span for term in terms for one in term.targets for span in self._spans(target, one)]
        for term in terms:
            for one in term.forbidden:
                spans = self._spans(target, one)
                if any(not any(start <= span[0] and span[1] <= end for start, end in allowed) for span in spans):
                    lines.append(f"{one} ({term.source} → {term.targets[0]})")
        return lines

    def hints(self, text: str) -> list[str]:
        """Returns a line for each term of a text, as translators read it: `term: УНП ООН (UNODC)`."""
        return [_hint(term) for term in self._terms_in(text)]

    def _terms_in(self, text: str) -> list[Term]:
        if self._latest is None or self._latest[0] != text:
            self._latest = (text, list({one.term.source: one.term for one in self.find(text)}.values()))
        return self._latest[1]

    def _source_pattern(self, source: str) -> _Pattern:
        words = words_of(source)
        return _Pattern(tuple(self._key_of(word) for word, _, _ in words), _gaps(source, words))

    def _source_key(self, word: str) -> str:
        """Returns what forms of a word share; of a term's acronym itself, so that `WHO` is never `who`.

        Capitals that are no acronym of the glossary are a headline's.
        """
        key = exact(word)
        return key if key in self._acronyms else self._stem(word)

    def _spans(self, target: str, wanted: str) -> list[Span]:
        """Returns where a translation of a term stands in a text, its words in order and in any form."""
        keys = self._wanted.get(wanted)
        if keys is None:
            keys = tuple(exact(word) if is_acronym(word) else self._stem_of(word) for word, _, _ in words_of(wanted))
            self._wanted[wanted] = keys
        if self._latest_said is None or self._latest_said.text != target:
            self._latest_said = Said(target, self._keys_of)
        return self._latest_said.spans(keys) if keys else []

    def _target_keys(self, word: str) -> tuple[str, ...]:
        return (self._stem_of(word), exact(word)) if is_acronym(word) else (self._stem_of(word),)

    def _stem_of(self, word: str) -> str:
        if self._target_stem is None:
            self._target_stem = stemmer(self._target_language)
        return self._target_stem(word)


def _gaps(text: str, words: list[Word]) -> tuple[str, ...]:
    gaps = (text[one[2] : other[1]] for one, other in pairwise(words))
    return tuple(_LOOSE.sub("", _POSSESSIVE.sub("", gap)) for gap in gaps)


def _name(term: Term, word: str) -> bool:
    """Tells if a word may be the first of a term, as far as capitals go."""
    return " " in term.source or not term.source[0].isupper() or word[0].isupper()


def _hint(term: Term) -> str:
    said = f"{term.source} stays as it is" if term.keep else f"{'; '.join(term.targets[: term.proposed])} ({term.source})"
    line = f"term: {said}"
    if term.forbidden:
        line += f", not {'; '.join(term.forbidden)}"
    return f"{line} — {term.note}" if term.note else line
