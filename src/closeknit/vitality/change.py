"""What changed, and when: this quarter beside the quarters before it, and the weeks in which the tempo turned.

Growth (who came), retention (who of the last quarter wrote again), survival (how long those who came keep writing)
and volume (messages) hardly go together (Cunha et al., WWW 2019), so they stand apart and are never added up.
Survival is the plain baseline: Kaplan and Meier's estimate with nothing taken into account. What is said of answered
and unanswered newcomers is an association: who is answered may have been livelier from the start.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from closeknit.records.rows import NO_TIME
from closeknit.vitality.instants import DAY
from closeknit.vitality.newcomers import SILENT, Arrivals, acted_between, in_reach, survival
from closeknit.vitality.subject import Subject

Int64s = npt.NDArray[np.int64]

QUARTER: Final = 90 * DAY
QUARTERS: Final = 8  # two years: a year beside the year before
WEEK: Final = 7 * DAY
AROUND: Final = 8
"""Weeks on either side of a turn: a lasting change, not a holiday. Our choice."""
TWICE: Final = 2.0
"""How much more or less the median week must hold after a turn. Our choice, wide on purpose."""
AT_LEAST: Final = 5  # messages a week, gained or lost
TURNS: Final = 3
YEAR: Final = 365 * DAY
FEWEST: Final = 30


@dataclass(frozen=True, slots=True)
class Quarter:
    """Ninety days, `start` ≤ instants < `end`: `messages` by people, `people` who wrote, `came` those first seen,
    `stayed` those of the quarter before who wrote again, None where there is no quarter before.
    """

    start: int
    end: int
    messages: int
    people: int
    came: int
    stayed: int | None


@dataclass(frozen=True, slots=True)
class Turn:
    """From the week that begins at `at` on, an ordinary week held `after` messages instead of `before`. `people` are
    the fewest whose own change makes half of it; those in `gone` wrote nothing in the weeks two to eight after it,
    those in `new` nothing in the weeks eight to two before.
    """

    at: int
    before: float
    after: float
    people: tuple[int, ...]
    gone: tuple[int, ...]
    new: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Cohort:
    """Those first seen in one quarter. Of the `people`, `spoke` wrote at all; `answered` of them had an answer to the
    first message within 48 hours (None before answers were inferred), `again` wrote again on a later day within 30
    days, `still` in the last 60 days before the end. `is_open` where the quarter's last ones have not had their 30 days
    yet.
    """

    start: int
    end: int
    people: tuple[int, ...]
    spoke: int
    answered: int | None
    again: int
    still: int
    is_open: bool


@dataclass(frozen=True, slots=True)
class Returned:
    """Of `n` newcomers who could be followed for 30 days, `again` wrote again."""

    again: int
    n: int


@dataclass(frozen=True, slots=True)
class Survived:
    """The plain baseline: of `n` who came, the share 0–1 estimated to be still writing after 90 days."""

    share: float
    n: int


@dataclass(frozen=True, slots=True)
class Change:
    """`quarters` and `cohorts` the oldest first, the last of the quarters being this one; `turns` in order of time.
    `answered` and `unanswered` are all newcomers, of a long history those since answers were inferred, by whether
    their first message was answered;
    `survived` those who came in the last year, `survived_before` the others, None under 30. Empty without times.
    """

    quarters: tuple[Quarter, ...] = ()
    turns: tuple[Turn, ...] = ()
    cohorts: tuple[Cohort, ...] = ()
    answered: Returned = Returned(0, 0)
    unanswered: Returned = Returned(0, 0)
    survived: Survived | None = None
    survived_before: Survived | None = None


def find_change(subject: Subject) -> Change:
    """What changed up to the end of the window."""
    end = subject.window.end
    said = np.flatnonzero(subject.is_said & (subject.at != NO_TIME) & (subject.at < end) & (subject.rows.person >= 0))
    if not len(said) or subject.window.days <= 0:
        return Change()
    came = subject.arrivals
    edges = _edges(int(subject.at[said].min()), end)
    spoken = came.take(came.spoke >= 0)
    recent = spoken.first >= end - YEAR
    return Change(
        _quarters(subject, said, edges),
        find_turns(subject, said),
        _cohorts(subject, came, edges),
        *_association(subject, in_reach(subject, spoken)),
        _survived(subject, spoken.take(recent)),
        _survived(subject, spoken.take(~recent)),
    )


def _edges(first: int, end: int) -> Int64s:
    """Beginnings of the whole quarters, oldest first, and the end of the last; one at least."""
    count = min(QUARTERS, max(1, (end - first) // QUARTER))
    return end - QUARTER * np.arange(count, -1, -1, dtype=np.int64)


def _quarters(subject: Subject, said: Int64s, edges: Int64s) -> tuple[Quarter, ...]:
    people = len(subject.rows.people)
    place = np.searchsorted(edges, subject.at[said], side="right") - 1
    inside = place >= 0
    place, who = place[inside], subject.rows.person[said[inside]]
    wrote = np.zeros((len(edges) - 1, people), np.bool_)
    wrote[place, who] = True
    messages = np.bincount(place, minlength=len(edges) - 1)
    first = subject.arrivals.first
    came = np.bincount(np.searchsorted(edges, first[first >= edges[0]], side="right") - 1, minlength=len(edges) - 1)
    stayed = [None, *(wrote[1:] & wrote[:-1]).sum(1).tolist()]
    return tuple(
        Quarter(int(edges[i]), int(edges[i + 1]), int(messages[i]), int(wrote[i].sum()), int(came[i]), stayed[i])
        for i in range(len(edges) - 1)
    )


def find_turns(subject: Subject, said: Int64s) -> tuple[Turn, ...]:
    """The weeks from which on an ordinary week held at least twice as much as before, or half; `said` are rows."""
    back = (subject.window.end - 1 - subject.at[said]) // WEEK
    count = np.bincount(back)[:-1][::-1]  # the oldest week is cut off by the beginning
    if len(count) < 2 * AROUND:
        return ()
    windows = np.lib.stride_tricks.sliding_window_view(count, AROUND)
    typical = np.median(windows, axis=1)
    before, after = typical[:-AROUND], typical[AROUND:]
    # Where ordinary weeks differ as much, the turn is where the sums differ most: at the step, not beside it.
    total = windows.sum(1)
    step = np.abs(total[AROUND:] - total[:-AROUND])
    ratio = (after + 1) / (before + 1)
    turned = (np.maximum(ratio, 1 / ratio) >= TWICE) & (np.abs(after - before) >= AT_LEAST)
    found: list[int] = []
    for i in np.lexsort((np.arange(len(step)), -step)).tolist():
        if turned[i] and all(abs(i - other) >= AROUND for other in found):
            found.append(i)
        if len(found) == TURNS:
            break
    return tuple(_turn(subject, said, len(count), i + AROUND, before[i], after[i]) for i in sorted(found))


def _turn(subject: Subject, said: Int64s, weeks: int, week: int, before: float, after: float) -> Turn:
    """The turn at the beginning of `week`, counted from the oldest of `weeks`."""
    at = subject.window.end - (weeks - week) * WEEK
    when, width = subject.at[said], len(subject.rows.people)
    early = said[(when >= at - AROUND * WEEK) & (when < at)]
    late = said[(when >= at) & (when < at + AROUND * WEEK)]
    then = np.bincount(subject.rows.person[early], minlength=width)
    now = np.bincount(subject.rows.person[late], minlength=width)
    shift = (now - then) * (1 if after > before else -1)
    order = np.argsort(-shift, kind="stable")
    total = int(shift[shift > 0].sum())
    reach = int(np.searchsorted(np.cumsum(shift[order]), total / 2)) + 1
    people = order[:reach].tolist()
    # The week beside the turn is left out: whoever stops does so on some day of it.
    since = set(subject.rows.person[late[subject.at[late] >= at + WEEK]].tolist())
    until = set(subject.rows.person[early[subject.at[early] < at - WEEK]].tolist())
    gone = tuple(i for i in people if i not in since)
    return Turn(int(at), float(before), float(after), tuple(people), gone, tuple(i for i in people if i not in until))


def _cohorts(subject: Subject, came: Arrivals, edges: Int64s) -> tuple[Cohort, ...]:
    end, reach = subject.window.end, subject.links.reach
    spoke = came.spoke >= 0
    answered = spoke & (subject.answered_within(2)[np.maximum(came.spoke, 0)] >= 0.5)
    again = spoke & acted_between(subject, came, 1, 31)
    still = spoke & _wrote_since(subject, end - SILENT)[came.person]
    made = []
    for low, high in zip(edges[:-1].tolist(), edges[1:].tolist()):
        mine = (came.first >= low) & (came.first < high)
        if mine.any():
            spoke_n, answered_n, again_n, still_n = (
                int((mine & kind).sum()) for kind in (spoke, answered, again, still)
            )
            known = answered_n if reach is None or low >= reach.start else None
            is_open = bool((came.first[mine] > end - 30 * DAY).any())
            people = tuple(came.person[mine].tolist())
            made.append(Cohort(low, high, people, spoke_n, known, again_n, still_n, is_open))
    return tuple(made)


def _wrote_since(subject: Subject, instant: int) -> npt.NDArray[np.bool_]:
    recent = subject.is_said & (subject.at >= instant) & (subject.at < subject.window.end) & (subject.rows.person >= 0)
    there = np.zeros(len(subject.rows.people), np.bool_)
    there[subject.rows.person[recent]] = True
    return there


def _association(subject: Subject, spoken: Arrivals) -> tuple[Returned, Returned]:
    followed = spoken.take(subject.at[spoken.spoke] < subject.window.end - 31 * DAY)
    answered = subject.answered_within(2)[followed.spoke] >= 0.5
    again = acted_between(subject, followed, 1, 31)
    return (
        Returned(int((again & answered).sum()), int(answered.sum())),
        Returned(int((again & ~answered).sum()), int((~answered).sum())),
    )


def _survived(subject: Subject, spoken: Arrivals) -> Survived | None:
    if len(spoken) < FEWEST:
        return None
    days, share, n = survival(subject, spoken)
    if not len(days) or days[-1] < 90:
        return None
    place = int(np.searchsorted(days, 90, side="right")) - 1
    return Survived(1.0 if place < 0 else float(share[place]), n)
