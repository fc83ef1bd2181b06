"""Which sentence renders which: XCES `cesAlign`, links on the ids of the two TEI files, in their order.

Source: the form that OPUS writes and reads: ids of one language separated by spaces, the two languages by a semicolon, an
empty side where a language has no such sentence.
"""

from __future__ import annotations

from workflow.exports.markup import Element, whole
from workflow.exports.parallel import Parallel, ReleaseInfo
from workflow.exports.paths import alignment_path, reference, tei_path


def write(parallel: Parallel, info: ReleaseInfo) -> bytes:
    """Returns the links of a pair; every `s` of both files is named exactly once."""
    source, target = parallel.source, parallel.target
    here = alignment_path(source.language, target.language, info.release)
    # Ids are letters and digits: nothing to escape.
    links = [
        f'<link xtargets="{" ".join([source.ids[one] for one in link.source])};{" ".join([target.ids[one] for one in link.target])}"/>'
        for link in parallel.links
    ]
    group = Element(
        "linkGrp",
        {
            "targType": "s",
            "fromDoc": reference(here, tei_path(source.language, info.release)),
            "toDoc": reference(here, tei_path(target.language, info.release)),
        },
        links,
    )
    return whole(Element("cesAlign", {"version": "1.0"}, (group,)))
