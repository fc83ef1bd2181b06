"""Checks of what was not translated, and of letters that are not what they seem.

| code | severity | what |
|---|---|---|
| P601 | warning | the translation is the source |
| P602 | warning | words of the source's script are left, that are no names |
| P603 | warning | a word mixes letters of two scripts that look alike |
| P604 | error | invisible characters that change the order in which a text reads |
| P605 | warning | characters that tell of a wrong encoding |
"""

from __future__ import annotations

import re
from functools import lru_cache

from workflow.checks.subject import Row, Subject

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_SCRIPTS = {
    **dict.fromkeys(["ru", "be", "uk", "bg", "kk", "ky", "tg", "mn", "mk"], "\u0400-\u052f"),
    **dict.fromkeys(["ar", "fa", "ur"], "\u0600-\u06ff"),
    **dict.fromkeys(["zh", "ja"], "\u3040-\u30ff\u3400-\u9fff"),
    "el": "\u0370-\u03ff",
    "he": "\u0590-\u05ff",
    "hy": "\u0530-\u058f",
    "ka": "\u10a0-\u10ff",
    "ko": "\uac00-\ud7af\u1100-\u11ff",
}
"""What the letters of a language look like, where they are not Latin."""
_LATIN = re.compile(r"(?<![\w@#$./\\:=&+*-])(?<![A-Z0-9] )[a-z]{3,}(?:['’][a-z]+)*(?![\w@/\\:=(&+*-]|\.\w| [A-Z0-9])")
_THREE_SMALL = re.compile("[a-z]{3}")
_KEPT = frozenset({
    "email", "emails", "mail", "cookie", "cookies", "online", "offline", "web", "blog", "http", "https", "html", "xhtml", "css",
    "xml", "json", "csv", "pdf", "url", "uri", "api", "zip", "jar", "png", "jpg", "jpeg", "gif", "svg", "mp3", "mp4",
})  # fmt: skip
"""Words that Russian texts keep in their letters, and names of formats."""
_A_LATIN = re.compile("[A-Za-z]")
_MIXED = re.compile(r"(?<![^\W\d_])(?:[A-Za-z]+[\u0400-\u052f]|[\u0400-\u052f]+[A-Za-z])[^\W\d_]*")
_ALIKE = frozenset("ABCEHIKMOPSTXYaceijopsxyАВЕКМНОРСТУХІЈЅаеорсухіјѕ")
_ORDER = re.compile("[\u202a-\u202e\u2066-\u2069]")
_MARKS_OF_ORDER = re.compile("[\u200e\u200f\u061c]")
_OF_DIRECTION = re.compile("[\u202a-\u202e\u2066-\u2069\u200e\u200f\u061c]")
_MOJIBAKE = re.compile(
    "\ufffd|Ð[\u0080-\u00bf°±µ¾]|Ñ[\u0080-\u00bf€‚ƒ‹]|â€|Ã[\u0080-\u00bf©¨]|[РС][\u0080-\u00bf°±‚ѓ„…†‡€‰Љ‹ЊЌЋЏђ‘’“”•™љ›њќћџ][РС]"
)
_OPENING, _CLOSING = "\u202a\u202b\u202d\u202e\u2066\u2067\u2068", "\u202c\u2069"


@lru_cache(maxsize=64)
def _other_script(languages: tuple[str, str]) -> re.Pattern[str] | None:
    """Returns the letters of the target language, if they are other ones than those of the source language."""
    here, there = (_SCRIPTS.get(language, "") for language in languages)
    return re.compile(f"[{there}]") if there and here != there else None


def equals_source(one: Subject) -> tuple[str, ...]:
    """A translation that is its source was forgotten, unless it is a name, a number or an address.

    Where the two languages are written in different scripts, one without a letter of its own is as untranslated.
    """
    source, target = one.source_text.strip(), one.target_text.strip()
    letters = _other_script(one.languages)
    if letters is not None and letters.search(target):
        return ()
    if source != target and letters is None:
        return ()
    words = _WORD.findall(one.source_facts.addresses.rest)
    common = [word for word in words if word[0].islower() and len(word) > 2 and not (one.terms and one.terms.keeps(word))]
    least = 1 if one.kind in ("attribute", "metadata", "place", "title", "heading") or letters is not None else 2
    if len(common) < least or any(word not in _WORD.findall(target) for word in common[:3]):
        return ()
    what = "the text of an attribute" if one.kind in ("attribute", "metadata") else "the text"
    return (f"{what} is the source's, not translated",)


