"""What is said of the names that a roster, a record or an option brings: whom they fit, and whom they do not."""

from collections.abc import Mapping, Sequence
from typing import Final

from closeknit.language import _
from closeknit.records.enrolment import Enrolment
from closeknit.records.people import as_typed
from closeknit.records.rows import Rows
from closeknit.vitality import counting

_SHOWN: Final = 20


def placement_notes(enrolment: Enrolment, *, hide: bool = False) -> list[str]:
    """Sentences on what could not be placed, the names listed; with `hide` they are only counted.

    Empty where there is neither a roster nor a record.
    """
    notes = []
    if len(enrolment.roster):
        people = len({int(i) for i in enrolment.members if i >= 0})
        notes.append(_("The roster names {people}.").format(people=counting.people(people)))
    told = (
        (enrolment.strangers, _("Wrote here, and stand on no roster: {names}.")),
        (enrolment.unseen, _("Stand on the roster, and never wrote here: {names}.")),
        (enrolment.ambiguous, _("Several people bear the name, so it was given to none of them: {names}.")),
        (enrolment.outside, _("Only a payment names them, so they do not count as people here: {names}.")),
    )
    notes += [sentence.format(names=_listed(names, hide)) for names, sentence in told if names]
    return notes


def unmatched_notes(
    rows: Rows, bots: Sequence[str], people: Mapping[str, Sequence[str]], *, hide: bool = False
) -> list[str]:
    """Sentences on names that were told and that nobody bears: programs, and people to be joined.

    A file of who was joined may serve many histories, so that only one of which no account occurs is told.
    """
    if not bots and not people:
        return []
    called = set().union(*(person.called() for person in rows.people))
    absent = [name for name in bots if as_typed(name) not in called]
    notes = []
    if absent:
        notes.append(
            _("No sender is called so, and none was set aside for it: {names}.").format(names=_listed(absent, hide))
        )
    if people and called.isdisjoint(as_typed(face) for group in people.values() for face in group):
        notes.append(_("None of the accounts that were said to be one person occurs here; nobody was joined."))
    return notes


def _listed(names: Sequence[str], hide: bool) -> str:
    if hide:
        return str(len(names))
    shown = _(", ").join(names[:_SHOWN])
    return shown if len(names) <= _SHOWN else _("{names} and {n} more").format(names=shown, n=len(names) - _SHOWN)
