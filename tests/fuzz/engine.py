"""Runs a target for some CPU minutes: first inputs that grow, then inputs that change; keeps one input for each thing that is wrong.

Inputs that change are guided by what lines they reach if atheris is installed (`pip install atheris`), and otherwise by whether a reader
answers in a way that it has not answered in before.
"""

from __future__ import annotations

import importlib.util
import os
import pkgutil
import resource
import signal
import sys
import tempfile
import time
import traceback
from collections.abc import Callable
from pathlib import Path
from random import Random
from types import FrameType

from .mutate import Mutator
from .target import Target, seeds_of, words_of

SLOW = 3.0
"""Seconds of processor time that a small input may take."""
_GROWTH = 0.25
"""Part of the time that is spent on inputs that grow."""
_SIZES = (16_000, 64_000, 256_000)
_WORTH, _SUSPECT, _RATIO = 0.05, 6, 2.5
"""Seconds from which growth is looked at; how much longer four times the size takes where it is looked at again; how much longer twice the
size may take."""
_MEMORY = 1_500_000_000


class TooSlow(BaseException):
    """An input took too long; no `except Exception` may swallow it. Its frame says where."""


def _place(error: BaseException) -> str:
    """Returns where in the program, or else in the target, something was raised; of a bad refusal, where it was refused."""
    frames = [one for cause in (error.__context__, error) if cause for one in traceback.extract_tb(cause.__traceback__)]
    own = [one for one in frames if "/workflow/" in one.filename] or frames
    return f"{Path(own[-1].filename).name}:{own[-1].lineno}"


