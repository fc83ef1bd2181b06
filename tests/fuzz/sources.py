"""Readers of releases: text, HTML, XML with ITS rules.

For whatever can be read: it is read the same way twice, given back byte for byte, before and after it is cut into sentences; the codes of
each sentence can be read back; and a translation in which somebody typed markup adds no tag to the page.
"""

from __future__ import annotations

from collections.abc import Callable

from workflow.errors import SourceError
from workflow.inline import decode, encode
from workflow.model import Block, Document
from workflow.segments import load
from workflow.segments.split import split
from workflow.skeleton import write
from workflow.sources import read
from workflow.sources.xml_parse import parse

from .target import ROOT, Target, files, refused

_TYPED = encode(("</p></title></a><script>x</script><b onload=x>]]><!-- &amp; &lt;b> \"'` Ж",))


def _resolve(data: bytes) -> Callable[[str], bytes]:
    def resolve(name: str) -> bytes:
        if name == "self.xml":
            return data
        if name == "news-rules.xml":
            return (ROOT / "sources/news-rules.xml").read_bytes()
        raise FileNotFoundError(2, "no such file", name)

    return resolve


def _cut(text: str, _block: Block) -> list[int]:
    return load("en").cut(text)


def _checked(data: bytes, suffix: str, same_tags: Callable[[Document, bytes, bytes], None]) -> object:
    path = f"sources/fuzz{suffix}"
    try:
        document = read(data, path=path, language="en", resolve=_resolve(data))
    except SourceError as error:
        return refused(error, "")
    assert read(data, path=path, language="en", resolve=_resolve(data)) == document, "read otherwise the second time"
    sentences = split(document, _cut)
    assert write(sentences) == data, "sentences do not give the source back"
    for segment in sentences.segments:
        assert segment.text.strip(), "a segment without text"
        assert encode(decode(segment.text)) == segment.text, f"no codes and text: {segment.text!r}"
    numbers = [number for block in sentences.blocks for number in block.segments]
    assert numbers == list(range(len(sentences.segments))), f"segments of blocks: {numbers}"
    if suffix != ".txt" or sentences.encoding == "utf-8":
        texts = {number: f"{segment.text} {_TYPED}" for number, segment in enumerate(sentences.segments)}
        same_tags(sentences, data, write(sentences, texts))
    return [(block.kind, block.attribute, block.preserve, len(block.containers)) for block in document.blocks], len(document.findings)


def _text(data: bytes) -> object:
    return _checked(data, ".txt", lambda document, before, after: None)


def _html_tags(document: Document, before: bytes, after: bytes) -> None:
    from turbohtml import tokenize

    def tags(data: bytes) -> list[tuple[str, str]]:
        text = data[len(document.bom) :].decode(document.encoding)
        return [(one.type.name, one.tag or "") for one in tokenize(text) if one.type.name not in ("TEXT", "CHARACTER")]

    assert tags(before) == tags(after), "a text became markup"


def _xml_tags(document: Document, before: bytes, after: bytes) -> None:
    def tags(data: bytes) -> list[str]:
        return [str(one.tag) for one in parse(data, document.path).iter("*")]

    assert tags(before) == tags(after), "a text became markup"


def _html(data: bytes) -> object:
    return _checked(data, ".html", _html_tags)


def _xml(data: bytes) -> object:
    return _checked(data, ".xml", _xml_tags)


TARGETS = {
    "text": Target(_text, lambda: files("sources/*.txt", "tests/sources/text/**/*.txt", "README.md")),
    "html": Target(_html, lambda: files("sources/*.html", "exports/*/*.html", "tests/sources/html/*/in.html")),
    "xml": Target(
        _xml, lambda: files("sources/*.xml", "exports/*/*.tei.xml", "tests/sources/xml/*/*.xml", "workflow/sources/vocabularies/*")
    ),
}
