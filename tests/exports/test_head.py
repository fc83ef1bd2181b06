"""What the head of a page says to search engines and messengers, and that it is the page's own."""

from __future__ import annotations

import json
import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflow.exports.counterpart import PageLinks, relink
from workflow.exports.head import HEAD_END, HEAD_START, Article, Found, head
from workflow.exports.page import html_page
from workflow.exports.parallel import ReleaseInfo
from workflow.exports.template import template_page
from workflow.model import Document
from workflow.sources import read

from .release import build, translated

BASE = "https://example.org/news/"
EN = PageLinks("2024/a", "en", "en", (("fr", "../../fr/2024/a.html"), ("ru", "../../ru/2024/a.html")), BASE)
RU = PageLinks("2024/a", "ru", "en", (("en", "../../en/2024/a.html"), ("fr", "../../fr/2024/a.html")), BASE)
INFO = ReleaseInfo("2024/a", "sources/2024/a.txt", "en", "2024-02-29", "И. Переводчик", publisher="Office", modified="2024-03-01")
NEWS = (
    '<!DOCTYPE html>\n<html lang="en">\n<head>\n<title>T</title>\n{}</head>\n'
    "<body><main><h1>A “title”</h1>\n<p>Text.</p></main></body>\n</html>\n"
)


def said(block: str) -> dict[str, object]:
    match = re.search(r'<script type="application/ld\+json">(.*?)</script>', block, re.S)
    assert match
    found: dict[str, object] = json.loads(match[1])
    return found


def page(head_of_source: str, links: PageLinks, *, info: ReleaseInfo | None = INFO) -> str:
    document = read(NEWS.format(head_of_source).encode(), path="sources/2024/a.html", language="en")
    return html_page(document, {} if links.language != "en" else None, links, links.language, info=info).decode()


def test_all_versions_have_one_set_and_their_own_canonical_address() -> None:
    """The `hreflang` set is the same on all pages, names each and x-default; `canonical` is the page itself."""
    blocks = [head(links, None, Found()) for links in (EN, RU)]
    sets = [re.findall(r'rel="alternate" hreflang="(.*?)" href="(.*?)"', block) for block in blocks]
    assert (
        sets[0]
        == sets[1]
        == [
            (tag, f"{BASE}{folder}/2024/a.html")
            for tag, folder in zip(("en", "fr", "ru", "x-default"), ("en", "fr", "ru", "en"), strict=True)
        ]
    )
    assert [re.findall(r'rel="canonical" href="(.*?)"', block) for block in blocks] == [
        [f"{BASE}en/2024/a.html"],
        [f"{BASE}ru/2024/a.html"],
    ]


def test_a_page_without_counterparts_has_no_set() -> None:
    """One version alone is no set of languages."""
    assert "hreflang" not in head(replace(EN, counterparts=()), None, Found())


def test_articles_name_each_other() -> None:
    """`workTranslation` on the original and `translationOfWork` on a translation are the inverse of each other; ids are addresses."""
    article = Article.of("Title", INFO)
    english, russian = said(head(EN, article, Found())), said(head(RU, article, Found()))
    assert english["workTranslation"] == [
        {"@type": "NewsArticle", "@id": f"{BASE}{one}/2024/a.html", "inLanguage": one} for one in ("fr", "ru")
    ]
    assert russian["translationOfWork"] == {"@type": "NewsArticle", "@id": english["@id"], "inLanguage": "en"}
    assert "translationOfWork" not in english
    assert (russian["inLanguage"], russian["datePublished"], russian["dateModified"]) == ("ru", "2024-02-29", "2024-03-01")
    assert russian["translator"] == {"@type": "Person", "name": "И. Переводчик"}
    assert russian["publisher"] == {"@type": "Organization", "name": "Office"}
    assert "translator" not in english


def test_a_change_before_the_release_is_none() -> None:
    """A text that was ready before its day was not modified since."""
    assert Article.of("Title", replace(INFO, modified="2024-02-01")).modified == ""


def test_without_a_base_address_nothing_has_one() -> None:
    """There is an article and a locale, but no address that could be wrong."""
    block = head(replace(RU, base_url=""), Article.of("Title", INFO), Found(locale=True))
    assert said(block) | {"headline": "Title", "inLanguage": "ru"} == said(block)
    assert "@id" not in block
    assert "href" not in block
    assert re.findall(r'og:locale:alternate" content="(.*?)"', block) == ["en_US", "fr_FR"]


@given(st.text(max_size=40))
def test_no_headline_ends_the_script(headline: str) -> None:
    """Whatever a title says, it is the headline, and nothing in the script is markup or a line end to any parser."""
    block = head(RU, Article.of(headline, INFO), Found())
    script = block.partition('ld+json">')[2].partition("</script>")[0]
    assert not re.search("[<>&\u2028\u2029\x00-\x1f]", script)
    assert script.isascii()
    assert said(block)["headline"] == (headline or "2024/a")


