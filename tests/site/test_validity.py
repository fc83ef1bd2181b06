"""What is written passes the validators that others use: the Nu HTML checker, and the schemas of sitemaps and Atom.

The checker is the npm package `vnu-jar` (`npm pack vnu-jar`); $VNU_JAR names its `vnu.jar`, or it lies in ~/.cache/press-workflow/. It
needs Java, and takes seconds to start: one process reads all files of a test.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
from lxml import etree

from workflow.site.feed import feed_page
from workflow.site.listing import choice_page, index_page, missing_page
from workflow.site.sitemap import sitemaps

from ..office import Office
from .conftest import GENERATED
from .sample import SITE, entries, render

ROOT = Path(__file__).parent.parent.parent


@pytest.fixture(scope="module")
def checker() -> list[str]:
    """The command that checks files."""
    java = shutil.which("java")
    cache = Path(os.environ.get("XDG_CACHE_HOME") or "~/.cache").expanduser() / "press-workflow/vnu.jar"
    jar = next((path for path in (Path(os.environ.get("VNU_JAR", "")), cache) if path.is_file()), None)
    if java is None or jar is None:
        pytest.skip(f"no {'Java' if java is None else 'vnu.jar'} on this machine (npm pack vnu-jar, and set VNU_JAR to its vnu.jar)")
    return [java, "-Xss4m", "-jar", str(jar), "--stdout", "--also-check-css"]


@pytest.fixture(scope="module")
def schemas() -> Path:
    """The official schemas, which are not part of this project."""
    folder = os.environ.get("WORKFLOW_SCHEMAS")
    if not folder or not (Path(folder) / "atom/atom.rng").is_file():
        pytest.skip("WORKFLOW_SCHEMAS names no folder with atom/atom.rng and sitemap/sitemap-hreflang.xsd")
    return Path(folder)


def check(checker: list[str], pages: list[Path]) -> None:
    assert pages
    done = subprocess.run([*checker, *map(str, pages)], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, ""), done.stdout[:4000] + done.stderr[:1000]


def test_the_pages_of_this_repository(checker: list[str]) -> None:
    """Nothing to say about any of them, lists and pages for wrong addresses included."""
    check(checker, sorted((ROOT / "exports").rglob("*.html")))


def test_lists_in_every_direction_and_script(checker: list[str], tmp_path: Path) -> None:
    """Index pages and pages for wrong addresses in English, Arabic, Russian, Chinese, and a language that the templates do not speak."""
    every = entries(45)
    for language in SITE.languages:
        mine = [one for one in every if one.version(language)]
        for number in (1, 2, 3):
            (tmp_path / f"{language}-{number}.html").write_bytes(
                index_page(render, SITE, mine, language, number, lambda _: True, feed=True)
            )
        (tmp_path / f"{language}-404.html").write_bytes(missing_page(render, SITE, language, lambda _: True))
    (tmp_path / "choice.html").write_bytes(choice_page(render, SITE, lambda _: True))
    (tmp_path / "choice-kk.html").write_bytes(choice_page(render, replace(SITE, source_language="kk", publishers=()), lambda _: True))
    (tmp_path / "kk-1.html").write_bytes(index_page(render, SITE, (), "kk", 1, lambda _: True, feed=False))
    check(checker, sorted(tmp_path.glob("*.html")))


def test_a_generated_site(checker: list[str], generated: Office) -> None:
    """Two hundred pages of text, HTML and XML releases in four languages, some late, some with links to each other."""
    pages = sorted((generated.root / "exports").rglob("*.html"))
    assert len(pages) >= GENERATED
    assert max(page.stat().st_size for page in pages) < 30_000
    check(checker, pages)


def test_an_arabic_and_a_chinese_sample(checker: list[str], bridge: Office) -> None:
    """Pages from XML and HTML, with a table, a list, a quotation, contacts, a dateline; and their lists."""
    check(checker, sorted((bridge.root / "exports").rglob("*.html")))


def test_feeds_are_atom(schemas: Path) -> None:
    """The feeds of this repository and a feed of several pages are valid by the schema of RFC 4287, appendix B."""
    schema = etree.RelaxNG(etree.parse(str(schemas / "atom/atom.rng")))
    files = [path.read_bytes() for path in sorted((ROOT / "exports").glob("*/feed*.xml"))]
    files += [feed_page(SITE, entries(45), "en", number, lambda _: True, title="News & <more>", size=20) for number in (1, 2, 3)]
    for data in files:
        assert schema.validate(etree.fromstring(data)), schema.error_log


def test_sitemaps_are_valid(schemas: Path) -> None:
    """The sitemap of this repository and one of all languages are valid by the schema, alternates included."""
    if shutil.which("xmllint") is None:
        pytest.skip("no xmllint on this machine (apt-get install libxml2-utils)")
    command = ["xmllint", "--nonet", "--noout", "--schema", str(schemas / "sitemap/sitemap-hreflang.xsd"), "-"]
    environment = {**os.environ, "XML_CATALOG_FILES": str(schemas / "catalog.xml")}
    for data in ((ROOT / "exports/sitemap.xml").read_bytes(), sitemaps(SITE, entries(45))[0][1]):
        done = subprocess.run(command, input=data, capture_output=True, env=environment, check=False)
        assert done.returncode == 0, done.stderr.decode()
