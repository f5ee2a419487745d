"""Change as the page tells it: quarters beside quarters, the turns, and what became of newcomers."""

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from closeknit.language import _
from closeknit.report.typography import (
    clauses,
    fraction,
    listed,
    local,
    number,
    percent,
    sentences,
    written_date,
    written_day,
)

if TYPE_CHECKING:
    from closeknit.report.names import Names
    from closeknit.vitality.change import Cohort, Quarter, Survived, Turn
    from closeknit.vitality.findings import Examination

FEWEST: Final = 30
NAMED: Final = 12
PERSONS: Final = 5


@dataclass(frozen=True, slots=True)
class Shown:
    """Rows of the quarters (days, volume, people, growth, retention) and of the cohorts (days, came, answered, came
    back, still there, who); `turns` and `newcomers` are sentences.
    """

    quarters: list[tuple[str, str, str, str, str]]
    turns: list[str]
    cohorts: list[tuple[str, str, str, str, str, str]]
    newcomers: list[str]
    survival: str


def shown(examination: "Examination", names: "Names", *, blaming: bool = True) -> Shown:
    """The change of an examination in the language in force; without `blaming` no single person is named."""
    found = examination.change
    quarters = [
        _quarter(examination, one, found.quarters[i - 1] if i else None) for i, one in enumerate(found.quarters)
    ]
    turns = [_turn(examination, one, names if blaming else None) for one in found.turns]
    cohorts = [_cohort(examination, one, names if blaming else None) for one in found.cohorts]
    if found.quarters and not turns:
        turns = [_("No week stands out from which on an ordinary week held twice as much, or half.")]
    return Shown(
        quarters[::-1],
        turns,
        cohorts[::-1],
        _association(examination),
        _survival(found.survived, found.survived_before),
    )


def _days(examination: "Examination", start: int, end: int) -> str:
    zone = examination.subject.zone
    first, last = local(start, zone), local(end, zone)
    if first is None or last is None:
        return "–"
    ended = last.date() - timedelta(days=1)
    return _("{first} to {last}").format(first=written_date(first.date(), year=True), last=written_date(ended))


def _quarter(examination: "Examination", one: "Quarter", before: "Quarter | None") -> tuple[str, str, str, str, str]:
    if one.stayed is None or before is None or not before.people:
        stayed = "–"
    elif before.people < FEWEST:
        stayed = fraction(one.stayed, before.people)
    else:
        stayed = f"{percent(one.stayed / before.people)} (n = {number(before.people)})"
    days = _days(examination, one.start, one.end)
    return days, number(one.messages), number(one.people), number(one.came), stayed


def _turn(examination: "Examination", one: "Turn", names: "Names | None") -> str:
    day = written_day(one.at, examination.subject.zone)
    more = one.after > one.before
    told = _("From about {day} on, an ordinary week held {after} messages instead of {before}.").format(
        day=day, after=number(one.after), before=number(one.before)
    )
    if names is None or not 0 < len(one.people) <= PERSONS:
        return told
    who = listed(names.all_of(one.people))
    made = _("Half of the gain is {names}.") if more else _("Half of the loss is {names}.")
    parts = [told, made.format(names=who)]
    if one.gone and not more:
        parts.append(_("Not heard since in those weeks: {names}.").format(names=listed(names.all_of(one.gone))))
    if one.new and more:
        parts.append(_("New in those weeks: {names}.").format(names=listed(names.all_of(one.new))))
    return sentences(parts)


def _cohort(examination: "Examination", one: "Cohort", names: "Names | None") -> tuple[str, str, str, str, str, str]:
    came = number(len(one.people))
    if one.spoke < len(one.people):
        came = _("{came}, {spoke} of them wrote").format(came=came, spoke=number(one.spoke))
    who = ""
    if names is not None and len(one.people) < FEWEST:
        told = names.all_of(one.people[:NAMED])
        if len(one.people) > NAMED:
            told.append(_("{n} more").format(n=number(len(one.people) - NAMED)))
        who = listed(told)
    again = _part(one.again, one.spoke)
    if one.is_open:
        again = _("{part}, not over yet").format(part=again)
    days = _days(examination, one.start, one.end)
    answered = "–" if one.answered is None else _part(one.answered, one.spoke)
    return days, came, answered, again, _part(one.still, one.spoke), who


def _part(part: int, whole: int) -> str:
    """A count of so many; a share too where there are enough of them."""
    if not whole:
        return "–"
    return fraction(part, whole) if whole < FEWEST else f"{fraction(part, whole)}, {percent(part / whole)}"


def _association(examination: "Examination") -> list[str]:
    answered, unanswered = examination.change.answered, examination.change.unanswered
    if not answered.n + unanswered.n:
        return []
    part = {"answered": _part(answered.again, answered.n), "unanswered": _part(unanswered.again, unanswered.n)}
    if reach := examination.subject.links.reach:
        told = _(
            "Of the newcomers since {day} whose first message was answered, {answered} wrote again within 30 days; of "
            "the others, {unanswered}."
        )
        parts = [told.format(day=written_day(reach.start, examination.subject.zone), **part)]
    else:
        told = _(
            "Of the newcomers of the whole history whose first message was answered, {answered} wrote again within 30 "
            "days; of the others, {unanswered}."
        )
        parts = [told.format(**part)]
    if min(answered.n, unanswered.n) < FEWEST:
        parts.append(_("Under 30 on a side these are counts, not rates."))
    parts.append(_("This is an association: who is answered may have been livelier from the start."))
    return parts


def _survival(now: "Survived | None", before: "Survived | None") -> str:
    parts = []
    for one, told in (
        (now, _("of those who came in the last year, {share} are estimated to be still there after 90 days (n = {n})")),
        (before, _("of those who came earlier, {share} (n = {n})")),
    ):
        if one is not None:
            parts.append(told.format(share=percent(one.share), n=number(one.n)))
    if not parts:
        return ""
    return _("Survival, by the plain baseline of Kaplan and Meier: {told}.").format(told=clauses(parts))
