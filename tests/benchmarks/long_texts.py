"""How does the cost of each check, and of the corrections, grow with the length of a text?

    python tests/benchmarks/long_texts.py [--letters 20000]

Each is asked of texts that are made of one piece again and again (words, figures, marks, codes, terms, …), at one and four times the
length, of sources that say the same and that do not. Printed is the piece for which its cost grew most, and by how much: 4 is in step
with the text, 16 with its square. What takes less than 10 ms at four times the length is passed over: there a clock tells nothing.

Measured with 20,000 letters on a machine with other work: no cost grows by more than 4.5. The dearest at 80,000 letters are the reading of
numbers (0.33 s), the corrections (0.12 s) and currencies (0.09 s).
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from workflow.checks import CHECKS, Subject, fix
from workflow.glossary import Glossary, terms_of

TERMS = Glossary(
    terms_of(
        [
            ("side event", "параллельное мероприятие в городе", ("forbidden: сайд-ивент",)),
            ("UNODC", "УНП ООН", ("forbidden: ЮНОДК",)),
            ("goAML", "", ("do not translate",)),
        ]
    ),
    "en",
    "ru",
)
PIECES = (
    *(
        "слово ",
        "a",
        "б",
        "aб",
        " ",
        "\u00a0",
        "  ",
        "\n",
        "7",
        "7 ",
        "1,234 ",
        "1.2.3.",
        "12:30 ",
        "5 p.m. ",
        "12 марта, ",
        "5 and 6 to 7 May ",
    ),
    *(
        "двадцать пять тысяч ",
        "twenty-five hundred and ",
        "XX ",
        "20% ",
        "$5 ",
        "+998 71 ",
        "(998) ",
        "71-",
        "A/",
        "A/RES/1 ",
        "a@",
        "a.b@c.d ",
        "www.",
        "a.",
    ),
    *(
        "http://a",
        "“",
        "„",
        '"',
        "« ",
        "»",
        "“а” ",
        "(",
        ")",
        "( ",
        "[(",
        " )",
        "-",
        " - ",
        "--",
        "—",
        ",",
        ", ",
        "а,б ",
        "...",
        "? ",
        "No. 5 ",
        "N",
        "т. д. ",
    ),
    *(
        "А. ",
        "еще ",
        "объем ",
        "side event ",
        "параллельное мероприятие ",
        "в ",
        "UNODC, ",
        "УНП ",
        "Рё",
        "\u202e",
        "\u200f",
        "<a>",
        "</a>",
        "<b/>",
        "<a>б</a> ",
    ),
    *("<", "&lt;", "&", "<prev/>", "she said, “no” ", ",” she said ", "max 60 characters ", "о\u0301", "مرحبا ", "世界", "٣ "),
)
TELLING = 0.01
"""Seconds below which nothing is told apart."""


def costs(source: str, target: str) -> dict[str, float]:
    """Returns what each check took on a new entry, what reading its facts took, and the corrections, in seconds of the process."""
    found: dict[str, float] = {}

    def ask(name: str, work: Callable[[], object]) -> None:
        began = time.process_time()
        work()
        found[name] = time.process_time() - began

    one = Subject(source, target, terms=TERMS, notes=(source,))
    ask("reading", lambda: (one.source_facts, one.target_facts))
    for code, (_, function) in CHECKS.items():
        ask(code, partial(function, one))
    ask("fix", lambda: fix(one, without=frozenset()))
    return found


def growth(piece: str, letters: int, *, times: int = 1) -> dict[str, tuple[float, float]]:
    """Returns name -> by how much its cost grows from a length to four times of it, and the larger cost; of what takes long enough.

    Args:
        piece: Of which the texts are made.
        letters: Of the shorter one.
        times: Of how many measurements the least counts.
    """
    worst: dict[str, tuple[float, float]] = {}
    for other in (piece, "The source. "):
        least: list[dict[str, float]] = []
        for size in (letters, 4 * letters):
            every = [costs(other * (size // len(other)), piece * (size // len(piece))) for _ in range(times)]
            least.append({name: min(one[name] for one in every) for name in every[0]})
        for name, seconds in least[1].items():
            if seconds > TELLING:
                worst[name] = max(worst.get(name, (0.0, 0.0)), (seconds / max(least[0][name], 0.0005), seconds))
    return worst


def main() -> None:
    """Prints the table."""
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--letters", type=int, default=20_000)
    letters = arguments.parse_args().letters
    worst: dict[str, tuple[float, float, str]] = {}
    for piece in PIECES:
        for name, (times, seconds) in growth(piece, letters, times=3).items():
            worst[name] = max(worst.get(name, (0.0, 0.0, "")), (times, seconds, piece))
    print(f"{'asked':<8}{'growth':>8}{'at 4x':>10}  piece")
    for name, (times, seconds, piece) in sorted(worst.items()):
        print(f"{name:<8}{times:>8.1f}{1000 * seconds:>7.0f} ms  {piece!r}")


if __name__ == "__main__":
    main()
