"""Where no package translates a pair, two do, through English: the small model under other names stands for both."""

from __future__ import annotations

from pathlib import Path

import pytest

from workflow.drafts import open_engine, packages
from workflow.drafts.alignment import Alignment
from workflow.drafts.backend import Ask
from workflow.drafts.packages import PackageInfo
from workflow.drafts.pivot import Pivot
from workflow.errors import EngineError

from .test_job import Written
from .test_packages import put


def test_a_way_through_english_is_found(small: PackageInfo, packages_folder: Path) -> None:
    """Two packages make a way, a direct one is preferred, and English itself has no way round."""
    put(small, packages_folder, "first", source="uz", target="en")
    assert [one.name for one in packages.route("uz", "ru")] == ["translate-uz_en", "translate-en_ru-small"]
    assert [one.name for one in packages.route("uz", "en")] == ["translate-uz_en"]
    assert packages.route("uz", "fr") == ()
    assert packages.route("en", "uz") == ()
    put(small, packages_folder, "direct", source="uz", target="ru")
    assert [one.name for one in packages.route("uz", "ru")] == ["translate-uz_ru"]


def test_both_packages_are_told(small: PackageInfo, packages_folder: Path) -> None:
    """The engine's detail and notice name both packages; without the second half there is no engine."""
    put(small, packages_folder, "first", source="uz", target="en", version="1.4")
    engine = open_engine("argos", "uz", "ru")
    assert engine.detail == "translate-uz_en 1.4 + translate-en_ru-small 0.1"
    assert "translate-uz_en 1.4 and translate-en_ru-small 0.1" in engine.notice
    assert "install en ru" in engine.notice
    with pytest.raises(EngineError, match="from uz into fr"):
        open_engine("argos", "uz", "fr")


def test_the_gate_looks_at_the_whole_way(small: PackageInfo, packages_folder: Path) -> None:
    """What comes out at the end is judged as a translation of the text, and the sum of both scores counts: nonsense is refused."""
    put(small, packages_folder, "first", source="uz", target="en")
    texts = ["Seminar Toshkentda boʻlib oʻtdi.", "7", "The <a>seminar</a> was held in Tashkent.", "www.un.org"]
    drafts = open_engine("argos", "uz", "ru").draft(texts)
    assert [bool(draft.text) for draft in drafts] == [False, True, False, True]
    assert drafts[0].score < -0.15


def test_scores_are_added_and_alignments_multiplied() -> None:
    """The second is asked what the first said, once for equal answers; what the first refuses goes no further."""
    from workflow.drafts.backend import Answer

    aligned = Alignment(("a", "b"), ("x", "y"), ((0.0, 1.0), (1.0, 0.0)))
    first = Written(lambda ask: [] if ask.text == "nothing" else [Answer("x y", -0.2, -0.5, "", aligned)])
    second = Written(lambda ask: [Answer("я ю", -0.1, -0.7, "", Alignment(("x", "y"), ("я", "ю"), ((1.0, 0.0), (0.0, 1.0))))])
    asks = [Ask("a b", wide=True), Ask("b a", wide=True), Ask("nothing")]
    answers = {ask: given for some in Pivot(first, second).translate(iter([asks])) for ask, given in some.items()}
    assert [ask.text for ask in second.asked] == ["x y"]
    assert [ask.wide for ask in (*first.asked, *second.asked)] == [False, False, False, True]
    both = answers[asks[0]][0]
    assert (both.text, round(both.score, 3), both.weakest) == ("я ю", -0.3, -0.7)
    assert both.alignment == Alignment(("a", "b"), ("я", "ю"), ((0.0, 1.0), (1.0, 0.0)))
    assert answers[asks[2]][0].problem == "in between: empty output"


def test_the_risk_is_higher_than_that_of_a_direct_way(small: PackageInfo, packages_folder: Path) -> None:
    """A draft by two packages has a higher risk than the same by one."""
    from workflow.drafts.argos import INDIRECT, ArgosEngine

    path = put(small, packages_folder, "first", source="uz", target="en")
    direct = ArgosEngine(small, "en", "ru")
    indirect = ArgosEngine(packages.describe(path), "uz", "ru", then=small)
    assert indirect.assembler.doubt == direct.assembler.doubt + INDIRECT
    assert indirect.assembler.cutoff.mean >= direct.assembler.cutoff.mean
