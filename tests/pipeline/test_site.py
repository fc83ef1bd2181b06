"""The lists of the site follow what is public, at every moment; languages and assets go with what they belong to, and not before it."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from lxml import etree

from workflow.site import feed, listing

from ..office import BASE, Office, watch

CONFIGURATION = f'languages = ["ru"]\nengine = "pseudo"\nbase-url = "{BASE}"\n'
TEXT = "Title of {}\n\nFirst sentence here. Second sentence there.\n"


@pytest.fixture
def site(office: Office, monkeypatch: pytest.MonkeyPatch) -> Office:
    """A project with a base address, whose lists have several pages with few releases."""
    monkeypatch.setattr(listing, "SIZE", 3)
    monkeypatch.setattr(feed, "SIZE", 2)
    office.write("workflow.toml", CONFIGURATION)
    return office


def put(office: Office, *numbers: int) -> None:
    for number in numbers:
        office.write(f"sources/2024-01-{number:02}-r{number}.txt", TEXT.format(number))


def accept(office: Office, *numbers: int, language: str = "ru") -> None:
    assert office.do("sync").exit == 0
    for number in numbers:
        office.accept(f"2024-01-{number:02}-r{number}", language)


def publish(office: Office) -> None:
    said = office.do("publish")
    assert said.exit == 0, said.err


def pages(office: Office) -> set[str]:
    """Paths of all pages of releases, below exports/."""
    return {path.removeprefix("exports/") for path in office.unlisted("exports") if path.endswith(".html")}


def listed(office: Office, language: str) -> tuple[list[str], list[str]]:
    """What index and feed of a language list, in their order, page after page."""
    folder = office.root / "exports" / language
    index, entries = [], []
    for number in range(1, 30):
        name = "" if number == 1 else f"-{number}"
        if (page := folder / f"index{name}.html").is_file():
            index += re.findall(r'<h2><a href="(.*?)">', page.read_text("utf-8"))
        if (page := folder / f"feed{name}.xml").is_file():
            entries += [one.text or "" for one in etree.parse(page).iterfind("{*}entry/{*}id")]
    return [f"{language}/{one}" for one in index], [one.removeprefix(BASE) for one in entries]


def in_sitemap(office: Office) -> set[str]:
    path = office.root / "exports/sitemap.xml"
    found = {(one.text or "").removeprefix(BASE) for one in etree.parse(path).iterfind("{*}url/{*}loc")} if path.is_file() else set()
    return {one for one in found if not one.endswith("index.html")}


def assert_consistent(office: Office) -> None:
    """Index, feed and sitemap list exactly the pages on disk; every page has its language's index; nothing leads nowhere."""
    there = pages(office)
    assert in_sitemap(office) == there
    for language in {*(one.partition("/")[0] for one in there), "en", "ru", "fr"}:
        mine = sorted((one for one in there if one.startswith(f"{language}/")), reverse=True)
        assert listed(office, language) == (mine, mine)
        assert (office.root / f"exports/{language}/404.html").is_file() == bool(mine)
    for one in there:
        page = (office.root / "exports" / one).read_text("utf-8")
        assert re.search(r'<header class="site">\s*<p><a href="(\.\./)*index.html"', page), one
    assert office.dead_links() == []