def test_hostile_titles() -> None:
    """The ends of scripts and comments, quotes and entities stay text."""
    hostile = "</script><!--<script>alert(1)</script> \" ' &lt; <!--/alternates--> ]]> \u2028"
    block = head(RU, Article.of(hostile, INFO), Found())
    assert block.count("</script") == 1
    assert block.count("<!--") == 2
    assert said(block)["headline"] == hostile


def test_an_html_source_gets_this_block_and_nothing_else() -> None:
    """Without the block, the page of an HTML source is what it is without a base address."""
    alone = replace(EN, counterparts=())
    with_block = page("", alone)
    start, end = with_block.index(HEAD_START), with_block.index(HEAD_END) + len(HEAD_END) + 1
    assert with_block[start:end].startswith(f'{HEAD_START}\n<link rel="canonical"')
    assert said(with_block)["headline"] == "A “title”"
    assert with_block[:start] + with_block[end:] == page("", replace(alone, base_url="")) == NEWS.format("")


@pytest.mark.parametrize(
    ("body", "headline"),
    [
        ("<title>T</title><h2>Downloads</h2><p>Text.</p>", "T"),
        ("<title>T</title><h2>Downloads</h2><h1>Visit</h1><p>Text.</p>", "Visit"),
        ("<h2>Downloads</h2><p>Text.</p>", "Downloads"),
    ],
)
def test_the_headline_is_what_lists_call_the_page(body: str, headline: str) -> None:
    """The heading of some part of a page is not what the page is called, where it has a title."""
    document = read(f"<!DOCTYPE html><html lang=en>{body}</html>".encode(), path="sources/2024/a.html", language="en")
    assert said(html_page(document, None, EN, "en", info=INFO).decode())["headline"] == headline


def test_a_source_that_names_its_own_address_keeps_it() -> None:
    """There are never two canonical addresses; a translation does not say that it is a copy of its original."""
    for tag in ('<link rel="canonical" href="https://cms.example.org/1">\n', "<link href=https://cms.example.org/1 rel=canonical>\n"):
        english, russian, bare = page(tag, EN), page(tag, RU), page(tag, replace(RU, base_url=""))
        assert tag in english
        assert [one.count("canonical") for one in (english, russian, bare)] == [1, 1, 1]
        assert "cms.example.org" not in russian + bare
        assert f"{BASE}ru/2024/a.html" in russian
        assert re.search(r'href="?a\.html', bare)


def test_a_source_that_has_linked_data_keeps_it() -> None:
    """Two descriptions of one page would contradict each other some day."""
    own = '<script type="application/ld+json">{"@type": "NewsArticle", "headline": "x"}</script>\n'
    assert page(own, EN).count("ld+json") == 1


def test_locales_have_alternates_where_the_source_has_one() -> None:
    """`og:locale:alternate` belongs to `og:locale`; a page without Open Graph gets none."""
    assert "og:locale:alternate" not in page("", EN)
    assert page('<meta property="og:locale" content="en_GB">\n', EN).count("og:locale:alternate") == 2


def test_a_written_page_follows_its_links(release: Document) -> None:
    """Whatever languages come and go, the block names them, and what it says of the text stays; also after many changes."""
    before = template_page(release, translated(release), RU, INFO, "ru")
    fewer = replace(RU, counterparts=RU.counterparts[:1])
    changed = relink(before, fewer)
    assert said(changed.decode()) == said(before.decode())
    assert re.findall(r'hreflang="(..|x-default)" href="https', changed.decode()) == ["en", "ru", "x-default"]
    assert relink(changed, fewer) == changed
    assert relink(changed, RU).count(b"hreflang") == before.count(b"hreflang")


def test_the_list_of_languages_follows_too(release: Document) -> None:
    """The languages at the top of a page are those in which it is there, the source language first, its own not a link."""
    before = template_page(release, translated(release), RU, INFO, "ru").decode()
    assert (
        '<nav class="languages" aria-label="Языки"><ul><li><a hreflang="en" lang="en" href="../../en/2024/a.html">English</a></li>'
        in before
    )
    assert '<li><span aria-current="true">Русский</span></li>' in before
    alone = relink(before.encode(), replace(RU, counterparts=())).decode()
    assert "<nav" not in alone
    assert relink(alone.encode(), RU).decode().count("<nav") == 1


def test_a_page_from_before_the_base_address_gets_its_block() -> None:
    """A page that keeps its text is found by search engines as soon as the project knows its address; and the block goes with it."""
    old = page("", replace(RU, base_url=""))
    new = relink(old.encode(), RU).decode()
    assert new.count(HEAD_START) == 1
    assert f'<link rel="canonical" href="{BASE}ru/2024/a.html">' in new
    assert relink(new.encode(), RU).decode() == new
    assert relink(new.encode(), replace(RU, base_url="")).decode() == old


def test_previews_have_no_address() -> None:
    """What is not for the public names no public address."""
    document = build("html")
    for made in (
        html_page(document, translated(document), RU, "ru", info=INFO, banner=True),
        template_page(build(), translated(build()), RU, INFO, "ru", banner=True),
    ):
        assert b"canonical" not in made
        assert b"ld+json" not in made
