"""Conditions 6, 12 and 13: special benefits, profit that serves members, growth by word of mouth."""

from collections import Counter
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from closeknit.language import _, ngettext
from closeknit.records.rows import KIND_CODES, NO_TIME
from closeknit.vitality import counting, on_paper, rules
from closeknit.vitality import evidence as shown
from closeknit.vitality import thresholds as least
from closeknit.vitality.findings import Judged, Measured
from closeknit.vitality.instants import DAY
from closeknit.vitality.newcomers import acted_between
from closeknit.vitality.signs import invited_ever
from closeknit.vitality.stating import judged, sentences
from closeknit.vitality.subject import Subject

Measures = dict[str, Measured]
Int64s = npt.NDArray[np.int64]

INVITERS: Final = 3
"""Inviters of whom it is said what became of those they brought in, who brought in most first."""


def benefits(subject: Subject, measures: Measures) -> Judged:
    """6. Red packets, chains that several filled, deals and gifts on record, and whether they come again."""
    signs = subject.signs
    given = on_paper.deeds(subject, "gift", "deal")
    rows = np.union1d(signs.packets, signs.chains)
    at = np.r_[subject.at[rows], [one.at for one in given if one.state == "done"]].astype(np.int64)
    at = at[(at != NO_TIME) & (at >= subject.window.start)]
    back = (subject.window.end - 1 - at) // (28 * DAY)
    state = rules.benefits(len(at), len(np.unique(back[back < 3])))
    change = _("What members get that others do not, on a list with dates, would show it.")
    if state == "cannot-tell":
        sentence = _(
            "No red packets, sign-up chains or deals are to be seen. Benefits given elsewhere are not in a chat."
        )
        return judged("benefits", state, sentence, change=change)
    told = []
    if n := len(signs.packets):
        told.append(ngettext("{n} red packet was sent.", "{n} red packets were sent.", n).format(n=n))
    if n := len(signs.chains):
        told.append(
            ngettext(
                "{n} sign-up chain was filled by several.", "{n} sign-up chains were filled by several.", n
            ).format(n=n)
        )
    if n := len([one for one in given if one.state == "done"]):
        told.append(ngettext("{n} deal or gift is on record.", "{n} deals and gifts are on record.", n).format(n=n))
    proof = shown.together(shown.messages(subject, signs.chains), shown.messages(subject, signs.packets))
    return judged("benefits", state, sentences(*told), (), proof, change)


def profit(subject: Subject, measures: Measures) -> Judged:
    """12. Transfers and payments, and from how many people. Red packets are gifts and do not count."""
    transfers = subject.signs.transfers
    paid, payers = on_paper.payments(subject)
    senders = {int(i) for i in subject.rows.person[transfers].tolist() if i >= 0}
    state = rules.profit(paid + len(transfers), payers + len(senders))
    change = _("A ledger with its five streams, open to members, would show it.")
    if state == "cannot-tell":
        sentence = _("No money is to be seen passing. What is earned, and whom it serves, is not in a chat.")
        if (share := measures["promotion-share"].value) is not None and share > 0:
            sold = _("By their wording {share} % of the organisers' messages sell something.")
            sentence = sentences(sentence, sold.format(share=round(100 * share)))
        return judged("profit", state, sentence, ("promotion-share",), change=change)
    told = []
    if n := len(transfers):
        told.append(ngettext("{n} transfer is in the chat.", "{n} transfers are in the chat.", n).format(n=n))
    if paid:
        told.append(ngettext("{n} payment is on record.", "{n} payments are on record.", paid).format(n=paid))
    told.append(_("Whom it serves, nothing says."))
    return judged("profit", state, sentences(*told), ("promotion-share",), shown.messages(subject, transfers), change)


