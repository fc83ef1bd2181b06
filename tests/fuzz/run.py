"""`python tests/fuzz/run.py html --minutes 10` fuzzes a reader, or `all` of them in turn; `--large 10` gives each 10 MB of anything."""

from __future__ import annotations

import argparse
import importlib
import subprocess
import sys
from pathlib import Path

READERS = {
    "text": "sources",
    "html": "sources",
    "xml": "sources",
    "po": "catalogs",
    "xliff": "exchanged",
    "tmx": "exchanged",
    "table": "exchanged",
    "configuration": "settings",
    "srx": "settings",
    "sentence": "sentences",
}
"""Reader -> the module with its target."""


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("reader", choices=[*READERS, "all"])
    options.add_argument("--minutes", type=float, default=10, help="of processor time for each reader")
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--finds", type=Path, default=Path("/tmp/fuzz-finds"), help="folder for the inputs that show something")
    options.add_argument("--blind", action="store_true", help="without atheris, also where it is installed")
    options.add_argument("--large", type=float, default=0, metavar="MB", help="so many megabytes of anything instead, such as 10")
    asked = options.parse_args()
    if asked.reader == "all":
        # A process for each: what one leaves in memory is not the next one's.
        for reader in READERS:
            subprocess.run([sys.executable, __file__, reader, *sys.argv[2:]], check=False)
        return
    # The targets are modules of a package for pytest too, which does not find this folder by its path.
    sys.path[0] = str(Path(__file__).parent.parent)
    module = f"fuzz.{READERS[asked.reader]}"

    def target():
        return importlib.import_module(module).TARGETS[asked.reader]

    if asked.large:
        importlib.import_module("fuzz.large").large(asked.reader, target(), asked.large)
    else:
        importlib.import_module("fuzz.engine").run(asked.reader, target, asked.minutes, asked.finds, asked.seed, atheris=not asked.blind)


if __name__ == "__main__":
    main()
