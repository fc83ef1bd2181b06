from __future__ import annotations

import os
from pathlib import Path

import pytest
import regex
from lxml import etree

from workflow.errors import SegmentationError
from workflow.segments import load
from workflow.segments.segmenter import RULES
from workflow.segments.srx import parse

FILES = sorted(RULES.glob("*.srx"))
HEAD = '<srx xmlns="http://www.lisa.org/srx20" version="2.0">\n<header segmentsubflows="yes" cascade="{cascade}"/>\n<body><languagerules>\n'
TAIL = (
    '</languagerules>\n<maprules><languagemap languagepattern="en.*" languagerulename="A"/>'
    '<languagemap languagepattern=".*" languagerulename="B"/></maprules></body></srx>'
)
SETS = (
    '<languagerule languagerulename="B"><rule break="yes"><beforebreak>b</beforebreak></rule></languagerule>\n'
    '<languagerule languagerulename="A"><!-- letter: why -->'
    '<rule break="no"><beforebreak>a</beforebreak><afterbreak>c</afterbreak></rule></languagerule>'
)


def read(text: str, language: str = "en") -> list[tuple[str, bool, str, str]]:
    rules = parse(text.encode(), language, path="x.srx", label="x.srx")
    return [(rule.name, rule.breaks, rule.before, rule.after) for rule in rules]


def test_there_are_built_in_files() -> None:
    """Rules are shipped for six languages and for all."""
    assert [path.stem for path in FILES] == ["ar", "en", "es", "fr", "generic", "ru", "zh"]


def test_cascade_takes_all_maps_in_their_order() -> None:
    """With cascade="yes" the rules of each matching map follow one another, in the order of the maps; otherwise the first map's alone."""
    letter, other = ("x.srx: letter", False, "a", "c"), ("x.srx: rule 1", True, "b", "")
    assert read(HEAD.format(cascade="yes") + SETS + TAIL) == [letter, other]
    assert read(HEAD.format(cascade="no") + SETS + TAIL) == [letter]
    assert read(HEAD.format(cascade="yes") + SETS + TAIL, "EN-GB") == [letter, other]
    assert read(HEAD.format(cascade="yes") + SETS + TAIL, "ru") == [other]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_each_built_in_rule_is_named_and_explained(path: Path) -> None:
    """Before each rule stands a comment with its name, a colon, and the reason; names differ within a file."""
    names = []
    for rule in etree.parse(str(path)).iter("{http://www.lisa.org/srx20}rule"):
        comment = rule.getprevious()
        assert comment is not None
        assert comment.tag is etree.Comment
        name, _, why = (comment.text or "").partition(":")
        assert name.strip()
        assert len(why.split()) >= 5
        names.append(name)
    assert names
    assert len(set(names)) == len(names)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_patterns_keep_to_what_java_knows(path: Path) -> None:
    r"""No `\w`, `\b` or `\h`, whose meaning differs between Java, ICU and Python, and no unbounded repetition in a group that repeats."""
    language = "und" if path.stem == "generic" else path.stem
    for rule in parse(path.read_bytes(), language, path=path.name, label=path.name):
        for pattern in (rule.before, rule.after):
            assert not regex.search(r"(?<!\\)(?:\\\\)*\\[wWbBhH]", pattern), rule.name
            assert not regex.search(r"\([^()]*[+*][^()]*\)[*+{]", pattern), rule.name
            assert not regex.search(r"\\s(?!\\u00A0\\u202F)", pattern), rule.name


@pytest.mark.parametrize("text", [*FILES, "en", "ru"], ids=lambda item: item.name if isinstance(item, Path) else f"export-{item}")
def test_files_are_valid_srx(text: Path | str) -> None:
    """The files that are shipped, and those that are exported, are valid against the schema of SRX 2.0."""
    folder = os.environ.get("WORKFLOW_SCHEMAS")
    if not folder or not (Path(folder) / "srx" / "srx20.xsd").exists():
        pytest.skip("WORKFLOW_SCHEMAS names no folder with srx/srx20.xsd")
    source = etree.parse(str(Path(folder) / "srx" / "srx20.xsd"))
    for imported in source.findall("{http://www.w3.org/2001/XMLSchema}import"):
        # The schema of `xml:lang` stands on the web; no element of SRX uses it.
        source.getroot().remove(imported)
    schema = etree.XMLSchema(source)
    data = text.read_bytes() if isinstance(text, Path) else load(text).srx().encode()
    schema.assertValid(etree.fromstring(data))


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("<srx>\n<body></srx>", 2, "not well-formed"),
        ("", 1, "not well-formed"),
        ('<srx version="1.0"/>', 1, "not an SRX 2.0 file"),
        ('<srx xmlns="http://www.lisa.org/srx20" version="2.0"/>', 1, "header"),
        (HEAD.format(cascade="yes") + '<languagerule languagerulename="B"><rule/></languagerule>' + TAIL, 5, "no languagerule 'A'"),
        (HEAD.format(cascade="yes") + SETS.replace(">a<", ">(a<") + TAIL, 5, "can not be compiled"),
        (HEAD.format(cascade="yes") + SETS.replace(">a<", "><b>a</b><") + TAIL, 5, "something else than text"),
        (HEAD.format(cascade="yes") + SETS + TAIL.replace("en.*", "(en"), 6, "languagepattern"),
        (HEAD.format(cascade="yes") + SETS.replace(">a<", ">(?r)a<") + TAIL, 5, "runs backwards"),
        (HEAD.format(cascade="yes") + SETS.replace(">a<", r">\\\\(?R)a<") + TAIL, 5, "calls itself"),
        (HEAD.format(cascade="yes") + SETS.replace(">a<", r">(?P&lt;n>a)(?P>n)<") + TAIL, 5, "calls itself"),
        (HEAD.format(cascade="yes") + SETS.replace("</rule></l", "</rule>" + "<rule/>" * 5000 + "</l") + TAIL, 5, "more than 5,000 rules"),
    ],
)
def test_bad_files_are_located_errors(text: str, line: int, message: str) -> None:
    """A file that is no SRX, or has a bad pattern, is an error with its path and line."""
    with pytest.raises(SegmentationError, match=message) as caught:
        read(text)
    assert (caught.value.path, caught.value.line) == ("x.srx", line)


def test_entities_are_not_resolved(tmp_path: Path) -> None:
    """An entity that stands for a file's content is an error, and the file is not read."""
    (tmp_path / "secret").write_text("secret", encoding="utf-8")
    doctype = f'<!DOCTYPE srx [<!ENTITY e SYSTEM "{(tmp_path / "secret").as_uri()}">]>'
    with pytest.raises(SegmentationError, match="something else than text"):
        read(doctype + HEAD.format(cascade="yes") + SETS.replace(">a<", ">&e;<") + TAIL)


def test_a_comment_within_a_pattern_is_left_out() -> None:
    """Comments inside a pattern are no part of it."""
    assert read(HEAD.format(cascade="no") + SETS.replace(">a<", ">a<!-- or -->|d<") + TAIL)[0][2] == "a|d"
