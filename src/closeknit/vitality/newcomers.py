"""Who is new, when they were first seen, and whether they stayed: shared by the measures of newcomers.

Chat exports carry no roster, so a person's arrival is the first sight of them: they joined, or wrote. Those
seen in the first 30 days of a history may have been there before it begins; nobody calls them new.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from closeknit.records.rows import KIND_CODES, NO_TIME
from closeknit.vitality.instants import DAY
from closeknit.vitality.subject import Subject

Int64s = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]

RUN_IN: Final = 30 * DAY
SILENT: Final = 60 * DAY
_NEVER = np.iinfo(np.int64).max


@dataclass(frozen=True, slots=True)
class Arrivals:
    """One element a person who arrived after the run-in: `first` sight (instant), `spoke` row of the first
    message or -1, `joined` instant of the join notice or `NO_TIME`.
    """

    person: Int64s
    first: Int64s
    spoke: Int64s
    joined: Int64s

    def __len__(self) -> int:
        return len(self.person)

    def take(self, keep: Bools) -> "Arrivals":
        """Some of them."""
        return Arrivals(self.person[keep], self.first[keep], self.spoke[keep], self.joined[keep])


def arrivals(subject: Subject) -> Arrivals:
    """Everyone who arrived, anywhere in the history up to the end of the window."""
    rows = subject.rows
    people = len(rows.people)
    end = subject.window.end or _NEVER
    seen = np.flatnonzero((rows.person >= 0) & (subject.at != NO_TIME) & (subject.at < end))
    joins = seen[rows.kind[seen] == KIND_CODES["join"]]
    spoken = seen[subject.is_said[seen]]
    first, joined = np.full(people, _NEVER), np.full(people, _NEVER)
    np.minimum.at(first, rows.person[spoken], subject.at[spoken])
    np.minimum.at(joined, rows.person[joins], subject.at[joins])
    row = np.full(people, len(rows), np.int64)
    # Rows run channel by channel: the first message is the one at the first instant, not the first row.
    opening = spoken[subject.at[spoken] == first[rows.person[spoken]]]
    np.minimum.at(row, rows.person[opening], opening)
    sight = np.minimum(first, joined)
    begin = int(subject.at[seen].min()) if len(seen) else 0
    bots = np.fromiter((p.is_bot for p in rows.people), np.bool_, people)
    who = np.flatnonzero((sight != _NEVER) & (sight >= begin + RUN_IN) & ~bots)
    return Arrivals(
        who,
        sight[who],
        np.where(row[who] < len(rows), row[who], -1),
        np.where(joined[who] != _NEVER, joined[who], NO_TIME),
    )


def in_reach(subject: Subject, found: Arrivals) -> Arrivals:
    """Those who came where answers were inferred: who of the others was answered is hardly known."""
    reach = subject.links.reach
    return found if reach is None else found.take(found.first >= reach.start)


def in_window(subject: Subject, found: Arrivals) -> Arrivals:
    """Those first seen inside the window."""
    return found.take((found.first >= subject.window.start) & (found.first < subject.window.end))


def acted_between(subject: Subject, found: Arrivals, low: float, high: float) -> Bools:
    """Who wrote in the days from `low` up to `high` after they were first seen."""
    rows = subject.rows
    start = np.full(len(rows.people) + 1, NO_TIME, np.int64)
    start[found.person] = found.first
    said = np.flatnonzero((start[rows.person] != NO_TIME) & subject.is_said & (subject.at != NO_TIME))
    age = subject.at[said] - start[rows.person[said]]
    there = np.zeros(len(rows.people) + 1, np.bool_)
    there[rows.person[said[(age >= low * DAY) & (age < high * DAY)]]] = True
    return there[found.person]


def survival(subject: Subject, found: Arrivals | None = None) -> tuple[Floats, Floats, int]:
    """Kaplan–Meier (1958) curve of staying: days since first sight, share still there, and people.

    Of those `found`, by default everybody who arrived.

    Leaving is 60 days of silence (dated to the last word before it) or a leave notice; who was heard within
    60 days of the end is censored there. Empty arrays where nobody arrived.
    """
    found = subject.arrivals if found is None else found
    found = found.take(found.spoke >= 0)
    if not len(found):
        return np.zeros(0), np.zeros(0), 0
    rows, end = subject.rows, subject.window.end
    here = np.zeros(len(rows.people) + 1, np.bool_)
    here[found.person] = True
    left = rows.kind == KIND_CODES["leave"]
    acts = np.flatnonzero((subject.is_said | left) & here[rows.person] & (subject.at != NO_TIME) & (subject.at < end))
    acts = acts[np.lexsort((subject.at[acts], rows.person[acts]))]
    who, at = rows.person[acts], subject.at[acts]
    last = np.r_[who[1:] != who[:-1], True]
    gap = np.where(last, end - at, np.r_[at[1:], end] - at)
    is_over = (gap >= SILENT) | left[acts]
    over = np.full(len(rows.people), _NEVER)
    np.minimum.at(over, who[is_over], at[is_over])
    final = np.zeros(len(rows.people), np.int64)
    np.maximum.at(final, who, at)
    ended = over[found.person] != _NEVER
    until = np.where(ended, over[found.person], final[found.person])
    days = np.maximum(until - found.first, 0) / DAY
    order = np.argsort(days, kind="stable")
    times, start = np.unique(days[order], return_index=True)
    at_risk = len(days) - start
    events = np.add.reduceat(ended[order].astype(np.int64), start)
    return times, np.cumprod(1 - events / at_risk), len(days)
