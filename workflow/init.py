"""init: a commented `workflow.toml` and the folders of a project; what is there already stays as it is."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from workflow import files
from workflow.errors import UsageError
from workflow.languages import canonical, folder

_CONFIGURATION = """\
# A translation and publishing project. Releases stand in sources/, translations in locales/, the pages in exports/.

# What the releases are written in, and what they are translated into (BCP 47: ru, fr, pt-BR…).
source-language = "{source}"
languages = [{languages}]

# Where exports/ will stand on the web. Without it, pages have relative links only, and no feeds, no sitemap, no hreflang set.
# base-url = "https://example.org/news/"

# What the office is called, on pages and in feeds.
# publisher = {{ {source} = "Press Office" }}

# A page in another language is published when every sentence is "translated" (somebody accepted it),
# or only when it is "approved" (a second person accepted it).
# review = "translated"

# While a source has changed and its translation waits for review, readers of the older translation are told so.
# late-notice = true

# Translators see one "sentence" an entry, or one "paragraph".
# segmentation = "sentence"

# Abbreviations of your own that do not end a sentence, one a line with its kind (title, ref, inner, final, unit).
# abbreviations = {{ {source} = "abbreviations.{source}.txt" }}

# Segmentation rules of your own, SRX 2.0.
# srx = "rules.srx"

# Checks that are not asked for, and those that only some offices want: P505 no-break spaces, P506 ё. All: workflow check --list
# checks = {{ ignore = ["P403"], also = ["P506"] }}
# An accepted sentence that stands between the same sentences again becomes a "draft", or is "translated" at once.
# context-matches = "draft"

# What drafts sentences that were never translated before: "argos", "pseudo" for layout work, or a LibreTranslate server.
# engine = "argos"
# engine-options = {{ url = "http://127.0.0.1:5000" }}

# SHA-256 that the files of Argos packages must have, by name and version; otherwise the first installation decides.
# packages = {{ "translate-en_ru-1.9" = "591d743ae103752b88ffc38785c50421320f4eff93c8967e0d3d2e14d4e27811" }}
"""


def init(root: Path, source_language: str, languages: Sequence[str]) -> list[str]:
    """Makes a project in a folder and returns what was made, relative to it.

    Raises:
        UsageError: There is a project already, or a language tag is none.
    """
    if (root / "workflow.toml").exists():
        raise UsageError("there is a project here already", path=str(root / "workflow.toml"), hint="edit it, or choose another folder")
    source = canonical(source_language)
    targets = [canonical(one) for one in languages]
    if source in targets:
        raise UsageError(f"“{source}” can not be both the source language and a target", hint="give another --language")
    shared = root / "pyproject.toml"
    if shared.is_file() and re.search(r"(?m)^\s*\[tool\.workflow\b", shared.read_text("utf-8", errors="replace")):
        raise UsageError("there is a project here already: [tool.workflow]", path=str(shared), hint="edit it, or choose another folder")
    text = _CONFIGURATION.format(source=source, languages=", ".join(f'"{one}"' for one in targets))
    made = []
    for name in ("sources", "exports", *(f"locales/{folder(one)}/LC_MESSAGES" for one in targets)):
        if not (root / name).is_dir():
            try:
                (root / name).mkdir(parents=True)
            except OSError as error:
                raise UsageError(f"can not be made: {error.strerror}", path=str(root / name), hint="choose another folder") from None
            made.append(f"{name}/")
    files.write(root / "workflow.toml", text.encode())
    return ["workflow.toml", *made]
