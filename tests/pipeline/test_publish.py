"""publish: the review gate, pairs of links, what is late, withdrawn or embargoed, and exports that are the same however they are made."""

from __future__ import annotations

import random
import re
import shutil

import pytest

from workflow.languages import long_date
from workflow.locales.catalog import Entry
from workflow.locales.review import digest

from ..office import CONFIGURATION, Office, watch

TEXT = "The title\n\nFirst sentence here. Second sentence there.\n"
LABEL_RU, LABEL_EN = "Эта статья на русском языке", "This article in English"
NOTICE = 'class="late-notice"'


def _pages(office: Office) -> set[str]:
    return {path for path in office.unlisted("exports") if path.endswith(".html")}


def _page(body: str) -> str:
    return f'<!DOCTYPE html>\n<html lang="en"><head><title>Page</title></head><body><main>{body}</main></body></html>\n'


def test_no_draft_is_ever_published(office: Office) -> None:
    """While one sentence is a draft, returned or empty there is no page, no TEI, no link and no word of it in exports/."""
    office.write("sources/a.txt", TEXT)
    assert office.do("run").exit == 0
    assert _pages(office) == {"exports/en/a.html"}
    office.accept("a")
    for left in ("draft", "returned", "untranslated"):

        def unfinish(entry: Entry, left: str = left) -> Entry:
            if not entry.msgid.startswith("Second"):
                return entry
            return entry.but(msgstr="" if left == "untranslated" else "шшш", flags=() if left == "untranslated" else ("fuzzy",))

        office.edit("a", unfinish)
        assert office.do("publish").exit == 0
        assert set(office.unlisted("exports")) == {"exports/en/a.html"}
        assert not any(path.startswith("exports/ru/") for path in office.tree("exports"))
        assert LABEL_RU not in office.page("a", "en")
    office.accept("a")
    office.do("publish")
    assert set(office.unlisted("exports")) == {
        f"exports/{one}" for one in ("en/a.html", "ru/a.html", "en/a.tei.xml", "ru/a.tei.xml", "aligned/a.en-ru.tmx", "aligned/a.en-ru.xml")
    }
    assert "First" not in office.page("a")


def test_links_come_in_pairs(office: Office) -> None:
    """Both pages link to each other, once, relative, each in the other's language."""
    office.write("sources/sub/a.txt", TEXT)
    office.do("sync")
    office.accept("sub/a")
    office.do("publish")
    english, russian = office.page("sub/a", "en"), office.page("sub/a")
    assert english.count(f'hreflang="ru" lang="ru" href="../../ru/sub/a.html">{LABEL_RU}</a>') == 1
    assert russian.count(f'hreflang="en" lang="en" href="../../en/sub/a.html">{LABEL_EN}</a>') == 1
    assert office.dead_links() == []


def test_the_marker_is_the_place_of_the_link(office: Office) -> None:
    """A block that is just the marker becomes the link; without a page to link to it is left out."""
    office.write("sources/a.html", _page("<h1>Title</h1>\n<p>Эта статья на русском языке</p>\n<p>One thing.</p>"))
    office.do("run")
    assert LABEL_RU not in office.page("a", "en")
    office.accept("a")
    office.do("publish")
    for language, label in (("en", LABEL_RU), ("ru", LABEL_EN)):
        page = office.page("a", language)
        assert page.count(label) == 1
        assert page.index("</h1>") < page.index(label) < page.rindex("<p>")


def test_a_late_page_keeps_its_text_and_says_so(office: Office) -> None:
    """When the source changes, its page is new, the other keeps its last text with a notice, TEI and TMX stay; when all is accepted again
    the notice goes, and the bytes are those of a page that was never late.
    """
    office.write("sources/a.txt", TEXT)
    office.do("sync")
    office.accept("a")
    office.do("run")
    before = office.tree("exports")
    office.write("sources/a.txt", TEXT.replace("Second sentence there", "Second sentence is elsewhere"))
    said = office.do("run")
    assert said.exit == 0
    assert "older text" in said.out
    assert "elsewhere" in office.page("a", "en")
    created = office.catalog("a").read_text("utf-8").partition("POT-Creation-Date: ")[2][:10]
    late = office.page("a")
    assert NOTICE in late
    assert f"обновлён {long_date(created, 'ru')}; перевод уточняется." in late
    assert re.sub(r' ?<span class="late-notice".*?</span>', "", late) == before["exports/ru/a.html"].decode()
    after = office.tree("exports")
    assert {path for path in after if after[path] != before[path]} == {"exports/en/a.html", "exports/en/index.html", "exports/ru/a.html"}
    assert office.dead_links() == []
    # The source returns to what it said.
    office.write("sources/a.txt", TEXT)
    office.do("run")
    assert office.tree("exports") == before
    # The translation follows the source.
    office.write("sources/a.txt", TEXT.replace("Second", "Third"))
    office.do("run")
    office.accept("a")
    office.do("run")
    assert NOTICE not in office.page("a")
    done = office.tree("exports")
    shutil.rmtree(office.root / "exports")
    office.do("run")
    assert office.tree("exports") == done


