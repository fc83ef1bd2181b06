"""Makes an archive of press releases that nobody wrote: the same arguments, the same bytes, on every machine.

    python tests/benchmarks/generate.py FOLDER --releases 1000       a project: workflow.toml and sources/
    python tests/benchmarks/generate.py --accept FOLDER              fills every PO file under FOLDER, as if a translator had
    python tests/benchmarks/generate.py FOLDER --revise 17           release 17 again, with one sentence corrected

The sentences come from a small grammar and differ; titles, lists, tables, menus and contacts are as on an office's pages. The
translations are the source in Cyrillic letters, codes and addresses kept: no language, but of its length, and free of findings.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from releases import Release, Sentence, Span, compose

FORMATS = ("html", "txt", "xml")

_MENU = (("Home", "/"), ("News", "/news"), ("Publications", "/publications"), ("Projects", "/projects"), ("Contacts", "/contacts"))


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;").replace(" million", "&#160;million")


def _marked(sentences: Sequence[Sentence], opening: Callable[[Span], str], closing: Callable[[Span], str]) -> str:
    parts = ("".join(f"{opening(span)}{_escaped(span.text)}{closing(span)}" for span in sentence) for sentence in sentences)
    return "\n  ".join(parts)


def _html_text(sentences: Sequence[Sentence]) -> str:
    def opening(span: Span) -> str:
        return f'<a href="{_escaped(span.address)}">' if span.address else f"<{span.element}>" if span.element else ""

    return _marked(sentences, opening, lambda span: f"</{span.element}>" if span.element else "")


def html(release: Release) -> str:
    """Returns a release as a page, head metadata, menu and footer included."""
    title, first = _escaped(release.title), _escaped("".join(span.text for span in release.paragraphs[0][0]))
    menu = "\n".join(f'      <li><a href="https://www.example.org{address}">{name}</a></li>' for name, address in _MENU)
    body: list[str] = []
    for number, paragraph in enumerate(release.paragraphs):
        body.append(f"  <p>{_html_text(paragraph)}</p>")
        if number == 1:
            body.append(f"  <blockquote>\n    <p>{_html_text(release.quotation)}</p>\n  </blockquote>" if release.quotation else "")
            body.append(f"  <h2>What {release.table[1][0]} gains</h2>")
    items = "\n".join(f"    <li>{_html_text([item])}</li>" for item in release.items)
    head, *rows = release.table
    cells = "\n".join("      <tr>" + "".join(f"<td>{_escaped(cell)}</td>" for cell in row) + "</tr>" for row in rows)
    link = f'  <p>See also <a href="{release.earlier}.html">an earlier release</a>.</p>' if release.earlier else ""
    return f"""<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>{title} | Example Agency</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="description" content="{first}">
<meta property="og:title" content="{title}">
<link rel="stylesheet" href="press.css">
<script>document.documentElement.classList.add("js"); // no <markup> in here</script>
</head>
<body>
<header>
  <nav aria-label="Main menu">
    <ul>
{menu}
    </ul>
  </nav>
</header>
<main>
<article>
  <h1>{title}</h1>
  <p class="dateline"><time datetime="{release.day}">{release.day.day} {release.day:%B %Y}</time></p>
{chr(10).join(part for part in body if part)}
  <ul>
{items}
  </ul>
  <table>
    <caption>Courses in {release.day.year}</caption>
    <thead>
      <tr>{"".join(f"<th>{cell}</th>" for cell in head)}</tr>
    </thead>
    <tbody>
{cells}
    </tbody>
  </table>
{link}
</article>
</main>
<footer>
  <address>
{chr(10).join(f"    <p>{_escaped(line)}</p>" for line in release.contact)}
    <p>Email: <a href="mailto:press@example.org">press@example.org</a></p>
  </address>
</footer>
</body>
</html>
"""


def txt(release: Release) -> str:
    """Returns a release as plain text; markup and table are left out."""

    def plain(sentences: Sequence[Sentence]) -> str:
        return "\n".join("".join(span.text for span in sentence) for sentence in sentences)

    parts = [release.title, *map(plain, release.paragraphs), plain(release.quotation)]
    parts.append("\n".join(f"- {plain([item])}" for item in release.items))
    return "\n\n".join(part for part in (*parts, "\n".join(release.contact)) if part) + "\n"


def xml(release: Release) -> str:
    """Returns a release as a DocBook 5 article."""

    def opening(span: Span) -> str:
        role = ' role="strong"' if span.element == "strong" else ""
        return f'<link xlink:href="{_escaped(span.address)}">' if span.address else f"<emphasis{role}>" if span.element else ""

    def text(sentences: Sequence[Sentence]) -> str:
        return _marked(sentences, opening, lambda span: "</link>" if span.address else "</emphasis>" if span.element else "")

    paragraphs = "\n".join(f"<para>{text(paragraph)}</para>" for paragraph in release.paragraphs)
    items = "\n".join(f"<listitem><para>{text([item])}</para></listitem>" for item in release.items)
    items = f"<itemizedlist>\n{items}\n</itemizedlist>\n" if items else ""
    quotation = f"<blockquote><para>{text(release.quotation)}</para></blockquote>\n" if release.quotation else ""
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<article xmlns="http://docbook.org/ns/docbook" xmlns:xlink="http://www.w3.org/1999/xlink" version="5.0" xml:lang="en">
<title>{_escaped(release.title)}</title>
{paragraphs}
{quotation}{items}</article>
"""


