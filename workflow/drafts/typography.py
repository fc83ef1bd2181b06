"""Text as an engine takes it best, and its output as the target language prints it.

`simplify` folds what models saw rarely or never: curly quotation marks, no-break spaces and hyphens, dashes without spaces.
`unquote` takes a quotation mark off the edge of a sentence, which is often one sentence of a longer quotation, and `restore`
puts it back. Nothing here adds, drops or changes a word or a digit; capitals at the start follow the source.

Rules for Russian are those of Мильчин, Чельцова, «Справочник издателя и автора»: « » outside and „ “ inside, the full stop
behind the closing mark and ? ! … before it, — between spaces, the first of them no-break; no-break spaces after №, after a
number before its word, after г-н and г-жа, after initials, and between groups of thousands.
"""

from __future__ import annotations

import re

_FOLD = str.maketrans(
    {**dict.fromkeys("“”„‟«»〝〞", '"'), **dict.fromkeys("‘’‚‛ʼ", "'"), **dict.fromkeys("‐‑", "-"), "\xad": "", "\u200b": ""}
)
_SPACES = re.compile(r"\s+")
_RUSSIAN = "«»„“"
_QUOTES = {
    **dict.fromkeys(["ru", "be", "uk", "kk", "ky", "tg"], _RUSSIAN),
    "de": "„“‚‘",
    "es": "«»“”",
    "it": "«»“”",
    "fr": "«»“”",
}
"""Outer and inner quotation marks, opening and closing: marks inside marks differ. Absent: marks stay as the engine set them."""

_CYRILLIC_RULES = {"ru", "be", "uk", "kk", "ky", "tg"}
_CLOSING_DOT = re.compile(r'(?<!\.)\.([»“"]+)\Z')
_MEASURED = (
    r"процент|%|тыс|млн|млрд|миллион|миллиард|килограмм|кг|грамм|тонн|километр|км|метр|литр|доллар|евро|сум|тенге|сомони|градус|балл|час"
)


def simplify(text: str) -> str:
    """Returns the text with straight quotation marks, plain hyphens, dashes between spaces or digits, and each run of white
    space as one space.

    >>> simplify("“the  strategy—for 2021–2025” ")
    '"the strategy — for 2021-2025"'
    """
    text = re.sub(r"(?<=\d)[–—](?=\d)", "-", text.translate(_FOLD))
    text = re.sub(r"(?<=[^\W\d])([–—])(?=[^\W\d])", r" \1 ", text)
    return _SPACES.sub(" ", text).strip()


def unquote(text: str) -> tuple[str, str, str]:
    """Splits simplified text into a quotation mark at its start, the rest, and one at its end; a mark inside stops it.

    >>> unquote('"It is another step.'), unquote('"It is," he said.')
    (('"', 'It is another step.', ''), ('', '"It is," he said.', ''))
    """
    inner = text.strip('"')
    lead, tail = '"' * text.startswith('"'), '"' * text.endswith('"')
    if '"' in inner or not inner or lead + inner + tail != text:
        return "", text, ""
    return lead, inner.strip(), tail


