"""Texts that nobody would write, and models that are broken: a refusal or a message, never a crash, and never another text's draft."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from workflow.drafts import network, open_engine
from workflow.drafts.argos import ArgosEngine
from workflow.drafts.packages import EMBEDDED, PackageInfo, describe
from workflow.errors import EngineError
from workflow.inline import compare, decode

GOOD = "The police seized 40 kilograms of heroin."

TEXTS = {
    "5,000 words": "meeting of experts, " * 1666 + "the end.",
    "one word of 5,000 letters": "x" * 5000,
    "emoji": "🎉🎉🎉",
    "emoji with words": "The seminar 🎉 was held 👩‍👩‍👧 in Tashkent 🇺🇿.",
    "Arabic": "عقدت الندوة في طشقند يوم الجمعة.",
    "Chinese": "研讨会于星期五在塔什干举行。",
    "a code inside a word": "The se<b>min</b>ar was held in Tash<i/>kent.",
    "codes only": "<a><b></b></a><br/>",
    "a broken pair": "<a>The seminar</b> was held.",
    "controls": "The\x00 seminar\x07 was \u202eheld\u202c.",
    "private use": "The \ue000 seminar \ue001 at www.un.org.",
    "stand-ins": "Use %(title)s and %(model)s, or 215, at www.un.org.",
    "many addresses": "See " + ", ".join(f"a{number}@example.org" for number in range(50)) + ".",
    "lone surrogate": "The seminar \ud800 was held.",
    "spaces": "\u2003\u00a0\u200b",
    "pieces of the tokenizer": "▁The ▁seminar <unk> </s> <s> was held.",
    "many lines": "The seminar was held.\n" * 200,
}


@pytest.fixture(scope="module")
def engine() -> ArgosEngine:
    """The engine with the embedded package."""
    return ArgosEngine(describe(EMBEDDED / "translate-en_ru-small", embedded=True), "en", "ru")


@pytest.mark.parametrize("name", TEXTS)
def test_a_hostile_text_is_drafted_or_refused(engine: ArgosEngine, name: str) -> None:
    """Each gets a draft with its source's codes, or a refusal with a reason; its neighbour is drafted as without it."""
    hostile, good = engine.draft([TEXTS[name], GOOD])
    assert bool(hostile.text) != bool(hostile.refused)
    if hostile.text:
        assert compare(decode(TEXTS[name]), decode(hostile.text)) == ()
    assert good == engine.draft([GOOD])[0]


def test_all_of_them_at_once(engine: ArgosEngine) -> None:
    """In one job they are what they are one by one."""
    together = engine.draft(list(TEXTS.values()))
    assert [bool(draft.text) for draft in together] == [bool(engine.draft([text])[0].text) for text in TEXTS.values()]


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.text(max_size=40), max_size=3))
def test_any_text_is_drafted_or_refused(engine: ArgosEngine, texts: list[str]) -> None:
    """Whatever letters come, there is a draft or a refusal for each text."""
    assert all(bool(draft.text) != bool(draft.refused) for draft in engine.draft(texts))


class _Hypothesis:
    def __init__(self, hypotheses: list[list[str]]) -> None:
        self.log_probs: list[float] = []
        self.hypotheses, self.scores, self.attention = hypotheses, [0.0] * len(hypotheses), [[] for _ in hypotheses]

    def result(self) -> _Hypothesis:
        return self


@pytest.mark.parametrize("hypotheses", [[], [[]], [["▁"]]])
def test_a_model_that_returns_nothing(engine: ArgosEngine, monkeypatch: pytest.MonkeyPatch, hypotheses: list[list[str]]) -> None:
    """No hypothesis, an empty one, or a blank: refused as empty."""

    class Silent:
        def translate_batch(self, sources: list[list[str]], **options: Any) -> list[_Hypothesis]:
            return [_Hypothesis(hypotheses) for _ in sources]

        def score_batch(self, sources: list[list[str]], outputs: list[list[str]], **options: Any) -> list[_Hypothesis]:
            return [_Hypothesis([]) for _ in sources]

    monkeypatch.setattr(engine.backend, "_translator", Silent())
    (draft,) = engine.draft(["The <a>seminar</a> was held in Tashkent today."])
    assert (draft.text, draft.refused) == ("", "empty output")


def test_a_model_that_fails_is_a_message(engine: ArgosEngine, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the library throws in the middle of a job is an error with the package's path; what was finished stays handed out."""

    class Failing:
        def __init__(self, translator: Any) -> None:
            self.translator, self.calls = translator, 0

        def translate_batch(self, *args: Any, **options: Any) -> Any:
            self.calls += 1
            if self.calls > 5:
                raise RuntimeError("out of memory\nin a file of C++")
            return self.translator.translate_batch(*args, **options)

        def score_batch(self, *args: Any, **options: Any) -> Any:
            return self.translator.score_batch(*args, **options)

    assert isinstance(engine, ArgosEngine)
    backend: Any = engine.backend
    monkeypatch.setattr(backend, "_translator", Failing(backend._translator))
    monkeypatch.setattr(backend, "window", 1)
    monkeypatch.setattr(network, "WINDOW", 1)
    told: list[str] = []
    with pytest.raises(EngineError, match=r"the model does not translate: out of memory$") as error:
        engine.draft(
            [f"The training was attended by {number} officers." for number in range(20)],
            finished=lambda some: told.extend(text for text, _ in some),
        )
    assert error.value.path.endswith("translate-en_ru-small")
    assert len(told) >= 1


def test_a_package_without_its_vocabulary_is_a_message(small: PackageInfo, packages_folder: Path) -> None:
    """A package that lost a file after installation is an error when it is opened, with its path and what to do."""
    path = packages_folder / "broken"
    shutil.copytree(small.path, path)
    (path / "model" / "shared_vocabulary.json").unlink()
    with pytest.raises(EngineError, match="can not be loaded") as error:
        open_engine("argos", "en", "ru")
    assert error.value.path == str(path)
    assert "install it again" in error.value.hint
