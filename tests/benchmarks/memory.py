"""Time and memory of the translation memory: learning, indexing, look-up in context, exact and fuzzy, at 1x, 4x, 16x size.

    python tests/benchmarks/memory.py [--units 100000] [--requests 300] [--kind mixed|formulas] [--compare] [--check]

`mixed`: half the sentences are of words as frequent as in a language (Zipf), half are an office's formulas with other names, numbers
and dates. `formulas`: nothing else, the hardest case, as every word is frequent. A request is a sentence of the memory with numbers
changed, with words changed, or one that the memory does not have. `--compare` looks through all sources, to tell what the index misses,
and builds an FTS5 index over the same grams. Each size is a process of its own. Rates are told by the clock, and by the processor's
time where others have it in between.
"""

from __future__ import annotations

import argparse
import multiprocessing
import resource
import sqlite3
import sys
import tempfile
import time
from collections.abc import Iterator
from itertools import accumulate
from pathlib import Path
from random import Random
from statistics import median, quantiles

from workflow.memory import Memory, Request, Unit
from workflow.memory import pieces as cutting
from workflow.memory.months import numbers
from workflow.memory.similar import percent

LEARN, EXACT, FUZZY = 20_000.0, 1.0, 20.0
"""What is wanted at a million units: units learned and indexed a second; milliseconds of a look-up."""

THRESHOLD = 70

_A_CATALOG = 40
_ONSETS = ("b", "c", "d", "f", "g", "h", "l", "m", "n", "p", "r", "s", "t", "v", "st", "tr", "pr")
_SYLLABLES = [one + two for one in _ONSETS for two in ("a", "e", "i", "o", "u", "an", "er", "in")]
_MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"]
_FORMULAS = (
    "The {body} of {place} will hold its {n}th session in {city} from {d} to {d} {month} {year}.",
    "On {d} {month}, the {body} adopted {n} decisions on {topic}.",
    "More than {n} officers from {place} attended the training on {topic} in {city}.",
    "For more information, please contact {name}, {body}, at {n}.",
    "{name}, Head of the {body}, said that {topic} remains a priority for {place}.",
    "The meeting was opened by {name} and brought together {n} experts on {topic}.",
    "The next course on {topic} takes place in {city} on {d} {month} {year}.",
    "The {body} signed an agreement with the Ministry of {topic} of {place} on {d} {month}.",
)


