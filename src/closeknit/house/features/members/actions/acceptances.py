"""Acceptances of the charter."""

from datetime import datetime

from django.http import Http404

from closeknit.house.core import journal
from closeknit.house.core.actions import action
from closeknit.house.core.permissions import Viewer
from closeknit.house.features.charter import api as charter
from closeknit.house.features.members import errors
from closeknit.house.features.members.models import Acceptance, Profile


@action(may="members.own")
def accept(*, actor: Viewer, now: datetime, version: int) -> None:
    """Accept the version of the charter that was read. Raises NotCurrent where another is in force by now.

    Accepting twice is accepting once.
    """
    card = charter.current(actor.community_id or 0)
    if card is None or card.id != version:
        raise errors.NotCurrent
    profile = Profile.objects.filter(
        community_id=actor.community_id, person_id=actor.person_id, left_at__isnull=True
    ).first()  # fmt: skip
    if profile is None:
        raise Http404
    Acceptance.objects.get_or_create(profile=profile, version=card.id, defaults={"number": card.number, "at": now})
    journal.note("members.accepted", actor=actor, now=now, object=("charter", version), whom=actor.person_id)