def test_a_project_can_do_without_the_notice(office: Office) -> None:
    """With `late-notice = false` a late page stays as it is, to the byte."""
    office.write("workflow.toml", CONFIGURATION + "late-notice = false\n")
    office.write("sources/a.txt", TEXT)
    office.do("sync")
    office.accept("a")
    office.do("run")
    before = office.page("a")
    office.write("sources/a.txt", TEXT.replace("Second", "Another"))
    assert office.do("run").exit == 0
    assert office.page("a") == before


def test_a_source_that_lost_its_text_takes_no_translation_back(office: Office) -> None:
    """A source without anything to translate is no reason to publish an empty page in another language."""
    office.write("sources/a.html", _page("<p>One thing.</p>").replace("<title>Page</title>", ""))
    office.do("sync")
    office.accept("a")
    office.do("run")
    before = office.page("a")
    office.write("sources/a.html", _page("").replace("<title>Page</title>", ""))
    said = office.do("run")
    assert "there is nothing to translate" in said.out
    assert re.sub(r' ?<span class="late-notice".*?</span>', "", office.page("a")) == before
    office.write("sources/b.html", _page('<p translate="no">XYZ-1</p>').replace("<title>Page</title>", ""))
    office.do("run")
    assert office.page("b", "en")
    assert not office.page("b")


def test_with_four_eyes_translated_is_not_enough(office: Office) -> None:
    """With `review = "approved"` a page waits until each text carries an approval of exactly that text."""
    office.write("workflow.toml", CONFIGURATION + 'review = "approved"\n')
    office.write("sources/a.txt", TEXT)
    office.do("sync")
    office.accept("a", by="Anna <anna@example.org>")
    said = office.do("run")
    assert "3 translated" in said.out
    assert not office.page("a")
    assert office.catalog("a").read_text("utf-8").count("# translated: Anna <anna@example.org> ") == 3

    def approve(entry: Entry) -> Entry:
        return entry.but(comments=(*entry.comments, f"approved: Boris 2026-03-01 {digest(entry)}"))

    office.edit("a", approve)
    office.do("run")
    assert office.page("a")
    office.edit("a", lambda entry: entry.but(msgstr=entry.msgstr + "!") if entry.msgid.startswith("First") else entry)
    said = office.do("run")
    assert "1 translated" in said.out
    assert "ш!" not in office.page("a")


def test_an_error_of_a_check_blocks_the_page(office: Office) -> None:
    """A text whose codes are wrong is told with file and line, ends with status 1, and its page is not published."""
    office.write("sources/a.html", _page('<p>See <a href="x.png">it</a> now.</p>'))
    office.do("sync")
    office.accept("a", translate=lambda msgid: "Шш без ссылки.")
    said = office.do("run")
    assert said.exit == 1
    line = next(entry.line for entry in office.entries("a") if "<a>" in entry.msgid)
    assert f"locales/ru/LC_MESSAGES/a.po:{line}: error P101: <a> is missing" in said.err
    assert not office.page("a")


def test_text_of_a_catalog_never_becomes_markup(office: Office) -> None:
    """Scripts, tags and references in a msgstr reach the reader as letters, or block the page."""
    office.write("sources/a.html", _page('<p title="A tip">One thing.</p>'))
    office.do("sync")
    office.accept(
        "a", translate=lambda msgid: "ш\"> <script >alert(1)</script > &lt;img src=x onerror=alert(1)> &amp;quot; ' onmouseover='x"
    )
    office.do("publish")
    page = office.page("a")
    assert "<script" not in page
    assert "<img" not in page
    assert not re.search(r"<[^>]*\sonmouseover=", page)