def source_words_left(one: Subject) -> list[str]:
    """Names, acronyms, and what stands in marks, brackets or codes may stay in their own letters; common words are translated.

    A word is common if it has no capital and is a word of the source, too; the glossary's do-not-translate terms stay.
    """
    letters = _other_script(one.languages)
    if letters is None or not letters.search(one.target_text):
        return []
    text = one.target_facts.addresses.rest
    found = []
    said: set[str] | None = None
    for match in _LATIN.finditer(text) if _THREE_SMALL.search(text) else ():
        said = said if said is not None else set(re.findall(r"[\w'’-]+", one.source_text))
        around = text[max(0, match.start() - 1) : match.start()] + text[match.end() : match.end() + 1]
        if (
            match[0] in said
            and match[0] not in _KEPT
            and not set(around) & set("\"'«»“”„‘’()[]<>`*")
            and not (one.terms and one.terms.keeps(match[0]))
        ):
            found.append(match[0])
    return [f"not translated: {', '.join(dict.fromkeys(found))}"] if found else []


def scripts_mixed(one: Subject) -> list[str]:
    """A Latin letter that looks like a Cyrillic one breaks search and screen readers (Unicode UTS 39, mixed-script confusables)."""
    if one.target_text.isascii() or not _A_LATIN.search(one.target_text) or _SCRIPTS.get(one.languages[1]) != _SCRIPTS["ru"]:
        return []
    said = []
    for match in _MIXED.finditer(one.target_text):
        word = match[0]
        latin = {letter for letter in word if letter.isascii()}
        cyrillic = {letter for letter in word if not letter.isascii()}
        # `UNODCшный` is ugly; only letters that hide are a slip.
        if word not in one.source_text and (latin <= _ALIKE or cyrillic <= _ALIKE):
            said.append(f"“{word}” mixes Latin and Cyrillic letters")
    return list(dict.fromkeys(said))


def order_changed(one: Subject) -> list[str]:
    """Overrides and unbalanced embeddings make a page read otherwise than its text (Unicode UAX 9; CVE-2021-42574).

    Marks (U+200E, U+200F, U+061C) and balanced isolates are of use in languages that are written from right to left.
    """
    if one.target.isascii() or not _OF_DIRECTION.search(one.target):
        return []
    if not _ORDER.search(one.target):
        from workflow.languages import direction

        found = _MARKS_OF_ORDER.search(one.target)
        alien = found and not _MARKS_OF_ORDER.search(one.source) and "rtl" not in map(direction, (one.source_language, one.language))
        return [f"the invisible character U+{ord(found[0]):04X}"] if found and alien else []
    depth = 0
    for match in _ORDER.finditer(one.target):
        if match[0] in "\u202d\u202e" and match[0] not in one.source:
            return [f"the invisible character U+{ord(match[0]):04X}, which turns the order of letters"]
        depth += 1 if match[0] in _OPENING else -1
        if depth < 0:
            break
    return ["invisible characters of direction that are not closed"] if depth else []


def wrongly_decoded(one: Subject) -> list[str]:
    """A text that was read in a wrong encoding once keeps the traces (РџСЂРё, Ð¿Ñ€, U+FFFD)."""
    found = None if one.target.isascii() else _MOJIBAKE.search(one.target)
    return [f"“{found[0]}” tells of a wrong encoding"] if found and found[0] not in one.source else []


CHECKS: dict[str, Row] = {
    "P601": ("warning", equals_source),
    "P602": ("warning", source_words_left),
    "P603": ("warning", scripts_mixed),
    "P604": ("error", order_changed),
    "P605": ("warning", wrongly_decoded),
}
