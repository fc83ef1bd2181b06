"""Compares the drafting job with what there is: the library underneath, driven as well as it can be, and Argos as it is used.

    (a) ctranslate2.Translator.translate_batch, all sentences in one call, in the best of several batchings and threadings
    (b) the job of `workflow draft`: codes, protected parts, names, gate and all
    (c) a loop over argostranslate.translate.translate with its default settings, one sentence a call

All three run one after the other on the same model and sentences, with beam 4 and the model's own compute type, and must answer
with as many tokens as the sources have. Argos's sentence splitter is replaced by one that gives the text back: it would
fetch a model. Goal: (b) at least 0.9 of (a) and at least 4 times (c).

    python tests/benchmarks/drafting.py                             both models
    python tests/benchmarks/drafting.py --sentences 300 --small-only
    python tests/benchmarks/drafting.py --memory 100000             peak memory of a job, small model

With forced lengths, a network of random weights is under every cut-off, and so nothing has its least probable words looked
at, which costs a third of making an output; the small model is therefore compared with its own lengths too, where looking
is part of (b). Each way is run `--rounds` times in turn, and the best round counts. On a machine that does other things too, the
ratio of processor times is the steadier one.
"""

from __future__ import annotations

import argparse
import os
import random
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT), str(Path(__file__).parent)]

import twin  # noqa: E402

BATCHINGS = ((2, 1, 512), (2, 1, 1024), (1, 2, 1024))
"""Translators, threads of each, tokens a batch; for other numbers of cores the first two are scaled."""

_WHO = ("The Regional Office", "The Ministry of Justice", "The State Customs Committee", "UNODC", "The delegation")
_DID = ("organized", "supported", "opened", "presented", "discussed", "launched", "completed", "welcomed")
_WHAT = (
    "a training for border officers",
    "the new forensic laboratory",
    "a memorandum of understanding on the exchange of information",
    "the results of the first year of the joint programme",
    "equipment for the mobile teams that work along the southern border",
    "a regional meeting of experts on alternatives to imprisonment and on the rights of victims of trafficking",
)
_WHERE = ("in Tashkent", "in Dushanbe", "in Bishkek", "in Almaty", "at the training centre", "with the support of the European Union")
_WHEN = ("on {} May", "last week", "in {} sessions", "on {} March", "together with {} partner organizations of civil society")


@dataclass(frozen=True, slots=True)
class Time:
    """Seconds on the clock, and of all processors together."""

    wall: float
    processor: float

    @classmethod
    def now(cls) -> Time:
        return cls(time.perf_counter(), time.process_time())

    def since(self) -> Time:
        """Returns what has passed."""
        return Time(time.perf_counter() - self.wall, time.process_time() - self.processor)


def sentences(count: int, seed: int = 7) -> list[str]:
    """Returns different sentences of a press office, from 6 to some 40 words."""
    rng = random.Random(seed)
    made: dict[str, None] = {}
    while len(made) < count:
        parts = [rng.choice(_WHO), rng.choice(_DID), rng.choice(_WHAT)]
        parts += [rng.choice(some).format(rng.randint(2, 9999)) for some in (_WHERE, _WHEN) if rng.random() < 0.7]
        if rng.random() < 0.4:
            parts += ["and", rng.choice(_DID), rng.choice(_WHAT), rng.choice(_WHEN).format(rng.randint(2, 9999))]
        made[" ".join(parts) + "."] = None
    return list(made)


def raw(model: Path, texts: Sequence[str], batching: tuple[int, int, int], *, forced: bool) -> Time:
    """Returns the seconds of (a)."""
    import ctranslate2
    import sentencepiece

    processor = sentencepiece.SentencePieceProcessor(str(model / "sentencepiece.model"))
    pieces = [processor.encode(text, out_type=str) for text in texts]
    mean = round(sum(map(len, pieces)) / len(pieces))
    inter, intra, size = batching
    translator = ctranslate2.Translator(str(model / "model"), inter_threads=inter, intra_threads=intra)
    start = Time.now()
    results = translator.translate_batch(
        pieces,
        beam_size=4,
        length_penalty=0.2,
        replace_unknowns=True,
        max_batch_size=size,
        batch_type="tokens",
        max_decoding_length=mean if forced else 256,
        min_decoding_length=mean if forced else 1,
    )
    for result in results:
        processor.decode_pieces(result.hypotheses[0])
    return start.since()


def job(model: Path, texts: Sequence[str], *, forced: bool) -> Time:
    """Returns the seconds of (b), without loading."""
    from workflow.drafts import packages
    from workflow.drafts.argos import ArgosEngine
    from workflow.drafts.network import Network

    engine = ArgosEngine(packages.describe(model), "en", "ru")
    assert isinstance(engine.backend, Network)
    if forced:
        engine.backend.forced = lambda pieces: round(sum(map(len, pieces)) / len(pieces))
    start = Time.now()
    engine.draft(texts)
    return start.since()


