"""What to do this week: three deeds at most, each with names and the rows that caused it.

Ordered by what they need and what they mend: what one person can do in an hour first. A remedy is a proposal,
worded as one; the next examination shows whether it worked.
"""

from collections.abc import Callable
from typing import Final

from closeknit.language import N_
from closeknit.vitality.deeds_of_answering import answer_newcomers, answer_questions, ask_need, write_to_old
from closeknit.vitality.deeds_of_meeting import ask_host, bring_own, hand_over, introduce, open_evening
from closeknit.vitality.findings import Judged, Remedy, Verdict
from closeknit.vitality.subject import Subject

MOST: Final = 3

Deed = Callable[[Subject], Remedy | None]

DEEDS: Final[tuple[Deed, ...]] = (
    answer_newcomers, answer_questions, hand_over, write_to_old, introduce, ask_need, ask_host, bring_own, open_evening,
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
}
"""What each deed is called where no names can be shown."""


def prescribe(subject: Subject, conditions: tuple[Judged, ...], verdict: Verdict) -> tuple[Remedy, ...]:
    """Up to three deeds: first for conditions that do not hold, then what does any group good.

    None where nothing can be told.
    """
    if verdict.word == "cannot-tell":
        return ()
    wanting = {one.slug for one in conditions if one.state in {"missing", "partly"}}
    made = [remedy for deed in DEEDS if (remedy := deed(subject)) is not None]
    if verdict.word == "silent":  # who carried it once comes before all else
        made.sort(key=lambda remedy: remedy.slug != "write-to-old")
        wanting.add("deep-links")
    first = [remedy for remedy in made if remedy.condition in wanting]
    return tuple([*first, *(remedy for remedy in made if remedy.condition not in wanting)][:MOST])
