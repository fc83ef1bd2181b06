"""What looks at any text: segmentation, codes of a text, checks, corrections, terms.

An input is a source, a line `%%%%`, and a target; `%%%% de` names the language besides English and Russian, which else follows from how
the input begins: one that grows stays in its language, and what grows is its cost. A text that is longer than a reader hands over is not
cut. Cuts are those that the rules explain; a text with codes is read back as it was;
corrections are corrected no further; nothing raises.
"""

from __future__ import annotations

import re
from functools import cache
from zlib import crc32

from workflow.checks import Subject, check, fix, ignoring
from workflow.glossary import Glossary
from workflow.glossary.terms import terms_of
from workflow.inline import compare, decode, encode, nesting, plain, strip_codes
from workflow.locales import catalog as po
from workflow.model import LONGEST_TEXT, Where
from workflow.segments import load

from .target import Target, files

_LANGUAGES = ("ru", "en", "fr", "es", "ar", "zh", "de", "pt-BR")
_BETWEEN = re.compile(rf"\n%%%%(?: ({'|'.join(_LANGUAGES)}))?\n")
_BEGINNING = 40
"""Bytes by which the language of an input is told."""
_PATH = "locales/ru/LC_MESSAGES/glossary.po"


@cache
def _glossary() -> Glossary:
    entries = po.read(files(_PATH)[0], _PATH).live()
    return Glossary(terms_of((one.msgid, one.msgstr, one.comments) for one in entries if not one.fuzzy), "en", "ru")


def _check(data: bytes) -> object:
    text = data.decode("utf-8", "replace")
    parts = _BETWEEN.split(text, 1)
    other = (parts[1] if len(parts) > 1 else None) or _LANGUAGES[crc32(data[:_BEGINNING]) % len(_LANGUAGES)]
    source, target = parts[0], parts[-1] if len(parts) > 1 and parts[-1] else parts[0][::-1]
    cuts = []
    for language in ("en", other):
        segmenter = load(language)
        for one in (source, target) if len(data) <= LONGEST_TEXT else ():
            cut = segmenter.cut(one)
            if len(one) < 3000:
                assert cut == [decision.offset for decision in segmenter.explain(one) if decision.breaks], "cut otherwise than explained"
            assert "".join(part for span in segmenter.spans(one) for part in span) == one
            cuts.append(len(cut))
    for one in (source, target):
        inline = decode(one)
        assert decode(encode(inline)) == inline, "a text with codes is not read back"
        assert encode(decode(encode((one,)))) == encode((one,)), "a text is not read back"
        assert plain(decode(encode((one,)))) == one, "a text became a code"
    compare(decode(source), decode(target)), nesting(decode(source), decode(target))
    strip_codes(target, {})
    seen: set[str] = set()
    for into in ("ru", other):
        subject = Subject(source, target, language=into, terms=_glossary() if into == "ru" else None, notes=(target[:80],))
        for finding in check(subject, Where("a.po", 1), without=frozenset()):
            assert finding.message.strip(), f"{finding}"
            assert len(finding.message) < 3000, f"{finding.code}: {len(finding.message)} characters"
            seen.add(finding.code)
        better, done = fix(subject, without=frozenset())
        assert compare(subject.source_inline, decode(better)) == compare(subject.source_inline, subject.target_inline), "other codes"
        assert (better == target) == (not done) or not done, f"nothing changed, and said {done}"
        twice = fix(Subject(source, better, language=into), without=frozenset())
        assert twice[0] == better, f"{done} is corrected again: {twice[1]}"
    ignoring.ignored([target[:500], f"check: ignore {source[:500]}"])
    return cuts, sorted(seen)


@cache
def _seeds() -> list[bytes]:
    pairs = [
        f"{entry.msgid}\n%%%%\n{entry.msgstr}".encode()
        for path in ("locales/ru/LC_MESSAGES/*.po", "tests/checks/*/*.po")
        for data in files(path)
        for entry in po.read(data, "a.po").entries
    ]
    return [*pairs, *(one[:3000] for one in files("tests/segments/cases/*"))]


TARGETS = {"sentence": Target(_check, _seeds, most=1500)}
