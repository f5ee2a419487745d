"""When nothing may be said: the ground rules' floors, and histories in which people cannot be told apart."""

from typing import Final

import numpy as np

from closeknit.language import _, ngettext
from closeknit.records.rows import KIND_CODES, NO_TIME
from closeknit.vitality import counting
from closeknit.vitality.instants import DAY
from closeknit.vitality.subject import Subject

MESSAGES: Final = 20
PEOPLE: Final = 3
SPAN: Final = 14
"""Messages by people, people and days under which no word is said (the project's ground rules)."""

NOT_PEOPLE: Final = 0.5
"""Share of what was sent by relays or mass senders over which no word is said: who speaks is not known. Our choice."""


def why_not(subject: Subject) -> str:
    """The sentence why this history allows no judgement and what would help, "" where it allows one."""
    if subject.organisers_absent and not subject.organisers:
        names = ", ".join(subject.organisers_absent)
        return _("Nobody in this history is called {names}. Write the organiser's name as the chat shows it.").format(
            names=names
        )
    return _too_small(subject) or _too_short(subject) or _wordless(subject) or _masked(subject)


def _too_small(subject: Subject) -> str:
    n = len(subject.said)
    if n < MESSAGES:
        return ngettext(
            "Only {n} message by people is there to judge; it takes {floor}.",
            "Only {n} messages by people are there to judge; it takes {floor}.",
            n,
        ).format(n=n, floor=MESSAGES)
    people = len(subject.active)
    if people < PEOPLE:
        return ngettext(
            "Only {n} person wrote; it takes {floor} to see who talks to whom.",
            "Only {n} people wrote; it takes {floor} to see who talks to whom.",
            people,
        ).format(n=people, floor=PEOPLE)
    return ""


def _too_short(subject: Subject) -> str:
    times = subject.at[subject.is_said & (subject.at != NO_TIME)]
    if not len(times):
        return _("The history gives no times. An export with dates, or --date for one day's, would help.")
    days = (int(times.max()) - int(times.min())) / DAY
    if days < SPAN:
        return _(
            "From the first message to the last there are {days} days; it takes {floor}. A longer export would help."
        ).format(days=int(days), floor=SPAN)
    return ""


def _wordless(subject: Subject) -> str:
    """Pictures, voice and stickers alone: to whom they speak no export tells, unless it marks answers.

    A text whose words were withheld was words all the same.
    """
    words = subject.wording
    worded = int(((words.length > 0) | (subject.rows.kind[words.rows] == KIND_CODES["text"])).sum())
    if worded >= MESSAGES or subject.here.is_explicit.any():
        return ""
    return _(
        "Of {messages} {n} have words, and it takes {floor}; who answers whom in pictures and voice cannot be "
        "read. An export that marks replies would help."
    ).format(messages=counting.messages(len(subject.said)), n=worded, floor=MESSAGES)


def _masked(subject: Subject) -> str:
    if masked_share(subject) > NOT_PEOPLE:
        return _(
            "Most of what was sent comes from relays or mass senders, behind whom people cannot be told apart. "
            "The export of the rooms behind them would help."
        )
    if subject.signs.flooded > NOT_PEOPLE:
        return _(
            "Most of what was sent is the same text from several accounts: a flood, in which nobody speaks to anybody. "
            "Without those accounts it could be judged; name them with --bot."
        )
    if subject.signs.mirrored:
        one, other = (subject.rows.channels[i] for i in subject.signs.mirrored)
        return _("{one} and {other} hold the same messages: one mirrors the other. Examine one of them.").format(
            one=one, other=other
        )
    return ""


def masked_share(subject: Subject) -> float:
    """Share of the window's sent rows that relays and mass senders sent, 0–1."""
    rows = subject.rows
    sent = np.flatnonzero(subject.in_window & ~rows.is_event)
    masked = subject.among([one.person for one in subject.set_aside if one.reason != "bot"])
    return float(masked[rows.person[sent]].mean()) if len(sent) else 0.0


def program_share(subject: Subject) -> float:
    """Share of the window's sent rows that were set aside, 0–1; of the whole history's where no person wrote."""
    rows = subject.rows
    sent = np.flatnonzero((subject.in_window | (not len(subject.said))) & ~rows.is_event)
    return float((~rows.is_human[sent]).mean()) if len(sent) else 0.0
