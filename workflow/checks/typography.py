"""Checks of typography, with the corrections that `workflow check --fix` makes.

| code | severity | what |
|---|---|---|
| P501 | warning | quotation marks of another language |
| P502 | warning | a hyphen in the place of a dash |
| P503 | warning | `No.` or `N` in the place of № |
| P504 | warning | a number written the English way |
| P505 | warning | off by default: a space that has to be a no-break space |
| P506 | warning | off by default: е in a word that is written with ё |

The rules are those of Russian (Мильчин, Чельцова, «Справочник издателя и автора»): « » outside and „ “ inside; — between spaces, the first
of them no-break; no-break spaces after №, after initials and forms of address, between a number and its word. Other languages have their
marks checked (CLDR has the same pairs). A correction changes signs and spaces, never a word, but for ё.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

from workflow.checks.numerals import named
from workflow.checks.quotes import marks
from workflow.checks.subject import Row, Subject

_OUTER = {
    **dict.fromkeys(["ru", "be", "uk", "kk", "ky", "tg"], "«»„“"),
    "bg": "„“„“",
    "fr": "«»“”",
    "es": "«»“”",
    "it": "«»“”",
    "pt": "«»“”",
    "de": "„“‚‘",
    "pl": "„”«»",
}
"""Outer and inner quotation marks, opening and closing."""
_CYRILLIC = frozenset(["ru", "be", "uk", "kk", "ky", "tg"])
_NB = "\u00a0"

_HYPHEN = re.compile(
    r"(?<=[^\W\d_»)”\"…])[ \u00a0](?:-|--)(?=[ \u00a0][^\W\d_«(“\"])|(?<=[^\W\d_ ])--(?=[^\W\d_ ])"
    r"|(?<=[,.!?…»])[ \u00a0](?:-|--)(?=[ \u00a0][^\W_«])"
)
_DIGIT = re.compile("[0-9]")
_NUMERO = re.compile(r"(?<![\w.])(?:No\.?|N[o°º]|N)[ \u00a0]?(?=[0-9])")
_MEASURED = r"тыс|млн|млрд|трлн|миллион|миллиард|процент|%|долл|евро|руб|сум|тенге|кг|км|тонн|метр|гектар|га\b|раз[аы]?\b"
_POINT = re.compile(rf"(?<![0-9.,])([0-9]{{1,9}})\.([0-9]{{1,9}})(?=[ \u00a0]?(?:{_MEASURED}))", re.IGNORECASE)
_COMMAS = re.compile(r"(?<![0-9.,])[1-9][0-9]{0,2}(?:,[0-9]{3})+(?![0-9]|[.,][0-9])")

_RUN = re.compile(r"[0-9]+(?:[.,][0-9]+)*")

_BREAKABLE: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"(?<=\S) (?=[—–] )"), _NB),
    (re.compile(r"№ ?(?=[0-9])"), f"№{_NB}"),
    (re.compile(r"(?<![\w-])([Гг]-(?:н|на|ну|ном|не|жа|жи|же|жу|жой)|[А-ЯЁ]\.(?: ?[А-ЯЁ]\.)?) (?=[А-ЯЁ])"), rf"\1{_NB}"),
    (re.compile(r"(?<=[0-9]) (?=[а-яё%])"), _NB),
    (re.compile(r"(?<=[0-9]) (?=[0-9]{3}(?![0-9]))"), _NB),
    (re.compile(r"\bи т\. ?([дп])\."), rf"и{_NB}т.{_NB}\1."),
)

_YO = {
    "еще": "ещё",
    "ее": "её",
    "мое": "моё",
    "твое": "твоё",
    "свое": "своё",
    "чье": "чьё",
    "причем": "причём",
    "путем": "путём",
    "объем": "объём",
    "прием": "приём",
    "подъем": "подъём",
    "партнер": "партнёр",
    "партнеры": "партнёры",
    "партнеров": "партнёров",
    "партнерство": "партнёрство",
    "партнерства": "партнёрства",
    "партнерские": "партнёрские",
    "партнерских": "партнёрских",
    "ребенок": "ребёнок",
    "трех": "трёх",
    "трем": "трём",
    "четырех": "четырёх",
    "четырем": "четырём",
    "счет": "счёт",
    "учет": "учёт",
    "учета": "учёта",
    "учетом": "учётом",
    "отчет": "отчёт",
    "отчета": "отчёта",
    "отчеты": "отчёты",
    "отчетов": "отчётов",
    "расчет": "расчёт",
    "расчеты": "расчёты",
    "зачет": "зачёт",
    "надежный": "надёжный",
    "надежные": "надёжные",
    "серьезный": "серьёзный",
    "серьезные": "серьёзные",
    "серьезных": "серьёзных",
    "вооруженные": "вооружённые",
    "вооруженных": "вооружённых",
    "объединенные": "объединённые",
    "объединенных": "объединённых",
    "соединенные": "соединённые",
    "соединенных": "соединённых",
    "определенный": "определённый",
    "определенные": "определённые",
    "определенных": "определённых",
    "проведен": "проведён",
    "посвященный": "посвящённый",
    "посвященная": "посвящённая",
    "посвященное": "посвящённое",
    "посвященного": "посвящённого",
    "посвященные": "посвящённые",
    "посвященных": "посвящённых",
    "молодежь": "молодёжь",
    "молодежи": "молодёжи",
    "молодежью": "молодёжью",
    "молодежный": "молодёжный",
    "молодежных": "молодёжных",
    "прошел": "прошёл",
    "пришел": "пришёл",
    "вошел": "вошёл",
    "идет": "идёт",
    "ведет": "ведёт",
    "дает": "даёт",
    "найдет": "найдёт",
    "пройдет": "пройдёт",
    "придет": "придёт",
    "полет": "полёт",
    "самолет": "самолёт",
    "самолета": "самолёта",
    "вертолет": "вертолёт",
    "актер": "актёр",
    "режиссер": "режиссёр",
    "легкий": "лёгкий",
    "теплый": "тёплый",
    "черный": "чёрный",
    "зеленый": "зелёный",
    "желтый": "жёлтый",
    "твердый": "твёрдый",
    "темный": "тёмный",
    "дешевый": "дешёвый",
}
_YO_WORD = re.compile(rf"(?<![\w-])(?:{'|'.join(_YO)})(?![\w-])", re.IGNORECASE)
_MARK = re.compile('["“”„‟«»]')


def quotes_foreign(one: Subject) -> list[str]:
    """Marks of the source's language in a translation look like a slip, and mix with the right ones.

    In a sentence of a longer quotation, which an earlier sentence began, all marks are inner ones.
    """
    if not _MARK.search(one.target_text) or one.languages[1] not in _OUTER:
        return []
    # Letter by letter: the right marks need not be among those that are looked for (‚ ‘ of German are not).
    right = _quoted(one.target_text, one.languages[1], one.quoted)
    wrong = sorted({mark for mark, other in zip(one.target_text, right, strict=True) if mark != other})
    belong = _OUTER[one.languages[1]][2:] if one.quoted else _OUTER[one.languages[1]][:2]
    return [f"quotation marks {' '.join(wrong)}, where {belong} belong"] if wrong else []


@lru_cache(maxsize=4)
def _quoted(text: str, language: str, depth: int) -> str:
    """Returns a text with its language's quotation marks; one whose marks are not balanced stays as it is, so that a person looks.

    Args:
        text: Without codes.
        language: Primary language.
        depth: How many quotations are open when the text begins.
    """
    pairs = _OUTER.get(language)
    if pairs is None or not _MARK.search(text):
        return text
    placed = [(at, opens) for at, mark, opens in marks(text) if _MARK.match(mark)]
    if len(placed) != len(_MARK.findall(text)) or 2 * sum(opens for _, opens in placed) != len(placed):
        return text
    letters, least = list(text), depth
    for at, opens in placed:
        if opens:
            depth += 1
        if depth <= least:
            return text
        inner = depth > 1
        letters[at] = pairs[2 * inner] if opens else pairs[2 * inner + 1]
        if not opens:
            depth -= 1
    return "".join(letters)


def _dashed(text: str, language: str) -> str:
    if language not in _CYRILLIC or "-" not in text:
        return text
    return _HYPHEN.sub(lambda match: f"{match[0][0]}—" if match[0][0] in f" {_NB}" else f"{_NB}— ", text)


def hyphen_for_dash(one: Subject) -> list[str]:
    """A hyphen joins, a dash parts; a hyphen between spaces is a typewriter's dash."""
    return (
        ["a hyphen in the place of a dash"]
        if "-" in one.target_text and _dashed(one.target_text, one.languages[1]) != one.target_text
        else []
    )


