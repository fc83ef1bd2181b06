"""Languages: tags, folders, ranges, and what CLDR knows."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflow import languages
from workflow.errors import UsageError

TAGS = (
    "ru",
    "en",
    "fr",
    "es",
    "ar",
    "zh",
    "zh-Hans",
    "zh-Hant-TW",
    "pt-BR",
    "sr-Latn",
    "sr-Cyrl-RS",
    "uz-Cyrl",
    "tg",
    "ky",
    "kk",
    "ps",
    "de-1996",
)


@pytest.mark.parametrize(
    ("typed", "tag"),
    [
        ("RU", "ru"),
        ("pt-br", "pt-BR"),
        ("ZH-hANS", "zh-Hans"),
        ("sr-latn-rs", "sr-Latn-RS"),
        ("es-419", "es-419"),
        ("DE-1996", "de-1996"),
        (" en ", "en"),
    ],
)
def test_a_tag_is_written_in_its_usual_case(typed: str, tag: str) -> None:
    """RFC 5646 section 2.1.1: language lower, script title, region upper case."""
    assert languages.canonical(typed) == tag


@pytest.mark.parametrize("tag", ["", "r", "russian", "ru_RU", "../ru", "ru/..", "ru-", "ru\n", "en-x-own", "ru.po", "р у"])
def test_what_is_no_tag_is_an_error(tag: str) -> None:
    """A folder name, a path or a word for a language is refused."""
    if tag.strip() == "ru":
        assert languages.canonical(tag) == "ru"
        return
    with pytest.raises(UsageError, match="no BCP 47 language tag"):
        languages.canonical(tag)


@pytest.mark.parametrize(
    ("tag", "folder"),
    [
        ("ru", "ru"),
        ("pt-BR", "pt_BR"),
        ("sr-Latn", "sr@latin"),
        ("sr-Latn-RS", "sr_RS@latin"),
        ("uz-Cyrl", "uz@cyrillic"),
        ("zh-Hans", "zh@Hans"),
    ],
)
def test_a_folder_is_named_as_gettext_names_it(tag: str, folder: str) -> None:
    """ll_CC@variant, scripts as variants."""
    assert languages.folder(tag) == folder


@given(st.lists(st.sampled_from(TAGS), unique=True, min_size=2, max_size=2))
def test_two_languages_never_share_a_folder(tags: list[str]) -> None:
    """What people decided in one language can not land in another's catalogs; nor can a name lead out of `locales/`."""
    one, other = (languages.folder(tag) for tag in tags)
    assert one != other
    assert re.fullmatch(r"[A-Za-z0-9_@]+", one)


@pytest.mark.parametrize("tag", TAGS)
def test_every_language_has_plural_forms_and_a_direction(tag: str) -> None:
    """Also a script, a region or a variant has the rules of its language, and a date is no error."""
    forms = languages.plural_forms(tag)
    count = int(re.match(r"nplurals=(\d); plural=.+;", forms)[1])  # type: ignore[index]  # a miss is the failure
    assert count == {"ru": 3, "ar": 6, "zh": 1, "sr": 3}.get(languages.primary(tag), count)
    assert languages.direction(tag) == ("rtl" if tag in ("ar", "ps") else "ltr")
    assert "2023" in languages.long_date("2023-03-14", tag) or tag in ("ar", "ps")


@pytest.mark.parametrize(
    ("tag", "ranges", "expected"),
    [
        ("ru", ("*",), True),
        ("ru", ("RU",), True),
        ("ru", ("ru-RU",), False),
        ("ru-RU", ("ru",), True),
        ("de-Latn-CH", ("de-CH",), True),
        ("de-CH", ("*-CH",), True),
        ("fr", ("*-CH",), False),
        ("zh-Hant-TW", ("zh-TW",), True),
        ("de-x-ch", ("de-ch",), False),
        ("ru", (), False),
        ("ru", ("", " "), False),
        ("ru", ("fr", " ru "), True),
    ],
)
def test_ranges_match_as_rfc_4647_says(tag: str, ranges: tuple[str, ...], expected: bool) -> None:
    """Extended filtering, section 3.3.2; excluding is the contrary."""
    assert languages.matches(tag, ranges) is expected
    assert languages.matches(tag, ranges, exclude=True) is not expected


def test_an_unknown_language_is_no_error() -> None:
    """A well-formed tag that CLDR does not know keeps working."""
    assert languages.english_name("qaa") == "qaa"
    assert languages.direction("qaa") == "ltr"
    assert languages.plural_forms("qaa").startswith("nplurals=")
    assert languages.og_locale("qaa") == "qaa"
    assert languages.long_date("2023-03-14", "qaa") == "14 March 2023"


def test_dates_and_places_are_as_readers_expect() -> None:
    """Full dates, and the region that Open Graph asks for."""
    assert languages.long_date("2023-03-14", "ru") == "14 марта 2023\u202fг." or languages.long_date("2023-03-14", "ru").startswith(
        "14 марта 2023"
    )
    assert languages.long_date("2023-03-14", "en") == "14 March 2023"
    assert languages.long_date("2023-03-01", "fr") == languages.long_date("2023-03-01", "fr-CA") == "1er mars 2023"
    assert languages.long_date("2023-03-11", "fr") == "11 mars 2023"
    assert (languages.og_locale("ru"), languages.og_locale("pt-BR"), languages.og_locale("en")) == ("ru_RU", "pt_BR", "en_US")


def test_names_do_not_depend_on_what_was_asked_before() -> None:
    """In a process of its own, in whatever order: German has no month's name of Chinese or Hebrew, and each language the same ones."""
    asked = "import sys; from workflow.languages import month_names, weekday_names"
    code = f"{asked}; print([(month_names(x), weekday_names(x)) for x in sys.argv[1:]][-1])"
    orders = (["de"], ["zh", "fr", "de"], ["he", "ru", "zh", "de"])
    said = {subprocess.run([sys.executable, "-c", code, *order], capture_output=True, text=True, check=True).stdout for order in orders}
    assert len(said) == 1
    assert "märz" in said.pop()
