"""A good site, one thing broken in it, and what `verify` says of it."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

from workflow.model import Finding
from workflow.site.built import Folder, Site
from workflow.site.verify import verify

GOOD = Path(__file__).parent / "good"
BASE = "https://press.example/news/"


@dataclass(frozen=True, slots=True)
class Built:
    """A site in a folder."""

    root: Path

    def change(self, path: str, old: str, new: str, count: int = 1) -> None:
        """Replaces words of a file, which have to be there."""
        file = self.root / path
        text = file.read_text("utf-8")
        assert old in text, f"{path} does not say {old}"
        file.write_text(text.replace(old, new, count), "utf-8")

    def write(self, path: str, data: str | bytes) -> None:
        """Adds a file."""
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data if isinstance(data, bytes) else data.encode())

    def remove(self, path: str) -> None:
        """Removes a file."""
        (self.root / path).unlink()

    def verify(self, base_url: str = BASE) -> list[Finding]:
        """What is wrong with it."""
        return verify(Site(Folder(self.root, "exports"), "en", base_url))

    def codes(self, base_url: str = BASE) -> list[tuple[str, str]]:
        """(code, path) of what is wrong with it."""
        return [(one.code, one.where.path) for one in self.verify(base_url)]


def good(folder: Path) -> Built:
    """Returns a good site of its own: two releases, one of them in English, Russian and Arabic."""
    shutil.copytree(GOOD, folder, dirs_exist_ok=True)
    return Built(folder)