class Sentences:
    """Makes sentences, and changes them.

    Args:
        kind: `mixed` or `formulas`.
        seed: The same seed, the same sentences.
    """

    def __init__(self, kind: str, seed: int) -> None:
        self._kind = kind
        self._random = Random(seed)
        made = Random(7)
        words = dict.fromkeys("".join(made.choices(_SYLLABLES, k=made.choice((1, 2, 2, 3, 3, 4)))) for _ in range(150_000))
        self._words = list(words)[:60_000]
        self._weights = list(accumulate(1 / (rank + 3) for rank in range(len(self._words))))
        names = [word.capitalize() for word in self._words]
        self._slots = {
            "body": [f"{one} {kind}" for one in names[100:150] for kind in ("Committee", "Office", "Council")],
            "place": names[200:400],
            "city": names[400:600],
            "topic": [f"{one} {other}" for one in self._words[600:640] for other in self._words[700:720]],
            "name": [f"{one} {other}" for one in names[1000:1200] for other in names[2000:2200:10]],
            "month": _MONTHS,
        }

    def make(self) -> str:
        """Returns a sentence."""
        one = self._random
        if self._kind == "formulas" or one.random() < 0.5:
            text = one.choice(_FORMULAS)
            for slot, words in self._slots.items():
                while f"{{{slot}}}" in text:
                    text = text.replace(f"{{{slot}}}", one.choice(words), 1)
            for slot, most in (("d", 31), ("n", 900)):
                while f"{{{slot}}}" in text:
                    text = text.replace(f"{{{slot}}}", str(one.randint(1, most)), 1)
            return text.replace("{year}", str(one.randint(2000, 2030)))
        length = min(60, max(4, int(one.lognormvariate(2.9, 0.5))))
        return " ".join(one.choices(self._words, cum_weights=self._weights, k=length)).capitalize() + "."

    def changed(self, text: str) -> str:
        """Returns a sentence with its numbers changed, or up to one word in six."""
        one, words = self._random, text.split()
        numbers = [at for at, word in enumerate(words) if word.strip(".,th").isdecimal()]
        if numbers and one.random() < 0.5:
            for at in numbers:
                words[at] = words[at].replace(words[at].strip(".,th"), str(one.randint(1, 31)))
        else:
            for at in one.sample(range(len(words)), max(1, len(words) // 6)):
                words[at] = one.choice(self._words)
        return " ".join(words)


def units(number: int, kind: str) -> Iterator[Unit]:
    """Yields units; the translation is the sentence in other letters, of its length."""
    letters = str.maketrans("abcdefghijklmnopqrstuvwxyz", "абцдефгхийклмнопярстуввхуз")
    made = Sentences(kind, 1)
    before, text = "", made.make()
    for at in range(number):
        after = made.make()
        revised = f"20{10 + at % 15}-{1 + at % 12:02}-01 09:00+0300"
        yield Unit(text, text.translate(letters), None, at % 3 == 0, revised, ((before, after),))
        before, text = text, after


def _clock(times: list[float], action: object) -> object:
    start = time.perf_counter()
    result = action()  # type: ignore[operator]
    times.append((time.perf_counter() - start) * 1000)
    return result


def measure(number: int, requests: int, kind: str, compare: bool) -> dict[str, float]:
    """Returns what one size costs."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "memory.sqlite"
        connection = sqlite3.connect(path)
        connection.execute("PRAGMA synchronous = OFF")
        memory = Memory(connection, source="en")
        spent, worked, kept = 0.0, 0.0, []
        for catalog, chunk in enumerate(_catalogs(number, kind)):
            kept += chunk if catalog % 200 == 0 else []
            start, busy = time.perf_counter(), time.process_time()
            memory.learn(f"{catalog}.po", "1", language="ru", release=f"release-{catalog}", units=chunk)
            spent += time.perf_counter() - start
            worked += time.process_time() - busy
        start, busy = time.perf_counter(), time.process_time()
        memory.index()
        connection.commit()
        indexed = time.perf_counter() - start
        worked += time.process_time() - busy

        chosen, made = Random(3), Sentences(kind, 2)
        context: list[float] = []
        exact: list[float] = []
        fuzzy: list[float] = []
        found = missed = wanted = 0
        months = numbers("en")
        everything = (
            [cutting.words(cutting.cut(row[0], months)) for row in connection.execute("SELECT msgid FROM memory_sources")]
            if compare
            else []
        )
        looking = 0.0
        for one in chosen.choices(kept, k=requests):
            before, after = one.contexts[0]
            _clock(context, lambda: memory.propose("ru", one.msgid, None, before, after))  # noqa: B023 - called at once
            _clock(exact, lambda: memory.propose("ru", one.msgid, None, None, None))  # noqa: B023
            text = made.changed(one.msgid) if chosen.random() < 0.75 else made.make()
            busy = time.process_time()
            best = _clock(fuzzy, lambda: memory.look_up("ru", Request(text), threshold=THRESHOLD))  # noqa: B023
            looking += time.process_time() - busy
            found += bool(best)
            if everything:
                pieces = cutting.words(cutting.cut(text, months))
                most = max(percent(other, pieces, THRESHOLD) for other in everything)
                reached = best[0].percent if best else 0  # type: ignore[index]
                wanted += most >= THRESHOLD
                missed += most >= THRESHOLD and reached < most
        result = {
            "learn": number / spent,
            "build": number / (spent + indexed),
            "busy": number / worked,
            "index": number / indexed,
            "disk": path.stat().st_size / 1e6,
            "fuzzy busy": looking / requests * 1000,
            "found": found / requests,
            "wanted": wanted,
            "missed": missed,
        }
        for name, times in (("context", context), ("exact", exact), ("fuzzy", fuzzy)):
            result[name] = median(times)
            result[f"{name} p95"] = quantiles(times, n=20)[-1]
        result["peak"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1e6 if sys.platform == "darwin" else 1e3)
        if compare:
            result["fts5"] = number / _fts5(connection)
        return result


def _catalogs(number: int, kind: str) -> Iterator[list[Unit]]:
    chunk: list[Unit] = []
    for one in units(number, kind):
        chunk.append(one)
        if len(chunk) == _A_CATALOG:
            yield chunk
            chunk = []
    if chunk:
        yield chunk


def _fts5(connection: sqlite3.Connection) -> float:
    """Returns the seconds in which FTS5 indexes the grams of all sources."""
    connection.execute("CREATE VIRTUAL TABLE words USING fts5(grams, content='', columnsize=0, detail=none, tokenize='ascii')")
    connection.execute("INSERT INTO words (words, rank) VALUES ('hashsize', 16777216)")
    rows = connection.execute("SELECT id, msgid FROM memory_sources ORDER BY id").fetchall()
    start = time.perf_counter()
    made = ((number, " ".join(f"{gram:x}" for gram in cutting.grams(msgid))) for number, msgid in rows)
    connection.executemany("INSERT INTO words (rowid, grams) VALUES (?, ?)", made)
    connection.commit()
    return time.perf_counter() - start


def _both(got: dict[str, float], name: str) -> str:
    return f"{got[name]:.2f} / {got[f'{name} p95']:.2f}"


def main() -> int:
    """Prints a table; returns 1 if something wanted is not reached and `--check` was given."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--units", type=int, default=100_000, help="of the largest size")
    parser.add_argument("--requests", type=int, default=300)
    parser.add_argument("--kind", choices=("mixed", "formulas"), default="mixed")
    parser.add_argument("--compare", action="store_true", help="with a search through everything, and with FTS5")
    parser.add_argument("--check", action="store_true", help="exit with 1 if something wanted is not reached")
    options = parser.parse_args()
    print(f"{options.kind}; ms are median / p95 of {options.requests} look-ups; fuzzy: best three from {THRESHOLD} %")
    print(f"{'units':>9} {'learn/s':>8} {'build/s':>8} {'/CPU s':>8}", end=" ")
    print(f"{'context ms':>14} {'exact ms':>14} {'fuzzy ms':>14} {'CPU ms':>6} {'found':>6} {'RSS MB':>7} {'disk MB':>8}")
    short = False
    for size in (options.units // 16, options.units // 4, options.units):
        with multiprocessing.get_context("spawn").Pool(1) as pool:
            got = pool.apply(measure, (size, options.requests, options.kind, options.compare))
        cells = [f"{_both(got, name):>14}" for name in ("context", "exact", "fuzzy")]
        print(f"{size:>9,} {got['learn']:>8,.0f} {got['build']:>8,.0f} {got['busy']:>8,.0f} {' '.join(cells)}", end=" ")
        print(f"{got['fuzzy busy']:>6.1f} {got['found']:>6.0%} {got['peak']:>7.0f} {got['disk']:>8.0f}", flush=True)
        if options.compare:
            print(f"{'':>9} {got['missed']:.0f} of {got['wanted']:.0f} best matches missed;", end=" ")
            print(f"grams indexed: {got['index']:,.0f} units/s, with FTS5: {got['fts5']:,.0f}", flush=True)
        short |= got["busy"] < LEARN or max(got["context"], got["exact"]) > EXACT or got["fuzzy busy"] > FUZZY
    return int(short and options.check)


if __name__ == "__main__":
    sys.exit(main())
