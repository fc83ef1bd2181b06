"""Packages are installed whole or not at all, from a file and from an index on loopback."""

from __future__ import annotations

import errno
import json
import shutil
import stat
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest

from workflow.drafts import archive, digests, download, install, packages
from workflow.errors import PackageError

from .conftest import PackageFile, Server


def entry(version: str, link: str, **more: object) -> dict[str, object]:
    return {"package_version": version, "from_code": "en", "to_code": "ru", "links": [link], "code": "translate-en_ru", **more}


def offer(server: Server, *entries: dict[str, object]) -> None:
    server.files["/index.json"] = json.dumps(entries).encode()


def everything(folder: Path) -> set[str]:
    """All that stands in and beside the packages folder, but the lock and the digests."""
    parent = folder.parent
    found = {path.relative_to(parent).as_posix() for path in parent.rglob("*")} if parent.exists() else set()
    return found - {"packages", "packages-unfinished", "packages-unfinished/lock", "packages.digests.json"}


def test_a_file_is_installed_and_preferred(package_file: PackageFile, packages_folder: Path) -> None:
    """An installed package stands under its pair and version and is used instead of the embedded one."""
    seen: list[tuple[int, int]] = []
    path = package_file(stanza__en__tokenize__ewt=b"x", notes=b"x")

    package = install.install_file(path, lambda done, total: seen.append((done, total)))

    assert (package.name, package.version, package.embedded) == ("translate-en_ru", "1.9.1", False)
    assert package.path == packages_folder / "translate-en_ru-1_9_1"
    assert packages.find("en", "ru") == package
    assert seen == [(0, path.stat().st_size), (path.stat().st_size, path.stat().st_size)]
    assert sorted(one.name for one in package.path.iterdir()) == ["README.md", "metadata.json", "model", "sentencepiece.model"]
    assert {one.split("/")[1] for one in everything(packages_folder)} == {package.path.name}


def test_a_second_installation_replaces_the_first(package_file: PackageFile, packages_folder: Path) -> None:
    """Nothing of an earlier installation of the same version is left among the new files."""
    first = install.install_file(package_file())
    (first.path / "stray").write_text("old")

    second = install.install_file(package_file(root="another_root"))

    assert second.path == first.path
    assert not (second.path / "stray").exists()
    assert packages.installed() == [second]


def test_the_newest_version_is_used(package_file: PackageFile, small: packages.PackageInfo) -> None:
    """Of two installed versions the higher one drafts, compared by number and not by letter."""
    metadata = (small.path / "metadata.json").read_bytes()
    install.install_file(package_file(**{"metadata.json": metadata.replace(b"0.1", b"1.10")}))
    install.install_file(package_file(**{"metadata.json": metadata.replace(b"0.1", b"1.8")}))

    assert [one.version for one in packages.installed()] == ["1.10", "1.8"]


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"metadata.json": None}, "metadata.json is missing"),
        ({"metadata.json": b"{"}, "not JSON"),
        ({"metadata.json": b"[" * 100_000}, "not JSON"),
        ({"metadata.json": b'{"from_code": "en", "to_code": "../ru", "package_version": "1"}'}, "no language code"),
        ({"metadata.json": b'{"from_code": "en", "to_code": "ru", "package_version": "../1"}'}, "no version"),
        ({"metadata.json": b'{"type": "sbd", "from_codes": ["en"]}'}, "no translation package"),
        ({"model/model.bin": None}, "model/model.bin is missing"),
        ({"model/model.bin": b"no model"}, "can not be loaded"),
        ({"sentencepiece.model": None}, "tokenizer is missing"),
        ({"sentencepiece.model": b"no model"}, "can not be loaded"),
        ({"../climbed": b"x"}, "leads out of its folder"),
        ({"model/../../climbed": b"x"}, "leads out of its folder"),
        ({"model/bomb.bin": bytes(8 * 1024**2)}, "times its size"),
    ],
)
def test_a_bad_file_changes_nothing(
    package_file: PackageFile, packages_folder: Path, changes: dict[str, bytes | None], message: str
) -> None:
    """A file that is no whole, harmless package is refused, and what was installed stays as it was."""
    good = install.install_file(package_file("good.argosmodel"))
    before = {one: (packages_folder.parent / one).stat().st_mtime_ns for one in everything(packages_folder)}
    bad = package_file("bad.argosmodel", **changes)

    with pytest.raises(PackageError, match=message) as error:
        install.install_file(bad)

    assert error.value.path == str(bad)
    assert error.value.hint
    assert {one: (packages_folder.parent / one).stat().st_mtime_ns for one in everything(packages_folder)} == before
    assert packages.find("en", "ru") == good