def test_an_embargo_and_a_withdrawal(office: Office) -> None:
    """Nothing of a release is public before its time, nor after it is withdrawn; its catalogs stay."""
    office.write("sources/a.txt", TEXT)
    office.write("sources/a.toml", "publish-after = 2999-01-01T00:00:00Z\n")
    office.do("sync")
    office.accept("a")
    said = office.do("run")
    assert "embargo until 2999-01-01" in said.out
    assert office.tree("exports") == {}
    office.write("sources/a.toml", "publish-after = 2000-01-01T00:00:00+03:00\n")
    office.do("run")
    assert _pages(office) == {"exports/en/a.html", "exports/ru/a.html"}
    catalogs = office.tree("locales")
    office.write("sources/a.toml", "withdrawn = true\n")
    said = office.do("run")
    assert said.exit == 0
    assert office.tree("exports") == {}
    assert office.tree("locales") == catalogs


def test_a_language_taken_from_a_release_goes(office: Office) -> None:
    """When a release's metadata no longer name a language, its page, TEI and alignment in it go, and the links to them."""
    office.write("workflow.toml", 'languages = ["ru", "fr"]\nengine = "pseudo"\n')
    office.write("sources/a.txt", TEXT)
    office.write("sources/b.html", _page('<p>See <a href="a.html">a</a>.</p>'))
    office.do("sync")
    for language in ("ru", "fr"):
        office.accept("a", language)
        office.accept("b", language)
    office.do("run")
    assert 'href="a.html"' in office.page("b", "fr")
    office.write("sources/a.toml", 'languages = ["ru"]\n')
    office.do("publish", "a")
    left = {path for path in office.tree("exports") if "/a." in path}
    assert not any("fr" in path for path in left)
    assert "exports/ru/a.html" in left
    assert 'hreflang="fr"' not in office.page("a", "en") + office.page("a")
    assert office.dead_links() == []


def test_one_language_alone_leaves_the_links_to_others(office: Office) -> None:
    """`--language` limits what is published anew; it takes no link to another language away, and no release's metadata break it."""
    office.write("workflow.toml", 'languages = ["ru", "fr"]\nengine = "pseudo"\n')
    office.write("sources/a.txt", TEXT)
    office.write("sources/b.txt", "Only French\n")
    office.write("sources/b.toml", 'languages = ["fr"]\n')
    office.do("sync")
    office.accept("a", "fr")
    office.accept("a", "ru")
    said = office.do("publish", "--language", "fr")
    assert said.exit == 0, said.err
    assert _pages(office) == {"exports/en/a.html", "exports/en/b.html", "exports/fr/a.html"}
    office.do("publish", "-l", "ru")
    both = office.tree("exports")
    assert 'hreflang="fr"' in office.page("a", "en")
    assert 'hreflang="fr"' in office.page("a", "ru")
    assert office.do("run", "-l", "ru").exit == 0
    assert office.tree("exports") == both
    assert office.do("run").exit == 0
    assert office.tree("exports") == both


def test_syncing_one_language_alone_does_not_hide_the_other(office: Office) -> None:
    """After `sync -l ru` the next full sync still makes the French catalog."""
    office.write("workflow.toml", 'languages = ["ru", "fr"]\n')
    office.write("sources/a.txt", TEXT)
    office.do("sync", "-l", "ru")
    assert not office.catalog("a", "fr").exists()
    office.do("sync")
    assert office.catalog("a", "fr").exists()


def test_links_between_releases(office: Office) -> None:
    """A link to another release leads to its page in the reader's language, else in the source's, and follows what is published."""
    office.write("sources/a.html", _page('<p>See <a href="sub/b.txt#x">b</a> and <a href="nothing.html">that</a>.</p>'))
    office.write("sources/sub/b.txt", TEXT)
    office.do("sync")
    office.accept("a")
    office.do("run")
    assert 'href="sub/b.html#x"' in office.page("a", "en")
    assert 'href="../en/sub/b.html#x"' in office.page("a")
    office.accept("sub/b")
    office.do("run")
    assert 'href="sub/b.html#x"' in office.page("a")
    assert office.dead_links(ignoring=["nothing.html"]) == []
    # A release that comes later is linked, too.
    office.write("sources/nothing.html", _page("<p>Now it is something.</p>"))
    office.do("run")
    assert 'href="../en/nothing.html"' in office.page("a")
    assert office.dead_links() == []


