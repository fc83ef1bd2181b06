"""ITS 2.0: precedence, inheritance and defaults of each data category, linked rules, and what is refused."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from workflow.errors import SourceError
from workflow.model import Block, Document, LocaleFilter
from workflow.sources import read
from workflow.sources.its_rules import is_rules

ITS = 'xmlns:its="http://www.w3.org/2005/11/its"'
LINK = 'xmlns:xlink="http://www.w3.org/1999/xlink" xlink:href'


def _document(body: str, rules: str = "", resolve: Callable[[str], bytes] | None = None, link: str = "") -> Document:
    linked = f' {LINK}="{link}"' if link else ""
    source = f'<doc {ITS} xml:lang="en"><its:rules version="2.0"{linked}>{rules}</its:rules>{body}</doc>'
    return read(source.encode(), path="sources/doc.xml", language="en", resolve=resolve)


def _texts(body: str, rules: str = "", resolve: Callable[[str], bytes] | None = None, link: str = "") -> list[str]:
    return [segment.text for segment in _document(body, rules, resolve, link).segments]


def _block(body: str, rules: str = "") -> Block:
    (block,) = _document(body, rules).blocks
    return block


def _files(**files: str) -> Callable[[str], bytes]:
    def resolve(name: str) -> bytes:
        if name not in files:
            raise FileNotFoundError(2, "No such file", name)
        return files[name].encode()

    return resolve


def _rules(content: str, link: str = "") -> str:
    linked = f' {LINK}="{link}"' if link else ""
    return f'<its:rules {ITS} version="2.0"{linked}>{content}</its:rules>'


NO_P = '<its:translateRule selector="//p" translate="no"/>'
YES_P = '<its:translateRule selector="//p" translate="yes"/>'


@pytest.mark.parametrize(
    ("body", "rules", "expected"),
    [
        ('<p alt="Alt">Text</p>', "", ["Text"]),
        ("<p>One</p><q>Two</q>", NO_P, ["Two"]),
        ("<p>One</p>", NO_P + YES_P, ["One"]),
        ("<p>One</p>", YES_P + NO_P, []),
        ('<p its:translate="yes">One</p>', NO_P, ["One"]),
        ('<p its:translate="no">One</p>', YES_P, []),
        ("<p><x>One</x></p>", NO_P, []),
        ('<s its:translate="no"><p>One</p></s>', YES_P, ["One"]),
        ('<s its:translate="no"><p>One</p></s>', "", []),
        ('<p alt="Alt">One</p>', '<its:translateRule selector="//@alt" translate="yes"/>', ["Alt", "One"]),
        ('<p alt="Alt">One</p>', '<its:translateRule selector="//@alt" translate="yes"/>' + NO_P, ["Alt"]),
        ('<p alt="Alt" its:translate="yes">One</p>', "", ["One"]),
        (
            '<p alt="Alt">One</p>',
            '<its:translateRule selector="//@*" translate="yes"/><its:translateRule selector="//@alt" translate="no"/>',
            ["One"],
        ),
        ("<p>One</p>", '<its:param name="n">p</its:param><its:translateRule selector="//*[local-name() = $n]" translate="no"/>', []),
        ('<p its:translate="maybe">One</p>', "", ["One"]),
    ],
)
def test_translate(body: str, rules: str, expected: list[str]) -> None:
    """Elements are translated, attributes not; local beats global, later beats earlier, children inherit, attributes do not (8.2)."""
    assert _texts(body, rules) == expected


@pytest.mark.parametrize(
    ("body", "rules", "expected"),
    [
        ("<p><t>One</t><t>Two</t></p>", "", ["One", "Two"]),
        ("<p><t>One</t><t>Two</t></p>", '<its:withinTextRule selector="//t" withinText="yes"/>', ["<t>One</t><t2>Two</t2>"]),
        ("<p>One <t>two</t></p>", '<its:withinTextRule selector="//t" withinText="no"/>', ["One", "two"]),
        ("<p>One <t>two</t></p>", '<its:withinTextRule selector="//t" withinText="nested"/>', ["One", "two"]),
        ("<p>One <t>two</t> three</p>", '<its:withinTextRule selector="//t" withinText="nested"/>', ["One <t/> three", "two"]),
        ("<p>One <t its:withinText='yes'>two</t></p>", '<its:withinTextRule selector="//t" withinText="no"/>', ["One <t>two</t>"]),
        ("<p>One <t>two <u>three</u></t></p>", '<its:withinTextRule selector="//t" withinText="yes"/>', ["One <t>two <u>three</u></t>"]),
        ("<p>One <t><u>two</u></t> three</p>", '<its:withinTextRule selector="//u" withinText="no"/>', ["One <t/> three", "two"]),
    ],
)
def test_elements_within_text(body: str, rules: str, expected: list[str]) -> None:
    """Rules say what stands within text, local markup beats them, nothing is inherited; without any, text beside it decides (8.7)."""
    assert _texts(body, rules) == expected


LOCAL = '<its:locNoteRule selector="//p" locNoteType="description"><its:locNote>global</its:locNote></its:locNoteRule>'
ON_DOC = '<its:locNoteRule selector="/doc" locNoteType="description"><its:locNote>root</its:locNote></its:locNoteRule>'


@pytest.mark.parametrize(
    ("body", "rules", "expected"),
    [
        ("<p>x</p>", LOCAL, ("global",)),
        ('<p its:locNote="local">x</p>', LOCAL, ("local",)),
        ('<p its:locNote="local" its:locNoteType="alert">x</p>', "", ("alert: local",)),
        ("<s><p>x</p></s>", ON_DOC, ("root",)),
        ("<p>x</p>", LOCAL + ON_DOC, ("global",)),
        ('<p c="see">x</p>', '<its:locNoteRule selector="//p" locNotePointer="@c" locNoteType="alert"/>', ("alert: see",)),
        ("<p>x</p>", '<its:locNoteRule selector="//p" locNotePointer="@c" locNoteType="description"/>', ()),
        ("<p>x</p>", '<its:locNoteRule selector="//p" locNoteRef="n.html#a" locNoteType="description"/>', ("n.html#a",)),
    ],
)
def test_localization_note(body: str, rules: str, expected: tuple[str, ...]) -> None:
    """A note stands on an element and what is in it; local beats global, the nearest beats one from above (8.3)."""
    assert _block(body, rules).notes == expected


def test_localization_note_does_not_reach_attributes() -> None:
    """A note of an element says nothing of its attributes; a rule that selects the attribute does (8.3)."""
    rules = '<its:translateRule selector="//@alt" translate="yes"/>'
    assert [block.notes for block in _document('<p its:locNote="n" alt="a"/>', rules).blocks] == [()]
    own = '<its:locNoteRule selector="//@alt" locNoteType="description"><its:locNote>own</its:locNote></its:locNoteRule>'
    assert [block.notes for block in _document('<p its:locNote="n" alt="a"/>', rules + own).blocks] == [("own",)]


FRENCH = '<its:localeFilterRule selector="//p" localeFilterList="fr, fr-CA"/>'


@pytest.mark.parametrize(
    ("body", "rules", "expected"),
    [
        ("<p>x</p>", "", None),
        ("<p>x</p>", FRENCH, LocaleFilter(("fr", "fr-CA"))),
        ('<p its:localeFilterList="*">x</p>', FRENCH, None),
        (
            "<p>x</p>",
            '<its:localeFilterRule selector="//p" localeFilterList="ru" localeFilterType="exclude"/>',
            LocaleFilter(("ru",), exclude=True),
        ),
        ('<s its:localeFilterList="de"><p>x</p></s>', "", LocaleFilter(("de",))),
        ('<s its:localeFilterList="de"><p>x</p></s>', FRENCH, LocaleFilter(("fr", "fr-CA"))),
        ('<p its:localeFilterList="">x</p>', "", LocaleFilter(())),
        ('<s its:localeFilterList="de"><i alt="x"/></s>', '<its:translateRule selector="//@alt" translate="yes"/>', LocaleFilter(("de",))),
    ],
)
def test_locale_filter(body: str, rules: str, expected: LocaleFilter | None) -> None:
    """A filter reaches children and attributes; local beats global, and without one a text is for everybody (8.10)."""
    assert _block(body, rules).locales == expected


@pytest.mark.parametrize(
    ("body", "rules", "expected"),
    [
        ("<p>a  b</p>", "", False),
        ("<p>a  b</p>", '<its:preserveSpaceRule selector="//p" space="preserve"/>', True),
        ('<p xml:space="default">a  b</p>', '<its:preserveSpaceRule selector="//p" space="preserve"/>', False),
        ('<s xml:space="preserve"><p>a  b</p></s>', "", True),
    ],
)
def test_preserve_space(body: str, rules: str, expected: bool) -> None:
    """White space is kept where a rule or `xml:space`, which beats it, says so, also for children (8.15)."""
    block = _block(body, rules)
    assert block.preserve is expected
    assert _texts(body, rules) == ["a  b" if expected else "a b"]


@pytest.mark.parametrize(
    ("body", "rules", "expected"),
    [
        ('<p n="k" xml:id="x">t</p>', "", None),
        ('<p n="k">t</p>', '<its:idValueRule selector="//p" idValue="@n"/>', "k"),
        ('<p n="k" xml:id="x">t</p>', '<its:idValueRule selector="//p" idValue="@n"/>', "x"),
        ('<s n="k"><p>t</p></s>', '<its:idValueRule selector="//p" idValue="concat(../@n, \'-p\')"/>', "k-p"),
        ("<p>t</p>", '<its:idValueRule selector="//p" idValue="@n"/>', None),
        ('<p n="k"><t>t</t></p>', '<its:idValueRule selector="//p" idValue="@n"/>', None),
    ],
)
def test_id_value(body: str, rules: str, expected: str | None) -> None:
    """A rule makes an id the context, `xml:id` beats what it points to; alone `xml:id` is none, and children do not inherit it (8.14)."""
    assert _block(body, rules).context == expected


def test_language_information_keeps_other_languages_out() -> None:
    """Text in another language is left alone, by `xml:lang` or by a rule, which `xml:lang` beats (8.6)."""
    rules = '<its:langRule selector="//*[@l]" langPointer="@l"/>'
    body = '<p xml:lang="fr">Un</p><p l="fr">Deux</p><p l="fr" xml:lang="en">Three</p><p xml:lang="en-GB">Four</p>'
    assert _texts(body, rules) == ["Three", "Four"]


def test_a_document_in_another_language_is_said_to_be_one() -> None:
    """A file whose root names another language gives no texts and a finding that says why."""
    document = read(b'<doc xml:lang="ru"><p>Text</p></doc>', path="a.xml", language="en")
    assert not document.segments
    assert [(one.code, one.where.line) for one in document.findings] == [("X001", 1)]


def test_linked_rules_come_before_the_rules_that_link_them() -> None:
    """Rules of a linked file apply first, those of a file that it links before them (5.4)."""
    files = _files(
        **{
            "a.xml": _rules(YES_P, "b/b.xml"),
            "b/b.xml": _rules(NO_P, "c.xml"),
            "b/c.xml": _rules('<its:translateRule selector="//q" translate="no"/>'),
        }
    )
    assert _texts("<p>One</p><q>Two</q>", "", files, "a.xml") == ["One"]
    assert _texts("<p>One</p><q>Two</q>", NO_P, files, "a.xml") == []


@pytest.mark.parametrize(
    ("link", "where", "what"),
    [
        ("none.xml", "sources/doc.xml:1", "none.xml can not be read"),
        ("loop.xml", "sources/loop.xml:1", "circle: loop.xml -> loop.xml"),
        ("https://www.example.org/r.xml", "sources/doc.xml:1", "nothing is fetched"),
        ("/etc/passwd", "sources/doc.xml:1", "nothing is fetched"),
        ("plain.xml", "sources/plain.xml", "no its:rules element"),
        ("broken.xml", "sources/broken.xml:1", "not well-formed"),
        ("bad.xml", "sources/bad.xml:1", "XPath //x:p can not be used"),
    ],
)
def test_linked_rules_that_can_not_be_used_are_refused(link: str, where: str, what: str) -> None:
    """A linked file that is missing, elsewhere, a circle, or wrong is an error at the place to correct, never a text unprotected."""
    files = _files(
        **{
            "loop.xml": _rules("", "loop.xml"),
            "plain.xml": "<doc/>",
            "broken.xml": "<doc>",
            "bad.xml": _rules('<its:translateRule selector="//x:p" translate="no"/>'),
        }
    )
    with pytest.raises(SourceError) as error:
        _texts("<p>One</p>", "", files, link)
    assert str(error.value).startswith(where)
    assert what in str(error.value)


@pytest.mark.parametrize(
    ("rule", "what"),
    [
        ('<its:translateRule selector="//p"/>', "without translate"),
        ('<its:translateRule translate="no"/>', "without a selector"),
        ('<its:translateRule selector="//p[" translate="no"/>', "can not be used"),
        ('<its:translateRule selector="count(//p)" translate="no"/>', "selects no nodes"),
        ('<its:translateRule selector="//p" translate="nope"/>', "write yes or no"),
        ('<its:translateRule selector="//p[$v]" translate="no"/>', "can not be used"),
        ('<its:localeFilterRule selector="//p"/>', "without localeFilterList"),
        ('<its:idValueRule selector="//p" idValue="@"/>', "can not be used"),
    ],
)
def test_a_rule_that_can_not_be_used_is_refused(rule: str, what: str) -> None:
    """A broken rule is an error with file and line, since leaving it out could publish what it protects."""
    with pytest.raises(SourceError, match=r"^sources/doc\.xml:2: ") as error:
        _texts("<p>One</p>", "\n" + rule)
    assert what in str(error.value)


def test_rules_in_another_query_language_are_refused() -> None:
    """Selectors that are no XPath are not guessed at."""
    with pytest.raises(SourceError, match="query language"):
        read(f'<d><its:rules {ITS} version="2.0" queryLanguage="css"/></d>'.encode(), path="a.xml", language="en")


def test_a_pointer_does_not_expand_entities() -> None:
    """A note made of a text with nested entities is the text without them."""
    nested = "".join(f'<!ENTITY e{one} "{f"&e{one - 1};" * 10}">' for one in range(1, 5))
    rule = '<its:locNoteRule selector="//p" locNotePointer="." locNoteType="description"/>'
    source = f'<!DOCTYPE d [<!ENTITY e0 "ha">{nested}]><d {ITS}><its:rules version="2.0">{rule}</its:rules><p>Text &e4;</p></d>'
    document = read(source.encode(), path="a.xml", language="en")
    assert [segment.text for segment in document.segments] == ["Text <entity/>"]
    assert document.blocks[0].notes == ("Text",)


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (_rules("").encode(), True),
        (b'\xef\xbb\xbf<?xml version="1.0"?>\n<!-- <doc> --><!DOCTYPE r [<!ENTITY a "<b>">]>\n' + _rules("").encode(), True),
        (b'<rules xmlns="http://www.w3.org/2005/11/its"/>', True),
        (_rules("").encode("utf-16"), True),
        (_rules("<!-- правила -->").encode()[:-20], True),
        (_rules("<!-- правила -->").encode()[:-21], True),
        (b"<rules/>", False),
        (b'<x:rules xmlns:x="urn:other"/>', False),
        (f"<doc>{_rules('')}</doc>".encode(), False),
        (b"", False),
        (b"no markup < at all", False),
        (b"\xff\xff\xff", False),
    ],
)
def test_is_rules_looks_at_the_first_element(data: bytes, expected: bool) -> None:
    """Only a file whose root is `its:rules` is a rules file; anything at all can be asked about."""
    assert is_rules(data) is expected
