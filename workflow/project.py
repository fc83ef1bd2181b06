"""Configuration and paths: what `workflow.toml` (or `[tool.workflow]` in `pyproject.toml`) says. What is in `sources/` says `releases.py`.

Command line over file over default. An unknown key is an error that names the valid ones.
"""

from __future__ import annotations

import difflib
import re
import tomllib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, fields
from datetime import datetime
from pathlib import Path
from typing import Any, Literal

from workflow import languages as tags
from workflow.errors import ConfigurationError, UsageError
from workflow.files import read as read_file


@dataclass(frozen=True, slots=True)
class Project:
    """A project's configuration. The field defaults are the defaults."""

    root: Path
    source_language: str = "en"
    """BCP 47 tag of the language that `sources/` is written in."""
    languages: tuple[str, ...] = ()
    """BCP 47 tags of the languages that releases are translated into."""
    segmentation: Literal["sentence", "paragraph"] = "sentence"
    review: Literal["translated", "approved"] = "translated"
    """The state that every segment must reach before a page is published."""
    base_url: str = ""
    """Where `exports/` will stand on the web, `https://example.org/news/`; empty: relative links only."""
    publisher: dict[str, str] = field(default_factory=dict)
    """Language -> what the office is called in it, on pages and in feeds; under the empty tag, in every other language."""
    late_notice: bool = True
    """Tell readers of a page that its source has changed since."""
    engine: str = "argos"
    """What drafts the sentences that the memory does not have."""
    engine_options: dict[str, str] = field(default_factory=dict)
    """What the engine needs to know: `libretranslate` has `url`, `api-key`, `timeout`."""
    packages: dict[str, str] = field(default_factory=dict)
    """Name and version of Argos packages (`translate-en_ru-1.9`) -> SHA-256 that their files must have."""
    context_matches: Literal["draft", "translated"] = "draft"
    """What an accepted text becomes where the same sentence stands between the same sentences again."""
    abbreviations: dict[str, str] = field(default_factory=dict)
    """Language -> file of the project's own abbreviations, relative to the root."""
    srx: str = ""
    """File of the project's own segmentation rules (SRX 2.0), relative to the root."""

    checks: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """`ignore`: codes of checks that are not asked for; `also`: codes of those that are only asked for where a project wants them."""

    @property
    def cache(self) -> Path:
        """`.workflow/`, which can be deleted at any time."""
        return self.root / ".workflow"

    def catalog_path(self, release: str, language: str) -> str:
        """Returns the path of a catalog, relative to the root: `locales/ru/LC_MESSAGES/2026-03-01-a.po`."""
        return f"locales/{tags.folder(language)}/LC_MESSAGES/{release}.po"

    def publisher_in(self, language: str) -> str:
        """Returns what the office is called in a language; empty where the project does not say."""
        return self.publisher.get(language) or self.publisher.get("", "")

    def targets(self, release: Release) -> tuple[str, ...]:
        """Returns the languages that a release is translated into."""
        return self.languages if release.languages is None else tuple(one for one in self.languages if one in release.languages)


@dataclass(frozen=True, slots=True)
class Release:
    """One source document and what its metadata say."""

    name: str
    """Its path under `sources/` without the suffix."""
    path: str
    """Relative to the root, with `/`."""
    date: str = ""
    """ISO date, or empty."""
    publish_after: datetime | None = None
    """Embargo: nothing of it is published before."""
    languages: tuple[str, ...] | None = None
    """The languages it is translated into; None: the project's."""
    withdrawn: bool = False
    boilerplate: bool = False
    """It is no page of its own: what is accepted of it is used again, word for word, wherever a release says the same."""
    place: str = ""
    """Where it was written, in the source language: what its dateline names beside the date."""


_LARGEST = 256 * 1024
"""Bytes of a TOML file."""
_MOST_STOPS = 500
"""In one of its lines: a key of thousands of parts (`a.a.a…`) takes tomllib the square of its length."""

_KEYS = {one.name.replace("_", "-"): one.name for one in fields(Project) if one.name != "root"}

