"""What is asked, asked again, refused and handed out, on a backend whose answers are written down here."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import pytest

from workflow.drafts.assembly import Assembler
from workflow.drafts.backend import Answer, Answers, Ask
from workflow.drafts.drafter import Drafter
from workflow.drafts.engine import Draft, Terms
from workflow.drafts.gate import Cutoff
from workflow.drafts.job import TOGETHER

Reply = Callable[[Ask], Sequence[str | Answer]]


class Written:
    """Answers as it is told, and notes what it is asked."""

    strict = True

    def __init__(self, reply: Reply, window: int = 100) -> None:
        self.window = window
        self.reply = reply
        self.asked: list[Ask] = []

    def translate(self, windows: Iterator[list[Ask]]) -> Iterator[Answers]:
        for window in windows:
            self.asked += window
            for ask in window:
                given = self.reply(ask) or [Answer("", problem="empty output")]
                yield {ask: [one if isinstance(one, Answer) else Answer(one, -0.1, -0.2) for one in given]}


class Glossary:
    """One term with its translation, and one that stays."""

    def missing(self, source: str, target: str) -> list[str]:
        return ["border → граница"] if "border" in source and "границ" not in target.lower() else []

    def untranslatable(self, source: str) -> list[str]:
        return ["Paris Pact"] if "Paris Pact" in source else []


def drafter(reply: Reply, terms: Terms | None = None, *, retries: bool = True) -> tuple[Drafter, Written]:
    backend = Written(reply)
    return Drafter(backend, Assembler("en", "ru", Cutoff(-0.5, -3.0), terms=terms, retries=retries)), backend


def test_a_looping_answer_is_asked_again_once() -> None:
    """What repeats itself is asked once more without repetitions; what then is good is taken, with a higher risk."""
    engine, backend = drafter(
        lambda ask: (
            ["Они подробно обсудили обмен своим опытом."] if ask.strict else ["Они подробно обсудили обмен, обмен, обмен, обмен опытом."]
        )
    )
    (draft,) = engine.draft(["They discussed the exchange of experience."])
    assert draft.text == "Они подробно обсудили обмен своим опытом."
    assert [ask.strict for ask in backend.asked] == [False, True]
    (plain,) = drafter(lambda ask: ["Они подробно обсудили обмен своим опытом."])[0].draft(["They discussed the exchange of experience."])
    assert draft.risk > plain.risk


def test_a_loop_that_stays_is_refused() -> None:
    """After one more try there is no third."""
    engine, backend = drafter(lambda ask: ["Они подробно обсудили обмен, обмен, обмен, обмен опытом."])
    (draft,) = engine.draft(["They discussed the exchange of experience."])
    assert draft.text == ""
    assert draft.refused in {"repeats itself", "says a word twice"}
    assert len(backend.asked) == 2


def test_an_endless_answer_is_asked_again() -> None:
    """An output that was cut off is a loop too."""
    engine, _ = drafter(
        lambda ask: (
            ["Они подробно обсудили обмен своим опытом."] if ask.strict else [Answer("", -0.1, -0.1, "output cut off: at 256 tokens")]
        )
    )
    assert engine.draft(["They discussed the exchange of experience."])[0].text


def test_where_another_try_is_the_same_there_is_none() -> None:
    """A backend that heeds no constraint is not asked again; nor is anything hopeless, or without a run of tokens that comes twice."""
    engine, backend = drafter(lambda ask: ["обмен обмен обмен обмен обмен"], retries=False)
    assert engine.draft(["They discussed the exchange."])[0].refused
    assert len(backend.asked) == 1
    engine, backend = drafter(lambda ask: [Answer("обмен обмен обмен обмен обмен", -2.0, -4.0)])
    assert engine.draft(["They discussed the exchange."])[0].refused == "score under the cut-off -0.50: -2.00"
    assert len(backend.asked) == 1
    for score, recurs in ((-0.7, True), (-0.1, False)):
        looping = [Answer("обмен обмен обмен обмен обмен", score, score, recurs=recurs)]
        engine, backend = drafter(dict.fromkeys([Ask("They discussed the exchange.", scored=True)], looping).__getitem__)
        assert engine.draft(["They discussed the exchange."])[0].refused in {"repeats itself", "says a word twice"}
        assert len(backend.asked) == 1


def test_questions_asked_again_go_together() -> None:
    """Once there are enough of them, or nothing else is under way."""
    windows: list[list[Ask]] = []

    class Counting(Written):
        def translate(self, windows_: Iterator[list[Ask]]) -> Iterator[Answers]:
            def counted() -> Iterator[list[Ask]]:
                for window in windows_:
                    windows.append(window)
                    yield window

            pending: list[Ask] = []
            for window in counted():
                pending += window
                if pending:
                    ask = pending.pop(0)
                    yield {ask: [Answer(one, -0.1, -0.2) for one in ("обмен обмен обмен обмен обмен",)]}

    texts = [f"They discussed the exchange of {number} books." for number in range(200, 211)]
    drafts = Drafter(Counting(lambda ask: []), Assembler("en", "ru", Cutoff(-0.5, -3.0))).draft(texts)
    assert not any(draft.text for draft in drafts)
    assert [len(window) for window in windows if window] == [len(texts), TOGETHER, len(texts) - TOGETHER]


def test_the_hypothesis_with_the_term_is_taken() -> None:
    """Of several hypotheses the best that has the glossary's translation is taken, and nothing is noted."""
    said = ["Они открыли новый рубеж.", "Они открыли новую границу.", "Они открыли границу новую."]
    engine, backend = drafter(lambda ask: said if ask.wide else said[:1], Glossary())
    with_term, without = engine.draft(["They opened a new border.", "They opened a new place."])
    assert (with_term.text, with_term.note) == ("Они открыли новую границу.", "")
    assert without.text == said[0]
    assert {ask.text: ask.wide for ask in backend.asked} == {"They opened a new border.": True, "They opened a new place.": False}


