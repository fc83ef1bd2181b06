"""What the elements and attributes of HTML mean for a translator: tables only.

Sources: HTML Standard (WHATWG), sections 4 (elements), 13.2.6 (tree construction: which tags close which) and 15.3 (which
elements are blocks); ITS 2.0 section 2.5.1 for what HTML 5 itself says about translation.
"""

# ruff: noqa: SIM905 - one name a line, these tables could not be read
from __future__ import annotations

from workflow.model import BlockKind, CodeRole, ContainerKind

VOID = frozenset("area base basefont bgsound br col embed frame hr img input keygen link meta param source track wbr".split())
"""Elements without content (HTML Standard 13.1.2)."""

BLOCK = frozenset(
    """address article aside base basefont bgsound blockquote body button caption center col colgroup datalist dd details dialog dir div dl
    dt fieldset figcaption figure footer form frame frameset h1 h2 h3 h4 h5 h6 head header hgroup hr html label legend li link listing
    main marquee menu meta nav noscript ol optgroup option p pre search section select summary table tbody td tfoot th thead title tr
    ul""".split()
)
"""Elements at whose tags a sentence ends. All others, unknown ones too, are inline, as in CSS."""

OPAQUE = frozenset("script style template svg math iframe object textarea canvas applet noembed noframes xmp plaintext".split())
"""Elements whose content is left alone."""

RAW_TEXT = frozenset("script style iframe textarea title noembed noframes xmp plaintext".split())
"""Elements in which no tag is seen before their end tag (HTML Standard 13.2.6.2)."""

HEAD = frozenset("html head title meta link script style base template noscript basefont bgsound noframes".split())
"""Elements that do not end the head (HTML Standard 13.2.6.4.4)."""

IN_SENTENCE = frozenset({"meta", "link"})
"""Elements of the head that may also stand between words (microdata), where they are void codes."""

PROTECTED = frozenset({"code", "kbd", "samp", "var"})
"""Inline elements whose words are not translated, unless `translate="yes"` says so."""

KINDS: dict[str, BlockKind] = {
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), "heading"),
    **dict.fromkeys(("li", "dt", "dd"), "item"),
    **dict.fromkeys(("td", "th"), "cell"),
    **dict.fromkeys(("figcaption", "caption"), "caption"),
    "blockquote": "quotation",
    "address": "contact",
}
"""Kind of the blocks that stand directly in an element; `paragraph` where it is not named."""

CONTAINERS: dict[str, ContainerKind] = {
    "ul": "list",
    "menu": "list",
    "dir": "list",
    "dl": "list",
    "ol": "ordered-list",
    "li": "item",
    "dt": "item",
    "dd": "item",
    "table": "table",
    "tr": "row",
    "blockquote": "quotation",
    "address": "contact",
    **dict.fromkeys(("section", "article", "aside", "nav"), "section"),
}

ROLES: dict[str, CodeRole] = {
    **dict.fromkeys(("em", "i", "cite", "dfn", "var"), "emphasis"),
    **dict.fromkeys(("b", "strong"), "strong"),
    **dict.fromkeys(("code", "kbd", "samp", "tt"), "code"),
    "br": "break",
    "img": "image",
    "sub": "subscript",
    "sup": "superscript",
    "q": "quote",
}

CLOSES_P = frozenset(
    """address article aside blockquote center details dialog dir div dl dd dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6
    header hgroup hr li listing main menu nav ol p pre search section summary table ul""".split()
)
"""Start tags that end an open `p` (HTML Standard 13.2.6.4.7)."""

SCOPES = frozenset("html table td th caption marquee button".split())
"""Elements that an end tag inside can not close from within (button scope; HTML Standard 13.2.4.2)."""

NOT_SPECIAL = frozenset("address div p li dd dt".split())
"""Blocks through which a new `li`, `dd` or `dt` closes the one before it (HTML Standard 13.2.6.4.7)."""

HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")

CLOSES: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "td": (("td", "th", "caption"), ("table",)),
    "th": (("td", "th", "caption"), ("table",)),
    "tr": (("tr", "caption", "colgroup"), ("table",)),
    **dict.fromkeys(("tbody", "thead", "tfoot"), (("tbody", "thead", "tfoot", "tr", "caption", "colgroup"), ("table",))),
    "option": (("option",), ("select", "datalist")),
    "optgroup": (("optgroup", "option"), ("select",)),
    "button": (("button",), ("table",)),
}
"""Start tag -> elements that it closes, and those beyond which it does not look (HTML Standard 13.2.6.4.9 to 16)."""

TABLE_PARTS = frozenset("td th tr tbody thead tfoot caption colgroup".split())

MARKER_ELEMENTS = frozenset("p div li dd dt td th h1 h2 h3 h4 h5 h6 figcaption caption address center footer header aside".split())
"""Blocks that can be nothing but a counterpart marker: a page can do without them."""

TEXT_ATTRIBUTES = frozenset({"alt", "title", "aria-label"})
"""Attributes that are text on every element."""

ELEMENT_TEXT_ATTRIBUTES = {
    "input": frozenset({"placeholder"}),
    "textarea": frozenset({"placeholder"}),
    "optgroup": frozenset({"label"}),
    "option": frozenset({"label"}),
    "track": frozenset({"label"}),
    "table": frozenset({"summary"}),
}

BUTTON_TYPES = frozenset({"submit", "button", "reset"})
"""Types of `input` whose `value` is what people read on the button."""

META_TEXT = frozenset(
    {
        "description",
        "og:title",
        "og:description",
        "og:image:alt",
        "og:site_name",
        "twitter:title",
        "twitter:description",
        "twitter:image:alt",
    }
)
"""`name` or `property` of a `meta` whose `content` people read in lists of results and on cards."""

ADDRESSES: dict[str, frozenset[str]] = {
    "href": frozenset({"base"}),
    "src": frozenset(),
    "poster": frozenset(),
    "data": frozenset(),
}
"""Attributes that hold an address, each with the elements on which it is not one of a page or file that this page shows or leads to."""

INTERESTING = frozenset(
    """lang xml:lang dir translate href src srcset poster data alt title aria-label placeholder label value summary content datetime
    data-context data-note its-loc-note its-locale-filter-list its-locale-filter-type""".split()
)
"""Attributes for which a tag is looked at more closely; and `class` where it says `notranslate`."""
