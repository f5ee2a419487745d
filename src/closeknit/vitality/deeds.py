"""How a deed for named people is put: whom it concerns, the rows that caused it, and its words about them."""

import numpy as np

from closeknit.vitality.findings import Remedy
from closeknit.vitality.instants import DAY
from closeknit.vitality.standing import ints, names
from closeknit.vitality.subject import Int64s, Subject
from closeknit.vitality.thresholds import DRIFTED


def deed(
    subject: Subject,
    slug: str,
    condition: str,
    people: Int64s,
    *,
    title: str,
    text: str,
    paste: str,
    rows: Int64s | None = None,
    **told: str,
) -> Remedy:
    """A deed for `people`. `{names}` in its title, text and paste stands for theirs, other names for what is `told`;
    without `rows` the last message of each in the window is shown.
    """
    told = {"names": names(subject, people), **told}
    shown = last_rows(subject, people) if rows is None else rows
    return Remedy(
        slug, title.format(**told), text.format(**told), condition, ints(people), ints(shown), paste.format(**told)
    )


def still_here(subject: Subject, people: Int64s) -> Int64s:
    """Those of them who wrote in the last `DRIFTED` days: whom nobody has heard since is not asked to a table."""
    wrote = subject.said[subject.at[subject.said] >= subject.window.end - DRIFTED * DAY]
    return np.asarray(people[np.isin(people, subject.rows.person[wrote])])


def last_rows(subject: Subject, people: Int64s, among: Int64s | None = None) -> Int64s:
    """The last row of each of these people among some rows (those said in the window), of those who have any."""
    rows = subject.said if among is None else among
    last = np.full(len(subject.rows.people) + 1, -1, np.int64)  # one more, for person -1
    np.maximum.at(last, subject.rows.person[rows], rows)
    return np.asarray(last[people][last[people] >= 0])
