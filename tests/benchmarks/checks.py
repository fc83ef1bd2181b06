"""How quiet are the checks on good text, and how many errors do they find?

    python tests/benchmarks/checks.py [--alarms]

*Quiet*: accepted Russian translations of named packages, read at run time and not kept: those of four words and more, without
placeholders and markup, as texts that stand by themselves (they are messages and labels). A finding on the
form of a text alone (a space twice, a straight quotation mark, a hyphen for a dash, letters of two scripts) is what it says it is: those
are counted as slips of the translators, everything else as a false alarm; `--alarms` prints all. Checks that are off by default
stay off; terms are those of this repository's glossary.

*Finding*: into such entries one error each is put, by a fixed seed, of the kinds that a reviser looks for. Where an entry lacks what an
error needs (a date, a link, a quotation), the same right thing is first added to source and translation. Found is what brings
a finding that the right entry does not have.
"""

from __future__ import annotations

import argparse
import random
import re
import sys
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))
sys.path.insert(0, str(Path(__file__).parent))

from risk import _of_package

from workflow.checks import Subject, check
from workflow.glossary import Glossary, Term, terms_of
from workflow.locales import catalog
from workflow.model import BlockKind, Where

PACKAGES = ("Django", "django-oscar", "postorius", "plone.app.locales", "mayan-edms", "ckan", "hyperkitty", "wagtail", "django-cms")
LEAST = 2000
A_KIND = 60
Pair = tuple[str, str]
Maker = Callable[[random.Random, Pair], tuple[Pair, Pair] | None]
"""Makes of an entry a right one and one with an error; None: it does not fit."""


def glossary() -> Glossary:
    """Returns the repository's glossary."""
    path = Path(__file__).parents[2] / "locales/ru/LC_MESSAGES/glossary.po"
    found = catalog.read(path.read_bytes(), path.name).live()
    return Glossary(terms_of([(one.msgid, one.msgstr, one.comments) for one in found if not one.fuzzy]), "en", "ru")


_WORDS = Glossary(
    terms_of(
        [
            (source, target, ())
            for source, target in [
                ("user", "пользователь"),
                ("password", "пароль"),
                ("file", "файл"),
                ("list", "список"),
                ("page", "страница"),
                ("message", "сообщение"),
                ("document", "документ"),
                ("group", "группа"),
                ("address", "адрес"),
                ("field", "поле"),
            ]
        ]
    ),
    "en",
    "ru",
)
"""Terms that these catalogs have, for seeding: the office's own are rare there."""


FORM = frozenset({"P412", "P413", "P414", "P415", "P501", "P502", "P503", "P603"})


def said(pair: Pair, terms: Glossary, kind: BlockKind = "paragraph") -> list[str]:
    """Returns the findings on an entry, as code and message."""
    found = check(Subject(pair[0], pair[1], True, kind=kind, terms=terms), Where("a.po"))
    return [f"{one.code} {one.message}" for one in found if one.severity != "note"]


def _behind(pair: Pair, source: str, target: str) -> Pair:
    """Puts a phrase before the final mark of both."""
    return pair[0][:-1] + source + pair[0][-1], pair[1].rstrip(".!?…") + target + pair[1][len(pair[1].rstrip(".!?…")) :]


def _added(source: str, right: str, wrong: str) -> Maker:
    def make(_: random.Random, pair: Pair) -> tuple[Pair, Pair]:
        return _behind(pair, source, right), _behind(pair, source, wrong)

    return make


def _in_target(change: Callable[[random.Random, str], str]) -> Maker:
    def make(chance: random.Random, pair: Pair) -> tuple[Pair, Pair] | None:
        changed = change(chance, pair[1])
        return None if changed == pair[1] else (pair, (pair[0], changed))

    return make


def _number(chance: random.Random, pair: Pair) -> tuple[Pair, Pair] | None:
    number = chance.randint(14, 9999)
    right = _behind(pair, f" in {number} cases", f" в {number} случаях")
    return right, (right[0], right[1].replace(str(number), str(number + chance.choice((1, 7, 30)))))


def _word(chance: random.Random, text: str, change: Callable[[str], str]) -> str:
    words = list(re.finditer(r"\b[а-яё]{4,}\b", text))
    if not words:
        return text
    one = chance.choice(words)
    return text[: one.start()] + change(one[0]) + text[one.end() :]


def _latin_letter(word: str) -> str:
    at = next((at for at, letter in enumerate(word) if letter in "аеорсух"), -1)
    return word if at < 0 else word[:at] + "aeopcyx"["аеорсух".index(word[at])] + word[at + 1 :]


def _term(chance: random.Random, pair: Pair) -> tuple[Pair, Pair] | None:
    for found in _WORDS.find(pair[0]):
        term: Term = found.term
        stem = term.targets[0][:-1]
        if re.search(rf"(?i)\b{stem}\w*", pair[1]) and len(re.findall(rf"(?i)\b{term.source}", pair[0])) == 1:
            return pair, (pair[0], re.sub(rf"(?i)\b{stem}\w*", chance.choice(["предмет", "объект", "образец"]), pair[1]))
    return None


def _link(chance: random.Random, pair: Pair) -> tuple[Pair, Pair] | None:
    first, second = re.search(r"\b[a-z]{4,}\b", pair[0]), re.search(r"\b[а-яё]{4,}\b", pair[1])
    if not (first and second):
        return None
    right = tuple(text[: one.start()] + f"<a>{one[0]}</a>" + text[one.end() :] for text, one in zip(pair, (first, second), strict=True))
    return (right[0], right[1]), (right[0], pair[1])


