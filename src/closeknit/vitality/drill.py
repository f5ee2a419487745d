"""The tool-loss drill on paper: if this tool vanished today, who could still be reached, and through whom?

And without the three people who take part in most: what share of the exchange remains, and who is still connected?
Both describe what the history shows today; neither is a forecast. What is known outside a tool is what this history
shows: the same people in another tool or another chat, meetings and other recorded exchanges, and the contacts of a
roster. Private messages and telephone numbers in people's pockets are in none of these.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from closeknit.records.codes import codes
from closeknit.records.enrolment import ON_PAPER, Enrolment
from closeknit.ties.exchanges import together
from closeknit.ties.fabric import components
from closeknit.vitality.pattern import both_ways
from closeknit.vitality.subject import Subject

Int32s = npt.NDArray[np.int32]
Int64s = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]

Contacts = Mapping[int, frozenset[str]]
"""Person → the tools or channels by which a roster says that they may be reached."""

TOP: Final = 3
THROUGH: Final = 3  # people named through whom somebody is reached
MEETING: Final = "meeting"
"""The place of what no chat carried."""


@dataclass(frozen=True, slots=True)
class Reached:
    """Somebody who could still be reached: `through` up to three people tied to them elsewhere, the closest first
    (none where only a roster knows them), and where: `places` are tools or chats, "meeting" among them.
    """

    person: int
    through: tuple[int, ...]
    places: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Loss:
    """The tool or chat `place` vanishes. Of the `people` who wrote there in the window, `reached` are known outside
    it and `together` of them are connected with each other there; `lost` are those of whom nothing else is known.
    """

    place: str
    people: int
    reached: tuple[Reached, ...]
    together: int
    lost: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Without:
    """The window without its `people` who take part in most exchange: `remaining` share 0–1 of the weight of all
    exchanges that touches none of them, `two_way` the same of the exchange that goes both ways (None without any),
    `connected` of the `others` who exchange anything are still connected, `deep` of `all_deep` deep ties stay.
    """

    people: tuple[int, ...]
    remaining: float
    two_way: float | None
    connected: int
    others: int
    deep: int
    all_deep: int


@dataclass(frozen=True, slots=True)
class Drill:
    """`kind` says what may vanish: a "chat" where the history has several of one tool, else a "tool"; `losses` one
    each, the liveliest first; `known_outside` whether anything is known outside any of them. `without` is None under
    five people with exchange.
    """

    kind: str
    losses: tuple[Loss, ...]
    known_outside: bool
    without: Without | None


def find_drill(subject: Subject) -> Drill:
    """What would be left."""
    of_row, places, kind = _places(subject)
    contacts = contacts_of(subject.enrolment) if subject.enrolment is not None else {}
    losses = _losses(subject, of_row, places, contacts) if places else ()
    return Drill(kind, losses, any(loss.reached for loss in losses), _without(subject))


def contacts_of(enrolment: Enrolment) -> dict[int, frozenset[str]]:
    """The ways to reach each person that a roster holds, without those of people who refused to have them passed on."""
    found: dict[int, frozenset[str]] = {}
    rows = enrolment.roster.select(["contacts", "consents"]).to_pylist()
    for person, row in zip(enrolment.members.tolist(), rows):
        ways = frozenset(way for way, value in row["contacts"] or () if value)
        if person >= 0 and ways and row["consents"] is not False:
            found[person] = found.get(person, frozenset()) | ways
    return found


def _places(subject: Subject) -> tuple[Int32s, list[str], str]:
    """The place of each row, their names, and whether they are tools or chats."""
    rows = subject.rows
    tool, tools = codes(rows.table["carrier"])
    if len(tools) < 2 and len(rows.channels) >= 2:
        return rows.channel, list(rows.channels), "chat"
    return tool, tools, "tool"


def _losses(subject: Subject, of_row: Int32s, places: list[str], contacts: Contacts) -> tuple[Loss, ...]:
    people = len(subject.rows.people)
    said = subject.said[subject.rows.person[subject.said] >= 0]
    here = np.zeros((len(places), people), np.bool_)
    here[of_row[said], subject.rows.person[said]] = True
    seen = np.zeros((len(places), people), np.bool_)
    every = np.flatnonzero(subject.is_said & (subject.rows.person >= 0))
    seen[of_row[every], subject.rows.person[every]] = True
    _with_faces(subject, places, seen)
    lively = np.bincount(of_row[said], minlength=len(places))
    order = [i for i in np.argsort(-lively, kind="stable").tolist() if lively[i]]
    return tuple(_loss(subject, place, of_row, places, here[place], seen, contacts) for place in order)


def _with_faces(subject: Subject, places: list[str], seen: Bools) -> None:
    """People are known in a tool where they have an account, whether or not they wrote there."""
    place = {name: i for i, name in enumerate(places)}
    for i, person in enumerate(subject.rows.people):
        if len(person.faces) > 1:
            for face in person.faces:
                if face.carrier in place and face.carrier != ON_PAPER:
                    seen[place[face.carrier], i] = True


def _loss(
    subject: Subject, place: int, of_row: Int32s, places: list[str], here: Bools, seen: Bools,
    contacts: Contacts,
) -> Loss:  # fmt: skip
    people = len(subject.rows.people)
    found = subject.exchanges if subject.recorded is None else together(subject.exchanges, subject.recorded)
    apart = found.row < 0  # meetings and other things that no chat carried
    where = np.where(apart, len(places), of_row[found.row] if len(of_row) else 0)
    kept = (where != place) & (found.probability > 0)
    ties = _Ties(found.source[kept], found.target[kept], found.probability[kept], people)
    met = np.zeros(people, np.bool_)
    met[np.r_[found.source[apart & kept], found.target[apart & kept]]] = True
    ways = {person: sorted(told - {places[place]}) for person, told in contacts.items()}
    elsewhere = np.delete(seen, place, axis=0).any(0) | met
    elsewhere[[person for person, way in ways.items() if way]] = True
    active = np.flatnonzero(here)
    known = active[elsewhere[active]]
    reached = []
    for person in known.tolist():
        by = [name for i, name in enumerate(places) if i != place and seen[i, person]]
        names = [*by, *([MEETING] if met[person] else []), *ways.get(person, [])]
        reached.append(Reached(person, ties.closest(person), tuple(dict.fromkeys(names))))
    lost = active[~elsewhere[active]]
    return Loss(places[place], len(active), tuple(reached), ties.together(known), tuple(lost.tolist()))


class _Ties:
    """What ties people outside a place: everybody's partners, the closest first."""

    def __init__(self, source: Int32s, target: Int32s, probability: npt.NDArray[np.float32], people: int) -> None:
        low = np.minimum(source, target).astype(np.int64)
        high = np.maximum(source, target).astype(np.int64)
        pairs, inverse = np.unique(low * max(people, 1) + high, return_inverse=True)
        weight = np.round(np.bincount(inverse, probability.astype(np.float64), len(pairs)), 6)
        one, other = pairs // max(people, 1), pairs % max(people, 1)
        end, partner = np.r_[one, other], np.r_[other, one]
        order = np.lexsort((partner, -np.r_[weight, weight], end))
        self._partner = partner[order]
        self._start = np.searchsorted(end[order], np.arange(people + 1))
        self._label = components(people, one.astype(np.int32), other.astype(np.int32))

    def closest(self, person: int) -> tuple[int, ...]:
        """Up to `THROUGH` people whom a person is tied to."""
        begin, end = self._start[person], self._start[person + 1]
        return tuple(self._partner[begin : min(end, begin + THROUGH)].tolist())

    def together(self, people: Int64s) -> int:
        """How many of these are connected with each other: the largest such group, 0 where nobody is tied."""
        tied = people[np.diff(self._start)[people] > 0]
        return int(np.bincount(self._label[tied]).max(initial=0)) if len(tied) else 0


def _without(subject: Subject) -> Without | None:
    found, people = subject.here, len(subject.rows.people)
    weight = found.probability.astype(np.float64)
    part = np.bincount(found.source, weight, people) + np.bincount(found.target, weight, people)
    if (part > 0).sum() < TOP + 2:
        return None
    # Rounded, so that the order in which equal weights were added cannot settle who is among them.
    top = np.argsort(-np.round(part, 6), kind="stable")[:TOP]
    out = subject.among(top.tolist())
    free = ~(out[found.source] | out[found.target])
    both = both_ways(subject)
    pairs = subject.fabric.pairs
    stays = ~(out[pairs.a] | out[pairs.b])
    deep = pairs.is_deep(timed=subject.window.days > 0)
    label = components(people, pairs.a[stays], pairs.b[stays])
    others = np.flatnonzero((part > 0) & ~out[:-1])
    return Without(
        tuple(top.tolist()),
        float(weight[free].sum() / weight.sum()),
        float(both[free].sum() / both.sum()) if both.sum() > 0 else None,
        int(np.bincount(label[others]).max(initial=0)),
        len(others),
        int((deep & stays).sum()),
        int(deep.sum()),
    )
