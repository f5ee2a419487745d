"""The conversations of the window: who opened them, who took part, how long they ran, whether they were taken up."""

from dataclasses import dataclass, replace
from typing import Final

import numpy as np
import numpy.typing as npt

from closeknit.answers.conversations import Conversations, conversations
from closeknit.answers.links import Links
from closeknit.records.rows import NO_TIME, Rows
from closeknit.vitality.subject import Subject
from closeknit.vitality.window import BELIEVED

Int64s = npt.NDArray[np.int64]

SHARED: Final = 2
"""People who make a conversation of what somebody said."""


@dataclass(frozen=True, slots=True)
class Talk:
    """One conversation: `rows` of the subject in their order, the first of which opened it; `people` who took part;
    `answered` whether another person answered the opening itself; `minutes` from first to last, None without times;
    `sureness` mean probability 0–1 of the links that hold it together.
    """

    rows: tuple[int, ...]
    people: tuple[int, ...]
    opened_by: int
    answered: bool
    minutes: float | None
    sureness: float


@dataclass(frozen=True)
class Talks:
    """The conversations that people opened in the window: `opened` of them, `taken_up` by somebody else; `shared` are
    the numbers of those with two people or more, in the order of their openings. `first` is the subject's row that is
    row 0 of `found`.
    """

    found: Conversations
    shared: Int64s
    opened: int
    taken_up: int
    first: int

    def __len__(self) -> int:
        return len(self.shared)

    def talk(self, number: int) -> Talk:
        """The conversation with a number of `shared`."""
        found = self.found
        begin, end = int(found.start[number]), int(found.end[number])
        return Talk(
            tuple((found.rows_of(number) + self.first).tolist()),
            tuple(found.people_of(number).tolist()),
            int(found.opened_by[number]),
            bool(found.answered[number]),
            (end - begin) / 60_000_000 if NO_TIME not in (begin, end) else None,
            float(found.sureness[number]),
        )

    def latest(self, count: int) -> list[int]:
        """The last `count` numbers of `shared`, the latest first."""
        return [int(number) for number in self.shared[::-1][:count]]

    def widest(self, count: int) -> list[int]:
        """Those with most people, then with most messages, then the latest."""
        found, shared = self.found, self.shared
        order = np.lexsort((-shared, -found.messages[shared], -found.people[shared]))
        return [int(number) for number in shared[order[:count]]]


def find_talks(subject: Subject) -> Talks:
    """The window's conversations, told from the links by `answers.conversations`.

    Only the stretch of rows from the window's first to its last is looked at, so that a long past costs nothing.
    """
    inside = np.flatnonzero(subject.in_window)
    first, end = (int(inside[0]), int(inside[-1]) + 1) if len(inside) else (0, 0)
    stretch = _stretch(subject.rows, first, end)
    found = conversations(_links_of(subject, first, end), stretch)
    human = subject.in_window[found.opener + first] & subject.is_said[found.opener + first]
    shared = np.flatnonzero(human & (found.people >= SHARED))
    return Talks(found, shared, int(human.sum()), int((human & found.answered).sum()), first)


def _stretch(rows: Rows, first: int, end: int) -> Rows:
    part = slice(first, end)
    return replace(
        rows, table=rows.table.slice(first, end - first), channel=rows.channel[part], person=rows.person[part],
        at=rows.at[part], kind=rows.kind[part],
    )  # fmt: skip


def _links_of(subject: Subject, first: int, end: int) -> Links:
    """The links within a stretch, without the inferred ones that come too late to be believed."""
    links = subject.links
    low, high = np.searchsorted(links.child, [first, end])
    part = slice(int(low), int(high))
    child, parent = links.child[part], links.parent[part]
    asked, answered = subject.at[parent], subject.at[child]
    known = (asked != NO_TIME) & (answered != NO_TIME)
    keep = (parent >= first) & (links.is_explicit[part] | ~known | (answered - asked <= BELIEVED))
    return Links(
        child[keep] - first, parent[keep] - first, links.probability[part][keep], links.ground[part][keep], links.method
    )
