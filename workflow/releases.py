"""What is in `sources/`: releases with their metadata, and what is wrong with files that can not be one.

A release's name is its path under `sources/` without the suffix. `<release>.toml` holds its metadata. Files of other kinds are assets, and
so are XML files whose root is `its:rules`.
"""

from __future__ import annotations

import difflib
import os
import posixpath
import re
import stat
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from unicodedata import normalize

from workflow.errors import ConfigurationError, UsageError
from workflow.model import Finding, Where
from workflow.project import Project, Release, line_of, read_toml, tag_of, valid_keys
from workflow.sources import NOT_YET_READ, is_release

RESERVED = frozenset({"glossary", "index", "404", "aligned", "feed"})
_LIST = re.compile(r"(?:index|feed)-\d+")
_NOT_ALLOWED = re.compile(r'[\x00-\x1f<>:"|?*\\]')
_DATED = re.compile(r"(?:.*/)?(\d{4}-\d{2}-\d{2})-")
_PAGES = (".html", ".htm", ".xhtml")
_METADATA = ("boilerplate", "date", "languages", "place", "publish-after", "withdrawn")


@dataclass(frozen=True, slots=True)
class Scan:
    """`sources/` as it stands."""

    releases: tuple[Release, ...]
    """By name."""
    names: frozenset[str]
    """Of everything that is a release, or would be one if nothing were wrong with it. Only what is not among these is gone: a source
    that can not be used today loses neither its catalogs nor its pages."""
    assets: tuple[str, ...]
    """Paths under `sources/` of all other files but metadata, with `/`, sorted."""
    findings: tuple[Finding, ...]


def scan(project: Project) -> Scan:
    """Returns what is in `sources/`.

    Raises:
        ConfigurationError: There is no `sources/` where there are translations or exports, or a folder in it can not be
            read. (Were that taken for a project without releases, all that is public would be taken back.)
    """
    base = project.root / "sources"
    if not base.is_dir() and any((project.root / one).is_dir() for one in ("locales", "exports")):
        raise ConfigurationError("there is no such folder", path="sources", hint="put it back, or make an empty one to withdraw all")
    found: dict[str, list[str]] = {}
    names: set[str] = set()
    metadata: set[str] = set()
    assets: list[str] = []
    findings: list[Finding] = []
    for relative in sorted(files_below(str(base))):
        name, suffix = posixpath.splitext(relative)
        shown, suffix = f"sources/{relative}", suffix.lower()
        if suffix == ".toml":
            metadata.add(name)
        elif suffix in NOT_YET_READ:
            names.add(name)
            findings.append(_finding("S002", shown, f"{suffix} files are not read yet: save the release as .txt, .html or .xml"))
        elif not is_release(suffix) or (suffix == ".xml" and _is_rules(base / relative)):
            assets.append(relative)
        else:
            names.add(name)
            problem = _unusable(name) or _no_file(relative, base)
            if problem:
                findings.append(_finding("S003", _printable(shown), problem, error=True))
            else:
                found.setdefault(name, []).append(shown)
    releases = list(_releases(project, found, metadata, findings))
    findings += _strays(metadata - set(found), found, findings)
    return Scan(tuple(releases), frozenset(names), tuple(assets), tuple(findings))


def _releases(project: Project, found: dict[str, list[str]], metadata: set[str], findings: list[Finding]) -> Iterator[Release]:
    """Yields the releases that can be told apart and whose metadata can be read; adds why others can not."""
    folded: dict[str, str] = {}
    for name, paths in sorted(found.items()):
        problem = ""
        if len(paths) > 1:
            problem = f"two sources with one name: {' and '.join(paths)}; rename one of them"
        elif name.endswith(".tei") and name.removesuffix(".tei") in found:
            problem = f"the TEI file of {name.removesuffix('.tei')} has its name in exports/; rename one of them"
        elif (twin := folded.setdefault(normalize("NFC", name).casefold(), name)) != name:
            how = "in case only" if name.casefold() == twin.casefold() else "only in how its accents are encoded (Unicode NFC, NFD)"
            problem = f"its name differs from {twin} {how}; rename one of them"
        if problem:
            findings.append(_finding("S001", paths[0], problem, error=True))
            continue
        try:
            release = Release(name, paths[0], date=date_of(name))
            release = _with_metadata(project, release) if name in metadata else release
            if release.place and release.path.lower().endswith(_PAGES):
                said = "place: a HTML page has its dateline where its author wrote it, and this one is shown nowhere; take it out"
                shown = f"sources/{name}.toml"
                findings.append(_finding("S010", shown, said, line=line_of(project.root / shown, "place")))
            yield release
        except ConfigurationError as error:
            findings.append(_finding("S004", error.path, error.said, error=True, line=error.line))


