"""Work on all cores: processes end with the run that began them, whatever ends that."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from ..office import CONFIGURATION, Office

_SCRIPT = """
import os, signal, sys, time
from pathlib import Path
from workflow.pipeline import begin
from workflow.pipeline.each import each
from workflow.project import load

signal.signal(signal.SIGTERM, lambda *_: None)
turns, rest = int(sys.argv[1]), float(sys.argv[2])
with begin(load(Path.cwd()), ()) as run:
    for _ in range(turns):
        for _, pid in each(run, run.releases, lambda release: (time.sleep(rest), os.getpid())[1], "work"):
            print(pid, flush=True)
"""

linux = pytest.mark.skipif(
    sys.platform != "linux" or len(os.sched_getaffinity(0)) < 2, reason="processes are started on Linux with two cores or more"
)


def _start(office: Office, turns: int, rest: float) -> subprocess.Popen[str]:
    office.write("workflow.toml", CONFIGURATION)
    for number in range(60):
        office.write(f"sources/{number}.txt", f"Title {number}\n")
    command = [sys.executable, "-c", _SCRIPT, str(turns), str(rest)]
    return subprocess.Popen(command, cwd=office.root, stdout=subprocess.PIPE, text=True)


@linux
def test_processes_end_where_the_signal_to_end_is_handled(tmp_path: Path) -> None:
    """A server has a handler for SIGTERM; its workers do not inherit it, and no turn waits for one that does not end."""
    process = _start(Office(tmp_path), 15, 0.0)
    said, _ = process.communicate(timeout=60)
    assert process.returncode == 0
    assert len(said.split()) == 15 * 60


@linux
def test_processes_end_when_the_run_is_killed(tmp_path: Path) -> None:
    """Nothing of a killed run goes on, or waits for ever."""
    process = _start(Office(tmp_path), 1, 0.4)  # eight at a time: a worker would go on for three seconds
    assert process.stdout is not None
    worker = int(process.stdout.readline())
    assert worker != process.pid
    process.send_signal(signal.SIGKILL)
    process.wait()
    end = time.monotonic() + 1.5
    while Path(f"/proc/{worker}/cmdline").exists() and Path(f"/proc/{worker}/cmdline").read_bytes():
        assert time.monotonic() < end, "a process of the killed run is still there"
        time.sleep(0.05)