def _numeroed(text: str, language: str) -> str:
    return _NUMERO.sub(f"№{_NB}", text) if language in _CYRILLIC and "N" in text else text


def numero_sign(one: Subject) -> list[str]:
    """Russian has a sign for `number`."""
    return ["№ is missing before a number"] if _numeroed(one.target_text, one.languages[1]) != one.target_text else []


def _signed(text: str, one: Subject) -> str:
    """Returns a text with Russian signs in the numbers that stand in the source letter by letter: those were copied."""
    if one.languages[1] not in _CYRILLIC or one.languages[0] != "en":
        return text

    said = frozenset(_RUN.findall(one.source_text))

    def copied(match: re.Match[str], better: str) -> str:
        return better if match[0] in said else match[0]

    text = _POINT.sub(lambda match: copied(match, match[0].replace(".", ",")), text) if "." in text else text
    return _COMMAS.sub(lambda match: copied(match, match[0].replace(",", _NB)), text) if "," in text else text


def english_number(one: Subject) -> list[str]:
    """`1.5 млн` and `1,500` have the English signs; in Russian the second is one and a half (CLDR, ru)."""
    if not _DIGIT.search(one.target_text):
        return []
    return ["a number with the English signs"] if _signed(one.target_text, one) != one.target_text else []


def _unbroken(text: str, language: str) -> str:
    if language not in _CYRILLIC:
        return text
    for pattern, better in _BREAKABLE:
        text = pattern.sub(better, text)
    return text


