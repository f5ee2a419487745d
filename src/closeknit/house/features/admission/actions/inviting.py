"""Members invite, one person at a time."""

from datetime import datetime

from django.db.models import F
from django.http import Http404

from closeknit.house.core import journal
from closeknit.house.core.actions import action
from closeknit.house.core.permissions import Viewer
from closeknit.house.features.admission import errors, rules
from closeknit.house.features.admission.models import Gate, Invitation


@action(may="admission.in")
def invite(*, actor: Viewer, now: datetime, label: str, nonce: str) -> int:
    """An invitation for one person, good for 14 days; its id. Raises TooManyInvitations."""
    _hold(actor)
    rows = Invitation.objects.filter(
        community_id=actor.community_id, inviter_id=actor.person_id, state="open", expires_at__gt=now
    )
    if (count := rows.count()) >= rules.MOST_INVITATIONS:
        raise errors.TooManyInvitations(count=count)
    made = Invitation.objects.create(
        community_id=actor.community_id, inviter_id=actor.person_id, label=rules.tidy_line(label), nonce=nonce,
        made_at=now, expires_at=now + rules.INVITATION_LASTS,
    )  # fmt: skip
    journal.note("admission.invited", actor=actor, now=now, object=("invitation", made.id))
    return int(made.id)


@action(may="admission.in")
def withdraw_invitation(*, actor: Viewer, now: datetime, invitation_id: int) -> None:
    """The link no longer works. Raises InvitationSpent where it was used first."""
    rows = Invitation.objects.filter(community_id=actor.community_id, inviter_id=actor.person_id, id=invitation_id)
    if not rows.exists():
        raise Http404
    if not rows.filter(state="open").update(state="withdrawn", ended_at=now):
        raise errors.InvitationSpent
    journal.note("admission.uninvited", actor=actor, now=now, object=("invitation", invitation_id))


def _hold(actor: Viewer) -> None:
    """Hold the gate's row, so that a member's invitations are counted one after the other."""
    Gate.objects.get_or_create(community_id=actor.community_id)
    Gate.objects.filter(community_id=actor.community_id).update(revision=F("revision") + 1)