def _strays(names: set[str], found: dict[str, list[str]], findings: list[Finding]) -> list[Finding]:
    """Returns a finding for each metadata file that belongs to no release, unless something else is said of that."""
    strays = []
    for name in sorted(names):
        if not any(finding.where.path.startswith(f"sources/{name}.") for finding in findings):
            near = difflib.get_close_matches(name, found, 1)
            said = f"it belongs to no release: there is no source of its name{f'; did you mean {near[0]}.toml?' if near else ''}"
            strays.append(_finding("S006", _printable(f"sources/{name}.toml"), said))
    return strays


def files_below(base: str) -> Iterator[str]:
    """Yields the path of each file below a folder, relative to it, with `/`; hidden ones are passed over.

    Raises:
        ConfigurationError: A folder can not be read.
    """

    def unreadable(error: OSError) -> None:
        if os.path.isdir(base):  # noqa: PTH112 - thousands of files: strings all the way
            raise ConfigurationError(f"can not be read: {error.strerror}", path=str(error.filename), hint="look at its permissions")

    for folder, folders, names in os.walk(base, onerror=unreadable):
        folders[:] = [one for one in folders if not one.startswith(".")]
        inside = folder[len(base) + 1 :].replace(os.sep, "/")
        for name in names:
            if not name.startswith("."):
                yield f"{inside}/{name}" if inside else name


def _is_rules(path: Path) -> bool:
    """Tells by its start if an XML file holds ITS rules; one that can not be read does not."""
    from workflow.sources.its_rules import is_rules

    if not path.is_file():
        return False  # to open a pipe would be to wait for its writer
    try:
        with path.open("rb") as file:
            return is_rules(file.read(65536))
    except OSError:
        return False


def _unusable(name: str) -> str:
    if ".." in name:
        return "a release name may not hold “..”; rename the file"
    if not name.isprintable() and _printable(name) != name:
        return "its name is not UTF-8; rename the file"
    ends = {name.split("/")[0].casefold(), name.rsplit("/", 1)[-1].casefold()}
    if ends & RESERVED or any(_LIST.fullmatch(one) for one in ends):
        return f"the name is taken ({', '.join(sorted(RESERVED))}); rename the file"
    if _NOT_ALLOWED.search(name):
        return "the name holds a character that other systems do not allow in file names; rename the file"
    return ""


def _no_file(relative: str, base: Path) -> str:
    """Returns why a file that can be named so can not be read as a release."""
    with suppress(OSError):
        if stat.S_ISREG(os.lstat(f"{base}/{relative}").st_mode):  # most, and there are thousands
            return ""
    path = base / relative
    if path.exists() and not path.is_file():
        return "it is no file"
    if path.is_symlink() and os.path.commonpath([os.path.realpath(base), os.path.realpath(path)]) != os.path.realpath(base):
        return "a link that leads out of sources/: put the file itself there"
    return ""


def _printable(shown: str) -> str:
    return shown.encode(errors="backslashreplace").decode()


def _finding(code: str, path: str, message: str, *, error: bool = False, line: int = 0) -> Finding:
    return Finding(code, "error" if error else "warning", Where(path, line), message)


def date_of(name: str) -> str:
    """Returns the ISO date that a release's name begins with, or nothing."""
    match = _DATED.match(name)
    try:
        return date.fromisoformat(match[1]).isoformat() if match else ""
    except ValueError:
        return ""


def _with_metadata(project: Project, release: Release) -> Release:
    shown = f"sources/{release.name}.toml"
    path = project.root / shown
    for key, value in read_toml(path, shown).items():
        line = line_of(path, key)

        def wrong(wanted: str, key: str = key, value: object = value, line: int = line) -> ConfigurationError:
            return ConfigurationError(f"{key} = {value}", path=shown, line=line, hint=f"{key} has to be {wanted}")

        if key not in _METADATA:
            raise ConfigurationError(f"unknown key “{key}”", path=shown, line=line, hint=valid_keys(key, _METADATA))
        if key == "date":
            if not isinstance(value, date):
                raise wrong("a date such as 2026-03-01, without quotes")
            release = replace(release, date=value.isoformat()[:10])
        elif key == "publish-after":
            if not isinstance(value, date):
                raise wrong("a date or time such as 2026-03-01T10:00:00Z, without quotes")
            moment = value if isinstance(value, datetime) else datetime(value.year, value.month, value.day)
            release = replace(release, publish_after=moment if moment.tzinfo else moment.replace(tzinfo=UTC))
        elif key in ("boilerplate", "withdrawn"):
            if not isinstance(value, bool):
                raise wrong("true or false")
            release = replace(release, boilerplate=value) if key == "boilerplate" else replace(release, withdrawn=value)
        elif key == "place":
            if not isinstance(value, str) or not value.strip() or not value.isprintable():
                raise wrong('the name of a place on one line, such as "Vienna"')
            release = replace(release, place=" ".join(value.split()))
        else:
            if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
                raise wrong('a list of language tags such as ["ru"]')
            unknown = [one for one in value if tag_of(one, key, shown) not in project.languages]
            if unknown:
                raise wrong(f"among the project's languages ({', '.join(project.languages)})")
            release = replace(release, languages=tuple(tag_of(one, key, shown) for one in value))
    return release


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