def test_a_missed_term_is_told_and_feared() -> None:
    """Where no hypothesis has the translation, the best is taken, the miss is noted, and the risk is higher."""
    said = ["Они открыли новый рубеж.", "Они открыли новый край."]
    (draft,) = drafter(lambda ask: said, Glossary())[0].draft(["They opened a new border."])
    (plain,) = drafter(lambda ask: said)[0].draft(["They opened a new border."])
    assert draft.text == plain.text == said[0]
    assert draft.note == "term missed: border → граница"
    assert draft.risk > plain.risk


def test_a_hypothesis_that_the_gate_refuses_is_not_taken_for_its_term() -> None:
    """A term is no reason to take what lost a number; if the best one is refused and another is not, that one is taken."""
    said = ["Они открыли 2 рубежа.", "Они открыли границы.", "2 границы открыты ими."]
    (draft,) = drafter(lambda ask: said, Glossary())[0].draft(["They opened 2 border posts."])
    assert draft.text == "2\u00a0границы открыты ими."
    (draft,) = drafter(lambda ask: ["They opened 2 border posts.", *said[:2]], Glossary())[0].draft(["They opened 2 border posts."])
    assert draft.text == "Они открыли 2\u00a0рубежа."


def test_untranslatable_terms_are_not_shown_and_come_back() -> None:
    """The engine sees a stand-in, the draft has the term verbatim, codes round it included."""
    engine, backend = drafter(
        lambda ask: [ask.text.replace("The meeting of the", "Заседание").replace("was held", "состоялось")], Glossary()
    )
    (draft,) = engine.draft(["The meeting of the <a>Paris Pact</a> was held."])
    assert draft.text == "Заседание <a>Paris Pact</a> состоялось."
    assert not any("Paris" in ask.text for ask in backend.asked)


def test_a_lost_stand_in_is_tried_otherwise_and_then_refused() -> None:
    """Where a stand-in does not come back another is tried, at last the text itself; if that is lost too, the draft is refused."""
    engine, backend = drafter(lambda ask: ["Письма принимает a@b.org."] if "a@b.org" in ask.text else ["Письма принимает отдел."])
    assert engine.draft(["Letters are taken by a@b.org."])[0].text == "Письма принимает a@b.org."
    assert len(backend.asked) == 3
    engine, backend = drafter(lambda ask: ["Письма принимает отдел."])
    (draft,) = engine.draft(["Letters are taken by a@b.org."])
    assert (draft.text, draft.refused) == ("", "lost: a@b.org")
    assert len(backend.asked) == 3


@pytest.mark.parametrize("said", [[], [""], [Answer("", problem="empty output")], ["…"], ["\x00"]])
def test_a_backend_that_says_nothing_is_a_refusal(said: Sequence[str | Answer]) -> None:
    """No hypothesis, an empty one, or one without a letter: refused, never a crash, also for phrases and names."""
    (draft,) = drafter(lambda ask: said)[0].draft(["The <a>report</a> on Tashkent was published."])
    assert (draft.text, draft.refused) == ("", "empty output")


def test_names_are_asked_for_cyrillic_only() -> None:
    """Names are looked for only where it is known how they look."""
    engine, backend = drafter(lambda ask: [f"перевод {ask.text}"])
    engine.draft(["They met in Tashkent again."])
    assert Ask("Tashkent") in backend.asked
    backend = Written(lambda ask: [f"traduction {ask.text}"])
    Drafter(backend, Assembler("en", "fr", Cutoff(-0.5, -3.0))).draft(["They met in Tashkent again."])
    assert [ask.text for ask in backend.asked] == ["They met in Tashkent again."]


def test_windows_bound_what_is_under_way() -> None:
    """However many texts there are, no window is larger than the backend wants but for one text's questions."""
    backend = Written(lambda ask: [f"перевод номер {ask.text.split()[-1]}"], window=10)
    sizes: list[int] = []

    class Sized(Written):
        def translate(self, windows: Iterator[list[Ask]]) -> Iterator[Answers]:
            def noted() -> Iterator[list[Ask]]:
                for window in windows:
                    sizes.append(len(window))
                    yield window

            return super().translate(noted())

    backend.__class__ = Sized
    told: list[tuple[str, Draft]] = []
    texts = [f"translation number {number}" for number in range(100)]
    drafts = Drafter(backend, Assembler("en", "ru", Cutoff(-0.5, -3.0))).draft(texts, finished=told.extend)
    assert sizes == [10] * 10
    assert [text for text, _ in told] == texts
    assert all(draft.text for draft in drafts)
