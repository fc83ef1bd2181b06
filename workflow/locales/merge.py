"""Catalog and source -> catalog: what people decided is carried over to what the source says now.

Exact first; then, inside a region that changed, by position and similarity; then anywhere, if nearly equal. A person's text that finds no
place becomes obsolete, and comes back if its source does. Machine drafts of sentences that are gone are dropped: they can be made again.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from workflow.inline import PREVIOUS
from workflow.locales.catalog import Catalog, Entry, Key
from workflow.locales.review import (
    accepted_again,
    combined,
    each_key_once,
    is_as_accepted,
    is_persons,
    made_stale,
    returned,
    state,
    without_draft,
    without_stale,
)
from workflow.locales.template import Wanted
from workflow.locales.together import accepted_groups, joined_groups


@dataclass(frozen=True, slots=True)
class Merged:
    """The catalog after a merge, and what happened, as msgids in catalog order."""

    catalog: Catalog
    new: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    """Became stale, or carried a returned text over."""
    removed: tuple[str, ...] = ()
    """Became obsolete."""
    revived: tuple[str, ...] = ()
    """Obsolete or stale entries whose source came back."""
    dropped: tuple[str, ...] = ()
    """Drafts and empty entries of sentences that are gone."""

    @property
    def msgids_changed(self) -> bool:
        """Tells if the set of live msgids is another one: POT-Creation-Date follows that, and nothing else."""
        return bool(self.new or self.changed or self.removed or self.revived or self.dropped)


@dataclass(slots=True)
class _Work:
    """The merge while it goes on."""

    old: Catalog
    live: list[Entry]
    obsolete: list[Entry]
    result: dict[Key, Entry] = field(default_factory=dict)
    origin: dict[Key, Key] = field(default_factory=dict)
    """Old key -> the key that carries its text now."""
    parted: dict[Key, str] = field(default_factory=dict)
    """Key of a sentence that went while it was said together with others -> their joined msgid."""
    new: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    revived: list[str] = field(default_factory=list)


def merge(old: Catalog, wanted: tuple[Wanted, ...]) -> Merged:
    """Returns the catalog with exactly the wanted entries live.

    Merging twice is merging once: the second time nothing changes, and every entry keeps its bytes. No text of a person is lost:
    each is afterwards in a live or an obsolete entry.
    """
    if not old.entries:  # an archive that is read for the first time has thousands
        fresh = [_fresh(one) for one in wanted]
        return Merged(old.with_entries(fresh), tuple(entry.msgid for entry in fresh), (), (), (), ())
    live, obsolete = _without_doubles(old)
    work = _Work(old, live, obsolete)
    by_key = {entry.key: entry for entry in live}
    gone = _match_exactly(work, by_key, wanted)
    _bring_back_stale(work, gone, wanted)
    missing = [one for one in wanted if one.key not in work.result]
    pairs = _returning(gone, missing)
    # A text with plural forms, which no source of ours has, would lose all but one of them.
    single = [entry for entry in gone if entry.plural is None and entry.key not in pairs]
    taken = {one.key for one in pairs.values()}
    came = [one for one in missing if one.key not in taken]
    if single and came:
        from workflow.locales.edited import edited

        pairs |= edited(single, came, live, wanted)
    left = []
    for entry in gone:
        target = pairs.get(entry.key)
        if target is None:
            left.append(entry)
        else:
            work.result[target.key] = _carried(entry, target)
            work.origin[entry.key] = target.key
            (work.changed if work.result[target.key].msgstr else work.new).append(target.key[1])
    for one in wanted:
        if one.key not in work.result:
            work.result[one.key] = _fresh(one)
            work.new.append(one.key[1])
    _keep_joined(work, wanted)
    removed = [entry for entry in left if is_persons(entry) or _notes(entry)]
    dropped = [entry for entry in left if not (is_persons(entry) or _notes(entry))]
    kept = _obsolete(work.obsolete, [made_stale(one, work.parted[one.key]) if one.key in work.parted else one for one in removed])
    ordered = [work.result[one.key] for one in wanted] + kept
    return Merged(
        old.with_entries(ordered),
        tuple(work.new),
        tuple(work.changed),
        tuple(entry.msgid for entry in removed),
        tuple(work.revived),
        tuple(entry.msgid for entry in dropped),
    )


def _fresh(one: Wanted) -> Entry:
    return Entry(one.key[1], msgctxt=one.key[0], extracted=one.extracted, references=one.references)


def _without_doubles(old: Catalog) -> tuple[list[Entry], list[Entry]]:
    """Returns live and obsolete entries, each key once: a merge of branches leaves some twice, which no gettext tool accepts."""
    entries = each_key_once(old.entries)
    return [entry for entry in entries if not entry.obsolete], [entry for entry in entries if entry.obsolete]


def _notes(entry: Entry) -> tuple[str, ...]:
    """Returns what people wrote beside an entry, as far as one can tell."""
    return without_stale(without_draft(entry.comments))


def _match_exactly(work: _Work, by_key: dict[Key, Entry], wanted: tuple[Wanted, ...]) -> list[Entry]:
    """Settles what has the same key as before, brings back what was obsolete; returns the old entries that are left."""
    back = {gone.key: gone for gone in work.obsolete}
    revived: set[int] = set()
    for one in wanted:
        entry: Entry | None = by_key.get(one.key)
        if entry is not None:
            del by_key[one.key]
        elif one.key in back:
            entry = back[one.key]
            revived.add(id(entry))
            entry = entry.but(obsolete=False)
            work.revived.append(entry.msgid)
        if entry is None:
            continue
        if _is_back(entry):
            (work.revived if is_as_accepted(entry) else work.changed).append(entry.msgid)
            entry = accepted_again(entry) if is_as_accepted(entry) else returned(entry)
        work.result[one.key] = entry.but(extracted=one.extracted, references=one.references)
        work.origin[one.key] = one.key
    work.obsolete = [entry for entry in work.obsolete if id(entry) not in revived]
    return [entry for entry in work.live if entry.key in by_key]


def _is_back(entry: Entry) -> bool:
    """Tells if the source says again what it said when the text was accepted."""
    same = entry.previous == entry.msgid and entry.previous_context in (None, entry.msgctxt)
    return same and entry.msgstr != PREVIOUS and state(entry) == "stale"


def _accepted_under(entry: Entry) -> list[Key]:
    """Returns the keys under which a stale text may have been accepted; without a context in `#|` that was the entry's own, or none."""
    if entry.msgstr == PREVIOUS or entry.previous is None or not entry.fuzzy or not is_persons(entry) or not is_as_accepted(entry):
        return []
    contexts = [entry.previous_context] if entry.previous_context is not None else [entry.msgctxt, None]
    return [(context, entry.previous) for context in contexts]


