"""What texts say is read as values: amounts, moments, addresses."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from babel.dates import format_date
from babel.numbers import format_decimal
from hypothesis import given
from hypothesis import strategies as st

from workflow.checks.addresses import addresses
from workflow.checks.amounts import amounts, shown
from workflow.checks.facts import facts
from workflow.checks.moments import moments
from workflow.checks.numerals import spelled

UN = {"ar": "ar_EG", "en": "en_GB", "es": "es", "fr": "fr", "ru": "ru", "zh": "zh"}


@pytest.mark.parametrize(
    ("language", "text", "values"),
    [
        ("en", "$2.5 million for 1,234.50 schools, the 66th", ["2500000", "1234.5", "66"]),
        ("ru", "2,5 млн долл. США для 1 234,5 школ, 66-я", ["2500000", "1234.5", "66"]),
        ("ru", "2 млн 500 тыс. и 10 000 10 500", ["2500000", "10000", "10500"]),
        ("en", "two hundred and fifty thousand; three four; three dozen", ["250000", "3", "4", "36"]),
        ("ru", "двухсот пятидесяти тысяч, полутора миллионам, сто двадцать три", ["250000", "1500000", "123"]),
        ("en", "20k images, 3.11.2, Articles 5,6", ["20000", "3.11.2", "5", "6"]),
        ("zh", "250万人，3亿元", ["2500000", "300000000"]),
        ("ar", "١٢٫٥ مليون", ["12500000"]),
        ("es", "1.234.567,8 y 3.000 millones", ["1234567.8", "3000000000"]),
        ("fr", "1 234,5 et 2 milliards", ["1234.5", "2000000000"]),
        ("en", "one of the two", []),
        ("en", "no zero", ["0"]),
    ],
)
def test_amounts(language: str, text: str, values: list[str]) -> None:
    """Signs, scales and words of a language make one value."""
    assert [one.value for one in amounts(text, language)[0]] == values


@given(st.sampled_from(sorted(UN)), st.integers(0, 10**9) | st.decimals(0, 10**6, places=2))
def test_whatever_a_language_prints_is_read_as_it_was_meant(language: str, number: int | Decimal) -> None:
    """A number that Babel formats for a language has its value there, and agrees with the one formatted for English."""
    texts = [format_decimal(number, format="#,##0.###", locale=UN[one], numbering_system="latn") for one in (language, "en")]
    (here,), (there,) = (amounts(text, one)[0] for text, one in zip(texts, (language, "en"), strict=True))
    assert here.value == shown(Decimal(number))
    assert here.agrees(there)


@given(st.sampled_from(sorted(UN)), st.dates())
def test_whatever_date_a_language_prints_is_that_day(language: str, day: object) -> None:
    """The long date of a language (CLDR) is day and month, and its year stays a number."""
    if not hasattr(day, "month") or day.year < 1000:  # CLDR writes those without leading zeros
        return
    found = facts(format_date(day, "long", locale=UN[language]), language)  # type: ignore[arg-type]  # a date, as hypothesis makes it
    assert found.moments.days == (((day.day, day.month),),)  # type: ignore[attr-defined]  # likewise
    assert [one.value for one in found.amounts] == [str(day.year)]


@pytest.mark.parametrize(
    ("language", "text", "days", "times"),
    [
        ("en", "March 12, 2021, from 2 to 5:30 p.m.", [(12, 3)], [840, 1050]),
        ("en", "11–1 p.m., noon, midnight", [], [660, 780, 720, 0]),
        ("en", "12, 13 and 14 April", [(12, 4), (13, 4), (14, 4)], []),
        ("en", "You may march; Mr. May", [], []),
        ("ru", "12–14 марта с 14.00 до 17:30", [(12, 3), (14, 3)], [840, 1050]),
        ("ru", "в пять часов вечера, в 5 часов утра, в полдень, в 17 ч 30 мин", [], [1020, 300, 1050, 720]),
        ("ru", "12.03.2021, разделы 5.30 и 6.1", [(12, 3)], []),
        ("fr", "1er mars", [(1, 3)], []),
        ("zh", "3月12日", [(12, 3)], []),
        ("ar", "12 آذار/مارس", [(12, 3)], []),
        ("en", "2021-03-12 and 1/2/2021", [(12, 3), (1, 2)], []),
    ],
)
def test_moments(language: str, text: str, days: list[tuple[int, int]], times: list[int]) -> None:
    """Dates and times in the forms that offices write."""
    found = moments(text, language)
    assert [one[0] for one in found.days] == days
    assert sorted(found.times) == sorted(times)


@pytest.mark.parametrize(
    ("text", "urls", "mails", "phones", "symbols"),
    [
        ("See https://un.org/a_(b)). Go!", ["https://un.org/a_(b)"], [], [], []),
        ("(www.un.org), un.org/ru/news.", ["www.un.org", "un.org/ru/news"], [], [], []),
        ("a.b@un.org, press.office[at]", [], ["a.b@un.org", "press.office[at]"], [], []),
        ("+998 (71) 120-80-50; 120-80-50; 2021-03-12; 2019–2021", [], [], ["+998 (71) 120-80-50", "120-80-50"], []),
        ("A/RES/75/1, E/CN.7/2023/L.5; and/or, km/h, TCP/IP", [], [], [], ["A/RES/75/1", "E/CN.7/2023/L.5"]),
    ],
)
def test_addresses(text: str, urls: list[str], mails: list[str], phones: list[str], symbols: list[str]) -> None:
    """Addresses end before the punctuation of their sentence."""
    found = addresses(text)
    assert [list(one) for one in (found.urls, found.mails, found.phones, found.symbols)] == [urls, mails, phones, symbols]


@given(st.text(max_size=80), st.sampled_from(sorted(UN)))
def test_any_text_can_be_read(text: str, language: str) -> None:
    """Reading fails on nothing, and what was read is gone from the rest only."""
    found = facts(text, language)
    assert len(found.rest) <= len(text)


@given(st.integers(3, 999_999))
def test_russian_numerals_of_every_size(number: int) -> None:
    """A number spelled out by its parts is that number."""
    assert [int(value) for value, _ in spelled(_russian(number), "ru")[0]] == [number]


def _russian(number: int) -> str:
    units = "один два три четыре пять шесть семь восемь девять".split()  # noqa: SIM905  # a list of words reads as words
    teens = "десять одиннадцать двенадцать тринадцать четырнадцать пятнадцать шестнадцать семнадцать восемнадцать девятнадцать".split()  # noqa: SIM905  # likewise
    tens = "двадцать тридцать сорок пятьдесят шестьдесят семьдесят восемьдесят девяносто".split()  # noqa: SIM905  # likewise
    hundreds = "сто двести триста четыреста пятьсот шестьсот семьсот восемьсот девятьсот".split()  # noqa: SIM905  # likewise
    words = [*([_russian(number // 1000), "тысяч"] if number >= 1000 else [])]
    number %= 1000
    words += [hundreds[number // 100 - 1]] if number >= 100 else []
    number %= 100
    if 10 <= number < 20:
        return " ".join([*words, teens[number - 10]])
    words += [tens[number // 10 - 2]] if number >= 20 else []
    return " ".join([*words, *([units[number % 10 - 1]] if number % 10 else [])])


@pytest.mark.parametrize(
    ("language", "plain", "other"),
    [
        ("en", "5 millions", "5 millionſ"),
        ("en", "3 billion", "3 bıllion"),
        ("en", "on Monday and Wednesday", "on Monday and Wedneſday"),
        ("en", "at midnight and at midnight", "at midnight and at mİdnight"),
        ("ru", "5 тысяч", "5 ᲅысяч"),
        ("ru", "12 октября, 13 октября", "12 октября, 13 окᲄября"),
    ],
)
def test_letters_that_a_pattern_takes_for_the_same_are_read(language: str, plain: str, other: str) -> None:
    """A long s, a dotless i, a letter of old Cyrillic prints: what finds the word knows what it means."""
    assert [one.value for one in amounts(other, language)[0]] == [one.value for one in amounts(plain, language)[0]]
    assert replace(moments(other, language), rest="") == replace(moments(plain, language), rest="")
