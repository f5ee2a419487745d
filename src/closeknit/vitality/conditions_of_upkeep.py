"""Conditions 5, 8, 11, 14 and 15: the gate, timely clean-up, leaders, service, sub-communities.

A chat shows little of them. What is not seen is *cannot tell*, with what would make it visible.
"""

import numpy as np
import numpy.typing as npt

from closeknit.language import _, ngettext
from closeknit.vitality import counting, on_paper, rules, standing
from closeknit.vitality import evidence as shown
from closeknit.vitality import thresholds as least
from closeknit.vitality.findings import Judged, Measured
from closeknit.vitality.stating import judged, sentences
from closeknit.vitality.subject import Subject

Measures = dict[str, Measured]
Int64s = npt.NDArray[np.int64]


def gate(subject: Subject, measures: Measures) -> Judged:
    """5. Who brought in whom, by a roster. How many of those who joined ever spoke is told beside it."""
    listed = on_paper.present(subject)
    vouched = sum(one.invited_by is not None for one in listed)
    state = rules.gate(vouched, len(listed))
    change = _("Questions at the door, with answers and decisions that stay visible, would show it.")
    joined, silent = standing.never_spoke(subject)
    against = ""
    if joined >= least.FOLLOWED:
        against = _("Of {n} who joined, {silent} had not written a word after 30 days.").format(n=joined, silent=silent)
    if state == "cannot-tell":
        sentence = _("A chat shows who came in, not whether anybody asked them why.")
        return judged("gate", state, sentences(sentence, against), ("greet-then-silence",), change=change)
    sentence = _("For {n} of {all} members the roster says who brought them in.").format(n=vouched, all=len(listed))
    proof = shown.people(
        subject, [one.person for one in listed if one.invited_by][:3], _("These were brought in by somebody.")
    )
    return judged("gate", state, sentences(sentence, against), ("greet-then-silence",), proof, change)


def clean_up(subject: Subject, measures: Measures) -> Judged:
    """8. Notices of removal, or dates of leaving on a roster, which may say by which condition."""
    removed = subject.signs.removed
    start, end = subject.window.start // 86_400_000_000, subject.window.end // 86_400_000_000
    gone = [one for one in on_paper.members(subject) if one.left is not None and start <= one.left < end]
    left = [one.person for one in gone]
    reasons = sum(one.removed_for is not None for one in gone)
    # The chat's notice and the roster's date are mostly of the same person.
    state = rules.clean_up(max(len(removed), len(left)), reasons)
    change = _(
        "A record of which condition somebody broke, who warned them and who decided would show it. Notices of removal "
        "and a roster with dates of leaving show half of it; its column “removal reason” the rest."
    )
    if state == "cannot-tell":
        sentence = _("Nobody was seen to be removed. Whether there are conditions to stay is not in a chat.")
        return judged("clean-up", state, sentence, ("standards-kept",), change=change)
    told = []
    if len(removed):
        told.append(
            ngettext("{n} person was removed.", "{n} people were removed.", len(removed)).format(n=len(removed))
        )
    if left:
        told.append(
            ngettext("By the roster {n} person left.", "By the roster {n} people left.", len(left)).format(n=len(left))
        )
    if reasons:
        told.append(_("For {n} of them the roster says by which condition.").format(n=reasons))
    else:
        told.append(_("By which condition, nothing says."))
    proof = shown.together(
        shown.messages(subject, removed), shown.people(subject, left[:3], _("These left, by the roster."))
    )
    return judged("clean-up", state, sentences(*told), ("standards-kept",), proof, change)


def leaders(subject: Subject, measures: Measures) -> Judged:
    """11. Who is in charge and at it, and whether work is divided. Norms and belief are in no record."""
    in_charge = [i for i in subject.organisers if subject.counts[i]]
    acts = subject.signs.in_charge
    days = len(np.unique(subject.day[acts]))
    offices = {one.office or one.role for one in on_paper.present(subject)} - {None, "member"}
    state = rules.leaders(len(in_charge), days, len(offices))
    change = _("A charter that members accepted, and roles with names, would show it.")
    slugs = ("sole-control", "organiser-share")
    if state == "cannot-tell":
        sentence = (
            ngettext(
                "{names} runs the group; what it stands for, and who does what, is not in a chat.",
                "{names} run the group; what it stands for, and who does what, is not in a chat.",
                len(in_charge),
            ).format(names=standing.named(subject, np.array(in_charge)))
            if in_charge
            else _("Nothing shows who runs the group, what it stands for, or who does what.")
        )
        return judged("leaders", state, sentence, slugs, change=change)
    sentence = ngettext("{names} runs the group.", "{names} run the group.", len(in_charge))
    if days:
        sentence = ngettext(
            "{names} runs the group, and announced or settled something on {days}.",
            "{names} run the group, and announced or settled something on {days}.",
            len(in_charge),
        )
    sentence = sentence.format(names=standing.named(subject, np.array(in_charge)), days=counting.days(days))
    if offices:
        sentence = sentences(sentence, _("The roster names {n} different offices.").format(n=len(offices)))
    proof = shown.messages(subject, acts)
    return judged("leaders", state, sentences(sentence, _("What is believed is in no record.")), slugs, proof, change)


def care(subject: Subject, measures: Measures) -> Judged:
    """14. Whether those in charge ask, or poll, and people answer. Care given in private is not in a chat."""
    asked = asked_by_organisers(subject)
    found = subject.here
    by = np.isin(found.answered_row, asked) & (found.probability >= 0.5)
    answerers = np.unique(found.source[by])
    days = len(np.unique(subject.day[asked]))
    state = rules.care(days, len(answerers))
    change = _("A care desk, or a list of what members asked for and who saw to it, would show it.")
    if state == "cannot-tell":
        sentence = _("Nothing shows that those in charge ask people what they need. Most care is given in private.")
        return judged("care", state, sentence, ("unanswered",), shown.messages(subject, asked), change)
    sentence = _("Those in charge asked on {days}, and {people} answered.").format(
        days=counting.days(days), people=counting.people(len(answerers))
    )
    return judged("care", state, sentence, ("unanswered",), shown.exchanges(subject, by), change)


def asked_by_organisers(subject: Subject) -> Int64s:
    """The polls and questions of those in charge in the window."""
    words = subject.wording
    asked = np.union1d(words.rows[words.is_question & ~words.is_promotion], subject.signs.polls)
    return np.asarray(asked[subject.among(subject.organisers)[subject.rows.person[asked]]], np.int64)


def chapters(subject: Subject, measures: Measures) -> Judged:
    """15. Rooms with regulars of their own, or circles in one room. That each has an organiser is not in a chat."""
    rooms = standing.rooms_of_their_own(subject)
    circles = subject.circles.circles if subject.circles.state == "seen" else ()
    state = rules.chapters(rooms, len(circles))
    change = _("Chapters with an organiser of their own, by name, would show it.")
    if state == "cannot-tell":
        sentence = _("No circles of people who keep to each other were seen, and no rooms of their own.")
        return judged("chapters", state, sentence, ("connected-share",), change=change)
    told = []
    if rooms >= 2:
        told.append(_("{n} rooms have regulars of their own.").format(n=rooms))
    if len(circles) >= 2:
        told.append(_("{n} circles of people keep to each other.").format(n=len(circles)))
    told.append(_("Whether each has somebody who runs it, nothing says."))
    proof = tuple(
        piece
        for circle in circles[:3]
        for piece in shown.people(subject, circle.people[:5], _("These keep to each other."))
    )
    return judged("chapters", state, sentences(*told), ("connected-share",), proof, change)
