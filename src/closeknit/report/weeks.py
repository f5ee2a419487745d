"""How much was said and by how many, week by week, and over the whole life where that is longer."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

import numpy as np
import numpy.typing as npt

from closeknit.language import _
from closeknit.records.rows import NO_TIME
from closeknit.report.charts import Chart, bars
from closeknit.report.typography import number, sentences, short_date, short_month, written_date

if TYPE_CHECKING:
    from closeknit.vitality.subject import Subject

WEEKS: Final = 52
_EPOCH = date(1970, 1, 1)
Int64s = npt.NDArray[np.int64]
_FLAGS = 200_000_000  # people × periods held as flags at once


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
    day, person = _said(subject)
    if not len(day):
        return None
    first, last = int(day.min()), int(day.max())
    monday = last - (last + 3) % 7
    opening = max(first - (first + 3) % 7, monday - 7 * (WEEKS - 1))
    keep = day >= opening
    week = (day[keep] - opening) // 7
    starts = [_EPOCH + timedelta(days=d) for d in range(opening, monday + 1, 7)]
    partial = [False] * len(starts)
    partial[0] = first > opening
    partial[-1] |= last < monday + 6
    return _count(starts, week, person[keep], len(subject.rows.people), partial)


def by_month(subject: "Subject") -> tuple[Periods, str] | None:
    """The whole life in months, or in years where these are too many, where it is longer than 52 weeks."""
    day, person = _said(subject)
    if not len(day) or day.max() - day.min() < 7 * WEEKS:
        return None
    dates = day.astype("datetime64[D]")
    for unit in ("M", "Y"):
        period = dates.astype(f"datetime64[{unit}]").astype(np.int64)
        opening, closing = int(period.min()), int(period.max())
        if closing - opening < 60 or unit == "Y":
            break
    opening = max(opening, closing - 59)
    keep = period >= opening
    ids = np.arange(opening, closing + 2).astype(f"datetime64[{unit}]").astype("datetime64[D]").astype(np.int64)
    starts = [_EPOCH + timedelta(days=int(d)) for d in ids[:-1]]
    partial = [False] * len(starts)
    partial[0] = int(day.min()) > ids[0]
    partial[-1] |= int(day.max()) < ids[-1] - 1
    return _count(
        starts, period[keep] - opening, person[keep], len(subject.rows.people), partial
    ), "year" if unit == "Y" else "month"


def _said(subject: "Subject") -> tuple[Int64s, npt.NDArray[np.int32]]:
    """Day and author of everything that a person sent, within years that a date can hold."""
    rows = subject.rows
    keep = rows.is_human & (subject.day != NO_TIME) & (subject.day > -700_000) & (subject.day < 2_900_000)
    return subject.day[keep], rows.person[keep]


def _count(
    starts: list[date], period: Int64s, person: npt.NDArray[np.int32], people: int, partial: list[bool]
) -> Periods:
    n = len(starts)
    messages = np.bincount(period, minlength=n)
    known = person >= 0
    key = period[known] * people + person[known]
    if n * people <= _FLAGS:
        flags = np.zeros(n * people, np.bool_)
        flags[key] = True
        seen = flags.reshape(n, people).sum(axis=1) if people else np.zeros(n, np.int64)
    else:
        seen = np.bincount(np.unique(key) // people, minlength=n)
    return Periods(starts, messages.tolist(), seen.tolist(), partial)


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