@pytest.fixture
def watched(site: Office, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Collects the dead links that stand on the disk after any one write or removal."""
    return watch(site.root, monkeypatch)


def test_lists_follow_the_life_of_releases(site: Office, watched: list[str]) -> None:
    """Published, translated, changed, withdrawn, embargoed, gone, back: after every write no link leads nowhere, after every run all lists
    say what is there, and a second run changes nothing.
    """
    put(site, *range(1, 5))
    steps = [
        lambda: None,
        lambda: accept(site, 1, 2, 3, 4),
        lambda: put(site, *range(5, 9)),
        lambda: accept(site, 5, 6, 7),
        lambda: site.write("sources/2024-01-06-r6.txt", TEXT.format("another") + "\nMore.\n"),
        lambda: site.write("sources/2024-01-08-r8.toml", "withdrawn = true\n"),
        lambda: [site.write(f"sources/2024-01-{one:02}-r{one}.toml", "withdrawn = true\n") for one in (1, 2, 3, 4)],
        lambda: site.write("sources/2024-01-07-r7.toml", "publish-after = 2999-01-01T00:00:00Z\n"),
        lambda: [(site.root / f"sources/2024-01-{one:02}-r{one}.toml").unlink() for one in (2, 3, 7)],
        lambda: (site.root / "sources/2024-01-05-r5.txt").unlink(),
        lambda: site.write("sources/2024-01-02-r2.toml", "languages = []\n"),
        lambda: [site.write(f"sources/2024-01-{one:02}-r{one}.toml", "withdrawn = true\n") for one in range(1, 9) if one != 5],
        lambda: [(site.root / f"sources/2024-01-{one:02}-r{one}.toml").unlink() for one in (1, 2, 8)],
    ]
    for number, step in enumerate(steps):
        step()
        site.do("sync")
        publish(site)
        assert watched == [], f"step {number}"
        assert_consistent(site)
        done = site.tree("exports")
        assert site.do("publish").out == "Everything published is up to date.\n", f"step {number}"
        assert site.tree("exports") == done, f"step {number}"
        if number == 11:
            assert done == {}


def test_a_run_that_ends_at_any_write(site: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """Wherever it ends, nothing leads nowhere, and the next run ends as if nothing had happened."""
    put(site, *range(1, 6))
    accept(site, 1, 2, 3, 4)
    publish(site)
    before = site.tree("exports")
    put(site, 6, 7)
    accept(site, 5, 6)
    site.write("sources/2024-01-02-r2.toml", "withdrawn = true\n")
    publish(site)
    wanted = site.tree("exports")
    replace, unlink = Path.replace, Path.unlink
    left = 0

    def spend(path: str) -> None:
        nonlocal left
        if "exports" in path:
            left -= 1
            if left < 0:
                raise KeyboardInterrupt

    def replaced(self: Path, target: Path) -> Path:
        spend(str(target))
        return replace(self, target)

    def unlinked(self: Path, missing_ok: bool = False) -> None:
        if ".workflow-" not in self.name:
            spend(str(self))
        unlink(self, missing_ok=missing_ok)

    for at in range(60):
        for folder in ("exports", ".workflow"):
            shutil.rmtree(site.root / folder)
        for path, data in before.items():
            site.write(path, data)
        with monkeypatch.context() as patch:
            left = at
            patch.setattr(Path, "replace", replaced)
            patch.setattr(Path, "unlink", unlinked)
            site.do("publish")
        assert site.dead_links() == [], at
        if left >= 0:
            break
        publish(site)
        assert site.tree("exports") == wanted, at
    else:
        pytest.fail("the run never came to its end")
    assert at > 20


def test_the_index_is_no_truth(site: Office) -> None:
    """Without the cache, with lists lost, damaged or left over, the next run writes the same bytes."""
    put(site, *range(1, 8))
    accept(site, *range(1, 8))
    publish(site)
    wanted = site.tree("exports")
    shutil.rmtree(site.root / ".workflow")
    assert site.do("publish").out == "Everything published is up to date.\n"
    (site.root / "exports/ru/index-2.html").unlink()
    site.write("exports/en/index.html", "defaced")
    site.write("exports/sitemap.xml", "")
    publish(site)
    assert site.tree("exports") == wanted
    site.write("exports/ru/index-9.html", "<p>of another run</p>")
    put(site, 9)
    publish(site)
    assert not (site.root / "exports/ru/index-9.html").exists()


def test_an_older_text_is_listed_as_it_is(site: Office) -> None:
    """While a translation waits for review, lists show the title that its page has, not a draft; and so if its source can not be read."""
    put(site, 1)
    accept(site, 1)
    publish(site)
    before = listing_of(site)
    site.write("sources/2024-01-01-r1.txt", "Quite another title\n\nFirst sentence here.\n")
    site.do("run")
    assert listing_of(site) == before
    assert "Quite another title" in (site.root / "exports/en/index.html").read_text("utf-8")
    site.write("sources/2024-01-01-r1.txt", b"\xff\xfe\x00")
    shutil.rmtree(site.root / ".workflow")
    assert site.do("publish").exit == 1
    assert listing_of(site) == before
    assert_consistent(site)


def listing_of(office: Office) -> str:
    return re.sub(r"<style>.*?</style>", "", (office.root / "exports/ru/index.html").read_text("utf-8"), flags=re.S)


def test_an_embargo_is_nowhere(site: Office) -> None:
    """No list, page or asset says that there is something; afterwards its moment is its date in the feed."""
    put(site, 1)
    site.write("sources/secret.txt", "A secret title\n\nSomething.\n")
    site.write("sources/secret.toml", "publish-after = 2999-01-01T00:00:00Z\n")
    site.write("sources/secret.png", b"png")
    publish(site)
    for path, data in site.tree("exports").items():
        assert "secret" not in path
        assert b"ecret" not in data
    site.write("sources/secret.toml", "publish-after = 2024-02-29T10:00:00+03:00\n")
    publish(site)
    assert "<published>2024-02-29T07:00:00Z</published>" in (site.root / "exports/en/feed.xml").read_text("utf-8")
    assert listed(site, "en")[0][0] == "en/secret.html"
    assert (site.root / "exports/en/secret.png").is_file()


def test_without_a_base_address_what_needs_one_is_left_out(site: Office) -> None:
    """One notice when something is written; relative links only; and all comes and goes with the setting."""
    put(site, 1, 2, 3, 4)
    accept(site, 1, 2, 3, 4)
    publish(site)
    full = site.tree("exports")
    site.write("workflow.toml", CONFIGURATION.replace("base-url", "# base-url"))
    said = site.do("publish")
    assert said.err.count("no base-url") == 1
    for path, data in site.tree("exports").items():
        assert not path.endswith(("sitemap.xml", "feed.xml"))
        if path.endswith(".html"):
            assert b"https://example.org" not in data
            assert b'href="/' not in data
    assert site.dead_links() == []
    assert "no base-url" not in site.do("publish").err
    site.write("workflow.toml", CONFIGURATION)
    said = site.do("publish")
    assert "no base-url" not in said.err
    assert site.tree("exports") == full


@pytest.mark.parametrize(
    "address",
    ["example.org/news", "htps://example.org", "https:/example.org", "https://exa mple.org", "https://example.org/?a", "https://a..b/",
     "https://user@example.org/", "https://example.org/news/index.html", "//example.org/"],
)  # fmt: skip
def test_a_base_address_with_a_typo(site: Office, address: str) -> None:
    """It is told with file and line before anything is written."""
    put(site, 1)
    site.write("workflow.toml", f'languages = ["ru"]\nbase-url = "{address}"\n')
    said = site.do("publish")
    assert said.exit == 2
    assert "workflow.toml:2: base-url = " in said.err
    assert "such as https://example.org/news/" in said.err
    assert site.tree("exports") == {}


def test_the_name_of_the_office(site: Office) -> None:
    """In each language its own; on pages, in lists, feeds and the data for search engines."""
    site.write("workflow.toml", CONFIGURATION + 'publisher = {en = "R&D Office", ru = "Пресс-служба"}\n')
    put(site, 1)
    accept(site, 1)
    publish(site)
    assert '<p><a href="index.html">R&amp;D Office</a></p>' in site.page("2024-01-01-r1", "en")
    assert '"publisher": {"@type": "Organization", "name": "R\\u0026D Office"}' in site.page("2024-01-01-r1", "en")
    feeds = [(site.root / f"exports/{one}/feed.xml").read_text("utf-8") for one in ("en", "ru")]
    assert "<title>Press releases | R&amp;D Office</title>" in feeds[0]
    assert "<title>Пресс-релизы | Пресс-служба</title>" in feeds[1]
    site.write("workflow.toml", CONFIGURATION + 'publisher = ["x"]\n')
    assert "workflow.toml:4: publisher" in site.do("publish").err


def test_links_in_full_are_the_sites_own(site: Office) -> None:
    """A link under the base address leads to the reader's language where there is a page, and nowhere while there is none."""
    put(site, 1, 2)
    body = f'<p>See <a href="{BASE}en/2024-01-01-r1.html#x">one</a>, <a href="{BASE}en/2024-01-02-r2.html">two</a>.</p>'
    site.write("sources/2024-02-01-a.html", f'<!DOCTYPE html>\n<html lang="en"><head><title>A</title></head><body>{body}</body></html>\n')
    accept(site, 1)
    site.accept("2024-02-01-a")
    publish(site)
    page = site.page("2024-02-01-a")
    assert f'<a href="{BASE}ru/2024-01-01-r1.html#x">' in page
    assert f'<a href="{BASE}en/2024-01-02-r2.html">' in page
    site.write("sources/2024-01-02-r2.toml", "withdrawn = true\n")
    publish(site)
    assert site.page("2024-02-01-a").count('<a href="#">') == site.page("2024-02-01-a", "en").count('<a href="#">') == 1
    assert site.dead_links() == []
    # A page whose source can not be read today loses its links in place.
    site.write("sources/2024-02-01-a.html", b"\xff\xfe\x00")
    site.write("sources/2024-01-01-r1.toml", "withdrawn = true\n")
    assert site.do("publish").exit == 1
    assert site.page("2024-02-01-a").count('<a href="#">') == 2
    assert site.dead_links() == []


def test_a_language_that_the_project_gives_up(site: Office, watched: list[str]) -> None:
    """Its pages, lists and aligned files go, after the links to them; its catalogs stay, it can come back; other folders stay."""
    site.write("workflow.toml", CONFIGURATION.replace('["ru"]', '["ru", "fr"]'))
    put(site, 1, 2)
    for language in ("ru", "fr"):
        accept(site, 1, 2, language=language)
    publish(site)
    full, catalogs = site.tree("exports"), site.tree("locales")
    for path in ("exports/js/index.html", "exports/img/a.png"):
        site.write(path, "<p>of the web team</p>")
    site.write("workflow.toml", CONFIGURATION)
    publish(site)
    assert watched == []
    left = site.tree("exports")
    assert not any("/fr/" in path or "en-fr" in path for path in left)
    assert not any(b"/fr/" in data for path, data in left.items() if path.endswith((".html", "sitemap.xml", "feed.xml")))
    assert {"exports/js/index.html", "exports/img/a.png"} <= set(left)
    shutil.rmtree(site.root / "exports/js")
    shutil.rmtree(site.root / "exports/img")
    assert_consistent(site)
    assert site.tree("locales") == catalogs
    site.write("workflow.toml", CONFIGURATION.replace('["ru"]', '["ru", "fr"]'))
    publish(site)
    assert site.tree("exports") == full


def choice(office: Office) -> list[tuple[str, str]]:
    """Language and address of each that can be chosen at the root of the site."""
    path = office.root / "exports/index.html"
    return re.findall(r'<a hreflang="(.*?)" href="(.*?)">', path.read_text("utf-8")) if path.is_file() else []


def test_the_choice_of_languages_follows_what_is_public(site: Office, watched: list[str]) -> None:
    """One language, two, three, one given up, all taken back, and back: after every write no link leads nowhere."""
    site.write("workflow.toml", CONFIGURATION.replace('["ru"]', '["ru", "ar"]'))
    put(site, 1)
    publish(site)
    assert choice(site) == [("en", "en/index.html")]
    assert "hreflang" not in re.sub("<body>.*", "", (site.root / "exports/index.html").read_text("utf-8"), flags=re.S)
    for language, letter in (("ru", "Ж"), ("ar", "ش")):
        site.do("sync")
        site.accept("2024-01-01-r1", language, translate=lambda msgid, letter=letter: re.sub("[A-Za-z]", letter, msgid))
        publish(site)
        assert site.do("verify").err == ""
    page = (site.root / "exports/index.html").read_text("utf-8")
    assert '<li lang="ar" dir="rtl"><a hreflang="ar" href="ar/index.html">العربية</a></li>' in page
    assert [one for one, _ in choice(site)] == ["en", "ar", "ru"]
    for path in ("index.html", "en/index.html", "ar/index.html", "sitemap.xml"):
        said = (site.root / "exports" / path).read_text("utf-8")
        assert f'hreflang="x-default" href="{BASE}index.html"' in said
    full = site.tree("exports")
    site.write("workflow.toml", CONFIGURATION)
    publish(site)
    assert [one for one, _ in choice(site)] == ["en", "ru"]
    site.write("sources/2024-01-01-r1.toml", "withdrawn = true\n")
    publish(site)
    assert site.tree("exports") == {}
    (site.root / "sources/2024-01-01-r1.toml").unlink()
    site.write("workflow.toml", CONFIGURATION.replace('["ru"]', '["ru", "ar"]'))
    publish(site)
    assert site.tree("exports") == full
    assert watched == []


def test_a_page_at_the_root_that_somebody_else_made(site: Office) -> None:
    """It stays as it is, and that is told; when it is gone, the choice of languages comes."""
    put(site, 1)
    accept(site, 1)
    site.write("exports/index.html", "<!DOCTYPE html><title>Our office</title><p>By hand.\n")
    for _ in range(2):
        said = site.do("publish")
        assert said.exit == 0
        assert "exports/index.html: note S011: is not this program's, and stays" in said.err
    assert "By hand." in (site.root / "exports/index.html").read_text("utf-8")
    assert site.do("verify").err == ""
    assert f'hreflang="x-default" href="{BASE}en/index.html"' in (site.root / "exports/ru/index.html").read_text("utf-8")
    assert f"<loc>{BASE}index.html</loc>" not in (site.root / "exports/sitemap.xml").read_text("utf-8")
    (site.root / "exports/index.html").unlink()
    said = site.do("publish")
    assert "S011" not in said.err
    assert [one for one, _ in choice(site)] == ["en", "ru"]
    assert site.do("verify").err == ""


def test_the_choice_of_languages_has_a_template(site: Office) -> None:
    """It can be replaced like any other; the program still knows the page as its own."""
    put(site, 1)
    site.write("templates/choice.html.j2", "{% for one in languages %}<a href='{{ one.address }}'>{{ one.text }}</a>{% endfor %}")
    publish(site)
    assert (site.root / "exports/index.html").read_text("utf-8").startswith("<a href='en/index.html'>English</a>")
    (site.root / "templates/choice.html.j2").unlink()
    publish(site)
    assert (site.root / "exports/index.html").read_text("utf-8").startswith("<!DOCTYPE html>")


def test_a_release_that_is_in_no_feed_is_told(site: Office) -> None:
    """Once in a run, by publish and by status, with what to do; when it has a date it is in the feed, and nothing is said."""
    site.write("workflow.toml", f'base-url = "{BASE}"\n')
    site.write("sources/notice.txt", TEXT.format("notice"))
    put(site, 1)
    note = (
        "sources/notice.txt: note S012: has no date, and nothing tells when it last changed: it stands last in the index, and in no feed; "
    )
    for command in ("publish", "publish", "run", "status"):
        said = site.do(command)
        assert said.exit == 0
        assert said.err.count("S012") == 1
        assert f"{note}begin its name with a date (2026-12-01-…), or write date = 2026-12-01 into sources/notice.toml" in said.err
    assert listed(site, "en") == (["en/2024-01-01-r1.html", "en/notice.html"], ["en/2024-01-01-r1.html"])
    assert site.do("verify").err == ""
    for name in ("b", "c", "d"):
        site.write(f"sources/{name}.txt", TEXT.format(name))
    assert "sources: note S012: 4 releases (b, c, d…) have no date" in site.do("publish").err
    for name in ("b", "c", "d", "notice"):
        site.write(f"sources/{name}.toml", "date = 2023-12-31\n")
    assert site.do("publish").err == ""
    assert "en/notice.html" in listed(site, "en")[1]


def test_a_translation_gives_a_date_to_a_release_without_one(site: Office) -> None:
    """Its catalog says when it last changed: it is in both feeds."""
    site.write("sources/notice.txt", TEXT.format("notice"))
    site.do("sync")
    site.accept("notice")
    said = site.do("publish")
    assert "S012" not in said.err
    assert listed(site, "ru")[1] == ["ru/notice.html"]
    assert listed(site, "en")[1] == ["en/notice.html"]


def test_an_older_text_wears_the_style_of_today(site: Office) -> None:
    """While a translation waits for review, its page has the style sheet of the others, and not a letter of its text has changed."""
    put(site, 1)
    accept(site, 1)
    publish(site)
    before = site.page("2024-01-01-r1")
    put_more = TEXT.format(1) + "\nAnd more of it.\n"
    site.write("sources/2024-01-01-r1.txt", put_more)
    site.write("templates/style.css", "p { color: red }")
    site.do("sync")
    publish(site)
    late = site.page("2024-01-01-r1")
    assert "late-notice" in late
    assert "<style>\np { color: red }\n</style>" in late

    def text(page: str) -> str:
        return re.sub(r"<style>.*?</style>| ?<span class=.late-notice.*?</span>", "", page, flags=re.S)

    assert text(late) == text(before)
    (site.root / "templates/style.css").unlink()
    publish(site)
    assert re.findall(r"<style>.*?</style>", site.page("2024-01-01-r1"), re.S) == re.findall(r"<style>.*?</style>", before, re.S)


LINKING = '<!DOCTYPE html>\n<html lang="en"><head><title>A</title></head><body><p>See <img src="{}" alt="a map">.</p></body></html>\n'


def test_an_asset_that_is_gone(site: Office, watched: list[str]) -> None:
    """It is taken back when no page links to it any more; until then it stays, and that is told."""
    site.write("sources/2024-01-01-a.html", LINKING.format("map.png"))
    site.write("sources/map.png", b"png")
    site.write("sources/lone.css", b"p {}")
    publish(site)
    for name in ("map.png", "lone.css"):
        (site.root / "sources" / name).unlink()
    said = site.do("publish")
    assert "sources/map.png: warning S009: is gone, but sources/2024-01-01-a.html links to it" in said.err
    assert (site.root / "exports/en/map.png").is_file()
    assert not (site.root / "exports/en/lone.css").exists()
    site.write("sources/2024-01-01-a.html", LINKING.format("https://example.com/map.png"))
    said = site.do("publish")
    assert "removed exports/en/map.png" in said.out
    assert "S009" not in said.err
    assert watched == []


def test_assets_of_what_is_not_public(site: Office) -> None:
    """They wait with their release, and go with it; what a public release links to as well is public."""
    for name in ("a", "b"):
        site.write(f"sources/{name}.html", LINKING.format("shared.png").replace("</p>", f'<img src="{name}/own.png" alt="x"></p>'))
        site.write(f"sources/{name}/own.png", b"png")
        site.write(f"sources/{name}/own.ru.png", b"png")
        site.write(f"sources/{name}.pdf", b"pdf")
    site.write("sources/shared.png", b"png")
    site.write("sources/style.css", b"css")
    site.write("sources/a.toml", "publish-after = 2999-01-01T00:00:00Z\n")

    def assets() -> set[str]:
        return {path.removeprefix("exports/en/") for path in site.unlisted("exports") if not path.endswith((".html", ".xml", ".tmx"))}

    always = {"shared.png", "style.css", "b/own.png", "b/own.ru.png", "b.pdf"}
    publish(site)
    assert assets() == always
    (site.root / "sources/a.toml").unlink()
    publish(site)
    assert assets() == always | {"a/own.png", "a/own.ru.png", "a.pdf"}
    site.write("sources/a.toml", "withdrawn = true\n")
    publish(site)
    assert assets() == always
    site.write("sources/b.toml", "withdrawn = true\n")
    publish(site)
    assert assets() == {"style.css"}
    assert site.do("publish").out == "Everything published is up to date.\n"
    site.write("sources/a.html", b"\xff\xfe<")  # a source that can not be read gives nothing away either
    site.write("sources/a.toml", "publish-after = 2999-01-01T00:00:00Z\n")
    site.do("publish")
    assert assets() == {"style.css"}


def test_an_asset_with_the_name_of_a_list(site: Office) -> None:
    """The site's feed is not written over; the file is named."""
    put(site, 1)
    site.write("sources/feed.xml", '<its:rules xmlns:its="http://www.w3.org/2005/11/its" version="2.0"/>')
    said = site.do("publish")
    assert "sources/feed.xml: error S00" in said.err
    assert_consistent(site)


@pytest.mark.parametrize("name", ["feed", "index-2", "sub/feed-13", "Index-2"])
def test_releases_can_not_have_the_name_of_a_list(site: Office, name: str) -> None:
    """The name is taken, and that is told."""
    site.write(f"sources/{name}.txt", TEXT)
    said = site.do("publish")
    assert said.exit == 1
    assert "the name is taken" in said.err


def test_a_template_of_the_project(site: Office) -> None:
    """Pages are written anew when it changes; while it is wrong nothing is, and it is told with file and line, status 2."""
    put(site, 1)
    publish(site)
    before = site.tree("exports")
    site.write("templates/style.css", "p { color: red }")
    publish(site)
    assert b"color: red" in site.tree("exports")["exports/en/2024-01-01-r1.html"]
    assert b"color: red" in site.tree("exports")["exports/en/index.html"]
    styled = site.tree("exports")
    put(site, 2)
    for text, line, message in (
        ("\n{% if %}", 2, "Expected an expression"),
        ("\n\n{{ nodes.x.y }}", 3, "x"),
        ("{% extends 'x' %}", 1, "x"),
    ):
        site.write("templates/release.html.j2", text)
        for command in (("publish",), ("publish", "--preview")):
            said = site.do(*command)
            assert said.exit == 2
            assert f"templates/release.html.j2:{line}: " in said.err
            assert message in said.err
        assert site.tree("exports") == styled
    site.write("templates/release.html.j2", b"\xff")
    assert "templates/release.html.j2: is not UTF-8" in site.do("publish").err
    for path in ("sources/2024-01-02-r2.txt", "templates/release.html.j2", "templates/style.css"):
        (site.root / path).unlink()
    site.write("templates/relase.html.j2", "x")
    said = site.do("publish")
    assert "templates/relase.html.j2: warning S008: nothing uses it" in said.err
    assert site.tree("exports") == before