def _returning(gone: list[Entry], missing: list[Wanted]) -> dict[Key, Wanted]:
    """Returns old key -> wanted entry, for stale texts whose source says again what it said when they were accepted."""
    open_ = {one.key: one for one in missing}
    pairs: dict[Key, Wanted] = {}
    for entry in gone:
        key = next((key for key in _accepted_under(entry) if key in open_), None)
        if key is not None:
            pairs[entry.key] = open_.pop(key)
    return pairs


def _bring_back_stale(work: _Work, gone: list[Entry], wanted: tuple[Wanted, ...]) -> None:
    """Gives sentences that are back the texts that were accepted for them, where these are stale under another sentence that stays, or
    were when that went. The other sentence keeps the text too: it may be all that its translator has to go on.
    """
    moving = {key for entry in gone for key in _accepted_under(entry)}
    copied = {key: entry for entry in work.result.values() for key in _accepted_under(entry)}
    obsolete = {key: entry for entry in work.obsolete for key in _accepted_under(entry)}
    revived: set[int] = set()
    for one in wanted:
        entry = copied.get(one.key) or obsolete.get(one.key)
        if entry is None or one.key in work.result or one.key in moving:
            continue
        revived.add(id(entry))
        work.result[one.key] = _carried(entry, one)
        work.revived.append(one.key[1])
    work.obsolete = [entry for entry in work.obsolete if id(entry) not in revived]


def _carried(entry: Entry, target: Wanted) -> Entry:
    """Returns the wanted entry with the text of an old one: stale if it was accepted, returned if it was a person's and not accepted, else
    empty; `#|` is always the msgid under which the text was accepted.
    """
    fresh = Entry(target.key[1], msgctxt=target.key[0], comments=_notes(entry), extracted=target.extracted, references=target.references)
    if not is_persons(entry):
        return fresh
    fresh = fresh.but(comments=without_draft(entry.comments))
    carried = fresh.but(msgstr=entry.msgstr, flags=entry.flags)
    if state(entry) == "returned":
        return carried
    previous, context = (entry.previous, entry.previous_context) if entry.fuzzy else (entry.msgid, entry.msgctxt)
    if previous is None or entry.msgstr == PREVIOUS or previous != target.key[1] or context not in (None, target.key[0]):
        return made_stale(carried, previous or entry.msgid, context if context != target.key[0] else None)
    return accepted_again(carried) if is_as_accepted(entry) else returned(carried)


def _keep_joined(work: _Work, wanted: tuple[Wanted, ...]) -> None:
    """Two sentences said as one (`<prev/>`) are one thing: if either changed, moved or went, both become stale under the
    joined msgid; if both are there again as they were, they are translated again.
    """
    before = {one.key: one.before for one in wanted}
    for group in accepted_groups(work.live):
        keys = [entry.key for entry in group]
        intact = all(key in work.result and work.origin.get(key) == key for key in keys) and all(
            before.get(second) == first for first, second in zip(keys, keys[1:], strict=False)
        )
        if intact and group[0].msgstr != PREVIOUS:
            continue
        said = " ".join(entry.msgid for entry in group)
        for entry in group:
            if entry.fuzzy or not entry.msgstr:
                continue
            target = work.origin.get(entry.key)
            if target is None:
                work.parted[entry.key] = said
                continue
            work.result[target] = made_stale(work.result[target], said)
            if target[1] not in work.changed:
                work.changed.append(target[1])
    for group in joined_groups([work.result[one.key] for one in wanted]):
        keys = [entry.key for entry in group]
        said = " ".join(entry.msgid for entry in group)
        together = all(before.get(second) == first for first, second in zip(keys, keys[1:], strict=False))
        if together and all(state(entry) == "stale" and entry.previous == said and is_as_accepted(entry) for entry in group):
            for entry in group:
                work.result[entry.key] = accepted_again(entry)
                work.revived.append(entry.msgid)


def _obsolete(already: list[Entry], removed: list[Entry]) -> list[Entry]:
    """Returns the obsolete entries: those that were, and the removed ones, each key once."""
    now = {entry.key: entry.but(obsolete=True, extracted=(), references=()) for entry in removed}
    before = {entry.key: entry for entry in already}
    kept = [entry for entry in already if entry.key not in now]
    return [*kept, *(combined((before[key], entry)) if key in before else entry for key, entry in now.items())]