def test_a_link_to_what_is_not_public_leads_nowhere_and_is_told(office: Office) -> None:
    """A release links to one under embargo: both pages are published, the link does nothing, and comes alive later."""
    office.write("sources/a.html", _page('<p>See <a href="b.html">b</a>.</p>'))
    office.write("sources/b.txt", TEXT)
    office.write("sources/b.toml", "publish-after = 2999-01-01\n")
    office.do("sync")
    office.accept("a")
    for _ in range(2):
        said = office.do("run")
        assert said.exit == 0
        assert "sources/a.html: warning S007: links to b.html, which is not published" in said.err
        assert '<a href="#">' in office.page("a", "en")
        assert '<a href="#">' in office.page("a")
    (office.root / "sources/b.toml").unlink()
    said = office.do("run")
    assert "S007" not in said.err
    assert '<a href="b.html">' in office.page("a", "en")
    assert office.dead_links() == []


def test_an_assets_own_version_is_linked_when_it_comes(office: Office) -> None:
    """`map.ru.png` beside `map.png` stands on the Russian page, also if it comes after the page was published."""
    office.write("sources/a.html", _page('<p>See <a href="map.png">the map</a>.</p>'))
    office.write("sources/map.png", b"png")
    office.do("sync")
    office.accept("a")
    office.do("run")
    assert 'href="../en/map.png"' in office.page("a")
    office.write("sources/map.ru.png", b"png")
    office.do("run")
    assert 'href="../en/map.ru.png"' in office.page("a")
    assert office.dead_links() == []


def test_the_preview_touches_no_exports(office: Office) -> None:
    """`publish --preview` renders drafts under .workflow/preview/ with a banner, and nothing in exports/ or locales/ changes."""
    office.write("sources/a.txt", TEXT)
    office.write("sources/b.html", _page('<p>See <a href="a.html">a</a>.</p>'))
    office.do("run")
    before = office.tree("exports", "locales")
    said = office.do("publish", "--preview")
    assert said.exit == 0
    assert office.tree("exports", "locales") == before
    page = (office.root / ".workflow/preview/ru/a.html").read_text("utf-8")
    assert "noindex" in page
    assert "šéñţéñçé" in page
    assert sorted(said.out.split()) == [f".workflow/preview/{one}.html" for one in ("en/a", "en/b", "ru/a", "ru/b")]


def _busy(office: Office) -> None:
    """Eight releases that link to each other in a ring, in two languages, accepted but for one."""
    office.write("sources/style.css", "p {}")
    for number in range(8):
        links = f'<a href="r{(number + 1) % 8}.html">next</a> and <a href="r{(number + 7) % 8}.html">before</a>'
        office.write(f"sources/r{number}.html", _page(f"<p>Number {number}: see {links}.</p>"))
    office.do("sync")
    for number in range(7):
        office.accept(f"r{number}")


def test_exports_are_the_same_however_they_are_made(office: Office) -> None:
    """From nothing, in any order, release by release, with and without the index: the same bytes."""
    _busy(office)
    assert office.do("run").exit == 0
    wanted = office.tree("exports")
    assert len(wanted) > 40
    order = [f"r{number}" for number in range(8)]
    for seed, keep_index in ((1, True), (2, False)):
        shutil.rmtree(office.root / "exports")
        if not keep_index:
            shutil.rmtree(office.root / ".workflow")
        random.Random(seed).shuffle(order)
        for name in order:
            office.do("publish", name)
            assert office.dead_links() == []
        office.do("publish")
        assert office.tree("exports") == wanted
    shutil.rmtree(office.root / ".workflow")
    said = office.do("publish")
    assert said.out == "Everything published is up to date.\n"


def test_a_damaged_export_is_made_anew(office: Office) -> None:
    """What is lost or changed in exports/ is there again after the next publish."""
    _busy(office)
    office.do("run")
    wanted = office.tree("exports")
    (office.root / "exports/ru/r1.html").unlink()
    (office.root / "exports/en/r2.html").write_text("defaced")
    (office.root / "exports/aligned/r3.en-ru.tmx").write_bytes(b"")
    (office.root / "exports/en/style.css").unlink()
    office.do("publish")
    assert office.tree("exports") == wanted


