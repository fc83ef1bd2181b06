"""One release with everything that an export has to place."""

from __future__ import annotations

from workflow.model import Block, Code, CodeKind, CodeRole, Container, Content, Document, LocaleFilter, Mark, Text
from workflow.segments.split import split
from workflow.sources.skeleton import Builder


def text(value: str) -> Text:
    return Text(value, value.replace("&", "&amp;").replace("<", "&lt;"))


def code(element: str, kind: CodeKind, pair: int, source: str, role: CodeRole = "", href: str = "", *, protected: bool = False) -> Code:
    return Code(element, kind, pair, (source,), role=role, href=href, protected=protected)


def pair(element: str, number: int, inside: Content, role: CodeRole = "", href: str = "") -> Content:
    start = f'<{element} href="{href}">' if href else f"<{element}>"
    return (code(element, "open", number, start, role, href), *inside, code(element, "close", number, f"</{element}>", role, href))


def cut(plain: str, block: Block) -> list[int]:
    """Cuts behind each full stop that a capital follows."""
    return [at + 1 for at in range(len(plain) - 2) if plain[at] == "." and plain[at + 1] == " " and plain[at + 2].isupper()]


def build(kind: str = "xml", *, whole: bool = False) -> Document:
    """Returns a release with every kind of block, container and code, split into sentences unless `whole`."""
    builder = Builder(path="sources/2024/all.xml", format=kind, language="en", encoding="utf-8", bom=b"", text="")
    outer, item, nested, item2 = Container("list", 1), Container("item", 2), Container("ordered-list", 3), Container("item", 4)
    table, row, row2 = Container("table", 5), Container("row", 6), Container("row", 7)
    quotation, contact, section = Container("quotation", 8), Container("contact", 9), Container("section", 10)

    def add(content: Content | str, block: Block) -> None:
        builder.literal("<p>")
        builder.block((text(content),) if isinstance(content, str) else content, block)
        builder.literal("</p>\n")

    builder.mark(Mark("language", "en", "en"))
    add("About the bridge", Block("metadata", (), element="meta", attribute="description", escape="double"))
    builder.mark(Mark("head"))
    add("The bridge opens", Block("title", (), level=1, element="h1", escape="html"))
    spanning = (
        text("First "),
        *pair("em", 1, (text("word"),), "emphasis"),
        text(" with "),
        code("strong", "open", 2, "<strong>", "strong"),
        text("weight. Second sentence"),
        code("strong", "close", 2, "</strong>", "strong"),
        text(" & "),
        *pair("a", 3, (text("link"),), "link", "https://example.org/a?b=1&c=2"),
        text(" of "),
        code("sym", "void", 4, "<sym>SB/1 &amp; 2</sym>", protected=True),
        text(". Third"),
        code("br", "void", 5, "<br>", "break"),
        text("sentence."),
    )
    add(spanning, Block("paragraph", (), element="p", escape="html"))
    add("Kinds", Block("heading", (), level=2, element="h2", escape="html"))
    add("One item", Block("item", (), containers=(outer, item), escape="html"))
    add("A nested item", Block("item", (), containers=(outer, item, nested, item2), escape="html"))
    add("A stray item", Block("item", (), escape="html"))
    add("Places", Block("caption", (), containers=(table,), escape="html"))
    add("Course", Block("cell", (), containers=(table, row), header=True, escape="html"))
    add("Start", Block("cell", (), containers=(table, row), header=True, escape="html"))
    add("Law", Block("cell", (), containers=(table, row2), header=True, escape="html"))
    add("3 July", Block("cell", (), containers=(table, row2), escape="html"))
    add("“A door.” He said it.", Block("paragraph", (), containers=(quotation,), escape="html"))
    add("Deep", Block("heading", (), level=3, element="h3", escape="html"))
    add("A picture of it", Block("caption", (), escape="html"))
    add("The river", Block("attribute", (), element="img", attribute="alt", escape="double"))
    add("06:00   shift\n07:00", Block("paragraph", (), preserve=True, escape="html"))
    add("Inside", Block("heading", (), level=2, containers=(section,), escape="html"))
    add("Text of a section.", Block("paragraph", (), containers=(section,), escape="html"))
    add("After the section.", Block("paragraph", (), escape="html"))
    builder.open_region(LocaleFilter(("en",)))
    add("Note for English editors.", Block("paragraph", (), escape="html"))
    builder.close_region()
    builder.open_region(LocaleFilter(("ru",)))
    add("Note for Russian editors.", Block("paragraph", (), escape="html"))
    builder.close_region()
    marker = "Эта статья на русском языке"
    builder.marker(Mark("counterpart", f'<p lang="ru">{marker}</p>', "ru", '<p lang="ru">', "</p>"), Block("marker", ()))
    builder.mark(Mark("end"))
    add("For information:", Block("contact", (), containers=(contact,), escape="html"))
    add("Press Officer", Block("contact", (), containers=(contact,), escape="html"))
    document = builder.document()
    return document if whole else split(document, cut)


def translated(document: Document, prefix: str = "Перевод: ") -> dict[int, str]:
    """Returns a harmless translation of every segment, codes kept."""
    return {number: prefix + segment.text for number, segment in enumerate(document.segments)}