def _raw(path: Path, *names: str, mode: int = 0) -> Path:
    with zipfile.ZipFile(path, "w") as file:
        for name in names:
            member = zipfile.ZipInfo(name)
            member.external_attr = mode << 16
            file.writestr(member, b"x")
    return path


@pytest.mark.parametrize(
    ("names", "mode", "message"),
    [
        (("/tmp/evil", "a/metadata.json"), 0, "leads out"),
        (("a/metadata.json", "b/other", "a/model/model.bin"), 0, "2 root folders"),
        (("a/metadata.json", "b/metadata.json"), 0, "there twice"),
        (("metadata.json",), 0, "outside a root folder"),
        (("a/metadata.json", "a/model/model.bin"), stat.S_IFLNK | 0o777, "a link or a device"),
        (("a\\b/metadata.json",), 0, "leads out"),
        (("C:/metadata.json",), 0, "leads out"),
        ((), 0, "no root folder"),
        (tuple(f"a/{number}" for number in range(archive.MAX_MEMBERS + 1)), 0, "members"),
    ],
)
def test_a_file_of_another_shape_is_refused(tmp_path: Path, packages_folder: Path, names: tuple[str, ...], mode: int, message: str) -> None:
    """Climbing names, links, several or no root folders, too many members: refused before anything is unpacked."""
    with pytest.raises(PackageError, match=message):
        install.install_file(_raw(tmp_path / "x.argosmodel", *names, mode=mode))
    assert everything(packages_folder) == set()


