"""Proposals that two faces are one person. A human says yes or no; nothing here joins anybody.

A proposal names its grounds, and every ground what it was seen in. Two faces that write in one chat within the same
minute are not proposed for their names, for few people type with two hands on two telephones.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from closeknit.language import N_
from closeknit.records.rows import equal_to
from closeknit.ties.declared import LIKELY, LONGEST, declared
from closeknit.ties.faces import Faces, is_telling, number_tails, parts, plain, stem
from closeknit.ties.presence import after_each_other, awake_together, gap, take_turns

GROUNDS: Final = {
    "renamed": N_("the tool itself says so"),
    "said": N_("said so in the chat"),
    "number": N_("the same telephone number"),
    "same-name": N_("the same name"),
    "name-card": N_("one name stands in the other"),
    "called": N_("answers to the other's name"),
    "turns": N_("the same circle, and never awake in the same minute"),
}
"""Why two faces are proposed, the surest first. `turns` never stands alone: people of one circle take turns too."""

_FIRST: Final = 3
_VARIANTS: Final = 6
_SOON: Final = 12 * 60
"""Minutes between the messages of two names of one stem: who comes back under another has just been there."""
_MOST_PARTS: Final = 6
_ANYBODY: Final = frozenset(
    ("root", "user", "users", "guest", "admin", "tester", "nobody", "anonymous", "ubuntu", "linux", "debian")
)
"""What machines and manuals call everybody."""
_LOOKED_AT: Final = 20_000
_RENAMED: Final = re.compile(r"is now known as (?P<name>\S+)")
_FOUR: Final = re.compile(r"(?<!\d)\d{4}(?!\d)")
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
    found: defaultdict[tuple[int, int], dict[str, str]] = defaultdict(dict)
    for finder in (_renamed, _said, _same_name, _name_card, _called):
        for slug, one, other, seen in finder(faces):
            found[min(one, other), max(one, other)].setdefault(slug, seen)
    for one, other, seen in _numbers(faces, roster):
        found[min(one, other), max(one, other)].setdefault("number", seen)
    order = list(GROUNDS)
    out = []
    for (one, other), grounds in found.items():
        pair = frozenset([faces.label(one), faces.label(other)])
        if one == other or len(pair) < 2 or pair in refused or any(pair <= group for group in joined):
            continue
        if grounds.keys() <= {"same-name", "name-card", "called"} and awake_together(faces, one, other):
            continue
        if take_turns(faces, one, other):
            grounds["turns"] = ""
        listed = tuple(Ground(slug, grounds[slug]) for slug in order if slug in grounds)
        out.append(
            Proposal((faces.label(one), faces.label(other)), (faces.faces[one].name, faces.faces[other].name), listed)
        )
    return sorted(out, key=lambda p: (order.index(p.grounds[0].slug), -len(p.grounds), p.faces))


_Found = Iterator[tuple[str, int, int, str]]


def _renamed(faces: Faces) -> _Found:
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
                yield "renamed", int(rows.person[row]), other, f"{old.name} → {said['name']}"


def _said(faces: Faces) -> _Found:
    rows = faces.rows
    texts = rows.table["text"]
    likely = pc.and_(pc.match_substring_regex(texts, LIKELY), pc.less_equal(pc.utf8_length(texts), LONGEST))
    found = np.flatnonzero(np.asarray(likely.fill_null(False).to_numpy()) & (rows.person >= 0) & ~rows.is_event)
    early = _early(faces)
    for row, text in zip(found[:_LOOKED_AT].tolist(), rows.texts(found[:_LOOKED_AT]).to_pylist(), strict=True):
        name = declared(text, early=row in early)
        bearers = [face for face in faces.bearers.get(plain(name or ""), ()) if face != rows.person[row]]
        if len(bearers) == 1:
            yield "said", int(rows.person[row]), bearers[0], text


def _early(faces: Faces) -> set[int]:
    """The first few messages of every face."""
    rows = np.flatnonzero(~faces.rows.is_event & (faces.rows.person >= 0))
    rows = rows[np.lexsort((rows, faces.rows.at[rows], faces.rows.person[rows]))]
    who = faces.rows.person[rows]
    starts = np.searchsorted(who, who)
    return set(rows[np.arange(len(who)) - starts < _FIRST].tolist())


def _same_name(faces: Faces) -> _Found:
    """A telling name that one face bears in each of several tools; or that two faces of one tool bear one after the
    other, and nobody else; or a few faces of a tool without ids, but for what is hung on it."""
    yield from _same_stem(faces)
    for key, bearers in faces.bearers.items():
        if len(bearers) < 2 or not is_telling(key):
            continue
        by_carrier: defaultdict[str, list[int]] = defaultdict(list)
        for face in bearers:
            by_carrier[faces.faces[face].carrier].append(face)
        lonely = [group[0] for group in by_carrier.values() if len(group) == 1]
        for one, other in _pairs(lonely):
            yield "same-name", one, other, key
        for group in by_carrier.values():
            if len(group) == 2 and after_each_other(faces, *group):
                yield "same-name", group[0], group[1], key


def _same_stem(faces: Faces) -> _Found:
    stems: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
    for face, known in enumerate(faces.faces):
        if known.id == known.name and faces.sent[face]:
            stems[known.carrier, stem(known.name)].append(face)
    for (_carrier, key), group in stems.items():
        if (
            1 < len(group) <= _VARIANTS
            and is_telling(key)
            and (not key.isascii() or len(key) > 4)
            and key not in _ANYBODY
        ):
            for one, other in _pairs(group):
                if faces.share_a_chat(one, other) and gap(faces, one, other) <= _SOON:
                    yield "same-name", one, other, key


def _pairs(group: list[int]) -> Iterator[tuple[int, int]]:
    return ((one, other) for i, one in enumerate(group) for other in group[i + 1 :])


def _name_card(faces: Faces) -> _Found:
    """A whole name that is a part of one other name-card: in another tool, or after the one fell silent."""
    cards: defaultdict[str, set[int]] = defaultdict(set)
    for face, group in enumerate(faces.names):
        for shown in group:
            for word in _inside(shown.name):
                cards[word].add(face)
    for word, bearers in cards.items():
        if len(bearers) > 1:
            continue
        (card,) = bearers
        whole = [face for face in faces.bearers.get(word, ()) if face != card]
        if len(whole) != 1:
            continue
        here = faces.faces[whole[0]].carrier == faces.faces[card].carrier
        if not here or (_is_whole(faces, whole[0], word) and after_each_other(faces, whole[0], card)):
            yield "name-card", whole[0], card, faces.faces[card].name


def _inside(card: str) -> Iterator[str]:
    """The telling words of a name-card, alone and joined to their neighbours: `Ann Lee (book club)`."""
    words = parts(card)
    if 1 < len(words) <= _MOST_PARTS:
        for length in range(1, len(words)):
            for start in range(len(words) - length + 1):
                word = "".join(words[start : start + length])
                if is_telling(word):
                    yield word


def _is_whole(faces: Faces, face: int, key: str) -> bool:
    """Whether a name is more than a first name in Latin letters, which many bear."""
    return not key.isascii() or any(len(parts(name.name)) > 1 for name in faces.names[face] if plain(name.name) == key)


def _called(faces: Faces) -> _Found:
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
            yield "called", bearer, who, faces.faces[bearer].name


def _numbers(faces: Faces, roster: pa.Table | None) -> Iterator[tuple[int, int, str]]:
    """Faces that show one number; and a face that shows a number of the roster with the one that bears the name."""
    for tail, group in faces.numbers.items():
        for one, other in _pairs(list(group[:10])):
            yield one, other, f"…{tail[-4:]}"
    if roster is None:
        return
    cards = _cards_with_digits(faces)
    for row in roster.select(["name", "contacts", "aliases"]).to_pylist():
        tails = {tail for _where, number in row["contacts"] or () for tail in number_tails(number or "")}
        keys = {plain(name) for name in (row["name"], *(row["aliases"] or ())) if name}
        numbered = {face for tail in tails for face in faces.numbers.get(tail, ())}
        numbered |= {face for tail in tails for key, face in cards.get(tail[-4:], ()) if any(k in key for k in keys)}
        named = {face for key in keys if is_telling(key) for face in _only(faces.bearers.get(key, ()))}
        for one in sorted(numbered):
            for other in sorted(named | numbered):
                if one != other:
                    yield one, other, f"{row['name']} …{min(tails)[-4:]}"


def _only(group: tuple[int, ...]) -> tuple[int, ...]:
    return group if len(group) == 1 else ()


def _cards_with_digits(faces: Faces) -> dict[str, list[tuple[str, int]]]:
    """Four digits → the compared names, and faces, that have them as a word: 小滿5678."""
    found: defaultdict[str, list[tuple[str, int]]] = defaultdict(list)
    for key, group in faces.bearers.items():
        for digits in _FOUR.findall(key):
            found[digits] += [(key, face) for face in group]
    return found
