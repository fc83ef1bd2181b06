"""Configuration and paths: what `workflow.toml` (or `[tool.workflow]` in `pyproject.toml`) says, and which releases there are.

Command line over file over default. An unknown key is an error that names the valid ones.
"""

from __future__ import annotations

import difflib
import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, field, fields, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, Literal

from workflow import languages as tags
from workflow.errors import ConfigurationError, UsageError
from workflow.files import read as read_file
from workflow.model import Finding, Where

RESERVED = frozenset({"glossary", "index", "404", "aligned"})
_DATED = re.compile(r"(?:.*/)?(\d{4}-\d{2}-\d{2})-")


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
    late_notice: bool = True
    """Tell readers of a page that its source has changed since."""
    engine: str = "argos"
    """What drafts the sentences that the memory does not have."""
    abbreviations: dict[str, str] = field(default_factory=dict)
    """Language -> file of the project's own abbreviations, relative to the root."""
    srx: str = ""
    """File of the project's own segmentation rules (SRX 2.0), relative to the root."""

    @property
    def cache(self) -> Path:
        """`.workflow/`, which can be deleted at any time."""
        return self.root / ".workflow"

    def catalog_path(self, release: str, language: str) -> str:
        """Returns the path of a catalog, relative to the root: `locales/ru/LC_MESSAGES/2026-03-01-a.po`."""
        return f"locales/{tags.folder(language)}/LC_MESSAGES/{release}.po"

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


_KEYS = {one.name.replace("_", "-"): one.name for one in fields(Project) if one.name != "root"}
_METADATA = ("date", "languages", "publish-after", "withdrawn")


def load(root: Path) -> Project:
    """Returns the project in a folder.

    Raises:
        ConfigurationError: There is none, or its configuration is wrong; names file and key.
    """
    own, shared = root / "workflow.toml", root / "pyproject.toml"
    if own.is_file():
        return _project(root, _toml(own, "workflow.toml"), "workflow.toml")
    if shared.is_file():
        table = _toml(shared, "pyproject.toml").get("tool", {}).get("workflow")
        if isinstance(table, dict):
            return _project(root, table, "pyproject.toml, [tool.workflow]")
    raise ConfigurationError("no project here: no workflow.toml", path=str(root), hint="make one with: workflow init")