def test_damage_inside_is_found(package_file: PackageFile, packages_folder: Path) -> None:
    """A file whose checksum does not fit, or that is cut off, or that is no zip, leaves nothing behind."""
    whole = package_file()
    data = bytearray(whole.read_bytes())
    for broken in (bytes(data[: len(data) // 2]), b"", b"<html>not found</html>", bytes(data[:300_000] + b"damage" + data[300_006:])):
        whole.write_bytes(broken)
        with pytest.raises(PackageError, match=r"no package file|damaged"):
            install.install_file(whole)
    assert everything(packages_folder) == set()


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    """A file that is not there is an error with its path, not a traceback."""
    with pytest.raises(PackageError, match="can not be read") as error:
        install.install_file(tmp_path / "none.argosmodel")
    assert error.value.path == str(tmp_path / "none.argosmodel")


def test_a_full_disk_changes_nothing(package_file: PackageFile, packages_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """If the disk is full while the new package is renamed, the old one is back in its place."""
    old = install.install_file(package_file())
    rename = Path.rename

    def fail(self: Path, target: Path) -> Path:
        if self.name == "new":
            raise OSError(errno.ENOSPC, "No space left on device")
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", fail)
    with pytest.raises(PackageError, match="No space left"):
        install.install_file(package_file())
    assert packages.find("en", "ru") == old


def test_two_at_once_are_kept_apart(package_file: PackageFile, packages_folder: Path) -> None:
    """While one installation is under way, another is refused."""
    path = package_file()
    with install._workplace(), pytest.raises(PackageError, match="under way"):
        install.install_file(path)


def test_a_pair_is_installed_from_the_index(package_file: PackageFile, server: Server, packages_folder: Path) -> None:
    """The newest version that the index names is fetched with an own User-Agent, with progress up to its size."""
    data = package_file().read_bytes()
    server.files["/new.argosmodel"] = data
    offer(server, entry("1.8", f"{server.url}/old"), entry("1.10", f"{server.url}/new.argosmodel"), {"type": "sbd"})
    seen: list[tuple[int, int]] = []

    package = install.install_pair("en", "ru", server.url, lambda done, total: seen.append((done, total)))

    assert packages.find("en", "ru") == package
    assert [path for path, _, _ in server.requests] == ["/index.json", "/new.argosmodel"]
    assert {agent for _, _, agent in server.requests} == {download.USER_AGENT}
    assert (seen[0], seen[-1]) == ((0, len(data)), (len(data), len(data)))
    assert {one.split("/")[1] for one in everything(packages_folder)} == {package.path.name}


def test_the_variable_names_the_index(package_file: PackageFile, server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    """ARGOS_PACKAGE_INDEX is honoured, with and without a slash at its end."""
    server.files["/p"] = package_file().read_bytes()
    offer(server, entry("1.9.1", f"{server.url}/p"))
    for address in (server.url, f"{server.url}/"):
        monkeypatch.setenv("ARGOS_PACKAGE_INDEX", address)
        assert install.install_pair("en", "ru").version == "1.9.1"


def test_an_index_in_a_folder_works_without_a_network(package_file: PackageFile, tmp_path: Path) -> None:
    """A `file:` index may point to files beside it; an index from the network may not."""
    path = package_file()
    (tmp_path / "index.json").write_text(json.dumps([entry("1.9.1", path.as_uri())]))
    assert install.install_pair("en", "ru", tmp_path.as_uri()).version == "1.9.1"


def test_an_index_from_the_network_can_not_point_to_local_files(package_file: PackageFile, server: Server) -> None:
    """A `file:` address in an index that came over the network is not followed."""
    offer(server, entry("1.9.1", package_file().as_uri()))
    with pytest.raises(PackageError, match="no address"):
        install.install_pair("en", "ru", server.url)


def test_a_known_package_must_have_the_known_digest(package_file: PackageFile, server: Server, packages_folder: Path) -> None:
    """What calls itself en-ru 1.9 and is another file is refused and not kept."""
    server.files["/p"] = package_file().read_bytes()
    offer(server, entry("1.9", f"{server.url}/p"))
    with pytest.raises(PackageError, match="SHA-256"):
        install.install_pair("en", "ru", server.url)
    assert everything(packages_folder) == set()


def test_a_broken_transfer_goes_on_where_it_stopped(package_file: PackageFile, server: Server, packages_folder: Path) -> None:
    """After a transfer broke off, the next attempt asks for the rest only, and the package is whole."""
    data = package_file().read_bytes()
    server.files["/p"] = data
    offer(server, entry("1.9.1", f"{server.url}/p"))
    server.break_after = 100_000
    with pytest.raises(PackageError, match="broke off after 100000 of") as error:
        install.install_pair("en", "ru", server.url)
    assert "again" in error.value.hint
    assert not packages.installed()

    server.break_after = None
    package = install.install_pair("en", "ru", server.url)

    assert server.requests[-1][:2] == ("/p", "bytes=100000-")
    assert {one.split("/")[1] for one in everything(packages_folder)} == {package.path.name}


def test_a_file_that_changed_is_fetched_anew(package_file: PackageFile, server: Server) -> None:
    """Bytes of an older file on the server are not joined with those of a newer one."""
    server.files["/p"] = b"something else that was there before" * 9999
    offer(server, entry("1.9.1", f"{server.url}/p"))
    server.break_after = 100_000
    with pytest.raises(PackageError, match="broke off"):
        install.install_pair("en", "ru", server.url)

    server.files["/p"], server.etag, server.break_after = package_file().read_bytes(), '"two"', None

    assert install.install_pair("en", "ru", server.url).version == "1.9.1"


def test_a_transfer_without_a_length_that_breaks_off_is_noticed(package_file: PackageFile, server: Server, packages_folder: Path) -> None:
    """Where the server does not say how much comes, half a file is refused, and the next attempt starts anew."""
    server.files["/p"] = package_file().read_bytes()
    offer(server, entry("1.9.1", f"{server.url}/p"))
    server.length, server.break_after = False, 100_000
    with pytest.raises(PackageError, match="no package file"):
        install.install_pair("en", "ru", server.url)
    assert everything(packages_folder) == set()


def test_a_part_longer_than_the_file_is_dropped(package_file: PackageFile, server: Server, tmp_path: Path) -> None:
    """A server that can not continue (416) is asked for the whole file."""
    server.files["/p"] = b"short"
    (tmp_path / "x.part").write_bytes(b"longer than short")
    (tmp_path / "x.part.tag").write_text(server.etag)
    download.fetch(f"{server.url}/p", tmp_path / "x", install.ignore)
    assert (tmp_path / "x").read_bytes() == b"short"
    assert not (tmp_path / "x.part").exists()


@pytest.mark.parametrize(
    ("index", "message"),
    [
        (None, "answers 404"),
        (b"<html>", "not JSON"),
        (b"{}", "not a list"),
        (b"[]", "no package from en into ru"),
        (b'[{"from_code": "en", "to_code": "fr", "package_version": "1", "links": []}]', "no package from en into ru"),
        (b'[{"from_code": "en", "to_code": "ru", "package_version": "1", "links": ["ipfs://x"]}]', "no address"),
        (b'[{"from_code": "en", "to_code": "ru", "package_version": "1.9.1", "links": ["http://127.0.0.1:9/x"]}]', "can not be reached"),
    ],
)
def test_a_bad_index_is_an_error_with_its_address(server: Server, index: bytes | None, message: str) -> None:
    """No index, no JSON, no such pair, no usable or reachable address: one clear message each."""
    if index is not None:
        server.files["/index.json"] = index
    with pytest.raises(PackageError, match=message) as error:
        install.install_pair("en", "ru", server.url)
    assert error.value.path.startswith("http")


def test_without_a_network_the_way_by_file_is_named() -> None:
    """A server that can not be reached leads to the hint to install from a file."""
    with pytest.raises(PackageError, match="can not be reached") as error:
        install.install_pair("en", "ru", "http://127.0.0.1:9/")
    assert "install FILE" in error.value.hint


def test_a_package_that_is_missing_on_the_server_is_named(server: Server, packages_folder: Path) -> None:
    """An index may promise what the server does not have: the address that failed is in the error."""
    offer(server, entry("1.9.1", f"{server.url}/gone"))
    with pytest.raises(PackageError, match="answers 404") as error:
        install.install_pair("en", "ru", server.url)
    assert error.value.path == f"{server.url}/gone"
    assert everything(packages_folder) == set()


def test_a_file_beyond_the_cap_is_not_fetched(server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A server that sends more than any package has is stopped, whether it says so before or not."""
    monkeypatch.setattr(download, "MAX_FILE", 1000)
    server.files["/p"] = bytes(5000)
    for says in (True, False):
        server.length = says
        with pytest.raises(PackageError, match="1000"):
            download.fetch(f"{server.url}/p", tmp_path / "x", install.ignore)
    assert not (tmp_path / "x").exists()


def test_remove_takes_the_installed_one_and_never_the_embedded(package_file: PackageFile, packages_folder: Path) -> None:
    """After removal the embedded package drafts again; it can not be removed itself."""
    package = install.install_file(package_file())
    assert install.remove("en", "ru") == package
    assert everything(packages_folder) == set()
    found = packages.find("en", "ru")
    assert found is not None
    assert found.embedded
    with pytest.raises(PackageError, match="part of this program"):
        install.remove("en", "ru")
    with pytest.raises(PackageError, match="no package"):
        install.remove("en", "fr")


def test_a_linked_package_loses_only_its_link(small: packages.PackageInfo, packages_folder: Path, tmp_path: Path) -> None:
    """Where a package folder is a link to elsewhere, removal leaves the files elsewhere alone."""
    packages_folder.mkdir(parents=True)
    (packages_folder / "linked").symlink_to(small.path, target_is_directory=True)
    install.remove("en", "ru")
    assert (small.path / "model" / "model.bin").exists()
    assert not packages.installed()


def test_verify_tells_good_from_bad(package_file: PackageFile, small: packages.PackageInfo) -> None:
    """`verify` passes a whole package and refuses one whose model was cut off after installation, known or not."""
    package = install.install_file(package_file())
    install.verify(package)
    model: Any = package.path / "model" / "model.bin"
    model.write_bytes(model.read_bytes()[:1_000_000])
    with pytest.raises(PackageError, match="changed since it was installed"):
        install.verify(package)
    digests.forget("translate-en_ru-1.9.1")
    with pytest.raises(PackageError, match="can not be loaded"):
        install.verify(package)


def test_a_folder_is_installed_as_a_file_is(small: packages.PackageInfo, packages_folder: Path, tmp_path: Path) -> None:
    """An unpacked package is copied, with what belongs to it and nothing else; the folder itself is left alone."""
    source = tmp_path / "unpacked"
    shutil.copytree(small.path, source)
    (source / "stanza").mkdir()
    (source / "model" / "deeper").mkdir()
    (source / "notes").write_text("x")
    package = install.install_file(source)
    assert (package.name, package.version) == ("translate-en_ru", "0.1")
    assert package.path.parent == packages_folder
    assert sorted(one.name for one in package.path.iterdir()) == ["README.md", "metadata.json", "model", "sentencepiece.model"]
    assert (source / "notes").exists()
    install.verify(package)


def test_a_folder_that_is_no_package_is_refused(small: packages.PackageInfo, packages_folder: Path, tmp_path: Path) -> None:
    """A folder without metadata, without a model, or with a folder round the package is refused with a reason."""
    for name in ("metadata.json", "model/model.bin"):
        source = tmp_path / name.replace("/", "-")
        shutil.copytree(small.path, source)
        (source / name).unlink()
        with pytest.raises(PackageError, match=f"{name} is missing"):
            install.install_file(source)
    with pytest.raises(PackageError, match=r"metadata\.json is missing"):
        install.install_file(small.path.parent)
    assert everything(packages_folder) == set()


def test_a_pinned_file_must_be_that_file(package_file: PackageFile, packages_folder: Path) -> None:
    """What is pinned in the configuration holds for files, folders, from the index, and in `verify`."""
    path = package_file()
    right = {"translate-en_ru-1.9.1": digests.of_file(path).upper()}
    wrong = {"translate-en_ru-1.9.1": "0" * 64}
    with pytest.raises(PackageError, match=r"not the translate-en_ru-1\.9\.1 that is known"):
        install.install_file(path, pinned=wrong)
    assert everything(packages_folder) == set()
    package = install.install_file(path, pinned=right)
    install.verify(package, pinned=right)
    with pytest.raises(PackageError, match="that is known"):
        install.verify(package, pinned=wrong)
    with pytest.raises(PackageError, match="a folder is none"):
        install.install_file(package.path, pinned=right)
    digests.forget("translate-en_ru-1.9.1")
    with pytest.raises(PackageError, match="nobody knows from which file"):
        install.verify(package, pinned=right)


def test_a_known_package_from_a_file_must_have_the_known_digest(
    package_file: PackageFile, small: packages.PackageInfo, packages_folder: Path
) -> None:
    """A file that calls itself en-ru 1.9 and is another is refused; the configuration may pin another one."""
    metadata = (small.path / "metadata.json").read_bytes().replace(b"0.1", b"1.9")
    path = package_file(**{"metadata.json": metadata})
    with pytest.raises(PackageError, match="that is known: SHA-256"):
        install.install_file(path)
    assert everything(packages_folder) == set()
    assert install.install_file(path, pinned={"translate-en_ru-1.9": digests.of_file(path)}).version == "1.9"


def test_what_was_installed_first_is_remembered(package_file: PackageFile, packages_folder: Path) -> None:
    """Another content under a known name and version is refused until the first one is removed; the same in another zip is not."""
    good = install.install_file(package_file())
    other = package_file("other.argosmodel", **{"README.md": b"another"})
    with pytest.raises(PackageError, match="than the one that was installed first") as error:
        install.install_file(other)
    assert "workflow models remove" in error.value.hint
    assert packages.find("en", "ru") == good
    install.install_file(package_file("same.argosmodel", root="elsewhere"))
    install.remove("en", "ru")
    assert json.loads((packages_folder.parent / "packages.digests.json").read_text()) == {}
    install.install_file(other)


def test_a_damaged_record_is_as_none(package_file: PackageFile, packages_folder: Path) -> None:
    """A record that is no JSON, or of another shape, stops nothing and is written anew."""
    record = packages_folder.parent / "packages.digests.json"
    for bad in ("{", "[]", '{"translate-en_ru-1.9.1": 1}', '{"translate-en_ru-1.9.1": {"content": 1}}'):
        record.parent.mkdir(parents=True, exist_ok=True)
        record.write_text(bad)
        install.install_file(package_file())
        assert set(json.loads(record.read_text())["translate-en_ru-1.9.1"]) == {"content", "file"}


def test_a_file_for_another_pair_than_asked_for_is_refused(
    package_file: PackageFile, small: packages.PackageInfo, server: Server, packages_folder: Path
) -> None:
    """Where the index promises en-ru and the file is for en-fr, nothing is installed, and the reason names both."""
    metadata = (small.path / "metadata.json").read_bytes().replace(b'"ru"', b'"fr"')
    server.files["/p"] = package_file(**{"metadata.json": metadata}).read_bytes()
    offer(server, entry("1.9.1", f"{server.url}/p"))
    with pytest.raises(PackageError, match="a package for en-fr, and en-ru was asked for") as error:
        install.install_pair("en", "ru", server.url)
    assert error.value.path == f"{server.url}/p"
    assert everything(packages_folder) == set()


@pytest.mark.parametrize("version", [b'"2.0"', b'"10"', b"2", b"null", b'"one"'])
def test_an_unknown_format_version_is_refused(
    package_file: PackageFile, small: packages.PackageInfo, packages_folder: Path, version: bytes
) -> None:
    """A package whose metadata name a format that this program does not know is refused, with the version."""
    metadata = (small.path / "metadata.json").read_bytes().replace(b'"argos_version": "1.9"', b'"argos_version": ' + version)
    with pytest.raises(PackageError, match="unknown format version"):
        install.install_file(package_file(**{"metadata.json": metadata}))
    assert everything(packages_folder) == set()


def test_an_unknown_model_format_is_refused(package_file: PackageFile, small: packages.PackageInfo, packages_folder: Path) -> None:
    """A network of a later binary format than the library knows is refused with the library's reason."""
    model = bytearray((small.path / "model" / "model.bin").read_bytes())
    model[0:4] = (99).to_bytes(4, "little")
    with pytest.raises(PackageError, match="can not be loaded"):
        install.install_file(package_file(**{"model/model.bin": bytes(model)}))
    assert everything(packages_folder) == set()


@pytest.mark.parametrize("killed_at", [1, 2, 3])
def test_a_kill_during_a_second_installation_leaves_a_package(
    package_file: PackageFile, packages_folder: Path, monkeypatch: pytest.MonkeyPatch, killed_at: int
) -> None:
    """Killed before any of the renames, a whole package for the pair is there, and the next command puts the rest in order."""
    place = install.install_file(package_file()).path
    rename = Path.rename
    renames = 0

    class Killed(BaseException):
        """As if the process were gone: nothing behind it runs."""

    def counted(self: Path, target: Path) -> Path:
        nonlocal renames
        if packages_folder in (self.parent, Path(target).parent):
            renames += 1
            if renames == killed_at:
                raise Killed
        return rename(self, target)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "rename", counted)
        # What a killed process does not do either.
        patch.setattr(shutil, "rmtree", lambda *args, **options: None)
        with pytest.raises(Killed):
            install.install_file(package_file())
    assert renames == killed_at
    found = packages.find("en", "ru")
    assert found is not None
    assert (found.version, found.embedded) == ("1.9.1", False)
    install.verify(found)

    install.install_file(package_file())

    assert [one.name for one in packages_folder.iterdir()] == [place.name]
    assert {one.split("/")[0] for one in everything(packages_folder)} == {"packages"}


def test_no_room_is_a_message_and_leaves_nothing(package_file: PackageFile, packages_folder: Path) -> None:
    """Where files can not grow (a limit stands for a full disk), installing fails with a message and leaves nothing."""
    script = (
        "import resource, signal, sys\n"
        "from pathlib import Path\n"
        "from workflow.drafts import install\n"
        "from workflow.errors import PackageError\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (1_000_000, 1_000_000))\n"
        "try:\n"
        "    install.install_file(Path(sys.argv[1]))\n"
        "except PackageError as error:\n"
        "    print(error)\n"
    )
    path = package_file()
    done = subprocess.run(
        [sys.executable, "-c", script, str(path)], cwd=Path(__file__).parents[2], capture_output=True, text=True, check=True
    )
    assert "can not be unpacked: File too large" in done.stdout
    assert everything(packages_folder) == set()
