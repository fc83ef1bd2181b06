"""Catalog and source -> catalog: what people decided is carried over to what the source says now.

Exact first; then, inside a region that changed, by position and similarity; then anywhere, if nearly equal. A person's text that finds no
place becomes obsolete, and comes back if its source does. Machine drafts of sentences that are gone are dropped: they can be made again.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from difflib import SequenceMatcher

from rapidfuzz import fuzz, process

from workflow.inline import PREVIOUS
from workflow.locales.catalog import Catalog, Entry, Key
from workflow.locales.review import is_persons, state, without_draft
from workflow.locales.template import Wanted

SIMILAR = 60.0
"""Percent (rapidfuzz ratio) from which a sentence in a changed region counts as the old one, edited. Lower finds more rewritten
sentences and more false friends; a wrong match costs a reviser one look, a missed one costs a search among the obsolete."""

SIMILAR_ANYWHERE = 80.0
"""Percent from which a sentence counts as moved and edited."""


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
    live, obsolete = _without_doubles(old)
    work = _Work(old, live, obsolete)
    by_key = {entry.key: entry for entry in live}
    gone = _match_exactly(work, by_key, wanted)
    pairs = _similar(gone, [one for one in wanted if one.key not in work.result], live, wanted)
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
            work.result[one.key] = Entry(one.key[1], msgctxt=one.key[0], extracted=one.extracted, references=one.references)
            work.new.append(one.key[1])
    _keep_joined(work, wanted)
    removed = [entry for entry in left if is_persons(entry) or without_draft(entry.comments)]
    kept = _obsolete(work.obsolete, [_stale(one, work.parted[one.key]) if one.key in work.parted else one for one in removed])
    ordered = [work.result[one.key] for one in wanted] + kept
    return Merged(
        old.with_entries(ordered),
        tuple(work.new),
        tuple(work.changed),
        tuple(entry.msgid for entry in removed),
        tuple(work.revived),
        tuple(entry.msgid for entry in left if entry not in removed),
    )


def _without_doubles(old: Catalog) -> tuple[list[Entry], list[Entry]]:
    """Returns live and obsolete entries; of live ones with one key (a merge of branches leaves such) the first accepted, else the first,
    stays live, and the text of another becomes obsolete.
    """
    best: dict[Key, Entry] = {}
    doubles: list[Entry] = []
    for entry in old.live():
        rival = best.get(entry.key)
        if rival is None:
            best[entry.key] = entry
        elif _rank(entry) > _rank(rival):
            doubles.append(rival)
            best[entry.key] = entry
        else:
            doubles.append(entry)
    kept = {id(entry) for entry in best.values()}
    live = [entry for entry in old.live() if id(entry) in kept]
    lost = [entry.but(obsolete=True) for entry in doubles if is_persons(entry) and entry.msgstr != best[entry.key].msgstr]
    return live, [*(entry for entry in old.entries if entry.obsolete), *lost]


def _rank(entry: Entry) -> int:
    return {"approved": 4, "translated": 3, "stale": 2, "returned": 2, "draft": 1}.get(state(entry), 0)


def _match_exactly(work: _Work, by_key: dict[Key, Entry], wanted: tuple[Wanted, ...]) -> list[Entry]:
    """Settles what has the same key as before, brings back what was obsolete; returns the old entries that are left."""
    back: dict[Key, list[Entry]] = defaultdict(list)
    for gone in work.obsolete:
        back[gone.key].append(gone)
    for one in wanted:
        entry: Entry | None = by_key.get(one.key)
        if entry is not None:
            del by_key[one.key]
        elif one.key in back:
            # The last one written is the latest; the others stay where they are.
            entry = back[one.key][-1]
            work.obsolete = [other for other in work.obsolete if other is not entry]
            entry = entry.but(obsolete=False)
            work.revived.append(entry.msgid)
        if entry is None:
            continue
        if entry.fuzzy and entry.previous == entry.msgid and entry.msgstr != PREVIOUS and entry.previous_context in (None, entry.msgctxt):
            entry = _accepted_again(entry)
            work.revived.append(entry.msgid)
        work.result[one.key] = entry.but(extracted=one.extracted, references=one.references)
        work.origin[one.key] = one.key
    return [entry for entry in work.live if entry.key in by_key]


def _accepted_again(entry: Entry) -> Entry:
    return entry.but(flags=tuple(flag for flag in entry.flags if flag != "fuzzy"), previous=None, previous_context=None)


def _similar(gone: list[Entry], missing: list[Wanted], live: list[Entry], wanted: tuple[Wanted, ...]) -> dict[Key, Wanted]:
    """Returns old key -> wanted entry, for sentences that were edited: first where they stood, then anywhere."""
    if not gone or not missing:
        return {}
    lost = {entry.key: entry for entry in gone}
    open_ = {one.key: one for one in missing}
    pairs: dict[Key, Wanted] = {}

    def take(old: Iterable[Key], new: Iterable[Key], cutoff: float) -> None:
        old, new = [key for key in old if key in lost and key not in pairs], [key for key in new if key in open_]
        found = []
        for place, key in enumerate(old):
            for _, score, index in process.extract(key[1], [one[1] for one in new], scorer=fuzz.ratio, score_cutoff=cutoff, limit=3):
                # Of equally similar ones the one at the same place of the region.
                found.append((-score - (10 if key[0] == new[index][0] else 0), abs(place - index), key, new[index]))
        for _, _, key, target in sorted(found, key=lambda one: one[:2]):
            if key not in pairs and target in open_:
                pairs[key] = open_.pop(target)

    before, after = [entry.key for entry in live], [one.key for one in wanted]
    for tag, start, end, first, last in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "replace":
            take(before[start:end], after[first:last], SIMILAR)
    take([entry.key for entry in gone if is_persons(entry)], list(open_), SIMILAR_ANYWHERE)
    return pairs


def _carried(entry: Entry, target: Wanted) -> Entry:
    """Returns the wanted entry with the text of an old one: stale if it was accepted, returned if it was a person's and not accepted, else
    empty; `#|` is always the msgid under which the text was accepted.
    """
    comments = without_draft(entry.comments)
    fresh = Entry(target.key[1], msgctxt=target.key[0], comments=comments, extracted=target.extracted, references=target.references)
    if not is_persons(entry):
        return fresh
    accepted = not entry.fuzzy
    if not accepted and entry.previous is None:
        return fresh.but(msgstr=entry.msgstr, flags=entry.flags)
    previous = entry.msgid if accepted else entry.previous
    context = entry.msgctxt if accepted else entry.previous_context
    if previous == target.key[1] and context in (None, target.key[0]):
        return fresh.but(msgstr=entry.msgstr, flags=tuple(flag for flag in entry.flags if flag != "fuzzy"))
    flags = entry.flags if entry.fuzzy else ("fuzzy", *entry.flags)
    return fresh.but(msgstr=entry.msgstr, flags=flags, previous=previous, previous_context=context if context != target.key[0] else None)


def _keep_joined(work: _Work, wanted: tuple[Wanted, ...]) -> None:
    """Two sentences said as one (`<prev/>`) are one thing: if either changed, moved or went, both become stale under the
    joined msgid; if both are there again as they were, they are translated again.
    """
    before = {one.key: one.before for one in wanted}
    for group in joined_groups(work.live):
        if all(entry.fuzzy for entry in group):
            continue
        keys = [entry.key for entry in group]
        intact = all(key in work.result and work.origin.get(key) == key for key in keys) and all(
            before.get(second) == first for first, second in zip(keys, keys[1:], strict=False)
        )
        if not intact:
            said = " ".join(entry.msgid for entry in group)
            for entry in group:
                target = work.origin.get(entry.key)
                if target is None:
                    work.parted[entry.key] = said
                    continue
                work.result[target] = _stale(work.result[target], said)
                if target[1] not in work.changed:
                    work.changed.append(target[1])
    for group in joined_groups([work.result[one.key] for one in wanted]):
        keys = [entry.key for entry in group]
        said = " ".join(entry.msgid for entry in group)
        together = all(before.get(second) == first for first, second in zip(keys, keys[1:], strict=False))
        if together and all(entry.previous == said for entry in group):
            for entry in group:
                work.result[entry.key] = _accepted_again(entry)
                work.revived.append(entry.msgid)


def _stale(entry: Entry, previous: str) -> Entry:
    flags = entry.flags if entry.fuzzy else ("fuzzy", *entry.flags)
    return entry.but(flags=flags, previous=previous, previous_context=None)


def joined_groups(entries: Iterable[Entry]) -> list[list[Entry]]:
    """Returns each run of an entry and the `<prev/>` entries that follow it, in file order."""
    groups: list[list[Entry]] = []
    run: list[Entry] = []
    for entry in entries:
        if entry.msgstr == PREVIOUS and run:
            run.append(entry)
            continue
        if len(run) > 1:
            groups.append(run)
        run = [entry] if entry.msgstr else []
    if len(run) > 1:
        groups.append(run)
    return groups


def _obsolete(already: list[Entry], removed: list[Entry]) -> list[Entry]:
    """Returns the obsolete entries: those that were, and the removed ones, the same text once."""
    now = [entry.but(obsolete=True, extracted=(), references=()) for entry in removed]
    said = {(entry.key, entry.msgstr) for entry in now}
    return [entry for entry in already if (entry.key, entry.msgstr) not in said] + now
