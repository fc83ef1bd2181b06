"""Text as an engine takes it best, and its output as the target language prints it.

`simplify` folds what models saw rarely or never: curly quotation marks, no-break spaces and hyphens. `unquote` takes a
quotation mark off the edge of a sentence, which is often one sentence of a longer quotation, and `restore` puts it
back. Nothing here adds or drops a word.
"""

from __future__ import annotations

import re

_FOLD = str.maketrans(
    {**dict.fromkeys("“”„‟«»〝〞", '"'), **dict.fromkeys("‘’‚‛ʼ", "'"), **dict.fromkeys("‐‑", "-"), "\xad": "", "\u200b": ""}
)
_SPACES = re.compile(r"\s+")
_QUOTES = {"ru": "«»„“", "be": "«»„“", "uk": "«»„“"}
"""Outer and inner quotation marks, opening and closing: marks inside marks differ."""

_CLOSING_DOT = re.compile(r'(?<!\.)\.([»“"]+)\Z')


def simplify(text: str) -> str:
    """Returns the text with straight quotation marks, plain hyphens, and each run of white space as one space.

    >>> simplify("“the  strategy” ")
    '"the strategy"'
    """
    return _SPACES.sub(" ", text.translate(_FOLD)).strip()


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
    """Returns an engine's output with the target language's quotation marks, dashes and № sign.

    A capital at the start follows the source, and a full stop that the source lacks goes. Only for Russian, Belarusian
    and Ukrainian are marks changed; the output of other languages keeps its own.

    Args:
        source: The text that was translated.
        output: As the engine gave it.
        language: BCP 47 tag of the output.
    """
    text = _SPACES.sub(" ", output).strip()
    source = source.strip()
    first = next((at for at, letter in enumerate(text) if letter.isalpha()), -1)
    begins = next((letter for letter in source if letter.isalpha()), "")
    if first >= 0 and begins.isupper() and not any(one.isdigit() for one in text[:first]):
        text = text[:first] + text[first].upper() + text[first + 1 :]
    if source[-1:].isalnum() and re.search(r"[^.]\.\Z", text):
        text = text[:-1]
    marks = _QUOTES.get(language.lower().split("-")[0])
    if marks is None:
        return text
    text = _quote(text, marks)
    # Russian puts the full stop behind the closing mark, and leaves ? ! … before it.
    text = _CLOSING_DOT.sub(r"\1.", text)
    text = re.sub(r" +(?=[,.;:!?)])", "", text)
    text = re.sub(r"(?<=\S) +(?:--|[-–—]) +", "\u00a0— ", text)
    text = re.sub(r"(?:№|\b(?:No|N)\.?) ?(?=\d)", "№\u00a0", text)
    return text.replace("...", "…") if "…" in source else text


def _quote(text: str, marks: str) -> str:
    """Sets quotation marks by where they stand: opening at the start or behind a space, bracket or dash; else closing."""
    out: list[str] = []
    depth = 0
    for letter in text:
        if letter not in '"«»„“”':
            out.append(letter)
            continue
        before = out[-1] if out else " "
        opening = letter in "«„" or (letter in '"“' and before in f" \u00a0([—–-/{marks[0]}{marks[2]}")
        if opening:
            out.append(marks[0] if depth == 0 else marks[2])
            depth += 1
        else:
            depth = max(depth - 1, 0)
            out.append(marks[1] if depth == 0 else marks[3])
    joined = "".join(out)
    opened, closed = marks[0] + marks[2], marks[1]
    return re.sub(rf"(?<=[{opened}]) +| +(?=[{closed}])", "", joined)
