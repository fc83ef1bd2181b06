"""A real browser for tests: the system's Chromium, headless, driven by playwright; and axe-core, which finds barriers for people.

Where one of them is missing, tests skip and say which: `apt-get install chromium`, `pip install playwright` (the `test` extra), `npm pack
axe-core`, of which `package/axe.min.js` is named by $WORKFLOW_AXE or lies in ~/.cache/press-workflow/.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

_NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")


def chromium() -> str:
    """Returns the path of the system's Chromium; skips the test where there is none."""
    named = os.environ.get("WORKFLOW_CHROMIUM", "")
    found = named if named and Path(named).is_file() else next((path for name in _NAMES if (path := shutil.which(name))), None)
    if found is None:
        pytest.skip("no Chromium on this machine (apt-get install chromium, or set WORKFLOW_CHROMIUM)")
    return found


_RUNNING: list[Any] = []
_OPEN: list[str] = []


@contextmanager
def launched() -> Iterator[Browser]:
    """Starts Chromium without a window, and ends it; skips the test where it or playwright is missing."""
    pytest.importorskip("playwright", reason="no playwright on this machine (pip install playwright)")
    from playwright.sync_api import sync_playwright

    path = chromium()
    if not _RUNNING:
        # There can be one in a process only, whoever started it.
        _RUNNING.append(sync_playwright().start())
    _OPEN.append(path)
    browser = _RUNNING[0].chromium.launch(executable_path=path, args=["--disable-dev-shm-usage"])
    try:
        yield browser
    finally:
        browser.close()
        _OPEN.pop()
        if not _OPEN:
            _RUNNING.pop().stop()


def axe() -> str:
    """Returns the source of axe-core; skips the test where it is not on this machine."""
    cache = Path(os.environ.get("XDG_CACHE_HOME") or "~/.cache").expanduser() / "press-workflow/axe.min.js"
    for path in (Path(os.environ.get("WORKFLOW_AXE", "")), cache):
        if path.is_file():
            return path.read_text("utf-8")
    pytest.skip("no axe-core on this machine (npm pack axe-core, and set WORKFLOW_AXE to its axe.min.js)")


def violations(page: Page) -> list[str]:
    """Returns what axe-core finds on a page as it is now, all its rules on, a line each: rule, what is wrong, where."""
    if not page.evaluate("typeof axe !== 'undefined'"):
        page.evaluate(axe())  # not as a script element: the page's own policy stays in force
    found: list[dict[str, Any]] = json.loads(page.evaluate("axe.run(document).then((result) => JSON.stringify(result.violations))"))
    return [f"{one['id']}: {one['help']}: {node['html'][:160]}" for one in found for node in one["nodes"]]
