"""People by number instead of by name, before a single sentence is written about them."""

from dataclasses import replace

from closeknit.language import _
from closeknit.vitality.subject import Subject


def pseudonyms(subject: Subject) -> list[str]:
    """ "Member 12" for each person by the order of first appearance; "Account 12" for those set aside."""
    aside = {account.person for account in subject.set_aside}
    member, account = _("Member {number}"), _("Account {number}")
    return [(account if i in aside else member).format(number=i + 1) for i in range(len(subject.rows.people))]


def without_names(subject: Subject) -> Subject:
    """The subject with every name of a person, an account and a chat replaced.

    Nothing that is judged changes, for no rule looks at names; the words of messages stay in the table, and
    it is for the report to leave them out.
    """
    shown = pseudonyms(subject)
    people = tuple(
        replace(person, name=name, faces=tuple(replace(face, id=name, name=name) for face in person.faces))
        for person, name in zip(subject.rows.people, shown)
    )
    channels = tuple(_("A group (name hidden)") for _channel in subject.rows.channels)
    rows = replace(subject.rows, people=people, channels=channels)
    return replace(subject, rows=rows, organisers_absent=tuple(_("somebody") for _name in subject.organisers_absent))