@pytest.fixture
def watched(office: Office, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Collects the dead links that stand on the disk after any one write or removal."""
    return watch(office.root, monkeypatch, ["gone.html"])


def test_every_link_resolves_after_every_write(office: Office, watched: list[str]) -> None:
    """New pages, new pairs, late pages, withdrawals, embargoes and lost sources, one after the other: no write leaves a dead link."""
    _busy(office)
    steps = [
        lambda: None,
        lambda: office.accept("r7"),
        lambda: office.write("sources/r1.html", _page('<p>Other words: see <a href="r5.html">five</a>.</p>')),
        lambda: office.write("sources/r5.toml", "withdrawn = true\n"),
        lambda: [office.write(f"sources/r{number}.toml", "withdrawn = true\n") for number in (2, 3, 4)],
        lambda: [(office.root / f"sources/r{number}.toml").unlink() for number in (3, 5)],
        lambda: office.write("sources/r5.toml", "publish-after = 2999-01-01\n"),
        lambda: [office.write(f"sources/r{number}.toml", "withdrawn = true\n") for number in range(8)],
        lambda: [(office.root / f"sources/r{number}.toml").unlink() for number in range(8)],
    ]
    for number, step in enumerate(steps):
        step()
        said = office.do("run")
        assert said.exit == 0, said.err
        assert watched == [], f"step {number}"
        done = office.tree("exports")
        assert office.do("run").exit == 0
        assert office.tree("exports") == done, f"step {number}: a second run changes something"


def test_a_removed_source_takes_its_pages_along(office: Office, watched: list[str]) -> None:
    """When a source is gone, its exports go with the next publish, catalog or none, and its catalog is kept."""
    office.write("workflow.toml", 'languages = ["ru"]\n')
    for name in ("gone", "stays", "bare"):
        office.write(f"sources/{name}.txt", f"{name} title\n\nSomething about {name}.\n")
    office.write("sources/bare.toml", "languages = []\n")
    office.do("sync")
    office.accept("gone")
    office.accept("stays")
    office.do("run")
    for name in ("gone.txt", "bare.txt", "bare.toml"):
        (office.root / "sources" / name).unlink()
    said = office.do("run")
    assert said.exit == 0
    assert "gone: its source is gone; its catalogs are kept" in said.out
    assert not any("gone" in path or "bare" in path for path in office.tree("exports"))
    assert office.page("stays")
    assert office.catalog("gone").exists()
    assert watched == []


def test_pages_of_a_source_that_is_gone_go_without_a_cache(office: Office, watched: list[str]) -> None:
    """exports/ is the record of what is public: a renamed and a removed source are known by its lists, and by the files of a pair."""
    office.write("workflow.toml", 'languages = ["ru"]\n')
    for name in ("sub/old", "bare", "stays"):
        office.write(f"sources/{name}.txt", f"{name} title\n\nSomething about {name}.\n")
    office.write("sources/bare.toml", "languages = []\n")
    office.do("sync")
    office.accept("sub/old")
    office.do("run")
    office.write("exports/en/team/about.html", "<p>of the web team</p>")
    for name in ("bare.txt", "bare.toml"):
        (office.root / "sources" / name).unlink()
    (office.root / "sources/sub/old.txt").rename(office.root / "sources/new.txt")
    assert "renamed" in office.do("sync").out
    shutil.rmtree(office.root / ".workflow")
    said = office.do("publish")
    assert said.exit == 0, said.err
    there = office.tree("exports")
    assert not any("old" in path or "bare" in path for path in there)
    assert office.page("new")
    assert "exports/en/team/about.html" in there
    assert office.do("publish").out == "Everything published is up to date.\n"
    assert watched == []


def test_naming_a_withdrawn_release_speaks_of_no_other(office: Office) -> None:
    """`publish RELEASE` tells of the release that was named only, also where other pages lose a link by it."""
    office.write("sources/a.txt", TEXT)
    office.write("sources/b.txt", "Another one\n")
    office.do("run")
    office.write("sources/a.toml", "withdrawn = true\n")
    said = office.do("publish", "a")
    assert "b [ru]" not in said.err
    assert not office.page("a", "en")