def argos(model: Path, texts: Sequence[str]) -> Time:
    """Returns the seconds of (c), without loading; each answer is as long as its source."""
    from argostranslate import package, translate

    class Whole:
        """Gives the text back as its only sentence."""

        def __init__(self, pkg: Any) -> None: ...

        def split_sentences(self, text: str) -> list[str]:
            return [text]

    found = package.Package(model)
    languages = translate.Language(found.from_code, found.from_name), translate.Language(found.to_code, found.to_name)
    names = [name for name in ("MiniSBDSentencizer", "StanzaSentencizer", "SpacySentencizerSmall") if hasattr(translate, name)]
    before = {name: getattr(translate, name) for name in names}
    for name in names:
        setattr(translate, name, Whole)
    try:
        translation = translate.PackageTranslation(*languages, found)
    finally:
        for name, value in before.items():
            setattr(translate, name, value)
    original, translate.get_translation_from_codes = translate.get_translation_from_codes, lambda *codes: translation
    try:
        translate.translate("Information", "en", "ru")  # loads
        translation.translator = _Forced(translation.translator)
        start = Time.now()
        for text in texts:
            translate.translate(text, "en", "ru")
        return start.since()
    finally:
        translate.get_translation_from_codes = original


class _Forced:
    """A translator whose answers are as long as the sources."""

    def __init__(self, translator: Any) -> None:
        self._translator = translator

    def translate_batch(self, pieces: Sequence[Sequence[str]], **options: Any) -> Any:
        length = round(sum(map(len, pieces)) / max(1, len(pieces)))
        return self._translator.translate_batch(pieces, min_decoding_length=length, max_decoding_length=length, **options)


def compare(name: str, model: Path, texts: Sequence[str], looped: int, rounds: int, *, own_lengths: bool) -> None:
    """Prints sentences a second and ratios; (c) is run on the first `looped` sentences only."""
    cores = len(os.sched_getaffinity(0))
    batchings = [(max(1, inter * cores // 2), max(1, intra * cores // 2), size) for inter, intra, size in BATCHINGS]
    ways: dict[str, Callable[[], Time]] = {
        **{f"(a) {one[0]}x{one[1]}, {one[2]} tokens": partial(raw, model, texts, one, forced=not own_lengths) for one in batchings},
        "(b) workflow draft": partial(job, model, texts, forced=not own_lengths),
    }
    times: dict[str, list[Time]] = {way: [] for way in ways}
    for _ in range(rounds):
        for way, run in ways.items():
            times[way].append(run())
    rates = {way: len(texts) / min(one.wall for one in some) for way, some in times.items()}
    processor = {way: min(one.processor for one in some) / len(texts) for way, some in times.items()}
    if not own_lengths:
        took = argos(model, texts[:looped])
        rates["(c) argostranslate"], processor["(c) argostranslate"] = looped / took.wall, took.processor / looped
    words = sum(len(text.split()) for text in texts)
    print(f"\n{name}, {len(texts)} sentences, {words} words, {'own' if own_lengths else 'forced'} lengths")
    for way, rate in rates.items():
        print(f"  {way:24} {rate:8.2f} sentences/s {1000 * processor[way]:9.1f} ms processor time each")
    best = max(rate for way, rate in rates.items() if way.startswith("(a)"))
    ours = rates["(b) workflow draft"]
    least = min(one for way, one in processor.items() if way.startswith("(a)"))
    looped_ratio = "" if own_lengths else f"   (b)/(c) {ours / rates['(c) argostranslate']:.1f}"
    print(f"  (b)/(a best) {ours / best:.2f}, by processor time {least / processor['(b) workflow draft']:.2f}{looped_ratio}")


def memory(model: Path, count: int) -> None:
    """Prints the peak memory of a job, and how much of it the texts and drafts are."""
    from workflow.drafts import packages
    from workflow.drafts.argos import ArgosEngine

    engine = ArgosEngine(packages.describe(model), "en", "ru")
    loaded = _peak()
    texts = sentences(count)
    with_texts = _peak()
    handed = 0

    def finished(some: Sequence[object]) -> None:
        nonlocal handed
        handed += len(some)
        if handed // 5000 > (handed - len(some)) // 5000:
            print(f"{handed} segments, {_peak():.0f} MB", file=sys.stderr)

    start = time.perf_counter()
    drafts = engine.draft(texts, finished=finished)
    print(f"\n{count} segments in {time.perf_counter() - start:.0f} s, {sum(bool(draft.text) for draft in drafts)} drafts")
    print(f"peak: {loaded:.0f} MB loaded, {with_texts:.0f} with the texts, {_peak():.0f} at the end")


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> None:
    """Runs what the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--sentences", type=int, default=300)
    parser.add_argument("--big-sentences", type=int, default=120)
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--small-only", action="store_true")
    parser.add_argument("--big-only", action="store_true")
    parser.add_argument("--own-lengths", action="store_true", help="small model only, (a) and (b)")
    parser.add_argument("--memory", type=int, metavar="N", help="peak memory of a job of N segments, small model")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="workflow-benchmark-") as folder:
        os.environ |= dict.fromkeys(("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME"), folder)
        if asked.memory:
            memory(twin.SMALL, asked.memory)
            return
        if not asked.big_only:
            compare("small model", twin.SMALL, sentences(asked.sentences), min(100, asked.sentences), asked.rounds, own_lengths=False)
            compare("small model", twin.SMALL, sentences(asked.sentences), 0, asked.rounds, own_lengths=True)
        if not (asked.small_only or asked.own_lengths):
            big = twin.write(Path(folder) / "translate-en_ru-twin")
            compare("twin of a full package", big, sentences(asked.big_sentences), 20, asked.rounds, own_lengths=False)


if __name__ == "__main__":
    main()
