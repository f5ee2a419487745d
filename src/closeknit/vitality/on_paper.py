"""What a roster and records other than a chat say: members, offices, who brought in whom, meetings, payments.

Everything is 0 or empty where there is none; nothing is guessed from names.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from closeknit.records.rows import NO_TIME
from closeknit.vitality.instants import DAY
from closeknit.vitality.subject import Subject

Int64s = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Member:
    """One person on a roster, days counted from 1970-01-01 in `joined` and `left` (None: not said)."""

    person: int
    role: str | None
    office: str | None
    joined: int | None
    left: int | None
    removed_for: str | None
    invited_by: str | None
    channels: int
    consents: bool | None


@dataclass(frozen=True, slots=True)
class Deed:
    """One thing on record: `kind` of `exchange.RECORDED_KINDS`, `at` microseconds UTC or NO_TIME; `source` gave it,
    came or signed, `target` received it (-1: nobody, or all who came).
    """

    kind: str
    state: str
    source: int
    target: int
    at: int
    occasion: str | None
    role: str | None


def members(subject: Subject) -> list[Member]:
    """The roster, a person once (by their last row), those whom it does not tell apart left out."""
    if subject.enrolment is None:
        return []
    book = subject.enrolment
    found = {}
    for person, row in zip(book.members.tolist(), book.roster.to_pylist()):
        if person >= 0:
            found[person] = Member(
                person, row["role"], row["office"], _day(row["joined_on"]), _day(row["left_on"]), row["removed_for"],
                row["invited_by"], len(row["contacts"] or ()), row["consents"],
            )  # fmt: skip
    return list(found.values())


def present(subject: Subject) -> list[Member]:
    """Who is a member at the window's end."""
    end = subject.window.end // DAY if subject.window.end else None
    return [one for one in members(subject) if one.left is None or (end is not None and one.left >= end)]


def deeds(subject: Subject, *kinds: str) -> list[Deed]:
    """What is on record of these kinds, up to the window's end, that without a time too."""
    if subject.enrolment is None or not len(subject.enrolment.exchanges):
        return []
    book = subject.enrolment
    kept = np.asarray(
        pc.is_in(book.exchanges["kind"].cast(pa.string()), value_set=pa.array(kinds)).to_numpy(), np.bool_
    )
    table = book.exchanges.filter(pa.array(kept))
    at = table["at"].cast(pa.int64()).to_pylist()
    columns = [table[name].to_pylist() for name in ("kind", "state", "occasion_id", "role")]
    sides = book.sources[kept].tolist(), book.targets[kept].tolist()
    end = subject.window.end or np.iinfo(np.int64).max
    return [
        Deed(kind, state, source, target, NO_TIME if when is None else when, occasion, role)
        for kind, state, occasion, role, source, target, when in zip(*columns, *sides, at)
        if when is None or when < end
    ]


def meetings(subject: Subject) -> dict[str, set[int]]:
    """Who came to each gathering of the window at which two people or more were."""
    came: dict[str, set[int]] = {}
    for one in deeds(subject, "meeting"):
        if one.state == "done" and one.occasion and one.source >= 0 and one.at >= subject.window.start:
            came.setdefault(one.occasion, set()).add(one.source)
    return {occasion: people for occasion, people in came.items() if len(people) >= 2}


def payments(subject: Subject) -> tuple[int, int]:
    """Payments of the window, and from how many people."""
    paid = [one for one in deeds(subject, "deal") if one.state == "done" and one.at >= subject.window.start]
    return len(paid), len({one.source for one in paid if one.source >= 0})


def _day(date: object) -> int | None:
    return None if date is None else (date.toordinal() - 719_163)  # type: ignore[attr-defined]
