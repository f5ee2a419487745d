"""What is said of the names that a roster or a record brings: whom they fit, and whom they do not."""

from collections.abc import Sequence
from typing import Final

from closeknit.language import _
from closeknit.records.enrolment import Enrolment

_SHOWN: Final = 20


def placement_notes(enrolment: Enrolment, *, hide: bool = False) -> list[str]:
    """Sentences on what could not be placed, the names listed; with `hide` they are only counted.

    Empty where there is neither a roster nor a record.
    """
    notes = []
    if len(enrolment.roster):
        people = len({int(i) for i in enrolment.members if i >= 0})
        notes.append(_("The roster names {n} people.").format(n=people))
    told = (
        (enrolment.strangers, _("Wrote here, and stand on no roster: {names}.")),
        (enrolment.unseen, _("Stand on the roster, and never wrote here: {names}.")),
        (enrolment.ambiguous, _("Several people bear the name, so it was given to none of them: {names}.")),
        (enrolment.outside, _("Only a payment names them, so they do not count as people here: {names}.")),
    )
    notes += [sentence.format(names=_listed(names, hide)) for names, sentence in told if names]
    return notes


def _listed(names: Sequence[str], hide: bool) -> str:
    if hide:
        return str(len(names))
    shown = _(", ").join(names[:_SHOWN])
    return shown if len(names) <= _SHOWN else _("{names} and {n} more").format(names=shown, n=len(names) - _SHOWN)
