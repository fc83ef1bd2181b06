"""Schematron rules with XPath 2 on files, in a process of its own: an error inside Saxon ends the process.

    python schematron.py RULES.sch FILE…

Prints the number of rules that were asked of all files, and a line for each that a file breaks. lxml brings the ISO stylesheets (ISO/IEC
19757-3) that make XSLT of the rules; saxonche, from PyPI, runs it. Warnings are no errors.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

from lxml import etree, isoschematron

STEPS = ("iso_dsdl_include", "iso_abstract_expand", "iso_svrl_for_xslt1")
_BROKEN = re.compile(r"<svrl:(failed-assert|successful-report)\b.*?</svrl:\1>", re.DOTALL)


def stylesheet(rules: Path) -> str:
    """Returns the XSLT that asks the rules of a file."""
    made = etree.fromstring(re.sub(rb"queryBinding=.xslt2.", b"queryBinding='xslt'", rules.read_bytes()))
    folder = Path(isoschematron.__file__).parent / "resources/xsl/iso-schematron-xslt1"
    tree = etree.ElementTree(made)
    for step in STEPS:
        tree = etree.XSLT(etree.parse(str(folder / f"{step}.xsl")))(tree)
    text = re.sub(r"\A<\?xml[^>]*\?>", "", str(tree))
    return re.sub(r'(<xsl:stylesheet[^>]*?)version="1.0"', r'\1version="2.0"', text, count=1)


def main() -> None:
    """Asks them."""
    from saxonche import PySaxonProcessor

    with PySaxonProcessor(license=False) as saxon:
        asked = saxon.new_xslt30_processor().compile_stylesheet(stylesheet_text=stylesheet(Path(sys.argv[1])))
        rules = 0
        for file in sys.argv[2:]:
            said = asked.transform_to_string(source_file=file) or ""
            rules += said.count("<svrl:fired-rule")
            for broken in _BROKEN.finditer(said):
                message = " ".join(re.sub("<[^>]+>", " ", broken[0]).split())
                if not message.startswith("WARNING"):
                    print(f"{Path(file).name}: {message}")
        print(rules)


if __name__ == "__main__":
    main()