def _left(chance: random.Random, pair: Pair) -> tuple[Pair, Pair] | None:
    words = re.findall(r"\b[a-z]{5,}\b", pair[0])
    return (pair, (pair[0], _word(chance, pair[1], lambda _: chance.choice(words)))) if words and re.search("[а-яё]{4,}", pair[1]) else None


def _speech(_: random.Random, pair: Pair) -> tuple[Pair, Pair]:
    source = f"“{pair[0][:-1]},” she said."
    return (source, f"«{pair[1].rstrip('.!?…')}», — сказала она."), (source, f"Она сказала, что {pair[1].rstrip('.!?…')}.")


def _cut(_: random.Random, pair: Pair) -> tuple[Pair, Pair] | None:
    return (pair, (pair[0], pair[1][: len(pair[1]) // 6].rstrip(" ,") + ".")) if len(pair[0]) > 120 else None


KINDS: dict[str, Maker] = {
    "a number changed": _number,
    "a number lost": lambda chance, pair: (right := _behind(pair, " in 2023", " в 2023 году"), (right[0], pair[1])),
    "a date changed": _added(" on 12 March", " 12 марта", " 13 марта"),
    "a month changed": _added(" in March", " в марте", " в мае"),
    "a time changed": _added(" at 5 p.m.", " в 17:00", " в 16:00"),
    "a percentage lost": _added(" by 40 per cent", " на 40 %", " на 40 пунктов"),
    "a currency lost": _added(" for US$2 million", " за 2 млн долл. США", " за 2 млн"),
    "an amount changed": _added(" for US$2.5 million", " за 2,5 млн долл. США", " за 25 млн долл. США"),
    "a document symbol changed": _added(" (A/RES/75/1)", " (A/RES/75/1)", " (A/RES/75/7)"),
    "a link dropped": _link,
    "an address changed": _added(" at https://example.org/a", " на https://example.org/a", " на https://example.net/b"),
    "a mail address lost": _added(" (press@example.org)", " (press@example.org)", ""),
    "a telephone number changed": _added(" (+998 71 120-80-50)", " (+998 71 120-80-50)", " (+998 71 120-80-55)"),
    "a quote lost": _added(" in “Dawn”", " в «Заре»", " в «Заре"),
    "both quotes lost": _added(" in “Dawn”", " в «Заре»", " в Заре"),
    "a bracket lost": _added(" (see below)", " (см. ниже)", " (см. ниже"),
    "direct speech lost": _speech,
    "the final mark lost": _in_target(lambda chance, text: text.rstrip(".!?…")),
    "a doubled word": _in_target(lambda chance, text: _word(chance, text, lambda word: f"{word} {word}")),
    "a doubled space": _in_target(lambda chance, text: text.replace(" ", "  ", 1)),
    "a space before a mark": _in_target(lambda chance, text: text[:-1] + " " + text[-1]),
    "English quotation marks": _added(" in “Dawn”", " в «Заре»", " в “Заре”"),
    "a hyphen for a dash": _added(" – all of it", " — всё", " - всё"),
    "left untranslated": lambda chance, pair: (pair, (pair[0], pair[0])),
    "a word left in Latin letters": _left,
    "a letter of another script": _in_target(lambda chance, text: _word(chance, text, _latin_letter)),
    "most of the text lost": _cut,
    "a wrong term": _term,
}  # fmt: skip


def sentences() -> dict[str, list[Pair]]:
    """Returns package -> its sentences with their accepted translations."""
    found = {}
    for name in PACKAGES:
        pairs = sorted(set(_of_package(name)))
        fit = [pair for pair in pairs if len(pair[0].split()) >= 4 and re.search("[а-яё]", pair[1])]
        found[name] = fit
        print(f"{name}: {len(fit)} sentences", file=sys.stderr)
    return found


def main() -> None:
    """Prints both tables."""
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--alarms", action="store_true", help="print each false alarm")
    given = arguments.parse_args()
    office = glossary()
    every = [pair for pairs in sentences().values() for pair in pairs]
    alarms = [(pair, found) for pair in every if (found := said(pair, office, "attribute"))]
    slips = [pair for pair, found in alarms if all(one[:4] in FORM for one in found)]
    if given.alarms:
        for pair, found in alarms:
            print(f"{'; '.join(found)}\n    {pair[0]}\n    {pair[1]}")
    false = len(alarms) - len(slips)
    print(f"{len(every):,} accepted entries: {len(slips)} with a slip of form, {false} with a false alarm", end="")
    print(f" ({100 * false / len(every):.1f} in 100)")
    if len(every) < LEAST:
        print(f"fewer than {LEAST:,} sentences: the figure says little")
    quiet = [pair for pair in every if pair[0][-1] in ".!?" and not said(pair, _WORDS)]
    total = hit = 0
    print(f"\n{'error':<32}{'tried':>6}{'found':>7}")
    for kind, make in KINDS.items():
        chance = random.Random(kind)
        tried = found_here = 0
        for pair in chance.sample(quiet, len(quiet)):
            made = make(chance, pair)
            if made is None:
                continue
            before = said(made[0], _WORDS)
            tried += 1
            found_here += bool(set(said(made[1], _WORDS)) - set(before))
            if tried == A_KIND:
                break
        total, hit = total + tried, hit + found_here
        print(f"{kind:<32}{tried:>6}{100 * found_here / max(1, tried):>6.0f}%")
    print(f"{'all':<32}{total:>6}{100 * hit / max(1, total):>6.1f}%")


if __name__ == "__main__":
    main()
