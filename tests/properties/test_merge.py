"""What a merge promises, whatever authors and translators did before it."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.properties import histories
from workflow.locales.catalog import Catalog, read, write
from workflow.locales.merge import merge
from workflow.locales.review import ACCEPTED, state


@given(st.data())
@settings(max_examples=150)
def test_no_persons_text_is_lost_and_nothing_unreviewed_is_accepted(data: st.DataObject) -> None:
    """After any history, every text and note of a person is still in the catalog, and every accepted text was accepted for these words."""
    source = data.draw(histories.sources)
    catalog, _ = histories.synced(histories.empty(), source)
    earlier = [source]
    accepted: set[tuple[str, str]] = set()
    for _ in range(data.draw(st.integers(1, 5))):
        for edit in data.draw(st.lists(histories.edits, max_size=5)):
            catalog = edit.of(catalog)
        accepted |= histories.accepted_pairs(catalog)
        texts, notes = histories.texts_of_people(catalog), histories.notes_of_people(catalog)
        source = data.draw(st.sampled_from(earlier) | histories.rewritten(source))
        earlier.append(source)
        before = catalog
        catalog, _ = histories.synced(before, source)
        assert texts <= histories.texts_of_people(catalog)
        assert notes <= histories.notes_of_people(catalog)
        assert histories.accepted_pairs(catalog) <= accepted
        _holds_together(before, catalog, source)


def _holds_together(before: Catalog, after: Catalog, source: histories.Paragraphs) -> None:
    wanted = histories.wanted_of(source)
    assert [entry.key for entry in after.live()] == [one.key for one in wanted]
    again = merge(after, wanted)
    assert write(again.catalog) == write(after)
    assert not again.msgids_changed
    raw = {entry.raw for entry in before.entries}
    for entry in after.entries:
        if entry in before.entries:
            assert entry.raw in raw or f"{entry.raw}".rstrip("\n") in raw


@given(st.data())
@settings(max_examples=100)
def test_what_was_accepted_is_accepted_again_when_its_source_returns(data: st.DataObject) -> None:
    """A source that changes in any way, and then is as it was, has every text that it had, accepted as before."""
    source = data.draw(histories.sources)
    catalog, _ = histories.synced(histories.empty(), source)
    for number in range(len(catalog.entries)):
        if data.draw(st.booleans()):
            catalog = histories.Edit("translate", number / len(catalog.entries), f"Текст {number}.").of(catalog)
    before = {entry.key: entry.msgstr for entry in catalog.live() if state(entry) in ACCEPTED}
    for _ in range(data.draw(st.integers(1, 3))):
        catalog, _ = histories.synced(catalog, data.draw(histories.rewritten(source)))
    catalog, _ = histories.synced(catalog, source)
    assert {entry.key: entry.msgstr for entry in catalog.live() if state(entry) in ACCEPTED} == before


@given(st.data())
def test_an_unchanged_source_leaves_foreign_bytes_alone(data: st.DataObject) -> None:
    """However a tool wrapped, spaced and commented a catalog: a merge with the same source writes the same bytes."""
    source = data.draw(histories.sources)
    catalog, _ = histories.synced(histories.empty(), source)
    newline = data.draw(st.sampled_from(("\n", "\r\n")))
    parts = []
    for entry in catalog.entries:
        lines = [data.draw(st.sampled_from(("#", "# кто-то", "#внутри", "## дважды", "#~ ")))] if data.draw(st.booleans()) else []
        lines += [f"#. {one}" for one in entry.extracted] + [f"#: {one}" for one in entry.references]
        lines += ["#= no-wrap"] if data.draw(st.booleans()) else []
        at = data.draw(st.integers(0, len(entry.msgid)))
        lines += ['msgid ""', f'"{entry.msgid[:at]}"', f'"{entry.msgid[at:]}"', f'msgstr "{data.draw(histories.texts)}"']
        parts.append(newline.join(lines) + newline * data.draw(st.integers(1, 3)))
    header = newline.join(('# "Header" of a team', 'msgid ""', 'msgstr "Language: ru\\n"', '"X-Strange: yes\\n"', "", ""))
    tail = data.draw(st.sampled_from(("", f'#~| msgid "old"{newline}#~ msgid "gone"{newline}#~ msgstr "ушло"', "# the end")))
    written = (header + "".join(parts) + tail).encode()
    assert write(merge(read(written, "r.po"), histories.wanted_of(source)).catalog) == written