def breakable_space(one: Subject) -> list[str]:
    """A line that begins with a dash, or ends with a number whose word comes next, reads badly. For offices that ask for P505."""
    return ["a space where a line may break and should not"] if _unbroken(one.target_text, one.languages[1]) != one.target_text else []


def _dotted(text: str, language: str) -> str:
    def dotted(match: re.Match[str]) -> str:
        better = named(_YO, match[0])
        return "".join(new.upper() if old.isupper() else new for old, new in zip(match[0], better, strict=True))

    return _YO_WORD.sub(dotted, text) if language == "ru" and "е" in text.lower() else text


def yo_missing(one: Subject) -> list[str]:
    """An office that writes ё writes it everywhere. Known are common words that have no other reading. For offices that ask for P506."""
    if one.languages[1] != "ru":
        return []
    found = list(dict.fromkeys(match[0] for match in _YO_WORD.finditer(one.target_text)))
    return [f"е for ё: {', '.join(found)}"] if found else []


CHECKS: dict[str, Row] = {
    "P501": ("warning", quotes_foreign),
    "P502": ("warning", hyphen_for_dash),
    "P503": ("warning", numero_sign),
    "P504": ("warning", english_number),
    "P505": ("warning", breakable_space),
    "P506": ("warning", yo_missing),
}


def _in_language(function: Callable[[str, str], str]) -> Callable[[str, Subject], str]:
    return lambda text, one: function(text, one.languages[1])


FIXES: dict[str, Callable[[str, Subject], str]] = {
    "P501": lambda text, one: _quoted(text, one.languages[1], one.quoted),
    "P502": _in_language(_dashed),
    "P503": _in_language(_numeroed),
    "P504": _signed,
    "P505": _in_language(_unbroken),
    "P506": _in_language(_dotted),
}
"""Code -> text of a translation, and its entry, to the corrected text. Doing it twice changes nothing more."""
