"""What the rules of `conditions` count: regulars, acquaintances, deep pairs, weeks of talk, and their evidence."""

from collections.abc import Sequence
from math import ceil

import numpy as np
import numpy.typing as npt

from closeknit.language import _
from closeknit.records.rows import NO_TIME
from closeknit.ties.fabric import Fabric, weave
from closeknit.vitality import counting
from closeknit.vitality import evidence as shown
from closeknit.vitality.findings import Evidence
from closeknit.vitality.instants import DAY
from closeknit.vitality.newcomers import acted_between
from closeknit.vitality.pattern import both_ways
from closeknit.vitality.subject import Int64s, Subject

Bools = npt.NDArray[np.bool_]
Int32s = npt.NDArray[np.int32]

REGULAR_DAYS = 3  # days on which a regular wrote; our choice


def named(subject: Subject, people: npt.NDArray[np.integer]) -> str:
    """Up to three names, and how many more."""
    names = [subject.rows.people[i].name for i in people[:3].tolist()]
    listed = _(", ").join(names)
    if len(people) <= 3:
        return listed
    return _("{names} and {n} more").format(names=listed, n=len(people) - 3)


def span(subject: Subject) -> float:
    """Days from the first message by a person to the window's end."""
    times = subject.at[subject.is_said & (subject.at != NO_TIME)]
    return (subject.window.end - int(times.min())) / DAY if len(times) else 0.0


def days_known(subject: Subject) -> float:
    """Days of the window that the history covers, the first begun included: what lies before is unknown, not quiet."""
    return min(subject.window.days, ceil(span(subject)))


def two_way(subject: Subject) -> Bools:
    """Which of the window's exchanges go both ways."""
    return np.asarray(both_ways(subject) > 0)


def touches(subject: Subject, people: Sequence[int]) -> Bools:
    """Which of the window's exchanges have one of these people at either end."""
    chosen = subject.among(people)
    return np.asarray(chosen[subject.here.source] | chosen[subject.here.target])


def one_way_evidence(subject: Subject) -> tuple[Evidence, ...]:
    """What nobody took up, the longest first."""
    opened = subject.openings
    return shown.messages(subject, opened[subject.answered[opened] < 0.5])


def regulars(subject: Subject) -> Int64s:
    """People who wrote on at least three days of the window, those who wrote most first."""
    here = subject.said[(subject.rows.person[subject.said] >= 0) & (subject.day[subject.said] != NO_TIME)]
    if not len(here):
        return np.zeros(0, np.int64)
    width = len(subject.rows.people)
    seen = np.unique(subject.day[here] * width + subject.rows.person[here]) % width
    days = np.bincount(seen, minlength=width)
    return subject.active[days[subject.active] >= REGULAR_DAYS]


def acquainted(subject: Subject) -> Int64s:
    """People who exchanged words both ways with two people or more, with each on different days."""
    return _acquainted(subject.fabric, len(subject.rows.people))


def ever_acquainted(subject: Subject) -> Int64s:
    """The same by all answers known up to the window's end: who met last year are no strangers this quarter."""
    found = subject.exchanges
    before = (found.row < 0) | (subject.at[found.row] < subject.window.end)
    return _acquainted(weave(found.take(before), len(subject.rows.people)), len(subject.rows.people))


def _acquainted(fabric: Fabric, people: int) -> Int64s:
    pairs = fabric.pairs
    met = np.bincount(np.r_[pairs.a[pairs.is_again], pairs.b[pairs.is_again]], minlength=people)
    return np.flatnonzero(met >= 2)


def met_again(subject: Subject) -> Bools:
    """Which of the window's exchanges belong to pairs who exchanged words both ways on different days."""
    return _of_pairs(subject, subject.fabric.pairs.is_again)


def deep_pairs(subject: Subject) -> tuple[Int32s, Int32s]:
    """Both ends of the deep ties."""
    pairs = subject.fabric.pairs
    deep = pairs.is_deep(timed=subject.window.days > 0)
    return pairs.a[deep], pairs.b[deep]


def deep_evidence(subject: Subject) -> tuple[Evidence, ...]:
    """The three strongest deep ties, no person twice while others are there, each with its number of exchanges."""
    pairs = subject.fabric.pairs
    deep = np.flatnonzero(pairs.is_deep(timed=subject.window.days > 0))
    deep = deep[np.lexsort((deep, -np.round(pairs.weight[deep], 3)))][:200]
    chosen: list[int] = []
    taken: set[int] = set()
    for strict in (True, False):
        for i in deep.tolist():
            ends = {int(pairs.a[i]), int(pairs.b[i])}
            if len(chosen) < shown.MOST and i not in chosen and not (strict and ends & taken):
                chosen.append(i)
                taken |= ends
    return tuple(_tie(subject, i) for i in chosen)


