"""Languages: BCP 47 tags, their folders, names, direction, plural forms, dates.

The only importer of Babel's locale data, and it imports it inside functions: most commands need none of it.
"""

from __future__ import annotations

import re
from copy import deepcopy
from functools import cache
from typing import TYPE_CHECKING, Any

from workflow.errors import UsageError

if TYPE_CHECKING:
    from babel import Locale

# RFC 5646 section 2.1, the parts that a press office meets: language, script, region, variants; no extensions, no private use.
_TAG = re.compile(
    r"(?P<language>[a-z]{2,3})(?:-(?P<script>[a-z]{4}))?(?:-(?P<region>[a-z]{2}|\d{3}))?(?P<variants>(?:-(?:[a-z\d]{5,8}|\d[a-z\d]{3}))*)",
    re.I,
)
_EXTENSION = re.compile(r"-(?=[0-9a-z]-)", re.I)


def canonical(tag: str) -> str:
    """Returns a tag in the case that RFC 5646 section 2.1.1 recommends: `pt-br` -> `pt-BR`, `zh-hans` -> `zh-Hans`.

    Raises:
        UsageError: It is no language tag.
    """
    match = _TAG.fullmatch(tag.strip())
    if match is None:
        raise UsageError(f"“{tag}” is no BCP 47 language tag", hint="write ru, pt-BR, zh-Hans…")
    parts = [match["language"].lower()]
    if match["script"]:
        parts.append(match["script"].title())
    if match["region"]:
        parts.append(match["region"].upper())
    return "-".join(parts) + match["variants"].lower()


def tag_of(said: str) -> str:
    """Returns what a source says of its language as a tag that a page can name, without extensions and private use; "" where it is none.

    >>> tag_of("zh_hant-x-office"), tag_of("Latin")
    ('zh-Hant', '')
    """
    try:
        return canonical(_EXTENSION.split(said.replace("_", "-"))[0])
    except UsageError:
        return ""


def primary(tag: str) -> str:
    """Returns the primary language of a tag: `pt-BR` -> `pt`."""
    return tag.replace("_", "-").split("-", 1)[0].lower()


@cache
def folder(tag: str) -> str:
    """Returns the name of a language's folder under `locales/`, which follows gettext: `pt-BR` -> `pt_BR`, `sr-Latn` -> `sr@latin`.

    Source of the form: GNU gettext manual, "Locale Names": ll_CC@variant, where scripts are variants.
    """
    match = _TAG.fullmatch(tag)
    script = match["script"] if match else None
    names = {"Latn": "latin", "Cyrl": "cyrillic", "Arab": "arabic", "Deva": "devanagari"}
    base = tag.replace(f"-{script}", "") if script else tag
    return base.replace("-", "_") + (f"@{names.get(script.title(), script.title())}" if script else "")


def matches(tag: str, ranges: tuple[str, ...], *, exclude: bool = False) -> bool:
    """Tells if a language is meant by extended language ranges (RFC 4647 section 3.3.2; ITS 2.0 section 8.10).

    >>> matches("pt-BR", ("*-BR", "fr")), matches("ru", ("fr",)), matches("ru", ("fr",), exclude=True)
    (True, False, True)
    """
    found = any(_in_range(tag.lower().split("-"), one.strip().lower().split("-")) for one in ranges if one.strip())
    return found != exclude


def _in_range(tag: list[str], wanted: list[str]) -> bool:
    if wanted[0] not in ("*", tag[0]):
        return False
    at = 1
    for part in wanted[1:]:
        if part == "*":
            continue
        while at < len(tag) and tag[at] != part:
            if len(tag[at]) == 1:
                return False
            at += 1
        if at == len(tag):
            return False
        at += 1
    return True


@cache
def _locale(tag: str) -> Locale | None:
    from babel import Locale, UnknownLocaleError

    try:
        return Locale.parse(tag, sep="-")
    except (UnknownLocaleError, ValueError):
        try:
            return Locale.parse(primary(tag))
        except (UnknownLocaleError, ValueError):
            return None


def direction(tag: str) -> str:
    """Returns `ltr` or `rtl` (CLDR character order)."""
    locale = _locale(tag)
    return str(locale.text_direction) if locale else "ltr"


def english_name(tag: str) -> str:
    """Returns the language's name in English (CLDR), or the tag where CLDR has none."""
    locale = _locale(tag)
    return str(locale.get_display_name("en") or tag) if locale else tag


def autonym(tag: str) -> str:
    """Returns the language's name in itself (CLDR), or the tag where CLDR has none."""
    locale = _locale(tag)
    return str(locale.get_display_name() or tag) if locale else tag


