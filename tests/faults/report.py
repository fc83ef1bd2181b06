"""Prints the table of the README: which faults were tried, how many texts of people were at risk, and how many were lost.

python -m tests.faults.report
"""

from __future__ import annotations

import tempfile
from pathlib import Path

from .faults import FAULTS, Tally, trials


def main() -> None:
    """Tries all faults at all calls."""
    print(f"{'fault, at every call of a run':<32}{'tried':>7}{'texts at risk':>15}{'lost':>6}")
    for fault in FAULTS:
        with tempfile.TemporaryDirectory() as folder:
            last = Tally(fault)
            for tally in trials(fault, Path(folder)):
                last = tally
        print(f"{fault:<32}{last.tried:>7,}{last.at_risk:>15,}{last.lost:>6}")


if __name__ == "__main__":
    main()