def _tie(subject: Subject, i: int) -> Evidence:
    pairs = subject.fabric.pairs
    a, b = int(pairs.a[i]), int(pairs.b[i])
    note = _("{a} and {b}: {answers} on {days}").format(
        a=subject.rows.people[a].name,
        b=subject.rows.people[b].name,
        answers=counting.answers(int(pairs.count[i])),
        days=counting.days(int(pairs.days[i])),
    )
    chosen = np.zeros(len(pairs), np.bool_)
    chosen[i] = True
    best = shown.exchanges(subject, _of_pairs(subject, chosen), most=1)
    rows, probability = (best[0].rows, best[0].probability) if best else ((), None)
    return Evidence(rows=rows, people=(a, b), note=note, probability=probability)


def _of_pairs(subject: Subject, chosen: Bools) -> Bools:
    pairs, found = subject.fabric.pairs, subject.here
    width = len(subject.rows.people)
    key = np.minimum(found.source, found.target).astype(np.int64) * width + np.maximum(found.source, found.target)
    return np.isin(key, pairs.a[chosen].astype(np.int64) * width + pairs.b[chosen])


def weeks_of_talk(subject: Subject) -> tuple[int, int, int]:
    """Weeks in which two people wrote on one day, whole weeks of the window since the history began, and the longest
    silence in days.
    """
    of = int(days_known(subject) // 7)
    days = subject.session_days
    if not of or not len(days):
        return 0, of, 0
    last = int(subject.day[subject.said].max())
    back = (last - days) // 7
    return len(np.unique(back[back < of])), of, int(np.diff(np.r_[days, last]).max(initial=0))


def rhythm_evidence(subject: Subject, *, against: bool) -> tuple[Evidence, ...]:
    """The weekday with most days of talk, as a sentence, and the fullest day's first message."""
    days = subject.session_days
    if not len(days):
        return ()
    note = _("Most days of talk fell on a {weekday}: {n} of {all}.").format(
        weekday=busiest_weekday(subject), n=int(_by_weekday(days).max()), all=len(days)
    )
    here = subject.said
    which, size = np.unique(subject.day[here], return_counts=True)
    fullest = int(which[np.argmax(size)])
    of_it = here[subject.day[here] == fullest]
    first = int(of_it[int(np.argmax([bool(subject.rows.text(row)) for row in of_it[:20].tolist()]))])
    busiest = _("The fullest day, with {messages}, began so.").format(messages=counting.messages(int(size.max())))
    return (
        Evidence(note=note, against=against),
        Evidence(rows=(first,), people=shown_author(subject, first), note=busiest, against=against),
    )


def busiest_weekday(subject: Subject) -> str:
    """The name of the weekday with most days of talk; the earliest in the week where several are."""
    return weekdays()[int(np.argmax(_by_weekday(subject.session_days)))]


def _by_weekday(days: Int64s) -> Int64s:
    return np.bincount((days + 3) % 7, minlength=7)  # 1970-01-01 was a Thursday; 0 is Monday


def shown_author(subject: Subject, row: int) -> tuple[int, ...]:
    """The author of a row, where known."""
    person = int(subject.rows.person[row])
    return (person,) if person >= 0 else ()


def weekdays() -> tuple[str, ...]:
    """The days of the week, from Monday."""
    return (_("Monday"), _("Tuesday"), _("Wednesday"), _("Thursday"), _("Friday"), _("Saturday"), _("Sunday"))


def never_spoke(subject: Subject) -> tuple[int, int]:
    """Those who joined in the window, 30 days ago or more, and those of them who had not written by then."""
    found = subject.arrivals
    found = found.take((found.joined == found.first) & (found.joined >= subject.window.start))
    found = found.take(found.joined < subject.window.end - 30 * DAY)
    return len(found), int((~acted_between(subject, found, 0, 30)).sum())


def rooms_of_their_own(subject: Subject) -> int:
    """Rooms in which at least three people wrote more than in all others together."""
    rows = subject.rows
    if len(rows.channels) < 2:
        return len(rows.channels)
    said = subject.said[rows.person[subject.said] >= 0]
    key, n = np.unique(rows.person[said].astype(np.int64) * len(rows.channels) + rows.channel[said], return_counts=True)
    at_home = n > subject.counts[key // len(rows.channels)] / 2
    return int((np.bincount(key[at_home] % len(rows.channels)) >= 3).sum())


def names(subject: Subject, people: Int64s) -> str:
    """The names of people, listed."""
    return _(", ").join(subject.rows.people[i].name for i in people.tolist())


def ints(array: Int64s) -> tuple[int, ...]:
    """An array as the plain integers that findings hold."""
    return tuple(int(i) for i in array)