def restore(source: str, output: str, language: str) -> str:
    """Returns an engine's output with the target language's quotation marks, dashes, spaces and № sign.

    A capital at the start follows the source, and a full stop that the source lacks goes. Restoring twice changes nothing more.

    Args:
        source: The text that was translated.
        output: As the engine gave it.
        language: BCP 47 tag of the output.
    """
    text = _SPACES.sub(" ", output).strip()
    source = source.strip()
    base = language.lower().split("-")[0]
    text = _capital(source, text)
    text = _stop(source, text)
    marks = _QUOTES.get(base)
    if marks is None:
        return text
    text = _quote(text, marks)
    if base == "fr":
        return re.sub(r"(?<=«)\s*|\s*(?=»)", "\u00a0", text)
    if base not in _CYRILLIC_RULES:
        return text
    text = _stop(source, _CLOSING_DOT.sub(r"\1.", text))
    text = re.sub(r"(?<=\() +| +(?=[,.;:!?)])", "", text)
    text = re.sub(r"(?<=\S) +(?:--|[-–—]) +", "\u00a0— ", text)
    if re.search(r"\d[–—]\d", source):
        text = re.sub(r"(?<=\d)-(?=\d)", "–", text)
    text = re.sub(r"(?:№|\b(?:No|N)\.?) ?(?=\d)", "№\u00a0", text)
    text = _numbers(source, text)
    text = re.sub(r"(?<!\w)([Гг]-(?:н|на|ну|ном|не|жа|жи|же|жу|жой)|[А-ЯЁ]\.(?: ?[А-ЯЁ]\.)?) (?=[А-ЯЁ])", "\\1\u00a0", text)
    return text.replace("...", "…") if "…" in source else text


def _capital(source: str, text: str) -> str:
    """Begins a text as its source does: a source without capitals has no names, so its translation can begin with none."""
    first = next((at for at, letter in enumerate(text) if letter.isalpha()), -1)
    begins = next((letter for letter in source if letter.isalpha()), "")
    if first < 0 or any(one.isdigit() for one in text[:first]):
        return text
    if begins.isupper():
        return text[:first] + text[first].upper() + text[first + 1 :]
    if begins.islower() and source == source.lower() and text[first + 1 : first + 2].islower():
        return text[:first] + text[first].lower() + text[first + 1 :]
    return text


def _stop(source: str, text: str) -> str:
    """Takes a full stop off the end if the source, a heading or an item of a list, has none."""
    return text[:-1] if source[-1:].isalnum() and re.search(r"[^.]\.\Z", text) else text


def _numbers(source: str, text: str) -> str:
    """Writes numbers of the source that stand in the text in English fashion in Russian: 150 000, 1500, 0,5 процента, 25 человек."""
    for number in sorted(set(re.findall(r"(?<![\d.,])\d{1,3}(?:,\d{3})+(?![.,]?\d)", source)), key=len, reverse=True):
        groups = number.split(",")
        written = ("\u00a0" if len(number) > 5 else "").join(groups)
        text = re.sub(rf"(?<![\d.,]){'[, ]?'.join(groups)}(?![.,]?\d)", written, text)
    for number in set(re.findall(r"(?<![\d.,])\d+\.\d+(?![.,]?\d)", source)):
        text = re.sub(rf"(?<![\d.,]){re.escape(number)}(?=[ \u00a0]?(?:{_MEASURED}))", number.replace(".", ","), text)
    text = re.sub(r"(?<=\d)(-[а-яё]{1,3}) (?=[а-яё])", "\\1\u00a0", text)
    return re.sub(r"(?<=\d) (?=[а-яё%])", "\u00a0", text)


def _quote(text: str, marks: str) -> str:
    """Sets quotation marks by where they stand: opening at the start or behind a space, bracket or dash; else closing."""
    out: list[str] = []
    depth = 0
    for letter in text:
        if letter not in '"«»„“”':
            out.append(letter)
            continue
        before = out[-1] if out else " "
        # Where “ closes („ “), it does so right behind its opening mark, and whenever an inner quotation is open.
        fresh = "".join(pair[0] for pair in (marks[:2], marks[2:]) if letter == '"' or pair[1] != "“")
        closes = letter == "“" == marks[3] and depth > 1
        opening = letter in "«„" or (letter in '"“' and not closes and before in f" \u00a0([—–-/{fresh}")
        if opening:
            out.append(marks[0] if depth == 0 else marks[2])
            depth += 1
        else:
            depth = max(depth - 1, 0)
            out.append(marks[1] if depth == 0 else marks[3])
    joined = "".join(out)
    opened, closed = marks[0] + marks[2], marks[1]
    return re.sub(rf"(?<=[{opened}]) +| +(?=[{closed}])", "", joined)
