"""How much was said and by how many, week by week, and over the whole life where that is longer."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

import numpy as np
import numpy.typing as npt

from closeknit.language import _
from closeknit.report.charts import Chart, bars
from closeknit.report.typography import number, sentences, short_date, short_month, written_date

if TYPE_CHECKING:
    from closeknit.vitality.subject import Subject

WEEKS: Final = 52
_EPOCH = date(1970, 1, 1)
Int64s = npt.NDArray[np.int64]
_BLOCK: Final = 1 << 20  # rows


@dataclass(frozen=True, slots=True)
class Periods:
    """Messages and people of each of some periods; `starts` their first days; `partial` where the history
    begins or ends within one.
    """

    starts: list[date]
    messages: list[int]
    people: list[int]
    partial: list[bool]


def by_week(subject: "Subject") -> Periods | None:
    """The last 52 weeks, Monday to Sunday, in which anybody wrote; None where there are no times."""
    span = _span(subject)
    if span is None:
        return None
    first, last = span
    monday = last - (last + 3) % 7
    opening = max(first - (first + 3) % 7, monday - 7 * (WEEKS - 1))
    starts = [_EPOCH + timedelta(days=d) for d in range(opening, monday + 1, 7)]
    partial = [False] * len(starts)
    partial[0] = first > opening
    partial[-1] |= last < monday + 6
    return _count(subject, opening, np.arange(last - opening + 1) // 7, starts, partial)


def by_month(subject: "Subject") -> tuple[Periods, str] | None:
    """The whole life in months, or in years where these are too many, where it is longer than 52 weeks."""
    span = _span(subject)
    if span is None or span[1] - span[0] < 7 * WEEKS:
        return None
    first, last = span
    for unit in ("M", "Y"):
        period = np.arange(first, last + 1).astype("datetime64[D]").astype(f"datetime64[{unit}]").astype(np.int64)
        if period[-1] - period[0] < 60 or unit == "Y":
            break
    opening, closing = max(int(period[0]), int(period[-1]) - 59), int(period[-1])
    ids = np.arange(opening, closing + 2).astype(f"datetime64[{unit}]").astype("datetime64[D]").astype(np.int64)
    starts = [_EPOCH + timedelta(days=int(d)) for d in ids[:-1]]
    partial = [False] * len(starts)
    partial[0] = first > ids[0]
    partial[-1] |= last < ids[-1] - 1
    begins = max(first, int(ids[0]))
    return _count(subject, begins, period[begins - first :] - opening, starts, partial), (
        "year" if unit == "Y" else "month"
    )


def _said(subject: "Subject", rows: slice) -> tuple[Int64s, npt.NDArray[np.int32]]:
    """Day and author of what a person sent among some rows, within years that a date can hold."""
    day, is_human = subject.day[rows], subject.rows.is_human[rows]
    keep = is_human & (day > -700_000) & (day < 2_900_000)
    return day[keep], subject.rows.person[rows][keep]


def _span(subject: "Subject") -> tuple[int, int] | None:
    """The first and the last day on which a person sent something."""
    ends = [(int(day.min()), int(day.max())) for rows in _blocks(subject) if len(day := _said(subject, rows)[0])]
    return (min(low for low, _high in ends), max(high for _low, high in ends)) if ends else None


def _blocks(subject: "Subject") -> Iterator[slice]:
    """All rows, some at a time: a whole history's days are too much to hold over again."""
    return (slice(start, start + _BLOCK) for start in range(0, len(subject.rows), _BLOCK))


def _count(subject: "Subject", opening: int, period: Int64s, starts: list[date], partial: list[bool]) -> Periods:
    """Count by the period of each day from `opening` on."""
    n, people = len(starts), len(subject.rows.people)
    messages = np.zeros(n, np.int64)
    wrote = np.zeros(n * people, np.bool_)
    for rows in _blocks(subject):
        day, person = _said(subject, rows)
        late = day >= opening
        place, who = period[day[late] - opening], person[late]
        messages += np.bincount(place, minlength=n)
        known = who >= 0
        wrote[place[known] * people + who[known]] = True
    return Periods(starts, messages.tolist(), wrote.reshape(n, people).sum(axis=1).tolist(), partial)


def charts(subject: "Subject") -> list[Chart]:
    """People and messages by week, then people over the whole life; nothing where there are under two weeks."""
    weeks = by_week(subject)
    if weeks is None or len(weeks.starts) < 2:
        return []
    names = [short_date(day) for day in weeks.starts]
    base = sentences((_("n = {weeks} weeks, Monday to Sunday.").format(weeks=len(names)), _partial(weeks)))
    made = [
        _chart(_("People who wrote, week by week."), weeks, weeks.people, names, base),
        _chart(_("Messages by people, week by week."), weeks, weeks.messages, names, base),
    ]
    life = by_month(subject)
    if life is not None:
        periods, unit = life
        names = [short_month(day, year=unit == "year" or day.month == 1) for day in periods.starts]
        since = _("From {day} on.").format(day=written_date(periods.starts[0], year=True))
        title = _("People who wrote, year by year.") if unit == "year" else _("People who wrote, month by month.")
        made.append(_chart(title, periods, periods.people, names, since))
    return made


def _chart(title: str, periods: Periods, values: Sequence[int], names: Sequence[str], base: str) -> Chart:
    finding = _("First {first}, last {last}, fewest {low}, most {high}.").format(
        first=number(values[0]), last=number(values[-1]), low=number(min(values)), high=number(max(values))
    )
    return Chart(bars(values, periods.partial, names, sentences((title, finding))), sentences((title, base)))


def _partial(weeks: Periods) -> str:
    first, last = weeks.partial[0], weeks.partial[-1]
    if first and last:
        return _("The first and the last week are not whole and dashed.")
    if first:
        return _("The first week is not whole and dashed.")
    return _("The last week is not whole and dashed.") if last else ""
