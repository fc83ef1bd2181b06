"""From a text to its draft: what is asked, what is asked again, what is refused, and how the rest is put together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from workflow.drafts import alignment, gate, markup, protected, typography
from workflow.drafts.alignment import Alignment
from workflow.drafts.backend import Answer, Ask
from workflow.drafts.engine import Cut, Draft, Terms
from workflow.drafts.request import Request, Sentence, lost_names, prepare

TERM_MISSED, RETRIED = 15, 10
"""What a term that no hypothesis has, and an answer that looped at first, add to the risk."""

_LOOPS = {"repeats itself", "says a word twice"}
_HOPELESS = 2.0
"""How many times the cut-off a score may be before the output is not looked at for other reasons."""

_WORTH_ANOTHER = 1.2  # of 154 looping outputs (tests/benchmarks, tests/drafts/calibration) the second try raised the score by 0.06 at most
"""How many times the cut-off a looping answer's score may be to be worth asking again: what the engine says under more constraints
is hardly ever more probable."""


@dataclass(slots=True)
class _Try:
    """How one sentence is asked."""

    attempt: int = 0
    """Which stand-ins its protected parts have."""
    strict: bool = False


@dataclass(slots=True)
class Work:
    """One text under way."""

    text: str
    request: Request
    tries: list[_Try]
    wide: list[bool]
    """Of each sentence, whether it has terms and so more hypotheses than one are asked for."""
    answers: dict[Ask, Sequence[Answer]] = field(default_factory=dict)
    missing: int = 0
    """Asks without an answer."""


@dataclass(frozen=True, slots=True)
class _Said:
    """What is taken of the answers to one sentence."""

    text: str
    """With protected parts as letters."""
    score: float
    risk: int
    alignment: Alignment | None
    missed: tuple[str, ...] = ()
    """Terms."""


@dataclass(frozen=True, slots=True)
class Assembler:
    """Knows a language pair's rules."""

    source: str
    """BCP 47 tag of the texts."""
    target: str
    """BCP 47 tag of the drafts."""
    cutoff: gate.Cutoff
    cut: Cut | None = None
    terms: Terms | None = None
    doubt: int = 0
    """What is added to each risk."""
    retries: bool = True
    """Whether the backend heeds `Ask.strict`."""

    def begin(self, text: str) -> Work:
        """Returns a text that nothing has been asked for."""
        request = prepare(text, self.cut, self.target, self.terms)
        tries = [
            _Try(next(attempt for attempt in range(protected.TRIES) if one.asked.asked(attempt) is not None)) for one in request.sentences
        ]
        wide = [bool(self.terms and self.terms.missing(_source(one), "")) for one in request.sentences]
        return Work(text, request, tries, wide)

    def asks(self, work: Work) -> list[Ask]:
        """Returns all that has to be answered before `result` can be asked, as things are."""
        asks = [self._ask(work, at) for at, sentence in enumerate(work.request.sentences) if sentence.asked.text]
        asks += [Ask(asked) for phrase in work.request.phrases.values() if (asked := phrase.asked(0))]
        return [*asks, *map(Ask, work.request.names)]

    def result(self, work: Work) -> Draft | list[Ask]:
        """Returns the draft, or what has to be asked before there is one."""
        request = work.request
        found = [self._choose(work, at) for at in range(len(request.sentences))]
        if again := [one for one in found if isinstance(one, Ask)]:
            return again
        said = [one for one in found if isinstance(one, _Said)]
        score = min((one.score for one in said), default=0.0)
        for number, one in enumerate(found, 1):
            if isinstance(one, str):
                scores = [answer.score for answer in work.answers[self._ask(work, number - 1)][:1]]
                return Draft("", min([score, *scores]), f"sentence {number}: {one}" if len(found) > 1 else one, 99)
        if not said:
            return Draft("", 0.0, "no text", 99)
        masked = "".join(sentence.gap + one.text for sentence, one in zip(request.sentences, said, strict=True))
        text = request.masked.restored(masked)
        if lost := protected.lost(request.masked, text):
            return Draft("", score, f"lost: {', '.join(lost)}", 99)
        if lost := lost_names({name: work.answers[Ask(name)][0].text for name in request.names}, text):
            return Draft("", score, f"name lost: {', '.join(lost)}", 99)
        placed = markup.place(request.stripped, text, self._phrases(work), alignment.joined([one.alignment for one in said]))
        if not placed.text:
            return Draft("", score, "codes found no place", 99)
        missed = dict.fromkeys(term for one in said for term in one.missed)
        notes = [placed.note] if placed.note else []
        notes += [f"term missed: {term}" for term in missed]
        if not any(sentence.asked.text for sentence in request.sentences):
            notes.append("copied: nothing to translate")
        risk = max([5, *(one.risk for one in said)]) + placed.guesses + TERM_MISSED * len(missed)
        return Draft(placed.text, score, "", min(99, risk), "; ".join(notes))

    def _ask(self, work: Work, at: int) -> Ask:
        sentence, tried = work.request.sentences[at], work.tries[at]
        asked = sentence.asked.asked(tried.attempt) or sentence.asked.text
        return Ask(asked, wide=work.wide[at], strict=tried.strict, aligned=bool(work.request.stripped.items), scored=True)

    def _choose(self, work: Work, at: int) -> _Said | Ask | str:
        """Returns what is taken of the answers to a sentence, or what to ask instead, or why it is refused."""
        sentence, tried = work.request.sentences[at], work.tries[at]
        if not sentence.asked.text:
            plain = work.request.masked.restored(sentence.plain)
            return _Said(sentence.plain, 0.0, 0, alignment.same(plain) if work.request.stripped.items else None)
        good: list[_Said] = []
        reasons: list[tuple[str, Answer]] = []
        for answer in work.answers[self._ask(work, at)]:
            masked = None if answer.problem else sentence.asked.masked(answer.text, tried.attempt)
            if reason := answer.problem or self._wrong(sentence, answer, masked):
                reasons.append((reason, answer))
            else:
                good.append(self._said(work, at, answer, masked or ""))
        if good:
            return min(good, key=lambda one: len(one.missed))
        reason, best = reasons[0]
        return self._again(work, at, reason, best) or reason

    def _again(self, work: Work, at: int, reason: str, answer: Answer) -> Ask | None:
        """Returns how a sentence is asked once more, or None if that is of no use."""
        sentence, tried = work.request.sentences[at], work.tries[at]
        # Whether a stand-in is lost, or makes the model unsure of itself, depends on the stand-in.
        following = range(tried.attempt + 1, protected.TRIES) if sentence.asked.parts else range(0)
        if (attempt := next((one for one in following if sentence.asked.asked(one) is not None), None)) is not None:
            tried.attempt = attempt
            return self._ask(work, at)
        loops = reason in _LOOPS or answer.problem.startswith("output cut off")
        worth = answer.recurs and answer.score >= _WORTH_ANOTHER * self.cutoff.mean
        if not (loops and worth and self.retries) or tried.strict:
            return None
        tried.strict = True
        return self._ask(work, at)

    def _wrong(self, sentence: Sentence, answer: Answer, masked: str | None) -> str:
        low = gate.unsure(answer.score, answer.weakest, self.cutoff)
        if low and answer.score < _HOPELESS * self.cutoff.mean:
            return low
        if masked is None:
            return low or f"lost: {', '.join(dict.fromkeys(part for _, part in sentence.asked.parts))}"
        parts = [part for _, part in sentence.asked.parts]
        output = sentence.asked.restored(masked)
        reason = gate.refusal(_source(sentence), output, self.target, source_language=self.source, protected=parts)
        return reason if reason in _LOOPS else low or reason or gate.unheard(answer.changes, self.cutoff)

    def _said(self, work: Work, at: int, answer: Answer, masked: str) -> _Said:
        sentence = work.request.sentences[at]
        text = sentence.lead + typography.restore(sentence.asked.text, masked, self.target) + sentence.tail
        text = typography.restore(sentence.plain, text, self.target)
        source, target = (work.request.masked.restored(one) for one in (sentence.plain, text))
        risk = gate.risk(answer.score, _source(sentence), self.cutoff, weakest=answer.weakest, output=target, pieces=answer.pieces)
        risk += self.doubt + RETRIED * work.tries[at].strict
        missed = tuple(self.terms.missing(source, target)) if self.terms and work.wide[at] else ()
        return _Said(text, answer.score, risk, alignment.renamed(answer.alignment, source, target), missed)

    def _phrases(self, work: Work) -> dict[str, str]:
        """Returns what the engine made of each phrase; what lost a protected part is left out."""
        phrases: dict[str, str] = {}
        for phrase, asked in work.request.phrases.items():
            question = asked.asked(0)
            answer = asked.masked(work.answers[Ask(question)][0].text, 0) if question else None
            if question and answer is not None:
                phrases[phrase] = asked.restored(typography.restore(asked.text, answer, self.target))
            elif not asked.text:
                phrases[phrase] = phrase
        return phrases


def _source(sentence: Sentence) -> str:
    return sentence.asked.restored(sentence.asked.text)
