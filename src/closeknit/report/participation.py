"""Who carries what: shares of groups of people, and how few make half. People are never ranked."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import numpy.typing as npt

from closeknit.language import _, ngettext
from closeknit.report.charts import Chart, lying_bars
from closeknit.report.typography import listed, number, percent, sentences
from closeknit.vitality import counting
from closeknit.vitality.measures.absence_factor import smallest_half

if TYPE_CHECKING:
    from closeknit.report.names import Names
    from closeknit.vitality.subject import Subject

FEWEST: Final = 30
NAMED: Final = 6
"""People named for a task; more are only counted."""


@dataclass(frozen=True, slots=True)
class Task:
    """A thing that people do for the group: how many of them make half of it, who they are by the order of
    first appearance (nobody where they are many), and what this rests on.
    """

    title: str
    half: str
    who: str
    base: str
    inferred: str


def makers_of_half(counts: npt.NDArray[np.generic]) -> list[int]:
    """The smallest set of people whose counts reach half of all, by first appearance; empty where none is."""
    order = np.argsort(-counts.astype(np.float64), kind="stable")
    return sorted(int(i) for i in order[: smallest_half(np.asarray(counts))])


def chart(subject: "Subject", names: "Names") -> Chart | None:
    """Shares of the messages in the window, or None under 30 messages."""
    counts = subject.counts
    total = int(counts.sum())
    if total < FEWEST:
        return None
    organisers = () if subject.has_stand_in else subject.middle
    rest = counts.copy()
    rest[list(organisers)] = 0
    few = makers_of_half(rest)
    others = int(np.count_nonzero(rest)) - len(few)
    groups = []
    if organisers:
        active = int(np.count_nonzero(counts[list(organisers)]))
        named = ngettext("{n} organiser", "{n} organisers", active).format(n=number(active))
        groups.append((named, int(counts[list(organisers)].sum())))
        few_title = _("{n} members: half of the rest")
    else:
        few_title = _("{n} people: half of it")
    groups.append((few_title.format(n=number(len(few))), int(rest[few].sum())))
    if others:
        groups.append((_("the {n} others").format(n=number(others)), int(rest.sum() - rest[few].sum())))
    rows = [(name, count / total, percent(count / total)) for name, count in groups]
    label = "; ".join(f"{name}: {share}" for name, _length, share in rows)
    wrote = int(np.count_nonzero(counts))
    caption = _("Shares of the messages in the window, n = {n}, by {people} people.").format(
        n=number(total), people=number(wrote)
    )
    quiet = len(names) - wrote - len(subject.set_aside)
    still = _("{n} more people were seen and wrote nothing in it.").format(n=number(quiet)) if quiet > 0 else ""
    return Chart(lying_bars(rows, label), sentences((caption, still)))


def tasks(subject: "Subject", names: "Names") -> list[Task]:
    """Writing, answering and answering members: who makes half of each."""
    here, people = subject.here, len(subject.rows.people)
    made = [_task(_("writing"), subject.counts, names, "", _("n = {n} messages"))]
    if len(here):
        share = 1 - float(here.probability[here.is_explicit].sum() / here.probability.sum())
        mark = _("{share} inferred").format(share=percent(share)) if share > 0.0005 else ""
        given = np.bincount(here.source, weights=here.probability, minlength=people)
        made.append(_task(_("answering others"), given, names, mark, _("n = {n} answers"), len(here)))
    return [task for task in made if task is not None]


def _task(
    title: str, counts: npt.NDArray[np.generic], names: "Names", inferred: str, base: str, n: int | None = None
) -> Task | None:
    total = int(counts.sum()) if n is None else n
    few = makers_of_half(counts)
    if not few:
        return None
    who = listed(names.all_of(few)) if len(few) <= NAMED else _("too many to name")
    half = counting.people(len(few))
    return Task(title, half, who, base.format(n=number(total)), inferred)