_WRITERS: dict[str, Callable[[Release], str]] = {"html": html, "txt": txt, "xml": xml}


def write(folder: Path, number: int, *, sentences: int, formats: Sequence[str], seed: int, revision: int = 0) -> Path:
    """Writes one release under `sources/`; formats take turns."""
    release = compose(number, sentences=sentences, seed=seed, revision=revision)
    suffix = formats[number % len(formats)]
    path = folder / "sources" / f"{release.name}.{suffix}"
    path.write_text(_WRITERS[suffix](release), encoding="utf-8", newline="\n")
    return path


def generate(folder: Path, *, releases: int, sentences: int, formats: Sequence[str], languages: Sequence[str], seed: int) -> None:
    """Makes a project in an empty or missing folder."""
    (folder / "sources").mkdir(parents=True, exist_ok=True)
    listed = ", ".join(f'"{language}"' for language in languages)
    (folder / "workflow.toml").write_text(f'source-language = "en"\nlanguages = [{listed}]\n', encoding="utf-8")
    for number in range(releases):
        write(folder, number, sentences=sentences, formats=formats, seed=seed)


_KEPT = re.compile(r"(<[^<>]+>|&#?\w+;|https?://\S+|[\w.+-]+@[\w.-]+)")
_LETTERS = str.maketrans("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ“”", "абцдефгхийклмнопкрстувшкызАБЦДЕФГХИЙКЛМНОПКРСТУВШКЫЗ«»")


_MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"]
_OF_MONTHS = ["января", "февраля", "марта", "апреля", "мая", "июня", "июля", "августа", "сентября", "октября", "ноября", "декабря"]
_WORDS = dict(zip(_MONTHS, _OF_MONTHS, strict=True)) | {"per cent": "процентов", "million": "млн", "No.": "№"}
_WORD = re.compile(r"\b(?:" + "|".join(map(re.escape, _WORDS)) + r")(?!\w)")
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3})")
_DECIMAL = re.compile(r"(?<=\d)\.(?=\d)")


def pseudo_russian(text: str) -> str:
    """Returns a text in Cyrillic letters, months and numbers as Russian has them; codes, references and addresses stay.

    >>> pseudo_russian("See <a>No. 5</a> of 3 May, 1,234 pages: press@example.org")
    'Сее <a>№ 5</a> оф 3 мая, 1\\xa0234 пагес: press@example.org'
    """
    text = _DECIMAL.sub(",", _THOUSANDS.sub("\u00a0", _WORD.sub(lambda match: _WORDS[match[0]], text)))
    return "".join(part if number % 2 else part.translate(_LETTERS) for number, part in enumerate(_KEPT.split(text)))


def accept(folder: Path) -> Iterator[Path]:
    """Fills and accepts every entry of the PO files under a folder, whatever program made them; yields each file."""
    import polib

    for path in sorted(folder.rglob("*.po")):
        catalog = polib.pofile(str(path), wrapwidth=-1)
        for entry in catalog:
            if not entry.obsolete:
                entry.msgstr = pseudo_russian(entry.msgid)
                entry.flags = [flag for flag in entry.flags if flag != "fuzzy"]
                entry.previous_msgid = entry.previous_msgctxt = None
        catalog.save()
        yield path


def main(arguments: Sequence[str] | None = None) -> int:
    """The command line; returns the exit status."""
    parser = argparse.ArgumentParser(description="Make an archive of press releases, or accept translations in its catalogs.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--releases", type=int, default=1000)
    parser.add_argument("--sentences", type=int, default=30, help="of each release")
    parser.add_argument("--formats", nargs="+", choices=FORMATS, default=["html"], help="taken in turns")
    parser.add_argument("--languages", nargs="+", default=["ru"])
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--revise", type=int, metavar="NUMBER", help="write this release again, one sentence corrected")
    parser.add_argument("--revision", type=int, default=1, help="which correction")
    parser.add_argument("--accept", action="store_true", help="fill and accept every entry of the PO files under the folder")
    asked = parser.parse_args(arguments)
    if asked.accept:
        print(f"{sum(1 for _ in accept(asked.folder))} catalogs accepted")
    elif asked.revise is not None:
        print(write(asked.folder, asked.revise, sentences=asked.sentences, formats=asked.formats, seed=asked.seed, revision=asked.revision))
    else:
        generate(
            asked.folder,
            releases=asked.releases,
            sentences=asked.sentences,
            formats=asked.formats,
            languages=asked.languages,
            seed=asked.seed,
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
