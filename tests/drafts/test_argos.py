"""The real embedded model, through the real loader."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from workflow.drafts import Draft, argos, job, network, open_engine
from workflow.drafts.argos import ArgosEngine
from workflow.drafts.backend import Answers, Ask
from workflow.drafts.gate import Cutoff
from workflow.drafts.network import BATCH, MAX_PIECES, Network
from workflow.drafts.packages import EMBEDDED, PackageInfo
from workflow.errors import PackageError
from workflow.inline import compare, decode

CALIBRATION = Path(__file__).parent / "calibration"

GOOD = "The police seized 40 kilograms of heroin."
BAD = "My cat does not like the rain."


@pytest.fixture(scope="module")
def engine() -> ArgosEngine:
    """The engine with the embedded package."""
    info = argos_info()
    return ArgosEngine(info, "en", "ru")


def argos_info() -> PackageInfo:
    from workflow.drafts import packages

    return packages.describe(EMBEDDED / "translate-en_ru-small", embedded=True)


def test_a_simple_sentence_is_drafted(engine: ArgosEngine) -> None:
    """What the small model can do comes out as Russian with a small risk."""
    (draft,) = engine.draft([GOOD])
    assert draft.text == "Полиция изъяла 40\u00a0килограммов героина."
    assert not draft.refused
    assert -0.15 < draft.score < 0
    assert draft.risk < 50


def test_what_the_model_can_not_do_stays_empty(engine: ArgosEngine) -> None:
    """A sentence outside the model's field is refused, with the score as the reason."""
    (draft,) = engine.draft([BAD])
    assert draft.text == ""
    assert draft.refused == f"score under the cut-off {engine.assembler.cutoff.mean:.2f}: {draft.score:.2f}"
    assert draft.risk == 99


def test_order_and_length_are_those_of_the_texts(engine: ArgosEngine) -> None:
    """One draft a text, in their order, repeated texts included; a text's draft does not depend on where it stands."""
    texts = [BAD, GOOD, "", GOOD, "+998 71 120-80-50", BAD]
    drafts = engine.draft(texts)
    assert [bool(draft.text) for draft in drafts] == [False, True, False, True, True, False]
    assert drafts[1] == drafts[3]
    assert drafts[2].refused == "no text"
    assert drafts[4] == Draft("+998 71 120-80-50", 0.0, "", 5, "copied: nothing to translate")


def test_the_same_texts_give_the_same_drafts(engine: ArgosEngine) -> None:
    """Another engine on the same package drafts the same, because the batch size is fixed."""
    texts = (CALIBRATION / "sentences.txt").read_text(encoding="utf-8").splitlines()[:60]
    assert BATCH == 512
    assert ArgosEngine(engine.package, "en", "ru").draft(texts) == engine.draft(texts)


def test_codes_are_kept(engine: ArgosEngine) -> None:
    """Codes stand round the words that they stood round, and the engine never sees them."""
    (draft,) = engine.draft(["UNODC handed over equipment to the <a>State Customs Committee</a>."])
    assert draft.text == "УНП ООН передало оборудование <a>Государственному таможенному комитету</a>."
    assert draft.note == ""


_CODED = st.lists(st.integers(0, 8), min_size=4, max_size=4).map(sorted)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from([GOOD, "A memorandum of understanding was signed.", "The project is funded by the European Union."]), _CODED)
def test_no_draft_ever_lost_a_code(engine: ArgosEngine, sentence: str, places: list[int]) -> None:
    """Wherever codes stand in a text, its draft has all of them, legally nested, or is refused."""
    words = sentence.split(" ")
    for at, code in sorted(zip(places, ["<a>", "<b>", "</b>", "<br/></a>"], strict=True), reverse=True, key=lambda one: one[0]):
        words.insert(min(at, len(words)), code)
    text = " ".join(words)
    if compare(decode(text), decode(text)):
        return
    (draft,) = engine.draft([text])
    assert bool(draft.text) != bool(draft.refused)
    if draft.text:
        assert compare(decode(text), decode(draft.text)) == ()


def test_quotation_marks_of_a_longer_quotation_are_kept(engine: ArgosEngine) -> None:
    """A sentence at the start or end of a quotation keeps its one mark, in Russian form and with the stop outside."""
    drafts = engine.draft(["“The European Union supports the project.", "The European Union supports the project.”"])
    assert [draft.text for draft in drafts] == ["«Европейский союз поддерживает проект.", "Европейский союз поддерживает проект»."]


