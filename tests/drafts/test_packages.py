"""Packages are found where Argos keeps them, and looking for them changes nothing."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from workflow.drafts import packages
from workflow.drafts.packages import PackageInfo


def put(small: PackageInfo, folder: Path, name: str, *, version: str = "1.0", source: str = "en", target: str = "ru") -> Path:
    """Puts a copy of the embedded package under another name, version and pair among the installed ones."""
    path = folder / name
    shutil.copytree(small.path, path)
    (path / "metadata.json").write_text(f'{{"package_version": "{version}", "from_code": "{source}", "to_code": "{target}"}}')
    return path


def test_the_embedded_package_is_whole(small: PackageInfo) -> None:
    """The package that is shipped says what it is; its digest is that of its model."""
    assert (small.name, small.version, small.source, small.target) == ("translate-en_ru-small", "0.1", "en", "ru")
    assert small.size > 7_000_000
    assert small.digest == "d403d5ef6c16d8012e746cc5e88c684f9cf573d7b7378c97de38d746dd5d4f57"


def test_looking_makes_no_folder(packages_folder: Path) -> None:
    """Finding, listing and looking for broken packages leave the disk as it is."""
    packages.find("en", "ru")
    assert packages.installed() == []
    assert packages.broken() == []
    assert not packages_folder.parent.exists()


def test_the_folder_is_that_of_argos(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """ARGOS_PACKAGES_DIR wins over XDG_DATA_HOME, which wins over the home folder."""
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "xdg"))
    monkeypatch.setenv("ARGOS_PACKAGES_DIR", str(tmp_path / "own"))
    assert packages.packages_dir() == tmp_path / "own"
    monkeypatch.delenv("ARGOS_PACKAGES_DIR")
    assert packages.packages_dir() == tmp_path / "xdg" / "argos-translate" / "packages"
    monkeypatch.delenv("XDG_DATA_HOME")
    assert packages.packages_dir() == tmp_path / ".local" / "share" / "argos-translate" / "packages"


def test_a_broken_folder_hides_no_other(small: PackageInfo, packages_folder: Path) -> None:
    """Beside a stray folder, bad metadata and a missing model, the good package is found and the bad ones are warned of."""
    good = put(small, packages_folder, "good")
    (packages_folder / "stray").mkdir()
    (put(small, packages_folder, "no-json") / "metadata.json").write_bytes(b"\xff{")
    (put(small, packages_folder, "no-model") / "model" / "model.bin").unlink()
    (packages_folder / "file").write_text("no folder")

    found = packages.find("en", "ru")

    assert found is not None
    assert found.path == good
    assert [package.path for package in packages.installed()] == [good]
    assert [(finding.code, Path(finding.where.path).name) for finding in packages.broken()] == [
        ("M001", "no-json"),
        ("M001", "no-model"),
        ("M001", "stray"),
    ]


def test_an_installed_package_comes_first(small: PackageInfo, packages_folder: Path) -> None:
    """An installed package is used even if its version is lower than the embedded one's, for its pair only."""
    path = put(small, packages_folder, "any-name", version="0.0.1")
    put(small, packages_folder, "back", source="ru", target="en")
    found = packages.find("en", "ru")
    assert found is not None
    assert (found.path, found.name, found.embedded) == (path, "translate-en_ru", False)
    back = packages.find("ru", "en")
    assert back is not None
    assert back.name == "translate-ru_en"
    assert packages.find("en", "fr") is None


def test_regions_fall_back_to_their_language(small: PackageInfo, packages_folder: Path) -> None:
    """`ru-RU` and `en-GB` use the package of the language; Brazilian Portuguese has a code of its own in Argos."""
    found = packages.find("en-GB", "ru-RU")
    assert found is not None
    assert found.target == "ru"
    put(small, packages_folder, "portugal", target="pt")
    brazil = put(small, packages_folder, "brazil", target="pb")
    found = packages.find("en", "pt-BR")
    assert found is not None
    assert found.path == brazil
