"""Proposals that two faces are one person. A human says yes or no; nothing here joins anybody.

A proposal names its grounds, and every ground what it was seen in. Two faces that write in one chat within the same
minute are not proposed for their names, for few people type with two hands on two telephones.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from typing import Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from closeknit.language import N_
from closeknit.records.rows import equal_to
from closeknit.ties.by_roster import names_listed, of_numbers, of_roster
from closeknit.ties.declared import LIKELY, LONGEST, declared, introduced
from closeknit.ties.faces import Faces, Int64s, is_telling, plain
from closeknit.ties.namesakes import Sighting, name_card, same_name
from closeknit.ties.naming import Naming
from closeknit.ties.presence import after_each_other, awake_together, take_turns

GROUNDS: Final = {
    "renamed": N_("the tool itself says so"),
    "said": N_("said so in the chat"),
    "number": N_("the same telephone number"),
    "roster": N_("the roster gives both names to one person"),
    "same-name": N_("the same name"),
    "name-card": N_("one name stands in the other"),
    "called": N_("answers to the other's name"),
    "listed": N_("the roster has one person of this name"),
    "turns": N_("the same circle, and never awake in the same minute"),
}
"""Why two faces are proposed, the surest first. `listed` and `turns` never stand alone, but beside a name that many
may bear: people of one circle take turns too."""

_OF_NAMES: Final = frozenset(("same-name", "name-card", "called"))
_SUPPORT: Final = frozenset(("listed", "turns"))

_FIRST: Final = 3
_FEW: Final = 10
_LOOKED_AT: Final = 20_000
_RENAMED: Final = re.compile(r"is now known as (?P<name>\S+)")
_CALL: Final = r"^[@＠]?(?P<name>[^\s,，:：@＠]{1,30})[,，:： \x{2005}]"


@dataclass(frozen=True, slots=True)
class Ground:
    """Why: a slug of GROUNDS, and what it was seen in (a name, a number's last digits, the words said)."""

    slug: str
    seen: str


@dataclass(frozen=True, slots=True)
class Proposal:
    """Two faces (labels `carrier:id`, names last shown) and the grounds, the surest first."""

    faces: tuple[str, str]
    names: tuple[str, str]
    grounds: tuple[Ground, ...]


def propose(
    faces: Faces,
    *,
    roster: pa.Table | None = None,
    joined: Collection[frozenset[str]] = (),
    refused: Collection[frozenset[str]] = (),
) -> list[Proposal]:
    """All proposals, the surest first, each pair once.

    `roster` has the schema `records.roster.ROSTER`; `joined` are sets of labels that a human joined already,
    `refused` pairs of labels that a human called two people. Both are left out.
    """
    found: defaultdict[tuple[int, int], dict[str, Sighting]] = defaultdict(dict)
    for sighting in chain(*(finder(faces) for finder in _FINDERS), of_numbers(faces, roster), of_roster(faces, roster)):
        pair = min(sighting.one, sighting.other), max(sighting.one, sighting.other)
        found[pair].setdefault(sighting.slug, sighting)
    naming, listed, contested = Naming(faces), names_listed(roster), _contested(faces, found)
    out = []
    for (one, other), seen in found.items():
        labels = frozenset([faces.label(one), faces.label(other)])
        if one == other or len(labels) < 2 or labels in refused or any(labels <= group for group in joined):
            continue
        if (one, other) in contested or (seen.keys() <= _OF_NAMES and awake_together(faces, one, other)):
            continue
        grounds = {slug: sighting.seen for slug, sighting in seen.items()}
        if take_turns(faces, one, other):
            grounds["turns"] = ""
        if alone := [s.name for s in seen.values() if listed[s.name] == 1 and naming.is_whole(s.name)]:
            grounds["listed"] = alone[0]
        if all(_is_doubtful(sighting, naming, listed) for sighting in seen.values()) and not grounds.keys() & _SUPPORT:
            continue
        listing = tuple(Ground(slug, grounds[slug]) for slug in GROUNDS if slug in grounds)
        names = faces.faces[one].name, faces.faces[other].name
        out.append(Proposal((faces.label(one), faces.label(other)), names, listing))
    order = list(GROUNDS)
    return sorted(out, key=lambda p: (order.index(p.grounds[0].slug), -len(p.grounds), p.faces))


def _contested(faces: Faces, found: Mapping[tuple[int, int], dict[str, Sighting]]) -> set[tuple[int, int]]:
    """Pairs across tools that rest on a name alone, where one of both is sighted as another face of that tool too (by a
    name-card, a number, what was said), which neither came after nor went before: two people may have the name."""
    sighted: defaultdict[tuple[int, str], list[int]] = defaultdict(list)
    for one, other in found:
        if faces.faces[one].carrier != faces.faces[other].carrier:
            sighted[one, faces.faces[other].carrier].append(other)
            sighted[other, faces.faces[one].carrier].append(one)
    return {
        (min(face, one), max(face, one))
        for (face, _carrier), others in sighted.items()
        for one in others
        if all(sighting.name for sighting in found[min(face, one), max(face, one)].values())
        and any(other != one and not after_each_other(faces, one, other) for other in others[:_FEW])
    }


def _is_doubtful(sighting: Sighting, naming: Naming, listed: Counter[str]) -> bool:
    """Whether it rests on a name alone that others may bear: a nickname, a common name, one twice on the roster."""
    return bool(sighting.name) and (listed[sighting.name] > 1 or not naming.suffices(sighting.name))


def _renamed(faces: Faces) -> Iterator[Sighting]:
    """Event rows in which a tool without ids says that one name became another."""
    rows = faces.rows
    if not rows.is_event.any():
        return
    for row in np.flatnonzero(equal_to(rows.table["event"], "rename") & (rows.person >= 0)).tolist():
        said = _RENAMED.search(rows.text(row)[:LONGEST])
        if said is None:
            continue
        old = faces.faces[rows.person[row]]
        for other in faces.bearers.get(plain(said["name"]), ()):
            new = faces.faces[other]
            if new.id == said["name"] and new.carrier == old.carrier and faces.sent[[rows.person[row], other]].all():
                yield Sighting("renamed", int(rows.person[row]), other, f"{old.name} → {said['name']}")


def _said(faces: Faces) -> Iterator[Sighting]:
    rows = faces.rows
    texts = rows.table["text"]
    early = _early(faces)
    likely = pc.and_(pc.match_substring_regex(texts, LIKELY), pc.less_equal(pc.utf8_length(texts), LONGEST))
    mask = np.array(likely.fill_null(False).to_numpy()) & (rows.person >= 0) & ~rows.is_event
    found = np.union1d(np.flatnonzero(mask)[:_LOOKED_AT], early[:_LOOKED_AT])
    first = set(early.tolist())
    for row, text in zip(found.tolist(), rows.texts(found).to_pylist(), strict=True):
        name, rests = declared(text, early=row in first), ""
        if name is None and row in first and (name := introduced(text[:LONGEST])):
            rests = plain(name)
        bearers = [face for face in faces.bearers.get(plain(name or ""), ()) if face != rows.person[row]]
        if len(bearers) == 1:
            yield Sighting("said", int(rows.person[row]), bearers[0], text, rests)


def _early(faces: Faces) -> Int64s:
    """The first few messages of every face, as rows."""
    rows = np.flatnonzero(~faces.rows.is_event & (faces.rows.person >= 0))
    rows = rows[np.lexsort((rows, faces.rows.at[rows], faces.rows.person[rows]))]
    who = faces.rows.person[rows]
    starts = np.searchsorted(who, who)
    return np.sort(rows[np.arange(len(who)) - starts < _FIRST])


def _called(faces: Faces) -> Iterator[Sighting]:
    """Three messages that call a name which nobody in the chat bears are answered by one and the same face."""
    rows = faces.rows
    sent = np.flatnonzero(~rows.is_event & (rows.person >= 0))
    if len(faces.channels) < 2 or len(rows.channels) < 2 or not len(sent):
        return
    called = pc.struct_field(pc.extract_regex(rows.table["text"], _CALL), "name").combine_chunks().dictionary_encode()
    names = [plain(word) for word in called.dictionary.to_pylist()]
    wanted = np.array([is_telling(name) and len(faces.bearers.get(name, ())) == 1 for name in names] + [False])
    code = np.asarray(called.indices.fill_null(-1).to_numpy(zero_copy_only=False), np.int64)
    asked = sent[wanted[code[sent]]]
    answers: defaultdict[tuple[int, int], Counter[int]] = defaultdict(Counter)
    callers: defaultdict[tuple[int, int], set[int]] = defaultdict(set)
    for row in asked.tolist():
        (bearer,) = faces.bearers[names[code[row]]]
        channel = int(rows.channel[row])
        if channel in faces.channels[bearer]:
            continue
        callers[channel, bearer].add(int(rows.person[row]))
        after = sent[np.searchsorted(sent, row) + 1 :][:3]
        after = after[(rows.channel[after] == channel) & (rows.person[after] != rows.person[row])]
        answers[channel, bearer].update(set(rows.person[after].tolist()))
    for (channel, bearer), counts in answers.items():
        ((who, n), *rest) = counts.most_common(2)
        total = len(callers[channel, bearer])
        if n >= 3 and total >= 2 and (not rest or n >= 2 * rest[0][1]):
            yield Sighting("called", bearer, who, faces.faces[bearer].name, plain(faces.faces[bearer].name))


_FINDERS: Final = (_renamed, _said, same_name, name_card, _called)