def plural_forms(tag: str) -> str:
    """Returns the value of a catalog's Plural-Forms header, from the CLDR rules as Babel words them for gettext.

    Scripts and variants count as their language does; a language that CLDR does not know as most do.
    """
    from babel import UnknownLocaleError
    from babel.messages.plurals import get_plural

    match = _TAG.fullmatch(tag)
    region = match["region"] if match else None
    for name in (f"{primary(tag)}_{region}" if region else primary(tag), primary(tag)):
        try:
            plural = get_plural(name)
        except (UnknownLocaleError, ValueError):
            continue
        return f"nplurals={plural.num_plurals}; plural={plural.plural_expr};"
    return "nplurals=2; plural=(n != 1);"


def long_date(date: str, tag: str) -> str:
    """Returns an ISO date as the language writes it in full (CLDR long): `14 марта 2023 г.`.

    The first of a month is an ordinal in French (Imprimerie nationale, “Lexique des règles typographiques”), and not so in CLDR.
    """
    from datetime import date as day

    from babel.dates import format_date

    # English without a region is written as the United Nations write it: 14 March 2023.
    locale = _locale("en-GB" if tag == "en" else tag)
    said = format_date(day.fromisoformat(date), "long", locale=locale or "en_GB")
    return f"1er{said.removeprefix('1')}" if primary(tag) == "fr" and date.endswith("-01") else said


def read_words(data: bytes, tag: str) -> dict[str, str]:
    """Returns msgid -> msgstr of a gettext catalog of the program's own strings; what is untranslated or fuzzy is left out.

    Args:
        data: A PO file in UTF-8.
        tag: Its language.
    """
    from io import BytesIO

    from babel.messages.pofile import read_po

    catalog = read_po(BytesIO(data), locale=str(_locale(tag) or "en"), charset="utf-8")
    return {str(one.id): str(one.string) for one in catalog if one.id and one.string and not one.fuzzy}


def og_locale(tag: str) -> str:
    """Returns a tag as Open Graph wants it, ll_CC with CLDR's likely region: `ru` -> `ru_RU`."""
    from babel.core import get_global

    match = _TAG.fullmatch(tag)
    region = match["region"] if match else None
    if region is None:
        likely = get_global("likely_subtags").get(tag.replace("-", "_")) or get_global("likely_subtags").get(primary(tag))
        region = likely.rsplit("_", 1)[-1] if likely else None
    return f"{primary(tag)}_{region}" if region else primary(tag)


@cache
def likely_script(tag: str) -> str:
    """Returns the script (ISO 15924) that a language is written in: the tag's own, else CLDR's likely one; Latin where CLDR knows none.

    >>> likely_script("tg"), likely_script("uz"), likely_script("sr-Latn"), likely_script("zh-TW")
    ('Cyrl', 'Latn', 'Latn', 'Hant')
    """
    from babel.core import get_global

    match = _TAG.fullmatch(tag)
    if match and match["script"]:
        return match["script"].title()
    likely = get_global("likely_subtags")
    found = likely.get(tag.replace("-", "_")) or likely.get(primary(tag))
    return found.split("_")[1] if found else "Latn"


def joins_without_space(tag: str) -> bool:
    """Tells if sentences of the language follow each other without a space (Chinese, Japanese, Thai, Lao, Khmer, Burmese)."""
    return primary(tag) in {"zh", "ja", "th", "lo", "km", "my", "yue"}


@cache
def month_names(tag: str) -> dict[str, int]:
    """Returns each name of a month in a language, in small letters and without a full stop, with its number (CLDR wide and abbreviated)."""
    names: dict[str, int] = {}
    # The Arabic of the United Nations has the months' names of the Levant beside those of Egypt.
    for one in (tag, *(["ar-LB"] if primary(tag) == "ar" else [])):
        for widths in _names(one, "months"):
            for width in ("wide", "abbreviated"):
                for number, name in widths[width].items():
                    names.setdefault(name.rstrip(".").lower(), number)
    return names


def _names(tag: str, kind: str) -> list[Any]:
    """Returns the names of months or days of a language as they stand in dates and alone, by width; nothing of one that CLDR has not.

    Babel (2.18) notes in data that all languages share what one of them, the first that is asked, inherits: after Chinese, German had
    Chinese months. A copy of what is asked for keeps them apart.
    """
    from babel import localedata

    locale = _locale(tag)
    if locale is None:
        return []
    names = localedata.LocaleDataDict({kind: deepcopy(localedata.load(str(locale))[kind])})[kind]
    return [names["format"], names["stand-alone"]]


@cache
def number_signs(tag: str) -> tuple[str, str]:
    """Returns a language's decimal sign and its sign between thousands, in Western digits (CLDR)."""
    locale = _locale(tag)
    signs = locale.number_symbols.get("latn", {}) if locale else {}
    return str(signs.get("decimal", ".")), str(signs.get("group", ","))


@cache
def weekday_names(tag: str) -> dict[str, int]:
    """Returns each full name of a day of the week in a language, in small letters, with its number; Monday is 0 (CLDR wide)."""
    names: dict[str, int] = {}
    for widths in _names(tag, "days"):
        for number, name in widths["wide"].items():
            names.setdefault(name.lower(), number)
    return names