def growth(subject: Subject, measures: Measures) -> Judged:
    """13. Whether those whom members brought in were heard again after a month, or stayed by the roster."""
    people, stayed, alone, by = invited(subject)
    state = rules.growth(len(people), len(stayed), alone)
    change = _("Who brought in whom, on a roster, and what became of them, would show it.")
    slugs = ("retention-30", "sole-control")
    if state == "cannot-tell":
        sentence = ngettext(
            "Of {n} person brought in by another it could be seen what became of them: too few.",
            "Of {n} people brought in by others it could be seen what became of them: too few.",
            len(people),
        ).format(n=len(people))
        if not len(people):
            sentence = _("No invitations are to be seen, so nothing shows who was brought in by members.")
        return judged("growth", state, sentence, slugs, change=change)
    sentence = _("Of {people} brought in by others {stayed} were still there after a month.").format(
        people=counting.people(len(people)), stayed=f"{len(stayed):,}"
    )
    if alone is not None and alone > 0.5:
        sentence = sentences(
            sentence, _("But one person brought in {share} % of them.").format(share=round(100 * alone))
        )
    sentence = sentences(sentence, *(_told(*one) for one in by[:INVITERS] if one[1] >= least.ASKED))
    gone = np.setdiff1d(people, stayed)
    proof = shown.together(
        shown.people(subject, stayed[:3].tolist(), _("These were brought in and stayed."), against=state == "missing"),
        shown.people(
            subject, gone[:3].tolist(), _("These were brought in and did not stay."), against=state == "holds"
        ),
    )
    return judged("growth", state, sentence, slugs, proof, change)


def _told(name: str, brought: int, stayed: int) -> str:
    return _("{name} brought in {n}, of whom {stayed} were.").format(name=name, n=brought, stayed=stayed)


class Invited(NamedTuple):
    """Who came by invitation long enough ago to be followed for a month, and who of them `stayed`. `alone` is the share
    of all invitations that one person gave, None where nothing says who did; `by` of each inviter the name, how many
    of `people` they brought in and how many of these stayed, who brought in most first.
    """

    people: Int64s
    stayed: Int64s
    alone: float | None
    by: tuple[tuple[str, int, int], ...]


def invited(subject: Subject) -> Invited:
    """Read from notices of invitation and from a roster, which knows better where both speak of one person."""
    rows, end = subject.rows, subject.window.end
    inviter = _inviters(subject)
    mask = np.zeros(len(rows.people) + 1, np.bool_)
    mask[rows.person[invited_ever(subject)]] = True
    mask[list(inviter)] = True
    mask[-1] = False
    found = subject.arrivals.take(mask[subject.arrivals.person])
    found = found.take(found.first < end - 60 * DAY)
    people, stayed = set(found.person.tolist()), set(found.person[acted_between(subject, found, 30, np.inf)].tolist())
    for one in on_paper.members(subject):
        if one.invited_by is None:
            continue
        inviter[one.person] = one.invited_by
        if one.joined is not None and one.joined * DAY < end - 60 * DAY:
            people.add(one.person)
            if one.left is None or one.left - one.joined > 30:
                stayed.add(one.person)
            else:
                stayed.discard(one.person)
    gave = Counter(inviter.values())
    brought = Counter(inviter[one] for one in people if one in inviter)
    kept = Counter(inviter[one] for one in stayed if one in inviter)
    return Invited(
        np.array(sorted(people), np.int64),
        np.array(sorted(stayed), np.int64),
        max(gave.values()) / gave.total() if gave else None,
        tuple((name, n, kept[name]) for name, n in sorted(brought.items(), key=lambda one: (-one[1], one[0]))),
    )


def _inviters(subject: Subject) -> dict[int, str]:
    """Of each person whose join names an inviter, the first one named."""
    rows = subject.rows
    named = np.asarray(rows.table["inviter"].is_valid().to_numpy(), np.bool_)
    said = np.flatnonzero(named & (rows.person >= 0) & (rows.kind == KIND_CODES["join"]))
    names = rows.table["inviter"].take(pa.array(said)).to_pylist()
    return dict(reversed(list(zip(rows.person[said].tolist(), names))))