def test_several_sentences_are_cut_for_the_engine(engine: ArgosEngine) -> None:
    """With `cut`, a text of two sentences is two for the engine; if one is refused, the whole is, with its number."""
    whole = ArgosEngine(engine.package, "en", "ru", cut=lambda text: [at + 2 for at in range(len(text)) if text[at : at + 2] == ". "])
    good, mixed = whole.draft([f"{GOOD} The European Union supports the project.", f"{GOOD} {BAD}"])
    assert good.text == "Полиция изъяла 40\u00a0килограммов героина. Европейский союз поддерживает проект."
    assert mixed.text == ""
    assert mixed.refused.startswith("sentence 2: score ")


def test_lines_stay_lines(engine: ArgosEngine) -> None:
    """Where white space means something, line breaks and indents between sentences stay as they are."""
    (draft,) = engine.draft([f"{GOOD}\n\n  The European Union supports the project."])
    assert draft.text == "Полиция изъяла 40\u00a0килограммов героина.\n\n  Европейский союз поддерживает проект."


def test_a_lost_name_is_a_refusal(engine: ArgosEngine) -> None:
    """A sentence whose country the model dropped is refused, however sure the model was."""
    (draft,) = engine.draft(["The Ministry of Education of Turkmenistan held a seminar for teachers."])
    assert draft.refused in {"name lost: Turkmenistan", "not translated: Turkmenistan"}
    assert draft.score > engine.assembler.cutoff.mean


def test_a_text_beyond_the_limit_is_refused_and_not_cut(engine: ArgosEngine) -> None:
    """CTranslate2 would cut a source silently: it is refused with its size, and the others are drafted."""
    long, good = engine.draft(["meeting, " * MAX_PIECES, GOOD])
    assert long.text == ""
    assert long.refused.startswith("longer than the engine takes: ")
    assert good.text


def test_an_output_that_never_ends_is_refused(engine: ArgosEngine, monkeypatch: pytest.MonkeyPatch) -> None:
    """An output as long as it may be was cut off, and is no draft."""
    monkeypatch.setattr(network, "MAX_OUTPUT", 5)
    monkeypatch.setattr(network, "PER_PIECE", 0)
    (draft,) = engine.draft([GOOD])
    assert draft.text == ""
    assert "cut off" in draft.refused


def test_progress_and_drafts_are_told_as_they_come(engine: ArgosEngine, monkeypatch: pytest.MonkeyPatch) -> None:
    """Progress never falls and ends with all texts; each text is handed out once, with the draft that is returned, batch by batch."""
    monkeypatch.setattr(network, "BATCH", 40)
    texts = [f"The training was attended by {number} officers." for number in range(10, 22)]
    seen: list[int] = []
    handed: list[list[tuple[str, Draft]]] = []
    drafts = engine.draft([*texts, texts[0]], seen.append, lambda some: handed.append(list(some)))
    assert seen == sorted(seen)
    assert seen[-1] == 13
    assert len(handed) >= 3
    told = [one for some in handed for one in some]
    assert sorted(told) == sorted(dict(zip(texts, drafts, strict=False)).items())


def test_a_run_that_is_ended_has_handed_out_what_was_done(engine: ArgosEngine, monkeypatch: pytest.MonkeyPatch) -> None:
    """When the caller breaks off in the middle, all batches before that one were handed out."""
    monkeypatch.setattr(network, "BATCH", 40)
    texts = [f"The training was attended by {number} officers." for number in range(10, 40)]
    told: list[str] = []

    def finished(some: Sequence[tuple[str, Draft]]) -> None:
        told.extend(text for text, _ in some)
        if len(told) > 10:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        engine.draft(texts, finished=finished)
    assert 10 < len(told) < len(texts)


class Counting(Network):
    """Notes what it is asked."""

    def translate(self, windows: Iterator[list[Ask]]) -> Iterator[Answers]:
        """Notes each window."""
        self.asked: list[Ask] = []

        def noted() -> Iterator[list[Ask]]:
            for window in windows:
                self.asked += window
                yield window

        return super().translate(noted())


