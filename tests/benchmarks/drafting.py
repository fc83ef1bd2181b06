"""Compares the drafting job with what there is: the library underneath, driven as well as it can be, and Argos as it is used.

    (a) ctranslate2.Translator.translate_batch, in the best of several batchings and threadings
    (b) the job of `workflow draft`: codes, protected parts, names, gate and all
    (c) a loop over argostranslate.translate.translate with its default settings, one text a call

All run in turn on the same model and texts, with beam 4 and the model's own compute type, and each output is forced to be as long
as its source. Argos's sentence splitter is replaced by one that gives the text back: it would fetch a model. Goal: (b) at least
0.9 of (a) and at least 4 times (c), as far as (a) itself is that much faster than (c).

    python tests/benchmarks/drafting.py                             everything
    python tests/benchmarks/drafting.py --only small releases
    python tests/benchmarks/drafting.py --memory 100000             peak memory of a job, small model

What makes it fair:

- translate_batch takes one forced length a call. If (a) were one call, short and long sources would all get outputs of the
  mean length, which spares it the small batches of long outputs that (b) and (c) have to make. So (a) has one asynchronous call a
  batch, each with the length of its sources; where lengths are the model's own, it is one call for everything.
- (c) has the settings of a fresh installation: one translator, threads inside it as CTranslate2 chooses, 32 tokens a batch. It is
  run on every n-th text by length, because it is slow.
- `small` and `twin` have sentences of running text, 24 words on average, as press offices write them (releases of UNODC in Central
  Asia have 25 to 30); `releases` has all segments of this repository's own releases, titles, captions, table cells and contacts
  among them, 11 words on average, which is what a run really gets. The shorter a text, the more (c) loses by taking it alone.
- Each way runs once a round; the batching of (a) with the best median is compared, and medians are compared with medians. The ratio of
  processor times is the steadier one where the machine does other things too.

With forced lengths, nothing that a small or random network says passes its cut-off, and so nothing is scored again (`drafts/scrutiny.py`);
`own` therefore is the small model with its own lengths, where that is part of (b).
"""

from __future__ import annotations

import argparse
import os
import random
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from statistics import median
from typing import Any

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT), str(Path(__file__).parent)]

import twin  # noqa: E402

BATCHINGS = ((2, 1, 512), (2, 1, 1024), (1, 2, 2048))
"""Translators, threads of each, tokens a batch; for other numbers of cores the first two are scaled. With the small model 256, 768 and
2048 tokens for two translators, and 1024 for one, are slower than the best of these."""

KINDS = ("small", "releases", "own", "twin")

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


def segments() -> list[str]:
    """Returns the different segments of this repository's releases that have a catalog, without codes and what has no letter."""
    from workflow.drafts.markup import strip
    from workflow.inline import decode
    from workflow.locales import catalog

    found: dict[str, None] = {}
    for path in sorted((ROOT / "locales" / "ru" / "LC_MESSAGES").glob("2*.po")):
        entries = catalog.read(path.read_bytes(), path.name).entries
        found |= dict.fromkeys(strip(decode(entry.msgid)).plain for entry in entries)
    return [text for text in found if any(map(str.isalpha, text))]


def raw(model: Path, texts: Sequence[str], batching: tuple[int, int, int], *, forced: bool) -> Time:
    """Returns the seconds of (a), without cutting into pieces."""
    import ctranslate2
    import sentencepiece

    processor = sentencepiece.SentencePieceProcessor(str(model / "sentencepiece.model"))
    pieces = [processor.encode(text, out_type=str) for text in texts]
    inter, intra, size = batching
    batches = list(_batches(sorted(pieces, key=len, reverse=True), size)) if forced else [pieces]
    translator = ctranslate2.Translator(str(model / "model"), inter_threads=inter, intra_threads=intra, max_queued_batches=-1)
    start = Time.now()
    calls = [
        translator.translate_batch(
            batch,
            asynchronous=True,
            beam_size=4,
            length_penalty=0.2,
            replace_unknowns=True,
            max_batch_size=size,
            batch_type="tokens",
            max_decoding_length=_mean(batch) if forced else 256,
            min_decoding_length=_mean(batch) if forced else 1,
        )
        for batch in batches
    ]
    for call in calls:
        for result in call:
            processor.decode_pieces(result.result().hypotheses[0])
    return start.since()


