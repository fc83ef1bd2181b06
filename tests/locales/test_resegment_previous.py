"""Cut anew where a sentence was joined to nothing."""

from __future__ import annotations

from workflow.locales.catalog import Catalog, Entry
from workflow.locales.resegment import resegment
from workflow.locales.review import state
from workflow.locales.template import Wanted


def test_a_text_is_not_accepted_for_words_that_it_was_not_made_for() -> None:
    """A `<prev/>` without a sentence before it says nothing: joined with the next sentence, the text of that one waits for a person."""
    old = Catalog("locales/ru/LC_MESSAGES/r.po", Entry(""), (Entry("First here.", "<prev/>"), Entry("Second there.", "Второе там.")))
    wanted = (Wanted((None, "First here. Second there."), (), ()),)
    (joined,) = resegment(old, wanted, lambda text: [text]).entries
    assert joined.msgstr == "Второе там."
    assert state(joined) == "returned"