@pytest.fixture(scope="module")
def counting() -> ArgosEngine:
    """An engine whose backend notes what it is asked."""
    engine = ArgosEngine(argos_info(), "en", "ru")
    engine.backend.__class__ = Counting
    return engine


def asked(engine: ArgosEngine) -> list[Ask]:
    """What was asked in the last job."""
    assert isinstance(engine.backend, Counting)
    return engine.backend.asked


def test_equal_sentences_are_translated_once(counting: ArgosEngine) -> None:
    """A hundred times the same sentence is one sentence for the model, wherever it stands and whatever is written round it."""
    texts = [GOOD] * 100 + [f"“{GOOD}”", f" {GOOD}"]
    drafts = counting.draft(texts)
    assert [ask.text for ask in asked(counting)] == [GOOD]
    assert len({draft.text for draft in drafts}) == 3


def test_equal_sentences_are_translated_once_across_windows(counting: ArgosEngine, monkeypatch: pytest.MonkeyPatch) -> None:
    """A sentence that comes again windows later is not asked again, as long as it is remembered."""
    monkeypatch.setattr(counting.backend, "window", 4)
    monkeypatch.setattr(network, "WINDOW", 4)
    texts = [f"“{GOOD}”", *[f"The training was attended by {number} officers." for number in range(10, 60)], GOOD]
    assert counting.draft(texts)[-1].text
    assert [ask.text for ask in asked(counting)].count(GOOD) == 1
    assert len(asked(counting)) == 51
    monkeypatch.setattr(job, "REMEMBERED", 3)
    assert counting.draft(texts)[-1].text
    assert [ask.text for ask in asked(counting)].count(GOOD) == 2


_TEXTS = st.sampled_from([GOOD, BAD, "", "7", "One. Two.", "<a>The seminar</a> was held in Tashkent.", "🎉"])


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(_TEXTS, max_size=12), st.integers(1, 5))
def test_a_job_of_any_texts_in_any_windows_ends(engine: ArgosEngine, texts: list[str], window: int) -> None:
    """Whatever texts come in whatever windows, each has one draft or refusal, and equal texts have equal ones."""
    before, engine.backend.window = engine.backend.window, window
    try:
        told: list[tuple[str, Draft]] = []
        drafts = engine.draft(texts, finished=told.extend)
    finally:
        engine.backend.window = before
    assert all(bool(draft.text) != bool(draft.refused) for draft in drafts)
    assert dict(told) == dict(zip(texts, drafts, strict=True))
    assert len(told) == len(set(texts))


def test_a_full_batch_is_never_larger_than_said(engine: ArgosEngine) -> None:
    """Batches have at most `BATCH` tokens with their padding, and texts of a window come in the order of their lengths."""
    assert isinstance(engine.backend, Network)
    asks = [Ask(" ".join(["meeting"] * number)) for number in range(1, 200)]
    _, batches = engine.backend._batches(asks)
    sizes = [(len(batch.pieces), max(map(len, batch.pieces))) for batch in batches]
    assert sum(count for count, _ in sizes) == len(asks)
    assert all(count * longest <= BATCH or count == 1 for count, longest in sizes)
    assert [longest for _, longest in sizes] == sorted(longest for _, longest in sizes)


def test_the_weakest_word_is_looked_at_only_where_it_decides(engine: ArgosEngine) -> None:
    """Leaving out what can not decide changes no verdict: with everything looked at, the drafts are the same."""
    texts = (CALIBRATION / "sentences.txt").read_text(encoding="utf-8").splitlines()[:80]

    def drafts(looked_at: Cutoff) -> list[Draft]:
        machine = ArgosEngine(engine.package, "en", "ru")
        assert isinstance(machine.backend, Network)
        machine.assembler, machine.backend._cutoff = replace(machine.assembler, cutoff=Cutoff(-0.3, -0.9)), looked_at
        return machine.draft(texts)

    economical = drafts(Cutoff(-0.3, -0.9))
    assert any(draft.refused.startswith("weakest") for draft in economical)
    assert [draft.text for draft in drafts(Cutoff(-99.0, 0.0))] == [draft.text for draft in economical]


