"""Deeds of answering: newcomers, questions, those who fell silent, those who were never asked."""

from typing import Final

import numpy as np

from closeknit.language import _
from closeknit.records.rows import NO_TIME
from closeknit.vitality.deeds import deed, last_rows, still_here
from closeknit.vitality.findings import Remedy
from closeknit.vitality.instants import DAY
from closeknit.vitality.measures.unanswered import questions
from closeknit.vitality.newcomers import in_window
from closeknit.vitality.standing import ints, names
from closeknit.vitality.stating import sentences
from closeknit.vitality.subject import Int64s, Subject

_NAMES: Final = 5


def answer_newcomers(subject: Subject) -> Remedy | None:
    """Newcomers of the last 30 days whose first message nobody answered, the latest first."""
    found = in_window(subject, subject.arrivals)
    found = found.take((found.spoke >= 0) & (found.first >= subject.window.end - 30 * DAY))
    ignored = found.take(subject.answered[np.maximum(found.spoke, 0)] < 0.5)
    order = np.argsort(-ignored.first, kind="stable")[:_NAMES]
    people, rows = ignored.person[order], ignored.spoke[order]
    if not len(people):
        return None
    text = _(
        "They wrote for the first time in the last month, and nobody answered. One sentence to each, with a "
        "question, is enough."
    )
    return deed(
        subject, "answer-newcomers", "familiarity", people,
        title=_("Answer {names}"),
        text=text,
        paste=_("Welcome, {names}! What brought you here, and what would you like to find?"),
        rows=rows,
    )  # fmt: skip


def answer_questions(subject: Subject) -> Remedy | None:
    """The latest questions of the window that nobody answered, one a person."""
    asked = _still_open(subject)
    people = subject.rows.person[asked].astype(np.int64)
    if not len(asked):
        return None
    helper = _helpers(subject, people)
    ask = _("Ask {helper}, who answers most, to take one.").format(helper=names(subject, helper)) if len(helper) else ""
    return Remedy(
        "answer-questions",
        _("Take up what {names} asked").format(names=names(subject, people)),
        sentences(_("These questions were left lying."), ask),
        "shared-need",
        ints(np.r_[people, helper]),
        ints(asked),
        _("{names} asked something that nobody has answered yet. Who knows, or knows somebody who does?").format(
            names=names(subject, people)
        ),
    )


def write_to_old(subject: Subject) -> Remedy | None:
    """Those who carried the group before and have not been heard in the last 90 days, those who wrote most first."""
    said = np.flatnonzero(subject.is_said & (subject.rows.person >= 0) & (subject.at != NO_TIME))
    said = said[subject.at[said] < subject.window.end]
    recent = subject.at[said] >= subject.window.end - 90 * DAY
    width = len(subject.rows.people)
    before = np.bincount(subject.rows.person[said[~recent]], minlength=width)
    before[np.unique(subject.rows.person[said[recent]])] = 0
    people = np.argsort(-before, kind="stable")[:_NAMES]
    people = people[before[people] >= 20]
    if not len(people):
        return None
    text = _("They carried this group and have not been heard for three months. Ask each what would bring them back.")
    return deed(
        subject, "write-to-old", "deep-links", people,
        title=_("Write to {names}, one by one"),
        text=text,
        paste=_("{name}, we miss you here. What did you once come for, and is it still to be had?"),
        rows=last_rows(subject, people, said), name=names(subject, people[:1]),
    )  # fmt: skip


def ask_need(subject: Subject) -> Remedy | None:
    """Members who write less than half of the average, not those who run the group: asked what they would need."""
    aside = subject.among(subject.middle)
    little = subject.counts.sum() / (2 * max(1, len(subject.active)))
    quiet = subject.active[~aside[subject.active] & (subject.counts[subject.active] <= little)]
    people = still_here(subject, quiet)[-3:]
    if not len(people):
        return None
    text = _(
        "They are here and say little. What they lack, and what they could give, is the first line of a "
        "board of offers and needs."
    )
    return deed(
        subject, "ask-need", "shared-need", people,
        title=_("Ask {names} what they need"),
        text=text,
        paste=_("{names}: what would you need this month that somebody here might have? And what could you give?"),
    )  # fmt: skip


def _still_open(subject: Subject) -> Int64s:
    asked = questions(subject)
    asked = asked[(subject.answered[asked] < 0.5) & (subject.rows.person[asked] >= 0)]
    asked = asked[subject.answers[asked] < 0.5][::-1]
    _people, first = np.unique(subject.rows.person[asked], return_index=True)
    return np.asarray(asked[np.sort(first)][:_NAMES], np.int64)


def _helpers(subject: Subject, apart: Int64s) -> Int64s:
    given = np.bincount(subject.here.source, minlength=len(subject.rows.people))
    given[apart] = 0
    return np.array([int(np.argmax(given))]) if given.max(initial=0) >= 3 else np.zeros(0, np.int64)