def _batches(pieces: Sequence[list[str]], size: int) -> Iterator[list[list[str]]]:
    """Yields sources, the longest first, as many at a time as have `size` tokens, padding included."""
    batch: list[list[str]] = []
    for one in pieces:
        if batch and (len(batch) + 1) * len(batch[0]) > size:
            yield batch
            batch = []
        batch.append(one)
    yield batch


def _mean(pieces: Sequence[Sequence[str]]) -> int:
    return round(sum(map(len, pieces)) / max(1, len(pieces)))


def job(model: Path, texts: Sequence[str], *, forced: bool) -> Time:
    """Returns the seconds of (b), without loading."""
    from workflow.drafts import packages
    from workflow.drafts.argos import ArgosEngine
    from workflow.drafts.network import Network

    engine = ArgosEngine(packages.describe(model), "en", "ru")
    assert isinstance(engine.backend, Network)
    if forced:
        engine.backend.forced = _mean
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
        length = _mean(pieces)
        return self._translator.translate_batch(pieces, min_decoding_length=length, max_decoding_length=length, **options)


def compare(name: str, model: Path, texts: Sequence[str], looped: int, rounds: int, *, own_lengths: bool = False) -> None:
    """Prints texts a second and ratios; (c) is run on `looped` of the texts, 0: not at all."""
    cores = len(os.sched_getaffinity(0))
    batchings = [(max(1, inter * cores // 2), max(1, intra * cores // 2), size) for inter, intra, size in BATCHINGS]
    ways: dict[str, Callable[[], Time]] = {
        **{f"(a) {one[0]}x{one[1]}, {one[2]} tokens": partial(raw, model, texts, one, forced=not own_lengths) for one in batchings},
        "(b) workflow draft": partial(job, model, texts, forced=not own_lengths),
    }
    counts = dict.fromkeys(ways, len(texts))
    if looped:
        sample = sorted(texts, key=len)[:: max(1, len(texts) // looped)]
        ways["(c) argostranslate"] = partial(argos, model, sample)
        counts["(c) argostranslate"] = len(sample)
    times: dict[str, list[Time]] = {way: [] for way in ways}
    for _ in range(rounds):
        for way, run in ways.items():
            times[way].append(run())
    wall = {way: 1000 * median(one.wall for one in some) / counts[way] for way, some in times.items()}
    processor = {way: 1000 * median(one.processor for one in some) / counts[way] for way, some in times.items()}
    words = sum(len(text.split()) for text in texts)
    print(f"\n{name}: {len(texts)} texts, {words} words, {'own' if own_lengths else 'forced'} lengths, {rounds} rounds")
    for way in ways:
        print(f"  {way:22} {1000 / wall[way]:8.2f} texts/s {processor[way]:9.1f} ms processor time each")
    best = min((way for way in ways if way.startswith("(a)")), key=wall.__getitem__)
    least = min((way for way in ways if way.startswith("(a)")), key=processor.__getitem__)
    ours, loop = "(b) workflow draft", "(c) argostranslate"
    print(f"  (b)/(a best) {wall[best] / wall[ours]:.2f}, by processor time {processor[least] / processor[ours]:.2f}", end="")
    print(f"   (b)/(c) {wall[loop] / wall[ours]:.1f}   (a best)/(c) {wall[loop] / wall[best]:.1f}" if looped else "")


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
    parser.add_argument("--looped", type=int, default=40, help="texts of (c)")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--only", nargs="+", choices=KINDS, default=KINDS)
    parser.add_argument("--memory", type=int, metavar="N", help="peak memory of a job of N segments, small model")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="workflow-benchmark-") as folder:
        os.environ |= dict.fromkeys(("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME"), folder)
        if asked.memory:
            memory(twin.SMALL, asked.memory)
            return
        if "small" in asked.only:
            compare("small", twin.SMALL, sentences(asked.sentences), asked.looped, asked.rounds)
        if "releases" in asked.only:
            compare("releases", twin.SMALL, segments(), asked.looped, asked.rounds)
        if "own" in asked.only:
            compare("own", twin.SMALL, sentences(asked.sentences), 0, asked.rounds, own_lengths=True)
        if "twin" in asked.only:
            big = twin.write(Path(folder) / "translate-en_ru-twin")
            compare("twin", big, sentences(asked.big_sentences), asked.looped // 4, asked.rounds)


if __name__ == "__main__":
    main()
