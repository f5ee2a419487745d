"""A newcomer introduces herself."""

from datetime import datetime

from django.http import Http404

from closeknit.house.core import journal, people
from closeknit.house.core.actions import action
from closeknit.house.core.permissions import Viewer
from closeknit.house.features.admission.models import Application
from closeknit.house.features.deeds import api as deeds
from closeknit.house.features.members import api as members


@action(may="admission.in")
def introduce(*, actor: Viewer, now: datetime, words: str) -> None:
    """Her words go into her profile, where she may change them; the deed that asked for them is done."""
    if actor.person_id is None:
        raise Http404
    name = people.names([actor.person_id]).get(actor.person_id, "")
    members.welcome(actor=actor, now=now, person_id=actor.person_id, name=name, introduction=words)
    rows = Application.objects.filter(community_id=actor.community_id, person_id=actor.person_id, state="admitted")
    row = rows.order_by("-id").first()
    if row is not None:
        rows.filter(id=row.id, introduced_at__isnull=True).update(introduced_at=now)
        for deed in deeds.of_source(actor.community_id or 0, f"admission.application:{row.id}"):
            if deed.key == "introduce" and deed.state == "open":
                deeds.done(actor=actor, now=now, deed_id=deed.id)
    journal.note("admission.introduced", actor=actor, now=now, object=("person", actor.person_id), whom=actor.person_id)
