"""What to do: three deeds for this week, each with names and the rows that caused it, and others for later.

Ordered by what they need and what they mend: what one person can do in an hour first, and first what does not hold.
A remedy is a proposal, worded as one; it says by which sign one sees that it worked, and when to look again.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Final

import numpy as np

from closeknit import language
from closeknit.language import N_, _
from closeknit.text.scripts import script_of
from closeknit.vitality.deeds_of_answering import answer_newcomers, answer_questions, ask_need, write_to_old
from closeknit.vitality.deeds_of_binding import second_in_charge, set_table, swap_contacts, write_to_invited
from closeknit.vitality.deeds_of_meeting import ask_host, bring_own, hand_over, introduce, open_evening
from closeknit.vitality.findings import Judged, Remedy, Verdict
from closeknit.vitality.subject import Subject

MOST: Final = 3
"""Deeds for a week, and deeds for one condition."""

Deed = Callable[[Subject], Remedy | None]

DEEDS: Final[tuple[Deed, ...]] = (
    answer_newcomers, answer_questions, hand_over, write_to_old, introduce, ask_need, ask_host, bring_own, open_evening,
    set_table, swap_contacts, write_to_invited, second_in_charge,
)  # fmt: skip
"""In the order in which they are proposed: an hour's work for one first, what needs others later."""

TITLES: Final = {
    "answer-newcomers": N_("Answer the newcomers"),
    "answer-questions": N_("Take up what was asked"),
    "hand-over": N_("Hand over the word"),
    "write-to-old": N_("Write to those who left"),
    "bring-own": N_("Ask for something of people's own"),
    "ask-need": N_("Ask what people need"),
    "introduce": N_("Introduce two people"),
    "ask-host": N_("Ask somebody to host"),
    "open-evening": N_("Set a fixed hour"),
    "set-table": N_("Bring regulars to one table"),
    "swap-contacts": N_("Exchange a second contact"),
    "write-to-invited": N_("Write to those who were brought in"),
    "second-in-charge": N_("Share the charge"),
}
"""What each deed is called where no names can be shown."""

SIGNS: Final = {
    "answer-newcomers": (N_("Some of them write again within a month."), 30),
    "answer-questions": (N_("Each question has an answer by somebody else."), 7),
    "hand-over": (N_("Members begin talks that others join, without the one in the middle."), 28),
    "write-to-old": (N_("One of them writes here again."), 30),
    "bring-own": (N_("What they bring is answered by others."), 14),
    "ask-need": (N_("Somebody names a need, and somebody else takes it up."), 14),
    "introduce": (N_("The two exchange words on two different days."), 14),
    "ask-host": (N_("Three people or more join the evening, and another one hosts the next."), 28),
    "open-evening": (N_("Two people or more write at that hour, three weeks in four."), 28),
    "set-table": (N_("They answer each other here on another day."), 14),
    "swap-contacts": (N_("Both have written down another way to reach the other."), 14),
    "write-to-invited": (N_("You know of each what was missing."), 14),
    "second-in-charge": (N_("Two people announce, answer and decide."), 28),
}
"""By which sign one sees that a deed worked, and after how many days to look."""


def prescribe(
    subject: Subject, conditions: tuple[Judged, ...], verdict: Verdict
) -> tuple[tuple[Remedy, ...], tuple[Remedy, ...]]:
    """Up to three deeds for this week, and those for later, up to three for each condition that does not hold.

    First for conditions that do not hold, then what does any group good. Nothing where nothing can be told.
    """
    if verdict.word == "cannot-tell":
        return (), ()
    wanting = {one.slug for one in conditions if one.state in {"missing", "partly"}}
    made = {deed: remedy for deed in DEEDS if (remedy := deed(subject)) is not None}
    if verdict.word == "silent":
        wanting.add("deep-links")
    if verdict.word == "silent":
        made.pop(introduce, None)  # nobody introduces two who no longer come
    # Where the group fell silent, who carried it once comes before all else.
    late = {deed: verdict.word == "silent" and deed is not write_to_old for deed in made}
    order = sorted(made, key=lambda deed: (made[deed].condition not in wanting, late[deed]))
    now, later = order[:MOST], [deed for deed in order[MOST:] if made[deed].condition in wanting]
    tongue = spoken(subject)
    finished = [_finished(deed, made[deed], subject, tongue) for deed in (*now, *later)]
    return tuple(finished[: len(now)]), tuple(finished[len(now) :])


def _finished(deed: Deed, remedy: Remedy, subject: Subject, tongue: str) -> Remedy:
    """The deed with its sign, and its text to paste in the group's own language, whatever the report's is."""
    if tongue != language.current():
        with language.using(tongue):
            said = deed(subject)
        remedy = replace(remedy, paste=said.paste if said else remedy.paste)
    sign, days = SIGNS[remedy.slug]
    return replace(remedy, expect=_(sign), look_again=days)


def spoken(subject: Subject) -> str:
    """The language of the window's messages, as far as their script tells: the one in force where it does not."""
    rows = subject.said[np.linspace(0, len(subject.said) - 1, min(300, len(subject.said))).astype(np.int64)]
    texts = [text for row in rows.tolist() if (text := subject.rows.text(row))]
    plain = sum(map(str.isascii, texts))
    return script_of(texts) or ("en" if plain > len(texts) / 2 else language.current())
