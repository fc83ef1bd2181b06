"""Catalogs for tests: small ones by hand, and any that a writer could be given."""

from __future__ import annotations

from hypothesis import strategies as st

from workflow.locales import catalog as po
from workflow.locales.catalog import Catalog, Entry

PATH = "locales/ru/LC_MESSAGES/r.po"
HEADER = 'msgid ""\nmsgstr ""\n"Language: ru\\n"\n"Content-Type: text/plain; charset=UTF-8\\n"\n'


def read(text: str) -> Catalog:
    """Returns the catalog that a text is, header and all."""
    return po.read(text.encode(), PATH)


def one(lines: str) -> Entry:
    """Returns the only entry of a catalog without its header."""
    (entry,) = read(f"{HEADER}\n{lines}\n").entries
    return entry


def new(*entries: Entry) -> Catalog:
    """Returns a new catalog with a full header."""
    made = po.new(
        PATH,
        release="r",
        language="ru",
        source_language="en",
        plural_forms="nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2);",
        created="2026-03-01 09:00+0000",
    )
    return made.with_entries(entries)


# Surrogates can not stand in UTF-8, and NUL not in a C string; everything else can be typed or pasted.
characters = st.characters(exclude_categories=("Cs",), exclude_characters="\0")
awkward = st.sampled_from(('"', "\\", "\\n", "a\nb", "\n", "\t", "\r\n", "\u2028", "\x85", "\x1c", "#~ msgid", "ё", " ", "%s", "<prev/>"))
texts = st.lists(awkward | st.text(characters, max_size=6), max_size=5).map("".join)
comment = st.text(characters, min_size=1, max_size=12).map(lambda text: " ".join(text.split())).filter(bool)
comments = st.lists(comment | st.sampled_from((", fuzzy", ". x", ": y", "| z", "~ a", "#", "draft: b")), max_size=3).map(tuple)
flags = st.lists(st.sampled_from(("fuzzy", "c-format", "no-wrap", "x-own")), unique=True, max_size=3).map(tuple)


@st.composite
def entries(draw: st.DrawFn) -> Entry:
    """Any entry that this program could make or keep."""
    said = draw(flags)
    return Entry(
        msgid=draw(texts.filter(bool)),
        msgstr=draw(texts),
        msgctxt=draw(st.none() | texts),
        comments=draw(comments),
        flags=said,
        previous=draw(st.none() | texts.filter(bool)) if "fuzzy" in said else None,
        obsolete=draw(st.booleans()),
    )


catalogs = st.lists(entries(), max_size=5, unique_by=lambda entry: entry.key).map(lambda made: new(*made))