def test_the_alignment_is_that_of_words(engine: ArgosEngine) -> None:
    """Asked for, the attention comes as a row of about 1 for each word of the answer, over the words of the source."""
    ask = Ask("The police seized 40 kilograms of heroin.", aligned=True)
    (answers,) = engine.backend.translate(iter([[ask]]))
    found = answers[ask][0].alignment
    assert found is not None
    assert found.source == tuple(ask.text.split())
    assert found.target == ("Полиция", "изъяла", "40", "килограммов", "героина.")
    assert [len(row) for row in found.weights] == [len(found.source)] * len(found.target)
    assert all(abs(sum(row) - 1) < 0.01 for row in found.weights)
    assert max(range(7), key=found.weights[2].__getitem__) == 3


def test_underscores_survive() -> None:
    """Argos's own decoder turns underscores into spaces; here they stay."""
    assert argos.load(argos_info())._decode(["▁a", "_", "b", "▁c"]) == "a_b c"


def test_the_network_is_never_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    """Loading and drafting work where every connection is refused."""

    def refuse(*args: object) -> None:
        raise AssertionError("the network was asked")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    assert open_engine("argos", "en", "ru").draft([GOOD])[0].text


_SCRIPT = """
from workflow.drafts import open_engine
import sys
engine = open_engine("argos", "en", "ru")
assert engine.draft([{good!r}])[0].text
print(engine.detail)
"""


def _run(home: Path, **environment: str) -> str:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("XDG_", "ARGOS_"))}
    done = subprocess.run(
        [sys.executable, "-c", _SCRIPT.format(good=GOOD)],
        env={**kept, "HOME": str(home), "PYTHONDONTWRITEBYTECODE": "1", **environment},
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    return done.stdout.strip()


def test_nothing_is_written_to_the_home_folder(tmp_path: Path) -> None:
    """A whole process that drafts leaves an empty home folder empty, and the temporary folder too."""
    home, temporary = tmp_path / "home", tmp_path / "tmp"
    home.mkdir()
    temporary.mkdir()
    assert _run(home, TMPDIR=str(temporary)) == "translate-en_ru-small 0.1"
    assert list(home.iterdir()) == []
    assert list(temporary.iterdir()) == []


def test_a_home_folder_that_is_not_there_is_no_obstacle(tmp_path: Path) -> None:
    """Where the home folder does not exist or can not be written, drafts are made all the same, and it is not made."""
    blocked = tmp_path / "file"
    blocked.write_text("no folder")
    assert _run(blocked / "home") == "translate-en_ru-small 0.1"


def test_the_environment_is_as_before() -> None:
    """Importing argostranslate elsewhere leaves the variables as they were."""
    names = ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "ARGOS_PACKAGES_DIR")
    before = {name: os.environ.get(name) for name in names}
    with argos._elsewhere():
        assert len({os.environ[name] for name in names}) == 1
    assert {name: os.environ.get(name) for name in names} == before


def test_a_package_that_is_broken_is_named(tmp_path: Path) -> None:
    """A folder that can not be loaded is an error with its path and what to do."""
    (tmp_path / "model").mkdir()
    (tmp_path / "model" / "model.bin").write_bytes(b"none")
    with pytest.raises(PackageError, match="can not be loaded") as error:
        argos.load(replace(argos_info(), path=tmp_path, embedded=False))
    assert error.value.path == str(tmp_path)
    assert error.value.hint


def test_the_embedded_package_has_its_cutoff(engine: ArgosEngine) -> None:
    """The cut-off is found by the model's digest; a model that nobody measured has the one for noise."""
    assert argos.cutoff(engine.package.digest).mean > argos.cutoff("0" * 64).mean == -1.5
    assert engine.assembler.cutoff == argos.cutoff(engine.package.digest)


def test_the_notice_says_which_one_drafts_and_how_to_get_the_full_one(engine: ArgosEngine) -> None:
    """The embedded package names itself and the command for the full one; an installed one only itself."""
    assert engine.detail == "translate-en_ru-small 0.1"
    assert "translate-en_ru-small 0.1" in engine.notice
    assert "workflow models install en ru" in engine.notice
    installed = PackageInfo(engine.package.path, "translate-en_ru", "1.9", "en", "ru", False, 0)
    assert argos.notice([installed], "en", "ru") == "drafts by translate-en_ru 1.9 (Argos Translate)"