# A server's name or address and the way to a folder: nothing that would break what is put behind it, no query, no user, no file.
_BASE_URL = re.compile(
    r"https?://(?:[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+)*|\[[0-9A-Fa-f:.]+\])(?::[0-9]{1,5})?(?:/(?!/)[^\s?#<>\"'\\]*)?(?<!\.html)"
)


def load(root: Path) -> Project:
    """Returns the project in a folder.

    Raises:
        ConfigurationError: There is none, or its configuration is wrong; names file and key.
    """
    project = find(root)
    if project is None:
        raise ConfigurationError("no project here: no workflow.toml", path=str(root), hint="make one with: workflow init")
    return project


def find(root: Path) -> Project | None:
    """Returns the project in a folder; None where there is none.

    Raises:
        ConfigurationError: Its configuration is wrong; names file and key.
    """
    own, shared = root / "workflow.toml", root / "pyproject.toml"
    if own.is_file():
        return _project(root, read_toml(own, "workflow.toml"), "workflow.toml")
    if shared.is_file():
        tools = read_toml(shared, "pyproject.toml").get("tool")
        table = tools.get("workflow") if isinstance(tools, dict) else None
        if isinstance(table, dict):
            return _project(root, table, "pyproject.toml")
    return None


def read_toml(path: Path, shown: str) -> dict[str, Any]:
    """Returns a TOML file, or raises a located ConfigurationError."""
    data = read_file(path, shown)
    if len(data) > _LARGEST:
        raise ConfigurationError(f"the file has more than {_LARGEST // 1024} kB", path=shown, hint="a configuration has a few lines")
    for number, line in enumerate(data.split(b"\n"), 1):
        if line.count(b".") > _MOST_STOPS:
            raise ConfigurationError("a line that no configuration needs", path=shown, line=number, hint="it has hundreds of stops")
    try:
        return tomllib.loads(data.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise ConfigurationError("is not UTF-8", path=shown, hint="save it as UTF-8") from None
    except tomllib.TOMLDecodeError as error:
        match = re.search(r"\(at line (\d+)", str(error))
        raise ConfigurationError(
            str(error).split(" (at ")[0], path=shown, line=int(match[1]) if match else 0, hint="see toml.io for the format"
        ) from None
    except (ValueError, RecursionError):  # a number of thousands of digits, or as many tables inside each other
        raise ConfigurationError("it has a number or a nesting that no configuration needs", path=shown, hint="see toml.io") from None


def _project(root: Path, table: dict[str, Any], shown: str) -> Project:
    values: dict[str, Any] = {}
    for key, value in table.items():
        name = _KEYS.get(key)
        if name is None:
            raise ConfigurationError(f"unknown key “{key}”", path=shown, line=line_of(root / shown, key), hint=valid_keys(key, _KEYS))
        try:
            values[name] = _value(key, value, shown)
        except ConfigurationError as error:
            error.line = line_of(root / shown, key)
            raise
    project = Project(root, **values)
    if project.source_language in project.languages:
        raise ConfigurationError(
            f"“{project.source_language}” is both source-language and one of languages",
            path=shown,
            line=line_of(root / shown, "languages"),
            hint="a release is not translated into its own language",
        )
    return project


def line_of(path: Path, key: str) -> int:
    """Returns where a file sets a key, in `[tool.workflow]` if it has that; 0 if that can not be told from its letters."""
    found, ours = 0, path.name != "pyproject.toml"
    for number, line in enumerate(path.read_text("utf-8-sig", errors="replace").splitlines(), 1):
        table = re.match(r"\s*\[+([^\]]+)\]", line)
        if table:
            ours = table[1].strip().startswith("tool.workflow") if path.name == "pyproject.toml" else not found
            # An unknown table stands for its key.
            named = table[1].strip().removeprefix("tool.workflow.").partition(".")[0].strip(" \"'")
            found = found or (number if ours and named == key else 0)
        elif ours and not found and re.match(rf"""\s*["']?{re.escape(key)}["']?\s*[=.]""", line):
            found = number
    return found


def valid_keys(key: str, keys: Iterable[str]) -> str:
    """Returns a hint that names the keys there are, the most similar one first."""
    near = difflib.get_close_matches(key, keys, 1)
    return (f"did you mean {near[0]}? " if near else "") + f"valid keys: {', '.join(sorted(keys))}"


def _value(key: str, value: Any, shown: str) -> Any:
    def wrong(wanted: str) -> ConfigurationError:
        return ConfigurationError(f"{key} = {value!r}", path=shown, hint=f"{key} has to be {wanted}")

    if key == "late-notice":
        if not isinstance(value, bool):
            raise wrong("true or false")
        return value
    if key == "languages":
        if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
            raise wrong('a list of language tags such as ["ru", "fr"]')
        return tuple(dict.fromkeys(tag_of(one, key, shown) for one in value))
    if key == "abbreviations":
        if not isinstance(value, dict) or not all(isinstance(one, str) for one in value.values()):
            raise wrong('a table such as {en = "abbreviations.en.txt"}')
        return {tag_of(one, key, shown): path for one, path in value.items()}
    if key == "publisher":
        names = {"": value} if isinstance(value, str) else value
        if not isinstance(names, dict) or not all(isinstance(one, str) for one in names.values()):
            raise wrong('a name such as "Press Office", or one for each language: {en = "Press Office", ru = "Пресс-служба"}')
        return {tag_of(one, key, shown) if one else "": name.strip() for one, name in names.items()}
    if key == "engine-options":
        if not isinstance(value, dict) or not all(isinstance(one, str) for one in value.values()):
            raise wrong('a table of texts such as {url = "http://127.0.0.1:5000"}')
        return dict(value)
    if key == "checks":
        return _checks(value, wrong)
    if key == "packages":
        digests = isinstance(value, dict) and all(isinstance(one, str) and re.fullmatch("[0-9a-fA-F]{64}", one) for one in value.values())
        if not digests:
            raise wrong('a table of SHA-256 digests in hexadecimal, such as {"translate-en_ru-1.9" = "591d74…"}')
        return dict(value)
    if not isinstance(value, str):
        raise wrong("a text in quotes")
    choices = {
        "segmentation": ("sentence", "paragraph"),
        "review": ("translated", "approved"),
        "context-matches": ("draft", "translated"),
    }.get(key)
    if choices and value not in choices:
        raise wrong(f"“{choices[0]}” or “{choices[1]}”")
    if key == "source-language":
        return tag_of(value, key, shown)
    if key == "base-url":
        if value and not (value.isascii() and _BASE_URL.fullmatch(value)):
            raise wrong(_in_ascii(value) or "the address under which exports/ is served, such as https://example.org/news/")
        return value if not value or value.endswith("/") else f"{value}/"
    return value


def _in_ascii(value: str) -> str:
    """What an address with other letters has to be instead (RFC 3986 section 2, RFC 3490); empty where it is wrong in other ways too."""
    from urllib.parse import quote, urlsplit

    try:
        parts = urlsplit(value)
        host = parts.netloc.encode("idna").decode()
    except ValueError:
        return ""
    written = f"{parts.scheme}://{host}{quote(parts.path, safe='/%~')}"
    return f"an address in ASCII, here {written}" if not value.isascii() and _BASE_URL.fullmatch(written) else ""


def _checks(value: Any, wrong: Callable[[str], ConfigurationError]) -> dict[str, tuple[str, ...]]:
    from workflow.checks import OPTIONAL, SEVERITIES

    if not isinstance(value, dict) or not set(value) <= {"ignore", "also"} or not all(isinstance(codes, list) for codes in value.values()):
        raise wrong('a table such as {ignore = ["P403"], also = ["P506"]}')
    for name, codes in value.items():
        valid = sorted(OPTIONAL) if name == "also" else [code for code in SEVERITIES if code[1] != "0"]
        unknown = [code for code in codes if code not in valid]
        if unknown:
            raise wrong(f"made of codes of checks: {name} has {unknown[0]!r}, valid are {', '.join(valid)}")
    return {name: tuple(codes) for name, codes in value.items()}


def tag_of(value: str, key: str, shown: str) -> str:
    """Returns a language tag in its canonical form, or raises a ConfigurationError that names its key and file."""
    try:
        return tags.canonical(value)
    except UsageError as error:
        raise ConfigurationError(f"{key}: {error.message}", path=shown, hint=error.hint) from None