def _toml(path: Path, shown: str) -> dict[str, Any]:
    try:
        return tomllib.loads(read_file(path, shown).decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise ConfigurationError("is not UTF-8", path=shown, hint="save it as UTF-8") from None
    except tomllib.TOMLDecodeError as error:
        match = re.search(r"\(at line (\d+)", str(error))
        raise ConfigurationError(
            str(error).split(" (at ")[0], path=shown, line=int(match[1]) if match else 0, hint="see toml.io for the format"
        ) from None


def _project(root: Path, table: dict[str, Any], shown: str) -> Project:
    values: dict[str, Any] = {}
    for key, value in table.items():
        name = _KEYS.get(key)
        if name is None:
            raise ConfigurationError(f"unknown key “{key}”", path=shown, hint=_valid(key, _KEYS))
        values[name] = _value(key, value, shown)
    project = Project(root, **values)
    if project.source_language in project.languages:
        raise ConfigurationError(
            f"“{project.source_language}” is both source-language and one of languages",
            path=shown,
            hint="a release is not translated into its own language",
        )
    return project


def _valid(key: str, keys: Iterable[str]) -> str:
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
        return tuple(dict.fromkeys(_tag(one, key, shown) for one in value))
    if key == "abbreviations":
        if not isinstance(value, dict) or not all(isinstance(one, str) for one in value.values()):
            raise wrong('a table such as {en = "abbreviations.en.txt"}')
        return {_tag(one, key, shown): path for one, path in value.items()}
    if not isinstance(value, str):
        raise wrong("a text in quotes")
    choices = {"segmentation": ("sentence", "paragraph"), "review": ("translated", "approved")}.get(key)
    if choices and value not in choices:
        raise wrong(f"“{choices[0]}” or “{choices[1]}”")
    if key == "source-language":
        return _tag(value, key, shown)
    if key == "base-url":
        if value and not re.fullmatch(r"https?://[^\s/?#]+(?:/[^\s?#]*)?", value):
            raise wrong("an address such as https://example.org/news/")
        return value if not value or value.endswith("/") else f"{value}/"
    return value


def _tag(value: str, key: str, shown: str) -> str:
    try:
        return tags.canonical(value)
    except UsageError as error:
        raise ConfigurationError(f"{key}: {error.message}", path=shown, hint=error.hint) from None


def check_name(name: str) -> str:
    """Returns a release name as the command line gave it, without folder and suffix of the source.

    Raises:
        UsageError: It can not be the name of a release.
    """
    plain = name.replace("\\", "/").removeprefix("./").removeprefix("sources/")
    if not plain or ".." in plain.split("/") or plain.startswith("/") or any(part.startswith(".") for part in plain.split("/")):
        raise UsageError(
            f"“{name}” is no release name", hint="give the path under sources/ without the suffix, without .. and leading dots"
        )
    return plain


def releases(project: Project) -> tuple[tuple[Release, ...], tuple[Finding, ...]]:
    """Returns the project's releases by name, and what is wrong with files that can not be one.

    Assets (files of other kinds) and ITS rules are passed over in silence.
    """
    from workflow.sources import NOT_YET_READ, is_release
    from workflow.sources.its import is_rules

    found: dict[str, list[str]] = {}
    findings: list[Finding] = []
    base = project.root / "sources"
    for path in sorted(_files(base)):
        shown = f"sources/{path.relative_to(base).as_posix()}"
        suffix = path.suffix.lower()
        if suffix in NOT_YET_READ:
            findings.append(_finding("S002", shown, f"{suffix} files are not read yet: save the release as .txt, .html or .xml"))
            continue
        if not is_release(suffix) or (suffix == ".xml" and is_rules(head(path))):
            continue
        name = path.relative_to(base).with_suffix("").as_posix()
        problem = _unusable(name)
        if problem:
            findings.append(_finding("S003", shown, problem, error=True))
            continue
        found.setdefault(name, []).append(shown)
    result = []
    folded: dict[str, str] = {}
    for name, paths in sorted(found.items()):
        if len(paths) > 1:
            findings.append(_finding("S001", paths[0], f"two sources with one name: {' and '.join(paths)}; rename one of them", error=True))
            continue
        twin = folded.setdefault(name.casefold(), name)
        if twin != name:
            findings.append(_finding("S001", paths[0], f"its name differs from {twin} in case only; rename one of them", error=True))
            continue
        try:
            result.append(_with_metadata(project, Release(name, paths[0], date=_date_of(name))))
        except ConfigurationError as error:
            findings.append(_finding("S004", error.path, f"{error.message} ({error.hint})", error=True, line=error.line))
    return tuple(result), tuple(findings)


def _files(base: Path) -> Iterable[Path]:
    import os

    for folder, folders, names in os.walk(base):
        folders[:] = sorted(one for one in folders if not one.startswith("."))
        for name in names:
            if not name.startswith("."):
                yield Path(folder, name)


def head(path: Path) -> bytes:
    """Returns the start of a file: enough to tell what an XML file is; empty if it can not be read."""
    try:
        with path.open("rb") as file:
            return file.read(65536)
    except OSError:
        return b""


def _unusable(name: str) -> str:
    if ".." in name:
        return "a release name may not hold “..”; rename the file"
    if name.split("/")[0] in RESERVED or name.rsplit("/", 1)[-1] in RESERVED:
        return f"the name is taken ({', '.join(sorted(RESERVED))}); rename the file"
    if any(ord(character) < 32 or character in '<>:"|?*\\' for character in name):
        return "the name holds a character that other systems do not allow in file names; rename the file"
    return ""


def _finding(code: str, path: str, message: str, *, error: bool = False, line: int = 0) -> Finding:
    return Finding(code, "error" if error else "warning", Where(path, line), message)


def _date_of(name: str) -> str:
    match = _DATED.match(name)
    try:
        return date.fromisoformat(match[1]).isoformat() if match else ""
    except ValueError:
        return ""


def _with_metadata(project: Project, release: Release) -> Release:
    shown = f"sources/{release.name}.toml"
    path = project.root / shown
    if not path.is_file():
        return release
    for key, value in _toml(path, shown).items():

        def wrong(wanted: str, key: str = key, value: object = value) -> ConfigurationError:
            return ConfigurationError(f"{key} = {value}", path=shown, hint=f"{key} has to be {wanted}")

        if key not in _METADATA:
            raise ConfigurationError(f"unknown key “{key}”", path=shown, hint=_valid(key, _METADATA))
        if key == "date":
            if not isinstance(value, date):
                raise wrong("a date such as 2026-03-01, without quotes")
            release = replace(release, date=value.isoformat()[:10])
        elif key == "publish-after":
            if not isinstance(value, date):
                raise wrong("a date or time such as 2026-03-01T10:00:00Z, without quotes")
            moment = value if isinstance(value, datetime) else datetime(value.year, value.month, value.day)
            release = replace(release, publish_after=moment if moment.tzinfo else moment.replace(tzinfo=UTC))
        elif key == "withdrawn":
            if not isinstance(value, bool):
                raise wrong("true or false")
            release = replace(release, withdrawn=value)
        else:
            if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
                raise wrong('a list of language tags such as ["ru"]')
            unknown = [one for one in value if _tag(one, key, shown) not in project.languages]
            if unknown:
                raise wrong(f"among the project's languages ({', '.join(project.languages)})")
            release = replace(release, languages=tuple(_tag(one, key, shown) for one in value))
    return release