class Finds:
    """What is wrong, once each, with the shortest input that shows it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.sizes: dict[str, int] = {}

    def add(self, error: BaseException, data: bytes, where: str = "") -> None:
        """Keeps an input and what it led to."""
        key = f"{type(error).__name__} {where or _place(error)}"
        size = self.sizes.get(key)
        if size is not None and size <= len(data):
            return
        number = list(self.sizes).index(key) if key in self.sizes else len(self.sizes)
        self.sizes[key] = len(data)
        self.folder.mkdir(parents=True, exist_ok=True)
        (self.folder / f"{number:03}").write_bytes(data)
        said = f"{error}\n" if where else "".join(traceback.format_exception(error))
        (self.folder / f"{number:03}.why").write_text(f"{key}\n{said}", encoding="utf-8", errors="backslashreplace")
        if size is None:
            print(f"  find {number:03}: {key}: {str(error)[:200]!r}", flush=True)


def _on_time(_number: int, frame: FrameType | None) -> None:
    while frame is not None and "/workflow/" not in frame.f_code.co_filename:
        frame = frame.f_back
    place = f"{Path(frame.f_code.co_filename).name}:{frame.f_code.co_name}" if frame else "?"
    raise TooSlow(place)


def _timed(check: Callable[[bytes], object], data: bytes, limit: float) -> tuple[float, object]:
    """Returns the seconds of processor time that a check takes, and what it returns."""
    signal.setitimer(signal.ITIMER_PROF, limit)
    start = time.process_time()
    try:
        answer = check(data)
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
    return time.process_time() - start, answer


class Run:
    """One target being fuzzed."""

    def __init__(self, reader: str, target: Target, folder: Path, seed: int) -> None:
        self.target = target
        self.seeds = seeds_of(reader, target)
        self.random = Random(seed)
        self.mutator = Mutator(self.seeds, words_of(reader), self.random)
        self.finds = Finds(folder)
        self.stopped = False
        self.executed = 0
        self.grown = 0

    def one(self, data: bytes) -> object:
        """Tries one input; returns what the reader said."""
        self.executed += 1
        try:
            _, answer = _timed(self.target.check, data, SLOW)
        except TooSlow as error:
            self.finds.add(error, data, f"{error}")
            return "slow"
        except (Exception, MemoryError) as error:
            self.finds.add(error, data)
            return type(error).__name__
        return answer

    def grow(self) -> None:
        """Repeats a part of an input until twice as many cost clearly more than twice the time, or an honest size is reached."""
        self.grown += 1
        data = self.random.choice(self.seeds)
        if self.random.random() < 0.6:
            data = self.mutator.input(data, self.target.most)
        growing = self.mutator.growing(data)
        last = 0.0
        for size in _SIZES:
            grown = growing.of(size)
            try:
                seconds, _ = _timed(self.target.check, grown, 20)
                if seconds > _WORTH and seconds > last * _SUSPECT and self._grows(grown, growing.of(size * 4)):
                    return
            except TooSlow as error:
                self.finds.add(error, grown, f"grows in {error}")
                return
            except (Exception, MemoryError) as error:
                self.finds.add(error, grown)
                return
            if seconds > 1:
                return
            last = seconds

    def _grows(self, quarter: bytes, whole: bytes) -> bool:
        """Measures a suspect more than once, and asks where it is when half of its time is over."""
        first, second = (min(_timed(self.target.check, one, 20)[0] for _ in range(3)) for one in (quarter, whole))
        if first < _WORTH / 4 or second < first * _RATIO**2:
            return False
        try:
            _timed(self.target.check, whole, second * 0.6)
        except TooSlow as error:
            said = ValueError(f"{len(whole)} bytes take {second:.2f} s, a quarter of them {first:.2f} s")
            self.finds.add(said, whole, f"grows in {error}")
        return True

    def guided(self, until: float) -> None:
        """Tries changed inputs until so many seconds of processor time are used; what is answered in a new way is changed further."""
        pool = list(self.seeds)
        seen: set[str] = set()
        while time.process_time() < until and not self.stopped:
            data = self.mutator.input(self.random.choice(pool), self.target.most)
            answer = repr(self.one(data))
            if answer not in seen and len(seen) < 100_000:
                seen.add(answer)
                pool.append(data)


def run(name: str, target_of: Callable[[], Target], minutes: float, folder: Path, seed: int, *, atheris: bool) -> None:
    """Fuzzes one target in this process, and ends the process."""
    signal.signal(signal.SIGPROF, _on_time)
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY * 4, _MEMORY * 4))
    started = time.process_time()
    guide = _atheris(target_of) if atheris else None
    run = Run(name, target_of(), folder / name, seed)
    end = started + minutes * 60

    def stop(_number: int, _frame: FrameType | None) -> None:
        run.stopped = True

    # Whoever ends a run early, with Ctrl-C or kill, is told how far it came.
    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    for data in run.seeds:
        run.one(data)
    while time.process_time() < started + minutes * 60 * _GROWTH and not run.stopped:
        run.grow()
    if guide is None:
        run.guided(end)
        _report(name, run)
        return
    _guided_by(guide, run, end, name)


def _report(name: str, run: Run) -> None:
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(
        f"{name}: {time.process_time() / 60:.1f} CPU minutes, {run.executed:,} inputs, {run.grown:,} grown, "
        f"{len(run.finds.sizes)} finds, {most} MB at most",
        flush=True,
    )


def _atheris(target_of: Callable[[], Target]) -> object:
    """Imports what is fuzzed with its branches counted; returns atheris, or None where it is not installed."""
    try:
        import atheris
    except ImportError:
        return None
    # What a target imports it imports here first, counted.
    with atheris.instrument_imports(include=["workflow"]):
        for module in _modules(("workflow.sources", "workflow.segments", "workflow.locales", "workflow.exchange", "workflow.memory")):
            importlib.import_module(module)
        for module in _modules(("workflow.checks", "workflow.glossary", "workflow.project", "workflow.releases")):
            importlib.import_module(module)
    return atheris


def _modules(names: tuple[str, ...]) -> list[str]:
    found = []
    for name in names:
        package = importlib.util.find_spec(name)
        found.append(name)
        if package is not None and package.submodule_search_locations:
            found += [f"{name}.{one.name}" for one in pkgutil.iter_modules(package.submodule_search_locations)]
    return found


def _guided_by(guide: object, run: Run, end: float, name: str) -> None:
    def one(data: bytes) -> None:
        run.one(data)
        if time.process_time() > end or run.stopped:
            _report(name, run)
            sys.stdout.flush()
            os._exit(0)

    def change(data: bytes, most: int, seed: int) -> bytes:
        run.random.seed(seed)
        return run.mutator.input(data, min(most, run.target.most))[:most]

    corpus = Path(tempfile.mkdtemp(prefix="fuzz-"))
    for number, data in enumerate(run.seeds):
        (corpus / f"{number}").write_bytes(data[: run.target.most])
    options = [f"-max_len={run.target.most}", "-rss_limit_mb=0", "-timeout=600", "-handle_segv=0", "-handle_term=0", "-handle_int=0"]
    guide.Setup([sys.argv[0], *options, str(corpus)], one, custom_mutator=change)
    guide.Fuzz()
